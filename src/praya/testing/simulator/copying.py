"""A ledger is copied to a file, and a folder made from such a file, while faults strike.

The copy is written beside the node by the shipped code, on the same machine. Whatever strikes, the
node goes on or is opened again. What this file must not know is what a schedule is.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from random import Random
from typing import Final

from praya.base.errors import PrayaError
from praya.node.backups import NewJournal, ledger_records, restore_backup, write_backup
from praya.node.genesis import GENESIS_FILE
from praya.node.reading import read_ledger
from praya.node.replay import Progress
from praya.node.verification import open_export, verify_export
from praya.storage.exports import write_export
from praya.storage.new_folders import UNFINISHED, filled_folder
from praya.testing.simulator.faults import COPYING, LYING, REPORTED, FaultKind
from praya.testing.simulator.harness import SALT, Harness
from praya.testing.simulator.legality import COPY_FAILED, COPY_REFUSED, NOTICED, demand
from praya.testing.simulator.settings import SEGMENT_BYTES
from praya.testing.simulator.virtual_copies import on_copying_system, on_the_shelf
from praya.testing.simulator.virtual_files import Folder, Survival, take_away
from praya.testing.simulator.virtual_folder import VirtualFolder
from praya.testing.simulator.virtual_system import SHELF, PowerCutError

COPY: Final = "ledger.export"
RESTORED: Final = "restored"
STRUCK_SHARE: Final = 0.7  # of attempts have a fault armed for them
BACKUP_SHARE: Final = 0.15  # of copies are executed again as they are written
CUT_SHARE: Final = 0.3  # of finished copies see the power go at once
AGAIN_SHARE: Final = 0.2  # of finished copies are to be written over
TURNED: Final = 4  # bits of a finished copy, each by itself
EDGE_BYTES: Final = 48  # the digest at the end of a copy, and the count before it
CALLS_FEW, CALLS_MANY = 5, 40  # a fault strikes at one of so many next calls
_OF_SYNCHRONISING: Final = (2, 2, CALLS_MANY)  # a file is synchronised once, and then its name
CALLS_SEEN: Final = {
    FaultKind.FSYNC_ERROR: _OF_SYNCHRONISING,
    FaultKind.LOST: _OF_SYNCHRONISING,
    FaultKind.REORDERED: _OF_SYNCHRONISING,
}
ATTEMPTS_MAX: Final = 12


class Ended(Enum):
    """How an attempt to copy ended."""

    DONE = "done"
    REFUSED = "refused"  # it said so
    CUT = "cut"  # it could not say anything any more


class ProcessEndedError(BaseException):
    """The copying process is killed; the node beside it goes on."""


def write_copy(harness: Harness, random: Random) -> Ended | None:
    """One copy under faults; how that ended, or None where none is there. What is left of an older
    one is met.
    """
    ended = attempt(harness, random, _writer(harness, random))
    there = is_whole(harness)
    demand(there or ended is not Ended.DONE, "a copy was written and is not there")
    demand(not there or ended is not Ended.REFUSED, "a copy that was refused is there")
    if not there:
        return None
    if ended is Ended.DONE and random.random() < CUT_SHARE:
        written = bytes(harness.shelf.names[COPY].seen)
        harness.injector.note(FaultKind.CRASH)
        harness.cut_power(random, random.choice(list(Survival)))
        harness.open(random)
        kept = COPY in harness.shelf.names and bytes(harness.shelf.names[COPY].seen) == written
        demand(kept, "a copy that was written is gone or another after the power went")
    if random.random() < AGAIN_SHARE:
        _demand_kept(harness, random)
    _turn_bits(harness, random)
    return ended


def _writer(harness: Harness, random: Random) -> Callable[[], object]:
    """Who writes it: the node itself, a process beside it, or one that executes it again."""
    place, genesis = on_the_shelf(harness.system, COPY), harness.genesis.encode()
    drawn = random.random()
    if drawn < BACKUP_SHARE:
        return lambda: write_backup(VirtualFolder(late=False), place, Progress())
    if drawn < (1 + BACKUP_SHARE) / 2:
        return lambda: write_export(place, genesis, ledger_records(VirtualFolder(late=False)))
    return lambda: write_export(place, genesis, harness.running.records())


def attempt(harness: Harness, random: Random, action: Callable[[], object]) -> Ended:
    """Do it while a fault may strike; how it ended. The node lives on."""
    struck = len(harness.injector.struck)
    full = harness.system.is_full
    is_killed = random.random() < STRUCK_SHARE and _arm(harness, random)
    try:
        with on_copying_system(harness.system), _killed(harness, random, is_killed):
            action()
    except ProcessEndedError:
        harness.note("a copy was killed")
        return Ended.CUT
    except PowerCutError:
        harness.note("power cut while copying")
        harness.start_again(random)
        return Ended.CUT
    except (PrayaError, OSError) as problem:
        seen = harness.injector.struck[struck:]
        code = problem.code if isinstance(problem, PrayaError) else "OSError"
        failed = full or any(kind in REPORTED for kind in seen)
        lied = any(kind in LYING for kind in seen)
        legal = (code in COPY_FAILED and failed) or (code in COPY_REFUSED | NOTICED and lied)
        demand(legal, f"a copy failed with nothing wrong: {problem}")
        harness.note("a copy was refused", code)
        failures = sum(kind in REPORTED for kind in seen) + full
        return Ended.REFUSED if failures < 2 else Ended.CUT  # the second keeps it from clearing up
    return Ended.DONE


def _arm(harness: Harness, random: Random) -> bool:
    """Have one fault strike at a call from now; True where the process is to be killed instead."""
    kind = random.choice(COPYING)
    if kind is not FaultKind.KILLED:
        calls = random.choice(CALLS_SEEN.get(kind, (CALLS_FEW, CALLS_MANY)))
        harness.injector.arm_soon(kind, random, 1 + random.randrange(calls))
    return kind is FaultKind.KILLED


@contextmanager
def _killed(harness: Harness, random: Random, is_killed: bool) -> Iterator[None]:
    """This process ends at one of its next calls, and does nothing any more."""
    system, first = harness.system, harness.system.next_descriptor
    left = random.randrange(random.choice((CALLS_FEW, 2 * CALLS_MANY)))

    def between() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise ProcessEndedError

    system.between = between if is_killed else None
    try:
        yield
    except ProcessEndedError:
        harness.injector.note(FaultKind.KILLED)
        raise
    finally:
        system.between = None
        system.forget_process(first)


def is_whole(harness: Harness) -> bool:
    """Whether a copy is there. Then it holds all that was answered, and says so of itself."""
    place, chain_id = on_the_shelf(harness.system, COPY), harness.ledger.start.chain_id
    with harness.at_peace():
        if not place.exists():
            return False
        try:
            found = verify_export(place, chain_id, Progress())
        except PrayaError as problem:
            demand(False, f"what has the name of a copy does not verify: {problem}")
            raise
    harness.demand_last(found.executor.last_header, "a copy")
    return True


def _demand_kept(harness: Harness, random: Random) -> None:
    """A copy is never written over."""
    place = on_the_shelf(harness.system, COPY)
    before = bytes(harness.shelf.names[COPY].seen)
    write = _writer(harness, random)
    with on_copying_system(harness.system), harness.at_peace():
        try:
            write()
        except PrayaError as problem:
            demand(problem.code == "FILE_EXISTS", f"a copy that is there is refused as {problem}")
        else:
            demand(False, "a copy was written over another")
        demand(place.read_bytes() == before, "a copy that was there is another now")


def _turn_bits(harness: Harness, random: Random) -> None:
    """A bit of a finished copy turns: no reader takes it."""
    file, place = harness.shelf.names[COPY], on_the_shelf(harness.system, COPY)
    for _ in range(TURNED):
        first = random.choice((0, len(file.seen) - EDGE_BYTES))
        where, bit = random.randrange(first, len(file.seen)), 1 << random.randrange(8)
        file.seen[where] ^= bit
        harness.injector.note(FaultKind.COPY_ROT)
        try:
            with harness.at_peace():
                for _record in open_export(place)[2]:
                    pass
        except PrayaError as problem:
            demand(problem.code in COPY_REFUSED, f"a copy with a bit turned is refused: {problem}")
        else:
            demand(False, f"a copy is read with a bit turned at {where} of {len(file.seen)}")
        file.seen[where] ^= bit


def forget_copy(harness: Harness) -> None:
    """Somebody takes the copy away."""
    take_away(harness.shelf, COPY)


# Folders made from a copy


def restore(harness: Harness, random: Random, copied: Ended) -> dict[str, bytes] | None:
    """The files of a folder made from the copy, as often as it takes; None where it never is.

    Interrupted anywhere, nothing has the folder's name, or the whole has it. `copied`: how writing
    the copy ended. Where that was cut short, its name may go with the power.
    """
    for _ in range(ATTEMPTS_MAX):
        if COPY not in harness.shelf.names:
            demand(copied is not Ended.DONE, "a copy that was written is gone")
            return None
        ended = attempt(harness, random, lambda: _fill(harness))
        there = _is_ledger(harness, RESTORED)
        demand(there or ended is not Ended.DONE, "a ledger was restored and is not there")
        if there:
            found = harness.shelf.names[RESTORED]
            demand(isinstance(found, Folder), "a restored ledger is no folder")
            return found.device.contents() if isinstance(found, Folder) else None
        if _is_ledger(harness, RESTORED + UNFINISHED):
            _demand_not_cleared(harness)
            take_away(harness.shelf, RESTORED + UNFINISHED)
    return None


def _fill(harness: Harness) -> None:
    """What the command does."""
    place = on_the_shelf(harness.system, COPY)
    with filled_folder(f"{SHELF}/{RESTORED}", GENESIS_FILE) as building:
        disk = VirtualFolder(late=harness.setting.late, path=building)
        try:
            restore_backup(place, disk, NewJournal(SEGMENT_BYTES, SALT), Progress())
        finally:
            disk.close()


def _is_ledger(harness: Harness, name: str) -> bool:
    """Whether a folder holds what opens as a ledger: then it is the whole of it."""
    found = harness.shelf.names.get(name)
    if not isinstance(found, Folder) or GENESIS_FILE not in found.device.names:
        return False
    try:
        with harness.at_peace():
            ledger = read_ledger(VirtualFolder(late=False, path=f"{SHELF}/{name}"))
    except PrayaError as problem:
        demand(False, f"a part of a ledger stands in a folder: {problem}")
        raise
    harness.demand_last(ledger.last_header, "a restored ledger")
    return True


def _demand_not_cleared(harness: Harness) -> None:
    """What may be somebody's only copy is not removed."""
    unfinished = RESTORED + UNFINISHED
    before = harness.shelf.names[unfinished]
    with on_copying_system(harness.system), harness.at_peace():
        try:
            _fill(harness)
        except PrayaError as problem:
            demand(problem.code == "FOLDER_NOT_EMPTY", f"a whole ledger is refused as {problem}")
        else:
            demand(False, "a whole ledger was removed by the next restore")
    same = harness.shelf.names.get(unfinished) is before
    demand(same and _is_ledger(harness, unfinished), "a whole ledger was removed")
