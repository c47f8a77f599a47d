"""OPEN and DEFINE: new positions, accounts, assets, mandates and events."""

from praya.base.limits import DECIMALS_MAX, EXTENT_POSITIONS, POSITIONS_PER_ACCOUNT_MAX
from praya.kernel import operations as op
from praya.kernel import tables as t
from praya.kernel.checks import asset_of, compose_guard, position_exists
from praya.kernel.codes import (
    ACCOUNT_NOT_FOUND,
    AMOUNT_NOT_POSITIVE,
    APPLIED,
    ASSET_CLOSED,
    ASSET_NOT_FOUND,
    ASSETS_DIFFER,
    CREDIT_NOT_FOUND,
    DATE_OUT_OF_ORDER,
    DEBIT_NOT_FOUND,
    EVENT_EXISTS,
    ISSUANCE_EXISTS,
    MANDATE_NOT_FOUND,
    MANDATE_OTHER_POSITION,
    NOT_AUTHORISED,
    OPERANDS_MALFORMED,
    PARTICIPANT_NOT_FOUND,
    POSITION_EXISTS,
    TOO_MANY_POSITIONS,
)
from praya.kernel.compile import leaf
from praya.kernel.operands import (
    authority_stated,
    credit_operand,
    debit_operand,
    write_words,
)
from praya.kernel.store import (
    Answers,
    RowColumns,
    Store,
    Terms,
    append,
    count,
    read,
    resolve,
    write,
)


@leaf
def position_in(store: Store, account: int, asset: int) -> int:
    """The position an account has in an asset, or -1: walks the account's list."""
    position = read(store, t.ACCOUNTS, account, t.ACCOUNT_LAST_POSITION)
    while position >= 0:
        if asset_of(store, position) == asset:
            return position
        position = read(store, t.POSITIONS, position, t.POSITION_PREVIOUS)
    return -1


@leaf
def open_position(
    store: Store, rows: RowColumns, answers: Answers, terms: Terms, row: int, more: int
) -> int:
    """OPEN: a position of an account in an asset."""
    issuance = rows.amount[row]
    account = resolve(debit_operand(rows, row), row, terms.lowered, answers)
    asset = resolve(credit_operand(rows, row), row, terms.lowered, answers)
    if more != 1 or issuance < 0 or issuance > 1 or authority_stated(rows, row, more):
        return OPERANDS_MALFORMED
    if account < 0 or account >= count(store, t.ACCOUNTS):
        return ACCOUNT_NOT_FOUND
    if asset < 0 or asset >= count(store, t.ASSETS):
        return ASSET_NOT_FOUND
    owner = read(store, t.ACCOUNTS, account, t.ACCOUNT_OWNER)
    if issuance == 1 and owner != read(store, t.ASSETS, asset, t.ASSET_ISSUER):
        return NOT_AUTHORISED
    if read(store, t.ASSETS, asset, t.ASSET_FLAGS) & t.ASSET_CLOSED_FLAG:
        return ASSET_CLOSED
    if position_in(store, account, asset) >= 0:
        return POSITION_EXISTS
    if read(store, t.ACCOUNTS, account, t.ACCOUNT_POSITIONS) >= POSITIONS_PER_ACCOUNT_MAX:
        return TOO_MANY_POSITIONS
    if issuance == 1 and read(store, t.ASSETS, asset, t.ASSET_ISSUANCE) != -1:
        return ISSUANCE_EXISTS
    position = take_place(store, asset)  # nothing may fail from here on
    write(store, t.POSITIONS, position, t.POSITION_ACCOUNT, account)
    write(store, t.POSITIONS, position, t.POSITION_PAY_TO, -1)
    previous = read(store, t.ACCOUNTS, account, t.ACCOUNT_LAST_POSITION)
    write(store, t.POSITIONS, position, t.POSITION_PREVIOUS, previous)
    write_words(store, t.POSITIONS, position, t.POSITION_SALT, rows, row + 1, 2)
    write(store, t.ACCOUNTS, account, t.ACCOUNT_LAST_POSITION, position)
    held_positions = read(store, t.ACCOUNTS, account, t.ACCOUNT_POSITIONS) + 1
    write(store, t.ACCOUNTS, account, t.ACCOUNT_POSITIONS, held_positions)
    if issuance == 1:
        write(store, t.ASSETS, asset, t.ASSET_ISSUANCE, position)
    guard = compose_guard(store, position, terms.height, issuance == 1)
    write(store, t.BALANCES, position, t.GUARD, guard)
    answers.results[row] = position
    return APPLIED


