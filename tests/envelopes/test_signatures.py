"""Signatures: the published cases through our verifiers, then whole envelopes under attack."""

import gzip
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from envelope_samples import (
    INTENT,
    PASSKEY_POINT,
    PASSKEY_SECRET,
    entries_of,
    key_set_of,
    keyring,
    signatory,
    signed_batch,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.bindings import crypto_core_ed25519_add

from praya.base.encoding import encode
from praya.base.errors import PrayaError
from praya.base.signing import Algorithm, KeyKind, Suite, demanded_algorithms, to_be_signed
from praya.base.status import Status
from praya.envelopes.frame import build, parse
from praya.envelopes.header import encode_header
from praya.envelopes.keys import KeySet, PolicyRule
from praya.envelopes.signatures import (
    SignatureEntry,
    check_public_key,
    ed25519_valid,
    es256_valid,
    ml_dsa_65_valid,
    raw_signature_valid,
    read_entry,
    signature_valid,
)
from praya.envelopes.verify import Signatory, Verification, verify_envelope, verify_signatures
from praya.vault.keyring import KeyRole

VECTORS = Path(__file__).resolve().parents[2] / "../shared/vectors/crypto"
HEADER = encode_header(INTENT)

# ACVP groups for ML-DSA-65 that are not our signature: why, and how many cases each.
ACVP_NOT_OURS = {
    4: ("HashML-DSA (preHash): an envelope signs its header whole", 15),
    9: ("external mu: an envelope's message is never hashed by the caller", 15),
    10: ("the internal interface, without context framing, is not offered", 15),
}


def wycheproof(name: str) -> list[Any]:
    loaded = json.loads((VECTORS / "wycheproof" / name).read_text())
    found = [
        pytest.param(group, case, id=f"tc{case['tcId']}")
        for group in loaded["testGroups"]
        for case in group["tests"]
    ]
    assert len(found) == loaded["numberOfTests"] > 0
    return found


def acvp(folder: str) -> list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]]:
    """(group, case, expected) of every ML-DSA-65 case."""
    parts = [
        json.loads(gzip.decompress((VECTORS / "acvp" / folder / f"{part}.json.gz").read_bytes()))
        for part in ("prompt", "expectedResults")
    ]
    expected = {
        (group["tgId"], case["tcId"]): case
        for group in parts[1]["testGroups"]
        for case in group["tests"]
    }
    return [
        (group, case, expected[group["tgId"], case["tcId"]])
        for group in parts[0]["testGroups"]
        if group["parameterSet"] == "ML-DSA-65"
        for case in group["tests"]
    ]


@pytest.mark.parametrize(("group", "case"), wycheproof("ed25519_test.json"))
def test_a_wycheproof_ed25519_case_is_decided_as_published(
    group: dict[str, Any], case: dict[str, Any]
) -> None:
    key, message, signature = (
        bytes.fromhex(text) for text in (group["publicKey"]["pk"], case["msg"], case["sig"])
    )
    assert case["result"] in ("valid", "invalid")
    assert ed25519_valid(key, message, signature) is (case["result"] == "valid")


@pytest.mark.parametrize(("group", "case"), wycheproof("mldsa_65_verify_test.json"))
def test_a_wycheproof_ml_dsa_65_case_is_decided_as_published(
    group: dict[str, Any], case: dict[str, Any]
) -> None:
    key, message, signature = (
        bytes.fromhex(text) for text in (group["publicKey"], case["msg"], case["sig"])
    )
    context = bytes.fromhex(case.get("ctx", ""))
    assert case["result"] in ("valid", "invalid")
    valid = ml_dsa_65_valid(key, message, signature, context)
    assert valid is (case["result"] == "valid")


@pytest.mark.parametrize(
    "case", json.loads((VECTORS / "rfc8032" / "ed25519.json").read_text()), ids=lambda c: c["name"]
)
def test_an_rfc_8032_signature_verifies_and_no_other_message_does(case: dict[str, str]) -> None:
    key, message, signature = (
        bytes.fromhex(case[name]) for name in ("publicKey", "message", "signature")
    )
    check_public_key(Algorithm.ED25519, key)
    assert ed25519_valid(key, message, signature)
    assert not ed25519_valid(key, message + b"\x00", signature)
    assert not ed25519_valid(key, message, signature[32:] + signature[:32])


