"""Records out of a journal, in the order they were appended.

Whole segments are read at once and every digest is computed again, so that no byte is served that
was not checked. This file must not write, and must not know what a record means.
"""

from collections.abc import Iterator

from praya.base.errors import fail
from praya.kernel.ports import Disk
from praya.storage.anchor import Anchor
from praya.storage.commits import Record, parse_commit, unpack_records
from praya.storage.recovery import Damage, Extent, Flaw, read_anchor, refuse, survey
from praya.storage.segments import HEADER_BYTES, segment_name


def require_chain(anchor: Anchor, chain_id: bytes) -> None:
    """Raise JOURNAL_OTHER_CHAIN where the journal belongs to another ledger."""
    found = anchor.identity.chain_id
    if found != chain_id:
        fail("JOURNAL_OTHER_CHAIN", expected=chain_id.hex(), found=found.hex())


def read_records(disk: Disk, extent: Extent, from_height: int = 0) -> Iterator[Record]:
    """Give the records of `from_height` and above.

    A payload is a view into the segment that was read: copy it, or let go of it, to free that.
    Raises JOURNAL_DAMAGED, DISK_FAILED.
    """
    for number, highest in enumerate(extent.heights, 1):
        if highest >= from_height:
            stop = extent.identity.segment_bytes
            if number == extent.end.segment:
                stop = extent.end.offset
            view = disk.read(segment_name(number), 0, stop)
            yield from _segment_records(view, number, extent, from_height)


def read_journal(disk: Disk, chain_id: bytes, from_height: int = 0) -> Iterator[Record]:
    """Give the records of a journal without writing to it, with no lock.

    Beside a running writer this gives a prefix; where the writer was just leaving a clean stop it
    may see END_DIFFERS, and asking again helps. Raises JOURNAL_DAMAGED, JOURNAL_OTHER_CHAIN,
    JOURNAL_VERSION_UNKNOWN, DISK_FAILED.
    """
    anchor = read_anchor(disk)
    if isinstance(anchor, Damage):
        refuse(anchor)
    require_chain(anchor, chain_id)
    found = survey(disk, anchor)
    for damage in found.damages:
        refuse(damage)
    yield from read_records(disk, found.extent, from_height)


def _segment_records(
    view: memoryview, number: int, extent: Extent, from_height: int
) -> Iterator[Record]:
    offset = HEADER_BYTES
    while offset < len(view):
        commit = parse_commit(view, offset, extent.identity)
        if commit is None or commit.place != (number, offset):
            if number == extent.end.segment:
                refuse(Damage(segment_name(number), offset, Flaw.COMMIT_DAMAGED))
            return  # the zeros at the end of a full segment
        if commit.height_highest >= from_height:
            for record in unpack_records(view, offset, commit):
                if record.height >= from_height:
                    yield record
        offset += commit.length
