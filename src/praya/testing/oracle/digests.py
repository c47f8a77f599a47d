"""Encodings and digests as the page of formats states them, by the libraries alone.

`docs/reference/formats.md` is what this file is written from; it must not know the product's own
encoder, reader or hash functions, which it stands beside.
"""

from collections.abc import Mapping
from typing import Any, Final

import cbor2
from blake3 import blake3

SALT_BYTES: Final = 16


def write(value: object) -> bytes:
    """Deterministic CBOR (RFC 8949 section 4.2.1)."""
    return cbor2.dumps(value, canonical=True)


def read_map(content: bytes) -> Mapping[int, Any]:
    """The map that bytes hold which the ledger has taken."""
    found: Mapping[int, Any] = cbor2.loads(content)
    return found


def salt(seed: bytes, row: int) -> bytes:
    """Of what row `row` of an envelope with this seed opens."""
    content = seed + row.to_bytes(4, "little")
    return blake3(content, derive_key_context="praya salt 1").digest(length=SALT_BYTES)


def salted_leaf(position_salt: bytes, row: bytes) -> bytes:
    """The leaf of a proof of one position."""
    return blake3(position_salt + row, derive_key_context="praya leaf 1").digest()


def document_key(name: str) -> bytes:
    """What the ledger finds a document by."""
    return blake3(name.encode(), derive_key_context="praya document key 1").digest()


def document_digest(content: bytes) -> bytes:
    """What the ledger holds of a document's bytes."""
    return blake3(content, derive_key_context="praya document value 1").digest()
