"""A disk that counts its writes and fails at one of them, in one of the ways disks fail."""

from collections.abc import Callable, Iterable
from enum import Enum

from praya.base.errors import PrayaError
from praya.storage.disk import MemoryDisk


class Failure(Enum):
    """What the call that fails leaves behind."""

    NOTHING = "nothing of it was written"
    TORN = "a part of it was written"
    WHOLE = "all of it was written, and the failure came after"
    FULL = "there is no room; the disk goes on"


class FailingDisk:
    """A disk in memory whose write number `fails_at` (from 1; 0 = never) fails.

    As the disk of a folder does, it refuses everything after that, except when it was only full.
    `seen` is told after every write that went well.
    """

    mode = "failing memory"

    def __init__(
        self,
        files: dict[str, bytes] | None = None,
        fails_at: int = 0,
        failure: Failure = Failure.NOTHING,
        seen: Callable[[dict[str, bytes]], None] | None = None,
    ) -> None:
        self.memory = MemoryDisk(files)
        self.zeroing = Zeroing(self)
        self.writes = 0
        self.dead = False
        self._fails_at = fails_at
        self._failure = failure
        self._seen = seen

    def copies(self) -> dict[str, bytes]:
        return {name: bytes(content) for name, content in self.memory.files.items()}

    def names(self) -> dict[str, int]:
        self._refuse_after_failure()
        return self.memory.names()

    def read(self, name: str, offset: int = 0, length: int | None = None) -> memoryview:
        self._refuse_after_failure()
        return self.memory.read(name, offset, length)

    def write(self, name: str, offset: int, data: memoryview) -> None:
        half = len(data) // 8_192 * 4_096
        self._do(
            lambda: self.memory.write(name, offset, data),
            lambda: self.memory.write(name, offset, data[:half]),
        )

    def replace(self, name: str, pieces: Iterable[bytes | memoryview]) -> None:
        content = b"".join(pieces)
        self._do(lambda: self.memory.replace(name, [content]), lambda: None)

    def remove(self, name: str) -> None:
        self._do(lambda: self.memory.remove(name), lambda: None)

    def _do(self, whole: Callable[[], None], torn: Callable[[], None]) -> None:
        self._refuse_after_failure()
        self.writes += 1
        if self.writes != self._fails_at:
            whole()
            if self._seen is not None:
                self._seen(self.copies())
            return
        if self._failure is Failure.FULL:
            raise PrayaError("DISK_FULL", dir="memory", file="")
        self.dead = True
        if self._failure is Failure.WHOLE:
            whole()
        elif self._failure is Failure.TORN:
            torn()
        self._refuse_after_failure()

    def _refuse_after_failure(self) -> None:
        if self.dead:
            raise PrayaError("DISK_FAILED", dir="memory", file="", action="write", reason="broken")


class Zeroing:
    """Files of zeros, made when they are asked for."""

    def __init__(self, disk: FailingDisk) -> None:
        self._disk = disk

    def begin(self, name: str, length: int) -> None:
        self._disk.replace(name, [bytes(length)])

    def finish(self) -> None:
        return None
