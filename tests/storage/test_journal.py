"""The journal on whole disks: what goes in comes out, at every boundary, and limits hold."""

from collections.abc import Iterable
from itertools import pairwise

import pytest
from journal_cases import (
    CHAIN,
    LARGEST,
    SALT,
    SEGMENT,
    created,
    record,
    refusal,
    sealed_store,
    told,
)

from praya.base.errors import Bug
from praya.storage.anchor import ANCHOR_NAME
from praya.storage.commits import Record, RecordKind
from praya.storage.disk import MemoryDisk
from praya.storage.inspection import inspect_folder
from praya.storage.journal import Journal
from praya.storage.reading import read_journal


def test_what_is_appended_is_read_back_in_order() -> None:
    journal = created(MemoryDisk())
    written = [
        record(height, size) for height, size in enumerate([0, 1, 63, 64, 65, 4_096, 30_000])
    ]
    journal.append(written[:3])
    journal.append(written[3:])
    assert told(journal.records()) == told(written)


def test_every_payload_starts_on_a_64_byte_boundary_of_its_file() -> None:
    disk = MemoryDisk()
    journal = created(disk)
    marks = [bytes([number]) * 16 for number in range(1, 9)]
    journal.append([Record(1, 1, i, 0, mark + bytes(i)) for i, mark in enumerate(marks)])
    offsets = [disk.files["journal-00000001.seg"].index(mark) for mark in marks]
    assert [offset % 64 for offset in offsets] == [0] * 8


def test_no_records_make_no_commit() -> None:
    journal = created(MemoryDisk())
    before = journal.end
    journal.append([])
    assert journal.end == before


@pytest.mark.parametrize("size", [LARGEST - 1, LARGEST])
def test_the_largest_record_fills_a_segment_alone(size: int) -> None:
    disk = MemoryDisk()
    journal = created(disk)
    for height in range(3):
        journal.append([record(height, size)])
    assert journal.end == (3, SEGMENT)
    journal.seal()
    assert told(Journal.open(disk, CHAIN).records()) == told(record(h, size) for h in range(3))


@pytest.mark.parametrize("size", [LARGEST + 1, SEGMENT, 3 * SEGMENT])
def test_a_record_past_the_segment_is_refused_and_nothing_is_written(size: int) -> None:
    disk = MemoryDisk()
    journal = created(disk)
    before = dict(disk.files)
    values = refusal("RECORD_TOO_LARGE", lambda: journal.append([record(1), record(2, size)]))
    assert values == {"bytes": size, "bytes_max": LARGEST}
    assert disk.files == before
    journal.append([record(1)])
    assert told(journal.records()) == told([record(1)])


