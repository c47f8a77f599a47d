"""Valid terms of every instrument, which the tests bend, and a calendar that covers them."""

import json
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

from praya.base.calendars import BusinessDayConvention, Calendar
from praya.base.dates import day_of, parse_day
from praya.base.daycounts import DayCount, label
from praya.base.schedules import AmountDates, Roll, Stub
from praya.instruments import cash_token, fixed_rate_bond
from praya.instruments.bond_fields import (
    FormOfNote,
    IssuanceType,
    MonthEndRule,
    StatusOfNote,
    SustainableLabel,
)

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

# Every field that may be left out is stated.
WHOLE_BOND = replace(
    BOND,
    interest_commencement_date=parse_day("2024-01-31"),
    first_interest_date=parse_day("2024-07-31"),
    maturity_date=parse_day("2026-01-31"),
    roll=int(Roll.FROM_ISSUE),
    stub=int(Stub.LONG),
    month_end_rule=int(MonthEndRule.MONTH_END),
    redemption_price="101.25",
    pricing_date=parse_day("2024-02-06"),
    dti="X9J9K872S",
    issuer_name="Harbour Ferries Limited",
    issuer_lei="2549HARBOURFERRIES51",
    guarantor_name="Harbour Holdings Limited",
    form_of_note=int(FormOfNote.DEMATERIALISED),
    status_of_note=int(StatusOfNote.SENIOR_UNSECURED),
    issuance_type=int(IssuanceType.PROGRAMME),
    programme="Global Medium Term Note Programme",
    label=int(SustainableLabel.GREEN),
    use_of_proceeds="Electric ferries",
    listing="XHKG",
    clearing_system="Central Moneymarkets Unit",
    fiscal_agent="Example Bank",
    paying_agent="Example Bank",
    trustee="Example Trustee",
    registrar="Example Registrars",
    platform_operator="Example Platform",
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
    return [*bonds, *_stubs(), WHOLE_BOND]


def _stubs() -> list[fixed_rate_bond.Terms]:
    """Issues that are not whole periods, from either end, and with a first date of their own."""
    late = replace(BOND, issue_date=parse_day("2024-03-20"))
    both = product(Roll, (Stub.SHORT, Stub.LONG))
    stubs = [replace(late, roll=int(roll), stub=int(stub)) for roll, stub in both]
    first = replace(late, first_interest_date=parse_day("2024-08-07"))
    return [*stubs, first, replace(first, roll=int(Roll.FROM_ISSUE), day_count="ACT/ACT ICMA")]


SAMPLES: dict[str, list[Any]] = {
    cash_token.NAME: [CASH, replace(CASH, decimals=0, issue_limit="1", required_attributes=63)],
    fixed_rate_bond.NAME: _bonds(),
}


def evergreen() -> dict[str, Any]:
    """A fresh copy of the shipped term sheet, for a test to bend."""
    sheet = json.loads(EVERGREEN.read_text(encoding="utf-8"))
    assert isinstance(sheet, dict)
    return sheet
