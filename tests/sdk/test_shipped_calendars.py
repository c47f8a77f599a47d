"""The calendars that come with Praya, beside an independent list, and how they are joined."""

import json
from datetime import date
from pathlib import Path

import holidays
import pytest

from praya.base.calendars import Calendar, calendar_from_document, calendar_to_document
from praya.base.dates import date_of_day, format_day, parse_day, weekday
from praya.base.errors import PrayaError
from praya.sdk.calendars import (
    SHIPPED,
    calendar_named,
    extended,
    fixed_holidays,
    hong_kong,
    read_calendar_file,
    shipped,
    shipped_data,
    unknown_calendar,
)


def _federal_reserve(years: range) -> set[date]:
    """Federal holidays; one on a Saturday is not moved to the Friday before."""
    found = holidays.country_holidays("US", years=years)
    return {day for day, name in found.items() if not _moved_to_friday(day, name)}


def _moved_to_friday(day: date, name: str) -> bool:
    return day.weekday() == 4 and "observed" in name


def _general_holidays(years: range) -> set[date]:
    """General holidays, which banks keep; the oracle's other category is for employees."""
    return set(holidays.country_holidays("HK", years=years, categories=("optional",)))


ORACLES = {
    "HKHK": _general_holidays,
    "USNY": _federal_reserve,
    "EUTA": lambda years: set(holidays.financial_holidays("ECB", years=years)),
    "CNBE": lambda years: set(holidays.country_holidays("CN", years=years)),
}


def _closed(calendar: Calendar) -> set[str]:
    """Weekdays on which a calendar is closed."""
    days = range(calendar.first_day, calendar.last_day + 1)
    closed = [day for day in days if not calendar.is_business_day(day)]
    return {format_day(day) for day in closed if weekday(day) < 5}


@pytest.mark.parametrize("code", SHIPPED)
def test_a_calendar_is_closed_on_the_days_of_an_independent_list(code: str) -> None:
    calendar = shipped(code)
    first, last = date_of_day(calendar.first_day), date_of_day(calendar.last_day)
    oracle = ORACLES[code](range(first.year, last.year + 1))
    expected = {day.isoformat() for day in oracle if day.weekday() < 5}
    print(f"{code}: {len(expected)} weekdays closed")
    assert len(expected) > 20
    assert _closed(calendar) == expected


@pytest.mark.parametrize("code", SHIPPED)
def test_a_calendar_names_itself_its_source_and_its_days_in_both_languages(code: str) -> None:
    data = shipped_data(code)
    assert data["code"] == code
    for told in (data["name"], data["source"], data["note"], *data["holidays"]):
        assert told["en"].isascii()
        assert not told["zh-Hant-HK"].isascii()
    assert (data["first_day"][5:], data["last_day"][5:]) == ("01-01", "12-31")
    assert data["last_day"] >= "2026-12-31"


def test_mainland_arrangements_that_are_not_published_are_not_guessed() -> None:
    with pytest.raises(PrayaError) as caught:
        shipped("CNBE").is_business_day(parse_day("2027-01-04"))
    assert caught.value.code == "DAY_NOT_COVERED"


# ---- Joint calendars ----------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["HKHK+EUTA", "HKHK+USNY", "HKHK+CNBE", "EUTA+USNY+HKHK"])
def test_a_joint_calendar_is_open_when_all_are_and_is_one_document(code: str) -> None:
    joint = calendar_named(code)
    parts = [shipped(one) for one in code.split("+")]
    assert joint.code == code
    days = range(joint.first_day, joint.last_day + 1)
    print(f"{code}: {len(days)} days")
    for day in days:
        assert joint.is_business_day(day) == all(one.is_business_day(day) for one in parts)
    assert calendar_from_document(calendar_to_document(joint)) == joint


def test_one_centre_is_its_calendar() -> None:
    assert calendar_named("HKHK") == hong_kong() == shipped("HKHK")


@pytest.mark.parametrize("code", ["", "+", "HKHK+", "hkhk", "HKHK EUTA", "SGSI", "HKHK+SGSI"])
def test_a_calendar_that_is_not_known_is_refused(code: str) -> None:
    with pytest.raises(PrayaError) as caught:
        calendar_named(code)
    assert caught.value.code == "CALENDAR_UNKNOWN"
    assert set(SHIPPED) <= set(caught.value.values["known"])  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("code", "near"),
    [
        *(("HK", "HKHK"), ("hkhk", "HKHK"), ("HKHX", "HKHK"), ("TARGET", "EUTA"), ("NY", "USNY")),
        *(("HK+T2", "HKHK+EUTA"), ("HKHK+CN", "HKHK+CNBE"), ("MARS", ""), ("HKHK+MARS", "")),
    ],
)
def test_an_unknown_calendar_is_told_what_may_have_been_meant(code: str, near: str) -> None:
    expected = unknown_calendar(code)
    assert expected is not None
    for language in ("en", "zh-HK"):
        said = expected.said(language)
        assert all(known in said for known in SHIPPED)
        assert said.endswith((f"did you mean {near}?", f"是否指 {near}？")) == bool(near)


