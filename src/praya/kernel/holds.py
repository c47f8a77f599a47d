"""HOLD, POST and VOID: an amount reserved, paid out or given back."""

from typing import Final

from praya.kernel import operations as op
from praya.kernel import tables as t
from praya.kernel.arithmetic import MAX
from praya.kernel.checks import (
    asset_of,
    asset_stopped,
    authorise,
    credit_stopped,
    is_acting,
    issuance_closed,
    mandate_exceeded,
    position_exists,
    too_new,
    use_mandate,
)
from praya.kernel.codes import (
    AMOUNT_NOT_POSITIVE,
    APPLIED,
    ASSETS_DIFFER,
    CREDIT_DIFFERS,
    CREDIT_NOT_FOUND,
    DEBIT_FROZEN,
    DEBIT_NOT_FOUND,
    EXCEEDS_AVAILABLE,
    EXCEEDS_HOLD,
    HOLD_CLOSED,
    HOLD_EXPIRED,
    HOLD_NOT_FOUND,
    MANDATE_EXCEEDED,
    NOT_AUTHORISED,
    NOT_HOLDABLE,
    OPERANDS_MALFORMED,
    OVERFLOW,
    PARTICIPANT_NOT_FOUND,
    POSITION_TOO_NEW,
    PROOF_DIFFERS,
    PROOF_REQUIRED,
    SAME_POSITION,
)
from praya.kernel.compile import leaf, wide
from praya.kernel.operands import authority_stated, more_authority_stated, operand_word
from praya.kernel.store import (
    Answers,
    Column,
    RowColumns,
    Store,
    Terms,
    append,
    count,
    read,
    resolve,
    write,
)

CONDITION_WORDS: Final = 8  # two conditions of 32 bytes: of POST, of VOID


@leaf
def apply_hold_family(
    store: Store,
    rows: RowColumns,
    answers: Answers,
    terms: Terms,
    acting: Column,
    row: int,
    more: int,
) -> int:
    """Run one HOLD, POST or VOID; its status."""
    operation = wide(rows.op[row])
    if operation == op.HOLD:
        status = check_hold(store, rows, answers, terms, acting, row, more)
        if status == APPLIED:
            answers.results[row] = make_hold(store, rows, answers, terms, row)
        return status
    hold = resolve(wide(rows.debit[row]), row, terms.lowered, answers)
    credit = resolve(wide(rows.credit[row]), row, terms.lowered, answers)
    if operation == op.POST:
        status = check_post(store, rows, terms, acting, row, more, hold, credit)
        if status == APPLIED:
            post(store, hold, credit, rows.amount[row])
        return status
    status = check_void(store, rows, terms, acting, row, more, hold)
    if status == APPLIED:
        void(store, hold)
    return status


@leaf
def hold_operands_malformed(rows: RowColumns, row: int, more: int, lowered: int) -> bool:
    """The form of a HOLD: its kind decides how many MORE rows it has and what they may say."""
    raw_credit = wide(rows.credit[row])
    if wide(rows.authority[row]) < 0 or (raw_credit < -1 and lowered == 0):
        return True
    if more_authority_stated(rows, row, more) or (more != 1 and more != 5):
        return True
    kind, holder = wide(rows.debit[row + 1]), wide(rows.credit[row + 1])
    expiry = rows.amount[row + 1]
    if kind == t.HOLD_BY_TIME:
        return more != 1 or holder < 1 or expiry < 1
    if kind == t.HOLD_BY_HOLDER:
        return more != 1 or holder < 1 or expiry != 0
    return kind != t.HOLD_BY_PROOF or more != 5 or holder != 0 or expiry < 0


@leaf
def check_hold(
    store: Store,
    rows: RowColumns,
    answers: Answers,
    terms: Terms,
    acting: Column,
    row: int,
    more: int,
) -> int:
    """May this amount be reserved?"""
    if hold_operands_malformed(rows, row, more, terms.lowered):
        return OPERANDS_MALFORMED
    amount, authority = rows.amount[row], wide(rows.authority[row])
    raw_credit = wide(rows.credit[row])
    debit = resolve(wide(rows.debit[row]), row, terms.lowered, answers)
    credit = resolve(raw_credit, row, terms.lowered, answers)
    named = raw_credit != -1
    if amount < 1:
        return AMOUNT_NOT_POSITIVE
    if named and debit == credit:
        return SAME_POSITION
    if wide(rows.credit[row + 1]) >= count(store, t.PARTICIPANTS):
        return PARTICIPANT_NOT_FOUND
    if not position_exists(store, debit):
        return DEBIT_NOT_FOUND
    if named and not position_exists(store, credit):
        return CREDIT_NOT_FOUND
    if too_new(store, debit, terms.numbering_height):
        return POSITION_TOO_NEW
    if named and too_new(store, credit, terms.numbering_height):
        return POSITION_TOO_NEW
    status = authorise(store, terms, acting, debit, authority)
    if status != APPLIED:
        return status
    if named and issuance_closed(store, terms, credit):
        return NOT_AUTHORISED
    if named and asset_of(store, debit) != asset_of(store, credit):
        return ASSETS_DIFFER
    status = asset_stopped(store, asset_of(store, debit))
    if status != APPLIED:
        return status
    return check_hold_funds(store, debit, amount, authority, wide(rows.group[row]) == 0)


