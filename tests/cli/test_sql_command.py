"""`praya sql` and `praya project`: as a user meets them, in both languages."""

import json
import os
from pathlib import Path

import pytest
from ledger_shelf import Shelf, at_terminal, done, praya, shelf

FIRST = "SELECT account, available FROM positions ORDER BY account"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """A ledger that tests only ask."""
    return shelf(tmp_path_factory.mktemp("sql") / "shelf")


def test_a_table_has_its_numbers_to_the_right(shared: Shelf) -> None:
    ended = praya("sql", FIRST, "--dir", shared.ledger)
    assert ended.code == 0, ended
    assert ended.out.splitlines() == [
        "account      available",
        "BANKA.C1          0.00",
        "BANKA.C2         40.00",
        "BANKA.HOUSE     960.00",
        "ISSUE:HKD     -1000.00",
    ]


def test_json_has_columns_and_exact_rows(shared: Shelf) -> None:
    found = done("sql", "SELECT sum(amount) AS total FROM moves", "--dir", shared.ledger)
    assert found == {
        "columns": [{"name": "total", "type": "DECIMAL(38,9)"}],
        "rows": [{"total": "1040.00"}],
        "height": 3,
    }


def test_the_folder_above_and_the_current_folder_are_enough(
    shared: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("sql", "SELECT count(*) AS n FROM blocks")
    assert done(*asked, "--dir", str(shared.folder))["rows"] == [{"n": 3}]
    monkeypatch.chdir(shared.folder)
    assert done(*asked)["rows"] == [{"n": 3}]


def test_rows_are_cut_for_people_and_never_in_data(shared: Shelf) -> None:
    cut = praya("sql", FIRST, "--dir", shared.ledger, "--rows", "2")
    assert len(cut.out.splitlines()) == 3
    assert "--rows 0" in cut.err
    whole = praya("sql", FIRST, "--dir", shared.ledger, "--rows", "0")
    assert len(whole.out.splitlines()) == 5
    assert whole.err == ""
    assert len(done("sql", FIRST, "--dir", shared.ledger, "--rows", "2")["rows"]) == 4


def test_an_answer_without_rows_says_so(shared: Shelf) -> None:
    ended = praya("sql", "FROM settlements", "--dir", shared.ledger, "--lang", "zh-HK")
    assert ended.code == 0
    assert ended.err == "沒有符合的列。\n"


def test_an_answer_goes_to_a_file(shared: Shelf, tmp_path: Path) -> None:
    file = tmp_path / "answer.csv"
    ended = praya("sql", FIRST, "--dir", shared.ledger, "--to", str(file))
    assert (ended.code, ended.out) == (0, "")
    assert file.read_text().splitlines()[1] == "BANKA.C1,0.00"
    parquet = str(tmp_path / "answer.parquet")
    found = done("sql", FIRST, "--dir", shared.ledger, "--to", parquet)
    assert found == {"file": parquet, "rows": 4, "height": 3}
    again = praya("sql", FIRST, "--dir", shared.ledger, "--to", parquet, "--json")
    assert (again.code, again.error) == (3, "ANSWER_FILE_REFUSED")


WRONG = [
    ("SELECT * FROM movez", "QUERY_REFUSED"),
    ("DELETE FROM moves", "QUERY_NOT_READING"),
    ("SELECT 1; SELECT 2", "QUERY_NOT_ONE"),
    ("", "QUERY_NOT_ONE"),
    ("SELECT * FROM read_text('/etc/passwd')", "QUERY_OUTSIDE"),
    ("SELECT count(*) FROM range(10000000000) a, range(1000) b(j) WHERE j > 3", "QUERY_TOO_LONG"),
]


@pytest.mark.parametrize(("sql", "code"), WRONG)
@pytest.mark.parametrize("language", ["en", "zh-HK"])
def test_what_is_wrong_is_said_with_its_cure(
    shared: Shelf, sql: str, code: str, language: str
) -> None:
    where = ("--dir", shared.ledger, "--seconds", "1", "--lang", language)
    ended = praya("sql", sql, *where, "--json")
    assert (ended.code, ended.error) == (3, code)
    assert all(ended.data["error"][part] for part in ("what", "why", "cure"))
    assert "<" not in ended.data["error"]["what"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--rows", "-1"),
        ("--rows", "many"),
        ("--seconds", "0"),
        ("--seconds", "1.5"),
    ],
)
def test_numbers_that_are_none_are_refused(shared: Shelf, arguments: tuple[str, str]) -> None:
    ended = praya("sql", "SELECT 1", "--dir", shared.ledger, *arguments, "--json")
    assert (ended.code, ended.error) == (2, "VALUE_REFUSED")


