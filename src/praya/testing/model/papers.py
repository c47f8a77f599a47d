"""PUT, ATTEST, OPEN_DAY, GOVERN. Each function notes refusals; if there are none, it writes."""

from praya.base.limits import PARTICIPANTS_MAX
from praya.base.status import Status
from praya.testing.model.call import Call, Operand
from praya.testing.model.state import Row


def digest(name: str, first: Operand, second: Operand) -> Row:
    """Four columns of 32 bytes."""
    found = first.words() + second.words()
    return {f"{name}_{place}": found[place] for place in range(4)}


def put(call: Call) -> None:
    """A document, with its expected version."""
    slot, expected = call.debit, call.amount
    call.own_authority()
    call.malformed(call.credit != 0)
    call.malformed(expected != 0 if slot == -1 else expected < 1)
    if not call.more_rows(4):
        return
    documents = call.tables["documents"]
    key = digest("key", call.more[0], call.more[1])
    row = key | {"version": expected + 1} | digest("value", call.more[2], call.more[3])
    if slot != -1 and call.found("documents", slot, Status.DOCUMENT_NOT_FOUND):
        same = all(documents[slot][column] == word for column, word in key.items())
        changed = not same or documents[slot]["version"] != expected
        call.refuse(Status.DOCUMENT_CHANGED, changed)
    if call.refusals:
        return
    call.result = keep(documents, slot, row)


def keep(table: list[Row], slot: int, row: Row) -> int:
    """Write a row in its slot, or as a new one for -1; answers where."""
    if slot == -1:
        table.append(row)
        return len(table) - 1
    table[slot] = row
    return slot


def attest_form(call: Call) -> None:
    """The shape of an attestation."""
    second, third = call.more[1], call.more[2]
    call.malformed(call.amount < 0 or not 1 <= second.debit <= 3 or second.amount < 0)
    call.malformed(second.debit == 1 and second.credit != -1)
    call.malformed(third.debit != 0 or third.credit != 0)
    call.malformed(third.amount < second.amount)


def attest(call: Call) -> None:
    """An outside fact; a reserve also sets the asset's issue limit."""
    call.own_authority()
    if not call.more_rows(5):
        return
    attest_form(call)
    subject, second, third = call.more[0].words(), call.more[1], call.more[2]
    row = {"provider": call.credit, "kind": second.debit, "target": second.credit}
    row |= {"subject_0": subject[0], "subject_1": subject[1]}
    call.found("participants", call.credit, Status.PARTICIPANT_NOT_FOUND, first=1)
    if second.debit == 2:
        call.found("assets", second.credit, Status.ASSET_NOT_FOUND)
    if second.debit == 3:
        call.found("records", second.credit, Status.RECORD_NOT_FOUND)
    judge_slot(call, row, second.amount)
    call.refuse(Status.ATTESTATION_STALE, third.amount < call.context.block_time)
    if call.refusals:
        return
    row |= {"value": call.amount, "valid_from": second.amount, "valid_until": third.amount}
    row |= digest("digest", call.more[3], call.more[4])
    row |= {"height": call.context.height}
    call.result = keep(call.tables["attestations"], call.debit, row)
    if second.debit == 2:
        call.tables["assets"][second.credit]["issue_limit"] = call.amount


def judge_slot(call: Call, row: Row, valid_from: int) -> None:
    """A later word must be about the same thing, from the same provider, and not older."""
    slots = call.tables["attestations"]
    if call.debit == -1:
        return
    if not 0 <= call.debit < len(slots):
        call.refuse(Status.ATTESTATION_NOT_FOUND)
        return
    slot = slots[call.debit]
    differs = any(slot[column] != value for column, value in row.items())
    call.refuse(Status.ATTESTATION_NOT_FOUND, differs)
    call.refuse(Status.ATTESTATION_STALE, valid_from < slot["valid_from"])


def open_day(call: Call) -> None:
    """The next business date."""
    call.own_authority()
    call.malformed(call.debit != 0 or call.credit != 0)
    if not call.more_rows(1):
        return
    first = call.more[0]
    call.malformed(first.debit != 0 or first.credit != 0)
    today = call.tables.business_date
    call.refuse(Status.DATE_OUT_OF_ORDER, first.amount != today or call.amount <= today)
    if not call.refusals:
        call.tables["ledger"][0]["business_date"] = call.amount


def govern(call: Call) -> None:
    """Participants: admit (1), suspend (2), restore (3)."""
    call.own_authority()
    call.more_rows(0)
    call.malformed(call.amount != 0)
    if call.debit == 1:
        admit(call)
    elif call.debit in (2, 3):
        change_participant(call)
    else:
        call.malformed()


def admit(call: Call) -> None:
    """A new participant with its document."""
    document = call.resolve(call.credit)
    participants = call.tables["participants"]
    call.found("documents", document, Status.DOCUMENT_NOT_FOUND)
    admitted = len(participants) - 1  # the ledger itself is not one of them
    call.refuse(Status.OVERFLOW, admitted >= PARTICIPANTS_MAX)
    if not call.refusals:
        call.result = len(participants)
        participants.append({"state": 1, "document": document})


def change_participant(call: Call) -> None:
    """Suspend or restore one."""
    state = 2 if call.debit == 2 else 1
    if call.found("participants", call.credit, Status.PARTICIPANT_NOT_FOUND, first=1):
        row = call.tables["participants"][call.credit]
        call.refuse(Status.STATE_UNCHANGED, row["state"] == state)
    if not call.refusals:
        call.tables["participants"][call.credit]["state"] = state
