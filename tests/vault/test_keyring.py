"""Keyrings: keys made, kept and used; and never shown, exposed or mixed up."""

import copy
import gzip
import json
import logging
import os
import pickle
import stat
import traceback
from pathlib import Path
from typing import Any

import pytest

from praya.base.errors import PrayaError
from praya.base.signing import Algorithm, KeyKind, Suite, demanded_algorithms
from praya.envelopes.keys import key_set_from_map
from praya.envelopes.signatures import ml_dsa_65_valid, read_entry, signature_valid
from praya.vault.key_files import private_key_from_seed, public_bytes
from praya.vault.keyring import Keyring, KeyRole

VECTORS = Path(__file__).resolve().parents[2] / "../shared/vectors/crypto"
HEADER = b"an encoded header"
PASSPHRASE = "correct horse \u6c34"
PERSON = KeyRole(7, KeyKind.PERSON, bytes(range(32)))


def assert_signs(ring: Keyring, suite: Suite, acting_index: int = 0) -> None:
    """Every signature the key set owes is there and good."""
    key_set = key_set_from_map(ring.public_keys(), suite)
    entries = [read_entry(entry) for entry in ring.sign(HEADER, acting_index)]
    assert tuple(entry.algorithm for entry in entries) == key_set.demanded(suite)
    for entry in entries:
        assert (entry.acting_index, entry.key_number) == (acting_index, key_set.number)
        key = key_set.key(entry.algorithm)
        assert signature_valid(entry.algorithm, key, HEADER, entry.signature)
        assert not signature_valid(entry.algorithm, key, HEADER + b".", entry.signature)


def code_of(folder: Path, passphrase: str | None = None) -> str:
    with pytest.raises(PrayaError) as refused:
        Keyring.open(folder, passphrase)
    return refused.value.code


@pytest.mark.parametrize("suite", list(Suite))
def test_generated_keys_sign_what_the_suite_demands(suite: Suite) -> None:
    ring = Keyring.generate(suite)
    assert_signs(ring, suite, acting_index=3)
    assert len(ring.sign(HEADER, 0)) == len(demanded_algorithms(suite))
    assert Keyring.generate(suite).public_keys() != ring.public_keys()


def test_a_person_has_an_ed25519_key_in_any_suite() -> None:
    for suite in Suite:
        ring = Keyring.generate(suite, "a person", PERSON)
        assert_signs(ring, suite)
        assert key_set_from_map(ring.public_keys(), suite).person == PERSON.person


def test_passkeys_are_not_held() -> None:
    with pytest.raises(PrayaError, match="PASSKEY_NOT_HELD"):
        Keyring.generate(Suite.HYBRID, "phone", KeyRole(1, KeyKind.PASSKEY, bytes(32)))


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE])
@pytest.mark.parametrize("suite", list(Suite))
def test_a_keyring_comes_back_from_its_folder(
    tmp_path: Path, suite: Suite, passphrase: str | None
) -> None:
    folder = tmp_path / "keys" / "harbour"
    made = Keyring.create(folder, suite, "Harbour Bank \u6c34", passphrase)
    opened = Keyring.open(folder, passphrase)
    assert opened.public_keys() == made.public_keys()
    assert (opened.label, opened.number) == ("Harbour Bank \u6c34", 1)
    assert_signs(opened, suite)


def test_a_person_comes_back_from_his_folder(tmp_path: Path) -> None:
    made = Keyring.create(tmp_path / "k", Suite.HYBRID, "desk", PASSPHRASE, role=PERSON)
    assert Keyring.open(tmp_path / "k", PASSPHRASE).public_keys() == made.public_keys()


def test_key_files_are_for_their_owner_alone_even_under_a_loose_mask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        Keyring.create(tmp_path / "k", Suite.HYBRID, "label")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "k").stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "k").iterdir()}
    assert modes == {"ed25519.pem": 0o600, "ml-dsa-65.pem": 0o600, "public.json": 0o600}


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o777, 0o620])
@pytest.mark.parametrize("name", ["ed25519.pem", "ml-dsa-65.pem", "public.json"])
def test_a_file_that_others_may_read_or_write_is_refused(
    tmp_path: Path, name: str, mode: int
) -> None:
    Keyring.create(tmp_path / "k", Suite.HYBRID, "label")
    (tmp_path / "k" / name).chmod(mode)
    with pytest.raises(PrayaError) as refused:
        Keyring.open(tmp_path / "k")
    assert refused.value.code == "KEYS_EXPOSED"
    expected = {"file": str(tmp_path / "k" / name), "mode": f"{mode:04o}"}
    assert refused.value.values == expected


@pytest.mark.parametrize("mode", [0o750, 0o705, 0o755, 0o777])
def test_a_folder_that_others_may_enter_is_refused(tmp_path: Path, mode: int) -> None:
    Keyring.create(tmp_path / "k", Suite.ED25519, "label")
    (tmp_path / "k").chmod(mode)
    assert code_of(tmp_path / "k") == "KEYS_EXPOSED"


