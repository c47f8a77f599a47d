"""The state of a ledger in memory: growing tables, their change log and their roots."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from praya.base.errors import fail, require
from praya.kernel import tables as t
from praya.kernel.roots import WORDS_PER_PAGE, StateTree
from praya.kernel.store import CURSOR_FIELDS, LOG_COUNT, Store, undo

CELL_BYTES: Final = 8

GROWTH_PAGES_MIN: Final = 4
LOG_ENTRIES_START: Final = 65_536


class State:
    """All tables, as of the last row applied. Written only through compiled operations.

    The tables lie in one array, each with room behind it, each beginning on a page.
    """

    def __init__(self, business_date: int = 0) -> None:
        self._widths = [len(columns) for columns in t.COLUMNS.values()]
        self._log = np.zeros((LOG_ENTRIES_START, 2), np.int64)
        self._hashed = 0  # entries of the log when the last root was taken
        self._undone: list[npt.NDArray[np.int64]] = []  # since then, of those entries
        self._cursor = np.zeros(CURSOR_FIELDS, np.int64)
        self._tree = StateTree()
        self._lay_out([1] * len(t.NAMES), [])
        for table, rows in ((t.LEDGER, 1), (t.PARTICIPANTS, 1), (t.MANDATES, 1)):
            self._set(t.COUNTS, table, 0, rows)
        self._set(t.COUNTS, t.COUNTS, 0, len(t.NAMES))
        self._set(t.LEDGER, 0, t.LEDGER_BUSINESS_DATE, business_date)
        self._set(t.PARTICIPANTS, 0, t.PARTICIPANT_STATE, t.PARTICIPANT_ACTIVE)
        self._set(t.PARTICIPANTS, 0, t.PARTICIPANT_DOCUMENT, -1)
        self._update_tree()

    def _lay_out(self, pages: list[int], contents: list[npt.NDArray[np.int64]]) -> None:
        """Give every table so many pages, and put its cells there."""
        firsts = np.concatenate(([0], np.cumsum(pages))).astype(np.int64) * WORDS_PER_PAGE
        cells = np.zeros(int(firsts[-1]), np.int64)
        layout = np.zeros((len(t.NAMES), 3), np.int64)
        for table, width in enumerate(self._widths):
            layout[table] = firsts[table], width, pages[table] * WORDS_PER_PAGE // width
        for table, content in enumerate(contents):
            cells[firsts[table] : firsts[table] + content.size] = content
        self._pages = pages
        self.store = Store(cells, layout, self._log, self._cursor)

    def _cells(self, table: int) -> npt.NDArray[np.int64]:
        """The cells of a table, all its pages."""
        first = int(self.store.layout[table, 0])
        return self.store.cells[first : first + self._pages[table] * WORDS_PER_PAGE]

    def _set(self, table: int, row: int, field: int, value: int) -> None:
        """Write a cell of the very first state, before there is a log."""
        self._cells(table)[row * self._widths[table] + field] = value

    def rows(self, table: int) -> int:
        """How many rows a table has."""
        return int(self.store.cells[table])

    def table(self, name: str) -> npt.NDArray[np.int64]:
        """The live rows of a table (rows x columns): a view, to be read only."""
        number = t.NAMES.index(name)
        rows, width = self.rows(number), self._widths[number]
        shown = self._cells(number)[: rows * width].reshape(rows, width)
        shown.flags.writeable = False
        return shown

    def cell(self, table: int, row: int, field: int) -> int:
        """One field."""
        require(0 <= row < self.rows(table), "a cell that is read exists")
        first, width = self.store.layout[table, 0], self._widths[table]
        return int(self.store.cells[first + row * width + field])

    @property
    def business_date(self) -> int:
        """Days since 1970-01-01."""
        return self.cell(t.LEDGER, 0, t.LEDGER_BUSINESS_DATE)

    def reserve(self, table: int, rows: int) -> None:
        """Make room for so many more rows: that table and every fuller one grow by half."""
        wanted = (self.rows(table) + rows) * self._widths[table]
        if wanted <= self._pages[table] * WORDS_PER_PAGE:
            return
        pages = []
        for number, had in enumerate(self._pages):
            full = self.rows(number) * self._widths[number] * 2 > had * WORDS_PER_PAGE
            grown = had * 3 // 2 + GROWTH_PAGES_MIN if full or number == table else had
            needed = -(-wanted // WORDS_PER_PAGE) if number == table else 0
            pages.append(max(grown, needed))
        self._lay_out(pages, [self._cells(number) for number in range(len(t.NAMES))])

    def reserve_log(self, entries: int) -> None:
        """Make room for so many more changes."""
        wanted = self.mark() + entries
        if wanted > self._log.shape[0]:
            grown = np.zeros((max(wanted, self._log.shape[0] * 3 // 2), 2), np.int64)
            grown[: self.mark()] = self._log[: self.mark()]
            self._log = grown
            self.store = self.store._replace(log=grown)

    def mark(self) -> int:
        """Where the change log stands, to undo to."""
        return int(self._cursor[LOG_COUNT])

    def undo_to(self, mark: int) -> None:
        """Take back everything written since, also what a root was taken of."""
        if mark < self._hashed:
            self._undone.append(self._log[mark : self._hashed].copy())
            self._hashed = mark
        undo(self.store, mark)

    def cursor(self) -> npt.NDArray[np.int64]:
        """The cursor the compiled functions share."""
        return self._cursor

    def _update_tree(self) -> None:
        counts = [self.rows(table) for table in range(len(t.NAMES))]
        flats = [self._cells(table) for table in range(len(t.NAMES))]
        written = self._log[: self.mark()]
        if self._undone:
            written = np.concatenate((*self._undone, written))
        self._tree.update(flats, counts, written)
        self._hashed, self._undone = self.mark(), []

    def root(self) -> bytes:
        """The state root now; costs what was written since the last one."""
        self._update_tree()
        return self._tree.root([self.rows(table) for table in range(len(t.NAMES))])

    def forget_log(self) -> None:
        """End a block: its changes stand, and their pages were hashed."""
        self._cursor[LOG_COUNT] = 0
        self._hashed = 0

    def sections(self) -> Iterator[tuple[str, memoryview]]:
        """Every table's live bytes by name, for a snapshot; the row counts first."""
        for number, name in enumerate(t.NAMES):
            words = self.rows(number) * self._widths[number]
            yield name, self._cells(number)[:words].data.cast("B")

    @staticmethod
    def from_sections(sections: dict[str, Any]) -> "State":
        """The state a snapshot holds; the caller compares its root. SNAPSHOT_REFUSED (reason)."""
        if any(len(sections.get(name, b"-")) % CELL_BYTES for name in t.NAMES):
            fail("SNAPSHOT_REFUSED", reason="tables")
        state = State()
        contents = [np.frombuffer(sections[name], "<i8") for name in t.NAMES]
        counts = contents[t.COUNTS].tolist()
        widths = [len(columns) for columns in t.COLUMNS.values()]
        sizes = [rows * width for rows, width in zip(counts, widths, strict=False)]
        # Cells behind the last row would be in no root, and would come to life with the next row.
        if counts[:1] != [len(t.NAMES)] or sizes != [content.size for content in contents]:
            fail("SNAPSHOT_REFUSED", reason="rows")
        pages = [max(1, -(-cells.size // WORDS_PER_PAGE)) for cells in contents]
        state._tree = StateTree()
        state._lay_out(pages, contents)
        state._update_tree()
        return state
