"""The clock: whether it can be believed, steps while it is watched, and whether a ledger is ahead.

It must not know how a ledger is read.
"""

import time
from datetime import UTC, datetime
from typing import Final

from praya.base.catalogue import Phrase
from praya.base.errors import PrayaError
from praya.dev.commands.times import time_text
from praya.dev.doctor.findings import Finding, broken, fine, look

EARLIEST_MS: Final = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp()) * 1_000  # older than Praya
LATEST_MS: Final = int(datetime(2100, 1, 1, tzinfo=UTC).timestamp()) * 1_000
STEP_MS: Final = 50  # slewing is slower than this in the seconds of a visit
AHEAD_MS: Final = 2_000  # what clocks of honest machines differ by
DAY_MS: Final = 86_400_000


class Watch:
    """Wall clock against a clock that nobody sets, from construction on."""

    def __init__(self) -> None:
        self._begun = self._difference()

    def _difference(self) -> int:
        return time.time_ns() - time.monotonic_ns()

    def stepped_ms(self) -> int:
        """By how many milliseconds the wall clock was set meanwhile; negative is back."""
        return round((self._difference() - self._begun) / 1_000_000)


def clock_finding(now_ms: int, stepped_ms: int) -> Finding:
    """Whether the time of day is one that can be, and was not set while the doctor was here."""
    shown = time_text(now_ms)
    if not EARLIEST_MS <= now_ms < LATEST_MS:
        return broken("clock", PrayaError("CLOCK_IMPOSSIBLE", now=shown))
    if abs(stepped_ms) > STEP_MS:
        return look("clock", PrayaError("CLOCK_STEPPED", ms=stepped_ms))
    return fine("clock", "doctor.clock_fine", now=shown)


def ahead_finding(block_ms: int, now_ms: int) -> Finding:
    """Whether the last block is later than now: blocks after it bear its time, not the clock's.

    Nothing is damaged by it, and a run that tells of years to come leaves such a ledger behind.
    """
    ahead = block_ms - now_ms
    shown = time_text(block_ms)
    if ahead > AHEAD_MS:
        days, seconds = ahead // DAY_MS, ahead // 1_000
        by = Phrase("doctor.seconds", {"count": f"{seconds:,}"})
        if days:
            by = Phrase("doctor.days", {"count": f"{days:,}"})
        return look("block_time", PrayaError("CLOCK_BEHIND", block_time=shown, ahead=by))
    return fine("block_time", "doctor.block_time_fine", time=shown)
