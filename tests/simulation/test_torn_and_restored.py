"""Two rare things in schedules: a full block torn on its way, and a ledger restored elsewhere."""

import os
from random import Random

import pytest

from praya.base.errors import PrayaError
from praya.storage.segments import segment_name
from praya.testing.simulator import exporting
from praya.testing.simulator.faults import FaultKind, Injector
from praya.testing.simulator.founding import copied
from praya.testing.simulator.harness import Harness
from praya.testing.simulator.legality import ViolationError
from praya.testing.simulator.schedules import draw_schedule
from praya.testing.simulator.settings import Setting
from praya.testing.simulator.steps import Actor, Step
from praya.testing.simulator.virtual_clock import VirtualClock
from praya.testing.simulator.virtual_files import Device
from praya.testing.simulator.virtual_system import PowerCutError, VirtualSystem

BLOCK = 4_096
TORN = {FaultKind.TORN_512, FaultKind.TORN_4096}
SCHEDULES = 600


def opened() -> Harness:
    harness = copied(Setting())
    harness.open(Random(1))
    return harness


def writing(name: str, blocks: int) -> Injector:
    """A machine that is to tear a long write to a segment writes so many blocks to a file."""
    injector = Injector()
    injector.arm_tear(FaultKind.TORN_4096, Random(1), BLOCK)
    system = VirtualSystem(Device({name: bytes(BLOCK)}), injector, VirtualClock(1), direct=True)
    system.pwrite(system.open(name, os.O_RDWR), bytes(BLOCK * blocks), 0)
    return injector


@pytest.mark.parametrize(
    ("name", "blocks"),
    [("journal.anchor", 2), (segment_name(1) + ".partial", 9), (segment_name(1), 1)],
)
def test_a_tear_waits_for_a_long_write_to_a_segment(name: str, blocks: int) -> None:
    injector = writing(name, blocks)
    assert injector.struck == []
    assert len(injector.armed) == 1


def test_a_long_write_to_a_segment_is_torn() -> None:
    with pytest.raises(PowerCutError):
        writing(segment_name(1), 2)


def test_a_full_block_is_torn_and_nothing_of_it_was_answered() -> None:
    torn = 0
    for seed in range(3):
        harness = opened()
        Actor(harness).do(Step("tear", seed))
        torn += bool(TORN & set(harness.injector.struck))
        harness.check_everything()
    print(f"{torn} of 3 torn")
    assert torn > 0


def test_a_tenth_of_all_schedules_has_one_tear() -> None:
    drawn = [draw_schedule(seed) for seed in range(SCHEDULES)]
    tears = [sum(step.kind == "tear" for step in schedule.steps) for schedule in drawn]
    print(f"{sum(tears)} of {SCHEDULES}")
    assert set(tears) == {0, 1}
    assert SCHEDULES // 20 < sum(tears) < SCHEDULES // 5


def test_a_restored_ledger_goes_on_in_another_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "RESTORED_SHARE", 1.0)
    harness = opened()
    actor, before, height = Actor(harness), harness.device, harness.ledger.height
    actor.do(Step("export", 1))
    assert harness.device is not before
    assert harness.running.executor.height == height
    actor.do(Step("ask", 2))
    assert harness.ledger.height > height


def test_a_restored_ledger_that_is_another_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "RESTORED_SHARE", 1.0)
    harness = opened()
    harness.ledger.headers[-1] = harness.ledger.headers[-2]
    with pytest.raises((ViolationError, PrayaError)):
        Actor(harness).do(Step("export", 1))
