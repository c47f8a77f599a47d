"""The fields of a fixed-rate bond: one row each, with its words, its form and an example.

Named as the ICMA Bond Data Taxonomy (BDT, version 1.2) names them, where it does. What fields say
together stands in fixed_rate_bond.py; this file must not know it.
"""

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Final

from praya.base.calendars import BusinessDayConvention
from praya.base.catalogue import Phrase
from praya.base.schedules import STEP_MONTHS_MAX, AmountDates, Roll, Stub
from praya.instruments.forms import (
    AMOUNT,
    ATTRIBUTE_NAMES,
    ATTRIBUTES,
    CODE,
    CURRENCY,
    DAY,
    DAY_COUNT,
    DAY_TEXT,
    DECIMALS,
    DTI,
    ISIN_OR_EMPTY,
    LAW,
    LEI,
    MARKET,
    NAME_TEXT,
    PERCENTAGE,
    Form,
    choice_form,
    choice_spelling,
    whole_number_form,
)
from praya.instruments.instrument import Spelling

RECORD_BUSINESS_DAYS_MAX: Final = 30  # six weeks; registers close days before, not quarters


class MonthEndRule(IntEnum):
    """What becomes of regular dates counted from the last day of a month. Numbers never change."""

    SAME_DAY = 1  # 30 April, 30 July, 30 October
    MONTH_END = 2  # 30 April, 31 July, 31 October


class FormOfNote(IntEnum):
    """How title is held. Numbers never change."""

    BEARER = 1
    REGISTERED = 2
    DEMATERIALISED = 3
    BOOK_ENTRY = 4


class StatusOfNote(IntEnum):
    """Where a claim ranks. Numbers never change."""

    SENIOR_UNSECURED = 1
    SENIOR_SECURED = 2
    SENIOR_NON_PREFERRED = 3
    SUBORDINATED = 4
    SENIOR_PREFERRED = 5


class IssuanceType(IntEnum):
    """Whether an issue stands alone. Numbers never change."""

    STANDALONE = 1
    PROGRAMME = 2


class SustainableLabel(IntEnum):
    """By which ICMA principles the bond is labelled. Numbers never change."""

    GREEN = 1
    SOCIAL = 2
    SUSTAINABILITY = 3
    SUSTAINABILITY_LINKED = 4


@dataclass(frozen=True, slots=True)
class TermField:
    """One field. Numbers never change; a field that may be left out is not encoded then."""

    number: int
    name: str
    taxonomy: str  # name in the BDT; empty where it has none
    english: str
    chinese: str
    meaning: str
    example: object  # as a term sheet writes it
    form: Form
    spelling: Spelling | None = None
    optional: bool = False


_STANDING = frozenset((int(BusinessDayConvention.NONE),))
_MOVING = choice_form(BusinessDayConvention, _STANDING)
_CONVENTION = Form(
    Phrase("sheet.expected_convention", _MOVING.expected.values), _MOVING.holds, _MOVING.schema
)
_AMOUNT_DATES = choice_form(AmountDates)
_ROLL = choice_form(Roll)
_STUB = choice_form(Stub)
_MONTH_END = choice_form(MonthEndRule)
_FORM_OF_NOTE = choice_form(FormOfNote)
_STATUS = choice_form(StatusOfNote)
_ISSUANCE = choice_form(IssuanceType)
_LABEL = choice_form(SustainableLabel)


def _row(
    key: tuple[int, str, str],
    label: tuple[str, str],
    text: tuple[str, object],
    form: Form,
    spelling: Spelling | None = None,
) -> TermField:
    """A row of the tables: number, name and BDT name; its label; its meaning and an example."""
    return TermField(*key, *label, *text, form, spelling)


