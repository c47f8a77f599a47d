"""The notebook runs from its first cell to its last, says what is so, and draws its pictures."""

import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

from documents import ROOT

NOTEBOOK = ROOT / "docs/tutorial/sandbox.py"
DRAWN = ("holdings.png", "flows.png")
BYTES_MAX = 80_000
SAID = """APPLIED
ALDER APPLIED
BIRCH APPLIED
CEDAR APPLIED
EXCEEDS_AVAILABLE
2025-05-12 APPLIED
2025-09-01 APPLIED
2026-01-06 {'HKD': '1348000.00', 'BOND': '0.00'}
4 coupons, 48000.00 in all
"""


def test_the_notebook_runs_and_draws(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, str(NOTEBOOK)],
        env={**os.environ, "MPLBACKEND": "agg", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=300,
        cwd=tmp_path,
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout == SAID
    assert Decimal("48000.00") == Decimal("1000000.00") * Decimal("0.048")
    for name in DRAWN:
        assert (tmp_path / name).read_bytes()[:4] == b"\x89PNG"


def test_its_pictures_are_kept_small() -> None:
    for name in DRAWN:
        kept = ROOT / "docs/pictures" / name
        assert kept.read_bytes()[:4] == b"\x89PNG"
        assert kept.stat().st_size < BYTES_MAX


def test_it_is_a_notebook_of_cells_with_words() -> None:
    text = NOTEBOOK.read_text(encoding="utf-8")
    cells = text.split("# %%")
    print(f"{len(cells) - 1} cells")
    assert text.startswith("# %% [markdown]")
    assert len(cells) > 10
    assert sum(cell.startswith(" [markdown]") for cell in cells) >= 6
