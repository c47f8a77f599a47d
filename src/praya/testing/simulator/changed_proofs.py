"""Proofs with one part changed, aimed at each kind of evidence: none may hold.

A changed proof is written as proofs are, so that nothing but the evidence itself can refuse it.
"""

import json
from collections.abc import Iterator
from random import Random
from typing import Any, Final

from praya.base.errors import require

ANY_BYTE_SHARE: Final = 0.2  # of changed proofs have a byte turned wherever it lies
SWAPPED_SHARE: Final = 0.2  # have two neighbours of a list in each other's place
_DIGITS: Final = "0123456789abcdef"

Place = tuple[Any, Any]  # an object or list of the evidence, and the name or number in it


def changed_proof(data: bytes, random: Random) -> tuple[str, bytes]:
    """How a proof was changed, and the proof so changed."""
    drawn = random.random()
    if drawn < ANY_BYTE_SHARE:
        return "a byte turned", _turned(data, random)
    whole = json.loads(data)
    require(_written(whole) == data, "a proof is written in one way")
    lists = list(_lists(whole["evidence"]))
    if drawn < ANY_BYTE_SHARE + SWAPPED_SHARE and lists:
        return _swap(*random.choice(lists)), _written(whole)
    fields: dict[str, list[Place]] = {}
    for name, place in _texts(whole["evidence"], "evidence"):
        fields.setdefault(name, []).append(place)
    name = random.choice(sorted(fields))  # each kind of evidence as often as another
    holder, key = random.choice(fields[name])
    holder[key] = _other_digit(holder[key], random)
    return f"a digit of {name} changed", _written(whole)


def _turned(data: bytes, random: Random) -> bytes:
    turned = bytearray(data)
    turned[random.randrange(len(turned))] ^= 1 << random.randrange(8)
    return bytes(turned)


def _swap(name: str, items: list[Any], place: int) -> str:
    items[place], items[place + 1] = items[place + 1], items[place]
    return f"two of {name} swapped"


def _other_digit(text: str, random: Random) -> str:
    place = random.randrange(len(text))
    digit = random.choice([each for each in _DIGITS if each != text[place]])
    return text[:place] + digit + text[place + 1 :]


def _texts(value: Any, name: str) -> Iterator[tuple[str, Place]]:
    """Every text of hexadecimal digits, by the name of the field that it is of."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in pairs:
        below = key if isinstance(key, str) else name
        if isinstance(inner, dict | list):
            yield from _texts(inner, below)
        elif isinstance(inner, str) and inner and set(inner) <= set(_DIGITS):
            yield below, (value, key)


def _lists(value: Any, name: str = "evidence") -> Iterator[tuple[str, list[Any], int]]:
    """Every pair of neighbours in a list that are not the same."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in pairs:
        below = key if isinstance(key, str) else name
        if isinstance(inner, dict | list):
            yield from _lists(inner, below)
    if isinstance(value, list):
        for place in range(len(value) - 1):
            if value[place] != value[place + 1]:
                yield name, value, place


def _written(whole: dict[str, Any]) -> bytes:
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
