"""Changing bytes: blindly, and by the structure they have.

Every choice comes from the source given. What comes out is mostly almost right: that is where
decoders are wrong. It must not know any decoder.
"""

import json
import re
import struct
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from random import Random
from typing import Any, Final

import cbor2

EDGES: Final = (
    *(0, 1, 2, 3, 4, 15, 16, 17, 23, 24, 31, 32, 33, 63, 64, 65, 127, 128, 255, 256, 4_095, 4_096),
    *(
        65_535,
        65_536,
        2**31 - 1,
        2**31,
        2**32 - 1,
        2**32,
        2**53,
        2**62,
        2**63 - 1,
        2**63,
        2**64 - 1,
    ),
)
TEXTS: Final = (
    *("", " ", "A", "A" * 33, "0", "-1", "1.00", "1e5", "１.00", "9" * 400, "0." + "1" * 300),
    *(
        "賬戶",
        "\u202e",
        "\0",
        "\n",
        "*",
        "settlement.*",
        "2026-11-20",
        "2026-02-30",
        "nan",
        "\ufeff",
    ),
    *("HKD", "cash_token", "<", "&", "]]>", "{", "%s", "{0}", "../x", "\U0001f600" * 9),
)
DEEP: Final = 40
BYTES_MAX: Final = 262_144
LENGTHS: Final = ("<H", "<I", "<Q", ">H", ">I", ">Q")
TOKEN: Final = re.compile(r"<[^>]*>|[^<]+")
Mutator = Callable[[bytes, Sequence[bytes], Random], bytes]


def place_in(data: bytes, random: Random) -> int:
    """Somewhere in the bytes, the end counted, more often near the front."""
    last = len(data) if random.random() < 0.6 else min(len(data), 256)
    return random.randint(0, last)


