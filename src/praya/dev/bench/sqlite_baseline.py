"""The baseline: the same transfers in SQLite, the database every reader has at hand.

WAL with synchronous=FULL, one durable commit for each batch, two prepared statements a row, a
transfer refused where its source holds too little. It was the fastest of what was tried: netting in
a staging table, and a CHECK constraint with executemany, took longer. It keeps balances only: no
signature, no history, no hash. It must not know a ledger.
"""

import sqlite3
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from praya.base.errors import fail
from praya.dev.bench.workload import Transfers

NAME: Final = "SQLite"
SETTING: Final = "WAL, synchronous=FULL"
WORK: Final = "one commit per batch, balances only, unsigned"
CACHE_KIB: Final = 262_144  # all accounts stay in memory, as on the other side
CREATE: Final = "CREATE TABLE accounts (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL)"
DEBIT: Final = "UPDATE accounts SET balance = balance - ?1 WHERE id = ?2 AND balance >= ?1"
CREDIT: Final = "UPDATE accounts SET balance = balance + ? WHERE id = ?"

Row = tuple[int, int, int]  # source, target, amount in minor units


class SqliteBaseline:
    """One database file with an account a row."""

    def __init__(self, folder: Path, accounts: int, opening_balance: int) -> None:
        """Make it anew. Raises ENVIRONMENT_FAILED where SQLite cannot write."""
        try:
            self._connection = sqlite3.connect(folder / "baseline.db", isolation_level=None)
            self._setting("journal_mode", "wal")
            self._setting("synchronous", "full")
            self._setting("cache_size", -CACHE_KIB)
            self._connection.execute(CREATE)
            self._connection.execute("BEGIN")
            rows = ((account, opening_balance) for account in range(accounts))
            self._connection.executemany("INSERT INTO accounts VALUES (?, ?)", rows)
            self._connection.execute("COMMIT")
            self._setting("wal_checkpoint", "truncate")
        except sqlite3.Error as error:
            fail("ENVIRONMENT_FAILED", cause=f"SQLite: {error}")

    def apply(self, rows: list[Row]) -> int:
        """Apply one batch and commit it durably; how many rows were applied."""
        execute = self._connection.execute
        applied = 0
        try:
            execute("BEGIN")
            for source, target, amount in rows:
                if execute(DEBIT, (amount, source)).rowcount:
                    execute(CREDIT, (amount, target))
                    applied += 1
            execute("COMMIT")
        except sqlite3.Error as error:
            fail("ENVIRONMENT_FAILED", cause=f"SQLite: {error}")
        return applied

    def balances(self) -> npt.NDArray[np.int64]:
        """Every balance by account number, in minor units."""
        found = self._connection.execute("SELECT balance FROM accounts ORDER BY id")
        return np.array(found.fetchall(), np.int64).reshape(-1)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _setting(self, name: str, value: Any) -> None:
        self._connection.execute(f"PRAGMA {name}({value})").fetchall()


def rows_of(batch: Transfers) -> list[Row]:
    """The rows of a batch as the statements take them; made before the clock starts."""
    columns = (batch.sources.tolist(), batch.targets.tolist(), batch.amounts.tolist())
    return list(zip(*columns, strict=True))
