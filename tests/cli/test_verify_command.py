"""`praya verify` and `praya export`: what is whole verifies, damage is named and ends with 4."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from blake3 import blake3
from ledger_shelf import PAY, Shelf, at_terminal, done, praya, shelf

from praya.cli import run
from praya.node.solo import SoloNode
from praya.storage.disk import FolderDisk


@pytest.fixture
def books(tmp_path: Path) -> Shelf:
    return shelf(tmp_path / "books")


@pytest.fixture
def exported(books: Shelf) -> tuple[Path, str]:
    file = books.folder / "all.praya"
    return file, done("export", books.ledger, str(file))["genesis"]


def flip(path: Path, offset: int, mask: int = 1) -> None:
    content = bytearray(path.read_bytes())
    content[offset] ^= mask
    path.write_bytes(content)


def test_a_whole_ledger_verifies(books):
    found = done("verify", books.ledger)
    assert found["verified"] is True
    assert (found["height"], found["envelopes"]) == (3, 5)
    assert found["supply"] == {"HKD": "1000.00"}
    assert found["root"] == done("show", books.ledger)["root"]
    assert found["chain_id"] == books.chain
    assert found["header"] == done("show", books.ledger, "block", "3")["header"]
    assert found["open_block"] is False


@pytest.mark.parametrize(("language", "word"), [("en", "Verified: "), ("zh-HK", "已核實：")])
def test_it_says_so_in_the_language(books, language, word):
    ended = praya("verify", books.ledger, "--lang", language)
    assert ended.code == 0
    assert ended.out.startswith(word)
    assert "1000.00" in ended.out


def test_a_new_ledger_without_blocks_verifies(books, tmp_path):
    made = str(tmp_path / "new")
    done("init", made, "--keys", books.operator, "--suite", "ed25519")
    found = done("verify", made)
    assert (found["height"], found["envelopes"], found["supply"]) == (0, 0, {})
    assert found["root"] == done("show", made)["root"]


def test_an_export_verifies_as_the_folder_does(books, exported):
    file, genesis = exported
    of_folder, of_export = (
        done("verify", books.ledger),
        done("verify", str(file), "--genesis", genesis),
    )
    assert {**of_folder, "snapshots": 0} == of_export


def test_the_hash_may_be_given_for_a_folder_too(books):
    assert done("verify", books.ledger, "--genesis", books.chain)["verified"]
    ended = praya("verify", books.ledger, "--genesis", "ab" * 32, "--json")
    assert (ended.code, ended.error) == (4, "WRONG_CHAIN")


def test_an_export_is_never_written_over(books, exported):
    file, _ = exported
    before = file.read_bytes()
    ended = praya("export", books.ledger, str(file), "--json")
    assert (ended.code, ended.error) == (5, "FILE_EXISTS")
    genesis = Path(books.ledger) / "genesis.cbor"
    assert praya("export", books.ledger, str(genesis), "--json").error == "FILE_EXISTS"
    assert file.read_bytes() == before


def test_an_export_into_a_folder_that_is_not_there_fails(books):
    ended = praya("export", books.ledger, str(books.folder / "no" / "file"), "--json")
    assert (ended.code, ended.error) == (3, "FOLDER_MISSING")


@pytest.mark.parametrize(
    ("genesis", "code", "ends"),
    [
        (None, "GENESIS_NEEDED", 2),
        ("", "VALUE_REFUSED", 2),
        ("ab", "VALUE_REFUSED", 2),
        ("zz" * 32, "VALUE_REFUSED", 2),
        ("ab" * 32, "WRONG_CHAIN", 4),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh-HK"])
def test_an_export_needs_its_own_hash(exported, genesis, code, ends, language):
    more = [] if genesis is None else ["--genesis", genesis]
    ended = praya("verify", str(exported[0]), *more, "--json", "--lang", language)
    assert (ended.code, ended.error) == (ends, code)


@pytest.mark.parametrize(
    ("kept", "code"),
    [
        (0, "EXPORT_DAMAGED"),
        (1, "EXPORT_DAMAGED"),
        (40, "EXPORT_DAMAGED"),
        (1_000, "EXPORT_DIFFERS"),
        (-33, "EXPORT_DIFFERS"),
        (-1, "EXPORT_DIFFERS"),
    ],
)
def test_a_truncated_export_is_damaged(exported, kept, code):
    file, genesis = exported
    file.write_bytes(file.read_bytes()[:kept])
    ended = praya("verify", str(file), "--genesis", genesis, "--json")
    assert (ended.code, ended.error) == (4, code)
    assert ended.data["error"]["values"]["file"] == str(file)
    assert ("offset" in ended.data["error"]["values"]) == (code == "EXPORT_DAMAGED")


def test_an_export_that_is_not_there_or_a_folder_is_said(books, tmp_path):
    ended = praya("verify", str(tmp_path / "none"), "--genesis", "ab" * 32, "--json")
    assert (ended.code, ended.error) == (3, "FILE_UNREADABLE")


def test_an_export_with_its_digest_made_anew_fails_in_the_replay(exported):
    file, genesis = exported
    content = bytearray(file.read_bytes())
    count = 0
    for offset in range(len(content) // 3, len(content) - 60, len(content) // 25):
        changed = content.copy()
        changed[offset] ^= 1
        changed[-32:] = blake3(changed[:-32]).digest()
        file.write_bytes(changed)
        ended = praya("verify", str(file), "--genesis", genesis, "--json")
        assert ended.code == 4, (offset, ended)
        count += 1
    print(f"{count} altered exports")
    assert count > 10


def test_every_damaged_file_of_a_folder_is_named(books, tmp_path):
    count = 0
    for path in sorted(Path(books.ledger).iterdir()):
        if path.name == "writer.lock":
            continue
        for offset in (0, 100):
            flip(path, offset)
            ended = praya("verify", books.ledger, "--json")
            assert ended.code == 4, (path.name, offset, ended)
            shown = json.dumps(ended.data)
            assert path.name in shown or "JOURNAL_OTHER_CHAIN" in shown, (path.name, ended)
            flip(path, offset)
            count += 1
    print(f"{count} damages")
    assert count >= 8
    assert done("verify", books.ledger)["verified"]


@pytest.mark.parametrize("language", ["en", "zh-HK"])
def test_a_damaged_byte_of_the_journal_is_told_with_file_and_place(books, language):
    journal = Path(books.ledger) / "journal-00000001.seg"
    flip(journal, 5_000)
    ended = praya("verify", books.ledger, "--json", "--lang", language)
    assert (ended.code, ended.error) == (4, "JOURNAL_DAMAGED")
    values = ended.data["error"]["values"]
    assert values["file"] == journal.name
    assert values["offset"] == 4_096
    assert journal.name in ended.err
    assert "4096" in ended.err
    for line in (["show"], ["balances"], ["export", str(books.folder / "x")]):
        ended = praya(line[0], books.ledger, *line[1:], "--json")
        assert (ended.code, ended.error) == (4, "JOURNAL_DAMAGED")
    assert not list(books.folder.glob("x*"))


def test_a_missing_file_is_noticed(books):
    for name in ("journal-00000001.seg", "journal.anchor"):
        path = Path(books.ledger) / name
        content = path.read_bytes()
        path.unlink()
        assert praya("verify", books.ledger).code == 4, name
        path.write_bytes(content)
    (Path(books.ledger) / "genesis.cbor").unlink()
    assert praya("verify", books.ledger, "--json").error == "LEDGER_MISSING"


def test_a_block_that_a_crash_left_open_is_checked_and_not_counted(books, monkeypatch):
    before = done("verify", books.ledger)
    pay = books.sign("settlement.transfer", PAY, books.bank)

    def crash(self: SoloNode) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(SoloNode, "_close", crash)
        assert praya("submit", books.ledger, pay).code == 130
    found = done("verify", books.ledger)
    assert found["open_block"] is True
    assert {**found, "open_block": False} == before
    assert "Note: block 4" in praya("verify", books.ledger).err
    assert done("show", books.ledger)["height"] == 3
    file = books.folder / "open.praya"
    genesis = done("export", books.ledger, str(file))["genesis"]
    assert done("verify", str(file), "--genesis", genesis)["height"] == 3


def test_a_real_process_says_the_same(books):
    command = [sys.executable, "-m", "praya", "verify", books.ledger]
    ran = subprocess.run([*command, "--json"], capture_output=True, text=True, timeout=600)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["verified"] is True
    assert ran.stderr == ""
    flip(Path(books.ledger) / "journal-00000001.seg", 5_000)
    ran = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert ran.returncode == 4
    assert ran.stdout == ""
    assert "journal-00000001.seg" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_progress_is_for_a_terminal_only(books):
    ended = at_terminal("verify", books.ledger)
    assert ended.code == 0
    assert "Verifying: height" in ended.err
    assert ended.out.startswith("Verified")
    assert praya("verify", books.ledger).err == ""


def test_a_failing_disk_is_no_damage(books, monkeypatch):
    def refuse(self, name, offset=0, length=None):
        raise OSError(5, "Input/output error", name)

    monkeypatch.setattr(FolderDisk, "read", refuse)
    assert run(["verify", books.ledger]) == 5
