"""The read model of statuses: what was answered to every envelope, and to every refused row.

It must not know what a status means to a person: the catalogue says that.
"""

import numpy as np

from praya.kernel import operations as op
from praya.projections.arrow import pa
from praya.projections.columns import days, natural, rows_of
from praya.projections.execution import THE_LEDGER, Executed
from praya.projections.view import (
    BLOCK_TIME,
    BUSINESS_DATE,
    ENVELOPE,
    HEIGHT,
    ReadModel,
    View,
    columns,
)

REFUSALS = pa.schema(
    [
        ("height", pa.int64()),
        ("business_date", pa.date32()),
        ("envelope", pa.int32()),
        ("row", pa.int32()),
        ("status", pa.int32()),
        ("event", pa.int32()),
    ]
)
MODEL = ReadModel(
    grows=(("refusals", REFUSALS),),
    views=(
        View(
            "statuses",
            "One row for each envelope (its `row` is NULL), and one for each refused row."
            " `praya explain NAME` tells what a name means.",
            columns(
                HEIGHT,
                BLOCK_TIME,
                BUSINESS_DATE,
                ENVELOPE,
                ("row", "INTEGER", "refused row, from 0; NULL for the envelope as a whole"),
                ("status", "INTEGER", "number of the status"),
                ("name", "VARCHAR", "its name, such as APPLIED or EXCEEDS_AVAILABLE"),
                ("verb", "VARCHAR", "verb of the envelope"),
                ("requester", "VARCHAR", "first acting participant"),
                ("event_asset", "VARCHAR", "asset whose event the ledger could not pay"),
                ("event_number", "INTEGER", "number of that event"),
            ),
            "SELECT u.height, b.block_time, u.business_date, u.envelope, u.row, u.status, n.name,"
            " u.verb, u.requester, a.asset AS event_asset, v.number AS event_number FROM ("
            "SELECT height, business_date, envelope, NULL::INTEGER AS row, status, verb,"
            " acting[1] AS requester, NULL::INTEGER AS event FROM stored.envelopes"
            " UNION ALL"
            " SELECT r.height, r.business_date, r.envelope, r.row, r.status, e.verb,"
            " e.acting[1], r.event FROM stored.refusals r LEFT JOIN stored.envelopes e"
            " ON e.height = r.height AND e.envelope = r.envelope) u"
            " JOIN stored.blocks b ON b.height = u.height"
            " JOIN stored.status_names n ON n.status = u.status"
            " LEFT JOIN stored.events v ON v.event = u.event"
            " LEFT JOIN stored.assets a ON a.number = v.asset",
        ),
        View(
            "refusals",
            "One row for each request that was refused, with what that means. Of a batch that was"
            " run, and of what the ledger could not do itself, one for each refused row.",
            columns(
                HEIGHT,
                BUSINESS_DATE,
                ENVELOPE,
                ("row", "INTEGER", "refused row, from 0; NULL for the request as a whole"),
                ("verb", "VARCHAR", "what was asked; NULL where the ledger itself acted"),
                ("requester", "VARCHAR", "first acting participant"),
                ("status", "VARCHAR", "name of the status, such as EXCEEDS_AVAILABLE"),
                ("meaning", "VARCHAR", "what the status means, in English"),
                ("body", "VARCHAR", "the request's fields as JSON; NULL for a batch"),
            ),
            "SELECT u.height, u.business_date, u.envelope, u.row, u.verb, u.requester,"
            " n.name AS status, n.meaning, u.body FROM ("
            "SELECT height, business_date, envelope, NULL::INTEGER AS row, verb,"
            " acting[1] AS requester, status, body FROM stored.envelopes WHERE status <> 0"
            " UNION ALL"
            " SELECT r.height, r.business_date, r.envelope, r.row, e.verb, e.acting[1], r.status,"
            " NULL FROM stored.refusals r LEFT JOIN stored.envelopes e"
            " ON e.height = r.height AND e.envelope = r.envelope"
            " WHERE e.status IS NULL OR e.status = 0) u"
            " JOIN stored.status_names n ON n.status = u.status",
            "u.height, u.envelope NULLS FIRST, u.row NULLS FIRST",
        ),
    ),
)


def refusals(ran: Executed) -> pa.RecordBatch | None:
    """The refused rows of what was executed; None if there are none."""
    refused = ran.refused()
    if not refused.size:
        return None
    columns = ran.rows.columns
    pays = np.isin(columns.op[refused], (op.SPREAD, op.CONVERT)) & (ran.envelope == THE_LEDGER)
    return rows_of(
        REFUSALS,
        {
            "height": np.full(refused.size, ran.height),
            "business_date": days(np.full(refused.size, ran.business_date)),
            "envelope": natural(np.full(refused.size, ran.envelope)),
            "row": refused,
            "status": ran.outcome.statuses[refused],
            "event": natural(np.where(pays, columns.debit[refused], -1)),
        },
    )
