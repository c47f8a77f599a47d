"""The read model of movements of value: rows of envelopes and payments of the ledger, alike.

It must not know how rows were made.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np

from praya.kernel import operations as op
from praya.kernel import tables as t
from praya.projections.arrow import pa
from praya.projections.columns import Integers, days, natural, rows_of
from praya.projections.execution import Executed, accounts_of, assets_of
from praya.projections.payments import Payment, payments
from praya.projections.view import (
    AMOUNT_TYPE,
    BLOCK_TIME,
    BUSINESS_DATE,
    ENVELOPE,
    HEIGHT,
    MINOR_TYPE,
    ReadModel,
    View,
    columns,
    exact,
)

KINDS: Final = ("MOVE", "POST", "SPREAD", "CONVERT")
_MOVE, _POST, _SPREAD, _CONVERT = range(4)
MOVES = pa.schema(
    [
        ("height", pa.int64()),
        ("business_date", pa.date32()),
        ("envelope", pa.int32()),
        ("row", pa.int32()),
        ("group_number", pa.int32()),
        ("kind", pa.int8()),  # place in KINDS
        ("debit", pa.int32()),
        ("credit", pa.int32()),
        ("debit_account", pa.int32()),
        ("credit_account", pa.int32()),
        ("asset", pa.int32()),
        ("minor", pa.int64()),
        ("event", pa.int32()),
        ("holder_account", pa.int32()),
        ("hold", pa.int32()),
    ]
)
_KINDS_IN_SQL = "[" + ", ".join(f"'{kind}'" for kind in KINDS) + "]"
MODEL = ReadModel(
    grows=(("moves", MOVES),),
    views=(
        View(
            "moves",
            "One row for each movement of value that was applied, from one account to another:"
            " rows of requests and batches, and each single credit of what the ledger paid.",
            columns(
                HEIGHT,
                BLOCK_TIME,
                BUSINESS_DATE,
                ENVELOPE,
                ("verb", "VARCHAR", "verb of the envelope; NULL where the ledger itself acted"),
                ("row", "INTEGER", "row in the envelope, or of the ledger's own rows, from 0"),
                (
                    "group_number",
                    "INTEGER",
                    "group of rows that stand or fall together; 0 for a row alone",
                ),
                (
                    "kind",
                    "VARCHAR",
                    "MOVE; POST (out of a hold); SPREAD (a payment over recorded holdings);"
                    " CONVERT (a holding burnt or replaced)",
                ),
                ("debit_account", "VARCHAR", "account that gave"),
                ("credit_account", "VARCHAR", "account that received"),
                ("asset", "VARCHAR", "what moved"),
                ("minor", MINOR_TYPE, "how much, in minor units of the asset"),
                ("amount", AMOUNT_TYPE, "how much, in units of the asset, exact"),
                ("event_asset", "VARCHAR", "asset whose event was paid by this, such as the bond"),
                ("event_number", "INTEGER", "number of that event: 3 for the third coupon"),
                ("event_kind", "VARCHAR", "DISTRIBUTION (a coupon), REDEMPTION or CONVERSION"),
                (
                    "holder_account",
                    "VARCHAR",
                    "whose recorded holding was paid or burnt: not always the account credited",
                ),
                ("hold", "INTEGER", "hold that a POST was paid out of"),
            ),
            "SELECT m.height, b.block_time, m.business_date, m.envelope, e.verb, m.row,"
            f" m.group_number, {_KINDS_IN_SQL}[m.kind + 1] AS kind,"
            " d.account AS debit_account, c.account AS credit_account, a.asset, m.minor,"
            f" {exact('m.minor', 'a.unit')} AS amount, ea.asset AS event_asset,"
            " v.number AS event_number, v.kind AS event_kind, h.account AS holder_account, m.hold"
            " FROM stored.moves m"
            " JOIN stored.blocks b ON b.height = m.height"
            " JOIN stored.accounts d ON d.number = m.debit_account"
            " JOIN stored.accounts c ON c.number = m.credit_account"
            " JOIN stored.assets a ON a.number = m.asset"
            " LEFT JOIN stored.envelopes e ON e.height = m.height AND e.envelope = m.envelope"
            " LEFT JOIN stored.events v ON v.event = m.event"
            " LEFT JOIN stored.assets ea ON ea.number = v.asset"
            " LEFT JOIN stored.accounts h ON h.number = m.holder_account",
        ),
    ),
)


def moves(ran: Executed) -> Iterator[pa.RecordBatch]:
    """The movements of what was executed: those of its rows, then those of its payments."""
    chosen = ran.applied(op.MOVE, op.POST)
    if chosen.size:
        yield _stated(ran, chosen)
    for payment in payments(ran):
        if payment.minor.size:
            yield _paid(ran, payment)


def _stated(ran: Executed, chosen: Integers) -> pa.RecordBatch:
    """Movements that rows state themselves: MOVE, and POST out of a hold."""
    columns = ran.rows.columns
    debit = ran.named(columns.debit[chosen]).astype(np.int64)
    is_post = columns.op[chosen] == op.POST
    hold = np.full(chosen.size, -1)
    hold[is_post] = debit[is_post]
    debit[is_post] = ran.state.table("holds")[debit[is_post], t.HOLD_POSITION]
    none = np.full(chosen.size, -1)
    return _batch(
        ran,
        row=chosen,
        group_number=columns.group[chosen],
        kind=np.where(is_post, _POST, _MOVE),
        debit=debit,
        credit=ran.named(columns.credit[chosen]),
        minor=columns.amount[chosen],
        event=none,
        holder_account=none,
        hold=hold,
    )


def _paid(ran: Executed, payment: Payment) -> pa.RecordBatch:
    """Movements of one payment of the ledger, which are no rows of the journal."""
    count = payment.minor.size
    holders = np.full(count, -1)
    known = payment.holder >= 0
    holders[known] = accounts_of(ran.state, payment.holder[known])
    return _batch(
        ran,
        row=np.full(count, payment.row),
        group_number=np.full(count, int(ran.rows.columns.group[payment.row])),
        kind=np.full(count, _SPREAD if payment.is_spread else _CONVERT),
        debit=payment.debit,
        credit=payment.credit,
        minor=payment.minor,
        event=np.full(count, payment.event),
        holder_account=holders,
        hold=np.full(count, -1),
    )


def _batch(ran: Executed, **columns: Integers) -> pa.RecordBatch:
    """Rows of the file, with what is the same for all of them and what follows from positions."""
    count = columns["minor"].size
    debit, credit = columns["debit"], columns["credit"]
    same = {
        "height": np.full(count, ran.height),
        "business_date": days(np.full(count, ran.business_date)),
        "envelope": natural(np.full(count, ran.envelope)),
        "debit_account": accounts_of(ran.state, debit),
        "credit_account": accounts_of(ran.state, credit),
        "asset": assets_of(ran.state, debit),
    }
    missing = {name: natural(columns[name]) for name in ("event", "holder_account", "hold")}
    return rows_of(MOVES, {**columns, **same, **missing})
