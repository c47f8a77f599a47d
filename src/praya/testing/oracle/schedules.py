"""What a fixed-rate bond pays, from the encoded map of its term sheet and the days of a calendar.

Written from docs/reference/term-sheets.md and the standards that it names (2006 ISDA Definitions,
4.12 and 4.18; ICMA rule 251), by lists of days and exact fractions. It takes terms that were found
valid, and must not know the product's dates, day counts, schedules and instruments: what they come
to is held against this.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final, NamedTuple

from praya.testing.oracle.day_counts import BEFORE_EPOCH, Span, date_of, part_of_year
from praya.testing.oracle.documents import Days

COUNT_MAX: Final = 2**63 - 1
ADJUSTED, FROM_ISSUE, LONG, MONTH_END = 2, 2, 3, 2
# Numbers of the fields of a bond's map.
RATE, DAY_COUNT, ISSUE, MATURITY, MONTHS, CONVENTION, AMOUNT_DATES = range(10, 17)
RECORD, BEGIN, FIRST, ROLL, STUB, MONTH_ENDS, REDEMPTION = 18, *range(24, 30)


class NoScheduleError(Exception):
    """Terms whose payments no ledger can keep."""


class Payment(NamedTuple):
    """What one minor unit held is paid, and when."""

    number: int
    is_redemption: bool
    numerator: int
    denominator: int
    record_date: int
    payment_date: int


def payments(fields: Mapping[int, Any], days: Days) -> list[Payment]:
    """Each interest payment in order, then the redemption. DayUnknownError, NoScheduleError."""
    cuts = periods(fields)
    paid = {day: days.moved(day, fields[CONVENTION]) for day in cuts}
    per_year = Fraction(fields[RATE]) / 100
    due = [
        (per_year * part_of_year(fields[DAY_COUNT], span), paid[end])
        for end, span in zip(cuts[1:], _spans(fields, cuts, paid), strict=True)
    ]
    due.append((Fraction(fields.get(REDEMPTION, "100")) / 100, paid[cuts[-1]]))
    made: list[Payment] = []
    for number, (ratio, day) in enumerate(due, 1):
        if max(ratio.as_integer_ratio()) > COUNT_MAX:
            raise NoScheduleError
        record = days.before(day, fields[RECORD])
        if record < fields[ISSUE]:
            raise NoScheduleError
        made.append(Payment(number, number == len(due), *ratio.as_integer_ratio(), record, day))
    return made


def periods(fields: Mapping[int, Any]) -> list[int]:
    """Where periods of interest begin and end, before any day moves: from the first to maturity."""
    begin, maturity = fields.get(BEGIN, fields[ISSUE]), fields[MATURITY]
    if not fields[MONTHS]:
        return [begin, maturity]
    grid, stated = regular_dates(fields), fields.get(FIRST, begin)
    cuts = [begin, *(day for day in grid if begin < day < maturity and day >= stated), maturity]
    at_end = _counts_forwards(fields)
    odd = (cuts[-2], cuts[-1]) if at_end else (cuts[0], cuts[1])
    if fields.get(STUB) == LONG and len(cuts) > 2 and odd not in pairwise(grid):
        joined = cuts[-2] if at_end else cuts[1]
        if joined != fields.get(FIRST):  # a date that is stated stays
            cuts.remove(joined)
    return cuts


def regular_dates(fields: Mapping[int, Any]) -> list[int]:
    """Every date that is whole steps from the one they are counted from, far enough either way."""
    begin, maturity, step = fields.get(BEGIN, fields[ISSUE]), fields[MATURITY], fields[MONTHS]
    origin = fields.get(FIRST, begin if _counts_forwards(fields) else maturity)
    start = date_of(origin)
    length = monthrange(start.year, start.month)[1]
    keeps_end = fields.get(MONTH_ENDS) == MONTH_END and start.day == length
    found = []
    # Two steps and two months more than are needed, as days move by less than a month.
    backwards = (origin - begin) // 28 // step + 4
    forwards = (maturity - origin) // 28 // step + 4
    for count in range(-backwards, forwards + 1):
        year, month = divmod(12 * start.year + start.month - 1 + count * step, 12)
        last = monthrange(year, month + 1)[1]
        day = date(year, month + 1, last if keeps_end else min(start.day, last))
        found.append(day.toordinal() - BEFORE_EPOCH)
    return found


def _counts_forwards(fields: Mapping[int, Any]) -> bool:
    """Whether dates are counted from the beginning: always where a first date is stated."""
    return fields.get(ROLL) == FROM_ISSUE or FIRST in fields


def _spans(fields: Mapping[int, Any], cuts: list[int], paid: Mapping[int, int]) -> list[Span]:
    """The days that each period's amount is counted over.

    Where amounts go by the days that payments move to, the ends of a period that are regular dates
    are regular where they moved to: a whole period pays a whole coupon.
    """
    moved = paid if fields[AMOUNT_DATES] == ADJUSTED else {day: day for day in cuts}
    grid = regular_dates(fields) if fields[MONTHS] else []
    found = []
    for begin, end in pairwise(cuts):
        ends = {begin: moved[begin], end: moved[end]}
        regular = [ends.get(day, day) for day in grid]
        is_last = end == fields[MATURITY]
        found.append(
            Span(
                first=moved[begin],
                last=moved[end],
                months=fields[MONTHS],
                regular=tuple(pairwise(regular)),
                maturity=moved[end] if is_last else fields[MATURITY],
                month_ends=fields.get(MONTH_ENDS) == MONTH_END,
            )
        )
    return found
