"""The anchor: a small file that says up to where the journal was certainly whole, and how it ended.

The journal alone cannot tell two cases apart: a first commit torn after a clean stop, which is cut,
and damage to the zeros after a clean stop, which must be noticed. Nor can it tell that its last
files are missing. The anchor is replaced as a whole (written beside, renamed) before the first
write after a clean stop, whenever a new segment is entered, and at a clean stop: never on the path
of an ordinary commit. This file must not know how a journal is written or read.

Anchor file, version 1, little-endian, 256 bytes:

    offset  bytes  meaning
         0      8  magic "PRAYAANC"
         8      4  format version, 1
        12      4  1 = the journal was stopped cleanly, 0 = it is in use or was not
        16     32  chain id
        48     16  salt of the journal
        64      8  size of every segment in bytes
        72      8  segment, and
        80      8  offset, up to which (exclusive) the journal was whole: the start of the segment
                   in use, or the end of the seal after a clean stop
        88      8  sequence number of the last commit before that place
        96     32  digest of that commit
       128      8  number of segment files after a clean stop, else 0
       136     88  zero
       224     32  BLAKE3 derive_key("praya anchor 1") of the 224 bytes before
"""

import struct
from typing import NamedTuple

from blake3 import blake3

from praya.base.errors import fail
from praya.storage.segments import Identity, Link, Place

ANCHOR_NAME = "journal.anchor"
MAGIC = b"PRAYAANC"
VERSION = 1

_FIELDS = struct.Struct("<8sII32s16sQQQQ32sQ88x")
_HASHER = blake3(derive_key_context="praya anchor 1")


class Anchor(NamedTuple):
    """What is known of a journal without reading it."""

    identity: Identity
    place: Place
    link: Link
    files: int  # segment files after a clean stop; 0 = not stopped cleanly

    @property
    def is_clean(self) -> bool:
        """Tell whether a seal stands at the end and nothing after it."""
        return self.files > 0


def pack_anchor(anchor: Anchor) -> bytes:
    """The bytes of the anchor file."""
    fields = _FIELDS.pack(
        MAGIC,
        VERSION,
        int(anchor.is_clean),
        *anchor.identity,
        *anchor.place,
        *anchor.link,
        anchor.files,
    )
    return fields + _HASHER.copy().update(fields).digest()


def parse_anchor(content: memoryview) -> Anchor | None:
    """Decode an anchor file; None where it is damaged.

    Raises JOURNAL_VERSION_UNKNOWN for an intact file that another release wrote.
    """
    covered = content[: _FIELDS.size]
    if (
        len(content) != _FIELDS.size + 32
        or _HASHER.copy().update(covered).digest() != content[-32:]
    ):
        return None
    magic, version, clean, chain_id, salt, size, *rest = _FIELDS.unpack(covered)
    segment, offset, sequence, digest, files = rest
    if magic != MAGIC or clean != int(files > 0):
        return None
    if version != VERSION:
        fail("JOURNAL_VERSION_UNKNOWN", file=ANCHOR_NAME, version=version, known=VERSION)
    identity = Identity(chain_id, salt, size)
    anchor = Anchor(identity, Place(segment, offset), Link(sequence, digest), files)
    return anchor if pack_anchor(anchor) == content else None  # what is to be zero is zero
