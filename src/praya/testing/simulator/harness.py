"""A node on a virtual machine beside the naive ledger, and every promise checked between them.

It submits, restarts, heals, and compares; what to submit and which faults to arm is for others.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b, sha256
from itertools import groupby
from random import Random

from praya.base.errors import Bug, PrayaError
from praya.base.limits import BLOCK_ENVELOPES_MAX
from praya.base.status import Status
from praya.kernel.step import full_invariants
from praya.node.execution import NOT_RECORDED, Answer
from praya.node.genesis import Genesis
from praya.node.skips import decode_skip
from praya.node.solo import Options, SoloNode
from praya.proofs.headers import decode_block_header
from praya.storage.commits import Record, RecordKind
from praya.storage.reading import read_journal
from praya.testing.oracle.ledger import Expected, NaiveLedger
from praya.testing.oracle.sent import Sent
from praya.testing.simulator.cast import genesis
from praya.testing.simulator.damage import Damage, mend_lies
from praya.testing.simulator.effects_heard import EffectsHeard
from praya.testing.simulator.faults import REPORTED, FaultKind, Injector
from praya.testing.simulator.legality import (
    MANGLED,
    NOTICED,
    REPORTED_CODES,
    STOPPED_CODES,
    ViolationError,
    demand,
)
from praya.testing.simulator.settings import SEGMENT_BYTES, Setting
from praya.testing.simulator.skip_orders import SkipPlan
from praya.testing.simulator.transcripts import Transcript
from praya.testing.simulator.virtual_clock import VirtualClock
from praya.testing.simulator.virtual_copies import CopyingSystem
from praya.testing.simulator.virtual_files import Device, Survival
from praya.testing.simulator.virtual_folder import VirtualFolder, on_virtual_system
from praya.testing.simulator.virtual_system import Lie, PowerCutError

OPENINGS_MAX = 40
KILLED_SHARE = 0.5  # of processes that end leave their machine running
SALT = b"a salt of sixteen"[:16]


class Harness:
    """One simulated ledger."""

    def __init__(
        self, setting: Setting, device: Device, ledger: NaiveLedger, clock: VirtualClock
    ) -> None:
        self.setting = setting
        self.ledger = ledger
        self.clock = clock
        self.injector = Injector()
        self.device = device
        self.shelf = Device()  # another folder of the same machine, for copies
        self._old_lies: list[Lie] = []  # told before the present opening
        self.system = self._machine()
        self.damage = Damage()
        self.uncertain: list[Sent] = []  # sent, and not known to be answered
        self.node: SoloNode | None = None
        self.folder: VirtualFolder | None = None
        self.heard: EffectsHeard | None = None  # of the node that runs, if it was opened
        self.effects = 0  # that nodes told of, each as it should be
        self.answers = 0
        self.answered: list[tuple[Sent, Answer]] = []  # lately, and standing in a block
        self.plan: SkipPlan | None = None  # orders to skip that openings are to be given
        self.proofs: Counter[str] = Counter()  # that held, by kind
        self.chains_before: list[bytes] = []  # ids of ledgers that the present one is founded on
        self.genesis: Genesis = genesis(ledger.start.suite)
        self.transcript: Transcript | None = None  # told what is asked, if there is one
        self._before_last: NaiveLedger | None = None
        self._trace = blake2b(digest_size=32)

    # The trace: what makes a repetition exact

    def note(self, *what: object) -> None:
        """Add to the trace."""
        self._trace.update(repr(what).encode())

    def trace(self) -> str:
        """The digest of everything that happened."""
        whole = self._trace.copy()
        for name, content in sorted(self.device.contents().items()):
            whole.update(name.encode() + content)
        return whole.hexdigest()

    # Creating, opening, stopping

    def create(self, random: Random, founding: bytes | None = None) -> None:
        """A new ledger in an empty folder; interrupted, it is simply done again."""
        self.heard = None  # a node that is created is given no sink
        for _ in range(OPENINGS_MAX):
            with self._running(random):
                self.folder = VirtualFolder(late=self.setting.late)
                try:
                    made = SoloNode.create(
                        *(self.folder, self.clock, self.genesis, SEGMENT_BYTES, SALT),
                        founding=founding,
                    )
                except PrayaError as problem:
                    if problem.code != "FOLDER_NOT_EMPTY":
                        raise
                    made = SoloNode.open(self.folder, self.clock)
                self.node = made
                return
        raise ViolationError("the ledger cannot be created, however often it is tried")

    def open(self, random: Random, in_flight: Sequence[Sent] = ()) -> None:
        """Open the ledger, as often as it takes while faults go on, and see what is there."""
        for _ in range(OPENINGS_MAX):
            self._old_lies += self.system.lies
            self.system.lies = []
            with self._running(random):
                self.folder = VirtualFolder(late=self.setting.late)
                self.node = SoloNode.open(self.folder, self.clock, self._options())
                self._catch_up(in_flight)
                self.damage.forget(self.device)
                self._old_lies.clear()  # the device holds a whole journal in spite of them
                self.note("open", self.ledger.height, self.ledger.headers[-1:])
                return
        raise ViolationError("the ledger cannot be opened, however often it is tried")

    @contextmanager
    def _running(self, random: Random) -> Iterator[None]:
        """Nodes run in here; what ends them is made legal or a violation, and the machine reset."""
        try:
            with on_virtual_system(self.system):
                yield
            return
        except PowerCutError:
            self.note("power cut")
        except PrayaError as problem:
            self.note(problem.code)
            self._judge_failed_opening(problem)
        except Bug:
            self.note("poisoned")
            if self.plan is None or not self.plan.stopped():
                raise
        self._restart_machine(random)

    def _options(self) -> Options:
        """What an opening is told: who hears of effects, and an order to skip an envelope."""
        self.heard = EffectsHeard()
        if self.plan is None:
            return Options(sink=self.heard.hear)
        skip = self.plan.attempt(self.ledger, self._left_open())
        return Options(sink=self.heard.hear, skip=skip)

    def _left_open(self) -> list[bytes] | None:
        """The envelopes of the block that is not closed; None where the journal is damaged."""
        try:
            with self._undisturbed():
                records = list(read_journal(VirtualFolder(late=False), self.ledger.start.chain_id))
        except PrayaError:
            return None
        closed = [n for n, record in enumerate(records) if record.kind == RecordKind.CLOSE]
        behind = records[closed[-1] + 1 :] if closed else records
        return [bytes(each.payload) for each in behind if each.kind == RecordKind.ENVELOPE]

    def _judge_failed_opening(self, problem: PrayaError) -> None:
        if problem.code in REPORTED_CODES and self._has_reported():
            return
        if problem.code == "SKIP_REFUSED" and self.plan is not None:
            with self.at_peace():
                self.plan.refused(self._left_open())
            return
        lies = self._old_lies + self.system.lies
        damaged = self.damage.is_there or bool(lies)
        demand(
            problem.code in NOTICED and damaged,
            f"the ledger does not open: {problem}",
        )
        self.damage.noticed += 1
        self.damage.mend(self.device)
        mend_lies(lies, self.device)
        self._old_lies.clear()
        self.system.lies.clear()

    def _restart_machine(self, random: Random, *, may_go_on: bool = True) -> None:
        """The process is gone; with it the machine, and then what was not synchronised, or not."""
        if may_go_on and random.random() < KILLED_SHARE:
            self.injector.note(FaultKind.KILLED)  # the device stays as it is: its cache goes on
        else:
            survival = self.system.survival
            if not self.system.is_dead:
                survival = random.choice(list(Survival))
            self.device = self.device.after_power_cut(survival, random)
            if not self.shelf.is_settled:
                self.shelf = self.shelf.after_power_cut(survival, random)
        lies = self.system.lies
        self.system = self._machine()
        self.system.lies = lies
        self.node = None

    def start_again(self, random: Random) -> None:
        """The machine, or only its process, ended: the ledger is opened again."""
        self._restart_machine(random)
        self.open(random)

    def _machine(self) -> CopyingSystem:
        self._struck_before = len(self.injector.struck)
        made = CopyingSystem(self.device, self.injector, self.clock, direct=self.setting.direct)
        made.shelf = self.shelf
        made.old_lies = self._old_lies
        return made

    def cut_power(self, random: Random, survival: Survival) -> None:
        """The power goes while nothing is under way."""
        self.system.cut_power(survival)
        self._restart_machine(random, may_go_on=False)

    def close(self, random: Random) -> None:
        """A clean stop, if nothing strikes; then the process is gone."""
        try:
            with on_virtual_system(self.system):
                self.running.close()
                self.damage.seal(self.device, self.system.lies)
        except PowerCutError:
            self.note("power cut while closing")
        except PrayaError as problem:
            self.note("closing", problem.code)
            self.demand_reported(problem)
        self._restart_machine(random)

    def move_to(self, files: dict[str, bytes]) -> None:
        """The ledger is to go on from other files, on a machine that has nothing else."""
        self.node = None
        self.device, self.shelf = Device(files), Device()
        self.system = self._machine()
        self.damage = Damage()
        self.damage.is_sealed = True

    def found_again(self, genesis: Genesis, snapshot: bytes, random: Random) -> None:
        """A ledger founded on this one takes its place, on a machine that has nothing else."""
        self.chains_before.append(self.ledger.start.chain_id)
        self.ledger = self.ledger.founded_again(sha256(genesis.encode()).digest())
        self.genesis = genesis
        self.node = None
        self.device, self.shelf = Device(), Device()
        self._old_lies = []
        self.system = self._machine()
        self.damage = Damage()
        self._before_last = None
        self.answered.clear()
        self.create(random, snapshot)
        self._compare_state()

    @property
    def running(self) -> SoloNode:
        """The node, which runs."""
        if self.node is None:
            raise ViolationError("the simulator asks a node that does not run")
        return self.node

    # Submitting

    def submit(self, sents: Sequence[Sent], random: Random) -> list[Answer]:
        """Submit, and hold every answer against the oracle; no answers where the node stopped."""
        if self.transcript is not None:
            self.transcript.ask(sents, self.ledger)
        first = len(self.clock.readings)
        try:
            with on_virtual_system(self.system):
                answers = self.running.submit([sent.data for sent in sents])
        except PowerCutError:
            self.note("power cut")
            self.uncertain += sents
            self._restart_machine(random)
            self.open(random, sents)
            if random.random() < 0.6:  # somebody stops it again at once, and starts it
                self.close(random)
                self.open(random)
            return []
        except PrayaError as problem:
            self.note(problem.code)
            self.demand_reported(problem)
            self.uncertain += sents
            self._after_failure(sents, random)
            return []
        except Bug as bug:
            if self.plan is None or not self.plan.is_poison:
                raise ViolationError(f"the node stopped on a bug: {bug}") from bug
            self.note("poisoned")
            self.uncertain += sents
            with on_virtual_system(self.system), self._undisturbed():
                self._demand_refusing(sents)
            self._restart_machine(random)
            self.open(random, sents)
            return []
        if self.transcript is not None:
            self.transcript.answer(answers)
        self._compare(sents, answers, self._expect(sents, self.clock.readings[first:]))
        return answers

    def demand_reported(self, problem: PrayaError) -> None:
        """A call failed: the device must have reported a failure since the process began."""
        reported = problem.code in REPORTED_CODES and self._has_reported()
        demand(reported, f"a call failed with nothing wrong: {problem}")

    def _has_reported(self) -> bool:
        return any(kind in REPORTED for kind in self.injector.struck[self._struck_before :])

    def _after_failure(self, sents: Sequence[Sent], random: Random) -> None:
        """The device failed: the node refuses what follows; or it was full, and nothing changed."""
        try:
            with on_virtual_system(self.system):
                self.running.submit([b"no envelope at all"])  # only a node that runs answers
                with self._undisturbed():
                    self._catch_up(sents)
                return
        except PrayaError as problem:
            demand(problem.code in STOPPED_CODES, f"a stopped node answers {problem}")
            try:
                with on_virtual_system(self.system):
                    self._demand_refusing(sents)
            except PowerCutError:
                self.note("power cut")
        except PowerCutError:
            self.note("power cut")
        self._restart_machine(random)
        self.open(random, sents)

    def _demand_refusing(self, sents: Sequence[Sent]) -> None:
        height = self.running.executor.height
        try:
            self.running.submit([sent.data for sent in sents])
        except PrayaError as problem:
            demand(problem.code in STOPPED_CODES, f"a stopped node answers {problem}")
        same = height == self.running.executor.height
        demand(same, "a node whose device failed goes on as if nothing had been")

    @contextmanager
    def _undisturbed(self) -> Iterator[None]:
        """The simulator looks for itself: nothing strikes."""
        self.injector.quiet, before = True, self.injector.quiet
        try:
            yield
        finally:
            self.injector.quiet = before

    def _expect(self, sents: Sequence[Sent], readings: Sequence[int]) -> list[Expected]:
        """What the naive ledger answers, at the times the node read from the clock."""
        times = iter(readings)
        expected: list[Expected] = []
        for first in range(0, len(sents), BLOCK_ENVELOPES_MAX):
            chunk = sents[first : first + BLOCK_ENVELOPES_MAX]
            time = max(next(times), self.ledger.block_time)
            foreseen = [self.ledger.foresee(sent, time) for sent in chunk]
            taken = [sent for sent, one in zip(chunk, foreseen, strict=True) if one is None]
            made = iter(self._run_block(taken, time) if taken else [])
            expected += [next(made) if one is None else one for one in foreseen]
            while self.ledger.has_system_work():
                time = next(times, -1)
                demand(time >= 0, "due work was left undone")
                self._run_block([], max(time, self.ledger.block_time))
        demand(next(times, None) is None, "the node read the clock once more than it had blocks")
        return expected

    def _run_block(
        self, sents: Sequence[Sent], time: int, skipped: frozenset[bytes] = frozenset()
    ) -> list[Expected]:
        self._before_last = None if sents else self.ledger.copy()
        return self.ledger.run_block(sents, time, skipped)

    def _compare(
        self, sents: Sequence[Sent], answers: Sequence[Answer], expected: Sequence[Expected]
    ) -> None:
        for place, (sent, answer, wanted) in enumerate(zip(sents, answers, expected, strict=True)):
            self.answers += 1
            before = answer.repeated or answer.status == Status.REQUEST_ID_REUSED
            if answer.index != NOT_RECORDED and not before:  # else another block's place is told
                self.answered.append((sent, answer))
            got = Expected(
                answer.status,
                answer.height,
                answer.index,
                answer.rows_applied,
                tuple(answer.statuses.tolist()),
                tuple(answer.results.tolist()),
                answer.repeated,
            )
            self.note(got)
            if sent.is_mangled:
                fits = got.status in MANGLED and got.index == wanted.index
                demand(fits, f"bytes changed on the way were answered {got.status.name}")
            else:
                words = f"envelope {place} ({sent.header.verb}): expected {wanted}, answered {got}"
                demand(got == wanted, words)
        del self.answered[:-BLOCK_ENVELOPES_MAX]
        self._compare_state()

    def _compare_state(self) -> None:
        """The last header and the whole state, as the naive ledger has them."""
        executor = self.running.executor
        self.note(executor.height, executor.last_header)
        if self.ledger.headers and executor.last_header != self.ledger.headers[-1]:
            raise ViolationError(self._header_difference(executor.last_header))
        demand(executor.height == self.ledger.height, "the heights differ")
        demand(not any(self.ledger.book.sums()), "an asset does not sum to zero")
        if self.heard is not None:
            self.effects += self.heard.compare(self.ledger)

    def snapshot(self, random: Random) -> None:
        """A snapshot, if nothing strikes."""
        try:
            with on_virtual_system(self.system):
                self.running.snapshot()
            return
        except PowerCutError:
            self.note("power cut")
        except PrayaError as problem:
            self.note(problem.code)
            self.demand_reported(problem)
            self._after_failure([], random)
            return
        self._restart_machine(random)
        self.open(random)

    @contextmanager
    def at_peace(self) -> Iterator[None]:
        """Others look at the files beside the node; nothing strikes meanwhile."""
        with on_virtual_system(self.system), self._undisturbed():
            yield

    def check_everything(self) -> None:
        """Every invariant of the state, and its root against the model's."""
        state = self.running.executor.ledger.state
        broken = full_invariants(state)
        demand(not broken, f"invariant: {broken}")
        if state.root() != self.ledger.book.model.root():
            raise ViolationError(
                f"the state is another than the model's: {self._table_difference()}"
            )

    def demand_last(self, header: bytes, who: str) -> None:
        """Whoever looks beside the node finds this last block."""
        headers = self.ledger.headers
        demand(header == (headers[-1] if headers else b""), f"{who} finds another last block")

    def _header_difference(self, found: bytes) -> str:
        theirs, ours = decode_block_header(found), decode_block_header(self.ledger.headers[-1])
        fields = [
            name
            for name in ours.__dataclass_fields__
            if getattr(ours, name) != getattr(theirs, name)
        ]
        return f"header {theirs.height} differs in {fields}; {self._table_difference()}"

    def _table_difference(self) -> str:
        state = self.running.executor.ledger.state
        for name, rows in self.ledger.book.model.tables().items():
            found = state.table(name).tolist()
            if found != rows:
                pairs = enumerate(zip(rows, found, strict=False))
                first = next((f"row {n}: {a} / {b}" for n, (a, b) in pairs if a != b), "")
                return f"table {name}: model {len(rows)} rows, node {len(found)}; {first}"
        return ""

    # After a stop

    def _catch_up(self, in_flight: Sequence[Sent]) -> None:
        """Hold the journal against what was answered, then let the oracle run what is new in it."""
        with self._undisturbed():
            blocks = journal_blocks(self._journal_records())
        known = self.ledger.headers
        may_be_redone = self.damage.is_there or bool(self._old_lies)
        redone = self._before_last is not None and may_be_redone and not self.damage.is_sealed
        if redone and [header for header, _, _ in blocks][: len(known)] != known:
            self.ledger = self._before_last or self.ledger
            known = self.ledger.headers
        demand(len(blocks) >= len(known), f"{len(known) - len(blocks)} answered blocks are gone")
        for place, header in enumerate(known):
            height = self.ledger.start.height + place + 1
            demand(blocks[place][0] == header, f"the header of block {height} is another")
        chunks = [
            in_flight[first : first + BLOCK_ENVELOPES_MAX]
            for first in range(0, len(in_flight), BLOCK_ENVELOPES_MAX)
        ]
        count = len(known)
        for header, envelopes, skipped in blocks[count:]:
            orders = self.plan.followed if self.plan is not None else set[bytes]()
            demand(skipped <= orders, "an envelope was left out that nobody ordered to skip")
            self._follow(header, envelopes, chunks, skipped)
        if self.plan is not None:
            # What was due may have made a block of its own behind the one that leaves out.
            fresh = self.ledger.headers[count:] or self.ledger.headers[-1:]
            self.plan.opened([skip for each in fresh for skip in decode_block_header(each).skips])
        demand(not self.ledger.has_system_work(), "due work was left undone after opening")
        self._compare_state()
        self.check_everything()

    def _follow(
        self,
        header: bytes,
        envelopes: list[bytes],
        chunks: list[Sequence[Sent]],
        skipped: frozenset[bytes],
    ) -> None:
        """One new block of the journal: of what was under way, and as the oracle has it."""
        time = decode_block_header(header).block_time
        demand(time >= self.ledger.block_time, "block time fell")
        sents: list[Sent] = []
        if not envelopes:
            demand(self.ledger.has_system_work(), "a block without envelopes, with nothing due")
        while envelopes and not sents:
            demand(bool(chunks), "a block of envelopes that nobody sent")
            chunk = chunks.pop(0)
            taken = [sent for sent in chunk if self.ledger.foresee(sent, time) is None]
            sents = taken[: len(envelopes)]
            if len(sents) < len(taken):
                chunks.clear()
        demand([sent.data for sent in sents] == envelopes, "a block of other envelopes than sent")
        self._run_block(sents, time, skipped)
        if self.ledger.headers[-1] != header:
            raise ViolationError(self._header_difference(header))

    def _journal_records(self) -> list[Record]:
        """Every record of the journal, as it is once the device's latest lies are put right."""
        if not self.system.lies:
            return list(self.running.records())
        mended = Device(self.device.contents())
        mend_lies(self.system.lies, mended)
        quiet, self.system.device = self.system.device, mended
        try:
            folder = VirtualFolder(late=False)
            return list(read_journal(folder, self.ledger.start.chain_id))
        finally:
            self.system.device = quiet


JournalBlock = tuple[bytes, list[bytes], frozenset[bytes]]


def journal_blocks(records: Iterable[Record]) -> list[JournalBlock]:
    """Every block of a journal: its header, its envelopes, and the digests of those left out."""
    blocks: list[JournalBlock] = []
    behind = (record for record in records if record.kind != RecordKind.FOUNDING)
    for _, group in groupby(behind, key=lambda record: record.height):
        whole = list(group)
        demand(whole[-1].kind == RecordKind.CLOSE, "a block has no close record")
        envelopes = [
            bytes(record.payload) for record in whole if record.kind == RecordKind.ENVELOPE
        ]
        orders = [bytes(each.payload) for each in whole if each.kind == RecordKind.SKIP]
        skipped = frozenset(decode_skip(order).digest for order in orders)
        blocks.append((bytes(whole[-1].payload), envelopes, skipped))
    return blocks
