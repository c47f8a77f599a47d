"""What was probably meant by a value that is not of its form: the same, written as it must be.

Nothing is corrected silently: a person reads the proposal and decides. It must not know sheets,
nor what fields mean.
"""

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Final
from unicodedata import normalize

from praya.base.catalogue import Phrase
from praya.base.dates import YEAR_MAX, YEAR_MIN, day_of, format_day, month_length
from praya.instruments.currencies import near_currencies
from praya.instruments.forms import PERCENT_DECIMALS_MAX, is_amount

_VALUE_CHARACTERS_MAX: Final = 40  # longer ones were not meant for a number or a day
_KEY_CHARACTERS_MAX: Final = 40
_MONTHS_MAX: Final = 12

_PLAIN = re.compile(r"[0-9]+(\.[0-9]+)?")
_THOUSANDS = re.compile(r"[0-9]{1,3}([, '_])[0-9]{3}(\1[0-9]{3})*(\.[0-9]+)?")
_POINTED = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+,[0-9]+")  # 1.000.000,00
_COMMA = re.compile(r"[0-9]+,[0-9]+")  # 4,05
_UNIT_BEFORE = re.compile(r"^(HK\$|US\$|[A-Z]{3}|[$€£¥])\s*")
_UNIT_AFTER = re.compile(r"\s*[A-Z]{3}$")
_PER_CENT = re.compile(r"\s*(%|per ?cent)?\s*(p\.?a\.?|a year)?", re.IGNORECASE)

_YEAR_FIRST = re.compile(r"([0-9]{4})[-/. 年]([0-9]{1,2})[-/. 月]([0-9]{1,2})日?([T ].*)?")
_UNBROKEN = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")
_DAY_NAMED = re.compile(r"([0-9]{1,2})[-/. ]*([A-Za-z]{3,9})[-/., ]*([0-9]{4})")
_MONTH_NAMED = re.compile(r"([A-Za-z]{3,9})\.? +([0-9]{1,2}),? +([0-9]{4})")
_MONTHS: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)

# What the market calls a field, in lower case with one underscore between words.
_SPOKEN_FIELDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("coupon", "coupon_rate", "rate", "fixed_rate"), "interest_rate"),
    **dict.fromkeys(("tenor", "maturity", "due", "due_date", "redemption_date"), "maturity_date"),
    **dict.fromkeys(("frequency", "coupon_frequency", "payment_frequency"), "step_months"),
    **dict.fromkeys(("denomination", "min_denomination", "minimum"), "specified_denomination"),
    **dict.fromkeys(("increment", "multiple", "multiples"), "integral_multiple"),
    **dict.fromkeys(("nominal", "size", "issue_size", "notional"), "aggregate_nominal"),
    **dict.fromkeys(("amount", "principal", "face_value", "total"), "aggregate_nominal"),
    **dict.fromkeys(("price", "offer_price"), "issue_price"),
    **dict.fromkeys(("settlement_date", "settle_date", "start_date"), "issue_date"),
    **dict.fromkeys(("dated_date", "accrual_date"), "interest_commencement_date"),
    **dict.fromkeys(("first_coupon", "first_coupon_date"), "first_interest_date"),
    **dict.fromkeys(("daycount", "day_count_fraction", "basis"), "day_count"),
    **dict.fromkeys(("bdc", "convention", "business_day"), "business_day_convention"),
    **dict.fromkeys(("business_days", "holidays", "business_centre"), "calendar"),
    **dict.fromkeys(("record_date", "record_days"), "record_business_days"),
    **dict.fromkeys(("ccy", "specified_currency"), "currency"),
    **dict.fromkeys(("law",), "governing_law"),
    **dict.fromkeys(("issuer",), "issuer_name"),
    **dict.fromkeys(("guarantor",), "guarantor_name"),
    **dict.fromkeys(("name",), "name_en"),
    **dict.fromkeys(("lei",), "issuer_lei"),
    **dict.fromkeys(("limit",), "issue_limit"),
}


def corrected(expected: Phrase, value: object) -> Phrase:
    """The words for what is expected, with the value as it would be right where that is clear."""
    judge = _JUDGES.get(expected.key)
    found = None if judge is None else judge(expected, value)
    return expected if found is None else found


