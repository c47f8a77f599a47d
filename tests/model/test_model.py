"""The model against cases derived by hand from docs/reference/kernel.md."""

import struct

import pytest
from blake3 import blake3

from praya.base.status import Status
from praya.testing.model.block import Model
from praya.testing.model.pages import pages_of, state_root, table_root, tree_root

from .definition_cases import DEFINITION_CASES
from .script import base_world, run
from .value_cases import VALUE_CASES

MAX = 2**63 - 1

CASES = VALUE_CASES | DEFINITION_CASES


@pytest.mark.parametrize("name", CASES)
def test_a_case_derived_from_the_text_holds(name: str) -> None:
    run(base_world(), CASES[name])


def total_event(kind: int, mode: int, numerator: int, denominator: int, mandate: int = 0) -> str:
    """An event of asset 0 that pays asset 1 from position 65, with suspense 64."""
    return f"""
        DEFINE 4 0 7
        + {kind} {mode} {numerator}
        + 100 101 {denominator}
        + 65 64 {mandate}
    """


NEXT_DAY = """
    OPEN_DAY 0 0 101
    + 0 0 100
    RECORD 0 0 100
"""


def test_a_total_is_spread_by_largest_remainder_to_where_holders_want_it() -> None:
    model = base_world()
    run(model, total_event(1, 1, 10, 1) + "SET 4 2 66" + NEXT_DAY)
    # 100 and 50 of 150 share 10: floors 6 and 3, remainders 100 and 50: the unit left goes first.
    outcome = run(model, "SPREAD 0 -1 0")
    assert outcome.effects == [(0, 65, -10), (0, 64, 7), (0, 66, 3)]
    run(model, "SPREAD 0 -1 0 => EVENT_DONE\nCONVERT 0 -1 0 => EVENT_NOT_FOUND")
    assert model.tables()["entitlements"] == [[1, 100], [2, 50]]
    assert model.tables()["records"] == [[0, 100, 0, 2, 150, 0]]


def test_a_tie_of_remainders_goes_to_the_lower_number() -> None:
    model = base_world()
    run(model, "MOVE 1 2 25" + total_event(1, 1, 7, 1) + "SET 4 1 66\nSET 4 2 66" + NEXT_DAY)
    outcome = run(model, "SPREAD 0 -1 0")
    assert outcome.effects == [(0, 65, -7), (0, 66, 4), (0, 66, 3)]


def test_a_rate_of_the_total_rounds_half_up() -> None:
    model = base_world()
    run(model, total_event(1, 3, 1, 100) + NEXT_DAY)
    assert run(model, "SPREAD 0 -1 0").effects == [(0, 65, -2), (0, 64, 1), (0, 64, 1)]


def test_a_rate_rounds_each_share_down() -> None:
    model = base_world()
    run(model, total_event(1, 2, 1, 60) + "SET 4 1 66" + NEXT_DAY)
    assert run(model, "SPREAD 0 -1 0").effects == [(0, 65, -1), (0, 66, 1)]


def test_a_payment_beyond_one_column_overflows() -> None:
    model = base_world()
    run(model, total_event(1, 2, MAX, 1) + NEXT_DAY + "SPREAD 0 -1 0 => OVERFLOW")


def test_a_frozen_or_foreign_destination_goes_to_suspense() -> None:
    model = base_world()
    pay_to = "SET 4 1 1\nSET 4 2 66\nSET 2 2 2"
    run(model, total_event(1, 2, 1, 10) + pay_to + NEXT_DAY)
    assert run(model, "SPREAD 0 -1 0").effects == [(0, 65, -15), (0, 64, 10), (0, 64, 5)]