@leaf
def take_place(store: Store, asset: int) -> int:
    """The next place of an asset, in a new extent if its last is full."""
    extent = read(store, t.ASSETS, asset, t.ASSET_LAST_EXTENT)
    if extent < 0 or read(store, t.EXTENTS, extent, t.EXTENT_USED) == EXTENT_POSITIONS:
        fresh = append(store, t.EXTENTS, 1)
        append(store, t.BALANCES, EXTENT_POSITIONS)
        append(store, t.POSITIONS, EXTENT_POSITIONS)
        write(store, t.EXTENTS, fresh, t.EXTENT_ASSET, asset)
        write(store, t.EXTENTS, fresh, t.EXTENT_NEXT, -1)
        if extent < 0:
            write(store, t.ASSETS, asset, t.ASSET_FIRST_EXTENT, fresh)
        else:
            write(store, t.EXTENTS, extent, t.EXTENT_NEXT, fresh)
        write(store, t.ASSETS, asset, t.ASSET_LAST_EXTENT, fresh)
        extent = fresh
    place = read(store, t.EXTENTS, extent, t.EXTENT_USED)
    write(store, t.EXTENTS, extent, t.EXTENT_USED, place + 1)
    write(
        store,
        t.ASSETS,
        asset,
        t.ASSET_POSITIONS,
        read(store, t.ASSETS, asset, t.ASSET_POSITIONS) + 1,
    )
    return extent * EXTENT_POSITIONS + place


@leaf
def define(
    store: Store, rows: RowColumns, answers: Answers, terms: Terms, row: int, more: int
) -> int:
    """DEFINE: the kind in the debit column says what."""
    kind = debit_operand(rows, row)
    if authority_stated(rows, row, more):
        return OPERANDS_MALFORMED
    if kind == op.DEFINE_ACCOUNT and more == 3:
        return define_account(store, rows, answers, row)
    if kind == op.DEFINE_ASSET and more == 3:
        return define_asset(store, rows, answers, row)
    if kind == op.DEFINE_MANDATE and more == 2:
        return define_mandate(store, rows, answers, terms, row)
    if kind == op.DEFINE_EVENT and more == 3:
        return define_event(store, rows, answers, terms, row)
    return OPERANDS_MALFORMED


@leaf
def participant_exists(store: Store, participant: int) -> bool:
    """A participant's number; the ledger itself (0) is none."""
    return 1 <= participant < count(store, t.PARTICIPANTS)


@leaf
def define_account(store: Store, rows: RowColumns, answers: Answers, row: int) -> int:
    """DEFINE ACCOUNT."""
    owner, attributes = credit_operand(rows, row), rows.amount[row]
    kind, flags = debit_operand(rows, row + 1), rows.amount[row + 1]
    if attributes < 0 or kind < 0 or kind > t.ACCOUNT_SUSPENSE or flags < 0 or flags > 3:
        return OPERANDS_MALFORMED
    if rows.credit[row + 1] != 0:
        return OPERANDS_MALFORMED
    if not participant_exists(store, owner):
        return PARTICIPANT_NOT_FOUND
    account = append(store, t.ACCOUNTS, 1)
    write(store, t.ACCOUNTS, account, t.ACCOUNT_OWNER, owner)
    write(store, t.ACCOUNTS, account, t.ACCOUNT_KIND, kind)
    write(store, t.ACCOUNTS, account, t.ACCOUNT_ATTRIBUTES, attributes)
    write(store, t.ACCOUNTS, account, t.ACCOUNT_FLAGS, flags)
    write(store, t.ACCOUNTS, account, t.ACCOUNT_LAST_POSITION, -1)
    write_words(store, t.ACCOUNTS, account, t.ACCOUNT_CODE, rows, row + 2, 4)
    answers.results[row] = account
    return APPLIED


