"""The system calls that `praya.storage` makes, on virtual files; the place where faults strike.

It has the names of the standard `os` module, as far as storage uses them, and raises OSError as a
system does. It must not know what is stored.
"""

import errno
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import Any, Final, NamedTuple

import numpy as np

from praya.testing.simulator.faults import Armed, CallKind, FaultKind, Injector
from praya.testing.simulator.virtual_clock import VirtualClock
from praya.testing.simulator.virtual_files import (
    BLOCK_BYTES,
    SECTOR_BYTES,
    Device,
    File,
    Folder,
    Piece,
    Survival,
    torn_parts,
)

FOLDER: Final = "ledger"
SHELF: Final = "shelf"  # another folder of the same device: copies are kept there
COPY_ENDING: Final = ".export"
SLOW_MS_MAX: Final = 20_000
FULL_CALLS_MAX: Final = 4
_SEGMENT: Final = re.compile(r"journal-\d{8}\.seg")
_DIRECT: Final = getattr(os, "O_DIRECT", 0)
_SYNCHRONOUS: Final = getattr(os, "O_DSYNC", 0)


class PowerCutError(BaseException):
    """The power is gone: no code of a node runs on after this."""


@dataclass(slots=True)
class Lie:
    """A write that the device reported and did not do as told, so that it can be mended."""

    name: str
    offset: int
    right: bytes  # what should stand there
    wrong: bytes | None  # what stands there instead; None: whatever stands there
    is_turned: bool = False  # one byte, of which a bit turned: no write lied

    def stands(self, device: Device) -> bool:
        """Whether the wrong bytes are still there."""
        file = device.names.get(self.name)
        there = bytes(file.seen[self.offset : self.offset + len(self.right)]) if file else b""
        return there == self.wrong != self.right

    def overwrite(self, name: str, piece: Piece) -> None:
        """The same place was written again: that is what should stand there now."""
        first = max(self.offset, piece.offset)
        last = min(self.offset + len(self.right), piece.offset + len(piece.content))
        if name == self.name and first < last:
            written = piece.content[first - piece.offset : last - piece.offset]
            before, after = self.right[: first - self.offset], self.right[last - self.offset :]
            self.right = before + written + after


class Descriptor(NamedTuple):
    """An open file, or the folder."""

    name: str
    file: File | None
    is_synchronous: bool
    is_direct: bool = False
    folder: Device | None = None  # where the name stands; of a folder, itself


class Status(NamedTuple):
    """What `stat` tells."""

    st_size: int
    st_nlink: int = 1
    st_ino: int = 0


class Entry(NamedTuple):
    """One name of the folder."""

    name: str
    status: Status

    def stat(self) -> Status:
        """Its size."""
        return self.status

    def is_file(self, *, follow_symlinks: bool = True) -> bool:
        """There is nothing but files."""
        return True


class Paths:
    """What storage asks of `os.path`."""

    def __init__(self, system: "VirtualSystem") -> None:
        self._system = system
        self.join = os.path.join

    def isdir(self, path: str) -> bool:
        """Whether there is such a folder."""
        try:
            self._system.folder_of(path)
        except FileNotFoundError:
            return False
        return True

    def exists(self, path: str) -> bool:
        """Whether a name is there."""
        folder, name = self._system.place(path)
        return name in folder.names


