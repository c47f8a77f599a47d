"""The shortest part of a failing schedule that still fails: steps and faults are left out.

Every step draws from a seed of its own, so what is left means something by itself.
"""

import time
from collections.abc import Callable
from typing import Final

from praya.testing.simulator.schedules import Ran, Schedule, run_schedule

SECONDS_MAX: Final = 60.0


def shrink(
    schedule: Schedule,
    ran: Ran,
    *,
    seconds: float = SECONDS_MAX,
    run: Callable[[Schedule], Ran] = run_schedule,
) -> tuple[Schedule, Ran]:
    """A part of the schedule that fails, and how; `ran` is how the whole one failed."""
    ends = time.monotonic() + seconds
    best, found = schedule, ran
    if ran.at_place >= 0:  # what came after the failure did not cause it
        kept = tuple(place for place in schedule.places if place <= ran.at_place)
        best, found = _better(best, found, kept, run)
    size = max(1, len(best.places) // 2)
    while size >= 1 and time.monotonic() < ends:
        first = 0
        while first < len(best.places) and time.monotonic() < ends:
            kept = best.places[:first] + best.places[first + size :]
            shorter, again = _better(best, found, kept, run)
            if shorter is best:
                first += size
            best, found = shorter, again
        size //= 2
    return best, found


def _better(
    best: Schedule, found: Ran, kept: tuple[int, ...], run: Callable[[Schedule], Ran]
) -> tuple[Schedule, Ran]:
    """The part with only these steps if it still fails, else what was best."""
    shorter = best.only(kept)
    again = run(shorter)
    return (shorter, again) if again.violation else (best, found)