REQUIRED_FIELDS: Final = (
    _row(
        (1, "isin", "ISIN"),
        ("ISIN", "國際證券識別碼"),
        ("ISO 6166 with its check digit, or empty where none is given.", "HK0000963295"),
        ISIN_OR_EMPTY,
    ),
    _row(
        (2, "name_en", ""),
        ("Name in English", "英文名稱"),
        ("What people call the bond, in English.", "Harbour Ferries 4.5% Notes due 2027"),
        NAME_TEXT,
    ),
    _row(
        (3, "name_zh", ""),
        ("Name in Chinese", "中文名稱"),
        ("And in Chinese.", "海港渡輪 2027 年到期 4.5% 票據"),
        NAME_TEXT,
    ),
    _row(
        (4, "currency", "SpecifiedCurrency"),
        ("Specified currency", "指定貨幣"),
        ("Of the nominal amount and of every payment, ISO 4217.", "HKD"),
        CURRENCY,
    ),
    _row(
        (5, "decimals", ""),
        ("Decimals", "小數位數"),
        ("Of the nominal amount and of the cash token it pays in.", 2),
        DECIMALS,
    ),
    _row(
        (6, "aggregate_nominal", "AggregateNominalAmount"),
        ("Aggregate nominal amount", "本金總額"),
        ("The whole issue.", "50000000.00"),
        AMOUNT,
    ),
    _row(
        (7, "specified_denomination", "SpecifiedDenomination"),
        ("Specified denomination", "最低面額"),
        ("The least that is allotted.", "500000.00"),
        AMOUNT,
    ),
    _row(
        (8, "integral_multiple", "IntegralMultiples"),
        ("Integral multiple", "面額遞增單位"),
        ("Steps above the specified denomination.", "100000.00"),
        AMOUNT,
    ),
    _row(
        (9, "issue_price", "IssuePrice"),
        ("Issue price (%)", "發行價（%）"),
        ("Per cent of nominal.", "99.75"),
        PERCENTAGE,
    ),
    _row(
        (10, "interest_rate", "InterestRate"),
        ("Interest rate (% a year)", "年利率（%）"),
        ("Per cent of nominal a year, fixed.", "4.5"),
        PERCENTAGE,
    ),
    _row(
        (11, "day_count", "DayCountFraction"),
        ("Day count fraction", "日數計算慣例"),
        ("What part of a year a period is.", "ACT/365F"),
        DAY_COUNT,
    ),
    _row(
        (12, "issue_date", "IssueDate"),
        ("Issue date", "發行日"),
        (
            "The bonds come into being, and interest begins unless another day is stated.",
            "2025-01-15",
        ),
        DAY,
        DAY_TEXT,
    ),
    _row(
        (13, "maturity_date", "MaturityDate"),
        ("Maturity date", "到期日"),
        (
            "The last unadjusted date: the last interest and the nominal amount are paid.",
            "2027-01-15",
        ),
        DAY,
        DAY_TEXT,
    ),
    _row(
        (14, "step_months", "InterestPaymentFrequency"),
        ("Months between interest payments", "派息間隔月數"),
        ("12, 6, 3 or 1; 0 for interest paid once, at maturity.", 3),
        whole_number_form(0, STEP_MONTHS_MAX),
    ),
    _row(
        (15, "business_day_convention", "BusinessDayConvention"),
        ("Business day convention", "營業日慣例"),
        ("Where a payment moves that falls on no business day.", "FOLLOWING"),
        _CONVENTION,
        choice_spelling(BusinessDayConvention, _CONVENTION),
    ),
    _row(
        (16, "amount_dates", ""),
        ("Dates of interest amounts", "計息日期"),
        ("UNADJUSTED: a later payment carries no more interest; ADJUSTED: it does.", "UNADJUSTED"),
        _AMOUNT_DATES,
        choice_spelling(AmountDates, _AMOUNT_DATES),
    ),
    _row(
        (17, "calendar", "BusinessDayCenter"),
        ("Business day calendar", "營業日曆"),
        (
            "Business centre of payments, or several joined with a plus sign: all must be open.",
            "HKHK",
        ),
        CODE,
    ),
    _row(
        (18, "record_business_days", ""),
        ("Business days from record date to payment", "紀錄日至付款日的營業日數"),
        ("Whoever holds the bond at the close of the record date is paid.", 1),
        whole_number_form(1, RECORD_BUSINESS_DAYS_MAX),
    ),
    _row(
        (19, "required_attributes", "SellingRestrictions"),
        ("Attributes a holder must have", "持有人須具備的屬性"),
        (
            "Checked by the ledger at every transfer; an empty list lets anybody hold it.",
            ["IDENTIFIED", "PROFESSIONAL"],
        ),
        ATTRIBUTES,
        ATTRIBUTE_NAMES,
    ),
    _row(
        (20, "governing_law", "GoverningLaw"),
        ("Governing law", "適用法律"),
        ("ISO 3166 code of the place whose law governs the bond.", "HK"),
        LAW,
    ),
    _row(
        (21, "cash_asset", ""),
        ("Cash token paid in", "付款所用現金代幣"),
        ("Code of the asset in which interest and redemption are paid.", "HKD"),
        CODE,
    ),
    _row(
        (22, "paying_account", ""),
        ("Paying account", "付款帳戶"),
        ("The issuer's account that is debited.", "FERRIES.PAYING"),
        CODE,
    ),
    _row(
        (23, "suspense_account", ""),
        ("Suspense account", "暫記帳戶"),
        ("The issuer's account for payments that cannot be delivered.", "FERRIES.SUSPENSE"),
        CODE,
    ),
)

