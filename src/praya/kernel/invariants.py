"""What must be true after every block: incrementally from the change log, in full on demand.

Every asset sums to zero; available and held are never negative except at issuance; references
resolve. Sums are kept in two halves, so that no order of rows can overflow them.
"""

from typing import Final

import numpy as np

from praya.kernel import tables as t
from praya.kernel.compile import leaf, unit
from praya.kernel.store import (
    FIELD_MASK,
    LOG_COUNT,
    ROW_SHIFT,
    TABLE_SHIFT,
    Column,
    Store,
    count,
    view,
)

LOW_MASK: Final = 0xFFFFFFFF
HALF: Final = 32
SEEN_SHIFT: Final = 5
SEEN_MASK: Final = 31

SUMS_DIFFER: Final = 1
AVAILABLE_NEGATIVE: Final = 2
HELD_NEGATIVE: Final = 3
REFERENCE_BROKEN: Final = 4


# Log entries whose rows are read before they are looked at one by one: the loop waits for memory,
# and that many reads overlap. Measured: 64 to 256 is best, 1,024 is worse.
AHEAD_ENTRIES: Final = 256


@unit
def check_log(store: Store, mark: int, sums: Column, seen: Column) -> int:
    """The invariants of everything written since `mark`; 0, or the kind of the first break.

    Only the first entry of a cell counts: what it was before, against what it is now. `seen` has
    a bit per position for each of the two tables, all zero; `sums` gets two halves per asset.
    """
    cells, held = view(store, t.BALANCES), view(store, t.POSITIONS)
    extents, log, last = view(store, t.EXTENTS), store.log, store.cursor[LOG_COUNT]
    sums[:] = 0
    ahead, touched = mark, 0
    for entry in range(mark, last):
        if entry >= ahead:
            ahead = min(entry + AHEAD_ENTRIES, last)
            touched |= read_log_ahead(log, cells, entry, ahead)
        address = log[entry, 0]
        table, field = (address >> TABLE_SHIFT) & FIELD_MASK, address & FIELD_MASK
        row = address >> ROW_SHIFT
        if table == t.BALANCES:
            after, counted = cells[row, t.AVAILABLE], field == t.AVAILABLE
            if after < 0 and cells[row, t.GUARD] & t.GUARD_ISSUANCE == 0:
                return AVAILABLE_NEGATIVE
        elif table == t.POSITIONS:
            after, counted = held[row, t.POSITION_HELD], field == t.POSITION_HELD
            if after < 0:
                return HELD_NEGATIVE
        else:
            continue
        if counted:
            column, bit = table - t.BALANCES, 1 << (row & SEEN_MASK)
            first = 1 - ((seen[row >> SEEN_SHIFT, column] >> (row & SEEN_MASK)) & 1)
            seen[row >> SEEN_SHIFT, column] |= bit
            asset, before = extents[row >> 6, t.EXTENT_ASSET], log[entry, 1]
            sums[asset, 0] += ((after >> HALF) - (before >> HALF)) * first
            sums[asset, 1] += ((after & LOW_MASK) - (before & LOW_MASK)) * first
    for asset in range(sums.shape[0]):
        if sums[asset, 0] + (sums[asset, 1] >> HALF) != 0 or sums[asset, 1] & LOW_MASK != 0:
            return SUMS_DIFFER
    return min(touched, 0)  # a guard is never negative: 0


@leaf
def read_log_ahead(log: Column, cells: Column, first: int, last: int) -> int:
    """Touch the guards that entries are about; the value keeps the reads from being left out."""
    touched = 0
    for entry in range(first, last):
        address = log[entry, 0]
        if (address >> TABLE_SHIFT) & FIELD_MASK == t.BALANCES:
            touched |= cells[address >> ROW_SHIFT, t.GUARD]
    return touched


@unit
def check_everything(store: Store, sums: Column, held_by_holds: Column) -> int:
    """The invariants over the whole state; 0, or the kind of the first break."""
    balances, positions = view(store, t.BALANCES), view(store, t.POSITIONS)
    holds, extents, assets = view(store, t.HOLDS), view(store, t.EXTENTS), view(store, t.ASSETS)
    sums[:] = 0
    held_by_holds[:] = 0
    for hold in range(count(store, t.HOLDS)):
        if holds[hold, t.HOLD_STATE] == t.HOLD_OPEN:
            held_by_holds[holds[hold, t.HOLD_POSITION]] += holds[hold, t.HOLD_REMAINING]
    for position in range(count(store, t.BALANCES)):
        available, held = balances[position, t.AVAILABLE], positions[position, t.POSITION_HELD]
        guard = balances[position, t.GUARD]
        asset = extents[position >> 6, t.EXTENT_ASSET]
        sums[asset, 0] += (available >> HALF) + (held >> HALF)
        sums[asset, 1] += (available & LOW_MASK) + (held & LOW_MASK)
        if available < 0 and guard & t.GUARD_ISSUANCE == 0:
            return AVAILABLE_NEGATIVE
        if held < 0:
            return HELD_NEGATIVE
        closed = assets[asset, t.ASSET_FLAGS] & t.ASSET_CLOSED_FLAG
        if held != held_by_holds[position] and not (closed and held == 0):
            return REFERENCE_BROKEN
        if guard != 0 and guard & t.GUARD_CONTROLLER_MASK >= count(store, t.PARTICIPANTS):
            return REFERENCE_BROKEN
        if positions[position, t.POSITION_ACCOUNT] >= count(store, t.ACCOUNTS):
            return REFERENCE_BROKEN
    for asset in range(sums.shape[0]):
        if sums[asset, 0] + (sums[asset, 1] >> HALF) != 0 or sums[asset, 1] & LOW_MASK != 0:
            return SUMS_DIFFER
    return 0


MEANINGS: Final = {
    SUMS_DIFFER: "an asset does not sum to zero",
    AVAILABLE_NEGATIVE: "a position that is no issuance is short",
    HELD_NEGATIVE: "a held amount is negative",
    REFERENCE_BROKEN: "a reference does not resolve, or a held amount has no hold",
}


def fresh_seen(positions: int) -> Column:
    """A bit per position for available, and one for held."""
    return np.zeros((positions // (SEEN_MASK + 1) + 1, 2), np.int64)


def fresh_sums(assets: int) -> Column:
    """Room for the two halves of each asset's sum."""
    return np.zeros((assets, 2), np.int64)
