"""The page about queries: its tables are fresh, and what it shows runs."""

import re
from pathlib import Path

import pytest
from projection_worlds import lived_folder
from write_queries_page import PAGE, queries_page

from praya.base.catalogue import ERRORS
from praya.node import projecting
from praya.projections.models import VIEWS

TEXT = PAGE.read_text(encoding="utf-8")
QUERIES = re.findall(r"^```sql\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
PROGRAMS = re.findall(r"^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lived_folder(tmp_path_factory.mktemp("page"))


def test_the_tables_of_the_page_are_fresh() -> None:
    assert queries_page(TEXT) == TEXT, "write them anew: tests/projections/write_queries_page.py"


def test_every_view_and_column_is_told() -> None:
    told = sum(f"| `{one.name}` |" in TEXT for view in VIEWS.values() for one in view.columns)
    print(f"{len(VIEWS)} views, {told} columns")
    assert told == sum(len(view.columns) for view in VIEWS.values()) > 100


@pytest.mark.parametrize("sql", QUERIES)
def test_every_query_shown_is_answered(folder: Path, sql: str) -> None:
    found = projecting.answer(folder, sql.replace("HKGB", "BOND"))
    assert found.columns
    if "HAVING total <> 0" in sql:
        assert found.rows == []
    elif "2026-11-20" not in sql and "BANKA.C2" not in sql:
        assert found.rows


def test_every_program_shown_runs(folder: Path) -> None:
    assert PROGRAMS
    for program in PROGRAMS:
        names: dict[str, object] = {"folder": folder}
        exec(program, names)
        assert "found" in names


def test_every_error_named_is_one() -> None:
    named = set(re.findall(r"\b(?:QUERY|PROJECTION|ANSWER)_[A-Z_]+\b", TEXT))
    assert len(named) >= 4
    assert named <= ERRORS.keys()
