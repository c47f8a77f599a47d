"""Valid terms of every instrument, which the tests bend, and a calendar that covers them."""

import json
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

from praya.base.calendars import BusinessDayConvention, Calendar
from praya.base.dates import day_of, parse_day
from praya.base.daycounts import DayCount, label
from praya.base.schedules import AmountDates
from praya.instruments import cash_token, fixed_rate_bond

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = ROOT / "src/praya/dev/scenarios"
EVERGREEN = SCENARIOS / "evergreen-2023.json"

# Weekends only: holidays are tested with the calendars.
WEEKDAYS = Calendar("HKHK", (5, 6), (), day_of(1940, 1, 1), day_of(2190, 12, 31))

CASH = cash_token.Terms("HKD", 2, "1000000000.00", 0)

BOND = fixed_rate_bond.Terms(
    isin="HK0000963295",
    name_en="Digital green bonds due 2026",
    name_zh="2026 年到期數碼綠色債券",
    currency="HKD",
    decimals=2,
    aggregate_nominal="2000000000.00",
    specified_denomination="1000000.00",
    integral_multiple="500000.00",
    issue_price="100",
    interest_rate="3.8",
    day_count="ACT/365F",
    issue_date=parse_day("2024-02-07"),
    maturity_date=parse_day("2026-02-07"),
    step_months=6,
    business_day_convention=int(BusinessDayConvention.FOLLOWING),
    amount_dates=int(AmountDates.UNADJUSTED),
    calendar="HKHK",
    record_business_days=1,
    required_attributes=3,
    governing_law="HK",
    cash_asset="HKD",
    paying_account="HKSARG.PAYING",
    suspense_account="HKSARG.SUSPENSE",
)

CONVENTIONS = [one for one in BusinessDayConvention if one != BusinessDayConvention.NONE]

# Every day count needs no more than a step in months; bullets have those that need none.
NEED_MONTHS = {DayCount.ACTUAL_ACTUAL_ICMA, DayCount.ACTUAL_365_LEAP}


def _bonds() -> list[fixed_rate_bond.Terms]:
    bonds = [
        replace(BOND, step_months=step, business_day_convention=int(move), amount_dates=int(dates))
        for step, move, dates in product((0, 1, 3, 6, 12, 24), CONVENTIONS, AmountDates)
    ]
    bonds += [replace(BOND, day_count=label(one)) for one in DayCount]
    bullets = set(DayCount) - NEED_MONTHS
    bonds += [replace(BOND, day_count=label(one), step_months=0) for one in sorted(bullets)]
    return bonds


SAMPLES: dict[str, list[Any]] = {
    cash_token.NAME: [CASH, replace(CASH, decimals=0, issue_limit="1", required_attributes=63)],
    fixed_rate_bond.NAME: _bonds(),
}


def evergreen() -> dict[str, Any]:
    """A fresh copy of the shipped term sheet, for a test to bend."""
    sheet = json.loads(EVERGREEN.read_text(encoding="utf-8"))
    assert isinstance(sheet, dict)
    return sheet
