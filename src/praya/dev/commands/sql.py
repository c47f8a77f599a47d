"""`praya sql SQL`: one question about a ledger, answered from its projection.

It must not know how a projection is made, nor what may be asked.
"""

from pathlib import Path
from typing import Final

import click

from praya.dev.commands.command import command, option
from praya.dev.commands.replay_bar import replay_bar
from praya.dev.commands.terminal import Terminal
from praya.node.projecting import Projected, project
from praya.node.replay import Progress
from praya.projections.query import Found, ask, check_answer_file, write_answer
from praya.projections.text import as_json, shown

ROWS: Final = click.IntRange(0, 100_000_000)
SECONDS: Final = click.IntRange(1, 86_400)
_NUMBERS: Final = ("DECIMAL", "BIGINT", "HUGEINT", "INTEGER", "SMALLINT", "TINYINT", "DOUBLE")


@command("sql", more="sql.more")
@click.argument("sql", metavar="SQL")
@option("--dir", "folder", metavar="DIR", default=".", words="sql.dir")
@option("--to", "file", metavar="FILE", default=None, words="sql.to")
@option("--rows", type=ROWS, metavar="N", default=200, words="sql.rows")
@option("--seconds", type=SECONDS, metavar="N", default=60, words="sql.seconds")
@option("--projection", metavar="DIR", default=None, words="sql.projection")
@click.pass_obj
def sql(
    terminal: Terminal, /, sql: str, folder: str, file: str | None, **settings: int | str | None
) -> None:
    """Answer one query. QUERY_NOT_ONE, QUERY_NOT_READING, QUERY_REFUSED, and what is in its way."""
    seconds, place = int(settings["seconds"] or 0), settings["projection"]
    if file is not None:
        check_answer_file(Path(file))
    projected = up_to_date(terminal, folder, None if place is None else str(place))
    if file is not None:
        count = write_answer(projected.folder, sql, Path(file), seconds=seconds)
        terminal.say("sql.written", file=file, rows=f"{count:,}")
        terminal.data({"file": file, "rows": count, "height": projected.manifest.height})
        return
    rows_max = 0 if terminal.json else int(settings["rows"] or 0)
    found = ask(projected.folder, sql, seconds=seconds, rows_max=rows_max)
    _show(terminal, found, projected.manifest.height)


def up_to_date(
    terminal: Terminal, folder: str, projection: str | None, *, drop: bool = False
) -> Projected:
    """The projection of a ledger, made where it must be, with its progress shown."""
    progress = Progress()
    with replay_bar(terminal, progress, "project.progress"):
        projected = project(folder, projection=projection, progress=progress, drop=drop)
    if projected.was_made:
        height = f"{projected.manifest.height:,}"
        terminal.say("project.made", height=height, folder=projected.folder)
    return projected


def _show(terminal: Terminal, found: Found, height: int) -> None:
    """The rows as a table, or all of them as data."""
    numbers = [
        place for place, kind in enumerate(found.kinds) if kind.partition("(")[0] in _NUMBERS
    ]
    rows = [[shown(value) for value in row] for row in found.rows]
    terminal.table(found.columns, rows, numbers)
    if not found.rows:
        terminal.say("sql.none")
    if not found.is_whole:
        terminal.say("sql.cut", rows=f"{len(found.rows):,}")
    stated = zip(found.columns, found.kinds, strict=True)
    terminal.data(
        {
            "columns": [{"name": name, "type": kind} for name, kind in stated],
            "rows": [
                {name: as_json(value) for name, value in record.items()}
                for record in found.records()
            ],
            "height": height,
        }
    )
