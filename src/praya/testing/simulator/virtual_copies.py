"""The further system calls of those who copy a ledger: links, locks, folders, files by their paths.

Exports, backups, restores and the lock of a folder run on them as they are shipped. It must not
know what is copied.
"""

import errno
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from praya.storage import exports as exports_module
from praya.storage import lock as lock_module
from praya.storage import new_folders as new_folders_module
from praya.testing.simulator.faults import CallKind
from praya.testing.simulator.virtual_files import File, Folder
from praya.testing.simulator.virtual_folder import on_virtual_system
from praya.testing.simulator.virtual_system import (
    SHELF,
    Paths,
    Status,
    VirtualSystem,
    put_in_place,
)

PROCESS_ID = 4_711


class FurtherPaths(Paths):
    """What copying asks of `os.path`; there are no symbolic links."""

    def __init__(self, system: "CopyingSystem") -> None:
        super().__init__(system)
        self.dirname = os.path.dirname
        self.lexists = self.exists

    def realpath(self, path: str) -> str:
        """The same."""
        return path

    def samestat(self, one: Status, other: Status) -> bool:
        """Whether both are of one file."""
        return one.st_ino == other.st_ino


class CopyingSystem(VirtualSystem):
    """A machine on which ledgers are copied, and their folders locked.

    A new one is a new process: whatever was locked before is not.
    """

    POSIX_FADV_DONTNEED = 4

    def __init__(self, *arguments: Any, direct: bool) -> None:
        """As `VirtualSystem`."""
        super().__init__(*arguments, direct=direct)
        self.path: FurtherPaths = FurtherPaths(self)
        self.strerror = os.strerror
        self._locks: dict[int, tuple[int, File]] = {}  # who holds the lock of a file

    def getpid(self) -> int:
        """The same at every repetition."""
        return PROCESS_ID

    def close(self, descriptor: int) -> None:
        """Close a descriptor, and let go of what is locked through it."""
        super().close(descriptor)
        self._unlock(descriptor)

    def forget_process(self, first: int) -> None:
        """A process is gone: nothing it had open from descriptor `first` on is."""
        for descriptor in [one for one in self._open if one >= first]:
            del self._open[descriptor]
            self._unlock(descriptor)

    @property
    def next_descriptor(self) -> int:
        """The least number that no descriptor had yet."""
        return self._next + 1

    def lock(self, descriptor: int) -> None:
        """Lock a file, or refuse where it is locked through another descriptor."""
        file = self._file(descriptor)
        holder, _ = self._locks.get(id(file), (descriptor, file))
        if holder != descriptor:
            raise BlockingIOError(errno.EWOULDBLOCK, "Resource temporarily unavailable")
        self._locks[id(file)] = descriptor, file

    def _unlock(self, descriptor: int) -> None:
        for key, (holder, _) in list(self._locks.items()):
            if holder == descriptor:
                del self._locks[key]

    def link(self, old: "VirtualPath", new: "VirtualPath") -> None:
        """Give a file a second name."""
        folder, name = self.place(old)
        _, target = self.place(new)
        if target in folder.names:
            raise FileExistsError(errno.EEXIST, "File exists", str(new))
        with self._struck(CallKind.NAME, name):
            folder.link(name, target)

    def makedirs(self, path: str, mode: int = 0o777, exist_ok: bool = False) -> None:
        """Make a folder, where there is none."""
        folder, name = self.place(path)
        found = folder.names.get(name)
        if found is not None and not (exist_ok and isinstance(found, Folder)):
            raise FileExistsError(errno.EEXIST, "File exists", path)
        if found is None:
            with self._struck(CallKind.NAME, name):
                folder.make_folder(name)

    def rename(self, old: str | os.PathLike[str], new: str | os.PathLike[str]) -> None:
        """Give a file or a folder another name; a folder in whose place one stands: if empty."""
        folder, name = self.place(new)
        target = folder.names.get(name)
        if isinstance(target, Folder) and target.device.names:
            raise OSError(errno.ENOTEMPTY, "Directory not empty")
        super().rename(os.fspath(old), os.fspath(new))

    def rmtree(self, path: str, ignore_errors: bool = False) -> None:
        """Remove a folder and what is in it, as far as that goes."""
        try:
            inner = self.folder_of(path)
            for name in sorted(inner.names):
                self.unlink(self.path.join(path, name))
            folder, name = self.place(path)
            with self._struck(CallKind.NAME, name):
                folder.unlink(name)
        except OSError:
            if not ignore_errors:
                raise

    def pread(self, descriptor: int, length: int, offset: int) -> bytes:
        """Read; fewer bytes where the file ends, or the device gives fewer."""
        memory = memoryview(bytearray(length))
        return bytes(memory[: self.preadv(descriptor, [memory], offset)])

    def posix_fadvise(self, descriptor: int, offset: int, length: int, advice: int) -> None:
        """What programs see is here what the device holds."""
        self._check_power()

    def fdopen(self, descriptor: int, mode: str, closefd: bool = True) -> io.BufferedWriter:
        """A buffer before a descriptor that stays open."""
        return io.BufferedWriter(_Raw(self, descriptor))

    def stat_of(self, path: "VirtualPath") -> Status:
        """The size of what has a name. FileNotFoundError."""
        self._check_power()
        folder, name = self.place(path)
        if name not in folder.names:
            raise FileNotFoundError(errno.ENOENT, "No such file or directory", str(path))
        return self._status(folder.names[name], folder)

    # In place of the modules `shutil` and `fcntl`

    LOCK_EX, LOCK_NB = 2, 4

    def flock(self, descriptor: int, _operation: int) -> None:
        """As `lock`."""
        self.lock(descriptor)


