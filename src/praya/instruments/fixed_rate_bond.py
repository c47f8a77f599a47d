"""Fixed-rate bond: pays interest at one rate on fixed days, and its nominal amount at maturity.

Fields are named as the ICMA Bond Data Taxonomy names them, where it does. Terms become payments
per minor unit held, as exact ratios; who holds the bond, and how money moves, this file must not
know.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from praya.base.amounts import Rounding, parse_amount, round_ratio
from praya.base.calendars import BusinessDayConvention, Calendar
from praya.base.daycounts import DayCount, label, parse_day_count
from praya.base.errors import PrayaError, fail
from praya.base.limits import AMOUNT_MAX, DECIMALS_MAX
from praya.base.schedules import (
    STEP_MONTHS_MAX,
    AmountDates,
    CouponPeriod,
    ScheduleTerms,
    coupon_periods,
    period_fraction,
)
from praya.instruments.forms import (
    AMOUNT_DATES_NAME,
    ATTRIBUTE_NAMES,
    ATTRIBUTES,
    CODE,
    CONVENTION_NAME,
    CURRENCY,
    DAY,
    DAY_TEXT,
    DECIMALS,
    ISIN_OR_EMPTY,
    LAW,
    NAME_TEXT,
    PERCENT_DECIMALS_MAX,
    PERCENTAGE,
    Form,
    choice_form,
    form_problems,
    is_amount,
    whole_number_form,
)
from praya.instruments.instrument import (
    AssetTerms,
    Payments,
    Problem,
    ScheduledPayment,
    Spelling,
    read_day,
    read_integer,
    read_text,
)

COUPONS_MAX: Final = 1_200  # monthly for a hundred years; each is an event in state
RECORD_BUSINESS_DAYS_MAX: Final = 30  # six weeks; registers close days before, not quarters

NAME: Final = "fixed_rate_bond"
TITLE: Final = ("Fixed-rate bond", "定息債券")
FIELDS: Final = {
    1: "isin",
    2: "name_en",
    3: "name_zh",
    4: "currency",
    5: "decimals",
    6: "aggregate_nominal",
    7: "specified_denomination",
    8: "integral_multiple",
    9: "issue_price",
    10: "interest_rate",
    11: "day_count",
    12: "issue_date",
    13: "maturity_date",
    14: "step_months",
    15: "business_day_convention",
    16: "amount_dates",
    17: "calendar",
    18: "record_business_days",
    19: "required_attributes",
    20: "governing_law",
    21: "cash_asset",
    22: "paying_account",
    23: "suspense_account",
}
LABELS: Final = {
    1: ("ISIN", "國際證券識別碼"),
    2: ("Name in English", "英文名稱"),
    3: ("Name in Chinese", "中文名稱"),
    4: ("Specified currency", "指定貨幣"),
    5: ("Decimals", "小數位數"),
    6: ("Aggregate nominal amount", "本金總額"),
    7: ("Specified denomination", "最低面額"),
    8: ("Integral multiple", "面額遞增單位"),
    9: ("Issue price (%)", "發行價（%）"),
    10: ("Interest rate (% a year)", "年利率（%）"),
    11: ("Day count fraction", "日數計算慣例"),
    12: ("Issue date", "發行日"),
    13: ("Maturity date", "到期日"),
    14: ("Months between interest payments", "派息間隔月數"),
    15: ("Business day convention", "營業日慣例"),
    16: ("Dates of interest amounts", "計息日期"),
    17: ("Business day calendar", "營業日曆"),
    18: ("Business days from record date to payment", "記錄日至付款日的營業日數"),
    19: ("Attributes a holder must have", "持有人須具備的屬性"),
    20: ("Governing law", "適用法律"),
    21: ("Cash token paid in", "付款所用現金代幣"),
    22: ("Paying account", "付款帳戶"),
    23: ("Suspense account", "暫記帳戶"),
}
SPELLINGS: Final[dict[str, Spelling]] = {
    "issue_date": DAY_TEXT,
    "maturity_date": DAY_TEXT,
    "business_day_convention": CONVENTION_NAME,
    "amount_dates": AMOUNT_DATES_NAME,
    "required_attributes": ATTRIBUTE_NAMES,
}

_DAY_COUNTS = frozenset(map(label, DayCount))
_MOVING = frozenset(map(int, BusinessDayConvention)) - {int(BusinessDayConvention.NONE)}
_AMOUNT_FIELDS = ("aggregate_nominal", "specified_denomination", "integral_multiple")

# Fields with a form of their own; the amounts wait for the decimals.
_FORMS: Final = {
    "isin": ISIN_OR_EMPTY,
    "name_en": NAME_TEXT,
    "name_zh": NAME_TEXT,
    "currency": CURRENCY,
    "decimals": DECIMALS,
    "issue_price": PERCENTAGE,
    "interest_rate": PERCENTAGE,
    "day_count": Form(
        "a day count fraction such as ACT/365F, 30/360 ISDA or ACT/ACT ICMA",
        lambda value: isinstance(value, str) and value in _DAY_COUNTS,
    ),
    "issue_date": DAY,
    "maturity_date": DAY,
    "step_months": whole_number_form(0, STEP_MONTHS_MAX),
    "business_day_convention": Form(
        "FOLLOWING, MODIFIED_FOLLOWING or PRECEDING: the ledger pays on business days only",
        lambda value: type(value) is int and value in _MOVING,
    ),
    "amount_dates": choice_form(AmountDates),
    "calendar": CODE,
    "record_business_days": whole_number_form(1, RECORD_BUSINESS_DAYS_MAX),
    "required_attributes": ATTRIBUTES,
    "governing_law": LAW,
    "cash_asset": CODE,
    "paying_account": CODE,
    "suspense_account": CODE,
}


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

    def asset(self) -> AssetTerms:
        """What the ledger must know to define the asset."""
        limit = parse_amount(self.aggregate_nominal, self.decimals)
        return AssetTerms(self.decimals, limit, self.required_attributes)

    def payments(self) -> Payments:
        """Who pays interest and redemption."""
        return Payments(self.cash_asset, self.paying_account, self.suspense_account)

    def calendar_code(self) -> str:
        """The calendar that payment and record dates follow."""
        return self.calendar


def read(fields: Mapping[int, object]) -> Terms:
    """The terms that an encoded map states; wrong types become values `validate` refuses."""
    return Terms(
        isin=read_text(fields, 1),
        name_en=read_text(fields, 2),
        name_zh=read_text(fields, 3),
        currency=read_text(fields, 4),
        decimals=read_integer(fields, 5),
        aggregate_nominal=read_text(fields, 6),
        specified_denomination=read_text(fields, 7),
        integral_multiple=read_text(fields, 8),
        issue_price=read_text(fields, 9),
        interest_rate=read_text(fields, 10),
        day_count=read_text(fields, 11),
        issue_date=read_day(fields, 12),
        maturity_date=read_day(fields, 13),
        step_months=read_integer(fields, 14),
        business_day_convention=read_integer(fields, 15),
        amount_dates=read_integer(fields, 16),
        calendar=read_text(fields, 17),
        record_business_days=read_integer(fields, 18),
        required_attributes=read_integer(fields, 19),
        governing_law=read_text(fields, 20),
        cash_asset=read_text(fields, 21),
        paying_account=read_text(fields, 22),
        suspense_account=read_text(fields, 23),
    )


def to_fields(terms: Terms) -> dict[int, object]:
    """The map that states these terms."""
    return {number: getattr(terms, field) for number, field in FIELDS.items()}


def validate(terms: Terms) -> list[Problem]:
    """Everything wrong with the terms, at once; no state is needed.

    First each field by itself, then what fields say together, where each of them holds alone.
    """
    problems = form_problems(terms, _FORMS) + _amount_problems(terms)
    wrong = {problem.field for problem in problems}
    if not wrong & {"decimals", *_AMOUNT_FIELDS}:
        problems += _denomination_problems(terms)
    if not wrong & {"paying_account", "suspense_account"}:
        problems += _account_problems(terms)
    if not wrong & {"issue_date", "maturity_date", "step_months"}:
        problems += _schedule_problems(terms, wrong)
    return problems


def schedule(terms: Terms, calendar: Calendar | None) -> list[ScheduledPayment]:
    """Every coupon of valid terms in order, then the redemption, which is paid with the last.

    Errors: SCHEDULE_NEEDS_CALENDAR; SCHEDULE_INVALID if it is not the calendar of the terms, if a
    record date would be before the issue, or if moved dates make a ratio that is past 63 bits;
    DAY_NOT_COVERED by the calendar.
    """
    if calendar is None:
        convention = BusinessDayConvention(terms.business_day_convention)
        fail("SCHEDULE_NEEDS_CALENDAR", convention=convention.name)
    if calendar.code != terms.calendar:
        fail("SCHEDULE_INVALID", field="calendar", value=calendar.code)
    dates = _dates(terms, BusinessDayConvention(terms.business_day_convention))
    payments = []
    for place, period in enumerate(coupon_periods(dates, calendar)):
        ratio = _coupon_ratio(terms, dates, period)
        if not _is_countable(ratio):
            fail("SCHEDULE_INVALID", field="interest_rate", value=terms.interest_rate)
        record = calendar.add_business_days(period.payment, -terms.record_business_days)
        if record < terms.issue_date:
            fail("SCHEDULE_INVALID", field="record_business_days", value=terms.record_business_days)
        payments.append(_payment(place + 1, ratio, record, period.payment))
    last = payments[-1]
    redemption = ScheduledPayment(last.number + 1, True, 1, 1, last.record_date, last.payment_date)
    return [*payments, redemption]


def _payment(number: int, ratio: Fraction, record_date: int, payment_date: int) -> ScheduledPayment:
    return ScheduledPayment(
        number=number,
        is_redemption=False,
        numerator=ratio.numerator,
        denominator=ratio.denominator,
        record_date=record_date,
        payment_date=payment_date,
    )


def _dates(terms: Terms, convention: BusinessDayConvention) -> ScheduleTerms:
    """The schedule the terms name: whole periods, counted back from maturity."""
    return ScheduleTerms(
        issue=terms.issue_date,
        maturity=terms.maturity_date,
        step_months=terms.step_months,
        convention=convention,
        amount_dates=AmountDates(terms.amount_dates),
    )


def _coupon_ratio(terms: Terms, dates: ScheduleTerms, period: CouponPeriod) -> Fraction:
    """Interest per unit of nominal for one period, exact."""
    units = parse_amount(terms.interest_rate, PERCENT_DECIMALS_MAX)
    rate = Fraction(units, 100 * 10**PERCENT_DECIMALS_MAX)
    return rate * period_fraction(dates, period, parse_day_count(terms.day_count))


def _is_countable(ratio: Fraction) -> bool:
    """Whether both parts fit a column of the ledger."""
    return ratio.numerator <= AMOUNT_MAX and ratio.denominator <= AMOUNT_MAX


def _amount_problems(terms: Terms) -> list[Problem]:
    # Without a number of decimals that holds, an amount is read with as many as there can be.
    decimals = terms.decimals if DECIMALS.holds(terms.decimals) else DECIMALS_MAX
    expected = f"an amount above zero with at most {decimals} decimals, such as 1000000"
    return [
        Problem(field, getattr(terms, field), expected)
        for field in _AMOUNT_FIELDS
        if not is_amount(getattr(terms, field), decimals)
    ]


def _denomination_problems(terms: Terms) -> list[Problem]:
    whole, least, step = (
        parse_amount(getattr(terms, field), terms.decimals) for field in _AMOUNT_FIELDS
    )
    if whole >= least and (whole - least) % step == 0:
        return []
    expected = "the specified denomination and a whole number of integral multiples"
    return [Problem("aggregate_nominal", terms.aggregate_nominal, expected)]


def _account_problems(terms: Terms) -> list[Problem]:
    if terms.paying_account != terms.suspense_account:
        return []
    expected = "another account than the paying account"
    return [Problem("suspense_account", terms.suspense_account, expected)]


def _schedule_problems(terms: Terms, wrong: set[str]) -> list[Problem]:
    """What only the dates show, on unadjusted days, since the calendar is not at hand here."""
    if terms.maturity_date <= terms.issue_date:
        return [Problem("maturity_date", terms.maturity_date, "a day after the issue date")]
    dates = ScheduleTerms(terms.issue_date, terms.maturity_date, terms.step_months)
    try:
        periods = coupon_periods(dates, None)
    except PrayaError:
        expected = "months that divide the time from issue to maturity into whole periods"
        return [Problem("step_months", terms.step_months, expected)]
    if len(periods) > COUPONS_MAX:
        expected = f"periods long enough that there are at most {COUPONS_MAX}"
        return [Problem("step_months", terms.step_months, expected)]
    if wrong & {"interest_rate", "day_count"}:
        return []
    return _coupon_problems(terms, dates, periods, wrong)


def _coupon_problems(
    terms: Terms, dates: ScheduleTerms, periods: tuple[CouponPeriod, ...], wrong: set[str]
) -> list[Problem]:
    try:
        ratios = [_coupon_ratio(terms, dates, period) for period in periods]
    except PrayaError:
        expected = "one that needs no regular period, such as ACT/365F, or months of a period"
        return [Problem("day_count", terms.day_count, expected)]
    nominal = 0
    if not wrong & {"decimals", "aggregate_nominal"}:
        nominal = parse_amount(terms.aggregate_nominal, terms.decimals)
    if all(_is_countable(ratio) and _pays_countable(nominal, ratio) for ratio in ratios):
        return []
    expected = "a rate whose coupons the ledger can count: 63 bits"
    return [Problem("interest_rate", terms.interest_rate, expected)]


def _pays_countable(nominal: int, ratio: Fraction) -> bool:
    """Whether the coupon of the whole issue is an amount of the ledger."""
    total = round_ratio(nominal * ratio.numerator, ratio.denominator, Rounding.HALF_UP)
    return total <= AMOUNT_MAX
