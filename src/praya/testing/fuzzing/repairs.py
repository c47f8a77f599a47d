"""Making lengths and digests fit bytes that were changed, so that a change gets past them.

A digest keeps accidents out, not those who can compute it: what lies behind must hold by itself.
"""

import struct
from collections.abc import Callable
from typing import Final

from blake3 import blake3

from praya.envelopes.header import aligned

DIGEST_BYTES: Final = 32
SECTION: Final = b"PRAYASEC"
SECTION_HEAD_BYTES: Final = 128
SNAPSHOT_PROLOGUE_BYTES: Final = 64
ANCHOR_FIELDS_BYTES: Final = 224
SEGMENT_FIELDS_BYTES: Final = 4_064
SEGMENT_BLOCK_BYTES: Final = 4_096


def keyed(purpose: str, *parts: bytes) -> bytes:
    """BLAKE3 in derive_key mode."""
    return blake3(b"".join(parts), derive_key_context=purpose).digest()


def with_digest(digest: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """A repair of files whose last 32 bytes are a digest of all before."""

    def repair(data: bytes) -> bytes:
        body = data[:-DIGEST_BYTES]
        return body + digest(body) if len(data) > DIGEST_BYTES else data

    return repair


def envelope(data: bytes) -> bytes:
    """The length of the signatures is what is left."""
    if len(data) < 16:
        return data
    header, section = struct.unpack_from("<II", data, 4)
    rest = len(data) - aligned(16 + header) - section
    return data[:12] + struct.pack("<I", rest) + data[16:] if 0 <= rest < 2**32 else data


def anchor(data: bytes) -> bytes:
    """The digest of an anchor."""
    fields = data[:ANCHOR_FIELDS_BYTES].ljust(ANCHOR_FIELDS_BYTES, b"\0")
    return fields + keyed("praya anchor 1", fields)


def segment(data: bytes) -> bytes:
    """The digest of a segment's first block."""
    fields = data[:SEGMENT_FIELDS_BYTES].ljust(SEGMENT_FIELDS_BYTES, b"\0")
    return fields + keyed("praya segment 1", fields) + data[SEGMENT_BLOCK_BYTES:]


def snapshot(data: bytes) -> bytes:
    """Every digest of a snapshot, as far as its lengths can be followed."""
    if len(data) < SNAPSHOT_PROLOGUE_BYTES:
        return data
    (length,) = struct.unpack_from("<Q", data, 24)
    if length > len(data):
        return data
    header = data[64 : 64 + length]
    prologue = data[:32] + keyed("praya snapshot header 1", data[:32], header)
    place = 64 + aligned(length)
    parts, heads = [prologue, data[64:place]], [prologue]
    while data[place : place + 8] == SECTION and place + SECTION_HEAD_BYTES <= len(data):
        (size,) = struct.unpack_from("<Q", data, place + 8)
        start = place + SECTION_HEAD_BYTES
        if size > len(data) - start:
            break
        digest = keyed("praya snapshot section 1", data[start : start + size])
        rest = data[place + 48 : start]  # the name, and what should be zero
        head = data[place : place + 16] + digest + rest
        place = start + aligned(size)
        parts += [head, data[start:place]]
        heads.append(head)
    trailer = struct.pack("<8sQQ8x", b"PRAYAEND", len(heads) - 1, place + 64)
    return b"".join((*parts, trailer, keyed("praya snapshot 1", *heads, trailer)))
