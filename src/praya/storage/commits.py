"""Group commits: the unit that is durable or absent, and the records inside.

This file must not know files or durability: it turns records into bytes and back.

A commit starts on a 4 KiB boundary, ends on one, and lies in one segment. Its digest covers the
digest before it, every record and the padding, so commits form a chain. It names the place up to
which everything was known durable when it was written: an intact commit is the witness that all
before that place was once whole. The salt is in no envelope and no answer, so that no participant
can send bytes that look like such a witness.

Commit header, version 1, little-endian, 192 bytes:

    offset  bytes  meaning
         0      8  magic "PRAYACMT"
         8      8  length of the commit with header and padding, a multiple of 4,096
        16     16  salt of the journal
        32      8  sequence number, from 1
        40      8  segment it lies in
        48      8  offset it lies at
        56      8  segment up to which all was durable
        64      8  offset up to which all was durable, exclusive
        72      8  greatest height of its records, 0 without records
        80      4  number of records
        84      4  1 = seal (a clean stop), 0 = not
        88      8  zero
        96     32  digest of the commit before, zero for the first
       128     32  zero
       160     32  BLAKE3 derive_key("praya commit 1") of chain id, these first 160 bytes, and all
                   bytes of the commit from 192 on

Record, 64 bytes, then the payload, then zeros to the next multiple of 64; the first follows the
commit header, so every payload starts on a 64-byte boundary of the file:

         0      2  kind: 1 envelope, 2 close of a block, 3 skip
         2      2  zero
         4      4  index in its block
         8      8  height of its block
        16      8  block time, milliseconds UTC
        24      8  length of the payload in bytes
        32     32  zero
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from blake3 import blake3

from praya.base.errors import require
from praya.base.limits import BLOCK_DEVICE_BYTES
from praya.storage.segments import Identity, Link, Place

MAGIC = b"PRAYACMT"
COMMIT_HEADER_BYTES = 192
RECORD_HEADER_BYTES = 64
ALIGNMENT = 64

_HEADER = struct.Struct("<8sQ16sQQQQQQII8x32s32x32s")
_RECORD = struct.Struct("<H2xIQQQ32x")
_DIGEST_START = 160
_HASHER = blake3(derive_key_context="praya commit 1")
_ZEROS = bytes(BLOCK_DEVICE_BYTES)


class RecordKind(IntEnum):
    """What a record is."""

    ENVELOPE = 1
    CLOSE = 2
    SKIP = 3
    FOUNDING = 4  # in exports only: the snapshot that the genesis starts from


@dataclass(frozen=True, slots=True)
class Record:
    """One record of the journal. `payload` points into memory that was read; copy what you keep."""

    kind: int
    height: int
    index: int
    block_time_ms: int
    payload: bytes | memoryview


class CommitHeader(NamedTuple):
    """A commit that is intact: its digest was computed and agrees."""

    length: int
    link: Link
    place: Place
    durable: Place
    height_highest: int
    records: int
    is_seal: bool
    before: bytes


def record_bytes(payload_length: int) -> int:
    """The room one record takes."""
    return RECORD_HEADER_BYTES + -(-payload_length // ALIGNMENT) * ALIGNMENT


def commit_bytes(records_bytes: int) -> int:
    """The room a commit takes whose records take `records_bytes`."""
    return -(-(COMMIT_HEADER_BYTES + records_bytes) // BLOCK_DEVICE_BYTES) * BLOCK_DEVICE_BYTES


def pack_commit(
    memory: memoryview,
    identity: Identity,
    header: CommitHeader,
    records: Sequence[Record],
) -> bytes:
    """Write a commit to the start of `memory` and give its digest.

    Of `header`, the digest in `link` is ignored and `length` must be what `records` need.
    """
    end = COMMIT_HEADER_BYTES
    for record in records:
        end = _pack_record(memory, end, record)
    require(commit_bytes(end - COMMIT_HEADER_BYTES) == header.length, "a commit has its length")
    memory[end : header.length] = _ZEROS[: header.length - end]
    _HEADER.pack_into(memory, 0, *_header_fields(identity, header), bytes(32))
    digest = _digest(identity, memory[: header.length])
    memory[_DIGEST_START:COMMIT_HEADER_BYTES] = digest
    return digest


def parse_commit(view: memoryview, start: int, identity: Identity) -> CommitHeader | None:
    """Decode the commit at `start` of a segment's bytes; None where none stands intact.

    Its place and its predecessor are for the caller to compare.
    """
    if start + COMMIT_HEADER_BYTES > len(view):
        return None
    fields = _HEADER.unpack_from(view, start)
    magic, length, salt, sequence, segment, offset = fields[:6]
    durable_segment, durable_offset, highest, count, flags, before, digest = fields[6:]
    if magic != MAGIC or salt != identity.salt:
        return None
    if length == 0 or length % BLOCK_DEVICE_BYTES or start + length > len(view):
        return None
    if _digest(identity, view[start : start + length]) != digest:
        return None
    return CommitHeader(
        length=length,
        link=Link(sequence, digest),
        place=Place(segment, offset),
        durable=Place(durable_segment, durable_offset),
        height_highest=highest,
        records=count,
        is_seal=flags == 1,
        before=before,
    )


def unpack_records(view: memoryview, start: int, header: CommitHeader) -> Iterator[Record]:
    """Give the records of the intact commit at `start`, payloads without a copy."""
    at = start + COMMIT_HEADER_BYTES
    end = start + header.length
    for _ in range(header.records):
        kind, index, height, block_time_ms, length = _RECORD.unpack_from(view, at)
        payload = at + RECORD_HEADER_BYTES
        require(payload + length <= end, "records lie inside their commit, whose digest agrees")
        yield Record(kind, height, index, block_time_ms, view[payload : payload + length])
        at += record_bytes(length)


def _pack_record(memory: memoryview, start: int, record: Record) -> int:
    payload = record.payload
    length = len(payload)
    fields = (record.kind, record.index, record.height, record.block_time_ms, length)
    _RECORD.pack_into(memory, start, *fields)
    begin = start + RECORD_HEADER_BYTES
    end = start + record_bytes(length)
    memory[begin : begin + length] = payload
    memory[begin + length : end] = _ZEROS[: end - begin - length]
    return end


def _header_fields(identity: Identity, header: CommitHeader) -> tuple[object, ...]:
    return (
        MAGIC,
        header.length,
        identity.salt,
        header.link.sequence,
        *header.place,
        *header.durable,
        header.height_highest,
        header.records,
        int(header.is_seal),
        header.before,
    )


def _digest(identity: Identity, commit: memoryview) -> bytes:
    hasher = _HASHER.copy().update(identity.chain_id).update(commit[:_DIGEST_START])
    return hasher.update(commit[COMMIT_HEADER_BYTES:]).digest()
