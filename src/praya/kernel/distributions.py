"""RECORD, SPREAD and CONVERT: holdings at a record date, what they are paid, what becomes of them.

Shares are computed exactly over recorded holdings, never over live balances.
"""

import numpy as np

from praya.base.limits import EXTENT_POSITIONS
from praya.kernel import operations as op
from praya.kernel import tables as t
from praya.kernel.arithmetic import MAX, multiply_divide, shift_for
from praya.kernel.checks import (
    asset_of,
    asset_stopped,
    authorise,
    credit_stopped,
    mandate_exceeded,
    use_mandate,
)
from praya.kernel.codes import (
    APPLIED,
    ASSET_NOT_FOUND,
    DATE_OUT_OF_ORDER,
    DEBIT_FROZEN,
    EVENT_DONE,
    EVENT_NOT_CLOSING,
    EVENT_NOT_FOUND,
    EXCEEDS_AVAILABLE,
    EXCEEDS_ISSUE_LIMIT,
    MANDATE_EXCEEDED,
    OPERANDS_MALFORMED,
    OPERATION_NOT_PERMITTED,
    OVERFLOW,
    RECORD_NOT_FOUND,
)
from praya.kernel.compile import leaf, wide
from praya.kernel.operands import authority_stated, debit_operand
from praya.kernel.positions import position_in
from praya.kernel.store import (
    EFFECT_COUNT,
    GROUP_FIRST,
    LOG_COUNT,
    Answers,
    Column,
    RowColumns,
    Store,
    Terms,
    append,
    count,
    effect,
    read,
    undo,
    write,
)


@leaf
def record_holdings(store: Store, rows: RowColumns, answers: Answers, row: int, more: int) -> int:
    """RECORD: an asset's posted balances at the close of a date."""
    asset, date = debit_operand(rows, row), rows.amount[row]
    if follows_movement(store, rows, row):
        return OPERATION_NOT_PERMITTED
    if more != 0 or rows.credit[row] != 0 or authority_stated(rows, row, more):
        return OPERANDS_MALFORMED
    if asset < 0 or asset >= count(store, t.ASSETS):
        return ASSET_NOT_FOUND
    closing, due = 0, 0
    for event in range(count(store, t.EVENTS)):
        if is_pending(store, event, asset, date):
            due += 1
            if read(store, t.EVENTS, event, t.EVENT_KIND) >= t.EVENT_REDEMPTION:
                closing = 1
    if due == 0:
        return EVENT_NOT_FOUND
    if date >= read(store, t.LEDGER, 0, t.LEDGER_BUSINESS_DATE):
        return DATE_OUT_OF_ORDER
    record = write_record(store, asset, date, closing)
    for event in range(count(store, t.EVENTS)):
        if is_pending(store, event, asset, date):
            write(store, t.EVENTS, event, t.EVENT_RECORD, record)
            write(store, t.EVENTS, event, t.EVENT_STATE, t.EVENT_RECORDED)
    answers.results[row] = record
    return APPLIED


@leaf
def follows_movement(store: Store, rows: RowColumns, row: int) -> bool:
    """Whether balances of this row's group are not settled yet: a MOVE or HOLD came before."""
    if wide(rows.group[row]) == 0:
        return False
    for place in range(store.cursor[GROUP_FIRST], row):
        operation = wide(rows.op[place])
        if operation == op.MOVE or operation == op.HOLD:
            return True
    return False


@leaf
def is_pending(store: Store, event: int, asset: int, date: int) -> bool:
    """An event of this asset that waits for the record of this date."""
    if read(store, t.EVENTS, event, t.EVENT_ASSET) != asset:
        return False
    if read(store, t.EVENTS, event, t.EVENT_RECORD_DATE) != date:
        return False
    return read(store, t.EVENTS, event, t.EVENT_STATE) == t.EVENT_PENDING


