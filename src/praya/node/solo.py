"""The solo node: one process, one journal, the same execution as a network's.

    judge -> journal (durable) -> execute -> close -> journal the header

An envelope is acknowledged when its record is durable and it was executed. What is refused before
the journal leaves no trace. A bug stops the node for good; a disk that fails, too.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final

from praya.base.encoding import decode
from praya.base.errors import Bug, PrayaError, fail
from praya.base.limits import BLOCK_ENVELOPES_MAX, ENVELOPE_BYTES_MAX
from praya.base.merkle import CompactRange
from praya.base.signing import DIGEST_BYTES
from praya.base.status import Status
from praya.kernel.ledger import Ledger
from praya.kernel.ports import Clock, Disk
from praya.node.authentication import Judged
from praya.node.execution import NOT_RECORDED, Answer, EffectsSink, Executor
from praya.node.genesis import FOUNDING_FILE, GENESIS_FILE, Genesis, decode_genesis
from praya.node.replay import Progress, replay
from praya.node.self_check import self_check
from praya.node.skips import SkipOrder
from praya.proofs.headers import decode_block_header
from praya.storage.anchor import ANCHOR_NAME
from praya.storage.commits import Record, RecordKind
from praya.storage.journal import Journal
from praya.storage.snapshots import list_snapshots, read_snapshot, write_snapshot

SNAPSHOT_EVERY_BLOCKS: Final = 20_000  # bounds what a crash makes a start replay
SNAPSHOT_LOOKS: Final = 8  # by a reader, while a writer removes what the reader found
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
        self._envelope_bytes_max = ENVELOPE_BYTES_MAX
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
        """A new ledger; FOLDER_NOT_EMPTY if there is one, SELF_CHECK_FAILED if the kernel errs.

        The journal's anchor is written last: a creation that was interrupted is done again.

        `salt`: see `Journal.create`. `founding`: the snapshot that a genesis carries, see
        `praya.node.founding`.
        """
        self_check()
        if GENESIS_FILE in disk.names() and ANCHOR_NAME in disk.names():
            fail("FOLDER_NOT_EMPTY", file=GENESIS_FILE)
        executor = Executor(genesis, founding=None if founding is None else memoryview(founding))
        if founding is not None:
            disk.replace(FOUNDING_FILE, [founding])
        disk.replace(GENESIS_FILE, [genesis.encode()])
        journal = Journal.create(disk, genesis.chain_id(), segment_bytes, salt)
        return SoloNode(disk, clock, journal, executor)

    @staticmethod
    def open(disk: Disk, clock: Clock, options: Options = Options()) -> "SoloNode":
        """Open a ledger: recover the journal, start from the newest snapshot, replay the rest.

        Raises SELF_CHECK_FAILED, LEDGER_MISSING, GENESIS_DAMAGED, what `Journal.open` and snapshots
        raise, VERIFICATION_FAILED where the replay says something else than the journal, and
        SKIP_REFUSED for an order that does not hold, with nothing written.
        """
        self_check()
        genesis = read_genesis(disk)
        journal = Journal.open(disk, genesis.chain_id())
        executor, from_height = start_executor(disk, genesis, options)
        node = SoloNode(disk, clock, journal, executor)
        progress, unclosed = options.progress or Progress(), list[Record]()
        fresh = after_snapshot(journal.records(from_height), executor)
        replay(executor, _closed_blocks(fresh, unclosed), progress)
        if options.skip is not None:
            unclosed.append(node._order_to_skip(options.skip, unclosed))
        replay(executor, unclosed, progress)
        journal.settle()
        if executor.is_open:
            node._close()
        node._run_system_blocks()
        return node

    def _order_to_skip(self, order: SkipOrder, unclosed: Sequence[Record]) -> Record:
        """The durable record of a valid order for an envelope of the block left open."""
        executor, block = self.executor, list(unclosed)
        if not block:
            fail("SKIP_REFUSED", reason="no block is open")
        order.check(executor.chain_id, block[0].height, executor.directory)
        order.check_envelopes(record.payload for record in block)
        block_time = block[0].block_time_ms
        record = Record(RecordKind.SKIP, order.height, 0, block_time, order.encode())
        self._journal.append([record])
        return record

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
        block_time = max(self._clock.now_ms(), self.executor.block_time)
        foreseen = [self._foreseen(data, block_time) for data in envelopes]
        taken = [
            (data, one)
            for data, one in zip(envelopes, foreseen, strict=True)
            if isinstance(one, Judged)
        ]
        try:
            made = iter(self._run_block(block_time, taken))
        except PrayaError as problem:
            if problem.code != "RECORD_TOO_LARGE":
                raise
            # Small segments: nothing was written, and from now on such envelopes are refused alone.
            self._envelope_bytes_max = int(str(problem.values["bytes_max"]))
            return self._submit_block(envelopes)
        return [next(made) if isinstance(one, Judged) else one for one in foreseen]

    def _foreseen(self, data: bytes, block_time: int) -> Answer | Judged:
        """The answer to what needs no block; else what was judged, for the block."""
        executor = self.executor
        judged = executor.judge(data, block_time)
        if judged.status != Status.APPLIED or judged.envelope is None:
            return Answer(judged.status, executor.height, NOT_RECORDED)
        before = executor.recall(judged.envelope, block_time)
        if before is not None:
            return before
        if len(data) > self._envelope_bytes_max:
            return Answer(Status.QUOTA_EXCEEDED, executor.height, NOT_RECORDED)
        return judged

    def _run_block(self, block_time: int, taken: Sequence[tuple[bytes, Judged]]) -> list[Answer]:
        """Journal what was taken, execute it, close."""
        if not taken:
            return []
        height = self.executor.height + 1
        self._journal_records(
            [
                Record(RecordKind.ENVELOPE, height, index, block_time, data)
                for index, (data, _) in enumerate(taken)
            ]
        )
        with self._whole():
            self.executor.begin(block_time)
            made = [self.executor.execute(data, judged) for data, judged in taken]
            self._close()
        return made

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """Whatever cuts this short, an interrupt too, stops the node: half a block is no state."""
        self._stopped = "cut short"
        try:
            yield
        except Bug as bug:
            self._stopped = str(bug)
            raise
        except PrayaError as problem:
            self._stopped = problem.code
            raise
        self._stopped = None

    def _journal_records(self, records: list[Record]) -> None:
        """Make records durable, or refuse with nothing written; whatever else fails is the end."""
        with self._whole():
            try:
                self._journal.append(records)
                return
            except PrayaError as problem:
                if problem.code not in ("DISK_FULL", "RECORD_TOO_LARGE"):
                    raise
                self._journal.append([])  # refuses what was refused on the way, for ever
                refusal = problem
        raise refusal

    def _close(self) -> None:
        """Close the open block and make its header durable."""
        header = self.executor.close()
        record = Record(RecordKind.CLOSE, header.height, 0, header.block_time, header.encode())
        self._journal.append([record])
        if header.height - self._snapshot_height >= SNAPSHOT_EVERY_BLOCKS:
            self._snapshot_height = header.height  # one that fails is tried again as much later
            with suppress(PrayaError):  # the block is durable, and what was done is acknowledged
                self.snapshot()

    def _run_system_blocks(self) -> None:
        """Blocks for what is due, as long as something is: the ledger pays, nobody asks."""
        while self._stopped is None and self.executor.has_system_work():
            with self._whole():
                self.executor.begin(max(self._clock.now_ms(), self.executor.block_time))
                self._close()

    def snapshot(self) -> int:
        """Write all state as of the last closed block; its height. The genesis needs none."""
        executor = self.executor
        if executor.height == _first_height(executor):
            return executor.height
        header, sections = executor.snapshot_parts()
        write_snapshot(self._disk, executor.height, header, sections)
        self._snapshot_height = executor.height
        return executor.height

    def close(self) -> None:
        """Stop cleanly: a seal after which every byte is known, and a snapshot to start from."""
        if self._stopped is not None:
            return
        with self._whole():
            self._journal.seal()
        self._stopped = "closed"
        if self.executor.height > self._snapshot_height:
            self.snapshot()

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


def _first_height(executor: Executor) -> int:
    """The height that the genesis itself stands at."""
    snapshot = executor.genesis.snapshot
    return 0 if snapshot is None else snapshot[0]


def _closed_blocks(records: Iterable[Record], unclosed: list[Record]) -> Iterator[Record]:
    """Pass on the records of closed blocks; what is left in `unclosed` is the block left open."""
    for record in records:
        unclosed.append(record)
        if record.kind == RecordKind.CLOSE:
            yield from unclosed
            unclosed.clear()


def after_snapshot(records: Iterable[Record], executor: Executor) -> Iterator[Record]:
    """The records behind a snapshot's block, which must close in the journal as it says."""
    height, seen = executor.height, executor.height == _first_height(executor)
    for record in records:
        if record.height > height:
            yield record
        elif record.height == height and record.kind == RecordKind.CLOSE:
            seen = bytes(record.payload) == executor.last_header
    if not seen:
        fail("VERIFICATION_FAILED", height=height, what="snapshot and journal differ")


