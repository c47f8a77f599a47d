"""Summaries: a signer reads all of it, in both languages, and nothing hides."""

from dataclasses import replace

import pytest
from envelope_samples import CHAIN_ID, INTENT, REQUEST_ID, batch_columns, batch_parts
from hypothesis import given, settings
from hypothesis import strategies as st

from praya.base.encoding import encode
from praya.envelopes.header import Batch, Header
from praya.envelopes.summaries import (
    LANGUAGES,
    FieldLabel,
    Shown,
    plain_text,
    raw_text,
    summarise,
    summarise_rows,
)

LEG = {
    1: FieldLabel("Amount", "金額", decimals=2),
    2: FieldLabel("Side", "方向", names={1: ("Buy", "買入"), 2: ("Sell", "賣出")}),
}
LABELS = {
    1: FieldLabel("Account", "帳戶"),
    2: FieldLabel("Maturity", "到期日", Shown.DAY),
    3: FieldLabel("Seen", "查閱時間", Shown.TIME),
    4: FieldLabel("Leg", "結算方", fields=LEG),
    5: FieldLabel("Confirmed", "已確認"),
    6: FieldLabel("Proof", "證明"),
    7: FieldLabel("Traits", "特徵", flags={1: ("ROUND", "圓"), 2: ("RED", "紅"), 8: ("OLD", "舊")}),
}


def body_lines(body: dict[int, object], language: str = "en") -> list[tuple[str, str]]:
    """The lines of a body alone."""
    lines = summarise(replace(INTENT, body=body, seed=b""), LABELS)[language]
    return lines[7:]


def test_an_intent_reads_in_both_languages() -> None:
    body: dict[int, object] = {1: "HARBOUR-1", 2: 20_454, 4: {1: 123_456_789, 2: 1}, 5: True}
    summary = summarise(replace(INTENT, body=body), LABELS)
    assert summary["en"] == [
        ("Request", "issuance.open_account"),
        ("Acting participant", "HARBOUR"),
        ("Acting participant", "PEAK-TRUST"),
        ("Valid until", "2026-11-22 02:00:00.123 UTC"),
        ("Ledger", CHAIN_ID.hex()),
        ("Request number", REQUEST_ID.hex()),
        ("Format version", "1"),
        ("Account", "HARBOUR-1"),
        ("Maturity", "2026-01-01"),
        ("Leg / Amount", "1,234,567.89"),
        ("Leg / Side", "Buy (1)"),
        ("Confirmed", "yes"),
        ("Seed of new positions", "00" * 16),
    ]
    assert [value for _, value in summary["zh-HK"]][:7] == [value for _, value in summary["en"]][:7]
    assert summary["zh-HK"][7:12] == [
        ("帳戶", "HARBOUR-1"),
        ("到期日", "2026-01-01"),
        ("結算方 / 金額", "1,234,567.89"),
        ("結算方 / 方向", "買入 (1)"),
        ("已確認", "是"),
    ]


def test_a_batch_reads_as_its_enforced_summary() -> None:
    header, _ = batch_parts(8_190)
    assert header.section is not None
    assert header.batch is not None
    lines = summarise(header, {})["en"]
    total = header.batch.assets[0].control_total
    assert lines[6:] == [
        ("Asset 3", f"{total // 100:,}.{total % 100:02d}"),
        ("Asset 9", "0"),
        ("Positions as numbered at height", "41"),
        ("Rows", "8190"),
        ("Columns", "debit <i4, credit <i4, amount <i8, group <u2, op <u2, authority <i4"),
        ("Digest of the rows", header.section.digest.hex()),
    ]


def test_a_batch_without_assets_says_so() -> None:
    header, _ = batch_parts(1)
    lines = summarise(replace(header, batch=Batch((), 0)), {})
    assert ("Asset", "no asset moves") in lines["en"]
    assert ("資產", "沒有資產轉移") in lines["zh-HK"]


def test_a_field_without_a_label_is_shown_raw() -> None:
    body: dict[int, object] = {9: {1: [b"\x01", None, True, "a"]}, 4: {7: -3}}
    assert body_lines(body) == [
        ("Field 9", "{1: [h'01', null, true, \"a\"]}"),
        ("Leg / Field 7", "-3"),
    ]
    assert body_lines(body, "zh-HK")[0][0] == "欄位 9"


