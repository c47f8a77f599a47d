"""What requests about participants, calendars, accounts and the business day come to, naively."""

import re
from typing import Any

from praya.base.attributes import ALL_ATTRIBUTES
from praya.base.calendars import calendar_from_document
from praya.base.errors import PrayaError
from praya.base.signing import KeyKind, Suite
from praya.base.status import Status
from praya.envelopes.keys import KeySet
from praya.envelopes.participants import Participant, Role, participant_from_document
from praya.testing.model.operations import MORE, OPEN_DAY, RECORD
from praya.testing.oracle.book import Book
from praya.testing.oracle.digests import read_map, write
from praya.testing.oracle.documents import read_days, read_participant
from praya.testing.oracle.drafts import Draft, refuse
from praya.testing.oracle.judging import reachable
from praya.testing.oracle.sent import ColumnValues

DAY_MS = 86_400_000
ROWS_MAX = 8_190
COLUMN_NAMES = ["code_0", "code_1", "code_2", "code_3", "kind", "attributes"]
SUSPENDED = 2


def read_document(draft: Draft, document: bytes, suite: Suite) -> Participant:
    """A participant's document with the keys that the ledger asks for, or KEYS_INVALID.

    It must not be too large, and its policy must be one that its key sets can meet.
    """
    too_large = draft.bounds is not None and len(document) > draft.bounds.document_bytes
    refuse(Status.KEYS_INVALID, too_large)
    try:
        participant_from_document(document, suite)
    except PrayaError:
        refuse(Status.KEYS_INVALID)
        raise
    found = read_participant(document)
    refuse(Status.KEYS_INVALID, not all(_has_its_keys(one, suite) for one in found.key_sets))
    refuse(Status.KEYS_INVALID, not reachable(found))
    return found


def _has_its_keys(one: KeySet, suite: Suite) -> bool:
    """Systems hold a key of each algorithm that the ledger asks for, persons one."""
    is_hybrid = suite is Suite.HYBRID and one.kind is KeyKind.INSTITUTION
    return (bool(one.ed25519), bool(one.ml_dsa_65)) == (True, is_hybrid)


def read_calendar(draft: Draft, code: str) -> Any:
    """The map of a calendar of the ledger."""
    value = draft.book.values.get(f"calendar/{code}", b"")
    refuse(Status.CALENDAR_UNKNOWN, not value)
    too_long = draft.bounds is not None and len(value) // 8 > draft.bounds.lowering_steps
    refuse(Status.LOWERING_LIMIT, too_long)
    return read_map(value)


def admit_participant(draft: Draft, asked: Any, suite: Suite) -> None:
    """A document, then a participant that has it."""
    code = read_document(draft, asked.document, suite).code
    refuse(Status.PARTICIPANT_EXISTS, code in draft.book.participants)
    draft.govern(1, draft.put(f"participant/{code}", asked.document))


def amend_participant(draft: Draft, asked: Any, suite: Suite) -> None:
    """The next version of a document."""
    found = read_document(draft, asked.document, suite)
    refuse(Status.PARTICIPANT_UNKNOWN, found.code not in draft.book.participants)
    refuse(Status.NOT_CONTROLLED, found.code not in draft.acting)
    gives_up = found.code == draft.acting[0] and Role.OPERATOR not in found.roles
    refuse(Status.INTENT_MALFORMED, gives_up)
    draft.put(f"participant/{found.code}", asked.document)


def suspend_participant(draft: Draft, asked: Any) -> None:
    """Suspend (2) or restore (3)."""
    refuse(Status.PARTICIPANT_UNKNOWN, asked.participant not in draft.book.participants)
    asking = draft.book.model.state["participants"][draft.actors[0]]
    refuse(Status.PARTICIPANT_SUSPENDED, asking["state"] == SUSPENDED)
    refuse(Status.INTENT_MALFORMED, asked.change not in (2, 3) or not asked.reason.strip())
    refuse(Status.INTENT_MALFORMED, asked.participant in draft.acting)
    draft.govern(asked.change, draft.book.participants[asked.participant])


def publish_calendar(draft: Draft, asked: Any) -> None:
    """A calendar's document."""
    try:
        calendar_from_document(asked.calendar)
    except PrayaError:
        refuse(Status.INTENT_MALFORMED)
        raise
    draft.put(f"calendar/{asked.calendar[0]}", write(asked.calendar))


