"""The one writer of a folder. Readers take no lock.

The lock is the system's (flock), so it goes when its process goes, however it ends; the file stays
and tells nothing by being there. This file must not know what the folder holds.
"""

import errno
import fcntl
import os
from contextlib import suppress
from types import TracebackType
from typing import NoReturn

from praya.base.errors import fail

LOCK_NAME = "writer.lock"
_PID_BYTES_MAX = 20


class FolderLock:
    """The exclusive right to write in a folder, held from construction until `release`."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Take the lock of the folder `path`.

        Raises LEDGER_LOCKED with the process id of the holder (0 where it cannot be read),
        FOLDER_MISSING, FOLDER_READ_ONLY, DISK_FULL, DISK_FAILED.
        """
        self._folder = os.fspath(path)
        self._descriptor = _open_lock(self._folder)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            pid = _holder(self._descriptor)
            self._let_go()
            if isinstance(error, BlockingIOError):
                fail("LEDGER_LOCKED", pid=pid, dir=self._folder)
            _fail(error, self._folder, "lock")
        with suppress(OSError):  # the number is a courtesy to the next; the lock is held without it
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, str(os.getpid()).encode("ascii"), 0)

    def release(self) -> None:
        """Give the lock back; again is no error."""
        if self._descriptor >= 0:
            with suppress(OSError):
                os.ftruncate(self._descriptor, 0)
            self._let_go()

    def _let_go(self) -> None:
        with suppress(OSError):  # whatever it answers, the descriptor is gone, and the lock with it
            os.close(self._descriptor)
        self._descriptor = -1

    def __enter__(self) -> "FolderLock":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


def _open_lock(folder: str) -> int:
    try:
        return os.open(os.path.join(folder, LOCK_NAME), os.O_CREAT | os.O_RDWR, 0o600)
    except (FileNotFoundError, NotADirectoryError):
        fail("FOLDER_MISSING", dir=folder)
    except OSError as error:
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            fail("FOLDER_READ_ONLY", dir=folder)
        if error.errno == errno.ENOSPC:
            fail("DISK_FULL", dir=folder, file=LOCK_NAME)
        _fail(error, folder, "open")


def _fail(error: OSError, folder: str, action: str) -> NoReturn:
    reason = error.strerror or str(error)
    fail("DISK_FAILED", dir=folder, file=LOCK_NAME, action=action, reason=reason)


def _holder(descriptor: int) -> int:
    text = b""
    with suppress(OSError):
        text = os.pread(descriptor, _PID_BYTES_MAX, 0)
    return int(text) if text.isdigit() else 0
