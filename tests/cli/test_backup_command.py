"""`praya backup` and `praya restore` as a person runs them, in both languages."""

import json
from pathlib import Path

import pytest
from ledger_shelf import PAY, Shelf, at_terminal, done, praya, shelf

from praya.storage.lock import FolderLock


@pytest.fixture
def books(tmp_path: Path) -> Shelf:
    return shelf(tmp_path / "books")


@pytest.fixture
def file(books: Shelf) -> str:
    return str(books.folder / "b.praya")


def test_a_ledger_comes_back_from_its_backup(books, file):
    made = done("backup", books.ledger, file)
    new = str(books.folder / "new")
    back = done("restore", file, new, "--head", made["header"], "--segment-mib", "1")
    assert {back[name] for name in ("root", "header", "chain_id", "height")} == {
        made[name] for name in ("root", "header", "chain_id", "height")
    }
    verified = done("verify", new)
    assert (verified["root"], verified["header"]) == (made["root"], made["header"])
    assert done("balances", new) == done("balances", books.ledger)
    pay = books.sign("settlement.transfer", PAY, books.bank)
    ours, theirs = done("submit", books.ledger, pay), done("submit", new, pay)
    assert ours == theirs
    assert done("balances", new) == done("balances", books.ledger)


def test_a_backup_is_an_export_that_an_outsider_verifies(books, file):
    made = done("backup", books.ledger, file)
    export = str(books.folder / "e.praya")
    done("export", books.ledger, export)
    assert Path(file).read_bytes() == Path(export).read_bytes()
    assert done("verify", file, "--genesis", made["chain_id"])["root"] == made["root"]


def test_a_ledger_in_use_is_backed_up_and_not_written(books, file):
    before = {each.name: each.read_bytes() for each in Path(books.ledger).iterdir()}
    with FolderLock(books.ledger):
        assert praya("backup", books.ledger, file).code == 0
    after = {each.name: each.read_bytes() for each in Path(books.ledger).iterdir()}
    assert after == before


@pytest.mark.parametrize(
    ("language", "keys", "one_only"),
    [
        ("en", "Keys are not in it", "Only one folder"),
        ("zh-HK", "備份不含密鑰", "只可有一個資料夾"),
    ],
)
def test_it_says_what_is_not_in_it_and_that_one_folder_goes_on(
    books, file, language, keys, one_only
):
    made = praya("backup", books.ledger, file, "--lang", language)
    assert keys in made.err
    back = praya("restore", file, str(books.folder / "new"), "--lang", language)
    assert (made.code, back.code) == (0, 0)
    assert one_only in back.err
    again = praya("restore", file, str(books.folder / "n2"), "--json", "--lang", language)
    assert one_only in again.data["note"]


def test_no_key_is_in_a_backup(books, file):
    done("backup", books.ledger, file)
    content = Path(file).read_bytes()
    keys = list(books.folder.glob("*/*.pem"))
    assert len(keys) > 1
    for key in keys:
        assert key.read_bytes() not in content


REFUSED = [
    (["backup", "{none}", "{new}"], "FOLDER_MISSING"),
    (["backup", "{keys}", "{new}"], "LEDGER_MISSING"),
    (["backup", "{ledger}", "{file}"], "FILE_EXISTS"),
    (["backup", "{ledger}", "{none}/b"], "FOLDER_MISSING"),
    (["backup", "{ledger}"], "ARGUMENT_MISSING"),
    (["restore", "{none}", "{new}"], "FILE_UNREADABLE"),
    (["restore", "{ledger}", "{new}"], "FILE_UNREADABLE"),
    (["restore", "{json}", "{new}"], "EXPORT_DAMAGED"),
    (["restore", "{file}", "{ledger}"], "FOLDER_NOT_EMPTY"),
    (["restore", "{file}", "{json}"], "FILE_EXISTS"),
    (["restore", "{file}", "{none}/new"], "FOLDER_MISSING"),
    (["restore", "{file}", "{new}", "--head", "12"], "VALUE_REFUSED"),
    (["restore", "{file}", "{new}", "--head", "ab" * 32], "BACKUP_DIFFERS"),
    (["restore", "{file}", "{new}", "--segment-mib", "65"], "SEGMENT_SIZE_INVALID"),
    (["restore", "{file}", "{new}", "--segment-mib", "-1"], "SEGMENT_SIZE_INVALID"),
]


@pytest.mark.parametrize("language", ["en", "zh-HK"])
def test_what_cannot_be_backed_up_or_restored_is_refused_with_nothing_left(books, file, language):
    done("backup", books.ledger, file)
    names = {
        "none": str(books.folder / "none"),
        "new": str(books.folder / "new"),
        "keys": books.bank,
        "ledger": books.ledger,
        "file": file,
        "json": books.write({}),
    }
    before = sorted(each.name for each in books.folder.iterdir())
    for line, code in REFUSED:
        arguments = [each.format(**names) for each in line]
        ended = praya(*arguments, "--json", "--lang", language)
        assert (ended.error, ended.code != 0) == (code, True), line
        assert ended.err.startswith("錯誤" if language == "zh-HK" else "Error")
        assert sorted(each.name for each in books.folder.iterdir()) == before
    print(f"{len(REFUSED)} refusals")


def test_at_a_terminal_a_bar_is_shown_and_gone(books, file):
    ended = at_terminal("backup", books.ledger, file)
    assert ended.code == 0
    assert "Header hash" in ended.out
    assert "Keys are not in it" in ended.err
    assert json.loads(praya("restore", file, str(books.folder / "n"), "--json").out)
