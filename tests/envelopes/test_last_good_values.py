"""The last value that is good, and the first that is not: of every field that has a bound."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from envelope_samples import INTENT, PASSKEY, batch_header, key_set_of, keyring

from praya.base.encoding import encode
from praya.base.errors import PrayaError
from praya.base.limits import HEADER_BYTES_MAX, SECTION_BYTES_MAX
from praya.base.signing import Algorithm, KeyKind, Suite
from praya.envelopes.batch_columns import BATCH_COLUMNS, ROW_BYTES
from praya.envelopes.frame import build, pack_section, parse
from praya.envelopes.header import (
    Batch,
    BatchAsset,
    Header,
    Section,
    decode_header,
    encode_header,
    section_bytes,
)
from praya.envelopes.keys import (
    KeyPolicy,
    PolicyRule,
    check_key_policy,
    check_key_set,
    policy_met,
)
from praya.envelopes.signatures import (
    PasskeyEvidence,
    SignatureEntry,
    decode_signatures,
    encode_signatures,
    entry_order,
)

MOST = 2**63 - 1
SECTION = Section(bytes(32), 5, (("account", "<i4"),))


def reason(header: Header) -> str | None:
    """Why a header is refused, by whoever writes it; what is written is read again."""
    try:
        encoded = encode_header(header)
    except PrayaError as refused:
        return str(refused.values["reason"])
    assert decode_header(encoded) == header
    return None


def with_section(**changes: Any) -> Header:
    return replace(INTENT, section=replace(SECTION, **changes))


def with_batch(rows: int = 3, **changes: Any) -> Header:
    batch = replace(Batch((BatchAsset(0, 0, 0),), 0), **changes)
    return batch_header(Section(bytes(32), rows, BATCH_COLUMNS), batch)


def with_asset(**changes: Any) -> Header:
    return with_batch(assets=(replace(BatchAsset(3, 2, 5), **changes),))


GOOD_AND_BAD: list[tuple[str, Header, Header, str]] = [
    (
        "time",
        replace(INTENT, valid_until=MOST),
        replace(INTENT, valid_until=MOST + 1),
        "valid_until",
    ),
    ("no time", replace(INTENT, valid_until=0), replace(INTENT, valid_until=-1), "valid_until"),
    ("a code", replace(INTENT, acting=("~" * 32,)), replace(INTENT, acting=("~" * 33,)), "acting"),
    ("a short code", replace(INTENT, acting=("!",)), replace(INTENT, acting=("",)), "acting"),
    ("rows", with_section(row_count=1), with_section(row_count=0), "section"),
    (
        "rows of one byte",
        with_section(row_count=SECTION_BYTES_MAX, columns=(("a", "|u1"),)),
        with_section(row_count=SECTION_BYTES_MAX + 1, columns=(("a", "|u1"),)),
        "section",
    ),
    (
        "bytes of two columns",
        with_section(row_count=SECTION_BYTES_MAX // 16, columns=(("a", "<i8"), ("b", "<i8"))),
        with_section(row_count=SECTION_BYTES_MAX // 16 + 1, columns=(("a", "<i8"), ("b", "<i8"))),
        "section",
    ),
    (
        "columns",
        with_section(columns=tuple((f"c{n}", "<i4") for n in range(16))),
        with_section(columns=tuple((f"c{n}", "<i4") for n in range(17))),
        "section",
    ),
    (
        "a column's name",
        with_section(columns=(("a" * 32, "<i4"),)),
        with_section(columns=(("a" * 33, "<i4"),)),
        "section",
    ),
    ("rows of a batch", with_batch(8_190), with_batch(8_191), "section"),
    ("height", with_batch(numbering_height=MOST), with_batch(numbering_height=MOST + 1), "batch"),
    ("no height", with_batch(numbering_height=0), with_batch(numbering_height=-1), "batch"),
    (
        "assets",
        with_batch(assets=tuple(BatchAsset(n, 0, 0) for n in range(64))),
        with_batch(assets=tuple(BatchAsset(n, 0, 0) for n in range(65))),
        "batch",
    ),
    ("no asset", with_batch(assets=()), with_batch(assets=(BatchAsset(-1, 0, 0),)), "batch"),
    ("asset 0", with_asset(asset=0), with_asset(asset=-1), "batch"),
    ("the last asset", with_asset(asset=2**31 - 1), with_asset(asset=2**31), "batch"),
    ("decimals", with_asset(decimals=9), with_asset(decimals=10), "batch"),
    ("no decimals", with_asset(decimals=0), with_asset(decimals=-1), "batch"),
    ("a total", with_asset(control_total=MOST), with_asset(control_total=MOST + 1), "batch"),
    ("no total", with_asset(control_total=0), with_asset(control_total=-1), "batch"),
]


@pytest.mark.parametrize(
    ("good", "bad", "field"), [row[1:] for row in GOOD_AND_BAD], ids=[r[0] for r in GOOD_AND_BAD]
)
def test_a_field_is_good_up_to_its_bound(good: Header, bad: Header, field: str) -> None:
    assert (reason(good), reason(bad)) == (None, field)


def padded(length: int) -> Header:
    """A header whose encoding is so long."""
    rest = length - len(encode_header(replace(INTENT, body={1: bytes(60_000)})))
    return replace(INTENT, body={1: bytes(60_000 + rest)})


def test_a_header_is_as_long_as_it_may_be() -> None:
    longest = padded(HEADER_BYTES_MAX)
    encoded = encode_header(longest)
    assert len(encoded) == HEADER_BYTES_MAX
    assert parse(build(encoded, b"", [])).header == longest
    assert reason(padded(HEADER_BYTES_MAX + 1)) == "size"


def test_a_section_is_as_long_as_it_may_be() -> None:
    column = np.arange(SECTION_BYTES_MAX // 8, dtype="<i8")
    section, content = pack_section({"a": column})
    assert len(content) == SECTION_BYTES_MAX
    framed = build(encode_header(replace(INTENT, section=section)), content, [])
    assert parse(framed).columns()["a"].tolist() == column.tolist()
    longer = framed[:8] + (SECTION_BYTES_MAX + 1).to_bytes(4, "little") + framed[12:] + b"\0"
    with pytest.raises(PrayaError) as refused:
        parse(longer)
    assert refused.value.values["reason"] == "prefix"


@pytest.mark.parametrize("rows", [64, 128, 8_128])
def test_a_batch_takes_24_bytes_a_row_where_nothing_is_padded(rows: int) -> None:
    section = Section(bytes(32), rows, BATCH_COLUMNS)
    assert section_bytes(section) == rows * ROW_BYTES == rows * 24


@pytest.mark.parametrize(("length", "why"), [(0, "size"), (15, "size"), (16, "length")])
def test_a_prefix_alone_is_no_envelope(length: int, why: str) -> None:
    prefix = b"PRY1" + bytes(12)
    with pytest.raises(PrayaError) as refused:
        parse(prefix[:length])
    assert refused.value.values["reason"] == why


@pytest.mark.parametrize("place", [4, 8, 12])
def test_a_length_of_all_ones_is_refused(place: int) -> None:
    framed = build(encode_header(INTENT), b"", [])
    with pytest.raises(PrayaError) as refused:
        parse(framed[:place] + b"\xff" * 4 + framed[place + 4 :])
    assert refused.value.values["reason"] == ("length" if place == 12 else "prefix")


# Signatures


def entry(**changes: Any) -> SignatureEntry:
    plain = SignatureEntry(0, 1, Algorithm.ED25519, bytes(64))
    return replace(plain, **changes)


def evidence(authenticator: int, client: int) -> PasskeyEvidence:
    return PasskeyEvidence(bytes(authenticator), bytes(client))


ENTRIES: list[tuple[str, SignatureEntry, SignatureEntry]] = [
    ("acting", entry(acting_index=15), entry(acting_index=16)),
    ("the first", entry(acting_index=0), entry(acting_index=-1)),
    ("a key", entry(key_number=65_535), entry(key_number=65_536)),
    ("key 0", entry(key_number=0), entry(key_number=-1)),
    ("a signature", entry(signature=bytes(3_309)), entry(signature=bytes(3_310))),
    ("a device", entry(evidence=evidence(1_024, 0)), entry(evidence=evidence(1_025, 0))),
    ("a browser", entry(evidence=evidence(0, 2_048)), entry(evidence=evidence(0, 2_049))),
]


@pytest.mark.parametrize(
    ("good", "bad"), [row[1:] for row in ENTRIES], ids=[row[0] for row in ENTRIES]
)
def test_an_entry_is_read_up_to_its_bounds(good: SignatureEntry, bad: SignatureEntry) -> None:
    assert decode_signatures(encode_signatures((good,))) == (good,)
    with pytest.raises(PrayaError) as refused:
        decode_signatures(encode_signatures((bad,)))
    assert refused.value.values["reason"] == "signatures"


@pytest.mark.parametrize("items", [0, 1, 3, 5, 7])
def test_an_entry_of_so_many_items_is_refused(items: int) -> None:
    whole = [0, 1, int(Algorithm.ED25519), bytes(64), b"", b"", b""]
    with pytest.raises(PrayaError) as refused:
        decode_signatures(encode([whole[:items]]))
    assert refused.value.values["reason"] == "signatures"


def test_there_are_as_many_signatures_as_there_may_be() -> None:
    every = tuple(
        entry(acting_index=n // 8, key_number=n % 8, evidence=evidence(1, 1)) for n in range(64)
    )
    assert decode_signatures(encode_signatures(every)) == every
    with pytest.raises(PrayaError):
        decode_signatures(encode_signatures((*every, entry(acting_index=9))))


def test_entries_stand_by_acting_then_key_then_the_classical_algorithm_first() -> None:
    listed = [
        entry(),
        entry(algorithm=Algorithm.ML_DSA_65),
        entry(key_number=2),
        entry(acting_index=1, key_number=0),
    ]
    mixed = [listed[place] for place in (2, 0, 3, 1)]
    assert sorted(mixed, key=entry_order) == listed


# Keys and policies


def rule(**changes: Any) -> KeyPolicy:
    return KeyPolicy((replace(PolicyRule("*", 2, (1,), (KeyKind.PERSON,)), **changes),))


RULES: list[tuple[str, KeyPolicy, KeyPolicy, str]] = [
    ("one signer", rule(threshold=1), rule(threshold=0), "threshold"),
    ("many signers", rule(threshold=16), rule(threshold=17), "threshold"),
    ("all persons", rule(persons=2), rule(persons=3), "persons"),
    ("no person", rule(persons=0), rule(persons=-1), "persons"),
    ("the first key", rule(key_numbers=(1,)), rule(key_numbers=(0, 1)), "key_numbers"),
    ("the last key", rule(key_numbers=(65_535,)), rule(key_numbers=(1, 65_536)), "key_numbers"),
    ("keys alone", rule(kinds=()), rule(kinds=(), key_numbers=()), "signers"),
    ("kinds alone", rule(key_numbers=()), rule(kinds=(), key_numbers=()), "signers"),
    ("a verb", rule(verb="a." + "b" * 62), rule(verb="a." + "b" * 63), "verb"),
    ("an area", rule(verb="a" * 62 + ".*"), rule(verb="a" * 63 + ".*"), "verb"),
]


def policy_reason(policy: KeyPolicy) -> str | None:
    try:
        check_key_policy(policy)
    except PrayaError as refused:
        return str(refused.values["reason"])
    return None


@pytest.mark.parametrize(
    ("good", "bad", "field"), [row[1:] for row in RULES], ids=[row[0] for row in RULES]
)
def test_a_rule_is_good_up_to_its_bounds(good: KeyPolicy, bad: KeyPolicy, field: str) -> None:
    assert (policy_reason(good), policy_reason(bad)) == (None, field)


def test_a_policy_has_one_rule_at_least_and_64_at_most() -> None:
    many = tuple(PolicyRule(f"a.v{number:02}", 1, (1,)) for number in range(65))
    found = [policy_reason(KeyPolicy(many[:number])) for number in (0, 1, 64, 65)]
    assert found == ["rules", None, None, "rules"]


KEYS = key_set_of(keyring(1, Suite.ED25519), Suite.ED25519)
KEY_SETS = [
    ("the first number", replace(KEYS, number=1), replace(KEYS, number=0), "number"),
    ("the last number", replace(KEYS, number=65_535), replace(KEYS, number=65_536), "number"),
    (
        "an origin",
        replace(PASSKEY, origin="https://" + "a" * 248),
        replace(PASSKEY, origin="https://" + "a" * 249),
        "origin",
    ),
]


@pytest.mark.parametrize(
    ("good", "bad", "field"), [r[1:] for r in KEY_SETS], ids=[r[0] for r in KEY_SETS]
)
def test_a_key_set_is_good_up_to_its_bounds(good: Any, bad: Any, field: str) -> None:
    check_key_set(good, Suite.ED25519)
    with pytest.raises(PrayaError) as refused:
        check_key_set(bad, Suite.ED25519)
    assert refused.value.values["reason"] == field


def test_what_a_signer_must_give_follows_from_his_kind() -> None:
    person = replace(KEYS, kind=KeyKind.PERSON, person=bytes(32))
    hybrid = (Algorithm.ED25519, Algorithm.ML_DSA_65)
    for suite, institution in ((Suite.ED25519, hybrid[:1]), (Suite.HYBRID, hybrid)):
        assert set(KEYS.demanded(suite)) == set(institution)
        assert person.demanded(suite) == (Algorithm.ED25519,)
        assert PASSKEY.demanded(suite) == (Algorithm.ES256,)
        ed25519_passkey = replace(PASSKEY, es256=b"", ed25519=KEYS.ed25519)
        assert ed25519_passkey.demanded(suite) == (Algorithm.ED25519,)


def test_exactly_as_many_signers_as_asked_are_enough() -> None:
    persons = [replace(PASSKEY, number=n, person=bytes([n]) * 32) for n in range(1, 17)]
    policy = KeyPolicy((PolicyRule("*", 16, (), (KeyKind.PASSKEY,), persons=16),))
    assert policy_met(policy, "batch", persons)
    assert not policy_met(policy, "batch", persons[1:])
    assert not policy_met(policy, "batch", [*persons[1:], persons[1]])
