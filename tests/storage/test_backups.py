"""Backups: made beside a writer, whole or not at all; what is restored goes on."""

import errno
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from node.test_kill import CHILD, NOON, UNITS
from node.worlds import World, settled, transfer, with_bond

from praya.base.errors import PrayaError
from praya.base.status import Status
from praya.kernel import tables as t
from praya.node.backups import NewJournal, Standing, restore_backup, standing, write_backup
from praya.node.founding import found_on
from praya.node.genesis import GENESIS_FILE
from praya.node.reading import read_ledger
from praya.node.replay import Progress
from praya.node.solo import Options, SoloNode
from praya.node.story_clock import StoryClock
from praya.node.verification import verify_export, verify_folder
from praya.storage import exports, new_folders
from praya.storage.commits import RecordKind
from praya.storage.disk import FolderDisk, MemoryDisk
from praya.storage.exports import read_export, write_export
from praya.storage.lock import FolderLock
from praya.storage.new_folders import UNFINISHED, filled_folder

JOURNAL = NewJournal(65_536, bytes(16))
SEED = 5


def backed_up(world: World, folder: Path) -> tuple[Path, Standing]:
    path = folder / "ledger.praya"
    found, _ = write_backup(world.disk, path, Progress())
    return path, found


def restored(path: Path, folder: Path, head: bytes | None = None) -> Standing:
    with filled_folder(str(folder), GENESIS_FILE) as building:
        disk = FolderDisk(building)
        try:
            return restore_backup(path, disk, JOURNAL, Progress(), head=head)
        finally:
            disk.close()


def refused(action: Callable[[], object]) -> str:
    with pytest.raises(PrayaError) as raised:
        action()
    return raised.value.code


def opens(folder: Path) -> bool:
    try:
        read_ledger(FolderDisk(folder))
    except PrayaError:
        return False
    return True


def test_a_restored_ledger_stands_where_the_backup_was_made(tmp_path):
    world = with_bond()
    path, found = backed_up(world, tmp_path)
    assert restored(path, tmp_path / "new", found.header) == found
    assert found == standing(world.node.executor)
    verified = verify_folder(FolderDisk(tmp_path / "new"), Progress())
    assert standing(verified.executor) == found
    assert verified.snapshots == 1
    assert verify_export(path, found.chain_id, Progress()).executor.height == found.height


def test_a_restored_ledger_goes_on_and_answers_an_old_request_as_before(tmp_path):
    world = settled()
    sent = world.envelope(transfer("1.00", "BANKA.HOUSE", "BANKB.C1"), "BANKA")
    first = world.send(sent)[0]
    path, found = backed_up(world, tmp_path)
    restored(path, tmp_path / "new")
    disk, clock = FolderDisk(tmp_path / "new"), StoryClock(world.clock.now_ms())
    node = SoloNode.open(disk, clock, Options())
    again = node.submit([sent])[0]
    assert (again.repeated, again.status, again.height) == (True, first.status, first.height)
    assert node.executor.height == found.height
    fresh = world.envelope(transfer("1.00", "BANKA.HOUSE", "BANKB.C1"), "BANKA")
    assert node.submit([fresh])[0].status == Status.APPLIED
    assert world.send(fresh)[0].status == Status.APPLIED
    node.close()
    disk.close()
    assert node.executor.last_header == world.node.executor.last_header
    assert verify_folder(FolderDisk(tmp_path / "new"), Progress()).executor.height == 1 + (
        found.height
    )


def test_a_ledger_without_blocks_and_one_founded_on_another_are_backed_up(tmp_path):
    old = settled()
    genesis, founding = found_on(old.node.executor, "next")
    disk = MemoryDisk()
    SoloNode.create(disk, StoryClock(NOON), genesis, 65_536, bytes(16), founding=founding).close()
    for name, made in (("empty", World.create().disk), ("founded", disk)):
        found, records = write_backup(made, tmp_path / name, Progress())
        assert (found.header, records) == (bytes(32), int(name == "founded"))
        assert restored(tmp_path / name, tmp_path / f"{name}.d") == found
        assert verify_folder(FolderDisk(tmp_path / f"{name}.d"), Progress()).envelopes == 0