@leaf
def write_record(store: Store, asset: int, date: int, closing: int) -> int:
    """Copy what every position of the asset has posted; the number of the record."""
    first, total = count(store, t.ENTITLEMENTS), 0
    extent = read(store, t.ASSETS, asset, t.ASSET_FIRST_EXTENT)
    while extent >= 0:
        begin = extent * EXTENT_POSITIONS
        for position in range(begin, begin + read(store, t.EXTENTS, extent, t.EXTENT_USED)):
            posted = read(store, t.BALANCES, position, t.AVAILABLE)
            posted += read(store, t.POSITIONS, position, t.POSITION_HELD)
            guard = read(store, t.BALANCES, position, t.GUARD)
            if posted > 0 and guard & t.GUARD_ISSUANCE == 0:
                entitlement = append(store, t.ENTITLEMENTS, 1)
                write(store, t.ENTITLEMENTS, entitlement, t.ENTITLEMENT_POSITION, position)
                write(store, t.ENTITLEMENTS, entitlement, t.ENTITLEMENT_AMOUNT, posted)
                total += posted
        extent = read(store, t.EXTENTS, extent, t.EXTENT_NEXT)
    record = append(store, t.RECORDS, 1)
    write(store, t.RECORDS, record, t.RECORD_ASSET, asset)
    write(store, t.RECORDS, record, t.RECORD_DATE, date)
    write(store, t.RECORDS, record, t.RECORD_FIRST, first)
    write(store, t.RECORDS, record, t.RECORD_ROWS, count(store, t.ENTITLEMENTS) - first)
    write(store, t.RECORDS, record, t.RECORD_TOTAL, total)
    if closing:
        flags = read(store, t.ASSETS, asset, t.ASSET_FLAGS)
        write(store, t.RECORDS, record, t.RECORD_CLOSING, 1)
        write(store, t.ASSETS, asset, t.ASSET_FLAGS, flags | t.ASSET_CLOSED_FLAG)
    return record


@leaf
def distribution_malformed(rows: RowColumns, row: int, more: int) -> bool:
    """The form of SPREAD and CONVERT: the event says everything."""
    if more != 0 or wide(rows.credit[row]) != -1 or rows.amount[row] != 0:
        return True
    return bool(wide(rows.authority[row]) < 0)


@leaf
def check_paying(store: Store, terms: Terms, acting: Column, event: int, authority: int) -> int:
    """May the position that pays an event be debited: authority, its asset, its guard."""
    paying = read(store, t.EVENTS, event, t.EVENT_PAYING)
    status = authorise(store, terms, acting, paying, authority)
    if status != APPLIED:
        return status
    status = asset_stopped(store, asset_of(store, paying))
    if status != APPLIED:
        return status
    if read(store, t.BALANCES, paying, t.GUARD) & t.GUARD_DEBIT_FROZEN:
        return DEBIT_FROZEN
    return APPLIED


@leaf
def check_total(store: Store, paying: int, authority: int, total: int) -> int:
    """Does a mandate allow this total, and can it be debited; -1 is a total beyond 2^63-1."""
    if total < 0:
        return OVERFLOW
    if mandate_exceeded(store, authority, total):
        return MANDATE_EXCEEDED
    return OVERFLOW if read(store, t.BALANCES, paying, t.AVAILABLE) < total - MAX else APPLIED


@leaf
def short_of(store: Store, paying: int) -> int:
    """The rule of funds for the position that pays, right after its debit."""
    available = read(store, t.BALANCES, paying, t.AVAILABLE)
    if read(store, t.BALANCES, paying, t.GUARD) & t.GUARD_ISSUANCE == 0:
        return EXCEEDS_AVAILABLE if available < 0 else APPLIED
    limit = read(store, t.ASSETS, asset_of(store, paying), t.ASSET_ISSUE_LIMIT)
    return EXCEEDS_ISSUE_LIMIT if available < -limit else APPLIED


@leaf
def pay_event(
    store: Store, answers: Answers, row: int, event: int, authority: int, shares: Column
) -> int:
    """Debit the sum of shares, credit each; written first, and undone where it may not stand.

    A credit that overflows is named before a payer that is short, as their numbers are.
    """
    mark, effects = store.cursor[LOG_COUNT], store.cursor[EFFECT_COUNT]
    paying, total = read(store, t.EVENTS, event, t.EVENT_PAYING), shares.sum()
    pay_out(store, answers, row, paying, total)
    use_mandate(store, authority, total)
    status = short_of(store, paying)
    record = read(store, t.EVENTS, event, t.EVENT_RECORD)
    for place in range(shares.shape[0]):
        target = payee(store, event, record, place)
        if not pay_in(store, answers, row, target, shares[place]):
            status = OVERFLOW
            break
    if status != APPLIED:
        undo(store, mark)
        store.cursor[EFFECT_COUNT] = effects
    return status


@leaf
def not_yet_due(store: Store, event: int) -> bool:
    """Whether the day on which an event pays has not been opened."""
    today = read(store, t.LEDGER, 0, t.LEDGER_BUSINESS_DATE)
    return read(store, t.EVENTS, event, t.EVENT_PAYMENT_DATE) > today


