"""A user's workflow in many schedules: `simulate`, and what `praya sim --workflow` is made of.

It must not know files or commands.
"""

import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from praya.base.catalogue import language_for, say
from praya.base.errors import fail
from praya.base.limits import QUOTA_BYTES_PER_BLOCK
from praya.node.compiled_code import is_cold
from praya.testing.simulator.campaigns import Campaign
from praya.testing.simulator.schedules import (
    STEPS_DEFAULT,
    Ran,
    Schedule,
    draw_schedule,
    run_schedule,
)
from praya.testing.simulator.shrinking import SECONDS_MAX, shrink
from praya.testing.simulator.transcripts import Asked, Transcript
from praya.testing.simulator.workflows import OwnWorkload, Workflow, WorkflowFaultError


@dataclass(frozen=True, slots=True)
class Violation:
    """A promise that a schedule broke, and the shortest part of the schedule that still does."""

    seed: int
    what: str
    repeated_by: str  # the call that runs the same again
    steps: tuple[str, ...] = ()  # for example ("fault crash", "ask"); of the first violation only
    places: tuple[int, ...] = ()  # of these steps in the whole schedule
    asked: tuple[tuple[Asked, ...], ...] = ()  # the requests of each of these steps, with answers


@dataclass(frozen=True, slots=True)
class Simulated:
    """What the schedules of a workflow came to."""

    schedules: int
    steps: int
    envelopes: int  # answered as the naive ledger says
    asked: dict[str, int]  # requests by the recipe that gave them
    applied: dict[str, int]  # of them, those that the ledger answered as applied in full
    faults: dict[str, int]  # by kind, how often it struck
    violations: list[Violation]  # one for each schedule that broke a promise
    seconds: float


def simulate(
    workflow: Workflow,
    seeds: Iterable[int] = range(20),
    *,
    steps: int = STEPS_DEFAULT,
    only: Sequence[int] = (),
    shrink_seconds: float = SECONDS_MAX,
    quiet: bool = False,
) -> Simulated:
    """Run a workflow in the schedules of these seeds, under faults, and hold it to its promises.

    `steps`: in each schedule. `only`: the places of the steps to keep, as a violation names them.
    Where the kernel must be compiled first, a line on stderr says so, unless `quiet`.

    Raises WORKFLOW_FAILED and WORKFLOW_ANSWER_REFUSED (a recipe or a promise is wrong),
    WORKFLOW_SETUP_REFUSED, WORKFLOW_NOT_REPEATED and WORKFLOW_SILENT.
    """
    if not quiet and is_cold():
        print(say("runtime.cold", language_for(os.environ)), file=sys.stderr, flush=True)
    own = OwnWorkload(workflow)
    chosen = [own_schedule(seed, steps, tuple(only)) for seed in seeds]
    campaign = run_workflow(own, chosen)
    asked, applied = dict(own.asked), dict(own.applied)
    by_seed = {schedule.seed: schedule for schedule in chosen}
    violations: list[Violation] = []
    for ran in campaign.violations:
        if violations:
            again = _again(ran.seed, steps, tuple(only))
            violations.append(Violation(ran.seed, ran.violation, again))
            continue
        found = shrink_workflow(own, by_seed[ran.seed], ran, seconds=shrink_seconds)
        violations.append(_violation(own, *found, steps))
    figures = campaign.figures()
    return Simulated(
        schedules=campaign.schedules,
        steps=campaign.steps,
        envelopes=campaign.answers,
        asked=asked,
        applied=applied,
        faults=figures["faults"],
        violations=violations,
        seconds=figures["seconds"],
    )


def own_schedule(seed: int, steps: int = STEPS_DEFAULT, only: tuple[int, ...] = ()) -> Schedule:
    """The schedule of a seed for a workflow: it starts where the setup is done."""
    drawn = draw_schedule(seed, steps).signed_once()  # his requests are signed as they are made
    # How large his requests are is his business, also those of the setup, which are run again.
    whole = replace(drawn.setting, from_genesis=False, bytes_per_block=QUOTA_BYTES_PER_BLOCK)
    settled = replace(drawn, setting=whole)
    return settled.only(only) if only else settled


def run_workflow(
    own: OwnWorkload, chosen: Sequence[Schedule], told: Callable[[int], None] | None = None
) -> Campaign:
    """The schedules one after the other; the first, and the first that broke a promise, twice.

    Raises what `simulate` does. `told` is given how many are through.
    """
    campaign, began, twice = Campaign(), time.monotonic(), list[tuple[Schedule, Ran]]()
    for schedule in chosen:
        ran = _run(own, schedule)
        if not campaign.schedules or (ran.violation and not campaign.violations):
            twice.append((schedule, ran))
        campaign.add(ran)
        if told is not None:
            told(campaign.schedules)
    if campaign.schedules and not campaign.violations and not any(own.asked.values()):
        fail("WORKFLOW_SILENT", schedules=campaign.schedules)
    counted = own.asked.copy(), own.applied.copy()
    for schedule, ran in twice:
        if _run(own, schedule) != ran:
            fail("WORKFLOW_NOT_REPEATED", seed=schedule.seed)
    own.asked, own.applied = counted
    campaign.seconds = time.monotonic() - began
    return campaign


def shrink_workflow(
    own: OwnWorkload, schedule: Schedule, ran: Ran, *, seconds: float = SECONDS_MAX
) -> tuple[Schedule, Ran]:
    """The shortest part of the schedule that still breaks a promise, and how."""
    return shrink(schedule, ran, seconds=seconds, run=partial(_run, own))


def transcribe_workflow(own: OwnWorkload, schedule: Schedule) -> Transcript:
    """What is asked in a schedule, step by step, and how it is answered."""
    transcript = Transcript()
    _run(own, schedule, transcript)
    return transcript


def _run(own: OwnWorkload, schedule: Schedule, transcript: Transcript | None = None) -> Ran:
    """One schedule. WORKFLOW_FAILED, WORKFLOW_ANSWER_REFUSED."""
    try:
        return run_schedule(schedule, own, transcript)
    except WorkflowFaultError as fault:
        name, seed = fault.name, schedule.seed
        if fault.accepted:
            given, accepted = fault.problem, fault.accepted
            fail("WORKFLOW_ANSWER_REFUSED", name=name, given=given, accepted=accepted, seed=seed)
        fail("WORKFLOW_FAILED", name=name, problem=fault.problem, seed=seed)


def _violation(own: OwnWorkload, schedule: Schedule, ran: Ran, steps: int) -> Violation:
    """A violation that was made short, with the call that repeats it."""
    again = _again(ran.seed, steps, schedule.places)
    names = tuple(map(str, schedule.steps))
    transcript = transcribe_workflow(own, schedule)
    asked = tuple(transcript.of(place) for place in schedule.places)
    return Violation(ran.seed, ran.violation, again, names, schedule.places, asked)


def _again(seed: int, steps: int, only: tuple[int, ...]) -> str:
    """The call that runs a schedule again, or these of its steps."""
    stated = f"simulate(workflow, seeds=[{seed}]"
    stated += f", steps={steps}" if steps != STEPS_DEFAULT else ""
    return f"{stated}, only={list(only)})" if only else f"{stated})"
