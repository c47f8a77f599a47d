"""Business days: which days are good, and where a day that is not good moves to.

A calendar is a value with the range it covers: a day outside it is an error, never silently a
business day. This module must not know where calendars are stored or which market uses which.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from praya.base.dates import DAY_MAX, DAY_MIN, check_day, format_day, month_end, weekday
from praya.base.errors import fail
from praya.base.limits import CODE_BYTES_MAX

_CODE_TEXT = re.compile(r"[A-Z0-9][A-Z0-9+._-]*")


class BusinessDayConvention(IntEnum):
    """Where a day that is no business day moves to (ISDA 2006, 4.12). Numbers never change."""

    NONE = 0  # stays
    FOLLOWING = 1  # the next business day
    MODIFIED_FOLLOWING = 2  # the next one in the same month, else the one before
    PRECEDING = 3  # the business day before


@dataclass(frozen=True, slots=True)
class Calendar:
    """The business days of one place, or of several that must all be open.

    Errors when made: CALENDAR_INVALID with the field that is wrong.
    """

    code: str  # business centre, for example "HKHK" (FpML business-center scheme)
    weekend: tuple[int, ...]  # weekdays that are never good, ascending, 0 = Monday: (5, 6)
    holidays: tuple[int, ...]  # day numbers, strictly ascending, within the range
    first_day: int  # first day covered, for example 18993 (2022-01-01)
    last_day: int  # last day covered

    def __post_init__(self) -> None:
        _require_field("code", self.code, _is_code(self.code))
        _require_field("weekend", self.weekend, _is_weekend(self.weekend))
        _require_field("first_day", self.first_day, _is_day(self.first_day))
        last_is_valid = _is_day(self.last_day) and self.last_day >= self.first_day
        _require_field("last_day", self.last_day, last_is_valid)
        _require_field("holidays", "order", _is_ascending(self.holidays))
        for edge in (*self.holidays[:1], *self.holidays[-1:]):
            _require_field("holidays", edge, self.first_day <= edge <= self.last_day)

    def is_business_day(self, day: int) -> bool:
        """Whether `day` is neither weekend nor holiday. Errors: DAY_NOT_COVERED."""
        self._check_covered(day)
        if weekday(day) in self.weekend:
            return False
        place = bisect_left(self.holidays, day)
        return place == len(self.holidays) or self.holidays[place] != day

    def next_business_day(self, day: int) -> int:
        """The first business day after `day`. Errors: DAY_NOT_COVERED."""
        return self._seek(day + 1, 1)

    def previous_business_day(self, day: int) -> int:
        """The last business day before `day`. Errors: DAY_NOT_COVERED."""
        return self._seek(day - 1, -1)

    def adjust(self, day: int, convention: BusinessDayConvention) -> int:
        """Move `day` to a business day by `convention`; a business day stays.

        NONE asks the calendar nothing. Errors: DAY_NOT_COVERED, where the answer needs a day
        outside the range.
        """
        if convention == BusinessDayConvention.NONE:
            return check_day(day)
        if convention == BusinessDayConvention.FOLLOWING:
            return self._seek(day, 1)
        if convention == BusinessDayConvention.PRECEDING:
            return self._seek(day, -1)
        # Looks no further than the month's end, so the range need not reach into the next month.
        for candidate in range(day, month_end(day) + 1):
            if self.is_business_day(candidate):
                return candidate
        return self._seek(day, -1)

    def add_business_days(self, day: int, count: int) -> int:
        """`count` business days after `day` (T + n), or before it if `count` is negative.

        `day` itself need not be a business day; with a count of 0 it moves to the following one.
        Errors: DAY_NOT_COVERED.
        """
        if count == 0:
            return self._seek(day, 1)
        step = 1 if count > 0 else -1
        for _ in range(abs(count)):
            day = self._seek(day + step, step)
        return day

    def _seek(self, day: int, step: int) -> int:
        """The first business day from `day` on, in the direction of `step`."""
        while not self.is_business_day(day):
            day += step
        return day

    def _check_covered(self, day: int) -> None:
        if not self.first_day <= check_day(day) <= self.last_day:
            fail(
                "DAY_NOT_COVERED",
                calendar=self.code,
                day=format_day(day),
                first=format_day(self.first_day),
                last=format_day(self.last_day),
            )


def join_calendars(code: str, calendars: Iterable[Calendar]) -> Calendar:
    """One calendar, named `code`, whose business days are good in all of `calendars`.

    It covers the days that all of them cover. Errors: CALENDAR_INVALID if none is given, if no
    day is covered by all, or if no weekday is left.
    """
    parts = tuple(calendars)
    _require_field("calendars", parts, len(parts) > 0)
    first_day = max(part.first_day for part in parts)
    last_day = min(part.last_day for part in parts)
    holidays = {day for part in parts for day in part.holidays if first_day <= day <= last_day}
    weekend = {weekend_day for part in parts for weekend_day in part.weekend}
    return Calendar(code, tuple(sorted(weekend)), tuple(sorted(holidays)), first_day, last_day)


def calendar_to_document(calendar: Calendar) -> dict[int, object]:
    """The plain form that is encoded: {0: code, 1: weekend, 2: holidays, 3: first, 4: last}."""
    return {
        0: calendar.code,
        1: list(calendar.weekend),
        2: list(calendar.holidays),
        3: calendar.first_day,
        4: calendar.last_day,
    }


def calendar_from_document(document: object) -> Calendar:
    """The calendar a plain form states, nothing missing, added or coerced.

    Errors: CALENDAR_INVALID with the field that is wrong.
    """
    if not isinstance(document, Mapping):
        fail("CALENDAR_INVALID", field="document", value=document)
    keys_are_valid = set(document) == set(range(5)) and all(type(key) is int for key in document)
    _require_field("document", sorted(map(str, document)), keys_are_valid)
    code, weekend, holidays, first_day, last_day = (document[key] for key in range(5))
    _require_field("weekend", weekend, isinstance(weekend, list))
    _require_field("holidays", "list", isinstance(holidays, list))
    return Calendar(code, tuple(weekend), tuple(holidays), first_day, last_day)


def _require_field(field: str, value: object, valid: bool) -> None:
    if not valid:
        fail("CALENDAR_INVALID", field=field, value=value)


def _is_code(value: object) -> bool:
    if not isinstance(value, str) or len(value) > CODE_BYTES_MAX:
        return False
    return _CODE_TEXT.fullmatch(value) is not None


def _is_day(value: object) -> bool:
    return type(value) is int and DAY_MIN <= value <= DAY_MAX


def _is_weekend(value: object) -> bool:
    """Ascending weekdays that leave at least one: without it, no search for a day would end."""
    if not _is_ascending(value) or not isinstance(value, tuple):
        return False
    return len(value) < 7 and all(0 <= weekend_day <= 6 for weekend_day in value)


def _is_ascending(value: object) -> bool:
    if not isinstance(value, tuple) or not all(type(item) is int for item in value):
        return False
    return all(value[place] < value[place + 1] for place in range(len(value) - 1))
