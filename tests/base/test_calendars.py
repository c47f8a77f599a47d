"""Calendars: adjustment, coverage, joining, the encoded form, and the shipped Hong Kong list."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from praya.base.calendars import (
    BusinessDayConvention,
    Calendar,
    calendar_from_document,
    calendar_to_document,
    join_calendars,
)
from praya.base.dates import DAY_MAX, DAY_MIN, format_day, month_end, parse_day, weekday
from praya.base.errors import PrayaError

SHIPPED = Path(__file__).resolve().parents[2] / "src/praya/sdk/calendars/hong-kong.json"

NONE = BusinessDayConvention.NONE
FOLLOWING = BusinessDayConvention.FOLLOWING
MODIFIED = BusinessDayConvention.MODIFIED_FOLLOWING
PRECEDING = BusinessDayConvention.PRECEDING

FIRST, LAST = parse_day("2024-01-01"), parse_day("2024-12-31")


def _calendar(*holidays: str, code: str = "HKHK", weekend: tuple[int, ...] = (5, 6)) -> Calendar:
    return Calendar(code, weekend, tuple(map(parse_day, holidays)), FIRST, LAST)


# Good Friday to Easter Monday 2024 crosses the end of March; 4 April is Ching Ming.
EASTER = _calendar("2024-03-29", "2024-04-01", "2024-04-04")

ADJUSTED = [
    # day          FOLLOWING     MODIFIED      PRECEDING
    ("2024-03-28", "2024-03-28", "2024-03-28", "2024-03-28"),
    ("2024-03-29", "2024-04-02", "2024-03-28", "2024-03-28"),
    ("2024-03-31", "2024-04-02", "2024-03-28", "2024-03-28"),
    ("2024-04-01", "2024-04-02", "2024-04-02", "2024-03-28"),
    ("2024-04-04", "2024-04-05", "2024-04-05", "2024-04-03"),
    ("2024-04-06", "2024-04-08", "2024-04-08", "2024-04-05"),
    ("2024-06-30", "2024-07-01", "2024-06-28", "2024-06-28"),
    ("2024-09-29", "2024-09-30", "2024-09-30", "2024-09-27"),
]


@pytest.mark.parametrize(("day", "following", "modified", "preceding"), ADJUSTED)
def test_a_day_moves_by_its_convention(
    day: str, following: str, modified: str, preceding: str
) -> None:
    moved = [
        format_day(EASTER.adjust(parse_day(day), convention))
        for convention in (FOLLOWING, MODIFIED, PRECEDING, NONE)
    ]
    assert moved == [following, modified, preceding, day]


COUNTED = [
    ("2024-03-28", 1, "2024-04-02"),
    ("2024-03-28", 3, "2024-04-05"),
    ("2024-03-29", 1, "2024-04-02"),
    ("2024-03-29", 0, "2024-04-02"),
    ("2024-04-02", 0, "2024-04-02"),
    ("2024-04-02", -1, "2024-03-28"),
    ("2024-04-08", -2, "2024-04-03"),
    ("2024-04-07", -1, "2024-04-05"),
]


@pytest.mark.parametrize(("day", "count", "expected"), COUNTED)
def test_business_days_are_counted_over_holidays(day: str, count: int, expected: str) -> None:
    assert format_day(EASTER.add_business_days(parse_day(day), count)) == expected


def test_the_next_and_the_previous_business_day_are_never_the_day_itself() -> None:
    thursday = parse_day("2024-03-28")
    assert EASTER.is_business_day(thursday)
    assert format_day(EASTER.next_business_day(thursday)) == "2024-04-02"
    assert format_day(EASTER.previous_business_day(thursday)) == "2024-03-27"


HOLIDAYS = st.lists(st.integers(FIRST, LAST), unique=True, max_size=60).map(sorted).map(tuple)
WEEKENDS = st.sampled_from([(), (6,), (4, 5), (5, 6), (0, 1, 2, 3, 4, 5)])
CALENDARS = st.builds(Calendar, st.just("HKHK"), WEEKENDS, HOLIDAYS, st.just(FIRST), st.just(LAST))
YEAR_DAYS = st.integers(FIRST, LAST)


def _business_days(calendar: Calendar, first: int, last: int) -> int:
    return sum(calendar.is_business_day(day) for day in range(first, last + 1))


@given(CALENDARS, YEAR_DAYS, st.sampled_from(BusinessDayConvention))
def test_adjustment_is_idempotent_and_never_moves_the_wrong_way(
    calendar: Calendar, day: int, convention: BusinessDayConvention
) -> None:
    assume(_business_days(calendar, FIRST, day) > 0)
    assume(_business_days(calendar, day, LAST) > 0)
    moved = calendar.adjust(day, convention)
    assert calendar.adjust(moved, convention) == moved
    assert convention == NONE or calendar.is_business_day(moved)
    if convention == FOLLOWING:
        assert moved >= day
        assert not any(calendar.is_business_day(between) for between in range(day, moved))
    if convention == PRECEDING:
        assert moved <= day
        assert not any(calendar.is_business_day(between) for between in range(moved + 1, day + 1))
    if convention == MODIFIED and moved < day:
        rest_of_month = range(day, month_end(day) + 1)
        assert not any(calendar.is_business_day(later) for later in rest_of_month)
    if convention == MODIFIED and moved > day:
        assert month_end(moved) == month_end(day)


@given(CALENDARS, YEAR_DAYS, st.integers(1, 20))
def test_counting_there_and_back_returns(calendar: Calendar, day: int, count: int) -> None:
    assume(_business_days(calendar, day, LAST) > count)
    start = calendar.adjust(day, FOLLOWING)
    there = calendar.add_business_days(start, count)
    assert _business_days(calendar, start + 1, there) == count
    assert calendar.add_business_days(there, -count) == start


@pytest.mark.parametrize("day", [FIRST - 1, LAST + 1, DAY_MIN, DAY_MAX])
def test_a_day_outside_the_range_is_never_answered(day: int) -> None:
    calendar = _calendar()
    with pytest.raises(PrayaError, match="DAY_NOT_COVERED"):
        calendar.is_business_day(day)
    for convention in (FOLLOWING, MODIFIED, PRECEDING):
        with pytest.raises(PrayaError, match="DAY_NOT_COVERED"):
            calendar.adjust(day, convention)


def test_a_search_that_leaves_the_range_is_refused() -> None:
    calendar = _calendar("2024-01-01", "2024-12-30", "2024-12-31")
    searches: list[Callable[[], int]] = [
        lambda: calendar.adjust(FIRST, PRECEDING),
        lambda: calendar.adjust(LAST, FOLLOWING),
        lambda: calendar.next_business_day(LAST),
        lambda: calendar.previous_business_day(FIRST),
        lambda: calendar.add_business_days(FIRST, 400),
        lambda: calendar.add_business_days(LAST, -400),
        lambda: calendar.add_business_days(FIRST, 10**18),
    ]
    for search in searches:
        with pytest.raises(PrayaError, match="DAY_NOT_COVERED"):
            search()


def test_modified_following_needs_no_day_of_the_next_month() -> None:
    calendar = _calendar("2024-12-30", "2024-12-31")
    assert format_day(calendar.adjust(LAST, MODIFIED)) == "2024-12-27"


def test_a_day_is_good_in_a_join_only_if_good_in_all() -> None:
    hong_kong = _calendar("2024-02-12", "2024-02-13")
    new_york = _calendar("2024-02-19", code="USNY")
    gulf = Calendar("AEAD", (6,), (), FIRST + 31, LAST + 31)
    joined = join_calendars("HKHK+USNY+AEAD", (hong_kong, new_york, gulf))
    assert (joined.first_day, joined.last_day, joined.weekend) == (FIRST + 31, LAST, (5, 6))
    for day in range(joined.first_day, joined.last_day + 1):
        each = [part.is_business_day(day) for part in (hong_kong, new_york, gulf)]
        assert joined.is_business_day(day) == all(each)
    with pytest.raises(PrayaError, match="DAY_NOT_COVERED"):
        joined.is_business_day(FIRST + 30)


JOINS = [
    ((), "calendars"),
    ((_calendar(), Calendar("USNY", (5, 6), (), LAST + 1, LAST + 9)), "last_day"),
    ((_calendar(weekend=(0, 1, 2)), _calendar(weekend=(3, 4, 5, 6))), "weekend"),
]


@pytest.mark.parametrize(("parts", "field"), JOINS)
def test_calendars_that_cannot_meet_are_refused(parts: tuple[Calendar, ...], field: str) -> None:
    with pytest.raises(PrayaError) as refusal:
        join_calendars("JOIN", parts)
    assert refusal.value.code == "CALENDAR_INVALID"
    assert refusal.value.values["field"] == field


@given(CALENDARS)
def test_a_calendar_survives_its_document(calendar: Calendar) -> None:
    document = calendar_to_document(calendar)
    assert calendar_from_document(document) == calendar
    assert list(document) == [0, 1, 2, 3, 4]


def _document(**changes: Any) -> dict[Any, Any]:
    fields = {"code": 0, "weekend": 1, "holidays": 2, "first_day": 3, "last_day": 4}
    document: dict[Any, Any] = dict(calendar_to_document(EASTER))
    document.update({fields[name]: value for name, value in changes.items()})
    return document


MALFORMED: list[tuple[object, str]] = [
    (None, "document"),
    ([], "document"),
    ({}, "document"),
    ({str(key): value for key, value in _document().items()}, "document"),
    ({key: value for key, value in _document().items() if key != 2}, "document"),
    ({**_document(), 5: 0}, "document"),
    ({**{key: value for key, value in _document().items() if key != 1}, True: [5]}, "document"),
    (_document(code=""), "code"),
    (_document(code="hkhk"), "code"),
    (_document(code="HK HK"), "code"),
    (_document(code="HKHK\n"), "code"),
    (_document(code="H" * 33), "code"),
    (_document(code=7), "code"),
    (_document(weekend=(5, 6)), "weekend"),
    (_document(weekend=[6, 5]), "weekend"),
    (_document(weekend=[5, 5]), "weekend"),
    (_document(weekend=[7]), "weekend"),
    (_document(weekend=[-1]), "weekend"),
    (_document(weekend=[True]), "weekend"),
    (_document(weekend=["5"]), "weekend"),
    (_document(weekend=list(range(7))), "weekend"),
    (_document(holidays=None), "holidays"),
    (_document(holidays=(FIRST,)), "holidays"),
    (_document(holidays=[FIRST + 2, FIRST + 1]), "holidays"),
    (_document(holidays=[FIRST, FIRST]), "holidays"),
    (_document(holidays=[FIRST - 1]), "holidays"),
    (_document(holidays=[FIRST, LAST + 1]), "holidays"),
    (_document(holidays=[float(FIRST)]), "holidays"),
    (_document(holidays=["2024-03-29"]), "holidays"),
    (_document(first_day="2024-01-01"), "first_day"),
    (_document(first_day=DAY_MIN - 1), "first_day"),
    (_document(first_day=True), "first_day"),
    (_document(last_day=FIRST - 1), "last_day"),
    (_document(last_day=DAY_MAX + 1), "last_day"),
    (_document(last_day=None), "last_day"),
]


@pytest.mark.parametrize(("document", "field"), MALFORMED)
def test_a_document_that_is_no_calendar_is_refused(document: object, field: str) -> None:
    with pytest.raises(PrayaError) as refusal:
        calendar_from_document(document)
    assert refusal.value.code == "CALENDAR_INVALID"
    assert refusal.value.values["field"] == field


def test_the_numbers_of_the_conventions_are_golden() -> None:
    numbers = {convention.name: convention.value for convention in BusinessDayConvention}
    assert numbers == {"NONE": 0, "FOLLOWING": 1, "MODIFIED_FOLLOWING": 2, "PRECEDING": 3}


# ---- The shipped Hong Kong calendar -------------------------------------------------------------


def _shipped() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(SHIPPED.read_text(encoding="utf-8"))
    return loaded


def _hong_kong() -> Calendar:
    shipped = _shipped()
    holidays = tuple(parse_day(holiday["date"]) for holiday in shipped["holidays"])
    first_day, last_day = parse_day(shipped["first_day"]), parse_day(shipped["last_day"])
    return Calendar(shipped["code"], tuple(shipped["weekend"]), holidays, first_day, last_day)


def test_the_hong_kong_list_has_seventeen_days_in_each_year_and_none_on_a_sunday() -> None:
    calendar = _hong_kong()
    years = Counter(format_day(day)[:4] for day in calendar.holidays)
    print(f"Hong Kong: {len(calendar.holidays)} general holidays in {len(years)} years")
    assert years == {str(year): 17 for year in range(2022, 2028)}
    assert [day for day in calendar.holidays if weekday(day) == 6] == []
    assert (format_day(calendar.first_day), format_day(calendar.last_day)) == (
        "2022-01-01",
        "2027-12-31",
    )


def test_every_hong_kong_holiday_is_named_in_both_languages() -> None:
    for holiday in _shipped()["holidays"]:
        assert set(holiday) == {"date", "en", "zh-Hant-HK"}
        assert holiday["en"].isascii()
        assert holiday["zh-Hant-HK"]
        assert not any(character.isascii() for character in holiday["zh-Hant-HK"])


# One of each substitute-day rule of the ordinance, as gazetted.
SUBSTITUTES = [
    ("2022-05-02", "The day following Labour Day"),
    ("2022-09-12", "The second day following the Chinese Mid-Autumn Festival"),
    ("2022-12-27", "The second weekday after Christmas Day"),
    ("2023-01-25", "The fourth day of Lunar New Year"),
    ("2023-10-02", "The day following National Day"),
    ("2024-02-13", "The fourth day of Lunar New Year"),
    ("2026-04-06", "The day following Ching Ming Festival"),
    ("2026-04-07", "The day following Easter Monday"),
    ("2026-10-19", "The day following Chung Yeung Festival"),
    ("2027-12-27", "The first weekday after Christmas Day"),
]


@pytest.mark.parametrize(("day", "name"), SUBSTITUTES)
def test_a_holiday_that_meets_another_or_a_sunday_is_given_later(day: str, name: str) -> None:
    names = {holiday["date"]: holiday["en"] for holiday in _shipped()["holidays"]}
    assert names[day] == name


@pytest.mark.parametrize("day", ["2021-12-31", "2028-01-01"])
def test_hong_kong_days_beyond_the_list_are_refused(day: str) -> None:
    with pytest.raises(PrayaError, match="DAY_NOT_COVERED"):
        _hong_kong().is_business_day(parse_day(day))


@pytest.mark.parametrize(
    ("day", "paid"),
    [
        ("2024-02-16", "2024-02-16"),
        ("2026-02-07", "2026-02-09"),
        ("2026-04-03", "2026-04-08"),
        ("2025-01-29", "2025-02-03"),
    ],
)
def test_a_hong_kong_payment_moves_over_weekend_and_holidays(day: str, paid: str) -> None:
    assert format_day(_hong_kong().adjust(parse_day(day), FOLLOWING)) == paid