def open_day(draft: Draft, asked: Any, calendar: str, block_time: int) -> None:
    """The next business day, and the records of all that closed before it."""
    book = draft.book
    read_calendar(draft, calendar)
    following = next_day(book, calendar)
    begun = asked.date <= block_time // DAY_MS + 1
    refuse(Status.DATE_NOT_NEXT, asked.date != following or not begun)
    draft.add_wide(OPEN_DAY, (0, 0, asked.date), [(0, 0, book.today, 1, MORE, 0)])
    events = book.model.state["events"]
    waiting = {
        (event["record_date"], event["asset"])
        for event in events
        if event["state"] == 1 and event["record_date"] < asked.date
    }
    for date, asset in sorted(waiting):
        draft.add(RECORD, asset, 0, date)


def next_day(book: Book, calendar: str) -> int:
    """The business day after today by a calendar that is there. DayUnknownError."""
    return read_days(read_map(book.values[f"calendar/{calendar}"])).next(book.today)


def open_accounts(draft: Draft, asked: Any, columns: tuple[ColumnValues, ...]) -> None:
    """Accounts of the requester, each with positions, listed in the request or in columns."""
    assets = [draft.asset(code) for code in asked.assets]
    refuse(Status.INTENT_MALFORMED, len(set(assets)) != len(assets))
    if assets:
        draft.demand_seed()
    stray = bool(asked.paid_in) and asked.paid_in not in asked.assets
    refuse(Status.INTENT_MALFORMED, stray)
    owner = draft.actors[0]
    new: set[str] = set()
    for record in _in_columns(draft, asked, columns) if columns else asked.accounts:
        code, kind, attributes = record[1], record[2], record[3]
        known = kind in (0, 1, 2, 3) and 0 <= attributes <= ALL_ATTRIBUTES
        refuse(Status.INTENT_MALFORMED, not known or code.startswith("ISSUE:"))
        refuse(Status.ACCOUNT_EXISTS, code in new or code in draft.book.accounts)
        new.add(code)
        account = draft.define_account(code, owner, kind, attributes)
        opened = {code: draft.open(account, draft.asset(code)) for code in asked.assets}
        for code, position in opened.items():
            if asked.paid_in and code != asked.paid_in:
                draft.set(4, position, opened[asked.paid_in])


def _in_columns(
    draft: Draft, asked: Any, columns: tuple[ColumnValues, ...]
) -> list[dict[int, Any]]:
    """The accounts that columns list, all of them looked at before the first is opened."""
    malformed = Status.INTENT_MALFORMED
    refuse(malformed, [name for name, _, _ in columns] != COLUMN_NAMES or bool(asked.accounts))
    refuse(malformed, any(dtype != "<i8" for _, dtype, _ in columns))
    listed = list(zip(*(values for _, _, values in columns), strict=True))
    assets = len(asked.assets)
    rows_each = 4 + 2 * assets + (assets - 1 if asked.paid_in else 0)
    refuse(Status.LOWERING_LIMIT, len(listed) * rows_each > ROWS_MAX)
    spelt = [
        b"".join(word.to_bytes(8, "little", signed=True) for word in row[:4]) for row in listed
    ]
    stray = any(re.fullmatch(rb"[!-~]{1,32}\0*", each) is None for each in spelt)
    refuse(malformed, stray or any(each.startswith(b"ISSUE:") for each in spelt))
    codes = [each.rstrip(b"\0").decode() for each in spelt]
    known = any(code in draft.book.accounts for code in codes)
    refuse(Status.ACCOUNT_EXISTS, known or len(set(codes)) != len(codes))
    return [{1: code, 2: row[4], 3: row[5]} for code, row in zip(codes, listed, strict=True)]


def open_positions(draft: Draft, asked: Any) -> None:
    """Positions of one account, with where their payments go."""
    account = draft.own_account(asked.account)
    draft.demand_seed()
    twice = len(set(asked.assets)) != len(asked.assets)
    refuse(Status.INTENT_MALFORMED, twice or len(asked.pay_to) not in (0, 2))
    payee = draft.position(*asked.pay_to) if asked.pay_to else -1
    for code in asked.assets:
        opened = draft.open(account, draft.asset(code))
        if asked.pay_to:
            draft.set(4, opened, payee)


def set_attributes(draft: Draft, asked: Any) -> None:
    """Attribute bits of an account."""
    account = draft.own_account(asked.account)
    refuse(Status.INTENT_MALFORMED, not 0 <= asked.attributes <= ALL_ATTRIBUTES)
    draft.set(1, account, asked.attributes)


def freeze_account(draft: Draft, asked: Any) -> None:
    """Freezes of an account."""
    account = draft.own_account(asked.account)
    refuse(Status.INTENT_MALFORMED, asked.freeze not in range(4) or not asked.reason.strip())
    draft.set(2, account, asked.freeze)
