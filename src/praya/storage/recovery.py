"""Reading a journal as it was left: where it ends, what a crash tore, and what is damaged.

A survey changes nothing. The rule it follows: bytes that an intact later witness (a later commit
or segment, the anchor, a seal) calls durable must be intact, or they are damage; what no witness
covers and does not decode is a torn tail. A survey goes on after damage, so that one reading finds
all of it. This file must not know how records are used.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import NamedTuple, NoReturn

import numpy as np

from praya.base.errors import fail
from praya.base.limits import BLOCK_DEVICE_BYTES
from praya.kernel.ports import Disk
from praya.storage.anchor import ANCHOR_NAME, Anchor, parse_anchor
from praya.storage.commits import MAGIC, CommitHeader, parse_commit
from praya.storage.segments import (
    FIRST_LINK,
    HEADER_BYTES,
    Identity,
    Link,
    Place,
    pack_segment_header,
    parse_segment_header,
    segment_name,
    segment_number,
)

_CUT_BYTES = 1_048_576  # a torn tail is zeroed in steps of this size
_MAGIC_WORD = int.from_bytes(MAGIC, "little")


class Flaw(Enum):
    """What is wrong with a stored byte."""

    ANCHOR_MISSING = "ANCHOR_MISSING"
    ANCHOR_DAMAGED = "ANCHOR_DAMAGED"
    SEGMENT_MISSING = "SEGMENT_MISSING"
    SEGMENT_EXTRA = "SEGMENT_EXTRA"
    SEGMENT_SIZE = "SEGMENT_SIZE"
    SEGMENT_MISPLACED = "SEGMENT_MISPLACED"
    HEADER_DAMAGED = "HEADER_DAMAGED"
    COMMIT_DAMAGED = "COMMIT_DAMAGED"
    COMMIT_MISPLACED = "COMMIT_MISPLACED"
    COMMITS_MISSING = "COMMITS_MISSING"
    CHAIN_BROKEN = "CHAIN_BROKEN"
    END_DIFFERS = "END_DIFFERS"
    NOT_ZERO = "NOT_ZERO"
    SNAPSHOT_DAMAGED = "SNAPSHOT_DAMAGED"


class Damage(NamedTuple):
    """One damaged place. `offset` is where the damaged thing starts in its file, in bytes."""

    file: str
    offset: int
    flaw: Flaw


class Tail(NamedTuple):
    """What a crash left behind the last intact commit; no part of it was acknowledged."""

    place: Place
    length: int  # bytes to be zeroed, 0 where all is zero


class Extent(NamedTuple):
    """What can be read of a journal."""

    identity: Identity
    end: Place
    heights: tuple[int, ...]  # the greatest height in each segment from the first, else 0


@dataclass(frozen=True, slots=True)
class Survey:
    """A journal as it was found."""

    anchor: Anchor
    extent: Extent
    link: Link  # the last commit
    files: int  # segment files that are there without a gap
    tail: Tail
    damages: tuple[Damage, ...]
    newest: Place  # where the last commit starts, or a segment header behind it


def refuse(damage: Damage) -> NoReturn:
    """Raise JOURNAL_DAMAGED for one damaged place."""
    fail("JOURNAL_DAMAGED", file=damage.file, offset=damage.offset, what=damage.flaw.value)


def read_anchor(disk: Disk) -> Anchor | Damage:
    """Read the anchor. Raises JOURNAL_VERSION_UNKNOWN."""
    if ANCHOR_NAME not in disk.names():
        return Damage(ANCHOR_NAME, 0, Flaw.ANCHOR_MISSING)
    return parse_anchor(disk.read(ANCHOR_NAME)) or Damage(ANCHOR_NAME, 0, Flaw.ANCHOR_DAMAGED)


def survey(disk: Disk, anchor: Anchor) -> Survey:
    """Walk the whole journal that `anchor` belongs to; every damage is in the answer."""
    walk = _Walk(disk, anchor)
    for number in range(1, anchor.place.segment + 1):
        walk.segment(number)
    walk.finish()
    walk.spares()
    return walk.survey()


def cut(disk: Disk, found: Survey) -> Survey:
    """Write again what stands last, zero the torn tail, and make the segment header that went.

    Gives the survey with the end to append at. Interrupted, it is simply done again: until it is
    through, nothing is appended and nobody is answered.
    """
    place, length = found.tail
    name = segment_name(place.segment)
    if found.extent.end.offset > 0 and not found.anchor.is_clean:
        _write_again(disk, found.newest, found.extent.end)  # as it was read, so before any other
    for start in range(0, length, _CUT_BYTES):
        zeros = memoryview(bytes(min(_CUT_BYTES, length - start)))
        disk.write(name, place.offset + start, zeros)
    if found.extent.end.offset > 0:
        return found
    header = pack_segment_header(found.extent.identity, place.segment, found.link)
    disk.write(name, 0, memoryview(header))
    end = Place(place.segment, HEADER_BYTES)
    return replace(found, extent=found.extent._replace(end=end))


def _write_again(disk: Disk, start: Place, end: Place) -> None:
    """Make the last thing written durable: it may be in the system's cache alone.

    So it is after a process was killed before it synchronised; and after a synchronisation that
    failed, no later one brings it to the device unless it is written again.
    """
    name = segment_name(start.segment)
    disk.write(name, start.offset, disk.read(name, start.offset, end.offset - start.offset))


class _Walk:
    """One walk through a journal: the chain so far, and the damage so far."""

    def __init__(self, disk: Disk, anchor: Anchor) -> None:
        self._disk = disk
        self._anchor = anchor
        self._identity = anchor.identity
        self._sizes = _segment_sizes(disk)
        self._link: Link | None = FIRST_LINK  # None after damage, until a header tells again
        self._last = FIRST_LINK
        self._end = self._newest = Place(1, 0)
        self._tail = Tail(anchor.place, 0)
        self._heights: list[int] = []
        self._sealed = False
        self._damages: list[Damage] = []

    def survey(self) -> Survey:
        """What the walk found."""
        files = self._contiguous()
        extent = Extent(self._identity, self._end, tuple(self._heights))
        damages = tuple(self._damages)
        return Survey(self._anchor, extent, self._last, files, self._tail, damages, self._newest)

    def segment(self, number: int) -> None:
        """Walk one segment that was entered."""
        self._heights.append(0)
        if number not in self._sizes:
            self._damage(Place(number, 0), Flaw.SEGMENT_MISSING)
            self._link = None
            return
        view = self._read(number)
        self._compare_anchor(Place(number, 0))
        if self._walk_header(view, number):
            self._newest = Place(number, 0)
            self._end = Place(number, HEADER_BYTES)
            self._walk_commits(view, number)

    def finish(self) -> None:
        """Compare the end of the walk with what the anchor says of it."""
        if self._link is None:
            return
        if self._end < self._anchor.place:
            self._damage(self._end, Flaw.COMMITS_MISSING)
        elif self._anchor.is_clean and (self._end != self._anchor.place or not self._sealed):
            self._damage(self._anchor.place, Flaw.END_DIFFERS)

    def spares(self) -> None:
        """Look at the segments made ahead: whole, zero, and no gap before any.

        A clean stop says how many there are. A crash may leave several: a group commit that needs
        more than one makes all of them before it enters the first.
        """
        last = self._anchor.place.segment
        required = self._anchor.files or last
        allowed = self._anchor.files or self._contiguous()
        for number in range(last + 1, required + 1):
            if number not in self._sizes:
                self._damage(Place(number, 0), Flaw.SEGMENT_MISSING)
        for number in self._sizes:
            if number > allowed or number == 0:
                self._damage(Place(number, 0), Flaw.SEGMENT_EXTRA)
            elif number > last:
                self._report_nonzero(self._read(number), Place(number, 0))

    def _contiguous(self) -> int:
        files = 0
        while files + 1 in self._sizes:
            files += 1
        return files

    def _damage(self, place: Place, flaw: Flaw) -> None:
        self._damages.append(Damage(segment_name(place.segment), place.offset, flaw))

    def _read(self, number: int) -> memoryview:
        size = self._sizes[number]
        expected = self._identity.segment_bytes
        if size != expected:
            self._damage(Place(number, min(size, expected)), Flaw.SEGMENT_SIZE)
        return self._disk.read(segment_name(number), 0, expected)

    def _may_be_torn(self, place: Place) -> bool:
        return not self._anchor.is_clean and place >= self._anchor.place

    def _compare_anchor(self, place: Place) -> None:
        """At the anchor's place, the chain must be the one it names."""
        if place != self._anchor.place:
            return
        if self._link is not None and self._link != self._anchor.link:
            self._damage(self._end, Flaw.COMMITS_MISSING)
        self._link = self._last = self._anchor.link

    def _walk_header(self, view: memoryview, number: int) -> bool:
        """Check the first block; False where the commits after it are not to be walked."""
        start = Place(number, 0)
        header = parse_segment_header(view[:HEADER_BYTES])
        if header is None:
            if self._may_be_torn(start) and not self._has_witness(view, start):
                self._end = start
                self._tail = Tail(start, _nonzero_bytes(view))
                return False
            self._damage(start, Flaw.HEADER_DAMAGED)
            return True
        if header.identity != self._identity or header.number != number:
            self._damage(start, Flaw.SEGMENT_MISPLACED)
            self._link = None
            return False
        if self._link is not None and header.before != self._link:
            self._damage(self._end, Flaw.COMMITS_MISSING)
        self._link = self._last = header.before
        return True

    def _walk_commits(self, view: memoryview, number: int) -> None:
        offset = HEADER_BYTES
        while offset < len(view):
            self._compare_anchor(Place(number, offset))
            commit = parse_commit(view, offset, self._identity)
            if commit is not None and commit.place == (number, offset):
                self._accept(commit)
                offset += commit.length
                continue
            resumed = self._pass_gap(view, Place(number, offset))
            if resumed is None:
                return
            offset = resumed
        self._compare_anchor(Place(number, offset))
        self._tail = Tail(Place(number, offset), 0)

    def _accept(self, commit: CommitHeader) -> None:
        expected = self._link
        follows = expected is None or (
            commit.before == expected.digest and commit.link.sequence == expected.sequence + 1
        )
        if not follows:
            self._damage(commit.place, Flaw.CHAIN_BROKEN)
        self._link = self._last = commit.link
        self._sealed = commit.is_seal
        self._newest = commit.place
        self._end = Place(commit.place.segment, commit.place.offset + commit.length)
        self._heights[-1] = max(self._heights[-1], commit.height_highest)

    def _pass_gap(self, view: memoryview, start: Place) -> int | None:
        """No commit stands at `start`: tell damage from a tail; give the offset to go on at."""
        for offset, commit in _intact_commits(view, start.offset, self._identity):
            if not self._is_witness(commit, Place(start.segment, offset), start):
                continue
            self._link = None
            if commit.place == (start.segment, offset):
                self._damage(start, Flaw.COMMIT_DAMAGED)
                return offset
            self._damage(Place(start.segment, offset), Flaw.COMMIT_MISPLACED)
            return offset + commit.length
        if self._may_be_torn(start):
            self._tail = Tail(start, _nonzero_bytes(view[start.offset :]))
        elif view[start.offset : start.offset + len(MAGIC)] == MAGIC:
            self._damage(start, Flaw.COMMIT_DAMAGED)
            self._link = None
        else:
            self._report_nonzero(view[start.offset :], start)
        return None

    def _has_witness(self, view: memoryview, start: Place) -> bool:
        return any(
            self._is_witness(commit, Place(start.segment, offset), start)
            for offset, commit in _intact_commits(view, HEADER_BYTES, self._identity)
        )

    def _is_witness(self, commit: CommitHeader, lies: Place, start: Place) -> bool:
        """Tell whether an intact commit proves that `start` was once durable.

        The durable place it names is exclusive: a commit that names just `start` was under way
        together with the one missing there. A commit that lies where it was not meant to be was
        misdirected by the device; no crash does that.
        """
        if not self._may_be_torn(start):
            return True
        return commit.place != lies or commit.durable > start

    def _report_nonzero(self, view: memoryview, start: Place) -> None:
        first = _first_nonzero_block(view)
        if first is not None:
            self._damage(Place(start.segment, start.offset + first), Flaw.NOT_ZERO)


