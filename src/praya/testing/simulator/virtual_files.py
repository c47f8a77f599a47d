"""Files on a device in memory: what programs see, and what of it a power cut leaves.

A write is seen at once and outlives a power cut once it is synchronised. Until then any of its
sectors may be there or not, in any order, and a change of a name may be there or not, in order.
This file must not know who writes, nor which fault is being tried.
"""

from dataclasses import dataclass, field
from enum import Enum
from random import Random
from typing import Final

SECTOR_BYTES: Final = 512
BLOCK_BYTES: Final = 4_096


class Survival(Enum):
    """What becomes of writes that were not synchronised when the power goes."""

    NOTHING = "nothing"
    SECTORS = "any sectors of 512 bytes"
    BLOCKS = "any blocks of 4,096 bytes"
    EVERYTHING = "everything"


@dataclass(slots=True)
class Piece:
    """A part of a file that was written or cut and not yet synchronised."""

    offset: int
    content: bytes
    is_end: bool = False  # the file was cut, or made longer, to end at `offset`


@dataclass(slots=True)
class File:
    """One file: what programs see, what the device holds for sure, and what lies between."""

    seen: bytearray = field(default_factory=bytearray)
    durable: bytearray = field(default_factory=bytearray)
    pending: list[Piece] = field(default_factory=list)

    def put(self, offset: int, content: bytes) -> None:
        """Write, to be synchronised later."""
        _overwrite(self.seen, offset, content)
        self.pending.append(Piece(offset, content))

    def put_durable(self, offset: int, content: bytes) -> None:
        """Write so that it is on the device when the call returns.

        What waits in the cache for the same place goes to the device before it, as Linux has it
        (generic_file_direct_write), and with it what was written earlier.
        """
        end, waiting = offset + len(content), 0
        for number, piece in enumerate(self.pending, 1):
            if piece.offset < end and offset < piece.offset + len(piece.content):
                waiting = number
        for piece in self.pending[:waiting]:
            _apply(self.durable, piece)
        del self.pending[:waiting]
        _overwrite(self.seen, offset, content)
        _overwrite(self.durable, offset, content)

    def cut(self, length: int) -> None:
        """End the file at `length`, to be synchronised later."""
        _set_length(self.seen, length)
        self.pending.append(Piece(length, b"", is_end=True))

    def synchronise(self) -> None:
        """Bring everything to the device."""
        for piece in self.pending:
            _apply(self.durable, piece)
        self.pending.clear()

    @property
    def is_settled(self) -> bool:
        """Whether a power cut now would lose nothing of it."""
        return not self.pending

    def after_power_cut(self, survival: Survival, random: Random) -> "File":
        """What is there when the power comes back."""
        content = bytearray(self.durable)
        for piece in self.pending:
            for part in _survivors(piece, survival, random):
                _apply(content, part)
        return File(bytearray(content), content)


def _overwrite(content: bytearray, offset: int, piece: bytes) -> None:
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(piece)] = piece


def _set_length(content: bytearray, length: int) -> None:
    if len(content) > length:
        del content[length:]
    else:
        content.extend(bytes(length - len(content)))


def _apply(content: bytearray, piece: Piece) -> None:
    if piece.is_end:
        _set_length(content, piece.offset)
    else:
        _overwrite(content, piece.offset, piece.content)


def _survivors(piece: Piece, survival: Survival, random: Random) -> list[Piece]:
    """The parts of one write that reached the device."""
    if survival is Survival.EVERYTHING:
        return [piece]
    if survival is Survival.NOTHING:
        return []
    if piece.is_end:
        return [piece] if random.random() < 0.5 else []
    size = SECTOR_BYTES if survival is Survival.SECTORS else BLOCK_BYTES
    return torn_parts(piece.offset, piece.content, size, random)


