"""The read model of positions: as they stand, and as they stood at any height or date.

It must not know why a balance changed.
"""

import numpy as np

from praya.kernel import tables as t
from praya.kernel.state import State
from praya.kernel.store import FIELD_MASK, ROW_SHIFT, TABLE_SHIFT
from praya.projections.arrow import pa
from praya.projections.columns import Integers, days, natural, rows_of
from praya.projections.execution import assets_of
from praya.projections.view import (
    BUSINESS_DATE,
    HEIGHT,
    ReadModel,
    View,
    ViewColumn,
    amount_columns,
    columns,
    exact,
)

POSITIONS = pa.schema(
    [
        ("position", pa.int32()),
        ("account", pa.int32()),
        ("asset", pa.int32()),
        ("available", pa.int64()),
        ("held", pa.int64()),
        ("opened", pa.int64()),
        ("pay_to", pa.int32()),
    ]
)
# One row for each position that a block changed, for each business date the block was in.
# `sequence` rises with time; a business date may change inside a block.
HISTORY = pa.schema(
    [
        ("height", pa.int64()),
        ("business_date", pa.date32()),
        ("sequence", pa.int64()),
        ("position", pa.int32()),
        ("available", pa.int64()),
        ("held", pa.int64()),
    ]
)
_WHOSE = (
    ("account", "VARCHAR", "account"),
    ("owner", "VARCHAR", "participant it belongs to"),
    ("kind", "VARCHAR", "CLIENT, HOUSE, ISSUANCE or SUSPENSE"),
    ("asset", "VARCHAR", "asset"),
)
_BALANCES = (
    *amount_columns("available", "what can be moved; negative on an issuance position"),
    *amount_columns("held", "what is reserved by holds"),
    *amount_columns("posted", "available and held together"),
)


def _shown(table: str) -> str:
    """SQL for the balances of a row of `table`, in minor units and exact."""
    listed = {name: f"{table}.{name}" for name in ("available", "held")}
    listed["posted"] = f"({table}.available + {table}.held)"
    return ", ".join(
        f"{minor} AS {name}_minor, {exact(minor, 's.unit')} AS {name}"
        for name, minor in listed.items()
    )


_NAMED = (
    " JOIN stored.accounts a ON a.number = p.account"
    " JOIN stored.assets s ON s.number = p.asset"
    " JOIN stored.participants o ON o.number = a.owner"
)


def _standing(opened: str, until: str) -> str:
    """SQL for all positions as they stood, from two conditions."""
    return (
        "SELECT p.position, a.account, o.participant AS owner, a.kind, s.asset,"
        f" {_shown('p')} FROM ("
        "SELECT q.position, q.account, q.asset, coalesce(x.available, 0) AS available,"
        " coalesce(x.held, 0) AS held FROM stored.positions q"
        " LEFT JOIN stored.blocks b ON b.height = q.opened"
        " LEFT JOIN (SELECT position, arg_max(available, sequence) AS available,"
        " arg_max(held, sequence) AS held FROM stored.position_history"
        f" WHERE {until} GROUP BY position) x ON x.position = q.position"
        f" WHERE ({opened}) OR x.position IS NOT NULL) p{_NAMED}"
    )


MODEL = ReadModel(
    grows=(("position_history", HISTORY),),
    stands=(("positions", POSITIONS),),
    views=(
        View(
            "positions",
            "One row for each position, as it stands after the last block.",
            columns(
                ("position", "INTEGER", "number of the position"),
                *_WHOSE,
                *_BALANCES,
                ("opened", "BIGINT", "height of the block that opened it"),
                ("pay_to", "VARCHAR", "account that its payments go to; NULL: to suspense"),
            ),
            "SELECT p.position, a.account, o.participant AS owner, a.kind, s.asset,"
            f" {_shown('p')}, p.opened, t.account AS pay_to"
            f" FROM stored.positions p{_NAMED}"
            " LEFT JOIN stored.positions y ON y.position = p.pay_to"
            " LEFT JOIN stored.accounts t ON t.number = y.account",
            "position",
        ),
        View(
            "position_history",
            "One row for each position and each block that changed it, with what it was then."
            " The first rows are those the ledger began with.",
            columns(
                HEIGHT,
                BUSINESS_DATE,
                ("position", "INTEGER", "number of the position"),
                *_WHOSE,
                *_BALANCES,
            ),
            "SELECT h.height, h.business_date, p.position, a.account, o.participant AS owner,"
            f" a.kind, s.asset, {_shown('h')} FROM ("
            "SELECT position, account, asset FROM stored.positions) p"
            f" JOIN stored.position_history h ON h.position = p.position{_NAMED}",
        ),
        View(
            "positions_at",
            "All positions as they stood after the block of a height:"
            " `SELECT * FROM positions_at(7)`.",
            columns(("position", "INTEGER", "number of the position"), *_WHOSE, *_BALANCES),
            _standing("q.opened <= at_height", "height <= at_height"),
            "position",
            (ViewColumn("at_height", "BIGINT", "a height"),),
        ),
        View(
            "positions_on",
            "All positions as they stood at the close of a business date:"
            " `SELECT * FROM positions_on(DATE '2023-08-15')`. Record dates are read so.",
            columns(("position", "INTEGER", "number of the position"), *_WHOSE, *_BALANCES),
            _standing("b.height IS NULL OR b.business_date <= on_date", "business_date <= on_date"),
            "position",
            (ViewColumn("on_date", "DATE", "a business date"),),
        ),
    ),
)


def standing_positions(state: State) -> pa.RecordBatch:
    """Every position that was opened, as it stands."""
    guards = state.table("balances")[:, t.GUARD]
    opened = np.flatnonzero(guards != 0)
    positions = state.table("positions")[opened]
    return rows_of(
        POSITIONS,
        {
            "position": opened,
            "account": positions[:, t.POSITION_ACCOUNT],
            "asset": assets_of(state, opened),
            "available": state.table("balances")[opened, t.AVAILABLE],
            "held": positions[:, t.POSITION_HELD],
            "opened": guards[opened] >> t.GUARD_HEIGHT_SHIFT,
            "pay_to": natural(positions[:, t.POSITION_PAY_TO]),
        },
    )


def first_positions(state: State) -> Integers:
    """The positions that hold something where the ledger begins."""
    available = state.table("balances")[:, t.AVAILABLE]
    return np.flatnonzero((available != 0) | (state.table("positions")[:, t.POSITION_HELD] != 0))


def changed_positions(state: State, first: int, last: int) -> Integers:
    """The positions whose balances the change log wrote between two marks, in order of number."""
    addresses = state.store.log[first:last, 0]
    fields = addresses & ((1 << ROW_SHIFT) - 1)
    available = (t.BALANCES << TABLE_SHIFT) | (t.AVAILABLE & FIELD_MASK)
    held = (t.POSITIONS << TABLE_SHIFT) | (t.POSITION_HELD & FIELD_MASK)
    written = addresses[(fields == available) | (fields == held)] >> ROW_SHIFT
    return np.unique(written)


def history(
    state: State, positions: Integers, height: int, business_date: int, sequence: int
) -> pa.RecordBatch:
    """What these positions are now."""
    count = positions.size
    return rows_of(
        HISTORY,
        {
            "height": np.full(count, height),
            "business_date": days(np.full(count, business_date)),
            "sequence": np.full(count, sequence),
            "position": positions,
            "available": state.table("balances")[positions, t.AVAILABLE],
            "held": state.table("positions")[positions, t.POSITION_HELD],
        },
    )
