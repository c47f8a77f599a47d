"""`praya cashflows FILE`: what a term sheet will pay, to the cent, before anything is issued.

A whole issue is shown, tranche by tranche, as the ledger will pay it. Nothing is written.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, NamedTuple

import click

from praya.base.amounts import format_amount
from praya.base.calendars import Calendar
from praya.base.dates import format_day
from praya.base.daycounts import days, parse_day_count
from praya.base.errors import PrayaError
from praya.dev.commands.command import command, option
from praya.dev.commands.terminal import Terminal
from praya.instruments import INSTRUMENTS
from praya.instruments.fixed_rate_bond import Terms
from praya.instruments.issue_flows import FlowEvent, IssueFlow, issue_flows
from praya.instruments.term_sheets import SheetDocument, TermSheet
from praya.sdk.calendars import calendar_named, extended, read_calendar_file
from praya.sdk.sheet_files import read_sheet_file, read_sheets

_BAR_COLUMNS: Final = 48
_BAR: Final = "\u2588"
_RIGHT_COLUMNS: Final = (3, 4, 7)


class Shown(NamedTuple):
    """One sheet with what it pays, and the calendar by which its days were found."""

    sheet: TermSheet
    calendar: Calendar | None
    flows: list[IssueFlow]


@command("cashflows", more="cashflows.more")
@click.argument("file", metavar="FILE")
@option("--calendar", "calendars", metavar="FILE", multiple=True, words="cashflows.calendar")
@option("--plot", is_flag=True, words="cashflows.plot")
@click.pass_obj
def cashflows(terminal: Terminal, file: str, calendars: tuple[str, ...], plot: bool) -> None:
    """Show issue proceeds, every coupon and the redemption of everything issued."""
    own = {calendar.code: calendar for calendar in map(read_calendar_file, calendars)}
    document = _read(file, own)
    every = [_shown(terminal, sheet, own) for sheet in document.sheets]
    for place, shown in enumerate(every):
        if place:
            terminal.line()
        _show(terminal, shown)
        if plot:
            _draw(terminal, shown)
    several = document.programme is not None
    terminal.data([row for shown in every for row in _rows(shown, several)])


def _read(file: str, own: Mapping[str, Calendar]) -> SheetDocument:
    """A file, or the term sheet of a scenario by its name."""
    inside = files("praya.dev.scenarios").joinpath(f"{file}.json")
    is_name = Path(file).name == file and not Path(file).exists()
    if is_name and inside.is_file():
        return read_sheets(inside.read_bytes(), file, own)
    return read_sheet_file(file, own)


def _shown(terminal: Terminal, sheet: TermSheet, own: Mapping[str, Calendar]) -> Shown:
    """What a sheet pays; days beyond its calendar are judged by weekend, and that is said."""
    instrument, code = INSTRUMENTS[sheet.instrument], sheet.terms.calendar_code()
    if code is None:
        return Shown(sheet, None, issue_flows(instrument, sheet.terms, None))
    calendar = calendar_named(code, own)
    _note_issue(terminal, sheet.terms, calendar)
    try:
        return Shown(sheet, calendar, issue_flows(instrument, sheet.terms, calendar))
    except PrayaError as problem:
        if problem.code != "DAY_NOT_COVERED" or not isinstance(sheet.terms, Terms):
            raise
    terminal.say(
        "cashflows.provisional",
        calendar=code,
        first=format_day(calendar.first_day),
        last=format_day(calendar.last_day),
    )
    longer = extended(calendar, sheet.terms.issue_date, sheet.terms.maturity_date + 1)
    return Shown(sheet, calendar, issue_flows(instrument, sheet.terms, longer))


def _note_issue(terminal: Terminal, terms: object, calendar: Calendar) -> None:
    """An issue date on which nothing can be delivered is told of; `praya run` refuses it."""
    if not isinstance(terms, Terms):
        return
    issue = terms.issue_date
    covering = extended(calendar, issue, issue + 1)
    if covering.is_business_day(issue):
        return
    day, later = format_day(issue), format_day(covering.next_business_day(issue))
    terminal.say("cashflows.issue_closed", day=day, calendar=calendar.code, next=later)


def _rows(shown: Shown, several: bool) -> Iterator[dict[str, Any]]:
    """One object for each payment, as a program reads it."""
    for flow in shown.flows:
        currency, amount = _currency(shown.sheet), _amount(shown.sheet, flow.minor)
        row: dict[str, Any] = {"asset": shown.sheet.code} if several else {}
        row |= {"date": format_day(flow.day), "event": str(flow.event)}
        row |= {"amount": amount, "currency": currency}
        if not _is_covered(shown.calendar, flow):
            row["provisional"] = True
        yield row


def _is_covered(calendar: Calendar | None, flow: IssueFlow) -> bool:
    """Whether the calendar knows the days of a scheduled payment."""
    if calendar is None or flow.payment is None:
        return True
    return calendar.first_day <= flow.payment.record_date and flow.day <= calendar.last_day


def _show(terminal: Terminal, shown: Shown) -> None:
    """One sheet for people: its terms in a line, a table of payments, the totals."""
    terms = shown.sheet.terms
    if not isinstance(terms, Terms):
        terminal.line(terminal.words("cashflows.nothing", code=shown.sheet.code))
        return
    words = terminal.words
    name = terms.name_zh if terminal.language == "zh-HK" else terms.name_en
    terminal.line(words("cashflows.heading", code=shown.sheet.code, name=name))
    told = {"rate": terms.interest_rate, "day_count": terms.day_count, "calendar": terms.calendar}
    terminal.line(words("cashflows.terms", **told))
    names = ("event", "from", "to", "days", "fraction", "record", "payment")
    headings = [words(f"cashflows.{name}") for name in names]
    headings.append(words("cashflows.amount", currency=terms.currency))
    cells = [_cells(terminal, terms, flow) for flow in shown.flows]
    terminal.table(headings, [*cells, *_totals(terminal, shown)], _RIGHT_COLUMNS)


def _cells(terminal: Terminal, terms: Terms, flow: IssueFlow) -> Sequence[str]:
    event = terminal.words(f"cashflows.event_{flow.event}")
    amount = _grouped(format_amount(flow.minor, terms.decimals))
    record = format_day(flow.payment.record_date) if flow.payment else ""
    period = flow.flow.period
    if period is None:
        return (event, "", "", "", "", record, format_day(flow.day), amount)
    start, end = period.amount_start, period.amount_end
    counted = days(parse_day_count(terms.day_count), start, end)
    fraction = _fraction(counted, flow.flow.payoff / flow.flow.rate)
    bounds = format_day(start), format_day(end)
    return (event, *bounds, str(counted), fraction, record, format_day(flow.day), amount)


def _fraction(counted: int, fraction: Fraction) -> str:
    """The part of a year over the days that make one, as a confirmation writes it: 182/365."""
    year = counted / fraction
    return f"{counted}/{year}" if year.denominator == 1 else str(fraction)


def _totals(terminal: Terminal, shown: Shown) -> Iterator[Sequence[str]]:
    """All interest, and all that the issuer pays."""
    paid = {FlowEvent.COUPON: 0, FlowEvent.REDEMPTION: 0, FlowEvent.ISSUE: 0}
    for flow in shown.flows:
        paid[flow.event] += flow.minor
    interest = paid[FlowEvent.COUPON]
    whole = interest + paid[FlowEvent.REDEMPTION]
    blank = ("",) * 6
    for key, minor in (("total_coupon", interest), ("total", whole)):
        yield (terminal.words(f"cashflows.{key}"), *blank, _grouped(_amount(shown.sheet, minor)))


def _draw(terminal: Terminal, shown: Shown) -> None:
    """A bar for each payment of interest, the longest as wide as the space."""
    coupons = [flow for flow in shown.flows if flow.event == FlowEvent.COUPON]
    most = max((flow.minor for flow in coupons), default=0)
    for flow in coupons:
        bar = _BAR * max(1, flow.minor * _BAR_COLUMNS // max(most, 1))
        amount = _grouped(_amount(shown.sheet, flow.minor))
        terminal.line(f"{format_day(flow.day)}  {bar}  {amount}")


def _currency(sheet: TermSheet) -> str:
    return sheet.terms.currency if isinstance(sheet.terms, Terms) else ""


def _amount(sheet: TermSheet, minor: int) -> str:
    return format_amount(minor, sheet.terms.asset().decimals)


def _grouped(amount: str) -> str:
    """Thousands set off, for people."""
    whole, point, part = amount.partition(".")
    return f"{int(whole):,}{point}{part}"
