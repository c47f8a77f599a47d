"""The read model of assets: who issued them, their limits and what is outstanding.

It must not know any instrument.
"""

from collections.abc import Sequence
from decimal import Decimal

import numpy as np

from praya.kernel import tables as t
from praya.kernel.state import State
from praya.projections.accounts import attribute_names
from praya.projections.arrow import pa
from praya.projections.columns import codes, flags, rows_of, sets
from praya.projections.view import ReadModel, View, amount_columns, columns, exact

ASSETS = pa.schema(
    [
        ("number", pa.int32()),
        ("asset", pa.string()),
        ("issuer", pa.int32()),
        ("instrument", pa.string()),
        ("is_cash", pa.bool_()),
        ("decimals", pa.int32()),
        ("unit", pa.decimal128(10, 9)),  # how much one minor unit is
        ("issue_limit", pa.int64()),
        ("supply", pa.int64()),
        ("required", pa.list_(pa.string())),
        ("paused", pa.bool_()),
        ("closed", pa.bool_()),
        ("positions", pa.int64()),
    ]
)
MODEL = ReadModel(
    stands=(("assets", ASSETS),),
    views=(
        View(
            "assets",
            "One row for each asset.",
            columns(
                ("asset", "VARCHAR", "code"),
                ("number", "INTEGER", "number on the ledger"),
                ("issuer", "VARCHAR", "participant that issues it"),
                ("instrument", "VARCHAR", "instrument, such as `fixed_rate_bond`"),
                ("is_cash", "BOOLEAN", "whether it is a cash token"),
                ("decimals", "INTEGER", "decimals of its amounts, 0 to 9"),
                *amount_columns("issue_limit", "the most that may be outstanding"),
                *amount_columns("supply", "what is outstanding"),
                ("required_attributes", "VARCHAR[]", "what an account needs to receive it"),
                ("paused", "BOOLEAN", "nothing of it moves for now"),
                ("closed", "BOOLEAN", "it was redeemed or replaced: nothing moves for ever"),
                ("positions", "BIGINT", "how many positions it has"),
            ),
            "SELECT s.asset, s.number, p.participant AS issuer, s.instrument, s.is_cash,"
            " s.decimals, s.issue_limit AS issue_limit_minor,"
            f" {exact('s.issue_limit', 's.unit')} AS issue_limit, s.supply AS supply_minor,"
            f" {exact('s.supply', 's.unit')} AS supply, s.required AS required_attributes,"
            " s.paused, s.closed, s.positions FROM stored.assets s"
            " JOIN stored.participants p ON p.number = s.issuer",
            "s.number",
        ),
    ),
)


def standing_assets(state: State, instruments: Sequence[str], cash: str) -> pa.RecordBatch:
    """Every asset, as it stands; `instruments` names that of each, `cash` is the one of cash."""
    assets = state.table("assets")
    issued = assets[:, t.ASSET_ISSUANCE] >= 0
    issuance = np.maximum(assets[:, t.ASSET_ISSUANCE], 0)
    supply = np.zeros(assets.shape[0], np.int64)
    available = state.table("balances")[issuance[issued], t.AVAILABLE]
    supply[issued] = -(available + state.table("positions")[issuance[issued], t.POSITION_HELD])
    asset_flags = assets[:, t.ASSET_FLAGS]
    units = [Decimal(1).scaleb(-decimals) for decimals in assets[:, t.ASSET_DECIMALS].tolist()]
    return rows_of(
        ASSETS,
        {
            "number": np.arange(assets.shape[0]),
            "asset": codes(assets[:, t.ASSET_CODE :]),
            "issuer": assets[:, t.ASSET_ISSUER],
            "instrument": pa.array(list(instruments), pa.string()),
            "is_cash": pa.array([one == cash for one in instruments], pa.bool_()),
            "decimals": assets[:, t.ASSET_DECIMALS],
            "unit": pa.array(units, pa.decimal128(10, 9)),
            "issue_limit": assets[:, t.ASSET_ISSUE_LIMIT],
            "supply": supply,
            "required": sets(assets[:, t.ASSET_REQUIRED], attribute_names),
            "paused": flags(asset_flags, t.ASSET_PAUSED_FLAG | t.ASSET_SWEEPING_FLAG),
            "closed": flags(asset_flags, t.ASSET_CLOSED_FLAG),
            "positions": assets[:, t.ASSET_POSITIONS],
        },
    )
