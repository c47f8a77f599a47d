"""The kernel's door: apply the rows of one envelope, begin a block, check a batch or everything.

Everything else of a block (signatures, lowering, the journal) happens before or after this.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from praya.base.errors import require
from praya.base.limits import SYSTEM_EVENTS_PER_BLOCK
from praya.base.status import Status
from praya.kernel import operations as op
from praya.kernel import tables as t
from praya.kernel.capacity import reserve_for
from praya.kernel.invariants import (
    MEANINGS,
    REFERENCE_BROKEN,
    check_everything,
    check_log,
    fresh_seen,
    fresh_sums,
)
from praya.kernel.moves import run
from praya.kernel.rare import note_event, run_rare
from praya.kernel.references import broken_reference
from praya.kernel.rows import Rows
from praya.kernel.state import State
from praya.kernel.store import EFFECT_COUNT, GROUP, RESUME, ROW, Answers, Terms
from praya.kernel.totals import check_totals, groups_rise

NUMBERING_UNBOUND: Final = 2**62
THE_LEDGER: Final = (0,)


@dataclass(frozen=True, slots=True)
class Context:
    """What rows are applied under: heights, block time in ms, who acts, where they came from."""

    height: int
    block_time: int
    acting: tuple[int, ...]
    numbering_height: int = NUMBERING_UNBOUND
    lowered: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """Per row a status and a result; effects are (row, position, delta)."""

    statuses: npt.NDArray[np.uint16]
    results: npt.NDArray[np.int32]
    effects: npt.NDArray[np.int64]

    def rows_applied(self) -> int:
        """How many rows were applied."""
        return int(np.count_nonzero(self.statuses == Status.APPLIED))

    def first_refusal(self) -> int:
        """The status of the first row that was itself refused; APPLIED if there is none."""
        own = self.statuses[(self.statuses != Status.APPLIED)]
        own = own[own != Status.GROUP_FAILED]
        return int(own[0]) if own.size else int(Status.APPLIED)


def apply(state: State, rows: Rows, context: Context) -> Outcome:
    """Apply the rows of one envelope, in order; groups whole or not at all."""
    require(len(context.acting) > 0, "somebody acts")
    effects = reserve_for(state, rows, lowered=context.lowered)
    answers = Answers(
        np.zeros(len(rows), np.uint16),
        np.full(len(rows), -1, np.int32),
        np.zeros((effects, 3), np.int64),
    )
    terms = Terms(
        context.height, context.block_time, context.numbering_height, int(context.lowered)
    )
    acting = np.array(context.acting, np.int64)
    cursor = state.cursor()
    cursor[EFFECT_COUNT] = cursor[ROW] = cursor[GROUP] = cursor[RESUME] = 0
    while run(state.store, rows.columns, answers, terms, acting):
        run_rare(state.store, rows.columns, answers, terms, acting)
    require(state.mark() <= state.store.log.shape[0], "the change log was large enough")
    made = int(cursor[EFFECT_COUNT])
    return Outcome(answers.statuses, answers.results, answers.effects[:made])


def check_batch(state: State, rows: Rows, assets: Sequence[tuple[int, int, int]]) -> int:
    """Is a signed batch what its header says? A status, before the first write.

    `assets` lists (asset, decimals, control total). BATCH_MALFORMED, DECIMALS_DIFFER,
    CONTROL_TOTAL_DIFFERS or APPLIED.
    """
    if not groups_rise(rows.columns):
        return Status.BATCH_MALFORMED
    listed = np.full(state.rows(t.ASSETS), -1, np.int64)
    for place, (asset, decimals, _) in enumerate(assets):
        if not 0 <= asset < state.rows(t.ASSETS) or listed[asset] >= 0:
            return Status.DECIMALS_DIFFER
        if state.cell(t.ASSETS, asset, t.ASSET_DECIMALS) != decimals:
            return Status.DECIMALS_DIFFER
        listed[asset] = place
    totals = np.zeros(max(1, len(assets)), np.int64)
    fits = check_totals(state.store, rows.columns, listed, totals)
    stated = [total for _, _, total in assets]
    if not fits or totals[: len(assets)].tolist() != stated:
        return Status.CONTROL_TOTAL_DIFFERS
    return Status.APPLIED


def due_events(state: State) -> list[int]:
    """The events to pay now, in order of asset and number, a bounded number of them."""
    events, today = state.table("events"), state.business_date
    due = (
        (events[:, t.EVENT_STATE] == t.EVENT_RECORDED)
        & (events[:, t.EVENT_KIND] >= t.EVENT_DISTRIBUTION)
        & (events[:, t.EVENT_PAYMENT_DATE] <= today)
        & (events[:, t.EVENT_LAST_DATE] < today)
    )
    found = np.flatnonzero(due)
    order = np.lexsort((events[found, t.EVENT_NUMBER], events[found, t.EVENT_ASSET]))
    return [int(event) for event in found[order][:SYSTEM_EVENTS_PER_BLOCK]]


def swept_assets(state: State) -> list[int]:
    """Assets whose guards are being rewritten by cursor."""
    flags = state.table("assets")[:, t.ASSET_FLAGS]
    return [int(asset) for asset in np.flatnonzero(flags & t.ASSET_SWEEPING_FLAG)]


def has_system_work(state: State) -> bool:
    """Whether the next block begins with rows of the ledger itself."""
    return bool(swept_assets(state) or due_events(state))


def own_rows(state: State) -> Rows:
    """What the next block begins with: sweeps, then due events, each a group from 1 on."""
    listed = [(op.SET_SWEEP, asset, 0, 0, op.SET, 0) for asset in swept_assets(state)]
    for group, event in enumerate(due_events(state), start=1):
        kind = state.cell(t.EVENTS, event, t.EVENT_KIND)
        mandate = state.cell(t.EVENTS, event, t.EVENT_MANDATE)
        if kind != t.EVENT_CONVERSION:
            listed.append((event, -1, 0, group, op.SPREAD, mandate))
        if kind != t.EVENT_DISTRIBUTION:
            own = mandate if kind == t.EVENT_CONVERSION else 0
            listed.append((event, -1, 0, group, op.CONVERT, own))
    return Rows.from_list(listed)


def begin_block(state: State, height: int, block_time: int) -> Outcome | None:
    """Run what a block begins with, acting as the ledger itself, and note what became of it."""
    rows = own_rows(state)
    if not len(rows):
        return None
    outcome = apply(state, rows, Context(height, block_time, THE_LEDGER))
    groups, firsts = np.unique(rows.columns.group, return_index=True)
    due = firsts[groups != 0].tolist()  # the first row of each event's group names the event
    state.reserve_log(2 * len(due))
    for first in due:
        status = int(outcome.statuses[first])
        # Once its units are paid for, nothing keeps a redemption from burning them.
        require(status != Status.GROUP_FAILED, "an event is refused by its first row")
        note_event(state.store, int(rows.columns.debit[first]), status)
    return outcome


def check_block(state: State, mark: int = 0) -> None:
    """Require the invariants of what was written since `mark`."""
    sums = fresh_sums(state.rows(t.ASSETS))
    seen = fresh_seen(state.rows(t.BALANCES))
    broken = check_log(state.store, mark, sums, seen)
    require(broken == 0, MEANINGS.get(broken, ""))


def full_invariants(state: State) -> list[str]:
    """Check the whole state; what is broken, in words. Empty is well.

    References come first: what compiled code indexes by must lead somewhere.
    """
    astray = broken_reference(state)
    if astray is not None:
        return [f"{MEANINGS[REFERENCE_BROKEN]}: {astray}"]
    sums = fresh_sums(state.rows(t.ASSETS))
    held = np.zeros(state.rows(t.BALANCES), np.int64)
    broken = check_everything(state.store, sums, held)
    return [MEANINGS[broken]] if broken else []


__all__ = [
    "Context",
    "Outcome",
    "apply",
    "begin_block",
    "check_batch",
    "check_block",
    "full_invariants",
    "has_system_work",
]
