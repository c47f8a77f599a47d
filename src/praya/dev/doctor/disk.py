"""The disk under a folder: how a write is made durable there, how long it takes, and free space.

Probes lie in a file of their own, which is removed: a ledger that is in use is not disturbed. It
must not know what is kept in the folder.
"""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Final

from praya.base.errors import PrayaError
from praya.base.limits import BLOCK_DEVICE_BYTES
from praya.dev.doctor.findings import Finding, broken, examined, fine, look
from praya.storage import files
from praya.storage.files import SyncMode

PROBES: Final = 32
SLOW_MS: Final = 20.0  # a block waits for two writes; disks with a battery or flash need far less
IN_MEMORY: Final = frozenset({"tmpfs", "ramfs", "devtmpfs"})
SEGMENTS_WANTED: Final = 8  # free room below this is worth a look; below two, the next is in doubt
SEGMENTS_NEEDED: Final = 2


def disk_findings(folder: str, segment_bytes: int) -> Iterator[Finding]:
    """Durability, its latency, and room for further segments."""
    found: list[Finding] = []
    with examined("durability", found):
        found.append(durability_finding(folder))
    with examined("space", found):
        left = os.statvfs(folder)
        found.append(space_finding(left.f_bavail * left.f_frsize, segment_bytes))
    yield from found


def durability_finding(folder: str) -> Finding:
    """Write one block again and again as the journal does."""
    system = file_system(folder, _mounts())
    if system in IN_MEMORY:
        return look("durability", PrayaError("DISK_IN_MEMORY", dir=folder, system=system))
    mode, latencies = measured(folder)
    middle, worst = median(latencies), max(latencies)
    if middle > SLOW_MS:
        slow = PrayaError("DISK_SLOW", mode=mode.value, ms=f"{middle:.1f}", wanted=f"{SLOW_MS:.0f}")
        return look("durability", slow)
    stated = {"mode": mode.value, "median": f"{middle:.2f}", "worst": f"{worst:.2f}"}
    if mode is SyncMode.DATA_SYNC and hasattr(os, "O_DIRECT"):
        return look("durability", PrayaError("DISK_NOT_DIRECT", mode=mode.value, system=system))
    return fine("durability", "doctor.durability_fine", system=system, **stated)


def measured(folder: str) -> tuple[SyncMode, list[float]]:
    """The best way to durable writes here, and milliseconds of each of some writes.

    Raises OSError, FOLDER_READ_ONLY.
    """
    path = os.path.join(folder, f"doctor-{os.getpid()}.partial")
    if not os.access(folder, os.W_OK):
        raise PrayaError("FOLDER_READ_ONLY", dir=folder)
    mode = files.probe(path)
    block = files.aligned_memory(BLOCK_DEVICE_BYTES)
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | mode.flags, 0o600)
    try:
        files.write_durable(descriptor, 0, block, mode)  # the first makes the file longer
        return mode, [_timed(descriptor, block, mode) for _ in range(PROBES)]
    finally:
        os.close(descriptor)
        os.unlink(path)


def _timed(descriptor: int, block: memoryview, mode: SyncMode) -> float:
    begun = time.perf_counter()
    files.write_durable(descriptor, 0, block, mode)
    return (time.perf_counter() - begun) * 1_000


def file_system(folder: str, mounts: str) -> str:
    """The kind of file system a folder is on, from the text of /proc/self/mounts, or "?"."""
    place, best, kind = os.path.realpath(folder), "", "?"
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        mount = parts[1].replace("\\040", " ")
        inside = place == mount or place.startswith(mount.rstrip("/") + "/")
        if inside and len(mount) >= len(best):
            best, kind = mount, parts[2]
    return kind


def _mounts() -> str:
    path = Path("/proc/self/mounts")
    return path.read_text(errors="replace") if path.is_file() else ""


def space_finding(free: int, segment_bytes: int) -> Finding:
    """Room for the segments to come; bytes."""
    segments = free // segment_bytes
    stated = f"{free >> 20:,}"
    if segments < SEGMENTS_WANTED:
        short = PrayaError("SPACE_SHORT", free_mib=stated, segments=segments)
        return (broken if segments < SEGMENTS_NEEDED else look)("space", short)
    return fine("space", "doctor.space_fine", mib=stated, segments=f"{segments:,}")