def test_acvp_ml_dsa_65_cases_are_decided_as_published() -> None:
    decided = 0
    left_out: Counter[int] = Counter()
    for group, case, expected in acvp("ML-DSA-sigVer-FIPS204"):
        if group["tgId"] in ACVP_NOT_OURS:
            left_out[group["tgId"]] += 1
            continue
        key, message, signature, context = (
            bytes.fromhex(case[name]) for name in ("pk", "message", "signature", "context")
        )
        assert ml_dsa_65_valid(key, message, signature, context) is expected["testPassed"]
        decided += 1
    print(f"ACVP sigVer ML-DSA-65: {decided} decided, {sum(left_out.values())} not our signature")
    assert decided == 15
    assert left_out == {number: count for number, (_, count) in ACVP_NOT_OURS.items()}


def test_all_published_cases_are_read() -> None:
    counts = {
        name: len(wycheproof(name)) for name in ("ed25519_test.json", "mldsa_65_verify_test.json")
    }
    print(f"Wycheproof: {counts}")
    assert counts == {"ed25519_test.json": 151, "mldsa_65_verify_test.json": 210}


def test_the_signed_bytes_are_those_of_rfc_9052() -> None:
    expected = bytes.fromhex("8569") + b"Signature" + bytes.fromhex("4044a101383040")
    assert to_be_signed(Algorithm.ML_DSA_65, b"abc") == expected + b"\x43abc"
    assert to_be_signed(Algorithm.ED25519, b"abc") == encode(
        ["Signature", b"", bytes.fromhex("a10132"), b"", b"abc"]
    )
    assert to_be_signed(Algorithm.ES256, b"") == encode(
        ["Signature", b"", bytes.fromhex("a10126"), b"", b""]
    )


# Ed25519 points of small order and encodings that are not canonical (RFC 8032 section 5.1.3).
BAD_ED25519_KEYS = [
    "0100000000000000000000000000000000000000000000000000000000000000",  # the neutral element
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  # order 2
    "0000000000000000000000000000000000000000000000000000000000000000",  # order 4
    "0000000000000000000000000000000000000000000000000000000000000080",  # order 4
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",  # order 8
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",  # order 8
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",  # order 8
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",  # order 8
    "0100000000000000000000000000000000000000000000000000000000000080",  # a sign on x = 0
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  # y = p + 1
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  # y = p
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  # y = p + 3
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "0200000000000000000000000000000000000000000000000000000000000000",  # on no curve point
    "0700000000000000000000000000000000000000000000000000000000000000",
]


@pytest.mark.parametrize("hexadecimal", BAD_ED25519_KEYS)
def test_a_bad_ed25519_key_is_refused_and_verifies_nothing(hexadecimal: str) -> None:
    key = bytes.fromhex(hexadecimal)
    with pytest.raises(PrayaError) as refused:
        check_public_key(Algorithm.ED25519, key)
    assert refused.value.values == {"algorithm": "ED25519", "reason": "point"}
    neutral = bytes.fromhex(BAD_ED25519_KEYS[0])
    for point in (neutral, key):
        assert not ed25519_valid(key, b"any message", point + bytes(32))


def test_a_point_outside_the_prime_order_subgroup_is_refused() -> None:
    """A good key plus a point of order 8: it would verify or not by the verifier's formula."""
    good = key_set_of(keyring(1, Suite.ED25519), Suite.ED25519).ed25519
    mixed = crypto_core_ed25519_add(good, bytes.fromhex(BAD_ED25519_KEYS[4]))
    check_public_key(Algorithm.ED25519, good)
    with pytest.raises(PrayaError, match="point"):
        check_public_key(Algorithm.ED25519, mixed)


@pytest.mark.parametrize(
    ("algorithm", "length"),
    [(Algorithm.ED25519, 32), (Algorithm.ML_DSA_65, 1952), (Algorithm.ES256, 65)],
)
def test_a_key_of_another_length_is_refused_and_verifies_nothing(
    algorithm: Algorithm, length: int
) -> None:
    for other in (0, length - 1, length + 1):
        with pytest.raises(PrayaError) as refused:
            check_public_key(algorithm, bytes(other))
        assert refused.value.values == {"algorithm": algorithm.name, "reason": "length"}
        assert not raw_signature_valid(algorithm, bytes(other), b"", bytes(64))


