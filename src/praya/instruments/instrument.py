"""What every instrument file offers, as shapes, and the strict reading of encoded terms.

An instrument is one file with `NAME`, `TITLE`, `FIELDS`, `OPTIONAL`, `LABELS`, `SPELLINGS`,
`Terms`, `read`, `to_fields`, `validate`, `schedule` and `flows`; nothing else in the house knows
its kind. This file must not know any one instrument, nor where terms are stored.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from praya.base.amounts import Rounding, round_ratio
from praya.base.calendars import Calendar
from praya.base.catalogue import Phrase
from praya.base.dates import DAY_MIN
from praya.instruments.cash_flows import CashFlow
from praya.instruments.problems import Problem

# What stands in terms for a field that is missing or of another type: no form accepts it.
_NO_TEXT = "\0"
_NO_INTEGER = -1
_NO_DAY = DAY_MIN - 1


@dataclass(frozen=True, slots=True)
class AssetTerms:
    """What the ledger must know of an asset to define it."""

    decimals: int
    issue_limit: int  # minor units
    required_attributes: int


@dataclass(frozen=True, slots=True)
class Payments:
    """Who pays what an asset owes, and where a payment goes that its holder cannot take."""

    cash_asset: str  # code of the cash token paid in
    paying_account: str  # the issuer's account that is debited
    suspense_account: str  # the issuer's account for payments that cannot be delivered
    currency: str  # ISO 4217: that of the terms, and so of the token


@dataclass(frozen=True, slots=True)
class ScheduledPayment:
    """One payment an asset will make: of a rate of what is held, on its days."""

    number: int  # rising from 1
    is_redemption: bool  # the holdings are burnt with it
    numerator: int  # paid per minor unit held: numerator / denominator minor units of cash,
    denominator: int  # the total rounded half up and divided by largest remainder
    record_date: int  # holders at the close of this day are paid
    payment_date: int  # at the opening of this one

    def owed(self, holdings: int) -> int:
        """What the payment comes to on so many minor units held, rounded as the kernel rounds."""
        return round_ratio(holdings * self.numerator, self.denominator, Rounding.HALF_UP)


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a field that is a number in the encoding is written in a term sheet."""

    expected: Phrase
    parse: Callable[[object], int | None]  # None for what is not so written
    spell: Callable[[int], object]
    schema: Mapping[str, object]  # the same in the words of JSON Schema
    names: Mapping[int, tuple[str, str]] | None = None  # of choices, in English and Chinese


class InstrumentTerms(Protocol):
    """The terms of any instrument."""

    def asset(self) -> AssetTerms:
        """What the ledger must know to define the asset."""

    def payments(self) -> Payments | None:
        """Who pays what it owes; None if it pays nothing."""

    def calendar_code(self) -> str | None:
        """The calendar its payments follow; None if it pays nothing."""


class Instrument(Protocol):
    """One instrument file."""

    NAME: str  # "fixed_rate_bond"
    TITLE: tuple[str, str]  # in English and Traditional Chinese
    FIELDS: dict[int, str]  # number in the encoding to name; numbers never change
    OPTIONAL: frozenset[str]  # fields that may be left out, in the encoding and in a term sheet
    LABELS: dict[int, tuple[str, str]]  # number to words in English and Traditional Chinese
    SPELLINGS: dict[str, Spelling]  # fields a term sheet writes otherwise than the encoding

    def read(self, fields: Mapping[int, object], /) -> InstrumentTerms:
        """The terms that an encoded map states; wrong types become what `validate` refuses."""

    def to_fields(self, terms: Any, /) -> dict[int, object]:
        """The map that states these terms."""

    def validate(self, terms: Any, /) -> list[Problem]:
        """Everything wrong with the terms, at once; no state is needed."""

    def schedule(self, terms: Any, calendar: Calendar | None, /) -> list[ScheduledPayment]:
        """Every payment of valid terms, in order; errors where the calendar does not serve."""

    def flows(self, terms: Any, calendar: Calendar | None, /) -> list[CashFlow]:
        """What one unit of nominal costs and earns, exact; errors as those of `schedule`."""


def read_terms(
    instrument: Instrument, fields: Mapping[int, object]
) -> tuple[InstrumentTerms, list[Problem]]:
    """The terms that an encoded map states, and all that is wrong with it.

    Stricter than `read` and `validate`: a number that is no field is a problem, and each problem
    shows the value that was given, in the order of the fields. Only terms without a problem may
    be used.
    """
    terms = instrument.read(fields)
    numbers = {name: number for number, name in instrument.FIELDS.items()}
    found = sorted(instrument.validate(terms), key=lambda problem: numbers[problem.field])
    problems = [replace(one, value=fields.get(numbers[one.field])) for one in found]
    for number, value in fields.items():
        if type(number) is not int or number not in instrument.FIELDS:
            problems.append(Problem.unknown(f"field {number}", value))
    return terms, problems


def read_text(fields: Mapping[int, object], number: int) -> str:
    """A text field, or a control character, which no instrument accepts."""
    value = fields.get(number)
    return value if isinstance(value, str) else _NO_TEXT


def read_integer(fields: Mapping[int, object], number: int) -> int:
    """An integer field, or -1, which no instrument accepts in a field that is not a day."""
    value = fields.get(number)
    return value if type(value) is int else _NO_INTEGER


def read_day(fields: Mapping[int, object], number: int) -> int:
    """A day field, or a day before all days: -1 would be the last day of 1969."""
    value = fields.get(number)
    return value if type(value) is int else _NO_DAY


def read_optional_text(fields: Mapping[int, object], number: int) -> str:
    """A text field that may be left out: empty then, which a field that is there may not be."""
    return read_text(fields, number) or _NO_TEXT if number in fields else ""


def read_optional_choice(fields: Mapping[int, object], number: int) -> int:
    """A choice that may be left out: 0 then, which is the number of no choice."""
    return read_integer(fields, number) or _NO_INTEGER if number in fields else 0


def read_optional_day(fields: Mapping[int, object], number: int) -> int | None:
    """A day that may be left out: None then."""
    return read_day(fields, number) if number in fields else None
