"""The hot loop: MOVE rows and the life of a group. Other operations are called or handed back.

`run` walks the rows of one envelope from the cursor's row on. A MOVE is done in place, on arrays
bound to locals. HOLD, POST and VOID are called. Any other operation ends the call with its row in
the cursor; the driver runs it (`praya.kernel.rare`) and calls `run` again with RESUME set, so that
what comes after a row (its group's end, its undo) is written once, here.
"""

from typing import Final

from praya.kernel import operations as op
from praya.kernel import tables as t
from praya.kernel.arithmetic import MAX
from praya.kernel.checks import authorise, mandate_exceeded, use_mandate
from praya.kernel.codes import (
    AMOUNT_NOT_POSITIVE,
    APPLIED,
    ASSET_CLOSED,
    ASSET_PAUSED,
    ASSETS_DIFFER,
    CREDIT_FROZEN,
    CREDIT_INELIGIBLE,
    CREDIT_NOT_FOUND,
    DEBIT_FROZEN,
    DEBIT_NOT_FOUND,
    EXCEEDS_AVAILABLE,
    EXCEEDS_ISSUE_LIMIT,
    GROUP_FAILED,
    MANDATE_EXCEEDED,
    NOT_AUTHORISED,
    OPERANDS_MALFORMED,
    OVERFLOW,
    POSITION_TOO_NEW,
    SAME_POSITION,
)
from praya.kernel.compile import leaf, unit, wide
from praya.kernel.holds import apply_hold_family
from praya.kernel.store import (
    EFFECT_COUNT,
    GROUP,
    GROUP_EFFECTS,
    GROUP_FIRST,
    GROUP_MARK,
    LOG_COUNT,
    RESUME,
    ROW,
    ROW_SHIFT,
    TABLE_SHIFT,
    Answers,
    Column,
    RowColumns,
    Store,
    Terms,
    count,
    more_rows,
    read,
    resolve,
    undo,
    view,
)

# Rows whose guards are read before the rows are run: at a million positions the loop waits for
# memory, and that many reads overlap. Measured: 64 to 256 is best, 1,024 is worse.
AHEAD_ROWS: Final = 256

AVAILABLE_ADDRESS: Final = (t.BALANCES << TABLE_SHIFT) | t.AVAILABLE
CREDIT_STOPS: Final = t.GUARD_CREDIT_FROZEN | t.GUARD_INELIGIBLE
ASSET_STOPS: Final = t.ASSET_PAUSED_FLAG | t.ASSET_SWEEPING_FLAG