@pytest.mark.parametrize(
    "point",
    [bytes(65), b"\x04" + b"\x01" * 64, b"\x02" + PASSKEY_POINT[1:], PASSKEY_POINT[:-1] + b"\x00"],
)
def test_a_p256_key_off_the_curve_is_refused(point: bytes) -> None:
    with pytest.raises(PrayaError, match="point"):
        check_public_key(Algorithm.ES256, point)
    assert not es256_valid(point, b"", PASSKEY_SECRET.sign(b"", ECDSA(SHA256())))


def test_es256_signatures_verify_for_their_key_and_message_only() -> None:
    signature = PASSKEY_SECRET.sign(b"message", ECDSA(SHA256()))
    check_public_key(Algorithm.ES256, PASSKEY_POINT)
    assert es256_valid(PASSKEY_POINT, b"message", signature)
    assert not es256_valid(PASSKEY_POINT, b"messages", signature)
    assert not es256_valid(PASSKEY_POINT, b"message", signature + b"\x00")
    assert not es256_valid(PASSKEY_POINT, b"message", signature[:-1])
    assert not es256_valid(PASSKEY_POINT, b"message", b"")
    assert not es256_valid(PASSKEY_POINT, b"message", b"\x30" + b"\x81" + signature[1:])
    other = generate_private_key(SECP256R1()).sign(b"message", ECDSA(SHA256()))
    assert not es256_valid(PASSKEY_POINT, b"message", other)


def test_a_signature_of_one_algorithm_or_payload_is_none_of_another() -> None:
    ring = keyring(1, Suite.HYBRID)
    keys = key_set_of(ring, Suite.HYBRID)
    entries = entries_of(ring, HEADER)
    for entry in entries:
        key = keys.key(entry.algorithm)
        assert signature_valid(entry.algorithm, key, HEADER, entry.signature)
        assert not signature_valid(entry.algorithm, key, HEADER + b"\x00", entry.signature)
        assert not raw_signature_valid(entry.algorithm, key, HEADER, entry.signature)
        for algorithm in Algorithm:
            if algorithm is not entry.algorithm:
                assert not signature_valid(algorithm, key, HEADER, entry.signature)
    as_passkey = to_be_signed(Algorithm.ES256, HEADER)
    assert not ed25519_valid(keys.ed25519, as_passkey, entries[0].signature)


def test_a_context_over_255_bytes_is_refused_without_raising() -> None:
    keys = key_set_of(keyring(1, Suite.HYBRID), Suite.HYBRID)
    assert not ml_dsa_65_valid(keys.ml_dsa_65, b"", bytes(3309), bytes(256))


# Envelopes


def acting_pair(suite: Suite) -> tuple[list[SignatureEntry], dict[str, Signatory]]:
    """INTENT is by HARBOUR and PEAK-TRUST; both sign."""
    first, second = keyring(1, suite), keyring(2, suite)
    entries = entries_of(first, HEADER, 0) + entries_of(second, HEADER, 1)
    signatories = {
        "HARBOUR": signatory(key_set_of(first, suite)),
        "PEAK-TRUST": signatory(key_set_of(second, suite)),
    }
    return entries, signatories


def status_of(
    entries: list[SignatureEntry], suite: Suite, signatories: dict[str, Signatory]
) -> Status:
    return verify_envelope(parse(build(HEADER, b"", entries)), suite, signatories).status


@pytest.mark.parametrize("suite", list(Suite))
def test_an_envelope_signed_by_all_acting_participants_is_verified(suite: Suite) -> None:
    entries, signatories = acting_pair(suite)
    found = verify_envelope(parse(build(HEADER, b"", entries)), suite, signatories)
    expected = tuple(tuple(each.key_sets.values()) for each in signatories.values())
    assert found == Verification(Status.APPLIED, expected)
    assert len(entries) == 2 * len(demanded_algorithms(suite))


def test_an_acting_participant_nobody_knows_is_answered_first() -> None:
    entries, signatories = acting_pair(Suite.ED25519)
    del signatories["PEAK-TRUST"]
    assert status_of(entries, Suite.ED25519, signatories) is Status.PARTICIPANT_UNKNOWN
    assert status_of([], Suite.ED25519, {}) is Status.PARTICIPANT_UNKNOWN


