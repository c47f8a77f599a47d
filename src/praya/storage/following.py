"""Records of a journal for a reader who comes again: all of them, then what was added since.

The first reading is the survey of every byte that other readers make. A later one checks that the
last commit that was read still stands, and goes on behind it; where anything else stands there than
commits that follow it and zeros, it says so, and everything is to be read again. Damage to what was
read before is found by that whole reading alone. This file must not write, and must not know what a
record means.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from praya.base.errors import require
from praya.kernel.ports import Disk
from praya.storage.anchor import Anchor
from praya.storage.commits import CommitHeader, Record, parse_commit, unpack_records
from praya.storage.reading import survey_steadily
from praya.storage.recovery import Damage, Flaw, read_anchor, refuse
from praya.storage.segments import (
    HEADER_BYTES,
    NO_DIGEST,
    Identity,
    Place,
    parse_segment_header,
    segment_name,
)

WINDOW_BYTES: Final = 262_144  # read at once; where a commit is larger, more is
ADDED_BYTES_MAX: Final = 67_108_864  # held at once; where more was added, all is read as it comes
_GROWTH: Final = 8


class Bookmark(NamedTuple):
    """A place between two commits: where the next one begins, and the digest of the one before."""

    place: Place
    before: bytes


_BEGINNING: Final = Bookmark(Place(1, HEADER_BYTES), NO_DIGEST)


class Found(NamedTuple):
    """A record, and where its commit begins. Copy the payload, or let go of it, to free memory."""

    record: Record
    commit: Bookmark


class JournalFollower:
    """One journal, and how far it was read."""

    def __init__(self, disk: Disk, chain_id: bytes) -> None:
        """Nothing is read yet."""
        self._disk = disk
        self._chain_id = chain_id
        self._walk: _Walk | None = None  # as far as was read; None before it was, or if that failed

    def read(self) -> Iterator[Found]:
        """Every record, from the first. Raises as `praya.storage.reading.survey_steadily`."""
        self._walk = None
        extent = survey_steadily(self._disk, self._chain_id).extent
        walk = _Walk(self._disk, extent.identity, _BEGINNING)
        yield from walk.records(extent.end.segment)
        if walk.mark.place < extent.end and extent.end.offset > 0:
            walk.refuse()
        self._walk = walk

    def added(self) -> list[Found] | None:
        """What follows the last record that was read; None where all is to be read again, also
        because it is more than is held at once.

        Raises JOURNAL_VERSION_UNKNOWN, DISK_FAILED.
        """
        walk, self._walk = self._walk, None
        anchor = read_anchor(self._disk)
        if walk is None or isinstance(anchor, Damage) or not walk.stands(anchor.identity):
            return None
        found, size = list[Found](), 0
        for one in walk.records(anchor.place.segment):
            size += len(one.record.payload)
            if size > ADDED_BYTES_MAX:
                return None
            found.append(one)
        if not walk.is_whole or not walk.fits(anchor):
            return None
        self._walk = walk
        return found

    def again(self, mark: Bookmark) -> Iterator[Found]:
        """The records from a commit on that was read before, to the last that was.

        Raises JOURNAL_DAMAGED where something else stands there now, DISK_FAILED.
        """
        require(self._walk is not None, "what is read again was read")
        end = self._walk.mark.place  # type: ignore[union-attr]
        walk = _Walk(self._disk, self._walk.identity, mark)  # type: ignore[union-attr]
        for found in walk.records(end.segment):
            if found.commit.place >= end:
                return
            yield found
        if walk.mark.place < end:
            walk.refuse()


class _Walk:
    """A way through a journal, commit by commit, each of which must name the one before."""

    def __init__(self, disk: Disk, identity: Identity, mark: Bookmark) -> None:
        self._disk = disk
        self._names = disk.names()  # a segment is there before the writer enters it
        self._last: CommitHeader | None = None
        self.identity = identity
        self.mark = mark  # behind the last commit
        self.is_whole = True  # nothing but zeros stood where it ended

    def records(self, entered: int) -> Iterator[Found]:
        """Go on as far as commits stand; `entered` is the last segment that the writer entered."""
        self.is_whole = True
        while True:
            yield from self._of_segment()
            number = self.mark.place.segment + 1
            if not self.is_whole or number > entered:
                return
            block = self._read(Place(number, 0), HEADER_BYTES)
            header = parse_segment_header(block)
            if header is None:
                # Entered, and its header is still to be written.
                self.is_whole = len(block) > 0 and _is_blank(block)
                return
            fits = header.identity == self.identity and header.number == number
            self.is_whole = fits and header.before.digest == self.mark.before
            if not self.is_whole:
                return
            self.mark = Bookmark(Place(number, HEADER_BYTES), self.mark.before)

    def stands(self, identity: Identity) -> bool:
        """Whether the last commit is still where it was, in a journal of this identity."""
        last, self._names = self._last, self._disk.names()
        if last is None or identity != self.identity:
            return False
        view = self._read(last.place, last.length)
        return len(view) == last.length and parse_commit(view, 0, identity) == last

    def fits(self, anchor: Anchor) -> bool:
        """Whether this end is one that the anchor allows."""
        if anchor.is_clean:
            is_sealed = self._last is not None and self._last.is_seal
            return is_sealed and self.mark.place == anchor.place
        return self.mark.place >= anchor.place

    def refuse(self) -> None:
        """Raise JOURNAL_DAMAGED for what stands here."""
        segment, offset = self.mark.place
        refuse(Damage(segment_name(segment), offset, Flaw.COMMIT_DAMAGED))

    def _of_segment(self) -> Iterator[Found]:
        """The records of commits in one segment; `is_whole` says whether zeros follow them."""
        start, size = self.mark.place, WINDOW_BYTES
        view = self._read(start, size)
        while self.mark.place.offset < self.identity.segment_bytes:
            at = self.mark.place.offset - start.offset
            commit = parse_commit(view, at, self.identity)
            is_cut = len(view) == size and start.offset + size < self.identity.segment_bytes
            if commit is None and is_cut and (at > 0 or not _is_blank(view)):
                size = WINDOW_BYTES if at > 0 else _GROWTH * size  # it may go on behind the window
                start, view = self.mark.place, self._read(self.mark.place, size)
                continue
            is_next = commit is not None and commit.place == self.mark.place
            if commit is None or not is_next or commit.before != self.mark.before:
                self.is_whole = _is_blank(view[at:])
                return
            for record in unpack_records(view, at, commit):
                yield Found(record, self.mark)
            self._last = commit
            end = self.mark.place.offset + commit.length
            self.mark = Bookmark(Place(commit.place.segment, end), commit.link.digest)

    def _read(self, place: Place, length: int) -> memoryview:
        """Fewer bytes where the file ends, or is gone."""
        name = segment_name(place.segment)
        if name not in self._names:
            return memoryview(b"")
        within = min(length, self.identity.segment_bytes - place.offset)
        return self._disk.read(name, place.offset, within)


def _is_blank(view: memoryview) -> bool:
    return not len(view) or not np.frombuffer(view, np.uint8).any()
