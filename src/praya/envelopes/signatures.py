"""Signature entries and their verification: COSE over one pinned library per algorithm.

Consensus needs every replica to agree on every bit string, so Ed25519 is verified by libsodium
alone (cofactorless, small-order and non-canonical points refused) and ML-DSA-65 and ES256 by
OpenSSL alone. This module must not know whose keys they are.
"""

from dataclasses import dataclass
from typing import NoReturn

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from nacl.bindings import crypto_core_ed25519_is_valid_point, crypto_sign_open
from nacl.exceptions import BadSignatureError

from praya.base.encoding import decode, encode
from praya.base.errors import PrayaError, fail
from praya.base.fields import FieldReader
from praya.base.limits import ACTING_MAX, ENVELOPE_BYTES_MAX, SIGNATURES_MAX
from praya.base.signing import (
    ED25519_KEY_BYTES,
    ED25519_SIGNATURE_BYTES,
    ES256_KEY_BYTES,
    ML_DSA_65_KEY_BYTES,
    ML_DSA_65_SIGNATURE_BYTES,
    Algorithm,
    to_be_signed,
)

KEY_NUMBER_MAX = 65_535
ES256_SIGNATURE_BYTES_MAX = 72  # DER of two 33-byte integers
AUTHENTICATOR_DATA_BYTES_MAX = 1_024
CLIENT_DATA_BYTES_MAX = 2_048
CONTEXT_BYTES_MAX = 255  # FIPS 204 section 5.3

_PLAIN_ITEMS = 4
_PASSKEY_ITEMS = 6
_ITEMS_MAX = SIGNATURES_MAX * (1 + _PASSKEY_ITEMS)


@dataclass(frozen=True, slots=True)
class PasskeyEvidence:
    """What a WebAuthn authenticator signs besides the challenge."""

    authenticator_data: bytes
    client_data: bytes  # clientDataJSON as the browser gave it


@dataclass(frozen=True, slots=True)
class SignatureEntry:
    """One signature: which acting participant, which of its key sets, which algorithm."""

    acting_index: int
    key_number: int
    algorithm: Algorithm
    signature: bytes
    evidence: PasskeyEvidence | None = None


def entry_order(entry: SignatureEntry) -> tuple[int, int, int]:
    """The one order of entries in an envelope: acting participant, key number, algorithm."""
    return entry.acting_index, entry.key_number, -entry.algorithm


def encode_signatures(entries: tuple[SignatureEntry, ...]) -> bytes:
    """The list of signatures as an envelope carries it."""
    return encode([_entry_items(entry) for entry in entries])


def decode_signatures(data: bytes | memoryview) -> tuple[SignatureEntry, ...]:
    """Read the list of signatures; raises ENVELOPE_REFUSED (reason "signatures")."""
    try:
        decoded = decode(data, ENVELOPE_BYTES_MAX, _ITEMS_MAX)
    except PrayaError as problem:
        raise PrayaError("ENVELOPE_REFUSED", reason="signatures") from problem
    items = _READ.items(decoded, "signatures")
    _READ.demand(len(items) <= SIGNATURES_MAX, "signatures")
    return tuple(read_entry(item) for item in items)


def read_entry(value: object) -> SignatureEntry:
    """One entry from its decoded list; raises ENVELOPE_REFUSED (reason "signatures")."""
    items = _READ.items(value, "signatures")
    _READ.demand(len(items) in (_PLAIN_ITEMS, _PASSKEY_ITEMS), "signatures")
    evidence = None
    if len(items) == _PASSKEY_ITEMS:
        evidence = PasskeyEvidence(
            authenticator_data=_read_content(items[4], AUTHENTICATOR_DATA_BYTES_MAX),
            client_data=_read_content(items[5], CLIENT_DATA_BYTES_MAX),
        )
    return SignatureEntry(
        acting_index=_read_number(items[0], ACTING_MAX - 1),
        key_number=_read_number(items[1], KEY_NUMBER_MAX),
        algorithm=_read_algorithm(items[2]),
        signature=_read_content(items[3], ML_DSA_65_SIGNATURE_BYTES),
        evidence=evidence,
    )


