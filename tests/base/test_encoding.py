"""The encoding: the published examples, and what a stranger may send instead."""

import contextlib
import time
import tracemalloc
from typing import Any

import cbor2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from praya.base.encoding import INTEGER_MAX, INTEGER_MIN, ITEMS_MAX, MAP_ENTRIES_MAX, decode, encode
from praya.base.errors import PrayaError
from praya.base.limits import ENCODING_DEPTH_MAX

LIMIT = 65_536

# RFC 8949 appendix A: the examples inside the profile.
PUBLISHED = [
    (0, "00"),
    (1, "01"),
    (10, "0a"),
    (23, "17"),
    (24, "1818"),
    (25, "1819"),
    (100, "1864"),
    (1000, "1903e8"),
    (1000000, "1a000f4240"),
    (1000000000000, "1b000000e8d4a51000"),
    (18446744073709551615, "1bffffffffffffffff"),
    (-1, "20"),
    (-10, "29"),
    (-100, "3863"),
    (-1000, "3903e7"),
    (False, "f4"),
    (True, "f5"),
    (None, "f6"),
    (b"", "40"),
    (b"\x01\x02\x03\x04", "4401020304"),
    ("", "60"),
    ("a", "6161"),
    ("IETF", "6449455446"),
    ('"\\', "62225c"),
    ("\u00fc", "62c3bc"),
    ("\u6c34", "63e6b0b4"),
    ("\U00010151", "64f0908591"),
    ([], "80"),
    ([1, 2, 3], "83010203"),
    ([1, [2, 3], [4, 5]], "8301820203820405"),
    (list(range(1, 26)), "98190102030405060708090a0b0c0d0e0f101112131415161718181819"),
    ({}, "a0"),
    ({1: 2, 3: 4}, "a201020304"),
]

# The same appendix: the examples outside it, with the reason we give.
PUBLISHED_REFUSED = [
    ("c249010000000000000000", "tag"),
    ("3bffffffffffffffff", "integer_range"),
    ("c349010000000000000000", "tag"),
    ("f90000", "simple"),
    ("f98000", "simple"),
    ("f93c00", "simple"),
    ("fb3ff199999999999a", "simple"),
    ("f93e00", "simple"),
    ("f97bff", "simple"),
    ("fa47c35000", "simple"),
    ("fa7f7fffff", "simple"),
    ("fb7e37e43c8800759c", "simple"),
    ("f97c00", "simple"),
    ("f97e00", "simple"),
    ("fa7fc00000", "simple"),
    ("fb7ff8000000000000", "simple"),
    ("f7", "simple"),
    ("f0", "simple"),
    ("f8ff", "simple"),
    ("c074323031332d30332d32315432303a30343a30305a", "tag"),
    ("c11a514b67b0", "tag"),
    ("c1fb41d452d9ec200000", "tag"),
    ("d74401020304", "tag"),
    ("d818456449455446", "tag"),
    ("d82076687474703a2f2f7777772e6578616d706c652e636f6d", "tag"),
    ("a26161016162820203", "key_type"),
    ("826161a161626163", "key_type"),
    ("a56161614161626142616361436164614461656145", "key_type"),
    ("5f42010243030405ff", "indefinite"),
    ("7f657374726561646d696e67ff", "indefinite"),
    ("9fff", "indefinite"),
    ("9f018202039f0405ffff", "indefinite"),
    ("9f01820203820405ff", "indefinite"),
    ("83018202039f0405ff", "indefinite"),
    ("83019f0203ff820405", "indefinite"),
    ("bf61610161629f0203ffff", "indefinite"),
    ("826161bf61626163ff", "indefinite"),
    ("bf6346756ef563416d7421ff", "indefinite"),
]

REFUSED = [
    ("", "truncated"),
    ("0000", "trailing"),
    ("a1", "truncated"),
    ("a100", "truncated"),
    ("18", "truncated"),
    ("1901", "truncated"),
    ("4100ff", "trailing"),
    ("4201", "truncated"),
    ("8201", "truncated"),
    ("1c", "reserved"),
    ("5d", "reserved"),
    ("9e", "reserved"),
    ("ff", "simple"),
    ("1f", "indefinite"),
    ("3f", "indefinite"),
    ("f818", "simple"),
    ("f814", "simple"),
    ("1817", "not_canonical"),
    ("1800", "not_canonical"),
    ("190018", "not_canonical"),
    ("1a0000ffff", "not_canonical"),
    ("1b00000000ffffffff", "not_canonical"),
    ("3817", "not_canonical"),
    ("580141", "not_canonical"),
    ("780141", "not_canonical"),
    ("980101", "not_canonical"),
    ("b8010001", "not_canonical"),
    ("a201000000", "not_canonical"),
    ("a200010002", "not_canonical"),
    ("a2181800170a", "not_canonical"),
    ("a12000", "key_type"),
    ("a14000", "key_type"),
    ("a18000", "key_type"),
    ("a1f400", "key_type"),
    ("a1f600", "key_type"),
    ("a1c000", "key_type"),
    ("3b8000000000000000", "integer_range"),
    ("61ff", "text"),
    ("62c328", "text"),
    ("63eda080", "text"),
    ("9b1000000000000000", "truncated"),
    ("9bffffffffffffffff", "truncated"),
    ("5b1000000000000000", "truncated"),
    ("7bffffffffffffffff", "truncated"),
    ("bb1000000000000000", "map_size"),
    ("d81c00", "tag"),
    ("c48219ffff01", "tag"),
    ("d823635b615d", "tag"),
    ("d9d9f700", "tag"),
]