@leaf
def check_hold_funds(store: Store, debit: int, amount: int, authority: int, alone: bool) -> int:
    """The debited guard, the counters and the funds of a HOLD."""
    guard = read(store, t.BALANCES, debit, t.GUARD)
    available = read(store, t.BALANCES, debit, t.AVAILABLE)
    if guard & t.GUARD_DEBIT_FROZEN:
        return DEBIT_FROZEN
    if guard & t.GUARD_ISSUANCE:
        return NOT_HOLDABLE
    if mandate_exceeded(store, authority, amount):
        return MANDATE_EXCEEDED
    held = read(store, t.POSITIONS, debit, t.POSITION_HELD)
    if available < amount - MAX or held > MAX - amount:
        return OVERFLOW
    if alone and available < amount:
        return EXCEEDS_AVAILABLE
    return APPLIED


@leaf
def make_hold(store: Store, rows: RowColumns, answers: Answers, terms: Terms, row: int) -> int:
    """Reserve the amount; the number of the hold."""
    amount = rows.amount[row]
    debit = resolve(wide(rows.debit[row]), row, terms.lowered, answers)
    credit = resolve(wide(rows.credit[row]), row, terms.lowered, answers)
    available = read(store, t.BALANCES, debit, t.AVAILABLE)
    held = read(store, t.POSITIONS, debit, t.POSITION_HELD)
    write(store, t.BALANCES, debit, t.AVAILABLE, available - amount)
    write(store, t.POSITIONS, debit, t.POSITION_HELD, held + amount)
    use_mandate(store, wide(rows.authority[row]), amount)
    kind = wide(rows.debit[row + 1])
    hold = append(store, t.HOLDS, 1)
    write(store, t.HOLDS, hold, t.HOLD_POSITION, debit)
    write(store, t.HOLDS, hold, t.HOLD_CREDIT, credit)
    write(store, t.HOLDS, hold, t.HOLD_REMAINING, amount)
    write(store, t.HOLDS, hold, t.HOLD_KIND, kind)
    write(store, t.HOLDS, hold, t.HOLD_HOLDER, wide(rows.credit[row + 1]))
    write(store, t.HOLDS, hold, t.HOLD_EXPIRY, rows.amount[row + 1])
    write(store, t.HOLDS, hold, t.HOLD_HEIGHT, terms.height)
    write(store, t.HOLDS, hold, t.HOLD_STATE, t.HOLD_OPEN)
    if kind == t.HOLD_BY_PROOF:
        for word in range(CONDITION_WORDS):
            write(store, t.HOLDS, hold, t.HOLD_POST + word, operand_word(rows, row + 2, word))
    return hold


@leaf
def digest_malformed(rows: RowColumns, row: int, more: int, lowered: int) -> bool:
    """The form of the digest of a POST or VOID: none, or two MORE rows in lowered rows."""
    if more != 0 and (more != 2 or lowered == 0):
        return True
    return authority_stated(rows, row, more)


@leaf
def proof_refused(
    store: Store, rows: RowColumns, row: int, more: int, hold: int, first: int
) -> int:
    """Compare the digest shown with the condition that begins in column `first` of the hold."""
    empty = True
    for word in range(4):
        if read(store, t.HOLDS, hold, first + word) != 0:
            empty = False
    if more == 0 or (empty and first == t.HOLD_VOID):
        return PROOF_REQUIRED
    for word in range(4):
        if operand_word(rows, row + 1, word) != read(store, t.HOLDS, hold, first + word):
            return PROOF_DIFFERS
    return APPLIED


@leaf
def find_hold(store: Store, hold: int, numbering_height: int) -> int:
    """HOLD_NOT_FOUND, HOLD_CLOSED, POSITION_TOO_NEW or 0."""
    if hold < 0 or hold >= count(store, t.HOLDS):
        return HOLD_NOT_FOUND
    if read(store, t.HOLDS, hold, t.HOLD_STATE) != t.HOLD_OPEN:
        return HOLD_CLOSED
    if read(store, t.HOLDS, hold, t.HOLD_HEIGHT) > numbering_height:
        return POSITION_TOO_NEW
    return APPLIED


