"""What a device may hold after a power cut, at each call of a recording.

The model: what was synchronised is there. Of writes that wait, any sectors may be there, in any
order; of changes of names that wait, a first part, in order. Of the write under way (a direct one
is on the device when it returns) any sectors may be there. All states are made where they are few:
every subset of waiting writes, and every tear of the last of them at a boundary of 512 or 4,096
bytes with either side of it missing; where they are many, a sample drawn from a seed, and both are
counted.
This file must not know how a state is judged.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from random import Random
from typing import Final, NamedTuple

from praya.testing.images.recording import Call, Change, Recording, apply_call
from praya.testing.simulator.virtual_files import BLOCK_BYTES, SECTOR_BYTES, Device, File, Piece

PARTIAL: Final = ".partial"  # files without a name yet, which nobody reads
SUBSETS_WHOLE_MAX: Final = 6  # waiting writes of which every subset is made
_ON_NAMES: Final = frozenset({Change.CREATE, Change.RENAME, Change.UNLINK, Change.NAMES})
Files = dict[str, bytes]


class Cut(NamedTuple):
    """One state after a power cut."""

    calls: int  # that were done
    how: str
    is_sampled: bool
    files: Files


def power_cuts(recording: Recording, samples: int, seed: int, first: int = 0) -> Iterator[Cut]:
    """Every state from call `first` on; `samples` drawn ones for each write or set of too many."""
    device = Device(recording.start)
    states = [dict(device.names)]  # the names as they may be, the durable ones first
    for number, call in enumerate(recording.calls):
        random = Random(f"{seed} {number}")
        if number >= first:
            yield from _waiting(states, number, samples, random)
        if number >= first and call.change is Change.WRITE and call.durable:
            yield from _under_way(device, call, number, samples, random)
        apply_call(device, call)
        if call.change is Change.NAMES:
            states.clear()
        if call.change in _ON_NAMES:
            states.append(dict(device.names))
    yield from _waiting(states, len(recording.calls), samples, Random(seed))


def _waiting(
    states: Sequence[dict[str, File]], number: int, samples: int, random: Random
) -> Iterator[Cut]:
    """What may become of that which waits to be synchronised."""
    for kept, names in enumerate(states):
        files = {name: file for name, file in names.items() if not name.endswith(PARTIAL)}
        pieces = [(name, piece) for name in sorted(files) for piece in files[name].pending]
        for chosen, is_sampled in _subsets(len(pieces), samples, random):
            how = f"{kept} names, writes {chosen}"
            picked = [pieces[place] for place in chosen]
            yield Cut(number, how, is_sampled, _contents(files, picked))
        last = max(0, len(pieces) - SUBSETS_WHOLE_MAX)
        for place, (name, piece) in enumerate(pieces[last:], last):
            for how, parts, is_sampled in torn(piece, samples, random):
                others = pieces[:place] + [(name, part) for part in parts]
                stated = f"{kept} names, write {place} {how}"
                yield Cut(number, stated, is_sampled, _contents(files, others))


def _under_way(
    device: Device, call: Call, number: int, samples: int, random: Random
) -> Iterator[Cut]:
    """What may be there of a write that had not returned."""
    if call.name.endswith(PARTIAL):
        return
    files = {name: one for name, one in device.durable_names.items() if not name.endswith(PARTIAL)}
    for how, parts, is_sampled in torn(Piece(call.offset, call.content), samples, random):
        placed = [(call.name, part) for part in parts]
        yield Cut(number, f"under way, {how}", is_sampled, _contents(files, placed))


def _subsets(count: int, samples: int, random: Random) -> Iterator[tuple[tuple[int, ...], bool]]:
    """Every subset of so many, or a sample of them with the two ends."""
    if count <= SUBSETS_WHOLE_MAX:
        for bits in product((False, True), repeat=count):
            yield tuple(place for place, kept in enumerate(bits) if kept), False
        return
    yield (), False
    yield tuple(range(count)), False
    for _ in range(samples):
        yield tuple(place for place in range(count) if random.random() < 0.5), True


def torn(
    piece: Piece, samples: int, random: Random
) -> Iterator[tuple[str, tuple[Piece, ...], bool]]:
    """A write with a part of it missing: at every boundary either side, then any sectors."""
    if piece.is_end:
        return
    length = len(piece.content)
    for end in range(SECTOR_BYTES, length, SECTOR_BYTES):
        kind = "block" if end % BLOCK_BYTES == 0 else "sector"
        head = Piece(piece.offset, piece.content[:end])
        tail = Piece(piece.offset + end, piece.content[end:])
        yield f"torn at {kind} {end}", (head,), False
        yield f"torn before {kind} {end}", (tail,), False
    yield "whole", (piece,), False
    for drawn in range(samples if length > 2 * SECTOR_BYTES else 0):
        starts = [at for at in range(0, length, SECTOR_BYTES) if random.random() < 0.5]
        yield f"sectors, sample {drawn}", tuple(_sector(piece, at) for at in starts), True


def _sector(piece: Piece, start: int) -> Piece:
    return Piece(piece.offset + start, piece.content[start : start + SECTOR_BYTES])


def _contents(files: dict[str, File], pieces: list[tuple[str, Piece]]) -> Files:
    """The durable files with these pieces on top."""
    found = {name: bytes(file.durable) for name, file in files.items()}
    for name in {name for name, _ in pieces}:
        file = File(bytearray(found[name]), bytearray(found[name]))
        file.pending = [piece for owner, piece in pieces if owner == name]
        file.synchronise()
        found[name] = bytes(file.durable)
    return found
