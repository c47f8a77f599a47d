"""Signed batches: payments, rings that nobody could pay alone, holds and mandates in rows."""

from praya.testing.model.operations import HOLD, MORE, MOVE, POST, VOID
from praya.testing.oracle.sent import RowValues
from praya.testing.simulator.letters import Request
from praya.testing.simulator.scene import NothingToAskError, Scene

ACTING_MAX = 16


def payments(scene: Scene) -> Request:
    """Single movements out of accounts of several institutions."""
    rows: list[RowValues] = []
    for _ in range(scene.random.randint(1, 8)):
        asset, source, available = scene.payer()
        target = scene.other(asset, source)
        debit, credit = scene.book.position(source, asset), scene.book.position(target, asset)
        rows.append((debit, credit, scene.amount(max(1, available // 3)), 0, MOVE, 0))
    return batch_of(scene, rows)


def ring(scene: Scene) -> Request:
    """Each pays the next more than it has, in one group; the ends often meet, at times not."""
    asset = scene.pick(scene.assets(cash=True))
    funded = dict(scene.funded(asset))
    members = [code for code in scene.payees(asset) if code in funded]
    if len(members) < 2:
        raise NothingToAskError
    scene.random.shuffle(members)
    members = members[: scene.random.randint(2, 5)]
    amount = max(funded[code] for code in members) + scene.random.randrange(0, 100)
    rows: list[RowValues] = []
    for place, code in enumerate(members):
        following = members[(place + 1) % len(members)]
        debit, credit = scene.book.position(code, asset), scene.book.position(following, asset)
        rows.append((debit, credit, amount, 1, MOVE, 0))
    if scene.chance(0.3):
        rows.pop(scene.random.randrange(len(rows)))
    return batch_of(scene, rows)


def by_mandate(scene: Scene) -> Request:
    """Debits under somebody's mandate, at times an ended one: all that remains, or one more."""
    state, ended_too = scene.book.model.state, scene.chance(0.3)
    number, mandate = scene.pick_row(
        (place, row)
        for place, row in enumerate(state["mandates"])
        if place and row["grantee"] and (ended_too or row["state"] == 1)
    )
    source = mandate["position"]
    targets = _others_of(scene, source)
    rows: list[RowValues] = []
    for _ in range(scene.pick((1, 1, 2))):
        amount = max(1, scene.amount(mandate["remaining"]) + scene.pick((0, 0, 0, 1)))
        rows.append((source, scene.pick(targets), amount, 0, MOVE, number))
    grantee = scene.participants()[mandate["grantee"] - 1]
    return Request((grantee,), rows=tuple(rows), assets=totals(scene, rows))


def holds_by_mandate(scene: Scene) -> Request:
    """Amounts reserved under somebody's mandate, alone or with payments under it in one group.

    What remains of the mandate bounds all of them together. At times a hold that stands is paid
    out in the same batch, or wrongly names the mandate as well.
    """
    state, ended_too = scene.book.model.state, scene.chance(0.3)
    number, mandate = scene.pick_row(
        (place, row)
        for place, row in enumerate(state["mandates"])
        if place and row["grantee"] and (ended_too or row["state"] == 1)
    )
    source, grantee = mandate["position"], mandate["grantee"]
    targets = _others_of(scene, source)
    left = mandate["remaining"]
    if mandate["period_days"] and scene.chance(0.7):
        left = min(left, mandate["period_limit"])
    rows: list[RowValues] = []
    for group in range(1, scene.pick((2, 2, 3, 4))):
        together = scene.chance(0.4)
        for part in range(1 + together):
            amount = max(1, scene.amount(max(1, left)) + scene.pick((0, 0, 0, 1)))
            left = max(1, left - amount) if scene.chance(0.7) else left
            if part and scene.chance(0.5):
                rows.append((source, scene.pick(targets), amount, group, MOVE, number))
                continue
            named = scene.pick((-1, scene.pick(targets)))
            rows.append((source, named, amount, group, HOLD, number))
            holder = scene.pick((grantee, grantee, state.balances[source]["guard"] & 0xFFFF))
            rows.append((2, holder, 0, group, MORE, 0))
    rows += _paid_out(scene, (source, number), grantee)
    acting = (scene.participants()[grantee - 1],)
    return Request(acting, rows=tuple(rows), assets=totals(scene, rows))


def _paid_out(scene: Scene, under: tuple[int, int], holder: int) -> list[RowValues]:
    """Holds on a position that a holder may release, some paid out, some given back."""
    (position, mandate), rows = under, list[RowValues]()
    group = 10
    for number, hold in enumerate(scene.book.model.state["holds"]):
        ours = (hold["state"], hold["position"], hold["holder"]) == (1, position, holder)
        if not ours or scene.chance(0.5):
            continue
        group, authority = group + 1, mandate if scene.chance(0.1) else 0
        if scene.chance(0.5):
            rows.append((number, -1, 0, group, VOID, authority))
            continue
        credit = hold["credit"] if hold["credit"] >= 0 else scene.pick(_others_of(scene, position))
        amount = scene.amount(hold["remaining"])
        rows.append((number, credit, amount, group, POST, authority))
    return rows


def _others_of(scene: Scene, position: int) -> list[int]:
    """Positions of the same asset that are no issuance."""
    state = scene.book.model.state
    return [
        place
        for place in state.positions_of_asset(state.asset_of(position))
        if place != position and not state.balances[place]["guard"] >> 19 & 1
    ]


def holds(scene: Scene) -> Request:
    """Holds made and ended in rows."""
    state = scene.book.model.state
    rows: list[RowValues] = []
    owners: list[str] = []
    for group in range(1, scene.random.randint(2, 4)):
        asset, source, available = scene.payer()
        owners.append(scene.owner(source))
        debit = scene.book.position(source, asset)
        rows.append((debit, -1, scene.amount(max(1, available // 2)), group, HOLD, 0))
        holder = scene.book.participants[owners[-1]]
        rows.append((2, holder, 0, group, MORE, 0))
    group = 10
    for number, hold in enumerate(state["holds"]):
        if hold["state"] == 1 and hold["holder"] and scene.chance(0.5):
            owners.append(scene.participants()[hold["holder"] - 1])
            group += 1
            if scene.chance(0.5):
                rows.append((number, -1, 0, group, VOID, 0))
            else:
                asset_positions = state.positions_of_asset(state.asset_of(hold["position"]))
                credit = hold["credit"] if hold["credit"] >= 0 else scene.pick(asset_positions)
                rows.append((number, credit, scene.amount(hold["remaining"]), group, POST, 0))
    acting = tuple(dict.fromkeys(owners))[:ACTING_MAX]
    return Request(acting, rows=tuple(rows), assets=totals(scene, rows))


def batch_of(scene: Scene, rows: list[RowValues]) -> Request:
    """A batch signed by all whose accounts it debits."""
    state = scene.book.model.state
    numbers = {state.balances[row[0]]["guard"] & 0xFFFF for row in rows}
    acting = tuple(scene.participants()[number - 1] for number in sorted(numbers))
    return Request(acting[:ACTING_MAX], rows=tuple(rows), assets=totals(scene, rows))


def totals(scene: Scene, rows: list[RowValues]) -> tuple[tuple[int, int, int], ...]:
    """(asset, decimals, control total), as the header of a batch must say."""
    model, sums = scene.book.model, dict[int, int]()
    for debit, credit, amount, _, operation, _ in rows:
        asset = model.asset_counted(debit, credit)
        if operation in (MOVE, HOLD) and asset >= 0:
            sums[asset] = sums.get(asset, 0) + max(0, amount)
    return tuple(
        (asset, model.state["assets"][asset]["decimals"], min(total, 2**63 - 1))
        for asset, total in sorted(sums.items())
    )
