"""PUT, ATTEST, OPEN_DAY and GOVERN: documents, outside facts, the day, the participants."""

from praya.base.limits import PARTICIPANTS_MAX
from praya.kernel import operations as op
from praya.kernel import tables as t
from praya.kernel.codes import (
    APPLIED,
    ASSET_NOT_FOUND,
    ATTESTATION_NOT_FOUND,
    ATTESTATION_STALE,
    DATE_OUT_OF_ORDER,
    DOCUMENT_CHANGED,
    DOCUMENT_NOT_FOUND,
    OPERANDS_MALFORMED,
    OVERFLOW,
    PARTICIPANT_NOT_FOUND,
    RECORD_NOT_FOUND,
    STATE_UNCHANGED,
)
from praya.kernel.compile import leaf
from praya.kernel.operands import (
    authority_stated,
    credit_operand,
    debit_operand,
    operand_word,
    write_words,
)
from praya.kernel.positions import participant_exists
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
def words_differ(
    store: Store, table: int, row: int, field: int, rows: RowColumns, first: int, words: int
) -> bool:
    """Whether stored words are not those of the operands."""
    for word in range(words):
        if read(store, table, row, field + word) != operand_word(rows, first, word):
            return True
    return False


@leaf
def put_document(store: Store, rows: RowColumns, answers: Answers, row: int, more: int) -> int:
    """PUT: a new document, or the next version of one."""
    slot, expected = debit_operand(rows, row), rows.amount[row]
    if more != 4 or rows.credit[row] != 0 or authority_stated(rows, row, more):
        return OPERANDS_MALFORMED
    if expected < 0 or (slot == -1) != (expected == 0):
        return OPERANDS_MALFORMED
    if slot == -1:
        slot = append(store, t.DOCUMENTS, 1)
        write_words(store, t.DOCUMENTS, slot, t.DOCUMENT_KEY, rows, row + 1, 4)
    elif slot < 0 or slot >= count(store, t.DOCUMENTS):
        return DOCUMENT_NOT_FOUND
    elif (
        words_differ(store, t.DOCUMENTS, slot, t.DOCUMENT_KEY, rows, row + 1, 4)
        or read(store, t.DOCUMENTS, slot, t.DOCUMENT_VERSION) != expected
    ):
        return DOCUMENT_CHANGED
    write(store, t.DOCUMENTS, slot, t.DOCUMENT_VERSION, expected + 1)
    write_words(store, t.DOCUMENTS, slot, t.DOCUMENT_VALUE, rows, row + 3, 4)
    answers.results[row] = slot
    return APPLIED


@leaf
def attestation_malformed(rows: RowColumns, row: int, more: int) -> bool:
    """The form of an outside fact."""
    if more != 5 or rows.amount[row] < 0 or authority_stated(rows, row, more):
        return True
    kind, target = debit_operand(rows, row + 2), credit_operand(rows, row + 2)
    valid_from, valid_until = rows.amount[row + 2], rows.amount[row + 3]
    if kind < t.ATTESTATION_FACT or kind > t.ATTESTATION_HOLDINGS:
        return True
    if kind == t.ATTESTATION_FACT and target != -1:
        return True
    if rows.debit[row + 3] != 0 or rows.credit[row + 3] != 0:
        return True
    return bool(valid_from < 0 or valid_until < valid_from)


@leaf
def check_attestation(store: Store, rows: RowColumns, terms: Terms, row: int) -> int:
    """Is this fact of a known provider and target, and newer than what stands?"""
    slot, provider = debit_operand(rows, row), credit_operand(rows, row)
    kind, target = debit_operand(rows, row + 2), credit_operand(rows, row + 2)
    if not participant_exists(store, provider):
        return PARTICIPANT_NOT_FOUND
    if kind == t.ATTESTATION_RESERVE and not 0 <= target < count(store, t.ASSETS):
        return ASSET_NOT_FOUND
    if kind == t.ATTESTATION_HOLDINGS and not 0 <= target < count(store, t.RECORDS):
        return RECORD_NOT_FOUND
    if slot != -1:
        if slot < 0 or slot >= count(store, t.ATTESTATIONS):
            return ATTESTATION_NOT_FOUND
        if read(store, t.ATTESTATIONS, slot, t.ATTESTATION_PROVIDER) != provider:
            return ATTESTATION_NOT_FOUND
        if read(store, t.ATTESTATIONS, slot, t.ATTESTATION_KIND) != kind:
            return ATTESTATION_NOT_FOUND
        if read(store, t.ATTESTATIONS, slot, t.ATTESTATION_TARGET) != target:
            return ATTESTATION_NOT_FOUND
        if words_differ(store, t.ATTESTATIONS, slot, t.ATTESTATION_SUBJECT, rows, row + 1, 2):
            return ATTESTATION_NOT_FOUND
        if rows.amount[row + 2] < read(store, t.ATTESTATIONS, slot, t.ATTESTATION_VALID_FROM):
            return ATTESTATION_STALE
    if rows.amount[row + 3] < terms.block_time:
        return ATTESTATION_STALE
    return APPLIED


