"""Building what a search needs: a tiny ledger laid out closely, its alphabet, its bounds.

The ledger is made by the production entry point; only its cells are then put together, with room
for as many rows as the scope allows. It must not know any one scope.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from praya.base.errors import require
from praya.kernel import operations as op
from praya.kernel import tables as t
from praya.kernel.builder import RowBuilder
from praya.kernel.rows import Rows
from praya.kernel.state import State
from praya.kernel.step import Context, apply
from praya.kernel.store import CURSOR_FIELDS, Answers, Store
from praya.testing.scopes.exploring import (
    ROWS_LETTER,
    ROWS_MAX,
    TICK_LETTER,
    Alphabet,
    Cells,
    Scope,
)

LOG_ENTRIES: Final = 4_096
SEED: Final = b"a tiny ledger 16"
FIRST_DATE: Final = 1
FIRST_TIME: Final = 1
EVERYONE: Final = (1, 2, 3)


@dataclass(frozen=True)
class Letter:
    """The rows of one envelope and who acts; without rows, time going on."""

    name: str
    rows: Rows
    acting: tuple[int, ...] = EVERYONE
    lowered: bool = True
    thaws: bool = False  # lifts what may stand in the way of a payment
    adds_to: int = -1  # the table it adds a row to

    @property
    def is_tick(self) -> bool:
        """Whether it is time going on by one millisecond."""
        return len(self.rows) == 0


@dataclass(frozen=True)
class Bounds:
    """How far a scope reaches: rows per table, the last block time and business date."""

    rows: Mapping[int, int] = field(default_factory=dict)
    time_last: int = FIRST_TIME
    date_last: int = FIRST_DATE


TICK: Final = Letter("time", Rows.from_list([]))


class TinyLedger:
    """Participants 1 to 3 (3 issues everything), and whatever accounts and assets are asked for."""

    def __init__(self, accounts: int, assets: int, supply: Sequence[Sequence[int]]) -> None:
        """`supply[asset][account]` is what an account starts with, in minor units."""
        self.state = State(FIRST_DATE)
        build = RowBuilder(SEED)
        for number in range(1, 4):
            slot = build.put(f"participant/{number}", bytes([number]), -1, 0)
            build.govern(op.GOVERN_ADMIT, slot)
        vault = build.define_account("ISSUER", 3, t.ACCOUNT_ISSUANCE)
        holders = [
            build.define_account(f"A{number}", 1 + number % 2, t.ACCOUNT_HOUSE)
            for number in range(accounts)
        ]
        for number in range(assets):
            most = sum(supply[number])
            asset = build.define_asset(f"X{number}", 3, decimals=0, limit=most)
            issuance = build.open(vault, asset, issuance=True)
            for holder, amount in zip(holders, supply[number], strict=True):
                position = build.open(holder, asset)
                if amount:
                    build.move(issuance, position, amount)
        self.apply(build.rows(), EVERYONE)

    def apply(self, rows: Rows, acting: tuple[int, ...]) -> None:
        """Rows that found the ledger; they must apply."""
        outcome = apply(self.state, rows, Context(1, FIRST_TIME, acting))
        require(outcome.first_refusal() == 0, "the rows that found a tiny ledger apply")

    @staticmethod
    def position(account: int, asset: int) -> int:
        """The position of a holder's account, numbered from 0; -1 is the issuer's."""
        return 64 * asset + 1 + account


def scope_of(state: State, bounds: Bounds, fields: Mapping[int, Iterable[int]]) -> Scope:
    """Lay a state out closely; `fields` are the columns that may change, per table."""
    counts = [state.rows(table) for table in range(len(t.NAMES))]
    rooms = [max(counts[table], bounds.rows.get(table, 0), 1) for table in range(len(t.NAMES))]
    widths = [len(columns) for columns in t.COLUMNS.values()]
    firsts = np.concatenate(([0], np.cumsum(np.array(rooms) * np.array(widths)))).astype(np.int64)
    layout = np.stack([firsts[:-1], np.array(widths), np.array(rooms)], axis=1).astype(np.int64)
    cells = np.zeros(int(firsts[-1]), np.int64)
    for table, name in enumerate(t.NAMES):
        content = state.table(name).reshape(-1)
        cells[firsts[table] : firsts[table] + content.size] = content
    store = Store(
        cells,
        np.ascontiguousarray(layout),
        np.zeros((LOG_ENTRIES, 2), np.int64),
        np.zeros(CURSOR_FIELDS, np.int64),
    )
    places = np.flatnonzero(state.table("balances")[:, t.GUARD]).astype(np.int64)
    watched = watched_cells(store, bounds, fields, places)
    is_watched = np.zeros(cells.size, np.uint8)
    is_watched[watched] = 1
    limits = np.array(rooms, np.int64)
    return Scope(store, watched, is_watched, places, limits, bounds.time_last, bounds.date_last)


def watched_cells(
    store: Store, bounds: Bounds, fields: Mapping[int, Iterable[int]], places: Cells
) -> Cells:
    """The cells a search keeps: the stated columns of every row, and how many rows may be added."""
    found: list[int] = list(bounds.rows)
    for table, columns in fields.items():
        first, width, room = (int(value) for value in store.layout[table])
        rows = places.tolist() if table in (t.BALANCES, t.POSITIONS) else range(room)
        found += [first + row * width + column for row in rows for column in columns]
    return np.array(sorted(found), np.int64)


def alphabet_of(letters: Sequence[Letter]) -> Alphabet:
    """All letters in one set of columns."""
    columns = [
        np.concatenate(parts) for parts in zip(*(one.rows.columns for one in letters), strict=True)
    ]
    lengths = [len(one.rows) for one in letters]
    require(max(lengths) <= ROWS_MAX, "a letter is short")
    lasts = np.cumsum(lengths).astype(np.int64)
    widest = max(len(one.acting) for one in letters)
    acting = [one.acting + one.acting[-1:] * (widest - len(one.acting)) for one in letters]
    kinds = [TICK_LETTER if one.is_tick else ROWS_LETTER for one in letters]
    return Alphabet(
        rows=Rows(columns).columns,
        first=lasts - np.array(lengths, np.int64),
        last=lasts,
        kind=np.array(kinds, np.int64),
        lowered=np.array([int(one.lowered) for one in letters], np.int64),
        acting=np.array(acting, np.int64),
        needs=np.array([one.adds_to for one in letters], np.int64),
        thaws=np.array([int(one.thaws) for one in letters], np.int64),
    )


def answers_for(rows: int) -> Answers:
    """Room for the answers to a letter."""
    return Answers(np.zeros(rows, np.uint16), np.zeros(rows, np.int32), np.zeros((8, 3), np.int64))