class _Raw(io.RawIOBase):
    """Writes behind a buffer, one after the other."""

    def __init__(self, system: CopyingSystem, descriptor: int) -> None:
        self._system, self._descriptor, self._place = system, descriptor, 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        done = self._system.pwrite(self._descriptor, bytes(data), self._place)
        self._place += done
        return done


class VirtualPath:
    """A path on a virtual system, as far as copying asks for paths."""

    def __init__(self, system: CopyingSystem, path: str) -> None:
        self._system, self._path = system, path
        self.name = os.path.basename(path)

    def __fspath__(self) -> str:
        return self._path

    def __str__(self) -> str:
        return self._path

    @property
    def parent(self) -> "VirtualPath":
        """The folder around it."""
        return VirtualPath(self._system, os.path.dirname(self._path))

    def with_name(self, name: str) -> "VirtualPath":
        """Another name beside it."""
        return VirtualPath(self._system, os.path.join(os.path.dirname(self._path), name))

    def is_dir(self) -> bool:
        """Whether it is a folder."""
        return self._system.path.isdir(self._path)

    def exists(self) -> bool:
        """Whether something has the name."""
        return self._system.path.exists(self._path)

    def stat(self) -> Status:
        """Its size."""
        return self._system.stat_of(self)

    def unlink(self, missing_ok: bool = False) -> None:
        """Remove the name."""
        try:
            self._system.unlink(self._path)
        except FileNotFoundError:
            if not missing_ok:
                raise

    def rename(self, target: "VirtualPath") -> None:
        """Give it another name."""
        self._system.rename(self, target)

    def iterdir(self) -> Iterator["VirtualPath"]:
        """What is in a folder."""
        for name in self._system.listdir(self._path):
            yield VirtualPath(self._system, os.path.join(self._path, name))

    def read_bytes(self) -> bytes:
        """All that a file holds, over short reads."""
        descriptor = self._system.open(self._path, os.O_RDONLY)
        try:
            length, parts = self._system.fstat(descriptor).st_size, bytearray()
            while len(parts) < length:
                parts += self._system.pread(descriptor, length - len(parts), len(parts))
            return bytes(parts)
        finally:
            self._system.close(descriptor)


def on_the_shelf(system: CopyingSystem, name: str) -> Path:
    """The path of a copy: to the product, a path like any other."""
    return cast(Path, VirtualPath(system, f"{SHELF}/{name}"))


@contextmanager
def on_copying_system(system: CopyingSystem) -> Iterator[None]:
    """All of storage makes its calls on this system, for as long as it lasts."""

    def path(text: str) -> VirtualPath:
        return VirtualPath(system, text)

    modules = (exports_module, lock_module, new_folders_module)
    places: list[tuple[Any, str, object]] = [(module, "os", system) for module in modules]
    places += [(module, "fcntl", system) for module in (exports_module, lock_module)]
    places += [(new_folders_module, "shutil", system), (new_folders_module, "Path", path)]
    with put_in_place(places), on_virtual_system(system):
        yield
