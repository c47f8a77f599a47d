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
    logged_place,
    view,
)

LOW_MASK: Final = 0xFFFFFFFF
HALF: Final = 32

SUMS_DIFFER: Final = 1
AVAILABLE_NEGATIVE: Final = 2
HELD_NEGATIVE: Final = 3
REFERENCE_BROKEN: Final = 4


@unit
def swap_log(store: Store, mark: int, forward: bool) -> None:
    """Exchange logged old values with the current ones from `mark` on.

    Backwards it undoes and keeps what was undone; forwards it does it again.
    """
    last = store.cursor[LOG_COUNT]
    for step in range(last - mark):
        entry = mark + step if forward else last - 1 - step
        place = logged_place(store, entry)
        old = store.log[entry, 1]
        store.log[entry, 1] = store.cells[place]
        store.cells[place] = old


@unit
def check_log(store: Store, mark: int, sums: Column) -> int:
    """The invariants of everything written since `mark`; 0, or the kind of the first break.

    Each entry of the log stands for one change, `later value - old value`. Going backwards the
    later value is found in `sums`' companion: the cells themselves, restored on the way.
    """
    cells, held = view(store, t.BALANCES), view(store, t.POSITIONS)
    extents = view(store, t.EXTENTS)
    sums[:] = 0
    last = store.cursor[LOG_COUNT]
    for entry in range(last - 1, mark - 1, -1):
        address = store.log[entry, 0]
        table, field = (address >> TABLE_SHIFT) & FIELD_MASK, address & FIELD_MASK
        row = address >> ROW_SHIFT
        if table == t.BALANCES and field == t.AVAILABLE:
            after = cells[row, t.AVAILABLE]
            cells[row, t.AVAILABLE] = store.log[entry, 1]
        elif table == t.POSITIONS and field == t.POSITION_HELD:
            after = held[row, t.POSITION_HELD]
            held[row, t.POSITION_HELD] = store.log[entry, 1]
        else:
            continue
        asset = extents[row >> 6, t.EXTENT_ASSET]
        change = after - store.log[entry, 1]
        sums[asset, 0] += change >> HALF
        sums[asset, 1] += change & LOW_MASK
        store.log[entry, 1] = after
    redo_values(store, mark)
    for asset in range(sums.shape[0]):
        if sums[asset, 0] + (sums[asset, 1] >> HALF) != 0 or sums[asset, 1] & LOW_MASK != 0:
            return SUMS_DIFFER
    return check_signs(store, mark)


@leaf
def redo_values(store: Store, mark: int) -> None:
    """Forwards again over the entries that `check_log` took back."""
    cells, held = view(store, t.BALANCES), view(store, t.POSITIONS)
    for entry in range(mark, store.cursor[LOG_COUNT]):
        address = store.log[entry, 0]
        table, field = (address >> TABLE_SHIFT) & FIELD_MASK, address & FIELD_MASK
        row = address >> ROW_SHIFT
        if table == t.BALANCES and field == t.AVAILABLE:
            before = cells[row, t.AVAILABLE]
            cells[row, t.AVAILABLE] = store.log[entry, 1]
            store.log[entry, 1] = before
        elif table == t.POSITIONS and field == t.POSITION_HELD:
            before = held[row, t.POSITION_HELD]
            held[row, t.POSITION_HELD] = store.log[entry, 1]
            store.log[entry, 1] = before


@leaf
def check_signs(store: Store, mark: int) -> int:
    """No touched position is short, but for issuance."""
    balances, positions = view(store, t.BALANCES), view(store, t.POSITIONS)
    for entry in range(mark, store.cursor[LOG_COUNT]):
        address = store.log[entry, 0]
        table = (address >> TABLE_SHIFT) & FIELD_MASK
        row = address >> ROW_SHIFT
        if table == t.BALANCES:
            issuance = balances[row, t.GUARD] & t.GUARD_ISSUANCE != 0
            if balances[row, t.AVAILABLE] < 0 and not issuance:
                return AVAILABLE_NEGATIVE
        elif table == t.POSITIONS and positions[row, t.POSITION_HELD] < 0:
            return HELD_NEGATIVE
    return 0


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


def fresh_sums(assets: int) -> Column:
    """Room for the two halves of each asset's sum."""
    return np.zeros((assets, 2), np.int64)
