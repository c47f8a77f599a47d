"""`praya doctor`: each thing that can be wrong is planted, and found, with its cure."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ledger_shelf import PAY, Shelf, at_terminal, done, praya, shelf

from praya.base.catalogue import ERRORS, TALK
from praya.base.errors import PrayaError
from praya.dev.commands.doctor import PROJECTION_ENDING
from praya.dev.doctor import books as books_module
from praya.dev.doctor import disk, machine
from praya.dev.doctor.clock import AHEAD_MS, DAY_MS, Watch, ahead_finding, clock_finding
from praya.dev.doctor.disk import durability_finding, file_system, measured, space_finding
from praya.dev.doctor.findings import Finding, Mark
from praya.dev.doctor.key_folders import key_finding
from praya.dev.doctor.machine import (
    compiled_finding,
    kernel_finding,
    locale_finding,
    memory_finding,
    part_findings,
    processor_finding,
    python_finding,
)
from praya.node.clock import SystemClock
from praya.storage.files import SyncMode
from praya.storage.lock import LOCK_NAME

NOW = 1_800_000_000_000
MIB = 1_048_576


@pytest.fixture
def books(tmp_path: Path) -> Shelf:
    return shelf(tmp_path / "books")


def marks(ended: Any) -> dict[str, tuple[str, str]]:
    return {one["check"]: (one["mark"], one.get("code", "")) for one in ended.data["checks"]}


def examined(books: Shelf, *more: str) -> tuple[int, dict[str, tuple[str, str]]]:
    ended = praya("doctor", books.ledger, *more, "--json")
    return ended.code, marks(ended)


def code(finding: Finding) -> tuple[str, str]:
    return finding.mark.value, finding.problem.code if finding.problem else ""


def flip(path: Path, offset: int) -> None:
    content = bytearray(path.read_bytes())
    content[offset] ^= 1
    path.write_bytes(content)


def test_a_ledger_in_order_has_nothing_broken(books):
    Path(books.ledger).chmod(0o700)
    ends, found = examined(books, "--keys", books.bank, "--keys", books.operator)
    print(f"{len(found)} checks")
    assert ends == 0
    assert {each for each, _ in found.values()} <= {"fine", "look"}
    assert {check for check, (mark, _) in found.items() if mark == "fine"} >= {
        *("python", "parts", "kernel", "folder", "writer", "genesis", "journal", "stop", "block"),
        *("block_time", "snapshot", "keys", "clock"),
    }
    assert found["journal"] == ("fine", "")


def test_it_changes_nothing_and_disturbs_nobody(books):
    before = {each.name: each.read_bytes() for each in Path(books.ledger).iterdir()}
    child = subprocess.Popen(
        [sys.executable, "-c", HOLDER, books.ledger], stdout=subprocess.PIPE, stdin=subprocess.PIPE
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"held\n"
    ended = praya("doctor", books.ledger, "--json")
    writer = next(one for one in ended.data["checks"] if one["check"] == "writer")
    child.communicate(b"\n", timeout=600)
    assert writer["values"] == {"pid": child.pid}
    after = {each.name: each.read_bytes() for each in Path(books.ledger).iterdir()}
    assert {**after, LOCK_NAME: b""} == {**before, LOCK_NAME: b""}


HOLDER = """
import sys
from praya.storage.lock import FolderLock
with FolderLock(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.mark.parametrize(("language", "fine"), [("en", "Nothing is broken"), ("zh-HK", "沒有故障")])
def test_it_speaks_the_language(books, language, fine):
    ended = praya("doctor", books.ledger, "--lang", language)
    assert ended.code == 0
    assert fine in ended.out
    assert len(ended.out.splitlines()) > 15


def test_at_a_terminal_it_shows_the_same_lines(books):
    ended = at_terminal("doctor", books.ledger)
    assert ended.code == 0
    assert "Nothing is broken" in ended.out


def test_a_projection_is_looked_at_where_there_is_one(books):
    assert examined(books)[1]["projection"] == ("fine", "")
    done("project", books.ledger)
    place = Path(books.ledger + PROJECTION_ENDING)
    assert place.is_dir()
    assert examined(books)[1]["projection"] == ("fine", "")
    done("submit", books.ledger, books.sign("settlement.transfer", PAY, books.bank))
    ended = praya("doctor", books.ledger, "--json")
    behind = next(one for one in ended.data["checks"] if one["check"] == "projection")
    assert behind["values"]["behind"] == "1"
    flip(max(place.rglob("*.parquet")), 5)
    assert examined(books)[1]["projection"] == ("look", "PROJECTION_UNUSABLE")
    (place / "projection.json").write_text("{}")
    assert examined(books)[1]["projection"] == ("look", "PROJECTION_UNUSABLE")


def test_without_a_ledger_it_looks_at_the_machine(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ended = praya("doctor", "--json")
    assert ended.code == 0
    assert {"python", "durability", "space", "clock"} <= set(marks(ended))
    assert not {"genesis", "journal"} & set(marks(ended))
    assert not list(tmp_path.iterdir())


def test_a_path_that_is_mistyped_is_an_error(tmp_path):
    assert praya("doctor", str(tmp_path / "none"), "--json").error == "FOLDER_MISSING"


def _no_genesis(ledger: Path) -> None:
    (ledger / "genesis.cbor").unlink()


def _other_genesis(ledger: Path) -> None:
    flip(ledger / "genesis.cbor", 3)


def _no_anchor(ledger: Path) -> None:
    (ledger / "journal.anchor").unlink()


def _torn_anchor(ledger: Path) -> None:
    flip(ledger / "journal.anchor", 70)


def _torn_journal(ledger: Path) -> None:
    flip(ledger / "journal-00000001.seg", 4_096 + 300)


def _no_segment(ledger: Path) -> None:
    (ledger / "journal-00000001.seg").unlink()


def _torn_snapshot(ledger: Path) -> None:
    flip(max(ledger.glob("*.snap")), 5_000)


def _snapshot_ahead(ledger: Path) -> None:
    newest = max(ledger.glob("*.snap"))
    name = "snapshot-0000000000000009.snap"
    shutil.copy(newest, ledger / name)


def _open_to_all(ledger: Path) -> None:
    ledger.chmod(0o777)


PLANTED: list[tuple[Callable[[Path], None], str, str, str, int]] = [
    (_no_genesis, "genesis", "broken", "LEDGER_MISSING", 5),
    (_other_genesis, "genesis", "broken", "GENESIS_DAMAGED", 5),
    (_no_anchor, "journal", "broken", "JOURNAL_DAMAGED", 5),
    (_torn_anchor, "journal", "broken", "JOURNAL_DAMAGED", 5),
    (_torn_journal, "journal", "broken", "JOURNAL_DAMAGED", 5),
    (_no_segment, "journal", "broken", "JOURNAL_DAMAGED", 5),
    (_torn_snapshot, "snapshot", "broken", "SNAPSHOT_DAMAGED", 5),
    (_snapshot_ahead, "snapshot", "broken", "SNAPSHOT_DAMAGED", 5),
    (_open_to_all, "folder", "look", "FOLDER_EXPOSED", 0),
]


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted[0].__name__)
def test_what_is_broken_in_a_folder_is_found(books, planted):
    break_it, check, mark, name, ends = planted
    break_it(Path(books.ledger))
    ended, found = examined(books)
    assert (ended, found[check]) == (ends, (mark, name))
    shown = praya("doctor", books.ledger, "--lang", "zh-HK").out
    assert "處理方法：" in shown


def test_an_older_snapshot_that_is_damaged_is_only_worth_a_look(books):
    done("submit", books.ledger, books.sign("settlement.transfer", PAY, books.bank))
    oldest = min(Path(books.ledger).glob("*.snap"))
    flip(oldest, 5_000)
    assert examined(books)[1]["snapshot"] == ("look", "SNAPSHOT_DAMAGED")


def test_a_journal_that_lost_its_end_is_behind_its_snapshot(books):
    ledger = Path(books.ledger)
    kept = {each.name: each.read_bytes() for each in ledger.glob("journal*")}
    done("submit", books.ledger, books.sign("settlement.transfer", PAY, books.bank))
    for name, content in kept.items():  # only the journal was rolled back
        (ledger / name).write_bytes(content)
    ends, found = examined(books)
    assert (ends, found["snapshot"]) == (5, ("broken", "SNAPSHOT_AHEAD"))


def test_a_stop_without_a_seal_is_worth_a_look(books):
    child = subprocess.Popen(
        [
            sys.executable,
            "-c",
            CRASH,
            books.ledger,
            books.sign("settlement.transfer", PAY, books.bank),
        ]
    )
    assert child.wait(timeout=600) == 9
    ends, found = examined(books)
    assert (ends, found["stop"], found["writer"][0]) == (0, ("look", "STOP_UNCLEAN"), "fine")
    done("verify", books.ledger)


CRASH = """
import os, sys
from praya.app import prepare_runtime
prepare_runtime()
from pathlib import Path
from praya.node.clock import SystemClock
from praya.node.solo import SoloNode
from praya.storage.disk import FolderDisk
from praya.storage.lock import FolderLock
lock = FolderLock(sys.argv[1])
node = SoloNode.open(FolderDisk(sys.argv[1]), SystemClock())
node.submit([Path(sys.argv[2]).read_bytes()])
os._exit(9)
"""


def test_many_blocks_after_the_snapshot_are_worth_a_look(books, monkeypatch):
    done("submit", books.ledger, books.sign("settlement.transfer", PAY, books.bank))
    monkeypatch.setattr(books_module, "SNAPSHOT_EVERY_BLOCKS", 0)
    max(Path(books.ledger).glob("*.snap")).unlink()
    assert examined(books)[1]["snapshot"] == ("look", "SNAPSHOT_OLD")
    monkeypatch.undo()
    min(Path(books.ledger).glob("*.snap")).unlink()
    assert examined(books)[1]["snapshot"] == ("fine", "")


def test_a_ledger_whose_blocks_are_ahead_of_the_clock_is_told(books, monkeypatch):
    past = SystemClock().now_ms() - 7 * DAY_MS
    monkeypatch.setattr(SystemClock, "now_ms", lambda _: past)
    ends, found = examined(books)
    assert (ends, found["block_time"]) == (0, ("look", "CLOCK_BEHIND"))
    assert code(ahead_finding(NOW + AHEAD_MS, NOW)) == ("fine", "")
    assert code(ahead_finding(NOW + AHEAD_MS + 1, NOW)) == ("look", "CLOCK_BEHIND")


@pytest.mark.parametrize("case", ["exposed file", "exposed folder", "damaged", "none", "missing"])
def test_keys_that_are_not_safe_are_broken(books, case):
    folder = Path(books.bank)
    wanted = "KEYS_EXPOSED"
    if case == "exposed file":
        next(folder.glob("*.pem")).chmod(0o640)
    elif case == "exposed folder":
        folder.chmod(0o755)
    elif case == "damaged":
        next(folder.glob("*.pem")).write_text("-----BEGIN")
        wanted = "KEYS_DAMAGED"
    elif case == "none":
        (folder / "public.json").unlink()
        wanted = "KEYS_NOT_FOUND"
    else:
        folder, wanted = folder / "elsewhere", "KEYS_NOT_FOUND"
    assert code(key_finding(str(folder))) == ("broken", wanted)
    ends, found = examined(books, "--keys", str(folder))
    assert (ends, found["keys"]) == (5, ("broken", wanted))


def test_keys_behind_a_passphrase_are_fine(tmp_path):
    from praya.base.signing import Suite
    from praya.vault.keyring import Keyring

    Keyring.create(tmp_path / "keys", Suite.ED25519, "BANK", "a passphrase")
    assert key_finding(str(tmp_path / "keys")).fact == "doctor.keys_locked"


@pytest.mark.parametrize(
    ("finding", "wanted"),
    [
        (lambda: python_finding((3, 10)), ("look", "PYTHON_UNTRIED")),
        (lambda: python_finding((3, 15)), ("look", "PYTHON_UNTRIED")),
        (lambda: python_finding((3, 14)), ("fine", "")),
        (lambda: processor_finding("big", 2), ("broken", "BYTE_ORDER_WRONG")),
        (lambda: processor_finding("little", 1), ("look", "CORES_FEW")),
        (lambda: memory_finding(machine.MEMORY_WANTED - 1), ("look", "MEMORY_SHORT")),
        (lambda: memory_finding(machine.MEMORY_WANTED), ("fine", "")),
        (lambda: memory_finding(None), ("fine", "")),
        (lambda: locale_finding("ascii"), ("look", "LOCALE_WITHOUT_CHINESE")),
        (lambda: locale_finding("latin-1"), ("look", "LOCALE_WITHOUT_CHINESE")),
        (lambda: locale_finding("no-such-encoding"), ("look", "LOCALE_WITHOUT_CHINESE")),
        (lambda: locale_finding("utf-8"), ("fine", "")),
        (lambda: locale_finding("big5hkscs"), ("fine", "")),
        (lambda: compiled_finding(""), ("look", "CODE_IN_MEMORY")),
        (lambda: compiled_finding("/no/such/folder"), ("look", "CODE_NOT_COMPILED")),
        (lambda: clock_finding(0, 0), ("broken", "CLOCK_IMPOSSIBLE")),
        (lambda: clock_finding(2**50, 0), ("broken", "CLOCK_IMPOSSIBLE")),
        (lambda: clock_finding(NOW, 51), ("look", "CLOCK_STEPPED")),
        (lambda: clock_finding(NOW, -51), ("look", "CLOCK_STEPPED")),
        (lambda: clock_finding(NOW, 50), ("fine", "")),
        (lambda: space_finding(15 * MIB, 8 * MIB), ("broken", "SPACE_SHORT")),
        (lambda: space_finding(16 * MIB, 8 * MIB), ("look", "SPACE_SHORT")),
        (lambda: space_finding(64 * MIB, 8 * MIB), ("fine", "")),
    ],
)
def test_each_fault_of_a_machine_is_told(finding, wanted):
    assert code(finding()) == wanted


def test_parts_that_are_missing_or_of_another_version_are_told():
    wanted = ["no-such-part>=1", "numpy>=99", "click>=1,<2", "blake3", "plots; extra == 'x'"]
    found = [code(one) for one in part_findings(wanted)]
    assert found == [
        ("broken", "PART_MISSING"),
        ("look", "PART_VERSION"),
        ("look", "PART_VERSION"),
        ("fine", ""),
    ]


def test_a_kernel_that_fails_its_own_check_is_broken(monkeypatch):
    def failing() -> None:
        raise PrayaError("SELF_CHECK_FAILED", expected="a", found="b")

    monkeypatch.setattr(machine, "self_check", failing)
    assert code(kernel_finding()) == ("broken", "SELF_CHECK_FAILED")


def test_a_clock_that_is_set_meanwhile_is_noticed(monkeypatch):
    watch = Watch()
    assert abs(watch.stepped_ms()) < 10
    real = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: real() - 3_000_000_000)
    assert -3_010 < watch.stepped_ms() < -2_990


