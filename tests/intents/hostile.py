"""What a hostile but licensed institution may sign: any encodable body, any columns, any rows."""

import copy
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np
from hypothesis import strategies as st

from praya.base.encoding import decode, encode
from praya.base.errors import PrayaError
from praya.base.limits import DOCUMENT_BYTES_MAX
from praya.envelopes.header import COLUMN_BYTES
from praya.intents.schema import Kind

CODES = (
    *("BANKA.HOUSE", "BANKB.HOUSE", "BANKA.C1", "GOVT.PAYING", "GOVT.SUSPENSE", "ISSUE:HKD"),
    *("ISSUE:BOND", "HKD", "BOND", "BANKA", "BANKB", "GOVT", "HKMA", "HKHK", "NOBODY", "A/B"),
    *("", " ", "A" * 32, "A" * 33, "賬戶", "A B", "A\0", "A\n", "\u202e", "😀" * 8),
)
TEXTS = (*CODES, "fixed_rate_bond", "cash_token", "x" * 1_024, "x" * 1_025, "理" * 400, "\0", "/")
AMOUNTS = (
    *("0.01", "1.00", "10.00", "1000000.00", "92233720368547758.07", "92233720368547758.08"),
    *("0", "0.00", "-1.00", "+1.00", "1", "1.0", "1.000", "01.00", "1e5", "1,000.00", ""),
    *(" 1.00", "1.00\n", "١.00", "１.00", "9" * 1_000, "0." + "1" * 1_000, "nan", ".50", "5."),
)
EDGES = (
    *(0, 1, 2, 3, 4, 6, 7, -1, -2, 63, 64, 255, 256, 1_024, 4_096, 19_403, 19_430, 19_431, 19_432),
    *(2**31 - 1, 2**31, -(2**31), 2**32 - 1, 2**32, 2**62, 2**63 - 1, -(2**63), 2**63, 2**64 - 1),
    1_678_900_000_000,
)
NUMBERS = st.sampled_from(EDGES) | st.integers(-(2**63), 2**64 - 1) | st.integers(-10, 100)
WORDS = st.sampled_from(TEXTS) | st.sampled_from(AMOUNTS) | st.text(max_size=40)
CONTENT = st.sampled_from((b"", bytes(31), bytes(32), bytes(33), bytes(64))) | st.binary(
    max_size=80
)
PLAIN = NUMBERS | WORDS | CONTENT | st.booleans() | st.none()
ANYTHING = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=5) | st.dictionaries(st.integers(0, 12), inner, max_size=5)
    ),
    max_leaves=12,
)
BODIES = st.dictionaries(st.integers(0, 12) | st.sampled_from((63, 2**32, 2**63)), ANYTHING)

BY_KIND: Mapping[Kind, st.SearchStrategy[Any]] = {
    Kind.CODE: st.sampled_from(CODES),
    Kind.TEXT: st.sampled_from(TEXTS),
    Kind.AMOUNT: st.sampled_from(AMOUNTS),
    Kind.DAY: NUMBERS,
    Kind.TIME: NUMBERS,
    Kind.NUMBER: NUMBERS,
    Kind.BYTES: CONTENT,
    Kind.CODES: st.lists(st.sampled_from(CODES), max_size=3),
    Kind.MAP: st.dictionaries(st.integers(0, 30), ANYTHING, max_size=25),
    Kind.RECORDS: st.lists(st.dictionaries(st.integers(0, 4), ANYTHING, max_size=4), max_size=4),
}


def typed_bodies(intent: type[Any]) -> st.SearchStrategy[dict[int, object]]:
    """Bodies whose fields are all there and of their kind, with any values."""
    return st.fixed_dictionaries(
        {one.metadata["number"]: BY_KIND[one.metadata["kind"]] for one in fields(intent)}
    )


@st.composite
def changed_bodies(draw: st.DrawFn, body: Mapping[int, object]) -> dict[int, object]:
    """A body that is applied, with one to three places in it changed, however deep."""
    value: Any = copy.deepcopy(dict(body))
    for _ in range(draw(st.integers(1, 3))):
        value = _changed(draw, value)
    return value if isinstance(value, dict) else {1: value}


