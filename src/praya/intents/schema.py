"""How an intent states its fields: number, kind and words in two languages, once for everything.

From one declaration come the strict reading of a body, its writing, and what a signer is shown.
Amounts are decimal text in the asset's own decimals, so that the signed bytes say what a person
reads and lowering derives the integer.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, field, fields
from enum import IntEnum
from typing import Any, ClassVar, Final, Protocol, TypeVar

from praya.base.attributes import Attribute
from praya.base.errors import PrayaError, fail
from praya.base.limits import CODE_BYTES_MAX
from praya.envelopes.participants import Licence, Role, check_code
from praya.envelopes.summaries import FieldLabel, Shown
from praya.intents.lowering import Lowering

TEXT_BYTES_MAX: Final = 1_024
LIST_MAX: Final = 2_048
# English is the name that a request is written with, so that both read alike.
ATTRIBUTE_FLAGS: Final[Mapping[int, tuple[str, str]]] = {
    int(Attribute.IDENTIFIED): (Attribute.IDENTIFIED.name, "已識別身分"),
    int(Attribute.PROFESSIONAL): (Attribute.PROFESSIONAL.name, "專業投資者"),
    int(Attribute.INSTITUTION): (Attribute.INSTITUTION.name, "機構"),
    int(Attribute.HONG_KONG): (Attribute.HONG_KONG.name, "香港居民"),
    int(Attribute.MAINLAND): (Attribute.MAINLAND.name, "內地居民"),
    int(Attribute.NON_US): (Attribute.NON_US.name, "非美國人士"),
}


class Kind(IntEnum):
    """What a field may hold."""

    CODE = 1  # of a participant, account or asset
    TEXT = 2
    AMOUNT = 3  # decimal text such as "32400000.00"
    DAY = 4  # days since 1970-01-01
    TIME = 5  # milliseconds since 1970-01-01 UTC
    NUMBER = 6
    BYTES = 7
    CODES = 8  # a list of codes
    MAP = 9  # an encoded document or term sheet
    RECORDS = 10  # a list of maps


class Intent(Protocol):
    """A request in the words of the business. One file each; `lower` turns it into rows."""

    VERB: ClassVar[str]
    TITLE: ClassVar[tuple[str, str]]
    PERMITTED: ClassVar[frozenset[Licence]]
    ROLE: ClassVar[Role | None]

    def lower(self, lowering: Lowering) -> None:
        """Add the rows of this request, or refuse with a status."""

    # `flaws(around)`, where there is more to say of fields than their forms: `praya.intents.flaws`.


IntentType = TypeVar("IntentType")


def item(
    number: int,
    kind: Kind,
    english: str,
    chinese: str,
    *,
    names: Mapping[int, tuple[str, str]] | None = None,
    inner: Mapping[int, FieldLabel] | None = None,
    flags: Mapping[int, tuple[str, str]] | None = None,
    absent: object = MISSING,
) -> Any:
    """Declare a field of an intent.

    `absent` is what a field means that a body leaves out: a value that no body can state, so that
    every request has one encoding.
    """
    shown = {Kind.DAY: Shown.DAY, Kind.TIME: Shown.TIME}.get(kind, Shown.PLAIN)
    label = FieldLabel(english, chinese, shown, names=names, fields=inner, flags=flags)
    return field(default=absent, metadata={"number": number, "kind": kind, "label": label})


def may_be_absent(declared: Field[Any]) -> bool:
    """Whether a body may leave this field out."""
    return declared.default is not MISSING


def labels_of(intent: type[Any]) -> dict[int, FieldLabel]:
    """The words of every field, by number."""
    return {one.metadata["number"]: one.metadata["label"] for one in fields(intent)}


def body_of(intent: Any) -> dict[int, object]:
    """The body that states this intent."""
    return {
        one.metadata["number"]: _plain(getattr(intent, one.name))
        for one in fields(type(intent))
        if not (may_be_absent(one) and getattr(intent, one.name) == one.default)
    }


def read_intent(intent: type[IntentType], body: Mapping[int, object]) -> IntentType:
    """The intent that a body states; INTENT_REFUSED (field, reason) for anything else."""
    declared: tuple[Field[Any], ...] = fields(intent)  # type: ignore[arg-type]
    numbers = {one.metadata["number"]: may_be_absent(one) for one in declared}
    demanded = {number for number, optional in numbers.items() if not optional}
    if not demanded <= set(body) <= set(numbers):
        fail("INTENT_REFUSED", field="fields", reason="unknown or missing")
    values = {}
    for one in declared:
        if one.metadata["number"] not in body:
            continue
        value = body[one.metadata["number"]]
        if not is_form(one.metadata["kind"], value):
            fail("INTENT_REFUSED", field=one.name, reason="form")
        values[one.name] = tuple(value) if isinstance(value, list) else value
    return intent(**values)


def is_form(kind: Kind, value: object) -> bool:
    """Whether a value of a body has the form of a kind."""
    return _CHECKS[kind](value)


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def is_code(value: object) -> bool:
    """A code: 1 to 32 printable ASCII characters without blanks."""
    if not isinstance(value, str) or len(value) > CODE_BYTES_MAX:
        return False
    try:
        check_code(value)
    except PrayaError:
        return False
    return True


def _is_number(value: object) -> bool:
    return type(value) is int and -(2**63) <= value < 2**63


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value.encode()) <= TEXT_BYTES_MAX


_CHECKS: Final[Mapping[Kind, Callable[[Any], bool]]] = {
    Kind.CODE: is_code,
    Kind.TEXT: _is_text,
    Kind.AMOUNT: _is_text,
    Kind.DAY: lambda value: _is_number(value) and abs(value) < 2**31,
    Kind.TIME: lambda value: _is_number(value) and value >= 0,
    Kind.NUMBER: _is_number,
    Kind.BYTES: lambda value: isinstance(value, bytes),
    Kind.CODES: lambda value: (
        isinstance(value, list) and len(value) <= LIST_MAX and all(map(is_code, value))
    ),
    Kind.MAP: lambda value: isinstance(value, dict),
    Kind.RECORDS: lambda value: (
        isinstance(value, list)
        and len(value) <= LIST_MAX
        and all(isinstance(record, dict) for record in value)
    ),
}
