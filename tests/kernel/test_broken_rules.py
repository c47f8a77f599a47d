"""A state that breaks a rule is found out, by the whole check and by that of the change log."""

import json
import lzma
from functools import cache
from pathlib import Path

import pytest

from praya.base.errors import Bug
from praya.kernel import tables as t
from praya.kernel.invariants import (
    AVAILABLE_NEGATIVE,
    HELD_NEGATIVE,
    MEANINGS,
    REFERENCE_BROKEN,
    SUMS_DIFFER,
    check_everything,
    check_log,
    fresh_seen,
    fresh_sums,
)
from praya.kernel.state import State
from praya.kernel.step import check_block
from praya.kernel.store import Column, append, write
from praya.testing.fixtures.forms import Stated, state_from, tables_from

FIXTURES = Path(__file__).resolve().parents[1] / "golden" / "fixtures" / "rows-v1.jsonl.xz"
HUGE = 2**61


@cache
def before() -> Stated:
    """The first fixture in which something is held, as it stands before its rows."""
    with lzma.open(FIXTURES, "rt", encoding="ascii") as lines:
        for line in lines:
            found: Stated = json.loads(line)["before"]
            if any(hold[t.HOLD_STATE] == t.HOLD_OPEN for hold in found["holds"]):
                return found
    raise AssertionError("no fixture holds anything")


def fresh() -> State:
    state = state_from(tables_from(before()))
    state.reserve_log(64)
    return state


def places(state: State) -> tuple[int, int]:
    """An issuance position, and another of the same asset that has something."""
    balances = state.table("balances")
    for position in range(len(balances)):
        ours = position // 64 * 64
        for other in range(ours, ours + 64):
            is_issuance = balances[position, t.GUARD] & t.GUARD_ISSUANCE
            plain = balances[other, t.GUARD] and not balances[other, t.GUARD] & t.GUARD_ISSUANCE
            if is_issuance and plain and balances[other, t.AVAILABLE] > 0:
                return position, other
    raise AssertionError("nothing is issued")


def add(state: State, table: int, position: int, amount: int) -> None:
    """Add to what is available, or held, as an operation would: through the change log."""
    column = t.AVAILABLE if table == t.BALANCES else t.POSITION_HELD
    write(state.store, table, position, column, state.cell(table, position, column) + amount)


def logged(state: State, mark: int = 0) -> int:
    sums, seen = fresh_sums(state.rows(t.ASSETS)), fresh_seen(state.rows(t.BALANCES))
    return int(check_log(state.store, mark, sums, seen))


def whole(state: State) -> int:
    held: Column = fresh_sums(state.rows(t.BALANCES))[:, 0].copy()
    return int(check_everything(state.store, fresh_sums(state.rows(t.ASSETS)), held))


def test_a_sound_state_is_sound() -> None:
    state = fresh()
    issuance, other = places(state)
    add(state, t.BALANCES, issuance, -HUGE)
    add(state, t.BALANCES, other, HUGE)
    assert (logged(state), whole(state)) == (0, 0)
    check_block(state)


@pytest.mark.parametrize("amount", [1, -1, 2**31, 2**32 - 1, 2**32, -(2**32), 2**33 + 5, HUGE])
def test_what_does_not_sum_to_zero_is_noticed(amount: int) -> None:
    state = fresh()
    issuance, _ = places(state)
    add(state, t.BALANCES, issuance, amount)
    assert (logged(state), whole(state)) == (SUMS_DIFFER, SUMS_DIFFER)
    with pytest.raises(Bug, match=MEANINGS[SUMS_DIFFER]):
        check_block(state)


def test_only_what_follows_the_mark_is_looked_at() -> None:
    state = fresh()
    issuance, _ = places(state)
    add(state, t.BALANCES, issuance, 1)
    assert logged(state, state.mark()) == 0
    add(state, t.BALANCES, issuance, -1)
    assert logged(state) == 0  # twice written, and as it was
    assert logged(state, state.mark() - 1) == SUMS_DIFFER


@pytest.mark.parametrize(
    ("table", "broken"),
    [(t.BALANCES, AVAILABLE_NEGATIVE), (t.POSITIONS, HELD_NEGATIVE)],
    ids=["available", "held"],
)
def test_a_position_one_short_is_noticed(table: int, broken: int) -> None:
    state = fresh()
    issuance, other = places(state)
    column = t.AVAILABLE if table == t.BALANCES else t.POSITION_HELD
    owned = state.cell(table, other, column)
    add(state, table, other, -owned)
    add(state, t.BALANCES, issuance, owned)
    assert logged(state) == 0  # nothing left is not yet short
    add(state, table, other, -1)
    add(state, t.BALANCES, issuance, 1)
    assert (logged(state), whole(state)) == (broken, broken)
    assert (
        MEANINGS[broken]
        == {
            AVAILABLE_NEGATIVE: "a position that is no issuance is short",
            HELD_NEGATIVE: "a held amount is negative",
        }[broken]
    )


