"""Schedules: tiling, stubs, month ends, payment days, and the coupons of the Hong Kong bonds."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from praya.base.amounts import Rounding, format_amount, parse_amount, round_ratio
from praya.base.calendars import BusinessDayConvention, Calendar
from praya.base.dates import DAY_MAX, day_of, format_day, is_month_end, parse_day
from praya.base.daycounts import DayCount, year_fraction
from praya.base.errors import PrayaError
from praya.base.schedules import (
    PERIODS_MAX,
    AmountDates,
    CouponPeriod,
    Roll,
    ScheduleTerms,
    Stub,
    coupon_periods,
    period_context,
    period_fraction,
)

WEEKDAYS = Calendar("WEEK", (5, 6), (), day_of(1940, 1, 1), day_of(2160, 12, 31))

GREEN_2024 = ScheduleTerms(
    issue=parse_day("2024-02-07"),
    maturity=parse_day("2026-02-07"),
    step_months=6,
    convention=BusinessDayConvention.FOLLOWING,
)


def _terms(issue: str, maturity: str, **fields: Any) -> ScheduleTerms:
    if "anchor" in fields:
        fields["anchor"] = parse_day(fields["anchor"])
    return ScheduleTerms(parse_day(issue), parse_day(maturity), **fields)


def _bounds(periods: tuple[CouponPeriod, ...]) -> list[str]:
    return [format_day(period.start) for period in periods] + [format_day(periods[-1].end)]


def _coupon(nominal: str, rate: Fraction, fraction: Fraction) -> str:
    amount = parse_amount(nominal, 2) * rate * fraction
    return format_amount(round_ratio(amount.numerator, amount.denominator, Rounding.HALF_UP), 2)


def _coupons(terms: ScheduleTerms, nominal: str, rate: Fraction, convention: DayCount) -> list[str]:
    return [
        _coupon(nominal, rate, period_fraction(terms, period, convention))
        for period in coupon_periods(terms, WEEKDAYS)
    ]


# ---- The Hong Kong green bonds ------------------------------------------------------------------

HONG_KONG_DOLLAR = ["37895890.41", "38312328.77", "37687671.23", "38312328.77"]
RENMINBI = ["21690410.96", "21928767.12", "21571232.88", "21928767.12"]


@pytest.mark.parametrize(
    ("nominal", "rate", "coupons"),
    [
        ("2000000000.00", Fraction(38, 1000), HONG_KONG_DOLLAR),
        ("1500000000.00", Fraction(29, 1000), RENMINBI),
    ],
)
def test_the_2024_coupons_are_those_of_actual_365_fixed(
    nominal: str, rate: Fraction, coupons: list[str]
) -> None:
    periods = coupon_periods(GREEN_2024, WEEKDAYS)
    assert [period.end - period.start for period in periods] == [182, 184, 181, 184]
    assert _coupons(GREEN_2024, nominal, rate, DayCount.ACTUAL_365_FIXED) == coupons


def test_the_2024_bond_pays_one_leap_day_more_than_its_nominal_interest() -> None:
    total = sum(parse_amount(coupon, 2) for coupon in HONG_KONG_DOLLAR)
    assert format_amount(total, 2) == "152208219.18"
    extra = total - 2 * parse_amount("76000000.00", 2)
    one_day = Fraction(parse_amount("2000000000.00", 2) * 38, 1000 * 365)
    assert extra == round_ratio(one_day.numerator, one_day.denominator, Rounding.HALF_UP)
    assert format_amount(extra, 2) == "208219.18"


def test_the_2024_bond_matures_on_a_saturday_and_pays_on_monday_the_same_amount() -> None:
    last = coupon_periods(GREEN_2024, WEEKDAYS)[-1]
    assert format_day(last.payment) == "2026-02-09"
    assert (format_day(last.amount_end), format_day(last.end)) == ("2026-02-07", "2026-02-07")


def test_with_adjusted_amounts_the_2024_bond_pays_two_days_more() -> None:
    terms = replace(GREEN_2024, amount_dates=AmountDates.ADJUSTED)
    last = coupon_periods(terms, WEEKDAYS)[-1]
    assert (last.amount_end - last.amount_start, format_day(last.end)) == (186, "2026-02-07")
    coupons = _coupons(terms, "2000000000.00", Fraction(38, 1000), DayCount.ACTUAL_365_FIXED)
    assert coupons == [*HONG_KONG_DOLLAR[:3], "38728767.12"]


def test_a_dollar_half_year_of_30_360_is_half_a_year() -> None:
    coupons = _coupons(
        GREEN_2024, "200000000.00", Fraction(4749, 100_000), DayCount.THIRTY_360_ISDA
    )
    assert coupons == ["4749000.00"] * 4


def test_a_euro_year_of_actual_actual_is_a_year() -> None:
    terms = replace(GREEN_2024, step_months=12)
    coupons = _coupons(terms, "80000000.00", Fraction(3647, 100_000), DayCount.ACTUAL_ACTUAL_ICMA)
    assert coupons == ["2917600.00"] * 2


def test_the_2023_bond_pays_once_at_maturity() -> None:
    terms = _terms("2023-02-16", "2024-02-16")
    periods = coupon_periods(terms, None)
    assert _bounds(periods) == ["2023-02-16", "2024-02-16"]
    assert periods[0].regular
    coupons = _coupons(terms, "800000000.00", Fraction(405, 10_000), DayCount.ACTUAL_365_FIXED)
    assert coupons == ["32400000.00"]


# ---- Which dates --------------------------------------------------------------------------------

SHORT, LONG = Stub.SHORT, Stub.LONG
FROM_ISSUE = Roll.FROM_ISSUE
FOLLOWING = BusinessDayConvention.FOLLOWING
PRECEDING = BusinessDayConvention.PRECEDING

TILED = [
    # Whole periods, either way round.
    (
        _terms("2024-01-31", "2024-07-31", step_months=3, end_of_month=True),
        ["2024-01-31", "2024-04-30", "2024-07-31"],
    ),
    (
        _terms("2024-01-30", "2024-05-30", step_months=1, roll=FROM_ISSUE),
        ["2024-01-30", "2024-02-29", "2024-03-30", "2024-04-30", "2024-05-30"],
    ),
    # A stub first, counting back from maturity.
    (
        _terms("2024-03-20", "2025-02-07", step_months=6, stub=SHORT),
        ["2024-03-20", "2024-08-07", "2025-02-07"],
    ),
    (
        _terms("2024-03-20", "2025-08-07", step_months=6, stub=LONG),
        ["2024-03-20", "2025-02-07", "2025-08-07"],
    ),
    (
        _terms("2024-03-20", "2024-08-27", step_months=3, stub=LONG),
        ["2024-03-20", "2024-08-27"],
    ),
    (_terms("2024-03-20", "2024-05-27", step_months=3, stub=LONG), ["2024-03-20", "2024-05-27"]),
    # A stub last, counting on from issue.
    (
        _terms("2024-02-07", "2025-03-20", step_months=6, stub=SHORT, roll=FROM_ISSUE),
        ["2024-02-07", "2024-08-07", "2025-02-07", "2025-03-20"],
    ),
    (
        _terms("2024-02-07", "2025-03-20", step_months=6, stub=LONG, roll=FROM_ISSUE),
        ["2024-02-07", "2024-08-07", "2025-03-20"],
    ),
    # A stated first coupon, a stated last one, and one that a long stub may not swallow.
    (
        _terms("2024-01-15", "2025-02-07", step_months=6, roll=FROM_ISSUE, anchor="2024-08-07"),
        ["2024-01-15", "2024-08-07", "2025-02-07"],
    ),
    (
        _terms("2024-02-07", "2025-03-20", step_months=6, anchor="2025-02-07"),
        ["2024-02-07", "2024-08-07", "2025-02-07", "2025-03-20"],
    ),
    (
        _terms(
            "2024-01-15",
            "2024-10-01",
            step_months=6,
            roll=FROM_ISSUE,
            stub=LONG,
            anchor="2024-08-07",
        ),
        ["2024-01-15", "2024-08-07", "2024-10-01"],
    ),
    # Steps of days.
    (
        _terms("2024-01-01", "2024-03-01", step_days=28, stub=SHORT, roll=FROM_ISSUE),
        ["2024-01-01", "2024-01-29", "2024-02-26", "2024-03-01"],
    ),
    # A day lost in February comes back in August.
    (
        _terms("2024-02-29", "2025-08-31", step_months=6),
        ["2024-02-29", "2024-08-31", "2025-02-28", "2025-08-31"],
    ),
]


@pytest.mark.parametrize(("terms", "bounds"), TILED)
def test_terms_give_these_dates(terms: ScheduleTerms, bounds: list[str]) -> None:
    assert _bounds(coupon_periods(terms, None)) == bounds


REFUSED_TERMS: list[tuple[dict[str, Any], str]] = [
    ({"maturity": GREEN_2024.issue}, "SCHEDULE_INVALID"),
    ({"maturity": GREEN_2024.issue - 1}, "SCHEDULE_INVALID"),
    ({"maturity": DAY_MAX + 1}, "DAY_OUT_OF_RANGE"),
    ({"issue": True}, "DAY_OUT_OF_RANGE"),
    ({"step_months": -1}, "SCHEDULE_INVALID"),
    ({"step_months": 121}, "SCHEDULE_INVALID"),
    ({"step_months": 6.0}, "SCHEDULE_INVALID"),
    ({"step_days": 1}, "SCHEDULE_INVALID"),
    ({"step_months": 0, "step_days": 367}, "SCHEDULE_INVALID"),
    ({"step_months": 0, "step_days": -1}, "SCHEDULE_INVALID"),
    ({"step_months": 0, "anchor": GREEN_2024.issue + 9}, "SCHEDULE_INVALID"),
    ({"anchor": GREEN_2024.issue}, "SCHEDULE_INVALID"),
    ({"anchor": GREEN_2024.maturity}, "SCHEDULE_INVALID"),
    ({"anchor": "2024-08-07"}, "DAY_OUT_OF_RANGE"),
    ({"roll": 1}, "SCHEDULE_INVALID"),
    ({"stub": 9}, "SCHEDULE_INVALID"),
    ({"convention": None}, "SCHEDULE_INVALID"),
    ({"amount_dates": "ADJUSTED"}, "SCHEDULE_INVALID"),
]


@pytest.mark.parametrize(("fields", "code"), REFUSED_TERMS)
def test_terms_without_meaning_are_refused(fields: dict[str, Any], code: str) -> None:
    with pytest.raises(PrayaError) as refusal:
        replace(GREEN_2024, **fields)
    assert refusal.value.code == code


NOT_WHOLE = [
    _terms("2024-03-20", "2025-02-07", step_months=6),
    _terms("2024-02-07", "2025-03-20", step_months=6, roll=FROM_ISSUE),
    _terms("2024-02-07", "2024-03-07", step_months=6),
    _terms("2024-02-28", "2025-08-31", step_months=6),
    _terms("2024-01-01", "2024-03-01", step_days=28, roll=FROM_ISSUE),
    _terms("2024-01-15", "2025-03-20", step_months=6, roll=FROM_ISSUE, anchor="2024-08-07"),
]


@pytest.mark.parametrize("terms", NOT_WHOLE)
def test_a_stub_that_is_not_allowed_is_refused(terms: ScheduleTerms) -> None:
    with pytest.raises(PrayaError, match="SCHEDULE_NOT_WHOLE"):
        coupon_periods(terms, None)


def test_a_schedule_has_at_most_its_limit_of_periods() -> None:
    terms = ScheduleTerms(0, PERIODS_MAX, step_days=1)
    assert len(coupon_periods(terms, None)) == PERIODS_MAX
    with pytest.raises(PrayaError, match="SCHEDULE_TOO_LONG"):
        coupon_periods(ScheduleTerms(0, PERIODS_MAX + 1, step_days=1), None)


def test_a_convention_without_a_calendar_is_refused() -> None:
    with pytest.raises(PrayaError, match="SCHEDULE_NEEDS_CALENDAR"):
        coupon_periods(GREEN_2024, None)


def test_a_calendar_that_ends_too_early_is_refused() -> None:
    short = replace(WEEKDAYS, last_day=GREEN_2024.maturity)
    with pytest.raises(PrayaError, match="DAY_NOT_COVERED"):
        coupon_periods(GREEN_2024, short)


@st.composite
def _any_terms(draw: st.DrawFn, months_only: bool = False) -> ScheduleTerms:
    issue = draw(st.integers(day_of(1990, 1, 1), day_of(2040, 1, 1)))
    maturity = issue + draw(st.integers(1, 4_000))
    in_months = months_only or draw(st.booleans())
    stated = maturity - issue > 1 and draw(st.booleans())
    return ScheduleTerms(
        issue=issue,
        maturity=maturity,
        step_months=draw(st.sampled_from([1, 2, 3, 4, 6, 12])) if in_months else 0,
        step_days=0 if in_months else draw(st.sampled_from([1, 7, 28, 91])),
        roll=draw(st.sampled_from(Roll)),
        stub=draw(st.sampled_from([Stub.SHORT, Stub.LONG])),
        anchor=draw(st.integers(issue + 1, maturity - 1)) if stated else None,
        end_of_month=draw(st.booleans()),
        convention=draw(st.sampled_from(BusinessDayConvention)),
        amount_dates=draw(st.sampled_from(AmountDates)),
    )


@given(_any_terms())
def test_periods_tile_issue_to_maturity(terms: ScheduleTerms) -> None:
    periods = coupon_periods(terms, WEEKDAYS)
    assert (periods[0].start, periods[-1].end) == (terms.issue, terms.maturity)
    for left, right in pairwise(periods):
        assert left.end == right.start
        assert left.amount_end == right.amount_start
        assert left.payment <= right.payment
    for period in periods:
        assert period.start < period.end
        assert period.amount_start <= period.amount_end
        assert period.payment == WEEKDAYS.adjust(period.end, terms.convention)
        if terms.amount_dates == AmountDates.UNADJUSTED:
            assert (period.amount_start, period.amount_end) == (period.start, period.end)
        else:
            assert period.amount_end == period.payment


@given(_any_terms())
def test_only_the_outer_periods_are_irregular(terms: ScheduleTerms) -> None:
    periods = coupon_periods(terms, WEEKDAYS)
    assert all(period.regular for period in periods[1:-1])
    if terms.anchor is None:
        whole = periods[:-1] if terms.roll == Roll.FROM_ISSUE else periods[1:]
        assert all(period.regular for period in whole)
    else:
        assert terms.anchor in [period.end for period in periods]


@given(_any_terms())
def test_adjusted_and_unadjusted_terms_have_the_same_payments(terms: ScheduleTerms) -> None:
    payments = [
        [period.payment for period in coupon_periods(replace(terms, amount_dates=kind), WEEKDAYS)]
        for kind in AmountDates
    ]
    assert payments[0] == payments[1]


@given(st.integers(0, 30_000), st.integers(1, 40), st.sampled_from([1, 3, 6]))
def test_month_ends_stay_month_ends(day: int, count: int, months: int) -> None:
    maturity = parse_day("2060-02-29") if day % 2 else parse_day("2061-02-28")
    issue = maturity - 31 * months * count
    terms = ScheduleTerms(issue, maturity, step_months=months, stub=Stub.SHORT, end_of_month=True)
    assert all(is_month_end(period.end) for period in coupon_periods(terms, None))


# ---- Day counts over a schedule -----------------------------------------------------------------


@given(_any_terms(months_only=True))
def test_a_regular_icma_period_is_worth_exactly_one_coupon(terms: ScheduleTerms) -> None:
    for period in coupon_periods(terms, WEEKDAYS):
        fraction = period_fraction(terms, period, DayCount.ACTUAL_ACTUAL_ICMA)
        if period.regular:
            assert fraction == Fraction(terms.step_months, 12)
        else:
            assert fraction >= 0


@given(_any_terms(months_only=True), st.sampled_from(DayCount))
def test_every_day_count_can_be_asked_of_every_schedule_of_months(
    terms: ScheduleTerms, convention: DayCount
) -> None:
    for period in coupon_periods(terms, WEEKDAYS):
        fraction = period_fraction(terms, period, convention)
        plain = Fraction(period.amount_end - period.amount_start, 365)
        if convention != DayCount.ONE_ONE:
            assert abs(fraction - plain) <= Fraction(4, 100) * plain + Fraction(4, 365)


# The stubs of ISDA, "EMU and Market Conventions: Recent Developments" (1998), from terms.
ICMA_STUBS = [
    (
        _terms("1999-02-01", "2001-07-01", step_months=12, stub=SHORT),
        [Fraction(150, 365), Fraction(1), Fraction(1)],
    ),
    (
        _terms("2002-08-15", "2004-01-15", step_months=6, stub=LONG),
        [Fraction(153, 184 * 2) + Fraction(1, 2), Fraction(1, 2)],
    ),
    (
        _terms("1999-07-30", "2000-06-30", step_months=6, stub=SHORT, roll=FROM_ISSUE),
        [Fraction(1, 2), Fraction(152, 182 * 2)],
    ),
    (
        _terms(
            "1999-08-31",
            "2000-04-30",
            step_months=3,
            stub=LONG,
            roll=FROM_ISSUE,
            end_of_month=True,
        ),
        [Fraction(1, 4), Fraction(1, 4) + Fraction(61, 92 * 4)],
    ),
]


@pytest.mark.parametrize(("terms", "fractions"), ICMA_STUBS)
def test_a_stub_is_measured_on_regular_periods(
    terms: ScheduleTerms, fractions: list[Fraction]
) -> None:
    periods = coupon_periods(terms, None)
    found = [period_fraction(terms, period, DayCount.ACTUAL_ACTUAL_ICMA) for period in periods]
    assert found == fractions


# Amounts on adjusted days, where the stub itself moves: terms, moved days, then the part of a year.
MOVED_STUBS = [
    # 75 days in the regular period of 185 that begins on 2023-12-01 and ends moved.
    (
        _terms("2024-03-20", "2025-06-01", step_months=6, stub=SHORT, convention=FOLLOWING),
        ("2024-03-20", "2024-06-03"),
        Fraction(75, 185 * 2),
    ),
    # One day of the regular period before, and then a whole one.
    (
        _terms("2024-06-02", "2025-06-01", step_months=6, stub=SHORT, convention=PRECEDING),
        ("2024-05-31", "2024-11-29"),
        Fraction(1, 183 * 2) + Fraction(1, 2),
    ),
    # A whole regular period, and one day of the next.
    (
        _terms(
            "2024-03-08",
            "2024-09-07",
            step_months=6,
            stub=SHORT,
            roll=FROM_ISSUE,
            convention=FOLLOWING,
        ),
        ("2024-03-08", "2024-09-09"),
        Fraction(1, 2) + Fraction(1, 181 * 2),
    ),
]


@pytest.mark.parametrize(("terms", "moved", "fraction"), MOVED_STUBS)
def test_an_adjusted_stub_is_measured_with_its_moved_days(
    terms: ScheduleTerms, moved: tuple[str, str], fraction: Fraction
) -> None:
    adjusted = replace(terms, amount_dates=AmountDates.ADJUSTED)
    first = coupon_periods(adjusted, WEEKDAYS)[0]
    assert not first.regular
    assert (format_day(first.amount_start), format_day(first.amount_end)) == moved
    assert period_fraction(adjusted, first, DayCount.ACTUAL_ACTUAL_ICMA) == fraction


def test_a_maturity_that_moves_is_still_the_maturity() -> None:
    terms = _terms(
        "2021-08-26",
        "2022-02-26",
        step_months=6,
        convention=FOLLOWING,
        amount_dates=AmountDates.ADJUSTED,
    )
    (only,) = coupon_periods(terms, WEEKDAYS)
    assert format_day(only.amount_end) == "2022-02-28"
    fraction = period_fraction(terms, only, DayCount.THIRTY_EUROPEAN_360_ISDA)
    assert fraction == Fraction(182, 360)


def test_the_maturity_reaches_30e_360_isda_only_in_the_last_period() -> None:
    terms = _terms("2024-08-31", "2026-02-28", step_months=6, end_of_month=True)
    fractions = [
        period_fraction(terms, period, DayCount.THIRTY_EUROPEAN_360_ISDA)
        for period in coupon_periods(terms, None)
    ]
    assert fractions == [Fraction(180, 360), Fraction(180, 360), Fraction(178, 360)]


def test_interest_accrues_within_a_period_and_not_beyond_it() -> None:
    first = coupon_periods(GREEN_2024, WEEKDAYS)[0]
    fixed = DayCount.ACTUAL_365_FIXED
    assert period_fraction(GREEN_2024, first, fixed, first.start) == 0
    assert period_fraction(GREEN_2024, first, fixed, first.start + 30) == Fraction(30, 365)
    whole = period_fraction(GREEN_2024, first, fixed, first.end)
    assert whole == period_fraction(GREEN_2024, first, fixed) == Fraction(182, 365)
    for until in (first.start - 1, first.end + 1):
        with pytest.raises(PrayaError, match="SCHEDULE_INVALID"):
            period_fraction(GREEN_2024, first, fixed, until)


@pytest.mark.parametrize("convention", [DayCount.ACTUAL_ACTUAL_ICMA, DayCount.ACTUAL_365_LEAP])
@pytest.mark.parametrize("step_days", [0, 28])
def test_a_convention_by_months_refuses_a_schedule_without(
    convention: DayCount, step_days: int
) -> None:
    terms = _terms("2024-02-07", "2024-03-06", step_days=step_days)
    (period,) = coupon_periods(terms, None)
    with pytest.raises(PrayaError, match="DAY_COUNT_NEEDS"):
        period_fraction(terms, period, convention)


def test_the_context_of_a_period_is_its_own() -> None:
    first = coupon_periods(GREEN_2024, WEEKDAYS)[0]
    context = period_context(GREEN_2024, first)
    assert (context.months, context.period_end) == (6, first.end)
    assert context.reference == (first.start, first.end)
    fraction = year_fraction(DayCount.ACTUAL_365_LEAP, first.start, first.end, context)
    assert fraction == Fraction(182, 366)


def test_the_numbers_of_the_choices_are_golden() -> None:
    numbers = {choice.name: choice.value for kind in (Roll, Stub) for choice in kind}
    assert numbers == {"FROM_MATURITY": 1, "FROM_ISSUE": 2, "NONE": 1, "SHORT": 2, "LONG": 3}
    assert {kind.name: kind.value for kind in AmountDates} == {"UNADJUSTED": 1, "ADJUSTED": 2}
