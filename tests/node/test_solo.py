"""One node through a day: stops, crashes at every write, disks that fail, snapshots of any age."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from praya.base.dates import parse_day
from praya.base.errors import Bug, PrayaError
from praya.base.signing import Suite
from praya.dev.commands.opening import writing
from praya.intents.calendar.open_day import OpenDay
from praya.intents.issuance.issue_units import IssueUnits
from praya.intents.issuance.mint_cash import MintCash
from praya.intents.schema import body_of
from praya.intents.settlement.transfer import Transfer
from praya.kernel import tables as t
from praya.node import solo
from praya.node.solo import SoloNode
from praya.node.story_clock import StoryClock
from praya.storage.disk import FolderDisk, MemoryDisk
from praya.storage.inspection import inspect_folder
from praya.storage.segments import segment_name
from praya.storage.snapshots import list_snapshots, snapshot_name

from .failing_disks import FailingDisk, Failure
from .worlds import (
    CALENDAR,
    DAY_MS,
    NOON,
    SEGMENT,
    World,
    document,
    genesis,
    refused,
    settled,
    transfer,
    with_bond,
)

COUPON_DAY = parse_day("2023-03-15")
PICTURES = ("HKD", "BOND")

Script = tuple[tuple[int, bytes], ...]


def picture(node: SoloNode) -> str:
    """What everybody has, and the business date."""
    world = World(node, MemoryDisk(), StoryClock(0))
    tables = [world.ledger_of(asset) for asset in PICTURES]
    return "\n\n".join([f"day {world.state.business_date}", *tables])


@cache
def day_before_coupon() -> tuple[dict[str, bytes], int]:
    """The files of a ledger one day before a coupon falls due, stopped cleanly; and the time."""
    world = with_bond()
    for bank, amount in (("BANKA", "600.00"), ("BANKB", "400.00")):
        world.apply(IssueUnits("BOND", amount, f"{bank}.HOUSE"), "GOVT")
    world.apply(MintCash("HKD", "50.00", "GOVT.PAYING", "rtgs-3"), "HKMA")
    world.open_until(COUPON_DAY - 1)
    world.node.close()
    return world.files(), world.clock.now_ms()


@cache
def script() -> Script:
    """A day: transfers, a payment back, the opening on which a coupon is paid, more transfers."""
    files, now = day_before_coupon()
    world = World(SoloNode.open(MemoryDisk(files), StoryClock(now)), MemoryDisk(), StoryClock(now))
    world.counter = 1_000
    made = [
        (now + 1_000 * place, world.envelope(transfer(f"{place + 1}.00"), "BANKA"))
        for place in range(5)
    ]
    back = transfer("2.00", "BANKB.HOUSE", "BANKA.C1")
    made.append((now + 6_000, world.envelope(back, "BANKB")))
    noon = COUPON_DAY * DAY_MS + 12 * 3_600_000
    late = {"valid_until": noon + DAY_MS}
    made.append((noon, world.envelope(OpenDay(COUPON_DAY), "HKMA", **late)))
    made += [
        (noon + 1_000 * place, world.envelope(transfer("0.01"), "BANKA", **late))
        for place in range(1, 9)
    ]
    return tuple(made)


def live(disk: FailingDisk, said: list[str]) -> SoloNode:
    """Open a node and live the day on a disk; each answer is kept as soon as it is there."""
    files_time = script()[0][0]
    clock = StoryClock(files_time)
    node = SoloNode.open(disk, clock)
    for at, envelope in script():
        clock.set(at)
        said.append(node.submit([envelope])[0].status.name)
    node.close()
    return node


@cache
def reference() -> tuple[tuple[str, ...], int, dict[int, bytes]]:
    """Pictures before the day and after each step, the number of writes, the headers."""
    files, now = day_before_coupon()
    disk, clock = FailingDisk(files), StoryClock(now)
    node = SoloNode.open(disk, clock)
    pictures, headers = [picture(node)], {node.executor.height: node.executor.last_header}
    for at, envelope in script():
        clock.set(at)
        assert node.submit([envelope])[0].status.name == "APPLIED"
        pictures.append(picture(node))
        headers[node.executor.height] = node.executor.last_header
    node.close()
    return tuple(pictures), disk.writes, headers


def check_after_failure(files: dict[str, bytes], acknowledged: int, *, verify: bool) -> None:
    """Reopened: what was acknowledged is there, the next step wholly or not; the day goes on."""
    pictures, _, _ = reference()
    clock = StoryClock(script()[max(0, acknowledged - 1)][0])
    disk = MemoryDisk(files)
    node = SoloNode.open(disk, clock)
    world = World(node, disk, clock)
    assert picture(node) in pictures[acknowledged : acknowledged + 2]
    assert world.invariants() == []
    for at, envelope in script()[max(0, acknowledged - 1) :]:
        clock.set(at)
        assert node.submit([envelope])[0].status.name == "APPLIED"
    assert picture(node) == pictures[-1]
    if verify:
        world.verified()
    node.close()


@contextmanager
def frequent_snapshots(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setattr(solo, "SNAPSHOT_EVERY_BLOCKS", 3)
        yield


@pytest.mark.parametrize("failure", list(Failure))
def test_a_disk_that_fails_at_any_write_leaves_all_or_nothing(
    failure: Failure, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, _ = day_before_coupon()
    stopped, fails_at, codes = 0, 0, set[str]()
    with frequent_snapshots(monkeypatch):
        while True:
            fails_at += 1
            disk, said = FailingDisk(files, fails_at, failure), list[str]()
            try:
                live(disk, said)
            except PrayaError as problem:
                codes.add(problem.code)
                stopped += 1
            if disk.writes < fails_at:
                break
            assert set(said) <= {"APPLIED"}
            check_after_failure(disk.copies(), len(said), verify=fails_at % 5 == 0)
    assert codes <= {"DISK_FAILED", "DISK_FULL", "NODE_STOPPED"}
    print(f"{failure.value}: {fails_at - 1} writes, {stopped} days cut short")
    assert fails_at > 30
    assert stopped > 10


@pytest.mark.parametrize("fails_at", [2, 3])  # the envelope's record, the header of its block
@pytest.mark.parametrize("failure", [Failure.NOTHING, Failure.TORN, Failure.WHOLE])
def test_a_node_whose_disk_failed_stops(failure: Failure, fails_at: int) -> None:
    files, now = day_before_coupon()
    disk = FailingDisk(files, fails_at, failure)
    node = SoloNode.open(disk, StoryClock(now))
    envelope = script()[0][1]
    refused("DISK_FAILED", lambda: node.submit([envelope]))
    disk.dead = False
    values = refused("NODE_STOPPED", lambda: node.submit([envelope]))
    assert values["cause"] == "DISK_FAILED"
    node.close()  # a node that failed writes nothing more
    assert disk.writes == fails_at


def test_a_full_disk_refuses_and_the_node_goes_on_when_there_is_room() -> None:
    files, now = day_before_coupon()
    disk = FailingDisk(files, 1, Failure.FULL)  # leaving the clean stop
    node = SoloNode.open(disk, StoryClock(now))
    envelope = script()[0][1]
    refused("DISK_FULL", lambda: node.submit([envelope]))
    answer = node.submit([envelope])[0]
    assert (answer.status.name, answer.repeated) == ("APPLIED", False)


def test_a_full_disk_in_the_middle_of_a_write_stops_the_node() -> None:
    files, now = day_before_coupon()
    disk = FailingDisk(files, 2, Failure.FULL)  # the commit itself: what is there is not known
    node = SoloNode.open(disk, StoryClock(now))
    envelope = script()[0][1]
    refused("DISK_FULL", lambda: node.submit([envelope]))
    assert refused("NODE_STOPPED", lambda: node.submit([envelope]))["cause"] == "DISK_FULL"


def test_a_snapshot_that_finds_no_room_costs_nobody_an_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    files, now = day_before_coupon()
    monkeypatch.setattr(solo, "SNAPSHOT_EVERY_BLOCKS", 1)
    disk = FailingDisk(files, 4, Failure.FULL)  # anchor, envelope, header, snapshot
    node = SoloNode.open(disk, StoryClock(now))
    assert node.submit([script()[0][1]])[0].status.name == "APPLIED"
    assert disk.writes == 4
    assert node.submit([script()[1][1]])[0].status.name == "APPLIED"
    assert len(list_snapshots(disk)) == 2


def test_a_crash_after_any_write_replays_to_the_same_header() -> None:
    files, now = day_before_coupon()
    moments: list[dict[str, bytes]] = []
    disk, clock = FailingDisk(files, seen=moments.append), StoryClock(now)
    node = SoloNode.open(disk, clock)
    headers = {node.executor.height: node.executor.last_header}
    for at, envelope in script()[:6]:
        clock.set(at)
        node.submit([envelope])
        headers[node.executor.height] = node.executor.last_header
    heights = set()
    for files_then in moments:
        again = SoloNode.open(MemoryDisk(files_then), StoryClock(now)).executor
        assert headers[again.height] == again.last_header
        heights.add(again.height)
    print(f"{len(moments)} crashes")
    assert len(moments) > 10
    assert heights == set(headers)


@pytest.mark.parametrize("suite", list(Suite))
def test_a_clean_stop_and_a_start_give_the_same_header(suite: Suite) -> None:
    world = settled(suite)
    world.apply(transfer("1.00"), "BANKA")
    world.node.close()
    again = world.reopened()
    assert again.last == world.last
    assert again.verified().snapshots >= 1
    assert refused("NODE_STOPPED", lambda: world.node.submit([b"x"]))["cause"] == "closed"


def test_a_new_ledger_opens_before_its_first_block() -> None:
    world = World.create()
    assert world.reopened().last == world.last == (0, b"")
    assert world.node.snapshot() == 0
    assert list_snapshots(world.disk) == []
    world.node.close()
    assert world.reopened().last == (0, b"")
    assert world.verified().envelopes == 0


def test_a_ledger_is_not_made_over_another() -> None:
    world = settled()
    refused("FOLDER_NOT_EMPTY", lambda: World.create(disk=world.disk))
    assert world.reopened().last == world.last
    refused("LEDGER_MISSING", lambda: SoloNode.open(MemoryDisk(), StoryClock(NOON)))


def test_a_snapshot_may_be_written_at_any_time() -> None:
    world = settled()
    for _ in range(6):
        world.apply(transfer("1.00"), "BANKA")
        assert world.node.snapshot() == world.last[0]
        again = world.reopened()
        assert again.last == world.last
        assert again.verified().executor.ledger.state.root() == world.state.root()


def test_an_old_snapshot_put_back_is_harmless() -> None:
    world = settled()
    old = snapshot_name(list_snapshots(world.disk)[0])
    content = bytes(world.disk.files[old])
    for _ in range(4):
        world.apply(transfer("1.00"), "BANKA")
        world.node.snapshot()
    assert old not in world.disk.files
    only_old = {name: data for name, data in world.files().items() if not name.endswith(".snap")}
    for files in ({**world.files(), old: content}, {**only_old, old: content}, only_old):
        assert world.reopened(files).last == world.last


def test_a_snapshot_newer_than_the_journal_is_noticed() -> None:
    world = settled()
    before = world.files()
    world.apply(transfer("1.00"), "BANKA")
    world.node.snapshot()
    name = snapshot_name(world.last[0])
    newer = {**before, name: world.files()[name]}
    refused("VERIFICATION_FAILED", lambda: world.reopened(newer))


def test_an_opening_that_is_refused_leaves_every_byte_so_that_a_lost_one_can_be_put_back() -> None:
    """The device reported a header and lost it; what came after is torn; a snapshot knows better.

    Found by schedule 5189: the opening cut the tail first, and with it what could be put right.
    """
    world = settled()
    world.apply(transfer("1.00"), "BANKA")
    world.node.snapshot()
    place, last = world.node._journal.end, world.last
    segment, end = segment_name(place.segment), place.offset
    whole = world.files()
    content = bytearray(whole[segment])
    lost = bytes(content[end - 4_096 : end])
    content[end - 4_096 : end] = bytes(4_096)
    content[end : end + 512] = b"\xaa" * 512
    disk = MemoryDisk({**whole, segment: bytes(content)})
    found = refused("VERIFICATION_FAILED", lambda: SoloNode.open(disk, world.clock))
    assert found["what"] == "snapshot and journal differ"
    assert bytes(disk.files[segment]) == bytes(content)
    disk.files[segment][end - 4_096 : end] = lost
    node = SoloNode.open(disk, world.clock)
    assert (node.executor.height, node.executor.last_header) == last
    node.close()
    assert list(inspect_folder(disk)) == []


def test_a_snapshot_of_another_history_is_noticed() -> None:
    ours, theirs = settled(), settled()
    ours.apply(transfer("1.00"), "BANKA")
    theirs.apply(transfer("2.00"), "BANKA")
    theirs.node.snapshot()
    name = snapshot_name(theirs.last[0])
    assert ours.last[0] == theirs.last[0]
    mixed = {**ours.files(), name: theirs.files()[name]}
    refused("VERIFICATION_FAILED", lambda: ours.reopened(mixed))


def test_a_snapshot_of_another_ledger_is_refused() -> None:
    ours, other = World.create(), World.create(genesis(name="other"))
    for world in (ours, other):
        world.apply(OpenDay(CALENDAR.next_business_day(world.state.business_date)), "HKMA")
        world.node.snapshot()
    name = snapshot_name(1)
    mixed = {**ours.files(), name: other.files()[name]}
    refused("VERIFICATION_FAILED", lambda: ours.reopened(mixed))
    swapped = {**ours.files(), "genesis.cbor": other.files()["genesis.cbor"]}
    refused("JOURNAL_OTHER_CHAIN", lambda: ours.reopened(swapped))
    damaged = {**ours.files(), "genesis.cbor": ours.files()["genesis.cbor"][:-1]}
    refused("GENESIS_DAMAGED", lambda: ours.reopened(damaged))


def test_what_fell_due_before_a_stop_is_paid_once_after_it() -> None:
    files, _ = day_before_coupon()
    pictures, _, _ = reference()
    opening = next(place for place, (at, _) in enumerate(script()) if at >= COUPON_DAY * DAY_MS)
    moments: list[dict[str, bytes]] = []
    disk, clock = FailingDisk(files, seen=moments.append), StoryClock(script()[0][0])
    node = SoloNode.open(disk, clock)
    for at, envelope in script()[: opening + 1]:
        clock.set(at)
        node.submit([envelope])
    assert picture(node) == pictures[opening + 1]
    unpaid = 0
    for files_then in moments[-3:]:
        again = World(SoloNode.open(MemoryDisk(files_then), clock), MemoryDisk(), clock)
        unpaid += again.node.executor.height > 0
        paid = again.available("GOVT.SUSPENSE")
        assert (again.state.business_date == COUPON_DAY) == (paid == "4.00")
    assert unpaid == 3


def test_an_interrupt_in_the_middle_of_a_block_stops_the_node(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = settled()
    good = [world.envelope(transfer("1.00"), "BANKA") for _ in range(2)]

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Transfer, "lower", interrupt)
        with pytest.raises(KeyboardInterrupt):
            world.send(*good)
    refused("NODE_STOPPED", lambda: world.send(*good))
    again = world.reopened()
    assert [answer.repeated for answer in again.send(*good)] == [True, True]
    assert again.available("BANKB.HOUSE") == "502.00"
    assert again.verified().envelopes > 0


def test_an_error_nobody_foresaw_stops_the_node(monkeypatch: pytest.MonkeyPatch) -> None:
    world = settled()
    good = world.envelope(transfer("1.00"), "BANKA")
    for error in (OverflowError, KeyError, RecursionError, Bug):
        with monkeypatch.context() as patch:
            patch.setattr(Transfer, "lower", lambda *_, error=error: (_ for _ in ()).throw(error()))
            fresh = settled()
            with pytest.raises(error):
                fresh.send(good)
        refused("NODE_STOPPED", lambda fresh=fresh: fresh.send(good))
        assert fresh.reopened().available("BANKB.HOUSE") == "501.00"
    assert world.said(transfer("1.00"), "BANKA") == "APPLIED"


def test_time_never_goes_back_with_the_clock() -> None:
    world = settled()
    world.apply(transfer("1.00"), "BANKA")
    late = world.node.executor.block_time
    disk = MemoryDisk(world.files())
    again = World(SoloNode.open(disk, StoryClock(0)), disk, StoryClock(late))
    again.counter = world.counter
    assert again.said(transfer("1.00"), "BANKA") == "APPLIED"
    assert again.node.executor.block_time == late


def test_more_envelopes_than_a_block_holds_go_into_several() -> None:
    world = settled()
    before = world.last[0]
    answers = world.send(*(world.envelope(transfer("0.01"), "BANKA") for _ in range(35)))
    assert [answer.height - before for answer in answers] == [1] * 16 + [2] * 16 + [3] * 3
    assert [answer.index for answer in answers] == [*range(16), *range(16), *range(3)]
    assert world.reopened().last == world.last


def test_refused_envelopes_make_no_block() -> None:
    world = settled()
    before = world.last
    assert world.send(b"", world.envelope(transfer("1.00"), "NOBODY"))[0].height == before[0]
    assert world.last == before
    assert world.send() == []


SECOND = """
import sys
from praya.base.errors import PrayaError
from praya.dev.commands.opening import writing
try:
    with writing(sys.argv[1]):
        print("opened")
