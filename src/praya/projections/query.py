"""Asking a projection in SQL: one statement that reads, within bounds, over its own files only.

The database is in memory and holds views alone. Its configuration is locked before a query is
seen. It must not know ledgers, nor how an answer is shown.
"""

import csv
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, NoReturn

import duckdb

from praya.base.catalogue import explain
from praya.base.errors import fail
from praya.base.status import Status
from praya.projections.arrow import pa, parquet
from praya.projections.models import GROWS, STANDS, VIEWS
from praya.projections.parts import part_file, standing_file
from praya.projections.text import shown
from praya.projections.view import View

SECONDS: Final = 60
MEMORY: Final = "2GB"
BATCH_ROWS: Final = 65_536
_CONFIGURATION: Final[dict[str, str | bool | int | float | list[str]]] = {
    "memory_limit": MEMORY,
    "temp_directory": "",  # nothing is written, not even what memory cannot hold
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",  # a variable of this program is no table
}
_PIVOT: Final = re.compile(r"\bPIVOT(?:_WIDER)?\b", re.IGNORECASE)
_INWARD: Final = re.compile(r"\s*Did you mean \"stored\.[^?]*\?")  # a name that nobody may use
_QUOTED: Final = re.compile(r"(?:Table with name|Referenced column|column named) \"?([\w.]+)\"?")


@dataclass(frozen=True, slots=True)
class Found:
    """An answer: names and SQL types of columns, and rows of plain values, decimals exact."""

    columns: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    is_whole: bool = True  # false where more rows were found than were asked for

    def records(self) -> list[dict[str, Any]]:
        """The rows by the names of columns."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def ask(folder: Path, sql: str, *, seconds: int = SECONDS, rows_max: int = 0) -> Found:
    """The answer of one query; at most `rows_max` rows if that is not 0.

    Raises QUERY_NOT_ONE, QUERY_NOT_READING, QUERY_PIVOT_OPEN, QUERY_REFUSED, QUERY_OUTSIDE,
    QUERY_TOO_LONG, QUERY_TOO_LARGE.
    """
    with _within_bounds(folder, sql, seconds) as session:
        session.execute(sql)
        described = session.description or []
        rows = session.fetchmany(rows_max + 1) if rows_max else session.fetchall()
        names = _names([str(one[0]) for one in described])
        kinds = tuple(str(one[1]) for one in described)
        is_whole = not rows_max or len(rows) <= rows_max
        return Found(names, kinds, rows if is_whole else rows[:-1], is_whole)


def _names(columns: list[str]) -> tuple[str, ...]:
    """Names of columns, each only once: the second `a` is `a_2`."""
    names: list[str] = []
    for name in columns:
        number, fresh = 1, name
        while fresh in names:
            number += 1
            fresh = f"{name}_{number}"
        names.append(fresh)
    return tuple(names)


def write_answer(folder: Path, sql: str, path: Path, *, seconds: int = SECONDS) -> int:
    """Write the answer to a new file, CSV or Parquet by its ending; how many rows.

    Raises ANSWER_FILE_REFUSED, and as `ask`; the file is then not there.
    """
    check_answer_file(path)
    count, is_done = 0, False
    try:
        with _within_bounds(folder, sql, seconds) as session:
            count = _WRITERS[path.suffix](session, sql, path)
        is_done = True
    finally:
        if not is_done:
            path.unlink(missing_ok=True)
    return count


def check_answer_file(path: Path) -> None:
    """Require a new file with a known ending: ANSWER_FILE_REFUSED."""
    if path.suffix not in _WRITERS or path.exists():
        fail("ANSWER_FILE_REFUSED", file=str(path))


def _write_parquet(session: duckdb.DuckDBPyConnection, sql: str, path: Path) -> int:
    reader: Any = session.sql(sql).to_arrow_reader(BATCH_ROWS)
    count = 0
    with parquet.ParquetWriter(path, reader.schema) as writer:
        for batch in reader:
            writer.write_batch(batch)
            count += batch.num_rows
    return count


def _write_csv(session: duckdb.DuckDBPyConnection, sql: str, path: Path) -> int:
    session.execute(sql)
    count = 0
    with path.open("w", encoding="utf-8", newline="") as content:
        writer = csv.writer(content, lineterminator="\n")
        writer.writerow([one[0] for one in session.description or []])
        while rows := session.fetchmany(BATCH_ROWS):
            writer.writerows([[shown(value) for value in row] for row in rows])
            count += len(rows)
    return count


_WRITERS: Final = {".parquet": _write_parquet, ".csv": _write_csv}


@contextmanager
def _within_bounds(folder: Path, sql: str, seconds: int) -> Iterator[duckdb.DuckDBPyConnection]:
    """A session that reads only; what is asked and fetched in the block is within the bounds."""
    session = open_session(folder)
    late = threading.Event()

    def stop() -> None:
        late.set()
        session.interrupt()

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    try:
        check_query(session, sql)
        timer.start()
        session.execute("START TRANSACTION READ ONLY")
        yield session
    except (duckdb.Error, pa.ArrowException, OSError) as problem:
        _refuse(problem, seconds, is_late=late.is_set())
    finally:
        timer.cancel()
        with suppress(duckdb.Error):
            session.close()


def _refuse(problem: Exception, seconds: int, *, is_late: bool) -> NoReturn:
    """What went wrong, as an error of ours; on its way through Arrow it may have lost its name."""
    if is_late:
        fail("QUERY_TOO_LONG", seconds=seconds)
    if isinstance(problem, duckdb.InterruptException):
        raise KeyboardInterrupt from None
    if "Out of Memory Error" in str(problem):
        fail("QUERY_TOO_LARGE", memory=MEMORY)
    if isinstance(problem, duckdb.PermissionException):
        fail("QUERY_OUTSIDE", said=_said(problem))
    if isinstance(problem, OSError):  # the file of the answer, or the disk under it
        raise problem
    fail("QUERY_REFUSED", said=_said(problem), near=_near(problem))


def check_query(session: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Require one statement that reads: QUERY_NOT_ONE, QUERY_NOT_READING, QUERY_PIVOT_OPEN."""
    statements = session.extract_statements(sql)
    if len(statements) != 1:
        fail("QUERY_NOT_ONE", count=len(statements))
    kind = statements[0].type
    if kind == duckdb.StatementType.MULTI and _PIVOT.search(sql):
        fail("QUERY_PIVOT_OPEN")
    if kind != duckdb.StatementType.SELECT:
        fail("QUERY_NOT_READING", kind=kind.name)


