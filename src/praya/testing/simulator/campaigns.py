"""Many schedules one after the other, and their figures."""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from praya.base.errors import Bug, PrayaError
from praya.testing.simulator.faults import FaultKind
from praya.testing.simulator.founding import founded
from praya.testing.simulator.legality import ViolationError
from praya.testing.simulator.schedules import (
    CODE_FAULTS,
    STEPS_DEFAULT,
    Ran,
    draw_schedule,
    run_schedule,
)

LONG_RUN: Final = 200  # schedules in which every kind of fault must have struck


@dataclass(slots=True)
class Campaign:
    """What many schedules came to."""

    schedules: int = 0
    steps: int = 0
    answers: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    violations: list[Ran] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, ran: Ran) -> None:
        """Count one more."""
        self.schedules += 1
        self.steps += ran.steps
        self.answers += ran.answers
        self.faults += ran.faults
        if ran.violation:
            self.violations.append(ran)

    def missed(self) -> list[str]:
        """Kinds of faults that never struck in a run that was long enough for all of them."""
        if self.schedules < LONG_RUN:
            return []
        return [kind.value for kind in FaultKind if not self.faults[kind.value]]

    def figures(self) -> dict[str, Any]:
        """The figures, as `praya sim --json` gives them."""
        return {
            "schedules": self.schedules,
            "steps": self.steps,
            "envelopes": self.answers,
            "violations": len(self.violations),
            "seeds": [ran.seed for ran in self.violations],
            "faults": {kind.value: self.faults[kind.value] for kind in FaultKind},
            "seconds": round(self.seconds, 1),
        }


def run_campaign(
    seeds: Iterable[int], steps: int = STEPS_DEFAULT, told: Callable[[int], None] | None = None
) -> Campaign:
    """Run the schedules of these seeds; `told` is given how many are through."""
    campaign, began = Campaign(), time.monotonic()
    for seed in seeds:
        campaign.add(run_schedule(draw_schedule(seed, steps)))
        if told is not None:
            told(campaign.schedules)
    campaign.seconds = time.monotonic() - began
    return campaign


def hunt(seeds: Iterable[int], steps: int | None = None) -> dict[str, Any]:
    """Run schedules until one breaks a promise: for a process in which a bug is planted."""
    count = 0
    try:
        founded()
    except (ViolationError, Bug, PrayaError, *CODE_FAULTS) as error:  # before the first schedule
        return {"caught": True, "schedules": 0, "how": f"{type(error).__name__}: {error}"}
    for seed in seeds:
        count += 1
        ran = run_schedule(draw_schedule(seed, steps or STEPS_DEFAULT))
        if ran.violation:
            return {"caught": True, "schedules": count, "how": ran.violation}
    return {"caught": False, "schedules": count, "how": ""}
