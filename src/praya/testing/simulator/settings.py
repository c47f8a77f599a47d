"""How the machine and the limits of one schedule are set, drawn from its seed.

Small limits make what is rare in a large ledger common in a small one. They are put in place from
outside, and taken away again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import Any

from praya.base.limits import (
    QUOTA_ROWS_PER_BLOCK,
    REQUESTS_LIVE_MAX,
    SEGMENT_BYTES_MIN,
    SYSTEM_EVENTS_PER_BLOCK,
)
from praya.kernel import step as step_module
from praya.node import execution as execution_module
from praya.node import requests as requests_module
from praya.node import solo as solo_module
from praya.testing.model import block as model_module
from praya.testing.oracle.ledger import Bounds

SEGMENT_BYTES = SEGMENT_BYTES_MIN


@dataclass(frozen=True, slots=True)
class Setting:
    """One schedule's machine and limits."""

    direct: bool = True  # the device takes direct writes
    late: bool = False  # zeroed files are made as late as can be
    rows_per_block: int = QUOTA_ROWS_PER_BLOCK
    requests_live: int = REQUESTS_LIVE_MAX
    events_per_block: int = SYSTEM_EVENTS_PER_BLOCK
    snapshot_every: int = 20_000
    from_genesis: bool = False  # the ledger is created under faults, not copied

    @property
    def bounds(self) -> Bounds:
        """What the naive ledger must know of it."""
        return Bounds(self.rows_per_block, self.requests_live)


def draw_setting(random: Random) -> Setting:
    """A setting; half of all have small limits."""
    machine = {"direct": random.random() < 0.5, "late": random.random() < 0.5}
    from_genesis = random.random() < 0.1
    if random.random() < 0.5:
        return Setting(**machine, from_genesis=from_genesis)
    return Setting(
        **machine,
        rows_per_block=random.choice((8, 16, 32)),
        requests_live=random.choice((14, 18, 24)),
        events_per_block=random.choice((2, 3)),  # the node's own check runs two in a block
        snapshot_every=random.choice((2, 5, 9)),
        from_genesis=from_genesis,
    )


@contextmanager
def limits_in_place(setting: Setting) -> Iterator[None]:
    """The product and the model run with these limits, for as long as it lasts."""
    places: list[tuple[Any, str, int]] = [
        (execution_module, "QUOTA_ROWS_PER_BLOCK", setting.rows_per_block),
        (requests_module, "REQUESTS_LIVE_MAX", setting.requests_live),
        (step_module, "SYSTEM_EVENTS_PER_BLOCK", setting.events_per_block),
        (model_module, "SYSTEM_EVENTS_PER_BLOCK", setting.events_per_block),
        (solo_module, "SNAPSHOT_EVERY_BLOCKS", setting.snapshot_every),
    ]
    before = [getattr(module, name) for module, name, _ in places]
    for module, name, value in places:
        setattr(module, name, value)
    try:
        yield
    finally:
        for (module, name, _), value in zip(places, before, strict=True):
            setattr(module, name, value)