@pytest.mark.parametrize("missing", [0, 1, 2, 3])
def test_a_hybrid_signer_with_half_of_his_signatures_does_not_count(missing: int) -> None:
    entries, signatories = acting_pair(Suite.HYBRID)
    del entries[missing]
    assert status_of(entries, Suite.HYBRID, signatories) is Status.POLICY_NOT_MET


def test_an_envelope_without_the_signature_of_each_acting_participant_is_refused() -> None:
    entries, signatories = acting_pair(Suite.ED25519)
    assert status_of([], Suite.ED25519, signatories) is Status.POLICY_NOT_MET
    assert status_of(entries[:1], Suite.ED25519, signatories) is Status.POLICY_NOT_MET
    assert status_of(entries[1:], Suite.ED25519, signatories) is Status.POLICY_NOT_MET


def wrong_entries() -> list[Any]:
    entries, _ = acting_pair(Suite.HYBRID)
    first, rest = entries[0], entries[1:]
    by_another = entries_of(keyring(3, Suite.HYBRID), HEADER, 0)[0]
    of_another = entries_of(keyring(1, Suite.HYBRID), HEADER + b"\x00", 0)[0]
    evidence = read_entry([0, 1, -7, b"", bytes(37), b"{}"]).evidence
    return [
        pytest.param([first, *entries], id="given twice"),
        pytest.param([replace(first, signature=bytes(64)), *rest], id="all zeros"),
        pytest.param([replace(first, signature=b""), *rest], id="empty"),
        pytest.param([replace(first, signature=first.signature + b"\x00"), *rest], id="longer"),
        pytest.param([by_another, *rest], id="by another key"),
        pytest.param([of_another, *rest], id="of another header"),
        pytest.param([replace(first, key_number=2), *rest], id="of an unknown key"),
        pytest.param([replace(first, key_number=0), *rest], id="of key zero"),
        pytest.param([*entries, replace(first, acting_index=2)], id="of nobody acting"),
        pytest.param([*entries, replace(first, acting_index=15)], id="of the last index"),
        pytest.param([replace(first, acting_index=1), *rest[1:]], id="under another participant"),
        pytest.param([replace(first, algorithm=Algorithm.ML_DSA_65), *rest[1:]], id="as ML-DSA"),
        pytest.param([replace(first, algorithm=Algorithm.ES256), *rest], id="as ES256"),
        pytest.param([*entries, replace(first, algorithm=Algorithm.ES256)], id="one more, ES256"),
        pytest.param([replace(first, evidence=evidence), *rest], id="with passkey evidence"),
    ]


@pytest.mark.parametrize("entries", wrong_entries())
def test_one_bad_entry_refuses_the_envelope_though_the_others_are_good(
    entries: list[SignatureEntry],
) -> None:
    _, signatories = acting_pair(Suite.HYBRID)
    assert status_of(entries, Suite.HYBRID, signatories) is Status.SIGNATURE_INVALID


def test_an_ml_dsa_signature_is_refused_where_the_genesis_chose_ed25519_alone() -> None:
    ring = keyring(1, Suite.HYBRID)
    both = key_set_of(ring, Suite.HYBRID)
    signatories = {"HARBOUR": signatory(both), "PEAK-TRUST": signatory(both)}
    entries = entries_of(ring, HEADER, 0) + entries_of(ring, HEADER, 1)
    assert status_of(entries, Suite.ED25519, signatories) is Status.SIGNATURE_INVALID
    assert status_of(entries, Suite.HYBRID, signatories) is Status.APPLIED


def test_a_key_that_is_not_active_signs_nothing() -> None:
    entries, signatories = acting_pair(Suite.ED25519)
    (number, key_set), *_ = signatories["HARBOUR"].key_sets.items()
    retired = {number: replace(key_set, active=False)}
    signatories["HARBOUR"] = replace(signatories["HARBOUR"], key_sets=retired)
    assert status_of(entries, Suite.ED25519, signatories) is Status.SIGNATURE_INVALID


def test_entries_out_of_their_order_are_refused() -> None:
    entries, signatories = acting_pair(Suite.HYBRID)
    parsed = parse(build(HEADER, b"", entries))
    for first in range(len(entries) - 1):
        swapped = list(parsed.signatures)
        swapped[first], swapped[first + 1] = swapped[first + 1], swapped[first]
        other = replace(parsed, signatures=tuple(swapped))
        found = verify_envelope(other, Suite.HYBRID, signatories)
        assert found == Verification(Status.SIGNATURE_INVALID)


