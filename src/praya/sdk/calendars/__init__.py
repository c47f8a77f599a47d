"""The calendars that come with Praya: data to start from; a ledger follows its own documents."""

import json
from importlib.resources import files
from typing import Any

from praya.base.calendars import Calendar
from praya.base.dates import parse_day


def hong_kong() -> Calendar:
    """Hong Kong banking days: weekends and general holidays (Cap. 149)."""
    source = files(__name__).joinpath("hong-kong.json").read_text(encoding="utf-8")
    return calendar_from_data(json.loads(source))


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