def test_who_controls_a_position_is_a_participant() -> None:
    state = fresh()
    _, other = places(state)
    last = state.rows(t.PARTICIPANTS) - 1
    guard = state.cell(t.BALANCES, other, t.GUARD) & ~t.GUARD_CONTROLLER_MASK
    for controller, broken in (
        (1, 0),
        (last, 0),
        (last + 1, REFERENCE_BROKEN),
        (65_535, REFERENCE_BROKEN),
    ):
        write(state.store, t.BALANCES, other, t.GUARD, guard | controller)
        assert whole(state) == broken, controller


def test_where_nobody_was_admitted_nobody_controls_a_position() -> None:
    state = State()
    for table, rows in ((t.ACCOUNTS, 1), (t.ASSETS, 1), (t.EXTENTS, 1)):
        state.reserve(table, rows)
        append(state.store, table, rows)
    for table in (t.BALANCES, t.POSITIONS):
        state.reserve(table, 64)
        append(state.store, table, 64)
    assert whole(state) == 0
    write(state.store, t.BALANCES, 0, t.GUARD, 1)
    assert whole(state) == REFERENCE_BROKEN


def test_the_account_of_a_position_is_there() -> None:
    state = fresh()
    _, other = places(state)
    last = state.rows(t.ACCOUNTS) - 1
    for account, broken in ((0, 0), (last, 0), (last + 1, REFERENCE_BROKEN)):
        write(state.store, t.POSITIONS, other, t.POSITION_ACCOUNT, account)
        assert whole(state) == broken, account


@pytest.mark.parametrize("over", [1, -1, 2**40])
def test_what_is_held_is_what_open_holds_say(over: int) -> None:
    state = fresh()
    holds = state.table("holds")
    number = int((holds[:, t.HOLD_STATE] == t.HOLD_OPEN).nonzero()[0][0])
    remaining = state.cell(t.HOLDS, number, t.HOLD_REMAINING)
    write(state.store, t.HOLDS, number, t.HOLD_REMAINING, remaining + over)
    assert whole(state) == REFERENCE_BROKEN
    write(state.store, t.HOLDS, number, t.HOLD_REMAINING, remaining)
    assert whole(state) == 0
    write(state.store, t.HOLDS, number, t.HOLD_STATE, t.HOLD_ENDED)
    assert whole(state) == REFERENCE_BROKEN


def test_only_a_closed_asset_may_hold_nothing_of_what_its_holds_say() -> None:
    state = fresh()
    holds = state.table("holds")
    number = int((holds[:, t.HOLD_STATE] == t.HOLD_OPEN).nonzero()[0][0])
    position = state.cell(t.HOLDS, number, t.HOLD_POSITION)
    asset = state.cell(t.EXTENTS, position // 64, t.EXTENT_ASSET)
    flags = state.cell(t.ASSETS, asset, t.ASSET_FLAGS)
    held = state.cell(t.POSITIONS, position, t.POSITION_HELD)
    add(state, t.POSITIONS, position, -held)
    add(state, t.BALANCES, position, held)
    for flag, broken in (
        (0, REFERENCE_BROKEN),
        (t.ASSET_PAUSED_FLAG, REFERENCE_BROKEN),
        (t.ASSET_SWEEPING_FLAG, REFERENCE_BROKEN),
        (t.ASSET_CLOSED_FLAG, 0),
    ):
        write(state.store, t.ASSETS, asset, t.ASSET_FLAGS, flag)
        assert whole(state) == broken, flag
    write(state.store, t.ASSETS, asset, t.ASSET_FLAGS, flags | t.ASSET_CLOSED_FLAG)
    add(state, t.POSITIONS, position, 1)
    add(state, t.BALANCES, position, -1)
    assert whole(state) == (0 if held == 1 else REFERENCE_BROKEN)


def test_each_kind_of_break_has_a_number_and_words_of_its_own() -> None:
    kinds = (SUMS_DIFFER, AVAILABLE_NEGATIVE, HELD_NEGATIVE, REFERENCE_BROKEN)
    assert kinds == (1, 2, 3, 4)
    assert [*MEANINGS] == [*kinds]
    assert len({*MEANINGS.values()}) == 4


def test_every_position_has_bits_of_its_own() -> None:
    for positions, rows in ((0, 1), (31, 1), (32, 2), (63, 2), (64, 3), (128, 5)):
        assert fresh_seen(positions).shape == (rows, 2)
