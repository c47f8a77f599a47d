"""The read model of events: payments to come and payments made, with what was recorded for them.

It must not know how a payment is divided.
"""

import numpy as np

from praya.kernel import tables as t
from praya.kernel.state import State
from praya.projections.arrow import pa
from praya.projections.columns import days, named, natural, rows_of
from praya.projections.view import HEIGHT, ReadModel, View, amount_columns, columns, exact

EVENTS = pa.schema(
    [
        ("event", pa.int32()),
        ("asset", pa.int32()),
        ("number", pa.int32()),
        ("kind", pa.string()),
        ("mode", pa.string()),
        ("numerator", pa.int64()),
        ("denominator", pa.int64()),
        ("record_date", pa.date32()),
        ("payment_date", pa.date32()),
        ("paying", pa.int32()),
        ("suspense", pa.int32()),
        ("record", pa.int32()),
        ("state", pa.string()),
        ("last_status", pa.int32()),
        ("last_date", pa.date32()),
    ]
)
RECORDS = pa.schema(
    [
        ("record", pa.int32()),
        ("asset", pa.int32()),
        ("date", pa.date32()),
        ("first", pa.int64()),
        ("rows", pa.int64()),
        ("total", pa.int64()),
        ("closing", pa.bool_()),
    ]
)
ENTITLEMENTS = pa.schema([("record", pa.int32()), ("position", pa.int32()), ("amount", pa.int64())])
# SPREAD pays in one block; kind 2 is the place of SPREAD, 3 of CONVERT.
_PAID = (
    "SELECT m.event, sum(m.minor) AS minor, max(m.height) AS height, count(*) AS payments"
    " FROM stored.moves m JOIN stored.events w ON w.event = m.event"
    " WHERE m.kind = 2 OR (m.kind = 3 AND w.kind = 'CONVERSION' AND m.asset <> w.asset)"
    " GROUP BY m.event"
)
MODEL = ReadModel(
    stands=(("events", EVENTS), ("records", RECORDS), ("entitlements", ENTITLEMENTS)),
    views=(
        View(
            "events",
            "One row for each payment that an asset's terms provide for, to come or made.",
            columns(
                ("event", "INTEGER", "number on the ledger"),
                ("asset", "VARCHAR", "asset whose holders are paid"),
                ("number", "INTEGER", "number of the payment, from 1"),
                (
                    "kind",
                    "VARCHAR",
                    "DISTRIBUTION (a coupon), REDEMPTION, CONVERSION, or RECORD_ONLY",
                ),
                (
                    "mode",
                    "VARCHAR",
                    "TOTAL (stated), RATE (each holding times the ratio, rounded down),"
                    " RATE_OF_TOTAL (all holdings times the ratio, rounded half up, divided"
                    " exactly); NULL if nothing is paid",
                ),
                ("numerator", "BIGINT", "of the ratio of minor units; of TOTAL the total"),
                ("denominator", "BIGINT", "of the ratio of minor units"),
                ("record_date", "DATE", "holdings at the close of this date are paid"),
                ("payment_date", "DATE", "the opening of this business date pays"),
                ("payer", "VARCHAR", "account that pays"),
                ("cash", "VARCHAR", "asset that is paid"),
                ("suspense", "VARCHAR", "account for what cannot reach its holder"),
                ("state", "VARCHAR", "PENDING, RECORDED, PAID or CONVERTED"),
                ("record", "INTEGER", "number of the record of holdings; NULL before it"),
                *amount_columns("recorded", "holdings recorded for it, in units of the asset"),
                *amount_columns(
                    "paid",
                    "what was paid in all; NULL before, or if it was paid before the ledger began",
                ),
                ("payments", "BIGINT", "how many credits that was"),
                ("paid_height", "BIGINT", "height of the block that paid"),
                ("last_status", "VARCHAR", "what became of the last attempt; NULL before one"),
                ("last_date", "DATE", "business date of the last attempt"),
            ),
            "SELECT v.event, a.asset, v.number, v.kind, v.mode, v.numerator, v.denominator,"
            " v.record_date, v.payment_date, pa.account AS payer, c.asset AS cash,"
            " sa.account AS suspense, v.state, v.record, r.total AS recorded_minor,"
            f" {exact('r.total', 'a.unit')} AS recorded,"
            f" d.minor::BIGINT AS paid_minor, {exact('d.minor', 'c.unit')} AS paid, d.payments,"
            " d.height AS paid_height, n.name AS last_status, v.last_date"
            " FROM stored.events v JOIN stored.assets a ON a.number = v.asset"
            " LEFT JOIN stored.positions p ON p.position = v.paying"
            " LEFT JOIN stored.accounts pa ON pa.number = p.account"
            " LEFT JOIN stored.assets c ON c.number = p.asset"
            " LEFT JOIN stored.positions q ON q.position = v.suspense"
            " LEFT JOIN stored.accounts sa ON sa.number = q.account"
            " LEFT JOIN stored.records r ON r.record = v.record"
            " LEFT JOIN stored.status_names n ON n.status = v.last_status"
            f" LEFT JOIN ({_PAID}) d ON d.event = v.event",
            "v.asset, v.number",
        ),
        View(
            "coupons",
            "One row for each coupon that a holder was paid.",
            columns(
                ("holder", "VARCHAR", "account whose holding was paid"),
                ("asset", "VARCHAR", "asset that was held"),
                ("number", "INTEGER", "number of the payment, from 1"),
                ("record_date", "DATE", "holdings at the close of this date were paid"),
                ("payment_date", "DATE", "business date on which it fell due"),
                ("cash", "VARCHAR", "asset that was paid"),
                *amount_columns("amount", "what was paid"),
                HEIGHT,
            ),
            "SELECT h.account AS holder, a.asset, v.number, v.record_date, v.payment_date,"
            f" c.asset AS cash, m.minor AS amount_minor, {exact('m.minor', 'c.unit')} AS amount,"
            " m.height FROM stored.moves m"
            " JOIN stored.events v ON v.event = m.event"
            " JOIN stored.assets a ON a.number = v.asset"
            " JOIN stored.assets c ON c.number = m.asset"
            " JOIN stored.accounts h ON h.number = m.holder_account"
            " WHERE m.kind = 2 AND v.kind = 'DISTRIBUTION'",
        ),
        View(
            "records",
            "One row for each record of an asset's holdings.",
            columns(
                ("record", "INTEGER", "number on the ledger"),
                ("asset", "VARCHAR", "asset"),
                ("date", "DATE", "business date whose close was recorded"),
                ("holders", "BIGINT", "how many positions held it"),
                *amount_columns("total", "what they held in all"),
                ("closing", "BOOLEAN", "whether the asset stopped with it"),
            ),
            "SELECT r.record, a.asset, r.date, r.rows AS holders, r.total AS total_minor,"
            f" {exact('r.total', 'a.unit')} AS total, r.closing FROM stored.records r"
            " JOIN stored.assets a ON a.number = r.asset",
            "r.record",
        ),
        View(
            "entitlements",
            "One row for each recorded holding.",
            columns(
                ("record", "INTEGER", "number of the record"),
                ("asset", "VARCHAR", "asset"),
                ("date", "DATE", "business date whose close was recorded"),
                ("account", "VARCHAR", "holder's account"),
                ("minor", "BIGINT", "what it held, in minor units of the asset"),
                ("amount", "DECIMAL(38,9)", "what it held, in units of the asset, exact"),
            ),
            "SELECT e.record, a.asset, r.date, h.account, e.amount AS minor,"
            f" {exact('e.amount', 'a.unit')} AS amount FROM stored.entitlements e"
            " JOIN stored.records r ON r.record = e.record"
            " JOIN stored.assets a ON a.number = r.asset"
            " JOIN stored.positions p ON p.position = e.position"
            " JOIN stored.accounts h ON h.number = p.account",
        ),
    ),
)

