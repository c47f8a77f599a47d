"""Fixed-rate bond: pays interest at one rate on fixed days, and its nominal amount at maturity.

Terms become payments per minor unit held, as exact ratios; who holds the bond, and how money
moves, this file must not know. Its fields stand in bond_fields.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from typing import Any, Final

from praya.base.amounts import Rounding, format_amount, parse_amount, round_ratio
from praya.base.calendars import BusinessDayConvention, Calendar
from praya.base.catalogue import Phrase
from praya.base.dates import format_day
from praya.base.daycounts import parse_day_count
from praya.base.errors import PrayaError, fail
from praya.base.limits import AMOUNT_MAX, DECIMALS_MAX
from praya.base.schedules import AmountDates, Roll, ScheduleTerms, Stub, coupon_periods
from praya.instruments.bond_fields import (
    OPTIONAL_FIELDS,
    TERM_FIELDS,
    MonthEndRule,
    TermField,
)
from praya.instruments.cash_flows import CashFlow, FlowType, PrincipalAtMaturity, cash_flows
from praya.instruments.forms import (
    DAY_TEXT,
    DECIMALS,
    PERCENT_DECIMALS_MAX,
    amount_expected,
    is_amount,
)
from praya.instruments.instrument import (
    AssetTerms,
    Payments,
    ScheduledPayment,
    Spelling,
    read_day,
    read_integer,
    read_optional_choice,
    read_optional_day,
    read_optional_text,
    read_text,
)
from praya.instruments.problems import Problem

COUPONS_MAX: Final = 1_200  # monthly for a hundred years; each is an event in state

NAME: Final = "fixed_rate_bond"
TITLE: Final = ("Fixed-rate bond", "定息債券")
FIELDS: Final = {row.number: row.name for row in TERM_FIELDS}
OPTIONAL: Final = frozenset(row.name for row in OPTIONAL_FIELDS)
LABELS: Final = {row.number: (row.english, row.chinese) for row in TERM_FIELDS}
SPELLINGS: Final[dict[str, Spelling]] = {
    row.name: row.spelling for row in TERM_FIELDS if row.spelling
}

_AMOUNT_FIELDS = ("aggregate_nominal", "specified_denomination", "integral_multiple")
_GRID_FIELDS = ("first_interest_date", "roll", "stub", "month_end_rule")
_DATE_FIELDS = frozenset(
    ("issue_date", "maturity_date", "step_months", "interest_commencement_date", *_GRID_FIELDS)
)
_WHOLE: Final = 100  # per cent


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a fixed-rate bond. Amounts and percentages are plain decimal text."""

    isin: str  # ISO 6166, for example "HK0000963295", or empty where none is given
    name_en: str  # for example "HKSAR Government 4.05% Tokenised Green Bonds due 2024"
    name_zh: str  # for example "香港特區政府 2024 年到期 4.05% 代幣化綠色債券"
    currency: str  # specified currency, ISO 4217, for example "HKD"
    decimals: int  # of the nominal amount and of the cash it pays, for example 2
    aggregate_nominal: str  # the whole issue, for example "800000000.00"
    specified_denomination: str  # the least that is allotted, for example "1000000.00"
    integral_multiple: str  # steps above that, for example "500000.00"
    issue_price: str  # per cent of nominal, for example "100"
    interest_rate: str  # per cent a year, for example "4.05"
    day_count: str  # day count fraction as the market writes it, for example "ACT/365F"
    issue_date: int  # interest accrues from this day number, for example 19404 (2023-02-16)
    maturity_date: int  # day number, for example 19769 (2024-02-16)
    step_months: int  # months of an interest period: 6 for semi-annual, 0 for one at maturity
    business_day_convention: int  # number of a BusinessDayConvention that moves, for example 1
    amount_dates: int  # number of an AmountDates: 1 if a later payment carries no more
    calendar: str  # code of the calendar of payments, for example "HKHK"
    record_business_days: int  # whose close decides who is paid, before payment, for example 1
    required_attributes: int  # bits an account must have to hold it, for example 3
    governing_law: str  # ISO 3166, for example "HK"
    cash_asset: str  # code of the cash token it pays in, for example "HKD"
    paying_account: str  # the issuer's account that is debited, for example "HKSARG.PAYING"
    suspense_account: str  # for what cannot be delivered, for example "HKSARG.SUSPENSE"
    interest_commencement_date: int | None = None  # day number; None for the issue date
    first_interest_date: int | None = None  # day number, for example 20193 (2025-04-15)
    roll: int = 0  # number of a Roll; 0 if left out
    stub: int = 0  # number of a Stub; 0 if left out
    month_end_rule: int = 0  # number of a MonthEndRule; 0 if left out
    redemption_price: str = ""  # per cent of nominal; empty for 100
    pricing_date: int | None = None  # day number
    dti: str = ""  # ISO 24165
    issuer_name: str = ""
    issuer_lei: str = ""  # ISO 17442
    guarantor_name: str = ""
    form_of_note: int = 0  # number of a FormOfNote; 0 if left out
    status_of_note: int = 0  # number of a StatusOfNote; 0 if left out
    issuance_type: int = 0  # number of an IssuanceType; 0 if left out
    programme: str = ""
    label: int = 0  # number of a SustainableLabel; 0 if left out
    use_of_proceeds: str = ""
    listing: str = ""  # ISO 10383
    clearing_system: str = ""
    fiscal_agent: str = ""
    paying_agent: str = ""
    trustee: str = ""
    registrar: str = ""
    platform_operator: str = ""

    def asset(self) -> AssetTerms:
        """What the ledger must know to define the asset."""
        limit = parse_amount(self.aggregate_nominal, self.decimals)
        return AssetTerms(self.decimals, limit, self.required_attributes)

    def payments(self) -> Payments:
        """Who pays interest and redemption."""
        return Payments(self.cash_asset, self.paying_account, self.suspense_account, self.currency)

    def calendar_code(self) -> str:
        """The calendar that payment and record dates follow."""
        return self.calendar


