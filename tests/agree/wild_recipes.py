"""Rows that are mostly wrong: every operand from what is there or just beside it, and spoiling."""

from collections.abc import Callable

from praya.testing.model.operations import (
    ATTEST,
    CONVERT,
    DEFINE,
    GOVERN,
    HOLD,
    MORE,
    MOVE,
    OPEN,
    OPEN_DAY,
    POST,
    PUT,
    RECORD,
    SET,
    SPREAD,
    VOID,
)
from praya.testing.model.state import CREDIT_FROZEN, DEBIT_FROZEN, INELIGIBLE

from .value_recipes import condition_rows
from .world import EDGES_32, EDGES_64, MAX, Draft, Operands, World


def any_pair(world: World, draft: Draft) -> tuple[int, int]:
    """Two positions, mostly of one asset, in which one may be frozen or ineligible."""
    if not world.count("assets") or world.chance(0.3):
        return world.any_position(draft), world.any_position(draft)
    positions = world.state.positions_of_asset(world.below(world.count("assets"))) or [-1]
    marked = [
        position
        for position in positions
        if world.state.exists(position)
        and world.state.guard_has(position, DEBIT_FROZEN | CREDIT_FROZEN | INELIGIBLE)
    ]
    first = world.pick(marked) if marked and world.chance(0.5) else world.pick(positions)
    sides = (first, world.pick(positions))
    return sides if world.chance(0.5) else (sides[1], sides[0])


def move(world: World, draft: Draft, group: int) -> None:
    debit, credit = any_pair(world, draft)
    authority = world.any_authority()
    if world.chance(0.15):
        authority = world.below(world.count("mandates"))
        debit = world.state["mandates"][authority]["position"]
    draft.add(MOVE, (debit, credit, world.any_amount()), group, authority)


def hold(world: World, draft: Draft, group: int) -> None:
    debit, credit = any_pair(world, draft)
    credit = -1 if world.chance(0.4) else credit
    kind = world.pick((1, 1, 2, 3, 3, 0, 4))
    holder = 0 if kind == 3 and world.chance(0.9) else world.any_row("participants")
    expiry = 0 if kind != 1 and world.chance(0.8) else world.time + world.below(20)
    more = [(kind, holder, expiry)]
    if kind == 3 or world.chance(0.05):
        more += [world.words() for _ in range(4)]
    operands = (debit, credit, world.any_amount())
    draft.add(HOLD, operands, group, world.any_authority(), more)


def any_proof(world: World, number: int) -> list[Operands]:
    """No digest, the right one, the other one, or any."""
    if world.chance(0.4):
        return []
    if 0 <= number < world.count("holds") and world.chance(0.7):
        return condition_rows(world, number, world.pick(("post", "void")))
    return [world.words() for _ in range(world.pick((1, 2, 2, 2, 3)))]


def post(world: World, draft: Draft, group: int) -> None:
    number = world.any_row("holds")
    credit, more = world.any_position(draft), any_proof(world, number)
    amount = world.any_amount() if world.chance(0.5) else world.random.randint(1, 3)
    if 0 <= number < world.count("holds") and world.chance(0.6):
        row = world.state["holds"][number]
        asset = world.state.asset_of(row["position"])
        same = world.pick(world.state.positions_of_asset(asset))
        credit = world.pick((row["position"], row["credit"], same, same))
        amount = world.pick((1, row["remaining"], row["remaining"] + 1))
        if row["kind"] == 3:
            more = condition_rows(world, number, "post")
    draft.add(POST, (number, credit, amount), group, more=more)


def void(world: World, draft: Draft, group: int) -> None:
    number = world.any_row("holds")
    draft.add(VOID, (number, -1, 0), group, more=any_proof(world, number))


def open_position(world: World, draft: Draft, group: int) -> None:
    operands = (world.any_row("accounts"), world.any_row("assets"), world.pick((0, 0, 1, 1, 2)))
    draft.add(OPEN, operands, group, more=[world.words()])


def change(world: World, draft: Draft, group: int) -> None:
    kind = world.pick((0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 9, 9, 10))
    targets = {1: "accounts", 2: "accounts", 8: "mandates"}
    target = world.any_row(targets.get(kind, "assets"))
    if kind in (3, 4):
        target = world.any_position(draft)
    value = world.any_position(draft) if kind == 4 else world.pick((0, 0, 1, 2, 3, 4, -1, MAX))
    draft.add(SET, (kind, target, value), group)


def define(world: World, draft: Draft, group: int) -> None:
    kind = world.pick((1, 2, 3, 4, 4, 4, 0, 5))
    if kind == 4:
        define_event(world, draft, group)
        return
    if kind == 3:
        terms = (world.any_row("participants"), world.pick((0, 1, -1)), world.pick((0, 50, -1)))
        more = [terms, (0, 0, world.pick((0, 1, MAX)))]
        draft.add(DEFINE, (3, world.any_position(draft), world.any_amount()), group, more=more)
        return
    first = (world.random.randint(-1, 10), world.pick((0, 0, 0, 1)), world.random.randint(0, 4))
    more = [first, world.words(), world.words()]
    amount = world.pick((0, 7, 1_000, MAX, -1))
    draft.add(DEFINE, (kind, world.any_row("participants"), amount), group, more=more)


