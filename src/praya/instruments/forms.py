"""What single fields of terms must look like, and how a term sheet writes those that are numbers.

A form stands once and serves every instrument that has such a field. This file must not know any
one instrument, nor what fields mean together.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from praya.base.amounts import parse_amount
from praya.base.attributes import ALL_ATTRIBUTES, Attribute
from praya.base.catalogue import Phrase, say
from praya.base.dates import DAY_MAX, DAY_MIN, format_day, parse_day
from praya.base.daycounts import DayCount, label
from praya.base.errors import PrayaError
from praya.base.limits import CODE_BYTES_MAX, DECIMALS_MAX
from praya.base.text import is_visible_text
from praya.instruments.instrument import Spelling
from praya.instruments.problems import Problem

NAME_CHARACTERS_MAX: Final = 200  # a name is shown on one line of a confirmation
PERCENT_DECIMALS_MAX: Final = 9  # a rate of 0.000000001 % is finer than any market quotes
_CODE = re.compile(rf"[!-~]{{1,{CODE_BYTES_MAX}}}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_ISIN = re.compile(r"[A-Z]{2}[A-Z0-9]{9}[0-9]")
_LEI = re.compile(r"[A-Z0-9]{18}[0-9]{2}")
_DTI = re.compile(r"[1-9BCDFGHJ-NP-TVWXZ][0-9BCDFGHJ-NP-TVWXZ]{8}")
_MARKET = re.compile(r"[A-Z0-9]{4}")
_LAW = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")


@dataclass(frozen=True, slots=True)
class Form:
    """What a field must look like by itself: in words, as a check that takes any value, and in
    the words of JSON Schema, which may be looser.
    """

    expected: Phrase
    holds: Callable[[object], bool]
    schema: Mapping[str, object]


def form_problems(terms: object, forms: Mapping[str, Form]) -> list[Problem]:
    """The fields that are not of their form, in the order of the forms."""
    return [
        Problem(field, getattr(terms, field), form.expected)
        for field, form in forms.items()
        if not form.holds(getattr(terms, field))
    ]


def is_amount(value: object, decimals: int) -> bool:
    """Decimal text of more than nothing, with at most so many decimals."""
    if not isinstance(value, str):
        return False
    try:
        return parse_amount(value, decimals) > 0
    except PrayaError:
        return False


def is_isin(value: object) -> bool:
    """An International Securities Identification Number with its check digit (ISO 6166).

    Letters become two digits (A = 10), then the check digit is that of the Luhn formula.
    """
    if not isinstance(value, str) or _ISIN.fullmatch(value) is None:
        return False
    digits = [int(digit) for character in value for digit in str(int(character, 36))]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def is_lei(value: object) -> bool:
    """A Legal Entity Identifier with its check digits (ISO 17442, ISO/IEC 7064 MOD 97-10)."""
    if not isinstance(value, str) or _LEI.fullmatch(value) is None:
        return False
    return int("".join(str(int(character, 36)) for character in value)) % 97 == 1


def whole_number_form(first: int, last: int) -> Form:
    """A whole number within a range, its ends included."""
    return Form(
        Phrase("sheet.expected_range", {"first": first, "last": last}),
        lambda value: type(value) is int and first <= value <= last,
        {"type": "integer", "minimum": first, "maximum": last},
    )


def choice_form(choices: type[IntEnum], without: frozenset[int] = frozenset()) -> Form:
    """The number of one of the choices, in the encoding; its name in a term sheet."""
    names = [choice.name for choice in choices if choice not in without]
    numbers = frozenset(map(int, choices)) - without
    return Form(
        Phrase("sheet.expected_choice", {"names": ", ".join(names)}),
        lambda value: type(value) is int and value in numbers,
        {"enum": names},
    )


def amount_expected(decimals: int) -> Phrase:
    """The words for an amount of an asset with so many decimals."""
    return Phrase("sheet.expected_amount", {"decimals": decimals})


def _is_name(value: object) -> bool:
    return (
        isinstance(value, str)
        and 0 < len(value) <= NAME_CHARACTERS_MAX
        and is_visible_text(value)  # no controls, no reversal of writing
        and value.strip() == value
    )


def _is_matched(pattern: re.Pattern[str]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _is_attributes(value: object) -> bool:
    return type(value) is int and value >= 0 and not value & ~ALL_ATTRIBUTES


def _text_form(key: str, pattern: re.Pattern[str], **values: object) -> Form:
    """Text that is one whole match of a pattern."""
    schema = {"type": "string", "pattern": f"^(?:{pattern.pattern})$"}
    return Form(Phrase(key, values), _is_matched(pattern), schema)


_DAY_COUNTS: Final = tuple(map(label, DayCount))
_USUAL_DAY_COUNTS: Final = (
    DayCount.ACTUAL_365_FIXED,
    DayCount.ACTUAL_360,
    DayCount.THIRTY_360_ISDA,
    DayCount.THIRTY_EUROPEAN_360,
    DayCount.ACTUAL_ACTUAL_ICMA,
)
_ATTRIBUTE_NAMES: Final = [one.name or "" for one in Attribute]
_AMOUNT_SCHEMA: Final = {"type": "string", "pattern": r"^(0|[1-9][0-9]*)(\.[0-9]+)?$"}

CURRENCY: Final = _text_form("sheet.expected_currency", _CURRENCY)
CODE: Final = _text_form("sheet.expected_code", _CODE, maximum=CODE_BYTES_MAX)
ISIN_OR_EMPTY: Final = Form(
    Phrase("sheet.expected_isin"),
    lambda value: (isinstance(value, str) and value == "") or is_isin(value),
    {"type": "string", "pattern": f"^(?:{_ISIN.pattern})?$"},
)
LEI: Final = Form(
    Phrase("sheet.expected_lei"), is_lei, {"type": "string", "pattern": f"^{_LEI.pattern}$"}
)
DTI: Final = _text_form("sheet.expected_dti", _DTI)
MARKET: Final = _text_form("sheet.expected_market", _MARKET)
NAME_TEXT: Final = Form(
    Phrase("sheet.expected_name", {"maximum": NAME_CHARACTERS_MAX}),
    _is_name,
    {"type": "string", "minLength": 1, "maxLength": NAME_CHARACTERS_MAX},
)
LAW: Final = _text_form("sheet.expected_law", _LAW)
PERCENTAGE: Final = Form(
    Phrase("sheet.expected_percentage", {"decimals": PERCENT_DECIMALS_MAX}),
    lambda value: is_amount(value, PERCENT_DECIMALS_MAX),
    _AMOUNT_SCHEMA,
)
AMOUNT: Final = Form(
    amount_expected(DECIMALS_MAX), lambda value: is_amount(value, DECIMALS_MAX), _AMOUNT_SCHEMA
)
DAY_COUNT: Final = Form(
    Phrase("sheet.expected_day_count", {"names": ", ".join(map(label, _USUAL_DAY_COUNTS))}),
    lambda value: isinstance(value, str) and value in _DAY_COUNTS,
    {"enum": list(_DAY_COUNTS)},
)
DECIMALS: Final = whole_number_form(0, DECIMALS_MAX)
DAY: Final = Form(
    Phrase("sheet.expected_day"),
    lambda value: type(value) is int and DAY_MIN <= value <= DAY_MAX,
    {"type": "string", "format": "date"},
)
ATTRIBUTES: Final = Form(
    Phrase("sheet.expected_bits", {"names": ", ".join(_ATTRIBUTE_NAMES)}),
    _is_attributes,
    {"type": "array", "items": {"enum": _ATTRIBUTE_NAMES}, "uniqueItems": True},
)


def _parse_day(value: object) -> int | None:
    if not isinstance(value, str):
        return None
    try:
        return parse_day(value)
    except PrayaError:
        return None


def _parse_attributes(value: object) -> int | None:
    """The bits of a list of names, each stated once."""
    if not isinstance(value, list):
        return None
    bits = 0
    for name in value:
        bit = Attribute.__members__.get(name) if isinstance(name, str) else None
        if bit is None or bits & bit:
            return None
        bits |= int(bit)
    return bits


def _spell_attributes(bits: int) -> object:
    return [one.name for one in Attribute if bits & one]


def choice_spelling(choices: type[IntEnum], form: Form) -> Spelling:
    """A choice is written by its name."""

    def parse(value: object) -> int | None:
        choice = choices.__members__.get(value) if isinstance(value, str) else None
        return None if choice is None else int(choice)

    names = {int(choice): _words(choices.__name__, choice.name) for choice in choices}
    return Spelling(form.expected, parse, lambda number: choices(number).name, form.schema, names)


def _words(kind: str, name: str) -> tuple[str, str]:
    """A choice in each language; in English it is called as it is written."""
    return say(f"choice.{kind}.{name}", "en"), say(f"choice.{kind}.{name}", "zh-HK")


_ATTRIBUTES_LISTED: Final = Phrase(
    "sheet.expected_attributes", {"names": ", ".join(_ATTRIBUTE_NAMES)}
)
DAY_TEXT: Final = Spelling(DAY.expected, _parse_day, format_day, DAY.schema)
ATTRIBUTE_NAMES: Final = Spelling(
    _ATTRIBUTES_LISTED, _parse_attributes, _spell_attributes, ATTRIBUTES.schema
)
