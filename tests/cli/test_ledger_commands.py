"""Making, reading and writing a ledger by commands: what works, and each way it is refused."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from ledger_shelf import PAY, SUITE, Shelf, done, fill, make_shelf, praya, shelf

from praya.cli import run
from praya.storage.lock import FolderLock


@pytest.fixture
def books(tmp_path: Path) -> Shelf:
    return shelf(tmp_path / "books")


def contents(folder: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def test_a_ledger_is_made_filled_and_read_with_both_signatures(tmp_path):
    made = make_shelf(tmp_path / "both", ("--suite", "hybrid"))
    fill(made)
    overview = done("show", made.ledger)
    assert overview["suite"] == "HYBRID"
    assert overview["height"] == 3
    assert overview["supply"] == {"HKD": "1000.00"}
    assert overview["participants"] == ["HKMA", "BANKA"]


def test_balances_are_a_list_in_exact_decimals(books):
    listed = done("balances", books.ledger)
    assert [(one["account"], one["available"], one["held"]) for one in listed] == [
        ("ISSUE:HKD", "-1000.00", "0.00"),
        ("BANKA.HOUSE", "960.00", "0.00"),
        ("BANKA.C1", "0.00", "0.00"),
        ("BANKA.C2", "40.00", "0.00"),
    ]
    assert {one["kind"] for one in listed} == {"issuance", "house", "client"}
    assert {one["owner"] for one in listed} == {"HKMA", "BANKA"}


def test_balances_are_narrowed_by_asset_and_account(books):
    assert len(done("balances", books.ledger, "--asset", "HKD")) == 4
    one = done("balances", books.ledger, "--account", "BANKA.C2", "--asset", "HKD")
    assert [each["account"] for each in one] == ["BANKA.C2"]
    shown = praya("balances", books.ledger, "--account", "BANKA.C2").out
    assert "Supply HKD  1000.00" in shown
    assert "ISSUE:HKD" not in shown


@pytest.mark.parametrize(("language", "word"), [("en", "Available"), ("zh-HK", "可用")])
def test_tables_speak_the_language(books, language, word):
    assert word in praya("balances", books.ledger, "--lang", language).out


def test_reading_writes_nothing(books):
    before = contents(books.ledger)
    for line in (["balances"], ["show"], ["verify"]):
        assert praya(*line, books.ledger).code == 0
    assert praya("show", books.ledger, "block", "2").code == 0
    assert contents(books.ledger) == before


def test_a_ledger_is_read_while_another_process_writes_it(books):
    with FolderLock(books.ledger):
        assert praya("balances", books.ledger).code == 0
        assert praya("show", books.ledger).code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["block", "2"], ["Define an asset", "issuance.mint_cash", "APPLIED", "Header hash"]),
        (["envelope", "3", "0"], ["Transfer", "轉撥", "invoice 7", "40.00", "Signature"]),
        (["asset", "HKD"], ["cash_token", "Issuer ", "100000.00", "IDENTIFIED"]),
        (["account", "BANKA.HOUSE"], ["Owner ", "house", "960.00", "IDENTIFIED"]),
        (["participant", "BANKA"], ["Bank A", "甲銀行", "Licence", "bank", "active"]),
        ([], ["Pilot", "2026-11-20", "HKMA, BANKA", "Supply HKD"]),
    ],
)
def test_each_thing_is_shown_in_words(books, arguments, words):
    shown = praya("show", books.ledger, *arguments)
    assert shown.code == 0
    for word in words:
        assert word in shown.out
    assert isinstance(done("show", books.ledger, *arguments), dict)


def test_an_answer_is_shown_again_from_the_journal(books):
    pay = books.sign("settlement.transfer", {**PAY, "amount": "5000.00"}, books.bank)
    refused = praya("submit", books.ledger, pay, "--json")
    assert refused.code == 1
    answer = refused.data["answers"][0]
    assert (answer["code"], answer["height"], answer["index"]) == ("EXCEEDS_AVAILABLE", 4, 0)
    assert done("show", books.ledger, "envelope", "4", "0")["answer"]["code"] == answer["code"]
    assert done("show", books.ledger, "block", "4")["refused"] == 1


@pytest.mark.parametrize(
    ("arguments", "code", "ends"),
    [
        (["block", "0"], "BLOCK_UNKNOWN", 2),
        (["block", "4"], "BLOCK_UNKNOWN", 2),
        (["block", "-1"], "OPTION_UNKNOWN", 2),
        (["block", "two"], "VALUE_REFUSED", 2),
        (["block", "9" * 30], "VALUE_REFUSED", 2),
        (["block"], "ARGUMENT_MISSING", 2),
        (["block", "1", "2"], "ARGUMENT_UNEXPECTED", 2),
        (["envelope", "2", "3"], "ENVELOPE_UNKNOWN", 2),
        (["envelope", "2"], "ARGUMENT_MISSING", 2),
        (["asset", "HKQ"], "NAME_UNKNOWN", 2),
        (["asset", "港元"], "NAME_UNKNOWN", 2),
        (["asset", ""], "NAME_UNKNOWN", 2),
        (["account", "BANKA.HOUSES"], "NAME_UNKNOWN", 2),
        (["account", "X" * 40], "NAME_UNKNOWN", 2),
        (["participant", "BANKB"], "NAME_UNKNOWN", 2),
        (["paragraph", "1"], "VALUE_REFUSED", 2),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh-HK"])
def test_what_is_not_there_cannot_be_shown(books, arguments, code, ends, language):
    ended = praya("show", books.ledger, *arguments, "--json", "--lang", language)
    assert (ended.code, ended.error) == (ends, code)
    assert ended.err.startswith("錯誤" if language == "zh-HK" else "Error")


def test_a_name_that_is_nearly_right_is_suggested(books):
    assert "BANKA.HOUSE" in praya("show", books.ledger, "account", "BANKA.HUOSE").err
    assert "HKD" in praya("balances", books.ledger, "--asset", "HKDD").err


COMMANDS = [["show"], ["balances"], ["verify"], ["submit", "?"], ["export", "?"]]


def lines(books: Shelf, folder: str) -> list[list[str]]:
    """Every command that takes a ledger, with this folder in its place."""
    envelope = str(books.folder / "0.env")
    last = {"submit": envelope, "export": str(books.folder / "new.praya")}
    return [[line[0], folder, *(last[line[0]] for _ in line[1:])] for line in COMMANDS]


@pytest.mark.parametrize("kind", ["missing", "empty", "file"])
def test_what_is_no_ledger_is_refused_by_every_command(books, tmp_path, kind):
    folder = tmp_path / "none"
    if kind == "empty":
        folder.mkdir()
    elif kind == "file":
        folder.write_text("no folder")
    count = 0
    for line in lines(books, str(folder)):
        ended = praya(*line, "--json")
        expected = "LEDGER_MISSING" if kind == "empty" else "FOLDER_MISSING"
        if kind == "file":
            expected = {"show": "ENVELOPE_REFUSED", "verify": "GENESIS_NEEDED"}.get(
                line[0], expected
            )
        assert ended.error == expected, line
        assert ended.code in (2, 3)  # a mistyped path is never the machine's fault
        count += 1
    assert count == len(COMMANDS)
    if kind == "empty":
        assert not list(folder.iterdir())


def test_a_ledger_that_another_process_writes_is_locked(books):
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from praya.storage.lock import FolderLock; "
            "lock = FolderLock(sys.argv[1]); print('held', flush=True); sys.stdin.read()",
            books.ledger,
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    envelope = str(books.folder / "0.env")
    try:
        ended = praya("submit", books.ledger, envelope, "--json")
        assert (ended.code, ended.error) == (5, "LEDGER_LOCKED")
        assert ended.data["error"]["values"]["pid"] == holder.pid
    finally:
        holder.communicate("")
    assert praya("submit", books.ledger, envelope).code == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for the superuser")
def test_a_folder_that_cannot_be_written_is_refused(books):
    os.chmod(books.ledger, stat.S_IRUSR | stat.S_IXUSR)
    ended = praya("submit", books.ledger, str(books.folder / "0.env"), "--json")
    assert (ended.code, ended.error) == (5, "FOLDER_READ_ONLY")
    assert praya("show", books.ledger).code == 0


def test_a_disk_that_refuses_the_lock_is_read_only(books, monkeypatch):
    opened = os.open

    def refuse(path, *arguments, **settings):
        if str(path).endswith("writer.lock"):
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *arguments, **settings)

    monkeypatch.setattr(os, "open", refuse)
    ended = praya("submit", books.ledger, str(books.folder / "0.env"), "--json")
    assert (ended.code, ended.error) == (5, "FOLDER_READ_ONLY")


def test_a_new_ledger_goes_into_an_empty_folder_only(books, tmp_path):
    init = ["init", "--keys", books.operator, *SUITE, "--json"]
    ended = praya(*init, books.ledger)
    assert (ended.code, ended.error) == (5, "FOLDER_NOT_EMPTY")
    (tmp_path / "file").write_text("")
    assert praya(*init, str(tmp_path / "file")).error == "FILE_EXISTS"
    (tmp_path / "empty").mkdir()
    assert praya(*init, str(tmp_path / "empty")).code == 0


def test_the_first_day_is_a_business_day(books, tmp_path):
    made = done("init", str(tmp_path / "x"), "--keys", books.operator, *SUITE)
    assert made["business_date"] >= "2026-11-20"
    assert made["calendar"] == "HKHK"


def test_a_calendar_of_ones_own_is_followed(books, tmp_path):
    calendar = {
        "code": "MARS",
        "weekend": [0],
        "holidays": [{"date": "2026-11-21"}],
        "first_day": "2026-11-01",
        "last_day": "2026-12-31",
    }
    line = ["init", str(tmp_path / "x"), "--keys", books.operator, *SUITE]
    line += ["--calendar", books.write(calendar)]
    assert praya(*line, "--date", "2026-11-21", "--json").error == "DAY_NOT_BUSINESS"
    assert done(*line, "--date", "2026-11-22")["calendar"] == "MARS"  # a Sunday


@pytest.mark.parametrize(
    ("more", "code", "ends"),
    [
        (["--date", "2026-11-21"], "DAY_NOT_BUSINESS", 3),
        (["--date", "2026-13-01"], "DAY_MALFORMED", 3),
        (["--date", "2036-11-20"], "DAY_NOT_COVERED", 3),
        (["--segment-mib", "65"], "VALUE_REFUSED", 2),
        (["--segment-mib", "0"], "VALUE_REFUSED", 2),
        (["--segment-mib", "two"], "VALUE_REFUSED", 2),
        (["--calendar", "nowhere.json"], "FILE_UNREADABLE", 3),
        (["--calendar", "{bodies}"], "FILE_UNREADABLE", 3),
        (["--name", "x" * 65], "GENESIS_REFUSED", 3),
        (["--keys", "{nowhere}"], "KEYS_NOT_FOUND", 3),
        (["--keys", "{operator}"], "GENESIS_REFUSED", 3),
        (["--suite", "hybrid"], "KEYS_REFUSED", 3),
        (["--suite", "rsa"], "VALUE_REFUSED", 2),
    ],
)
def test_a_ledger_is_not_made_of_what_is_wrong(books, tmp_path, more, code, ends):
    names = {"bodies": str(books.folder / "1.json"), "operator": books.operator}
    more = [each.format(**names, nowhere=tmp_path / "nowhere") for each in more]
    folder = tmp_path / "new"
    ended = praya("init", str(folder), "--keys", books.operator, *SUITE, *more, "--json")
    assert (ended.code, ended.error) == (ends, code)
    assert not folder.exists()


def test_a_ledger_needs_an_operator(tmp_path):
    assert praya("init", str(tmp_path / "x"), "--json").error == "ARGUMENT_MISSING"
    assert praya("init", "--json").error == "ARGUMENT_MISSING"


def test_an_envelope_counts_once(books):
    pay = books.sign("settlement.transfer", PAY, books.bank)
    first = done("submit", books.ledger, pay)["answers"][0]
    again = done("submit", books.ledger, pay)["answers"][0]
    assert (first["repeated"], again["repeated"]) == (False, True)
    assert again["height"] == first["height"]
    assert done("balances", books.ledger, "--account", "BANKA.C2")[0]["available"] == "80.00"
    assert "(said before)" in praya("submit", books.ledger, pay).out


def test_a_refusal_is_explained_and_ends_with_one(books):
    poor = books.sign("settlement.transfer", {**PAY, "target": "BANKA.C1"}, books.bank)
    good = books.sign("settlement.transfer", PAY, books.bank)
    ended = praya("submit", books.ledger, poor, good)
    assert ended.code == 1
    assert "CREDIT_INELIGIBLE (132): The receiver may not hold this asset." in ended.out
    assert "What to do:" in ended.out
    chinese = praya("submit", books.ledger, poor, "--lang", "zh-HK")
    assert chinese.code == 1
    assert "處理方法" in chinese.out


def test_an_envelope_of_another_ledger_is_refused(books):
    stray = books.sign("settlement.transfer", PAY, books.bank, chain="ab" * 32)
    ended = praya("submit", books.ledger, stray, "--json")
    assert ended.code == 1
    assert ended.data["answers"][0]["code"] == "WRONG_CHAIN"


@pytest.mark.parametrize("content", [b"", b"garbage", b"PRY1" + bytes(60), bytes(2_000_000)])
def test_garbage_is_answered_and_leaves_no_trace(books, content):
    file = books.folder / "garbage"
    file.write_bytes(content)
    ended = praya("submit", books.ledger, str(file), "--json")
    assert ended.code == 1
    assert ended.data["answers"][0]["code"] == "ENVELOPE_MALFORMED"
    assert done("show", books.ledger)["height"] == 3
    ended = praya("show", str(file), "--json")
    assert (ended.code, ended.error) == (3, "ENVELOPE_REFUSED")


def test_a_file_that_is_not_there_stops_the_whole_submission(books):
    pay = books.sign("settlement.transfer", PAY, books.bank)
    ended = praya("submit", books.ledger, pay, str(books.folder / "nowhere"), "--json")
    assert (ended.code, ended.error) == (3, "FILE_UNREADABLE")
    assert done("show", books.ledger)["height"] == 3
    assert praya("submit", books.ledger, "--json").error == "ARGUMENT_MISSING"


def test_an_envelope_that_was_altered_is_refused(books):
    pay = Path(books.sign("settlement.transfer", PAY, books.bank))
    content = bytearray(pay.read_bytes())
    content[-1] ^= 1
    pay.write_bytes(content)
    ended = praya("submit", books.ledger, str(pay), "--json")
    assert ended.code == 1
    assert ended.data["answers"][0]["code"] == "SIGNATURE_INVALID"


def test_a_ledger_is_founded_on_another_and_keeps_its_balances(tmp_path, capsys):
    first, second = tmp_path / "first", tmp_path / "second"
    assert run(["keys", "new", str(tmp_path / "keys"), "--code", "BANK"]) == 0
    assert run(["init", str(first), "--keys", str(tmp_path / "keys")]) == 0
    assert run(["init", str(second), "--on", str(first), "--name", "network"]) == 0
    assert run(["verify", str(second)]) == 0
    assert run(["init", str(tmp_path / "third"), "--on", str(tmp_path / "none")]) != 0
    assert not (tmp_path / "third").exists()
    capsys.readouterr()
