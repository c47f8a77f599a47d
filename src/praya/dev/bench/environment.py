"""The machine a figure was measured on: without it the figure says nothing.

It must not know what is measured.
"""

import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

_PACKAGES: Final = ("praya", "numpy", "numba", "blake3", "pynacl", "cryptography")
_PROCESSOR: Final = Path("/proc/cpuinfo")
_MEMORY: Final = Path("/proc/meminfo")
_MOUNTS: Final = Path("/proc/self/mounts")


def describe_environment(folder: Path) -> dict[str, Any]:
    """Processor, memory, system, versions, the file system of `folder`, and the load at this time.

    What a system does not tell is null.
    """
    return {
        "processor": _field(_PROCESSOR, "model name") or platform.processor() or None,
        "processors": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None,
        "memory": _field(_MEMORY, "MemTotal"),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "file_system": _file_system(folder.resolve()),
        "load_average": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        **{package: version(package) for package in _PACKAGES},
    }


def _field(source: Path, name: str) -> str | None:
    """The first value of a field in a file of `name : value` lines."""
    if not source.is_file():
        return None
    for line in source.read_text(encoding="utf-8", errors="replace").splitlines():
        stated, _, value = line.partition(":")
        if stated.strip() == name:
            return " ".join(value.split())
    return None


def _file_system(folder: Path) -> str | None:
    """The type of the file system a folder lies in: the deepest mount that holds it."""
    if not _MOUNTS.is_file():
        return None
    found: tuple[int, str | None] = (-1, None)
    for line in _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines():
        _, place, kind, *_ = line.split(" ")
        if folder.is_relative_to(place) and len(place) >= found[0]:
            found = len(place), kind
    return found[1]