@leaf
def attest(
    store: Store, rows: RowColumns, answers: Answers, terms: Terms, row: int, more: int
) -> int:
    """ATTEST: an outside fact with its provider, subject, value and validity."""
    if attestation_malformed(rows, row, more):
        return OPERANDS_MALFORMED
    status = check_attestation(store, rows, terms, row)
    if status != APPLIED:
        return status
    slot = debit_operand(rows, row)
    kind, target = debit_operand(rows, row + 2), credit_operand(rows, row + 2)
    if slot == -1:
        slot = append(store, t.ATTESTATIONS, 1)
    write(store, t.ATTESTATIONS, slot, t.ATTESTATION_PROVIDER, credit_operand(rows, row))
    write(store, t.ATTESTATIONS, slot, t.ATTESTATION_KIND, kind)
    write(store, t.ATTESTATIONS, slot, t.ATTESTATION_TARGET, target)
    write_words(store, t.ATTESTATIONS, slot, t.ATTESTATION_SUBJECT, rows, row + 1, 2)
    write(store, t.ATTESTATIONS, slot, t.ATTESTATION_VALUE, rows.amount[row])
    write(store, t.ATTESTATIONS, slot, t.ATTESTATION_VALID_FROM, rows.amount[row + 2])
    write(store, t.ATTESTATIONS, slot, t.ATTESTATION_VALID_UNTIL, rows.amount[row + 3])
    write_words(store, t.ATTESTATIONS, slot, t.ATTESTATION_DIGEST, rows, row + 4, 4)
    write(store, t.ATTESTATIONS, slot, t.ATTESTATION_HEIGHT, terms.height)
    if kind == t.ATTESTATION_RESERVE:
        write(store, t.ASSETS, target, t.ASSET_ISSUE_LIMIT, rows.amount[row])
    answers.results[row] = slot
    return APPLIED


@leaf
def open_day(store: Store, rows: RowColumns, row: int, more: int) -> int:
    """OPEN_DAY: the next business date."""
    if more != 1 or rows.debit[row] != 0 or rows.credit[row] != 0:
        return OPERANDS_MALFORMED
    if rows.debit[row + 1] != 0 or rows.credit[row + 1] != 0:
        return OPERANDS_MALFORMED
    if authority_stated(rows, row, more):
        return OPERANDS_MALFORMED
    today = read(store, t.LEDGER, 0, t.LEDGER_BUSINESS_DATE)
    if rows.amount[row + 1] != today or rows.amount[row] <= today:
        return DATE_OUT_OF_ORDER
    write(store, t.LEDGER, 0, t.LEDGER_BUSINESS_DATE, rows.amount[row])
    return APPLIED


@leaf
def govern(
    store: Store, rows: RowColumns, answers: Answers, terms: Terms, row: int, more: int
) -> int:
    """GOVERN: admit, suspend or restore a participant."""
    kind = debit_operand(rows, row)
    if more != 0 or rows.amount[row] != 0 or authority_stated(rows, row, more):
        return OPERANDS_MALFORMED
    if kind == op.GOVERN_ADMIT:
        slot = resolve(credit_operand(rows, row), row, terms.lowered, answers)
        if slot < 0 or slot >= count(store, t.DOCUMENTS):
            return DOCUMENT_NOT_FOUND
        if count(store, t.PARTICIPANTS) > PARTICIPANTS_MAX:
            return OVERFLOW
        participant = append(store, t.PARTICIPANTS, 1)
        write(store, t.PARTICIPANTS, participant, t.PARTICIPANT_STATE, t.PARTICIPANT_ACTIVE)
        write(store, t.PARTICIPANTS, participant, t.PARTICIPANT_DOCUMENT, slot)
        answers.results[row] = participant
        return APPLIED
    if kind != op.GOVERN_SUSPEND and kind != op.GOVERN_RESTORE:
        return OPERANDS_MALFORMED
    participant = credit_operand(rows, row)
    if not participant_exists(store, participant):
        return PARTICIPANT_NOT_FOUND
    state = t.PARTICIPANT_STOPPED if kind == op.GOVERN_SUSPEND else t.PARTICIPANT_ACTIVE
    if read(store, t.PARTICIPANTS, participant, t.PARTICIPANT_STATE) == state:
        return STATE_UNCHANGED
    write(store, t.PARTICIPANTS, participant, t.PARTICIPANT_STATE, state)
    return APPLIED
