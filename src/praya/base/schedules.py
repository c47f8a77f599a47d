"""Coupon schedules: the periods of an issue, when each is paid, and what part of a year each is.

Terms name a grid of regular dates; where issue or maturity is off the grid, a stub is left. This
module must not know rates, nominal amounts, holders, or which calendar a term sheet names.
"""

from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

from praya.base.calendars import BusinessDayConvention, Calendar
from praya.base.dates import add_months, check_day, date_of_day, format_day
from praya.base.daycounts import DayCount, DayCountContext, year_fraction
from praya.base.errors import fail

PERIODS_MAX = 4_096  # daily interest for eleven years; a lowering has 100,000 steps in all
STEP_MONTHS_MAX = 120  # ten years between coupons; longer is one period at maturity
STEP_DAYS_MAX = 366  # longer steps are said in months


class Roll(IntEnum):
    """From which end the regular dates are counted. Numbers never change."""

    FROM_MATURITY = 1  # backwards; a stub is the first period
    FROM_ISSUE = 2  # forwards; a stub is the last period


class Stub(IntEnum):
    """What becomes of the days that are no whole period. Numbers never change."""

    NONE = 1  # refused: every period is whole
    SHORT = 2  # a period of their own
    LONG = 3  # joined to the period beside them


class AmountDates(IntEnum):
    """The days amounts are computed on. Numbers never change."""

    UNADJUSTED = 1  # the regular dates, whenever payment is made
    ADJUSTED = 2  # the business days they move to, so that a later payment carries more


_CHOICES = (
    ("roll", Roll),
    ("stub", Stub),
    ("convention", BusinessDayConvention),
    ("amount_dates", AmountDates),
)


@dataclass(frozen=True, slots=True)
class ScheduleTerms:
    """What a term sheet says about its dates.

    With neither months nor days there is one period, paid at maturity. A stated first (or last)
    coupon date fixes the period before (or after) it, whatever its length: the stub rule is for
    the other end. Errors when made: SCHEDULE_INVALID with the wrong field, DAY_OUT_OF_RANGE.
    """

    issue: int  # first day interest accrues, for example 2024-02-07
    maturity: int  # last unadjusted date, for example 2026-02-07
    step_months: int = 0  # months of a regular period: 6 for semi-annual
    step_days: int = 0  # or its days: 28
    roll: Roll = Roll.FROM_MATURITY
    stub: Stub = Stub.NONE
    anchor: int | None = None  # a stated regular date: first coupon, or last if from maturity
    end_of_month: bool = False  # regular dates stay month ends if the one counted from is
    convention: BusinessDayConvention = BusinessDayConvention.NONE
    amount_dates: AmountDates = AmountDates.UNADJUSTED

    def __post_init__(self) -> None:
        _require_field("maturity", self.maturity, check_day(self.issue) < check_day(self.maturity))
        months_valid = _is_step(self.step_months, STEP_MONTHS_MAX)
        _require_field("step_months", self.step_months, months_valid)
        days_valid = _is_step(self.step_days, STEP_DAYS_MAX)
        _require_field("step_days", self.step_days, days_valid)
        _require_field("step_days", self.step_days, not (self.step_months and self.step_days))
        if self.anchor is not None:
            stepped = self.step_months + self.step_days > 0
            inside = self.issue < check_day(self.anchor) < self.maturity
            _require_field("anchor", self.anchor, stepped and inside)
        for field, kind in _CHOICES:
            _require_field(field, getattr(self, field), isinstance(getattr(self, field), kind))


@dataclass(frozen=True, slots=True)
class CouponPeriod:
    """One period: interest accrues from `start` up to `end`, and is paid on `payment`."""

    start: int  # unadjusted
    end: int  # unadjusted
    payment: int  # `end`, moved to a business day
    amount_start: int  # the amount is computed from this day,
    amount_end: int  # up to this one
    regular: bool  # a whole step of the grid; the one period of a bullet is


def coupon_periods(terms: ScheduleTerms, calendar: Calendar | None) -> tuple[CouponPeriod, ...]:
    """The periods of the terms, which tile issue to maturity without gap or overlap.

    `calendar` is that of payments; without a business-day convention none is asked.
    Errors: SCHEDULE_NOT_WHOLE where a stub is left and the terms allow none; SCHEDULE_TOO_LONG
    past PERIODS_MAX; SCHEDULE_NEEDS_CALENDAR; DAY_NOT_COVERED by the calendar; DAY_OUT_OF_RANGE
    where the next regular date is past the years known.
    """
    bounds = _unadjusted_bounds(terms)
    moved = tuple(_adjusted(terms, calendar, day) for day in bounds)
    amount_bounds = moved if terms.amount_dates == AmountDates.ADJUSTED else bounds
    return tuple(
        CouponPeriod(
            start=bounds[place],
            end=bounds[place + 1],
            payment=moved[place + 1],
            amount_start=amount_bounds[place],
            amount_end=amount_bounds[place + 1],
            regular=_is_regular(terms, bounds[place], bounds[place + 1]),
        )
        for place in range(len(bounds) - 1)
    )


