"""`praya statement`: a file becomes money on a ledger as a whole, or not at all."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from ledger_shelf import SUITE, Shelf, at_terminal, done, praya, shelf

from praya.base.dates import parse_day
from praya.rails.bank_statement import Entry, Statement
from praya.rails.statement_writing import write_statement

DAY = parse_day("2026-11-20")
BACKING = "012-345-67890"
ENTRIES = 40  # two and a half blocks
# A process that is killed when it submits its second block.
KILLED = """
import os, signal, sys
from praya import app
app.prepare_runtime("en")
from praya.cli import run
from praya.node.solo import SoloNode
whole, calls = SoloNode.submit, []
def submit(node, envelopes):
    calls.append(len(envelopes))
    if len(calls) == int(sys.argv[1]):
        os.kill(os.getpid(), signal.SIGKILL)
    return whole(node, envelopes)
SoloNode.submit = submit
run(sys.argv[2:])
"""


@pytest.fixture
def books(tmp_path: Path) -> Shelf:
    return shelf(tmp_path / "books")


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """A shelf whose ledger nothing changes: each test that uses it shows that."""
    return shelf(tmp_path_factory.mktemp("still") / "books")


def stated(count: int = 3, opening: int = 1_000) -> Statement:
    """Entries of 1.00 each, to two accounts in turn."""
    accounts = ("BANKA.HOUSE", "BANKA.C2")
    entries = [Entry(100, accounts[n % 2], f"FT{n}", DAY, DAY) for n in range(count)]
    return Statement(
        message_id="M-1",
        created_at="2026-11-20T18:00:00+08:00",
        statement_id="S-1",
        account=BACKING,
        currency="HKD",
        opening_minor=opening,
        opening_day=DAY,
        closing_minor=opening + 100 * count,
        closing_day=DAY,
        entries=tuple(entries),
    )


def written(books: Shelf, data: bytes) -> str:
    path = books.folder / f"{len(list(books.folder.glob('*.xml')))}.xml"
    path.write_bytes(data)
    return str(path)


def line(books: Shelf, action: str, data: bytes, *more: str) -> list[str]:
    where = ("--dir", books.ledger, "--asset", "HKD", "--account", BACKING)
    keys = ("--keys", books.operator) if action == "mint" else ()
    return ["statement", action, written(books, data), *where, *keys, *more]


def contents(folder: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def supply(books: Shelf) -> str:
    return str(done("show", books.ledger)["supply"]["HKD"])


GOOD = write_statement(stated())


def test_a_check_shows_what_would_be_minted_and_writes_nothing(still):
    before = contents(still.ledger)
    told = done(*line(still, "check", GOOD))
    same = {"amount": "1.00", "value_day": "2026-11-20"}
    assert told == {
        "statement": "S-1",
        "message": "M-1",
        "account": BACKING,
        "asset": "HKD",
        "entries": 3,
        "minted_already": 0,
        "total": "3.00",
        "mints": [
            {"receipt": "FT0", "account": "BANKA.HOUSE", **same},
            {"receipt": "FT1", "account": "BANKA.C2", **same},
            {"receipt": "FT2", "account": "BANKA.HOUSE", **same},
        ],
    }
    assert contents(still.ledger) == before


def test_a_mint_answers_for_each_entry(books):
    told = done(*line(books, "mint", GOOD))
    assert [one["receipt"] for one in told["answers"]] == ["FT0", "FT1", "FT2"]
    assert {one["code"] for one in told["answers"]} == {"APPLIED"}
    keys = {"receipt", "code", "status", "height", "index", "rows_applied", "repeated"}
    assert all(set(one) >= keys for one in told["answers"])
    assert supply(books) == "1003.00"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Value day", "To mint", "3.00 HKD", "Minted", "APPLIED", "BANKA.C2")),
        ("zh-HK", ("起息日", "擬發行", "3.00 HKD", "已發行", "APPLIED", "BANKA.C2")),
    ],
)
def test_a_person_reads_it_in_either_language(books, language, words):
    shown = praya(*line(books, "mint", GOOD, "--lang", language))
    assert shown.code == 0
    for word in words:
        assert word in shown.out


@pytest.mark.parametrize("action", ["check", "mint"])
@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (b"BANKA.C2", b"BANKA.C9", "ACCOUNT_UNKNOWN"),
        (b"BANKA.C2", b"BANKA.C1", "NOT_ELIGIBLE"),
        (b"<AcctSvcrRef>FT1", b"<AcctSvcrRef>FT0", "TWICE"),
        (b"<AcctSvcrRef>FT1", b"<AcctSvcrRef>rtgs-1", "RECEIPT_DIFFERS"),
        (b"13.00", b"13.01", "BALANCE_SUM"),
        (b'"HKD">1.00', b'"USD">1.00', "CURRENCY_MIXED"),
        (b"BOOK", b"PDNG", "NOT_BOOKED"),
        (BACKING.encode(), b"1", "OTHER_ACCOUNT"),
        (b"053.001.08", b"053.001.02", "OTHER_VERSION"),
        (b"<Document", b"<!DOCTYPE x><Document", "DOCUMENT_TYPE"),
        (b"</Document>", b"", "NOT_XML"),
        (b"<Sts>", b"<Xyz>", "NOT_XML"),
        (b"<Cd>BOOK</Cd>", b"", "SCHEMA"),
    ],
)
def test_what_does_not_fit_mints_nothing_and_writes_nothing(still, action, old, new, kind):
    assert old in GOOD
    before = contents(still.ledger)
    ended = praya(*line(still, action, GOOD.replace(old, new, 1), "--json"))
    assert (ended.code, ended.error) == (3, "STATEMENT_REFUSED")
    problems = ended.data["error"]["values"]["problems"]
    assert [one["kind"] for one in problems] == [kind]
    assert set(problems[0]) == {"path", "value", "kind", "expected", "cure"}
    assert problems[0]["cure"] in ended.data["error"]["what"]
    assert contents(still.ledger) == before


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("expected one closing booked balance", "ask the bank", "2, listed below")),
        ("zh-HK", ("應為一項已入帳的期末結餘", "請向銀行索取", "共 2 項，列於下方")),
    ],
)
def test_several_problems_stand_one_to_a_line(still, language, words):
    data = GOOD.replace(b"OPBD", b"OPAV").replace(b"CLBD", b"CLAV")
    ended = praya(*line(still, "check", data, "--lang", language))
    assert ended.code == 3
    assert len([row for row in ended.err.splitlines() if row.startswith("  - /")]) == 2
    for word in words:
        assert word in ended.out + ended.err


def test_one_problem_stands_in_the_error_itself(still):
    ended = praya(*line(still, "check", GOOD.replace(b"13.00", b"14.00")))
    assert ended.out == ""
    assert "/Document/BkToCstmrStmt/Stmt/Bal is 14.00: expected a closing balance" in ended.err


def test_only_the_issuer_mints(still):
    before = contents(still.ledger)
    wrong = [*line(still, "mint", GOOD), "--keys", still.bank, "--json"]
    ended = praya(*wrong)
    assert (ended.code, ended.error) == (3, "STATEMENT_SIGNER")
    assert ended.data["error"]["values"]["issuer"] == "HKMA"
    assert contents(still.ledger) == before


def test_other_keys_under_the_issuers_code_mint_nothing(still):
    other = str(still.folder / "other")
    done("keys", "new", other, "--code", "HKMA", *SUITE)
    ended = praya(*line(still, "mint", GOOD), "--keys", other, "--json")
    assert ended.code == 1
    assert ended.data["error"]["code"] in ("SIGNATURE_INVALID", "KEY_UNKNOWN", "SIGNER_UNKNOWN")
    assert supply(still) == "1000.00"


@pytest.mark.parametrize("missing", ["--dir", "--asset", "--account"])
def test_what_is_needed_is_named(still, missing):
    whole = line(still, "mint", GOOD, "--json")
    place = whole.index(missing)
    ended = praya(*whole[:place], *whole[place + 2 :])
    assert (ended.code, ended.error) == (2, "ARGUMENT_MISSING")
    assert ended.data["error"]["values"]["name"] == missing


def test_a_mint_needs_keys_and_a_file_that_is_there(still):
    whole = line(still, "mint", GOOD, "--json")
    place = whole.index("--keys")
    assert praya(*whole[:place], *whole[place + 2 :]).error == "ARGUMENT_MISSING"
    whole[2] = str(still.folder / "none.xml")
    assert praya(*whole).error == "FILE_UNREADABLE"
    assert praya("statement", "burn", *whole[2:]).error == "VALUE_REFUSED"


def test_a_statement_is_minted_once(books):
    done(*line(books, "mint", GOOD))
    for more in ((), ("--resume",)):
        ended = praya(*line(books, "mint", GOOD, "--json", *more))
        assert ended.code == (0 if more else 3)
        assert supply(books) == "1003.00"
    assert ended.data["minted_already"] == 3
    assert ended.data["mints"] == []
    shown = praya(*line(books, "mint", GOOD, "--resume"))
    assert "minted already" in shown.err


def killed(books: Shelf, data: bytes, at_block: int) -> None:
    """Mint in a process of its own that is killed as it submits a block."""
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(at_block), *line(books, "mint", data)],
        capture_output=True,
        timeout=600,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()


def test_a_mint_that_was_killed_goes_on_and_mints_nothing_twice(books):
    data = write_statement(stated(ENTRIES))
    killed(books, data, 2)
    assert supply(books) == "1016.00"  # one block of sixteen
    ended = praya(*line(books, "mint", data, "--json"))
    assert ended.error == "STATEMENT_REFUSED"
    kinds = [one["kind"] for one in ended.data["error"]["values"]["problems"]]
    assert kinds == ["RECEIPT_USED"] * 16
    assert supply(books) == "1016.00"
    told = done(*line(books, "mint", data, "--resume"))
    assert (told["minted_already"], len(told["mints"])) == (16, 24)
    assert supply(books) == "1040.00"
    done("verify", books.ledger)
    receipts = [one.servicer_reference for one in stated(ENTRIES).entries]
    assert [one["receipt"] for one in told["answers"]] == receipts[16:]


def test_a_person_at_a_terminal_is_asked_first(still):
    before = contents(still.ledger)
    ended = at_terminal(*line(still, "mint", GOOD), typed="n\n")
    assert "3.00 HKD in all?" in ended.err
    assert ended.code == 130, ended
    assert contents(still.ledger) == before
