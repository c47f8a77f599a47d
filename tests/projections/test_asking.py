"""What may be asked of a projection, and everything that may not."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from node.worlds import refused
from projection_worlds import small_folder

from praya.base.catalogue import ERRORS
from praya.base.errors import PrayaError
from praya.node.projecting import project
from praya.projections import query
from praya.projections.models import VIEWS
from praya.projections.parts import part_file
from praya.projections.query import ask, write_answer
from praya.projections.view import View

ARGUMENTS = {"positions_at": "(3)", "positions_on": "(DATE '2023-02-15')"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    _, ledger = small_folder(tmp_path_factory.mktemp("small"))
    return project(ledger).folder


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_every_view_has_the_columns_that_are_told(place: Path, view: View) -> None:
    found = ask(place, f"SELECT * FROM {view.name}{ARGUMENTS.get(view.name, '')}")
    told = [(one.name, one.kind) for one in view.columns]
    assert list(zip(found.columns, found.kinds, strict=True)) == told
    assert all(one.meaning and one.meaning[-1] not in ".;" for one in view.columns)
    assert view.about.endswith(".")


WRITES = [
    "CREATE TABLE mine (i INTEGER)",
    "CREATE VIEW mine AS SELECT 1",
    "CREATE MACRO mine() AS 1",
    "INSERT INTO moves VALUES (1)",
    "UPDATE moves SET minor = 0",
    "DELETE FROM moves",
    "DROP VIEW moves",
    "ALTER VIEW moves RENAME TO mine",
    "COPY moves TO 'stolen.csv'",
    "COPY (SELECT 1) TO 'stolen.parquet' (FORMAT parquet)",
    "EXPORT DATABASE 'stolen'",
    "IMPORT DATABASE 'stolen'",
    "ATTACH 'stolen.db'",
    "DETACH memory",
    "USE memory",
    "PRAGMA database_list",
    "PRAGMA enable_profiling",
    "SET memory_limit = '100GB'",
    "SET enable_external_access = true",
    "RESET lock_configuration",
    "INSTALL httpfs",
    "LOAD httpfs",
    "CALL pragma_version()",
    "CHECKPOINT",
    "VACUUM",
    "BEGIN",
    "COMMIT",
    "PREPARE mine AS SELECT 1",
    "EXECUTE mine",
    "DEALLOCATE mine",
    "EXPLAIN ANALYZE SELECT 1",
]


@pytest.mark.parametrize("sql", WRITES)
def test_what_does_not_read_is_refused_by_its_kind(place: Path, sql: str) -> None:
    refused("QUERY_NOT_READING", lambda: ask(place, sql))


@pytest.mark.parametrize(
    "sql",
    [
        "PIVOT moves ON asset USING sum(amount)",
        "SELECT * FROM (pivot moves ON asset USING sum(amount))",
        "WITH p AS (PIVOT moves ON asset USING sum(amount)) SELECT * FROM p",
    ],
)
def test_a_pivot_of_values_that_are_not_named_is_told_how_to_name_them(
    place: Path, sql: str
) -> None:
    assert refused("QUERY_PIVOT_OPEN", lambda: ask(place, sql)) == {}


def test_both_cures_of_an_open_pivot_give_the_same_answer(place: Path) -> None:
    cure = ERRORS["QUERY_PIVOT_OPEN"].english.cure
    pivot, _, filtered = cure.removeprefix("Name them: ").partition(";")
    found = ask(place, pivot)
    assert found.columns == ("HKD", "USD")
    again = ask(place, filtered[filtered.index("SELECT") :])
    assert again.rows == [(found.rows[0][0],)]


def test_no_name_that_nobody_may_use_is_proposed(place: Path) -> None:
    for name in ("refusal", "status_names", "stored_moves", "instruments"):
        values = refused("QUERY_REFUSED", lambda name=name: ask(place, f"SELECT * FROM {name}"))
        assert "stored" not in str(values).replace("stored_moves", ""), values


OUTSIDE = [
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_blob('/etc/passwd')",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_json('/etc/passwd')",
    "SELECT * FROM read_parquet('/etc/passwd')",
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM glob('**')",
    "SELECT * FROM read_text('{place}/../ledger/genesis.cbor')",
    "SELECT * FROM read_text('{place}/../../../etc/passwd')",
    "SELECT * FROM glob('{place}/../*')",
    "SELECT * FROM read_text('{place}.old/x')",
    "SELECT * FROM read_csv('https://example.com/x.csv')",
    "SELECT * FROM read_parquet('s3://bucket/x.parquet')",
    "SELECT * FROM read_text('/dev/stdin')",
    "SELECT * FROM sniff_csv('/etc/passwd')",
    "SELECT * FROM parquet_metadata('/etc/passwd')",
]


@pytest.mark.parametrize("sql", OUTSIDE)
def test_nothing_outside_the_projection_is_reached(place: Path, sql: str) -> None:
    with pytest.raises(PrayaError) as caught:
        ask(place, sql.format(place=place))
    assert caught.value.code in ("QUERY_OUTSIDE", "QUERY_REFUSED")


REFUSED = [
    "SELECT * FROM '/etc/passwd'",
    "FROM '/etc/passwd'",
    "SELECT getenv('HOME')",
    "SELECT * FROM sqlite_scan('x', 'y')",
    "SELECT * FROM postgres_query('x', 'y')",
    "SELECT * FROM place",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT nothing FROM moves",
    "SELECT * FROM movez",
    "SELEC 1",
    "SELECT (",
    "SELECT ?",
    "SELECT $name",
    "SELECT 'x'::INTEGER",
    "SELECT * FROM positions_at('tomorrow')",
    "SELECT * FROM positions_at",
    "WITH x AS (INSERT INTO moves VALUES (1) RETURNING 1) SELECT * FROM x",
    "SELECT \0",
    "SELECT * FROM query('COPY moves TO ''stolen.csv''')",
    "SELECT * FROM query('SELECT 1; SELECT 2')",
    "SELECT * FROM query_table('/etc/passwd')",
]


@pytest.mark.parametrize("sql", REFUSED)
def test_what_cannot_be_answered_says_why(place: Path, sql: str) -> None:
    values = refused("QUERY_REFUSED", lambda: ask(place, sql))
    assert str(values["said"])
    assert "\n" not in str(values["said"])


@pytest.mark.parametrize("sql", ["", "   ", ";", "-- only a comment", "SELECT 1; SELECT 2"])
def test_a_query_is_one_statement(place: Path, sql: str) -> None:
    refused("QUERY_NOT_ONE", lambda: ask(place, sql))


def test_a_second_statement_is_not_run(place: Path) -> None:
    values = refused("QUERY_NOT_ONE", lambda: ask(place, "SELECT 1; COPY moves TO 'x'"))
    assert values["count"] == 2


@pytest.mark.parametrize(
    ("sql", "near"),
    [
        ("SELECT * FROM movez", "moves"),
        ("SELECT * FROM settlement", "settlements"),
        ("SELECT bussiness_date FROM moves", "business_date"),
    ],
)
def test_a_name_that_is_nearly_right_gets_a_hint(place: Path, sql: str, near: str) -> None:
    assert near in str(refused("QUERY_REFUSED", lambda: ask(place, sql))["near"])


def test_what_reads_may_be_said_in_several_ways(place: Path) -> None:
    for sql in (
        "FROM assets",
        "TABLE assets",
        "VALUES (1), (2)",
        "WITH a AS (SELECT 1) SELECT * FROM a;",
        "SHOW TABLES",
        "DESCRIBE moves",
        "SUMMARIZE moves",
        "SELECT 1 -- and a comment; with a semicolon",
    ):
        assert ask(place, sql).rows, sql


def test_tables_that_are_shown_are_the_views(place: Path) -> None:
    shown = {str(row[0]) for row in ask(place, "SHOW TABLES").rows}
    assert shown == {name for name, view in VIEWS.items() if not view.parameters}


def test_a_runaway_query_is_stopped(place: Path) -> None:
    endless = "SELECT count(*) FROM range(10000000000) a(i), range(1000) b(j) WHERE i * j % 7 = 3"
    assert refused("QUERY_TOO_LONG", lambda: ask(place, endless, seconds=1)) == {"seconds": 1}


@pytest.mark.parametrize("name", ["answer.parquet", "answer.csv"])
def test_a_runaway_answer_leaves_no_file(place: Path, tmp_path: Path, name: str) -> None:
    endless = "SELECT i, i * 2 FROM range(100000000000) t(i)"
    path = tmp_path / name
    refused("QUERY_TOO_LONG", lambda: write_answer(place, endless, path, seconds=1))
    assert not list(tmp_path.iterdir())


def test_a_query_that_wants_all_memory_is_stopped(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(query._CONFIGURATION, "memory_limit", "64MB")
    refused("QUERY_TOO_LARGE", lambda: ask(place, "SELECT list(i) FROM range(100000000) t(i)"))


def test_sums_are_exact_beyond_64_bits(place: Path) -> None:
    most = 2**63 - 1
    found = ask(place, f"SELECT sum(m) FROM (VALUES ({most}::BIGINT), ({most})) t(m)")
    assert found.rows == [(2 * most,)]
    amounts = ask(
        place,
        f"SELECT sum((m::DECIMAL(19,0) * 0.000000001)::DECIMAL(38,9))"
        f" FROM (VALUES ({most}::BIGINT), ({most})) t(m)",
    )
    assert amounts.rows == [(Decimal(2 * most).scaleb(-9),)]


def test_no_column_of_any_view_is_a_float() -> None:
    kinds = {one.kind for view in VIEWS.values() for one in view.columns}
    assert kinds
    assert not kinds & {"DOUBLE", "FLOAT", "REAL"}


def test_values_come_as_plain_values(place: Path) -> None:
    found = ask(place, "SELECT DATE '2023-02-15' AS d, 1.50 AS a, [1, 2] AS l, NULL AS n, 'x' AS a")
    assert found.records() == [
        {"d": date(2023, 2, 15), "a": Decimal("1.50"), "l": [1, 2], "n": None, "a_2": "x"}
    ]


def test_rows_are_cut_only_where_that_is_asked_for(place: Path) -> None:
    cut = ask(place, "SELECT * FROM range(10)", rows_max=3)
    assert (len(cut.rows), cut.is_whole) == (3, False)
    assert ask(place, "SELECT * FROM range(3)", rows_max=3).is_whole
    assert len(ask(place, "SELECT * FROM range(10)").rows) == 10


@pytest.mark.parametrize("name", ["answer", "answer.txt", "answer.json", ".parquet", "there.csv"])
def test_a_file_that_is_no_answer_is_refused(place: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "there.csv":
        path.write_text("mine")
    refused("ANSWER_FILE_REFUSED", lambda: write_answer(place, "SELECT 1", path))
    assert [each.read_text() for each in tmp_path.iterdir()] == ["mine"] * (name == "there.csv")


@pytest.mark.parametrize("name", ["answer.parquet", "answer.csv"])
@pytest.mark.parametrize("sql", ["SELECT nothing", "SELECT i::TINYINT FROM range(9999) t(i)"])
def test_a_query_that_fails_leaves_no_file(
    place: Path, tmp_path: Path, name: str, sql: str
) -> None:
    refused("QUERY_REFUSED", lambda: write_answer(place, sql, tmp_path / name))
    assert not list(tmp_path.iterdir())


def test_an_answer_in_a_file_is_that_of_the_query(place: Path, tmp_path: Path) -> None:
    sql = "SELECT asset, supply, business_date FROM assets, blocks WHERE height = 3"
    assert write_answer(place, sql, tmp_path / "a.csv") == 1
    assert (tmp_path / "a.csv").read_text().splitlines() == [
        "asset,supply,business_date",
        "HKD,1500.00,2023-02-15",
    ]
    path = place.parent / "copy.parquet"
    assert write_answer(place, sql, path) == 1
    assert path.read_bytes()[:4] == b"PAR1"


def test_the_folder_of_a_projection_may_have_quotes_in_its_name(tmp_path: Path) -> None:
    _, ledger = small_folder(tmp_path, "o'brien's \"ledger\"")
    assert ask(project(ledger).folder, "SELECT count(*) FROM assets").rows == [(1,)]


def test_names_of_parts_are_found_by_their_pattern() -> None:
    assert part_file("moves", 0) == "moves-000000.parquet"
