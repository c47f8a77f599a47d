"""Every state that a power cut may leave, opened by the shipped code and judged.

Legal: the ledger opens with the records of the day up to some place, at or behind the last that was
acknowledged, and nothing else; of a block that was under way, a first part of its envelopes. Before
its creation was acknowledged a ledger may be missing, and is then simply created. Damage that no
power cut makes is refused, or made no difference. A state that breaks this is a violation, told
with what repeats it.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from time import perf_counter
from typing import Any, Final

from blake3 import blake3

from praya.base.errors import Bug, PrayaError
from praya.node.replay import Progress as Replayed
from praya.node.solo import SoloNode
from praya.node.verification import verify_folder
from praya.storage.disk import MemoryDisk
from praya.testing.images.crash_states import PARTIAL, Cut, Files, power_cuts
from praya.testing.images.day import StillClock, Told, day_in_memory, scripted_day
from praya.testing.images.prefixes import compare, may_be_created, send_again
from praya.testing.images.recording import (
    Change,
    Milestone,
    Recording,
    apply_call,
    record_day,
    record_recovery,
)
from praya.testing.simulator.cast import genesis
from praya.testing.simulator.faults import Injector
from praya.testing.simulator.harness import SALT
from praya.testing.simulator.legality import NOTICED, ViolationError, demand
from praya.testing.simulator.settings import SEGMENT_BYTES
from praya.testing.simulator.virtual_clock import VirtualClock
from praya.testing.simulator.virtual_files import Device
from praya.testing.simulator.virtual_folder import VirtualFolder, on_virtual_system
from praya.testing.simulator.virtual_system import VirtualSystem

SEED: Final = 2_026
FAST_BLOCKS: Final = (1, 1, 1)
FAST_EVERY: Final = 11  # of the different states of the short day, in the fast tier
RECOVERY_EVERY: Final = 20  # images whose opening is cut again, in the fast tier
RECOVERY_EVERY_FULL: Final = 3
GO_ON_EVERY: Final = 12  # images on which the rest of the day is lived
SAMPLES: Final = 48  # drawn sets of sectors for each write
VIOLATIONS_MAX: Final = 20
Progress = Callable[[str, int], None]


@dataclass
class Counts:
    """What was tried, and what became of it."""

    calls: int = 0  # recorded system calls
    states: int = 0  # enumerated, many of them alike
    sampled: int = 0  # of these, drawn and not exhaustive
    different: int = 0  # of all states
    images: int = 0  # of these, opened
    opened: int = 0
    not_created: int = 0  # cut before the creation was acknowledged, then created
    blocks_cut: int = 0  # opened with a first part of the envelopes of a block
    went_on: int = 0  # where the rest of the day was sent again
    recoveries: int = 0  # openings cut by another power cut
    impossible: int = 0  # images that no power cut makes
    impossible_opened: int = 0  # with the same ledger; only verification noticed them
    violations: list[str] = field(default_factory=list)
    seen: set[bytes] = field(default_factory=set)  # digests of images, on whatever machine


def machine(files: Files) -> VirtualSystem:
    """A machine without faults on which these files lie."""
    return VirtualSystem(Device(files), Injector(), VirtualClock(1), direct=True)


class Judge:
    """Opens images of one recording and says what is wrong."""

    def __init__(
        self, recording: Recording, records: Sequence[Told], counts: Counts, *, direct: bool
    ) -> None:
        self.recording = recording
        self.direct = direct
        self.records = records
        self.counts = counts
        self.tally = 0

    def is_new(self, cut: Cut, milestone: Milestone) -> bool:
        """Whether such files were not seen after the same acknowledgements."""
        hasher = blake3(repr(milestone.known).encode())
        for name in sorted(cut.files):
            hasher.update(f"{name} {len(cut.files[name])} ".encode()).update(cut.files[name])
        found = hasher.digest() in self.counts.seen
        self.counts.seen.add(hasher.digest())
        return not found

    def judge(self, cut: Cut, milestone: Milestone) -> None:
        """Open one image; a violation is noted with what repeats it."""
        self.tally += 1
        try:
            self.open(cut.files, milestone, go_on=self.tally % GO_ON_EVERY == 0)
        except (ViolationError, PrayaError, Bug) as problem:
            what = problem.what if isinstance(problem, ViolationError) else str(problem)
            self.counts.violations.append(f"call {cut.calls}, {cut.how}: {what}")

    def open(self, files: Files, milestone: Milestone, *, go_on: bool) -> None:
        """The image opens to a legal prefix, or there was nothing to open yet."""
        clock = StillClock()
        with on_virtual_system(machine(files)):
            folder = VirtualFolder(late=False)
            try:
                node = SoloNode.open(folder, clock)
            except PrayaError as problem:
                demand(may_be_created(problem, milestone.known), f"does not open: {problem}")
                node = SoloNode.create(folder, clock, genesis(), SEGMENT_BYTES, SALT)
                self.counts.not_created += 1
            self.counts.opened += 1
            self.counts.blocks_cut += compare(node, milestone.known, self.records)
            if go_on:
                self.counts.went_on += 1
                send_again(node, clock, self.records)
                found = verify_folder(VirtualFolder(late=False), Replayed()).executor
                demand(found.last_header == node.executor.last_header, "verified otherwise")


def run_crash_images(progress: Progress, full: bool) -> dict[str, Any]:
    """All states of the day on four machines, or in the fast tier a part of those of a short day.

    `progress` is told a stage and how many images were opened. The counts; `violations` is a list.
    """
    began, counts = perf_counter(), Counts()
    day = scripted_day() if full else scripted_day(FAST_BLOCKS)
    _, records = day_in_memory(day)
    machines = [(direct, late) for direct in (True, False) for late in (False, True)]
    for direct, late in machines if full else machines[1:3]:
        recording = record_day(day, direct=direct, late=late)
        judge = Judge(recording, records, counts, direct=direct)
        stage = f"{'direct' if direct else 'synchronised'}, {'late' if late else 'inline'}"
        _run_machine(judge, full, lambda done, stage=stage: progress(stage, done))  # type: ignore[misc]
        _run_impossible(judge, full)
        counts.calls += len(recording.calls)
    found = {name: value for name, value in asdict(counts).items() if name != "seen"}
    return {**found, "tier": "all" if full else "sample", "seconds": perf_counter() - began}


def _run_machine(judge: Judge, full: bool, progress: Callable[[int], None]) -> None:
    """Every cut of one recording, and cuts of what mends some of them."""
    counts, every = judge.counts, 1 if full else FAST_EVERY
    recovered = RECOVERY_EVERY_FULL if full else RECOVERY_EVERY
    for cut in power_cuts(judge.recording, SAMPLES if full else 3, SEED):
        counts.states += 1
        counts.sampled += cut.is_sampled
        milestone = judge.recording.milestone(cut.calls)
        if not judge.is_new(cut, milestone):
            continue
        counts.different += 1
        if counts.different % every:
            continue
        counts.images += 1
        judge.judge(cut, milestone)
        progress(counts.images)
        if milestone.known.is_created and counts.images % recovered == 0:
            _run_recovery(judge, cut, milestone)
        if len(counts.violations) >= VIOLATIONS_MAX:
            return


def _run_recovery(judge: Judge, cut: Cut, milestone: Milestone) -> None:
    """The opening of an image, and a clean stop after it, are cut by a second power cut."""

    def opening() -> None:
        SoloNode.open(VirtualFolder(late=False), StillClock()).close()

    recovery = record_recovery(cut.files, opening, direct=judge.direct)
    for again in power_cuts(recovery, 2, SEED):
        stated = again._replace(calls=cut.calls, how=f"{cut.how}; then {again.how}")
        if judge.is_new(stated, milestone):
            judge.counts.recoveries += 1
            judge.judge(stated, milestone)


def _run_impossible(judge: Judge, full: bool) -> None:
    """After the day's clean stop, with one call's bytes never written: noticed, or no matter."""
    calls, counts = judge.recording.calls, judge.counts
    whole = _after(judge.recording, -1)
    writes = [place for place, call in enumerate(calls) if call.change is Change.WRITE]
    for place in writes if full else writes[::5]:
        files = _after(judge.recording, place)
        if files == whole:
            continue
        counts.impossible += 1
        if _verifies(files):
            counts.violations.append(f"call {place} left out, and nothing notices it")
        elif _opens(files):
            counts.impossible_opened += 1
            judge.judge(Cut(place, "left out", False, files), judge.recording.milestones[-1])


def _after(recording: Recording, left_out: int) -> Files:
    """The files after all calls but one, of whose write nothing but the length is there."""
    device = Device(recording.start)
    for place, call in enumerate(recording.calls):
        if place != left_out:
            apply_call(device, call)
        elif not call.durable:
            apply_call(device, call._replace(content=bytes(len(call.content))))
    contents = device.contents()
    return {name: content for name, content in contents.items() if not name.endswith(PARTIAL)}


def _opens(files: Files) -> bool:
    try:
        SoloNode.open(MemoryDisk(files), StillClock())
    except PrayaError as problem:
        demand(problem.code in NOTICED, f"refused as {problem}")
        return False
    return True


def _verifies(files: Files) -> bool:
    try:
        verify_folder(MemoryDisk(files), Replayed())
    except PrayaError as problem:
        demand(problem.code in NOTICED, f"refused as {problem}")
        return False
    return True
