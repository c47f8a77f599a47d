"""`praya sim`: schedules of requests and faults on a simulated machine, or planted bugs.

It must not know how a schedule is run, nor what a bug is.
"""

import time
from dataclasses import dataclass
from typing import Any, Final

import click

from praya.base.errors import fail
from praya.dev.commands.command import command, option
from praya.dev.commands.facts import show_facts
from praya.dev.commands.names import listed
from praya.dev.commands.numbers import between
from praya.dev.commands.own_workflow import load_workflow
from praya.dev.commands.sim_canaries import chosen_canaries, release_canaries, show_canaries
from praya.dev.commands.sim_script import Script, show_script
from praya.dev.commands.stage_bar import stage_bar
from praya.dev.commands.terminal import Terminal
from praya.testing.simulator.campaigns import LONG_RUN, Campaign, repeated_by
from praya.testing.simulator.schedules import (
    STEPS_DEFAULT,
    Ran,
    Schedule,
    draw_schedule,
    run_schedule,
)
from praya.testing.simulator.shrinking import shrink
from praya.testing.simulator.transcripts import Transcript
from praya.testing.simulator.workflow_runs import (
    own_schedule,
    run_workflow,
    shrink_workflow,
    transcribe_workflow,
)
from praya.testing.simulator.workflows import OwnWorkload

