"""The jobs of a tier, so many at a time, each in a process of its own, and what came of each part.

A process that ends without an answer, or goes on for too long, is a violation of its part, and
nothing else stops for it. This file must not know what a job does, nor how anything is shown.
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import Any, Final

from praya.testing.selftest.jobs import Job
from praya.testing.selftest.tiers import SCHEDULES, Tier
from praya.testing.simulator.campaigns import LONG_RUN
from praya.testing.simulator.faults import FaultKind

CHILD: Final = "praya.testing.selftest.child"
JOB_MINUTES_MIN: Final = 60  # however short the tier: machines are slow, and busy
JOB_TIMES: Final = 3  # the time of its tier that one job may take
Told = Callable[[str, str, int], None]  # part, stage, how far


@dataclass
class PartFound:
    """What came of one part. Both kinds of seconds are those of its processes, added."""

    part: str
    figures: dict[str, Any] = field(default_factory=dict)
    violations: list[dict[str, str]] = field(default_factory=list)
    absent: str = ""
    jobs: int = 0
    seconds: float = 0.0
    processor_seconds: float = 0.0

    def add(self, found: dict[str, Any], seconds: float) -> None:
        """Take in what one job found."""
        self.processor_seconds += found.get("processor_seconds", 0.0)
        self.figures = added(self.figures, found["figures"])
        self.violations += found["violations"]
        self.absent = self.absent or found["absent"]
        self.jobs += 1
        self.seconds += seconds

    def facts(self) -> dict[str, Any]:
        """All of it, as `praya selftest --json` gives it."""
        return {
            "part": self.part,
            "figures": self.figures,
            "violations": self.violations,
            "absent": self.absent,
            "processes": self.jobs,
            "seconds": round(self.seconds, 1),
            "processor_seconds": round(self.processor_seconds, 1),
        }


def added(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Figures added up, also those within figures."""
    total = dict(one)
    for name, value in other.items():
        if isinstance(value, dict):
            total[name] = added(total.get(name, {}), value)
        else:
            total[name] = total.get(name, 0) + value
    return total


class Runner:
    """Runs jobs in processes, and ends those that are left when it is told to stop."""

    def __init__(self, tier: Tier, told: Told) -> None:
        self._seconds_max = 60 * max(JOB_MINUTES_MIN, JOB_TIMES * tier.minutes)
        self._told = told
        self._running: set[subprocess.Popen[str]] = set()
        self._guard = threading.Lock()
        self._stopped = False

    def run(self, job: Job) -> tuple[dict[str, Any], float]:
        """What a job found, and its seconds."""
        began = time.monotonic()
        order = json.dumps([job.part, job.arguments])
        with TemporaryFile("w+", encoding="utf-8") as errors:
            child = self._start([sys.executable, "-m", CHILD, order], errors)
            if child is None:
                return _broken(job, "stopped"), 0.0
            clock = threading.Timer(self._seconds_max, child.kill)
            clock.start()
            try:
                found = self._listen(job, child)
            finally:
                clock.cancel()
                with self._guard:
                    self._running.discard(child)
            errors.seek(0)
            last = errors.read().strip().rpartition("\n")[2]
        seconds = time.monotonic() - began
        if found is None:
            late = seconds >= self._seconds_max
            found = _broken(job, "it did not end" if late else f"{child.returncode} {last}")
        return found, seconds

    def stop(self) -> None:
        """Start nothing more, and end what runs."""
        with self._guard:
            self._stopped = True
            for child in self._running:
                child.terminate()

    def _start(self, command: list[str], errors: Any) -> "subprocess.Popen[str] | None":
        with self._guard:
            if self._stopped:
                return None
            child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)
            self._running.add(child)
            return child

    def _listen(self, job: Job, child: "subprocess.Popen[str]") -> dict[str, Any] | None:
        found = None
        with child:
            for line in child.stdout or ():
                answer = json.loads(line) if line.startswith("{") else {}
                if "found" in answer:
                    found = answer["found"] | {"processor_seconds": answer["processor_seconds"]}
                elif answer:
                    self._told(job.part, answer["stage"], answer["done"])
        return found if child.returncode == 0 else None


def _broken(job: Job, how: str) -> dict[str, Any]:
    """What is found where a process gives no answer."""
    what = f"the process of {job.arguments or job.part} ended without an answer: {how}"
    return {"figures": {}, "violations": [{"what": what, "command": ""}], "absent": ""}


def run_jobs(
    jobs: Sequence[Job],
    runner: Runner,
    processes: int,
    ended: Callable[[int], None] = lambda done: None,
) -> list[PartFound]:
    """Run all jobs, so many at a time; what came of each part. `ended`: how many are through."""
    parts = {job.part: PartFound(job.part) for job in jobs}
    guard, done = threading.Lock(), 0

    def one(job: Job) -> None:
        nonlocal done
        found, seconds = runner.run(job)
        with guard:
            parts[job.part].add(found, seconds)
            done += 1
            ended(done)

    with ThreadPoolExecutor(processes) as pool:
        try:
            for waited in [pool.submit(one, job) for job in jobs]:
                waited.result()
        finally:  # interrupted, what runs is ended; else nothing runs
            runner.stop()
    _demand_all_faults(parts.values())
    return list(parts.values())


def _demand_all_faults(parts: Iterable[PartFound]) -> None:
    """In a run that is long enough, a kind of fault that never struck is a violation."""
    for part in parts:
        if part.part != SCHEDULES or part.figures.get("schedules", 0) < LONG_RUN:
            continue
        faults = part.figures["faults"]
        missed = [kind.value for kind in FaultKind if not faults.get(kind.value)]
        if missed:
            what = f"these faults never struck: {', '.join(missed)}"
            part.violations.append({"what": what, "command": ""})