def period_fraction(
    terms: ScheduleTerms, period: CouponPeriod, convention: DayCount, until: int | None = None
) -> Fraction:
    """The part of a year a coupon is paid for, or has accrued up to the day `until`.

    Errors: SCHEDULE_INVALID if `until` is outside the period's amount days; DAY_COUNT_NEEDS for
    ACT/ACT ICMA and ACT/365L where the step is not in months.
    """
    end = period.amount_end if until is None else until
    _require_field("until", until, period.amount_start <= end <= period.amount_end)
    return year_fraction(convention, period.amount_start, end, period_context(terms, period))


def period_context(terms: ScheduleTerms, period: CouponPeriod) -> DayCountContext:
    """What a day count may ask about this period, for its amount days.

    Errors: DAY_OUT_OF_RANGE where a stub's regular period reaches past the years known.
    """
    is_last = period.end == terms.maturity
    return DayCountContext(
        end_of_month=terms.end_of_month,
        maturity=period.amount_end if is_last else terms.maturity,
        period_end=period.amount_end,
        months=terms.step_months,
        reference=_reference(terms, period),
    )


def _unadjusted_bounds(terms: ScheduleTerms) -> tuple[int, ...]:
    """Issue, the regular dates between, maturity; without the date a long stub swallows."""
    inner = _regular_dates(terms)
    bounds = [terms.issue, *inner, terms.maturity]
    from_issue = terms.roll == Roll.FROM_ISSUE
    left = len(bounds) - 2 if from_issue else 0
    if not _is_stepped(terms) or _is_regular(terms, bounds[left], bounds[left + 1]):
        return tuple(bounds)
    if terms.stub == Stub.NONE:
        fail("SCHEDULE_NOT_WHOLE", start=format_day(bounds[left]), end=format_day(bounds[left + 1]))
    beside = left if from_issue else 1
    # A date the terms state is never dropped; only a counted one is.
    if terms.stub == Stub.LONG and inner and bounds[beside] != terms.anchor:
        del bounds[beside]
    return tuple(bounds)


def _regular_dates(terms: ScheduleTerms) -> list[int]:
    """The grid dates strictly between issue and maturity, ascending."""
    if not _is_stepped(terms):
        return []
    direction = 1 if terms.roll == Roll.FROM_ISSUE else -1
    index = 0 if terms.anchor is not None else direction
    found: list[int] = []
    while True:
        day = _grid_day(terms, index)
        if not terms.issue < day < terms.maturity:
            return sorted(found)
        if len(found) + 1 >= PERIODS_MAX:
            fail("SCHEDULE_TOO_LONG", maximum=PERIODS_MAX)
        found.append(day)
        index += direction


def _grid_day(terms: ScheduleTerms, index: int) -> int:
    """The regular date `index` steps from the one the grid is counted from."""
    origin = _grid_origin(terms)
    if terms.step_months:
        months = index * terms.step_months
        return add_months(origin, months, end_of_month=terms.end_of_month)
    return check_day(origin + index * terms.step_days)


def _grid_origin(terms: ScheduleTerms) -> int:
    if terms.anchor is not None:
        return terms.anchor
    return terms.issue if terms.roll == Roll.FROM_ISSUE else terms.maturity


def _grid_index(terms: ScheduleTerms, day: int) -> int:
    """The index of the last grid date that is not after `day`."""
    origin = _grid_origin(terms)
    if not terms.step_months:
        return (day - origin) // terms.step_days
    left, right = date_of_day(origin), date_of_day(day)
    months = 12 * (right.year - left.year) + right.month - left.month
    index = months // terms.step_months
    # Same month, later day: the grid date of that month is still to come.
    return index - 1 if _grid_day(terms, index) > day else index


def _is_regular(terms: ScheduleTerms, start: int, end: int) -> bool:
    """Whether the two days are neighbours on the grid."""
    if not _is_stepped(terms):
        return True
    index = _grid_index(terms, start)
    return _grid_day(terms, index) == start and _grid_day(terms, index + 1) == end


def _reference(terms: ScheduleTerms, period: CouponPeriod) -> tuple[int, ...]:
    """The ends of the regular periods around the amount days (ICMA 251.1 iii).

    Where an end of this period moved, so did its regular date: a whole period is worth exactly
    one coupon, also when its amount is that of the days it moved to.
    """
    if not terms.step_months:
        return ()
    moved = {period.start: period.amount_start, period.end: period.amount_end}
    index = _grid_index(terms, min(period.start, period.amount_start))
    bounds = [_grid_day(terms, index)]
    while bounds[-1] < max(period.end, period.amount_end):
        index += 1
        bounds.append(_grid_day(terms, index))
    return tuple(moved.get(day, day) for day in bounds)


def _adjusted(terms: ScheduleTerms, calendar: Calendar | None, day: int) -> int:
    if terms.convention == BusinessDayConvention.NONE:
        return day
    if calendar is None:
        fail("SCHEDULE_NEEDS_CALENDAR", convention=terms.convention.name)
    return calendar.adjust(day, terms.convention)


def _is_stepped(terms: ScheduleTerms) -> bool:
    return terms.step_months + terms.step_days > 0


def _is_step(value: int, maximum: int) -> bool:
    return type(value) is int and 0 <= value <= maximum


def _require_field(field: str, value: object, valid: bool) -> None:
    if not valid:
        fail("SCHEDULE_INVALID", field=field, value=value)
