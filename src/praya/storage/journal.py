"""The journal: the append-only, hash-chained truth of a node.

It turns records into durable group commits and gives them back after a stop or a crash. Segments
are entered one after another and never again; the next is zeroed ahead while the current fills.
This file must not know what a record means, nor how a disk is made durable.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from praya.base.errors import PrayaError, fail, require
from praya.base.limits import BLOCK_DEVICE_BYTES, SEGMENT_BYTES_MAX, SEGMENT_BYTES_MIN
from praya.kernel.ports import Disk
from praya.storage.anchor import ANCHOR_NAME, Anchor, pack_anchor
from praya.storage.commits import (
    COMMIT_HEADER_BYTES,
    CommitHeader,
    Record,
    commit_bytes,
    pack_commit,
    record_bytes,
)
from praya.storage.files import aligned_memory
from praya.storage.reading import read_records, require_chain
from praya.storage.recovery import Damage, Extent, Survey, cut, read_anchor, refuse, survey
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
from praya.storage.zeroing import zero_pieces

_MEMORY_BYTES = 1_048_576  # a first commit buffer; it grows to what a commit needs


class _Part(NamedTuple):
    """Records that go into one segment as one commit."""

    segment: int
    records: list[Record]
    records_bytes: int


class Journal:
    """The journal of one folder, open for appending by one thread.

    A call that raises after it began to write leaves the journal refusing every later append: what
    the disk holds is then found out by opening it again.
    """

    def __init__(self, disk: Disk, found: Survey) -> None:
        """Go on after `found`, a survey without damage: see `open`."""
        self._disk = disk
        self._uncut: Survey | None = found
        self._anchor = found.anchor
        self._identity = found.extent.identity
        self._end = found.extent.end
        self._heights = list(found.extent.heights)
        self._link = found.link
        self._files = found.files
        self._spare_begun = False
        self._spare_refused = False
        self._refusal: PrayaError | None = None
        self._memory = aligned_memory(min(_MEMORY_BYTES, self._identity.segment_bytes))
        self.torn = found.tail

    @classmethod
    def create(
        cls, disk: Disk, chain_id: bytes, segment_bytes: int, salt: bytes = bytes(16)
    ) -> "Journal":
        """Make an empty journal for the ledger `chain_id` (32 bytes).

        `segment_bytes` is a multiple of 4,096 from 64 KiB to 64 MiB. `salt` is 16 bytes that
        participants cannot know (see `praya.storage.commits`). A creation that was interrupted is
        simply done again. Raises JOURNAL_EXISTS, SEGMENT_SIZE_INVALID, and what `Disk` raises.
        """
        require(len(chain_id) == 32 and len(salt) == 16, "chain id has 32 bytes, salt 16")
        _validate_segment_bytes(segment_bytes)
        _check_empty(disk)
        identity = Identity(chain_id, salt, segment_bytes)
        header = pack_segment_header(identity, 1, FIRST_LINK)
        disk.replace(segment_name(1), [header, *zero_pieces(segment_bytes - HEADER_BYTES)])
        anchor = Anchor(identity, Place(1, 0), FIRST_LINK, files=0)
        disk.replace(ANCHOR_NAME, [pack_anchor(anchor)])
        return cls.open(disk, chain_id)

    @classmethod
    def open(cls, disk: Disk, chain_id: bytes) -> "Journal":
        """Open a journal for appending: check all of it. Nothing is written yet.

        Who trusts what he reads calls `settle`; who refuses it leaves every byte in place, and a
        device that lost some of them can still be put right.
        Raises JOURNAL_MISSING, JOURNAL_OTHER_CHAIN, JOURNAL_VERSION_UNKNOWN, JOURNAL_DAMAGED with
        the first damaged place, and what `Disk` raises.
        """
        anchor = read_anchor(disk)
        if isinstance(anchor, Damage):
            if not _has_journal(disk):
                fail("JOURNAL_MISSING")
            refuse(anchor)
        require_chain(anchor, chain_id)
        found = survey(disk, anchor)
        for damage in found.damages:
            refuse(damage)
        return cls(disk, found)

    @property
    def mode(self) -> str:
        """How durability is had, in words for doctor and bench."""
        return self._disk.mode

    @property
    def end(self) -> Place:
        """The place behind the last durable commit."""
        return self._end

    def append(self, records: Iterable[Record]) -> None:
        """Make records durable, in order, as one group commit; no records, no commit.

        What does not fit the current segment goes into the next, as a commit of its own: after a
        crash on the way a first part of the records may be there, in order. Raises
        RECORD_TOO_LARGE, or DISK_FULL for a segment that cannot be made, with nothing written and
        the journal as before; whatever else it raises is for ever.
        """
        self._refuse_after_failure()
        wanted = list(records)
        if not wanted:
            return
        self.settle()
        parts = _plan(wanted, self._end, self._identity.segment_bytes)
        self._leave_clean_stop()
        self._make_segments(parts[-1].segment)
        before = self._end
        for part in parts:
            self._commit(part, is_seal=False)
        require(self._end > before, "an append moves the end")
        self._begin_spare()

    def seal(self) -> None:
        """Stop cleanly: a durable seal, after which every byte is accounted for.

        The journal may be appended to again. Raises what `append` raises.
        """
        self._refuse_after_failure()
        if self._anchor.is_clean:
            return
        self.settle()
        room = self._identity.segment_bytes - self._end.offset
        segment = self._end.segment + (room < commit_bytes(0))
        self._make_segments(segment)
        self._finish_spare()
        self._commit(_Part(segment, [], 0), is_seal=True)
        self._set_anchor(Anchor(self._identity, self._end, self._link, self._files))

    def settle(self) -> None:
        """Make durable what an opening found, and cut what a crash tore: before the first answer.

        The last bytes may be in the system's cache alone. Raises what `Disk` raises, for ever.
        """
        if self._uncut is None:
            return
        try:
            self._end = cut(self._disk, self._uncut).extent.end
        except PrayaError as refusal:
            self._refusal = refusal
            raise
        self._uncut = None

    def records(self, from_height: int = 0) -> Iterator[Record]:
        """Give the durable records of `from_height` and above, in the order of appending.

        Payloads are read-only views into whole segments. Raises JOURNAL_DAMAGED, DISK_FAILED.
        """
        return read_records(self._disk, self._extent(), from_height)

    def _extent(self) -> Extent:
        return Extent(self._identity, self._end, tuple(self._heights))

    def _refuse_after_failure(self) -> None:
        if self._refusal is not None:
            raise PrayaError(self._refusal.code, **self._refusal.values)

    def _commit(self, part: _Part, *, is_seal: bool) -> None:
        """Write one commit. From here on a failure is kept for ever."""
        try:
            if part.segment != self._end.segment:
                self._enter(part.segment)
            self._write(part, is_seal=is_seal)
        except PrayaError as refusal:
            self._refusal = refusal
            raise

    def _enter(self, segment: int) -> None:
        start = Place(segment, 0)
        self._set_anchor(Anchor(self._identity, start, self._link, files=0))
        header = memoryview(pack_segment_header(self._identity, segment, self._link))
        self._disk.write(segment_name(segment), 0, header)
        self._end = Place(segment, HEADER_BYTES)
        self._heights.append(0)
        self._spare_refused = False

    def _write(self, part: _Part, *, is_seal: bool) -> None:
        highest = max((record.height for record in part.records), default=0)
        header = CommitHeader(
            length=commit_bytes(part.records_bytes),
            link=Link(self._link.sequence + 1, b""),
            place=self._end,
            durable=self._end,
            height_highest=highest,
            records=len(part.records),
            is_seal=is_seal,
            before=self._link.digest,
        )
        memory = self._room(header.length)
        digest = pack_commit(memory, self._identity, header, part.records)
        name = segment_name(self._end.segment)
        self._disk.write(name, self._end.offset, memory[: header.length])
        self._link = Link(header.link.sequence, digest)
        self._end = Place(self._end.segment, self._end.offset + header.length)
        self._heights[-1] = max(self._heights[-1], highest)

    def _room(self, length: int) -> memoryview:
        if len(self._memory) < length:
            wanted = max(length, 2 * len(self._memory))
            self._memory = aligned_memory(min(wanted, self._identity.segment_bytes))
        return self._memory

    def _leave_clean_stop(self) -> None:
        if self._anchor.is_clean:
            self._set_anchor(self._anchor._replace(files=0))

    def _set_anchor(self, anchor: Anchor) -> None:
        self._disk.replace(ANCHOR_NAME, [pack_anchor(anchor)])
        self._anchor = anchor

    def _make_segments(self, segment: int) -> None:
        """See to it that all segments up to this one are there. Raises DISK_FULL."""
        if segment > self._files:
            self._finish_spare()
        while segment > self._files:
            name = segment_name(self._files + 1)
            self._disk.zeroing.begin(name, self._identity.segment_bytes)
            self._disk.zeroing.finish()
            self._files += 1

    def _begin_spare(self) -> None:
        """Start on the next segment; without room for it the current one is still filled."""
        if self._spare_begun or self._spare_refused or self._files > self._end.segment:
            return
        try:
            name = segment_name(self._files + 1)
            self._disk.zeroing.begin(name, self._identity.segment_bytes)
            self._spare_begun = True
        except PrayaError as refusal:
            self._refuse_spare(refusal)

    def _finish_spare(self) -> None:
        if not self._spare_begun:
            return
        self._spare_begun = False
        try:
            self._disk.zeroing.finish()
            self._files += 1
        except PrayaError as refusal:
            self._refuse_spare(refusal)

    def _refuse_spare(self, refusal: PrayaError) -> None:
        if refusal.code != "DISK_FULL":
            self._refusal = refusal
            raise refusal
        self._spare_refused = True


def _plan(records: list[Record], end: Place, segment_bytes: int) -> list[_Part]:
    """Divide records over the room that is left and the segments after it."""
    parts: list[_Part] = []
    segment, offset = end
    part = _Part(segment, [], 0)
    for record in records:
        size = record_bytes(_payload_bytes(record))
        if HEADER_BYTES + commit_bytes(size) > segment_bytes:
            largest = segment_bytes - HEADER_BYTES - COMMIT_HEADER_BYTES - record_bytes(0)
            fail("RECORD_TOO_LARGE", bytes=len(record.payload), bytes_max=largest)
        if offset + commit_bytes(part.records_bytes + size) > segment_bytes:
            parts.append(part)
            segment, offset = segment + 1, HEADER_BYTES
            part = _Part(segment, [], 0)
        part.records.append(record)
        part = part._replace(records_bytes=part.records_bytes + size)
    parts.append(part)
    return [part for part in parts if part.records]


def _payload_bytes(record: Record) -> int:
    payload = memoryview(record.payload)
    require(payload.format == "B" and payload.contiguous, "a payload is bytes")
    return payload.nbytes


def _validate_segment_bytes(segment_bytes: int) -> None:
    inside = SEGMENT_BYTES_MIN <= segment_bytes <= SEGMENT_BYTES_MAX
    if not inside or segment_bytes % BLOCK_DEVICE_BYTES:
        fail(
            "SEGMENT_SIZE_INVALID",
            bytes=segment_bytes,
            bytes_min=SEGMENT_BYTES_MIN,
            bytes_max=SEGMENT_BYTES_MAX,
        )


def _has_journal(disk: Disk) -> bool:
    return any(segment_number(name) is not None for name in disk.names())


def _check_empty(disk: Disk) -> None:
    """Refuse a folder with a journal; the first segment of a creation cut short is none."""
    names = disk.names()
    numbers = [number for number in map(segment_number, names) if number is not None]
    if ANCHOR_NAME in names or numbers not in ([], [1]):
        fail("JOURNAL_EXISTS")
    if numbers and not _is_unused(disk.read(segment_name(1))):
        fail("JOURNAL_EXISTS")


def _is_unused(view: memoryview) -> bool:
    header = parse_segment_header(view[:HEADER_BYTES])
    return header is not None and not any(view[HEADER_BYTES:])