def test_what_an_open_block_holds_is_in_no_backup(tmp_path):
    world = settled()
    before = standing(world.node.executor)
    files = world.files()
    world.apply(transfer("1.00", "BANKA.HOUSE", "BANKB.C1"), "BANKA")
    torn = MemoryDisk(files)
    journal = SoloNode.open(torn, StoryClock(NOON))._journal
    last = list(world.node.records())[-2]
    assert last.kind == RecordKind.ENVELOPE
    journal.append([last])
    found, _ = write_backup(torn, tmp_path / "b.praya", Progress())
    assert found == before
    # an export of the node's own may end inside a block: a restore leaves that out, too
    write_export(tmp_path / "e.praya", torn.files[GENESIS_FILE], journal.records())
    assert restored(tmp_path / "e.praya", tmp_path / "new") == before


def test_a_backup_is_never_written_over_anything(tmp_path):
    world = settled()
    path, _ = backed_up(world, tmp_path)
    before = path.read_bytes()
    assert refused(lambda: backed_up(world, tmp_path)) == "FILE_EXISTS"
    assert path.read_bytes() == before
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name, code in (("link", "FILE_EXISTS"), ("none/b.praya", "FOLDER_MISSING")):
        assert refused(lambda at=tmp_path / name: write_backup(world.disk, at, Progress())) == code
    assert sorted(each.name for each in tmp_path.iterdir()) == ["ledger.praya", "link"]


def test_two_backups_to_one_name_at_once_are_one_backup(tmp_path):
    world = settled()
    path = tmp_path / "b.praya"

    def records() -> Any:
        assert refused(lambda: write_backup(world.disk, path, Progress())) == "FILE_EXISTS"
        yield from world.node.records()

    write_export(path, world.disk.files[GENESIS_FILE], records())
    assert verify_export(path, world.node.executor.chain_id, Progress()).envelopes > 0


def test_a_name_that_is_taken_meanwhile_is_left_alone(tmp_path):
    world = settled()
    path = tmp_path / "b.praya"

    def records() -> Any:
        yield from world.node.records()
        path.write_text("somebody's")

    genesis = bytes(world.disk.files[GENESIS_FILE])
    assert refused(lambda: write_export(path, genesis, records())) == "FILE_EXISTS"
    assert path.read_text() == "somebody's"
    assert [each.name for each in tmp_path.iterdir()] == ["b.praya"]


@pytest.mark.parametrize("links", [True, False])
def test_a_file_system_without_links_is_served_too(tmp_path, monkeypatch, links):
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    if not links:
        monkeypatch.setattr(exports.os, "link", refuse)
    path, found = backed_up(settled(), tmp_path)
    assert restored(path, tmp_path / "new") == found
    assert refused(lambda: backed_up(settled(), tmp_path)) == "FILE_EXISTS"


def test_what_is_left_of_a_finished_backup_is_not_emptied_by_the_next(tmp_path):
    world = settled()
    path, _ = backed_up(world, tmp_path)
    os.link(path, tmp_path / "ledger.praya.partial")  # killed between the link and the removal
    kept = path.rename(tmp_path / "kept.praya")
    before = kept.read_bytes()
    backed_up(world, tmp_path)
    assert kept.read_bytes() == before == path.read_bytes()
    assert len(list(tmp_path.iterdir())) == 2


def test_a_backup_that_reads_back_otherwise_is_none(tmp_path, monkeypatch):
    def torn(descriptor: int) -> None:
        os.pwrite(descriptor, b"\xff", 4_000)

    monkeypatch.setattr(exports, "synchronise", torn)
    assert refused(lambda: backed_up(settled(), tmp_path)) == "EXPORT_DIFFERS"
    assert not list(tmp_path.iterdir())


