"""What a read model is made of: stored files, and views over them with every column explained.

It must not know any one read model, nor how files are written or queries run.
"""

from dataclasses import dataclass

from praya.projections.arrow import pa

# An amount in SQL: minor units are exact as BIGINT, and times the asset's unit as a decimal.
AMOUNT_TYPE = "DECIMAL(38,9)"
MINOR_TYPE = "BIGINT"


@dataclass(frozen=True, slots=True)
class ViewColumn:
    """One column: its name, its type in SQL, and what it means, with its unit."""

    name: str
    kind: str
    meaning: str


@dataclass(frozen=True, slots=True)
class View:
    """One view. With `parameters` it is a table function of them: `positions_at(7)`.

    `order` is how its rows come where a query does not say; the largest views have none.
    """

    name: str
    about: str
    columns: tuple[ViewColumn, ...]
    sql: str
    order: str = ""
    parameters: tuple[ViewColumn, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadModel:
    """One read model: what is stored of it, by file name, and the views over that.

    `grows`: files that only ever get longer, written in parts; `stands`: files that say how the
    ledger stands now, written anew.
    """

    views: tuple[View, ...]
    grows: tuple[tuple[str, pa.Schema], ...] = ()
    stands: tuple[tuple[str, pa.Schema], ...] = ()


def columns(*stated: tuple[str, str, str]) -> tuple[ViewColumn, ...]:
    """Columns from (name, type, meaning)."""
    return tuple(ViewColumn(*one) for one in stated)


def amount_columns(name: str, meaning: str) -> tuple[tuple[str, str, str], ...]:
    """The two columns of one amount: minor units, and units of the asset."""
    return (
        (f"{name}_minor", MINOR_TYPE, f"{meaning}, in minor units of the asset"),
        (name, AMOUNT_TYPE, f"{meaning}, in units of the asset, exact"),
    )


def exact(minor: str, unit: str) -> str:
    """SQL for an exact amount from minor units and the asset's unit."""
    return f"({minor}::DECIMAL(19,0) * {unit})::{AMOUNT_TYPE}"


HEIGHT = ("height", "BIGINT", "height of the block")
BLOCK_TIME = ("block_time", "TIMESTAMP", "time of the block, UTC")
BUSINESS_DATE = ("business_date", "DATE", "business date the ledger was in")
ENVELOPE = (
    "envelope",
    "INTEGER",
    "place of the envelope in its block, from 0; NULL where the ledger itself acted",
)
