"""Day counts: what part of a year lies between two days, as an exact fraction.

Every convention is one function of the table at the end, written alike: source, days, divisor.
The first day counts, the last does not. This module must not know bonds, coupons or rounding.

Sources by short name: "ISDA 2006" is the 2006 ISDA Definitions, section 4.16; "ICMA 251" is rule
251 of the ICMA Rules and Recommendations; "conventions guide" is OpenGamma, Interest Rate
Instruments and Market Conventions Guide, edition 2.0.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from typing import NamedTuple

from praya.base.dates import (
    add_months,
    check_order,
    date_of_day,
    day_of,
    is_leap_year,
    is_month_end,
    leap_days_between,
    year_length,
)
from praya.base.errors import fail


class DayCount(IntEnum):
    """The conventions. Numbers stand in terms and never change."""

    ONE_ONE = 1
    ACTUAL_ACTUAL_ISDA = 2
    ACTUAL_ACTUAL_ICMA = 3
    ACTUAL_ACTUAL_AFB = 4
    ACTUAL_ACTUAL_YEAR = 5
    ACTUAL_365_ACTUAL = 6
    ACTUAL_365_LEAP = 7
    ACTUAL_360 = 8
    ACTUAL_364 = 9
    ACTUAL_365_FIXED = 10
    ACTUAL_365_25 = 11
    NO_LEAP_360 = 12
    NO_LEAP_365 = 13
    THIRTY_360_ISDA = 14
    THIRTY_360_PSA = 15
    THIRTY_US_360 = 16
    THIRTY_EUROPEAN_360 = 17
    THIRTY_EUROPEAN_360_ISDA = 18
    THIRTY_EUROPEAN_PLUS_360 = 19
    THIRTY_EUROPEAN_365 = 20


@dataclass(frozen=True, slots=True)
class DayCountContext:
    """What some conventions ask about the schedule the two days belong to."""

    end_of_month: bool = False  # 30U/360: the schedule rolls on month ends
    maturity: int | None = None  # 30E/360 ISDA: termination date, for example 2026-02-07
    period_end: int | None = None  # ACT/365L: end of the coupon period accrued in
    months: int = 0  # ACT/365L, ACT/ACT ICMA: months of a regular period: 6 for semi-annual
    reference: tuple[int, ...] = ()  # ACT/ACT ICMA: ends of regular periods around the days


NO_CONTEXT = DayCountContext()


def year_fraction(
    convention: DayCount, start: int, end: int, context: DayCountContext = NO_CONTEXT
) -> Fraction:
    """Years from day number `start` to `end`, exact and not negative.

    No days are no part of a year under every convention: the thirty-day months would else make
    -2 days from the last of February to itself, and 1/1 a whole year.
    Errors: DATES_OUT_OF_ORDER, DAY_OUT_OF_RANGE, DAY_COUNT_NEEDS if the convention asks for a
    part of the context that is not given, or that does not fit these days.
    """
    check_order(start, end)
    if start == end:
        return Fraction(0)
    return _RULES[convention].fraction(start, end, context)


def days(convention: DayCount, start: int, end: int, context: DayCountContext = NO_CONTEXT) -> int:
    """Days from `start` to `end` as the convention counts them, for the confirmation of a trade.

    Errors: DATES_OUT_OF_ORDER, DAY_OUT_OF_RANGE.
    """
    check_order(start, end)
    if start == end:
        return 0
    return _RULES[convention].days(start, end, context)


def label(convention: DayCount) -> str:
    """The name the market writes: "ACT/365F"."""
    return _RULES[convention].label


def parse_day_count(text: str) -> DayCount:
    """The convention with that market name, exactly as `label` writes it.

    Errors: DAY_COUNT_UNKNOWN.
    """
    for convention, rule in _RULES.items():
        if rule.label == text:
            return convention
    fail("DAY_COUNT_UNKNOWN", text=text)


# ---- Year fractions -----------------------------------------------------------------------------


def _one_one(start: int, end: int, context: DayCountContext) -> Fraction:
    """ISDA 2006 (a), "1/1": one, whatever the days."""
    return Fraction(1)


def _actual_actual_isda(start: int, end: int, context: DayCountContext) -> Fraction:
    """ISDA 2006 (b), "Actual/Actual": days in leap years over 366, the others over 365."""
    first, last = date_of_day(start).year, date_of_day(end).year
    if first == last:
        return Fraction(end - start, year_length(first))
    head = Fraction(day_of(first, 12, 31) + 1 - start, year_length(first))
    tail = Fraction(end - day_of(last, 1, 1), year_length(last))
    return head + (last - first - 1) + tail


def _actual_actual_icma(start: int, end: int, context: DayCountContext) -> Fraction:
    """ICMA 251.1 (iii) and ISDA 2006 (c): days over (days in regular period x periods a year).

    A stub is the sum over the regular periods it overlaps, which `reference` bounds.
    """
    bounds = context.reference
    covered = len(bounds) >= 2 and bounds[0] <= start and end <= bounds[-1]
    _require_context(DayCount.ACTUAL_ACTUAL_ICMA, "months", context.months > 0)
    _require_context(DayCount.ACTUAL_ACTUAL_ICMA, "reference", covered)
    total = Fraction(0)
    for place in range(len(bounds) - 1):
        left, right = bounds[place], bounds[place + 1]
        _require_context(DayCount.ACTUAL_ACTUAL_ICMA, "reference", left < right)
        overlap = max(0, min(end, right) - max(start, left))
        total += Fraction(overlap * context.months, (right - left) * 12)
    return total


def _actual_actual_afb(start: int, end: int, context: DayCountContext) -> Fraction:
    """FBF master agreement 1994, "Exact/Exact" of the AFB: whole years back from the end, rest
    over 366 if it holds a 29 February, else over 365. The French text, without ISDA's reading of
    28 February as a month end.
    """
    years = date_of_day(end).year - date_of_day(start).year
    if years > 0 and add_months(end, -12 * years) < start:
        years -= 1
    rest_end = add_months(end, -12 * years) if years else end
    # The rest excludes its last day, so a 29 February there does not count.
    has_leap_day = rest_end > start and leap_days_between(start - 1, rest_end - 1) > 0
    return years + Fraction(rest_end - start, 366 if has_leap_day else 365)


def _actual_actual_year(start: int, end: int, context: DayCountContext) -> Fraction:
    """Conventions guide, "ACT/ACT Year": whole years on from the start, rest over its own year."""
    years = date_of_day(end).year - date_of_day(start).year
    if add_months(start, 12 * years) > end:
        years -= 1
    rest_start = add_months(start, 12 * years)
    return years + Fraction(end - rest_start, add_months(rest_start, 12) - rest_start)


def _actual_365_actual(start: int, end: int, context: DayCountContext) -> Fraction:
    """Conventions guide, "ACT/365 Actual": over 366 if a 29 February is after the start and not
    after the end, else over 365.
    """
    return Fraction(end - start, 366 if leap_days_between(start, end) else 365)


def _actual_365_leap(start: int, end: int, context: DayCountContext) -> Fraction:
    """ICMA 251.1 (i) and ISDA 2006 (i), "Act/365L": annual periods over 366 if they hold a 29
    February, others over 366 if they end in a leap year; else over 365.
    """
    _require_context(DayCount.ACTUAL_365_LEAP, "months", context.months > 0)
    period_end = context.period_end
    if period_end is None or period_end < end:
        fail("DAY_COUNT_NEEDS", convention=label(DayCount.ACTUAL_365_LEAP), needs="period_end")
    if context.months == 12:
        is_long = leap_days_between(start, period_end) > 0
    else:
        is_long = is_leap_year(date_of_day(period_end).year)
    return Fraction(end - start, 366 if is_long else 365)


def _actual_360(start: int, end: int, context: DayCountContext) -> Fraction:
    """ISDA 2006 (e), "Actual/360", and ICMA 251.1 (i): days over 360."""
    return Fraction(end - start, 360)


def _actual_364(start: int, end: int, context: DayCountContext) -> Fraction:
    """Conventions guide, "ACT/364": days over 364, 52 whole weeks."""
    return Fraction(end - start, 364)


def _actual_365_fixed(start: int, end: int, context: DayCountContext) -> Fraction:
    """ISDA 2006 (d), "Actual/365 (Fixed)": days over 365, also in leap years."""
    return Fraction(end - start, 365)


def _actual_365_25(start: int, end: int, context: DayCountContext) -> Fraction:
    """Conventions guide, "ACT/365.25": days over 365 1/4."""
    return Fraction(4 * (end - start), 1461)


def _no_leap_360(start: int, end: int, context: DayCountContext) -> Fraction:
    """Conventions guide, "NL/360": days without 29 Februaries over 360."""
    return Fraction(_no_leap_days(start, end, context), 360)


def _no_leap_365(start: int, end: int, context: DayCountContext) -> Fraction:
    """Conventions guide, "NL/365": days without 29 Februaries over 365."""
    return Fraction(_no_leap_days(start, end, context), 365)


def _thirty_360_isda(start: int, end: int, context: DayCountContext) -> Fraction:
    """ISDA 2006 (f), "30/360", the Bond Basis: months of 30 days over 360."""
    return Fraction(_thirty_isda_days(start, end, context), 360)


def _thirty_360_psa(start: int, end: int, context: DayCountContext) -> Fraction:
    """PSA (now SIFMA), Standard Formulas, "30/360 PSA": months of 30 days over 360."""
    return Fraction(_thirty_psa_days(start, end, context), 360)


def _thirty_us_360(start: int, end: int, context: DayCountContext) -> Fraction:
    """SIA, Standard Securities Calculation Methods, "30U/360": months of 30 days over 360."""
    return Fraction(_thirty_us_days(start, end, context), 360)


def _thirty_european_360(start: int, end: int, context: DayCountContext) -> Fraction:
    """ISDA 2006 (g), "30E/360", the Eurobond Basis, and ICMA 251.1 (ii): 30-day months over 360."""
    return Fraction(_thirty_european_days(start, end, context), 360)


def _thirty_european_360_isda(start: int, end: int, context: DayCountContext) -> Fraction:
    """ISDA 2006 (h), "30E/360 (ISDA)", the German master agreement: 30-day months over 360."""
    return Fraction(_thirty_european_isda_days(start, end, context), 360)


def _thirty_european_plus_360(start: int, end: int, context: DayCountContext) -> Fraction:
    """Conventions guide, "30E+/360": months of 30 days over 360."""
    return Fraction(_thirty_european_plus_days(start, end, context), 360)


def _thirty_european_365(start: int, end: int, context: DayCountContext) -> Fraction:
    """Conventions guide, "30E/365": months of 30 days, every month end a 30th, over 365."""
    return Fraction(_thirty_month_end_days(start, end, context), 365)


# ---- Days ---------------------------------------------------------------------------------------


def _one_day(start: int, end: int, context: DayCountContext) -> int:
    """1/1 counts one, whatever the days."""
    return 1


def _actual_days(start: int, end: int, context: DayCountContext) -> int:
    """Days as they are."""
    return end - start


def _no_leap_days(start: int, end: int, context: DayCountContext) -> int:
    """Days without each 29 February after the start and not after the end."""
    return end - start - leap_days_between(start, end)


def _thirty_isda_days(start: int, end: int, context: DayCountContext) -> int:
    """A first 31st is a 30th; a last 31st is one if the first day is a 30th or 31st."""
    first = min(date_of_day(start).day, 30)
    last = date_of_day(end).day
    return _thirty_days(start, end, first, 30 if last == 31 and first == 30 else last)


def _thirty_psa_days(start: int, end: int, context: DayCountContext) -> int:
    """As ISDA's, and a first day that ends February is a 30th."""
    first = 30 if is_month_end(start) else date_of_day(start).day
    last = date_of_day(end).day
    return _thirty_days(start, end, first, 30 if last == 31 and first == 30 else last)