def test_a_ledger_that_replays_otherwise_is_not_backed_up(tmp_path):
    world = settled()
    disk = MemoryDisk(world.files())
    disk.files["genesis.cbor"][-1] ^= 1
    assert refused(lambda: write_backup(disk, tmp_path / "b", Progress())) != ""
    disk = MemoryDisk(world.files())
    disk.files["journal-00000001.seg"][8_200] ^= 1
    assert refused(lambda: write_backup(disk, tmp_path / "b", Progress())) == "JOURNAL_DAMAGED"
    assert not list(tmp_path.iterdir())


def test_a_block_that_says_otherwise_is_neither_backed_up_nor_restored(tmp_path, monkeypatch):
    world = settled()
    path, _ = backed_up(world, tmp_path)
    plant = "praya.node.replay.Executor.execute"
    from praya.node.execution import Executor

    def skipped(self: Executor, data: bytes, judged: object = None) -> object:
        return self.skip(data, bytes(32))

    monkeypatch.setattr(plant, skipped)
    at = tmp_path / "b"
    assert refused(lambda: write_backup(world.disk, at, Progress())) == "VERIFICATION_FAILED"
    assert refused(lambda: restored(path, tmp_path / "new")) == "VERIFICATION_FAILED"
    assert [each.name for each in tmp_path.iterdir()] == ["ledger.praya"]


def test_a_restore_that_differs_from_the_stated_head_leaves_nothing(tmp_path):
    world = settled()
    path, old = backed_up(world, tmp_path)
    world.apply(transfer("1.00", "BANKA.HOUSE", "BANKB.C1"), "BANKA")
    head = standing(world.node.executor).header
    assert refused(lambda: restored(path, tmp_path / "new", head)) == "BACKUP_DIFFERS"
    assert refused(lambda: restored(path, tmp_path / "new", bytes(32))) == "BACKUP_DIFFERS"
    assert [each.name for each in tmp_path.iterdir()] == ["ledger.praya"]
    assert restored(path, tmp_path / "new", old.header) == old


@pytest.mark.parametrize("kind", ["full", "file", "no parent", "busy", "left whole"])
def test_a_folder_that_is_not_new_is_refused(tmp_path, kind):
    path, _ = backed_up(settled(), tmp_path)
    target = tmp_path / "new"
    building = tmp_path / f"new{UNFINISHED}"
    if kind == "full":
        (target / "x").mkdir(parents=True)
    elif kind == "file":
        target.write_text("x")
    elif kind == "no parent":
        target = tmp_path / "none" / "new"
    else:
        building.mkdir()
        if kind == "left whole":
            (building / GENESIS_FILE).write_text("x")
    wanted = {"full": "FOLDER_NOT_EMPTY", "file": "FILE_EXISTS", "no parent": "FOLDER_MISSING"}
    wanted |= {"busy": "LEDGER_LOCKED", "left whole": "FOLDER_NOT_EMPTY"}
    if kind == "busy":
        with FolderLock(building):
            assert refused(lambda: restored(path, target)) == wanted[kind]
    else:
        assert refused(lambda: restored(path, target)) == wanted[kind]
    assert not target.is_dir() or (target / "x").is_dir()
    assert (building / GENESIS_FILE).exists() == (kind == "left whole")


def test_an_empty_folder_will_do_and_leftovers_are_cleared(tmp_path):
    path, found = backed_up(settled(), tmp_path)
    (tmp_path / "new").mkdir()
    building = tmp_path / f"new{UNFINISHED}"
    building.mkdir()
    (building / "journal.anchor").write_text("torn")
    assert restored(path, tmp_path / "new") == found
    assert not building.exists()


@pytest.mark.parametrize(
    ("module", "name", "action"),
    [
        (os, "rename", "rename"),
        (new_folders, "synchronise_folder", "synchronise"),
    ],
)
def test_a_folder_whose_name_cannot_be_made_to_last_is_refused_and_leaves_nothing(
    module, name, action, tmp_path, monkeypatch
):
    path, found = backed_up(settled(), tmp_path)
    real, failed = getattr(module, name), []

    def fails_at_the_name(*given):
        if not failed and str(given[-1]) in (str(tmp_path), str(tmp_path / "new")):
            failed.append(given)
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(*given)

    monkeypatch.setattr(module, name, fails_at_the_name)
    with pytest.raises(PrayaError) as raised:
        restored(path, tmp_path / "new")
    assert (raised.value.code, raised.value.values["action"]) == ("DISK_FAILED", action)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    assert restored(path, tmp_path / "new") == found


