"""What a node tells of effects that are no rows of a request, held against the naive ledger.

Projections live on it. This file must not know when a node is opened or stopped.
"""

import numpy as np
import numpy.typing as npt

from praya.testing.oracle.ledger import Effect, NaiveLedger
from praya.testing.simulator.legality import demand


class EffectsHeard:
    """All that one node tells, from its opening on: while it replays, and while it runs.

    Which block it replays first is its own affair; from the first it tells of, none is left out.
    """

    def __init__(self) -> None:
        self._told: dict[int, list[Effect]] = {}
        self._compared = -1  # height up to which all was compared

    def hear(self, height: int, effects: npt.NDArray[np.int64]) -> None:
        """The sink that the node is given: rows of (row, position, delta)."""
        listed = ((int(row), int(position), int(delta)) for row, position, delta in effects)
        self._told.setdefault(height, []).extend(listed)

    def compare(self, ledger: NaiveLedger) -> int:
        """Hold each block since the last time against the ledger; how many effects there were.

        ViolationError where they are others than the naive ledger's.
        """
        count = 0
        first, last = ledger.start.height + 1, ledger.height
        if self._compared < 0:
            self._compared = min(self._told, default=last + 1) - 1
        for height in sorted({*self._told, *range(self._compared + 1, last + 1)}):
            demand(first <= height <= last, f"effects are told of block {height}, which is none")
            due, told = ledger.effects[height - first], sorted(self._told.pop(height, []))
            demand(told == due, f"effects of block {height}: expected {due}, told {told}")
            count += len(told)
        self._compared = max(self._compared, last)
        return count
