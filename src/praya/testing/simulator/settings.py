"""How the machine and the limits of one schedule are set, drawn from its seed.

Small limits make what is rare in a large ledger common in a small one. They are put in place from
outside, and taken away again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from random import Random
from typing import Any, Final

import numba

from praya.base.limits import (
    EXTENT_POSITIONS,
    QUOTA_BYTES_PER_BLOCK,
    QUOTA_ROWS_PER_BLOCK,
    REQUESTS_LIVE_MAX,
    SEGMENT_BYTES_MIN,
    SWEEP_POSITIONS_PER_BLOCK,
    SYSTEM_EVENTS_PER_BLOCK,
)
from praya.base.signing import Suite
from praya.kernel import capacity as capacity_module
from praya.kernel import settings as settings_module
from praya.kernel import step as step_module
from praya.node import execution as execution_module
from praya.node import requests as requests_module
from praya.node import solo as solo_module
from praya.testing.model import block as model_module
from praya.testing.model import definitions as definitions_module
from praya.testing.oracle.ledger import Bounds

SEGMENT_BYTES = SEGMENT_BYTES_MIN
HYBRID_REQUESTS_LIVE: Final = 4  # times as many as elsewhere, where there are few
BYTES_FEW: Final = 2_304  # no fewer than the first participants and assets take
HYBRID_BYTES: Final = 16  # times as many: two signatures and keys of 1,952 bytes
HYBRID_SHARE = 0.125  # of all ledgers ask for Ed25519 and ML-DSA-65 signatures together
# Compiled code holds its limits as they were when it was compiled, and keeps them in its cache. So
# a small step of a sweep is set only where the kernel runs as written (NUMBA_DISABLE_JIT=1).
IS_PLAIN: Final = bool(getattr(numba.config, "DISABLE_JIT"))  # noqa: B009 - set at run time


@dataclass(frozen=True, slots=True)
class Setting:
    """One schedule's machine and limits."""

    direct: bool = True  # the device takes direct writes
    late: bool = False  # zeroed files are made as late as can be
    rows_per_block: int = QUOTA_ROWS_PER_BLOCK
    requests_live: int = REQUESTS_LIVE_MAX
    events_per_block: int = SYSTEM_EVENTS_PER_BLOCK
    snapshot_every: int = 20_000
    sweep_positions: int = SWEEP_POSITIONS_PER_BLOCK  # in force where the kernel is not compiled
    from_genesis: bool = False  # the ledger is created under faults, not copied
    bytes_per_block: int = QUOTA_BYTES_PER_BLOCK
    suite: Suite = Suite.ED25519  # the signatures that the ledger asks of institutions

    @property
    def bounds(self) -> Bounds:
        """What the naive ledger must know of it."""
        return Bounds(self.rows_per_block, self.requests_live, self.bytes_per_block)


def draw_setting(random: Random) -> Setting:
    """A setting; half of all have small limits."""
    direct, late = random.random() < 0.5, random.random() < 0.5
    from_genesis = random.random() < 0.1
    if random.random() < 0.5:
        sweep = EXTENT_POSITIONS
        return Setting(direct, late, sweep_positions=sweep, from_genesis=from_genesis)
    return Setting(
        direct=direct,
        late=late,
        rows_per_block=random.choice((8, 16, 32)),
        requests_live=random.choice((14, 18, 24)),
        events_per_block=random.choice((2, 3)),  # the node's own check runs two in a block
        snapshot_every=random.choice((2, 5, 9)),
        sweep_positions=EXTENT_POSITIONS,
        from_genesis=from_genesis,
        bytes_per_block=BYTES_FEW,
    )


def on_a_hybrid_ledger(setting: Setting) -> Setting:
    """The same where institutions sign twice: recorded requests all live to the end."""
    live = min(REQUESTS_LIVE_MAX, setting.requests_live * HYBRID_REQUESTS_LIVE)
    size = min(QUOTA_BYTES_PER_BLOCK, setting.bytes_per_block * HYBRID_BYTES)
    return replace(setting, suite=Suite.HYBRID, requests_live=live, bytes_per_block=size)


@contextmanager
def limits_in_place(setting: Setting) -> Iterator[None]:
    """The product and the model run with these limits, for as long as it lasts."""
    places: list[tuple[Any, str, int]] = [
        (execution_module, "QUOTA_ROWS_PER_BLOCK", setting.rows_per_block),
        (execution_module, "QUOTA_BYTES_PER_BLOCK", setting.bytes_per_block),
        (requests_module, "REQUESTS_LIVE_MAX", setting.requests_live),
        (step_module, "SYSTEM_EVENTS_PER_BLOCK", setting.events_per_block),
        (model_module, "SYSTEM_EVENTS_PER_BLOCK", setting.events_per_block),
        (solo_module, "SNAPSHOT_EVERY_BLOCKS", setting.snapshot_every),
    ]
    if IS_PLAIN:
        places += [
            (settings_module, "SWEEP_POSITIONS_PER_BLOCK", setting.sweep_positions),
            (capacity_module, "SWEEP_POSITIONS_PER_BLOCK", setting.sweep_positions),
            (definitions_module, "SWEEP_POSITIONS_PER_BLOCK", setting.sweep_positions),
            (definitions_module, "SWEEP_EXTENTS", setting.sweep_positions // EXTENT_POSITIONS),
        ]
    before = [getattr(module, name) for module, name, _ in places]
    for module, name, value in places:
        setattr(module, name, value)
    try:
        yield
    finally:
        for (module, name, _), value in zip(places, before, strict=True):
            setattr(module, name, value)