@pytest.mark.parametrize("count", [12, 13, 14, 15, 16, 60])
def test_a_group_is_split_over_segments_in_order(count: int) -> None:
    disk = MemoryDisk()
    journal = created(disk)
    written = [record(height, 4_000) for height in range(count)]
    journal.append(written)
    assert told(Journal.open(disk, CHAIN).records()) == told(written)
    assert journal.end.segment == -(-count // 14)


def test_a_commit_ends_exactly_with_its_segment_and_the_next_begins_one() -> None:
    disk = MemoryDisk()
    journal = created(disk)
    for height in range(15):
        journal.append([record(height)])
    assert journal.end == (1, SEGMENT)
    journal = Journal.open(disk, CHAIN)
    assert journal.end == (1, SEGMENT)
    journal.append([record(15)])
    assert journal.end == (2, 8_192)
    assert told(Journal.open(disk, CHAIN).records()) == told(record(h) for h in range(16))


def test_a_seal_in_a_full_segment_goes_into_the_next() -> None:
    disk = MemoryDisk()
    journal = created(disk)
    for height in range(15):
        journal.append([record(height)])
    journal.seal()
    assert journal.end == (2, 8_192)
    assert list(inspect_folder(disk)) == []


@pytest.mark.parametrize("from_height", [0, 1, 3, 4, 7, 8, 11, 12])
def test_reading_starts_at_a_height(from_height: int) -> None:
    disk = sealed_store()
    heights = {r.height for r in Journal.open(disk, CHAIN).records(from_height)}
    assert heights == {height for height in range(1, 12) if height >= from_height}


def test_a_close_after_the_next_blocks_envelope_is_found_from_its_height() -> None:
    journal = created(MemoryDisk())
    journal.append([record(8, 60_000)])
    journal.append([record(9, 60_000)])
    journal.append([Record(RecordKind.CLOSE, 8, 1, 5, b"header")])
    assert [(r.kind, r.height) for r in journal.records(8)] == [(1, 8), (1, 9), (2, 8)]
    assert [(r.kind, r.height) for r in journal.records(9)] == [(1, 9)]


def test_the_next_segment_is_there_before_the_current_is_full() -> None:
    disk = MemoryDisk()
    journal = created(disk)
    for height in range(40):
        journal.append([record(height)])
        assert f"journal-{journal.end.segment + 1:08d}.seg" in disk.files
        assert len(disk.files) == journal.end.segment + 2


def test_a_segment_is_written_once() -> None:
    disk = MemoryDisk()
    journal = created(disk)
    written: set[tuple[str, int]] = set()
    plain = disk.write

    def watched(name: str, offset: int, data: memoryview) -> None:
        blocks = {(name, block) for block in range(offset, offset + len(data), 4_096)}
        assert not blocks & written
        written.update(blocks)
        plain(name, offset, data)

    disk.write = watched  # type: ignore[method-assign]
    for height in range(60):
        journal.append([record(height, 3_000 * (height % 5))])
    journal.seal()
    assert len(written) > 60


def test_opening_and_stopping_again_changes_nothing() -> None:
    disk = sealed_store()
    before = dict(disk.files)
    journal = Journal.open(disk, CHAIN)
    journal.seal()
    assert disk.files == before


def test_a_stopped_journal_is_appended_to_further() -> None:
    disk = MemoryDisk()
    journal = created(disk)
    for height in range(50):
        journal.append([record(height, 2_000)])
        journal.seal()
        if height % 3 == 0:
            journal = Journal.open(disk, CHAIN)
        assert list(inspect_folder(disk)) == []
    assert [r.height for r in journal.records()] == list(range(50))


def test_a_reader_needs_no_writer_and_writes_nothing() -> None:
    disk = MemoryDisk()
    journal = created(disk)
    journal.append([record(1), record(2)])
    torn = bytes([7]) * 4_096
    disk.write("journal-00000001.seg", journal.end.offset, memoryview(torn))
    before = dict(disk.files)
    assert told(read_journal(disk, CHAIN, 2)) == told([record(2)])
    assert disk.files == before


class WatchedDisk(MemoryDisk):
    """A disk that a reader looks at after every single write."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[list[int]] = []

    def write(self, name: str, offset: int, data: memoryview) -> None:
        super().write(name, offset, data)
        self.look()

    def replace(self, name: str, content: Iterable[bytes | memoryview]) -> None:
        super().replace(name, content)
        if ANCHOR_NAME in self.files:
            self.look()

    def look(self) -> None:
        files = MemoryDisk({name: bytes(content) for name, content in self.files.items()})
        self.seen.append([record.height for record in read_journal(files, CHAIN)])


def test_a_reader_sees_a_prefix_after_every_write_of_a_writer() -> None:
    """Also between a segment that was entered and the header that it gets."""
    disk = WatchedDisk()
    journal = created(disk)
    for height in range(1, 30):
        journal.append([record(height, 9_000)])
        disk.look()
        assert disk.seen[-1] == list(range(1, height + 1))
        if height % 7 == 0:
            journal.seal()
            journal = Journal.open(disk, CHAIN)
    assert len(disk.seen) > 60
    for earlier, later in pairwise(disk.seen):
        assert later[: len(earlier)] == earlier


def test_another_chain_is_refused() -> None:
    disk = sealed_store()
    other = bytes(32)
    values = refusal("JOURNAL_OTHER_CHAIN", lambda: Journal.open(disk, other))
    assert values == {"expected": other.hex(), "found": CHAIN.hex()}
    refusal("JOURNAL_OTHER_CHAIN", lambda: list(read_journal(disk, other)))


def test_an_empty_folder_has_no_journal() -> None:
    refusal("JOURNAL_MISSING", lambda: Journal.open(MemoryDisk(), CHAIN))


def test_a_journal_is_not_made_over_another() -> None:
    for disk in (sealed_store(), MemoryDisk({"journal.anchor": b""})):
        refusal("JOURNAL_EXISTS", lambda disk=disk: Journal.create(disk, CHAIN, SEGMENT))
    used = sealed_store()
    used.remove("journal.anchor")
    refusal("JOURNAL_EXISTS", lambda: Journal.create(used, CHAIN, SEGMENT))
    used = MemoryDisk({"journal-00000001.seg": bytes(used.files["journal-00000001.seg"])})
    refusal("JOURNAL_EXISTS", lambda: Journal.create(used, CHAIN, SEGMENT))


def test_a_creation_cut_short_is_done_again() -> None:
    disk = MemoryDisk()
    created(disk)
    disk.remove("journal.anchor")
    journal = Journal.create(disk, CHAIN, 2 * SEGMENT, SALT)
    journal.append([record(1)])
    assert disk.names()["journal-00000001.seg"] == 2 * SEGMENT


@pytest.mark.parametrize("size", [-1, 0, 4_096, 65_535, 65_537, 67_108_864 + 4_096, 69_632 + 512])
def test_a_segment_size_outside_its_limits_is_refused(size: int) -> None:
    refusal("SEGMENT_SIZE_INVALID", lambda: Journal.create(MemoryDisk(), CHAIN, size))


def test_what_is_no_bytes_is_a_bug() -> None:
    journal = created(MemoryDisk())
    wide = memoryview(bytes(64)).cast("q")
    with pytest.raises(Bug):
        journal.append([Record(1, 1, 0, 0, wide)])
    with pytest.raises(Bug):
        Journal.create(MemoryDisk(), b"short", SEGMENT)
    assert list(journal.records()) == []
