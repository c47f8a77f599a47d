"""What a projection says of itself: of which ledger, up to which block, and every file's digest.

It must not know what is in the files.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from praya.projections.arrow import pa
from praya.projections.parts import FileFacts, facts_of

FORMAT: Final = 1  # raised with any change of a file's columns or rows
MANIFEST: Final = "projection.json"
FILE_ENDING: Final = ".parquet"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the growing files, with the block it ends with."""

    height: int
    header: str  # SHA-256 of that block's header, hexadecimal; empty where there is none yet
    is_complete: bool  # whether it stays as it is when the ledger grows
    files: Mapping[str, FileFacts]


@dataclass(frozen=True, slots=True)
class Manifest:
    """A whole projection."""

    chain_id: str
    height: int
    header: str
    parts: tuple[Part, ...]
    standing: Mapping[str, FileFacts]
    format: int = FORMAT
    arrow: str = pa.__version__  # another version may write other bytes

    @property
    def files(self) -> dict[str, FileFacts]:
        """Every file."""
        return {
            name: facts
            for group in (*(part.files for part in self.parts), self.standing)
            for name, facts in group.items()
        }

    def write(self, folder: Path) -> None:
        """Write it into the folder of the projection."""
        (folder / MANIFEST).write_text(self.text(), encoding="utf-8")

    def text(self) -> str:
        """Its one form: a manifest in any other was written by somebody else."""
        return json.dumps(asdict(self), indent=1, sort_keys=True) + "\n"


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder; None where there is none that this program wrote."""
    try:
        text = (folder / MANIFEST).read_text(encoding="utf-8")
        stated = json.loads(text)
        if stated["format"] != FORMAT or stated["arrow"] != pa.__version__:
            return None
        parts = tuple(Part(**{**part, "files": _files(part["files"])}) for part in stated["parts"])
        found = Manifest(**{**stated, "parts": parts, "standing": _files(stated["standing"])})
        return found if found.text() == text else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _files(stated: Mapping[str, Any]) -> dict[str, FileFacts]:
    return {name: FileFacts(*facts) for name, facts in stated.items()}


def is_whole(folder: Path, files: Mapping[str, FileFacts]) -> bool:
    """Whether every file is there with its digest."""
    try:
        return all(facts_of(folder / name, facts.rows) == facts for name, facts in files.items())
    except OSError:
        return False


def holds_no_more(folder: Path, manifest: Manifest) -> bool:
    """Whether a folder has the files of its manifest and no other: a query reads all there are."""
    return {entry.name for entry in folder.iterdir()} == {MANIFEST, *manifest.files}


def is_ours(folder: Path) -> bool:
    """Whether a folder may be replaced: it is missing, empty, or holds a projection and no more."""
    if not folder.exists():
        return True
    names = [entry.name for entry in folder.iterdir()] if folder.is_dir() else [folder.name]
    if not all(name == MANIFEST or name.endswith(FILE_ENDING) for name in names):
        return False
    return not names or MANIFEST in names
