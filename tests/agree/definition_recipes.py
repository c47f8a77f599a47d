"""Recipes of OPEN, SET, DEFINE and papers that should be applied as the world stands."""

from praya.testing.model.operations import ATTEST, DEFINE, GOVERN, MOVE, OPEN, PUT, SET
from praya.testing.model.state import CLOSED

from .value_recipes import split_word
from .world import MAX, Draft, Operands, World


def account(world: World, draft: Draft, group: int, owner: int = 0) -> int:
    """A new account; answers its reference."""
    owner = owner or world.pick(range(1, max(2, world.count("participants"))))
    attributes = world.pick((0, 1, 3, 3, 7, 7, MAX))
    first = (world.below(4), 0, 0)
    code = [world.words(), world.words()]
    return draft.add(DEFINE, (1, owner, attributes), group, more=[first, *code])


def asset(world: World, draft: Draft, group: int) -> int:
    """A new asset; answers its reference."""
    issuer = world.pick(range(1, max(2, world.count("participants"))))
    limit = world.pick((0, 1_000, 10**9, 10**9, 10**9, MAX, MAX))
    first = (world.below(10), 0, world.pick((0, 0, 0, 1, 2)))
    return draft.add(DEFINE, (2, issuer, limit), group, more=[first, world.words(), world.words()])


def open_position(world: World, draft: Draft, group: int) -> None:
    """A position where there is none; the issuer's own may issue."""
    for _ in range(5):
        holder, held = world.below(world.count("accounts")), world.below(world.count("assets"))
        if not world.count("accounts") or not world.count("assets"):
            return
        row = world.state["assets"][held]
        free = world.state.position_in(holder, held) == -1 and (holder, held) not in draft.given
        if row["flags"] & CLOSED or not free:
            continue
        draft.given.add((holder, held))
        owner = world.state["accounts"][holder]["owner"]
        issue = row["issuance"] == -1 and owner == row["issuer"] and (-1, held) not in draft.given
        if issue:
            draft.given.add((-1, held))
        draft.add(OPEN, (holder, held, int(issue)), group, more=[world.words()])
        return
    fresh_asset(world, draft, group)


def fresh_asset(world: World, draft: Draft, group: int) -> None:
    """An asset with issuer, holders and first funds, all by reference."""
    held = asset(world, draft, group)
    issuer = draft.rows[-2 - held][1]
    limit = draft.rows[-2 - held][2]
    issuing = account(world, draft, group, owner=issuer)
    issuance = draft.add(OPEN, (issuing, held, 1), group, more=[world.words()])
    required = draft.rows[-1 - held][2]
    for _ in range(world.random.randint(1, 4)):
        holder = account(world, draft, group)
        place = draft.add(OPEN, (holder, held, 0), group, more=[world.words()])
        eligible = draft.rows[-2 - holder][2] & required == required
        funds = limit // world.pick((4, 8, 100))
        if funds > 0 and eligible:
            draft.add(MOVE, (issuance, place, funds), group)


def change(world: World, draft: Draft, group: int) -> None:
    """Some attribute of something, mostly back to what lets things move."""
    state = world.state
    if not state.balances:
        fresh_asset(world, draft, group)
        return
    position, other = world.pick(state.balances), world.pick(state.balances)
    held, holder = world.below(world.count("assets")), world.below(world.count("accounts"))
    limit = world.pick((0, 10**6, 10**9, 10**9, MAX, MAX))
    pay_to = -1 if world.chance(0.2) else other
    choices = [
        (1, holder, world.pick((0, 3, 7, 7, 7, MAX))),
        (2, holder, world.pick((0, 0, 0, 0, 1, 2, 3))),
        (3, position, world.pick((0, 0, 0, 0, 1, 2, 3))),
        (4, position, pay_to),
        (4, position, pay_to),
        (5, held, world.pick((0, 0, 0, 1, 2, 4))),
        (6, held, world.pick((0, 0, 0, 1))),
        (7, held, limit),
    ]
    living = [number for number, row in enumerate(state["mandates"]) if row["state"] == 1]
    if len(living) > 6 and world.chance(0.3):
        choices.append((8, world.pick(living), 0))
    draft.add(SET, world.pick(choices), group)


