"""A ledger at rest after a clean stop, damaged byte by byte and file by file: all of it is noticed.

Noticed: opening refuses and writes nothing, and so does verification. What the newest snapshot
makes unread at an opening (older snapshots) is noticed by verification, and the ledger that opens
is the same, by its last header. An old snapshot put back is harmless: the ledger that opens from it
has the same root, and verification agrees. So is the anchor as it was just before the stop, which a
power cut would leave too: the seal is in the journal. Each such case is proven so here.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Final

from praya.base.errors import Bug, PrayaError
from praya.node.genesis import GENESIS_FILE
from praya.node.replay import Progress as Replayed
from praya.node.solo import SoloNode
from praya.node.verification import verify_export, verify_folder
from praya.storage.anchor import ANCHOR_NAME
from praya.storage.commits import COMMIT_HEADER_BYTES, RECORD_HEADER_BYTES
from praya.storage.disk import MemoryDisk
from praya.storage.exports import write_export
from praya.storage.segments import segment_name, segment_number
from praya.testing.images.crash_images import VIOLATIONS_MAX, Progress
from praya.testing.images.day import StillClock, play, scripted_day
from praya.testing.simulator.cast import genesis
from praya.testing.simulator.virtual_files import BLOCK_BYTES, SECTOR_BYTES

BLOCKS: Final = (0, 0, 1)
# A power cut between the seal and the anchor that names it leaves the anchor as it was before.
OLD_ANCHOR: Final = f"{ANCHOR_NAME} as after"
FAST_EVERY: Final = 3_989  # bytes; prime, so that all places of a block come up
STRUCTURE_BYTES: Final = 256  # of each block that holds something, all in the fast tier
STRUCTURE_EVERY: Final = 17
NOTICED_EXPORT: Final = frozenset({"EXPORT_DAMAGED", "EXPORT_DIFFERS", "WRONG_CHAIN"})
NOTICED: Final = frozenset(
    {
        *("JOURNAL_DAMAGED", "JOURNAL_MISSING", "JOURNAL_OTHER_CHAIN", "JOURNAL_VERSION_UNKNOWN"),
        *("SNAPSHOT_DAMAGED", "SNAPSHOT_VERSION_UNKNOWN", "SNAPSHOT_REFUSED"),
        *("GENESIS_DAMAGED", "LEDGER_MISSING", "VERIFICATION_FAILED"),
    }
)


@dataclass
class Counts:
    """What was tried and who noticed it."""

    bytes: int = 0  # of all files
    flips: int = 0
    flips_export: int = 0
    changes: int = 0  # whole sectors, blocks, records and files
    noticed_by_opening: int = 0
    noticed_by_verification: int = 0
    opened_the_same: int = 0  # opening does not read what was damaged; verification refused
    harmless: int = 0  # old snapshots put back, or the newest taken away: equal roots
    violations: list[str] = field(default_factory=list)


class CountingDisk(MemoryDisk):
    """A disk in memory that counts what is written."""

    def __init__(self, files: dict[str, bytes]) -> None:
        super().__init__(files)
        self.written = 0

    def write(self, name: str, offset: int, data: memoryview) -> None:
        """Overwrite blocks; counted."""
        self.written += 1
        super().write(name, offset, data)

    def replace(self, name: str, pieces: Iterable[bytes | memoryview]) -> None:
        """Put a file in its place; counted."""
        self.written += 1
        super().replace(name, pieces)

    def remove(self, name: str) -> None:
        """Remove a file; counted."""
        self.written += 1
        super().remove(name)


class Store:
    """The ledger, its files at earlier moments, and its export."""

    def __init__(self) -> None:
        disk = MemoryDisk()
        earlier: list[dict[str, bytes]] = []

        def note(_: object) -> None:
            earlier.append({name: bytes(content) for name, content in disk.files.items()})

        played = play(scripted_day(BLOCKS), lambda: disk, StillClock(), note)
        self.files = earlier[-1]
        self.earlier = earlier[:-1]
        node = played.node or SoloNode.open(MemoryDisk(self.files), StillClock())
        self.records = list(node.records())
        self.last_header = node.executor.last_header
        self.newest = max(name for name in self.files if name.endswith(".snap"))


class Examiner:
    """Damages a store in one place, looks who notices, and puts it right again."""

    def __init__(self, store: Store, counts: Counts) -> None:
        self.store = store
        self.counts = counts
        self.disk = CountingDisk(store.files)

    def examine(self, what: str, *, may_be_harmless: bool = False) -> None:
        """The disk is damaged: opening and verification refuse, or the ledger is the same.

        `may_be_harmless`: a power cut could have left the same, so both may find nothing wrong.
        """
        opening = self._opens()
        verification = self._refusal(lambda: verify_folder(self.disk, Replayed()))
        if may_be_harmless and not opening and not verification:
            self.counts.harmless += 1
            return
        self.counts.noticed_by_opening += opening in NOTICED
        self.counts.noticed_by_verification += verification in NOTICED
        self.counts.opened_the_same += opening == ""
        if opening and opening not in NOTICED:
            self._violated(f"{what}: opening says {opening}")
        if verification not in NOTICED:
            self._violated(f"{what}: verification says {verification or 'nothing'}")

    def prove_harmless(self, what: str) -> None:
        """The disk holds other snapshots of the same ledger: it opens, equal, and verifies."""
        opening = self._opens()
        verification = self._refusal(lambda: verify_folder(self.disk, Replayed()))
        if opening or verification:
            self._violated(f"{what}: {opening or verification}, though nothing is wrong")
        self.counts.harmless += not opening and not verification

    def restore(self) -> None:
        """All files as they were."""
        self.disk = CountingDisk(self.store.files)

    def _opens(self) -> str:
        """The code that opening refuses with; nothing where the ledger is as it was."""
        self.disk.written = 0
        headers: list[bytes] = []

        def opening() -> None:
            headers.append(SoloNode.open(self.disk, StillClock()).executor.last_header)

        refusal = self._refusal(opening)
        if refusal and self.disk.written:  # one that goes on settles what it found
            return f"{refusal} after a write"
        return refusal or ("" if headers == [self.store.last_header] else "another ledger")

    @staticmethod
    def _refusal(call: Callable[[], object]) -> str:
        try:
            call()
        except PrayaError as problem:
            return problem.code
        except Bug as bug:
            return f"a bug: {bug}"
        return ""

    def _violated(self, what: str) -> None:
        self.counts.violations.append(what)


def run_small_store(progress: Progress, full: bool) -> dict[str, Any]:
    """Every byte of every file flipped, or a stated sample of them; then the larger changes."""
    began, counts, store = perf_counter(), Counts(), Store()
    counts.bytes = sum(map(len, store.files.values()))
    examiner = Examiner(store, counts)
    for name, offset in flip_places(store.files, full):
        counts.flips += 1
        bit = 1 << (offset + counts.flips) % 8
        examiner.disk.files[name][offset] ^= bit
        examiner.examine(f"{name} at {offset}, bit {bit}")
        examiner.disk.files[name][offset] ^= bit
        progress("flips", counts.flips)
        if len(counts.violations) >= VIOLATIONS_MAX:
            break
    _run_changes(examiner, full, progress)
    _run_snapshots(examiner)
    _run_export(store, counts, full)
    tier = "all" if full else f"every {FAST_EVERY} bytes, every {STRUCTURE_EVERY} of structure"
    return {**asdict(counts), "tier": tier, "seconds": perf_counter() - began}


def flip_places(files: dict[str, bytes], full: bool) -> Iterator[tuple[str, int]]:
    """Every byte; in the fast tier some, more of them at the start of blocks in use."""
    for name, content in sorted(files.items()):
        if full:
            yield from ((name, offset) for offset in range(len(content)))
            continue
        chosen = set(range(0, len(content), FAST_EVERY))
        for start in range(0, len(content), BLOCK_BYTES):
            if any(content[start : start + STRUCTURE_BYTES]) and start < 4 * BLOCK_BYTES:
                end = min(start + STRUCTURE_BYTES, len(content))
                chosen |= set(range(start, end, STRUCTURE_EVERY))
        yield from ((name, offset) for offset in sorted(chosen))


def _run_changes(examiner: Examiner, full: bool, progress: Progress) -> None:
    """Whole sectors, blocks and files."""
    for what, change in changes(examiner.store, full):
        change(examiner.disk.files)
        if _same(examiner.disk.files, examiner.store.files):
            continue
        examiner.counts.changes += 1
        examiner.examine(what, may_be_harmless=what.startswith(OLD_ANCHOR))
        examiner.restore()
        progress("changes", examiner.counts.changes)


def _same(found: dict[str, bytearray], known: dict[str, bytes]) -> bool:
    return {name: bytes(content) for name, content in found.items()} == known


Change = Callable[[dict[str, bytearray]], object]


def changes(store: Store, full: bool) -> Iterator[tuple[str, Change]]:
    """Each change with its name. Snapshots taken away or put back are not among them."""
    names = sorted(store.files)
    kept = [name for name in names if name.endswith(".snap")]
    every = 1 if full else 80
    for name in names:
        size = len(store.files[name])
        for place in range(0, size, SECTOR_BYTES * every):
            yield f"{name} truncated to {place}", _truncated(name, place)
            yield f"sector at {place} of {name} zeroed", _zeroed(name, place, SECTOR_BYTES)
        for place in range(BLOCK_BYTES, size, BLOCK_BYTES * every):
            yield f"blocks at {place} of {name} swapped", _swapped(name, place, BLOCK_BYTES)
            end = place + COMMIT_HEADER_BYTES + RECORD_HEADER_BYTES
            yield f"parts at {end} of {name} swapped", _swapped(name, end, RECORD_HEADER_BYTES)
            yield f"block at {place} of {name} twice", _repeated(name, place)
        yield f"{name} longer by a byte", _longer(name)
        yield f"{name} zeroed", _zeroed(name, 0, size)
        if name not in kept:
            yield f"{name} deleted", _deleted(name)
        for other in names:
            if other != name:
                yield f"{other} in place of {name}", _copied(other, name)
    yield from _segment_changes(store)


def _segment_changes(store: Store) -> Iterator[tuple[str, Change]]:
    """Segments under other numbers, swapped, and as they once were; the anchor as it once was."""
    numbers = sorted(filter(None, map(segment_number, store.files)))
    last = segment_name(numbers[-1] + 1)
    for number in numbers:
        yield f"segment {number} once more as the next", _copied(segment_name(number), last)
        if number > 1:
            yield (
                f"segments {number - 1}, {number} swapped",
                _exchanged(segment_name(number - 1), segment_name(number)),
            )
    for moment, files in enumerate(store.earlier):
        for name, content in files.items():
            if name in store.files and not name.endswith(".snap"):
                yield f"{name} as after action {moment}", _put(name, content)


def _truncated(name: str, length: int) -> Change:
    return lambda files: files.update({name: files[name][:length]})


def _zeroed(name: str, start: int, length: int) -> Change:
    def change(files: dict[str, bytearray]) -> None:
        end = min(start + length, len(files[name]))
        files[name][start:end] = bytes(end - start)

    return change


def _swapped(name: str, place: int, unit: int) -> Change:
    """The `unit` bytes before a place, and those behind it, change places."""

    def change(files: dict[str, bytearray]) -> None:
        content = files[name]
        start, end = place - unit, min(place + unit, len(content))
        swapped = content[place:end] + content[start:place]
        content[start : start + len(swapped)] = swapped

    return change


def _repeated(name: str, place: int) -> Change:
    def change(files: dict[str, bytearray]) -> None:
        end = min(place + BLOCK_BYTES, len(files[name]))
        files[name][place:end] = files[name][place - BLOCK_BYTES : end - BLOCK_BYTES]

    return change


def _longer(name: str) -> Change:
    return lambda files: files[name].extend(b"\0")


def _deleted(name: str) -> Change:
    return lambda files: files.pop(name)


def _copied(source: str, target: str) -> Change:
    return lambda files: files.update({target: files[source][:]})


def _exchanged(one: str, other: str) -> Change:
    return lambda files: files.update({one: files[other], other: files[one]})


def _put(name: str, content: bytes) -> Change:
    return lambda files: files.update({name: bytearray(content)})


def _run_snapshots(examiner: Examiner) -> None:
    """Old snapshots put back, snapshots taken away: the same ledger, proven by its last header."""
    kept = [name for name in examiner.store.files if name.endswith(".snap")]
    every = {
        name: content
        for files in examiner.store.earlier
        for name, content in files.items()
        if name.endswith(".snap")
    }
    for name in [*kept, ""]:
        for chosen in kept if not name else [name]:
            examiner.disk.files.pop(chosen)
        examiner.prove_harmless(f"without {name or 'any snapshot'}")
        for old, content in every.items():
            if old not in kept:
                examiner.disk.files[old] = bytearray(content)
                examiner.prove_harmless(f"without {name or 'others'}, with {old}")
        examiner.restore()


def _run_export(store: Store, counts: Counts, full: bool) -> None:
    """Each byte of an export flipped, and the file cut at each sector."""
    chain_id = genesis().chain_id()
    with TemporaryDirectory(prefix="praya-store-") as folder:
        path, damaged = Path(folder) / "whole.praya", Path(folder) / "damaged.praya"
        write_export(path, store.files[GENESIS_FILE], store.records)
        whole = path.read_bytes()
        verify_export(path, chain_id, Replayed())
        counts.bytes += len(whole)
        for offset in range(0, len(whole), 1 if full else STRUCTURE_EVERY * 50):
            content = bytearray(whole)
            content[offset] ^= 1 << offset % 8
            counts.flips_export += 1
            _examine_export(damaged, bytes(content), f"export at {offset}", counts)
        for length in range(0, len(whole), SECTOR_BYTES * (1 if full else 48)):
            counts.changes += 1
            _examine_export(damaged, whole[:length], f"export cut to {length}", counts)


def _examine_export(path: Path, content: bytes, what: str, counts: Counts) -> None:
    path.write_bytes(content)
    try:
        verify_export(path, genesis().chain_id(), Replayed())
    except PrayaError as problem:
        if problem.code in NOTICED_EXPORT:
            counts.noticed_by_verification += 1
            return
        counts.violations.append(f"{what}: {problem}")
        return
    counts.violations.append(f"{what}: accepted")