def signature_valid(
    algorithm: Algorithm, public_key: bytes, header: bytes, signature: bytes
) -> bool:
    """Whether `signature` is good over the COSE structure of `header`. Never raises."""
    return raw_signature_valid(algorithm, public_key, to_be_signed(algorithm, header), signature)


def raw_signature_valid(
    algorithm: Algorithm, public_key: bytes, message: bytes, signature: bytes
) -> bool:
    """Whether `signature` is good over `message` itself. Never raises."""
    if algorithm is Algorithm.ED25519:
        return ed25519_valid(public_key, message, signature)
    if algorithm is Algorithm.ML_DSA_65:
        return ml_dsa_65_valid(public_key, message, signature)
    return es256_valid(public_key, message, signature)


def ed25519_valid(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Ed25519 (RFC 8032 section 5.1.7) by libsodium. Never raises."""
    if len(public_key) != ED25519_KEY_BYTES or len(signature) != ED25519_SIGNATURE_BYTES:
        return False
    try:
        crypto_sign_open(signature + message, public_key)
    except BadSignatureError:
        return False
    return True


def ml_dsa_65_valid(
    public_key: bytes, message: bytes, signature: bytes, context: bytes = b""
) -> bool:
    """ML-DSA-65 (FIPS 204 algorithm 3, pure); envelopes use the empty context. Never raises."""
    if len(public_key) != ML_DSA_65_KEY_BYTES or len(context) > CONTEXT_BYTES_MAX:
        return False
    try:
        MLDSA65PublicKey.from_public_bytes(public_key).verify(signature, message, context)
    except (InvalidSignature, ValueError):
        return False
    return True


def es256_valid(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """ECDSA on P-256 with SHA-256, signature in DER (high and low s alike). Never raises."""
    if len(signature) > ES256_SIGNATURE_BYTES_MAX or len(public_key) != ES256_KEY_BYTES:
        return False
    try:
        key = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public_key)
        key.verify(signature, message, ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


def check_public_key(algorithm: Algorithm, public_key: bytes) -> None:
    """Refuse at registration a key that could ever verify differently from what its owner means.

    Raises KEY_REFUSED (reason: length, point). An Ed25519 key must be the canonical encoding of a
    point of the prime-order subgroup, so small-order and mixed-order keys are out.
    """
    lengths = {
        Algorithm.ED25519: ED25519_KEY_BYTES,
        Algorithm.ML_DSA_65: ML_DSA_65_KEY_BYTES,
        Algorithm.ES256: ES256_KEY_BYTES,
    }
    if len(public_key) != lengths[algorithm]:
        fail("KEY_REFUSED", algorithm=algorithm.name, reason="length")
    if algorithm is Algorithm.ED25519 and not crypto_core_ed25519_is_valid_point(public_key):
        fail("KEY_REFUSED", algorithm=algorithm.name, reason="point")
    if algorithm is Algorithm.ES256:
        try:
            EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public_key)
        except ValueError as problem:
            raise PrayaError("KEY_REFUSED", algorithm=algorithm.name, reason="point") from problem


def _entry_items(entry: SignatureEntry) -> list[object]:
    items: list[object] = [
        entry.acting_index,
        entry.key_number,
        int(entry.algorithm),
        entry.signature,
    ]
    if entry.evidence is not None:
        items += [entry.evidence.authenticator_data, entry.evidence.client_data]
    return items


def _read_number(value: object, largest: int) -> int:
    number = _READ.integer(value, "signatures")
    _READ.demand(0 <= number <= largest, "signatures")
    return number


def _read_content(value: object, length_max: int) -> bytes:
    content = _READ.content(value, "signatures")
    _READ.demand(len(content) <= length_max, "signatures")
    return content


def _read_algorithm(value: object) -> Algorithm:
    number = _READ.integer(value, "signatures")
    _READ.demand(number in tuple(Algorithm), "signatures")
    return Algorithm(number)


def _refuse(field: str) -> NoReturn:
    fail("ENVELOPE_REFUSED", reason=field)


_READ = FieldReader(_refuse)
