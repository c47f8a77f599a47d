"""The folder as a disk: modes, failures that last, and every system call failing once."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest
from journal_cases import CHAIN, SALT, SEGMENT, Told, record, refusal, told

from praya.base.errors import Bug, PrayaError
from praya.storage.disk import FolderDisk, MemoryDisk
from praya.storage.files import SyncMode
from praya.storage.inspection import inspect_folder
from praya.storage.journal import Journal
from praya.storage.zeroing import InlineZeroing

BLOCK = 4_096


def folder_disk(path: Path, mode: SyncMode | None = None) -> FolderDisk:
    disk = FolderDisk(path)
    if mode is not None:
        disk._mode = mode
    return disk


@pytest.mark.parametrize("kind", ["folder", "memory"])
def test_both_disks_do_the_same(kind: str, tmp_path: Path) -> None:
    disk = FolderDisk(tmp_path) if kind == "folder" else MemoryDisk()
    disk.replace("a", [b"one", memoryview(b"two"), bytes(2 * BLOCK - 6)])
    disk.write("a", BLOCK, memoryview(b"z" * BLOCK))
    disk.replace("b", [])
    disk.remove("nothing")
    assert disk.names() == {"a": 2 * BLOCK, "b": 0}
    assert bytes(disk.read("a", 0, 6)) == b"onetwo"
    assert bytes(disk.read("a", BLOCK - 1, 3)) == b"\0zz"
    assert bytes(disk.read("a", 2 * BLOCK - 1, 99)) == b"z"
    assert bytes(disk.read("a", 3 * BLOCK)) == b""
    disk.remove("a")
    disk.replace("b", [b"other"])
    assert {name: bytes(disk.read(name)) for name in disk.names()} == {"b": b"other"}


@pytest.mark.parametrize("kind", ["folder", "memory"])
@pytest.mark.parametrize(("offset", "length"), [(1, BLOCK), (0, 1), (512, BLOCK), (0, BLOCK + 512)])
def test_a_write_beside_the_blocks_is_a_bug(
    kind: str, offset: int, length: int, tmp_path: Path
) -> None:
    disk = FolderDisk(tmp_path) if kind == "folder" else MemoryDisk()
    disk.replace("a", [bytes(4 * BLOCK)])
    with pytest.raises(Bug):
        disk.write("a", offset, memoryview(bytes(length)))


@pytest.mark.parametrize("mode", [None, SyncMode.DATA_SYNC, SyncMode.FULL_SYNC])
def test_a_journal_lives_in_a_folder_in_every_mode(mode: SyncMode | None, tmp_path: Path) -> None:
    disk = folder_disk(tmp_path, mode)
    journal = Journal.create(disk, CHAIN, SEGMENT, SALT)
    written = [record(height, 5_000) for height in range(40)]
    for each in written:
        journal.append([each])
    journal.seal()
    disk.close()
    assert journal.mode in {each.value for each in SyncMode}
    assert journal.mode == (mode.value if mode else journal.mode)
    again = FolderDisk(tmp_path)
    assert list(inspect_folder(again)) == []
    assert told(Journal.open(again, CHAIN).records()) == told(written)


def test_the_mode_is_probed_and_the_second_best_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = os.open

    def no_direct(path: str, flags: int, *rest: int) -> int:
        if flags & getattr(os, "O_DIRECT", 0):
            raise OSError(errno.EINVAL, "Invalid argument")
        return plain(path, flags, *rest)

    monkeypatch.setattr(os, "open", no_direct)
    disk = FolderDisk(tmp_path)
    assert disk.mode in {"fdatasync", "F_FULLFSYNC"}
    assert list(tmp_path.iterdir()) == []
    disk.replace("a", [b"read without direct access too"])
    assert bytes(disk.read("a", 5, 7)) == b"without"


def test_reading_needs_no_right_to_write_and_writes_nothing(tmp_path: Path) -> None:
    writer = FolderDisk(tmp_path)
    Journal.create(writer, CHAIN, SEGMENT, SALT).append([record(1)])
    writer.close()
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert list(inspect_folder(FolderDisk(tmp_path))) == []
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


def test_what_an_interrupted_replacement_left_is_removed_by_the_next_writer(tmp_path: Path) -> None:
    (tmp_path / "journal-00000002.seg.partial").write_bytes(b"half")
    (tmp_path / "notes.txt").write_bytes(b"kept")
    disk = FolderDisk(tmp_path)
    assert disk.names() == {"notes.txt": 4}
    disk.replace("a", [b"x"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "notes.txt"]


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    values = refusal("FOLDER_MISSING", lambda: FolderDisk(tmp_path / "none"))
    assert values == {"dir": str(tmp_path / "none")}


def test_a_missing_file_is_refused_and_the_disk_goes_on(tmp_path: Path) -> None:
    for disk in (FolderDisk(tmp_path), MemoryDisk()):
        assert refusal("DISK_FAILED", lambda disk=disk: disk.read("none"))["action"] == "read"
        assert disk.names() == {}


@pytest.mark.skipif(sys.platform != "linux", reason="/sys takes no files, even from root")
def test_a_read_only_folder_is_refused() -> None:
    """Modes of a folder do not bind root; /sys does."""
    disk = FolderDisk("/sys")
    assert refusal("FOLDER_READ_ONLY", lambda: disk.replace("a", [b""])) == {"dir": "/sys"}
    refusal("FOLDER_READ_ONLY", lambda: disk.mode)
    refusal("FOLDER_READ_ONLY", lambda: Journal.create(disk, CHAIN, SEGMENT))
    assert disk.names() is not None


LIMITED = """
import resource, sys
from praya.storage.disk import FolderDisk
from praya.base.errors import PrayaError
disk = FolderDisk(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, resource.RLIM_INFINITY))
try:
    disk.replace("large", [bytes(131_072)])
