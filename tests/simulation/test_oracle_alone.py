"""The oracle reads documents for itself: days, coupons, participants, leaves, headers, quotas.

What it says is held against worked figures and against the product, and a document changed on the
way to either is noticed.
"""

from dataclasses import replace
from fractions import Fraction
from hashlib import sha256
from random import Random
from typing import Any

import pytest
from blake3 import blake3

from praya.base.calendars import BusinessDayConvention, calendar_to_document
from praya.base.dates import parse_day
from praya.base.signing import Suite
from praya.base.status import Status
from praya.envelopes.participants import Participant, participant_from_document
from praya.instruments import fixed_rate_bond
from praya.intents.accounts.open_accounts import OpenAccounts
from praya.intents.calendar.open_day import OpenDay
from praya.intents.governance.publish_calendar import PublishCalendar
from praya.intents.issuance.issue_units import IssueUnits
from praya.intents.settlement.transfer import Transfer
from praya.proofs.headers import decode_block_header
from praya.testing.oracle.digests import document_key, salted_leaf, write
from praya.testing.oracle.documents import (
    DayUnknownError,
    read_days,
    read_participant,
    read_sheet,
)
from praya.testing.oracle.schedules import NoScheduleError, payments
from praya.testing.simulator.cast import (
    CALENDAR,
    DAY_MS,
    FIRST_DAY,
    LICENCES,
    document,
    first_terms,
)
from praya.testing.simulator.founding import copied
from praya.testing.simulator.harness import Harness
from praya.testing.simulator.legality import ViolationError
from praya.testing.simulator.letters import Request, Writer, disordered
from praya.testing.simulator.recipes.register_requests import bond_terms
from praya.testing.simulator.settings import Setting, limits_in_place

DAYS = read_days(calendar_to_document(CALENDAR))
CHRISTMAS = parse_day("2026-12-25")  # a Friday


def bond(**changed: Any) -> dict[int, Any]:
    return fixed_rate_bond.to_fields(bond_terms(FIRST_DAY, 4, **changed))


def opened(setting: Setting | None = None) -> Harness:
    harness = copied(setting or Setting())
    harness.open(Random(1))
    return harness


def writer_of(harness: Harness) -> Writer:
    return Writer(harness.ledger, Random(7), harness.clock.look())


def transfer(reference: str) -> Request:
    intent = Transfer("HKD", "1.00", "BANKA.HOUSE", "BANKB.HOUSE", reference)
    return Request(("BANKA",), intent)


# Days


def test_a_holiday_is_no_business_day() -> None:
    assert not DAYS.is_good(CHRISTMAS)
    assert not DAYS.is_good(CHRISTMAS + 1)
    assert DAYS.next(CHRISTMAS - 1) == parse_day("2026-12-28")
    assert DAYS.before(parse_day("2026-12-28"), 1) == CHRISTMAS - 1


@pytest.mark.parametrize("day", [CALENDAR.first_day - 1, CALENDAR.last_day + 1])
def test_a_day_outside_a_calendar_is_unknown(day: int) -> None:
    with pytest.raises(DayUnknownError):
        DAYS.is_good(day)


def test_the_oracle_counts_days_as_the_product_does() -> None:
    span = range(CALENDAR.first_day + 15, CALENDAR.last_day - 15)
    compared = 0
    for day in span:
        for convention in BusinessDayConvention:
            assert DAYS.moved(day, convention) == CALENDAR.adjust(day, convention)
        for count in range(4):
            assert DAYS.before(day, count) == CALENDAR.add_business_days(day, -count)
        compared += 1
    print(compared)
    assert compared > 600


# Coupons


def test_a_coupon_is_what_is_worked_out_by_hand() -> None:
    fields = bond(interest_rate="4.05", maturity_date=FIRST_DAY + 73)  # 2027-01-28, a Thursday
    interest, repaid = payments(fields, DAYS)
    assert Fraction(interest.numerator, interest.denominator) == Fraction(81, 10_000)  # 4.05 % / 5
    assert (repaid.numerator, repaid.denominator, repaid.is_redemption) == (1, 1, True)
    assert interest.payment_date == FIRST_DAY + 73
    assert interest.record_date == FIRST_DAY + 72


@pytest.mark.parametrize("amount_dates", [1, 2])
@pytest.mark.parametrize("convention", [1, 2, 3])
@pytest.mark.parametrize("record", [0, 1, 3])
@pytest.mark.parametrize("length", [7, 14, 39, 40, 41, 46])
def test_a_plain_bond_pays_what_the_product_says(
    length: int, record: int, convention: int, amount_dates: int
) -> None:
    terms = bond_terms(
        FIRST_DAY,
        4,
        maturity_date=FIRST_DAY + length,
        business_day_convention=convention,
        amount_dates=amount_dates,
        record_business_days=record,
    )
    found = payments(fixed_rate_bond.to_fields(terms), DAYS)
    listed = fixed_rate_bond.schedule(terms, CALENDAR)
    assert [tuple(each) for each in found] == [
        tuple(getattr(each, name) for name in each.__dataclass_fields__) for each in listed
    ]


def test_a_record_before_the_issue_is_no_schedule() -> None:
    with pytest.raises(NoScheduleError):
        payments(bond(record_business_days=30), DAYS)


def test_a_bond_past_the_calendar_has_no_schedule() -> None:
    with pytest.raises(DayUnknownError):
        payments(bond(maturity_date=CALENDAR.last_day + 1), DAYS)


