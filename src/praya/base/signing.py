"""The words that signers and verifiers share: algorithms, suites, key kinds, the signed bytes.

The vault signs and the envelopes verify without knowing each other; both stand on this page. It
must not know a key, a header's fields or a signature library.
"""

from enum import IntEnum

from praya.base.encoding import encode


class Algorithm(IntEnum):
    """Signature algorithms by their number in the IANA COSE registry."""

    ES256 = -7  # ECDSA on P-256 with SHA-256, as passkeys use it (RFC 9053 section 2.1)
    ED25519 = -19  # RFC 9864 section 2.2
    ML_DSA_65 = -49  # FIPS 204 through RFC 9964, pure, with the empty context


class Suite(IntEnum):
    """Which signatures a genesis demands of an institution's key set."""

    ED25519 = 1
    HYBRID = 2  # Ed25519 and ML-DSA-65, both: one broken algorithm forges nothing


class KeyKind(IntEnum):
    """What stands behind a key set."""

    INSTITUTION = 1  # systems of the participant, with the keys of the ledger's suite
    PERSON = 2  # a person with an Ed25519 key
    PASSKEY = 3  # a person with a WebAuthn credential


class KeyField(IntEnum):
    """The map keys of an encoded key set; every field is always there, empty if not used."""

    NUMBER = 1
    KIND = 2
    ED25519 = 3
    ML_DSA_65 = 4
    ES256 = 5
    RP_ID_HASH = 6
    ORIGIN = 7
    PERSON = 8
    ACTIVE = 9


ED25519_KEY_BYTES = 32
ED25519_SIGNATURE_BYTES = 64
ML_DSA_65_KEY_BYTES = 1952
ML_DSA_65_SIGNATURE_BYTES = 3309
ES256_KEY_BYTES = 65  # an uncompressed point, SEC 1 section 2.3.3
DIGEST_BYTES = 32

_ALGORITHM_LABEL = 1  # the COSE header parameter "alg", RFC 9052 section 3.1


def demanded_algorithms(suite: Suite) -> tuple[Algorithm, ...]:
    """The signatures an institution's key set must give together, in the order they are written."""
    if suite is Suite.HYBRID:
        return (Algorithm.ED25519, Algorithm.ML_DSA_65)
    return (Algorithm.ED25519,)


def to_be_signed(algorithm: Algorithm, header: bytes) -> bytes:
    """The bytes a COSE signature covers: the Sig_structure of RFC 9052 section 4.4.

    Context "Signature", no protected header of the body, the algorithm as the signer's protected
    header, no external data, and the envelope's header as the payload.
    """
    protected = encode({_ALGORITHM_LABEL: int(algorithm)})
    return encode(["Signature", b"", protected, b"", header])
