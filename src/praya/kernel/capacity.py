"""Room before work: compiled functions cannot grow an array, so bounds are reserved before a call.

Each bound is what the rows could do at the very most; arrays grow by half, so this is rarely more
than a comparison.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from praya.base.limits import (
    EXTENT_POSITIONS,
    POSITIONS_PER_ACCOUNT_MAX,
    SWEEP_POSITIONS_PER_BLOCK,
)
from praya.kernel import operations as op
from praya.kernel import tables as t
from praya.kernel.rows import Rows
from praya.kernel.state import State

WRITES_PER_MOVE: Final = 5  # two balances, three counters of a mandate
WRITES_PER_RARE_ROW: Final = 32  # a hold has sixteen columns, an event fifteen and its counts
WRITES_PER_ENTITLEMENT: Final = 4
EFFECTS_PER_ENTITLEMENT: Final = 2
EFFECTS_BESIDE: Final = 4  # the debit of a payment, the credit of an issuance


def reserve_for(state: State, rows: Rows, *, lowered: bool) -> int:
    """Make room for everything these rows can write; how many effects they can have.

    A signed batch has what it may not do refused, so nothing is reserved for it: a stranger
    must not choose how much memory a replica needs.
    """
    codes = rows.columns.op
    counts = np.bincount(codes, minlength=op.GOVERN + 1)[: op.GOVERN + 1].tolist()
    if not lowered:
        counts[op.OPEN :] = [0] * (op.GOVERN + 1 - op.OPEN)
    moves = counts[op.MOVE]
    rare = sum(counts[op.HOLD :])
    entries = moves * WRITES_PER_MOVE + rare * WRITES_PER_RARE_ROW
    effects = 0
    if rare:
        _reserve_tables(state, counts)
        entries += _set_writes(rows) if counts[op.SET] else 0
        if counts[op.RECORD] + counts[op.SPREAD] + counts[op.CONVERT]:
            written, effects = _reserve_distributions(state, rows, counts)
            entries += written
    state.reserve_log(entries)
    return effects


def _reserve_tables(state: State, counts: list[int]) -> None:
    """One row per operation that makes one; a new extent for each asset that may need it."""
    opened = counts[op.OPEN]
    if opened:
        assets = state.rows(t.ASSETS) + counts[op.DEFINE]
        extents = min(opened, opened // EXTENT_POSITIONS + assets)
        state.reserve(t.EXTENTS, extents)
        state.reserve(t.BALANCES, extents * EXTENT_POSITIONS)
        state.reserve(t.POSITIONS, extents * EXTENT_POSITIONS)
    for table in (t.ACCOUNTS, t.ASSETS, t.MANDATES, t.EVENTS):
        state.reserve(table, counts[op.DEFINE])
    for table, operation in (
        (t.HOLDS, op.HOLD),
        (t.RECORDS, op.RECORD),
        (t.DOCUMENTS, op.PUT),
        (t.ATTESTATIONS, op.ATTEST),
        (t.PARTICIPANTS, op.GOVERN),
    ):
        state.reserve(table, counts[operation])


def _set_writes(rows: Rows) -> int:
    """Guards that SET rows may rewrite beyond their own field."""
    kinds = rows.columns.debit[rows.columns.op == op.SET]
    accounts = np.count_nonzero(kinds <= op.SET_ACCOUNT_FLAGS)
    sweeps = np.count_nonzero((kinds == op.SET_ASSET_REQUIRED) | (kinds == op.SET_SWEEP))
    return int(accounts) * POSITIONS_PER_ACCOUNT_MAX + int(sweeps) * SWEEP_POSITIONS_PER_BLOCK


def _reserve_distributions(state: State, rows: Rows, counts: list[int]) -> tuple[int, int]:
    """Log entries and effects of RECORD, SPREAD and CONVERT rows, and room for entitlements."""
    assets = state.table("assets")[:, t.ASSET_POSITIONS]
    named = rows.columns.debit[rows.columns.op == op.RECORD].astype(np.int64)
    named = named[(named >= 0) & (named < assets.size)]
    fresh = counts[op.OPEN]  # positions that this very envelope may open first
    recorded = int(assets[named].sum()) + fresh * counts[op.RECORD]
    state.reserve(t.ENTITLEMENTS, recorded)
    events = recorded_rows(state)
    paying = (rows.columns.op == op.SPREAD) | (rows.columns.op == op.CONVERT)
    named = rows.columns.debit[paying].astype(np.int64)
    unknown = int(np.count_nonzero(named >= events.size))
    paid = unknown * state.rows(t.POSITIONS) + fresh * named.size
    paid += int(events[named[(named >= 0) & (named < events.size)]].sum())
    entries = (recorded + paid) * WRITES_PER_ENTITLEMENT
    if counts[op.RECORD]:  # an event is recorded once, however many records there are
        entries += 2 * (state.rows(t.EVENTS) + counts[op.DEFINE])
    beside = EFFECTS_BESIDE * (counts[op.SPREAD] + counts[op.CONVERT])
    return entries, paid * EFFECTS_PER_ENTITLEMENT + beside


def recorded_rows(state: State) -> npt.NDArray[np.int64]:
    """For each event, how many holdings its record has; 0 while it has none.

    A RECORD in the same envelope may come before a SPREAD: its asset's positions bound it.
    """
    events, records = state.table("events"), state.table("records")
    bound: npt.NDArray[np.int64] = state.table("assets")[
        events[:, t.EVENT_ASSET], t.ASSET_POSITIONS
    ].copy()
    known = np.flatnonzero(events[:, t.EVENT_RECORD] >= 0)
    bound[known] = records[events[known, t.EVENT_RECORD], t.RECORD_ROWS]
    return bound