@leaf
def spread(
    store: Store,
    rows: RowColumns,
    answers: Answers,
    terms: Terms,
    acting: Column,
    row: int,
    more: int,
) -> int:
    """SPREAD: pay an event over recorded holdings, whole or not at all."""
    event, authority = debit_operand(rows, row), wide(rows.authority[row])
    if distribution_malformed(rows, row, more):
        return OPERANDS_MALFORMED
    if event < 0 or event >= count(store, t.EVENTS):
        return EVENT_NOT_FOUND
    kind = read(store, t.EVENTS, event, t.EVENT_KIND)
    state = read(store, t.EVENTS, event, t.EVENT_STATE)
    if kind != t.EVENT_DISTRIBUTION and kind != t.EVENT_REDEMPTION:
        return EVENT_NOT_FOUND
    if state == t.EVENT_PENDING:
        return RECORD_NOT_FOUND
    status = check_paying(store, terms, acting, event, authority)
    if status != APPLIED:
        return status
    if state >= t.EVENT_PAID:
        return EVENT_DONE
    if not_yet_due(store, event):
        return DATE_OUT_OF_ORDER
    record = read(store, t.EVENTS, event, t.EVENT_RECORD)
    shares = np.empty(read(store, t.RECORDS, record, t.RECORD_ROWS), np.int64)
    if read(store, t.EVENTS, event, t.EVENT_MODE) == t.MODE_RATE:
        total = shares_by_rate(store, event, record, shares)
    else:
        total = shares_of_total(store, event, record, shares)
    paying = read(store, t.EVENTS, event, t.EVENT_PAYING)
    status = check_total(store, paying, authority, total)
    if status == APPLIED:
        status = pay_event(store, answers, row, event, authority, shares)
    if status != APPLIED:
        return status
    write(store, t.EVENTS, event, t.EVENT_STATE, t.EVENT_PAID)
    return APPLIED


@leaf
def shares_by_rate(store: Store, event: int, record: int, shares: Column) -> int:
    """floor(holding x rate) for each holding; their sum, or -1 beyond 2^63-1."""
    numerator = read(store, t.EVENTS, event, t.EVENT_AMOUNT)
    denominator = read(store, t.EVENTS, event, t.EVENT_DENOMINATOR)
    first, total = read(store, t.RECORDS, record, t.RECORD_FIRST), 0
    shift = shift_for(denominator)
    for place in range(shares.shape[0]):
        holding = read(store, t.ENTITLEMENTS, first + place, t.ENTITLEMENT_AMOUNT)
        share, _ = multiply_divide(holding, numerator, denominator, shift)
        if share < 0 or total > MAX - share:
            return -1
        shares[place] = share
        total += share
    return total


@leaf
def total_of_event(store: Store, event: int, holdings: int) -> int:
    """The amount an event pays in all: stated, or its rate of all holdings rounded half up."""
    numerator = read(store, t.EVENTS, event, t.EVENT_AMOUNT)
    if holdings == 0:
        return 0
    if read(store, t.EVENTS, event, t.EVENT_MODE) == t.MODE_TOTAL:
        return numerator
    denominator = read(store, t.EVENTS, event, t.EVENT_DENOMINATOR)
    total, rest = multiply_divide(holdings, numerator, denominator, shift_for(denominator))
    if total >= 0 and rest >= denominator - rest:
        return -1 if total == MAX else total + 1
    return total


@leaf
def shares_of_total(store: Store, event: int, record: int, shares: Column) -> int:
    """Divide a total by largest remainder, ties to the lower position number; the total or -1."""
    holdings = read(store, t.RECORDS, record, t.RECORD_TOTAL)
    first = read(store, t.RECORDS, record, t.RECORD_FIRST)
    total = total_of_event(store, event, holdings)
    if total < 0 or holdings == 0:
        return total
    remainders = np.empty(shares.shape[0], np.int64)
    left, shift = total, shift_for(holdings)
    for place in range(shares.shape[0]):
        holding = read(store, t.ENTITLEMENTS, first + place, t.ENTITLEMENT_AMOUNT)
        share, rest = multiply_divide(holding, total, holdings, shift)
        shares[place] = share
        remainders[place] = -rest
        left -= share
    # Holdings stand in order of position number and the sort keeps the order of equals.
    order = np.argsort(remainders, kind="mergesort")
    for place in range(left):
        shares[order[place]] += 1
    return total


@leaf
def payee(store: Store, event: int, record: int, place: int) -> int:
    """Where a holder's share goes: where he asked for it if that may be credited, else suspense."""
    first = read(store, t.RECORDS, record, t.RECORD_FIRST)
    position = read(store, t.ENTITLEMENTS, first + place, t.ENTITLEMENT_POSITION)
    paying = read(store, t.EVENTS, event, t.EVENT_PAYING)
    if read(store, t.EVENTS, event, t.EVENT_KIND) == t.EVENT_CONVERSION:
        account = read(store, t.POSITIONS, position, t.POSITION_ACCOUNT)
        target = position_in(store, account, asset_of(store, paying))
    else:
        target = read(store, t.POSITIONS, position, t.POSITION_PAY_TO)
    if target < 0 or asset_of(store, target) != asset_of(store, paying):
        return read(store, t.EVENTS, event, t.EVENT_SUSPENSE)
    if credit_stopped(read(store, t.BALANCES, target, t.GUARD)) != APPLIED:
        return read(store, t.EVENTS, event, t.EVENT_SUSPENSE)
    return target


