"""The composition root: what must be set before the parts of Praya are loaded and joined.

For now that is the folder of compiled code. Numba notices a change in the function it compiled, not
in what that function calls, and a stale answer would fork replicas: so the folder's name is a
digest of all that compiled code depends on. It must not know commands or screens.
"""

import hashlib
import os
import platform
import sys
import tempfile
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Final, NamedTuple

from praya.base.catalogue import language_for, say
from praya.base.errors import require

_PACKAGE: Final = Path(__file__).resolve().parent
_CACHE_VARIABLE: Final = "NUMBA_CACHE_DIR"
_FACES: Final = "praya.Sandbox, praya.testing"  # what loads itself after its folder is set


class CompiledCode(NamedTuple):
    """Where compiled code is kept: `folder` is None when it is kept in memory only."""

    folder: Path | None
    digest: str


def prepare_runtime(language: str | None = None) -> CompiledCode:
    """Set Numba's cache folder, before numba is imported; may run again.

    Where the folder cannot be used, NUMBA_CACHE_DIR is set to nothing, which the kernel reads as
    "compile in memory", and one line on stderr says so, in `language` (default: the locale's).
    Where the kernel is there already, it was told of no folder and compiles in memory; that is said
    too. A folder that others chose is a bug: what it holds may be stale.
    """
    digest = runtime_digest(os.environ)
    inherited = os.environ.get(_CACHE_VARIABLE)
    if inherited is not None and Path(inherited).name == digest:
        return CompiledCode(Path(inherited), digest)
    spoken = language or language_for(os.environ)
    if "numba" in sys.modules:
        require(not inherited, "the cache folder is set before numba is imported")
        if inherited is None:
            os.environ[_CACHE_VARIABLE] = ""
            print(say("runtime.late", spoken, names=_FACES), file=sys.stderr)
        return CompiledCode(None, digest)
    folder = user_cache_folder(os.environ, sys.platform) / "praya" / digest
    if _is_ours(folder):
        os.environ[_CACHE_VARIABLE] = str(folder)
        return CompiledCode(folder, digest)
    os.environ[_CACHE_VARIABLE] = ""
    print(say("runtime.in_memory", spoken, folder=folder.parent), file=sys.stderr)
    return CompiledCode(None, digest)


def runtime_digest(environment: Mapping[str, str]) -> str:
    """32 hex digits over all that compiled kernel code depends on.

    Sources of kernel and base (limits and statuses are compiled in as constants), versions of
    numba, llvmlite and Python, the processor, and every NUMBA_ setting but the cache folder.
    """
    digest = hashlib.sha256()
    for source in _sources():
        _add(digest, str(source.relative_to(_PACKAGE)).encode())
        _add(digest, source.read_bytes())
    for package in ("numba", "llvmlite"):
        _add(digest, version(package).encode())
    _add(digest, sys.version.encode())
    _add(digest, _processor())
    for name in sorted(environment):
        if name.startswith("NUMBA_") and name != _CACHE_VARIABLE:
            _add(digest, f"{name}={environment[name]}".encode())
    return digest.hexdigest()[:32]


def user_cache_folder(environment: Mapping[str, str], system: str) -> Path:
    """The folder in which this user's programs keep what can be made again.

    XDG Base Directory Specification on Linux, Library/Caches on macOS, LOCALAPPDATA on Windows.
    """
    home = Path(environment.get("HOME") or os.path.expanduser("~"))
    if system == "win32":
        return Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local")
    chosen = environment.get("XDG_CACHE_HOME", "")
    if Path(chosen).is_absolute():  # the specification: a relative path is ignored
        return Path(chosen)
    return home / "Library" / "Caches" if system == "darwin" else home / ".cache"


def _sources() -> list[Path]:
    """Sources whose code or constants end up in compiled code, in one order everywhere."""
    base, kernel = _PACKAGE / "base", _PACKAGE / "kernel"
    return [*sorted(base.glob("*.py")), *sorted(kernel.rglob("*.py"))]


def _add(digest: "hashlib._Hash", part: bytes) -> None:
    """Length first, so that two different lists of parts never give the same bytes."""
    digest.update(len(part).to_bytes(8, "little"))
    digest.update(part)


def _processor() -> bytes:
    """Name and features of the processor, as far as they are known without loading LLVM."""
    known = f"{platform.machine()} {sys.platform}".encode()
    description = Path("/proc/cpuinfo")
    if not description.is_file():
        return known + platform.processor().encode()
    wanted = (b"vendor_id", b"model name", b"flags", b"Features", b"CPU part", b"isa")
    lines = description.read_bytes().splitlines()
    return b"\n".join([known, *sorted({line for line in lines if line.startswith(wanted)})])


def _is_ours(folder: Path) -> bool:
    """Whether only this user can write there: what lies there is loaded as code."""
    if not folder.is_absolute():  # no home could be found
        return False
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            found = folder.stat()
    except OSError:
        return False
    if os.name == "nt":
        return True
    return found.st_uid == os.getuid() and not found.st_mode & 0o022