def test_a_value_that_does_not_fit_its_label_is_still_shown() -> None:
    body: dict[int, object] = {2: "tomorrow", 3: -1, 4: 12, 5: b"\x01\x02", 6: [{}, {3: 4}, []]}
    assert body_lines(body) == [
        ("Maturity", '"tomorrow"'),
        ("Seen", "-1"),
        ("Leg", "12"),
        ("Confirmed", "0102"),
        ("Proof 1", "(empty)"),
        ("Proof 2 / Field 3", "4"),
        ("Proof 3", "(empty)"),
    ]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ({2: 10**9}, "1000000000"),
        ({2: -(2**63)}, "-9223372036854775808"),
        ({3: 0}, "1970-01-01 00:00:00.000 UTC"),
        ({3: 253_402_300_799_999}, "9999-12-31 23:59:59.999 UTC"),
        ({3: 253_402_300_800_000}, "253402300800000"),
        ({1: None}, "(none)"),
        ({1: ""}, "(empty)"),
        ({1: b""}, "(empty)"),
        ({5: False}, "no"),
        ({4: {1: -5}}, "-0.05"),
        ({4: {1: -123_456}}, "-1,234.56"),
        ({4: {1: 99}}, "0.99"),
        ({4: {2: 3}}, "3"),
    ],
)
def test_values_at_their_limits_are_shown(value: dict[int, object], shown: str) -> None:
    assert body_lines(value)[0][1] == shown


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        (0, "none (0)", "無 (0)"),
        (2, "RED (2)", "紅 (2)"),
        (11, "ROUND, RED, OLD (11)", "圓、紅、舊 (11)"),
        (5, "ROUND, 4 (5)", "圓、4 (5)"),
        (12, "12", "12"),
        (-1, "-1", "-1"),
        (2**63, str(2**63), str(2**63)),
        (True, "yes", "是"),
        ("RED", "RED", "RED"),
    ],
)
def test_bits_are_shown_by_their_words_beside_the_number(
    value: object, english: str, chinese: str
) -> None:
    assert body_lines({7: value}) == [("Traits", english)]
    assert body_lines({7: value}, "zh-HK") == [("特徵", chinese)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("HARBOUR\u202e1", "HARBOUR\\u{202E}1"),
        ("a\u200bb", "a\\u{200B}b"),
        ("a\nb", "a\\u{A}b"),
        ("a\u00a0b", "a\\u{A0}b"),
        ("a\u3000b", "a\\u{3000}b"),
        ("e\u0301", "e\\u{301}"),
        ("\ufeffa", "\\u{FEFF}a"),
        ("a\x00", "a\\u{0}"),
        (" a b ", "\\u{20}a b\\u{20}"),
        ("a\\u{A}", "a\\\\u{A}"),
        ("\U000e0041", "\\u{E0041}"),
        ("\ue000", "\\u{E000}"),
        ("渣打銀行 Café", "渣打銀行 Café"),
    ],
)
def test_characters_that_would_not_be_seen_are_shown_as_numbers(text: str, shown: str) -> None:
    assert plain_text(text) == shown
    assert body_lines({1: text})[0][1] == shown


def test_rows_of_an_intent_are_listed_whole() -> None:
    summary = summarise_rows(batch_columns(2))
    assert summary["en"][1] == (
        "Row 2",
        "debit 1, credit 2, amount 3, group 4, op 5, authority 6",
    )
    assert [label for label, _ in summary["zh-HK"]] == ["行 1", "行 2"]
    with pytest.raises(ValueError, match="shorter"):
        summarise_rows({"a": [1, 2], "b": [1]})


leaves = st.one_of(
    st.integers(-(2**63), 2**64 - 1),
    st.binary(max_size=8),
    st.text(max_size=8),
    st.booleans(),
    st.none(),
)
bodies = st.dictionaries(
    st.integers(0, 8),
    st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(st.integers(0, 4), inner, max_size=3)
        ),
        max_leaves=6,
    ),
)


@given(bodies)
@settings(deadline=None)
def test_any_body_reads_and_every_field_has_a_line(body: dict[int, object]) -> None:
    summary = summarise(replace(INTENT, body=body), LABELS)
    for language in LANGUAGES:
        lines = summary[language]
        assert len(lines) >= 8 + len(body)
        for label, value in lines:
            assert label == plain_text(label)
            assert value
            assert value.isprintable()


@given(bodies, bodies)
@settings(deadline=None)
def test_two_raw_bodies_never_read_alike(one: dict[int, object], other: dict[int, object]) -> None:
    same_text = raw_text(one) == raw_text(other)
    assert same_text is (encode(one) == encode(other))


def test_every_header_field_changes_what_is_read() -> None:
    header, _ = batch_parts(3)
    assert header.section is not None
    assert header.batch is not None
    changes: list[Header] = [
        replace(header, chain_id=bytes(32)),
        replace(header, acting=("OTHER",)),
        replace(header, request_id=bytes(16)),
        replace(header, valid_until=0),
        replace(header, seed=bytes(16)),
        replace(header, section=replace(header.section, digest=bytes(32))),
        replace(header, section=replace(header.section, row_count=4)),
        replace(header, section=replace(header.section, columns=(("a", "<i4"),))),
        replace(header, batch=replace(header.batch, numbering_height=1)),
        replace(header, batch=replace(header.batch, assets=())),
        replace(INTENT, verb="issuance.other"),
    ]
    for language in LANGUAGES:
        shown = {str(summarise(each, {})[language]) for each in [header, INTENT, *changes]}
        assert len(shown) == len(changes) + 2
