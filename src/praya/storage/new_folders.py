"""A folder that appears under its name whole, or not at all.

It is filled beside its name, under the writer's lock, and renamed when all is done. This file must
not know what the folder holds, but for the one file without which it is of no use.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from praya.base.errors import PrayaError, fail
from praya.storage.files import synchronise_folder
from praya.storage.lock import LOCK_NAME, FolderLock

UNFINISHED: Final = ".restoring"  # what stands behind the name until all is done


@contextmanager
def filled_folder(path: str, last_file: str) -> Iterator[str]:
    """Give the folder to fill; it gets the name `path` at the end of the block.

    `path` is new, or an empty folder. What a killed process left beside it is removed, unless
    `last_file`, which is written last, is there: then it may be somebody's only copy. Whatever
    cuts the block short leaves nothing, at the very end not the empty folder either. Raises
    FOLDER_NOT_EMPTY, FILE_EXISTS, FOLDER_MISSING for the folder around it, LEDGER_LOCKED where
    another process fills it, FOLDER_READ_ONLY, and DISK_FAILED where the name cannot be given, or
    may not last.
    """
    target = os.path.realpath(path)
    _check_target(target)
    building = target + UNFINISHED
    try:
        os.makedirs(building, mode=0o700, exist_ok=True)
    except FileExistsError:
        fail("FILE_EXISTS", file=building)
    except PermissionError:
        fail("FOLDER_READ_ONLY", dir=os.path.dirname(target))
    with FolderLock(building):
        _clear(building, last_file)
        try:
            yield building
            _check_target(target)
            _put_in_place(building, target)
        finally:  # nothing has this name any more if all went well
            shutil.rmtree(building, ignore_errors=True)


def _put_in_place(building: str, target: str) -> None:
    action = "rename"
    try:
        os.rename(building, target)
        action = "synchronise"
        synchronise_folder(os.path.dirname(target))
    except OSError as error:
        if action == "synchronise":  # nobody can know whether the name would last
            with suppress(OSError):
                os.rename(target, building)
        reason = error.strerror or str(error)
        raise PrayaError(
            "DISK_FAILED", dir=os.path.dirname(target), file=target, action=action, reason=reason
        ) from error


def _check_target(target: str) -> None:
    if not os.path.isdir(os.path.dirname(target)):
        fail("FOLDER_MISSING", dir=os.path.dirname(target))
    if os.path.isdir(target):
        found = sorted(os.listdir(target))
        if found:
            fail("FOLDER_NOT_EMPTY", file=found[0])
    elif os.path.lexists(target):
        fail("FILE_EXISTS", file=target)


def _clear(building: str, last_file: str) -> None:
    """Remove what was left unfinished."""
    left = [entry for entry in Path(building).iterdir() if entry.name != LOCK_NAME]
    if any(entry.name == last_file for entry in left):
        fail("FOLDER_NOT_EMPTY", file=os.path.join(building, last_file))
    for entry in left:
        entry.unlink()
