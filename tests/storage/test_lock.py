"""The writer lock: one process, gone with it, and no lock for readers."""

import errno
import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest
from journal_cases import refusal

from praya.storage.lock import LOCK_NAME, FolderLock

HOLDER = """
import sys
from praya.storage.lock import FolderLock
lock = FolderLock(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


def holder(path: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", HOLDER, str(path)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    return process


@pytest.mark.parametrize("ending", ["end", "kill"])
def test_a_second_process_is_refused_and_told_who_holds_it(ending: str, tmp_path: Path) -> None:
    process = holder(tmp_path)
    try:
        values = refusal("LEDGER_LOCKED", lambda: FolderLock(tmp_path))
        assert values == {"pid": process.pid, "dir": str(tmp_path)}
    finally:
        if ending == "kill":
            process.kill()
        process.communicate(timeout=600)
    with FolderLock(tmp_path):
        assert (tmp_path / LOCK_NAME).read_text() == str(os.getpid())


def test_a_second_lock_in_the_same_process_is_refused(tmp_path: Path) -> None:
    with FolderLock(tmp_path):
        values = refusal("LEDGER_LOCKED", lambda: FolderLock(tmp_path))
        assert values["pid"] == os.getpid()
    FolderLock(tmp_path).release()


def test_a_released_lock_is_released_once_and_says_nothing(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path)
    lock.release()
    lock.release()
    assert (tmp_path / LOCK_NAME).read_bytes() == b""


def test_a_holder_without_a_number_is_refused_all_the_same(tmp_path: Path) -> None:
    with FolderLock(tmp_path):
        (tmp_path / LOCK_NAME).write_bytes(b"\xff?")
        assert refusal("LEDGER_LOCKED", lambda: FolderLock(tmp_path))["pid"] == 0


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    refusal("FOLDER_MISSING", lambda: FolderLock(tmp_path / "none"))
    refusal("FOLDER_MISSING", lambda: FolderLock(tmp_path / "file"))


@pytest.mark.skipif(sys.platform != "linux", reason="/sys takes no files, even from root")
def test_a_read_only_folder_is_refused() -> None:
    refusal("FOLDER_READ_ONLY", lambda: FolderLock("/sys"))


class _Failing:
    """One call of the system that fails, as a device or a network folder may make it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> None:
        self._real = getattr(module, name)
        self._name = name
        self.calls = 0
        monkeypatch.setattr(module, name, self)

    def __call__(self, *given: object) -> None:
        self.calls += 1
        if self._name == "close":  # Linux lets go of the descriptor whatever it answers
            self._real(*given)
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def test_a_lock_that_cannot_be_closed_is_released_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = FolderLock(tmp_path)
    failing = _Failing(monkeypatch, os, "close")
    lock.release()
    assert failing.calls == 1
    monkeypatch.undo()
    FolderLock(tmp_path).release()


def test_a_lock_that_the_system_cannot_give_is_a_failed_disk_and_no_other_writer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = _Failing(monkeypatch, fcntl, "flock")
    values = refusal("DISK_FAILED", lambda: FolderLock(tmp_path))
    assert failing.calls == 1
    assert (values["action"], values["file"]) == ("lock", LOCK_NAME)


def test_a_holder_whose_number_cannot_be_read_is_refused_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FolderLock(tmp_path):
        failing = _Failing(monkeypatch, os, "pread")
        assert refusal("LEDGER_LOCKED", lambda: FolderLock(tmp_path))["pid"] == 0
        assert failing.calls == 1