@leaf
def define_asset(store: Store, rows: RowColumns, answers: Answers, row: int) -> int:
    """DEFINE ASSET."""
    issuer, limit = credit_operand(rows, row), rows.amount[row]
    decimals, required = debit_operand(rows, row + 1), rows.amount[row + 1]
    if limit < 0 or decimals < 0 or decimals > DECIMALS_MAX or required < 0:
        return OPERANDS_MALFORMED
    if rows.credit[row + 1] != 0:
        return OPERANDS_MALFORMED
    if not participant_exists(store, issuer):
        return PARTICIPANT_NOT_FOUND
    asset = append(store, t.ASSETS, 1)
    write(store, t.ASSETS, asset, t.ASSET_ISSUER, issuer)
    write(store, t.ASSETS, asset, t.ASSET_DECIMALS, decimals)
    write(store, t.ASSETS, asset, t.ASSET_REQUIRED, required)
    write(store, t.ASSETS, asset, t.ASSET_ISSUE_LIMIT, limit)
    write(store, t.ASSETS, asset, t.ASSET_ISSUANCE, -1)
    write(store, t.ASSETS, asset, t.ASSET_FIRST_EXTENT, -1)
    write(store, t.ASSETS, asset, t.ASSET_LAST_EXTENT, -1)
    write(store, t.ASSETS, asset, t.ASSET_SWEEP, -1)
    write_words(store, t.ASSETS, asset, t.ASSET_CODE, rows, row + 2, 4)
    answers.results[row] = asset
    return APPLIED


@leaf
def define_mandate(store: Store, rows: RowColumns, answers: Answers, terms: Terms, row: int) -> int:
    """DEFINE MANDATE: a standing right to debit another's position."""
    remaining = rows.amount[row]
    position = resolve(credit_operand(rows, row), row, terms.lowered, answers)
    grantee, days = debit_operand(rows, row + 1), credit_operand(rows, row + 1)
    limit, expiry = rows.amount[row + 1], rows.amount[row + 2]
    if grantee < 0 or days < 0 or limit < 0 or expiry < 0:
        return OPERANDS_MALFORMED
    if rows.debit[row + 2] != 0 or rows.credit[row + 2] != 0:
        return OPERANDS_MALFORMED
    if remaining < 1:
        return AMOUNT_NOT_POSITIVE
    if grantee >= count(store, t.PARTICIPANTS):
        return PARTICIPANT_NOT_FOUND
    if not position_exists(store, position):
        return DEBIT_NOT_FOUND
    mandate = append(store, t.MANDATES, 1)
    today = read(store, t.LEDGER, 0, t.LEDGER_BUSINESS_DATE)
    write(store, t.MANDATES, mandate, t.MANDATE_POSITION, position)
    write(store, t.MANDATES, mandate, t.MANDATE_GRANTEE, grantee)
    write(store, t.MANDATES, mandate, t.MANDATE_REMAINING, remaining)
    write(store, t.MANDATES, mandate, t.MANDATE_PERIOD_LIMIT, limit)
    write(store, t.MANDATES, mandate, t.MANDATE_PERIOD_DAYS, days)
    write(store, t.MANDATES, mandate, t.MANDATE_USED_ON, today)
    write(store, t.MANDATES, mandate, t.MANDATE_EXPIRY, expiry)
    write(store, t.MANDATES, mandate, t.MANDATE_STATE, t.MANDATE_ACTIVE)
    answers.results[row] = mandate
    return APPLIED


@leaf
def event_malformed(rows: RowColumns, row: int, lowered: int) -> bool:
    """The form of an event: what each kind may say."""
    kind, mode = debit_operand(rows, row + 1), credit_operand(rows, row + 1)
    numerator, denominator = rows.amount[row + 1], rows.amount[row + 2]
    record_date, payment_date = debit_operand(rows, row + 2), credit_operand(rows, row + 2)
    mandate = rows.amount[row + 3]
    if rows.amount[row] < 1 or numerator < 0 or denominator < 1:
        return True
    if mandate < 0 and (lowered == 0 or mandate == -1):
        return True
    if kind == t.EVENT_RECORD_ONLY:
        if mode != 0 or numerator != 0 or denominator != 1 or payment_date != 0:
            return True
        paying, suspense = debit_operand(rows, row + 3), credit_operand(rows, row + 3)
        return paying != -1 or suspense != -1 or mandate != 0
    if kind < t.EVENT_RECORD_ONLY or kind > t.EVENT_CONVERSION or record_date >= payment_date:
        return True
    if kind == t.EVENT_CONVERSION:
        return mode != t.MODE_RATE
    return mode < t.MODE_TOTAL or mode > t.MODE_RATE_OF_TOTAL


