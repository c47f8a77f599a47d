"""Recipes of MOVE, HOLD, POST, VOID that should be applied as the world stands."""

from praya.testing.model.operations import HOLD, MOVE, POST, VOID

from .world import Draft, Operands, World


def split_word(word: int) -> tuple[int, int]:
    """One 64-bit word as two signed 32-bit operands."""
    content = word.to_bytes(8, "little", signed=True)
    low = int.from_bytes(content[:4], "little", signed=True)
    return low, int.from_bytes(content[4:], "little", signed=True)


def condition_rows(world: World, hold: int, name: str) -> list[Operands]:
    """The two MORE rows that show a hold's condition."""
    row = world.state["holds"][hold]
    first, second = split_word(row[f"{name}_0"]), split_word(row[f"{name}_2"])
    return [(*first, row[f"{name}_1"]), (*second, row[f"{name}_3"])]


def authority_for(world: World, position: int, amount: int) -> int:
    """Sometimes a mandate that should do, else one's own right."""
    if world.chance(0.5):
        return 0
    for number in world.mandates_of(position, world.everyone()):
        if world.state["mandates"][number]["remaining"] >= amount:
            return number
    return 0


def move(world: World, draft: Draft, group: int) -> None:
    """A payment that is covered."""
    assets = world.moving_assets()
    if not assets:
        return
    asset = world.pick(assets)
    payers, payees = world.payers(asset, draft), world.payees(asset)
    if not payers:
        return
    debit = world.pick(payers)
    others = [position for position in payees if position != debit]
    if not others:
        return
    amount = world.amount(world.room(debit, draft))
    draft.spent[debit] = draft.spent.get(debit, 0) + amount
    authority = authority_for(world, debit, amount)
    draft.add(MOVE, (debit, world.pick(others), amount), group, authority)


def ring(world: World, draft: Draft, group: int) -> None:
    """Payments round a circle, each more than its payer has, that settle together."""
    assets = world.moving_assets()
    if not assets:
        return
    asset = world.pick(assets)
    payees = set(world.payees(asset))
    members = [position for position in world.payers(asset, draft) if position in payees]
    world.random.shuffle(members)
    members = members[: world.random.randint(2, 5)]
    if len(members) < 2:
        return
    amount = max(world.room(position, draft) for position in members)
    amount = min(amount + world.below(1_000), 2**62)
    for debit, credit in zip(members, members[1:] + members[:1], strict=True):
        draft.add(MOVE, (debit, credit, amount), group)


def hold(world: World, draft: Draft, group: int) -> None:
    """A hold that is covered, of any kind."""
    assets = world.moving_assets()
    if not assets:
        return
    asset = world.pick(assets)
    issuance = world.state["assets"][asset]["issuance"]
    payers = [position for position in world.payers(asset, draft) if position != issuance]
    if not payers:
        return
    debit = world.pick(payers)
    amount = world.amount(world.room(debit, draft))
    draft.spent[debit] = draft.spent.get(debit, 0) + amount
    others = [position for position in world.payees(asset) if position != debit]
    credit = world.pick(others) if others and world.chance(0.5) else -1
    authority = authority_for(world, debit, amount)
    draft.add(HOLD, (debit, credit, amount), group, authority, hold_terms(world))


def hold_terms(world: World) -> list[Operands]:
    """The MORE rows of a hold: its kind, holder, expiry and conditions."""
    kind = world.random.randint(1, 3)
    holder = world.pick(world.everyone())
    expiry = world.time + world.pick((0, 1, 20, 100, 10_000))
    if kind == 1:
        return [(1, holder, max(1, expiry))]
    if kind == 2:
        return [(2, holder, 0)]
    void = [world.words(), world.words()] if world.chance(0.7) else [(0, 0, 0), (0, 0, 0)]
    return [(3, 0, world.pick((0, expiry))), world.words(), world.words(), *void]


def open_holds(world: World) -> list[int]:
    rows = enumerate(world.state["holds"])
    return [number for number, row in rows if row["state"] == 1]


def post(world: World, draft: Draft, group: int) -> None:
    """A hold paid out, in part or whole."""
    holds = [hold for hold in open_holds(world) if hold not in draft.paid]
    if not holds:
        move(world, draft, group)
        return
    number = world.pick(holds)
    row = world.state["holds"][number]
    payees = world.payees(world.state.asset_of(row["position"]))
    payees = [position for position in payees if position != row["position"]]
    if row["credit"] != -1 and world.chance(0.9):
        payees = [row["credit"]]
    if not payees:
        return
    amount = row["remaining"] if world.chance(0.3) else world.amount(row["remaining"])
    draft.paid[number] = amount
    shown = condition_rows(world, number, "post") if row["kind"] == 3 else []
    draft.add(POST, (number, world.pick(payees), amount), group, more=shown)


def void(world: World, draft: Draft, group: int) -> None:
    """A hold given back."""
    holds = [hold for hold in open_holds(world) if hold not in draft.paid]
    if not holds:
        hold(world, draft, group)
        return
    number = world.pick(holds)
    draft.paid[number] = 0
    row = world.state["holds"][number]
    shown = condition_rows(world, number, "void") if row["kind"] == 3 else []
    draft.add(VOID, (number, -1, 0), group, more=shown)


def hold_and_post(world: World, draft: Draft, group: int) -> None:
    """A hold and its payment in one group, by reference."""
    before = len(draft.rows)
    hold(world, draft, group)
    if len(draft.rows) == before:
        return
    debit, credit, amount, _, _, _ = draft.rows[before]
    terms = draft.rows[before + 1 :]
    if credit == -1:
        asset = world.state.asset_of(debit)
        others = [position for position in world.payees(asset) if position != debit]
        credit = world.pick(others) if others else -1
    shown = [row[:3] for row in terms[1:3]]
    draft.add(POST, (-2 - before, credit, world.amount(amount)), group, more=shown)
    if world.chance(0.3):
        draft.add(VOID, (-2 - before, -1, 0), group, more=[row[:3] for row in terms[3:5]])
