"""The kernels under comparison: child processes, and how their answers are held to the model's."""

import hashlib
import os
import pickle
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from .world import Step

WORKER = Path(__file__).with_name("worker.py")
KERNEL = Path(__file__).resolve().parents[2] / "src" / "praya" / "kernel"

AS_WRITTEN = "as written"
COMPILED = "compiled, bounds checked"
SERVED = "compiled, as it is served"
CACHES_KEPT = 6


def compiled_cache() -> Path:
    """A folder that lasts between runs, for this very source: a stale cache answers the old way."""
    digest = hashlib.sha256(f"{version('numba')} {version('llvmlite')}".encode())
    for path in sorted(KERNEL.rglob("*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "praya-agreement"
    forget_old(home)
    return home / digest.hexdigest()[:16]


def forget_old(home: Path) -> None:
    """Leave the caches of the last few sources; each edit of the kernel makes another."""
    folders = sorted(home.glob("*/"), key=lambda folder: folder.stat().st_mtime)
    for folder in folders[:-CACHES_KEPT]:
        shutil.rmtree(folder, ignore_errors=True)


def settings(name: str) -> dict[str, str]:
    """What makes a kernel compiled or not."""
    if name == AS_WRITTEN:
        return {"NUMBA_DISABLE_JIT": "1"}
    folder = compiled_cache() / ("checked" if name == COMPILED else "served")
    folder.mkdir(parents=True, exist_ok=True)
    checked = "1" if name == COMPILED else "0"
    return {"NUMBA_DISABLE_JIT": "0", "NUMBA_BOUNDSCHECK": checked, "NUMBA_CACHE_DIR": str(folder)}


class Kernel:
    """One child process that answers sessions."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.child = self.started()

    def started(self) -> "subprocess.Popen[bytes]":
        """A new process, compiled or not as the name says."""
        return subprocess.Popen(
            [sys.executable, "-W", "error::RuntimeWarning", str(WORKER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | settings(self.name),
        )

    def ask(self, business_date: int, steps: list[Step]) -> None:
        """Send a session; `answers` waits for what becomes of it."""
        if self.child.poll() is not None:
            self.child = self.started()
        content = pickle.dumps((business_date, [step.request for step in steps]))
        assert self.child.stdin is not None
        self.child.stdin.write(len(content).to_bytes(8, "little") + content)
        self.child.stdin.flush()

    def answers(self) -> list[Any]:
        """The answers to the session sent last; a process that died answers with its end."""
        assert self.child.stdout is not None
        size = self.child.stdout.read(8)
        if not size:
            return [("stopped", f"its process ended with {self.child.wait()}")]
        found = pickle.loads(self.child.stdout.read(int.from_bytes(size, "little")))
        assert isinstance(found, list)
        return found

    def close(self) -> None:
        """End the process."""
        assert self.child.stdin is not None
        self.child.stdin.close()
        self.child.wait(timeout=600)


@dataclass
class Difference:
    """The first step of a session to which a kernel answered otherwise than the model."""

    kernel: str
    place: int
    words: str


def plain(step: Step) -> Any:
    """The model's answer in the shape of a worker's."""
    if step.request[0] in ("apply", "begin") and step.answer is not None:
        return step.answer.statuses, step.answer.results, step.answer.effects
    return step.answer


def table_difference(name: str, rows: list[list[int]], found: Any) -> str | None:
    """How one table differs, in words."""
    shape, content = found
    if shape[0] != len(rows):
        return f"table {name}: the model has {len(rows)} rows, the kernel {shape[0]}"
    expected = np.array(rows, dtype=np.int64).reshape(shape)
    actual = np.frombuffer(content, dtype=np.int64).reshape(shape)
    if np.array_equal(expected, actual):
        return None
    row = int(np.nonzero((expected != actual).any(axis=1))[0][0])
    return f"table {name}, row {row}: model {expected[row].tolist()}, kernel {actual[row].tolist()}"


def look_difference(step: Step, found: Any) -> str | None:
    """How tables, root or invariants differ after a block."""
    tables, root, problems = found
    for name, rows in step.answer[0].items():
        words = table_difference(name, rows, tables[name])
        if words is not None:
            return words
    if step.answer[1] != root:
        return f"roots differ over equal tables: model {step.answer[1].hex()}, kernel {root.hex()}"
    return f"invariants: {problems}" if problems else None


def row_difference(step: Step, found: Any) -> str | None:
    """How statuses, results or effects differ, with the rows of the envelope."""
    expected = plain(step)
    if expected == found:
        return None
    if expected is None or found is None or not isinstance(found, tuple):
        return f"model {expected}, kernel {found}, asked {asked(step, 0)}"
    for name, mine, theirs in zip(("status", "result", "effect"), expected, found, strict=True):
        for row, (one, other) in enumerate(zip(mine, theirs, strict=False)):
            if one != other:
                return f"{name} {row}: model {one}, kernel {other}, asked {asked(step, row)}"
    return f"model {expected}, kernel {found}, asked {asked(step, 0)}"


def asked(step: Step, row: int) -> str:
    """A row with what follows it, and its context; the plan repeats the rest."""
    if step.request[0] != "apply":
        return str(step.request)[:500]
    return f"{step.request[1][row : row + 6]} in {step.request[2]}"


def first_difference(kernel: str, steps: list[Step], answers: list[Any]) -> Difference | None:
    """Hold a kernel's answers to the model's."""
    for place, (step, found) in enumerate(zip(steps, answers, strict=False)):
        if isinstance(found, tuple) and found[:1] == ("stopped",):
            return Difference(kernel, place, f"it stopped: {found[1]}")
        looked = step.request[0] == "look"
        words = look_difference(step, found) if looked else row_difference(step, found)
        if words is not None:
            return Difference(kernel, place, words)
    if len(answers) != len(steps):
        return Difference(kernel, len(answers), "it gave too few answers")
    return None
