"""The calendars that come with Praya: data to start from; a ledger follows its own documents.

A term sheet names one business centre, `HKHK`, or several that must all be open, `HKHK+EUTA`: the
joint calendar is one calendar under that code, and so one document of a ledger.
"""

from collections.abc import Mapping
from dataclasses import replace
from importlib.resources import files
from typing import Any, Final

from praya.base.calendars import Calendar, join_calendars
from praya.base.catalogue import Phrase
from praya.base.dates import parse_day
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


def extended(calendar: Calendar, first_day: int, last_day: int) -> Calendar:
    """The same calendar, covering payments between these days too: beyond it, by weekend alone.

    For plans only, and whoever shows one says so. It is the calendar itself if that covers them.
    """
    if calendar.first_day <= first_day and last_day <= calendar.last_day:
        return calendar
    first = min(first_day - _SEARCH_DAYS, calendar.first_day)
    last = max(last_day + _SEARCH_DAYS, calendar.last_day)
    return replace(calendar, first_day=first, last_day=last)


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
