"""The files of a journal: their names, their first block, and places in them.

A segment file `journal-00000001.seg` is zeroed ahead at its full size, filled once from the front
and never used again. Its first block is the segment header; group commits follow
(`praya.storage.commits`), each on a 4 KiB boundary; what is not yet written is zero.
This file must not know what a commit or a record is.

Segment header, version 1, little-endian, one block of 4,096 bytes:

    offset  bytes  meaning
         0      8  magic "PRAYASEG"
         8      4  format version, 1
        12      4  zero
        16     32  chain id
        48     16  salt of the journal
        64      8  number of this segment, from 1
        72      8  size of every segment in bytes
        80      8  sequence number of the last commit before this segment, 0 if there is none
        88     32  digest of that commit, zero if there is none
       120   3944  zero
      4064     32  BLAKE3 derive_key("praya segment 1") of the 4,064 bytes before
"""

import re
import struct
from typing import NamedTuple

from blake3 import blake3

from praya.base.limits import BLOCK_DEVICE_BYTES

MAGIC = b"PRAYASEG"
VERSION = 1
HEADER_BYTES = BLOCK_DEVICE_BYTES
NO_DIGEST = bytes(32)

_FIELDS = struct.Struct("<8sI4x32s16sQQQ32s")
_DIGEST_START = HEADER_BYTES - 32
_HASHER = blake3(derive_key_context="praya segment 1")
_NAME = re.compile(r"journal-(\d{8})\.seg")


class Identity(NamedTuple):
    """What every file of one journal has in common."""

    chain_id: bytes  # 32 bytes: the hash of the genesis
    salt: bytes  # 16 bytes in every commit: a payload cannot look like a commit without it
    segment_bytes: int


class Place(NamedTuple):
    """A byte of the journal; places compare in the order they are written."""

    segment: int
    offset: int


class Link(NamedTuple):
    """A commit as its successor names it."""

    sequence: int
    digest: bytes


FIRST_LINK = Link(0, NO_DIGEST)


class SegmentHeader(NamedTuple):
    """The first block of a segment, decoded and found whole."""

    identity: Identity
    number: int
    before: Link


def segment_name(number: int) -> str:
    """The file name of a segment."""
    return f"journal-{number:08d}.seg"


def segment_number(name: str) -> int | None:
    """The number in a segment's file name, or None for another name."""
    matched = _NAME.fullmatch(name)
    return int(matched[1]) if matched else None


def pack_segment_header(identity: Identity, number: int, before: Link) -> bytes:
    """The first block of segment `number`, which follows the commit `before`."""
    fields = _FIELDS.pack(MAGIC, VERSION, *identity[:2], number, identity.segment_bytes, *before)
    block = fields.ljust(_DIGEST_START, b"\0")
    return block + _HASHER.copy().update(block).digest()


def parse_segment_header(block: memoryview) -> SegmentHeader | None:
    """Decode a first block; None where it is damaged or of another version."""
    if len(block) < HEADER_BYTES:
        return None
    covered = block[:_DIGEST_START]
    if _HASHER.copy().update(covered).digest() != block[_DIGEST_START:HEADER_BYTES]:
        return None
    magic, version, chain_id, salt, number, size, sequence, digest = _FIELDS.unpack_from(block)
    if magic != MAGIC or version != VERSION:
        return None
    header = SegmentHeader(Identity(chain_id, salt, size), number, Link(sequence, digest))
    whole = pack_segment_header(*header) == block[:HEADER_BYTES]
    return header if whole else None  # what is to be zero is zero
