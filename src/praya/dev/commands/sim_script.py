"""A broken promise as a developer reads it: the steps that suffice, and what each of them asked.

It must not know how a schedule is run or made shorter.
"""

from dataclasses import dataclass
from typing import Any, Final

from praya.base.catalogue import TALK
from praya.dev.commands.terminal import Terminal
from praya.testing.simulator.schedules import Ran, Schedule
from praya.testing.simulator.steps import Step
from praya.testing.simulator.transcripts import AFTER_ALL, Asked, Transcript

REQUESTS_SHOWN: Final = 12  # of one step; --json gives all


@dataclass(frozen=True, slots=True)
class Script:
    """The shortest part of a schedule that breaks a promise, and what was asked in it."""

    schedule: Schedule
    ran: Ran
    transcript: Transcript
    steps_whole: int  # of the schedule before it was made shorter
    command: str  # that repeats it

    def facts(self) -> dict[str, Any]:
        """The same for JSON."""
        pairs = zip(self.schedule.places, self.schedule.steps, strict=True)
        script = [{"place": place, "step": str(step)} | self._asked(place) for place, step in pairs]
        if self.transcript.of(AFTER_ALL):
            script.append({"place": None, "step": "heal"} | self._asked(AFTER_ALL))
        return {
            "seed": self.ran.seed,
            "violation": self.ran.violation,
            "command": self.command,
            "steps": [*map(str, self.schedule.steps)],
            "script": script,
        }

    def _asked(self, place: int) -> dict[str, Any]:
        return {"requests": [one.facts() for one in self.transcript.of(place)]}


def show_script(terminal: Terminal, script: Script) -> None:
    """What was broken, the steps with their requests, and the command; with --json one line."""
    words, schedule = terminal.words, script.schedule
    terminal.line(words("sim.broken", seed=script.ran.seed, what=script.ran.violation))
    if schedule.places:
        count, steps = len(schedule.places), script.steps_whole
        terminal.line("  " + words("sim.script", kept=count, steps=steps))
    elif script.ran.at_place == AFTER_ALL and not script.transcript.of(AFTER_ALL):
        terminal.line("  " + words("sim.broken_at_once"))
    for place, step in zip(schedule.places, schedule.steps, strict=True):
        said = _said(terminal, step)
        terminal.line("  " + words("sim.script_line", place=place, step=str(step), said=said))
        _show_requests(terminal, script.transcript.of(place))
    if script.transcript.of(AFTER_ALL):
        terminal.line("  " + words("sim.script_healing"))
        _show_requests(terminal, script.transcript.of(AFTER_ALL))
    terminal.line("  " + words("sim.repeat", command=script.command))
    terminal.line()
    terminal.data(script.facts())


def _said(terminal: Terminal, step: Step) -> str:
    """What a step does, in words; its name where there are none."""
    if step.fault is not None:
        return terminal.words(f"sim.fault_{step.fault.value}")
    return terminal.words(f"sim.step_{step.kind}") if f"sim.step_{step.kind}" in TALK else step.kind


def _show_requests(terminal: Terminal, requests: tuple[Asked, ...]) -> None:
    words = terminal.words
    for one in requests[:REQUESTS_SHOWN]:
        acting, fields = ", ".join(one.acting), ", ".join(f"{name} {it}" for name, it in one.fields)
        fields += f" [{one.changed}]" if one.changed else ""
        told = words("sim.request", verb=one.verb, acting=acting, fields=fields)
        terminal.line(f"       {told}")
        for row in one.rows:
            answer = f": {row.status}" if row.status else ""
            terminal.line(f"         {row.said}{answer}")
        terminal.line("         " + _answered(terminal, one))
    if len(requests) > REQUESTS_SHOWN:
        terminal.line("       " + words("sim.more_requests", count=len(requests) - REQUESTS_SHOWN))


def _answered(terminal: Terminal, one: Asked) -> str:
    if not one.status:
        return terminal.words("sim.unanswered")
    if one.repeated:
        return terminal.words("sim.answered_again", status=one.status)
    return terminal.words("sim.answered", status=one.status, count=one.rows_applied)
