"""The same chains replayed under other hash seeds, languages, time zones, compilers and Pythons.

Every replay runs in a process of its own and must give the same headers and state root, from the
genesis and from a snapshot, compiled and plain. What was tried, and what this system does not have,
is in the answer.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Final, NamedTuple

from praya.storage.disk import FolderDisk, MemoryDisk
from praya.storage.exports import write_export
from praya.storage.reading import read_journal
from praya.testing.images.crash_images import Progress
from praya.testing.simulator.cast import genesis
from praya.testing.simulator.founding import copied
from praya.testing.simulator.legality import demand
from praya.testing.simulator.settings import Setting
from praya.testing.simulator.steps import Actor, Step
from praya.testing.simulator.virtual_folder import VirtualFolder

CHILD: Final = "praya.testing.images.replay_child"
SOURCES: Final = Path(__file__).resolve().parents[3]
HEIGHT_FULL: Final = 300
HEIGHT_FAST: Final = 8
KINDS: Final = (*("ask",) * 6, "crowd", "days", "again", "spoil", "clock")
LANGUAGES: Final = "languages"
STEPS_MAX: Final = 5_000
SEEDS: Final = ("0", "1", "2026", "65537", "4294967295")
# (LC_ALL, TZ): a comma for the decimal point, letters that fold otherwise, a day ahead and half an
# hour off.
PLACES: Final = (
    ("C.UTF-8", "UTC"),
    ("zh_HK.UTF-8", "Asia/Hong_Kong"),
    ("tr_TR.UTF-8", "Pacific/Kiritimati"),
    ("de_DE.UTF-8", "America/St_Johns"),
)
VERSIONS: Final = ("3.11", "3.12", "3.13", "3.14")
PROBE: Final = (
    "import sys, importlib.util as u\n"
    "print(sys.version.split()[0], all(map(u.find_spec, sys.argv[1:])))"
)
PARTS: Final = ("numba", "numpy", "blake3", "cbor2", "cryptography", "nacl")


class Surroundings(NamedTuple):
    """What one replay runs under."""

    python: str
    hash_seed: str
    compiled: bool
    place: tuple[str, str]


def run_determinism(progress: Progress, full: bool, chains: Sequence[Path] = ()) -> dict[str, Any]:
    """Replay a chain drawn from a seed, and `chains` (exports), under all surroundings.

    The fast tier replays a short chain under two. The counts, what differed, what was tried.
    """
    began, height = perf_counter(), HEIGHT_FULL if full else HEIGHT_FAST
    pythons = installed() if full else []
    with TemporaryDirectory(prefix="praya-chains-") as base:
        blocks = write_chain(Path(base), height)
        make_languages(Path(base) / LANGUAGES, wanted=full)
        exports = [str(path) for path in (Path(base) / "chain.praya", *chains)]
        answers: list[dict[str, Any]] = []
        violations: list[str] = []
        for one in surroundings(full, pythons):
            answer = _replayed(one, base, exports)
            answers.append(answer)
            if "error" in answer:
                violations.append(f"{one}: {answer['error']}")
            elif answer["found"] != answers[0].get("found"):
                violations.append(f"{one}: {answer['found']}")
            progress("replays", len(answers))
    violations += unequal(answers[0])
    return {
        "blocks": blocks,
        "chains": len(exports),
        "replays": len(answers),
        "settings": [answer.get("settings") for answer in answers],
        "pythons": pythons,
        "violations": violations,
        "tier": "all" if full else "sample",
        "seconds": perf_counter() - began,
    }


def surroundings(full: bool, pythons: Sequence[dict[str, Any]]) -> Iterator[Surroundings]:
    """Five hash seeds, each compiled and plain, in all places; the same with every Python."""
    here = sys.executable
    if not full:
        yield Surroundings(here, SEEDS[1], True, PLACES[1])
        yield Surroundings(here, SEEDS[2], False, PLACES[2])
        return
    for number, seed in enumerate(SEEDS):
        for compiled in (True, False):
            place = PLACES[(number + (not compiled)) % len(PLACES)]
            yield Surroundings(here, seed, compiled, place)
    for python in pythons:
        if python["usable"]:
            for compiled in (True, False):
                yield Surroundings(python["path"], SEEDS[1], compiled, PLACES[1])


def make_languages(base: Path, *, wanted: bool) -> None:
    """The languages of PLACES for the C library, where the system has what makes them."""
    maker = shutil.which("localedef") if wanted else None
    base.mkdir()
    for spoken in {place[0] for place in PLACES} - {PLACES[0][0]} if maker else ():
        name, _, encoding = spoken.partition(".")
        command = [str(maker), "-i", name, "-f", encoding, str(base / spoken)]
        subprocess.run(command, capture_output=True, check=False)


def installed() -> list[dict[str, Any]]:
    """Other Pythons of versions that are supported, and whether they have what Praya needs."""
    found: dict[str, dict[str, Any]] = {}
    managed = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for version in VERSIONS:
        candidates = [*map(str, sorted(managed.glob(f"{version}.*/bin/python3")))]
        named = shutil.which(f"python{version}")
        for path in [*candidates, *([named] if named else [])]:
            told = subprocess.run(
                [path, "-c", PROBE, *PARTS], capture_output=True, text=True, check=False
            ).stdout.split()
            if len(told) == 2 and told[0] != sys.version.split()[0]:
                stated = {"version": told[0], "path": path, "usable": told[1] == "True"}
                if stated["usable"] or told[0] not in found:
                    found[told[0]] = stated
    return list(found.values())


def write_chain(base: Path, height: int) -> int:
    """A chain drawn from a seed, as an export and as a folder with a snapshot; its last height."""
    harness, random = copied(Setting()), Random("a chain to be replayed")
    harness.open(random)
    actor = Actor(harness)
    for number in range(STEPS_MAX):
        if harness.running.executor.height >= height:
            break
        actor.do(Step(random.choice(KINDS), random.getrandbits(40)))
        if number == height // 8:
            harness.snapshot(random)
    with harness.at_peace():
        folder = VirtualFolder(late=False)
        names = sorted(folder.names())
        files = {name: bytes(folder.read(name)) for name in names}
    snapshots = sum(name.endswith(".snap") for name in files)
    demand(snapshots > 0, "a chain to be replayed has a snapshot")
    records = list(read_journal(MemoryDisk(files), genesis().chain_id()))
    write_export(base / "chain.praya", genesis().encode(), records)
    (base / "folder").mkdir()
    disk = FolderDisk(base / "folder")
    for name, content in files.items():
        disk.replace(name, [content])
    disk.close()
    return harness.running.executor.height


def _replayed(one: Surroundings, base: str, exports: Sequence[str]) -> dict[str, Any]:
    """One process: what it found, or why it ended."""
    environment = {
        **os.environ,
        "PYTHONHASHSEED": one.hash_seed,
        "LC_ALL": one.place[0],
        "LOCPATH": str(Path(base) / LANGUAGES),
        "TZ": one.place[1],
        "PYTHONPATH": str(SOURCES),
        "NUMBA_DISABLE_JIT": "0" if one.compiled else "1",
    }
    if one.compiled and one.python == sys.executable:
        del environment["NUMBA_DISABLE_JIT"]  # compiled code is kept under the settings' digest
    if one.python != sys.executable:
        environment["NUMBA_CACHE_DIR"] = ""
    command = [one.python, "-m", CHILD, str(Path(base) / "folder"), *exports]
    ran = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if ran.returncode:
        return {"error": ran.stderr.strip().rpartition("\n")[2] or f"ended with {ran.returncode}"}
    answer: dict[str, Any] = json.loads(ran.stdout)
    answer["settings"] |= {"hash_seed": one.hash_seed, "compiled": one.compiled}
    return answer


def unequal(answer: dict[str, Any]) -> Iterator[str]:
    """What differs within one replay: from a snapshot and from the genesis, export and folder."""
    if "error" in answer:
        return
    folder, chains = answer["found"]["folder"], answer["found"]["chains"]
    if folder["from_snapshot"] != folder["from_genesis"]:
        yield "from a snapshot the ledger is another one"
    if folder["state_root"] != chains[0]["state_root"]:
        yield "an export replays to another state"
    if any(chain["broken"] for chain in chains):
        yield "an invariant is broken"
