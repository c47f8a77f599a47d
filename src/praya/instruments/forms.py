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
from praya.base.calendars import BusinessDayConvention
from praya.base.dates import DAY_MAX, DAY_MIN, format_day, parse_day
from praya.base.errors import PrayaError
from praya.base.limits import CODE_BYTES_MAX, DECIMALS_MAX
from praya.base.schedules import AmountDates
from praya.base.text import is_visible_text
from praya.instruments.instrument import Problem, Spelling

NAME_CHARACTERS_MAX: Final = 200  # a name is shown on one line of a confirmation
PERCENT_DECIMALS_MAX: Final = 9  # a rate of 0.000000001 % is finer than any market quotes
_CODE = re.compile(rf"[!-~]{{1,{CODE_BYTES_MAX}}}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_ISIN = re.compile(r"[A-Z]{2}[A-Z0-9]{9}[0-9]")
_LAW = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")


@dataclass(frozen=True, slots=True)
class Form:
    """What a field must look like by itself, in words and as a check that takes any value."""

    expected: str
    holds: Callable[[object], bool]


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


def whole_number_form(first: int, last: int) -> Form:
    """A whole number within a range, its ends included."""
    return Form(f"{first} to {last}", lambda value: type(value) is int and first <= value <= last)


def choice_form(choices: type[IntEnum]) -> Form:
    """The number of one of the choices."""
    expected = "one of " + ", ".join(choice.name for choice in choices)
    numbers = frozenset(map(int, choices))
    return Form(expected, lambda value: type(value) is int and value in numbers)


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


CURRENCY: Final = Form("three capital letters of ISO 4217, such as HKD", _is_matched(_CURRENCY))
CODE: Final = Form(
    f"a code of 1 to {CODE_BYTES_MAX} printable ASCII characters without blanks, such as HKD",
    _is_matched(_CODE),
)
ISIN_OR_EMPTY: Final = Form(
    "an ISIN with its check digit, such as HK0000963295, or empty text",
    lambda value: (isinstance(value, str) and value == "") or is_isin(value),
)
NAME_TEXT: Final = Form(
    f"1 to {NAME_CHARACTERS_MAX} visible characters without blanks around them", _is_name
)
LAW: Final = Form(
    "a code of ISO 3166-1 or 3166-2, such as HK for Hong Kong law or GB-EAW for English law",
    _is_matched(_LAW),
)
PERCENTAGE: Final = Form(
    f"a percentage above zero with at most {PERCENT_DECIMALS_MAX} decimals, such as 4.05",
    lambda value: is_amount(value, PERCENT_DECIMALS_MAX),
)
DECIMALS: Final = whole_number_form(0, DECIMALS_MAX)
DAY: Final = Form(
    "a day of the years 1900 to 2200, such as 2024-02-07",
    lambda value: type(value) is int and DAY_MIN <= value <= DAY_MAX,
)
ATTRIBUTES: Final = Form("only " + ", ".join(one.name or "" for one in Attribute), _is_attributes)


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


def _choice_spelling(choices: type[IntEnum]) -> Spelling:
    def parse(value: object) -> int | None:
        choice = choices.__members__.get(value) if isinstance(value, str) else None
        return None if choice is None else int(choice)

    return Spelling(choice_form(choices).expected, parse, lambda number: choices(number).name)


DAY_TEXT: Final = Spelling(DAY.expected, _parse_day, format_day)
ATTRIBUTE_NAMES: Final = Spelling(
    "a list of names, each once, " + ATTRIBUTES.expected, _parse_attributes, _spell_attributes
)
CONVENTION_NAME: Final = _choice_spelling(BusinessDayConvention)
AMOUNT_DATES_NAME: Final = _choice_spelling(AmountDates)
