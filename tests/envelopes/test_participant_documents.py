"""A participant's document is read as it was written, or refused for the field that is wrong."""

from dataclasses import replace
from typing import Any

import pytest
from envelope_samples import key_set_of, keyring

from praya.base.encoding import decode, encode
from praya.base.errors import PrayaError
from praya.base.limits import CODE_BYTES_MAX, DOCUMENT_BYTES_MAX
from praya.base.signing import Suite
from praya.envelopes.keys import KeyPolicy, PolicyRule, key_set_to_map
from praya.envelopes.participants import (
    KEY_SETS_MAX,
    NAME_BYTES_MAX,
    Licence,
    Participant,
    Role,
    is_lei,
    participant_from_document,
)
from praya.vault.keyring import KeyRole

LEI = "HWUPKR0MPOU8FGXBT394"  # a published one
KEYS = key_set_of(keyring(1, Suite.ED25519), Suite.ED25519)
PARTICIPANT = Participant(
    code="HARBOUR",
    name_en="Harbour Bank",
    name_zh="海港銀行",
    lei="",
    licence=Licence.BANK,
    licence_expiry=0,
    roles=(Role.OPERATOR, Role.CALENDAR),
    key_sets=(KEYS,),
    policy=KeyPolicy((PolicyRule("*", 1, (KEYS.number,)),)),
)


def read(data: bytes) -> Participant:
    return participant_from_document(data, Suite.ED25519)


def fields() -> dict[int, Any]:
    found = decode(PARTICIPANT.to_document(), DOCUMENT_BYTES_MAX)
    assert isinstance(found, dict)
    return found


GOOD = {
    "as it is": {},
    "a code of one character": {"code": "!"},
    "a code as long as may be": {"code": "~" * CODE_BYTES_MAX},
    "names as long as may be": {"name_en": "n" * NAME_BYTES_MAX, "name_zh": "n" * NAME_BYTES_MAX},
    "an identifier": {"lei": LEI},
    "a licence that ends": {"licence_expiry": 2**63 - 1},
    "a licence that ends at once": {"licence_expiry": 1},
    "no role": {"roles": ()},
    "one role": {"roles": (Role.CALENDAR,)},
    **{f"licence {licence.name}": {"licence": licence} for licence in Licence},
}


@pytest.mark.parametrize("changed", GOOD.values(), ids=list(GOOD))
def test_what_is_in_order_is_read_as_it_was_written(changed: dict[str, Any]) -> None:
    participant = replace(PARTICIPANT, **changed)
    assert read(participant.to_document()) == participant


BAD: list[tuple[str, int, Any, str]] = [
    ("a code that is empty", 1, "", "code"),
    ("a code one too long", 1, "~" * (CODE_BYTES_MAX + 1), "code"),
    ("a code with a blank", 1, "A B", "code"),
    ("a code beyond ASCII", 1, "A\x7f", "code"),
    ("a name that is empty", 2, "", "name"),
    ("a name one too long", 2, "n" * (NAME_BYTES_MAX + 1), "name"),
    ("a Chinese name that is empty", 3, "", "name"),
    ("a name nobody sees", 3, "a\u200bb", "name"),
    ("an identifier one short", 4, LEI[:-1], "lei"),
    ("a wrong check digit", 4, LEI[:-1] + "5", "lei"),
    ("an identifier in small letters", 4, LEI.lower(), "lei"),
    ("a licence nobody knows", 5, 0, "licence"),
    ("a licence past the last", 5, len(Licence) + 1, "licence"),
    ("an end before the beginning", 6, -1, "licence_expiry"),
    ("an end beyond 64 bits", 6, 2**63, "licence_expiry"),
    ("a role twice", 7, [1, 1], "roles"),
    ("roles out of order", 7, [2, 1], "roles"),
    ("a role nobody knows", 7, [3], "roles"),
    ("no role's number", 7, [0], "roles"),
    ("no keys", 8, [], "key_sets"),
    ("keys twice", 8, [key_set_to_map(KEYS)] * 2, "key_sets"),
    ("too many keys", 8, [key_set_to_map(KEYS)] * (KEY_SETS_MAX + 1), "key_sets"),
]


@pytest.mark.parametrize(
    ("number", "value", "field"), [row[1:] for row in BAD], ids=[row[0] for row in BAD]
)
def test_what_is_wrong_is_refused_by_its_field(number: int, value: Any, field: str) -> None:
    with pytest.raises(PrayaError) as refused:
        read(encode(fields() | {number: value}))
    assert refused.value.code == "PARTICIPANT_REFUSED"
    assert refused.value.values["field"] == field


def test_a_participant_may_have_so_many_keys() -> None:
    keys = tuple(
        key_set_of(keyring(number, Suite.ED25519, KeyRole(number=number)), Suite.ED25519)
        for number in range(1, KEY_SETS_MAX + 2)
    )
    most = replace(PARTICIPANT, key_sets=keys[:-1])
    assert len(most.key_sets) == 64
    assert read(most.to_document()) == most
    with pytest.raises(PrayaError) as refused:
        read(replace(PARTICIPANT, key_sets=keys).to_document())
    assert refused.value.values["field"] == "key_sets"


def test_fields_too_few_or_too_many_are_refused() -> None:
    spoiled: list[Any] = [{**fields(), 10: 0}, {**fields(), 0: 0}, [], 1, "text"]
    for number in fields():
        spoiled.append({key: value for key, value in fields().items() if key != number})
    for each in spoiled:
        with pytest.raises(PrayaError) as refused:
            read(encode(each))
        assert refused.value.values.get("field") == "fields", each
    assert len(spoiled) == 14


def test_a_lapsed_licence_is_one_whose_last_millisecond_is_over() -> None:
    ends = replace(PARTICIPANT, licence_expiry=1_000)
    assert [ends.lapsed(time) for time in (0, 999, 1_000, 1_001)] == [False, False, False, True]
    assert not PARTICIPANT.lapsed(2**62)


def test_an_identifier_has_two_digits_that_check_it() -> None:
    assert is_lei(LEI)
    wrong = [LEI[:-2] + f"{number:02}" for number in range(100) if f"{number:02}" != LEI[-2:]]
    assert [each for each in wrong if is_lei(each)] == [
        each for each in wrong if int(each[-2:]) % 97 == int(LEI[-2:]) % 97
    ]
    for each in ("", LEI[:-1], LEI + "0", LEI[:-1] + "A", "é" + LEI[1:], LEI[:5] + " " + LEI[6:]):
        assert not is_lei(each), each