def open_session(folder: Path) -> duckdb.DuckDBPyConnection:
    """A database of views over the files of a projection, locked."""
    session = duckdb.connect(":memory:", config=_CONFIGURATION)
    session.execute("SET allowed_directories = [?]", [f"{folder}/"])
    session.execute("SET enable_external_access = false")
    session.execute("SET TimeZone = 'UTC'")
    session.execute("CREATE SCHEMA stored")
    for name in (*GROWS, *STANDS):
        pattern = standing_file(name) if name in STANDS else part_file(name, 0)
        path = str(folder / pattern.replace("000000", "*")).replace("'", "''")
        session.execute(f"CREATE VIEW stored.{name} AS SELECT * FROM read_parquet('{path}')")
    session.execute(f"CREATE VIEW stored.status_names AS {_STATUS_NAMES}")
    for view in VIEWS.values():
        session.execute(_definition(view))
    session.execute("SET lock_configuration = true")
    return session


def _status_names() -> str:
    """SQL for every status with its name, and what it means in English."""
    listed = []
    for status in Status:
        meaning = explain(status, "en").what.replace("'", "''")
        listed.append(f"({int(status)}, '{status.name}', '{meaning}')")
    return f"SELECT * FROM (VALUES {', '.join(listed)}) AS s(status, name, meaning)"


_STATUS_NAMES: Final = _status_names()


def _definition(view: View) -> str:
    """SQL that makes a view, or a table function if it has parameters."""
    sql = f"{view.sql} ORDER BY {view.order}" if view.order else view.sql
    if not view.parameters:
        return f"CREATE VIEW {view.name} AS {sql}"
    names = ", ".join(one.name for one in view.parameters)
    return f"CREATE MACRO {view.name}({names}) AS TABLE {sql}"


def _said(refusal: Exception) -> str:
    """What DuckDB says, in one line, without the picture of the statement."""
    return " ".join(_INWARD.sub("", str(refusal).split("\n\nLINE")[0]).split())


def _near(refusal: Exception) -> list[str]:
    """Names of views or columns that are like the one that was not found."""
    found = _QUOTED.search(str(refusal))
    if found is None:
        return []
    known = {*VIEWS, *(one.name for view in VIEWS.values() for one in view.columns)}
    return get_close_matches(found.group(1).lower(), sorted(known))
