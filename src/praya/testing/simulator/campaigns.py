"""Many schedules one after the other, and their figures."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from shlex import quote
from typing import Any, Final

from praya.base.errors import Bug, PrayaError
from praya.base.signing import Suite
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
    hybrid: int = 0  # of them, with Ed25519 and ML-DSA-65 signatures together
    steps: int = 0
    answers: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    violations: list[Ran] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, ran: Ran) -> None:
        """Count one more."""
        self.schedules += 1
        self.hybrid += ran.is_hybrid
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
            "hybrid": self.hybrid,
            "steps": self.steps,
            "envelopes": self.answers,
            "violations": len(self.violations),
            "seeds": [ran.seed for ran in self.violations],
            "faults": {kind.value: self.faults[kind.value] for kind in FaultKind},
            "seconds": round(self.seconds, 1),
        }


def repeated_by(
    seed: int, *, steps: int = STEPS_DEFAULT, only: Sequence[int] = (), workflow: str = ""
) -> str:
    """The one command that runs a schedule again, or the steps of it at the places `only`.

    `steps`: how many it has in all, which what is drawn depends on.
    """
    stated = "praya sim"
    stated += f" --workflow {quote(workflow)}" if workflow else ""
    stated += f" --seeds 1 --start {seed}"
    stated += f" --steps {steps}" if steps != STEPS_DEFAULT else ""
    return f"{stated} --only {','.join(map(str, only))}" if only else stated


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


def hunt(seeds: Iterable[int], steps: int | None = None, *, hybrid: bool = True) -> dict[str, Any]:
    """Run schedules until one breaks a promise: for a process in which a bug is planted.

    Without `hybrid` no ledger asks for ML-DSA-65: what is recorded reaches fewer states. `seed` is
    that of the schedule that broke one, None where the first ledger could not even be founded. A
    file that cannot be read while that is made is no finding: OSError.
    """
    count = 0
    try:
        founded()
        if hybrid:
            founded(Suite.HYBRID)
    except OSError:
        raise
    except (ViolationError, Bug, PrayaError, *CODE_FAULTS) as error:  # before the first schedule
        how = f"{type(error).__name__}: {error}"
        return {"caught": True, "schedules": 0, "how": how, "seed": None}
    for seed in seeds:
        count += 1
        drawn = draw_schedule(seed, steps or STEPS_DEFAULT)
        ran = run_schedule(drawn if hybrid else drawn.signed_once())
        if ran.violation:
            return {"caught": True, "schedules": count, "how": ran.violation, "seed": seed}
    return {"caught": False, "schedules": count, "how": "", "seed": None}
