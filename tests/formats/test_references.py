"""A state that somebody else wrote: whatever leads nowhere is found before anything follows it."""

from functools import cache

import pytest
from golden_chain import golden_chain

from praya.kernel import tables as t
from praya.kernel.ledger import Ledger
from praya.kernel.references import RANGES, REFERENCES, broken_reference
from praya.kernel.state import State
from praya.kernel.step import full_invariants
from praya.kernel.store import view


@cache
def sections() -> dict[str, bytes]:
    """The state at the end of a chain in which every table has rows."""
    _, parts = golden_chain().node.executor.snapshot_parts()
    return {name: bytes(content) for name, content in parts}


def fresh() -> State:
    return Ledger.from_sections({n: memoryview(part) for n, part in sections().items()}).state


def plant(state: State, table: int, row: int, column: int, value: int) -> None:
    """Put a value where only the kernel may write."""
    cells = view(state.store, table)
    cells[row, column] = value


COLUMNS = sorted({(row.table, row.column, row.from_row) for row in (*REFERENCES, *RANGES)})


@pytest.mark.parametrize(("table", "column", "first"), COLUMNS)
@pytest.mark.parametrize("value", [-2, 2**62, -(2**63)])
def test_a_cell_that_leads_nowhere_is_named(table: int, column: int, first: int, value: int):
    state, name = fresh(), t.NAMES[table]
    assert state.rows(table) > first, f"{name} has rows in this chain"
    plant(state, table, state.rows(table) - 1 if table != t.EXTENTS else 0, column, value)
    assert broken_reference(state) == f"{name}.{t.COLUMNS[name][column]}"
    assert full_invariants(state)


def test_a_sound_state_has_nothing_broken():
    assert broken_reference(fresh()) is None
    assert len(COLUMNS) > 30


@pytest.mark.parametrize(
    ("name", "column", "value", "expected"),
    [
        ("positions", t.POSITION_ACCOUNT, 2**40, "positions.account"),
        ("positions", t.POSITION_PAY_TO, -7, "positions.pay_to"),
        ("positions", t.POSITION_PREVIOUS, 2**40, "positions.previous"),
        ("balances", t.GUARD, -1, "balances.guard"),
        ("records", t.RECORD_FIRST, 2**40, "records.first"),
        ("records", t.RECORD_ROWS, 2**62, "records.first"),
        ("extents", t.EXTENT_NEXT, 0, "extents.next"),
        ("accounts", t.ACCOUNT_POSITIONS, 0, "accounts.positions"),
    ],
)
def test_what_positions_lists_and_records_say_is_checked(
    name: str, column: int, value: int, expected: str
):
    state = fresh()
    opened = state.table("balances")[:, t.GUARD].nonzero()[0]
    row = int(opened[0]) if name in ("positions", "balances") else 0
    plant(state, t.NAMES.index(name), row, column, value)
    assert broken_reference(state) == expected


def test_a_circle_of_positions_is_found():
    state = fresh()
    opened, positions = state.table("balances")[:, t.GUARD].nonzero()[0], state.table("positions")
    ends = [int(p) for p in opened if positions[p, t.POSITION_PREVIOUS] == -1]
    plant(state, t.POSITIONS, ends[0], t.POSITION_PREVIOUS, ends[0])
    assert broken_reference(state) == "positions.previous"


def test_a_guard_of_another_controller_is_found():
    state = fresh()
    opened = state.table("balances")[:, t.GUARD].nonzero()[0]
    guard = state.cell(t.BALANCES, int(opened[0]), t.GUARD)
    plant(state, t.BALANCES, int(opened[0]), t.GUARD, guard ^ 1)
    assert broken_reference(state) == "balances.guard"