def define_event(world: World, draft: Draft, group: int) -> None:
    kind = world.pick((0, 1, 1, 2, 3, 4))
    mode = world.pick((2, 2, 1, 3, 0, 4)) if kind else world.pick((0, 0, 0, 1))
    record_date = world.state.business_date + world.random.randint(-1, 2)
    payment_date = record_date + world.pick((1, 1, 1, 0)) if kind else world.pick((0, 0, 0, 1))
    terms = (kind, mode, world.pick((0, 1, 5, MAX)) if kind else 0)
    dates = (record_date, payment_date, world.pick((1, 1, 3, 0)) if kind else 1)
    sides = (-1, -1, 0)
    if kind or world.chance(0.1):
        sides = (world.any_position(draft), world.any_position(draft), world.any_authority())
    number = world.pick((1, 2, 3, 0, MAX)) if world.chance(0.5) else world.random.randint(1, 10**6)
    target = world.any_row("assets")
    if world.count("events") and world.chance(0.2):
        row = world.pick(world.state["events"])
        target, number = row["asset"], row["number"]
        sides = (-1, -1, 0) if kind == 0 else (row["paying"], row["suspense"], row["mandate"])
    operands = (4, target, number)
    draft.add(DEFINE, operands, group, more=[terms, dates, sides])


def record(world: World, draft: Draft, group: int) -> None:
    date = world.state.business_date - world.random.randint(-1, 3)
    target = world.any_row("assets")
    if world.count("events") and world.chance(0.6):
        row = world.pick(world.state["events"])
        target, date = row["asset"], row["record_date"]
    draft.add(RECORD, (target, 0, date), group)


def payout(world: World, draft: Draft, group: int) -> None:
    number = world.any_row("events")
    authority = world.any_authority()
    if 0 <= number < world.count("events") and world.chance(0.5):
        authority = world.state["events"][number]["mandate"]
    draft.add(world.pick((SPREAD, CONVERT)), (number, -1, 0), group, authority)


def put(world: World, draft: Draft, group: int) -> None:
    slot = world.any_row("documents")
    version = 0 if slot == -1 else world.pick((1, 1, 2, 3, 0, MAX))
    more = [world.words() for _ in range(4)]
    if 0 <= slot < world.count("documents") and world.chance(0.3):
        more[:2] = [(0, 0, 0), (0, 0, 0)]
    draft.add(PUT, (slot, 0, version), group, more=more)


def attest(world: World, draft: Draft, group: int) -> None:
    slot = -1 if world.chance(0.5) else world.any_row("attestations")
    kind = world.pick((1, 2, 3, 3, 0, 4))
    target = -1
    if kind in (2, 3) or world.chance(0.05):
        target = world.any_row("assets" if kind == 2 else "records")
    since = world.time + world.random.randint(-5, 5)
    until = since + world.random.randint(-1, 9)
    more = [world.words(), (kind, target, since), (0, 0, until), world.words(), world.words()]
    operands = (slot, world.any_row("participants"), world.pick((0, 5, 10**9, MAX, -1)))
    draft.add(ATTEST, operands, group, more=more)


def open_day(world: World, draft: Draft, group: int) -> None:
    today = world.state.business_date
    expected = today + world.pick((0, 0, 1, -1))
    new = today + world.pick((0, -1, 1))
    draft.add(OPEN_DAY, (0, 0, new), group, more=[(0, 0, expected)])


def govern(world: World, draft: Draft, group: int) -> None:
    kind = world.pick((1, 2, 3, 0, 4))
    credit = world.any_row("documents" if kind == 1 else "participants")
    draft.add(GOVERN, (kind, credit, 0), group)


def orphan(world: World, draft: Draft, group: int) -> None:
    """MORE rows that may belong to nothing, or to a row that wants none."""
    for _ in range(world.random.randint(1, 3)):
        operands = world.words()
        draft.add(MORE, operands, group if world.chance(0.7) else 0, int(world.chance(0.2)))


def noise(world: World, draft: Draft, group: int) -> None:
    """A row of any number at all."""
    operands = (world.pick(EDGES_32), world.pick(EDGES_32), world.pick(EDGES_64))
    operation = world.pick((*range(17), 65_535))
    draft.add(operation, operands, group, world.pick((0, 0, 0, 1, -1, 2**31 - 1, -(2**31))))


Recipe = Callable[[World, Draft, int], object]

WILD_VALUE: tuple[Recipe, ...] = (move, move, hold, post, post, void, orphan, noise)
WILD: tuple[Recipe, ...] = (
    *WILD_VALUE,
    *(open_position, change, change, define, define, record, payout, payout),
    *(put, attest, open_day, govern),
)


def spoil(world: World, draft: Draft, start: int) -> None:
    """Change one field of one row from `start` on, or lose or add a MORE row."""
    if start >= len(draft.rows):
        return
    place = world.random.randrange(start, len(draft.rows))
    fields = list(draft.rows[place])
    what = world.below(8)
    if what < 2:
        fields[what] = world.any_position(draft) if world.chance(0.6) else world.pick(EDGES_32)
    elif what == 2:
        near = fields[2] + world.pick((-1, 1))
        fields[2] = world.pick(EDGES_64) if world.chance(0.6) or not -MAX < near < MAX else near
    elif what == 3:
        fields[4] = world.pick((*range(16), 65_535))
    elif what == 4:
        fields[5] = world.any_row("mandates")
    elif what == 5:
        fields[3] = world.pick((0, 1, 65_535))
    elif what == 6 and fields[4] == MORE:
        del draft.rows[place]
        return
    else:
        draft.rows.insert(place + 1, (*world.words(), fields[3], MORE, 0))
    draft.rows[place] = tuple(fields)  # type: ignore[assignment]
