"""What the ledger knows of a participant: a document with licence, roles, keys and key policy.

A licence has a type and an expiry; verbs are permitted per licence type, a lapsed licence suspends.
Names are those of institutions; no personal data.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import NoReturn

from praya.base.encoding import decode, encode
from praya.base.errors import fail
from praya.base.fields import FieldReader
from praya.base.limits import CODE_BYTES_MAX, DOCUMENT_BYTES_MAX
from praya.base.signing import Suite
from praya.base.text import is_visible_text
from praya.envelopes.keys import (
    KeyPolicy,
    KeySet,
    check_policy_fits,
    key_policy_from_map,
    key_policy_to_map,
    key_set_from_map,
    key_set_to_map,
)

NAME_BYTES_MAX = 200
LEI_LENGTH = 20  # ISO 17442
_LEI_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # a letter counts 10 to 35
KEY_SETS_MAX = 64
_FIELDS = range(1, 10)


class Licence(IntEnum):
    """The type of licence (or public function) under which an institution takes part."""

    CENTRAL_BANK = 1  # issues central bank money
    GOVERNMENT = 2  # a public issuer
    BANK = 3  # an authorized institution under Cap. 155
    BROKER = 4  # a licensed corporation, regulated activity type 1 or 9, under Cap. 571
    CUSTODIAN = 5  # a licensed custodian
    MARKET_OPERATOR = 6  # a central securities depository or trading facility
    CORPORATE = 7  # an issuer of its own securities
    SUPERVISOR = 8  # reads everything, moves nothing


class Role(IntEnum):
    """What a participant does for the ledger itself."""

    OPERATOR = 1  # admits and suspends participants, publishes calendars; votes on skips
    CALENDAR = 2  # opens the business day


@dataclass(frozen=True, slots=True)
class Participant:
    """One institution."""

    code: str
    name_en: str
    name_zh: str
    lei: str  # ISO 17442, or empty
    licence: Licence
    licence_expiry: int  # block time in milliseconds; 0 for none
    roles: tuple[Role, ...]
    key_sets: tuple[KeySet, ...]
    policy: KeyPolicy

    def lapsed(self, block_time: int) -> bool:
        """Whether the licence has expired."""
        return 0 < self.licence_expiry < block_time

    def to_document(self) -> bytes:
        """The participant's document."""
        return encode(
            dict(
                zip(
                    _FIELDS,
                    (
                        self.code,
                        self.name_en,
                        self.name_zh,
                        self.lei,
                        int(self.licence),
                        self.licence_expiry,
                        [int(role) for role in self.roles],
                        [key_set_to_map(key_set) for key_set in self.key_sets],
                        key_policy_to_map(self.policy),
                    ),
                    strict=True,
                )
            )
        )


def participant_document_name(code: str) -> str:
    """The name of the document that holds a participant."""
    return f"participant/{code}"


def participant_from_document(data: bytes, suite: Suite) -> Participant:
    """Read and check a participant.

    Raises PARTICIPANT_REFUSED (field), KEYS_REFUSED, KEY_REFUSED, POLICY_UNREACHABLE,
    ENCODING_REFUSED.
    """
    fields = decode(data, DOCUMENT_BYTES_MAX)
    if not isinstance(fields, dict) or set(fields) != set(_FIELDS):
        _refuse("fields")
    code, name_en, name_zh, lei = (_READ.text(fields[number], "text") for number in range(1, 5))
    check_code(code)
    for name in (name_en, name_zh):
        _READ.demand(0 < len(name.encode()) <= NAME_BYTES_MAX and is_visible_text(name), "name")
    _READ.demand(lei == "" or is_lei(lei), "lei")
    expiry = _READ.integer(fields[6], "licence_expiry")
    _READ.demand(0 <= expiry < 2**63, "licence_expiry")
    key_items = _READ.items(fields[8], "key_sets")
    _READ.demand(1 <= len(key_items) <= KEY_SETS_MAX, "key_sets")
    key_sets = tuple(key_set_from_map(item, suite) for item in key_items)
    numbers = [key_set.number for key_set in key_sets]
    _READ.demand(numbers == sorted(set(numbers)), "key_sets")
    policy = key_policy_from_map(fields[9])
    check_policy_fits(policy, {key_set.number: key_set for key_set in key_sets})
    return Participant(
        code=code,
        name_en=name_en,
        name_zh=name_zh,
        lei=lei,
        licence=_read_licence(fields[5]),
        licence_expiry=expiry,
        roles=_read_roles(fields[7]),
        key_sets=key_sets,
        policy=policy,
    )


def check_code(code: str) -> None:
    """A code is 1 to 32 printable ASCII characters without blanks; else PARTICIPANT_REFUSED."""
    plain = all("!" <= character <= "~" for character in code)
    _READ.demand(plain and 0 < len(code) <= CODE_BYTES_MAX, "code")


def is_lei(text: str) -> bool:
    """A legal entity identifier with its check digits: ISO 17442, ISO 7064 MOD 97-10."""
    if len(text) != LEI_LENGTH or not set(text) <= set(_LEI_DIGITS) or not text[-2:].isdigit():
        return False
    return int("".join(str(_LEI_DIGITS.index(character)) for character in text)) % 97 == 1


def _read_licence(value: object) -> Licence:
    number = _READ.integer(value, "licence")
    _READ.demand(number in [int(licence) for licence in Licence], "licence")
    return Licence(number)


def _read_roles(value: object) -> tuple[Role, ...]:
    numbers = [_READ.integer(item, "roles") for item in _READ.items(value, "roles")]
    _READ.demand(numbers == sorted(set(numbers)), "roles")
    _READ.demand(all(number in [int(role) for role in Role] for number in numbers), "roles")
    return tuple(Role(number) for number in numbers)


def _refuse(field: str) -> NoReturn:
    fail("PARTICIPANT_REFUSED", field=field)


_READ = FieldReader(_refuse)
