"""Transfers between accounts chosen evenly at random, as account numbers.

The same seed gives the same transfers, to every side that is measured. It must not know a ledger.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

AMOUNT_MAX: Final = 1_000  # minor units: small against the opening balance, so that few are refused


@dataclass(frozen=True, slots=True)
class Transfers:
    """One batch: sources and targets by account number (never the same), amounts in minor units."""

    sources: npt.NDArray[np.int64]
    targets: npt.NDArray[np.int64]
    amounts: npt.NDArray[np.int64]

    def book(self, balances: npt.NDArray[np.int64], applied: npt.NDArray[Any]) -> None:
        """Add the rows marked as applied to plain balances: the oracle of the bench."""
        np.subtract.at(balances, self.sources[applied], self.amounts[applied])
        np.add.at(balances, self.targets[applied], self.amounts[applied])


class Workload:
    """An endless supply of batches."""

    def __init__(self, accounts: int, rows: int, seed: int) -> None:
        self._accounts = accounts
        self._rows = rows
        self._random = np.random.default_rng(seed)

    def batches(self, count: int) -> list[Transfers]:
        """The next batches."""
        return [self._batch() for _ in range(count)]

    def _batch(self) -> Transfers:
        sources = self._random.integers(0, self._accounts, self._rows)
        targets = self._random.integers(0, self._accounts - 1, self._rows)
        targets += targets >= sources  # every other account is as likely as the next
        return Transfers(sources, targets, self._random.integers(1, AMOUNT_MAX + 1, self._rows))
