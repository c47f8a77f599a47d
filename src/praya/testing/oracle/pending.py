"""Whether there is room for one more event: what waits for its record or its payment, naively.

One opening records whatever waits, so the ledger bounds what may; nobody takes all of it. It must
not know term sheets or schedules.
"""

from praya.base.status import Status
from praya.testing.model.state import Row
from praya.testing.oracle.drafts import Draft, refuse

PENDING, RECORDED = 1, 2
ASKED_FROM = 2**40  # numbers of events that somebody asked for, above those of every schedule


def demand_room_for_events(draft: Draft, more: int) -> None:
    """Payments of a new asset: within what waits in all, and of this issuer's assets.

    A payment waits until it is made; a record that was only asked for, until it is taken.
    """
    if draft.bounds is None:
        return
    waiting = [
        row
        for row in draft.book.model.state["events"]
        if row["state"] == PENDING or (row["state"] == RECORDED and row["kind"] > 0)
    ]
    own = len(_of_issuer(draft, waiting))
    limit = Status.LOWERING_LIMIT
    refuse(limit, len(waiting) + more > draft.bounds.events_pending)
    refuse(limit, own + more > draft.bounds.events_pending_per_issuer)


def demand_room_for_a_record(draft: Draft, *, is_overseer: bool) -> None:
    """A record of today: issuers may ask for some, supervisors and operators for more."""
    bounds = draft.bounds
    if bounds is None:
        return
    pending = [row for row in draft.book.model.state["events"] if row["state"] == PENDING]
    asked = [row for row in pending if row["number"] >= ASKED_FROM]
    limit = Status.LOWERING_LIMIT
    refuse(limit, len(asked) >= bounds.records_per_day or len(pending) >= bounds.events_pending)
    own = len(_of_issuer(draft, asked))
    is_full = len(asked) >= bounds.records_of_issuers or own >= bounds.records_per_issuer
    refuse(limit, is_full and not is_overseer)


def _of_issuer(draft: Draft, events: list[Row]) -> list[Row]:
    """Those on assets of who asks."""
    assets = draft.book.model.state["assets"]
    return [row for row in events if assets[row["asset"]]["issuer"] == draft.actors[0]]
