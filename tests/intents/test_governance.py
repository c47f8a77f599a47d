"""Participants and calendars: admitted, amended, suspended, published; and the business day."""

from typing import Any

import pytest
from node.worlds import (
    CALENDAR,
    DAY_MS,
    FIRST_DAY,
    World,
    accounts,
    document,
    genesis,
    institution,
    settled,
    transfer,
)

from praya.base.calendars import Calendar, calendar_to_document
from praya.base.encoding import decode, encode
from praya.base.signing import Suite
from praya.envelopes.participants import Licence, Role
from praya.intents.calendar.open_day import OpenDay
from praya.intents.governance.admit_participant import AdmitParticipant
from praya.intents.governance.amend_participant import AmendParticipant
from praya.intents.governance.publish_calendar import PublishCalendar
from praya.intents.governance.suspend_participant import SuspendParticipant

SUSPEND, RESTORE = 2, 3


def changed(code: str, **fields: Any) -> bytes:
    """A participant's document with encoded fields changed: f1 is the code, and so on."""
    stated: Any = decode(document(code), 100_000)
    return encode({**stated, **{int(name[1:]): value for name, value in fields.items()}})


def test_an_admitted_participant_opens_accounts() -> None:
    world = settled()
    world.apply(AdmitParticipant(document("NEWBANK")), "HKMA")
    assert world.said(accounts("NEWBANK.HOUSE"), "NEWBANK") == "APPLIED"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (document("BANKA"), "PARTICIPANT_EXISTS"),
        (b"", "KEYS_INVALID"),
        (b"\x80", "KEYS_INVALID"),
        (document("NEW")[:-1], "KEYS_INVALID"),
        (document("NEW") + b"\0", "KEYS_INVALID"),
        (changed("NEW", f1="A B"), "KEYS_INVALID"),
        (changed("NEW", f1="參與"), "KEYS_INVALID"),
        (changed("NEW", f4="123"), "KEYS_INVALID"),
        (changed("NEW", f5=9), "KEYS_INVALID"),
        (changed("NEW", f6=-1), "KEYS_INVALID"),
        (changed("NEW", f7=[3]), "KEYS_INVALID"),
        (changed("NEW", f8=[]), "KEYS_INVALID"),
        (changed("NEW", f9={}), "KEYS_INVALID"),
        (document("NEW", Suite.HYBRID), "KEYS_INVALID"),  # the ledger's suite is another
    ],
)
def test_a_document_that_is_none_admits_nobody(content: bytes, said: str) -> None:
    world = settled()
    before = dict(world.ledger.participant_codes())
    assert world.said(AdmitParticipant(content), "HKMA") == said
    assert dict(world.ledger.participant_codes()) == before


def test_two_copies_of_one_admission_admit_once() -> None:
    world = settled()
    twice = [world.envelope(AdmitParticipant(document("NEW")), "HKMA") for _ in range(2)]
    assert [one.status.name for one in world.send(*twice)] == ["APPLIED", "PARTICIPANT_EXISTS"]


def test_a_participant_is_amended_with_its_own_signature() -> None:
    world = settled()
    new_keys = institution("BANKA", number=2).participant(Suite.ED25519, Licence.CUSTODIAN)
    amend = AmendParticipant(new_keys.to_document())
    assert world.said(amend, "HKMA") == "NOT_CONTROLLED"
    assert world.said(amend, "HKMA", "BANKB") == "NOT_CONTROLLED"
    assert (
        world.said(AmendParticipant(document("NOBODY")), "HKMA", "BANKA") == "PARTICIPANT_UNKNOWN"
    )
    assert world.said(AmendParticipant(b"\0"), "HKMA", "BANKA") == "KEYS_INVALID"
    assert world.said(transfer("1.00"), "BANKA") == "APPLIED"
    assert world.said(amend, "HKMA", "BANKA") == "APPLIED"
    assert world.said(transfer("1.00"), "BANKA") == "SIGNATURE_INVALID"
    found = world.reopened().node.executor.directory.participants["BANKA"]
    assert (found.licence, found.key_sets[0].number) == (Licence.CUSTODIAN, 2)


def test_a_suspension_takes_effect_from_the_next_block() -> None:
    world = settled()
    suspend = world.envelope(SuspendParticipant("BANKA", SUSPEND, "why"), "HKMA")
    early, late = (world.envelope(transfer("1.00"), "BANKA") for _ in range(2))
    assert [one.status.name for one in world.send(suspend, early)] == ["APPLIED", "APPLIED"]
    assert world.send(late)[0].status.name == "PARTICIPANT_SUSPENDED"


@pytest.mark.parametrize(
    ("intent", "said"),
    [
        (SuspendParticipant("NOBODY", SUSPEND, "why"), "PARTICIPANT_UNKNOWN"),
        (SuspendParticipant("BANKA", RESTORE, "why"), "STATE_UNCHANGED"),
        (SuspendParticipant("BANKA", 1, "why"), "INTENT_MALFORMED"),
        (SuspendParticipant("BANKA", 4, "why"), "INTENT_MALFORMED"),
        (SuspendParticipant("BANKA", -(2**63), "why"), "INTENT_MALFORMED"),
        (SuspendParticipant("BANKA", SUSPEND, " "), "INTENT_MALFORMED"),
        (SuspendParticipant("HKMA", SUSPEND, "why"), "INTENT_MALFORMED"),
    ],
)
def test_a_suspension_names_another_a_change_and_a_reason(
    intent: SuspendParticipant, said: str
) -> None:
    assert settled().said(intent, "HKMA") == said


