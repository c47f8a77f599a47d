"""`praya selftest`: everything that Praya tries on itself, in one of three sizes, as one table.

It must not know how a part is tried.
"""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import click

from praya.base.errors import fail
from praya.dev.commands.command import command, option
from praya.dev.commands.compiling import compile_first
from praya.dev.commands.names import listed
from praya.dev.commands.terminal import Terminal
from praya.testing.selftest import tiers
from praya.testing.selftest.jobs import jobs_of
from praya.testing.selftest.running import PartFound, Runner, run_jobs
from praya.testing.selftest.tiers import PARTS, TIERS, Tier

SEEDS: Final = click.IntRange(0, 2**62)
PROCESSES: Final = click.IntRange(1, 64)
PROCESSES_DEFAULT: Final = 2
SHOWN_MAX: Final = 20  # violations of one part; --json gives all


@command("selftest", more="selftest.more")
@option(
    "--tier",
    type=click.Choice(list(TIERS)),
    default="commit",
    metavar="TIER",
    words="selftest.tier",
)
@option("--start", type=SEEDS, metavar="N", default=0, words="selftest.start")
@option("--only", metavar="LIST", default=None, words="selftest.only")
@option(
    "--processes",
    type=PROCESSES,
    metavar="N",
    default=PROCESSES_DEFAULT,
    words="selftest.processes",
)
@option("--plan", is_flag=True, words="selftest.plan")
@click.pass_obj
def selftest(terminal: Terminal, /, tier: str, start: int, only: str | None, **rest: Any) -> None:
    """Run and show. SELFTEST_VIOLATED, VALUE_REFUSED."""
    chosen = _parts(only)
    if rest["plan"]:
        _show_plan(terminal)
        return
    began = time.monotonic()
    compile_first()  # each job has a process of its own, of which no word of compiling is heard
    jobs = jobs_of(TIERS[tier], start, chosen)
    with _progress(terminal, len(jobs)) as bar:
        runner = Runner(TIERS[tier], bar.told)
        found = run_jobs(jobs, runner, rest["processes"], bar.ended)
    found.sort(key=lambda part: PARTS.index(part.part))
    seconds = round(time.monotonic() - began, 1)
    repeating = f"praya selftest --tier {tier} --start {start} --only "
    violations = _stated(found, repeating)
    _show(terminal, found, seconds)
    terminal.data(
        {
            "tier": tier,
            "start": start,
            "parts": [part.facts() for part in found],
            "violations": len(violations),
            "seconds": seconds,
        }
    )
    if violations:
        parts = ", ".join(part.part for part in found if part.violations)
        first = violations[0]["command"]
        fail("SELFTEST_VIOLATED", count=len(violations), parts=parts, command=first)


def _parts(only: str | None) -> tuple[str, ...]:
    """The parts that a list names, or all. VALUE_REFUSED."""
    named = listed(only, list(PARTS), "praya selftest")
    if not set(named) <= set(PARTS):
        fail("VALUE_REFUSED", name="--only", accepted=list(PARTS), command="praya selftest")
    return tuple(part for part in PARTS if not named or part in named)


def _stated(found: Sequence[PartFound], repeating: str) -> list[dict[str, str]]:
    """All violations, each with the command that repeats it."""
    for part in found:
        for violation in part.violations:
            violation["command"] = violation["command"] or repeating + part.part
    return [violation for part in found for violation in part.violations]


def _show(terminal: Terminal, found: Sequence[PartFound], seconds: float) -> None:
    """The table, and every violation with its command."""
    words = terminal.words
    headings = [
        words("selftest.heading_part"),
        words("selftest.heading_tried"),
        words("selftest.heading_seconds"),
        words("selftest.heading_violations"),
    ]
    rows = [
        (
            words(f"selftest.part_{part.part}"),
            _tried(terminal, part),
            f"{part.seconds:,.1f}",
            f"{len(part.violations):,}",
        )
        for part in found
    ]
    terminal.table(headings, rows, numbers=(2, 3))
    for part in found:
        for violation in part.violations[:SHOWN_MAX]:
            name = words(f"selftest.part_{part.part}")
            terminal.line(words("selftest.broken", part=name, what=violation["what"]))
            terminal.line("  " + violation["command"])
    total = sum(len(part.violations) for part in found)
    terminal.line(words("selftest.total", count=total, seconds=f"{seconds:,.1f}"))


