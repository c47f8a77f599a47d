"""Running mutants: one process is ready, and a child of it is made for each mutant.

The parent imports all but what is mutated, so a child starts with its work. A child changes only
itself: the source is replaced as it is imported, compiled functions run as they are written, and
everything that it writes lies in a folder of its own, deleted afterwards.
"""

import gc
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from typing import Any, NamedTuple

from praya.testing.simulator.mutation import Edit, plant

from .killers import Killers, Watched, never_imported, run_tests
from .mutants import (
    Mutant,
    change_of,
    mutated,
    place_of,
    same_meaning,
    source_of,
    statements_of,
)
from .tracing import Everywhere, Map, Reach, groups, kept_at, load, save, trace

SLACK_SECONDS = 2  # what a killer may take beyond four times its usual
WALL_SECONDS = 300  # a child that sleeps is ended, too
MEMORY_BYTES = 3 << 30
RECENT = 24  # killers asked first: those that noticed most mutants of the same module
SESSION_SECONDS_MAX = 10.0  # what sessions may take of one mutant, and what tests may
TEST_SECONDS_MAX = 6.0
FIXTURES_MAX = 240  # of those that run the changed statement, evenly
SCHEDULES_MAX = 1
SPREAD = 40  # fixtures asked before the first session
# What children need of others' code, and all of our own that imports nothing mutated.
WARM = (
    *("numpy", "numba", "cbor2", "blake3", "nacl.signing", "hypothesis", "lxml.etree"),
    *("cryptography.hazmat.primitives.asymmetric.ed25519", "cryptography.hazmat.primitives"),
    *("praya.base.catalogue", "praya.base.calendars", "praya.base.amounts", "praya.proofs.headers"),
    *("praya.instruments", "praya.testing.model.block"),
)


class Result(NamedTuple):
    """What became of a mutant: killed, timed_out, survived, unchanged or broken."""

    mutant: Mutant
    status: str
    killer: str
    why: str
    function: str
    before: str
    after: str
    seconds: float


def prepare(*, is_quick: bool) -> tuple[Killers, Map]:
    """All that children share. The map is made by a child where none is kept.

    Quick is for the test of this machine itself: few killers, all asked about every mutant.
    """
    warnings.simplefilter("error", RuntimeWarning)  # of compiled arithmetic this would be a wrap
    for name in WARM:
        import_module(name)
    killers = Killers(is_quick=is_quick)
    never_imported()
    if is_quick:
        return killers, {name: Reach(1.0, Everywhere()) for name in killers.names()}
    reached: Map = {}
    for group in groups():
        path = kept_at(group)
        if not path.exists():
            _make(group, killers, path)
        reached |= load(path)
    return killers, reached


def _make(group: str, killers: Killers, path: Path) -> None:
    """Have a child make the map of a group, so that this process imports nothing mutated."""
    child = os.fork()
    if child == 0:
        _end(_traced(group, killers, path))
    if os.waitpid(child, 0)[1] != 0:
        raise SystemExit("the killers do not pass with nothing mutated; see above")


def _traced(group: str, killers: Killers, path: Path) -> int:
    with tempfile.TemporaryDirectory() as folder:
        _move_to(folder)
        try:
            save(path, trace(group, killers))
        except BaseException:
            traceback.print_exc()
            return 1
    return 0