def test_a_sheet_says_its_limit_in_minor_units() -> None:
    assert read_sheet("fixed_rate_bond", bond()).limit == 100_000
    cash = read_sheet("cash_token", {1: "HKD", 2: 0, 3: "700", 4: 3})
    assert (cash.limit, cash.required, cash.pays) == (700, 3, None)


# Participants


@pytest.mark.parametrize("suite", list(Suite))
def test_a_participant_is_read_as_the_product_reads_it(suite: Suite) -> None:
    for code in LICENCES:
        terms = replace(
            first_terms(code), keys=((1, False), (2, True), (3, True)), threshold=2, expiry=77
        )
        made = document(code, terms, suite)
        assert read_participant(made) == participant_from_document(made, suite)


def test_a_document_that_says_other_than_its_maker_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    honest, losses = Participant.to_document, 0
    for lost in ({"licence_expiry": 0}, {"roles": ()}):
        changed: dict[str, Any] = {**lost}

        def forgetful(self: Participant, changed: dict[str, Any] = changed) -> bytes:
            return honest(replace(self, **changed))

        monkeypatch.setattr(Participant, "to_document", forgetful)
        with pytest.raises(ViolationError):
            document("OPER", replace(first_terms("OPER"), expiry=99))
        losses += 1
    assert losses == 2


# Digests and headers


def test_a_leaf_is_hashed_behind_its_salt() -> None:
    salt, row = bytes(range(16)), b"row"
    wanted = blake3(salt + row, derive_key_context="praya leaf 1").digest()
    assert salted_leaf(salt, row) == wanted
    assert salted_leaf(bytes(16), row) != wanted
    assert document_key("calendar/HKHK") != document_key("calendar/HKHL")


def test_maps_are_written_in_one_order() -> None:
    assert write({2: b"\1", 1: -1}) == bytes.fromhex("a20120024101")


def test_the_header_that_the_oracle_writes_is_one_that_a_verifier_reads() -> None:
    ledger = opened().ledger
    first, second = (decode_block_header(each) for each in ledger.headers[:2])
    assert (first.height, second.height) == (1, 2)
    assert second.headers_root == sha256(b"\0" + ledger.headers[0]).digest()


# On a ledger


def test_a_day_of_storm_is_no_business_day() -> None:
    harness = opened()
    storm = CALENDAR.next_business_day(harness.ledger.book.today)
    holidays = tuple(sorted((*CALENDAR.holidays, storm)))
    changed = PublishCalendar(calendar_to_document(replace(CALENDAR, holidays=holidays)))
    harness.clock.move(2 * DAY_MS)
    for intent, status in (
        (changed, Status.APPLIED),
        (OpenDay(storm), Status.DATE_NOT_NEXT),
        (OpenDay(CALENDAR.next_business_day(storm)), Status.APPLIED),
    ):
        (answer,) = harness.submit(
            [
                writer_of(harness).write(
                    Request(("OPER",), intent),
                    request_id=sha256(repr(intent).encode()).digest()[:16],
                )
            ],
            Random(1),
        )
        assert answer.status == status


def test_bytes_of_a_block_are_counted_as_rows_are() -> None:
    setting = Setting(bytes_per_block=2_304)
    harness = copied(setting)
    with limits_in_place(setting):
        harness.open(Random(1))
        writer = writer_of(harness)
        sents = [writer.write(transfer(f"{'x' * 700} {number}")) for number in range(4)]
        answers = harness.submit(sents, Random(1))
        statuses = [answer.status for answer in answers]
        assert statuses[0] == Status.APPLIED
        assert statuses[-1] == Status.QUOTA_EXCEEDED
        (again,) = harness.submit(sents[-1:], Random(1))  # a quota burns no id
        assert again.status == Status.APPLIED


def test_signatures_that_stand_twice_or_in_another_order_are_refused() -> None:
    harness, seen = opened(), set[int]()
    intent = Transfer("HKD", "1.00", "BANKA.HOUSE", "BANKB.HOUSE", "both")
    for seed in range(8):
        good = writer_of(harness).write(Request(("BANKA", "BANKB"), intent))
        bad = disordered(good, Random(seed))
        assert bad.data != good.data
        seen.add(len(bad.signed))
        (answer,) = harness.submit([bad], Random(1))
        assert answer.status == Status.SIGNATURE_INVALID
    assert seen == {2, 3}


def test_equal_holdings_of_twenty_share_what_is_left_over_in_one_order() -> None:
    harness = opened()
    codes = [f"BROKER.T{number:02}" for number in range(20)]
    accounts = OpenAccounts(tuple({1: code, 2: 1, 3: 3} for code in codes), ("HKD", "NEAR"), "HKD")

    def ask(acting: str, *intents: Any) -> None:
        writer = Writer(harness.ledger, Random(len(harness.ledger.headers)), harness.clock.look())
        sents = [writer.write(Request((acting,), intent)) for intent in intents]
        statuses = [answer.status for answer in harness.submit(sents, Random(1))]
        assert set(statuses) == {Status.APPLIED}

    ask("BROKER", accounts)
    issued = [IssueUnits("NEAR", "7.77", code) for code in codes]
    ask("GOVT", *issued[:10])
    ask("GOVT", *issued[10:])
    for _ in range(4):
        day = CALENDAR.next_business_day(harness.ledger.book.today)
        harness.clock.move(max(0, day * DAY_MS + 2 * 3_600_000 - harness.clock.look()))
        ask("OPER", OpenDay(day))
    paid = {harness.ledger.book.available(code, "HKD") for code in codes}
    assert len(paid) == 2, paid  # some got one minor unit of what was left over
    harness.check_everything()