def near_fields(key: object, known: tuple[str, ...]) -> tuple[str, ...]:
    """The fields that an unknown name may stand for: what the market means by it, else similar."""
    text = re.sub(r"[\s_-]+", "_", str(key)[:_KEY_CHARACTERS_MAX].strip().lower())
    spoken = _SPOKEN_FIELDS.get(text)
    return (spoken,) if spoken in known else tuple(get_close_matches(text, known, n=2))


def _amount(expected: Phrase, value: object) -> Phrase | None:
    decimals = expected.values.get("decimals")
    text = _number(_UNIT_AFTER.sub("", _UNIT_BEFORE.sub("", _written(value))))
    if type(decimals) is not int or not is_amount(text, decimals):
        return None
    return Phrase("sheet.expected_amount_as", {"text": text})


def _percentage(expected: Phrase, value: object) -> Phrase | None:
    text = _written(value)
    digits = re.match(r"[0-9., ]*", text)
    end = digits.end() if digits else 0
    if _PER_CENT.fullmatch(text[end:]) is None:
        return None
    number = _number(text[:end].strip(), comma_is_point=True)
    if not is_amount(number, PERCENT_DECIMALS_MAX):
        return None
    return Phrase("sheet.expected_percentage_as", {"text": number})


def _day(expected: Phrase, value: object) -> Phrase | None:
    parts = _parts_of_day(_written(value))
    if parts is None:
        return None
    year, month, day = parts
    if month > _MONTHS_MAX >= day:
        month, day = day, month
    if not 1 <= month <= _MONTHS_MAX or day < 1 or not YEAR_MIN <= year <= YEAR_MAX:
        return None
    last = month_length(year, month)
    if day > last:
        told = format_day(day_of(year, month, last))
        return Phrase("sheet.expected_day_exists", {"day": told})
    return Phrase("sheet.expected_day_as", {"day": format_day(day_of(year, month, day))})


def _currency(expected: Phrase, value: object) -> Phrase | None:
    near = near_currencies(value) if isinstance(value, str) else ()
    return Phrase("sheet.expected_currency_near", {"near": near}) if near else None


_JUDGES: Final[Mapping[str, Callable[[Phrase, object], Phrase | None]]] = {
    "sheet.expected_amount": _amount,
    "sheet.expected_percentage": _percentage,
    "sheet.expected_day": _day,
    "sheet.expected_currency": _currency,
}


def _written(value: object) -> str:
    """Text or a whole number as text, full-width signs made plain; empty where it is neither."""
    if type(value) is int and value.bit_length() < 128:
        return str(value)
    if not isinstance(value, str) or len(value) > _VALUE_CHARACTERS_MAX:
        return ""
    return normalize("NFKC", value).strip()


def _number(text: str, *, comma_is_point: bool = False) -> str:
    """Digits and one point, as an amount is written; empty where it is not clear what is meant."""
    if comma_is_point and _COMMA.fullmatch(text):
        text = text.replace(",", ".")
    elif _THOUSANDS.fullmatch(text):
        text = re.sub("[, '_]", "", text)
    elif _POINTED.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    if _PLAIN.fullmatch(text) is None:
        return ""
    whole, point, part = text.partition(".")
    return (whole.lstrip("0") or "0") + point + part


def _parts_of_day(text: str) -> tuple[int, int, int] | None:
    """Year, month and day; None where they cannot be told apart."""
    if found := _YEAR_FIRST.fullmatch(text) or _UNBROKEN.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _YEAR_LAST.fullmatch(text):
        one, two, year = int(found[1]), int(found[2]), int(found[3])
        # 3/4/2025 is April in Hong Kong and March in New York: only the writer knows.
        if one > _MONTHS_MAX or one == two:
            return year, two, one
        return (year, one, two) if two > _MONTHS_MAX else None
    if found := _DAY_NAMED.fullmatch(text):
        return _with_month(int(found[3]), found[2], int(found[1]))
    if found := _MONTH_NAMED.fullmatch(text):
        return _with_month(int(found[3]), found[1], int(found[2]))
    return None


def _with_month(year: int, name: str, day: int) -> tuple[int, int, int] | None:
    start = name[:3].capitalize()
    return (year, _MONTHS.index(start) + 1, day) if start in _MONTHS else None