class VirtualSystem:
    """One machine: its device, its descriptors, its power."""

    O_CREAT, O_TRUNC, O_RDWR = os.O_CREAT, os.O_TRUNC, os.O_RDWR
    O_WRONLY, O_RDONLY, O_DIRECTORY = os.O_WRONLY, os.O_RDONLY, os.O_DIRECTORY

    def __init__(
        self, device: Device, injector: Injector, clock: VirtualClock, *, direct: bool
    ) -> None:
        """`direct`: whether the device takes direct writes; else synchronisation is a call."""
        self.device = device
        self.shelf = Device()
        self.injector = injector
        self.path = Paths(self)
        self.between: Callable[[], None] | None = None  # called before each call of a process
        self.survival = Survival.NOTHING
        self.lies: list[Lie] = []
        self.old_lies: list[Lie] = []  # told before the present opening, and not yet mended
        self._clock = clock
        self._direct = direct
        self.is_dead = False
        self._full_calls_left = 0
        self._open: dict[int, Descriptor] = {}
        self._next = 3
        self.fspath = os.fspath

    # Names

    def folder_of(self, path: str) -> Device:
        """The folder of this path. FileNotFoundError."""
        if path in ("", FOLDER):
            return self.device
        root, _, inner = path.partition("/")
        found = self.shelf.names.get(inner) if root == SHELF and inner else None
        if path == SHELF:
            return self.shelf
        if not isinstance(found, Folder):
            raise FileNotFoundError(errno.ENOENT, "No such file or directory", path)
        return found.device

    def place(self, path: str | os.PathLike[str]) -> tuple[Device, str]:
        """The folder that a name stands in, and the name."""
        folder, name = os.path.split(os.fspath(path))
        return self.folder_of(folder), name

    def open(self, path: str, flags: int, mode: int = 0o600) -> int:
        """Open a folder or a file; `mode` means nothing here."""
        if flags & os.O_DIRECTORY:
            return self._descriptor(Descriptor("", None, False, folder=self.folder_of(path)))
        if flags & _DIRECT and not self._direct:
            raise OSError(errno.EINVAL, "Invalid argument")
        folder, name = self.place(path)
        file = folder.names.get(name)
        if flags & os.O_CREAT and (file is None or flags & os.O_TRUNC):
            with self._struck(CallKind.CREATE, name):
                file = folder.create(name)
        if file is None:
            raise FileNotFoundError(errno.ENOENT, "No such file or directory", path)
        synchronous, direct = bool(flags & _SYNCHRONOUS), bool(flags & _DIRECT)
        return self._descriptor(Descriptor(name, file, synchronous, direct, folder))

    def close(self, descriptor: int) -> None:
        """Close a descriptor."""
        self._check_power()
        del self._open[descriptor]

    def rename(self, old: str, new: str) -> None:
        """Give a file another name."""
        folder, name = self.place(old)
        with self._struck(CallKind.NAME, old):
            folder.rename(name, os.path.basename(new))

    def unlink(self, path: str) -> None:
        """Remove a name."""
        folder, name = self.place(path)
        if name not in folder.names:
            raise FileNotFoundError(errno.ENOENT, "No such file or directory", path)
        with self._struck(CallKind.NAME, name):
            folder.unlink(name)

    def listdir(self, path: str) -> list[str]:
        """The names of a folder."""
        self._check_power()
        return sorted(self.folder_of(path).names)

    @contextmanager
    def scandir(self, path: str) -> Iterator[Iterator[Entry]]:
        """The names of a folder with their sizes."""
        self._check_power()
        listed = sorted(self.folder_of(path).names.items())
        yield iter([Entry(name, Status(len(file.seen))) for name, file in listed])

    # Contents

    def fstat(self, descriptor: int) -> Status:
        """The size of an open file, and under how many names it stands."""
        return self._status(self._file(descriptor), self._open[descriptor].folder)

    def _status(self, file: File, folder: Device | None) -> Status:
        names = sum(one is file for one in folder.names.values()) if folder is not None else 1
        return Status(len(file.seen), names, id(file))

    def pwrite(self, descriptor: int, data: bytes | memoryview, offset: int) -> int:
        """Write; fewer bytes than given where the device takes fewer."""
        opened, content = self._open[descriptor], bytes(data)
        _check_alignment(opened, data, offset)
        armed = self._strike(CallKind.WRITE)
        if armed is not None:
            special = self._special_write(armed, opened, offset, content)
            if special is not None:
                return special
        self._put(opened, Piece(offset, content))
        if armed is not None:
            self._after(armed)
        return len(content)

    def preadv(self, descriptor: int, buffers: Sequence[memoryview], offset: int) -> int:
        """Read into the first buffer; fewer bytes where the device gives fewer."""
        _check_alignment(self._open[descriptor], buffers[0], offset)
        armed = self._strike(CallKind.READ)
        self._before(armed)
        content = self._file(descriptor).seen[offset : offset + len(buffers[0])]
        if armed is not None and armed.kind is FaultKind.SHORT_READ:
            sectors = len(content) // SECTOR_BYTES
            if sectors > 1:
                self.injector.note(armed.kind)
                del content[armed.random.randrange(1, sectors) * SECTOR_BYTES :]
            else:
                self._later(armed)
        buffers[0][: len(content)] = content
        return len(content)

    def ftruncate(self, descriptor: int, length: int) -> None:
        """End a file."""
        with self._struck(CallKind.NAME, self._open[descriptor].name):
            self._file(descriptor).cut(length)

    def fsync(self, descriptor: int) -> None:
        """Bring a file, or the names of the folder, to the device."""
        armed = self._strike(CallKind.SYNCHRONISE)
        if armed is not None and armed.kind in (FaultKind.LOST, FaultKind.REORDERED):
            if self.device.is_settled and self.shelf.is_settled:  # nothing to lose: later
                self._later(armed)
            else:
                self._lose_waiting(armed)
        file, folder = self._open[descriptor].file, self._open[descriptor].folder
        if armed is not None and armed.kind is FaultKind.FSYNC_ERROR:
            self.injector.note(armed.kind)
            self._drop_waiting(file, armed.random)
            raise OSError(errno.EIO, "Input/output error")
        self._before(armed)
        if file is not None:
            file.synchronise()
        elif folder is not None:
            folder.synchronise_names()
        if armed is not None:
            self._after(armed)

    def fdatasync(self, descriptor: int) -> None:
        """The same here: the size of a file belongs to its data."""
        self.fsync(descriptor)

    # What strikes

    def _strike(self, call: CallKind) -> Armed | None:
        self._check_power()
        return self.injector.strike(call)

    @contextmanager
    def _struck(self, call: CallKind, name: str) -> Iterator[None]:
        """A call on names, with what strikes before it and after it."""
        armed = self._strike(call)
        if call is CallKind.CREATE:
            self._check_room(armed)
        self._before(armed)
        yield
        if armed is not None:
            self._after(armed)

    def _later(self, armed: Armed) -> None:
        """What cannot strike here strikes at the next call of its kind."""
        armed.calls_left = 1
        self.injector.armed.append(armed)

    def _before(self, armed: Armed | None) -> None:
        if armed is None:
            return
        if armed.kind is FaultKind.CRASH and armed.random.random() < 0.5:
            self._cut_power(armed, armed.random.choice(list(Survival)))
        if armed.kind in (FaultKind.WRITE_ERROR, FaultKind.READ_ERROR):
            self.injector.note(armed.kind)
            raise OSError(errno.EIO, "Input/output error")
        if armed.kind is FaultKind.SLOW:
            self.injector.note(armed.kind)
            self._clock.move(armed.random.randrange(SLOW_MS_MAX))

    def _after(self, armed: Armed) -> None:
        if armed.kind is FaultKind.CRASH:
            self._cut_power(armed, armed.random.choice(list(Survival)))

    def _special_write(
        self, armed: Armed, opened: Descriptor, offset: int, content: bytes
    ) -> int | None:
        """A write that does not go as it was asked; None where it still does."""
        kind, random = armed.kind, armed.random
        if kind is FaultKind.FULL:
            self._check_room(armed)
        if kind in (FaultKind.TORN_512, FaultKind.TORN_4096):
            is_segment = _SEGMENT.fullmatch(opened.name) is not None
            if armed.bytes_over >= 0 and not (is_segment and len(content) > armed.bytes_over):
                self._later(armed)
                return None
            size = SECTOR_BYTES if kind is FaultKind.TORN_512 else BLOCK_BYTES
            for part in torn_parts(offset, content, size, random):
                self._put(opened, part)
            self._cut_power(armed, Survival.BLOCKS)
        if kind is FaultKind.WRITE_ERROR:
            for part in torn_parts(offset, content, SECTOR_BYTES, random):
                self._put(opened, part)
        self._before(armed)
        if kind is FaultKind.SHORT_WRITE and len(content) >= 2 * SECTOR_BYTES:
            done = random.randrange(1, len(content) // SECTOR_BYTES) * SECTOR_BYTES
            self._put(opened, Piece(offset, content[:done]))
            self.injector.note(kind)
            return done
        if kind in (FaultKind.MISDIRECTED, FaultKind.DROPPED):
            return self._lie(armed, opened, offset, content)
        return None

    def _lie(self, armed: Armed, opened: Descriptor, offset: int, content: bytes) -> int | None:
        """Report a write to a segment that did not happen there; other files: at a later call.

        Nobody puts a copy right again: what is told of it is forgotten.
        """
        is_segment = _SEGMENT.fullmatch(opened.name) is not None
        if not is_segment and COPY_ENDING not in opened.name:
            self._later(armed)
            return None
        self.injector.note(armed.kind)
        if opened.folder is not self.device:
            return self._lie_of_a_copy(armed, opened, content)
        self._told(opened.folder, opened.name, Piece(offset, content))
        self.lies.append(Lie(opened.name, offset, content, None))
        if armed.kind is FaultKind.MISDIRECTED:
            self._misdirect(armed.random, opened, offset, content)
        return len(content)

    def _lie_of_a_copy(self, armed: Armed, opened: Descriptor, content: bytes) -> int:
        if armed.kind is FaultKind.MISDIRECTED and opened.file is not None:
            blocks = 1 + len(opened.file.seen) // BLOCK_BYTES
            opened.file.put(BLOCK_BYTES * armed.random.randrange(blocks), content)
        return len(content)

    def _misdirect(self, random: Random, opened: Descriptor, offset: int, content: bytes) -> None:
        segments = sorted(name for name in self.device.names if _SEGMENT.fullmatch(name))
        name = random.choice([opened.name, *segments])
        victim = self.device.names[name]
        places = range(0, max(1, len(victim.seen) - len(content)), BLOCK_BYTES)
        there = random.choice([place for place in places if (name, place) != (opened.name, offset)])
        before = bytes(victim.seen[there : there + len(content)])
        victim.put_durable(there, content)
        self.lies.append(Lie(name, there, before, content))

    def _put(self, opened: Descriptor, piece: Piece) -> None:
        if opened.file is None:
            raise OSError(errno.EISDIR, "Is a directory")
        end = piece.offset + len(piece.content)
        is_same = opened.file.seen[piece.offset : end] == piece.content
        if opened.is_synchronous:
            opened.file.put_durable(piece.offset, piece.content)
        else:
            opened.file.put(piece.offset, piece.content)
        self._told(opened.folder, opened.name, piece, is_same=is_same)

    @property
    def is_full(self) -> bool:
        """Whether the next call that writes finds no room."""
        return self._full_calls_left > 0

    def _told(
        self, folder: Device | None, name: str, piece: Piece, *, is_same: bool = False
    ) -> None:
        """A program was told that this is written: that is what should stand there now.

        But where it wrote what stood there already, a bit that had turned was written with it.
        """
        if folder is not self.device:
            return
        for lie in (*self.old_lies, *self.lies):
            if not (is_same and lie.is_turned):
                lie.overwrite(name, piece)

    def _check_room(self, armed: Armed | None) -> None:
        """Refuse where the device is full, for a few calls; then somebody makes room."""
        if armed is not None and armed.kind is FaultKind.FULL:
            self.injector.note(armed.kind)
            self._full_calls_left = 1 + armed.random.randrange(FULL_CALLS_MAX)
        if self._full_calls_left > 0 and not self.injector.quiet:
            self._full_calls_left -= 1
            raise OSError(errno.ENOSPC, "No space left on device")

    def _drop_waiting(self, file: File | None, random: Random) -> None:
        """After a failed synchronisation the system forgets what waited; a part may be there."""
        if file is None:
            return
        kept = file.after_power_cut(Survival.SECTORS, random)
        file.durable = kept.durable
        file.pending.clear()

    def _lose_waiting(self, armed: Armed) -> None:
        survivals = [Survival.SECTORS, Survival.BLOCKS]
        lost = armed.kind is FaultKind.LOST
        self._cut_power(armed, Survival.NOTHING if lost else armed.random.choice(survivals))

    def _cut_power(self, armed: Armed, survival: Survival) -> None:
        self.injector.note(armed.kind)
        self.cut_power(survival)
        raise PowerCutError

    def cut_power(self, survival: Survival) -> None:
        """Nothing works any more; `survival` tells what of waiting writes will be there."""
        self.survival = survival
        self.is_dead = True

    def _check_power(self) -> None:
        if self.between is not None:
            self.between()
        if self.is_dead:
            raise PowerCutError

    def _file(self, descriptor: int) -> File:
        self._check_power()
        file = self._open[descriptor].file
        if file is None:
            raise OSError(errno.EISDIR, "Is a directory")
        return file

    def _descriptor(self, opened: Descriptor) -> int:
        self._check_power()
        self._next += 1
        self._open[self._next] = opened
        return self._next


def _check_alignment(opened: Descriptor, data: bytes | memoryview, offset: int) -> None:
    """A direct call takes whole sectors, from and to memory that begins on one: else EINVAL."""
    if not opened.is_direct:
        return
    address = np.frombuffer(data, np.uint8).__array_interface__["data"][0] if len(data) else 0
    if offset % SECTOR_BYTES or len(data) % SECTOR_BYTES or address % SECTOR_BYTES:
        raise OSError(errno.EINVAL, "Invalid argument")


@contextmanager
def in_place_of_os(modules: Sequence[Any], system: VirtualSystem) -> Iterator[None]:
    """Let modules call this system instead of the machine's own, for as long as it lasts."""
    with put_in_place([(module, "os", system) for module in modules]):
        yield


@contextmanager
def put_in_place(places: Sequence[tuple[Any, str, object]]) -> Iterator[None]:
    """Let names of modules mean something else, for as long as it lasts."""
    real = [getattr(module, name) for module, name, _ in places]
    for module, name, value in places:
        setattr(module, name, value)
    try:
        yield
    finally:
        for (module, name, _), before in zip(places, real, strict=True):
            setattr(module, name, before)