def read(fields: Mapping[int, object]) -> Terms:
    """The terms that an encoded map states; wrong types become values `validate` refuses."""
    values: dict[str, Any] = {row.name: _read_field(row, fields) for row in TERM_FIELDS}
    return Terms(**values)


def to_fields(terms: Terms) -> dict[int, object]:
    """The map that states these terms; what is left out is not in it."""
    return {
        row.number: getattr(terms, row.name)
        for row in TERM_FIELDS
        if not (row.optional and _is_absent(terms, row.name))
    }


def validate(terms: Terms) -> list[Problem]:
    """Everything wrong with the terms, at once; no state is needed.

    First each field by itself, then what fields say together, where each of them holds alone.
    """
    problems = _form_problems(terms) + _amount_problems(terms)
    wrong = {problem.field for problem in problems}
    if not wrong & {"decimals", *_AMOUNT_FIELDS}:
        problems += _denomination_problems(terms)
    if not wrong & {"paying_account", "suspense_account"}:
        problems += _account_problems(terms)
    if not wrong & {"pricing_date", "issue_date"}:
        problems += _pricing_problems(terms)
    if not wrong & _DATE_FIELDS:
        problems += _date_problems(terms) or _schedule_problems(terms, wrong)
    return problems


def flows(terms: Terms, calendar: Calendar | None) -> list[CashFlow]:
    """What one unit of nominal costs and earns: issue, every coupon, redemption.

    Errors: SCHEDULE_NEEDS_CALENDAR; SCHEDULE_INVALID if it is not the calendar of the terms;
    DAY_NOT_COVERED by the calendar.
    """
    convention = BusinessDayConvention(terms.business_day_convention)
    if calendar is None:
        fail("SCHEDULE_NEEDS_CALENDAR", convention=convention.name)
    if calendar.code != terms.calendar:
        fail("SCHEDULE_INVALID", field="calendar", value=calendar.code)
    return list(cash_flows(_contract(terms, convention), calendar))


def schedule(terms: Terms, calendar: Calendar | None) -> list[ScheduledPayment]:
    """Every coupon of valid terms in order, then the redemption, which is paid with the last.

    Errors: those of `flows`; SCHEDULE_INVALID if a record date would be before the issue, or if
    moved dates make a ratio that is past 63 bits.
    """
    payments: list[ScheduledPayment] = []
    for flow in flows(terms, calendar):
        if flow.type == FlowType.INITIAL_EXCHANGE or calendar is None:
            continue
        if not _is_countable(flow.payoff):
            fail("SCHEDULE_INVALID", field="interest_rate", value=terms.interest_rate)
        record = calendar.add_business_days(flow.day, -terms.record_business_days)
        if record < terms.issue_date:
            fail("SCHEDULE_INVALID", field="record_business_days", value=terms.record_business_days)
        payments.append(
            ScheduledPayment(
                number=len(payments) + 1,
                is_redemption=flow.type == FlowType.MATURITY,
                numerator=flow.payoff.numerator,
                denominator=flow.payoff.denominator,
                record_date=record,
                payment_date=flow.day,
            )
        )
    return payments