def test_a_redemption_pays_then_burns_and_closes_the_asset() -> None:
    model = base_world()
    run(model, "HOLD 1 -1 30\n+ 2 2 0" + total_event(2, 2, 1, 2) + "SET 4 1 66" + NEXT_DAY)
    run(model, "MOVE 1 2 1 => ASSET_CLOSED\nPOST 0 2 1 => ASSET_CLOSED")
    run(model, "OPEN 1 0 0 => ASSET_CLOSED\n+ 0 0 0\nCONVERT 0 -1 0 => EVENT_NOT_CLOSING")
    run(model, "MOVE 65 66 26\nSPREAD 0 -1 0 => EXCEEDS_AVAILABLE\nMOVE 66 65 26")
    outcome = run(model, "SPREAD 0 -1 0 g=1\nCONVERT 0 -1 0 g=1 a=0")
    assert outcome.effects[:3] == [(0, 65, -75), (0, 66, 50), (0, 64, 25)]
    assert outcome.effects[3:] == [(1, 1, -100), (1, 2, -50), (1, 0, 150)]
    run(model, "= 1 available=0 held=0\n= 0 available=0\nVOID 0 -1 0\n= 1 available=0 held=0")
    run(model, "CONVERT 0 -1 0 => EVENT_DONE\nSPREAD 0 -1 0 => EVENT_DONE")


def test_a_conversion_replaces_on_the_holders_own_position() -> None:
    model = base_world()
    run(model, total_event(3, 2, 1, 3) + NEXT_DAY + "SPREAD 0 -1 0 => EVENT_NOT_FOUND")
    outcome = run(model, "CONVERT 0 -1 0")
    burnt = [(0, 1, -100), (0, 2, -50), (0, 0, 150)]
    assert outcome.effects == [*burnt, (0, 65, -49), (0, 65, 33), (0, 66, 16)]
    run(model, "CONVERT 0 -1 0 => EVENT_DONE\n= 65 available=84\n= 66 available=16")


def test_a_record_needs_its_event_and_a_closed_date() -> None:
    model = base_world()
    run(model, "RECORD 0 0 100 => EVENT_NOT_FOUND\nRECORD 9 0 100 => ASSET_NOT_FOUND")
    run(model, total_event(1, 2, 1, 10))
    run(model, "RECORD 0 0 100 => DATE_OUT_OF_ORDER\nRECORD 0 1 100 => OPERANDS_MALFORMED")
    run(model, "SPREAD 0 -1 0 => RECORD_NOT_FOUND\nSPREAD 1 -1 0 => EVENT_NOT_FOUND")
    run(model, NEXT_DAY + "RECORD 0 0 100 => EVENT_NOT_FOUND")


def test_a_due_event_is_paid_when_the_block_begins_and_tried_again_the_next_day() -> None:
    model = base_world()
    run(model, "DEFINE 3 65 1000\n+ 0 0 0\n+ 0 0 0" + total_event(1, 2, 1, 1, mandate=1))
    assert model.begin_block(height=11, block_time=1000) is None
    run(model, NEXT_DAY)
    first = model.begin_block(height=12, block_time=1000)
    assert first is not None
    assert first.statuses == [Status.EXCEEDS_AVAILABLE]
    assert model.tables()["events"][0][-2:] == [Status.EXCEEDS_AVAILABLE, 101]
    assert model.begin_block(height=13, block_time=1000) is None
    run(model, "MOVE 64 65 50\nOPEN_DAY 0 0 102\n+ 0 0 101")
    second = model.begin_block(height=14, block_time=1000)
    assert second is not None
    assert second.effects == [(0, 65, -150), (0, 64, 100), (0, 64, 50)]
    assert model.tables()["events"][0][-3:] == [3, 0, 102]
    assert model.tables()["mandates"][1][2] == 850


def test_an_event_without_a_mandate_is_not_paid_by_the_ledger() -> None:
    model = base_world()
    run(model, total_event(2, 2, 1, 2) + NEXT_DAY)
    outcome = model.begin_block(height=12, block_time=1000)
    assert outcome is not None
    assert outcome.statuses == [Status.NOT_AUTHORISED, Status.GROUP_FAILED]
    assert model.tables()["events"][0][-2:] == [Status.NOT_AUTHORISED, 101]


