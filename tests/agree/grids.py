"""Every operand of every operation, one after another, at every number that might be a bound.

A good row of each kind is written as a script; then one of its operands at a time is replaced, by
its neighbours, by the first number past each table, by edges of its column. Random rows seldom
stand just past a bound; these always do.
"""

from collections.abc import Iterator

from model.script import BASE, Envelope, parse, parse_row

from praya.testing.model.block import RowValues

from .world import MAX, Draft, World

# Beside the base world: a paused asset, two mandates, three holds, a document's second version,
# an attestation, four events of which one is recorded, and the day after.
SCENE = f"""
    DEFINE 3 65 90
    + 2 3 40
    + 0 0 5000
    DEFINE 3 1 90
    + 1 0 0
    + 0 0 0
    HOLD 65 -1 5
    + 1 2 2000
    HOLD 65 66 6
    + 2 2 0
    HOLD 1 2 7
    + 3 0 0
    + 1 2 3
    + 4 5 6
    + 7 8 9
    + 1 1 1
    ATTEST -1 1 50
    + 1 2 3
    + 1 -1 10
    + 0 0 5000
    + 4 5 6
    + 7 8 9
    DEFINE 4 0 1
    + 0 0 0
    + 100 0 1
    + -1 -1 0
    DEFINE 4 1 1
    + 1 1 9
    + 100 101 1
    + 1 2 0
    DEFINE 4 1 2
    + 1 2 1
    + 101 102 4
    + 1 2 2
    SET 7 0 {MAX // 2}
    OPEN_DAY 0 0 101
    + 0 0 100
    RECORD 0 0 100
    RECORD 1 0 100
"""
GOOD = {
    "a move": "MOVE 65 66 3",
    "a move under a mandate": "MOVE 65 66 3 a=1",
    "an issue": "MOVE 64 65 3",
    "a hold by time": "HOLD 65 66 3\n+ 1 2 2000",
    "a hold by its holder": "HOLD 65 -1 3\n+ 2 2 0",
    "a hold by proof": "HOLD 65 -1 3 a=1\n+ 3 0 2000\n+ 1 2 3\n+ 4 5 6\n+ 0 0 0\n+ 0 0 0",
    "a post": "POST 0 66 2",
    "a post to whom it names": "POST 1 66 6",
    "a post by proof": "POST 2 2 3\n+ 1 2 3\n+ 4 5 6",
    "a void": "VOID 1 -1 0",
    "a void by proof": "VOID 2 -1 0\n+ 7 8 9\n+ 1 1 1",
    "a position": "DEFINE 1 2 1\n+ 0 0 0\n+ 9 9 9\n+ 9 9 9\nOPEN 3 1 0\n+ 1 2 3",
    "attributes": "SET 1 2 1",
    "account flags": "SET 2 2 1",
    "position flags": "SET 3 66 1",
    "a place to be paid": "SET 4 66 2",
    "demands": "SET 5 1 1",
    "a pause": "SET 6 1 1",
    "a limit": "SET 7 1 150",
    "a mandate's end": "SET 8 1 0",
    "a sweep": "SET 9 1 0",
    "an account": "DEFINE 1 2 1\n+ 1 0 1\n+ 1 2 3\n+ 4 5 6",
    "an asset": "DEFINE 2 2 100\n+ 8 0 1\n+ 1 2 3\n+ 4 5 6",
    "a mandate": "DEFINE 3 66 10\n+ 2 1 5\n+ 0 0 3000",
    "an event that records": "DEFINE 4 1 7\n+ 0 0 0\n+ 102 0 1\n+ -1 -1 0",
    "a distribution": "DEFINE 4 1 7\n+ 1 3 2\n+ 102 103 5\n+ 1 2 2",
    "a redemption": "DEFINE 4 1 7\n+ 2 2 2\n+ 102 103 5\n+ 1 2 0",
    "a conversion": "DEFINE 4 1 7\n+ 3 2 2\n+ 102 103 5\n+ 1 2 0",
    "a payment": "SPREAD 1 -1 0",
    "a payment under a mandate": "SPREAD 1 -1 0 a=2",
    "a document": "PUT -1 0 0\n+ 5 0 0\n+ 0 6 0\n+ 0 0 7\n+ 8 0 0",
    "a version": "PUT 0 0 1\n+ 1 0 0\n+ 0 0 0\n+ 2 0 0\n+ 0 7 0",
    "a fact": "ATTEST -1 1 50\n+ 1 2 3\n+ 1 -1 10\n+ 0 0 5000\n+ 4 5 6\n+ 7 8 9",
    "a reserve": "ATTEST -1 1 500\n+ 1 2 3\n+ 2 1 10\n+ 0 0 5000\n+ 4 5 6\n+ 7 8 9",
    "holdings": "ATTEST -1 1 50\n+ 1 2 3\n+ 3 0 10\n+ 0 0 5000\n+ 4 5 6\n+ 7 8 9",
    "a fact again": "ATTEST 0 1 51\n+ 1 2 3\n+ 1 -1 11\n+ 0 0 1000\n+ 4 5 6\n+ 7 8 9",
    "a day": "OPEN_DAY 0 0 102\n+ 0 0 101",
    "an admission": "GOVERN 1 0 0",
    "a suspension": "GOVERN 2 2 0",
}
EDGES = (-2, -1, 0, 1, 2, 3, 4, 5, 6, 9, 10, 32, 64, 67, 127, 128, 129)
AMOUNTS = (99, 100, 101, 150, 151, 1_000, 1_001, 5_000, MAX - 1, MAX, -MAX - 1)


def scene() -> World:
    """The world in which each row is tried."""
    world = World(0)
    world.business_date, world.height, world.time = 100, 10, 1_000
    world.model.state["ledger"][0]["business_date"] = 100
    for envelope in parse(BASE + "@ height=10\n" + SCENE):
        world.submit(Draft(rows=list(envelope.rows)), lowered=True, acting=(1, 2, 3))
    return world


def grid(text: str) -> World:
    """A good row and all its neighbours, each as it is and then as part of a signed batch."""
    good = Envelope()
    for line in text.splitlines():
        parse_row(line, good)
    world = scene()
    for rows in [good.rows, *neighbours(good.rows)]:
        for lowered, acting in ((True, (1, 2, 3)), (False, (1, 2, 3)), (True, (2,))):
            spoiled = [*rows, (0, 0, 0, 0, 99, 0)]  # refused: its group is undone
            told = [(*row[:3], 1, *row[4:]) for row in spoiled]
            world.submit(Draft(rows=told), lowered=lowered, acting=acting)
            world.submit(Draft(rows=[*rows]), lowered=lowered, acting=acting)
    world.look()
    return world


def neighbours(rows: list[RowValues]) -> Iterator[list[RowValues]]:
    """The same rows with one operand changed, or with a row too few or too many."""
    yield rows[:-1]
    yield [*rows, (0, 0, 0, rows[-1][3], 1, 0)]
    for place, row in enumerate(rows):
        for column in (0, 1, 2, 5):
            beside = (row[column] - 1, row[column] + 1)
            edges = (*beside, *EDGES, *(AMOUNTS if column == 2 else ()))
            for value in sorted({*edges} - {row[column]}):
                changed = list(row)
                changed[column] = value
                yield [*rows[:place], tuple(changed), *rows[place + 1 :]]  # type: ignore[list-item]