SEEDS: Final = click.IntRange(1, 1_000_000)
NUMBER: Final = click.IntRange(0, 2**62)
STEPS: Final = click.IntRange(1, 100_000)
SHRUNK_MAX: Final = 3  # one is looked at first; shrinking each of many would take the night
NAMED_MAX: Final = 20  # violations that are named beside those; --json names all


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: which schedules, of how many steps, and which of these."""

    seeds: range
    steps: int
    chosen: tuple[int, ...]  # none: all
    workflow: str = ""
    own: OwnWorkload | None = None

    def schedule(self, seed: int) -> Schedule:
        """The schedule of a seed, or some of its steps."""
        draw = draw_schedule if self.own is None else own_schedule
        drawn = draw(seed, self.steps)
        return drawn.only(self.chosen) if self.chosen else drawn

    def command(self, seed: int, only: tuple[int, ...]) -> str:
        """The one command that repeats it."""
        return repeated_by(seed, steps=self.steps, only=only, workflow=self.workflow)


@command("sim", more="sim.more")
@option("--seeds", type=SEEDS, metavar="N", default=20, words="sim.seeds")
@option("--start", type=NUMBER, metavar="N", default=0, words="sim.start")
@option("--steps", type=STEPS, metavar="N", default=STEPS_DEFAULT, words="sim.steps")
@option("--only", metavar="LIST", default=None, words="sim.only")
@option("--workflow", metavar="FILE", default="", words="sim.workflow")
@option("--canaries", "plants", is_flag=True, words="sim.canaries")
@option("--list", "is_list", is_flag=True, words="sim.list")
@click.pass_obj
def sim(terminal: Terminal, /, only: str | None, steps: int, workflow: str, **more: Any) -> None:
    """Run and show. SIMULATION_VIOLATED, SIMULATION_FAULTS_MISSED, SIMULATION_CANARIES_MISSED."""
    if more["plants"] or more["is_list"]:
        if workflow:
            fail("WORKFLOW_NOT_PLANTED")
        (show_canaries if more["is_list"] else release_canaries)(terminal, chosen_canaries(only))
        return
    seeds = range(more["start"], more["start"] + more["seeds"])
    wanted = Wanted(seeds, steps, _places(only, steps))
    if workflow:
        _run_own(terminal, Wanted(seeds, steps, wanted.chosen, workflow, load_workflow(workflow)))
        return
    campaign, began = Campaign(), time.monotonic()
    with stage_bar(terminal, terminal.words("sim.stage")) as told:
        for seed in seeds:
            campaign.add(run_schedule(wanted.schedule(seed)))
            told(campaign.schedules, len(seeds))
    campaign.seconds = time.monotonic() - began
    repeating = _show_violations(terminal, wanted, campaign)
    _show(terminal, campaign)
    terminal.data(campaign.figures())
    if campaign.violations:
        first = campaign.violations[0]
        fail(
            "SIMULATION_VIOLATED",
            count=len(campaign.violations),
            schedules=campaign.schedules,
            seed=first.seed,
            what=first.violation,
            command=repeating,
        )
    _demand_all_faults(campaign)


def _run_own(terminal: Terminal, wanted: Wanted) -> None:
    """The same with a workflow of the user's.

    WORKFLOW_VIOLATED, WORKFLOW_UNTRIED, and what `simulate` raises.
    """
    own, count = wanted.own, len(wanted.seeds)
    if own is None:
        return
    schedules = [wanted.schedule(seed) for seed in wanted.seeds]
    with stage_bar(terminal, terminal.words("sim.stage")) as told:
        campaign = run_workflow(own, schedules, lambda done: told(done, count))
    asked, applied = dict(own.asked), dict(own.applied)
    repeating = _show_violations(terminal, wanted, campaign)
    _show(terminal, campaign)
    headings = [terminal.words(f"sim.{each}") for each in ("recipe", "asked", "applied")]
    rows = [(name, f"{asked[name]:,}", f"{applied[name]:,}") for name in asked]
    terminal.table(headings, rows, numbers=(1, 2))
    untried = [name for name in asked if not applied[name]]
    if untried:
        terminal.line(terminal.words("sim.untried", names=", ".join(untried)))
    terminal.data({**campaign.figures(), "asked": asked, "applied": applied})
    if campaign.violations:
        first = campaign.violations[0]
        fail(
            "WORKFLOW_VIOLATED",
            count=len(campaign.violations),
            schedules=campaign.schedules,
            seed=first.seed,
            what=first.violation,
            command=repeating,
        )
    _demand_all_faults(campaign)
    if untried and campaign.schedules >= LONG_RUN:
        fail("WORKFLOW_UNTRIED", schedules=campaign.schedules, names=", ".join(untried))


def _places(only: str | None, steps: int) -> tuple[int, ...]:
    """The places of steps that a list names. VALUE_REFUSED, which says the least and the most."""
    accepted = between(0, steps - 1)
    stated = listed(only, accepted, "praya sim")
    if not all(each.isascii() and each.isdigit() and int(each) < steps for each in stated):
        fail("VALUE_REFUSED", name="--only", accepted=accepted, command="praya sim")
    return tuple(int(each) for each in stated)


def _demand_all_faults(campaign: Campaign) -> None:
    if campaign.missed():
        kinds = ", ".join(campaign.missed())
        fail("SIMULATION_FAULTS_MISSED", schedules=campaign.schedules, kinds=kinds)


def _show_violations(terminal: Terminal, wanted: Wanted, campaign: Campaign) -> str:
    """The first ones as short scripts, the others by name; the command that repeats the first."""
    found = campaign.violations
    commands = []
    for place, ran in enumerate(found):
        if place < SHRUNK_MAX:
            commands.append(_show_shortened(terminal, wanted, ran))
            continue
        commands.append(wanted.command(ran.seed, wanted.chosen))
        told = {"seed": ran.seed, "violation": ran.violation, "command": commands[-1]}
        terminal.data(told)
        if place < SHRUNK_MAX + NAMED_MAX:
            terminal.line(terminal.words("sim.broken", seed=ran.seed, what=ran.violation))
            terminal.line("  " + terminal.words("sim.repeat", command=commands[-1]))
    if len(found) > SHRUNK_MAX:
        left = max(0, len(found) - SHRUNK_MAX - NAMED_MAX)
        terminal.line(terminal.words("sim.more_violations", count=left) if left else "")
    return commands[0] if commands else ""


def _show_shortened(terminal: Terminal, wanted: Wanted, ran: Ran) -> str:
    """The shortest script that breaks what a schedule broke; the command that runs it."""
    terminal.say("sim.shrinking", seed=ran.seed)
    schedule, own = wanted.schedule(ran.seed), wanted.own
    transcript = Transcript()
    if own is None:
        shorter, again = shrink(schedule, ran)
        run_schedule(shorter, transcript=transcript)
    else:
        shorter, again = shrink_workflow(own, schedule, ran)
        transcript = transcribe_workflow(own, shorter)
    repeating = wanted.command(ran.seed, shorter.places)
    show_script(terminal, Script(shorter, again, transcript, len(schedule.places), repeating))
    return repeating


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
        (kind, f"{count:,}", words(f"sim.fault_{kind}"))
        for kind, count in figures["faults"].items()
    ]
    headings = [words("sim.fault"), words("sim.fault_count"), words("sim.fault_what")]
    terminal.table(headings, struck, numbers=(1,), indent=2)
