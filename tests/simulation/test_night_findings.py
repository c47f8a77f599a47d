"""What a night of schedules found to be wrong with the simulator's own judgement.

Each situation is made directly: what a seed draws changes with every kind of request that is added.
Numbers in brackets are those of the schedules as they were then.
"""

from random import Random

import pytest

from praya.base.errors import PrayaError
from praya.intents.governance.suspend_participant import SuspendParticipant
from praya.kernel.operations import GOVERN_SUSPEND
from praya.testing.simulator import schedules as schedules_module
from praya.testing.simulator.copying import Ended, restore
from praya.testing.simulator.damage import mend_lies
from praya.testing.simulator.faults import FaultKind
from praya.testing.simulator.founding import copied
from praya.testing.simulator.harness import Harness
from praya.testing.simulator.legality import ViolationError
from praya.testing.simulator.letters import Request, Writer
from praya.testing.simulator.rot import turn_a_bit
from praya.testing.simulator.schedules import draw_schedule, run_schedule
from praya.testing.simulator.settings import Setting
from praya.testing.simulator.steps import Actor, Step
from praya.testing.simulator.virtual_clock import VirtualClock
from praya.testing.simulator.virtual_files import SECTOR_BYTES, Device, File, Piece, Survival
from praya.testing.simulator.virtual_system import Lie, VirtualSystem

SEGMENT = "journal-00000001.seg"
PAYING = ("BANKA", "BANKB", "BROKER", "GOVT", "SFC")
ZEROS, ONES, TWOS = (bytes([byte]) * 2 * SECTOR_BYTES for byte in range(3))


def opened() -> Harness:
    harness = copied(Setting())
    harness.open(Random(1))
    return harness


@pytest.mark.parametrize(
    ("offset", "content", "expected"),  # 1100, 3754
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
    """1067, 4697."""
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
    """1145."""
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
    monkeypatch.setattr(schedules_module, "_some_request", lambda *_: False)
    assert "no payment" in run_schedule(draw_schedule(1).only(())).violation


def nobody_who_pays() -> Actor:
    """Everybody is suspended but an operator without accounts (4690)."""
    actor = Actor(opened())
    writer = Writer(actor.harness.ledger, Random(2), actor.harness.clock.look())
    inquiries = [SuspendParticipant(code, 2, "inquiry") for code in ("OPER", *PAYING)]
    actor.submit([writer.write(Request(("OPERTWO",), each)) for each in inquiries], Random(3))
    assert actor.harness.ledger.register.suspended == {"OPER", *PAYING}
    return actor


def test_where_all_who_could_pay_are_suspended_they_are_restored_and_pay() -> None:
    actor = nobody_who_pays()
    schedules_module._pay(actor, Random(4))
    assert actor.harness.ledger.register.suspended == set()


def test_an_operator_that_cannot_restore_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    actor = nobody_who_pays()
    monkeypatch.setattr(schedules_module, "GOVERN_RESTORE", GOVERN_SUSPEND)
    with pytest.raises(ViolationError, match="is not restored after healing"):
        schedules_module._pay(actor, Random(4))


@pytest.mark.parametrize("survival", list(Survival))
def test_a_direct_write_is_not_undone_by_what_waited_before_it(survival: Survival) -> None:
    """A process without direct writes is killed, another writes there directly (30052)."""
    for seed in range(8):
        file = File(bytearray(12), bytearray(12))
        file.put(4, b"older")
        file.put(0, b"torn")
        file.put(10, b"z")
        file.put_durable(2, b"direct")
        found = file.after_power_cut(survival, Random(seed))
        assert bytes(found.seen[2:8]) == b"direct"
        assert bytes(found.seen[:2]) == b"to"
        assert bytes(found.seen[8:9]) == b"r"
    kept = file.after_power_cut(Survival.NOTHING, Random(1))
    assert bytes(kept.seen[10:]) == b"\0\0"  # elsewhere it still waits


def test_a_copy_whose_name_was_not_made_to_last_may_go() -> None:
    """Its writer was killed before; then the power goes while a folder is made from it (30182)."""
    harness = opened()
    assert restore(harness, Random(1), Ended.CUT) is None
    with pytest.raises(ViolationError, match="a copy that was written is gone"):
        restore(harness, Random(1), Ended.DONE)


def test_where_no_rule_lets_anybody_pay_somebody_opens_an_account(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Assets are paused, licences have lapsed, and the naive ledger says the same (40825)."""
    asked: list[object] = []

    def answered(_actor: object, _random: object, recipes: object) -> bool:
        asked.append(recipes)
        return recipes is schedules_module.OPENINGS

    monkeypatch.setattr(schedules_module, "_some_request", answered)
    assert run_schedule(draw_schedule(1).only(())).violation == ""
    payments = schedules_module.PAYMENTS
    assert asked == [payments, payments, schedules_module.OPENINGS]