def _thirty_us_days(start: int, end: int, context: DayCountContext) -> int:
    """As ISDA's; where the schedule rolls on month ends, a first day that ends February is a
    30th, and so then is a last day that ends February.
    """
    if not (context.end_of_month and _ends_february(start)):
        return _thirty_isda_days(start, end, context)
    last = date_of_day(end).day
    return _thirty_days(start, end, 30, 30 if last == 31 or _ends_february(end) else last)


def _thirty_european_days(start: int, end: int, context: DayCountContext) -> int:
    """Every 31st is a 30th."""
    first, last = date_of_day(start).day, date_of_day(end).day
    return _thirty_days(start, end, min(first, 30), min(last, 30))


def _thirty_european_isda_days(start: int, end: int, context: DayCountContext) -> int:
    """Every month end is a 30th, save a last day that ends February and is the maturity."""
    first = 30 if is_month_end(start) else date_of_day(start).day
    keeps_its_day = _ends_february(end) and end == context.maturity
    last = 30 if is_month_end(end) and not keeps_its_day else date_of_day(end).day
    return _thirty_days(start, end, first, last)


def _thirty_european_plus_days(start: int, end: int, context: DayCountContext) -> int:
    """A first 31st is a 30th; a last 31st is the 1st of the next month, which is 31 days on."""
    return _thirty_days(start, end, min(date_of_day(start).day, 30), date_of_day(end).day)