@leaf
def check_event_payment(store: Store, paying: int, suspense: int, mandate: int) -> int:
    """The positions and the mandate an event pays by."""
    if not position_exists(store, paying):
        return DEBIT_NOT_FOUND
    if not position_exists(store, suspense):
        return CREDIT_NOT_FOUND
    if mandate != 0:
        if mandate < 1 or mandate >= count(store, t.MANDATES):
            return MANDATE_NOT_FOUND
        if read(store, t.MANDATES, mandate, t.MANDATE_POSITION) != paying:
            return MANDATE_OTHER_POSITION
    if asset_of(store, paying) != asset_of(store, suspense):
        return ASSETS_DIFFER
    return APPLIED


@leaf
def event_exists(store: Store, asset: int, number: int, kind: int) -> bool:
    """Whether the asset has this event, or has one that ends its holdings and this would too."""
    for event in range(count(store, t.EVENTS)):
        if read(store, t.EVENTS, event, t.EVENT_ASSET) == asset:
            if read(store, t.EVENTS, event, t.EVENT_NUMBER) == number:
                return True
            ends = read(store, t.EVENTS, event, t.EVENT_KIND) >= t.EVENT_REDEMPTION
            if ends and kind >= t.EVENT_REDEMPTION:
                return True
    return False


@leaf
def define_event(store: Store, rows: RowColumns, answers: Answers, terms: Terms, row: int) -> int:
    """DEFINE EVENT: what an asset will pay, recorded and paid when its days come."""
    if event_malformed(rows, row, terms.lowered):
        return OPERANDS_MALFORMED
    asset = resolve(credit_operand(rows, row), row, terms.lowered, answers)
    kind = debit_operand(rows, row + 1)
    paying = resolve(debit_operand(rows, row + 3), row, terms.lowered, answers)
    suspense = resolve(credit_operand(rows, row + 3), row, terms.lowered, answers)
    mandate = resolve(rows.amount[row + 3], row, terms.lowered, answers)
    if asset < 0 or asset >= count(store, t.ASSETS):
        return ASSET_NOT_FOUND
    if kind != t.EVENT_RECORD_ONLY:
        status = check_event_payment(store, paying, suspense, mandate)
        if status != APPLIED:
            return status
    if read(store, t.ASSETS, asset, t.ASSET_FLAGS) & t.ASSET_CLOSED_FLAG:
        return ASSET_CLOSED
    if event_exists(store, asset, rows.amount[row], kind):
        return EVENT_EXISTS
    if debit_operand(rows, row + 2) < read(store, t.LEDGER, 0, t.LEDGER_BUSINESS_DATE):
        return DATE_OUT_OF_ORDER
    event = append(store, t.EVENTS, 1)
    write(store, t.EVENTS, event, t.EVENT_ASSET, asset)
    write(store, t.EVENTS, event, t.EVENT_NUMBER, rows.amount[row])
    write(store, t.EVENTS, event, t.EVENT_KIND, kind)
    write(store, t.EVENTS, event, t.EVENT_MODE, credit_operand(rows, row + 1))
    write(store, t.EVENTS, event, t.EVENT_AMOUNT, rows.amount[row + 1])
    write(store, t.EVENTS, event, t.EVENT_DENOMINATOR, rows.amount[row + 2])
    write(store, t.EVENTS, event, t.EVENT_RECORD_DATE, debit_operand(rows, row + 2))
    write(store, t.EVENTS, event, t.EVENT_PAYMENT_DATE, credit_operand(rows, row + 2))
    write(store, t.EVENTS, event, t.EVENT_PAYING, paying)
    write(store, t.EVENTS, event, t.EVENT_SUSPENSE, suspense)
    write(store, t.EVENTS, event, t.EVENT_MANDATE, mandate)
    write(store, t.EVENTS, event, t.EVENT_RECORD, -1)
    write(store, t.EVENTS, event, t.EVENT_STATE, t.EVENT_PENDING)
    answers.results[row] = event
    return APPLIED
