"""Headers: every field is checked, and one header has one encoding."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from envelope_samples import CHAIN_ID, INTENT, REQUEST_ID, batch_parts
from hypothesis import given, settings
from hypothesis import strategies as st

from praya.base.encoding import decode, encode
from praya.base.errors import PrayaError
from praya.base.limits import HEADER_BYTES_MAX
from praya.base.status import Status
from praya.envelopes.batch_columns import BATCH_COLUMNS, ROW_BYTES
from praya.envelopes.header import (
    COLUMN_BYTES,
    Batch,
    BatchAsset,
    Header,
    Section,
    check_header,
    decode_header,
    encode_header,
    refusal_status,
    section_bytes,
)

BATCH, _ = batch_parts(3)
SECTION = BATCH.section
WITH_ROWS = replace(INTENT, section=Section(bytes(32), 5, (("account", "<i4"), ("units", "<i8"))))


def fields_of(header: Header) -> dict[int, Any]:
    fields = decode(encode_header(header), HEADER_BYTES_MAX)
    assert isinstance(fields, dict)
    return fields


def refusal(data: bytes) -> PrayaError:
    with pytest.raises(PrayaError) as refused:
        decode_header(data)
    assert refused.value.code == "ENVELOPE_REFUSED"
    return refused.value


def test_headers_of_each_kind_come_back_as_they_were() -> None:
    smallest = replace(INTENT, acting=("A",), seed=b"", body={}, valid_until=0)
    for header in (INTENT, WITH_ROWS, BATCH, smallest):
        assert decode_header(encode_header(header)) == header


def test_the_batch_columns_make_one_row_of_24_bytes() -> None:
    assert sum(COLUMN_BYTES[kind] for _, kind in BATCH_COLUMNS) == ROW_BYTES == 24


def test_a_section_is_padded_column_by_column() -> None:
    assert section_bytes(None) == 0
    assert section_bytes(Section(bytes(32), 1, BATCH_COLUMNS)) == 6 * 64
    assert section_bytes(Section(bytes(32), 16, BATCH_COLUMNS)) == 5 * 64 + 128
    assert section_bytes(Section(bytes(32), 17, (("a", "|u1"), ("b", "<i4")))) == 64 + 128


WRONG_FIELDS: list[tuple[str, int, object, str]] = [
    ("a text for the version", 1, "1", "version"),
    ("a boolean for the version", 1, True, "version"),
    ("version 0", 1, 0, "protocol"),
    ("version 2", 1, 2, "protocol"),
    ("a short chain id", 2, CHAIN_ID[:-1], "chain_id"),
    ("a long chain id", 2, CHAIN_ID + b"\x00", "chain_id"),
    ("a chain id as text", 2, "x" * 32, "chain_id"),
    ("nobody acting", 3, [], "acting"),
    ("seventeen acting", 3, [f"P{number}" for number in range(17)], "acting"),
    ("one acting twice", 3, ["A", "B", "A"], "acting"),
    ("an empty code", 3, [""], "acting"),
    ("a code of 33 bytes", 3, ["A" * 33], "acting"),
    ("a code with a space", 3, ["A B"], "acting"),
    ("a code with a control", 3, ["A\n"], "acting"),
    ("a code outside ASCII", 3, ["BÄNK"], "acting"),
    ("a code as bytes", 3, [b"A"], "acting"),
    ("acting as a text", 3, "A", "acting"),
    ("a short request id", 4, REQUEST_ID[:-1], "request_id"),
    ("a long request id", 4, REQUEST_ID + b"\x00", "request_id"),
    ("a request id as a number", 4, 1, "request_id"),
    ("a negative time", 5, -1, "valid_until"),
    ("a time past 63 bits", 5, 2**63, "valid_until"),
    ("a time as null", 5, None, "valid_until"),
    ("an empty verb", 6, "", "verb"),
    ("a verb without an area", 6, "open", "verb"),
    ("a verb with two points", 6, "a.b.c", "verb"),
    ("a verb in capitals", 6, "Issuance.open", "verb"),
    ("a verb ended by a line feed", 6, "issuance.open\n", "verb"),
    ("a verb of 65 bytes", 6, "a." + "b" * 63, "verb"),
    ("a verb as bytes", 6, b"a.b", "verb"),
    ("a seed of 15 bytes", 7, bytes(15), "seed"),
    ("a seed of 33 bytes", 7, bytes(33), "seed"),
    ("a seed as null", 7, None, "seed"),
    ("a section as a map", 8, {}, "section"),
    ("a section of two items", 8, [bytes(32), 1], "section"),
    ("a section with a short digest", 8, [bytes(31), 1, [["a", "<i4"]]], "section"),
    ("a section without rows", 8, [bytes(32), 0, [["a", "<i4"]]], "section"),
    ("a section of fewer than no rows", 8, [bytes(32), -1, [["a", "<i4"]]], "section"),
    ("a section without columns", 8, [bytes(32), 1, []], "section"),
    (
        "a section of 17 columns",
        8,
        [bytes(32), 1, [[f"c{n}", "<i4"] for n in range(17)]],
        "section",
    ),
    ("a column twice", 8, [bytes(32), 1, [["a", "<i4"], ["a", "<i8"]]], "section"),
    ("a column without a name", 8, [bytes(32), 1, [["", "<i4"]]], "section"),
    ("a column in capitals", 8, [bytes(32), 1, [["A", "<i4"]]], "section"),
    ("a big-endian column", 8, [bytes(32), 1, [["a", ">i4"]]], "section"),
    ("a column of floats", 8, [bytes(32), 1, [["a", "<f8"]]], "section"),
    ("a column of objects", 8, [bytes(32), 1, [["a", "|O"]]], "section"),
    ("a column of unsigned 64 bits", 8, [bytes(32), 1, [["a", "<u8"]]], "section"),
    ("a column with three items", 8, [bytes(32), 1, [["a", "<i4", 0]]], "section"),
    ("a column of an unknown type", 8, [bytes(32), 1, [["a", 4]]], "section"),
    ("a section over the limit", 8, [bytes(32), 131_073, [["a", "<i8"]]], "section"),
    ("a section of 2^64-1 rows", 8, [bytes(32), 2**64 - 1, [["a", "<i8"]]], "section"),
    ("no body", 9, None, "body"),
    ("a body as a list", 9, [], "body"),
    ("a batch beside a body", 10, [0, []], "batch"),
]

WRONG_BATCHES: list[tuple[str, int, object, str]] = [
    ("a body beside a batch", 9, {}, "body"),
    ("no section", 8, None, "section"),
    ("no batch", 10, None, "batch"),
    ("a batch as a map", 10, {}, "batch"),
    ("a batch of one item", 10, [0], "batch"),
    ("a negative height", 10, [-1, []], "batch"),
    ("a height past 63 bits", 10, [2**63, []], "batch"),
    ("an asset of two items", 10, [0, [[1, 2]]], "batch"),
    ("an asset twice", 10, [0, [[1, 2, 3], [1, 2, 3]]], "batch"),
    ("assets that fall", 10, [0, [[2, 2, 3], [1, 2, 3]]], "batch"),
    ("a negative asset", 10, [0, [[-1, 2, 3]]], "batch"),
    ("an asset past 31 bits", 10, [0, [[2**31, 2, 3]]], "batch"),
    ("ten decimals", 10, [0, [[1, 10, 3]]], "batch"),
    ("negative decimals", 10, [0, [[1, -1, 3]]], "batch"),
    ("a negative total", 10, [0, [[1, 2, -1]]], "batch"),
    ("a total past 63 bits", 10, [0, [[1, 2, 2**63]]], "batch"),
    ("a total as true", 10, [0, [[1, 2, True]]], "batch"),
    ("65 assets", 10, [0, [[number, 2, 3] for number in range(65)]], "batch"),
]


@pytest.mark.parametrize(
    ("number", "value", "reason"),
    [pytest.param(*case[1:], id=case[0]) for case in WRONG_FIELDS],
)
def test_an_intent_with_a_wrong_field_is_refused(number: int, value: object, reason: str) -> None:
    refused = refusal(encode({**fields_of(INTENT), number: value}))
    assert refused.values == {"reason": reason}


@pytest.mark.parametrize(
    ("number", "value", "reason"),
    [pytest.param(*case[1:], id=case[0]) for case in WRONG_BATCHES],
)
def test_a_batch_with_a_wrong_field_is_refused(number: int, value: object, reason: str) -> None:
    refused = refusal(encode({**fields_of(BATCH), number: value}))
    assert refused.values == {"reason": reason}


def test_a_batch_of_other_columns_or_too_many_rows_is_refused() -> None:
    assert SECTION is not None
    digest, columns = SECTION.digest, list(map(list, SECTION.columns))
    others = [columns[:-1], [columns[1], columns[0], *columns[2:]], [*columns, ["more", "<i4"]]]
    for other in others:
        encoded = encode({**fields_of(BATCH), 8: [digest, 3, other]})
        assert refusal(encoded).values == {"reason": "section"}
    over = encode({**fields_of(BATCH), 8: [digest, 8_191, columns]})
    assert refusal(over).values == {"reason": "section"}
    full = encode({**fields_of(BATCH), 8: [digest, 8_190, columns]})
    assert decode_header(full).section == replace(SECTION, row_count=8_190)


@pytest.mark.parametrize("number", range(1, 11))
def test_a_missing_field_is_refused(number: int) -> None:
    fields = fields_of(INTENT)
    del fields[number]
    reason = "version" if number == 1 else "fields"
    assert refusal(encode(fields)).values == {"reason": reason}


@pytest.mark.parametrize("number", [0, 11, 2**32, 2**64 - 1])
def test_an_unknown_field_is_refused(number: int) -> None:
    assert refusal(encode({**fields_of(INTENT), number: None})).values == {"reason": "fields"}


def test_what_is_no_map_is_refused() -> None:
    for value in ([], 1, None, b"", "text"):
        assert refusal(encode(value)).values == {"reason": "fields"}


def test_bytes_outside_the_encoding_are_refused_with_its_reason() -> None:
    encoded = encode_header(INTENT)
    assert refusal(encoded + b"\x00").values == {"reason": "encoding: trailing"}
    assert refusal(encoded[:-1]).values == {"reason": "encoding: truncated"}
    assert refusal(b"").values == {"reason": "encoding: truncated"}
    long = b"\x59\xff\xff" + bytes(HEADER_BYTES_MAX)
    assert refusal(long).values == {"reason": "encoding: size"}


def test_a_header_over_the_limit_is_not_written() -> None:
    with pytest.raises(PrayaError, match="size"):
        encode_header(replace(INTENT, body={1: bytes(HEADER_BYTES_MAX)}))


def test_a_wrong_header_is_not_written() -> None:
    wrong = [
        replace(INTENT, acting=()),
        replace(INTENT, verb="batch"),
        replace(INTENT, version=2),
        replace(INTENT, batch=Batch((), 0)),
        replace(BATCH, body={}),
        replace(BATCH, section=None),
        replace(BATCH, batch=Batch((BatchAsset(2, 0, 0), BatchAsset(1, 0, 0)), 0)),
    ]
    for header in wrong:
        with pytest.raises(PrayaError, match="ENVELOPE_REFUSED"):
            encode_header(header)
    with pytest.raises(PrayaError, match="ENCODING_REFUSED"):
        encode_header(replace(INTENT, body={1: 1.5}))


def test_a_refusal_becomes_the_status_the_ledger_answers_with() -> None:
    def problem(act: Callable[[], object]) -> PrayaError:
        with pytest.raises(PrayaError) as refused:
            act()
        return refused.value

    other_version = problem(lambda: decode_header(encode({**fields_of(INTENT), 1: 2})))
    malformed = problem(lambda: decode_header(b""))
    assert refusal_status(other_version) is Status.PROTOCOL_UNKNOWN
    assert refusal_status(malformed) is Status.ENVELOPE_MALFORMED
    differs = PrayaError("ENVELOPE_REFUSED", reason="section_digest")
    assert refusal_status(differs) is Status.SECTION_DIFFERS
    assert (
        refusal_status(PrayaError("KEYS_REFUSED", reason="protocol")) is Status.ENVELOPE_MALFORMED
    )


@given(
    st.dictionaries(
        st.integers(0, 12),
        st.one_of(
            st.none(),
            st.integers(-5, 5),
            st.binary(max_size=33),
            st.text(max_size=5),
            st.lists(
                st.one_of(st.integers(-1, 4), st.text(max_size=3), st.lists(st.integers(0, 3)))
            ),
            st.dictionaries(st.integers(0, 3), st.none()),
        ),
    )
)
@settings(deadline=None)
def test_any_change_of_fields_is_refused_or_is_a_header(changes: dict[int, object]) -> None:
    for base in (fields_of(INTENT), fields_of(BATCH)):
        encoded = encode({**base, **changes})
        try:
            header = decode_header(encoded)
        except PrayaError:
            continue
        assert encode_header(header) == encoded
        check_header(header)
