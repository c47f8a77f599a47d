"""Snapshots: what goes in comes out, every damaged byte is noticed, two are kept."""

from collections.abc import Iterator

import numpy as np
import pytest
from journal_cases import refusal

from praya.base.errors import Bug
from praya.storage.disk import FolderDisk, MemoryDisk
from praya.storage.inspection import inspect_folder
from praya.storage.recovery import Flaw
from praya.storage.snapshots import list_snapshots, read_snapshot, snapshot_name, write_snapshot

Sections = list[tuple[str, memoryview]]


def sections() -> Sections:
    columns = np.arange(300, dtype=np.int64).reshape(100, 3)
    return [
        ("positions", columns.data),
        ("empty", memoryview(b"")),
        ("odd", memoryview(b"x" * 65)),
    ]


def written(height: int = 12, header: bytes = b"the header") -> MemoryDisk:
    disk = MemoryDisk()
    write_snapshot(disk, height, header, sections())
    return disk


def test_a_snapshot_is_read_as_it_was_written() -> None:
    header, found = read_snapshot(written(), 12)
    assert header == b"the header"
    assert list(found) == ["positions", "empty", "odd"]
    assert np.frombuffer(found["positions"], np.int64).tolist() == list(range(300))
    assert (bytes(found["empty"]), bytes(found["odd"])) == (b"", b"x" * 65)


@pytest.mark.parametrize("header", [b"", b"h" * 64, b"h" * 100_000])
def test_headers_and_sections_of_any_length_pass(header: bytes) -> None:
    assert read_snapshot(written(header=header), 12)[0] == header
    disk = MemoryDisk()
    write_snapshot(disk, 0, header, [])
    assert read_snapshot(disk, 0) == (header, {})


def test_sections_start_on_64_byte_boundaries_of_the_file() -> None:
    content = bytes(written().files[snapshot_name(12)])
    assert content.index(np.arange(300, dtype=np.int64).tobytes()) % 64 == 0
    assert content.index(b"x" * 65) % 64 == 0


def test_the_newest_two_are_kept() -> None:
    disk = MemoryDisk()
    for height in [5, 80, 9, 1_000, 70]:
        write_snapshot(disk, height, b"", sections())
    assert list_snapshots(disk) == [1_000, 80]


def test_every_flipped_byte_is_noticed() -> None:
    disk = written()
    content = disk.files[snapshot_name(12)]
    for offset in range(len(content)):
        content[offset] ^= 1 << offset % 8
        values = refusal("SNAPSHOT_DAMAGED", lambda: read_snapshot(disk, 12))
        assert values["file"] == snapshot_name(12)
        content[offset] ^= 1 << offset % 8
    print(f"{len(content)} flips")
    assert len(content) > 2_900


def test_every_truncation_and_anything_added_is_noticed() -> None:
    disk = written()
    content = bytes(disk.files[snapshot_name(12)])
    for length in range(0, len(content), 7):
        disk.files[snapshot_name(12)] = bytearray(content[:length])
        refusal("SNAPSHOT_DAMAGED", lambda: read_snapshot(disk, 12))
    for added in (b"\0", bytes(64), content):
        disk.files[snapshot_name(12)] = bytearray(content + added)
        refusal("SNAPSHOT_DAMAGED", lambda: read_snapshot(disk, 12))


def test_a_snapshot_under_another_height_is_noticed() -> None:
    disk = written()
    disk.files[snapshot_name(13)] = disk.files[snapshot_name(12)]
    refusal("SNAPSHOT_DAMAGED", lambda: read_snapshot(disk, 13))
    assert [damage.flaw for damage in inspect_folder(disk)][-1] == Flaw.SNAPSHOT_DAMAGED


def test_a_missing_snapshot_is_refused() -> None:
    assert refusal("SNAPSHOT_MISSING", lambda: read_snapshot(written(), 11)) == {"height": 11}


@pytest.mark.parametrize("names", [["a", "a"], [""], ["n" * 65]])
def test_a_section_without_a_name_of_its_own_is_a_bug(names: list[str]) -> None:
    disk = MemoryDisk()
    with pytest.raises(Bug):
        write_snapshot(disk, 1, b"", [(name, memoryview(b"")) for name in names])
    assert disk.files == {}


def test_sections_that_fail_on_the_way_leave_the_folder_as_it_was(tmp_path: object) -> None:
    disk = FolderDisk(str(tmp_path))
    write_snapshot(disk, 1, b"", sections())

    def failing() -> Iterator[tuple[str, memoryview]]:
        yield "first", memoryview(bytes(3_000_000))
        raise KeyError

    with pytest.raises(KeyError):
        write_snapshot(disk, 2, b"", failing())
    assert list(disk.names()) == [snapshot_name(1)]
    assert list_snapshots(disk) == [1]
    write_snapshot(disk, 2, b"", sections())
    assert list_snapshots(disk) == [2, 1]


def test_a_snapshot_larger_than_the_steps_of_writing_passes_through_files(tmp_path: object) -> None:
    disk = FolderDisk(str(tmp_path))
    large = np.arange(400_001, dtype=np.int64)
    write_snapshot(disk, 3, b"head", [("large", large.data), *sections()])
    header, found = read_snapshot(disk, 3)
    assert header == b"head"
    assert np.array_equal(np.frombuffer(found["large"], np.int64), large)