def test_persons_and_institution_sign_together() -> None:
    suite = Suite.HYBRID
    rings = [
        keyring(1, suite),
        keyring(2, suite, KeyRole(2, KeyKind.PERSON, bytes([2]) * 32)),
        keyring(3, suite, KeyRole(3, KeyKind.PERSON, bytes([3]) * 32)),
    ]
    header = encode_header(replace(INTENT, acting=("HARBOUR",)))
    rule = PolicyRule("issuance.*", 3, (1,), (KeyKind.PERSON,), persons=2)
    keys = [key_set_of(ring, suite) for ring in rings]
    signatories = {"HARBOUR": signatory(*keys, rules=(rule,))}
    entries = [entry for ring in rings for entry in entries_of(ring, header)]
    assert [entry.algorithm.name for entry in entries] == [
        "ED25519",
        "ML_DSA_65",
        "ED25519",
        "ED25519",
    ]
    found = verify_envelope(parse(build(header, b"", entries)), suite, signatories)
    assert found == Verification(Status.APPLIED, (tuple(keys),))
    fewer = verify_envelope(parse(build(header, b"", entries[:-1])), suite, signatories)
    assert fewer == Verification(Status.POLICY_NOT_MET, (tuple(keys[:2]),))


def accepted(data: bytes, suite: Suite, signatories: dict[str, Signatory]) -> bool:
    """Whether a replica would take these bytes."""
    try:
        parsed = parse(data)
        parsed.check_section()
    except PrayaError:
        return False
    return verify_envelope(parsed, suite, signatories).status is Status.APPLIED


def flips_accepted(suite: Suite, bits: range) -> tuple[int, int]:
    framed, signatories = signed_batch(suite)
    assert accepted(framed, suite, signatories)
    tried = taken = 0
    for place in range(len(framed)):
        for bit in bits:
            flipped = bytearray(framed)
            flipped[place] ^= 1 << ((place + bit) % 8)
            taken += accepted(bytes(flipped), suite, signatories)
            tried += 1
    return tried, taken


def test_every_single_bit_flip_of_a_signed_envelope_is_refused() -> None:
    tried, taken = flips_accepted(Suite.ED25519, range(8))
    print(f"bit flips of an Ed25519 envelope: {tried}")
    assert tried > 5_000
    assert taken == 0


def test_a_bit_flip_in_every_byte_of_a_hybrid_envelope_is_refused() -> None:
    tried, taken = flips_accepted(Suite.HYBRID, range(1))
    print(f"bit flips of a hybrid envelope: {tried}")
    assert tried > 4_000
    assert taken == 0


@pytest.mark.slow
def test_every_single_bit_flip_of_a_hybrid_envelope_is_refused() -> None:
    tried, taken = flips_accepted(Suite.HYBRID, range(8))
    assert tried > 32_000
    assert taken == 0


@given(
    st.lists(
        st.builds(
            SignatureEntry,
            acting_index=st.integers(0, 15),
            key_number=st.integers(0, 3),
            algorithm=st.sampled_from(Algorithm),
            signature=st.one_of(st.binary(max_size=80), st.just(bytes(3309))),
            evidence=st.one_of(
                st.none(),
                st.builds(
                    lambda data, client: read_entry([0, 1, -7, b"", data, client]).evidence,
                    st.binary(max_size=60),
                    st.binary(max_size=60),
                ),
            ),
        ),
        max_size=5,
    )
)
@settings(deadline=None)
def test_invented_entries_are_answered_and_never_verified(entries: list[SignatureEntry]) -> None:
    _, signatories = acting_pair(Suite.HYBRID)
    status = status_of(entries, Suite.HYBRID, signatories)
    assert status is (Status.SIGNATURE_INVALID if entries else Status.POLICY_NOT_MET)


def test_a_key_set_filed_under_another_number_signs_nothing() -> None:
    entries, signatories = acting_pair(Suite.ED25519)
    key_set: KeySet = signatories["HARBOUR"].key_sets[1]
    parsed = parse(build(HEADER, b"", entries[:1]))
    moved = [{1: replace(key_set, number=2)}, {}]
    found = verify_signatures(parsed, Suite.ED25519, moved)
    assert found == Verification(Status.SIGNATURE_INVALID)
