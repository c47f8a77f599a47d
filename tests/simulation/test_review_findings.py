"""What a review of the simulator found: a process may end while the machine goes on.

A process that is killed, or that stopped after a failed synchronisation, leaves the system's cache
behind: who opens the journal next sees bytes that no device holds, and a power cut after that takes
them. What is believed at an opening must be on the device before anything is built on it.
"""

from random import Random

import pytest

from praya.base.errors import PrayaError
from praya.intents.calendar.open_day import OpenDay
from praya.node.solo import SoloNode
from praya.storage.commits import COMMIT_HEADER_BYTES, RECORD_HEADER_BYTES, Record, RecordKind
from praya.storage.journal import Journal
from praya.storage.segments import HEADER_BYTES
from praya.testing.simulator.cast import CALENDAR, DAY_MS, NOON, OPERATOR
from praya.testing.simulator.faults import Armed, CallKind, FaultKind, Injector
from praya.testing.simulator.founding import founded
from praya.testing.simulator.letters import Request, Writer
from praya.testing.simulator.settings import SEGMENT_BYTES
from praya.testing.simulator.virtual_clock import VirtualClock
from praya.testing.simulator.virtual_files import Device, Survival
from praya.testing.simulator.virtual_folder import VirtualFolder, on_virtual_system
from praya.testing.simulator.virtual_system import PowerCutError, VirtualSystem

CHAIN = bytes(32)
SMALL = 100
OF_A_BLOCK = (3, 4)  # the synchronisations of its envelopes and of its header, after the anchor's
# With all headers, exactly a segment.
WHOLE = SEGMENT_BYTES - HEADER_BYTES - COMMIT_HEADER_BYTES - RECORD_HEADER_BYTES


class Striking(Injector):
    """Ends the process, or lets the call fail, at one coming call of a kind."""

    def __init__(self) -> None:
        super().__init__()
        self.kind = CallKind.READ
        self.left = 0
        self.fault: FaultKind | None = None

    def set(self, kind: CallKind, number: int, fault: FaultKind | None) -> None:
        """Strike at call `number` (from 1); without a fault the process is killed before it."""
        self.kind, self.left, self.fault = kind, number, fault

    def strike(self, call: CallKind) -> Armed | None:
        if call is not self.kind or self.left == 0:
            return None
        self.left -= 1
        if self.left:
            return None
        if self.fault is None:
            raise PowerCutError
        return Armed(self.fault, 1, Random(2))


class Machine:
    """A device on which one process after another opens a journal."""

    def __init__(self, *, direct: bool, late: bool = False) -> None:
        """`late`: the helper that makes the next segment is slow."""
        self.direct, self.late = direct, late
        self.device = Device()
        with on_virtual_system(self.system(Striking())):
            Journal.create(VirtualFolder(late=self.late), CHAIN, SEGMENT_BYTES)

    def system(self, striking: Striking) -> VirtualSystem:
        """For a new process: everything that was written is seen, durable or not."""
        clock = VirtualClock(NOON)
        return VirtualSystem(self.device, striking, clock, direct=self.direct)

    def append(self, height: int, size: int, strike: tuple[CallKind, int] | None = None) -> None:
        """A process opens the journal, appends a record, and ends; killed there, if it is said."""
        self._append(height, size, strike, None)

    def append_failing(self, height: int, size: int, number: int) -> None:
        """The same, and synchronisation `number` fails: the process stops."""
        strike = (CallKind.SYNCHRONISE, number)
        with pytest.raises(PrayaError, match="DISK_FAILED"):
            self._append(height, size, strike, FaultKind.FSYNC_ERROR)

    def _append(
        self, height: int, size: int, strike: tuple[CallKind, int] | None, fault: FaultKind | None
    ) -> None:
        striking = Striking()
        with on_virtual_system(self.system(striking)):
            folder = VirtualFolder(late=self.late)
            journal = Journal.open(folder, CHAIN)
            assert folder.mode  # what is found out before the first write is behind us
            if strike is not None:
                striking.set(*strike, fault)
            payload = bytes([height]) * size
            try:
                journal.append([Record(RecordKind.ENVELOPE, height, 0, NOON, payload)])
            except PowerCutError:
                return
        assert strike is None

    def heights_after_a_power_cut(self) -> list[int]:
        """What is in the journal once nothing is left of what was not synchronised."""
        self.device = self.device.after_power_cut(Survival.NOTHING, Random(1))
        with on_virtual_system(self.system(Striking())):
            journal = Journal.open(VirtualFolder(late=self.late), CHAIN)
            return [record.height for record in journal.records()]


def test_what_a_power_cut_leaves_of_finished_processes_is_all() -> None:
    machine = Machine(direct=False)
    for height in (1, 2, 3):
        machine.append(height, SMALL)
    assert machine.heights_after_a_power_cut() == [1, 2, 3]


def test_a_commit_whose_synchronisation_failed_is_not_built_on() -> None:
    machine = Machine(direct=False)
    machine.append(1, SMALL)
    machine.append_failing(2, SMALL, number=1)
    machine.append(3, SMALL)  # started again on the same machine, and acknowledged
    assert machine.heights_after_a_power_cut()[-1] == 3


def test_a_commit_of_a_killed_process_is_durable_before_the_next_segment_follows_it() -> None:
    machine = Machine(direct=False)
    machine.append(1, WHOLE, (CallKind.SYNCHRONISE, 1))
    machine.append(2, SMALL)
    assert machine.heights_after_a_power_cut()[-1] == 2


@pytest.mark.parametrize("direct", [True, False])
def test_an_anchor_whose_name_was_not_durable_is_not_built_on(direct: bool) -> None:
    machine = Machine(direct=direct, late=True)
    machine.append(1, WHOLE)
    machine.append(2, SMALL, (CallKind.SYNCHRONISE, 4))  # killed as the anchor has its name
    machine.append(3, SMALL)
    assert machine.heights_after_a_power_cut()[-1] == 3


@pytest.mark.parametrize("number", OF_A_BLOCK)
def test_nobody_is_answered_from_what_the_cache_alone_holds(number: int) -> None:
    """Killed before a block is on the device; the next process finds it, and repeats the answer."""
    start = founded()
    clock = VirtualClock(start.now_ms)
    device = Device(start.files)
    wanted = Request((OPERATOR,), OpenDay(CALENDAR.next_business_day(start.ledger.book.today)))
    clock.move(4 * DAY_MS)
    sent = Writer(start.ledger, Random(1), clock.look()).write(wanted)

    def opened(striking: Striking) -> VirtualSystem:
        return VirtualSystem(device, striking, clock, direct=False)

    killed = Striking()
    with on_virtual_system(opened(killed)):
        node = SoloNode.open(VirtualFolder(late=False), clock)
        node.snapshot()  # what is written once a process is behind us
        height = node.executor.height
        killed.set(CallKind.SYNCHRONISE, number, None)
        with pytest.raises(PowerCutError):
            node.submit([sent.data])
    with on_virtual_system(opened(Striking())):
        node = SoloNode.open(VirtualFolder(late=False), clock)
        assert node.executor.height == height + 1, "the process was killed in another place"
        answer = node.submit([sent.data])[0]
        assert answer.repeated
    device = device.after_power_cut(Survival.NOTHING, Random(1))
    with on_virtual_system(opened(Striking())):
        assert SoloNode.open(VirtualFolder(late=False), clock).executor.height == height + 1