except PrayaError as refused:
    print(refused.code)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
disk.replace("large", [bytes(131_072)])
print(sorted(disk.names().items()))
"""


def test_a_file_the_system_refuses_for_its_size_is_a_full_disk(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LIMITED, str(tmp_path)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
    assert answer.stdout.splitlines() == ["DISK_FULL", "[('large', 131072)]"]
    assert [path.name for path in tmp_path.iterdir()] == ["large"]


class Failing:
    """Makes the n-th of the named system calls fail; calls of other names pass and count not."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...]) -> None:
        self.left = 0
        self.number = errno.EIO
        for name in names:
            monkeypatch.setattr(os, name, self._wrapped(getattr(os, name)))

    def _wrapped(self, plain: Callable[..., object]) -> Callable[..., object]:
        def call(*values: object, **named: object) -> object:
            self.left -= 1
            if self.left == 0:
                raise OSError(self.number, os.strerror(self.number))
            return plain(*values, **named)

        return call


@pytest.mark.parametrize("mode", [SyncMode.DATA_SYNC, SyncMode.DIRECT])
def test_after_a_failed_write_the_disk_refuses_everything_for_ever(
    mode: SyncMode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = folder_disk(tmp_path, mode)
    disk.replace("a", [bytes(BLOCK)])
    failing = Failing(monkeypatch, ("fdatasync",) if mode is SyncMode.DATA_SYNC else ("pwrite",))
    failing.left = 1
    block = memoryview(bytes(BLOCK))
    values = refusal("DISK_FAILED", lambda: disk.write("a", 0, block))
    assert values["action"] == "write"
    calls: list[Callable[[], object]] = [
        lambda: disk.write("a", 0, block),
        lambda: disk.replace("b", [b""]),
        lambda: disk.remove("a"),
        lambda: disk.read("a"),
        disk.names,
    ]
    for call in calls:
        assert refusal("DISK_FAILED", call) == values
    assert FolderDisk(tmp_path).names() == {"a": BLOCK}


@pytest.mark.parametrize("name", ["fsync", "rename"])
def test_a_failed_replacement_leaves_the_old_file_and_ends_the_disk(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = FolderDisk(tmp_path)
    disk.replace("a", [b"old"])
    failing = Failing(monkeypatch, (name,))
    failing.left = 1
    values = refusal("DISK_FAILED", lambda: disk.replace("a", [b"new"]))
    assert refusal("DISK_FAILED", lambda: disk.replace("a", [b"new"])) == values
    assert bytes(FolderDisk(tmp_path).read("a")) == b"old"


def test_short_writes_are_completed_on_block_boundaries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = FolderDisk(tmp_path)
    disk.replace("a", [bytes(8 * BLOCK)])
    plain = os.pwrite
    steps = []

    def short(descriptor: int, data: memoryview, offset: int) -> int:
        steps.append((offset, len(data)))
        return plain(descriptor, data[: max(BLOCK, len(data) // 2)], offset)

    monkeypatch.setattr(os, "pwrite", short)
    content = os.urandom(5 * BLOCK)
    disk.write("a", BLOCK, memoryview(content))
    assert bytes(disk.read("a", BLOCK, 5 * BLOCK)) == content
    assert len(steps) == 4
    assert all(offset % BLOCK == 0 for offset, _ in steps)


def test_short_reads_are_completed_on_block_boundaries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = FolderDisk(tmp_path)
    content = os.urandom(7 * BLOCK + 100)
    disk.replace("a", [content])
    plain = os.preadv

    def short(descriptor: int, memories: list[memoryview], offset: int) -> int:
        assert offset % BLOCK == 0
        whole = len(memories[0])
        return plain(descriptor, [memories[0][: max(BLOCK, whole // 2 // BLOCK * BLOCK)]], offset)

    monkeypatch.setattr(os, "preadv", short)
    assert bytes(disk.read("a")) == content
    assert bytes(disk.read("a", 5_000, 9_999)) == content[5_000:14_999]


def test_reads_that_stay_short_end_in_a_failure_and_not_in_less(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = FolderDisk(tmp_path)
    disk.replace("a", [bytes(BLOCK)])
    monkeypatch.setattr(os, "preadv", lambda *_: 100)
    assert refusal("DISK_FAILED", lambda: disk.read("a"))["reason"] == "reads stay short"


def test_writes_that_stay_short_end_in_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = FolderDisk(tmp_path)
    disk.replace("a", [bytes(BLOCK)])
    monkeypatch.setattr(os, "pwrite", lambda *_: 0)
    refusal("DISK_FAILED", lambda: disk.write("a", 0, memoryview(bytes(BLOCK))))


CALLS = (
    "open",
    "pwrite",
    "fsync",
    "rename",
    "preadv",
    "fstat",
    "ftruncate",
    "unlink",
    "scandir",
    "listdir",
)


def day(path: Path, acknowledged: list[Told]) -> None:
    """A creation, two segments, a stop and a new start, on real files with no second thread."""
    disk = FolderDisk(path)
    disk.zeroing = InlineZeroing(disk.replace)  # type: ignore[assignment]
    journal = Journal.create(disk, CHAIN, SEGMENT, SALT)
    for height in range(1, 6):
        journal.append([record(height, 20_000)])
        acknowledged += told([record(height, 20_000)])
    journal.seal()
    journal = Journal.open(disk, CHAIN)
    journal.append([record(6)])
    acknowledged += told([record(6)])
    disk.close()


def refused_day(path: Path, acknowledged: list[Told]) -> str:
    """The code the day ended with, or nothing."""
    try:
        day(path, acknowledged)
    except PrayaError as refused:
        return refused.code
    return ""


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EMFILE, errno.EROFS])
def test_each_system_call_failing_once_loses_nothing_acknowledged(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = Failing(monkeypatch, CALLS)
    (tmp_path / "whole").mkdir()
    assert refused_day(tmp_path / "whole", []) == ""
    calls = -failing.left
    failing.number = number
    codes = []
    for step in range(1, calls + 1):
        path = tmp_path / str(step)
        path.mkdir()
        acknowledged: list[Told] = []
        failing.left = step
        codes.append(refused_day(path, acknowledged))
        failing.left = 0
        if acknowledged or (path / "journal.anchor").exists():
            found = told(Journal.open(FolderDisk(path), CHAIN).records())
            assert found[: len(acknowledged)] == acknowledged
            assert len(found) <= len(acknowledged) + 1
    print(f"{calls} calls, {sum(map(bool, codes))} refusals")
    assert set(codes) <= {"", "DISK_FAILED", "DISK_FULL", "FOLDER_READ_ONLY"}
    assert calls > 60
    assert sum(map(bool, codes)) > calls // 2


class FullDisk(MemoryDisk):
    """Has room for a number of segments."""

    def __init__(self, segments: int) -> None:
        super().__init__()
        self.segments = segments

    def replace(self, name: str, pieces: object) -> None:
        used = sum(each.endswith(".seg") for each in self.files)
        if name.endswith(".seg") and used >= self.segments:
            raise PrayaError("DISK_FULL", dir="", file=name)
        super().replace(name, pieces)  # type: ignore[arg-type]


def test_a_full_disk_is_filled_to_the_end_then_refused_then_used_again() -> None:
    disk = FullDisk(2)
    journal = Journal.create(disk, CHAIN, SEGMENT, SALT)
    for height in range(30):
        journal.append([record(height)])
    assert journal.end == (2, SEGMENT)
    before = {name: bytes(content) for name, content in disk.files.items()}
    for _ in range(3):
        refusal("DISK_FULL", lambda: journal.append([record(30)]))
    assert {name: bytes(content) for name, content in disk.files.items()} == before
    refusal("DISK_FULL", journal.seal)
    disk.segments = 4
    journal.append([record(30)])
    journal.seal()
    assert list(inspect_folder(disk)) == []
    assert [r.height for r in Journal.open(disk, CHAIN).records()] == list(range(31))


def test_a_stop_without_room_for_a_spare_is_still_clean() -> None:
    disk = FullDisk(1)
    journal = Journal.create(disk, CHAIN, SEGMENT, SALT)
    journal.append([record(1)])
    journal.seal()
    assert list(inspect_folder(disk)) == []
    disk.segments = 2
    journal = Journal.open(disk, CHAIN)
    journal.append([record(2)])
    assert [r.height for r in Journal.open(disk, CHAIN).records()] == [1, 2]


def test_a_group_that_needs_more_room_than_there_is_writes_nothing() -> None:
    disk = FullDisk(3)
    journal = Journal.create(disk, CHAIN, SEGMENT, SALT)
    refusal("DISK_FULL", lambda: journal.append([record(h, 30_000) for h in range(9)]))
    assert list(journal.records()) == []
    journal.append([record(h, 30_000) for h in range(3)])
    assert [r.height for r in journal.records()] == [0, 1, 2]


class FailingDisk(MemoryDisk):
    """Fails the n-th write, as a device that lost it."""

    left = -1

    def write(self, name: str, offset: int, data: memoryview) -> None:
        self.left -= 1
        if self.left == 0:
            raise PrayaError("DISK_FAILED", dir="", file=name, action="write", reason="EIO")
        super().write(name, offset, data)


def test_a_journal_whose_write_failed_refuses_every_later_append() -> None:
    disk = FailingDisk()
    journal = Journal.create(disk, CHAIN, SEGMENT, SALT)
    journal.append([record(1)])
    disk.left = 1
    values = refusal("DISK_FAILED", lambda: journal.append([record(2)]))
    assert refusal("DISK_FAILED", lambda: journal.append([record(3)])) == values
    assert refusal("DISK_FAILED", journal.seal) == values
    assert [r.height for r in Journal.open(disk, CHAIN).records()] == [1]


def test_a_file_that_goes_while_names_are_listed_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.snap", "b.snap"):
        (tmp_path / name).write_bytes(b"old")
    with os.scandir(tmp_path) as entries:
        listed = list(entries)
    (tmp_path / "a.snap").unlink()  # by a writer, which keeps the newest snapshots alone
    monkeypatch.setattr(os, "scandir", lambda path: nullcontext(iter(listed)))
    assert FolderDisk(tmp_path).names() == {"b.snap": 3}
