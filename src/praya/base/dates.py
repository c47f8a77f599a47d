"""Day numbers, the business dates of the ledger: days since 1970-01-01, and what they mean.

The calendar is the proleptic Gregorian one of ISO 8601, from 1900 to 2200. This module must not
know holidays, time zones or the time of day.
"""

import re
from datetime import date

from praya.base.errors import fail

YEAR_MIN = 1900  # an earlier date is a typing error and not an issue date
YEAR_MAX = 2200  # a later one is a typing error and not a maturity

_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_ISO_TEXT = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")

DAY_MIN = date(YEAR_MIN, 1, 1).toordinal() - _EPOCH_ORDINAL  # 1900-01-01
DAY_MAX = date(YEAR_MAX, 12, 31).toordinal() - _EPOCH_ORDINAL  # 2200-12-31


def check_day(day: int) -> int:
    """Return `day` if it is a day number of this calendar.

    Errors: DAY_OUT_OF_RANGE unless it is a whole number within 1900-01-01 to 2200-12-31.
    """
    if type(day) is not int or not DAY_MIN <= day <= DAY_MAX:
        fail("DAY_OUT_OF_RANGE", day=day, first=YEAR_MIN, last=YEAR_MAX)
    return day


def date_of_day(day: int) -> date:
    """The calendar date of a day number. Errors: DAY_OUT_OF_RANGE."""
    return date.fromordinal(check_day(day) + _EPOCH_ORDINAL)


def day_of_date(value: date) -> int:
    """The day number of a calendar date. Errors: DAY_OUT_OF_RANGE."""
    return check_day(value.toordinal() - _EPOCH_ORDINAL)


def day_of(year: int, month: int, day: int) -> int:
    """The day number of a year, month and day of month.

    Errors: DAY_OUT_OF_RANGE for the year, DAY_MALFORMED for a day that month does not have.
    """
    if not YEAR_MIN <= year <= YEAR_MAX:
        fail("DAY_OUT_OF_RANGE", day=f"{year}-{month}-{day}", first=YEAR_MIN, last=YEAR_MAX)
    if not 1 <= month <= 12 or not 1 <= day <= month_length(year, month):
        fail("DAY_MALFORMED", text=f"{year}-{month}-{day}")
    return date(year, month, day).toordinal() - _EPOCH_ORDINAL


def parse_day(text: str) -> int:
    """The day number of ISO 8601 extended text, exactly "YYYY-MM-DD".

    Errors: DAY_MALFORMED for any other spelling or a day that does not exist, DAY_OUT_OF_RANGE.
    """
    match = _ISO_TEXT.fullmatch(text)
    if match is None:
        fail("DAY_MALFORMED", text=text)
    return day_of(int(match[1]), int(match[2]), int(match[3]))


def format_day(day: int) -> str:
    """ISO 8601 text of a day number: 0 is "1970-01-01". Errors: DAY_OUT_OF_RANGE."""
    return date_of_day(day).isoformat()


def weekday(day: int) -> int:
    """0 for Monday to 6 for Sunday. Errors: DAY_OUT_OF_RANGE."""
    return (check_day(day) + 3) % 7  # day 0 was a Thursday


def is_leap_year(year: int) -> bool:
    """Whether the year has 366 days (Gregorian rule)."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def year_length(year: int) -> int:
    """366 or 365 days."""
    return 366 if is_leap_year(year) else 365


def month_length(year: int, month: int) -> int:
    """Days in a month, 28 to 31; `month` is 1 to 12."""
    if month == 2:
        return 29 if is_leap_year(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def is_month_end(day: int) -> bool:
    """Whether it is the last day of its month. Errors: DAY_OUT_OF_RANGE."""
    value = date_of_day(day)
    return value.day == month_length(value.year, value.month)


def month_end(day: int) -> int:
    """The last day of the month that `day` is in. Errors: DAY_OUT_OF_RANGE."""
    value = date_of_day(day)
    return day + month_length(value.year, value.month) - value.day


def add_months(day: int, months: int, *, end_of_month: bool = False) -> int:
    """The same day of the month, `months` later (or earlier, if negative).

    Where that month is shorter, its last day. With `end_of_month`, the last day of a month always
    goes to the last day (ISDA 2006, 4.18 "EOM"). Count from the first date, not from step to step:
    a day lost in February does not come back. Errors: DAY_OUT_OF_RANGE.
    """
    value = date_of_day(day)
    year, month_index = divmod(value.year * 12 + value.month - 1 + months, 12)
    length = month_length(year, month_index + 1)
    keep_end = end_of_month and is_month_end(day)
    return day_of(year, month_index + 1, length if keep_end else min(value.day, length))


def days_between(start: int, end: int) -> int:
    """Nights from `start` to `end`: the first day counts, the last does not.

    Errors: DAY_OUT_OF_RANGE, DATES_OUT_OF_ORDER if `end` is before `start`.
    """
    check_order(start, end)
    return end - start


def check_order(start: int, end: int) -> None:
    """Errors: DAY_OUT_OF_RANGE, DATES_OUT_OF_ORDER if `end` is before `start`."""
    if check_day(end) < check_day(start):
        fail("DATES_OUT_OF_ORDER", start=format_day(start), end=format_day(end))


def leap_days_between(start: int, end: int) -> int:
    """How many 29 Februaries lie after `start` and not after `end`.

    Errors: DAY_OUT_OF_RANGE, DATES_OUT_OF_ORDER.
    """
    check_order(start, end)
    return _leap_days_through(end) - _leap_days_through(start)


def _leap_days_through(day: int) -> int:
    """How many 29 Februaries the Gregorian rule puts up to and including `day`."""
    value = date_of_day(day)
    past = value.year - 1 if (value.month, value.day) < (2, 29) else value.year
    return past // 4 - past // 100 + past // 400
