"""The keys of simulated institutions, made of their names, and the shipped vault signing with them.

Ed25519 signatures are the same every time. ML-DSA-65 ones are random, as FIPS 204 recommends: a
schedule never asks for one, it takes those of `recorded_pool`. It must not know requests.
"""

from functools import cache
from hashlib import sha256
from typing import Final

from praya.base.signing import Algorithm, KeyField, Suite, demanded_algorithms
from praya.envelopes.signatures import read_entry
from praya.vault.keyring import Keyring, KeyRole

FIELDS: Final = {
    Algorithm.ED25519: int(KeyField.ED25519),
    Algorithm.ML_DSA_65: int(KeyField.ML_DSA_65),
}


@cache
def keyring(code: str, number: int, suite: Suite = Suite.ED25519) -> Keyring:
    """A key set of this institution; its keys are made of name and number."""
    seed = sha256(f"simulated {code} {number}".encode()).digest()
    seeds = dict.fromkeys(demanded_algorithms(suite), seed)
    return Keyring.restore(code, KeyRole(number=number), seeds)


@cache
def public_key(code: str, number: int, algorithm: Algorithm = Algorithm.ED25519) -> bytes:
    """The public key of such a key set for one algorithm."""
    found = keyring(code, number, _suite(algorithm)).public_keys()[FIELDS[algorithm]]
    return found if isinstance(found, bytes) else b""


def signature(code: str, number: int, algorithm: Algorithm, header: bytes) -> bytes:
    """One signature over an encoded header; an ML-DSA-65 one is another each time."""
    made = map(read_entry, keyring(code, number, _suite(algorithm)).sign(header, 0))
    return next(one.signature for one in made if one.algorithm is algorithm)


def _suite(algorithm: Algorithm) -> Suite:
    """The least that has keys for it."""
    return Suite.ED25519 if algorithm is Algorithm.ED25519 else Suite.HYBRID
