"""The parts of the self test and how much of each a tier does.

The shares were set so that a tier ends in its time on two cores of 2026. This file must not know
how a part is run.
"""

from dataclasses import dataclass
from typing import Final

SELF_CHECK: Final = "self_check"
FIXTURES: Final = "fixtures"
SCHEDULES: Final = "schedules"
CANARIES: Final = "canaries"
CRASH_IMAGES: Final = "crash_images"
SMALL_STORE: Final = "small_store"
SYSTEM_CALLS: Final = "system_calls"
FUZZ: Final = "fuzz"
SCOPES: Final = "scopes"
DETERMINISM: Final = "determinism"
PARTS: Final = (
    *(SELF_CHECK, FIXTURES, SCHEDULES, CANARIES, CRASH_IMAGES),
    *(SMALL_STORE, SYSTEM_CALLS, FUZZ, SCOPES, DETERMINISM),
)
WHOLE: Final = frozenset((CRASH_IMAGES, SMALL_STORE, SYSTEM_CALLS, DETERMINISM))


@dataclass(frozen=True, slots=True)
class Tier:
    """What one tier does."""

    name: str
    minutes: int  # that it is meant to take on two cores
    schedules: int
    schedules_in_a_process: int
    canaries: int  # planted bugs, spread over the list
    fuzz_seconds: float  # for each decoder
    scope_states: int  # at most, of each scope
    scope_sample: int  # steps of each scope held against the model
    whole: frozenset[str]  # of WHOLE, the parts of which all is tried, and not a sample


TIERS: Final = {
    tier.name: tier
    for tier in (
        Tier("commit", 3, 200, 50, 12, 1.0, 20_000, 60, frozenset()),
        Tier("night", 60, 5_000, 250, 1_000, 40.0, 500_000, 500, WHOLE - {SMALL_STORE}),
        Tier("release", 480, 100_000, 500, 1_000, 300.0, 3_000_000, 5_000, WHOLE),
    )
}
