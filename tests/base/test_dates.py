"""Day numbers: text, months and order, against the standard library's calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from praya.base.dates import (
    DAY_MAX,
    DAY_MIN,
    add_months,
    check_day,
    date_of_day,
    day_of,
    day_of_date,
    days_between,
    format_day,
    is_month_end,
    leap_days_between,
    month_end,
    parse_day,
    weekday,
    year_length,
)
from praya.base.errors import PrayaError

DAYS = st.integers(DAY_MIN, DAY_MAX)
MIDDLE_DAYS = st.integers(day_of(1950, 1, 1), day_of(2150, 12, 31))
EPOCH = date(1970, 1, 1)


def test_the_epoch_is_day_zero_and_a_thursday() -> None:
    assert parse_day("1970-01-01") == 0
    assert format_day(0) == "1970-01-01"
    assert weekday(0) == 3


def test_the_range_is_1900_to_2200() -> None:
    assert format_day(DAY_MIN) == "1900-01-01"
    assert format_day(DAY_MAX) == "2200-12-31"


def test_the_2024_green_bond_matures_on_a_saturday() -> None:
    assert weekday(parse_day("2026-02-07")) == 5


@given(DAYS)
def test_a_day_is_the_same_after_text_and_date(day: int) -> None:
    assert parse_day(format_day(day)) == day
    assert day_of_date(date_of_day(day)) == day
    assert date_of_day(day) == EPOCH + timedelta(days=day)
    assert weekday(day) == date_of_day(day).weekday()


MALFORMED = [
    "",
    "2024",
    "2024-02",
    "2024-2-07",
    "2024-02-7",
    "24-02-07",
    "2024/02/07",
    "20240207",
    "2024-02-07 ",
    " 2024-02-07",
    "2024-02-07\n",
    "2024-02-07T00:00:00",
    "2024-W06-3",
    "2024-038",
    "2024-00-07",
    "2024-13-07",
    "2024-02-00",
    "2024-02-30",
    "2023-02-29",
    "1900-02-29",
    "2024-04-31",
    "-024-02-07",
    "\u0662\u0660\u0662\u0664-02-07",
    "7 February 2024",
]


@pytest.mark.parametrize("text", MALFORMED)
def test_text_that_is_no_iso_date_is_refused(text: str) -> None:
    with pytest.raises(PrayaError) as refusal:
        parse_day(text)
    assert refusal.value.code == "DAY_MALFORMED"


@pytest.mark.parametrize("text", ["1899-12-31", "2201-01-01", "0000-01-01", "9999-12-31"])
def test_a_year_out_of_range_is_refused(text: str) -> None:
    with pytest.raises(PrayaError) as refusal:
        parse_day(text)
    assert refusal.value.code == "DAY_OUT_OF_RANGE"


@pytest.mark.parametrize("day", [DAY_MIN - 1, DAY_MAX + 1, 10**12, -(10**12), True, "19760", 0.0])
def test_a_number_that_is_no_day_is_refused(day: int) -> None:
    for use in (check_day, date_of_day, format_day, weekday, is_month_end):
        with pytest.raises(PrayaError, match="DAY_OUT_OF_RANGE"):
            use(day)


def test_a_date_out_of_range_is_refused() -> None:
    with pytest.raises(PrayaError, match="DAY_OUT_OF_RANGE"):
        day_of_date(date(1899, 12, 31))


MONTHS = [
    # from          months end_of_month to
    ("2024-01-31", 1, False, "2024-02-29"),
    ("2023-01-31", 1, False, "2023-02-28"),
    ("2024-01-31", 2, False, "2024-03-31"),
    ("2024-02-29", 12, False, "2025-02-28"),
    ("2024-02-29", 48, False, "2028-02-29"),
    ("2024-02-29", 6, False, "2024-08-29"),
    ("2024-02-29", 6, True, "2024-08-31"),
    ("2023-02-28", 12, True, "2024-02-29"),
    ("2024-02-28", 12, True, "2025-02-28"),
    ("2024-04-30", 1, True, "2024-05-31"),
    ("2024-04-29", 1, True, "2024-05-29"),
    ("2024-03-31", -1, False, "2024-02-29"),
    ("2024-02-07", 24, False, "2026-02-07"),
    ("2024-02-07", -2, False, "2023-12-07"),
    ("2024-02-07", 0, False, "2024-02-07"),
]


@pytest.mark.parametrize(("start", "months", "end_of_month", "end"), MONTHS)
def test_months_are_added_by_the_end_of_month_rule(
    start: str, months: int, end_of_month: bool, end: str
) -> None:
    assert format_day(add_months(parse_day(start), months, end_of_month=end_of_month)) == end


@given(MIDDLE_DAYS, st.integers(-600, 600), st.booleans())
def test_adding_months_reaches_that_month_and_no_later_day(
    day: int, months: int, end_of_month: bool
) -> None:
    start = date_of_day(day)
    end = date_of_day(add_months(day, months, end_of_month=end_of_month))
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    if end_of_month and is_month_end(day):
        assert is_month_end(day_of_date(end))
    else:
        assert end.day == min(start.day, date_of_day(month_end(day_of_date(end))).day)


@pytest.mark.parametrize("months", [12 * 301, -12 * 301, 10**9])
def test_months_beyond_the_years_known_are_refused(months: int) -> None:
    with pytest.raises(PrayaError, match="DAY_OUT_OF_RANGE"):
        add_months(0, months)


@given(DAYS)
def test_a_month_end_is_followed_by_the_first(day: int) -> None:
    end = month_end(day)
    assert is_month_end(end)
    assert end >= day
    assert (EPOCH + timedelta(days=end + 1)).day == 1
    assert date_of_day(end).month == date_of_day(day).month


@given(DAYS, DAYS)
def test_days_between_need_order(one: int, other: int) -> None:
    start, end = sorted((one, other))
    assert days_between(start, end) == (date_of_day(end) - date_of_day(start)).days
    if start != end:
        with pytest.raises(PrayaError, match="DATES_OUT_OF_ORDER"):
            days_between(end, start)


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        ("2012-02-28", "2012-02-29", 1),
        ("2012-02-29", "2012-03-01", 0),
        ("2012-02-29", "2016-02-29", 1),
        ("2011-12-28", "2016-03-01", 2),
        ("1900-01-01", "1900-12-31", 0),
        ("2000-01-01", "2000-12-31", 1),
        ("2100-01-01", "2100-12-31", 0),
    ],
)
def test_leap_days_exclude_the_start_and_include_the_end(start: str, end: str, count: int) -> None:
    assert leap_days_between(parse_day(start), parse_day(end)) == count


@given(st.integers(1900, 2200))
def test_a_year_is_as_long_as_its_days(year: int) -> None:
    assert year_length(year) == day_of(year, 12, 31) - day_of(year, 1, 1) + 1


@pytest.mark.parametrize("parts", [(2024, 0, 1), (2024, 13, 1), (2024, 1, 0), (2024, 1, 32)])
def test_parts_that_make_no_day_are_refused(parts: tuple[int, int, int]) -> None:
    with pytest.raises(PrayaError, match="DAY_MALFORMED"):
        day_of(*parts)
