"""Bodies of requests and values of documents as JSON text that people can read and SQL can ask.

Names of fields come from where they are declared; what has no known form is shown as it stands. It
must not know files or projections.
"""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from praya.base.calendars import calendar_from_document
from praya.base.dates import DAY_MAX, DAY_MIN, format_day
from praya.base.encoding import decode
from praya.base.errors import PrayaError
from praya.base.limits import DOCUMENT_BYTES_MAX
from praya.base.signing import Suite
from praya.envelopes.participants import participant_from_document
from praya.envelopes.summaries import TIME_MS_MAX, FieldLabel
from praya.instruments import INSTRUMENTS
from praya.instruments.term_sheets import write_term_sheet
from praya.intents import INTENTS
from praya.intents.schema import Kind


def body_text(verb: str, body: Mapping[int, object] | None) -> str | None:
    """A request's fields by name, dates and times in words; None where there is no body."""
    if body is None:
        return None
    intent: Any = INTENTS.get(verb)
    declared = {} if intent is None else {one.metadata["number"]: one for one in fields(intent)}
    shown: dict[str, object] = {}
    for number, value in body.items():
        field = declared.get(number)
        if field is None:
            shown[str(number)] = value
        else:
            shown[field.name] = _named(
                _in_words(value, field.metadata["kind"]), field.metadata["label"]
            )
    return _text(shown)


def document_text(name: str, value: bytes, suite: Suite) -> str | None:
    """A document's value by the names of its fields; None where it does not decode."""
    try:
        stated: Any = decode(value, DOCUMENT_BYTES_MAX)
    except PrayaError:
        return None
    try:
        return _text(_known(name, stated, value, suite))
    except (PrayaError, KeyError, TypeError):  # of a known name but another form
        return _text(stated)


def _known(name: str, stated: Any, value: bytes, suite: Suite) -> object:
    area, _, code = name.partition("/")
    if area == "participant":
        return _participant(value, suite)
    if area == "calendar":
        calendar = calendar_from_document(stated)
        return {
            "code": calendar.code,
            "weekend": list(calendar.weekend),
            "first_day": format_day(calendar.first_day),
            "last_day": format_day(calendar.last_day),
            "holidays": [format_day(day) for day in calendar.holidays],
        }
    if area == "asset":
        instrument = stated[1]
        return write_term_sheet(code, instrument, INSTRUMENTS[instrument].read(stated[2]))
    return stated


def _participant(value: bytes, suite: Suite) -> dict[str, object]:
    participant = participant_from_document(value, suite)
    return {
        "code": participant.code,
        "name_en": participant.name_en,
        "name_zh": participant.name_zh,
        "lei": participant.lei,
        "licence": participant.licence.name,
        "licence_expiry": _in_words(participant.licence_expiry, Kind.TIME),
        "roles": [role.name for role in participant.roles],
        "key_sets": [one.number for one in participant.key_sets],
        "policy": [
            {"verb": rule.verb, "threshold": rule.threshold} for rule in participant.policy.rules
        ],
    }


def _in_words(value: object, kind: Kind) -> object:
    """A day or a time as text; anything else, and what is no such number, as it stands."""
    if type(value) is int and kind == Kind.DAY and DAY_MIN <= value <= DAY_MAX:
        return format_day(value)
    if type(value) is int and kind == Kind.TIME and 0 < value <= TIME_MS_MAX:
        moment = datetime.fromtimestamp(value // 1_000, UTC)
        return f"{moment:%Y-%m-%dT%H:%M:%S}.{value % 1_000:03d}Z"
    return value


def _named(value: object, label: FieldLabel) -> object:
    """Maps inside a field by the names of their fields; choices and sets of bits by theirs."""
    inner = label.fields
    if inner and isinstance(value, list):
        return [_named(one, label) for one in value]
    if inner and isinstance(value, dict):
        return {
            inner[key].english if key in inner else str(key): (
                _named(one, inner[key]) if key in inner else one
            )
            for key, one in value.items()
        }
    if type(value) is not int:
        return value
    if label.flags:
        return [words[0] for bit, words in label.flags.items() if value & bit]
    return label.names[value][0] if label.names and value in label.names else value


def _text(value: object) -> str:
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def _plain(value: object) -> object:
    """What JSON can hold: keys as text, bytes as hexadecimal."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.hex() if isinstance(value, bytes) else value
