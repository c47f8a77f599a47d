"""State roots: 16 KiB pages, a tree per table, one hash over all tables; dirty pages only."""

from typing import Final

import numpy as np
import numpy.typing as npt

from praya.base.hashing import EMPTY_TABLE_TREE, page_leaf, page_node, state_root, table_root
from praya.base.limits import PAGE_BYTES
from praya.kernel import tables as t
from praya.kernel.compile import unit
from praya.kernel.store import FIELD_MASK, ROW_SHIFT, TABLE_SHIFT, Column

WORDS_PER_PAGE: Final = PAGE_BYTES // 8
WORDS_PER_PAGE_BITS: Final = 11
ROOTED: Final = range(t.LEDGER, len(t.NAMES))


class PageTree:
    """The tree over one table's pages, kept level by level, the leaves first.

    An odd last node moves up as it is: the shape of RFC 6962.
    """

    def __init__(self) -> None:
        self.levels: list[list[bytes]] = [[]]

    def update(self, pages: memoryview, count: int, dirty: list[int]) -> None:
        """Hash the dirty pages (and new ones) and what stands over them.

        `pages` are the table's bytes, zero-filled to whole pages; `count` how many pages count.
        """
        leaves = self.levels[0]
        dirty = sorted({*dirty, *range(len(leaves), count)})
        if 0 < count < len(leaves):
            dirty = sorted({*dirty, count - 1})  # it may stand alone now
        del leaves[count:]
        leaves.extend([b""] * (count - len(leaves)))
        for page in dirty:
            leaves[page] = page_leaf(pages[page * PAGE_BYTES : (page + 1) * PAGE_BYTES])
        level = 0
        while len(self.levels[level]) > 1:
            dirty = self._raise(level, dirty)
            level += 1
        del self.levels[level + 1 :]

    def _raise(self, level: int, dirty: list[int]) -> list[int]:
        """Bring the nodes over the dirty ones of a level up to date; which those are."""
        below = self.levels[level]
        if level + 1 == len(self.levels):
            self.levels.append([])
        above = self.levels[level + 1]
        wanted = (len(below) + 1) // 2
        del above[wanted:]
        parents = sorted({place // 2 for place in dirty} | set(range(len(above), wanted)))
        above.extend([b""] * (wanted - len(above)))
        for parent in parents:
            left = 2 * parent
            alone = left + 1 == len(below)
            above[parent] = below[left] if alone else page_node(below[left], below[left + 1])
        return parents

    def root(self) -> bytes:
        """The root over all pages."""
        return self.levels[-1][0] if self.levels[0] else EMPTY_TABLE_TREE


@unit
def mark_pages(log: Column, last: int, widths: Column, firsts: Column, flags: Column) -> None:
    """Set the flag of every page that the first `last` entries of the log wrote to."""
    for entry in range(last):
        address = log[entry, 0]
        table = (address >> TABLE_SHIFT) & FIELD_MASK
        word = (address >> ROW_SHIFT) * widths[table] + (address & FIELD_MASK)
        flags[firsts[table] + (word >> WORDS_PER_PAGE_BITS)] = 1


class StateTree:
    """The trees of all tables."""

    def __init__(self) -> None:
        self._trees = [PageTree() for _ in t.NAMES]
        self._widths = np.array([len(columns) for columns in t.COLUMNS.values()], np.int64)

    def update(self, flats: list[npt.NDArray[np.int64]], counts: list[int], log: Column) -> None:
        """Bring every tree up to date with what the log says was written.

        `flats` are the tables' cells, zero-filled to whole pages; `counts` their rows.
        """
        sizes = np.array([flat.size // WORDS_PER_PAGE for flat in flats], np.int64)
        firsts = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
        flags = np.zeros(int(firsts[-1]), np.uint8)
        mark_pages(log, log.shape[0], self._widths, firsts, flags)
        for table in ROOTED:
            words = counts[table] * int(self._widths[table])
            pages = (words + WORDS_PER_PAGE - 1) // WORDS_PER_PAGE
            first = int(firsts[table])
            dirty = np.flatnonzero(flags[first : first + pages]).tolist()
            tree = self._trees[table]
            if dirty or len(tree.levels[0]) != pages:
                tree.update(flats[table].data.cast("B"), pages, dirty)

    def root(self, counts: list[int]) -> bytes:
        """The state root, with each table's row count."""
        return state_root(
            (t.NAMES[table], table_root(self._trees[table].root(), counts[table]))
            for table in ROOTED
        )
