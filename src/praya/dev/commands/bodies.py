"""A request as a JSON object by the names of its fields, turned into the intent it states.

Days are written 2026-11-20, times 2026-11-20T09:00:00Z, bytes in hex, choices by number or by
their English word, attributes as a list of names, terms by the names of the term sheet. All that
is wrong with an object is told at once. It must not know files or keys.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final

from praya.base.amounts import parse_amount
from praya.base.calendars import calendar_to_document
from praya.base.catalogue import Phrase, Spoken
from praya.base.dates import parse_day
from praya.base.errors import PrayaError, fail
from praya.base.limits import DECIMALS_MAX
from praya.envelopes.summaries import FieldLabel
from praya.instruments import INSTRUMENTS
from praya.instruments.term_sheets import read_term_sheet
from praya.intents.examining import flaws_in_body, flaws_of
from praya.intents.flaws import Flaw
from praya.intents.governance.publish_calendar import PublishCalendar
from praya.intents.issuance.define_asset import DefineAsset
from praya.intents.schema import Kind, body_of, may_be_absent, read_intent
from praya.intents.settlement.grant_mandate import GrantMandate
from praya.sdk.calendars import calendar_from_data

_EXPECTED: Final = {
    Kind.CODE: '"HKD"',
    Kind.TEXT: '"..."',
    Kind.AMOUNT: '"32400000.00"',
    Kind.DAY: '"2026-11-20"',
    Kind.TIME: '"2026-11-20T09:00:00Z"',
    Kind.NUMBER: "1",
    Kind.BYTES: '"0a1b..."',
    Kind.CODES: '["HKD"]',
    Kind.MAP: '{"1": ...}',
    Kind.RECORDS: '[{"code": ...}]',
}


def read_body(intent: type[Any], written: object, file: str) -> Any:
    """The intent that a JSON value states. Raises BODY_REFUSED with all problems, TERMS_REFUSED."""
    if not isinstance(written, dict):
        fail("BODY_REFUSED", file=file, problems=['{"...": ...}'])
    declared = {one.name: one.metadata for one in fields(intent)}
    optional = {one.name for one in fields(intent) if may_be_absent(one)}
    problems = [
        Flaw(name, Phrase("body.unknown", {"name": name}), is_there=False)
        for name in written
        if name not in declared
    ]
    values: dict[str, Any] = {}
    for name, stated in declared.items():
        if name in optional and name not in written:
            continue
        try:
            values[name] = _value(intent, name, stated, written)
        except (ValueError, KeyError, TypeError, AttributeError, PrayaError) as problem:
            if isinstance(problem, PrayaError) and problem.code == "TERMS_REFUSED":
                raise
            expected = _expected(stated["kind"], stated["label"])
            problems.append(Flaw(name, expected))
    problems += _flaws(intent, values)
    if problems:
        fail("BODY_REFUSED", file=file, problems=problems)
    return read_intent(intent, body_of(intent(**values)))


def _flaws(intent: type[Any], values: Mapping[str, Any]) -> list[Flaw]:
    """What no ledger would take among the values that could be read, whatever else is wrong."""
    plain = {name: list(one) if isinstance(one, tuple) else one for name, one in values.items()}
    declared = {one.name: one for one in fields(intent)}
    body = {declared[name].metadata["number"]: one for name, one in plain.items()}
    found = [flaw for flaw in flaws_in_body(intent, body) if flaw.is_there]
    needed = {name for name, one in declared.items() if not may_be_absent(one)}
    return found if found or not needed <= set(values) else flaws_of(intent(**values))


def _expected(kind: Kind, label: FieldLabel) -> Spoken | str:
    """What a field takes, as it is written in JSON; of a record, its shape and its choices."""
    if kind is Kind.NUMBER:
        return _choices(label) or _EXPECTED[kind]
    if kind is Kind.BYTES:
        return Phrase("body.hexadecimal", {"example": _EXPECTED[kind]})
    if kind is not Kind.RECORDS or not label.fields:
        return _EXPECTED[kind]
    inner = label.fields.values()
    shape = ", ".join(f'"{one.english}": {_example(one)}' for one in inner)
    shown: list[Spoken | str] = [f"[{{{shape}}}]"]
    for one in inner:
        choices = _choices(one)
        if choices is not None:
            shown.append(Phrase("body.expected", {"name": one.english, "expected": choices}))
    return Phrase("body.several", {"parts": shown})


def _choices(label: FieldLabel) -> Spoken | None:
    """The words that a number may be given by; none where there are no words."""
    if label.flags:
        return Phrase("body.each_once", {"words": _Vocabulary(tuple(label.flags.values()))})
    if label.names:
        return Phrase("body.one_of", {"words": _Vocabulary(tuple(label.names.values()))})
    return None


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """Words that are typed in English, explained in the language of the reader."""

    words: tuple[tuple[str, str], ...]

    def said(self, language: str, /) -> str:
        """The words one after the other."""
        if language != "zh-HK":
            return ", ".join(english for english, _ in self.words)
        return "、".join(f"{english}（{chinese}）" for english, chinese in self.words)


def _example(label: FieldLabel) -> str:
    if label.flags:
        return "[]"
    return f'"{next(iter(label.names.values()))[0]}"' if label.names else "..."


def _value(intent: type[Any], name: str, stated: Mapping[str, Any], written: Any) -> Any:
    value, kind, label = written[name], stated["kind"], stated["label"]
    if intent is DefineAsset and name == "terms":
        return _terms(written)
    if intent is PublishCalendar and name == "calendar" and "code" in value:
        return calendar_to_document(calendar_from_data(value))
    if intent is GrantMandate and name == "period_amount" and value == "":
        return value  # a mandate without periods
    if kind is Kind.RECORDS:
        return tuple(_record(label, record) for record in value)
    if kind is Kind.NUMBER:
        return _number(label, value)
    read = _READERS.get(kind)
    return _text(value) if read is None else read(value)


def _terms(written: Mapping[str, Any]) -> dict[int, Any]:
    """Terms by the names of a term sheet, as the instrument numbers them."""
    sheet = {name: written.get(name) for name in ("code", "instrument", "terms")}
    name, terms = read_term_sheet(sheet)
    return INSTRUMENTS[name].to_fields(terms)


def _record(label: FieldLabel, written: Mapping[str, Any]) -> dict[int, Any]:
    """A map by the words of its labels; every field must be there and no other."""
    inner = label.fields or {}
    names = {one.english: number for number, one in inner.items()}
    if set(written) != set(names):
        raise ValueError("unknown or missing fields")
    return {
        names[name]: value if names[name] == 1 else _number(inner[names[name]], value)
        for name, value in written.items()
    }


def _number(label: FieldLabel, value: object) -> int:
    """A number, an English word of the field's choices, or a list of the names of its bits."""
    if isinstance(value, list):
        return _flags(label, value)
    if isinstance(value, str):
        words = {english.lower(): number for number, (english, _) in (label.names or {}).items()}
        return words[value.lower()]
    return _whole(value)


