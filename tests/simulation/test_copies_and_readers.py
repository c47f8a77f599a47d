"""Copies, readers and turned bits in schedules: the simulated calls, and what is judged by them."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from praya.base.errors import PrayaError
from praya.storage.commits import Record, RecordKind
from praya.storage.exports import read_export, write_export
from praya.storage.lock import LOCK_NAME, FolderLock
from praya.storage.new_folders import filled_folder
from praya.testing.simulator import turning
from praya.testing.simulator.beside import Turns, demand_blocks, demand_one_writer, read_beside
from praya.testing.simulator.copying import COPY, forget_copy, is_whole, write_copy
from praya.testing.simulator.damage import Damage
from praya.testing.simulator.faults import FaultKind, Injector
from praya.testing.simulator.founding import copied
from praya.testing.simulator.harness import Harness
from praya.testing.simulator.legality import ViolationError
from praya.testing.simulator.schedules import draw_schedule, run_schedule
from praya.testing.simulator.settings import Setting
from praya.testing.simulator.steps import Actor, Step
from praya.testing.simulator.virtual_clock import VirtualClock
from praya.testing.simulator.virtual_copies import (
    CopyingSystem,
    on_copying_system,
    on_the_shelf,
)
from praya.testing.simulator.virtual_files import Device, Folder, Survival
from praya.testing.simulator.virtual_system import FOLDER, SHELF, PowerCutError

RECORDS = [Record(RecordKind.CLOSE, 1, 0, 1, bytes(range(256)) * 200)]
ANCHOR = "journal.anchor"
SEEDS = range(6)


def machine(injector: Injector | None = None, device: Device | None = None) -> CopyingSystem:
    clock = VirtualClock(1)
    return CopyingSystem(device or Device(), injector or Injector(), clock, direct=True)


def opened() -> Harness:
    harness = copied(Setting())
    harness.open(Random(1))
    return harness


def exported(system: CopyingSystem) -> Path:
    place = on_the_shelf(system, COPY)
    with on_copying_system(system):
        write_export(place, b"genesis", RECORDS)
    return place


# The simulated calls


def test_an_export_on_the_simulated_system_is_that_of_a_real_one(tmp_path: Path) -> None:
    system = machine()
    write_export(tmp_path / COPY, b"genesis", RECORDS)
    place = exported(system)
    assert place.read_bytes() == (tmp_path / COPY).read_bytes()
    assert list(system.shelf.names) == [COPY]
    assert len(list(read_export(place)[1])) == 1


@pytest.mark.parametrize("survival", list(Survival))
def test_an_export_that_was_answered_outlives_a_power_cut(survival: Survival) -> None:
    system = machine()
    content = exported(system).read_bytes()
    after = system.shelf.after_power_cut(survival, Random(1))
    assert bytes(after.names[COPY].seen) == content


def test_a_file_of_two_names_is_one_file_after_a_power_cut() -> None:
    device = Device({"one": b"content"})
    device.link("one", "two")
    device.synchronise_names()
    after = device.after_power_cut(Survival.NOTHING, Random(1))
    assert after.names["one"] is after.names["two"]


def test_a_folder_in_a_folder_loses_what_was_not_synchronised() -> None:
    shelf = Device()
    inner = shelf.make_folder("inner")
    shelf.synchronise_names()
    inner.device.create("file").put(0, b"content")
    assert not shelf.is_settled
    after = shelf.after_power_cut(Survival.NOTHING, Random(1)).names["inner"]
    assert isinstance(after, Folder)
    assert after.device.names == {}


@pytest.mark.parametrize("kind", [FaultKind.DROPPED, FaultKind.MISDIRECTED])
@pytest.mark.parametrize("calls", [2, 3])
def test_a_write_of_an_export_that_never_came_is_read_back(kind: FaultKind, calls: int) -> None:
    injector = Injector()
    injector.arm_soon(kind, Random(1), calls)
    with pytest.raises(PrayaError) as refused:
        exported(system := machine(injector))
    assert refused.value.code == "EXPORT_DIFFERS"
    assert injector.struck == [kind]
    assert system.lies == []  # nobody puts a copy right
    assert system.shelf.names == {}


def test_a_name_that_is_taken_is_not_linked_over() -> None:
    system = machine()
    exported(system)
    for target in (COPY, "other"):
        system.shelf.create("second")
        if target == COPY:
            with pytest.raises(FileExistsError):
                system.link(on_the_shelf(system, "second"), on_the_shelf(system, target))
        else:
            system.link(on_the_shelf(system, "second"), on_the_shelf(system, target))
            assert system.shelf.names["other"] is system.shelf.names["second"]


@pytest.mark.parametrize("end", ["release", "killed", "a new process"])
def test_a_lock_goes_with_whoever_holds_it(end: str) -> None:
    system = machine()
    mark = system.next_descriptor
    with on_copying_system(system):
        held = FolderLock(FOLDER)
        with pytest.raises(PrayaError) as refused:
            FolderLock(FOLDER)
        assert refused.value.code == "LEDGER_LOCKED"
        if end == "release":
            held.release()
        elif end == "killed":
            system.forget_process(mark)
    fresh = machine(device=system.device) if end == "a new process" else system
    with on_copying_system(fresh):
        FolderLock(FOLDER).release()
    assert bytes(system.device.names[LOCK_NAME].seen) == b""


def test_a_folder_is_filled_beside_its_name_and_cut_short_leaves_nothing() -> None:
    system = machine()
    for is_cut in (True, False):
        with on_copying_system(system):
            try:
                with filled_folder(f"{SHELF}/new", "last") as building:
                    os_path = system.path.join(building, "last")
                    system.open(os_path, os.O_CREAT | os.O_RDWR)
                    if is_cut:
                        raise KeyboardInterrupt
            except KeyboardInterrupt:
                assert system.shelf.names == {}
    assert list(system.shelf.names) == ["new"]


def test_a_folder_with_files_is_not_renamed_over() -> None:
    system = machine()
    system.makedirs(f"{SHELF}/one")
    system.makedirs(f"{SHELF}/two")
    system.open(f"{SHELF}/two/file", os.O_CREAT | os.O_RDWR)
    with pytest.raises(OSError, match="not empty"):
        system.rename(f"{SHELF}/one", f"{SHELF}/two")
    with pytest.raises(FileNotFoundError):
        system.open(f"{SHELF}/three/file", os.O_CREAT | os.O_RDWR)
    with pytest.raises(FileExistsError):
        system.makedirs(f"{SHELF}/two")
    system.rmtree(f"{SHELF}/two")
    assert list(system.shelf.names) == ["one"]


# Taking turns


def take_turns(seed: int, reader: Callable[[list[str]], bytes]) -> tuple[bytes, list[str]]:
    system, order = machine(device=Device({"file": b"content"})), list[str]()

    def look(who: str) -> None:
        for _ in range(30):
            system.listdir(FOLDER)
            order.append(who)

    def read() -> bytes:
        look("reader")
        return reader(order)

    found = Turns(system, Random(seed)).run(lambda: look("writer"), read)
    return found, order


def test_two_take_turns_in_an_order_that_repeats() -> None:
    orders = set()
    for seed in range(20):
        found, order = take_turns(seed, lambda _: b"found")
        assert found == b"found"
        assert sorted(order) == ["reader"] * 30 + ["writer"] * 30
        assert take_turns(seed, lambda _: b"found")[1] == order
        orders.add(tuple(order))
    assert len(orders) > 10


def test_what_a_reader_raises_reaches_whoever_waits_for_it() -> None:
    def reader(_: list[str]) -> bytes:
        raise PrayaError("BLOCK_UNKNOWN", height=1, last=0)

    with pytest.raises(PrayaError, match="BLOCK_UNKNOWN"):
        take_turns(1, reader)


def test_what_the_writer_raises_lets_the_reader_end() -> None:
    system = machine()

    def writer() -> None:
        raise PowerCutError

    with pytest.raises(PowerCutError):
        Turns(system, Random(1)).run(writer, lambda: b"found")
    assert system.between is None


def test_a_reader_that_makes_up_a_block_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    harness = opened()
    monkeypatch.setattr(
        "praya.testing.simulator.beside._readers",
        lambda *_: [("a reader", lambda: b"another")],
    )
    with pytest.raises(ViolationError, match="another last block"):
        read_beside(harness, Random(1), lambda: None)


# Copies, single blocks, the lock


def test_a_copy_is_whole_and_another_file_under_its_name_is_noticed() -> None:
    harness, random = opened(), Random(2)
    assert not is_whole(harness)
    while not write_copy(harness, random):
        continue
    assert is_whole(harness)
    harness.shelf.names[COPY].seen[-1] ^= 1
    with pytest.raises(ViolationError, match="does not verify"):
        is_whole(harness)
    forget_copy(harness)
    assert not is_whole(harness)


def test_single_blocks_and_the_lock_hold_on_a_ledger_without_faults() -> None:
    harness = opened()
    for seed in SEEDS:
        demand_blocks(harness, Random(seed))
        demand_one_writer(harness, Random(seed))


def test_a_block_of_another_header_is_noticed() -> None:
    harness = opened()
    harness.ledger.headers[:] = [bytes(len(header)) for header in harness.ledger.headers]
    with pytest.raises(ViolationError, match="another header"):
        demand_blocks(harness, Random(1))


# Bits that turn


@pytest.mark.parametrize("seed", SEEDS)
def test_a_bit_that_turned_under_a_node_is_noticed_or_harmless(seed: int) -> None:
    harness = opened()
    turning.turn_under_node(harness, Random(seed))
    assert harness.injector.struck == [FaultKind.LIVE_ROT]
    harness.close(Random(seed))
    must = harness.damage.must_be_noticed
    harness.open(Random(seed))
    assert harness.damage.noticed >= must
    assert not harness.damage.is_there
    assert not harness.system.lies


def test_a_bit_of_what_is_read_must_be_noticed_after_a_clean_stop() -> None:
    counts = [0, 0]
    for seed in range(12):
        harness = opened()
        turning._turn(harness, Random(seed))
        harness.close(Random(seed))
        counts[harness.damage.must_be_noticed] += 1
        if harness.damage.must_be_noticed:
            with pytest.raises(ViolationError, match="was not noticed"):
                harness.damage.forget(harness.device)
    print(counts)
    assert counts[True] > 3


def test_a_file_damaged_twice_is_put_right_as_it_first_was() -> None:
    device, damage = Device({ANCHOR: b"right"}), Damage()
    damage.change(device, ANCHOR, b"wrong")
    damage.change(device, ANCHOR, b"worse")
    damage.mend(device)
    assert bytes(device.names[ANCHOR].seen) == b"right"


def test_a_file_that_was_written_anew_is_left_as_it_is() -> None:
    device, damage = Device({ANCHOR: b"right"}), Damage()
    damage.change(device, ANCHOR, b"wrong")
    device.names[ANCHOR].seen[:] = b"fresh"
    damage.mend(device)
    assert bytes(device.names[ANCHOR].seen) == b"fresh"


# Whole schedules


@pytest.mark.parametrize("kind", ["export", "beside", "turn", "verify"])
def test_schedules_full_of_one_kind_of_step_keep_every_promise(kind: str) -> None:
    drawn = draw_schedule(703)
    steps = tuple(
        Step(kind, step.seed) if place % 8 == 3 else step for place, step in enumerate(drawn.steps)
    )
    ran = run_schedule(replace(drawn, steps=steps))
    assert ran.violation == "", (ran.at_place, ran.violation)
    print(f"{ran.faults.total()} faults")
    assert ran.faults.total() > 0


def test_a_step_that_reads_beside_repeats_exactly() -> None:
    traces = set()
    for _ in range(2):
        actor = Actor(opened())
        for seed in SEEDS[:2]:
            actor.do(Step("beside", seed))
        traces.add(actor.harness.trace())
    assert len(traces) == 1