def _contract(terms: Terms, convention: BusinessDayConvention) -> PrincipalAtMaturity:
    """The bond as one unit of nominal, lent."""
    return PrincipalAtMaturity(
        dates=_dates(terms, convention),
        day_count=parse_day_count(terms.day_count),
        notional=Fraction(1),
        rate=_percent(terms.interest_rate),
        premium=_percent(terms.issue_price) - 1,
        redemption=_redemption(terms),
        exchange=terms.issue_date,
    )


def _dates(terms: Terms, convention: BusinessDayConvention) -> ScheduleTerms:
    """The schedule the terms name: counted back from maturity, or on from the first payment."""
    stated = terms.first_interest_date
    usual = Roll.FROM_MATURITY if stated is None else Roll.FROM_ISSUE
    return ScheduleTerms(
        issue=_start(terms),
        maturity=terms.maturity_date,
        step_months=terms.step_months,
        roll=Roll(terms.roll) if terms.roll else usual,
        stub=Stub(terms.stub) if terms.stub else Stub.NONE,
        anchor=stated,
        end_of_month=terms.month_end_rule == MonthEndRule.MONTH_END,
        convention=convention,
        amount_dates=AmountDates(terms.amount_dates),
    )


def _start(terms: Terms) -> int:
    """The day from which interest accrues."""
    stated = terms.interest_commencement_date
    return terms.issue_date if stated is None else stated


def _percent(text: str) -> Fraction:
    units = parse_amount(text, PERCENT_DECIMALS_MAX)
    return Fraction(units, _WHOLE * 10**PERCENT_DECIMALS_MAX)


def _redemption(terms: Terms) -> Fraction:
    """What is repaid for each unit of nominal."""
    return _percent(terms.redemption_price) if terms.redemption_price else Fraction(1)


def _is_countable(ratio: Fraction) -> bool:
    """Whether both parts fit a column of the ledger."""
    return ratio.numerator <= AMOUNT_MAX and ratio.denominator <= AMOUNT_MAX


# ---- Reading ------------------------------------------------------------------------------------


def _read_field(row: TermField, encoded: Mapping[int, object]) -> object:
    if row.spelling is DAY_TEXT:
        return (read_optional_day if row.optional else read_day)(encoded, row.number)
    if row.spelling is not None or row.form.schema.get("type") == "integer":
        return (read_optional_choice if row.optional else read_integer)(encoded, row.number)
    return (read_optional_text if row.optional else read_text)(encoded, row.number)


_ABSENT: Final = {one.name: one.default for one in fields(Terms) if one.name in OPTIONAL}


def _is_absent(terms: Terms, name: str) -> bool:
    """Whether a field was left out; a value that only equals nothing is none."""
    value, absent = getattr(terms, name), _ABSENT[name]
    return type(value) is type(absent) and bool(value == absent)


# ---- What is wrong ------------------------------------------------------------------------------


def _form_problems(terms: Terms) -> list[Problem]:
    """The fields that are not of their form; the amounts wait for the decimals."""
    return [
        Problem(row.name, getattr(terms, row.name), row.form.expected)
        for row in TERM_FIELDS
        if row.name not in _AMOUNT_FIELDS
        and not (row.optional and _is_absent(terms, row.name))
        and not row.form.holds(getattr(terms, row.name))
    ]


def _amount_problems(terms: Terms) -> list[Problem]:
    # Without a number of decimals that holds, an amount is read with as many as there can be.
    decimals = terms.decimals if DECIMALS.holds(terms.decimals) else DECIMALS_MAX
    return [
        Problem(name, getattr(terms, name), amount_expected(decimals))
        for name in _AMOUNT_FIELDS
        if not is_amount(getattr(terms, name), decimals)
    ]


