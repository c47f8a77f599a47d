"""The read model of holds: amounts reserved, and what became of them.

It must not know what a hold is for.
"""

import numpy as np

from praya.kernel import operations as op
from praya.kernel import tables as t
from praya.kernel.state import State
from praya.projections.arrow import pa
from praya.projections.columns import named, natural, rows_of, times
from praya.projections.execution import Executed
from praya.projections.view import HEIGHT, ReadModel, View, amount_columns, columns, exact

HOLDS = pa.schema(
    [
        ("hold", pa.int32()),
        ("position", pa.int32()),
        ("credit", pa.int32()),
        ("remaining", pa.int64()),
        ("kind", pa.string()),
        ("holder", pa.int32()),
        ("expiry", pa.timestamp("ms")),
        ("height", pa.int64()),
        ("state", pa.string()),
    ]
)
HOLDS_MADE = pa.schema([("hold", pa.int32()), ("minor", pa.int64())])
MODEL = ReadModel(
    grows=(("holds_made", HOLDS_MADE),),
    stands=(("holds", HOLDS),),
    views=(
        View(
            "holds",
            "One row for each hold, open or ended.",
            columns(
                ("hold", "INTEGER", "number on the ledger"),
                HEIGHT,
                ("account", "VARCHAR", "account whose amount is reserved"),
                ("asset", "VARCHAR", "asset"),
                ("credit_account", "VARCHAR", "the only account it may be paid to; NULL: any"),
                ("kind", "VARCHAR", "TIME, HOLDER or PROOF: what releases it"),
                ("holder", "VARCHAR", "participant that may pay it out; NULL for PROOF"),
                ("expiry", "TIMESTAMP", "after this anyone may release it, UTC; NULL: never"),
                *amount_columns("amount", "what was reserved; NULL if before the ledger began"),
                *amount_columns("paid", "what was paid out of it"),
                *amount_columns("remaining", "what is still reserved"),
                ("state", "VARCHAR", "OPEN or ENDED"),
            ),
            "SELECT h.hold, h.height, a.account, s.asset, ca.account AS credit_account, h.kind,"
            " o.participant AS holder, h.expiry, m.minor AS amount_minor,"
            f" {exact('m.minor', 's.unit')} AS amount,"
            " coalesce(d.minor, 0)::BIGINT AS paid_minor,"
            f" {exact('coalesce(d.minor, 0)', 's.unit')} AS paid,"
            f" h.remaining AS remaining_minor, {exact('h.remaining', 's.unit')} AS remaining,"
            " h.state FROM stored.holds h"
            " JOIN stored.positions p ON p.position = h.position"
            " JOIN stored.accounts a ON a.number = p.account"
            " JOIN stored.assets s ON s.number = p.asset"
            " LEFT JOIN stored.positions q ON q.position = h.credit"
            " LEFT JOIN stored.accounts ca ON ca.number = q.account"
            " LEFT JOIN stored.participants o ON o.number = h.holder"
            " LEFT JOIN stored.holds_made m ON m.hold = h.hold"
            " LEFT JOIN (SELECT hold, sum(minor) AS minor FROM stored.moves"
            " WHERE hold IS NOT NULL GROUP BY hold) d ON d.hold = h.hold",
            "h.hold",
        ),
    ),
)

_KINDS = {t.HOLD_BY_TIME: "TIME", t.HOLD_BY_HOLDER: "HOLDER", t.HOLD_BY_PROOF: "PROOF"}
_STATES = {t.HOLD_OPEN: "OPEN", t.HOLD_ENDED: "ENDED"}


def holds_made(ran: Executed) -> pa.RecordBatch | None:
    """The holds that were made, with what each reserved; None if there are none."""
    made = ran.applied(op.HOLD)
    if not made.size:
        return None
    columns = {"hold": ran.outcome.results[made], "minor": ran.rows.columns.amount[made]}
    return rows_of(HOLDS_MADE, columns)


def standing_holds(state: State) -> pa.RecordBatch:
    """Every hold, as it stands."""
    holds = state.table("holds")
    by_proof = holds[:, t.HOLD_KIND] == t.HOLD_BY_PROOF
    return rows_of(
        HOLDS,
        {
            "hold": np.arange(holds.shape[0]),
            "position": holds[:, t.HOLD_POSITION],
            "credit": natural(holds[:, t.HOLD_CREDIT]),
            "remaining": holds[:, t.HOLD_REMAINING],
            "kind": named(holds[:, t.HOLD_KIND], _KINDS),
            "holder": natural(np.where(by_proof, -1, holds[:, t.HOLD_HOLDER])),
            "expiry": times(holds[:, t.HOLD_EXPIRY], missing=0),
            "height": holds[:, t.HOLD_HEIGHT],
            "state": named(holds[:, t.HOLD_STATE], _STATES),
        },
    )
