"""Passkeys: an assertion approves one header, at one origin, by a verified user."""

import json
from base64 import urlsafe_b64encode
from dataclasses import replace
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from envelope_samples import (
    INTENT,
    ORIGIN,
    PASSKEY,
    PASSKEY_SECRET,
    RP_ID_HASH,
    entries_of,
    key_set_of,
    keyring,
    signatory,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from praya.base.errors import PrayaError
from praya.base.signing import Algorithm, Suite
from praya.base.status import Status
from praya.envelopes.frame import build, parse
from praya.envelopes.header import encode_header
from praya.envelopes.keys import KeySet, PolicyRule, check_key_set
from praya.envelopes.passkeys import (
    assertion_valid,
    authenticator_data_valid,
    challenge_for,
    client_data_valid,
)
from praya.envelopes.signatures import PasskeyEvidence, SignatureEntry
from praya.envelopes.verify import Signatory, verify_envelope

HEADER = encode_header(replace(INTENT, acting=("HARBOUR",)))
CHALLENGE = challenge_for(HEADER)
PRESENT_AND_VERIFIED = 0x05
AUTHENTICATOR_DATA = RP_ID_HASH + bytes([PRESENT_AND_VERIFIED]) + bytes(4)


def encoded(challenge: bytes) -> str:
    return urlsafe_b64encode(challenge).rstrip(b"=").decode()


def client_data(**changes: object) -> bytes:
    members: dict[str, object] = {
        "type": "webauthn.get",
        "challenge": encoded(CHALLENGE),
        "origin": ORIGIN,
        "crossOrigin": False,
    }
    return json.dumps({**members, **changes}).encode()


def assertion(
    data: bytes = AUTHENTICATOR_DATA, client: bytes | None = None, secret: object = PASSKEY_SECRET
) -> SignatureEntry:
    """An entry whose signature is good over whatever it carries."""
    shown = client_data() if client is None else client
    message = data + sha256(shown).digest()
    if isinstance(secret, Ed25519PrivateKey):
        algorithm, signature = Algorithm.ED25519, secret.sign(message)
    else:
        algorithm, signature = Algorithm.ES256, PASSKEY_SECRET.sign(message, ECDSA(SHA256()))
    return SignatureEntry(0, PASSKEY.number, algorithm, signature, PasskeyEvidence(data, shown))


def test_the_challenge_is_the_hash_of_the_header() -> None:
    assert sha256(HEADER).digest() == CHALLENGE == parse(build(HEADER, b"", [])).id


def test_an_assertion_of_this_header_is_valid() -> None:
    check_key_set(PASSKEY, Suite.HYBRID)
    assert assertion_valid(PASSKEY, HEADER, assertion())
    assert not assertion_valid(PASSKEY, HEADER + b"\x00", assertion())


def test_an_ed25519_passkey_is_valid_and_its_plain_signature_is_not() -> None:
    secret = Ed25519PrivateKey.from_private_bytes(bytes(32))
    public = secret.public_key().public_bytes_raw()
    registered = replace(PASSKEY, es256=b"", ed25519=public)
    check_key_set(registered, Suite.HYBRID)
    entry = assertion(secret=secret)
    assert assertion_valid(registered, HEADER, entry)
    assert not assertion_valid(registered, HEADER, replace(entry, evidence=None))
    assert not assertion_valid(PASSKEY, HEADER, entry)
    assert not assertion_valid(registered, HEADER, assertion())


@pytest.mark.parametrize(
    "client",
    [
        client_data(extra="members a browser adds are allowed"),
        client_data(tokenBinding={"status": "supported"}),
        b'{ "origin":"https://desk.harbour.example" , "type":"webauthn.get","challenge":"'
        + encoded(CHALLENGE).encode()
        + b'"}',
    ],
)
def test_members_we_do_not_know_and_any_spacing_are_allowed(client: bytes) -> None:
    assert assertion_valid(PASSKEY, HEADER, assertion(client=client))


BAD_CLIENT_DATA = [
    pytest.param(client_data(type="webauthn.create"), id="a registration"),
    pytest.param(client_data(type="payment.get"), id="a payment"),
    pytest.param(client_data(type=None), id="no type"),
    pytest.param(client_data(challenge=encoded(sha256(b"").digest())), id="another challenge"),
    pytest.param(client_data(challenge=encoded(CHALLENGE) + "="), id="a padded challenge"),
    pytest.param(client_data(challenge=CHALLENGE.hex()), id="a challenge in hex"),
    pytest.param(client_data(challenge=None), id="no challenge"),
    pytest.param(client_data(origin="https://desk.harbour.example.evil.test"), id="another origin"),
    pytest.param(client_data(origin="http://desk.harbour.example"), id="an unsafe origin"),
    pytest.param(client_data(origin=ORIGIN + "/"), id="an origin with a path"),
    pytest.param(client_data(origin=ORIGIN.upper()), id="an origin in capitals"),
    pytest.param(client_data(origin=[ORIGIN]), id="a list of origins"),
    pytest.param(client_data(crossOrigin=True), id="inside another site"),
    pytest.param(client_data(crossOrigin="false"), id="crossOrigin as text"),
    pytest.param(client_data(crossOrigin=0), id="crossOrigin as a number"),
    pytest.param(client_data(topOrigin="https://evil.test"), id="a top origin"),
    pytest.param(client_data()[:-1], id="cut"),
    pytest.param(client_data() + b"x", id="trailing bytes"),
    pytest.param(client_data() + client_data(), id="twice"),
    pytest.param(b"\xef\xbb\xbf" + client_data(), id="a byte order mark"),
    pytest.param(client_data().decode().encode("utf-16"), id="in UTF-16"),
    pytest.param(client_data()[:-1] + b',"type":"webauthn.get"}', id="type given twice"),
    pytest.param(client_data()[:-1] + b',"\\u0074ype":"webauthn.get"}', id="type twice, escaped"),
    pytest.param(client_data()[:-1] + b',"a":{"b":1,"b":1}}', id="an inner member twice"),
    pytest.param(client_data()[:-1] + b',"a":NaN}', id="a NaN"),
    pytest.param(client_data()[:-1] + b',"a":-Infinity}', id="an infinity"),
    pytest.param(client_data()[:-1] + b",}", id="a trailing comma"),
    pytest.param(client_data()[:-1] + b',"a":"\xff"}', id="no UTF-8"),
    pytest.param(client_data()[:-1] + b',"a":"\n"}', id="a control character"),
    pytest.param(client_data(a="x" * 2_048), id="too long"),
    pytest.param(client_data()[:-1] + b',"a":' + b"[" * 17 + b"]" * 17 + b"}", id="deep"),
    pytest.param(b"[" * 2_000, id="very deep"),
    pytest.param(b'{"a":' * 400, id="very deep maps"),
    pytest.param(b"[]", id="a list"),
    pytest.param(b"null", id="null"),
    pytest.param(b'"webauthn.get"', id="a text"),
    pytest.param(b"1" * 2_000, id="a long number"),
    pytest.param(b"", id="nothing"),
]


@pytest.mark.parametrize("client", BAD_CLIENT_DATA)
def test_bad_client_data_is_refused_though_it_is_signed(client: bytes) -> None:
    assert not client_data_valid(client, CHALLENGE, ORIGIN)
    assert not assertion_valid(PASSKEY, HEADER, assertion(client=client))


def with_flags(flags: int, more: bytes = b"") -> bytes:
    return RP_ID_HASH + bytes([flags]) + bytes(4) + more


BAD_AUTHENTICATOR_DATA = [
    pytest.param(b"", id="nothing"),
    pytest.param(AUTHENTICATOR_DATA[:-1], id="cut"),
    pytest.param(AUTHENTICATOR_DATA + b"\x00", id="longer without a flag"),
    pytest.param(bytes(32) + AUTHENTICATOR_DATA[32:], id="another relying party"),
    pytest.param(with_flags(0x00), id="no user"),
    pytest.param(with_flags(0x01), id="a user not verified"),
    pytest.param(with_flags(0x04), id="a user not present"),
    pytest.param(with_flags(0x45), id="an attested credential flagged"),
    pytest.param(with_flags(0x45, bytes(18)), id="an attested credential"),
    pytest.param(with_flags(0x85), id="extensions flagged and missing"),
    pytest.param(with_flags(0x85, bytes(1_000)), id="too many extensions"),
    pytest.param(with_flags(0x15), id="backed up and not eligible"),
    pytest.param(with_flags(0x07), id="a reserved flag"),
    pytest.param(with_flags(0x25), id="the other reserved flag"),
]


@pytest.mark.parametrize("data", BAD_AUTHENTICATOR_DATA)
def test_bad_authenticator_data_is_refused_though_it_is_signed(data: bytes) -> None:
    assert not authenticator_data_valid(data, RP_ID_HASH)
    assert not assertion_valid(PASSKEY, HEADER, assertion(data=data))


@pytest.mark.parametrize(
    "data", [with_flags(0x0D), with_flags(0x1D), with_flags(0x85, b"\xa0"), with_flags(0x05)]
)
def test_backup_and_extension_flags_in_their_place_are_allowed(data: bytes) -> None:
    assert assertion_valid(PASSKEY, HEADER, assertion(data=data))


def test_a_changed_assertion_is_refused() -> None:
    entry = assertion()
    assert entry.evidence is not None
    for part in range(3):
        parts = [entry.evidence.authenticator_data, entry.evidence.client_data, entry.signature]
        for place in range(len(parts[part])):
            flipped = bytearray(parts[part])
            flipped[place] ^= 1
            changed = [*parts[:part], bytes(flipped), *parts[part + 1 :]]
            evidence = PasskeyEvidence(changed[0], changed[1])
            other = replace(entry, evidence=evidence, signature=changed[2])
            assert not assertion_valid(PASSKEY, HEADER, other)


def desk_signatories() -> dict[str, Signatory]:
    institution = key_set_of(keyring(1, Suite.HYBRID), Suite.HYBRID)
    rule = PolicyRule("*", 2, (1, 5), (), persons=1)
    return {"HARBOUR": signatory(institution, PASSKEY, rules=(rule,))}


def test_a_passkey_approves_beside_the_institution_in_an_envelope() -> None:
    entries = [*entries_of(keyring(1, Suite.HYBRID), HEADER), assertion()]
    parsed = parse(build(HEADER, b"", entries))
    found = verify_envelope(parsed, Suite.HYBRID, desk_signatories())
    assert found.status is Status.APPLIED
    assert [key_set.number for key_set in found.signers[0]] == [1, 5]
    without = parse(build(HEADER, b"", entries[:-1]))
    status = verify_envelope(without, Suite.HYBRID, desk_signatories()).status
    assert status is Status.POLICY_NOT_MET


def test_a_passkey_entry_without_evidence_or_of_another_header_refuses_the_envelope() -> None:
    entries = entries_of(keyring(1, Suite.HYBRID), HEADER)
    other = assertion(client=client_data(challenge=encoded(bytes(32))))
    for bad in (replace(assertion(), evidence=None), other, replace(assertion(), key_number=1)):
        parsed = parse(build(HEADER, b"", [*entries, bad]))
        status = verify_envelope(parsed, Suite.HYBRID, desk_signatories()).status
        assert status is Status.SIGNATURE_INVALID


@pytest.mark.parametrize(
    "wrong",
    [
        replace(PASSKEY, es256=b""),
        replace(PASSKEY, ed25519=key_set_of(keyring(1, Suite.ED25519), Suite.ED25519).ed25519),
        replace(PASSKEY, es256=b"", ml_dsa_65=bytes(1952)),
        replace(PASSKEY, rp_id_hash=b""),
        replace(PASSKEY, rp_id_hash=bytes(31)),
        replace(PASSKEY, origin=""),
        replace(PASSKEY, origin="http://desk.harbour.example"),
        replace(PASSKEY, origin="https://" + "a" * 250),
        replace(PASSKEY, origin="https://h\u00e4fen.example"),
        replace(PASSKEY, person=b""),
        replace(PASSKEY, number=0),
    ],
)
def test_a_passkey_that_lacks_a_part_is_not_registered(wrong: KeySet) -> None:
    with pytest.raises(PrayaError, match="KEYS_REFUSED"):
        check_key_set(wrong, Suite.HYBRID)


@given(
    st.binary(max_size=80), st.one_of(st.binary(max_size=80), st.text(max_size=60).map(str.encode))
)
@settings(deadline=None)
def test_invented_evidence_is_refused_without_raising(data: bytes, client: bytes) -> None:
    assert not assertion_valid(PASSKEY, HEADER, assertion(data=data, client=client))


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(json_values)
@settings(deadline=None)
def test_invented_json_is_refused_without_raising(value: object) -> None:
    assert not client_data_valid(json.dumps(value).encode(), CHALLENGE, ORIGIN)
