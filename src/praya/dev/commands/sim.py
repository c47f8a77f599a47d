"""`praya sim`: schedules of requests and faults on a simulated machine, or planted bugs.

It must not know how a schedule is run, nor what a bug is.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from shlex import quote
from typing import Any, Final

import click

from praya.base.errors import fail
from praya.dev.commands.command import command, option
from praya.dev.commands.facts import show_facts
from praya.dev.commands.names import listed
from praya.dev.commands.own_workflow import load_workflow
from praya.dev.commands.terminal import Terminal
from praya.testing.simulator.campaigns import LONG_RUN, Campaign
from praya.testing.simulator.canaries import canaries, release_all
from praya.testing.simulator.schedules import (
    STEPS_DEFAULT,
    Ran,
    Schedule,
    draw_schedule,
    run_schedule,
)
from praya.testing.simulator.shrinking import shrink
from praya.testing.simulator.workflow_runs import own_schedule, run_workflow, shrink_workflow
from praya.testing.simulator.workflows import OwnWorkload

SEEDS: Final = click.IntRange(1, 1_000_000)
NUMBER: Final = click.IntRange(0, 2**62)
STEPS: Final = click.IntRange(1, 100_000)
SHRUNK_MAX: Final = 3  # one is looked at first; shrinking each of many would take the night

Told = Callable[[int, int], None]


@command("sim", more="sim.more")
@option("--seeds", type=SEEDS, metavar="N", default=20, words="sim.seeds")
@option("--start", type=NUMBER, metavar="N", default=0, words="sim.start")
@option("--steps", type=STEPS, metavar="N", default=STEPS_DEFAULT, words="sim.steps")
@option("--only", metavar="LIST", default=None, words="sim.only")
@option("--workflow", metavar="FILE", default="", words="sim.workflow")
@option("--canaries", "plants", is_flag=True, words="sim.canaries")
@click.pass_obj
def sim(terminal: Terminal, /, only: str | None, plants: bool, steps: int, **more: Any) -> None:
    """Run and show. SIMULATION_VIOLATED, SIMULATION_FAULTS_MISSED, SIMULATION_CANARIES_MISSED."""
    if plants and more["workflow"]:
        fail("VALUE_REFUSED", name="--workflow", accepted=["-"], command="praya sim --canaries")
    if plants:
        _release(terminal, only)
        return
    chosen = listed(only, [f"0-{steps - 1}"], "praya sim")
    seeds, start = more["seeds"], more["start"]
    if more["workflow"]:
        _run_own(terminal, more["workflow"], range(start, start + seeds), steps, chosen)
        return
    campaign, began = Campaign(), time.monotonic()
    with _progress(terminal, terminal.words("sim.stage")) as told:
        for seed in range(start, start + seeds):
            ran = run_schedule(_schedule(seed, steps, chosen))
            campaign.add(ran)
            told(campaign.schedules, seeds)
    campaign.seconds = time.monotonic() - began
    _show(terminal, campaign)
    for ran in campaign.violations[:SHRUNK_MAX]:
        _show_violation(terminal, _schedule(ran.seed, steps, chosen), ran)
    terminal.data(campaign.figures())
    _conclude(campaign, steps, ",".join(chosen))


def _run_own(terminal: Terminal, stated: str, seeds: range, steps: int, chosen: list[str]) -> None:
    """The same with a workflow of the user's.

    WORKFLOW_VIOLATED, WORKFLOW_UNTRIED, and what `simulate` raises.
    """
    own = load_workflow(stated)
    schedules = [_schedule(seed, steps, chosen, own_schedule) for seed in seeds]
    with _progress(terminal, terminal.words("sim.stage")) as told:
        campaign = run_workflow(own, schedules, lambda done: told(done, len(seeds)))
    asked, applied = dict(own.asked), dict(own.applied)
    _show(terminal, campaign)
    headings = [terminal.words(f"sim.{each}") for each in ("recipe", "asked", "applied")]
    rows = [(name, f"{asked[name]:,}", f"{applied[name]:,}") for name in asked]
    terminal.table(headings, rows, numbers=(1, 2))
    untried = [name for name in asked if not applied[name]]
    if untried:
        terminal.line(terminal.words("sim.untried", names=", ".join(untried)))
    for ran in campaign.violations[:SHRUNK_MAX]:
        _show_violation(terminal, schedules[ran.seed - seeds.start], ran, stated, own)
    terminal.data({**campaign.figures(), "asked": asked, "applied": applied})
    if campaign.violations:
        first, only = campaign.violations[0].seed, ",".join(chosen)
        fail(
            "WORKFLOW_VIOLATED",
            count=len(campaign.violations),
            schedules=campaign.schedules,
            command=_repeating(first, steps, only, stated),
        )
    _conclude(campaign, steps, "")
    if untried and campaign.schedules >= LONG_RUN:
        fail("WORKFLOW_UNTRIED", schedules=campaign.schedules, names=", ".join(untried))


def _schedule(
    seed: int, steps: int, chosen: list[str], draw: Callable[[int, int], Schedule] | None = None
) -> Schedule:
    """The schedule of a seed, or some of its steps. VALUE_REFUSED."""
    drawn = (draw or draw_schedule)(seed, steps)
    if not chosen:
        return drawn
    if not all(each.isascii() and each.isdigit() and int(each) < steps for each in chosen):
        fail("VALUE_REFUSED", name="--only", accepted=[f"0-{steps - 1}"], command="praya sim")
    return drawn.only(tuple(int(each) for each in chosen))


def _conclude(campaign: Campaign, steps: int, only: str) -> None:
    if campaign.violations:
        first = campaign.violations[0].seed
        fail(
            "SIMULATION_VIOLATED",
            count=len(campaign.violations),
            schedules=campaign.schedules,
            command=_repeating(first, steps, only),
        )
    if campaign.missed():
        kinds = ", ".join(campaign.missed())
        fail("SIMULATION_FAULTS_MISSED", schedules=campaign.schedules, kinds=kinds)


def _repeating(seed: int, steps: int, only: str, workflow: str = "") -> str:
    """The one command that runs the same again."""
    named = f" --workflow {quote(workflow)}" if workflow else ""
    stated = f"praya sim{named} --seeds 1 --start {seed}"
    if steps != STEPS_DEFAULT:
        stated += f" --steps {steps}"
    return f"{stated} --only {only}" if only else stated


def _show(terminal: Terminal, campaign: Campaign) -> None:
    figures, words = campaign.figures(), terminal.words
    facts = [
        (words("sim.schedules"), f"{figures['schedules']:,}"),
        (words("sim.hybrid"), f"{figures['hybrid']:,}"),
        (words("sim.count_steps"), f"{figures['steps']:,}"),
        (words("sim.envelopes"), f"{figures['envelopes']:,}"),
        (words("sim.violations"), f"{figures['violations']:,}"),
        (words("sim.seconds"), f"{figures['seconds']}"),
    ]
    show_facts(terminal, facts, indent=0)
    terminal.line(words("sim.faults"))
    struck = [
        (words(f"sim.fault_{kind}"), f"{count:,}") for kind, count in figures["faults"].items()
    ]
    show_facts(terminal, struck, indent=2)


def _show_violation(
    terminal: Terminal,
    schedule: Schedule,
    ran: Ran,
    workflow: str = "",
    own: OwnWorkload | None = None,
) -> None:
    """What was broken, and the shortest script that breaks it."""
    shorter, again = shrink_workflow(own, schedule, ran) if own else shrink(schedule, ran)
    kept, steps = len(shorter.places), len(schedule.places)
    terminal.line(terminal.words("sim.broken", seed=ran.seed, what=again.violation))
    terminal.line(terminal.words("sim.script", kept=kept, steps=steps))
    for place, step in zip(shorter.places, shorter.steps, strict=True):
        terminal.line(terminal.words("sim.script_line", place=place, step=str(step)))
    only = ",".join(map(str, shorter.places))
    if not only:
        terminal.line(terminal.words("sim.broken_at_once"))
    terminal.line("  " + _repeating(ran.seed, schedule.places[-1] + 1, only, workflow))
    terminal.data(
        {"seed": ran.seed, "violation": again.violation, "steps": [*map(str, shorter.steps)]}
    )


def _release(terminal: Terminal, only: str | None) -> None:
    """Plant bugs, all or those named. VALUE_REFUSED, SIMULATION_CANARIES_MISSED."""
    every = canaries()
    names = [each.name for each in every]
    chosen = listed(only, names, "praya sim --canaries")
    if not set(chosen) <= set(names):
        fail("VALUE_REFUSED", name="--only", accepted=names, command="praya sim --canaries")
    planted = [each for each in every if not chosen or each.name in chosen]
    began = time.monotonic()
    with _progress(terminal, terminal.words("sim.stage_canaries")) as told:
        found = list(release_all(planted, told))
    words = terminal.words
    headings = [words("sim.canary"), words("sim.canary_schedules"), words("sim.canary_how")]
    missed = [each.name for each in found if not each.is_caught]
    rows = [
        (each.name, str(each.schedules), each.how if each.is_caught else words("sim.canary_missed"))
        for each in found
    ]
    terminal.table(headings, rows, numbers=(1,))
    terminal.line(words("sim.caught", caught=len(found) - len(missed), count=len(found)))
    terminal.data(
        {
            "canaries": len(found),
            "caught": len(found) - len(missed),
            "missed": missed,
            "each": {each.name: each.schedules for each in found},
            "seconds": round(time.monotonic() - began, 1),
        }
    )
    if missed:
        fail("SIMULATION_CANARIES_MISSED", count=len(missed), names=", ".join(missed))


@contextmanager
def _progress(terminal: Terminal, stage: str) -> Iterator[Told]:
    """How far it is, on a terminal only, gone when it is done."""
    if terminal.json or not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns: list[Any] = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()]
    with Progress(
        *columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        task = bar.add_task(stage)

        def told(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield told
