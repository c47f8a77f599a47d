"""The day on virtual system calls, each call that changes the device kept in order.

A recording can be turned into the device as it was after any number of calls, once more with any
call left out. This file must not know which states a power cut allows.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from praya.storage.disk import FolderDisk
from praya.testing.images.day import Action, Played, StillClock, play
from praya.testing.images.prefixes import Acknowledged
from praya.testing.simulator.faults import Injector
from praya.testing.simulator.virtual_clock import VirtualClock
from praya.testing.simulator.virtual_files import Device
from praya.testing.simulator.virtual_folder import VirtualFolder, on_virtual_system
from praya.testing.simulator.virtual_system import VirtualSystem


class Change(Enum):
    """What a call does to the device."""

    CREATE = "create"
    WRITE = "write"
    CUT = "cut"
    SYNCHRONISE = "synchronise"
    NAMES = "names"  # the folder is synchronised
    RENAME = "rename"
    UNLINK = "unlink"


class Call(NamedTuple):
    """One call as it reached the device."""

    change: Change
    name: str
    offset: int = 0  # of a write; the length, of a cut
    content: bytes = b""
    durable: bool = False  # of a write: on the device when the call returns
    target: str = ""  # of a rename


class RecordingSystem(VirtualSystem):
    """A virtual machine without faults that keeps its calls."""

    def __init__(self, device: Device, *, direct: bool, calls: list[Call]) -> None:
        """`calls` is added to."""
        super().__init__(device, Injector(), VirtualClock(1), direct=direct)
        self._calls = calls

    def open(self, path: str, flags: int, mode: int = 0o600) -> int:
        """Open; a new or emptied file is a change."""
        name = os.path.basename(path)
        fresh = name not in self.device.names or flags & os.O_TRUNC
        descriptor = super().open(path, flags, mode)
        if flags & os.O_CREAT and fresh:
            self._calls.append(Call(Change.CREATE, name))
        return descriptor

    def rename(self, old: str, new: str) -> None:
        """Give a file another name."""
        super().rename(old, new)
        names = os.path.basename(old), os.path.basename(new)
        self._calls.append(Call(Change.RENAME, names[0], target=names[1]))

    def unlink(self, path: str) -> None:
        """Remove a name."""
        super().unlink(path)
        self._calls.append(Call(Change.UNLINK, os.path.basename(path)))

    def pwrite(self, descriptor: int, data: bytes | memoryview, offset: int) -> int:
        """Write."""
        done = super().pwrite(descriptor, data, offset)
        opened = self._open[descriptor]
        content = bytes(data[:done])
        call = Call(Change.WRITE, opened.name, offset, content, opened.is_synchronous)
        self._calls.append(call)
        return done

    def ftruncate(self, descriptor: int, length: int) -> None:
        """End a file."""
        super().ftruncate(descriptor, length)
        self._calls.append(Call(Change.CUT, self._open[descriptor].name, length))

    def fsync(self, descriptor: int) -> None:
        """Bring a file, or the names of the folder, to the device."""
        super().fsync(descriptor)
        opened = self._open[descriptor]
        change = Change.NAMES if opened.file is None else Change.SYNCHRONISE
        self._calls.append(Call(change, opened.name))


def apply_call(device: Device, call: Call) -> None:
    """Do one call to a device."""
    if call.change is Change.CREATE:
        device.create(call.name)
    elif call.change is Change.RENAME:
        device.rename(call.name, call.target)
    elif call.change is Change.UNLINK:
        device.unlink(call.name)
    elif call.change is Change.NAMES:
        device.synchronise_names()
    elif call.change is Change.SYNCHRONISE:
        device.names[call.name].synchronise()
    elif call.change is Change.CUT:
        device.names[call.name].cut(call.offset)
    elif call.durable:
        device.names[call.name].put_durable(call.offset, call.content)
    else:
        device.names[call.name].put(call.offset, call.content)


class Milestone(NamedTuple):
    """What was acknowledged when so many calls were done."""

    calls: int
    known: Acknowledged


@dataclass
class Recording:
    """A run: what it started from, its calls, and what was acknowledged on the way."""

    start: dict[str, bytes] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)

    def milestone(self, calls: int) -> Milestone:
        """What was acknowledged before call number `calls` (from 0) began."""
        reached = [one for one in self.milestones if one.calls <= calls]
        return reached[-1] if reached else Milestone(0, Acknowledged(0, 0, False))


def record_day(day: tuple[Action, ...], *, direct: bool, late: bool) -> Recording:
    """A day on a device that takes direct writes or not; `late`: zeroed files are made late."""
    made = Recording()

    def note(played: Played) -> None:
        known = Acknowledged(played.envelopes, played.height, played.is_created)
        made.milestones.append(Milestone(len(made.calls), known))

    def folder() -> FolderDisk:
        return VirtualFolder(late=late)

    system = RecordingSystem(Device(), direct=direct, calls=made.calls)
    with on_virtual_system(system):
        play(day, folder, StillClock(), note)
    return made


def record_recovery(
    image: dict[str, bytes], opening: Callable[[], object], *, direct: bool
) -> Recording:
    """What `opening` does to the device when it starts from an image."""
    made = Recording(start=image)
    system = RecordingSystem(Device(image), direct=direct, calls=made.calls)
    with on_virtual_system(system):
        opening()
    return made