def test_known_and_given_calendars_are_no_problem() -> None:
    assert unknown_calendar("HKHK+EUTA") is None
    assert unknown_calendar("HKHK+SGSI", ["SGSI"]) is None
    assert unknown_calendar("HKHK+SGSI", ["SG"]) is not None


def test_a_calendar_of_ones_own_is_joined_and_takes_the_place_of_a_shipped_one() -> None:
    own = Calendar("SGSI", (5, 6), (parse_day("2025-08-11"),), *_year(2025))
    joint = calendar_named("HKHK+SGSI", {"SGSI": own})
    assert not joint.is_business_day(parse_day("2025-08-11"))
    assert calendar_named("SGSI", {"SGSI": own}) is own
    mine = Calendar("HKHK", (6,), (), *_year(2025))
    assert calendar_named("HKHK", {"HKHK": mine}) is mine


@pytest.mark.parametrize("code", [*SHIPPED, "HKHK+EUTA"])
def test_holidays_of_fixed_date_are_kept_wherever_a_calendar_is_published(code: str) -> None:
    calendar = calendar_named(code)
    found = fixed_holidays(code, calendar.first_day, calendar.last_day)
    print(f"{code}: {len(found)} days")
    assert len(found) > 15
    assert [format_day(day) for day in sorted(found) if calendar.is_business_day(day)] == []


def test_a_calendar_of_nobody_has_no_fixed_holidays() -> None:
    assert fixed_holidays("SGSI", *_year(2025)) == set()


def test_beyond_its_list_an_extended_calendar_knows_weekends_and_fixed_dates_only() -> None:
    longer = extended(hong_kong(), parse_day("2021-12-25"), parse_day("2028-07-31"))
    assert longer.is_business_day(parse_day("2021-12-28"))
    assert not longer.is_business_day(parse_day("2021-12-27"))  # for the Sunday before
    assert not longer.is_business_day(parse_day("2028-05-01"))
    assert [day for day in hong_kong().holidays if longer.is_business_day(day)] == []
    assert not longer.is_business_day(parse_day("2028-01-01"))
    assert longer.is_business_day(parse_day("2028-01-26"))
    assert not longer.is_business_day(parse_day("2026-02-17"))
    assert extended(hong_kong(), longer.last_day - 400, longer.last_day - 400) == hong_kong()


# ---- Files --------------------------------------------------------------------------------------

WHOLE = {
    "code": "SGSI",
    "weekend": [5, 6],
    "first_day": "2025-01-01",
    "last_day": "2025-12-31",
    "holidays": [{"date": "2025-01-01"}],
}


def test_a_calendar_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "singapore.json"
    file.write_text(json.dumps(WHOLE), encoding="utf-8")
    assert not read_calendar_file(str(file)).is_business_day(parse_day("2025-01-01"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "SHEET_REFUSED"),
        ("{", "SHEET_REFUSED"),
        ('{"code": "A", "code": "B"}', "SHEET_REFUSED"),
        ("[]", "FILE_UNREADABLE"),
        ("7", "FILE_UNREADABLE"),
        *(
            (json.dumps({k: v for k, v in WHOLE.items() if k != name}), "FILE_UNREADABLE")
            for name in WHOLE
        ),
        (json.dumps({**WHOLE, "weekend": [6, 5]}), "CALENDAR_INVALID"),
        (json.dumps({**WHOLE, "code": "a b"}), "CALENDAR_INVALID"),
        (json.dumps({**WHOLE, "holidays": [{"date": "2026-01-01"}]}), "CALENDAR_INVALID"),
        (json.dumps({**WHOLE, "holidays": ["2025-01-01"]}), "FILE_UNREADABLE"),
        (json.dumps({**WHOLE, "holidays": [{"date": "1 Jan"}]}), "DAY_MALFORMED"),
        (json.dumps({**WHOLE, "first_day": 7}), "FILE_UNREADABLE"),
    ],
)
def test_a_calendar_file_that_does_not_fit_is_refused(tmp_path: Path, text: str, code: str) -> None:
    file = tmp_path / "calendar.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(PrayaError) as caught:
        read_calendar_file(str(file))
    assert caught.value.code == code


def _year(year: int) -> tuple[int, int]:
    return parse_day(f"{year}-01-01"), parse_day(f"{year}-12-31")
