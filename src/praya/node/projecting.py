"""Making a projection of a ledger from its journal, keeping it up to date, and asking it.

The journal is executed again and every read model is told. Nothing of the ledger is written, and
no lock is taken. It must not know how an answer is shown.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from praya.base.errors import fail
from praya.node.execution import Executor
from praya.node.folders import PROJECTION_ENDING, find_ledger
from praya.node.genesis import Genesis
from praya.node.projector import Projector
from praya.node.reading import closed_blocks
from praya.node.replay import Progress, replay
from praya.node.solo import Options, after_snapshot, read_founding, read_genesis, start_executor
from praya.projections.manifest import (
    Manifest,
    Part,
    holds_no_more,
    is_ours,
    is_whole,
    read_manifest,
)
from praya.projections.query import SECONDS, Found, ask
from praya.storage.commits import RecordKind
from praya.storage.disk import FolderDisk
from praya.storage.reading import read_journal
from praya.storage.snapshots import list_snapshots


@dataclass(frozen=True, slots=True)
class Projected:
    """A projection that is up to date."""

    folder: Path
    manifest: Manifest
    was_made: bool  # whether it was made, or made again, just now


def answer(
    folder: str | Path,
    sql: str,
    *,
    projection: str | Path | None = None,
    progress: Progress | None = None,
    seconds: int = SECONDS,
) -> Found:
    """Answer one query about a ledger, exactly, after bringing its projection up to date.

    `folder` is the ledger's, or that of a run. Raises as `project` and `ask`.
    """
    projected = project(folder, projection=projection, progress=progress)
    return ask(projected.folder, sql, seconds=seconds)


def project(
    folder: str | Path,
    *,
    projection: str | Path | None = None,
    progress: Progress | None = None,
    drop: bool = False,
) -> Projected:
    """The projection of a ledger up to its last closed block, made where it is missing or not so.

    `drop` makes it anew in any case. Raises FOLDER_MISSING, PROJECTION_FOLDER_REFUSED, and what
    reading a ledger raises.
    """
    ledger = find_ledger(Path(folder).resolve())
    place = projection_folder(ledger, projection)
    disk = FolderDisk(str(ledger))
    genesis = read_genesis(disk)
    known = None if drop else read_manifest(place)
    if known is not None and known.chain_id != genesis.chain_id().hex():
        known = None
    if known is not None:
        height, header, stands = _head(disk, genesis, known)
        if not stands:
            known = None
        elif (height, header) == (known.height, known.header) and _is_intact(place, known):
            return Projected(place, known, was_made=False)
    with _replacing(place) as fresh:
        kept = _kept(place, fresh, known)
        manifest = _make(disk, genesis, (fresh, kept), progress or Progress())
    return Projected(place, manifest, was_made=True)


def projection_folder(ledger: Path, chosen: str | Path | None = None) -> Path:
    """Where the projection of a ledger is: beside it, or where it was told to be.

    PROJECTION_FOLDER_REFUSED for a place in the ledger's folder, or one with other files.
    """
    beside = ledger.with_name(ledger.name + PROJECTION_ENDING)
    place = beside if chosen is None else Path(chosen).resolve()
    if place == ledger or ledger in place.parents or place in ledger.parents or not is_ours(place):
        fail("PROJECTION_FOLDER_REFUSED", folder=str(place))
    return place


def _head(disk: FolderDisk, genesis: Genesis, known: Manifest) -> tuple[int, str, bool]:
    """The last closed block's height and header, and whether the known one is in the journal."""
    height, header = _first_height(genesis), ""
    stands = (known.height, known.header) == (height, header)
    for record in closed_blocks(read_journal(disk, genesis.chain_id(), known.height)):
        if record.kind == RecordKind.CLOSE:
            height, header = record.height, sha256(record.payload).hexdigest()
            stands = stands or (height, header) == (known.height, known.header)
    return height, header, stands


def _is_intact(place: Path, known: Manifest) -> bool:
    """Whether the folder is as it was written: no file altered, none missing, none added."""
    return holds_no_more(place, known) and is_whole(place, known.files)


def _first_height(genesis: Genesis) -> int:
    return 0 if genesis.snapshot is None else genesis.snapshot[0]


@contextmanager
def _replacing(place: Path) -> Iterator[Path]:
    """A fresh folder that takes the place of another when all in it is whole."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))
    except OSError as problem:
        fail("PROJECTION_NOT_WRITTEN", folder=str(place), cause=str(problem.strerror))
    old = fresh.with_name(fresh.name + ".old")
    try:
        fresh.chmod(0o700)  # it holds what the journal does, which its owner alone may read
        yield fresh
        if place.exists():
            place.rename(old)
        fresh.rename(place)
    except OSError as problem:
        fail("PROJECTION_NOT_WRITTEN", folder=str(place), cause=str(problem.strerror))
    finally:
        shutil.rmtree(old, ignore_errors=True)
        shutil.rmtree(fresh, ignore_errors=True)


def _kept(place: Path, fresh: Path, known: Manifest | None) -> tuple[Part, ...]:
    """The complete parts of what was there, in the fresh folder too; those up to the first flaw."""
    kept: list[Part] = []
    for part in known.parts if known else ():
        if not part.is_complete or not is_whole(place, part.files):
            break
        for name in part.files:
            _keep(place / name, fresh / name)
        kept.append(part)
    return tuple(kept)


def _keep(source: Path, target: Path) -> None:
    """The same file under another name; copied where the file system has no links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _make(
    disk: FolderDisk, genesis: Genesis, place: tuple[Path, tuple[Part, ...]], progress: Progress
) -> Manifest:
    """Execute the journal again, tell every read model from the last kept part on; the manifest."""
    folder, kept = place
    after = kept[-1].height if kept else -1
    snapshots = list_snapshots(disk)
    if snapshots and snapshots[0] <= after:
        executor, first = start_executor(disk, genesis, Options())
    else:
        executor, first = Executor(genesis, founding=read_founding(disk)), 0
    projector = Projector(folder, kept, executor)
    executor.watch(projector)
    records = closed_blocks(read_journal(disk, genesis.chain_id(), first))
    replay(executor, after_snapshot(records, executor), progress)
    manifest = projector.finish(executor)
    manifest.write(folder)
    return manifest
