"""Asking the ledger's journal for every figure of a run, and comparing.

The queries are those that are shown: what a reader pastes is what was run.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from praya.base.errors import fail
from praya.dev.scenarios.figures import Figure
from praya.dev.scenarios.teller import Teller
from praya.node.projecting import project
from praya.node.replay import Progress
from praya.projections.query import Found, ask

QUERY_SECONDS: Final = 300  # a year of a hundred thousand holders is asked in a tenth of that
DECIMALS_SHOWN: Final = 2  # at least


def ask_all(
    folder: Path, figures: Sequence[Figure], teller: Teller, height: int
) -> list[dict[str, Any]]:
    """Run every figure's query on the journal: figure, sql and answer of each.

    Raises FIGURE_DIFFERS (figures, dir) where the journal says something else than the run.
    """
    progress = Progress()
    with teller.watching(teller.words("life.figures.reading"), height, lambda: progress.height):
        projected = project(folder, progress=progress)
    answers, wrong = [], []
    with teller.progress(teller.words("life.figures.asking"), len(figures)) as advance:
        for figure in figures:
            found = ask(projected.folder, figure.sql, seconds=QUERY_SECONDS)
            if not agrees(figure, found):
                wrong.append(f"{figure.name} {figure.about}".strip())
            answers.append({"figure": _named(figure), "sql": figure.sql, "answer": _records(found)})
            advance(1)
    if wrong:
        fail("FIGURE_DIFFERS", figures=wrong, dir=str(folder))
    return answers


def agrees(figure: Figure, found: Found) -> bool:
    """Whether the journal's answer is what the run says, row by row, exactly."""
    return [tuple(row) for row in found.rows] == list(figure.rows)


def _named(figure: Figure) -> str:
    return f"{figure.name} {figure.about}".strip()


def _records(found: Found) -> list[dict[str, Any]]:
    return [{name: _plain(cell) for name, cell in row.items()} for row in found.records()]


def _plain(cell: object) -> object:
    """A cell as JSON has it: decimals as exact text, days as text."""
    if isinstance(cell, Decimal):
        whole, _, places = f"{cell:f}".partition(".")
        return f"{whole}.{places.rstrip('0').ljust(DECIMALS_SHOWN, '0')}"
    return cell.isoformat() if isinstance(cell, date) else cell