def _thirty_month_end_days(start: int, end: int, context: DayCountContext) -> int:
    """Every month end is a 30th."""
    first = 30 if is_month_end(start) else date_of_day(start).day
    last = 30 if is_month_end(end) else date_of_day(end).day
    return _thirty_days(start, end, first, last)


def _thirty_days(start: int, end: int, first: int, last: int) -> int:
    """Days in months of 30, with `first` and `last` in place of the days of the month."""
    left, right = date_of_day(start), date_of_day(end)
    return 360 * (right.year - left.year) + 30 * (right.month - left.month) + last - first


def _ends_february(day: int) -> bool:
    return is_month_end(day) and date_of_day(day).month == 2


def _require_context(convention: DayCount, needs: str, given: bool) -> None:
    if not given:
        fail("DAY_COUNT_NEEDS", convention=label(convention), needs=needs)


# ---- The table ----------------------------------------------------------------------------------


class _Rule(NamedTuple):
    """One convention: its market name, how it counts days, and the part of a year."""

    label: str
    days: Callable[[int, int, DayCountContext], int]
    fraction: Callable[[int, int, DayCountContext], Fraction]


_RULES: dict[DayCount, _Rule] = {
    DayCount.ONE_ONE: _Rule("1/1", _one_day, _one_one),
    DayCount.ACTUAL_ACTUAL_ISDA: _Rule("ACT/ACT ISDA", _actual_days, _actual_actual_isda),
    DayCount.ACTUAL_ACTUAL_ICMA: _Rule("ACT/ACT ICMA", _actual_days, _actual_actual_icma),
    DayCount.ACTUAL_ACTUAL_AFB: _Rule("ACT/ACT AFB", _actual_days, _actual_actual_afb),
    DayCount.ACTUAL_ACTUAL_YEAR: _Rule("ACT/ACT Year", _actual_days, _actual_actual_year),
    DayCount.ACTUAL_365_ACTUAL: _Rule("ACT/365 Actual", _actual_days, _actual_365_actual),
    DayCount.ACTUAL_365_LEAP: _Rule("ACT/365L", _actual_days, _actual_365_leap),
    DayCount.ACTUAL_360: _Rule("ACT/360", _actual_days, _actual_360),
    DayCount.ACTUAL_364: _Rule("ACT/364", _actual_days, _actual_364),
    DayCount.ACTUAL_365_FIXED: _Rule("ACT/365F", _actual_days, _actual_365_fixed),
    DayCount.ACTUAL_365_25: _Rule("ACT/365.25", _actual_days, _actual_365_25),
    DayCount.NO_LEAP_360: _Rule("NL/360", _no_leap_days, _no_leap_360),
    DayCount.NO_LEAP_365: _Rule("NL/365", _no_leap_days, _no_leap_365),
    DayCount.THIRTY_360_ISDA: _Rule("30/360 ISDA", _thirty_isda_days, _thirty_360_isda),
    DayCount.THIRTY_360_PSA: _Rule("30/360 PSA", _thirty_psa_days, _thirty_360_psa),
    DayCount.THIRTY_US_360: _Rule("30U/360", _thirty_us_days, _thirty_us_360),
    DayCount.THIRTY_EUROPEAN_360: _Rule("30E/360", _thirty_european_days, _thirty_european_360),
    DayCount.THIRTY_EUROPEAN_360_ISDA: _Rule(
        "30E/360 ISDA", _thirty_european_isda_days, _thirty_european_360_isda
    ),
    DayCount.THIRTY_EUROPEAN_PLUS_360: _Rule(
        "30E+/360", _thirty_european_plus_days, _thirty_european_plus_360
    ),
    DayCount.THIRTY_EUROPEAN_365: _Rule("30E/365", _thirty_month_end_days, _thirty_european_365),
}
