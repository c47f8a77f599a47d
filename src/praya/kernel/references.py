"""Every reference of the state leads somewhere, and every list of it ends.

Compiled code indexes by what a table says and follows lists until they end; both are safe only in
a state whose every cell was written by the kernel. A founding snapshot was written by somebody
else: it is checked here before anything compiled reads it. Columns at a time, in plain NumPy.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from praya.base.limits import DECIMALS_MAX, EXTENT_POSITIONS, POSITIONS_PER_ACCOUNT_MAX
from praya.kernel import tables as t
from praya.kernel.state import State

NONE: Final = -1  # what a reference says that leads nowhere on purpose
Cells = npt.NDArray[np.int64]


class Reference(NamedTuple):
    """A column that holds row numbers of a table, from `least` on."""

    table: int
    column: int
    target: int
    least: int = 0
    from_row: int = 0


class Range(NamedTuple):
    """A column whose values are within bounds, both included."""

    table: int
    column: int
    least: int
    most: int
    from_row: int = 0


REFERENCES: Final = (
    Reference(t.PARTICIPANTS, t.PARTICIPANT_DOCUMENT, t.DOCUMENTS, 0, 1),
    Reference(t.ACCOUNTS, t.ACCOUNT_OWNER, t.PARTICIPANTS, 1),
    Reference(t.ACCOUNTS, t.ACCOUNT_LAST_POSITION, t.POSITIONS, NONE),
    Reference(t.ASSETS, t.ASSET_ISSUER, t.PARTICIPANTS),
    Reference(t.ASSETS, t.ASSET_ISSUANCE, t.POSITIONS, NONE),
    Reference(t.ASSETS, t.ASSET_FIRST_EXTENT, t.EXTENTS, NONE),
    Reference(t.ASSETS, t.ASSET_LAST_EXTENT, t.EXTENTS, NONE),
    Reference(t.ASSETS, t.ASSET_SWEEP, t.EXTENTS, NONE),
    Reference(t.EXTENTS, t.EXTENT_ASSET, t.ASSETS),
    Reference(t.EXTENTS, t.EXTENT_NEXT, t.EXTENTS, NONE),
    Reference(t.HOLDS, t.HOLD_POSITION, t.POSITIONS),
    Reference(t.HOLDS, t.HOLD_CREDIT, t.POSITIONS, NONE),
    Reference(t.HOLDS, t.HOLD_HOLDER, t.PARTICIPANTS),
    Reference(t.MANDATES, t.MANDATE_POSITION, t.POSITIONS, 0, 1),
    Reference(t.MANDATES, t.MANDATE_GRANTEE, t.PARTICIPANTS, 0, 1),
    Reference(t.RECORDS, t.RECORD_ASSET, t.ASSETS),
    Reference(t.ENTITLEMENTS, t.ENTITLEMENT_POSITION, t.POSITIONS),
    Reference(t.EVENTS, t.EVENT_ASSET, t.ASSETS),
    Reference(t.EVENTS, t.EVENT_PAYING, t.POSITIONS, NONE),
    Reference(t.EVENTS, t.EVENT_SUSPENSE, t.POSITIONS, NONE),
    Reference(t.EVENTS, t.EVENT_MANDATE, t.MANDATES),
    Reference(t.EVENTS, t.EVENT_RECORD, t.RECORDS, NONE),
    Reference(t.ATTESTATIONS, t.ATTESTATION_PROVIDER, t.PARTICIPANTS),
    Reference(t.REQUESTS, t.REQUEST_PARTICIPANT, t.PARTICIPANTS),
)
RANGES: Final = (
    Range(t.PARTICIPANTS, t.PARTICIPANT_STATE, t.PARTICIPANT_ACTIVE, t.PARTICIPANT_STOPPED),
    Range(t.ACCOUNTS, t.ACCOUNT_KIND, t.ACCOUNT_CLIENT, t.ACCOUNT_SUSPENSE),
    Range(t.ACCOUNTS, t.ACCOUNT_POSITIONS, 0, POSITIONS_PER_ACCOUNT_MAX),
    Range(t.ASSETS, t.ASSET_DECIMALS, 0, DECIMALS_MAX),
    Range(t.EXTENTS, t.EXTENT_USED, 0, EXTENT_POSITIONS),
    Range(t.HOLDS, t.HOLD_KIND, t.HOLD_BY_TIME, t.HOLD_BY_PROOF),
    Range(t.HOLDS, t.HOLD_STATE, t.HOLD_OPEN, t.HOLD_ENDED),
    Range(t.MANDATES, t.MANDATE_STATE, t.MANDATE_ACTIVE, t.MANDATE_ENDED, 1),
    Range(t.EVENTS, t.EVENT_KIND, t.EVENT_RECORD_ONLY, t.EVENT_CONVERSION),
    Range(t.EVENTS, t.EVENT_STATE, t.EVENT_PENDING, t.EVENT_CONVERTED),
)


def broken_reference(state: State) -> str | None:
    """The first thing that leads nowhere, as "table.column"; None in a sound state."""
    if state.rows(t.LEDGER) != 1 or not state.rows(t.PARTICIPANTS) or not state.rows(t.MANDATES):
        return "counts.rows"
    if len({state.rows(t.BALANCES), state.rows(t.POSITIONS)}) != 1:
        return "positions.rows"
    if state.rows(t.POSITIONS) != EXTENT_POSITIONS * state.rows(t.EXTENTS):
        return "extents.rows"
    return next(_broken(state), None)


def _broken(state: State) -> Iterator[str]:
    """What is broken, in the order in which later checks may rely on earlier ones."""
    for row in REFERENCES:
        bounds = Range(row.table, row.column, row.least, state.rows(row.target) - 1, row.from_row)
        yield from _outside(state, bounds)
    for bounds in RANGES:
        yield from _outside(state, bounds)
    yield from _broken_positions(state)
    yield from _broken_lists(state)
    yield from _broken_records(state)


def _outside(state: State, bounds: Range) -> Iterator[str]:
    name = t.NAMES[bounds.table]
    cells = state.table(name)[bounds.from_row :, bounds.column]
    if cells.size and not bounds.least <= int(cells.min()) <= int(cells.max()) <= bounds.most:
        yield f"{name}.{t.COLUMNS[name][bounds.column]}"


def _opened(state: State) -> Cells:
    """The numbers of the positions that exist."""
    return state.table("balances")[:, t.GUARD].nonzero()[0].astype(np.int64)


def _broken_positions(state: State) -> Iterator[str]:
    """Positions that exist belong to accounts, and their guards are made of what they stand for."""
    opened, positions = _opened(state), state.table("positions")
    accounts, rows = state.table("accounts"), positions[opened]
    for column, least, most in (
        (t.POSITION_ACCOUNT, 0, state.rows(t.ACCOUNTS)),
        (t.POSITION_PAY_TO, NONE, state.rows(t.POSITIONS)),
        (t.POSITION_PREVIOUS, NONE, state.rows(t.POSITIONS)),
    ):
        if np.any((rows[:, column] < least) | (rows[:, column] >= most)):
            yield f"positions.{t.COLUMNS['positions'][column]}"
            return
    guards = state.table("balances")[opened, t.GUARD]
    owners = accounts[rows[:, t.POSITION_ACCOUNT], t.ACCOUNT_OWNER]
    if np.any(guards < 0) or np.any(guards & t.GUARD_CONTROLLER_MASK != owners):
        yield "balances.guard"
    assets = state.table("extents")[opened // EXTENT_POSITIONS, t.EXTENT_ASSET]
    issuing = state.table("assets")[assets, t.ASSET_ISSUANCE] == opened
    if np.any(issuing != (guards & t.GUARD_ISSUANCE != 0)):
        yield "assets.issuance"


def _broken_lists(state: State) -> Iterator[str]:
    """Lists end: nothing is pointed at twice, so a walk from a head can meet no circle.

    The extents of an asset rise; the positions of an account are as many as it says.
    """
    extents = state.table("extents")
    numbers = np.arange(extents.shape[0])
    following = extents[:, t.EXTENT_NEXT]
    if np.any((following != NONE) & (following <= numbers)):
        yield "extents.next"
    opened, positions = _opened(state), state.table("positions")
    heads = state.table("accounts")[:, t.ACCOUNT_LAST_POSITION]
    pointed = np.concatenate((heads, positions[opened, t.POSITION_PREVIOUS]))
    pointed = np.sort(pointed[pointed != NONE])
    if not np.array_equal(pointed, opened):
        yield "positions.previous"
    counted = np.bincount(positions[opened, t.POSITION_ACCOUNT], minlength=state.rows(t.ACCOUNTS))
    if not np.array_equal(counted, state.table("accounts")[:, t.ACCOUNT_POSITIONS]):
        yield "accounts.positions"


def _broken_records(state: State) -> Iterator[str]:
    """A record's entitlements lie within their table."""
    records = state.table("records")
    first, rows = records[:, t.RECORD_FIRST], records[:, t.RECORD_ROWS]
    most = state.rows(t.ENTITLEMENTS)
    if np.any((first < 0) | (rows < 0) | (first > most) | (rows > most - np.minimum(first, most))):
        yield "records.first"
