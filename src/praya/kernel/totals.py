"""Groups and control totals of a signed batch, checked before the first write."""

from praya.kernel import operations as op
from praya.kernel import tables as t
from praya.kernel.arithmetic import MAX
from praya.kernel.compile import unit, wide
from praya.kernel.store import Column, RowColumns, Store, count, view


@unit
def check_totals(store: Store, rows: RowColumns, listed: Column, totals: Column) -> bool:
    """Sum MOVE and HOLD amounts per listed asset; False if one is not listed or passes 2^63-1.

    `listed` gives each asset's place in `totals`, or -1. Amounts below 1 count as 0.
    """
    extents = view(store, t.EXTENTS)
    known = count(store, t.EXTENTS)
    for row in range(rows.op.shape[0]):
        operation = wide(rows.op[row])
        amount = rows.amount[row]
        if operation != op.MOVE and operation != op.HOLD:
            continue
        extent = wide(rows.debit[row]) >> 6
        if extent < 0 or extent >= known:
            extent = wide(rows.credit[row]) >> 6
            if extent < 0 or extent >= known:
                continue
        place = listed[extents[extent, t.EXTENT_ASSET]]
        if place < 0:
            return False
        if amount < 1:
            continue
        if totals[place] > MAX - amount:
            return False
        totals[place] += amount
    return True


@unit
def groups_rise(rows: RowColumns) -> bool:
    """Whether each group's rows are adjacent and group numbers rise; 0 is no group."""
    before, highest = 0, 0
    for row in range(rows.group.shape[0]):
        group = wide(rows.group[row])
        if group != before and group != 0:
            if group <= highest:
                return False
            highest = group
        before = group
    return True