def test_a_link_in_the_place_of_a_key_is_not_followed(tmp_path: Path) -> None:
    Keyring.create(tmp_path / "k", Suite.ED25519, "label")
    (tmp_path / "k" / "ed25519.pem").rename(tmp_path / "moved.pem")
    (tmp_path / "k" / "ed25519.pem").symlink_to(tmp_path / "moved.pem")
    assert code_of(tmp_path / "k") == "KEYS_NOT_FOUND"


def test_a_folder_with_anything_in_it_is_not_written_to(tmp_path: Path) -> None:
    Keyring.create(tmp_path / "k", Suite.ED25519, "first")
    before = {path.name: path.read_bytes() for path in (tmp_path / "k").iterdir()}
    with pytest.raises(PrayaError, match="KEYS_EXIST"):
        Keyring.create(tmp_path / "k", Suite.HYBRID, "second")
    assert {path.name: path.read_bytes() for path in (tmp_path / "k").iterdir()} == before


def test_an_empty_folder_is_taken_and_closed_to_others(tmp_path: Path) -> None:
    folder = tmp_path / "k"
    folder.mkdir(mode=0o755)
    Keyring.create(folder, Suite.ED25519, "label")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_keys_that_are_not_there_are_not_found(tmp_path: Path) -> None:
    assert code_of(tmp_path / "nowhere") == "KEYS_NOT_FOUND"
    Keyring.create(tmp_path / "k", Suite.HYBRID, "label")
    (tmp_path / "k" / "ml-dsa-65.pem").unlink()
    assert code_of(tmp_path / "k") == "KEYS_NOT_FOUND"
    (tmp_path / "k" / "public.json").unlink()
    assert code_of(tmp_path / "k") == "KEYS_NOT_FOUND"


def test_an_encrypted_keyring_opens_with_its_passphrase_only(tmp_path: Path) -> None:
    Keyring.create(tmp_path / "k", Suite.HYBRID, "label", PASSPHRASE)
    for wrong in (None, "wrong", PASSPHRASE + " ", PASSPHRASE.upper()):
        assert code_of(tmp_path / "k", wrong) == "KEYS_LOCKED"
    Keyring.create(tmp_path / "open", Suite.HYBRID, "label")
    assert code_of(tmp_path / "open", PASSPHRASE) == "KEYS_LOCKED"


def test_an_empty_passphrase_is_no_passphrase(tmp_path: Path) -> None:
    with pytest.raises(PrayaError, match="PASSPHRASE_EMPTY"):
        Keyring.create(tmp_path / "k", Suite.ED25519, "label", "")
    assert not (tmp_path / "k").exists()
    Keyring.create(tmp_path / "k", Suite.ED25519, "label")
    assert code_of(tmp_path / "k", "") == "PASSPHRASE_EMPTY"


def test_a_damaged_or_exchanged_key_is_found(tmp_path: Path) -> None:
    Keyring.create(tmp_path / "a", Suite.HYBRID, "a")
    Keyring.create(tmp_path / "b", Suite.HYBRID, "b")
    key = tmp_path / "a" / "ed25519.pem"
    good = key.read_bytes()
    other = tmp_path / "b" / "ed25519.pem"
    lattice = tmp_path / "a" / "ml-dsa-65.pem"
    bad = [b"", b"text", good[:-40], other.read_bytes(), lattice.read_bytes(), bytes(70_000)]
    for content in bad:
        key.write_bytes(content)
        assert code_of(tmp_path / "a") == "KEYS_DAMAGED"
    key.write_bytes(good)
    assert Keyring.open(tmp_path / "a").label == "a"


@pytest.mark.parametrize(
    "changes",
    [
        {"format": 2},
        {"label": None},
        {"number": "1"},
        {"kind": 9},
        {"kind": None},
        {"person": 0},
        {"person": "zz"},
        {"keys": {}},
        {"keys": None},
        {"keys": {"ed25519": 1}},
        {"keys": {"ed25519": "00"}},
        {"keys": {"rsa": "00"}},
    ],
)
def test_a_changed_public_file_is_found(tmp_path: Path, changes: dict[str, Any]) -> None:
    Keyring.create(tmp_path / "k", Suite.ED25519, "label")
    path = tmp_path / "k" / "public.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))
    assert code_of(tmp_path / "k") == "KEYS_DAMAGED"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"{}", b"[" * 60_000])
def test_a_public_file_that_is_none_is_found(tmp_path: Path, content: bytes) -> None:
    Keyring.create(tmp_path / "k", Suite.ED25519, "label")
    (tmp_path / "k" / "public.json").write_bytes(content)
    assert code_of(tmp_path / "k") == "KEYS_DAMAGED"