def torn_parts(offset: int, content: bytes, size: int, random: Random) -> list[Piece]:
    """Some parts of a write, each of `size` bytes: a first run of them, or any at all."""
    starts = range(0, len(content), size)
    if random.random() < 0.5:
        kept = list(starts)[: random.randrange(len(starts) + 1)]
    else:
        kept = [start for start in starts if random.random() < 0.5]
    return [Piece(offset + start, content[start : start + size]) for start in kept]


class Device:
    """The files of one folder by name, as programs see them and as the device holds them."""

    def __init__(self, contents: dict[str, bytes] | None = None) -> None:
        self.names: dict[str, File] = {}
        for name, content in (contents or {}).items():
            self.names[name] = File(bytearray(content), bytearray(content))
        self.durable_names = dict(self.names)
        self._changes: list[tuple[str, str, File | None]] = []  # (kind, name, file)

    def create(self, name: str) -> File:
        """A new empty file, or the old one emptied."""
        if name in self.names:
            self.names[name].cut(0)
            return self.names[name]
        made = File()
        self.names[name] = made
        self._changes.append(("link", name, made))
        return made

    def rename(self, old: str, new: str) -> None:
        """Give a file another name, in place of the one that has it."""
        moved = self.names.pop(old)
        self.names[new] = moved
        self._changes.append(("move " + old, new, moved))

    def unlink(self, name: str) -> None:
        """Remove a name."""
        del self.names[name]
        self._changes.append(("unlink", name, None))

    def synchronise_names(self) -> None:
        """Bring all changes of names to the device."""
        _rename_all(self.durable_names, self._changes)
        self._changes.clear()

    def link(self, old: str, new: str) -> None:
        """Give a file a second name."""
        self.names[new] = self.names[old]
        self._changes.append(("link", new, self.names[old]))

    def make_folder(self, name: str) -> "Folder":
        """A new folder in this one."""
        made = Folder()
        self.names[name] = made
        self._changes.append(("link", name, made))
        return made

    @property
    def is_settled(self) -> bool:
        """Whether a power cut now would lose nothing."""
        return not self._changes and all(file.is_settled for file in self.names.values())

    def after_power_cut(self, survival: Survival, random: Random) -> "Device":
        """The device when the power comes back."""
        names = dict(self.durable_names)
        kept = len(self._changes)
        if survival is Survival.NOTHING:
            kept = 0
        elif survival is not Survival.EVERYTHING:
            kept = random.randrange(kept + 1)
        _rename_all(names, self._changes[:kept])
        found, kept_files = Device(), dict[int, File]()  # a file may have two names
        for name in sorted(names):
            file = names[name]
            if id(file) not in kept_files:
                kept_files[id(file)] = file.after_power_cut(survival, random)
            found.names[name] = kept_files[id(file)]
        found.durable_names = dict(found.names)
        return found

    def forget_changes(self, name: str) -> None:
        """Nothing that was done with a name is waited for any more."""
        self._changes = [change for change in self._changes if change[1] != name]

    def contents(self) -> dict[str, bytes]:
        """Every file as programs see it."""
        return {name: bytes(file.seen) for name, file in self.names.items()}


@dataclass(slots=True)
class Folder(File):
    """A folder in a folder: a name of the outer one, and names of its own."""

    device: Device = field(default_factory=Device)

    @property
    def is_settled(self) -> bool:
        """Whether a power cut now would lose nothing in it."""
        return self.device.is_settled

    def after_power_cut(self, survival: Survival, random: Random) -> File:
        """What is there when the power comes back."""
        return Folder(device=self.device.after_power_cut(survival, random))


def _rename_all(names: dict[str, File], changes: list[tuple[str, str, File | None]]) -> None:
    for kind, name, file in changes:
        if kind.startswith("move "):
            names.pop(kind.removeprefix("move "), None)
        if file is None:
            names.pop(name, None)
        else:
            names[name] = file


def take_away(device: Device, name: str) -> None:
    """A name goes, durably, by somebody else's hand."""
    device.names.pop(name, None)
    device.durable_names.pop(name, None)
    device.forget_changes(name)
