"""What a signed batch says of itself: its groups, decimals and totals, before the first write."""

import pytest

from praya.base.status import Status
from praya.kernel import operations as op
from praya.kernel.arithmetic import MAX
from praya.kernel.builder import RowBuilder
from praya.kernel.rows import Rows
from praya.kernel.state import State
from praya.kernel.step import Context, apply, check_batch

PLACES = 64


def base() -> State:
    """Asset 0 in extents 0 and 2, asset 1 in extent 1; two decimals and three."""
    state, build = State(100), RowBuilder(bytes(16), group=0)
    slot = build.put("participant/A", b"a", -1, 0)
    build.govern(1, slot)
    for decimals in (2, 3):
        build.define_asset(f"X{decimals}", 1, decimals=decimals, limit=MAX)
    for number in range(PLACES + 2):
        build.open(build.define_account(f"A{number}", 1, 0), 0)
        if number == 1:
            build.open(1, 1)
    assert apply(state, build.rows(), Context(1, 1, (1,))).first_refusal() == Status.APPLIED
    assert state.table("extents")[:, 0].tolist() == [0, 1, 0]
    return state


def said(rows: list[tuple[int, int, int, int, int]], *assets: tuple[int, int, int]) -> Status:
    """What becomes of rows (debit, credit, amount, group, operation) under such a header."""
    listed = Rows.from_list([(*row, 0) for row in rows])
    return Status(check_batch(base(), listed, assets))


def move(amount: int, debit: int = 0, credit: int = 1) -> tuple[int, int, int, int, int]:
    return debit, credit, amount, 0, op.MOVE


TRUE = [
    ("nothing at all", [], []),
    ("an asset that does not move", [], [(0, 2, 0)]),
    ("the sum of both directions", [move(5), move(7, 1, 0)], [(0, 2, 12)]),
    ("a hold counts as a move", [(0, -1, 5, 0, op.HOLD), move(1)], [(0, 2, 6)]),
    ("a post and a void do not", [(0, 1, 5, 0, op.POST), (0, -1, 3, 0, op.VOID)], []),
    ("MORE rows do not", [(0, -1, 5, 0, op.HOLD), (1, 1, 9, 0, op.MORE)], [(0, 2, 5)]),
    ("amounts below 1 count as none", [move(0), move(-9), move(-MAX - 1), move(4)], [(0, 2, 4)]),
    ("a second extent of the same asset", [move(5, 128), move(6, 0, 129)], [(0, 2, 11)]),
    ("the debit decides where both are in extents", [move(5, 0, 64)], [(0, 2, 5)]),
    ("the credit where the debit is in none", [move(5, -1, 64), move(6, 192, 64)], [(1, 3, 11)]),
    ("neither in an extent counts nowhere", [move(5, -1, -1), move(6, 192, 10**6)], []),
    (
        "places not opened belong to their extent",
        [move(5, 127), move(1, 191)],
        [(0, 2, 1), (1, 3, 5)],
    ),
    ("as much as there may be", [move(MAX - 1), move(1)], [(0, 2, MAX)]),
    ("each asset for itself", [move(MAX), move(MAX, 64, 65)], [(1, 3, MAX), (0, 2, MAX)]),
]


@pytest.mark.parametrize(("rows", "assets"), [row[1:] for row in TRUE], ids=[r[0] for r in TRUE])
def test_a_header_that_is_true_is_taken(
    rows: list[tuple[int, int, int, int, int]], assets: list[tuple[int, int, int]]
) -> None:
    assert said(rows, *assets) is Status.APPLIED


FALSE = [
    ("one too little", [move(5)], [(0, 2, 4)], "CONTROL_TOTAL_DIFFERS"),
    ("one too much", [move(5)], [(0, 2, 6)], "CONTROL_TOTAL_DIFFERS"),
    ("not listed", [move(5)], [], "CONTROL_TOTAL_DIFFERS"),
    ("another listed", [move(5)], [(1, 3, 5)], "CONTROL_TOTAL_DIFFERS"),
    ("not listed, though it moves nothing", [move(0)], [], "CONTROL_TOTAL_DIFFERS"),
    ("a total where nothing moves", [], [(0, 2, 1)], "CONTROL_TOTAL_DIFFERS"),
    ("past the most, though the rest is as said", [move(MAX), move(1)], [(0, 2, MAX)], None),
    ("past the most by all of it", [move(MAX), move(MAX)], [(0, 2, MAX)], None),
    ("totals of two assets changed", [move(5), move(6, 64)], [(0, 2, 6), (1, 3, 5)], None),
    ("one decimal less", [move(5)], [(0, 1, 5)], "DECIMALS_DIFFER"),
    ("one decimal more", [move(5)], [(0, 3, 5)], "DECIMALS_DIFFER"),
    ("listed twice", [move(5)], [(0, 2, 5), (0, 2, 5)], "DECIMALS_DIFFER"),
    ("listed twice, first among others", [], [(1, 3, 0), (0, 2, 0), (1, 3, 0)], "DECIMALS_DIFFER"),
    ("an asset past the last", [], [(2, 0, 0)], "DECIMALS_DIFFER"),
    ("an asset before the first", [], [(-1, 3, 0)], "DECIMALS_DIFFER"),
    (
        "groups come before decimals",
        [(0, 1, 1, 2, 0), (0, 1, 1, 1, 0)],
        [(0, 9, 9)],
        "BATCH_MALFORMED",
    ),
]


@pytest.mark.parametrize(
    ("rows", "assets", "status"), [row[1:] for row in FALSE], ids=[row[0] for row in FALSE]
)
def test_a_header_that_is_not_true_is_refused(
    rows: list[tuple[int, int, int, int, int]],
    assets: list[tuple[int, int, int]],
    status: str | None,
) -> None:
    assert said(rows, *assets) is Status[status or "CONTROL_TOTAL_DIFFERS"]


@pytest.mark.parametrize(
    ("groups", "rises"),
    [
        ([0, 0, 0], True),
        ([1, 1, 2, 2], True),
        ([1, 0, 2], True),
        ([0, 7, 0, 9, 9, 0], True),
        ([65_534, 65_535], True),
        ([2, 1], False),
        ([1, 2, 1], False),
        ([1, 0, 1], False),
        ([3, 0, 0, 2], False),
        ([1, 2, 0, 2], False),
    ],
)
def test_groups_lie_together_and_their_numbers_rise(groups: list[int], rises: bool) -> None:
    rows = [(-1, -1, 1, group, op.MOVE) for group in groups]
    assert said(rows) is (Status.APPLIED if rises else Status.BATCH_MALFORMED)
