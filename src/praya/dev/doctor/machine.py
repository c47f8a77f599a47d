"""The machine: Python, parts, processor, memory, locale, compiled code, the kernel's own check.

It must not know a ledger.
"""

import os
import platform
import re
import sys
import time
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Final

from praya.base.errors import PrayaError
from praya.dev.doctor.findings import Finding, broken, examined, fine, look
from praya.node.compiled_code import compiled_files
from praya.node.self_check import self_check

PYTHON_TRIED: Final = ((3, 11), (3, 14))  # first and last that the tests run on
MEMORY_WANTED: Final = 1_073_741_824  # a ledger of a million accounts, with room to compile
CORES_WANTED: Final = 2  # one executes, one makes the next segment
FEATURES: Final = ("avx2", "avx512f", "sha_ni", "asimd", "sha2")  # what hashing is fast with
CHINESE: Final = "帳本"
_REQUIREMENT: Final = re.compile(r"^([A-Za-z0-9_.-]+)(.*)$")
_LOWEST: Final = re.compile(r">=\s*([0-9.]+)")
_BELOW: Final = re.compile(r"<\s*([0-9.]+)")


def machine_findings() -> Iterator[Finding]:
    """Everything about this machine and this installation."""
    yield python_finding(sys.version_info[:2])
    yield from part_findings(requires("praya") or [])
    yield processor_finding(sys.byteorder, os.cpu_count() or 1)
    yield memory_finding(_memory_available())
    yield locale_finding(getattr(sys.stdout, "encoding", None) or "ascii")
    yield compiled_finding(os.environ.get("NUMBA_CACHE_DIR", ""))
    yield kernel_finding()


def python_finding(found: tuple[int, int]) -> Finding:
    """Whether this Python is one the tests run on."""
    stated = ".".join(map(str, found))
    first, last = (".".join(map(str, each)) for each in PYTHON_TRIED)
    if not PYTHON_TRIED[0] <= found <= PYTHON_TRIED[1]:
        return look("python", PrayaError("PYTHON_UNTRIED", found=stated, first=first, last=last))
    about = f"{platform.python_version()}, {platform.python_implementation()}"
    return fine("python", "doctor.python_fine", version=about, system=platform.platform())


def part_findings(wanted: list[str]) -> Iterator[Finding]:
    """Whether every part is there in a version that the package asks for."""
    versions = []
    for requirement in wanted:
        if ";" in requirement:  # an extra, or another system's
            continue
        matched = _REQUIREMENT.match(requirement)
        name, limits = matched.groups() if matched else (requirement, "")
        try:
            found = version(name)
        except PackageNotFoundError:
            yield broken("parts", PrayaError("PART_MISSING", part=name))
            continue
        versions.append(f"{name} {found}")
        if not _within(found, limits):
            other = PrayaError("PART_VERSION", part=name, found=found, accepted=limits)
            yield look("parts", other)
    if versions:
        yield fine("parts", "doctor.parts_fine", parts=", ".join(versions))


def _within(found: str, limits: str) -> bool:
    """Whether a version keeps the limits `>=a,<b` of a requirement."""
    lowest, below = _LOWEST.search(limits), _BELOW.search(limits)
    above = lowest is None or _numbers(found) >= _numbers(lowest[1])
    return above and (below is None or _numbers(found) < _numbers(below[1]))


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])


def processor_finding(order: str, cores: int) -> Finding:
    """Formats are little-endian, written as they lie in memory."""
    if order != "little":
        return broken("processor", PrayaError("BYTE_ORDER_WRONG", machine=platform.machine()))
    if cores < CORES_WANTED:
        return look("processor", PrayaError("CORES_FEW", cores=cores, wanted=CORES_WANTED))
    name, flags = _processor()
    features = " ".join(each for each in FEATURES if each in flags) or "-"
    return fine("processor", "doctor.processor_fine", name=name, cores=cores, features=features)


def _processor() -> tuple[str, set[str]]:
    """The name and the features of the processor, where the system tells."""
    description = Path("/proc/cpuinfo")
    if not description.is_file():
        return platform.processor() or platform.machine(), set()
    stated: dict[str, str] = {}
    for line in description.read_text(errors="replace").splitlines():
        key, _, value = line.partition(":")
        stated.setdefault(key.strip(), value.strip())
    flags = stated.get("flags") or stated.get("Features", "")
    return stated.get("model name") or platform.machine(), set(flags.split())


def memory_finding(available: int | None) -> Finding:
    """Memory that is free for a ledger; bytes, None where the system does not tell."""
    if available is None:
        return fine("memory", "doctor.memory_unknown")
    if available < MEMORY_WANTED:
        wanted = f"{MEMORY_WANTED >> 20:,}"
        short = PrayaError("MEMORY_SHORT", available_mib=f"{available >> 20:,}", wanted_mib=wanted)
        return look("memory", short)
    return fine("memory", "doctor.memory_fine", mib=f"{available >> 20:,}")


def _memory_available() -> int | None:
    described = Path("/proc/meminfo")
    if described.is_file():
        found = re.search(r"MemAvailable:\s+(\d+) kB", described.read_text())
        return int(found[1]) * 1_024 if found else None
    return None


def locale_finding(encoding: str) -> Finding:
    """Whether this terminal can show Chinese."""
    stated = next(
        (f"{name}={os.environ[name]}" for name in ("LC_ALL", "LANG") if os.environ.get(name)), "-"
    )
    try:
        CHINESE.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return look("locale", PrayaError("LOCALE_WITHOUT_CHINESE", encoding=encoding))
    return fine("locale", "doctor.locale_fine", encoding=encoding, locale=stated)


def compiled_finding(folder: str) -> Finding:
    """Where compiled code is kept, and whether there is any."""
    if not folder:
        return look("compiled", PrayaError("CODE_IN_MEMORY"))
    files = compiled_files(folder)
    if not files:
        return look("compiled", PrayaError("CODE_NOT_COMPILED", folder=folder))
    return fine("compiled", "doctor.compiled_fine", files=files, folder=folder)


def kernel_finding() -> Finding:
    """The golden batch must give its golden root."""
    found: list[Finding] = []
    begun = time.perf_counter()
    with examined("kernel", found):
        self_check()
        ms = round((time.perf_counter() - begun) * 1_000)
        found.append(fine("kernel", "doctor.kernel_fine", ms=ms))
    return found[0]