def test_a_record_too_large_for_the_segments_leaves_nothing(tmp_path):
    world = settled()
    rows = [(world.position("BANKA.HOUSE", "HKD"), world.position("BANKB.C1", "HKD"), 1, 0, 0, 0)]
    disk = MemoryDisk()
    big = SoloNode.create(disk, StoryClock(NOON), world.node.executor.genesis, 2**20, bytes(16))
    for record in world.node.records():
        if record.kind == RecordKind.ENVELOPE:
            big.submit([bytes(record.payload)])
    world.node = big
    assert world.send(world.batch(rows * 4_000, "BANKA"))[0].status == Status.APPLIED
    found, _ = write_backup(disk, tmp_path / "b", Progress())
    assert refused(lambda: restored(tmp_path / "b", tmp_path / "new")) == "RECORD_TOO_LARGE"
    assert [each.name for each in tmp_path.iterdir()] == ["b"]
    with filled_folder(str(tmp_path / "new"), GENESIS_FILE) as building:
        larger = NewJournal(2**20, bytes(16))
        assert restore_backup(tmp_path / "b", FolderDisk(building), larger, Progress()) == found


def noticed(content: bytearray, folder: Path, place: int) -> bool:
    """Whether a flipped byte is noticed, and nothing is left of the restore."""
    content[place] ^= 1
    path = folder / "flipped"
    path.write_bytes(content)
    content[place] ^= 1
    code = refused(lambda: restored(path, folder / "new"))
    return code in ("EXPORT_DIFFERS", "EXPORT_DAMAGED") and not (folder / "new").exists()


def test_a_flipped_byte_is_noticed(tmp_path):
    path, _ = backed_up(settled(), tmp_path)
    content = bytearray(path.read_bytes())
    chooser = random.Random(SEED)
    places = [0, 7, 8, 12, 16, 24, len(content) - 1, len(content) - 32, len(content) - 33]
    places += [chooser.randrange(len(content)) for _ in range(60)]
    print(f"{len(places)} of {len(content)} bytes")
    assert all(noticed(content, tmp_path, place) for place in places)


@pytest.mark.slow
def test_every_flipped_byte_of_a_small_backup_is_noticed(tmp_path):
    found, _ = write_backup(World.create().disk, tmp_path / "small", Progress())
    assert found.height == 0
    content = bytearray((tmp_path / "small").read_bytes())
    path, _ = backed_up(settled(), tmp_path)
    for each in (content, bytearray(path.read_bytes())):
        print(f"{len(each)} bytes")
        assert all(noticed(each, tmp_path, place) for place in range(len(each)))


