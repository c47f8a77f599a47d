"""Whether compiled code is kept, so that a person is told why a first start takes its time.

It must not know who chose the folder.
"""

import os
from pathlib import Path

import numba


def compiled_files(folder: str | os.PathLike[str]) -> int:
    """How many compiled functions a folder of numba's keeps."""
    return sum(1 for _ in Path(folder).rglob("*.nbi"))


def is_cold() -> bool:
    """Whether this process must compile first: nothing is kept where it looks."""
    folder = getattr(numba.config, "CACHE_DIR", "")
    return not folder or compiled_files(folder) == 0
