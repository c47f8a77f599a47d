"""Records out of a journal, in the order they were appended.

Whole segments are read at once and every digest is computed again, so that no byte is served that
was not checked. This file must not write, and must not know what a record means.
"""

from collections.abc import Generator, Iterator
from typing import Final

from praya.base.errors import fail
from praya.kernel.ports import Disk
from praya.storage.anchor import Anchor
from praya.storage.commits import Record, parse_commit, unpack_records
from praya.storage.recovery import Damage, Extent, Flaw, Survey, read_anchor, refuse, survey
from praya.storage.segments import HEADER_BYTES, parse_segment_header, segment_name

_SURVEYS_MAX: Final = 10  # a writer that seems to do damage at ten places in a row is none


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
    before: bytes | None = None  # the digest of the last commit that was read
    for number, highest in enumerate(extent.heights, 1):
        is_witness = before is not None and number == extent.end.segment
        if highest < from_height and not is_witness:
            before = None
            continue
        stop = extent.identity.segment_bytes
        if number == extent.end.segment:
            stop = extent.end.offset
        if stop == 0:
            return  # entered, and its header is still to be written: nothing is in it
        view = disk.read(segment_name(number), 0, stop)
        header = parse_segment_header(view[:HEADER_BYTES])
        if header is None:
            refuse(Damage(segment_name(number), 0, Flaw.HEADER_DAMAGED))
        if before is not None and before != header.before.digest:
            # What looked like the zeros at the end of the segment before were commits once.
            refuse(Damage(segment_name(number - 1), HEADER_BYTES, Flaw.COMMITS_MISSING))
        place = (number, header.before.digest)
        before = yield from _segment_records(view, place, extent, from_height)


def read_journal(disk: Disk, chain_id: bytes, from_height: int = 0) -> Iterator[Record]:
    """Give the records of a journal without writing to it, with no lock.

    Beside a running writer this gives a prefix. Raises as `survey_steadily`.
    """
    yield from read_records(disk, survey_steadily(disk, chain_id).extent, from_height)


def survey_steadily(disk: Disk, chain_id: bytes) -> Survey:
    """A survey without damage, also beside a running writer.

    A writer that goes on between two reads looks like damage, each time at another place; damage
    is there the second time too. Raises JOURNAL_DAMAGED, JOURNAL_OTHER_CHAIN,
    JOURNAL_VERSION_UNKNOWN, DISK_FAILED.
    """
    before: tuple[Damage, ...] = ()
    for _ in range(_SURVEYS_MAX):
        anchor = read_anchor(disk)
        if isinstance(anchor, Damage):
            refuse(anchor)
        require_chain(anchor, chain_id)
        found = survey(disk, anchor)
        if not found.damages:
            return found
        if found.damages == before:
            break
        before = found.damages
    refuse(before[0])


def _segment_records(
    view: memoryview, place: tuple[int, bytes], extent: Extent, from_height: int
) -> Generator[Record, None, bytes]:
    """The records of one segment; `place` is its number and the digest of the commit before it.

    Gives the digest of its last commit: each must name the one before, or one was lost.
    """
    offset, (number, before) = HEADER_BYTES, place
    while offset < len(view):
        commit = parse_commit(view, offset, extent.identity)
        if commit is None or commit.place != (number, offset):
            if number == extent.end.segment:
                refuse(Damage(segment_name(number), offset, Flaw.COMMIT_DAMAGED))
            break  # the zeros at the end of a full segment
        if commit.before != before:
            refuse(Damage(segment_name(number), offset, Flaw.CHAIN_BROKEN))
        before = commit.link.digest
        if commit.height_highest >= from_height:
            for record in unpack_records(view, offset, commit):
                if record.height >= from_height:
                    yield record
        offset += commit.length
    return before
