"""What part of a year a period of interest is, by each day count that a term sheet can name.

Written from the definitions alone: section 4.16 of the 2006 ISDA Definitions, rule 251 of the ICMA,
and for the names that neither has OpenGamma's guide of conventions. Slow on purpose: years and
anniversaries are gone through one by one. It imports nothing of the product.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Final, NamedTuple

BEFORE_EPOCH: Final = date(1970, 1, 1).toordinal()  # what `date` counts at day number 0


class Span(NamedTuple):
    """The days of one period of interest, and what lies around it."""

    first: int  # counts
    last: int  # does not
    months: int = 0  # of a regular period; 0 where there is one period in all
    regular: tuple[tuple[int, int], ...] = ()  # regular periods, which cover it
    maturity: int = 0  # the termination date that 30E/360 ISDA asks for
    month_ends: bool = False  # regular dates stay at ends of months


def date_of(day: int) -> date:
    """The date of a day number."""
    return date.fromordinal(day + BEFORE_EPOCH)


def part_of_year(name: str, span: Span) -> Fraction:
    """By the day count of that name; no days are no part of a year, whatever counts them."""
    if span.first == span.last:
        return Fraction(0)
    if name in DIVISORS:
        return (span.last - span.first) / DIVISORS[name]
    if name in THIRTIES:
        ends, divisor = THIRTIES[name]
        left, right = ends(date_of(span.first), date_of(span.last), span)
        return Fraction(right - left, divisor)
    return OTHERS[name](span)


# Days as they are


def _leap_days(first: int, last: int) -> int:
    """How many 29 Februaries are after one day and not after another."""
    found = 0
    for year in range(date_of(first).year, date_of(last).year + 1):
        if _days_of(year) == 366:
            found += first < date(year, 2, 29).toordinal() - BEFORE_EPOCH <= last
    return found


def _days_of(year: int) -> int:
    return date(year, 12, 31).timetuple().tm_yday


def _in_another_year(day: int, years: int) -> int:
    """The same day some years on or back; 28 February where there is no 29th."""
    found = date_of(day)
    year = found.year + years
    is_missing = (found.month, found.day) == (2, 29) and _days_of(year) == 365
    return date(year, found.month, 28 if is_missing else found.day).toordinal() - BEFORE_EPOCH


def _isda(span: Span) -> Fraction:
    """4.16 (b): the days in each year over the days of that year."""
    total = Fraction(0)
    for year in range(date_of(span.first).year, date_of(span.last).year + 1):
        begins = date(year, 1, 1).toordinal() - BEFORE_EPOCH
        inside = min(span.last, begins + _days_of(year)) - max(span.first, begins)
        total += Fraction(max(0, inside), _days_of(year))
    return total


def _icma(span: Span) -> Fraction:
    """251.1 (iii): the days in each regular period over its days and how many are in a year."""
    total = Fraction(0)
    for begins, ends in span.regular:
        inside = min(span.last, ends) - max(span.first, begins)
        if inside > 0:
            total += Fraction(inside, ends - begins) * span.months / 12
    return total


def _afb(span: Span) -> Fraction:
    """Whole years back from the end, what is left over 366 if it has a 29 February, else 365."""
    years = 0
    while _in_another_year(span.last, -years - 1) >= span.first:
        years += 1
    rest = _in_another_year(span.last, -years)
    has_leap_day = _leap_days(span.first - 1, rest - 1) > 0  # the last day does not count
    return years + Fraction(rest - span.first, 366 if has_leap_day else 365)


def _year(span: Span) -> Fraction:
    """Whole years on from the beginning, what is left over the year that begins there."""
    years = 0
    while _in_another_year(span.first, years + 1) <= span.last:
        years += 1
    begins = _in_another_year(span.first, years)
    return years + Fraction(span.last - begins, _in_another_year(begins, 1) - begins)


def _actual(span: Span) -> Fraction:
    """Over 366 if there is a 29 February after the first day and not after the last."""
    return Fraction(span.last - span.first, 365 + (_leap_days(span.first, span.last) > 0))


def _leap(span: Span) -> Fraction:
    """4.16 (i), 251.1 (i): by its 29 February if periods are years, else by the year it ends in."""
    if span.months == 12:
        return _actual(span)
    return Fraction(span.last - span.first, _days_of(date_of(span.last).year))


def _no_leap(divisor: int) -> Callable[[Span], Fraction]:
    """Days that are no 29 February."""
    return lambda span: Fraction(
        span.last - span.first - _leap_days(span.first, span.last), divisor
    )


DIVISORS: Final[Mapping[str, Fraction]] = {
    "ACT/360": Fraction(360),
    "ACT/364": Fraction(364),
    "ACT/365F": Fraction(365),
    "ACT/365.25": Fraction(1461, 4),
}
OTHERS: Final[Mapping[str, Callable[[Span], Fraction]]] = {
    "1/1": lambda span: Fraction(1),
    "ACT/ACT ISDA": _isda,
    "ACT/ACT ICMA": _icma,
    "ACT/ACT AFB": _afb,
    "ACT/ACT Year": _year,
    "ACT/365 Actual": _actual,
    "ACT/365L": _leap,
    "NL/360": _no_leap(360),
    "NL/365": _no_leap(365),
}


# Months of thirty days


def _place(of: date, day: int) -> int:
    """Where a day of the month stands on a line of months of thirty days."""
    return 360 * of.year + 30 * of.month + day


def _ends_month(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def _ends_february(day: date) -> bool:
    return day.month == 2 and _ends_month(day)


def _bond_basis(first: date, last: date, _: Span) -> tuple[int, int]:
    """4.16 (f)."""
    begins, ends = first.day, last.day
    if ends == 31 and begins in (30, 31):
        ends = 30
    return _place(first, 30 if begins == 31 else begins), _place(last, ends)


def _psa(first: date, last: date, _: Span) -> tuple[int, int]:
    """As the bond basis; a first day that ends February is a 30th before all else."""
    begins = 30 if first.day == 31 or _ends_february(first) else first.day
    ends = 30 if last.day == 31 and begins == 30 else last.day
    return _place(first, begins), _place(last, ends)


def _us(first: date, last: date, span: Span) -> tuple[int, int]:
    """The four rules of the SIA, in their order."""
    begins, ends = first.day, last.day
    if span.month_ends and _ends_february(first):
        if _ends_february(last):
            ends = 30
        begins = 30
    if ends == 31 and begins in (30, 31):
        ends = 30
    if begins == 31:
        begins = 30
    return _place(first, begins), _place(last, ends)


def _eurobond(first: date, last: date, _: Span) -> tuple[int, int]:
    """4.16 (g)."""
    begins, ends = (30 if each.day == 31 else each.day for each in (first, last))
    return _place(first, begins), _place(last, ends)


def _german(first: date, last: date, span: Span) -> tuple[int, int]:
    """4.16 (h): ends of months are 30ths, save of February at the termination date."""
    begins = 30 if _ends_month(first) else first.day
    stays = last.month == 2 and span.last == span.maturity
    ends = 30 if _ends_month(last) and not stays else last.day
    return _place(first, begins), _place(last, ends)


def _plus(first: date, last: date, _: Span) -> tuple[int, int]:
    """A first 31st is a 30th, a last 31st the first of the next month."""
    ends = last + timedelta(days=1) if last.day == 31 else last
    return _place(first, 30 if first.day == 31 else first.day), _place(ends, ends.day)


def _every_end(first: date, last: date, _: Span) -> tuple[int, int]:
    """Every end of a month is a 30th."""
    begins = 30 if _ends_month(first) else first.day
    return _place(first, begins), _place(last, 30 if _ends_month(last) else last.day)


Ends = Callable[[date, date, Span], tuple[int, int]]
THIRTIES: Final[Mapping[str, tuple[Ends, int]]] = {
    "30/360 ISDA": (_bond_basis, 360),
    "30/360 PSA": (_psa, 360),
    "30U/360": (_us, 360),
    "30E/360": (_eurobond, 360),
    "30E/360 ISDA": (_german, 360),
    "30E+/360": (_plus, 360),
    "30E/365": (_every_end, 365),
}