_KINDS = {
    t.EVENT_RECORD_ONLY: "RECORD_ONLY",
    t.EVENT_DISTRIBUTION: "DISTRIBUTION",
    t.EVENT_REDEMPTION: "REDEMPTION",
    t.EVENT_CONVERSION: "CONVERSION",
}
_MODES = {t.MODE_TOTAL: "TOTAL", t.MODE_RATE: "RATE", t.MODE_RATE_OF_TOTAL: "RATE_OF_TOTAL"}
_STATES = {
    t.EVENT_PENDING: "PENDING",
    t.EVENT_RECORDED: "RECORDED",
    t.EVENT_PAID: "PAID",
    t.EVENT_CONVERTED: "CONVERTED",
}


def standing_events(state: State) -> pa.RecordBatch:
    """Every event, as it stands."""
    events = state.table("events")
    tried = events[:, t.EVENT_LAST_DATE] != 0
    return rows_of(
        EVENTS,
        {
            "event": np.arange(events.shape[0]),
            "asset": events[:, t.EVENT_ASSET],
            "number": events[:, t.EVENT_NUMBER],
            "kind": named(events[:, t.EVENT_KIND], _KINDS),
            "mode": named(events[:, t.EVENT_MODE], _MODES),
            "numerator": events[:, t.EVENT_AMOUNT],
            "denominator": events[:, t.EVENT_DENOMINATOR],
            "record_date": days(events[:, t.EVENT_RECORD_DATE]),
            "payment_date": days(events[:, t.EVENT_PAYMENT_DATE], missing=0),
            "paying": natural(events[:, t.EVENT_PAYING]),
            "suspense": natural(events[:, t.EVENT_SUSPENSE]),
            "record": natural(events[:, t.EVENT_RECORD]),
            "state": named(events[:, t.EVENT_STATE], _STATES),
            "last_status": natural(np.where(tried, events[:, t.EVENT_LAST_STATUS], -1)),
            "last_date": days(events[:, t.EVENT_LAST_DATE], missing=0),
        },
    )


def standing_records(state: State) -> pa.RecordBatch:
    """Every record of holdings."""
    records = state.table("records")
    return rows_of(
        RECORDS,
        {
            "record": np.arange(records.shape[0]),
            "asset": records[:, t.RECORD_ASSET],
            "date": days(records[:, t.RECORD_DATE]),
            "first": records[:, t.RECORD_FIRST],
            "rows": records[:, t.RECORD_ROWS],
            "total": records[:, t.RECORD_TOTAL],
            "closing": pa.array(records[:, t.RECORD_CLOSING] != 0),
        },
    )


def standing_entitlements(state: State) -> pa.RecordBatch:
    """Every recorded holding, with the record it is of."""
    entitlements, records = state.table("entitlements"), state.table("records")
    return rows_of(
        ENTITLEMENTS,
        {
            "record": np.repeat(np.arange(records.shape[0]), records[:, t.RECORD_ROWS]),
            "position": entitlements[:, t.ENTITLEMENT_POSITION],
            "amount": entitlements[:, t.ENTITLEMENT_AMOUNT],
        },
    )
