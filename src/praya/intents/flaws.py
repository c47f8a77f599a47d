"""What is wrong with a field of a request, by name, for whoever made it.

Lowering refuses with a status, which replicas agree on and which names no field. Each request says
in its own file, beside `lower`, which of its fields are wrong; here is what that is said with.
Nothing here decides: no replica asks it. Tests hold the two together.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from praya.base.amounts import format_amount, parse_amount
from praya.base.catalogue import Phrase, Spoken
from praya.base.errors import PrayaError
from praya.base.limits import DECIMALS_MAX
from praya.intents.schema import Kind
from praya.kernel import tables as t
from praya.kernel.ledger import Ledger

NUMBER_MAX: Final = 2**31 - 1  # of a hold; days of a period
FORMS: Final[Mapping[Kind, Phrase]] = {
    Kind.CODE: Phrase("flaw.code"),
    Kind.TEXT: Phrase("flaw.text"),
    Kind.AMOUNT: Phrase("flaw.amount"),
    Kind.DAY: Phrase("flaw.day"),
    Kind.TIME: Phrase("flaw.time"),
    Kind.NUMBER: Phrase("flaw.number"),
    Kind.BYTES: Phrase("flaw.bytes"),
    Kind.CODES: Phrase("flaw.codes"),
    Kind.MAP: Phrase("flaw.map"),
    Kind.RECORDS: Phrase("flaw.records"),
}


@dataclass(frozen=True, slots=True, repr=False)
class Flaw:
    """One field that is wrong. It is words itself, and a value for JSON by its parts."""

    field: str
    expected: Spoken | str
    is_there: bool = True  # False: `expected` says that it is missing or unknown

    def __repr__(self) -> str:
        return self.said("en")  # it stands in tracebacks of programs that build requests

    def said(self, language: str, /) -> str:
        """The field and what was expected of it."""
        if not self.is_there:
            return _said(self.expected, language)
        values = {"name": self.field, "expected": self.expected}
        return Phrase("body.expected", values).said(language)

    def facts(self, language: str, /) -> dict[str, object]:
        """The same by parts."""
        return {"field": self.field, "expected": _said(self.expected, language)}


def _said(expected: Spoken | str, language: str) -> str:
    return expected if isinstance(expected, str) else expected.said(language)


@dataclass(frozen=True, slots=True)
class Around:
    """What a field is looked at with: who acts, and the ledger where there is one."""

    acting: tuple[str, ...] = ()
    ledger: Ledger | None = None

    def decimals(self, asset: str) -> int | None:
        """Those of an asset, if the ledger is there and knows it."""
        number = self.ledger.asset(asset) if self.ledger is not None else None
        if self.ledger is None or number is None:
            return None
        return self.ledger.state.cell(t.ASSETS, number, t.ASSET_DECIMALS)


Flaws = Iterator[Flaw]


def amount(name: str, text: str, asset: str, around: Around) -> Flaws:
    """An amount is above zero, and written with exactly the decimals of its asset."""
    known = around.decimals(asset)
    if known is None:
        decimals, expected = min(len(text.partition(".")[2]), DECIMALS_MAX), FORMS[Kind.AMOUNT]
    else:
        values = {"decimals": known, "asset": asset}
        decimals, expected = known, Phrase("flaw.decimals", values)
    try:
        minor = parse_amount(text, decimals)
    except PrayaError:
        yield Flaw(name, expected)
        return
    if minor < 1 or format_amount(minor, decimals) != text:
        yield Flaw(name, expected)


def between(name: str, value: int, least: int, most: int) -> Flaws:
    """A number within its bounds."""
    if not least <= value <= most:
        limits = {"least": f"{least:,}", "most": f"{most:,}"}
        yield Flaw(name, Phrase("flaw.between", limits))


def at_most_one(name: str, codes: tuple[str, ...]) -> Flaws:
    """A list that holds one code or none."""
    if len(codes) > 1:
        yield Flaw(name, Phrase("flaw.at_most_one"))


def each_once(name: str, codes: tuple[str, ...]) -> Flaws:
    """A list without repetition."""
    if len(set(codes)) != len(codes):
        yield Flaw(name, Phrase("flaw.each_once"))


def not_blank(name: str, text: str) -> Flaws:
    """A text that says something."""
    if not text.strip():
        yield Flaw(name, Phrase("flaw.not_blank"))


def one_of(name: str, value: int, names: Mapping[int, tuple[str, str]]) -> Flaws:
    """A number that stands for one of some words."""
    if value not in names:
        yield Flaw(name, Phrase("flaw.one_of", {"words": _Choices(names)}))


@dataclass(frozen=True, slots=True)
class _Choices:
    """Numbers with their words, in the language of the reader."""

    names: Mapping[int, tuple[str, str]]

    def said(self, language: str, /) -> str:
        """One after the other: 5 (required attributes), 6 (paused)."""
        place = int(language == "zh-HK")
        pairs = [
            Phrase("text.bracketed", {"text": number, "detail": words[place]}).said(language)
            for number, words in self.names.items()
        ]
        return Phrase("text.comma").said(language).join(pairs)
