"""Recipes of events, days, RECORD, SPREAD, CONVERT that should be applied as the world stands."""

from praya.testing.model.operations import CONVERT, DEFINE, MOVE, OPEN_DAY, RECORD, SPREAD

from .definition_recipes import change, fresh_asset, payment_mandate
from .world import MAX, Draft, World


def event(world: World, draft: Draft, group: int) -> None:
    """An event on an asset, mostly with a mandate under which the ledger pays."""
    assets = world.moving_assets()
    if not assets or len(world.state.balances) < 2:
        fresh_asset(world, draft, group)
        return
    asset = world.pick(assets)
    taken = {row["number"] for row in world.state["events"] if row["asset"] == asset}
    taken |= {row[2] for row in draft.rows if row[4] == DEFINE and row[0] == 4}
    number = next(free for free in range(1, len(taken) + 2) if free not in taken)
    kind = world.pick((0, 1, 1, 1, 1, 1, 1, 2, 2, 3))
    record_date = world.state.business_date + world.below(3)
    if kind == 0:
        more = [(0, 0, 0), (record_date, 0, 1), (-1, -1, 0)]
        draft.add(DEFINE, (4, asset, number), group, more=more)
        return
    others = [other for other in assets if other != asset]
    paying_asset = world.pick(others) if others and world.chance(0.9) else asset
    positions = world.state.positions_of_asset(paying_asset)
    if not positions:
        return
    rich = sorted(positions, key=lambda position: world.room(position, draft))[-3:]
    paying = world.pick(rich if world.chance(0.8) else positions)
    allowed = world.mandates_of(paying, (0,))
    given = world.pick(allowed) if allowed else 0
    if given == 0 and world.chance(0.9):
        given = payment_mandate(world, draft, group, paying)
    mode = 2 if kind == 3 else world.random.randint(1, 3)
    terms = (kind, mode, numerator(world, mode))
    dates = (record_date, record_date + world.random.randint(1, 2), denominator(world, mode))
    sides = (paying, world.pick(positions), given)
    draft.add(DEFINE, (4, asset, number), group, more=[terms, dates, sides])


def numerator(world: World, mode: int) -> int:
    """A total, or the upper part of a rate."""
    if world.chance(0.05):
        return int(world.pick((0, MAX, MAX - 1, 2**62, 2**32)))
    return int(world.random.randint(0, 1_000 if mode == 1 else 20))


def denominator(world: World, mode: int) -> int:
    """The lower part of a rate."""
    if world.chance(0.05):
        return int(world.pick((1, MAX, 2**62 + 1, 2**32)))
    return 1 if mode == 1 else int(world.pick((1, 3, 7, 100, 1_000, 999_983)))


def day(world: World, draft: Draft, group: int) -> None:
    """The next business date, and the records that fall due with it."""
    today = world.state.business_date
    if any(row[4] == OPEN_DAY for row in draft.rows) or today >= 2**31 - 100:
        change(world, draft, group)
        return
    new = today + world.pick((1, 1, 1, 2, 3))
    draft.add(OPEN_DAY, (0, 0, new), group, more=[(0, 0, today)])
    due = {
        (row["asset"], row["record_date"])
        for row in world.state["events"]
        if row["state"] == 1 and row["record_date"] < new
    }
    for asset, date in sorted(due):
        if world.chance(0.95):
            draft.add(RECORD, (asset, 0, date), group)


def payment(world: World, draft: Draft, group: int) -> None:
    """A recorded event paid by hand instead of when the block begins."""
    today = world.state.business_date
    due = [
        (number, row)
        for number, row in enumerate(world.state["events"])
        if row["state"] in (2, 3) and row["kind"] >= 1 and row["payment_date"] <= today
        if not any(made[0] == number and made[4] in (SPREAD, CONVERT) for made in draft.rows)
    ]
    if not due:
        day(world, draft, group)
        return
    number, row = world.pick(due)
    if row["kind"] in (1, 2) and row["state"] == 2:
        draft.add(SPREAD, (number, -1, 0), group)
    if row["kind"] in (2, 3):
        draft.add(CONVERT, (number, -1, 0), group)


def lifetime(world: World, draft: Draft, group: int) -> None:
    """An event from its definition to its end in one go, while a circle of debts stands open."""
    assets = world.moving_assets()
    held = [asset for asset in assets if len(world.payees(asset)) > 2]
    if len(held) < 2 or world.state.business_date >= 2**31 - 100:
        day(world, draft, group)
        return
    asset, other = world.random.sample(held, 2)
    today = world.state.business_date
    issued = world.random.sample(world.payees(asset), 3)
    paying, suspense = world.random.sample(world.payees(other), 2)
    number = world.count("events") + sum(row[4] == DEFINE and row[0] == 4 for row in draft.rows)
    amount = world.pick((5, 10**6, 2**62, MAX - 10**10, MAX))
    back = [(MOVE, (issued[1], issued[0], amount)), (MOVE, (issued[2], issued[1], 3))]
    draft.add(MOVE, (issued[0], issued[1], amount), group)
    draft.add(MOVE, (issued[1], issued[2], 3), group)
    kind = world.pick((1, 1, 2, 3))
    mode = 2 if kind == 3 else world.random.randint(1, 3)
    terms = (kind, mode, numerator(world, mode))
    dates = (today, today + 1, denominator(world, mode))
    name = world.random.randint(1_000, MAX)
    draft.add(DEFINE, (4, asset, name), group, more=[terms, dates, (paying, suspense, 0)])
    draft.add(OPEN_DAY, (0, 0, today + 1), group, more=[(0, 0, today)])
    draft.add(RECORD, (asset, 0, today), group)
    if kind != 3:
        draft.add(SPREAD, (number, -1, 0), group)
    if kind != 1:
        draft.add(CONVERT, (number, -1, 0), group)
    for operation, operands in back:
        draft.add(operation, operands, group)