def _denomination_problems(terms: Terms) -> list[Problem]:
    whole, least, step = (
        parse_amount(getattr(terms, name), terms.decimals) for name in _AMOUNT_FIELDS
    )
    over = (whole - least) % step
    if whole >= least and not over:
        return []
    near = (least,) if whole < least else (whole - over, whole - over + step)
    told = {
        "least": format_amount(least, terms.decimals),
        "step": format_amount(step, terms.decimals),
        "near": ", ".join(format_amount(one, terms.decimals) for one in near if one <= AMOUNT_MAX),
    }
    expected = Phrase("sheet.expected_denomination", told)
    return [Problem("aggregate_nominal", terms.aggregate_nominal, expected)]


def _account_problems(terms: Terms) -> list[Problem]:
    if terms.paying_account != terms.suspense_account:
        return []
    expected = Phrase("sheet.expected_other_account")
    return [Problem("suspense_account", terms.suspense_account, expected)]


def _pricing_problems(terms: Terms) -> list[Problem]:
    stated = terms.pricing_date
    if stated is None or stated <= terms.issue_date:
        return []
    expected = Phrase("sheet.expected_not_after", {"day": format_day(terms.issue_date)})
    return [Problem("pricing_date", stated, expected)]


def _date_problems(terms: Terms) -> list[Problem]:
    """Dates out of order, and what is said of periods where there is only one."""
    start, maturity, first = _start(terms), terms.maturity_date, terms.first_interest_date
    if maturity <= max(start, terms.issue_date):
        expected = Phrase("sheet.expected_after_start", {"day": format_day(start)})
        return [Problem("maturity_date", maturity, expected)]
    if not terms.step_months:
        expected = Phrase("sheet.expected_steps")
        return [
            Problem(name, getattr(terms, name), expected)
            for name in _GRID_FIELDS
            if not _is_absent(terms, name)
        ]
    problems = []
    if first is not None and not max(start, terms.issue_date) < first < maturity:
        days = {"first": format_day(start), "last": format_day(maturity)}
        expected = Phrase("sheet.expected_between", days)
        problems.append(Problem("first_interest_date", first, expected))
    if first is not None and terms.roll == Roll.FROM_MATURITY:
        problems.append(Problem("roll", terms.roll, Phrase("sheet.expected_from_issue")))
    return problems


def _schedule_problems(terms: Terms, wrong: set[str]) -> list[Problem]:
    """What only the schedule shows, on unadjusted days, since the calendar is not at hand here."""
    try:
        periods = coupon_periods(_unadjusted(terms, wrong), None)
    except PrayaError:
        days = {"first": format_day(_start(terms)), "last": format_day(terms.maturity_date)}
        expected = Phrase("sheet.expected_whole_periods", days)
        return [Problem("step_months", terms.step_months, expected)]
    if len(periods) > COUPONS_MAX:
        expected = Phrase("sheet.expected_fewer_periods", {"maximum": COUPONS_MAX})
        return [Problem("step_months", terms.step_months, expected)]
    if wrong & {"interest_rate", "day_count", "issue_price", "redemption_price", "amount_dates"}:
        return []
    return _payment_problems(terms, wrong)


def _unadjusted(terms: Terms, wrong: set[str]) -> ScheduleTerms:
    if "amount_dates" in wrong:
        terms = replace(terms, amount_dates=int(AmountDates.UNADJUSTED))
    return _dates(terms, BusinessDayConvention.NONE)


def _payment_problems(terms: Terms, wrong: set[str]) -> list[Problem]:
    """Payments that cannot be computed, or that the ledger could not count."""
    try:
        every = cash_flows(_contract(terms, BusinessDayConvention.NONE), None)
    except PrayaError:
        expected = Phrase("sheet.expected_day_count_regular")
        return [Problem("day_count", terms.day_count, expected)]
    nominal = 0
    if not wrong & {"decimals", "aggregate_nominal"}:
        nominal = parse_amount(terms.aggregate_nominal, terms.decimals)
    told = {
        FlowType.INITIAL_EXCHANGE: "issue_price",
        FlowType.INTEREST: "interest_rate",
        FlowType.MATURITY: "redemption_price",
    }
    past = {told[flow.type] for flow in every if not _pays_countable(nominal, abs(flow.payoff))}
    expected = Phrase("sheet.expected_countable")
    return [Problem(name, getattr(terms, name), expected) for name in sorted(past)]


def _pays_countable(nominal: int, ratio: Fraction) -> bool:
    """Whether the payment on the whole issue is an amount of the ledger, and its ratio fits."""
    total = round_ratio(nominal * ratio.numerator, ratio.denominator, Rounding.HALF_UP)
    return total <= AMOUNT_MAX and _is_countable(ratio)
