"""A node on a virtual machine beside the naive ledger, and every promise checked between them.

It submits, restarts, heals, and compares; what to submit and which faults to arm is for others.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from itertools import groupby
from random import Random

from praya.base.errors import Bug, PrayaError
from praya.base.limits import BLOCK_ENVELOPES_MAX
from praya.kernel.step import full_invariants
from praya.node.execution import Answer
from praya.node.solo import SoloNode
from praya.proofs.headers import decode_block_header
from praya.storage.commits import Record, RecordKind
from praya.storage.reading import read_journal
from praya.testing.oracle.ledger import Expected, NaiveLedger
from praya.testing.oracle.sent import Sent
from praya.testing.simulator.cast import genesis
from praya.testing.simulator.faults import Injector
from praya.testing.simulator.legality import (
    MANGLED,
    NOTICED,
    REPORTED_CODES,
    STOPPED_CODES,
    ViolationError,
    demand,
)
from praya.testing.simulator.settings import SEGMENT_BYTES, Setting
from praya.testing.simulator.virtual_clock import VirtualClock
from praya.testing.simulator.virtual_files import SECTOR_BYTES, Device, Survival
from praya.testing.simulator.virtual_folder import VirtualFolder, on_virtual_system
from praya.testing.simulator.virtual_system import Lie, PowerCutError, VirtualSystem

OPENINGS_MAX = 40
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
        self._old_lies: list[Lie] = []  # told before the present opening
        self.system = self._machine()
        self.damage = Damage()
        self.uncertain: list[Sent] = []  # sent, and not known to be answered
        self.node: SoloNode | None = None
        self.folder: VirtualFolder | None = None
        self.answers = 0
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

    def create(self, random: Random) -> None:
        """A new ledger in an empty folder; interrupted, it is simply done again."""
        for _ in range(OPENINGS_MAX):
            with self._running(random):
                self.folder = VirtualFolder(late=self.setting.late)
                try:
                    made = SoloNode.create(self.folder, self.clock, genesis(), SEGMENT_BYTES, SALT)
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
                self.node = SoloNode.open(self.folder, self.clock)
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
        self._restart_machine(random)

    def _judge_failed_opening(self, problem: PrayaError) -> None:
        if problem.code in REPORTED_CODES and self.injector.struck:
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

    def _restart_machine(self, random: Random) -> None:
        """The machine starts again; what was not synchronised may be gone."""
        survival = self.system.survival
        if not self.system.is_dead:
            survival = random.choice(list(Survival))
        self.device = self.device.after_power_cut(survival, random)
        lies = self.system.lies
        self.system = self._machine()
        self.system.lies = lies
        self.node = None

    def _machine(self) -> VirtualSystem:
        made = VirtualSystem(self.device, self.injector, self.clock, direct=self.setting.direct)
        made.old_lies = self._old_lies
        return made

    def cut_power(self, random: Random, survival: Survival) -> None:
        """The power goes while nothing is under way."""
        self.system.cut_power(survival)
        self.stop_machine(random)

    def stop_machine(self, random: Random) -> None:
        """The process is gone."""
        self._restart_machine(random)

    def close(self, random: Random) -> None:
        """A clean stop, if nothing strikes; then the process is gone."""
        try:
            with on_virtual_system(self.system):
                self.running.close()
                self.damage.is_sealed = True
        except PowerCutError:
            self.note("power cut while closing")
        except PrayaError as problem:
            self.note("closing", problem.code)
            self.demand_reported(problem)
        self._restart_machine(random)

    def move_to(self, files: dict[str, bytes], random: Random) -> None:
        """The ledger goes on from other files, on a machine that has nothing else."""
        self.node = None
        self.device = Device(files)
        self.system = self._machine()
        self.damage = Damage()
        self.damage.is_sealed = True
        self.open(random)

    @property
    def running(self) -> SoloNode:
        """The node, which runs."""
        if self.node is None:
            raise ViolationError("the simulator asks a node that does not run")
        return self.node

    # Submitting

    def submit(self, sents: Sequence[Sent], random: Random) -> list[Answer]:
        """Submit, and hold every answer against the oracle; no answers where the node stopped."""
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
            raise ViolationError(f"the node stopped on a bug: {bug}") from bug
        self._compare(sents, answers, self._expect(sents, self.clock.readings[first:]))
        return answers

    def demand_reported(self, problem: PrayaError) -> None:
        """A call failed: the device must have reported a failure, in this call or before."""
        reported = problem.code in REPORTED_CODES and bool(self.injector.struck)
        demand(reported, f"a call failed with nothing wrong: {problem}")

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

    def _run_block(self, sents: Sequence[Sent], time: int) -> list[Expected]:
        self._before_last = None if sents else self.ledger.copy()
        return self.ledger.run_block(sents, time)

    def _compare(
        self, sents: Sequence[Sent], answers: Sequence[Answer], expected: Sequence[Expected]
    ) -> None:
        for place, (sent, answer, wanted) in enumerate(zip(sents, answers, expected, strict=True)):
            self.answers += 1
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
        self._compare_state()

    def _compare_state(self) -> None:
        """The last header and the whole state, as the naive ledger has them."""
        executor = self.running.executor
        self.note(executor.height, executor.last_header)
        if self.ledger.headers and executor.last_header != self.ledger.headers[-1]:
            raise ViolationError(self._header_difference(executor.last_header))
        demand(executor.height == self.ledger.height, "the heights differ")
        demand(not any(self.ledger.book.sums()), "an asset does not sum to zero")

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
        if redone and [header for header, _ in blocks][: len(known)] != known:
            self.ledger = self._before_last or self.ledger
            known = self.ledger.headers
        demand(len(blocks) >= len(known), f"{len(known) - len(blocks)} answered blocks are gone")
        for height, header in enumerate(known, start=1):
            demand(blocks[height - 1][0] == header, f"the header of block {height} is another")
        chunks = [
            in_flight[first : first + BLOCK_ENVELOPES_MAX]
            for first in range(0, len(in_flight), BLOCK_ENVELOPES_MAX)
        ]
        for header, envelopes in blocks[len(known) :]:
            self._follow(header, envelopes, chunks)
        demand(not self.ledger.has_system_work(), "due work was left undone after opening")
        self._compare_state()
        self.check_everything()

    def _follow(self, header: bytes, envelopes: list[bytes], chunks: list[Sequence[Sent]]) -> None:
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
        self._run_block(sents, time)
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


def journal_blocks(records: Iterable[Record]) -> list[tuple[bytes, list[bytes]]]:
    """Every block of a journal: its header and its envelopes."""
    blocks = []
    for _, group in groupby(records, key=lambda record: record.height):
        whole = list(group)
        demand(whole[-1].kind == RecordKind.CLOSE, "a block has no close record")
        envelopes = [
            bytes(record.payload) for record in whole if record.kind == RecordKind.ENVELOPE
        ]
        blocks.append((bytes(whole[-1].payload), envelopes))
    return blocks


class Damage:
    """Files that were damaged at rest, so that they can be put right again."""

    def __init__(self) -> None:
        self._changed: dict[str, tuple[bytes, bytes | None]] = {}  # (before, after)
        self.is_sealed = False
        self.must_be_noticed = False
        self.noticed = 0

    @property
    def is_there(self) -> bool:
        """Whether something is damaged."""
        return bool(self._changed)

    def change(self, device: Device, name: str, content: bytes | None) -> None:
        """Put other bytes in a file, or take it away."""
        self._changed[name] = bytes(device.names[name].seen), content
        put_file(device, name, content)

    def mend(self, device: Device) -> None:
        """Put back what was there."""
        for name, (before, _) in self._changed.items():
            put_file(device, name, before)
        self._changed.clear()
        self.must_be_noticed = False

    def forget(self, device: Device) -> None:
        """The ledger opened; what is damaged did no harm. Was it to be noticed?

        An old snapshot that nobody read is put right, so that it is not found damaged later.
        """
        demand(not self.must_be_noticed, "damage after a clean stop was not noticed")
        for name, (before, after) in self._changed.items():
            file = device.names.get(name)
            if file is not None and name.endswith(".snap") and bytes(file.seen) == after:
                put_file(device, name, before)
        self._changed.clear()
        self.is_sealed = False


def put_file(device: Device, name: str, content: bytes | None) -> None:
    """A whole file as it is to be, durably; None: no file."""
    if content is None:
        device.names.pop(name, None)
        device.durable_names.pop(name, None)
        return
    if name not in device.names:
        device.create(name)
    file = device.names[name]
    file.seen[:] = content
    file.durable[:] = content
    file.pending.clear()
    device.durable_names[name] = file


def mend_lies(lies: Sequence[Lie], device: Device) -> None:
    """Put right what the device did not do as told, the last lie first.

    Sector by sector, as what was written there since may have reached a part of the place.
    """
    for lie in reversed(lies):
        file = device.names.get(lie.name)
        if file is None:
            continue
        for start in range(0, len(lie.right), SECTOR_BYTES):
            here, end = lie.offset + start, start + SECTOR_BYTES
            right = lie.right[start:end]
            there = bytes(file.seen[here : here + len(right)])
            if lie.wrong is None or there == lie.wrong[start:end]:
                file.put_durable(here, right)
