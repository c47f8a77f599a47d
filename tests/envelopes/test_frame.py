"""Frames: found without copying, and one framing for one envelope."""

import struct
from dataclasses import replace

import numpy as np
import pytest
from envelope_samples import INTENT, batch_columns, batch_parts, entries_of, keyring, signed_batch
from hypothesis import given, settings
from hypothesis import strategies as st

from praya.base.encoding import encode
from praya.base.errors import PrayaError
from praya.base.hashing import envelope_id, section_digest
from praya.base.limits import ENVELOPE_BYTES_MAX
from praya.base.signing import Suite
from praya.envelopes.frame import build, pack_section, parse
from praya.envelopes.header import encode_header
from praya.envelopes.signatures import encode_signatures

FRAMED, _ = signed_batch(Suite.ED25519, row_count=3)
PREFIX = struct.Struct("<4sIII")
MAGIC, HEADER_LENGTH, SECTION_LENGTH, SIGNATURES_LENGTH = PREFIX.unpack_from(FRAMED)
SECTION_START = -(-(16 + HEADER_LENGTH) // 64) * 64
SIGNATURES_START = SECTION_START + SECTION_LENGTH


def reason_of(data: bytes) -> object:
    with pytest.raises(PrayaError) as refused:
        parse(data)
    assert refused.value.code == "ENVELOPE_REFUSED"
    return refused.value.values["reason"]


def with_byte(place: int, value: int) -> bytes:
    return FRAMED[:place] + bytes([value]) + FRAMED[place + 1 :]


def with_prefix(magic: bytes, header: int, section: int, signatures: int) -> bytes:
    return PREFIX.pack(magic, header, section, signatures) + FRAMED[16:]


@pytest.mark.parametrize("row_count", [1, 2, 3, 8, 16, 17, 8_190])
def test_columns_come_back_as_they_were_over_the_same_memory(row_count: int) -> None:
    header, section = batch_parts(row_count)
    framed = build(encode_header(header), section, [])
    parsed = parse(framed)
    parsed.check_section()
    assert parsed.header == header
    assert parsed.id == envelope_id(encode_header(header))
    assert bytes(parsed.section) == section
    whole = np.frombuffer(framed, dtype="|u1")
    for name, column in parsed.columns().items():
        expected = batch_columns(row_count)[name]
        assert column.dtype == expected.dtype
        assert np.array_equal(column, expected)
        assert np.shares_memory(column, whole)
        assert not column.flags.writeable
        assert (column.__array_interface__["data"][0] - whole.ctypes.data) % 64 == 0


def test_an_intent_without_rows_has_no_section_and_no_columns() -> None:
    encoded = encode_header(INTENT)
    parsed = parse(build(encoded, b"", entries_of(keyring(1, Suite.ED25519), encoded)))
    parsed.check_section()
    assert parsed.header == INTENT
    assert parsed.columns() == {}
    assert len(parsed.section) == 0
    assert [entry.key_number for entry in parsed.signatures] == [1]


def test_signatures_are_put_in_one_order_whatever_order_they_come_in() -> None:
    encoded = encode_header(INTENT)
    entries = entries_of(keyring(1, Suite.HYBRID), encoded, 0)
    entries += [replace(entry, acting_index=1) for entry in entries]
    assert build(encoded, b"", entries) == build(encoded, b"", entries[::-1])


@pytest.mark.parametrize("kind", [bytearray, memoryview])
def test_any_buffer_is_parsed(kind: type) -> None:
    assert parse(kind(FRAMED)).header == parse(FRAMED).header


def test_other_columns_than_those_signed_are_found() -> None:
    for place in range(SECTION_START, SIGNATURES_START):
        within = (place - SECTION_START) % 64
        if within < 6:
            parsed = parse(with_byte(place, FRAMED[place] ^ 1))
            with pytest.raises(PrayaError, match="section_digest"):
                parsed.check_section()


def test_padding_that_is_not_zero_is_refused() -> None:
    header_padding = range(16 + HEADER_LENGTH, SECTION_START)
    last_used = {0: 12, 1: 12, 2: 24, 3: 6, 4: 6, 5: 12}
    column_padding = [
        SECTION_START + column * 64 + place
        for column, used in last_used.items()
        for place in (used, 63)
    ]
    places = [*header_padding, *column_padding]
    assert len(places) > 12
    for place in places:
        assert reason_of(with_byte(place, 1)) == "padding"


def test_padding_that_is_not_zero_is_refused_though_its_digest_is_signed() -> None:
    header, section = batch_parts(3)
    dirty = section[:63] + b"\x01" + section[64:]
    assert header.section is not None
    described = replace(header.section, digest=section_digest(dirty))
    with pytest.raises(PrayaError, match="padding"):
        build(encode_header(replace(header, section=described)), dirty, [])


@pytest.mark.parametrize("length", [0, 1, 15, 16, 17, len(FRAMED) - 1])
def test_a_cut_envelope_is_refused(length: int) -> None:
    assert reason_of(FRAMED[:length]) in ("size", "length")


@pytest.mark.parametrize(
    ("prefix", "reason"),
    [
        ((b"PRY2", HEADER_LENGTH, SECTION_LENGTH, SIGNATURES_LENGTH), "prefix"),
        ((b"\x00PRY", HEADER_LENGTH, SECTION_LENGTH, SIGNATURES_LENGTH), "prefix"),
        ((MAGIC, 65_537, SECTION_LENGTH, SIGNATURES_LENGTH), "prefix"),
        ((MAGIC, 2**32 - 1, SECTION_LENGTH, SIGNATURES_LENGTH), "prefix"),
        ((MAGIC, HEADER_LENGTH, 2**32 - 1, SIGNATURES_LENGTH), "prefix"),
        ((MAGIC, HEADER_LENGTH, SECTION_LENGTH, 2**32 - 1), "length"),
        ((MAGIC, HEADER_LENGTH, SECTION_LENGTH, SIGNATURES_LENGTH + 1), "length"),
        ((MAGIC, HEADER_LENGTH, SECTION_LENGTH - 64, SIGNATURES_LENGTH + 64), "length"),
        ((MAGIC, HEADER_LENGTH, SECTION_LENGTH + 64, SIGNATURES_LENGTH - 64), "length"),
        ((MAGIC, HEADER_LENGTH, SECTION_LENGTH - 1, SIGNATURES_LENGTH + 1), "length"),
        ((MAGIC, HEADER_LENGTH - 1, SECTION_LENGTH, SIGNATURES_LENGTH), "encoding: truncated"),
        ((MAGIC, HEADER_LENGTH + 1, SECTION_LENGTH, SIGNATURES_LENGTH), "encoding: trailing"),
        ((MAGIC, 0, SECTION_LENGTH, SIGNATURES_LENGTH), "length"),
    ],
)
def test_lengths_that_do_not_add_up_are_refused(
    prefix: tuple[bytes, int, int, int], reason: str
) -> None:
    assert reason_of(with_prefix(*prefix)) == reason


def test_bytes_after_the_signatures_are_refused() -> None:
    assert reason_of(FRAMED + b"\x00") == "length"
    longer = with_prefix(MAGIC, HEADER_LENGTH, SECTION_LENGTH, SIGNATURES_LENGTH + 1) + b"\x00"
    assert reason_of(longer) == "signatures"


def test_an_envelope_over_the_limit_is_refused() -> None:
    assert reason_of(bytes(ENVELOPE_BYTES_MAX + 1)) == "size"


ENTRY: list[object] = [0, 1, -19, bytes(64)]


@pytest.mark.parametrize(
    "signatures",
    [
        {},
        None,
        [None],
        [[]],
        [ENTRY[:3]],
        [[*ENTRY, b""]],
        [[*ENTRY, b"", b"", b""]],
        [["0", *ENTRY[1:]]],
        [[True, *ENTRY[1:]]],
        [[-1, *ENTRY[1:]]],
        [[16, *ENTRY[1:]]],
        [[0, -1, *ENTRY[2:]]],
        [[0, 65_536, *ENTRY[2:]]],
        [[0, 1, -8, bytes(64)]],
        [[0, 1, 0, bytes(64)]],
        [[0, 1, None, bytes(64)]],
        [[0, 1, -19, "text"]],
        [[0, 1, -49, bytes(3_310)]],
        [[0, 1, -7, b"", bytes(1_025), b""]],
        [[0, 1, -7, b"", b"", bytes(2_049)]],
        [[0, 1, -7, b"", b"", "text"]],
        [ENTRY] * 65,
    ],
)
def test_a_malformed_list_of_signatures_is_refused(signatures: object) -> None:
    listed = encode(signatures)
    prefix = PREFIX.pack(MAGIC, HEADER_LENGTH, SECTION_LENGTH, len(listed))
    framed = prefix + FRAMED[16:SIGNATURES_START] + listed
    assert reason_of(framed) == "signatures"


def test_a_list_of_64_signatures_is_parsed() -> None:
    listed = encode([[0, number, -19, bytes(64)] for number in range(64)])
    prefix = PREFIX.pack(MAGIC, HEADER_LENGTH, SECTION_LENGTH, len(listed))
    parsed = parse(prefix + FRAMED[16:SIGNATURES_START] + listed)
    assert encode_signatures(parsed.signatures) == listed
    assert len(parsed.signatures) == 64


def test_a_list_of_a_million_signatures_is_refused_before_it_is_read() -> None:
    listed = b"\x9a\x00\x0f\x42\x40" + bytes(1_000_000)
    prefix = PREFIX.pack(MAGIC, HEADER_LENGTH, SECTION_LENGTH, len(listed))
    with pytest.raises(PrayaError) as refused:
        parse(prefix + FRAMED[16:SIGNATURES_START] + listed)
    assert isinstance(refused.value.__cause__, PrayaError)
    assert refused.value.__cause__.values == {"reason": "items"}


def test_columns_that_make_no_section_are_not_packed() -> None:
    four, five = np.zeros(4, dtype="<i4"), np.zeros(5, dtype="<i4")
    wrong = [
        {},
        {"a": four, "b": five},
        {"a": np.zeros((2, 2), dtype="<i4")},
        {"a": np.zeros(4, dtype=">i4")},
        {"a": np.zeros(4, dtype="<f8")},
        {"a": np.zeros(4, dtype="<u8")},
        {"a": np.array(["text"])},
    ]
    for columns in wrong:
        with pytest.raises(PrayaError, match="section"):
            pack_section(columns)


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_any_bytes_behind_the_magic_are_refused(data: bytes) -> None:
    reason_of(data)
    reason_of(MAGIC + data)


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_any_changed_bytes_are_refused_or_are_the_one_framing(data: st.DataObject) -> None:
    changed = bytearray(FRAMED)
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    try:
        parsed = parse(changed)
        parsed.check_section()
    except PrayaError:
        return
    assert build(parsed.header_bytes, bytes(parsed.section), parsed.signatures) == changed
