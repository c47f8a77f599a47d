"""The calendars that come with Praya: data to start from; a ledger follows its own documents.

A term sheet names one business centre, `HKHK`, or several that must all be open, `HKHK+EUTA`: the
joint calendar is one calendar under that code, and so one document of a ledger.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from importlib.resources import files
from typing import Any, Final

from praya.base.calendars import Calendar, join_calendars
from praya.base.catalogue import Phrase
from praya.base.dates import DAY_MAX, DAY_MIN, date_of_day, day_of, parse_day, weekday
from praya.base.errors import PrayaError, fail
from praya.sdk.json_files import parse_json, read_file

SHIPPED: Final = {
    "HKHK": "hong-kong.json",
    "USNY": "new-york.json",
    "EUTA": "target.json",
    "CNBE": "beijing.json",
}
_JOIN: Final = "+"
_SEARCH_DAYS: Final = 40  # no holiday is longer: the next business day is found within
_SUNDAY: Final = 6
# What a centre is called elsewhere: by its country, its city, its currency or its system.
_SPOKEN: Final = {
    **dict.fromkeys(("HK", "HKG", "HKD", "HONGKONG", "HONG KONG"), "HKHK"),
    **dict.fromkeys(("US", "USA", "USD", "NYC", "NY", "NEW YORK"), "USNY"),
    **dict.fromkeys(("T2", "TARGET", "TARGET2", "EU", "EUR"), "EUTA"),
    **dict.fromkeys(("CN", "CNY", "PRC", "CHINA", "BEIJING"), "CNBE"),
}
# Month and day of holidays that fall on the same date each year.
_FIXED: Final[Mapping[str, tuple[tuple[int, int], ...]]] = {
    "HKHK": ((1, 1), (5, 1), (7, 1), (10, 1), (12, 25), (12, 26)),
    "USNY": ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25)),
    "EUTA": ((1, 1), (5, 1), (12, 25), (12, 26)),
    "CNBE": ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3)),
}
_AFTER_SUNDAY: Final = ("HKHK", "USNY")  # a holiday on a Sunday is kept on the next free day


def hong_kong() -> Calendar:
    """Hong Kong banking days: weekends and general holidays (Cap. 149)."""
    return shipped("HKHK")


def shipped(code: str) -> Calendar:
    """A calendar that comes with Praya, by its business centre. CALENDAR_UNKNOWN."""
    return calendar_from_data(shipped_data(code))


def shipped_data(code: str) -> Any:
    """The same as its JSON gives it, with the names of the holidays. CALENDAR_UNKNOWN."""
    if code not in SHIPPED:
        fail("CALENDAR_UNKNOWN", calendar=code, known=tuple(SHIPPED))
    return parse_json(files(__name__).joinpath(SHIPPED[code]).read_bytes())[0]


def calendar_named(code: str, own: Mapping[str, Calendar] | None = None) -> Calendar:
    """The calendar a term sheet names: the user's own by its code, else that of its centres.

    Errors: CALENDAR_UNKNOWN for a centre that is neither shipped nor given; CALENDAR_INVALID where
    the centres of a joint calendar have no day in common.
    """
    given = own or {}
    if code in given:
        return given[code]
    centres = code.split(_JOIN)
    if any(centre not in SHIPPED and centre not in given for centre in centres):
        fail("CALENDAR_UNKNOWN", calendar=code, known=(*SHIPPED, *given))
    parts = [given[centre] if centre in given else shipped(centre) for centre in centres]
    return parts[0] if len(parts) == 1 else join_calendars(code, parts)


def unknown_calendar(code: str, own: Iterable[str] = ()) -> Phrase | None:
    """What a calendar's code should be, if it names a centre that is neither shipped nor given."""
    known = (*SHIPPED, *(one for one in own if one not in SHIPPED))
    centres = code.split(_JOIN)
    if code in known or all(centre in known for centre in centres):
        return None
    near = [centre if centre in known else _near_centre(centre, known) for centre in centres]
    told = {"known": ", ".join(known)}
    if not all(near):
        return Phrase("sheet.expected_calendar", told)
    return Phrase("sheet.expected_calendar_near", {**told, "near": _JOIN.join(near)})


def _near_centre(written: str, known: tuple[str, ...]) -> str:
    """The centre that was probably meant, or nothing."""
    text = written.upper()
    return _SPOKEN.get(text) or next(iter(get_close_matches(text, known, n=1)), "")


def extended(calendar: Calendar, first_day: int, last_day: int) -> Calendar:
    """The same calendar, covering payments between these days too.

    Beyond what is published it has weekends, and the holidays of its centres that fall on the same
    date each year: all others are missing, lunar ones among them. For plans only, and whoever
    shows one says so. It is the calendar itself if that covers the days.
    """
    if calendar.first_day <= first_day and last_day <= calendar.last_day:
        return calendar
    first = max(DAY_MIN, min(first_day - _SEARCH_DAYS, calendar.first_day))
    last = min(DAY_MAX, max(last_day + _SEARCH_DAYS, calendar.last_day))
    listed = set(calendar.holidays)
    listed |= {
        day
        for day in fixed_holidays(calendar.code, first, last)
        if not calendar.first_day <= day <= calendar.last_day
    }
    return replace(calendar, holidays=tuple(sorted(listed)), first_day=first, last_day=last)


def fixed_holidays(code: str, first_day: int, last_day: int) -> set[int]:
    """The days between two that a calendar's centres keep on the same date each year."""
    years = range(date_of_day(first_day).year, date_of_day(last_day).year + 1)
    return {
        day
        for centre in code.split(_JOIN)
        for year in years
        for day in _of_year(centre, year)
        if first_day <= day <= last_day
    }


def _of_year(centre: str, year: int) -> Iterator[int]:
    days = [day_of(year, month, day) for month, day in _FIXED.get(centre, ())]
    for day in days:
        if centre in _AFTER_SUNDAY and weekday(day) == _SUNDAY:
            yield next(free for free in range(day + 1, day + len(days) + 2) if free not in days)
        yield day


def read_calendar_file(file: str) -> Calendar:
    """A user's own calendar.

    Errors: FILE_UNREADABLE, SHEET_REFUSED for what is no JSON, CALENDAR_INVALID, DAY_MALFORMED.
    """
    value, problems = parse_json(read_file(file))
    if problems:
        fail("SHEET_REFUSED", file=file, problems=problems)
    try:
        return calendar_from_data(value)
    except KeyError as problem:
        cause = Phrase("file.no_calendar", {"field": problem.args[0]})
        raise PrayaError("FILE_UNREADABLE", file=file, cause=cause) from problem
    except (TypeError, AttributeError) as problem:
        cause = Phrase("file.no_calendar", {"field": "?"})
        raise PrayaError("FILE_UNREADABLE", file=file, cause=cause) from problem


def calendar_from_data(data: Any) -> Calendar:
    """A calendar from its JSON: code, weekend, holidays with dates, first and last day.

    Raises CALENDAR_INVALID or DAY_MALFORMED for what does not fit.
    """
    return Calendar(
        code=data["code"],
        weekend=tuple(data["weekend"]),
        holidays=tuple(parse_day(holiday["date"]) for holiday in data["holidays"]),
        first_day=parse_day(data["first_day"]),
        last_day=parse_day(data["last_day"]),
    )
