"""What requests about participants, calendars, accounts and the business day come to, naively."""

from typing import Any

from praya.base.attributes import ALL_ATTRIBUTES
from praya.base.calendars import Calendar, calendar_from_document
from praya.base.encoding import decode, encode
from praya.base.errors import PrayaError
from praya.base.signing import Suite
from praya.base.status import Status
from praya.envelopes.participants import Participant, Role, participant_from_document
from praya.testing.model.operations import MORE, OPEN_DAY, RECORD
from praya.testing.oracle.drafts import Draft, refuse

DAY_MS = 86_400_000
SUSPENDED = 2


def read_document(document: bytes, suite: Suite) -> Participant:
    """A participant's document, or KEYS_INVALID."""
    try:
        return participant_from_document(document, suite)
    except PrayaError:
        refuse(Status.KEYS_INVALID)
        raise


def read_calendar(draft: Draft, code: str) -> Calendar:
    """A calendar of the ledger."""
    value = draft.book.values.get(f"calendar/{code}")
    refuse(Status.CALENDAR_UNKNOWN, value is None)
    return calendar_from_document(decode(value or b"", 2**20))


def admit_participant(draft: Draft, asked: Any, suite: Suite) -> None:
    """A document, then a participant that has it."""
    code = read_document(asked.document, suite).code
    refuse(Status.PARTICIPANT_EXISTS, code in draft.book.participants)
    draft.govern(1, draft.put(f"participant/{code}", asked.document))


def amend_participant(draft: Draft, asked: Any, suite: Suite) -> None:
    """The next version of a document."""
    found = read_document(asked.document, suite)
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
        code = calendar_from_document(asked.calendar).code
    except PrayaError:
        refuse(Status.INTENT_MALFORMED)
        raise
    draft.put(f"calendar/{code}", encode(asked.calendar))


def open_day(draft: Draft, asked: Any, calendar: str, block_time: int) -> None:
    """The next business day, and the records of all that closed before it."""
    book = draft.book
    following = read_calendar(draft, calendar).next_business_day(book.today)
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


def open_accounts(draft: Draft, asked: Any) -> None:
    """Accounts of the requester, each with positions."""
    assets = [draft.asset(code) for code in asked.assets]
    refuse(Status.INTENT_MALFORMED, len(set(assets)) != len(assets))
    if assets:
        draft.demand_seed()
    stray = bool(asked.paid_in) and asked.paid_in not in asked.assets
    refuse(Status.INTENT_MALFORMED, stray)
    owner = draft.actors[0]
    new: set[str] = set()
    for record in asked.accounts:
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
