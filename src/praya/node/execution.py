"""Executing blocks: the one path by which anything changes, live and on replay.

    begin  ->  envelope, envelope, ...  ->  close

Each envelope is judged (as of the previous block), recognised if it came before, lowered or taken
as a batch, and applied in one kernel call. Closing makes the root and the header. There is no
clock, disk or network here: block times come with the block.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt

from praya.base.encoding import encode
from praya.base.errors import Bug, PrayaError, fail, require
from praya.base.hashing import results_digest
from praya.base.limits import QUOTA_BYTES_PER_BLOCK, QUOTA_ROWS_PER_BLOCK
from praya.base.merkle import CompactRange
from praya.base.status import Status
from praya.envelopes.batch_columns import BATCH_VERB
from praya.envelopes.frame import Envelope
from praya.intents import INTENTS
from praya.intents.lowering import Lowering, RefusedError, Setting
from praya.intents.schema import read_intent
from praya.kernel import tables as t
from praya.kernel.ledger import DOCUMENTS_SECTION, Ledger
from praya.kernel.rows import Rows
from praya.kernel.step import (
    Context,
    Outcome,
    apply,
    begin_block,
    check_batch,
    check_block,
    has_system_work,
)
from praya.node.authentication import Judged, judge
from praya.node.directory import Directory
from praya.node.genesis import Genesis, first_ledger
from praya.node.requests import RequestBook
from praya.proofs.headers import PROTOCOL_VERSION, BlockHeader

Effects = npt.NDArray[np.int64]
EffectsSink = Callable[[int, Effects], None]
NO_ROWS = Outcome(np.zeros(0, np.uint16), np.zeros(0, np.int32), np.zeros((0, 3), np.int64))
NOT_RECORDED = -1
SYSTEM = b"\xff\xff\xff\xff"


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one envelope. `repeated`: it came before, and this is what was said then.

    An index of NOT_RECORDED: it was refused before the journal and is in no block.
    """

    status: Status
    height: int
    index: int
    rows_applied: int = 0
    statuses: npt.NDArray[np.uint16] = field(default_factory=lambda: NO_ROWS.statuses)
    results: npt.NDArray[np.int32] = field(default_factory=lambda: NO_ROWS.results)
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """One envelope as it was executed, or what the ledger itself did before the first one.

    `rows` are what it was lowered to: None where it was refused before that or not run, and for
    the ledger itself, which also has no envelope.
    """

    index: int  # place in the block; NOT_RECORDED for the ledger itself
    data: bytes | memoryview
    envelope: Envelope | None
    status: Status
    rows: Rows | None
    outcome: Outcome


class RunSink(Protocol):
    """Who is told of everything that is executed, live and on replay alike."""

    def began(self, executor: "Executor") -> None:
        """A block is open; nothing of it was executed."""

    def ran(self, executor: "Executor", run: Run) -> None:
        """Something was executed; the ledger is as it left it. Its arrays are to be read only."""

    def closing(self, executor: "Executor", header: BlockHeader) -> None:
        """The block is whole, and its change log still stands."""


@dataclass(slots=True)
class OpenBlock:
    """The block being executed."""

    height: int
    block_time: int
    index: int = 0
    envelopes: CompactRange = field(default_factory=CompactRange)
    results: list[bytes] = field(default_factory=list)
    rows_used: dict[str, int] = field(default_factory=dict)
    bytes_used: dict[str, int] = field(default_factory=dict)
    skips: list[tuple[int, bytes]] = field(default_factory=list)