def flip(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """One bit, or one byte."""
    if not data:
        return bytes([random.randrange(256)])
    place = min(place_in(data, random), len(data) - 1)
    change = 1 << random.randrange(8) if random.random() < 0.6 else random.randrange(1, 256)
    return data[:place] + bytes([data[place] ^ change]) + data[place + 1 :]


def cut(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """Truncated, or with a part taken out."""
    first, last = sorted((place_in(data, random), place_in(data, random)))
    return data[:first] if random.random() < 0.4 else data[:first] + data[last:]


def double(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """A part twice, or many times."""
    first, last = sorted((place_in(data, random), place_in(data, random)))
    times = 2 if random.random() < 0.8 else random.choice((3, 20, 200))
    return (data[:first] + data[first:last] * times + data[last:])[:BYTES_MAX]


def splice(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """A part of another sample in the place of a part of this one."""
    other = random.choice(others)
    first, last = sorted((place_in(data, random), place_in(data, random)))
    begin, end = sorted((place_in(other, random), place_in(other, random)))
    return (data[:first] + other[begin:end] + data[last:])[:BYTES_MAX]


def number(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """A length or a number at an edge, in one of the widths there are."""
    form = random.choice(LENGTHS)
    size = struct.calcsize(form)
    if len(data) < size:
        return data + b"\0"
    place = random.randint(0, len(data) - size)
    if random.random() < 0.5:
        place -= place % size
    value = random.choice(EDGES)
    if random.random() < 0.4:
        value = struct.unpack_from(form, data, place)[0] + random.choice((-64, -8, -1, 1, 8, 64))
    value %= 1 << (8 * size)
    return data[:place] + struct.pack(form, value) + data[place + size :]


def insert(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """Some bytes in between, of one kind or any."""
    place, length = place_in(data, random), random.choice((1, 1, 2, 4, 16, 64, 1_000))
    fresh = random.randbytes(length) if random.random() < 0.5 else bytes([0xFF * (length % 2)])
    return data[:place] + fresh + data[place:]


def cbor_tree(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """The value that the bytes encode, changed in one place, however deep, and encoded again."""
    try:
        tree = cbor2.loads(data)
        changed = changed_tree(tree, random, cbor_leaf)
        return cbor2.dumps(changed, canonical=random.random() < 0.8)
    except (cbor2.CBORError, ValueError, TypeError, RecursionError, OverflowError):
        return flip(data, others, random)


def cbor_leaf(old: Any, random: Random) -> Any:
    """Something in the place of a value: mostly of its type."""
    if isinstance(old, bytes) and random.random() < 0.7:
        inner = cbor_tree if random.random() < 0.4 else random.choice(BLIND)
        return inner(old, (old,), random)
    if isinstance(old, int) and not isinstance(old, bool) and random.random() < 0.7:
        return random.choice((old - 1, old + 1, -old, *EDGES, -(2**63), -(2**64)))
    if isinstance(old, str) and random.random() < 0.7:
        return random.choice((*TEXTS, old + random.choice(TEXTS), old[:-1], old.lower()))
    any_value: tuple[Any, ...] = (
        None,
        True,
        0,
        -1,
        b"",
        "",
        [],
        {},
        1.5,
        {1: 2},
        {"a": 1},
        [[]],
        bytes(32),
    )
    return random.choice((*any_value, random.choice(EDGES), cbor2.CBORTag(1, 1), nest(random)))


def json_tree(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """The same for JSON, sometimes spelt otherwise."""
    try:
        changed = changed_tree(json.loads(data), random, json_leaf)
        ascii_only, indent = random.random() < 0.5, random.choice((None, 1, 1, 1, 2))
        text = json.dumps(changed, ensure_ascii=ascii_only, indent=indent)
        return (text + "\n" * random.randint(0, 1)).encode("utf-8", "surrogatepass")
    except (ValueError, TypeError, RecursionError):
        return flip(data, others, random)


def json_leaf(old: Any, random: Random) -> Any:
    """Something in the place of a JSON value."""
    if isinstance(old, str) and random.random() < 0.8:
        swapped = old[:-1] + random.choice("0123456789abcdefz")
        return random.choice((*TEXTS, old + random.choice(TEXTS), old[:-1], old.upper(), swapped))
    if isinstance(old, int) and random.random() < 0.6:
        return random.choice((old - 1, old + 1, -old, *EDGES, 10**400))
    any_value: tuple[Any, ...] = (
        None,
        True,
        0,
        -1,
        "",
        [],
        {},
        1.5,
        1e300,
        {"a": 1},
        [[]],
        "\ud800",
        old,
    )
    return random.choice((*any_value, str(old)[:1_000], nest(random)))


def nest(random: Random) -> Any:
    """Lists in lists, more or less deep."""
    value: Any = []
    for _ in range(random.choice((3, 12, DEEP, 10 * DEEP))):
        value = [value]
    return value


def changed_tree(tree: Any, random: Random, leaf: Callable[[Any, Random], Any]) -> Any:
    """A copy of a tree with one to three places changed, dropped, doubled or moved."""
    tree = deepcopy(tree)
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        tree = change_once(tree, random, leaf)
    return tree


def change_once(tree: Any, random: Random, leaf: Callable[[Any, Random], Any]) -> Any:
    """One place of a tree changed."""
    if not isinstance(tree, list | dict) or not tree or random.random() < 0.05:
        return leaf(tree, random)
    keys = list(tree) if isinstance(tree, dict) else list(range(len(tree)))
    key, action = random.choice(keys), random.random()
    if action < 0.7:
        tree[key] = change_once(tree[key], random, leaf)
    elif action < 0.8:
        del tree[key]
    elif action < 0.9 and isinstance(tree, list):
        tree.insert(random.choice(keys), deepcopy(tree[key]))
    elif action < 0.95:
        other = random.choice(keys)
        tree[key], tree[other] = tree[other], tree[key]
    elif isinstance(tree, dict):
        fresh = random.randrange(40) if isinstance(key, int) else f"{key}{random.randrange(9)}"
        tree[fresh] = deepcopy(tree[key])
    return tree


def xml_tokens(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """Tags and texts dropped, doubled, swapped, changed; things that only hostile files have."""
    tokens = TOKEN.findall(data.decode("utf-8", "replace"))
    if not tokens:
        return flip(data, others, random)
    for _ in range(random.choice((1, 1, 2, 3))):
        place = random.randrange(len(tokens))
        action = random.random()
        if action < 0.45:
            tokens[place] = xml_token(tokens[place], random)
        elif action < 0.6:
            del tokens[place : place + random.choice((1, 2, 3))]
        elif action < 0.75:
            last = place + random.choice((1, 3, 9, 60))
            tokens[place:place] = tokens[place:last] * random.choice((1, 1, 2, 30))
        elif action < 0.9:
            other = random.randrange(len(tokens))
            tokens[place], tokens[other] = tokens[other], tokens[place]
        else:
            tokens.insert(place, random.choice(XML_TOKENS))
        if not tokens:
            break
    return "".join(tokens).encode("utf-8", "replace")[:BYTES_MAX]


XML_TOKENS: Final = (
    *("<!-- -->", "<!--x-->1", "<?pi x?>", "<![CDATA[1]]>", "&amp;", "&#x30;", "&x;", "&lt;"),
    *('<!DOCTYPE a [<!ENTITY x "y">]>', "<a/>", "\x0b", "<a>" * 300, "\ufffe", "</Stmt>"),
)


def xml_token(token: str, random: Random) -> str:
    """One tag or text, changed."""
    if not token.startswith("<"):
        numbers = ("0", "0.00", "-1.00", "1.005", "99999999999999999999.99", "1e9", "NaN", " 1.00 ")
        return random.choice((*numbers, *TEXTS[:20], token + "x", token * 2, token[:-1]))
    attribute = random.choice((' Ccy="HKD"', ' Ccy="USD"', ' x="1"', ' xmlns="y"', " a=b"))
    return random.choice(
        (token[:-1] + attribute + ">", token.lower(), token[:-1] + "/>", token[1:])
    )


BLIND: Final[tuple[Mutator, ...]] = (flip, flip, cut, double, splice, number, number, insert)
STRUCTURED: Final[Mapping[str, tuple[Mutator, ...]]] = {
    "cbor": (cbor_tree,) * 12,
    "json": (json_tree,) * 16,
    "xml": (xml_tokens,) * 16,
    "binary": (),
}


def mutate(data: bytes, others: Sequence[bytes], form: str, random: Random) -> bytes:
    """One to four changes, by structure where the form has one."""
    known = BLIND + STRUCTURED[form]
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        data = random.choice(known)(data, others, random)
    return data[:BYTES_MAX]
