"""What tries to notice a mutant, from quick to slow: fixtures, sessions, tests, schedules.

`prepare` runs in a process in which the mutated packages are not imported yet, and reads all that
does not need them. `run` is called in a child, after a mutant was planted. A killer says what it
noticed in one line, or nothing. It must not know about mutants.
"""

import io
import json
import lzma
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

import pytest
from agree.grids import GOOD, grid
from agree.kernels import first_difference
from agree.strategies import Plan, session
from agree.test_edge_cases import CASES, written_world
from agree.test_extents_and_periods import WORLDS
from agree.test_payment_edges import EDGES
from agree.world import Step
from model.script import BASE

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "tests" / "golden" / "fixtures"
SESSIONS = 16
CROWDED = Plan(11, ("lower", "crowd", "trade", "pay", "riot", "riot"))
SCHEDULES = 1
QUICK_STEP = 12  # every twelfth fixture, and nothing slower
# Tests that run in this process and import what is mutated. Left out are those which start
# processes of their own: there the mutant is not planted.
TESTED = (
    *(
        "tests/envelopes",
        "tests/kernel",
        "tests/agree/test_room.py",
        "tests/intents",
        "tests/proofs",
    ),
    *(f"tests/formats/{name}" for name in ("test_golden_formats.py", "test_golden_chain.py")),
    *(f"tests/formats/{name}" for name in ("test_golden_proofs.py", "test_self_check.py")),
    "tests/formats/test_references.py",
    *(f"tests/node/test_{name}.py" for name in ("solo", "authentication", "bounds", "founding")),
    *(f"tests/node/test_{name}.py" for name in ("replay_protection", "skips")),
    "tests/simulation/test_night_findings.py",
)
NOT_HERE = (
    *("fresh_process", "plain_python", "without_a_file", "verifier", "kill", "command"),
    *("never_written_over", "export", "hostile_bodies"),
)
Run = Callable[[str], str | None]


class Killers:
    """Everything that can be asked, by name; names begin with their kind."""

    def __init__(self, *, is_quick: bool = False) -> None:
        every = list(_fixtures())[:: QUICK_STEP if is_quick else 1]
        self.fixtures = {f"fixture {one['name']}": one for one in every}
        self.sessions: dict[str, tuple[int, list[Step]]] = {}
        self.schedules: list[str] = []
        if not is_quick:
            self._make_sessions()

    def _make_sessions(self) -> None:
        """Sessions with the model's answers, and the schedules."""
        plans = [Plan.drawn(Random(seed)) for seed in range(SESSIONS)]
        self.sessions |= {f"session {plan}": session(plan) for plan in (*plans, CROWDED)}
        based = {name: BASE + "@ height=10\n" + text for name, text in {**CASES, **EDGES}.items()}
        for name, text in {**based, **WORLDS}.items():
            world = written_world(text)
            self.sessions[f"session of {name}"] = (world.business_date, world.steps)
        for name, text in GOOD.items():
            tried = grid(text)
            self.sessions[f"session around {name}"] = (tried.business_date, tried.steps)
        self.schedules = [f"schedule {seed}" for seed in range(SCHEDULES)]

    def names(self) -> list[str]:
        """All but the tests, which pytest finds."""
        return ["self-check", *self.fixtures, *self.sessions, *self.schedules]

    def run(self, name: str) -> str | None:
        """Ask one; what it noticed. Exceptions of whatever kind are for the caller."""
        if name in self.fixtures:
            replaying = import_module("praya.testing.fixtures.replaying")
            found: str | None = replaying.replay_fixture(self.fixtures[name])
            return found
        if name in self.sessions:
            return self._run_session(name)
        if name == "self-check":
            import_module("praya.node.self_check").self_check()
            return None
        return _run_schedule(int(name.split()[1]))

    def _run_session(self, name: str) -> str | None:
        worker = import_module("agree.worker")
        business_date, steps = self.sessions[name]
        answers = worker.run_session(business_date, [step.request for step in steps])
        found = first_difference("mutant", steps, answers)
        return None if found is None else f"step {found.place}: {found.words}"


def _fixtures() -> Iterator[dict[str, Any]]:
    for path in sorted(FIXTURES.glob("*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="ascii") as lines:
            yield from map(json.loads, lines)


def _run_schedule(seed: int) -> str | None:
    schedules = import_module("praya.testing.simulator.schedules")
    ran = schedules.run_schedule(schedules.draw_schedule(seed, schedules.STEPS_DEFAULT))
    return str(ran.violation) if ran.violation else None


class Watched:
    """A plug-in of pytest: which test runs, and which one failed first."""

    def __init__(self, began: Callable[[str], None], ended: Callable[[str, bool], None]) -> None:
        self.began, self.ended = began, ended
        self.failed = ""

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Around one test, with what prepares it."""
        self.began(f"test {item.nodeid}")
        found = yield
        self.ended(f"test {item.nodeid}", self.failed == item.nodeid)
        return found

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note the test that failed."""
        if report.failed:
            self.failed = report.nodeid

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A file that cannot even be imported notices, too."""
        if report.failed:
            self.failed = report.nodeid


def run_tests(tests: Sequence[str], watched: Watched, *, first_only: bool) -> str | None:
    """Run tests by their names as pytest gives them, or by folders; the first that failed."""
    os.chdir(ROOT)
    options = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:faulthandler"]
    options += ["--hypothesis-seed=0", *(["-x"] if first_only else [])]
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code = pytest.main([*options, *tests], plugins=[watched])
    if watched.failed:
        return f"{watched.failed} failed"
    # Where a file of tests cannot be imported any more, nothing of it fails: pytest only says so.
    # A test that merely bears another name, made of a number that was mutated, proves nothing.
    is_lost = code != pytest.ExitCode.OK and "found no collectors" in said.getvalue()
    return "a file of tests cannot be imported" if is_lost else None


def chosen_tests(group: str) -> list[str]:
    """What pytest is given to run the tests of a folder or file that can be asked here."""
    return [group, "-k", " and ".join(f"not {word}" for word in NOT_HERE)]


def never_imported() -> None:
    """Refuse to go on where a mutant could not be planted any more."""
    early = [name for name in sys.modules if name.startswith(("praya.kernel", "praya.envelopes"))]
    if early:
        raise RuntimeError(f"imported already: {early}")
