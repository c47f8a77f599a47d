"""Durations and what is said of them: percentiles, medians and rates.

It must not know what was measured.
"""

import math
import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any, NamedTuple, TypeVar

Result = TypeVar("Result")

NANOSECONDS_PER_SECOND = 1_000_000_000
_DIGITS = 3  # a millisecond with its thousandths; rates are whole


class Span(NamedTuple):
    """How long something took, in nanoseconds."""

    wall: int  # as its caller waited for it
    processor: int  # of all threads of this process: other programs do not add to it


def timed(action: Callable[[], Result]) -> tuple[Result, Span]:
    """What an action gave, and how long it took."""
    wall, processor = time.perf_counter_ns(), time.process_time_ns()
    result = action()
    ended = time.perf_counter_ns()
    return result, Span(ended - wall, time.process_time_ns() - processor)


def rate(rows: int, nanoseconds: int) -> int:
    """Whole rows a second, rounded down."""
    return rows * NANOSECONDS_PER_SECOND // max(nanoseconds, 1)


def percentile_ms(nanoseconds: Sequence[int], percent: int) -> float:
    """The nearest-rank percentile in milliseconds: a duration that was really met."""
    ranked = sorted(nanoseconds)
    place = max(1, math.ceil(len(ranked) * percent / 100)) - 1
    return round(ranked[place] / 1e6, _DIGITS)


def spread(rates: Sequence[int]) -> dict[str, Any]:
    """The median of the runs, the slowest, the fastest and each of them in order."""
    return {
        "transfers_per_s": int(median(rates)),
        "min": min(rates),
        "max": max(rates),
        "each": list(rates),
    }