def _tried(terminal: Terminal, part: PartFound) -> str:
    """What a part tried, in words."""
    if part.absent:
        return terminal.words(f"selftest.absent_{part.absent}")
    told = [
        terminal.words(f"selftest.figure_{name}", count=f"{value:,}")
        for name, value in part.figures.items()
        if not isinstance(value, dict)
    ]
    return terminal.words("selftest.comma").join(told)


def _show_plan(terminal: Terminal) -> None:
    """What each tier does of each part, and nothing is run."""
    words = terminal.words
    headings = [
        words("selftest.heading_part"),
        *(words("selftest.heading_tier", tier=tier.name) for tier in TIERS.values()),
    ]
    minutes = [words("selftest.minutes", count=tier.minutes) for tier in TIERS.values()]
    rows = [
        [words(f"selftest.part_{part}"), *(_share(terminal, part, tier) for tier in TIERS.values())]
        for part in PARTS
    ]
    terminal.table(headings, [*rows, [words("selftest.meant"), *minutes]])
    terminal.data(
        {
            tier.name: {
                "minutes": tier.minutes,
                "schedules": tier.schedules,
                "canaries": len(jobs_of(tier, 0, (tiers.CANARIES,))),
                "fuzz_seconds": tier.fuzz_seconds,
                "scope_states": tier.scope_states,
                "whole": sorted(tier.whole),
            }
            for tier in TIERS.values()
        }
    )


def _share(terminal: Terminal, part: str, tier: Tier) -> str:
    """How much of a part a tier does, in words."""
    words = terminal.words
    if part == tiers.SCHEDULES:
        return f"{tier.schedules:,}"
    if part == tiers.CANARIES:
        return f"{len(jobs_of(tier, 0, (part,))):,}"
    if part == tiers.FUZZ:
        return words("selftest.share_fuzz", seconds=tier.fuzz_seconds)
    if part == tiers.SCOPES:
        return words("selftest.share_scopes", count=f"{tier.scope_states:,}")
    if part in tiers.WHOLE - tier.whole:
        return words("selftest.share_sample")
    return words("selftest.share_all")


class _Quiet:
    """Shows nothing."""

    def told(self, part: str, stage: str, done: int) -> None:
        """How far a job is."""

    def ended(self, done: int) -> None:
        """How many jobs are through."""


class _Bar(_Quiet):
    """Shows how many processes are through, and how far the one is that spoke last."""

    def __init__(self, terminal: Terminal, bar: Any, task: Any) -> None:
        self._terminal = terminal
        self._bar = bar
        self._task = task

    def told(self, part: str, stage: str, done: int) -> None:
        """How far a job is."""
        name = self._terminal.words(f"selftest.part_{part}")
        self._bar.update(self._task, description=f"{name}: {stage} {done:,}")

    def ended(self, done: int) -> None:
        """How many jobs are through."""
        self._bar.update(self._task, completed=done)


@contextmanager
def _progress(terminal: Terminal, jobs: int) -> Iterator[_Quiet]:
    """How far it is, on a terminal only, gone when it is done."""
    if terminal.json or not sys.stderr.isatty():
        yield _Quiet()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns: list[Any] = [BarColumn(bar_width=20), MofNCompleteColumn(), TimeElapsedColumn()]
    described = TextColumn("{task.description}", markup=False)
    with Progress(*columns, described, console=Console(stderr=True), transient=True) as bar:
        yield _Bar(terminal, bar, bar.add_task("", total=jobs))