def test_a_query_is_missing_or_there_are_two(shared: Shelf) -> None:
    assert praya("sql", "--dir", shared.ledger, "--json").error == "ARGUMENT_MISSING"
    two = praya("sql", "SELECT", "1", "--dir", shared.ledger, "--json")
    assert (two.code, two.error) == (2, "ARGUMENT_UNEXPECTED")


def test_a_folder_without_a_ledger_is_told(tmp_path: Path) -> None:
    assert praya("sql", "SELECT 1", "--dir", str(tmp_path), "--json").error == "LEDGER_MISSING"
    nowhere = str(tmp_path / "none")
    assert praya("sql", "SELECT 1", "--dir", nowhere, "--json").error == "FOLDER_MISSING"
    assert not list(tmp_path.iterdir())


def test_a_ledger_that_grows_is_asked_as_it_is(tmp_path: Path) -> None:
    mine = shelf(tmp_path / "shelf")
    asked = ("sql", "SELECT max(height) AS h FROM blocks", "--dir", mine.ledger)
    assert done(*asked)["rows"] == [{"h": 3}]
    body = {"asset": "HKD", "amount": "1.00", "source": "BANKA.HOUSE", "target": "BANKA.C2"}
    envelope = mine.sign("settlement.transfer", {**body, "reference": ""}, mine.bank)
    done("submit", mine.ledger, envelope)
    ended = praya(*asked, "--json")
    assert ended.data["rows"] == [{"h": 4}]
    assert "4" in ended.err


def test_only_the_projection_is_written(tmp_path: Path) -> None:
    mine = shelf(tmp_path / "shelf")
    before = {path: path.read_bytes() for path in Path(mine.ledger).iterdir()}
    place = tmp_path / "elsewhere"
    found = done("sql", "SELECT 1 AS one", "--dir", mine.ledger, "--projection", str(place))
    assert found["rows"] == [{"one": 1}]
    assert {path: path.read_bytes() for path in Path(mine.ledger).iterdir()} == before
    assert not Path(f"{mine.ledger}.queries").exists()
    assert (place / "projection.json").is_file()
    assert done("verify", mine.ledger)["verified"]


def test_a_projection_inside_the_ledger_is_refused(shared: Shelf) -> None:
    inside = os.path.join(shared.ledger, "queries")
    ended = praya("project", shared.ledger, "--projection", inside, "--json")
    assert (ended.code, ended.error) == (3, "PROJECTION_FOLDER_REFUSED")
    assert not Path(inside).exists()


def test_project_tells_what_there_is_and_drops_it(tmp_path: Path) -> None:
    mine = shelf(tmp_path / "shelf")
    first = done("project", mine.ledger)
    assert first["made"]
    assert (first["height"], first["rows"]["moves"], first["parts"]) == (3, 2, 1)
    again = praya("project", mine.ledger)
    assert "no, it was up to date" in again.out
    assert done("project", mine.ledger, "--drop") == first
    spoken = praya("project", mine.ledger, "--lang", "zh-HK")
    assert "投影" in spoken.out


def test_progress_is_shown_at_a_terminal_and_gone_after_it(tmp_path: Path) -> None:
    mine = shelf(tmp_path / "shelf")
    ended = at_terminal("sql", "SELECT count(*) AS n FROM blocks", "--dir", mine.ledger)
    assert ended.code == 0, ended
    assert ended.out.split() == ["n", "3"]
    assert "3" in ended.err


def test_names_from_a_ledger_do_not_steer_the_terminal(shared: Shelf) -> None:
    ended = praya("sql", "SELECT chr(27) || '[2J' AS x", "--dir", shared.ledger)
    assert "\x1b" not in ended.out
    escaped = done("sql", "SELECT chr(27) AS x", "--dir", shared.ledger)
    assert escaped["rows"] == [{"x": "\x1b"}]


def test_json_is_one_line_of_strict_json(shared: Shelf) -> None:
    ended = praya("sql", "FROM documents", "--dir", shared.ledger, "--json")
    assert len(ended.out.splitlines()) == 1
    rows = json.loads(ended.out)["rows"]
    assert {row["name"] for row in rows} >= {"asset/HKD", "participant/BANKA"}
    assert json.loads(rows[0]["value"])["code"] == "HKHK"