def test_a_cut_backup_is_noticed(tmp_path):
    path, _ = backed_up(settled(), tmp_path)
    content = path.read_bytes()
    for length in (0, 1, 47, 48, 79, 80, len(content) // 2, len(content) - 1):
        path.write_bytes(content[:length])
        code = refused(lambda: restored(path, tmp_path / "new"))
        assert code in ("EXPORT_DIFFERS", "EXPORT_DAMAGED")
    path.write_bytes(content + b"\0")
    assert refused(lambda: restored(path, tmp_path / "new")) == "EXPORT_DIFFERS"


def test_backups_beside_a_process_that_submits_are_each_consistent(tmp_path):
    """A real writer, in a process of its own, crossing segments; backups one after another."""
    folder = tmp_path / "ledger"
    folder.mkdir()
    world = settled()
    world.node.close()
    for name, content in world.files().items():
        (folder / name).write_bytes(content)
    until = time.time_ns() // 1_000_000 + 7_200_000
    orders = []
    for number in range(300):
        world.counter = 1_000_000 + number
        intent = transfer("0.01", "BANKA.HOUSE", "BANKB.C1")
        orders.append(world.envelope(intent, "BANKA", valid_until=until).hex())
    assert len(orders) < UNITS
    (tmp_path / "orders").write_text(json.dumps(orders))
    command = [sys.executable, "-c", CHILD, str(folder), str(tmp_path / "orders"), "0"]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    made = []
    while child.poll() is None and len(made) < 40:
        path = tmp_path / f"{len(made)}.praya"
        made.append((path, write_backup(FolderDisk(folder), path, Progress())[0]))
        assert child.stdout.readline()  # it goes on meanwhile
    child.communicate(timeout=600)
    last = write_backup(FolderDisk(folder), tmp_path / "last.praya", Progress())[0]
    heights = [found.height for _, found in made]
    print(f"{len(made)} backups at heights {heights[0]} to {heights[-1]}, the last {last.height}")
    assert child.returncode == 0
    assert heights == sorted(heights)
    assert len(set(heights)) > 3
    assert heights[0] < last.height == world.node.executor.height + 300
    for path, found in made[:: max(1, len(made) // 4)]:
        assert restored(path, path.with_suffix(".d"), found.header) == found


def killed(action: Callable[[], object]) -> int:
    """The signal that ended a forked process, or 0."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            action()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def killing(place: Any, names: tuple[str, ...], after: int, monkeypatch: Any) -> None:
    """Kill this process at the call number `after` of the named functions, before it is made."""
    calls = [0]

    def wrap(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **named: Any) -> Any:
            calls[0] += 1
            if calls[0] > after:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*arguments, **named)

        return counted

    for name in names:
        monkeypatch.setattr(place, name, wrap(name, getattr(place, name)))


def test_a_killed_backup_leaves_nothing_that_is_taken_for_one(tmp_path, monkeypatch):
    world = settled()
    path = tmp_path / "b.praya"
    steps = ("_RECORD", "_digest_of", "_put_in_place", "synchronise", "synchronise_folder")

    def run(after: int) -> None:
        record = exports._RECORD

        class Counted:
            size = record.size

            @staticmethod
            def pack(*values: int) -> bytes:
                return record.pack(*values)

            unpack_from = record.unpack_from

        monkeypatch.setattr(exports, "_RECORD", Counted)
        killing(Counted, ("pack",), after, monkeypatch)
        killing(exports, steps[1:], max(0, after - 100), monkeypatch)
        write_backup(world.disk, path, Progress())

    ends = [*range(0, 20, 3), 100, 101, 102, 103]
    signals = [killed(lambda at=after: run(at)) for after in ends]
    assert set(signals) == {signal.SIGKILL}
    print(f"{len(ends)} kills")
    partial = tmp_path / "b.praya.partial"
    assert partial.exists()
    if path.exists():  # killed right after it was whole
        assert read_export(path)
        path.unlink()
    found, _ = write_backup(world.disk, path, Progress())
    assert not partial.exists()
    assert restored(path, tmp_path / "new") == found


def test_a_restore_killed_at_any_step_leaves_nothing_that_opens(tmp_path, monkeypatch):
    world = with_bond()
    path, found = backed_up(world, tmp_path)
    folder = tmp_path / "new"
    kills = 0
    for after in range(200):

        def run(at: int = after) -> None:
            killing(FolderDisk, ("replace", "write", "remove"), at, monkeypatch)
            restored(path, folder)

        if killed(run) == 0:
            break
        kills += 1
        assert not folder.exists()
        assert not opens(tmp_path / f"new{UNFINISHED}")
    print(f"{kills} kills")
    assert kills > 5
    assert folder.is_dir()
    verified = verify_folder(FolderDisk(folder), Progress())
    assert standing(verified.executor) == found
    assert not (tmp_path / f"new{UNFINISHED}").exists()


def test_a_balance_survives_to_the_cent(tmp_path):
    world = settled()
    path, _ = backed_up(world, tmp_path)
    restored(path, tmp_path / "new")
    executor = read_ledger(FolderDisk(tmp_path / "new"))
    for account in ("BANKA.HOUSE", "BANKB.C1"):
        place = world.position(account, "HKD")
        cell = executor.ledger.state.cell(t.BALANCES, place, t.AVAILABLE)
        assert cell == world.state.cell(t.BALANCES, place, t.AVAILABLE)