def test_a_disk_is_told_by_its_file_system():
    mounts = "a / ext4 rw\nb /disks/my\\040disk xfs rw\nc /disks/my\\040disk/m tmpfs rw\nbad\n"
    for place, kind in (
        ("/home", "ext4"),
        ("/disks/my disk", "xfs"),
        ("/disks/my disk/m/x", "tmpfs"),
        ("/disks/my diskette", "ext4"),
    ):
        assert file_system(place, mounts) == kind
    assert file_system("/home", "") == "?"


def test_each_fault_of_a_disk_is_told(tmp_path, monkeypatch):
    place = str(tmp_path)
    monkeypatch.setattr(disk, "_mounts", lambda: "a / tmpfs rw")
    assert code(durability_finding(place)) == ("look", "DISK_IN_MEMORY")
    monkeypatch.setattr(disk, "_mounts", lambda: "a / ext4 rw")
    monkeypatch.setattr(disk, "measured", lambda _: (SyncMode.DIRECT, [30.0] * 3))
    assert code(durability_finding(place)) == ("look", "DISK_SLOW")
    monkeypatch.setattr(disk, "measured", lambda _: (SyncMode.DATA_SYNC, [1.0] * 3))
    assert code(durability_finding(place)) == ("look", "DISK_NOT_DIRECT")
    monkeypatch.setattr(disk, "measured", lambda _: (SyncMode.DIRECT, [1.0] * 3))
    assert code(durability_finding(place)) == ("fine", "")


def test_a_disk_that_takes_no_writes_is_broken(books, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    ends, found = examined(books)
    assert (ends, found["durability"]) == (5, ("broken", "FOLDER_READ_ONLY"))
    monkeypatch.undo()

    def failing(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(disk.files, "write_durable", failing)
    assert examined(books)[1]["durability"] == ("broken", "ENVIRONMENT_FAILED")
    assert not list(Path(books.ledger).glob("doctor*"))


def test_the_probe_is_removed(tmp_path):
    mode, latencies = measured(str(tmp_path))
    assert isinstance(mode, SyncMode)
    assert len(latencies) == disk.PROBES
    assert not list(tmp_path.iterdir())


def test_every_mark_and_every_check_has_words(books):
    checks = marks(praya("doctor", books.ledger, "--keys", books.bank, "--json"))
    words = {f"doctor.check_{check}" for check in checks}
    words |= {f"doctor.mark_{mark.value}" for mark in Mark}
    assert words <= set(TALK)
    assert {key for key in TALK if key.startswith(("doctor.check_", "doctor.mark_"))} == words
    assert all(name in ERRORS for _, _, _, name, _ in PLANTED)