OPTIONAL_FIELDS: Final = tuple(
    replace(row, optional=True)
    for row in (
        _row(
            (24, "interest_commencement_date", "InterestCommencementDate"),
            ("Interest commencement date", "起息日"),
            ("Interest accrues from this day instead of the issue date.", "2025-01-15"),
            DAY,
            DAY_TEXT,
        ),
        _row(
            (25, "first_interest_date", "FirstPayment/PaymentDate"),
            ("First interest payment date", "首個派息日"),
            (
                "Fixes the first period, short or long; later dates are counted from it.",
                "2025-04-15",
            ),
            DAY,
            DAY_TEXT,
        ),
        _row(
            (26, "roll", ""),
            ("Regular dates counted from", "定期派息日起算端"),
            ("FROM_MATURITY unless a first interest payment date is stated.", "FROM_ISSUE"),
            _ROLL,
            choice_spelling(Roll, _ROLL),
        ),
        _row(
            (27, "stub", ""),
            ("Stub period", "零碎期"),
            (
                "What becomes of days that are no whole period, at the end away from the count.",
                "SHORT",
            ),
            _STUB,
            choice_spelling(Stub, _STUB),
        ),
        _row(
            (28, "month_end_rule", ""),
            ("Month end rule", "月底慣例"),
            (
                "Whether dates counted from a month end stay at month ends; SAME_DAY if left out.",
                "MONTH_END",
            ),
            _MONTH_END,
            choice_spelling(MonthEndRule, _MONTH_END),
        ),
        _row(
            (29, "redemption_price", "FinalRedemptionAmountPercentage"),
            ("Final redemption amount (%)", "最終贖回額（%）"),
            ("Per cent of nominal repaid at maturity; 100 if left out.", "100"),
            PERCENTAGE,
        ),
        _row(
            (30, "pricing_date", "PricingDate"),
            ("Pricing date", "定價日"),
            ("The terms were agreed; not after the issue date.", "2025-01-14"),
            DAY,
            DAY_TEXT,
        ),
        _row(
            (31, "dti", "DTI"),
            ("Digital Token Identifier", "數碼代幣識別碼"),
            ("ISO 24165.", "X9J9K872S"),
            DTI,
        ),
        _row(
            (32, "issuer_name", "PartyName (ISSUER)"),
            ("Issuer", "發行人"),
            ("Legal name of the issuer.", "Harbour Ferries Limited"),
            NAME_TEXT,
        ),
        _row(
            (33, "issuer_lei", "LEIIdentifier (ISSUER)"),
            ("Issuer LEI", "發行人法律實體識別碼"),
            ("ISO 17442, with its check digits.", "2549HARBOURFERRIES51"),
            LEI,
        ),
        _row(
            (34, "guarantor_name", "PartyName (GUARANTOR)"),
            ("Guarantor", "擔保人"),
            ("Who guarantees the payments.", "Harbour Holdings Limited"),
            NAME_TEXT,
        ),
        _row(
            (35, "form_of_note", "FormOfNote"),
            ("Form", "票據形式"),
            ("How title is held.", "DEMATERIALISED"),
            _FORM_OF_NOTE,
            choice_spelling(FormOfNote, _FORM_OF_NOTE),
        ),
        _row(
            (36, "status_of_note", "StatusOfNote"),
            ("Status (ranking)", "票據地位（償付次序）"),
            ("Where the claim ranks.", "SENIOR_UNSECURED"),
            _STATUS,
            choice_spelling(StatusOfNote, _STATUS),
        ),
        _row(
            (37, "issuance_type", "IssuanceType"),
            ("Type of issuance", "發行類別"),
            ("Stand-alone, or under a programme.", "STANDALONE"),
            _ISSUANCE,
            choice_spelling(IssuanceType, _ISSUANCE),
        ),
        _row(
            (38, "programme", ""),
            ("Programme", "發行計劃"),
            ("Name of the programme.", "Global Medium Term Note Programme"),
            NAME_TEXT,
        ),
        _row(
            (39, "label", ""),
            ("Sustainable finance label", "可持續金融標籤"),
            ("By which ICMA principles the bond is labelled.", "GREEN"),
            _LABEL,
            choice_spelling(SustainableLabel, _LABEL),
        ),
        _row(
            (40, "use_of_proceeds", ""),
            ("Use of proceeds", "所得款項用途"),
            ("What the money is for.", "Electric ferries"),
            NAME_TEXT,
        ),
        _row(
            (41, "listing", "Listing/Market"),
            ("Listing", "上市市場"),
            ("ISO 10383 code of the market it is listed on.", "XHKG"),
            MARKET,
        ),
        _row(
            (42, "clearing_system", "ClearingSettlementSystem"),
            ("Clearing system", "結算系統"),
            ("Where it is cleared beside the ledger.", "Central Moneymarkets Unit"),
            NAME_TEXT,
        ),
        _row(
            (43, "fiscal_agent", "PartyName (FISCAL_AGENT)"),
            ("Fiscal agent", "財務代理人"),
            ("Acts for the issuer.", "Example Bank, Hong Kong Branch"),
            NAME_TEXT,
        ),
        _row(
            (44, "paying_agent", "PartyName (PAYING_AGENT)"),
            ("Paying agent", "付款代理人"),
            ("Looks after the paying account.", "Example Bank, Hong Kong Branch"),
            NAME_TEXT,
        ),
        _row(
            (45, "trustee", "PartyName (TRUSTEE)"),
            ("Trustee", "受託人"),
            ("Acts for the holders.", "Example Trustee (Hong Kong) Limited"),
            NAME_TEXT,
        ),
        _row(
            (46, "registrar", "PartyName (REGISTRAR)"),
            ("Registrar", "過戶登記處"),
            ("Keeps the register.", "Example Registrars Limited"),
            NAME_TEXT,
        ),
        _row(
            (47, "platform_operator", "PartyName (PLATFORM_OPERATOR)"),
            ("Platform operator", "平台營運者"),
            ("Runs the ledger.", "Example Platform Limited"),
            NAME_TEXT,
        ),
    )
)

TERM_FIELDS: Final = (*REQUIRED_FIELDS, *OPTIONAL_FIELDS)