def reason_of(data: bytes, limit: int = LIMIT) -> Any:
    with pytest.raises(PrayaError) as refused:
        decode(data, limit)
    assert refused.value.code == "ENCODING_REFUSED"
    return refused.value.values["reason"]


@pytest.mark.parametrize(("value", "hexadecimal"), PUBLISHED)
def test_a_published_example_is_written_and_read(value: object, hexadecimal: str) -> None:
    assert encode(value).hex() == hexadecimal
    read = decode(bytes.fromhex(hexadecimal), LIMIT)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(("hexadecimal", "reason"), PUBLISHED_REFUSED + REFUSED)
def test_bytes_outside_the_profile_are_refused(hexadecimal: str, reason: str) -> None:
    assert reason_of(bytes.fromhex(hexadecimal)) == reason


def test_refused_cases_outnumber_accepted_ones() -> None:
    accepted, refused = len(PUBLISHED), len(PUBLISHED_REFUSED + REFUSED)
    print(f"encoding cases: {accepted} accepted, {refused} refused")
    assert refused > accepted > 0


def test_map_keys_are_written_in_the_order_of_their_encodings() -> None:
    """RFC 8949 section 4.2.1: 10 and 100 of its example, with what else an unsigned key can be."""
    keys = [2**32, 100, 24, 10, 0, 255, 256, 65_536, 2**64 - 1]
    encoded = encode(dict.fromkeys(keys, 0))
    assert encoded == encode(dict.fromkeys(reversed(keys), 0))
    assert encoded.hex() == (
        "a900000a0018180018640018ff00190100001a00010000001b0000000100000000001bffffffffffffffff00"
    )
    assert list(decode(encoded, LIMIT)) == sorted(keys)  # type: ignore[call-overload]


def test_the_integers_at_both_ends_are_kept_and_those_beyond_refused() -> None:
    for value in (INTEGER_MIN, INTEGER_MAX):
        assert decode(encode(value), LIMIT) == value
    for value in (INTEGER_MIN - 1, INTEGER_MAX + 1):
        with pytest.raises(PrayaError, match="integer_range"):
            encode(value)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (1.0, "type"),
        ({"a": 1}, "key_type"),
        ({True: 1}, "key_type"),
        ({-1: 1}, "key_type"),
        ({2**64: 1}, "key_type"),
        ({1: {b"": 1}}, "key_type"),
        ([object()], "type"),
        ({1, 2}, "type"),
        (bytearray(b"a"), "type"),
        (cbor2.CBORTag(2, b"\x01"), "type"),
        (cbor2.undefined, "type"),
        ("\ud800", "text"),
        (dict.fromkeys(range(MAP_ENTRIES_MAX + 1), 0), "map_size"),
    ],
)
def test_a_value_outside_the_profile_is_not_written(value: object, reason: str) -> None:
    with pytest.raises(PrayaError) as refused:
        encode(value)
    assert refused.value.values["reason"] == reason


def test_nesting_stops_at_the_limit_both_ways() -> None:
    deepest: object = []
    for _ in range(ENCODING_DEPTH_MAX - 1):
        deepest = [deepest]
    assert decode(encode(deepest), LIMIT) == deepest
    with pytest.raises(PrayaError, match="depth"):
        encode([deepest])
    assert reason_of(b"\x81" * ENCODING_DEPTH_MAX + b"\x80") == "depth"
    assert reason_of(b"\xa1\x00" * ENCODING_DEPTH_MAX + b"\xa0") == "depth"
    assert reason_of(b"\x81" * 60_000 + b"\x80") == "depth"


def test_a_value_that_contains_itself_is_not_written() -> None:
    circle: list[object] = []
    circle.append(circle)
    with pytest.raises(PrayaError, match="depth"):
        encode(circle)


def test_more_bytes_than_the_limit_are_not_read() -> None:
    data = encode(b"x" * 10)
    assert decode(data, len(data)) == b"x" * 10
    assert reason_of(data, len(data) - 1) == "size"


