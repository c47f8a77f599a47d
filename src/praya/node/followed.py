"""A ledger in a folder, read once and then followed: headers, what was answered, and its state.

Headers are kept with the tree over them. State is made by executing, when it is asked for, and goes
on from where it is; what blocks answered is kept as far as there is room, and envelopes are read
again, block by block. Nothing is written and no lock is needed. It must not know what is proven.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Final, NoReturn

from praya.base.errors import PrayaError, fail
from praya.base.merkle import leaf_hash
from praya.base.status import Status
from praya.kernel.ports import Disk
from praya.node.execution import Executor, Run
from praya.node.genesis import GENESIS_FILE, Genesis
from praya.node.replay import Progress, replay
from praya.node.solo import Options, read_genesis, start_executor
from praya.proofs.headers import BlockHeader
from praya.proofs.kept_trees import KeptTree
from praya.storage.commits import Record, RecordKind
from praya.storage.following import Bookmark, Found, JournalFollower
from praya.storage.snapshots import list_snapshots

ANSWERS_BYTES_MAX: Final = 67_108_864  # kept; what goes first is executed again when asked for
REPLAYED_BLOCKS_MAX: Final = 1_000  # where a snapshot saves more than this, state starts there


@dataclass(frozen=True, slots=True)
class BlockAnswers:
    """What a block answered."""

    results: bytes  # what its header's digest of results is over
    statuses: tuple[Status, ...]  # of its envelopes; ENVELOPE_REPEATED for one that came before


class AnswersKept:
    """Hears what is executed and keeps the answers of each block, the latest ones first of all."""

    def __init__(self) -> None:
        self._kept: dict[bytes, BlockAnswers] = {}  # by the header that commits to them
        self._bytes = 0
        self._statuses: list[Status] = []

    def of(self, header: bytes) -> BlockAnswers | None:
        """Those of the block of an encoded header, if they are kept."""
        return self._kept.get(header)

    def began(self, executor: Executor) -> None:
        """A block is open."""
        self._statuses = []

    def ran(self, executor: Executor, run: Run) -> None:
        """One envelope, or rows of the ledger itself."""
        if run.index >= 0:
            self._statuses.append(run.status)

    def closing(self, executor: Executor, header: BlockHeader) -> None:
        """A block is whole."""
        key = header.encode()
        made = BlockAnswers(b"".join(executor.block.results), tuple(self._statuses))
        if key not in self._kept:
            self._kept[key] = made
            self._bytes += len(made.results) + len(key)
        while self._bytes > ANSWERS_BYTES_MAX and len(self._kept) > 1:
            oldest = next(iter(self._kept))
            self._bytes -= len(self._kept.pop(oldest).results) + len(oldest)


class FollowedLedger:
    """The closed blocks of a folder, as of the last time it was looked at."""

    def __init__(self, disk: Disk) -> None:
        """Read the folder. Raises LEDGER_MISSING, GENESIS_DAMAGED, and what journals raise."""
        self._disk = disk
        self._follower = JournalFollower(disk, b"")
        self._stated = b""  # the genesis, once all of the folder was read
        self._executors: list[Executor] = []  # two at most, the one further on first
        self._answers = AnswersKept()
        self._problem: PrayaError | None = None  # of the last reading, if it failed
        self._read()

    @property
    def last(self) -> int:
        """The height of the last closed block."""
        return self.first + len(self.headers) - 1

    def refresh(self) -> bool:
        """Bring it up to date; whether all of it had to be read again.

        So it is where the folder no longer goes on from what was read: it was replaced, a block
        that was read is lost, or a crash left something behind the last block. Raises as reading;
        then everything else raises the same, until a reading succeeds.
        """
        try:
            is_anew = self._refreshed()
        except PrayaError as problem:
            self._forget()
            self._problem = problem
            raise
        self._problem = None
        return is_anew

    def _refreshed(self) -> bool:
        if GENESIS_FILE in self._disk.names() and self._disk.read(GENESIS_FILE) == self._stated:
            self._snapshot = self._newest_snapshot()
            added = self._follower.added()
            if added is not None:
                for found in added:
                    self._take(found)
                return False
        self._read()
        return True

    def header(self, height: int) -> bytes:
        """An encoded header; BLOCK_UNKNOWN."""
        self._require_read()
        if not self.first <= height <= self.last:
            fail("BLOCK_UNKNOWN", height=height, last=self.last)
        return self.headers[height - self.first]

    def envelopes(self, height: int) -> list[bytes]:
        """The envelopes of a block. BLOCK_UNKNOWN, JOURNAL_DAMAGED."""
        self.header(height)
        records = takewhile(lambda record: record.height == height, self._records(height))
        return [bytes(each.payload) for each in records if each.kind == RecordKind.ENVELOPE]

    def answers(self, height: int) -> BlockAnswers:
        """What a block answered. BLOCK_UNKNOWN, and as `at`."""
        header = self.header(height)
        found = self._answers.of(header)
        if found is None:
            self._advance(height, height - 1)
            found = self._answers.of(header)
        if found is None:
            fail("VERIFICATION_FAILED", height=height, what="header")
        return found

    def at(self, height: int) -> Executor:
        """The ledger as a block left it, to be read before anything else is asked for.

        Before the first block, the ledger of the genesis. Raises what reading snapshots raises,
        JOURNAL_DAMAGED, and VERIFICATION_FAILED where the replay says something else.
        """
        self._require_read()
        if height == self.last < self._snapshot:
            _differs(self._snapshot)
        return self._advance(height, height)

    def _read(self) -> None:
        """All of it, from the genesis. Where that fails, no block is known."""
        self._forget()
        before, self._executors = self._executors, []
        self._snapshot = self._newest_snapshot()
        self.genesis: Genesis = read_genesis(self._disk)
        chain_id, snapshot = self.genesis.chain_id(), self.genesis.snapshot
        self.first = 1 if snapshot is None else snapshot[0] + 1
        self._follower = JournalFollower(self._disk, chain_id)
        for found in self._follower.read():
            self._take(found)
        self._stated = self.genesis.encode()
        self._executors = [one for one in before if self._is_mine(one, chain_id)]

    def _require_read(self) -> None:
        if self._problem is not None:
            raise PrayaError(self._problem.code, **self._problem.values)

    def _forget(self) -> None:
        self.headers: list[bytes] = []
        self.tree = KeptTree()
        self._places: list[Bookmark] = []
        self._open: tuple[int, Bookmark | None] = (-1, None)  # the block not yet closed
        self._stated = b""

    def _newest_snapshot(self) -> int:
        """Looked for before the journal is: a writer may add to both meanwhile."""
        return max(list_snapshots(self._disk), default=0)

    def _is_mine(self, executor: Executor, chain_id: bytes) -> bool:
        """Whether what was executed is what stands in the folder now."""
        return executor.chain_id == chain_id and self._states(executor)

    def _states(self, executor: Executor) -> bool:
        place = executor.height - self.first
        if place < 0:
            return executor.last_header == b""
        return self.headers[place : place + 1] == [executor.last_header]

    def _take(self, found: Found) -> None:
        """One more record; with the record that closes it, a block counts."""
        record = found.record
        if record.height != self._open[0]:
            self._open = (record.height, found.commit)
        begins = self._open[1]
        if record.kind == RecordKind.CLOSE and begins is not None:
            header = bytes(record.payload)
            self.headers.append(header)
            self.tree.append_hash(leaf_hash(header))
            self._places.append(begins)
            self._open = (-1, None)

    def _records(self, height: int) -> Iterator[Record]:
        """The records of the block of a height and of those behind it."""
        for found in self._follower.again(self._places[height - self.first]):
            if found.record.height >= height:
                yield found.record

    def _advance(self, height: int, from_height: int) -> Executor:
        """An executor that was at `from_height` at most, brought to a height."""
        executor = self._started(from_height)
        self._executors.remove(executor)  # one on which this fails is of no use
        if executor.height < height:
            records = self._records(executor.height + 1)
            replay(executor, takewhile(lambda one: one.height <= height, records), Progress())
        if executor.height != height or not self._states(executor):
            fail("VERIFICATION_FAILED", height=height, what="header")
        self._executors.append(executor)
        self._executors.sort(key=lambda one: -one.height)
        return executor

    def _started(self, height: int) -> Executor:
        """The nearest executor at a height or below, or one from the newest snapshot there."""
        below = [one for one in self._executors if one.height <= height]
        if below and (
            below[0].height == height
            or self._snapshot_up_to(height) - below[0].height <= REPLAYED_BLOCKS_MAX
        ):
            return below[0]
        executor, _ = start_executor(self._disk, self.genesis, Options(), height)
        if not self._states(executor):
            _differs(executor.height)
        executor.watch(self._answers)
        self._executors = [*self._executors[:1], executor]
        return executor

    def _snapshot_up_to(self, height: int) -> int:
        return max((one for one in list_snapshots(self._disk) if one <= height), default=0)


def _differs(height: int) -> NoReturn:
    """A snapshot is of a block that is not in the journal."""
    fail("VERIFICATION_FAILED", height=height, what="snapshot and journal differ")