def calendar(**parts: Any) -> dict[int, Any]:
    stated = calendar_to_document(CALENDAR)
    return {**stated, **{int(name[1:]): value for name, value in parts.items()}}


def test_a_calendar_published_anew_is_followed() -> None:
    world = settled()
    holiday = CALENDAR.next_business_day(FIRST_DAY)
    world.apply(PublishCalendar(calendar(f2=[holiday])), "HKMA")
    assert world.said(OpenDay(holiday), "HKMA") == "DATE_NOT_NEXT"
    world.clock.set((holiday + 1) * DAY_MS)
    assert world.said(OpenDay(holiday + 1), "HKMA") == "APPLIED"


@pytest.mark.parametrize(
    "document_of_it",
    [
        {},
        calendar(f0=""),
        calendar(f0="hk hk"),
        calendar(f1=[0, 1, 2, 3, 4, 5, 6]),
        calendar(f1=[6, 5]),
        calendar(f1=[7]),
        calendar(f1=5),
        calendar(f2=[FIRST_DAY, FIRST_DAY]),
        calendar(f2=[0]),
        calendar(f2=["2023-02-15"]),
        calendar(f3=2**62),
        calendar(f4=0),
        calendar(f5=0),
    ],
)
def test_a_calendar_that_is_none_is_refused(document_of_it: dict[int, Any]) -> None:
    world = settled()
    assert world.said(PublishCalendar(document_of_it), "HKMA") == "INTENT_MALFORMED"
    assert world.said(OpenDay(FIRST_DAY + 1), "HKMA") == "APPLIED"


@pytest.mark.parametrize("offset", [-1, 0, 2, 5, 2**31 - 1 - FIRST_DAY, -FIRST_DAY - 2**31 + 1])
def test_only_the_next_business_day_opens(offset: int) -> None:
    world = settled()
    assert world.said(OpenDay(FIRST_DAY + offset), "HKMA") == "DATE_NOT_NEXT"
    assert world.state.business_date == FIRST_DAY


def test_a_day_opens_once_and_weekends_not_at_all() -> None:
    world = settled()
    assert [world.said(OpenDay(FIRST_DAY + 1), "HKMA") for _ in range(2)] == [
        "APPLIED",
        "DATE_NOT_NEXT",
    ]
    ahead = world.said(OpenDay(FIRST_DAY + 2), "HKMA")
    assert ahead == "DATE_NOT_NEXT"  # it has not begun anywhere
    world.clock.set((FIRST_DAY + 4) * DAY_MS)
    assert world.said(OpenDay(FIRST_DAY + 2), "HKMA") == "APPLIED"  # a Friday
    assert world.said(OpenDay(FIRST_DAY + 3), "HKMA") == "DATE_NOT_NEXT"
    assert world.said(OpenDay(FIRST_DAY + 5), "HKMA") == "APPLIED"


def test_a_calendar_that_ends_opens_no_day_until_a_longer_one_is_published() -> None:
    world = settled()
    short = Calendar("HKHK", (5, 6), (), FIRST_DAY - 10, FIRST_DAY)
    world.apply(PublishCalendar(calendar_to_document(short)), "HKMA")
    assert world.said(OpenDay(FIRST_DAY + 1), "HKMA") == "CALENDAR_UNKNOWN"
    world.apply(PublishCalendar(calendar()), "HKMA")
    assert world.said(OpenDay(FIRST_DAY + 1), "HKMA") == "APPLIED"


def test_the_roles_of_an_amended_operator_change() -> None:
    world: World = settled()
    world.apply(AmendParticipant(document("BANKA", roles=(Role.CALENDAR,))), "HKMA", "BANKA")
    world.clock.set((FIRST_DAY + 1) * DAY_MS)
    assert world.said(OpenDay(FIRST_DAY + 1), "BANKA") == "APPLIED"
    assert world.said(AdmitParticipant(document("NEW")), "BANKA") == "VERB_NOT_PERMITTED"


def test_an_operator_gives_up_its_role_only_with_another() -> None:
    world = World.create(genesis(operators=2))
    gone = AmendParticipant(document("HKMA", roles=(Role.CALENDAR,)))
    assert world.said(gone, "HKMA") == "INTENT_MALFORMED"
    assert world.said(gone, "HKMA", "OPTWO") == "INTENT_MALFORMED"
    assert world.said(gone, "OPTWO", "HKMA") == "APPLIED"
    assert world.said(AdmitParticipant(document("NEW")), "HKMA") == "VERB_NOT_PERMITTED"
    assert world.said(AdmitParticipant(document("NEW")), "OPTWO") == "APPLIED"
