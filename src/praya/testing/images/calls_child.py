"""The process whose storage calls fail: a day on a real folder, one failing call in each process.

Started with `failing_calls.c` loaded before the C library. It loads everything once and copies
itself (fork) for each failure, so that each is a process of its own on the shipped `FolderDisk`; it
then opens the folder itself, where nothing fails any more, and judges what is there. One line of
JSON for each: see `system_calls`. This file must not know which failures are worth trying.
"""

import ctypes
import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from praya.base.errors import Bug, PrayaError
from praya.node.replay import Progress
from praya.node.solo import SoloNode
from praya.node.verification import verify_folder
from praya.storage.disk import FolderDisk
from praya.storage.lock import FolderLock
from praya.testing.images.day import Action, Played, StillClock, day_in_memory, play, scripted_day
from praya.testing.images.prefixes import Acknowledged, compare, may_be_created, send_again
from praya.testing.simulator.cast import genesis
from praya.testing.simulator.harness import SALT
from praya.testing.simulator.legality import STOPPED_CODES, ViolationError
from praya.testing.simulator.settings import SEGMENT_BYTES

# In the order of failing_calls.c.
KINDS: Final = (
    *("open", "pwrite", "preadv", "fsync", "fdatasync", "ftruncate"),
    *("rename", "unlink", "close", "opendir", "flock", "fstat"),
)
WAYS: Final = ("before", "after", "short")
HALTS: Final = STOPPED_CODES | {"FOLDER_READ_ONLY", "LEDGER_LOCKED"}
FINISHED, HALTED, BROKEN = "finished", "halted", "broken"
DIRECT, SYNCHRONISED = "direct", "synchronised"
SECONDS_MAX: Final = 120


class Calls:
    """The library that makes calls fail, already loaded into this process."""

    def __init__(self, library: str, *, direct: bool) -> None:
        """`direct`: whether the folder takes direct writes."""
        self._library = ctypes.CDLL(library)
        self._library.storage_direct(int(direct))
        self._library.storage_count.restype = ctypes.c_long
        numbers = [ctypes.c_int, ctypes.c_long, ctypes.c_int, ctypes.c_int]
        self._library.storage_arm.argtypes = numbers

    def watch(self, folder: str) -> None:
        """Count and strike calls on files of this folder, and no others."""
        self._library.storage_watch(folder.encode())

    def arm(self, kind: int = -1, place: int = 0, way: int = 0, error: int = 0) -> None:
        """Let call number `place` (from 1) of a kind fail; by default none."""
        self._library.storage_arm(kind, place, way, error)

    def counted(self) -> dict[str, int]:
        """Calls so far, by kind."""
        return {name: self._library.storage_count(place) for place, name in enumerate(KINDS)}

    def has_struck(self) -> bool:
        """Whether the armed call came."""
        return bool(self._library.storage_struck())


def live(day: tuple[Action, ...], folder: Path, tell: Callable[[Played], None]) -> tuple[str, str]:
    """A day on a real folder, as a process that halts where it is refused; how it ended."""
    disks: list[FolderDisk] = []

    def open_folder() -> FolderDisk:
        for disk in disks:
            disk.close()
        disks.append(FolderDisk(folder))
        return disks[-1]

    try:
        with FolderLock(folder):
            play(day, open_folder, StillClock(), tell)
            disks[-1].close()
    except PrayaError as problem:
        return (HALTED if problem.code in HALTS else BROKEN), problem.code
    except (Bug, OSError, ViolationError) as problem:
        return BROKEN, f"{type(problem).__name__}: {problem}"
    return FINISHED, ""


def in_copy(work: Callable[[Callable[[object], None]], None]) -> list[Any]:
    """Work in a copy of this process; what it told, a value a line, as far as it came."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        signal.alarm(SECONDS_MAX)  # what hangs is ended by the system, and counts as broken
        with os.fdopen(writing, "w", buffering=1) as told:
            work(lambda value: print(json.dumps(value), file=told))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as lines:
        found = [json.loads(line) for line in lines]
    os.waitpid(child, 0)
    return found


class Trial:
    """A day that is lived again and again, each time with another failure."""

    def __init__(self, calls: Calls, day: tuple[Action, ...], base: Path) -> None:
        self.calls = calls
        self.day = day
        self.base = base
        self.records = day_in_memory(day)[1]

    def count(self) -> dict[str, int]:
        """How many calls of each kind a day without failures makes."""
        found: dict[str, int] = self._lived(self.base / "counted", (-1, 0, 0, 0))[-1]["calls"]
        return found

    def attempt(self, number: int, point: tuple[int, int, int, int]) -> dict[str, Any]:
        """One failure: how the process ended, and what is wrong with what it left, if anything."""
        folder = self.base / f"point-{number}"
        lines = self._lived(folder, point)
        last = lines[-1] if lines and "ended" in lines[-1] else {"ended": BROKEN, "why": "no end"}
        known = [Acknowledged(*line["known"]) for line in lines if "known" in line]
        last["wrong"] = self._look(folder, known[-1] if known else Acknowledged(0, 0, False))
        for left in folder.iterdir():
            left.unlink()
        folder.rmdir()
        return last

    def _lived(self, folder: Path, point: tuple[int, int, int, int]) -> list[Any]:
        folder.mkdir()

        def work(tell: Callable[[object], None]) -> None:
            self.calls.watch(str(folder))
            self.calls.arm(*point)

            def note(played: Played) -> None:
                tell({"known": (played.envelopes, played.height, played.is_created)})

            ended, why = live(self.day, folder, note)
            counted, struck = self.calls.counted(), self.calls.has_struck()
            tell({"ended": ended, "why": why, "struck": struck, "calls": counted})

        return in_copy(work)

    def _look(self, folder: Path, known: Acknowledged) -> str:
        """Open the folder as anybody would; what is wrong, or nothing."""
        clock = StillClock()
        try:
            with FolderLock(folder), closing(FolderDisk(folder)) as disk:
                try:
                    node = SoloNode.open(disk, clock)
                except PrayaError as problem:
                    if not may_be_created(problem, known):
                        raise
                    node = SoloNode.create(disk, clock, genesis(), SEGMENT_BYTES, SALT)
                compare(node, known, self.records)
                send_again(node, clock, self.records)
                found = verify_folder(FolderDisk(folder), Progress()).executor
                same = found.last_header == node.executor.last_header
                return "" if same else "verified otherwise"
        except (PrayaError, Bug, OSError) as problem:
            return str(problem)
        except ViolationError as violation:
            return violation.what


def main(library: str, base: str, blocks: str, mode: str) -> None:
    """Tell how many calls there are; then try each point that is read, a line each."""
    day = scripted_day(tuple(map(int, blocks.split(","))))
    trial = Trial(Calls(library, direct=mode == DIRECT), day, Path(base))
    print(json.dumps(trial.count()), flush=True)
    for number, line in enumerate(sys.stdin):
        print(json.dumps(trial.attempt(number, tuple(json.loads(line)))), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