@leaf
def pay_out(store: Store, answers: Answers, row: int, position: int, amount: int) -> None:
    """Debit a checked amount; nothing for 0."""
    if amount > 0:
        available = read(store, t.BALANCES, position, t.AVAILABLE)
        write(store, t.BALANCES, position, t.AVAILABLE, available - amount)
        effect(store, answers, row, position, -amount)


@leaf
def pay_in(store: Store, answers: Answers, row: int, position: int, amount: int) -> bool:
    """Credit an amount; False if the balance would pass 2^63-1. Nothing for 0."""
    if amount > 0:
        available = read(store, t.BALANCES, position, t.AVAILABLE)
        if available > MAX - amount:
            return False
        write(store, t.BALANCES, position, t.AVAILABLE, available + amount)
        effect(store, answers, row, position, amount)
    return True


@leaf
def convert(
    store: Store,
    rows: RowColumns,
    answers: Answers,
    terms: Terms,
    acting: Column,
    row: int,
    more: int,
) -> int:
    """CONVERT: burn recorded holdings, and for a conversion pay the asset that replaces them."""
    event, authority = debit_operand(rows, row), wide(rows.authority[row])
    if distribution_malformed(rows, row, more):
        return OPERANDS_MALFORMED
    if event < 0 or event >= count(store, t.EVENTS):
        return EVENT_NOT_FOUND
    kind = read(store, t.EVENTS, event, t.EVENT_KIND)
    state = read(store, t.EVENTS, event, t.EVENT_STATE)
    if kind != t.EVENT_REDEMPTION and kind != t.EVENT_CONVERSION:
        return EVENT_NOT_FOUND
    if state == t.EVENT_PENDING:
        return RECORD_NOT_FOUND
    replaces = kind == t.EVENT_CONVERSION
    if replaces:
        status = check_paying(store, terms, acting, event, authority)
        if status != APPLIED:
            return status
    if state == t.EVENT_CONVERTED:
        return EVENT_DONE
    if not replaces and state != t.EVENT_PAID:
        return EVENT_NOT_CLOSING
    if not_yet_due(store, event):
        return DATE_OUT_OF_ORDER
    record = read(store, t.EVENTS, event, t.EVENT_RECORD)
    mark, effects = store.cursor[LOG_COUNT], store.cursor[EFFECT_COUNT]
    burn(store, answers, row, record)
    if replaces:
        shares = np.empty(read(store, t.RECORDS, record, t.RECORD_ROWS), np.int64)
        total = shares_by_rate(store, event, record, shares)
        paying = read(store, t.EVENTS, event, t.EVENT_PAYING)
        status = check_total(store, paying, authority, total)
        if status == APPLIED:
            status = pay_event(store, answers, row, event, authority, shares)
        if status != APPLIED:
            undo(store, mark)
            store.cursor[EFFECT_COUNT] = effects
            return status
    write(store, t.EVENTS, event, t.EVENT_STATE, t.EVENT_CONVERTED)
    return APPLIED


@leaf
def burn(store: Store, answers: Answers, row: int, record: int) -> None:
    """Take away every recorded holding of a closed asset, posted as it was recorded."""
    first = read(store, t.RECORDS, record, t.RECORD_FIRST)
    total = read(store, t.RECORDS, record, t.RECORD_TOTAL)
    for place in range(first, first + read(store, t.RECORDS, record, t.RECORD_ROWS)):
        position = read(store, t.ENTITLEMENTS, place, t.ENTITLEMENT_POSITION)
        write(store, t.BALANCES, position, t.AVAILABLE, 0)
        write(store, t.POSITIONS, position, t.POSITION_HELD, 0)
        posted = read(store, t.ENTITLEMENTS, place, t.ENTITLEMENT_AMOUNT)
        effect(store, answers, row, position, -posted)
    if total > 0:
        asset = read(store, t.RECORDS, record, t.RECORD_ASSET)
        issuance = read(store, t.ASSETS, asset, t.ASSET_ISSUANCE)
        available = read(store, t.BALANCES, issuance, t.AVAILABLE)
        write(store, t.BALANCES, issuance, t.AVAILABLE, available + total)
        effect(store, answers, row, issuance, total)
