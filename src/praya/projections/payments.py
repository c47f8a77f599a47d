"""Payments of the ledger taken apart: whom each credit of a SPREAD or CONVERT paid, and for what.

They are no rows of the journal: they come as effects (row, position, delta), in a stated order
(docs/reference/kernel.md, sections 9 and 10). It must not know files.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from praya.base.errors import require
from praya.kernel import operations as op
from praya.kernel import tables as t
from praya.kernel.state import State
from praya.projections.execution import Executed, Integers


@dataclass(frozen=True, slots=True)
class Payment:
    """Movements of one row, all of one event: positions and amounts in minor units."""

    row: int
    event: int
    is_spread: bool
    debit: Integers
    credit: Integers
    minor: Integers
    holder: Integers  # position whose recorded holding was paid or burnt


def payments(ran: Executed) -> Iterator[Payment]:
    """The payments among what was executed, in order."""
    effects = ran.outcome.effects
    for row in ran.applied(op.SPREAD, op.CONVERT).tolist():
        first, last = np.searchsorted(effects[:, 0], (row, row + 1))
        yield from _of_row(ran, row, effects[first:last, 1:])


def _of_row(ran: Executed, row: int, effects: Integers) -> Iterator[Payment]:
    state, event = ran.state, int(ran.rows.columns.debit[row])
    holders, holdings = _recorded(state, event)
    if ran.rows.columns.op[row] == op.SPREAD:
        yield from _credits(state, row, effects, is_spread=True, event=event)
        return
    burnt = effects[: holders.size]
    require(bool((burnt[:, 0] == holders).all()), "each recorded holding is burnt, in order")
    if holders.size:
        issuance = np.full(holders.size, effects[holders.size, 0])
        yield Payment(row, event, False, burnt[:, 0], issuance, holdings, holders)
    paid = effects[holders.size + 1 :]
    yield from _credits(state, row, paid, is_spread=False, event=event)


def _credits(
    state: State, row: int, effects: Integers, *, is_spread: bool, event: int
) -> Iterator[Payment]:
    """The debit of the paying position, then each credit of more than 0."""
    if not effects.size:
        return
    paying, credits = int(effects[0, 0]), effects[1:]
    holders, holdings = _recorded(state, event)
    if credits.shape[0] != holders.size:
        shares = _shares(state, event, holdings, -int(effects[0, 1]))
        holders = holders[shares > 0]
        same = bool(np.array_equal(shares[shares > 0], credits[:, 1]))
        require(same, "shares computed again are the shares that were paid")
    debit = np.full(credits.shape[0], paying)
    yield Payment(row, event, is_spread, debit, credits[:, 0], credits[:, 1], holders)


def _recorded(state: State, event: int) -> tuple[Integers, Integers]:
    """Positions and holdings of the record of an event."""
    record = state.cell(t.EVENTS, event, t.EVENT_RECORD)
    first = state.cell(t.RECORDS, record, t.RECORD_FIRST)
    rows = state.cell(t.RECORDS, record, t.RECORD_ROWS)
    listed = state.table("entitlements")[first : first + rows]
    return listed[:, t.ENTITLEMENT_POSITION], listed[:, t.ENTITLEMENT_AMOUNT]


def _shares(state: State, event: int, holdings: Integers, total: int) -> Integers:
    """Shares as the kernel divides them: needed only where some of them are 0 and left no effect.

    In whole Python numbers, because a product passes 64 bits.
    """
    amounts = holdings.tolist()
    mode = state.cell(t.EVENTS, event, t.EVENT_MODE)
    if mode == t.MODE_RATE:
        numerator = state.cell(t.EVENTS, event, t.EVENT_AMOUNT)
        denominator = state.cell(t.EVENTS, event, t.EVENT_DENOMINATOR)
        return np.array([amount * numerator // denominator for amount in amounts], np.int64)
    whole = sum(amounts)
    shares = [amount * total // whole for amount in amounts]
    # The sort keeps the order of equals: ties go to the lower position number.
    largest = sorted(range(len(amounts)), key=lambda place: -(amounts[place] * total % whole))
    for place in largest[: total - sum(shares)]:
        shares[place] += 1
    return np.array(shares, np.int64)