except PrayaError as problem:
    print(problem.code)
"""


def test_a_second_process_may_not_write(tmp_path: Path) -> None:
    files, _ = day_before_coupon()
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    command = [sys.executable, "-c", SECOND, str(tmp_path)]
    with writing(str(tmp_path)):
        said = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert said.stdout == "LEDGER_LOCKED\n", said.stderr
    said = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert said.stdout == "opened\n", said.stderr
    assert list(inspect_folder(FolderDisk(tmp_path))) == []


def test_a_day_on_a_real_folder_is_that_in_memory(tmp_path: Path) -> None:
    clock, memory = StoryClock(NOON), MemoryDisk()
    nodes = [
        SoloNode.create(disk, StoryClock(NOON), genesis(), SEGMENT, bytes(16))
        for disk in (FolderDisk(tmp_path), memory)
    ]
    world = World(nodes[1], memory, clock)
    header = world.header(("HKMA",), OpenDay.VERB, body=body_of(OpenDay(19_404)))
    for node in nodes:
        assert node.submit([world.signed(header)])[0].status.name == "APPLIED"
        node.close()
    assert nodes[0].executor.last_header == nodes[1].executor.last_header
    again = SoloNode.open(FolderDisk(tmp_path), StoryClock(NOON))
    assert again.executor.last_header == nodes[0].executor.last_header


def test_participants_stand_as_they_did_after_a_start() -> None:
    world = settled()
    again = world.reopened()
    assert again.node.executor.directory.participants == world.node.executor.directory.participants
    assert again.state.rows(t.PARTICIPANTS) == 6
    assert document("BANKA") == again.ledger.document("participant/BANKA")
