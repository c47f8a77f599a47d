"""Where a ledger is, in what a person names: its own folder, or a run's with keys beside it."""

from pathlib import Path
from typing import Final

from praya.node.genesis import GENESIS_FILE

RUN_LEDGER: Final = "ledger"
PROJECTION_ENDING: Final = ".queries"  # of the folder beside a ledger's, by which SQL asks it


def find_ledger(folder: str | Path) -> Path:
    """The folder given, or `ledger` in it where that is a run's. It need not exist."""
    given = Path(folder)
    inner = given / RUN_LEDGER
    is_run = not (given / GENESIS_FILE).exists() and (inner / GENESIS_FILE).exists()
    return inner if is_run else given