def _segment_sizes(disk: Disk) -> dict[int, int]:
    numbered = ((segment_number(name), size) for name, size in sorted(disk.names().items()))
    return {number: size for number, size in numbered if number is not None}


def _intact_commits(
    view: memoryview, start: int, identity: Identity
) -> Iterator[tuple[int, CommitHeader]]:
    """Give every intact commit on a block boundary from `start`, wherever it was meant to lie."""
    words = np.frombuffer(view[start : len(view) - len(view) % BLOCK_DEVICE_BYTES], "<u8")
    after = 0
    for block in np.flatnonzero(words[:: BLOCK_DEVICE_BYTES // 8] == _MAGIC_WORD).tolist():
        offset = start + block * BLOCK_DEVICE_BYTES
        commit = parse_commit(view, offset, identity) if offset >= after else None
        if commit is not None:
            yield offset, commit
            after = offset + commit.length


def _nonzero_blocks(view: memoryview) -> list[int]:
    """The numbers of the blocks with a byte other than zero; a last short block counts."""
    whole = len(view) - len(view) % BLOCK_DEVICE_BYTES
    blocks = np.frombuffer(view[:whole], np.uint8).reshape(-1, BLOCK_DEVICE_BYTES)
    found: list[int] = np.flatnonzero(blocks.any(axis=1)).tolist()
    if any(view[whole:]):
        found.append(whole // BLOCK_DEVICE_BYTES)
    return found


def _first_nonzero_block(view: memoryview) -> int | None:
    blocks = _nonzero_blocks(view)
    return blocks[0] * BLOCK_DEVICE_BYTES if blocks else None


def _nonzero_bytes(view: memoryview) -> int:
    """How many bytes from the start, in whole blocks, hold something other than zero."""
    blocks = _nonzero_blocks(view)
    return (blocks[-1] + 1) * BLOCK_DEVICE_BYTES if blocks else 0
