"""Every storage call of a day made to fail in a real process: a clean halt or the full effect.

The calls fail below Python, in a library loaded before the C library, so that what Python itself
does about an interrupted call is part of what is tried. Wants a C compiler and a system that loads
such libraries (Linux); without them the answer says that nothing was tried.
"""

import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from praya.testing.images.calls_child import BROKEN, DIRECT, FINISHED, KINDS, SYNCHRONISED, WAYS
from praya.testing.images.crash_images import VIOLATIONS_MAX, Progress

SOURCE: Final = Path(__file__).with_name("failing_calls.c")
CHILD: Final = "praya.testing.images.calls_child"
ROOM: Final = {"open", "pwrite", "fsync", "fdatasync", "ftruncate", "rename"}
DESCRIPTORS: Final = {"open", "opendir"}
# POSIX lets these be interrupted; renaming and removing are not among them.
INTERRUPTED: Final = {"open", "pwrite", "preadv", "fsync", "fdatasync", "ftruncate", "flock"}
SHORTENED: Final = {"pwrite", "preadv"}
LASTING: Final = {"pwrite", "fsync", "fdatasync", "rename", "unlink", "ftruncate"}
BLOCKS: Final = "0,0,1"  # full blocks in the three lives: a day as short as it can be
FAST_POINTS: Final = 2  # of each way to fail
Point = tuple[str, int, str, str]  # kind of call, its number from 1, way, error


def points(calls: dict[str, int]) -> Iterator[Point]:
    """Each call of each kind in each way it can fail."""
    for kind, count in calls.items():
        for place in range(1, count + 1):
            yield kind, place, "before", "EIO"
            if kind in LASTING:
                yield kind, place, "after", "EIO"
            if kind in ROOM:
                yield kind, place, "before", "ENOSPC"
            if kind in DESCRIPTORS:
                yield kind, place, "before", "EMFILE"
            if kind in INTERRUPTED:
                yield kind, place, "before", "EINTR"
            if kind in SHORTENED:
                yield kind, place, "short", ""


def sample(every: Sequence[Point]) -> list[Point]:
    """A few of each way to fail, from all over the day."""
    chosen: list[Point] = []
    for way in sorted({point[2:] for point in every}):
        alike = [point for point in every if point[2:] == way]
        places = range(1, 2 * FAST_POINTS, 2)
        chosen += [alike[len(alike) * place // (2 * FAST_POINTS)] for place in places]
    return chosen


def must_be_survived(point: Point) -> bool:
    """Whether the process has to go on as if nothing had been."""
    return point[3] == "EINTR" or point[2] == "short"


def run_system_calls(progress: Progress, full: bool) -> dict[str, Any]:
    """Try every failure, or in the fast tier a fixed sample where writes are direct; the counts.

    `is_possible` is false, and nothing was tried, where there is no compiler or no such loader.
    """
    compiler = shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        return {"is_possible": False, "points": 0, "violations": []}
    with tempfile.TemporaryDirectory(prefix="praya-calls-") as base:
        library = str(Path(base) / "failing_calls.so")
        command = [compiler, "-O1", "-shared", "-fPIC", "-o", library, str(SOURCE), "-ldl"]
        subprocess.run(command, check=True, capture_output=True)
        began = perf_counter()
        found = {
            mode: _run((library, str(Path(base) / mode), mode), full, progress)
            for mode in ((DIRECT, SYNCHRONISED) if full else (DIRECT,))
        }
    violations = [
        f"{mode}: {each}" for mode, one in found.items() for each in one.pop("violations")
    ]
    return {
        "is_possible": True,
        "points": sum(one["points"] for one in found.values()),
        "modes": found,
        "violations": violations,
        "tier": "all" if full else "sample",
        "seconds": perf_counter() - began,
    }


def _run(place: tuple[str, str, str], full: bool, progress: Progress) -> dict[str, Any]:
    """One process that tries failures; `place`: library, folder, mode."""
    library, base, mode = place
    Path(base).mkdir()
    command = [sys.executable, "-m", CHILD, library, base, BLOCKS, mode]
    environment = {**os.environ, "LD_PRELOAD": library}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as child:
        try:
            return _drive(child, full, lambda done: progress(mode, done))
        finally:
            child.kill()


def _drive(
    child: "subprocess.Popen[str]", full: bool, progress: Callable[[int], None]
) -> dict[str, Any]:
    """Send points, read answers."""
    calls = _read(child)
    every = list(points(calls))
    chosen = every if full else sample(every)
    ended: Counter[str] = Counter()
    by_way: Counter[str] = Counter()
    violations: list[str] = []
    for number, point in enumerate(chosen, 1):
        answer = _ask(child, point)
        ended[answer["ended"]] += 1
        struck = bool(answer.get("struck"))
        by_way[point[3] or point[2]] += struck
        wrong = broken_promise(point, answer)
        if wrong:
            violations.append(f"{' '.join(map(str, point))}: {wrong}")
        progress(number)
        if len(violations) >= VIOLATIONS_MAX:
            break
    return {
        "calls": calls,
        "points": len(chosen),
        "points_of": len(every),
        "struck": dict(sorted(by_way.items())),
        "ended": dict(sorted(ended.items())),
        "violations": violations,
    }


def broken_promise(point: Point, answer: dict[str, Any]) -> str:
    """What an answer breaks, or nothing."""
    if answer["wrong"]:
        return str(answer["wrong"])
    if answer["ended"] == BROKEN:
        return f"the process ended with {answer['why']}"
    if must_be_survived(point) and answer["ended"] != FINISHED:
        return f"not survived: {answer['why']}"
    return ""


def _ask(child: "subprocess.Popen[str]", point: Point) -> dict[str, Any]:
    kind, place, way, error = point
    number = getattr(errno, error) if error else 0
    line = json.dumps([KINDS.index(kind), place, WAYS.index(way), number])
    print(line, file=child.stdin, flush=True)
    return _read(child)


def _read(child: "subprocess.Popen[str]") -> dict[str, Any]:
    line = child.stdout.readline() if child.stdout is not None else ""
    if not line:
        raise EOFError("the process that tries failures ended")
    found: dict[str, Any] = json.loads(line)
    return found
