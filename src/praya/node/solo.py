"""The solo node: one process, one journal, the same execution as a network's.

    judge -> journal (durable) -> execute -> close -> journal the header

An envelope is acknowledged when its record is durable and it was executed. What is refused before
the journal leaves no trace. A bug stops the node for good; a disk that fails, too.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from praya.base.encoding import decode, encode
from praya.base.errors import Bug, PrayaError, fail, require
from praya.base.limits import BLOCK_ENVELOPES_MAX
from praya.base.merkle import CompactRange
from praya.base.status import Status
from praya.kernel.ledger import DOCUMENTS_SECTION, Ledger
from praya.kernel.ports import Clock, Disk
from praya.node.execution import Answer, EffectsSink, Executor
from praya.node.genesis import FOUNDING_FILE, GENESIS_FILE, Genesis, decode_genesis
from praya.node.replay import Progress, replay
from praya.node.skips import SkipOrder
from praya.proofs.headers import decode_block_header
from praya.storage.commits import Record, RecordKind
from praya.storage.journal import Journal
from praya.storage.snapshots import list_snapshots, read_snapshot, write_snapshot

SNAPSHOT_EVERY_BLOCKS: Final = 20_000  # bounds what a crash makes a start replay
SNAPSHOT_HEADER_BYTES_MAX: Final = 65_536


@dataclass(frozen=True, slots=True)
class Options:
    """What opening a node may be told."""

    sink: EffectsSink | None = None
    progress: Progress | None = None
    skip: SkipOrder | None = None  # an order for the envelope that stopped this node


class SoloNode:
    """A ledger in a folder, or in memory, with everything durable before it is said."""

    def __init__(self, disk: Disk, clock: Clock, journal: Journal, executor: Executor) -> None:
        """Made by `create` and `open`."""
        self._disk = disk
        self._clock = clock
        self._journal = journal
        self._stopped: str | None = None
        self._snapshot_height = executor.height
        self.executor = executor

    @staticmethod
    def create(
        disk: Disk,
        clock: Clock,
        genesis: Genesis,
        segment_bytes: int,
        salt: bytes,
        *,
        founding: bytes | None = None,
    ) -> "SoloNode":
        """A new ledger; FOLDER_NOT_EMPTY if there is one.

        `salt`: see `Journal.create`. `founding`: the snapshot that a genesis carries, see
        `praya.node.founding`.
        """
        if GENESIS_FILE in disk.names():
            fail("FOLDER_NOT_EMPTY", file=GENESIS_FILE)
        executor = Executor(genesis, founding=None if founding is None else memoryview(founding))
        if founding is not None:
            disk.replace(FOUNDING_FILE, [founding])
        journal = Journal.create(disk, genesis.chain_id(), segment_bytes, salt)
        disk.replace(GENESIS_FILE, [genesis.encode()])
        return SoloNode(disk, clock, journal, executor)

    @staticmethod
    def open(disk: Disk, clock: Clock, options: Options = Options()) -> "SoloNode":
        """Open a ledger: recover the journal, start from the newest snapshot, replay the rest.

        Raises LEDGER_MISSING, GENESIS_DAMAGED, what `Journal.open` and snapshots raise, and
        VERIFICATION_FAILED where the replay says something else than the journal.
        """
        genesis = read_genesis(disk)
        journal = Journal.open(disk, genesis.chain_id())
        executor, from_height = start_executor(disk, genesis, options)
        if options.skip is not None:
            order, height = options.skip, options.skip.height
            block_time = max(clock.now_ms(), executor.block_time)
            journal.append([Record(RecordKind.SKIP, height, 0, block_time, order.encode())])
        node = SoloNode(disk, clock, journal, executor)
        fresh = after_snapshot(journal.records(from_height), executor)
        replay(executor, fresh, options.progress or Progress())
        if executor.is_open:
            node._close()
        node._run_system_blocks()
        return node

    @property
    def mode(self) -> str:
        """How durability is had."""
        return self._journal.mode

    def submit(self, envelopes: Sequence[bytes]) -> list[Answer]:
        """Execute envelopes in order, in blocks of at most sixteen; an answer for each.

        When it returns, all of it is durable. Raises NODE_STOPPED after a failure.
        """
        answers = []
        for first in range(0, len(envelopes), BLOCK_ENVELOPES_MAX):
            answers += self._submit_block(envelopes[first : first + BLOCK_ENVELOPES_MAX])
            self._run_system_blocks()
        return answers

    def _submit_block(self, envelopes: Sequence[bytes]) -> list[Answer]:
        self._require_running()
        executor = self.executor
        block_time = max(self._clock.now_ms(), executor.block_time)
        answers: list[Answer | None] = []
        taken = []
        for data in envelopes:
            judged = executor.judge(data, block_time)
            before = None
            if judged.status == Status.APPLIED and judged.envelope is not None:
                before = executor.recall(judged.envelope)
                if before is None:
                    taken.append((data, judged))
            else:
                before = Answer(judged.status, executor.height, 0)
            answers.append(before)
        if not taken:
            return [answer for answer in answers if answer is not None]
        height = executor.height + 1
        self._journal_records(
            [
                Record(RecordKind.ENVELOPE, height, index, block_time, data)
                for index, (data, _) in enumerate(taken)
            ]
        )
        try:
            executor.begin(block_time)
            made = iter([executor.execute(data, judged) for data, judged in taken])
            self._close()
        except Bug as bug:
            self._stopped = str(bug)
            raise
        return [next(made) if answer is None else answer for answer in answers]

    def _journal_records(self, records: list[Record]) -> None:
        try:
            self._journal.append(records)
        except PrayaError as problem:
            if problem.code not in ("RECORD_TOO_LARGE", "DISK_FULL"):
                self._stopped = problem.code
            raise

    def _close(self) -> None:
        """Close the open block and make its header durable."""
        header = self.executor.close()
        record = Record(RecordKind.CLOSE, header.height, 0, header.block_time, header.encode())
        try:
            self._journal.append([record])
        except PrayaError as problem:
            self._stopped = problem.code
            raise
        if header.height - self._snapshot_height >= SNAPSHOT_EVERY_BLOCKS:
            self.snapshot()

    def _run_system_blocks(self) -> None:
        """Blocks for what is due, as long as something is: the ledger pays, nobody asks."""
        while self._stopped is None and self.executor.has_system_work():
            try:
                self.executor.begin(max(self._clock.now_ms(), self.executor.block_time))
                self._close()
            except Bug as bug:
                self._stopped = str(bug)
                raise

    def snapshot(self) -> int:
        """Write all state as of the last closed block; its height."""
        executor = self.executor
        require(not executor.is_open, "a snapshot is of a closed block")
        size, roots = executor.headers.state()
        header = encode([executor.last_header, size, list(roots)])
        documents = executor.ledger.document_section()
        sections = [
            *executor.ledger.state.sections(),
            (DOCUMENTS_SECTION, memoryview(documents)),
        ]
        write_snapshot(self._disk, executor.height, header, sections)
        self._snapshot_height = executor.height
        return executor.height

    def close(self) -> None:
        """Stop cleanly: a snapshot to start from, and a seal after which every byte is known."""
        if self._stopped is None:
            if self.executor.height > self._snapshot_height:
                self.snapshot()
            self._journal.seal()
            self._stopped = "closed"

    def records(self) -> Iterator[Record]:
        """Every record, as an export holds them."""
        yield from founding_records(self._disk)
        yield from self._journal.records()

    def _require_running(self) -> None:
        if self._stopped is not None:
            fail("NODE_STOPPED", cause=self._stopped)


def read_genesis(disk: Disk) -> Genesis:
    """The genesis of a folder; LEDGER_MISSING, GENESIS_DAMAGED."""
    if GENESIS_FILE not in disk.names():
        fail("LEDGER_MISSING")
    return decode_genesis(disk.read(GENESIS_FILE))


def read_founding(disk: Disk) -> memoryview | None:
    """The snapshot that the genesis of a folder carries, if it does."""
    return disk.read(FOUNDING_FILE) if FOUNDING_FILE in disk.names() else None


def founding_records(disk: Disk) -> Iterator[Record]:
    """What an export begins with where the genesis carries a snapshot."""
    founding = read_founding(disk)
    if founding is not None:
        yield Record(RecordKind.FOUNDING, 0, 0, 0, founding)


def after_snapshot(records: Iterable[Record], executor: Executor) -> Iterator[Record]:
    """The records behind a snapshot's block, which must close in the journal as it says."""
    first = 0 if executor.genesis.snapshot is None else executor.genesis.snapshot[0]
    height, seen = executor.height, executor.height == first
    for record in records:
        if record.height > height:
            yield record
        elif record.height == height and record.kind == RecordKind.CLOSE:
            seen = bytes(record.payload) == executor.last_header
    if not seen:
        fail("VERIFICATION_FAILED", height=height, what="snapshot and journal differ")


def start_executor(disk: Disk, genesis: Genesis, options: Options) -> tuple[Executor, int]:
    """The newest snapshot's executor and its height, or that of the genesis and 0."""
    heights = list_snapshots(disk)
    if not heights:
        return Executor(genesis, options.sink, read_founding(disk)), 0
    header, sections = read_snapshot(disk, heights[0])
    stated: Any = decode(header, SNAPSHOT_HEADER_BYTES_MAX)
    last_header, size, roots = stated
    block = decode_block_header(last_header)
    ledger = Ledger.from_sections(sections)
    if block.chain_id != genesis.chain_id() or block.state_root != ledger.state.root():
        fail("VERIFICATION_FAILED", height=heights[0], what="snapshot root")
    executor = Executor.resume(genesis, ledger, block, CompactRange(size, roots), options.sink)
    return executor, heights[0]