def _changed(draw: st.DrawFn, value: Any) -> Any:
    """The value with one place in it changed: replaced, dropped, doubled, or gone into."""
    inside = _opened(value)
    if not inside or draw(st.integers(0, 9)) == 0:
        return draw(_like(value))
    closes = isinstance(value, bytes)
    key = draw(st.sampled_from(sorted(inside) if isinstance(inside, dict) else range(len(inside))))
    action = draw(st.sampled_from(("change", "change", "change", "drop", "double")))
    if action == "change":
        inside[key] = _changed(draw, inside[key])
    elif action == "drop":
        del inside[key]
    elif isinstance(inside, list):
        inside.append(inside[key])
    else:
        inside[draw(st.integers(0, 40))] = inside[key]
    return _closed(inside) if closes else inside


def _opened(value: Any) -> Any:
    """A list or map to go into; for bytes, what they encode, if they do."""
    if isinstance(value, bytes):
        try:
            return _opened(decode(value, DOCUMENT_BYTES_MAX))
        except PrayaError:
            return None
    if isinstance(value, tuple):
        return list(value)
    return value if isinstance(value, list | dict) else None


def _closed(value: Any) -> Any:
    try:
        return encode(value)
    except PrayaError:
        return b"\xff"


def _like(value: Any) -> st.SearchStrategy[Any]:
    """Something in the place of a value: mostly of its type."""
    if type(value) is int:
        return NUMBERS | ANYTHING
    if isinstance(value, str):
        return WORDS | ANYTHING
    return ANYTHING


@st.composite
def columns(draw: st.DrawFn, names: tuple[str, ...]) -> dict[str, Any]:
    """Columns with these names, mostly, of any types; codes in them are sometimes well formed."""
    rows = draw(st.integers(1, 5) | st.sampled_from((63, 1_365, 2_048)))
    chosen = draw(st.permutations(names)) if draw(st.integers(0, 5)) == 0 else list(names)
    if draw(st.integers(0, 5)) == 0:
        chosen = [*chosen[: draw(st.integers(0, len(chosen)))], "other"]
    kinds = st.just("<i8") if draw(st.booleans()) else st.sampled_from(sorted(COLUMN_BYTES))
    return {name: draw(_column(draw(kinds), rows)) for name in chosen}


@st.composite
def _column(draw: st.DrawFn, kind: str, rows: int) -> Any:
    """One column: all alike, rising, codes in ASCII, or any."""
    limits = np.iinfo(np.dtype(kind))
    style = draw(st.sampled_from(("zero", "rising", "letters", "any")))
    if style == "letters":
        letters = np.frombuffer(b"ABCDEFGHIJKLMNOP" * limits.dtype.itemsize, kind)
        return letters[0] + np.arange(rows).astype(kind)
    if style == "any":
        edge = st.sampled_from((limits.min, limits.max, -1 if limits.min else 0, 0, 1, 3, 64))
        few = draw(st.lists(edge | st.integers(limits.min, limits.max), min_size=1, max_size=3))
        return np.resize(np.array(few, kind), rows)
    return (np.arange(rows) % 100).astype(kind) * (style == "rising")


PLACES = st.sampled_from((-(2**31), -2, -1, 0, 1, 2, 63, 64, 65, 66, 2**31 - 1)) | st.integers(
    0, 200
)
SIZES = st.sampled_from((-(2**63), -1, 0, 1, 100, 2**62, 2**63 - 1)) | st.integers(1, 10_000)
GROUPS = st.sampled_from((0, 0, 0, 1, 2, 3, 65_535))
OPERATIONS = st.sampled_from((0, 0, 0, *range(15), 65_535))
AUTHORITIES = st.sampled_from((0, 0, 0, 1, 2, 3, -1, 2**31 - 1))
ROWS = st.lists(
    st.tuples(PLACES, PLACES, SIZES, GROUPS, OPERATIONS, AUTHORITIES), min_size=1, max_size=8
)