def test_more_items_than_the_limit_are_not_read() -> None:
    for value, count in (([[0, 0], 0], 4), ({1: 2, 3: [4]}, 5), (7, 0)):
        data = encode(value)
        assert decode(data, LIMIT, count) == value
        if count:
            with pytest.raises(PrayaError) as refused:
                decode(data, LIMIT, count - 1)
            assert refused.value.values == {"reason": "items"}
    many = encode([0] * (ITEMS_MAX + 1))
    assert reason_of(many, len(many)) == "items"
    assert decode(encode([0] * ITEMS_MAX), len(many)) == [0] * ITEMS_MAX


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_any_buffer_is_read(kind: Any) -> None:
    assert decode(kind(encode({1: b"a"})), LIMIT) == {1: b"a"}


@pytest.mark.parametrize(
    "data",
    [
        bytes.fromhex("9b1000000000000000") * 5_000,
        bytes.fromhex("9a0000fff0") * 13_000,
        bytes.fromhex("bb1000000000000000") * 5_000,
        bytes.fromhex("5b1000000000000000"),
        b"\x9a\x00\x00\xff\xf0" + b"\x80" * 65_520,
        b"\x9a\x00\x00\xff\xf0" + b"\xa0" * 65_519 + b"\xc0",
        b"\xc1" * 65_000,
        b"\x9f" * 65_000,
    ],
)
def test_a_hostile_input_costs_no_more_than_its_size(data: bytes) -> None:
    tracemalloc.start()
    begun = time.perf_counter()
    with contextlib.suppress(PrayaError):
        decode(data, 2 * LIMIT)
    spent_seconds = time.perf_counter() - begun
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak_bytes < 200 * LIMIT
    assert spent_seconds < 5


def is_in_profile(value: object) -> bool:
    """The profile said a second time, on values instead of bytes."""
    if isinstance(value, bool) or value is None or isinstance(value, bytes | str):
        return True
    if isinstance(value, int):
        return -(2**63) <= value < 2**64
    if isinstance(value, list):
        return all(map(is_in_profile, value))
    if type(value) is dict:
        keys_fit = all(type(key) is int and 0 <= key < 2**64 for key in value)
        return (
            keys_fit and len(value) <= MAP_ENTRIES_MAX and all(map(is_in_profile, value.values()))
        )
    return False


def accepted_by_the_library(data: bytes) -> bool:
    try:
        value = cbor2.loads(data, max_depth=ENCODING_DEPTH_MAX)
        return is_in_profile(value) and cbor2.dumps(value, canonical=True) == data
    except (cbor2.CBORError, ValueError, TypeError, OverflowError, RecursionError):
        return False


heads = st.builds(
    lambda first, rest: bytes([first]) + rest,
    st.integers(0, 255).filter(lambda first: first >> 5 != 6),
    st.binary(max_size=4),
)
bytes_like_the_encoding = st.lists(heads, max_size=12).map(b"".join)
values = st.recursive(
    st.one_of(
        st.integers(INTEGER_MIN, INTEGER_MAX),
        st.binary(max_size=30),
        st.text(max_size=20),
        st.booleans(),
        st.none(),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=5),
        st.dictionaries(st.integers(0, INTEGER_MAX), inner, max_size=5),
    ),
    max_leaves=12,
).filter(lambda value: is_shallow(value, ENCODING_DEPTH_MAX))


def is_shallow(value: object, left: int) -> bool:
    if not isinstance(value, list | dict):
        return True
    inside = value.values() if isinstance(value, dict) else value
    return left > 0 and all(is_shallow(item, left - 1) for item in inside)


@given(st.one_of(st.binary(max_size=64), bytes_like_the_encoding))
@example(bytes.fromhex("a2000000f4"))
@example(bytes.fromhex("a200f400f5"))
@settings(max_examples=2_000, deadline=None)
def test_any_bytes_are_refused_or_are_the_one_encoding_of_their_value(data: bytes) -> None:
    try:
        value = decode(data, LIMIT)
    except PrayaError:
        assert not accepted_by_the_library(data)
    else:
        assert encode(value) == data
        assert accepted_by_the_library(data)


@given(values)
@settings(deadline=None)
def test_any_value_of_the_profile_comes_back_as_it_was(value: object) -> None:
    assert decode(encode(value), LIMIT) == value


@given(values, st.data())
@settings(deadline=None)
def test_a_changed_byte_is_refused_or_is_another_value(value: object, data: st.DataObject) -> None:
    encoded = bytearray(encode(value))
    place = data.draw(st.integers(0, len(encoded) - 1))
    encoded[place] ^= data.draw(st.integers(1, 255))
    try:
        other = decode(encoded, LIMIT)
    except PrayaError:
        return
    assert encode(other) == encoded
