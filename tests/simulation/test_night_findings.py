"""What a night of schedules found to be wrong with the simulator's own judgement."""

from random import Random

import pytest

from praya.base.errors import PrayaError
from praya.kernel.operations import GOVERN_SUSPEND
from praya.testing.simulator import schedules as schedules_module
from praya.testing.simulator.faults import FaultKind
from praya.testing.simulator.founding import copied
from praya.testing.simulator.harness import Harness, mend_lies
from praya.testing.simulator.legality import ViolationError
from praya.testing.simulator.rot import turn_a_bit
from praya.testing.simulator.schedules import draw_schedule, run_schedule
from praya.testing.simulator.settings import Setting
from praya.testing.simulator.steps import Actor, Step
from praya.testing.simulator.virtual_clock import VirtualClock
from praya.testing.simulator.virtual_files import SECTOR_BYTES, Device, Piece
from praya.testing.simulator.virtual_system import Lie, VirtualSystem

SEGMENT = "journal-00000001.seg"
ZEROS, ONES, TWOS = (bytes([byte]) * 2 * SECTOR_BYTES for byte in range(3))


def opened() -> Harness:
    harness = copied(Setting())
    harness.open(Random(1))
    return harness


@pytest.mark.parametrize(
    ("seed", "places"),
    [
        (1067, (3, 4, 5, 6, 7, 8, 18, 20, 25, 26, 27, 29, 30, 32, 33, 34, 36)),
        (1100, (2, 3, *range(6, 14), 15, 16, 17, 19, 20)),
        (1145, tuple(range(5, 13))),
        (3754, (1, *range(4, 17), 18, 19, 20, 21, 22, 24, 26, 27, 28, 30, 32, 38)),
        (4690, (0, 4, 5, 6, 7, 27)),
        (4697, (11, 12, 13, 14, 15, 16, 17, 19, 20, 21, 22, 24, 26)),
    ],
)
def test_a_schedule_that_was_misjudged_keeps_every_promise(
    seed: int, places: tuple[int, ...]
) -> None:
    assert run_schedule(draw_schedule(seed).only(places)).violation == ""


@pytest.mark.parametrize(
    ("offset", "content", "expected"),
    [
        (0, TWOS, TWOS),
        (SECTOR_BYTES, TWOS, ONES[:SECTOR_BYTES] + TWOS[:SECTOR_BYTES]),
        (2 * SECTOR_BYTES, TWOS, ONES),
    ],
)
def test_a_dropped_write_is_put_right_without_what_was_written_later(
    offset: int, content: bytes, expected: bytes
) -> None:
    lie = Lie(SEGMENT, 0, ONES, None)
    lie.overwrite(SEGMENT, Piece(offset, content))
    assert lie.right == expected


def test_a_later_write_to_another_file_does_not_change_what_is_right() -> None:
    lie = Lie(SEGMENT, 0, ONES, None)
    lie.overwrite("journal-00000002.seg", Piece(0, TWOS))
    assert lie.right == ONES


def test_what_landed_elsewhere_is_put_right_around_a_later_write() -> None:
    device = Device({SEGMENT: TWOS})
    lie = Lie(SEGMENT, 0, ZEROS, TWOS)
    written = Piece(SECTOR_BYTES, ONES[:SECTOR_BYTES])
    device.names[SEGMENT].put_durable(written.offset, written.content)
    lie.overwrite(SEGMENT, written)
    mend_lies([lie], device)
    assert bytes(device.names[SEGMENT].durable) == ZEROS[:SECTOR_BYTES] + ONES[:SECTOR_BYTES]


def test_writes_of_a_machine_reach_lies_that_were_told_before_it_started() -> None:
    harness = opened()
    old = Lie(SEGMENT, 0, ONES, None)
    device = Device({SEGMENT: ZEROS})
    system = VirtualSystem(device, harness.injector, VirtualClock(1), direct=True)
    system.old_lies = [old]
    system.pwrite(system.open(SEGMENT, system.O_RDWR), TWOS, 0)
    assert old.right == TWOS


def test_a_write_that_is_dropped_is_right_also_where_an_older_one_was_dropped() -> None:
    harness = opened()
    old = Lie(SEGMENT, 0, ONES, None)
    system = VirtualSystem(Device({SEGMENT: ZEROS}), harness.injector, VirtualClock(1), direct=True)
    system.old_lies = [old]
    harness.injector.arm(FaultKind.DROPPED, Random(1))
    descriptor = system.open(SEGMENT, system.O_RDWR)
    while not system.lies:
        system.pwrite(descriptor, TWOS, 0)
    assert [lie.right for lie in (old, *system.lies)] == [TWOS, TWOS]
    mend_lies([old, *system.lies], system.device)
    assert bytes(system.device.names[SEGMENT].durable) == TWOS


def test_a_bit_turns_only_in_a_file_that_has_one() -> None:
    harness = opened()
    harness.device.create("empty")
    for seed in range(200):
        turn_a_bit(harness, Random(seed), [])
    assert harness.injector.struck.count(FaultKind.BIT_ROT) == 200
    assert harness.device.names["empty"].seen == b""


@pytest.mark.parametrize(("struck", "is_legal"), [(True, True), (False, False)])
def test_an_export_is_refused_only_where_the_device_failed(
    struck: bool, is_legal: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    harness = opened()
    values = {"dir": "ledger", "file": "a", "action": "read", "reason": "Input/output error"}

    def refuse() -> None:
        raise PrayaError("DISK_FAILED", **values)

    monkeypatch.setattr(harness.running, "records", refuse)
    if struck:
        harness.injector.note(FaultKind.WRITE_ERROR)
    try:
        Actor(harness).do(Step("export", 1))
    except ViolationError:
        assert not is_legal
    else:
        assert is_legal


def test_a_ledger_that_takes_no_payment_is_still_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedules_module, "_some_payment", lambda actor, random: False)
    assert "no payment" in run_schedule(draw_schedule(1).only(())).violation


def test_an_operator_that_cannot_restore_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedules_module, "GOVERN_RESTORE", GOVERN_SUSPEND)
    violation = run_schedule(draw_schedule(4690).only((0, 4, 5, 6, 7, 27))).violation
    assert "is not restored after healing" in violation