@unit
def run(store: Store, rows: RowColumns, answers: Answers, terms: Terms, acting: Column) -> bool:
    """Apply rows from the cursor on; True when an operation is left to the driver."""
    balances, extents = view(store, t.BALANCES), view(store, t.EXTENTS)
    assets, log, cursor = view(store, t.ASSETS), store.log, store.cursor
    debits, credits, amounts = rows.debit, rows.credit, rows.amount
    groups, operations, authorities = rows.group, rows.op, rows.authority
    statuses = answers.statuses
    lowered, numbering = terms.lowered, terms.numbering_height
    opened = count(store, t.BALANCES)
    acting_first = acting[0]
    total = operations.shape[0]
    row = cursor[ROW]
    group = cursor[GROUP]
    resumed = cursor[RESUME]
    cursor[RESUME] = 0
    written = cursor[LOG_COUNT]
    ahead, touched = row, 0
    while row < total:
        if row >= ahead:
            ahead = min(row + AHEAD_ROWS, total)
            touched |= read_ahead(balances, rows, row, ahead, opened)
        own_group = wide(groups[row])
        if not resumed and own_group != group:
            group = own_group
            cursor[GROUP_FIRST] = row
            cursor[GROUP_MARK] = written
            cursor[GROUP_EFFECTS] = cursor[EFFECT_COUNT]
        operation = wide(operations[row])
        following = row + 1
        more = 0
        if following < total and operations[following] == op.MORE:
            more = more_rows(rows, row, op.MORE)
        if resumed:
            status = wide(statuses[row])
            resumed = 0
            opened = count(store, t.BALANCES)
            written = cursor[LOG_COUNT]
        elif operation == op.MOVE:
            debit, credit = wide(debits[row]), wide(credits[row])
            if lowered != 0:
                debit = resolve(debit, row, lowered, answers)
                credit = resolve(credit, row, lowered, answers)
            amount, authority = amounts[row], wide(authorities[row])
            status = APPLIED
            if more != 0 or authority < 0:
                status = OPERANDS_MALFORMED
            elif amount < 1:
                status = AMOUNT_NOT_POSITIVE
            elif debit == credit:
                status = SAME_POSITION
            elif debit < 0 or debit >= opened or balances[debit, 1] == 0:
                status = DEBIT_NOT_FOUND
            elif credit < 0 or credit >= opened or balances[credit, 1] == 0:
                status = CREDIT_NOT_FOUND
            else:
                debit_guard, credit_guard = balances[debit, 1], balances[credit, 1]
                asset = extents[debit >> 6, t.EXTENT_ASSET]
                debit_after = balances[debit, 0]
                if debit_guard >> 24 > numbering or credit_guard >> 24 > numbering:
                    status = POSITION_TOO_NEW
                elif authority != 0 or debit_guard & 0xFFFF != acting_first:
                    status = authorise(store, terms, acting, debit, authority)
                if status != APPLIED:
                    pass
                elif lowered == 0 and (debit_guard | credit_guard) & t.GUARD_ISSUANCE != 0:
                    status = NOT_AUTHORISED  # minting and burning are requests, with receipts
                elif asset != extents[credit >> 6, t.EXTENT_ASSET]:
                    status = ASSETS_DIFFER
                elif assets[asset, t.ASSET_FLAGS] & t.ASSET_CLOSED_FLAG:
                    status = ASSET_CLOSED
                elif assets[asset, t.ASSET_FLAGS] & ASSET_STOPS:
                    status = ASSET_PAUSED
                elif debit_guard & t.GUARD_DEBIT_FROZEN:
                    status = DEBIT_FROZEN
                elif credit_guard & CREDIT_STOPS:
                    frozen = credit_guard & t.GUARD_CREDIT_FROZEN
                    status = CREDIT_FROZEN if frozen else CREDIT_INELIGIBLE
                elif authority != 0 and mandate_exceeded(store, authority, amount):
                    status = MANDATE_EXCEEDED
                elif debit_after < amount - MAX or balances[credit, 0] > MAX - amount:
                    status = OVERFLOW
                elif own_group == 0 and debit_after < amount:
                    if debit_guard & t.GUARD_ISSUANCE == 0:
                        status = EXCEEDS_AVAILABLE
                    elif debit_after - amount < -assets[asset, t.ASSET_ISSUE_LIMIT]:
                        status = EXCEEDS_ISSUE_LIMIT
                if status == APPLIED:  # nothing may fail from here on
                    log[written, 0] = (debit << ROW_SHIFT) | AVAILABLE_ADDRESS
                    log[written, 1] = debit_after
                    log[written + 1, 0] = (credit << ROW_SHIFT) | AVAILABLE_ADDRESS
                    log[written + 1, 1] = balances[credit, 0]
                    balances[debit, 0] = debit_after - amount
                    balances[credit, 0] += amount
                    written += 2
                    if authority != 0:
                        cursor[LOG_COUNT] = written
                        use_mandate(store, authority, amount)
                        written = cursor[LOG_COUNT]
        elif op.HOLD <= operation <= op.VOID:
            cursor[LOG_COUNT] = written
            status = apply_hold_family(store, rows, answers, terms, acting, row, more)
            written = cursor[LOG_COUNT]
        else:
            cursor[ROW], cursor[GROUP], cursor[LOG_COUNT] = row, group, written
            return True
        statuses[row] = status
        following = row + 1 + more
        for place in range(row + 1, following):
            statuses[place] = status
        if own_group != 0:
            ends = following == total or wide(groups[following]) != own_group
            if status != APPLIED or ends:
                cursor[LOG_COUNT] = written
                following = finish_group(store, rows, answers, row, following)
                written = cursor[LOG_COUNT]
        row = following
    cursor[ROW], cursor[GROUP], cursor[LOG_COUNT] = row, group, written
    return touched < 0  # a guard is never negative: False


@leaf
def read_ahead(balances: Column, rows: RowColumns, first: int, last: int, opened: int) -> int:
    """Touch the guards rows are about; the value keeps the reads from being left out."""
    touched = 0
    for row in range(first, last):
        debit, credit = wide(rows.debit[row]), wide(rows.credit[row])
        if 0 <= debit < opened and 0 <= credit < opened:
            touched |= balances[debit, t.GUARD] | balances[credit, t.GUARD]
    return touched


@leaf
def finish_group(store: Store, rows: RowColumns, answers: Answers, row: int, following: int) -> int:
    """Check the funds of a group that is through, or undo one that is not; the row after it.

    `row` is the last one applied, or the refused one; `following` the row after it.
    """
    first = store.cursor[GROUP_FIRST]
    refused = row
    status = wide(answers.statuses[row])
    if status == APPLIED:
        for place in range(first, following):
            status = _short(store, rows, answers, place)
            if status != APPLIED:
                refused = place
                break
        if status == APPLIED:
            return following
    end = following
    group = wide(rows.group[row])
    while end < rows.op.shape[0] and wide(rows.group[end]) == group:
        end += 1
    last = refused + more_rows(rows, refused, op.MORE)
    for place in range(first, end):
        answers.results[place] = -1
        answers.statuses[place] = status if refused <= place <= last else GROUP_FAILED
    undo(store, store.cursor[GROUP_MARK])
    store.cursor[EFFECT_COUNT] = store.cursor[GROUP_EFFECTS]
    return end


@leaf
def _short(store: Store, rows: RowColumns, answers: Answers, row: int) -> int:
    """The rule of funds for one row of a group that was applied."""
    operation = wide(rows.op[row])
    if operation != op.MOVE and operation != op.HOLD:
        return APPLIED
    # An applied row of a signed batch names an existing position, so resolving changes nothing.
    debit = resolve(wide(rows.debit[row]), row, 1, answers)
    available = read(store, t.BALANCES, debit, t.AVAILABLE)
    if read(store, t.BALANCES, debit, t.GUARD) & t.GUARD_ISSUANCE == 0:
        return EXCEEDS_AVAILABLE if available < 0 else APPLIED
    asset = read(store, t.EXTENTS, debit >> 6, t.EXTENT_ASSET)
    limit = read(store, t.ASSETS, asset, t.ASSET_ISSUE_LIMIT)
    return EXCEEDS_ISSUE_LIMIT if available < -limit else APPLIED