def mend(world: World, draft: Draft) -> None:
    """Lift every freeze and pause, so that a world does not stand still."""
    for number, row in enumerate(world.state["accounts"]):
        if row["flags"]:
            draft.add(SET, (2, number, 0), 0)
    for position in world.state.positions:
        if world.state.positions[position]["flags"]:
            draft.add(SET, (3, position, 0), 0)
    for number, row in enumerate(world.state["assets"]):
        if row["flags"] & 1:
            draft.add(SET, (6, number, 0), 0)


def mandate(world: World, draft: Draft, group: int) -> int:
    """A standing right of anyone over any position; answers its reference."""
    position = world.pick(world.state.balances) if world.state.balances else 0
    days = world.pick((0, 0, 1, 2, 30, 2**31 - 1))
    limit = world.pick((0, 5, 1_000, 10**6, MAX))
    expiry = world.pick((0, 0, world.time + 20, world.time + 1_000, MAX))
    remaining = world.pick((1, 100, 10**6, 10**9, MAX))
    grantee = world.below(world.count("participants"))
    terms = [(grantee, days, limit), (0, 0, expiry)]
    return draft.add(DEFINE, (3, position, remaining), group, more=terms)


def payment_mandate(world: World, draft: Draft, group: int, position: int) -> int:
    """A right of the ledger to pay from a position, mostly enough; answers its reference."""
    days = world.pick((0, 0, 0, 1, 2))
    limit = world.pick((10**6, 10**9, MAX))
    remaining = world.pick((10**4, 10**9, MAX, MAX))
    return draft.add(DEFINE, (3, position, remaining), group, more=[(0, days, limit), (0, 0, 0)])


def put(world: World, draft: Draft, group: int) -> int:
    """A new document, or the next version of one."""
    value = [world.words(), world.words()]
    if not world.count("documents") or world.chance(0.3):
        return draft.add(PUT, (-1, 0, 0), group, more=[world.words(), world.words(), *value])
    slot = world.below(world.count("documents"))
    row = world.state["documents"][slot]
    version = row["version"] + sum(1 for rows in draft.rows if rows[4] == PUT and rows[0] == slot)
    key = [(*split_word(row["key_0"]), row["key_1"]), (*split_word(row["key_2"]), row["key_3"])]
    return draft.add(PUT, (slot, 0, version), group, more=[*key, *value])


def attest(world: World, draft: Draft, group: int) -> None:
    """A new fact, or a later word on one."""
    since, until = world.time + world.below(5), world.time + 5 + world.below(1_000)
    tail: list[Operands] = [(0, 0, until), world.words(), world.words()]
    slots = world.state["attestations"]
    if slots and world.chance(0.5):
        slot = world.below(len(slots))
        row = slots[slot]
        subject = (*split_word(row["subject_0"]), row["subject_1"])
        since = max(since, row["valid_from"])
        second = (row["kind"], row["target"], since)
        tail[0] = (0, 0, max(until, since))
        value = world.pick((10**6, 10**9, MAX))
        draft.add(ATTEST, (slot, row["provider"], value), group, more=[subject, second, *tail])
        return
    kinds = [(1, -1)]
    if world.count("assets"):
        kinds.append((2, world.below(world.count("assets"))))
    if world.count("records"):
        kinds.append((3, world.below(world.count("records"))))
    provider = world.pick(range(1, max(2, world.count("participants"))))
    more = [world.words(), (*world.pick(kinds), since), *tail]
    draft.add(ATTEST, (-1, provider, world.pick((0, 10**9, MAX))), group, more=more)


def govern(world: World, draft: Draft, group: int) -> None:
    """A participant admitted, suspended or restored."""
    named = {row[1] for row in draft.rows if row[4] == GOVERN}
    number = world.below(world.count("participants"))
    if number == 0 or number in named or world.chance(0.4):
        document = put(world, draft, group)
        draft.add(GOVERN, (1, document, 0), group)
        return
    kind = 2 if world.state["participants"][number]["state"] == 1 else 3
    draft.add(GOVERN, (kind, number, 0), group)
