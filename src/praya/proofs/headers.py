"""The header of a block: what a block's hash says, and how the chain of headers is committed to.

A stand-alone verifier reads it. Encoded as a deterministic map, hashed with SHA-256.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from praya.base.encoding import decode, encode
from praya.base.errors import fail
from praya.base.limits import HEADER_BYTES_MAX

PROTOCOL_VERSION = 1
_FIELDS = range(1, 11)


@dataclass(frozen=True, slots=True)
class BlockHeader:
    """One block. `headers_root` is the RFC 6962 root over the encoded headers before it."""

    version: int
    chain_id: bytes
    height: int
    block_time: int  # milliseconds since 1970-01-01 UTC, never falling
    business_date: int  # days since 1970-01-01, after the block
    envelopes_root: bytes  # RFC 6962 root over the full bytes of its envelopes
    results_digest: bytes  # statuses and results, those of the ledger's own rows first
    state_root: bytes
    headers_root: bytes
    skips: tuple[tuple[int, bytes], ...]  # (height, SHA-256 of an envelope) left out by order

    def encode(self) -> bytes:
        """The bytes that are hashed."""
        return encode(
            dict(
                zip(
                    _FIELDS,
                    (
                        self.version,
                        self.chain_id,
                        self.height,
                        self.block_time,
                        self.business_date,
                        self.envelopes_root,
                        self.results_digest,
                        self.state_root,
                        self.headers_root,
                        [list(skip) for skip in self.skips],
                    ),
                    strict=True,
                )
            )
        )

    def hash(self) -> bytes:
        """The hash of the block."""
        return sha256(self.encode()).digest()


def decode_block_header(data: bytes | memoryview) -> BlockHeader:
    """Read a header of this version; HEADER_REFUSED, or ENCODING_REFUSED for no encoding at all."""
    fields = decode(data, HEADER_BYTES_MAX)
    if not isinstance(fields, Mapping) or set(fields) != set(_FIELDS):
        fail("HEADER_REFUSED", reason="fields")
    numbers = [fields[number] for number in (1, 3, 4, 5)]
    digests = [fields[number] for number in (2, 6, 7, 8, 9)]
    if any(type(number) is not int or not 0 <= number < 2**63 for number in numbers):
        fail("HEADER_REFUSED", reason="number")
    if any(not isinstance(digest, bytes) or len(digest) != 32 for digest in digests):
        fail("HEADER_REFUSED", reason="digest")
    if fields[1] != PROTOCOL_VERSION:
        fail("HEADER_REFUSED", reason="version")
    skips = _read_skips(fields[10])
    version, height, block_time, business_date = numbers
    chain_id, envelopes_root, results, state_root, headers_root = digests
    return BlockHeader(
        version=version,
        chain_id=chain_id,
        height=height,
        block_time=block_time,
        business_date=business_date,
        envelopes_root=envelopes_root,
        results_digest=results,
        state_root=state_root,
        headers_root=headers_root,
        skips=skips,
    )


def _read_skips(listed: object) -> tuple[tuple[int, bytes], ...]:
    """The skips of a header, or HEADER_REFUSED."""
    if not isinstance(listed, list):
        fail("HEADER_REFUSED", reason="skips")
    skips = []
    for item in listed:
        if not isinstance(item, list) or len(item) != 2:
            fail("HEADER_REFUSED", reason="skips")
        height, digest = item
        counts = type(height) is int and 0 < height < 2**63
        if not counts or not isinstance(digest, bytes) or len(digest) != 32:
            fail("HEADER_REFUSED", reason="skips")
        skips.append((height, digest))
    return tuple(skips)