def test_no_secret_is_shown_logged_or_pickled(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    seeds = {Algorithm.ED25519: b"\xab" * 32, Algorithm.ML_DSA_65: b"\xcd" * 32}
    ring = Keyring.restore("label", KeyRole(), seeds)
    Keyring.create(tmp_path / "k", Suite.HYBRID, "label", PASSPHRASE)
    shown = [repr(ring), str(ring), repr(vars(KeyRole)), caplog.text]
    for attempt in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            attempt(ring)
    with pytest.raises(PrayaError) as refused:
        Keyring.open(tmp_path / "k", PASSPHRASE + "!")
    assert refused.value.__cause__ is None
    shown.append("".join(traceback.format_exception(refused.value)))
    assert len(shown) == 5
    for secret in ("abab", "cdcd", PASSPHRASE, "PRIVATE KEY"):
        assert not any(secret in text for text in shown)


def test_an_encrypted_file_does_not_hold_the_seed(tmp_path: Path) -> None:
    Keyring.create(tmp_path / "k", Suite.ED25519, "label", PASSPHRASE)
    content = (tmp_path / "k" / "ed25519.pem").read_text()
    assert content.startswith("-----BEGIN ENCRYPTED PRIVATE KEY-----")
    Keyring.create(tmp_path / "p", Suite.ED25519, "label")
    assert (tmp_path / "p" / "ed25519.pem").read_text().startswith("-----BEGIN PRIVATE KEY-----")


# Keys from seeds, against the published cases


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_seed_of_another_length_makes_no_key(length: int) -> None:
    for algorithm in (Algorithm.ED25519, Algorithm.ML_DSA_65):
        with pytest.raises(PrayaError) as refused:
            Keyring.restore("label", KeyRole(), {algorithm: bytes(length)})
        assert (refused.value.code, refused.value.values) == (
            "SEED_REFUSED",
            {"algorithm": algorithm.name},
        )


def test_rfc_8032_seeds_make_the_published_keys_and_signatures() -> None:
    cases = json.loads((VECTORS / "rfc8032" / "ed25519.json").read_text())
    for case in cases:
        key = private_key_from_seed(Algorithm.ED25519, bytes.fromhex(case["secretKey"]))
        assert public_bytes(key).hex() == case["publicKey"]
        assert key.sign(bytes.fromhex(case["message"])).hex() == case["signature"]
    print(f"RFC 8032 keys: {len(cases)}")
    assert len(cases) == 5


def test_acvp_ml_dsa_65_seeds_make_the_published_keys() -> None:
    folder = VECTORS / "acvp" / "ML-DSA-keyGen-FIPS204"
    prompt, expected = (
        json.loads(gzip.decompress((folder / f"{name}.json.gz").read_bytes()))["testGroups"]
        for name in ("prompt", "expectedResults")
    )
    keys = {case["tcId"]: case["pk"] for group in expected for case in group["tests"]}
    made = 0
    for group in prompt:
        if group["parameterSet"] == "ML-DSA-65":
            for case in group["tests"]:
                key = private_key_from_seed(Algorithm.ML_DSA_65, bytes.fromhex(case["seed"]))
                assert public_bytes(key).hex().upper() == keys[case["tcId"]]
                made += 1
    print(f"ACVP keyGen ML-DSA-65: {made}")
    assert made == 25


def test_wycheproof_ml_dsa_65_seeds_make_the_published_keys_and_their_signatures_verify() -> None:
    """Signing here is hedged, so published signatures are verified and not made again."""
    loaded = json.loads((VECTORS / "wycheproof" / "mldsa_65_sign_seed_test.json").read_text())
    verified = refused = mu_only = 0
    for group in loaded["testGroups"]:
        seed = bytes.fromhex(group["privateSeed"])
        for case in group["tests"]:
            if "IncorrectPrivateKeyLength" in case["flags"]:
                with pytest.raises(PrayaError, match="SEED_REFUSED"):
                    private_key_from_seed(Algorithm.ML_DSA_65, seed)
                refused += 1
                continue
            public = public_bytes(private_key_from_seed(Algorithm.ML_DSA_65, seed))
            assert public.hex() == group["publicKey"]
            if "msg" not in case:
                mu_only += 1
                continue
            message, signature, context = (
                bytes.fromhex(case.get(name, "")) for name in ("msg", "sig", "ctx")
            )
            valid = ml_dsa_65_valid(public, message, signature, context)
            assert valid is (case["result"] == "valid")
            verified += valid
            refused += not valid
    print(f"ML-DSA-65 seeds: {verified} verified, {refused} refused, {mu_only} by mu (key only)")
    assert (verified, refused, mu_only) == (84, 4, 17)
    assert verified + refused + mu_only == loaded["numberOfTests"]


def test_a_restored_keyring_signs_like_any_other() -> None:
    seeds = {Algorithm.ED25519: bytes(32), Algorithm.ML_DSA_65: bytes(32)}
    ring = Keyring.restore("from shares", KeyRole(number=2), seeds)
    again = Keyring.restore("from shares", KeyRole(number=2), seeds)
    assert_signs(ring, Suite.HYBRID)
    assert ring.public_keys() == again.public_keys()
    assert ring.sign(HEADER, 0)[0] == again.sign(HEADER, 0)[0]
