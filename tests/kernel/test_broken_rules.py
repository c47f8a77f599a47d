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
    SUMS_DIFFER,
    check_everything,
    check_log,
    fresh_seen,
    fresh_sums,
)
from praya.kernel.state import State
from praya.kernel.step import check_block
from praya.kernel.store import Column, write
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
    ("table", "broken"), [(t.BALANCES, AVAILABLE_NEGATIVE), (t.POSITIONS, HELD_NEGATIVE)]
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


def test_every_position_has_bits_of_its_own() -> None:
    for positions, rows in ((0, 1), (31, 1), (32, 2), (63, 2), (64, 3), (128, 5)):
        assert fresh_seen(positions).shape == (rows, 2)
