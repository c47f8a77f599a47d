"""The state as the compiled functions see it, and the one way to write it: through the change log.

A log entry is (address, old value). Replayed backwards it is the undo of a group, the dry run,
the delta of a block and its per-asset sums; there is no second, arithmetic undo.
"""

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from praya.kernel import tables as t
from praya.kernel.compile import leaf, unit, wide

Column = npt.NDArray[Any]

# Places in the cursor: what compiled functions hand to each other between calls.
LOG_COUNT: Final = 0
EFFECT_COUNT: Final = 1
ROW: Final = 2
GROUP: Final = 3
GROUP_FIRST: Final = 4
GROUP_MARK: Final = 5
GROUP_EFFECTS: Final = 6
RESUME: Final = 7
CURSOR_FIELDS: Final = 8

ROW_SHIFT: Final = 16
TABLE_SHIFT: Final = 8
FIELD_MASK: Final = 0xFF


class Store(NamedTuple):
    """All tables in one array of 64-bit cells, row by row, and where each begins.

    One array and not sixteen: what is passed to a leaf is small, and the compiler is done in half
    the time.
    """

    cells: npt.NDArray[np.int64]  # every table's rows; room behind each, zero
    layout: npt.NDArray[np.int64]  # per table: its first cell, its columns, its capacity in rows
    log: npt.NDArray[np.int64]  # the change log: (address, old value)
    cursor: npt.NDArray[np.int64]  # what compiled functions hand to each other


class RowColumns(NamedTuple):
    """The rows of one envelope, a column each: i32, i32, i64, u16, u16, i32."""

    debit: Column
    credit: Column
    amount: Column
    group: Column
    op: Column
    authority: Column


class Answers(NamedTuple):
    """What comes out per row: status u16, result i32; and effects (row, position, delta) i64."""

    statuses: Column
    results: Column
    effects: Column


class Terms(NamedTuple):
    """The context of an envelope, in integers."""

    height: int
    block_time: int
    numbering_height: int
    lowered: int


@leaf
def place_of(store: Store, table: int, row: int, field: int) -> int:
    """The cell of one field."""
    return store.layout[table, 0] + row * store.layout[table, 1] + field  # type: ignore[no-any-return]


@leaf
def read(store: Store, table: int, row: int, field: int) -> int:
    """One field."""
    return store.cells[place_of(store, table, row, field)]  # type: ignore[no-any-return]


@leaf
def view(store: Store, table: int) -> Column:
    """A table as rows x columns over all its capacity, for loops."""
    first, width = store.layout[table, 0], store.layout[table, 1]
    rows = store.layout[table, 2]
    return store.cells[first : first + rows * width].reshape((rows, width))


@leaf
def write(store: Store, table: int, row: int, field: int, value: int) -> None:
    """Set one field, remembering what it was."""
    place = place_of(store, table, row, field)
    entry = store.cursor[LOG_COUNT]
    store.log[entry, 0] = (row << ROW_SHIFT) | (table << TABLE_SHIFT) | field
    store.log[entry, 1] = store.cells[place]
    store.cursor[LOG_COUNT] = entry + 1
    store.cells[place] = value


@leaf
def count(store: Store, table: int) -> int:
    """How many rows a table has."""
    return read(store, t.COUNTS, table, 0)


@leaf
def append(store: Store, table: int, rows: int) -> int:
    """Add zero rows to a table (its capacity was reserved); the number of the first."""
    first = count(store, table)
    write(store, t.COUNTS, table, 0, first + rows)
    return first


@leaf
def logged_place(store: Store, entry: int) -> int:
    """The cell that an entry of the log is about."""
    address = store.log[entry, 0]
    table = (address >> TABLE_SHIFT) & FIELD_MASK
    return place_of(store, table, address >> ROW_SHIFT, address & FIELD_MASK)


@unit
def undo(store: Store, mark: int) -> None:
    """Put back everything written since the log was `mark` long."""
    for entry in range(store.cursor[LOG_COUNT] - 1, mark - 1, -1):
        store.cells[logged_place(store, entry)] = store.log[entry, 1]
    store.cursor[LOG_COUNT] = mark


@leaf
def effect(store: Store, answers: Answers, row: int, position: int, delta: int) -> None:
    """Tell the projections of a change that is no row of the journal."""
    place = store.cursor[EFFECT_COUNT]
    answers.effects[place, 0] = row
    answers.effects[place, 1] = position
    answers.effects[place, 2] = delta
    store.cursor[EFFECT_COUNT] = place + 1


@leaf
def more_rows(rows: RowColumns, row: int, more: int) -> int:
    """How many MORE rows belong to this one: those that directly follow it in its group."""
    total = rows.op.shape[0]
    group = wide(rows.group[row])
    last = row + 1
    while last < total and rows.op[last] == more and wide(rows.group[last]) == group:
        last += 1
    return last - row - 1


@leaf
def resolve(operand: int, row: int, lowered: int, answers: Answers) -> int:
    """What an operand marked ref names: itself, or the result of an earlier row (-1 if none)."""
    if lowered == 0 or operand > -2:
        return operand
    named = -2 - operand
    if named >= row:
        return -1
    return wide(answers.results[named])  # type: ignore[no-any-return]