def order(mutant: Mutant, reached: Map, kills: Counter[str]) -> list[str]:
    """Who is asked, in order: proven killers of this module, then from quick to slow.

    Of those that run the changed statement, as many as the budgets allow; a survivor is one that
    all of these passed.
    """
    asked = concerned(mutant, reached)
    kinds: dict[str, list[str]] = {"fixture": [], "session": [], "test": [], "schedule": []}
    for name in asked:
        kinds.setdefault(name.split()[0], []).append(name)
    fixtures = kinds["fixture"]
    first = fixtures[:: max(1, len(fixtures) // SPREAD)]
    sessions = within(SESSION_SECONDS_MAX, kinds["session"], reached)
    package = mutant.module.rpartition(".")[0]
    tests = within(TEST_SECONDS_MAX, kinds["test"], reached)
    proven = [name for name, _ in kills.most_common() if name in {*asked}][:RECENT]
    listed = [*proven, *kinds.pop("self-check", []), *first, *sessions]
    if package == "praya.envelopes":
        listed = [*proven, *first, *tests, *listed]
    listed += [*tests, *fixtures[:: max(1, len(fixtures) // FIXTURES_MAX)]]
    return list(dict.fromkeys([*listed, *kinds["schedule"][:SCHEDULES_MAX]]))


def concerned(mutant: Mutant, reached: Map) -> list[str]:
    """Those who run the changed statement.

    What runs when the module is loaded concerns those who run anything of that module; of a module
    of names alone, everybody.
    """
    place = place_of(mutant)
    if place is not None:
        return [name for name, reach in reached.items() if place in reach.places]
    called = {start for start, is_called in statements_of(mutant.module).values() if is_called}
    own = {f"{mutant.module}:{start}" for start in called}
    near = [name for name, reach in reached.items() if not own.isdisjoint(reach.places)]
    return near or list(reached)


def within(seconds: float, names: Sequence[str], reached: Map) -> list[str]:
    """As many of these as fit into so much time, the quickest first."""
    found = []
    for name in sorted(names, key=lambda name: reached[name].seconds):
        seconds -= reached[name].seconds
        if seconds > 0:
            found.append(name)
    return found


class Child:
    """The life of one mutant, in a process that ends with it."""

    def __init__(self, killers: Killers, reached: Map, target: int) -> None:
        self.killers, self.reached, self.target = killers, reached, target
        self.at, self.said = "", dict[str, Any]()

    def answer(self, status: str, why: str = "") -> None:
        """Tell the parent, and end."""
        content = {"status": status, "killer": self.at, "why": why[:300], **self.said}
        os.write(self.target, json.dumps(content).encode())
        _end(0)

    def live(self, mutant: Mutant, listed: Sequence[str]) -> None:
        """Plant the mutant and ask everybody until one notices."""
        signal.signal(signal.SIGXCPU, lambda *_: self.answer("timed_out"))
        after = mutated(mutant)
        self.said = change_of(mutant.module, after)._asdict()
        if same_meaning(mutant.module, after):
            self.answer("unchanged")
        plant([Edit(mutant.module, source_of(mutant.module), after)])
        try:
            why = self.ask(list(listed))
        except BaseException as error:
            self.answer("killed", f"{type(error).__name__}: {error}")
        else:
            self.answer("killed" if why else "survived", why or "")

    def ask(self, waiting: list[str]) -> str | None:
        """Ask in order; neighbouring tests go to pytest together."""
        while waiting:
            if waiting[0].startswith("test "):
                tests = []
                while waiting and waiting[0].startswith("test "):
                    tests.append(waiting.pop(0))
                why = self.ask_tests(tests)
            else:
                self.begin(waiting[0])
                why = self.killers.run(waiting.pop(0))
            if why:
                return why
        return None

    def ask_tests(self, tests: list[str]) -> str | None:
        """Run tests until one fails."""
        self.begin(tests[0])
        watched = Watched(self.begin, lambda *_: None)
        return run_tests([test.removeprefix("test ") for test in tests], watched, first_only=True)

    def begin(self, name: str) -> None:
        """Give the next killer its time."""
        self.at = name
        usual = self.reached.get(name, Reach(1.0, frozenset())).seconds
        used = resource.getrusage(resource.RUSAGE_SELF)
        limit = int(used.ru_utime + used.ru_stime + 4 * usual + SLACK_SECONDS) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))


def _end(code: int) -> None:
    """End this process at once: nothing of the parent's is flushed, closed or deleted."""
    os._exit(code)


def _move_to(folder: str) -> None:
    """Have whatever is written lie in this folder."""
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = folder


class Running(NamedTuple):
    """A child at work."""

    mutant: Mutant
    process: int
    folder: str
    began: float


class Server:
    """Keeps a number of children at work and learns who notices most."""

    def __init__(self, processes: int, *, is_quick: bool = False) -> None:
        self.killers, self.reached = prepare(is_quick=is_quick)
        self.processes, self.selector = processes, DefaultSelector()
        self.kills: dict[str, Counter[str]] = {}
        gc.collect()
        gc.freeze()  # shared pages stay shared

    def run(self, mutants: Sequence[Mutant]) -> Iterator[Result]:
        """Results as they come."""
        waiting = list(reversed(mutants))
        while waiting or self.selector.get_map():
            while waiting and len(self.selector.get_map()) < self.processes:
                self._start(waiting.pop())
            ready = self.selector.select(timeout=5)
            for key, _ in ready:
                yield self._finish(key.fd, key.data)
            self._end_sleepers()

    def _start(self, mutant: Mutant) -> None:
        listed = order(mutant, self.reached, self.kills.get(mutant.module, Counter()))
        source, target = os.pipe()
        folder = tempfile.mkdtemp(prefix="praya-mutant-")
        process = os.fork()
        if process == 0:
            os.close(source)
            _move_to(folder)
            quiet = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(quiet, stream)
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
            Child(self.killers, self.reached, target).live(mutant, listed)
        os.close(target)
        self.selector.register(source, EVENT_READ, Running(mutant, process, folder, time.time()))

    def _finish(self, source: int, running: Running) -> Result:
        said = os.read(source, 1 << 16)
        self.selector.unregister(source)
        os.close(source)
        _, ended, used = os.wait4(running.process, 0)
        shutil.rmtree(running.folder, ignore_errors=True)
        content = json.loads(said) if said else _died(ended)
        if content["status"] == "killed":
            self.kills.setdefault(running.mutant.module, Counter())[content["killer"]] += 1
        return Result(running.mutant, seconds=used.ru_utime + used.ru_stime, **content)

    def _end_sleepers(self) -> None:
        for key in list(self.selector.get_map().values()):
            if time.time() - key.data.began > WALL_SECONDS:
                os.kill(key.data.process, signal.SIGKILL)


def _died(ended: int) -> dict[str, str]:
    """What is known of a child that did not answer."""
    name = signal.Signals(ended & 127).name if ended & 127 else f"exit {ended >> 8}"
    known = {"killer": "", "why": f"its process ended: {name}", "function": ""}
    status = "timed_out" if name in ("SIGKILL", "SIGXCPU") else "killed"
    return {"status": status, **known, "before": "", "after": ""}


def started_without_compiling() -> None:
    """Required before anything is imported: functions run as written."""
    if os.environ.get("NUMBA_DISABLE_JIT") != "1":
        os.environ["NUMBA_DISABLE_JIT"] = "1"
        os.execv(sys.executable, [sys.executable, "-m", "mutation", *sys.argv[1:]])
