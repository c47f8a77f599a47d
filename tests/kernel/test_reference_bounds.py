"""What cells of a founding state may say: each bound, its last good value, and the one past it.

The numbers are those of docs/reference/kernel.md, written out; the kernel's own table of bounds is
only asked whether it has more columns than this one.
"""

from collections.abc import Iterator

import pytest

from praya.kernel import tables as t
from praya.kernel.builder import RowBuilder
from praya.kernel.references import RANGES, REFERENCES, broken_reference
from praya.kernel.state import State
from praya.kernel.step import Context, apply, full_invariants
from praya.kernel.store import append, view

# table, column, the least it may say, and the most: a number, or the table whose last row it is.
BOUNDS: list[tuple[str, str, int, int | str]] = [
    ("participants", "document", 0, "documents"),
    ("participants", "state", 1, 2),
    ("accounts", "owner", 1, "participants"),
    ("accounts", "last_position", -1, "positions"),
    ("accounts", "kind", 0, 3),
    ("accounts", "positions", 0, 1_024),
    ("assets", "issuer", 0, "participants"),
    ("assets", "issuance", -1, "positions"),
    ("assets", "first_extent", -1, "extents"),
    ("assets", "last_extent", -1, "extents"),
    ("assets", "sweep", -1, "extents"),
    ("assets", "decimals", 0, 9),
    ("extents", "asset", 0, "assets"),
    ("extents", "next", -1, "extents"),
    ("extents", "used", 0, 64),
    ("holds", "position", 0, "positions"),
    ("holds", "credit", -1, "positions"),
    ("holds", "holder", 0, "participants"),
    ("holds", "kind", 1, 3),
    ("holds", "state", 1, 2),
    ("mandates", "position", 0, "positions"),
    ("mandates", "grantee", 0, "participants"),
    ("mandates", "state", 1, 2),
    ("records", "asset", 0, "assets"),
    ("entitlements", "position", 0, "positions"),
    ("events", "asset", 0, "assets"),
    ("events", "paying", -1, "positions"),
    ("events", "suspense", -1, "positions"),
    ("events", "mandate", 0, "mandates"),
    ("events", "record", -1, "records"),
    ("events", "kind", 0, 3),
    ("events", "state", 1, 4),
    ("attestations", "provider", 0, "participants"),
    ("requests", "participant", 0, "participants"),
]


def founded() -> State:
    """A row in every table.

    The last account and the last asset have no position, so that most of what their cells may say
    makes nothing else untrue.
    """
    state = State(100)
    build = RowBuilder(bytes(16), group=0)
    slot = build.put("participant/A", b"a", -1, 0)
    build.govern(1, slot)
    build.govern(1, slot)
    for owner, code in ((1, "A"), (2, "B")):
        build.define_account(code, owner, 1)
    asset = build.define_asset("X", 1, decimals=2, limit=100)
    other = build.define_asset("Y", 1, decimals=2, limit=100)
    issuance = build.open(0, asset, issuance=True)
    held = build.open(1, asset)
    build.open(0, other, issuance=True)
    build.define_account("C", 1, 0)
    build.define_asset("Z", 1, decimals=0, limit=0)
    build.move(issuance, held, 10)
    build.hold(held, -1, 4, (2, 2, 0))
    build.define_mandate(held, 5, 1)
    build.define_event(asset, 1, (0, 0, 0), (100, 0, 1), (-1, -1, 0))
    build.open_day(101, 100)
    build.record(0, 100)
    build.attest(-1, 1, 5, (1, -1, 0), (bytes(16), 10, bytes(32)))
    outcome = apply(state, build.rows(), Context(1, 0, (1, 2)))
    assert outcome.first_refusal() == 0
    state.reserve(t.REQUESTS, 1)
    append(state.store, t.REQUESTS, 1)
    return state


def number_of(table: str, column: str) -> tuple[int, int]:
    return t.NAMES.index(table), t.COLUMNS[table].index(column)


def said(table: str, column: str, value: int) -> str | None:
    """What is found broken where the last row of a table says so; the first, where lists rise."""
    state = founded()
    number, place = number_of(table, column)
    row = 0 if (table, column) == ("extents", "next") else state.rows(number) - 1
    view(state.store, number)[row, place] = value
    return broken_reference(state)


def most_of(most: int | str) -> int:
    return most if isinstance(most, int) else founded().rows(t.NAMES.index(most)) - 1


def ids() -> Iterator[str]:
    return (f"{table}.{column}" for table, column, _, _ in BOUNDS)


def test_the_state_that_is_spoiled_is_sound() -> None:
    state = founded()
    assert full_invariants(state) == []
    empty = {name for name in t.NAMES if state.rows(t.NAMES.index(name)) == 0}
    assert empty == set()


def test_every_column_with_a_bound_is_in_this_list() -> None:
    listed = {number_of(table, column) for table, column, _, _ in BOUNDS}
    assert listed == {(row.table, row.column) for row in (*REFERENCES, *RANGES)}
    assert len(BOUNDS) == len(REFERENCES) + len(RANGES) == 34


@pytest.mark.parametrize(("table", "column", "least", "most"), BOUNDS, ids=ids())
def test_one_past_either_bound_is_named(
    table: str, column: str, least: int, most: int | str
) -> None:
    for value in (least - 1, most_of(most) + 1):
        assert said(table, column, value) == f"{table}.{column}", value


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("accounts", "positions", -1),
        ("accounts", "positions", 1_025),
        ("extents", "next", -2),
        ("extents", "next", 3),
    ],
)
def test_a_bound_is_named_before_a_list_that_is_wrong_as_well(
    table: str, column: str, value: int
) -> None:
    """Lists are followed only where every number of them leads somewhere."""
    state = founded()
    number, place = number_of(table, column)
    view(state.store, t.POSITIONS)[0, t.POSITION_PREVIOUS] = 0
    assert broken_reference(state) == "positions.previous"
    view(state.store, number)[0, place] = value
    assert broken_reference(state) == f"{table}.{column}"


@pytest.mark.parametrize(("table", "column", "least", "most"), BOUNDS, ids=ids())
def test_the_last_good_value_is_not_out_of_bounds(
    table: str, column: str, least: int, most: int | str
) -> None:
    later = FOUND_LATER.get((table, column), (None, None))
    assert (said(table, column, least), said(table, column, most_of(most))) == later


# Within bounds, and yet not what the rest of the state says: found by a later check.
FOUND_LATER: dict[tuple[str, str], tuple[str | None, str | None]] = {
    ("accounts", "last_position"): (None, "positions.previous"),
    ("accounts", "positions"): (None, "accounts.positions"),
    ("extents", "asset"): ("assets.issuance", "assets.issuance"),
}