def _flags(label: FieldLabel, names: list[Any]) -> int:
    """The bits of names in any case, each once; a field that holds no bits takes no list."""
    if label.flags is None:
        raise ValueError("no bits")
    bits = {english.upper(): bit for bit, (english, _) in label.flags.items()}
    found = [bits[_text(name).upper()] for name in names]
    if len(set(found)) != len(found):
        raise ValueError("a name stands twice")
    return sum(found)


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("no whole number")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("no text")
    return value


def _amount(value: object) -> str:
    """Plain decimal text; how many decimals and how much there may be, the asset says later."""
    text = _text(value)
    try:
        parse_amount(text, DECIMALS_MAX)
    except PrayaError as problem:
        if problem.code == "AMOUNT_MALFORMED":
            raise
    return text


def _time(value: object) -> int:
    """Milliseconds since 1970 of a UTC time; an offset must be stated."""
    if not isinstance(value, str):
        return _whole(value)
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("a time without its offset")
    whole, microseconds = int(moment.replace(microsecond=0).timestamp()), moment.microsecond
    return whole * 1_000 + microseconds // 1_000


def _codes(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError("no list")
    return tuple(_text(one) for one in value)


def _numbered(value: Mapping[str, Any]) -> dict[int, Any]:
    return {int(name): one for name, one in value.items()}


_READERS: Final[Mapping[Kind, Callable[[Any], Any]]] = {
    Kind.AMOUNT: _amount,
    Kind.DAY: lambda value: parse_day(value) if isinstance(value, str) else _whole(value),
    Kind.TIME: _time,
    Kind.BYTES: lambda value: bytes.fromhex(_text(value)),
    Kind.CODES: _codes,
    Kind.MAP: _numbered,
}
