"""Those who look at a ledger, or copy it, while its node goes on: in turns, at any call of either.

Whose turn is next is drawn, so that a schedule repeats exactly: there are two threads, and one of
them always waits. What a reader finds is what was answered before it ended, and all that was
answered before it began. It must not know what a schedule is.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Semaphore, current_thread
from typing import Final

from praya.base.errors import PrayaError
from praya.node.backups import ledger_records, write_backup
from praya.node.execution import Executor
from praya.node.reading import Block, read_block, read_ledger
from praya.node.replay import Progress
from praya.node.verification import verify_export
from praya.storage.exports import write_export
from praya.storage.lock import FolderLock
from praya.testing.simulator.harness import Harness
from praya.testing.simulator.legality import demand
from praya.testing.simulator.virtual_copies import (
    PROCESS_ID,
    CopyingSystem,
    on_copying_system,
    on_the_shelf,
)
from praya.testing.simulator.virtual_files import take_away
from praya.testing.simulator.virtual_folder import VirtualFolder
from praya.testing.simulator.virtual_system import FOLDER

TURN_SHARES: Final = (0.02, 0.1, 0.3, 0.6)  # of calls after which it is the other's turn
COPY: Final = "beside.export"
Reader = Callable[[], bytes]  # reads or copies, and gives the header of the last block it found


class Turns:
    """Two that take turns: the one who asks here, and one in a thread of its own."""

    def __init__(self, system: CopyingSystem, random: Random) -> None:
        self._system = system
        self._random = random
        self._share = random.choice(TURN_SHARES)
        self._ours, self._theirs = Semaphore(0), Semaphore(0)
        self._is_over = False

    def run(self, writer: Callable[[], object], reader: Reader) -> bytes:
        """Let both do their work; what the reader found. Raises what either raised."""
        writing = current_thread()
        with ThreadPoolExecutor(1) as executor:
            found = executor.submit(self._read, reader)
            self._system.between = lambda: self._between(current_thread() is writing)
            try:
                writer()
            finally:
                self._system.between = None
                self._theirs.release()
        return found.result()

    def _read(self, reader: Reader) -> bytes:
        self._theirs.acquire()
        try:
            return reader()
        finally:
            self._is_over = True
            self._ours.release()

    def _between(self, is_writer: bool) -> None:
        if self._is_over or self._random.random() >= self._share:
            return
        if is_writer:
            self._theirs.release()
            self._ours.acquire()
        else:
            self._ours.release()
            self._theirs.acquire()


def read_beside(harness: Harness, random: Random, writer: Callable[[], object]) -> None:
    """The node answers what `writer` asks of it, while somebody reads or copies its folder."""
    before = len(harness.ledger.headers)
    name, reader = random.choice(_readers(harness, random))
    turns = Turns(harness.system, Random(random.getrandbits(64)))
    try:
        with on_copying_system(harness.system), harness.at_peace():
            found = turns.run(writer, reader)
    except PrayaError as problem:
        demand(False, f"{name} beside a node that goes on is refused: {problem}")
        raise
    finally:
        take_away(harness.shelf, COPY)
    known = [b"", *harness.ledger.headers]
    demand(found in known[before:], f"{name} beside a node finds another last block")
    harness.note(name, known.index(found, before) - before)


def _readers(harness: Harness, random: Random) -> list[tuple[str, Reader]]:
    place, chain_id = on_the_shelf(harness.system, COPY), harness.ledger.start.chain_id
    genesis, known = harness.genesis.encode(), list(harness.ledger.headers)
    first = harness.ledger.start.height + 1
    height = random.randrange(first, first + len(known)) if known else 0

    def folder() -> VirtualFolder:
        return VirtualFolder(late=False)

    def backup() -> bytes:
        write_backup(folder(), place, Progress())
        return _last(verify_export(place, chain_id, Progress()).executor)

    def export() -> bytes:
        write_export(place, genesis, ledger_records(folder()))
        return _last(verify_export(place, chain_id, Progress()).executor)

    def read() -> bytes:
        return _last(read_ledger(folder()))

    def block() -> bytes:
        if known:
            _demand_block(harness, read_block(folder(), height), known[height - first])
        return known[-1] if known else b""

    return [("a backup", backup), ("an export", export), ("a reader", read), ("a block", block)]


def _last(executor: Executor) -> bytes:
    """The header of the last block. What is in an open one was not answered to anybody."""
    demand(not executor.is_open, "a reader beside a node goes on into an open block")
    return executor.last_header


# Single blocks


def demand_blocks(harness: Harness, random: Random) -> None:
    """A block is read as it was answered; one that is not there is said not to be."""
    headers, first = harness.ledger.headers, harness.ledger.start.height + 1
    lately = [answer.height for _, answer in harness.answered if answer.height >= first]
    heights: Sequence[int] = range(first, first + len(headers))
    if lately and random.random() < 0.5:
        heights = lately
    if heights:
        height = random.choice(heights)
        with harness.at_peace():
            block = read_block(VirtualFolder(late=False), height)
        _demand_block(harness, block, headers[height - first])
    missing = random.choice((first - 1, first + len(headers)))
    try:
        with harness.at_peace():
            read_block(VirtualFolder(late=False), missing)
    except PrayaError as problem:
        demand(problem.code == "BLOCK_UNKNOWN", f"a block that is not there is refused: {problem}")
        return
    demand(False, f"block {missing} is read, and is none")


def _demand_block(harness: Harness, block: Block, header: bytes) -> None:
    demand(block.header.encode() == header, "a single block has another header")
    for sent, answer in harness.answered:
        if answer.height != block.header.height or sent.data not in block.envelopes:
            continue
        found = block.answers[answer.index]
        same = block.envelopes[answer.index] == sent.data and found.status == answer.status
        same = same and found.statuses.tolist() == answer.statuses.tolist()
        same = same and found.results.tolist() == answer.results.tolist()
        demand(same, f"block {answer.height} gives another answer than the node gave")


# The lock of a folder


def demand_one_writer(harness: Harness, random: Random) -> None:
    """While one holds the folder no other gets it; when he ends, however he ends, the next does."""
    system = harness.system
    with on_copying_system(system), harness.at_peace():
        mark = system.next_descriptor
        held = FolderLock(FOLDER)
        try:
            FolderLock(FOLDER)
        except PrayaError as problem:
            wanted = PrayaError("LEDGER_LOCKED", pid=PROCESS_ID, dir=FOLDER)
            told = (problem.code, problem.values) == (wanted.code, wanted.values)
            demand(told, f"a second writer is told {problem}")
        else:
            demand(False, "two writers hold one folder")
        if random.random() < 0.5:
            system.forget_process(mark)  # killed: its number stays in the file
        else:
            held.release()
        with FolderLock(FOLDER):
            pass