@leaf
def check_post(
    store: Store,
    rows: RowColumns,
    terms: Terms,
    acting: Column,
    row: int,
    more: int,
    hold: int,
    credit: int,
) -> int:
    """May this much of the hold be paid out to this position?"""
    amount = rows.amount[row]
    if digest_malformed(rows, row, more, terms.lowered):
        return OPERANDS_MALFORMED
    if amount < 1:
        return AMOUNT_NOT_POSITIVE
    found = find_hold(store, hold, terms.numbering_height)
    if found != HOLD_NOT_FOUND and read(store, t.HOLDS, hold, t.HOLD_POSITION) == credit:
        return SAME_POSITION
    if not position_exists(store, credit):
        return CREDIT_NOT_FOUND
    if found != APPLIED:
        return found
    if too_new(store, credit, terms.numbering_height):
        return POSITION_TOO_NEW
    if read(store, t.HOLDS, hold, t.HOLD_KIND) == t.HOLD_BY_PROOF:
        status = proof_refused(store, rows, row, more, hold, t.HOLD_POST)
        if status != APPLIED:
            return status
    elif not is_acting(acting, read(store, t.HOLDS, hold, t.HOLD_HOLDER)):
        return NOT_AUTHORISED
    if issuance_closed(store, terms, credit):
        return NOT_AUTHORISED
    expiry = read(store, t.HOLDS, hold, t.HOLD_EXPIRY)
    if expiry > 0 and terms.block_time > expiry:
        return HOLD_EXPIRED
    if (
        read(store, t.HOLDS, hold, t.HOLD_CREDIT) != -1
        and read(store, t.HOLDS, hold, t.HOLD_CREDIT) != credit
    ):
        return CREDIT_DIFFERS
    return check_post_funds(store, hold, credit, amount)


@leaf
def check_post_funds(store: Store, hold: int, credit: int, amount: int) -> int:
    """Assets, guards and amounts of a POST."""
    position = read(store, t.HOLDS, hold, t.HOLD_POSITION)
    if asset_of(store, position) != asset_of(store, credit):
        return ASSETS_DIFFER
    status = asset_stopped(store, asset_of(store, position))
    if status != APPLIED:
        return status
    if read(store, t.BALANCES, position, t.GUARD) & t.GUARD_DEBIT_FROZEN:
        return DEBIT_FROZEN
    status = credit_stopped(read(store, t.BALANCES, credit, t.GUARD))
    if status != APPLIED:
        return status
    if amount > read(store, t.HOLDS, hold, t.HOLD_REMAINING):
        return EXCEEDS_HOLD
    if read(store, t.BALANCES, credit, t.AVAILABLE) > MAX - amount:
        return OVERFLOW
    return APPLIED


@leaf
def post(store: Store, hold: int, credit: int, amount: int) -> None:
    """Pay a checked amount out of a hold."""
    position = read(store, t.HOLDS, hold, t.HOLD_POSITION)
    remaining = read(store, t.HOLDS, hold, t.HOLD_REMAINING) - amount
    held = read(store, t.POSITIONS, position, t.POSITION_HELD)
    available = read(store, t.BALANCES, credit, t.AVAILABLE)
    write(store, t.POSITIONS, position, t.POSITION_HELD, held - amount)
    write(store, t.BALANCES, credit, t.AVAILABLE, available + amount)
    write(store, t.HOLDS, hold, t.HOLD_REMAINING, remaining)
    if remaining == 0:
        write(store, t.HOLDS, hold, t.HOLD_STATE, t.HOLD_ENDED)


@leaf
def check_void(
    store: Store,
    rows: RowColumns,
    terms: Terms,
    acting: Column,
    row: int,
    more: int,
    hold: int,
) -> int:
    """May what is left of the hold be given back?"""
    if digest_malformed(rows, row, more, terms.lowered):
        return OPERANDS_MALFORMED
    if wide(rows.credit[row]) != -1 or rows.amount[row] != 0:
        return OPERANDS_MALFORMED
    found = find_hold(store, hold, terms.numbering_height)
    if found != APPLIED:
        return found
    expiry = read(store, t.HOLDS, hold, t.HOLD_EXPIRY)
    if not (expiry > 0 and terms.block_time > expiry):
        if read(store, t.HOLDS, hold, t.HOLD_KIND) == t.HOLD_BY_PROOF:
            status = proof_refused(store, rows, row, more, hold, t.HOLD_VOID)
            if status != APPLIED:
                return status
        elif not is_acting(acting, read(store, t.HOLDS, hold, t.HOLD_HOLDER)):
            return NOT_AUTHORISED
    position = read(store, t.HOLDS, hold, t.HOLD_POSITION)
    if read(store, t.BALANCES, position, t.AVAILABLE) > MAX - void_amount(store, hold):
        return OVERFLOW
    return APPLIED


@leaf
def void_amount(store: Store, hold: int) -> int:
    """What a VOID gives back: nothing is held any more once the asset was converted away."""
    position = read(store, t.HOLDS, hold, t.HOLD_POSITION)
    held = read(store, t.POSITIONS, position, t.POSITION_HELD)
    remaining = read(store, t.HOLDS, hold, t.HOLD_REMAINING)
    return min(held, remaining)


@leaf
def void(store: Store, hold: int) -> None:
    """Give back what is left of a checked hold."""
    position = read(store, t.HOLDS, hold, t.HOLD_POSITION)
    returned = void_amount(store, hold)
    held = read(store, t.POSITIONS, position, t.POSITION_HELD)
    available = read(store, t.BALANCES, position, t.AVAILABLE)
    write(store, t.POSITIONS, position, t.POSITION_HELD, held - returned)
    write(store, t.BALANCES, position, t.AVAILABLE, available + returned)
    write(store, t.HOLDS, hold, t.HOLD_REMAINING, 0)
    write(store, t.HOLDS, hold, t.HOLD_STATE, t.HOLD_ENDED)
