"""The folder of a node as a disk: real files, or the same in memory.

Both fit the kernel's `Disk` port. This file must not know what a journal or a snapshot is.

A write that fails leaves the device in a state nobody can know: the system may have dropped the
pages and will call the next synchronisation a success. The disk therefore remembers the first
failure and refuses everything after it; the cure is a new start, which reads what is really there.
"""

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from praya.base.errors import PrayaError, fail, require
from praya.base.limits import BLOCK_DEVICE_BYTES
from praya.storage import files
from praya.storage.files import SyncMode
from praya.storage.zeroing import BackgroundZeroing, InlineZeroing

_PARTIAL = ".partial"  # a file not yet renamed into its place
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


class FolderDisk:
    """Real files in one folder, which must exist.

    Reading needs no right to write: nothing is written before the first write, which probes how
    durability is had and removes what an interrupted `replace` left.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Use the folder `path`. Raises FOLDER_MISSING."""
        self.path = os.fspath(path)
        if not os.path.isdir(self.path):
            fail("FOLDER_MISSING", dir=self.path)
        self.zeroing = BackgroundZeroing(self.replace)
        self._mode: SyncMode | None = None
        self._refusal: PrayaError | None = None
        self._open_name = ""
        self._open_descriptor = -1

    @property
    def mode(self) -> str:
        """How durability is had: O_DIRECT|O_DSYNC, fdatasync or F_FULLFSYNC."""
        return self._sync_mode().value

    def names(self) -> dict[str, int]:
        """List the regular files with their sizes in bytes."""
        self._refuse_after_failure()
        with self._reading("", "list"), os.scandir(self.path) as entries:
            found = {}
            for entry in entries:
                if entry.is_file(follow_symlinks=False) and not entry.name.endswith(_PARTIAL):
                    with suppress(FileNotFoundError):  # a writer removes old snapshots meanwhile
                        found[entry.name] = entry.stat().st_size
            return found

    def read(self, name: str, offset: int = 0, length: int | None = None) -> memoryview:
        """Give `length` bytes from `offset`, or all that follow; fewer where the file ends."""
        self._refuse_after_failure()
        with self._reading(name, "read"):
            return files.read_file(self._path(name), offset, length)

    def write(self, name: str, offset: int, data: memoryview) -> None:
        """Overwrite blocks inside the file `name`, durably; see `Disk.write`."""
        self._refuse_after_failure()
        _require_blocks(offset, data)
        mode = self._sync_mode()
        if mode is SyncMode.DIRECT and not files.is_aligned(data):
            aligned = files.aligned_memory(len(data))
            aligned[:] = data
            data = aligned
        with self._writing(name, "open", harmless=_READ_ONLY):
            descriptor = self._descriptor(name, mode)
        with self._writing(name, "write"):
            files.write_durable(descriptor, offset, data, mode)

    def replace(self, name: str, pieces: Iterable[bytes | memoryview]) -> None:
        """Put a whole file in place of `name`, durably; see `Disk.replace`."""
        self._refuse_after_failure()
        mode = self._sync_mode()
        partial = self._path(name + _PARTIAL)
        flags = os.O_CREAT | os.O_TRUNC | os.O_WRONLY | mode.new_file_flags
        with self._writing(name, "create", harmless=_FULL | _READ_ONLY):
            descriptor = os.open(partial, flags, 0o600)
        whole = False
        try:
            with self._writing(name, "write", harmless=_FULL):
                files.write_pieces(descriptor, pieces)
            with self._writing(name, "synchronise"):
                files.synchronise(descriptor)
            whole = True
        finally:
            with suppress(OSError):
                os.close(descriptor)
                if not whole:
                    os.unlink(partial)
        self._forget_descriptor(name)
        with self._writing(name, "rename"):
            os.rename(partial, self._path(name))
            files.synchronise_folder(self.path)

    def remove(self, name: str) -> None:
        """Remove the file `name`, durably; no error where there is none."""
        self._refuse_after_failure()
        self._sync_mode()
        self._forget_descriptor(name)
        with self._writing(name, "remove"):
            with suppress(FileNotFoundError):
                os.unlink(self._path(name))
            files.synchronise_folder(self.path)

    def close(self) -> None:
        """Wait for the helper thread and let go of the open file."""
        with suppress(PrayaError):
            self.zeroing.finish()
        self._forget_descriptor(self._open_name)

    def _path(self, name: str) -> str:
        return os.path.join(self.path, name)

    def _sync_mode(self) -> SyncMode:
        if self._mode is None:
            with self._writing("", "probe", harmless=_FULL | _READ_ONLY):
                for name in os.listdir(self.path):
                    if name.endswith(_PARTIAL):
                        os.unlink(self._path(name))
                self._mode = files.probe(self._path("probe" + _PARTIAL))
                files.synchronise_folder(self.path)  # names that a killed process left in memory
        return self._mode

    def _descriptor(self, name: str, mode: SyncMode) -> int:
        if name != self._open_name:
            self._forget_descriptor(self._open_name)
            self._open_descriptor = os.open(self._path(name), os.O_RDWR | mode.flags)
            self._open_name = name
        return self._open_descriptor

    def _forget_descriptor(self, name: str) -> None:
        if name == self._open_name and self._open_descriptor >= 0:
            with suppress(OSError):  # every write to it was durable on its own
                os.close(self._open_descriptor)
            self._open_name = ""
            self._open_descriptor = -1

    def _refuse_after_failure(self) -> None:
        if self._refusal is not None:
            raise PrayaError(self._refusal.code, **self._refusal.values)

    @contextmanager
    def _reading(self, name: str, action: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self._refused(error, name, action) from error

    @contextmanager
    def _writing(
        self, name: str, action: str, *, harmless: frozenset[int] = frozenset()
    ) -> Iterator[None]:
        """Turn an OSError into a refusal, kept for ever unless its number is harmless here."""
        try:
            yield
        except OSError as error:
            refusal = self._refused(error, name, action)
            if error.errno not in harmless:
                self._refusal = refusal
            raise refusal from error

    def _refused(self, error: OSError, name: str, action: str) -> PrayaError:
        if error.errno in _READ_ONLY and action != "read":
            return PrayaError("FOLDER_READ_ONLY", dir=self.path)
        if error.errno in _FULL:
            return PrayaError("DISK_FULL", dir=self.path, file=name)
        reason = error.strerror or str(error)
        return PrayaError("DISK_FAILED", dir=self.path, file=name, action=action, reason=reason)


class MemoryDisk:
    """The same port in memory, for a ledger that need not outlive its process.

    `files` is open to tests, which damage it.
    """

    mode = "memory"

    def __init__(self, files: dict[str, bytes] | None = None) -> None:
        """Start empty, or from copies of `files`."""
        self.files = {name: bytearray(content) for name, content in (files or {}).items()}
        self.zeroing = InlineZeroing(self.replace)

    def names(self) -> dict[str, int]:
        """List the files with their sizes in bytes."""
        return {name: len(content) for name, content in self.files.items()}

    def read(self, name: str, offset: int = 0, length: int | None = None) -> memoryview:
        """Give `length` bytes from `offset`, or all that follow; fewer where the file ends."""
        end = None if length is None else offset + length
        return memoryview(self._content(name))[offset:end].toreadonly()

    def write(self, name: str, offset: int, data: memoryview) -> None:
        """Overwrite blocks inside the file `name`; see `Disk.write`."""
        _require_blocks(offset, data)
        content = memoryview(self._content(name))
        require(offset + len(data) <= len(content), "a write lies inside its file")
        content[offset : offset + len(data)] = data

    def replace(self, name: str, pieces: Iterable[bytes | memoryview]) -> None:
        """Put a whole file in place of `name`; see `Disk.replace`."""
        self.files[name] = bytearray().join(pieces)

    def remove(self, name: str) -> None:
        """Remove the file `name`; no error where there is none."""
        self.files.pop(name, None)

    def _content(self, name: str) -> bytearray:
        if name not in self.files:
            fail("DISK_FAILED", dir=self.mode, file=name, action="read", reason="No such file")
        return self.files[name]


def _require_blocks(offset: int, data: memoryview) -> None:
    whole = offset % BLOCK_DEVICE_BYTES == 0 and len(data) % BLOCK_DEVICE_BYTES == 0
    require(whole, "blocks are written whole")
