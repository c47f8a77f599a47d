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
    DOCUMENT_BYTES_MAX,
    EVENTS_PENDING_MAX,
    EVENTS_PENDING_PER_ISSUER_MAX,
    EXTENT_POSITIONS,
    LOWERING_STEPS_MAX,
    PARTICIPANTS_MAX,
    POSITIONS_PER_ACCOUNT_MAX,
    QUOTA_BYTES_PER_BLOCK,
    QUOTA_ROWS_PER_BLOCK,
    REQUESTS_LIVE_MAX,
    SEGMENT_BYTES_MIN,
    SWEEP_POSITIONS_PER_BLOCK,
    SYSTEM_EVENTS_PER_BLOCK,
)
from praya.base.signing import Suite
from praya.envelopes import participants as participants_module
from praya.intents import lowering as lowering_module
from praya.intents.calendar import open_day as open_day_module
from praya.intents.issuance import define_asset as define_asset_module
from praya.intents.supervision import record_holdings as record_holdings_module
from praya.kernel import capacity as capacity_module
from praya.kernel import notices as notices_module
from praya.kernel import positions as positions_module
from praya.kernel import settings as settings_module
from praya.kernel import step as step_module
from praya.node import execution as execution_module
from praya.node import requests as requests_module
from praya.node import solo as solo_module
from praya.testing.model import block as model_module
from praya.testing.model import definitions as definitions_module
from praya.testing.model import papers as papers_module
from praya.testing.oracle.bounds import Bounds

SEGMENT_BYTES = SEGMENT_BYTES_MIN
HYBRID_REQUESTS_LIVE: Final = 4  # times as many as elsewhere, where there are few
BYTES_FEW: Final = 2_304  # no fewer than the first participants and assets take
HYBRID_BYTES: Final = 16  # times as many: two signatures and keys of 1,952 bytes
HYBRID_SHARE = 0.125  # of all ledgers ask for Ed25519 and ML-DSA-65 signatures together
DOCUMENT_BYTES_FEW: Final = 448  # what is made for a schedule's start takes less
STEPS_FEW: Final = 250  # more than any request takes that reads no long calendar
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
    purged_per_block: int = requests_module.PURGED_PER_BLOCK
    document_bytes: int = DOCUMENT_BYTES_MAX
    lowering_steps: int = LOWERING_STEPS_MAX
    events_pending: int = EVENTS_PENDING_MAX
    events_pending_per_issuer: int = EVENTS_PENDING_PER_ISSUER_MAX
    records_per_day: int = record_holdings_module.RECORDS_PER_DAY_MAX
    records_of_issuers: int = record_holdings_module.RECORDS_OF_ISSUERS_MAX
    records_per_issuer: int = record_holdings_module.RECORDS_PER_ISSUER_MAX
    positions_per_account: int = POSITIONS_PER_ACCOUNT_MAX  # where the kernel is not compiled
    participants: int = PARTICIPANTS_MAX  # where the kernel is not compiled

    @property
    def bounds(self) -> Bounds:
        """What the naive ledger must know of it."""
        return Bounds(
            rows_per_block=self.rows_per_block,
            requests_live=self.requests_live,
            bytes_per_block=self.bytes_per_block,
            purged_per_block=self.purged_per_block,
            document_bytes=self.document_bytes,
            lowering_steps=self.lowering_steps,
            events_pending=self.events_pending,
            events_pending_per_issuer=self.events_pending_per_issuer,
            records_per_day=self.records_per_day,
            records_of_issuers=self.records_of_issuers,
            records_per_issuer=self.records_per_issuer,
        )


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


def with_rare_limits(setting: Setting, random: Random) -> Setting:
    """The same with some of those limits small that a ledger meets once in years, if ever."""
    changed: dict[str, Any] = {}
    if random.random() < 0.4:
        changed |= {"purged_per_block": random.choice((1, 3, 6))}
    if random.random() < 0.3:
        in_all, own = random.choice(((9, 5), (5, 9), (11, 7)))
        changed |= {"events_pending": in_all, "events_pending_per_issuer": own}
    if random.random() < 0.5:
        changed |= {"records_per_day": 3, "records_of_issuers": 2, "records_per_issuer": 1}
    rare = random.random()
    if rare < 0.5:
        few = {"document_bytes": DOCUMENT_BYTES_FEW}
        changed |= few if rare < 0.25 else {"lowering_steps": STEPS_FEW}
    if random.random() < 0.5:
        changed |= {"positions_per_account": random.choice((4, 5))}
    if random.random() < 0.3:
        changed |= {"participants": random.choice((8, 9))}
    return replace(setting, **changed)


def on_a_hybrid_ledger(setting: Setting) -> Setting:
    """The same where institutions sign twice: recorded requests all live to the end."""
    live = min(REQUESTS_LIVE_MAX, setting.requests_live * HYBRID_REQUESTS_LIVE)
    size = min(QUOTA_BYTES_PER_BLOCK, setting.bytes_per_block * HYBRID_BYTES)
    return replace(
        setting,
        suite=Suite.HYBRID,
        requests_live=live,
        bytes_per_block=size,
        document_bytes=DOCUMENT_BYTES_MAX,  # one key takes 1,952
        lowering_steps=LOWERING_STEPS_MAX,
    )


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
        (requests_module, "PURGED_PER_BLOCK", setting.purged_per_block),
        (lowering_module, "DOCUMENT_BYTES_MAX", setting.document_bytes),
        (participants_module, "DOCUMENT_BYTES_MAX", setting.document_bytes),
        (lowering_module, "LOWERING_STEPS_MAX", setting.lowering_steps),
        (define_asset_module, "EVENTS_PENDING_MAX", setting.events_pending),
        (define_asset_module, "EVENTS_PENDING_PER_ISSUER_MAX", setting.events_pending_per_issuer),
        (record_holdings_module, "EVENTS_PENDING_MAX", setting.events_pending),
        (open_day_module, "EVENTS_PENDING_MAX", setting.events_pending),
        (record_holdings_module, "RECORDS_PER_DAY_MAX", setting.records_per_day),
        (record_holdings_module, "RECORDS_OF_ISSUERS_MAX", setting.records_of_issuers),
        (record_holdings_module, "RECORDS_PER_ISSUER_MAX", setting.records_per_issuer),
    ]
    if IS_PLAIN:
        places += [
            (positions_module, "POSITIONS_PER_ACCOUNT_MAX", setting.positions_per_account),
            (definitions_module, "POSITIONS_PER_ACCOUNT_MAX", setting.positions_per_account),
            (notices_module, "PARTICIPANTS_MAX", setting.participants),
            (papers_module, "PARTICIPANTS_MAX", setting.participants),
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
