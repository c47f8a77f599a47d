"""Writes the fixtures of tests/golden/fixtures again: python tests/simulation/write_fixtures.py

They are the same bytes every time. A change of them is a change of what the ledger means.
"""

from pathlib import Path

from praya.app import prepare_runtime

prepare_runtime()

from block_fixtures import block_fixtures  # noqa: E402 - the folder of compiled code comes first
from row_fixtures import row_fixtures  # noqa: E402

from praya.testing.fixtures.forms import write_fixtures  # noqa: E402

FOLDER = Path(__file__).resolve().parents[1] / "golden" / "fixtures"
FILES = {"rows-v1.jsonl.xz": row_fixtures, "blocks-v1.jsonl.xz": block_fixtures}


def main() -> None:
    """Write both files and say what they hold."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, make in FILES.items():
        path = FOLDER / name
        count = write_fixtures(path, make())
        print(f"{name}: {count} fixtures, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