@pytest.mark.parametrize(
    ("rows", "assets", "status"),
    [
        ([(1, 2, 5, 0, 0, 0)], [(0, 2, 5)], Status.APPLIED),
        ([], [], Status.APPLIED),
        ([(1, 2, -5, 0, 0, 0), (1, -1, 7, 0, 2, 0)], [(0, 2, 7)], Status.APPLIED),
        ([(1, 2, 5, 2, 0, 0), (1, 2, 5, 1, 0, 0)], [(0, 2, 10)], Status.BATCH_MALFORMED),
        ([(1, 2, 1, 1, 0, 0), (1, 2, 1, 0, 0, 0), (1, 2, 1, 1, 0, 0)], [], Status.BATCH_MALFORMED),
        ([(1, 2, 5, 0, 0, 0)], [(0, 3, 5)], Status.DECIMALS_DIFFER),
        ([(1, 2, 5, 0, 0, 0)], [(0, 2, 5), (2, 2, 0)], Status.DECIMALS_DIFFER),
        ([(1, 2, 5, 0, 0, 0)], [(0, 2, 5), (0, 2, 5)], Status.DECIMALS_DIFFER),
        ([(1, 2, 5, 0, 0, 0)], [(0, 2, 6)], Status.CONTROL_TOTAL_DIFFERS),
        ([(1, 2, 5, 0, 0, 0)], [(1, 2, 5)], Status.CONTROL_TOTAL_DIFFERS),
        ([(1, 2, 0, 0, 0, 0)], [], Status.CONTROL_TOTAL_DIFFERS),
        ([(900, 66, 5, 0, 0, 0)], [(1, 2, 5)], Status.APPLIED),
        ([(900, -7, 5, 0, 0, 0), (1, 2, 5, 0, 3, 0)], [], Status.APPLIED),
        ([(1, 2, MAX, 0, 0, 0)] * 2, [(0, 2, MAX)], Status.CONTROL_TOTAL_DIFFERS),
    ],
)
def test_a_batch_is_what_its_header_says(
    rows: list[tuple[int, int, int, int, int, int]],
    assets: list[tuple[int, int, int]],
    status: Status,
) -> None:
    assert base_world().check_batch(rows, assets) == status


def test_an_extent_that_is_full_is_followed_by_another() -> None:
    model = base_world()
    for account in range(3, 65):
        run(model, f"DEFINE 1 3 1\n+ 0 0 0\n+ {account} 0 0\n+ 0 0 0")
        run(model, f"OPEN {account} 0 0\n+ 0 0 0")
    assert model.tables()["extents"] == [[0, 2, 64], [1, -1, 3], [0, -1, 1]]
    assert model.tables()["accounts"][64][4:6] == [128, 1]
    assert len(model.tables()["balances"]) == 192


def test_an_unknown_table_would_change_the_root() -> None:
    one = [("ledger", [[5]])]
    page = struct.pack("<q", 5).ljust(16_384, b"\0")
    leaf = blake3(page, derive_key_context="praya page 1").digest()
    table = blake3(leaf + struct.pack("<Q", 1), derive_key_context="praya table 1").digest()
    whole = blake3(b"\x06\x00ledger" + table, derive_key_context="praya state 1").digest()
    assert state_root(one) == whole
    assert state_root([*one, ("empty", [])]) != whole


def test_a_tree_of_three_pages_is_two_and_one() -> None:
    def node(left: bytes, right: bytes) -> bytes:
        return blake3(left + right, derive_key_context="praya node 1").digest()

    leaves = [bytes([place]) * 32 for place in range(5)]
    assert tree_root(leaves[:3]) == node(node(leaves[0], leaves[1]), leaves[2])
    four = node(node(leaves[0], leaves[1]), node(leaves[2], leaves[3]))
    assert tree_root(leaves) == node(four, leaves[4])
    nothing = blake3(b"", derive_key_context="praya page 1").digest()
    assert tree_root([]) == nothing
    empty = blake3(nothing + bytes(8), derive_key_context="praya table 1").digest()
    assert table_root([]) == empty
    assert [len(page) for page in pages_of(bytes(16_385))] == [16_384, 16_384]


def test_a_new_ledger_has_its_first_rows_only() -> None:
    tables = Model(business_date=7).tables()
    filled = {name: rows for name, rows in tables.items() if rows}
    assert filled == {"ledger": [[7]], "participants": [[1, -1]], "mandates": [[0] * 9]}
    assert len(tables) == 15
