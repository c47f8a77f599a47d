"""ACTUS test contracts as the engine takes them: attributes of the standard become its terms.

Only what the fixed-rate cases use is known here; a case that needs more is named with its reason.
"""

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from praya.base.calendars import BusinessDayConvention, Calendar
from praya.base.dates import day_of, parse_day
from praya.base.daycounts import DayCount
from praya.base.schedules import AmountDates, Roll, ScheduleTerms, Stub
from praya.instruments.cash_flows import BORROWER, LENDER, PrincipalAtMaturity, Trade

CASES: Final = (
    Path(__file__).resolve().parents[3] / "shared/vectors/actus/actus-tests-pam.json"
).resolve()

# Monday to Friday, as the standard's "MF" calendar.
WEEKDAYS: Final = Calendar("MF", (5, 6), (), day_of(2000, 1, 1), day_of(2050, 12, 31))

DAY_COUNTS: Final = {
    "A365": DayCount.ACTUAL_365_FIXED,
    "A360": DayCount.ACTUAL_360,
    "AA": DayCount.ACTUAL_ACTUAL_ISDA,
    "30E360": DayCount.THIRTY_EUROPEAN_360,
}
MOVES: Final = {
    "F": BusinessDayConvention.FOLLOWING,
    "MF": BusinessDayConvention.MODIFIED_FOLLOWING,
    "P": BusinessDayConvention.PRECEDING,
}
SIDES: Final = {"RPA": LENDER, "RPL": BORROWER}
KNOWN: Final = frozenset(
    (
        "contractType",
        "contractID",
        "counterpartyID",
        "creatorID",
        "contractRole",
        "marketObjectCode",
        "statusDate",
        "contractDealDate",
        "currency",
        "notionalPrincipal",
        "initialExchangeDate",
        "maturityDate",
        "nominalInterestRate",
        "cycleAnchorDateOfInterestPayment",
        "cycleOfInterestPayment",
        "dayCountConvention",
        "endOfMonthConvention",
        "premiumDiscountAtIED",
        "rateMultiplier",
        "accruedInterest",
        "businessDayConvention",
        "calendar",
        "terminationDate",
        "priceAtTerminationDate",
        "purchaseDate",
        "priceAtPurchaseDate",
        "capitalizationEndDate",
        "contractPerformance",
    )
)
DAY_END: Final = "T23:59:59"
_CYCLE = re.compile(r"P(\d+)([DWMY])L([01])")


def cases() -> dict[str, Any]:
    """Every case of the file by its id."""
    loaded = json.loads(CASES.read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def beyond_fixed_rate(terms: dict[str, Any]) -> list[str]:
    """The attributes of a case that are not those of a fixed rate."""
    return sorted(set(terms) - KNOWN)


def number(text: Any) -> Fraction:
    """A number as the files write it: often text with blanks."""
    return Fraction(str(text).strip())


def day(text: str) -> int:
    """The day of a time."""
    return parse_day(text[:10])


def contract(terms: dict[str, Any]) -> PrincipalAtMaturity:
    """The contract that the attributes state."""
    start = day(terms["initialExchangeDate"])
    anchor = day(terms["cycleAnchorDateOfInterestPayment"])
    status = day(terms["statusDate"])
    return PrincipalAtMaturity(
        dates=_dates(terms, start, anchor),
        day_count=DAY_COUNTS[terms["dayCountConvention"]],
        notional=number(terms["notionalPrincipal"]),
        rate=number(terms["nominalInterestRate"]),
        side=SIDES[terms["contractRole"]],
        premium=number(terms["premiumDiscountAtIED"]),
        pays_at_start=anchor == start,
        capitalised_until=_optional_day(terms, "capitalizationEndDate"),
        accrued=number(terms["accruedInterest"]) if "accruedInterest" in terms else None,
        status_day=status,
        purchase=_trade(terms, "purchaseDate", "priceAtPurchaseDate"),
        termination=_trade(terms, "terminationDate", "priceAtTerminationDate"),
        ends_with_the_day=terms["maturityDate"].endswith(DAY_END),
    )


def _dates(terms: dict[str, Any], start: int, anchor: int) -> ScheduleTerms:
    match = _CYCLE.fullmatch(terms["cycleOfInterestPayment"])
    assert match is not None
    count, unit, short = int(match[1]), match[2], match[3] == "1"
    months = count * {"M": 1, "Y": 12}.get(unit, 0)
    days = count * {"D": 1, "W": 7}.get(unit, 0)
    code = terms.get("businessDayConvention", "NOS")
    shifts_first = code.startswith("SC")
    return ScheduleTerms(
        issue=start,
        maturity=day(terms["maturityDate"]),
        step_months=months,
        step_days=days,
        roll=Roll.FROM_ISSUE,
        stub=Stub.SHORT if short else Stub.LONG,
        anchor=None if anchor == start else anchor,
        end_of_month=terms["endOfMonthConvention"] == "EOM",
        convention=MOVES.get(code[2:], BusinessDayConvention.NONE),
        amount_dates=AmountDates.ADJUSTED if shifts_first else AmountDates.UNADJUSTED,
    )


def _optional_day(terms: dict[str, Any], name: str) -> int | None:
    return day(terms[name]) if name in terms else None


def _trade(terms: dict[str, Any], date: str, price: str) -> Trade | None:
    return Trade(day(terms[date]), number(terms[price])) if date in terms else None