class Executor:
    """A ledger and the block that is open on it."""

    def __init__(
        self,
        genesis: Genesis,
        sink: EffectsSink | None = None,
        founding: memoryview | None = None,
    ) -> None:
        """The ledger of a genesis; `founding` is the snapshot it carries, if it does."""
        self._start(genesis, first_ledger(genesis, founding), CompactRange(), sink)
        self.height = 0 if genesis.snapshot is None else genesis.snapshot[0]
        self.block_time = genesis.block_time
        self.last_header = b""

    def _start(
        self, genesis: Genesis, ledger: Ledger, headers: CompactRange, sink: EffectsSink | None
    ) -> None:
        self.genesis = genesis
        self.chain_id = genesis.chain_id()
        self.ledger = ledger
        self.headers = headers
        self.headers_before = headers.state()
        self.directory = Directory(ledger, genesis.suite)
        self.requests = RequestBook(ledger.state)
        self._sink = sink
        self._open: OpenBlock | None = None
        self._watcher: RunSink | None = None
        self._applied: tuple[Rows, Outcome] | None = None

    def watch(self, watcher: RunSink) -> None:
        """Tell `watcher` of everything from the next block on."""
        require(self._open is None, "watching begins between two blocks")
        self._watcher = watcher

    @staticmethod
    def resume(
        genesis: Genesis,
        ledger: Ledger,
        header: BlockHeader,
        headers: CompactRange,
        sink: EffectsSink | None = None,
    ) -> "Executor":
        """Go on from a snapshot: its ledger, its block's header, the range of headers before it.

        Raises SNAPSHOT_REFUSED where the range is not the one that the header commits to.
        """
        if headers.root() != header.headers_root:
            fail("SNAPSHOT_REFUSED", reason="headers")
        executor = Executor.__new__(Executor)
        executor._start(genesis, ledger, headers, sink)
        executor.height = header.height
        executor.block_time = header.block_time
        executor.last_header = header.encode()
        headers.append(executor.last_header)
        return executor

    @property
    def block(self) -> OpenBlock:
        """The open block."""
        require(self._open is not None, "a block is open")
        return self._open  # type: ignore[return-value]

    @property
    def is_open(self) -> bool:
        """Whether a block is open."""
        return self._open is not None

    def has_system_work(self) -> bool:
        """Whether the next block begins with rows of the ledger itself."""
        return has_system_work(self.ledger.state)

    def begin(self, block_time: int, skips: Iterable[tuple[int, bytes]] = ()) -> None:
        """Open the next block; time never goes back. Sweeps and due events come first."""
        require(self._open is None, "one block is open at a time")
        require(block_time >= self.block_time, "block time never falls")
        self.block_time = block_time
        self._open = OpenBlock(self.height + 1, block_time, skips=list(skips))
        self.requests.purge(block_time)
        if self._watcher is not None:
            self._watcher.began(self)
        outcome = begin_block(self.ledger.state, self.block.height, block_time)
        if outcome is not None:
            self._note(SYSTEM, Status.APPLIED, outcome)
            if self._watcher is not None:
                run = Run(NOT_RECORDED, b"", None, Status.APPLIED, None, outcome)
                self._watcher.ran(self, run)

    def judge(self, data: bytes | memoryview, block_time: int) -> Judged:
        """Judge an envelope as it would be at a block time; reads only."""
        return judge(data, self.chain_id, block_time, self.genesis.suite, self.directory)

    def execute(self, data: bytes | memoryview, judged: Judged | None = None) -> Answer:
        """Execute one envelope of the open block; its answer."""
        block = self.block
        if judged is None:
            judged = self.judge(data, block.block_time)
        self._applied = None
        answer = self._answer(judged, len(data))
        block.envelopes.append(data)  # type: ignore[arg-type]
        outcome = Outcome(answer.statuses, answer.results, NO_ROWS.effects)
        status = Status.ENVELOPE_REPEATED if answer.repeated else answer.status
        self._note(block.index.to_bytes(4, "little"), status, outcome)
        self._tell(data, judged.envelope, status)
        block.index += 1
        return answer

    def skip(self, data: bytes | memoryview, digest: bytes) -> Answer:
        """Leave an envelope out by order: it is in the block and has no effect."""
        block = self.block
        answer = Answer(Status.ENVELOPE_SKIPPED, block.height, block.index)
        try:  # so that the same bytes, sent again, get this answer and are not run
            judged = self.judge(data, block.block_time)
        except Bug:
            judged = Judged(Status.ENVELOPE_SKIPPED)
        envelope = judged.envelope if judged.status == Status.APPLIED else None
        if envelope is not None and self.recall(envelope) is None:
            requester = self.directory.numbers[envelope.header.acting[0]]
            self._remember(envelope, requester, answer)
        block.envelopes.append(data)  # type: ignore[arg-type]
        block.skips.append((block.height, digest))
        self._note(block.index.to_bytes(4, "little"), answer.status, NO_ROWS)
        self._applied = None
        self._tell(data, judged.envelope, answer.status)
        block.index += 1
        return answer

    def _tell(self, data: bytes | memoryview, envelope: Envelope | None, status: Status) -> None:
        """Tell the watcher, if there is one, what became of an envelope."""
        if self._watcher is not None:
            rows, outcome = self._applied or (None, NO_ROWS)
            run = Run(self.block.index, data, envelope, status, rows, outcome)
            self._watcher.ran(self, run)

    def recall(self, envelope: Envelope, block_time: int = 0) -> Answer | None:
        """What was said to this request id before, if it is alive.

        Before a block begins, its time tells which ids it will find expired.
        """
        header = envelope.header
        requester = self.directory.numbers.get(header.acting[0], 0)
        slot = self.requests.find(requester, header.request_id)
        if slot is None:
            return None
        row = self.ledger.state.table("requests")[slot]
        if row[t.REQUEST_VALID_UNTIL] < block_time:
            return None
        height, index = int(row[t.REQUEST_HEIGHT]), int(row[t.REQUEST_INDEX])
        stored = row[t.REQUEST_ENVELOPE : t.REQUEST_ENVELOPE + 4].tobytes()
        if stored != envelope.id:
            return Answer(Status.REQUEST_ID_REUSED, height, index)
        status, applied = Status(int(row[t.REQUEST_STATUS])), int(row[t.REQUEST_ROWS_APPLIED])
        return Answer(status, height, index, applied, repeated=True)

    def _answer(self, judged: Judged, size: int) -> Answer:
        """Judge, recognise, count against quotas, then run. Only a run burns the request id."""
        block = self.block
        refused = Answer(judged.status, block.height, block.index)
        envelope = judged.envelope
        if judged.status != Status.APPLIED or envelope is None:
            return refused
        before = self.recall(envelope)
        if before is not None:
            return before
        if not self._within_quota(envelope, size):
            return Answer(Status.QUOTA_EXCEEDED, block.height, block.index)
        requester = self.directory.numbers[envelope.header.acting[0]]
        if self.requests.is_full(requester):
            return Answer(Status.TOO_MANY_REQUESTS, block.height, block.index)
        status, outcome = self._run(envelope)
        answer = Answer(
            status,
            block.height,
            block.index,
            outcome.rows_applied(),
            outcome.statuses,
            outcome.results,
        )
        self._remember(envelope, requester, answer)
        return answer

    def _within_quota(self, envelope: Envelope, size: int) -> bool:
        """Rows and bytes of the first participant in this block."""
        code, section = envelope.header.acting[0], envelope.header.section
        rows = section.row_count if section is not None else 1
        block = self.block
        rows_used = block.rows_used.get(code, 0) + rows
        bytes_used = block.bytes_used.get(code, 0) + size
        if rows_used > QUOTA_ROWS_PER_BLOCK or bytes_used > QUOTA_BYTES_PER_BLOCK:
            return False
        block.rows_used[code], block.bytes_used[code] = rows_used, bytes_used
        return True

    def _run(self, envelope: Envelope) -> tuple[Status, Outcome]:
        """Lower and apply; a status for the whole, and what became of the rows."""
        if envelope.header.verb == BATCH_VERB:
            return self._run_batch(envelope)
        try:
            lowering = self._lower(envelope)
            rows = lowering.build.rows()
            lowering.step(0)
        except RefusedError as refusal:
            return refusal.status, NO_ROWS
        except PrayaError as problem:
            return _lowering_status(problem), NO_ROWS
        outcome = self._apply(rows, Context(*self._when(), self._acting(envelope)))
        self.ledger.absorb(rows, outcome, lowering.build.puts)
        return Status(outcome.first_refusal()), outcome

    def _lower(self, envelope: Envelope) -> Lowering:
        header = envelope.header
        licence = self.directory.participants[header.acting[0]].licence
        genesis = self.genesis
        setting = Setting(self.block.block_time, genesis.suite, genesis.calendar, licence)
        lowering = Lowering(self.ledger, setting, header.acting, header.seed, envelope.columns())
        intent = read_intent(INTENTS[header.verb], header.body or {})
        intent.lower(lowering)
        return lowering

    def _run_batch(self, envelope: Envelope) -> tuple[Status, Outcome]:
        batch = envelope.header.batch
        require(batch is not None, "a header with the verb of a batch has one")
        rows = Rows(list(envelope.columns().values()))
        assets = [
            (one.asset, one.decimals, one.control_total)
            for one in batch.assets  # type: ignore[union-attr]
        ]
        refusal = check_batch(self.ledger.state, rows, assets)
        if refusal != Status.APPLIED:
            return Status(refusal), NO_ROWS
        numbering = batch.numbering_height  # type: ignore[union-attr]
        context = Context(*self._when(), self._acting(envelope), numbering, lowered=False)
        return Status.APPLIED, self._apply(rows, context)

    def _apply(self, rows: Rows, context: Context) -> Outcome:
        outcome = apply(self.ledger.state, rows, context) if len(rows) else NO_ROWS
        self._applied = rows, outcome
        return outcome

    def _when(self) -> tuple[int, int]:
        return self.block.height, self.block.block_time

    def _acting(self, envelope: Envelope) -> tuple[int, ...]:
        return tuple(self.directory.numbers[code] for code in envelope.header.acting)

    def _remember(self, envelope: Envelope, requester: int, answer: Answer) -> None:
        """Keep the answer for as long as the request can be repeated."""
        header = envelope.header
        request, digest = np.frombuffer(header.request_id, "<i8"), np.frombuffer(envelope.id, "<i8")
        self.requests.remember(
            [
                requester,
                *request.tolist(),
                *digest.tolist(),
                header.valid_until,
                answer.height,
                answer.index,
                int(answer.status),
                answer.rows_applied,
            ]
        )

    def _note(self, index: bytes, status: Status, outcome: Outcome) -> None:
        """Add one answer to the block's results: index, status, count, statuses, results."""
        block = self.block
        head = int(status).to_bytes(2, "little") + len(outcome.statuses).to_bytes(4, "little")
        block.results.append(index + head)
        block.results.append(outcome.statuses.tobytes())
        block.results.append(outcome.results.tobytes())
        if self._sink is not None and len(outcome.effects):
            self._sink(block.height, outcome.effects)

    def snapshot_parts(self) -> tuple[bytes, list[tuple[str, memoryview]]]:
        """What a snapshot of the last closed block holds: its header, and sections by name."""
        require(self._open is None, "a snapshot is of a closed block")
        size, roots = self.headers_before
        header = encode([self.last_header, size, list(roots)])
        documents = memoryview(self.ledger.document_section())
        return header, [*self.ledger.state.sections(), (DOCUMENTS_SECTION, documents)]

    def close(self) -> BlockHeader:
        """Check the invariants, make the root and the header, and let the next block see it all."""
        block, state = self.block, self.ledger.state
        check_block(state)
        header = BlockHeader(
            version=PROTOCOL_VERSION,
            chain_id=self.chain_id,
            height=block.height,
            block_time=block.block_time,
            business_date=state.business_date,
            envelopes_root=block.envelopes.root(),
            results_digest=results_digest(block.results),
            state_root=state.root(),
            headers_root=self.headers.root(),
            skips=tuple(block.skips),
        )
        if self._watcher is not None:
            self._watcher.closing(self, header)
        state.forget_log()
        self.last_header = header.encode()
        self.headers_before = self.headers.state()
        self.headers.append(self.last_header)
        self.height = block.height
        self.directory.refresh(self.ledger)
        self._open = None
        return header


def _lowering_status(problem: PrayaError) -> Status:
    """The status for a value that a part of lowering refused."""
    if problem.code == "DAY_NOT_COVERED":
        return Status.CALENDAR_UNKNOWN
    return Status.INTENT_MALFORMED
