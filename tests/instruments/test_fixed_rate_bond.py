"""Fixed-rate bonds: the published coupons of the Hong Kong issues, and each way terms are wrong."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from instrument_samples import BOND, CASH, CONVENTIONS, WEEKDAYS, WHOLE_BOND, evergreen

from praya.base.amounts import Rounding, format_amount, parse_amount, round_ratio
from praya.base.calendars import BusinessDayConvention, Calendar
from praya.base.dates import DAY_MAX, DAY_MIN, add_months, day_of, format_day, parse_day
from praya.base.daycounts import DayCount, label
from praya.base.errors import PrayaError
from praya.base.limits import AMOUNT_MAX
from praya.base.schedules import AmountDates, Roll, Stub
from praya.instruments import INSTRUMENTS
from praya.instruments.cash_flows import FlowType
from praya.instruments.fixed_rate_bond import (
    COUPONS_MAX,
    Terms,
    flows,
    schedule,
    to_fields,
    validate,
)
from praya.instruments.forms import is_isin
from praya.instruments.instrument import AssetTerms, Payments
from praya.instruments.issue_flows import issue_flows
from praya.instruments.term_sheets import read_term_sheet

HONG_KONG_DOLLAR = ["37895890.41", "38312328.77", "37687671.23", "38312328.77"]
RENMINBI = ["21690410.96", "21928767.12", "21571232.88", "21928767.12"]

RENMINBI_BOND = replace(
    BOND, currency="CNY", aggregate_nominal="1500000000.00", interest_rate="2.900", cash_asset="CNY"
)
DOLLAR_BOND = replace(
    BOND,
    currency="USD",
    aggregate_nominal="200000000.00",
    interest_rate="4.749",
    day_count="30/360 ISDA",
)
EURO_BOND = replace(
    BOND,
    currency="EUR",
    aggregate_nominal="80000000.00",
    interest_rate="3.647",
    day_count="ACT/ACT ICMA",
    step_months=12,
)


def _coupons(terms: Terms, calendar: Calendar = WEEKDAYS) -> list[str]:
    """What the whole issue is paid, each coupon rounded half up as the ledger rounds totals."""
    nominal = parse_amount(terms.aggregate_nominal, terms.decimals)
    return [
        format_amount(
            round_ratio(nominal * one.numerator, one.denominator, Rounding.HALF_UP), terms.decimals
        )
        for one in schedule(terms, calendar)
        if not one.is_redemption
    ]


def _evergreen() -> Terms:
    terms = read_term_sheet(evergreen())[1]
    assert isinstance(terms, Terms)
    return terms


# ---- The Hong Kong green bonds ------------------------------------------------------------------


def test_the_2023_bond_pays_once_and_is_redeemed_with_it() -> None:
    terms = _evergreen()
    assert _coupons(terms) == ["32400000.00"]
    coupon, redemption = schedule(terms, WEEKDAYS)
    assert (coupon.numerator, coupon.denominator) == (81, 2000)
    assert (redemption.number, redemption.numerator, redemption.denominator) == (2, 1, 1)
    for one in (coupon, redemption):
        assert format_day(one.record_date) == "2024-02-15"
        assert format_day(one.payment_date) == "2024-02-16"


def test_the_2023_bond_is_defined_with_its_size_and_pays_from_its_issuers_account() -> None:
    terms = _evergreen()
    assert terms.asset() == AssetTerms(2, 80_000_000_000, 3)
    assert terms.payments() == Payments("HKD", "HKSARG.PAYING", "HKSARG.SUSPENSE", "HKD")
    assert terms.calendar_code() == "HKHK"


@pytest.mark.parametrize(
    ("terms", "coupons"),
    [
        (BOND, HONG_KONG_DOLLAR),
        (RENMINBI_BOND, RENMINBI),
        (DOLLAR_BOND, ["4749000.00"] * 4),
        (EURO_BOND, ["2917600.00"] * 2),
    ],
    ids=["HKD", "CNY", "USD", "EUR"],
)
def test_the_2024_bonds_pay_their_published_coupons(terms: Terms, coupons: list[str]) -> None:
    assert validate(terms) == []
    assert _coupons(terms) == coupons


@pytest.mark.parametrize(
    ("size", "rate", "a_year"),
    [
        ("2500000000.00", "2.5", "62500000.00"),
        ("2500000000.00", "1.9", "47500000.00"),
        ("300000000.00", "3.633", "10899000.00"),
        ("300000000.00", "2.512", "7536000.00"),
    ],
)
def test_the_2025_bonds_pay_their_nominal_interest(size: str, rate: str, a_year: str) -> None:
    terms = replace(EURO_BOND, aggregate_nominal=size, interest_rate=rate)
    assert _coupons(terms) == [a_year] * 2


def test_the_2024_bond_pays_one_leap_day_more_than_its_nominal_interest() -> None:
    total = sum(parse_amount(coupon, 2) for coupon in _coupons(BOND))
    assert format_amount(total, 2) == "152208219.18"
    exact = sum(Fraction(one.numerator, one.denominator) for one in schedule(BOND, WEEKDAYS)[:-1])
    assert exact == Fraction(38, 1000) * (2 + Fraction(1, 365))


def test_the_2024_bond_matures_on_a_saturday_and_pays_on_monday_what_friday_held() -> None:
    coupon, redemption = schedule(BOND, WEEKDAYS)[-2:]
    assert redemption.is_redemption
    assert not coupon.is_redemption
    for one in (coupon, redemption):
        assert format_day(one.payment_date) == "2026-02-09"
        assert format_day(one.record_date) == "2026-02-06"


def test_with_adjusted_amounts_the_2024_bond_pays_for_two_days_more() -> None:
    terms = replace(BOND, amount_dates=int(AmountDates.ADJUSTED))
    assert validate(terms) == []
    assert _coupons(terms) == [*HONG_KONG_DOLLAR[:3], "38728767.12"]


# ---- Which days ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("convention", "payment", "record"),
    [
        (BusinessDayConvention.FOLLOWING, "2026-06-01", "2026-05-28"),
        (BusinessDayConvention.MODIFIED_FOLLOWING, "2026-05-29", "2026-05-27"),
        (BusinessDayConvention.PRECEDING, "2026-05-29", "2026-05-27"),
    ],
)
def test_payment_follows_the_convention_and_record_is_two_days_before(
    convention: BusinessDayConvention, payment: str, record: str
) -> None:
    terms = replace(
        BOND,
        issue_date=parse_day("2025-05-31"),
        maturity_date=parse_day("2026-05-31"),  # a Sunday
        business_day_convention=int(convention),
        record_business_days=2,
    )
    assert validate(terms) == []
    last = schedule(terms, WEEKDAYS)[-1]
    assert (format_day(last.payment_date), format_day(last.record_date)) == (payment, record)


def test_holidays_move_both_the_payment_and_the_record_date() -> None:
    holidays = tuple(map(parse_day, ("2026-02-06", "2026-02-09")))
    calendar = replace(WEEKDAYS, holidays=holidays)
    last = schedule(BOND, calendar)[-1]
    assert format_day(last.payment_date) == "2026-02-10"
    assert format_day(last.record_date) == "2026-02-05"


@given(
    issue=st.integers(day_of(1950, 1, 1), day_of(2100, 12, 31)),
    months=st.sampled_from([1, 2, 3, 4, 6, 12]),
    count=st.integers(1, 24),
    convention=st.sampled_from(CONVENTIONS),
    day_count=st.sampled_from(list(DayCount)),
    amount_dates=st.sampled_from(list(AmountDates)),
)
def test_whatever_is_valid_has_a_schedule_that_ends_in_redemption(
    issue: int,
    months: int,
    count: int,
    convention: BusinessDayConvention,
    day_count: DayCount,
    amount_dates: AmountDates,
) -> None:
    terms = replace(
        BOND,
        issue_date=issue,
        maturity_date=add_months(issue, months * count),
        step_months=months,
        business_day_convention=int(convention),
        day_count=label(day_count),
        amount_dates=int(amount_dates),
    )
    assume(validate(terms) == [])  # a 31st does not always divide into whole months
    payments = schedule(terms, WEEKDAYS)
    assert len(payments) == count + 1
    assert [one.is_redemption for one in payments] == [False] * count + [True]
    assert len({one.payment_date for one in payments}) == count
    assert all(one.record_date >= issue for one in payments)


def test_who_holds_at_the_close_of_the_issue_date_may_be_paid() -> None:
    terms = replace(BOND, maturity_date=parse_day("2024-02-09"), step_months=0)
    terms = replace(terms, record_business_days=2)
    assert {one.record_date for one in schedule(terms, WEEKDAYS)} == {terms.issue_date}


@pytest.mark.parametrize(
    ("changes", "calendar", "code", "field"),
    [
        ({}, None, "SCHEDULE_NEEDS_CALENDAR", None),
        ({}, replace(WEEKDAYS, code="USNY"), "SCHEDULE_INVALID", "calendar"),
        ({}, replace(WEEKDAYS, last_day=parse_day("2026-02-08")), "DAY_NOT_COVERED", None),
        ({}, replace(WEEKDAYS, first_day=parse_day("2024-08-07")), "DAY_NOT_COVERED", None),
        (
            {"maturity_date": parse_day("2024-02-09"), "step_months": 0, "record_business_days": 3},
            WEEKDAYS,
            "SCHEDULE_INVALID",
            "record_business_days",
        ),
    ],
)
def test_a_schedule_that_cannot_be_made_says_why(
    changes: dict[str, Any], calendar: Calendar | None, code: str, field: str | None
) -> None:
    terms = replace(BOND, **changes)
    assert validate(terms) == []
    with pytest.raises(PrayaError) as caught:
        schedule(terms, calendar)
    assert (caught.value.code, caught.value.values.get("field")) == (code, field)


def test_a_rate_that_moved_dates_push_past_the_ledger_is_refused_with_the_schedule() -> None:
    # 365 days over 365 leave the rate as it is; with the two from Saturday to Monday it grows.
    terms = replace(
        BOND,
        aggregate_nominal="1000000.00",
        issue_date=parse_day("2025-02-07"),
        step_months=0,
        interest_rate="9200000000.000000001",
    )
    assert validate(terms) == []
    assert len(schedule(terms, WEEKDAYS)) == 2
    moved = replace(terms, amount_dates=int(AmountDates.ADJUSTED))
    assert validate(moved) == []
    with pytest.raises(PrayaError) as caught:
        schedule(moved, WEEKDAYS)
    assert caught.value.values["field"] == "interest_rate"


# ---- Periods, prices and what is left out --------------------------------------------------------


def _days(terms: Terms) -> list[str]:
    return [format_day(one.payment_date) for one in schedule(terms, WEEKDAYS)]


@pytest.mark.parametrize(
    ("roll", "stub", "days"),
    [
        (Roll.FROM_MATURITY, Stub.SHORT, ["2024-08-07", "2025-02-07", "2025-08-07", "2026-02-09"]),
        (Roll.FROM_MATURITY, Stub.LONG, ["2025-02-07", "2025-08-07", "2026-02-09"]),
        (Roll.FROM_ISSUE, Stub.SHORT, ["2024-09-20", "2025-03-20", "2025-09-22", "2026-02-09"]),
        (Roll.FROM_ISSUE, Stub.LONG, ["2024-09-20", "2025-03-20", "2026-02-09"]),
    ],
)
def test_a_stub_is_short_or_long_and_at_the_end_away_from_the_count(
    roll: Roll, stub: Stub, days: list[str]
) -> None:
    terms = replace(BOND, issue_date=parse_day("2024-03-20"), roll=int(roll), stub=int(stub))
    assert validate(terms) == []
    assert _days(terms) == [*days, days[-1]]


def test_a_first_date_fixes_the_first_period_and_the_grid() -> None:
    terms = replace(BOND, first_interest_date=parse_day("2024-11-07"), stub=int(Stub.SHORT))
    assert validate(terms) == []
    assert _days(terms) == ["2024-11-07", "2025-05-07", "2025-11-07", *["2026-02-09"] * 2]


@pytest.mark.parametrize(
    ("rule", "second"), [(0, "2024-08-30"), (1, "2024-08-30"), (2, "2024-09-02")]
)
def test_month_ends_stay_month_ends_if_the_rule_says_so(rule: int, second: str) -> None:
    terms = replace(
        BOND,
        issue_date=parse_day("2023-11-30"),
        maturity_date=parse_day("2024-11-30"),
        step_months=3,
        month_end_rule=rule,
        roll=int(Roll.FROM_ISSUE),
    )
    assert validate(terms) == []
    assert _days(terms)[2] == second


@pytest.mark.parametrize(("price", "ratio"), [("", 1), ("100", 1), ("101.25", Fraction(81, 80))])
def test_redemption_is_at_its_price(price: str, ratio: Fraction) -> None:
    last = schedule(replace(BOND, redemption_price=price), WEEKDAYS)[-1]
    assert Fraction(last.numerator, last.denominator) == ratio
    assert last.owed(200_000) == ratio * 200_000


def test_interest_runs_from_its_commencement_and_the_issue_price_brings_what_accrued() -> None:
    begun = parse_day("2024-02-07")
    terms = replace(BOND, issue_date=begun + 12, interest_commencement_date=begun)
    assert validate(terms) == []
    assert _coupons(terms) == HONG_KONG_DOLLAR
    issue = flows(terms, WEEKDAYS)[0]
    assert (issue.type, issue.day) == (FlowType.INITIAL_EXCHANGE, begun + 12)
    assert issue.payoff == -(1 + Fraction(38 * 12, 1000 * 365))


# Counts that do not add up: from a 20th to a 31st and on to a 20th is one day more than at once.
@pytest.mark.parametrize("convention", list(DayCount))
def test_an_issue_within_the_first_period_changes_no_coupon(convention: DayCount) -> None:
    begun, issued = parse_day("2024-08-20"), parse_day("2024-10-31")
    stated = {"maturity_date": parse_day("2026-02-20"), "day_count": label(convention)}
    early = replace(BOND, issue_date=begun, **stated)
    late = replace(BOND, issue_date=issued, interest_commencement_date=begun, **stated)
    assert validate(late) == []
    assert len(_coupons(late)) == 3
    assert _coupons(late) == _coupons(early)


def test_what_is_left_out_changes_no_byte_of_the_terms() -> None:
    assert list(to_fields(BOND)) == list(range(1, 24))
    assert list(to_fields(WHOLE_BOND)) == list(range(1, 48))


def test_the_flows_of_the_whole_issue_are_the_payments_to_the_cent() -> None:
    found = issue_flows(INSTRUMENTS["fixed_rate_bond"], BOND, WEEKDAYS)
    assert [one.event for one in found] == ["issue", *["coupon"] * 4, "redemption"]
    assert [format_amount(one.minor, 2) for one in found[1:5]] == HONG_KONG_DOLLAR
    assert [one.minor for one in found[::5]] == [200_000_000_000] * 2
    assert issue_flows(INSTRUMENTS["cash_token"], CASH, None) == []


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"step_months": 0, "roll": 1, "stub": 2, "month_end_rule": 2}, 3),
        ({"step_months": 0, "first_interest_date": parse_day("2024-08-07")}, 1),
        ({"first_interest_date": parse_day("2024-08-07"), "roll": 1}, 1),
        ({"first_interest_date": parse_day("2024-08-08")}, 1),
        ({"interest_commencement_date": parse_day("2024-02-06")}, 1),
        ({"interest_commencement_date": BOND.maturity_date}, 1),
        ({"redemption_price": "92233720368547758"}, 1),
        ({"issue_price": "92233720368547758"}, 1),
    ],
)
def test_what_dates_and_prices_say_together_is_checked(
    changes: dict[str, Any], fields: int
) -> None:
    problems = validate(replace(BOND, **changes))
    assert len(problems) == fields
    assert all(one.said("en") != one.said("zh-HK") for one in problems)


# ---- What is wrong with terms -------------------------------------------------------------------

WRONG: list[tuple[str, Any]] = [
    *(("isin", value) for value in ("HK0000963296", "hk0000963295", "HK000096329", " ", "0")),
    *(("name_en", value) for value in ("", " ", "x" * 201, "a\nb", "a\x1b[31m", " a", "a\u202eb")),
    *(("name_zh", value) for value in ("", "\ud800", "債券 ")),
    *(("currency", value) for value in ("", "HK", "HKDD", "hkd", "HK1")),
    *(("decimals", value) for value in (-1, 10, 2**63)),
    *(("aggregate_nominal", value) for value in ("", "0", "-1", "1e9", "2000000000.001")),
    # Not the denomination and a whole number of multiples: too small, and half a multiple more.
    *(("aggregate_nominal", value) for value in ("500000.00", "2000250000.00", "999999.99")),
    *(("specified_denomination", value) for value in ("", "0", "1,000,000", "1000000.000")),
    *(("integral_multiple", value) for value in ("", "0", "0.00", "half", "0.001")),
    *(("issue_price", value) for value in ("", "0", "-100", "100%", "99.1234567891", "1e2")),
    *(
        ("interest_rate", value)
        for value in ("", "0", "0.000", "-3.8", "3,8", "3.8%", "03.8", ".5")
    ),
    *(("interest_rate", value) for value in ("3.8000000001", "9223372036.854775808")),
    # Well formed, but a coupon of the issue would be past 63 bits.
    *(("interest_rate", value) for value in ("9223372036.854775807", "9300000000")),
    *(("day_count", value) for value in ("", "act/365f", "ACT/365", "30/360", "Actual/365")),
    *(("issue_date", value) for value in (DAY_MIN - 1, DAY_MAX + 1, 2**63)),
    *(("maturity_date", value) for value in (DAY_MIN - 1, DAY_MAX + 1, -(2**63))),
    *(("maturity_date", value) for value in (BOND.issue_date, BOND.issue_date - 1, DAY_MIN)),
    *(("step_months", value) for value in (-1, 121, 5, 7, 9, 36, 120)),
    *(("business_day_convention", value) for value in (-1, 0, 4, 2**31)),
    *(("amount_dates", value) for value in (-1, 0, 3)),
    *(("calendar", value) for value in ("", "H K", "x" * 33, "香港")),
    *(("record_business_days", value) for value in (-1, 0, 31)),
    *(("required_attributes", value) for value in (-1, 64, 2**62)),
    *(("governing_law", value) for value in ("", "hk", "HKG", "Hong Kong", "GB-", "GB-ENGL")),
    *(("cash_asset", value) for value in ("", "HK D", "x" * 33)),
    *(("paying_account", value) for value in ("", "付款", "a\n", "HKSARG.SUSPENSE")),
    *(("suspense_account", value) for value in ("", "a b", "x" * 33, "HKSARG.PAYING")),
    *(("interest_commencement_date", value) for value in (DAY_MIN - 1, DAY_MAX + 1, -(2**40))),
    *(("first_interest_date", value) for value in (DAY_MIN - 1, BOND.issue_date, 2**40)),
    *(("first_interest_date", BOND.maturity_date + days) for days in (0, 1)),
    *((field, value) for field in ("roll", "month_end_rule") for value in (-1, 3, 2**31)),
    *(("stub", value) for value in (-1, 4, 2**31)),
    *(("redemption_price", value) for value in ("0", "-100", "par", "100%", "1e2", "٣")),
    *(("pricing_date", value) for value in (DAY_MIN - 1, BOND.issue_date + 1)),
    *(
        ("dti", value)
        for value in ("X9J9K872", "09J9K872S", "X9J9K872SS", "x9j9k872s", "A9J9K872S")
    ),
    *(("issuer_lei", value) for value in ("2549HARBOURFERRIES52", "2549HARBOURFERRIES5", "0" * 20)),
    *(("form_of_note", value) for value in (-1, 5)),
    *(("status_of_note", value) for value in (-1, 6)),
    *(("issuance_type", value) for value in (-1, 3)),
    *(("label", value) for value in (-1, 5)),
    *(("listing", value) for value in ("HKEX1", "xhkg", "XHK", "X KG")),
    *(
        (field, value)
        for field in ("issuer_name", "guarantor_name", "programme", "use_of_proceeds")
        for value in (" x", "x\n", "x" * 201, "\u202ex")
    ),
    *(
        (field, " ")
        for field in ("clearing_system", "fiscal_agent", "paying_agent", "trustee", "registrar")
    ),
    ("platform_operator", "\0"),
]
TOGETHER = {"paying_account": "suspense_account"}  # told at the second of the two


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_a_single_wrong_field_is_the_one_problem(field: str, value: object) -> None:
    terms: Terms = replace(BOND, **{field: value})
    problems = validate(terms)
    same_account = value in (BOND.paying_account, BOND.suspense_account)
    expected = TOGETHER.get(field, field) if same_account else field
    assert [(one.field, one.value) for one in problems] == [(expected, value)]
    assert problems[0].expected


def test_every_field_has_a_way_to_be_wrong() -> None:
    print(f"{len(WRONG)} wrong values")
    assert {field for field, _ in WRONG} == set(Terms.__dataclass_fields__)


@pytest.mark.parametrize("day_count", ["ACT/ACT ICMA", "ACT/365L"])
def test_a_day_count_that_needs_a_period_is_refused_where_interest_is_paid_once(
    day_count: str,
) -> None:
    terms = replace(BOND, step_months=0, day_count=day_count)
    assert [problem.field for problem in validate(terms)] == ["day_count"]


def test_an_issue_that_is_not_whole_periods_is_told_of_its_step() -> None:
    terms = replace(BOND, issue_date=BOND.issue_date + 1)
    assert [problem.field for problem in validate(terms)] == ["step_months"]


def test_a_bond_of_too_many_coupons_is_told_of_its_step() -> None:
    issue = parse_day("2000-01-01")
    longest = replace(BOND, issue_date=issue, step_months=1)
    longest = replace(longest, maturity_date=add_months(issue, COUPONS_MAX))
    assert validate(longest) == []
    longer = replace(longest, maturity_date=add_months(issue, COUPONS_MAX + 1))
    assert [problem.field for problem in validate(longer)] == ["step_months"]


def test_a_coupon_of_the_whole_issue_may_be_the_largest_amount_and_no_more() -> None:
    whole = replace(BOND, decimals=0, specified_denomination="1", integral_multiple="1")
    whole = replace(whole, day_count="1/1", step_months=0, interest_rate="100")
    largest = replace(whole, aggregate_nominal=str(AMOUNT_MAX))
    assert validate(largest) == []
    past = replace(largest, interest_rate="100.000000001")
    assert [problem.field for problem in validate(past)] == ["interest_rate"]


def test_a_rate_is_refused_past_63_bits_however_small_the_issue_is() -> None:
    cent = replace(BOND, aggregate_nominal="0.01", specified_denomination="0.01")
    cent = replace(cent, integral_multiple="0.01", interest_rate="9200000000.000000001")
    assert [problem.field for problem in validate(cent)] == ["interest_rate"]
    assert validate(replace(cent, interest_rate="9200000000")) == []


@pytest.mark.parametrize(
    ("whole", "count"), [("1.50", 0), ("2.50", 0), ("2.00", 1), ("3.00", 1), ("0.50", 1)]
)
def test_multiples_are_counted_from_the_denomination(whole: str, count: int) -> None:
    terms = replace(BOND, specified_denomination="1.50", integral_multiple="1.00")
    problems = validate(replace(terms, aggregate_nominal=whole))
    assert [problem.field for problem in problems] == ["aggregate_nominal"] * count


def test_problems_of_fields_and_of_what_they_say_together_are_listed_at_once() -> None:
    terms = replace(
        BOND,
        currency="hkd",
        issue_price="par",
        aggregate_nominal="1500001.00",
        maturity_date=BOND.issue_date,
        suspense_account=BOND.paying_account,
    )
    assert {problem.field for problem in validate(terms)} == {
        *("currency", "issue_price", "aggregate_nominal", "maturity_date", "suspense_account")
    }


def test_what_fields_say_together_is_not_judged_where_one_of_them_is_wrong() -> None:
    terms = replace(BOND, decimals=10, step_months=-1, paying_account="")
    assert {problem.field for problem in validate(terms)} == {
        *("decimals", "step_months", "paying_account")
    }


# ---- ISIN ---------------------------------------------------------------------------------------

ISINS = ["HK0000963295", "US0378331005", "AU0000XVGZA3", "GB0002634946", "US38259P5089"]


@pytest.mark.parametrize("isin", ISINS)
def test_published_isins_hold(isin: str) -> None:
    assert is_isin(isin)
    assert validate(replace(BOND, isin=isin)) == []


@pytest.mark.parametrize("isin", ISINS)
def test_no_isin_holds_with_another_check_digit(isin: str) -> None:
    held = [digit for digit in "0123456789" if is_isin(isin[:-1] + digit)]
    assert held == [isin[-1]]


@given(isin=st.sampled_from(ISINS), place=st.integers(2, 11), digit=st.sampled_from("0123456789"))
def test_a_digit_typed_wrongly_is_found(isin: str, place: int, digit: str) -> None:
    assume(isin[place].isdigit() and isin[place] != digit)
    assert not is_isin(isin[:place] + digit + isin[place + 1 :])


@pytest.mark.parametrize("value", [None, 7, b"HK0000963295", ["HK0000963295"], "HK000096329５", ""])
def test_what_is_no_text_of_twelve_characters_is_no_isin(value: object) -> None:
    assert not is_isin(value)


def test_a_bond_without_an_isin_says_so_with_empty_text() -> None:
    assert validate(replace(BOND, isin="")) == []