def snapshot_header(stated: Any) -> tuple[bytes, int, list[bytes]]:
    """The block header and the range of headers of a snapshot; SNAPSHOT_REFUSED."""
    if isinstance(stated, list) and len(stated) == 3:
        last_header, size, roots = stated
        listed = roots if isinstance(roots, list) else []
        whole = all(isinstance(root, bytes) and len(root) == DIGEST_BYTES for root in listed)
        is_range = type(size) is int and 0 <= size < 2**63 and size.bit_count() == len(listed)
        if isinstance(last_header, bytes) and is_range and whole:
            return last_header, size, listed
    fail("SNAPSHOT_REFUSED", reason="header")


def start_executor(
    disk: Disk, genesis: Genesis, options: Options, most: int | None = None
) -> tuple[Executor, int]:
    """The newest snapshot's executor and its height, or that of the genesis and 0.

    `most`: of no later block than this. Raises what `read_snapshot` raises, VERIFICATION_FAILED.
    """
    found = _newest_snapshot(disk, most)
    if found is None:
        return Executor(genesis, options.sink, read_founding(disk)), 0
    height, header, sections = found
    stated: Any = decode(header, SNAPSHOT_HEADER_BYTES_MAX)
    last_header, size, roots = snapshot_header(stated)
    block = decode_block_header(last_header)
    ledger = Ledger.from_sections(sections)
    if block.chain_id != genesis.chain_id() or block.state_root != ledger.state.root():
        fail("VERIFICATION_FAILED", height=height, what="snapshot root")
    executor = Executor.resume(genesis, ledger, block, CompactRange(size, roots), options.sink)
    return executor, height


def _newest_snapshot(
    disk: Disk, most: int | None
) -> tuple[int, bytes, dict[str, memoryview]] | None:
    """Beside a writer, the one that was newest may be removed before it is read."""
    for left in reversed(range(SNAPSHOT_LOOKS)):
        heights = [each for each in list_snapshots(disk) if most is None or each <= most]
        if not heights:
            return None
        try:
            return heights[0], *read_snapshot(disk, heights[0])
        except PrayaError:
            if not left or heights[0] in list_snapshots(disk):
                raise
    return None
