"""What a read model is told of something that was executed: rows, answers, and the state after it.

It must not know envelopes, nor who executes.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from praya.base.limits import EXTENT_POSITIONS
from praya.kernel import operations as op
from praya.kernel import tables as t
from praya.kernel.rows import Rows
from praya.kernel.state import State
from praya.kernel.step import Outcome

THE_LEDGER = -1  # in place of an envelope's index, where the ledger itself acted

Integers = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Executed:
    """Rows of one envelope (or of the ledger itself) with what was answered."""

    height: int
    business_date: int  # days since 1970-01-01, after it
    envelope: int  # place in the block; THE_LEDGER for the ledger's own rows
    rows: Rows
    outcome: Outcome
    state: State  # as these rows left it
    lowered: bool  # whether operands may refer to results of earlier rows

    def named(self, operands: Integers) -> Integers:
        """Operands of applied rows with references to earlier rows resolved to what those gave."""
        if not self.lowered:
            return operands
        refers = operands < -1
        if not refers.any():
            return operands
        resolved = operands.copy()
        resolved[refers] = self.outcome.results[-2 - operands[refers]]
        return resolved

    def applied(self, *operations: int) -> Integers:
        """Numbers of the applied rows of these operations, in order."""
        chosen = np.isin(self.rows.columns.op, operations) & (self.outcome.statuses == 0)
        return np.flatnonzero(chosen)

    def refused(self) -> Integers:
        """Numbers of the refused rows, without those that only carry operands."""
        return np.flatnonzero((self.outcome.statuses != 0) & (self.rows.columns.op != op.MORE))


def accounts_of(state: State, positions: Integers) -> Integers:
    """The accounts that positions belong to."""
    found: Integers = state.table("positions")[positions, t.POSITION_ACCOUNT]
    return found


def assets_of(state: State, positions: Integers) -> Integers:
    """The assets that positions are of."""
    found: Integers = state.table("extents")[positions // EXTENT_POSITIONS, t.EXTENT_ASSET]
    return found
