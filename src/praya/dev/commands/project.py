"""`praya project DIR`: make the projection of a ledger, or bring it up to date, without a query."""

import click

from praya.dev.commands.command import command, option
from praya.dev.commands.facts import show_facts
from praya.dev.commands.sql import up_to_date
from praya.dev.commands.terminal import Terminal


@command("project", more="project.more")
@click.argument("folder", metavar="DIR")
@option("--projection", metavar="DIR", default=None, words="sql.projection")
@option("--drop", is_flag=True, words="project.drop")
@click.pass_obj
def project(terminal: Terminal, folder: str, projection: str | None, *, drop: bool) -> None:
    """Project, and show what there is. PROJECTION_FOLDER_REFUSED, PROJECTION_NOT_WRITTEN."""
    projected = up_to_date(terminal, folder, projection, drop=drop)
    manifest, words = projected.manifest, terminal.words
    rows: dict[str, int] = {}
    for name, facts in manifest.files.items():
        table = name.removesuffix(".parquet").rstrip("0123456789").rstrip("-")
        rows[table] = rows.get(table, 0) + facts.rows
    listed = sorted(rows.items())
    size = sum(facts.size for facts in manifest.files.values())
    made = words("project.yes" if projected.was_made else "project.no")
    show_facts(
        terminal,
        [
            (words("project.folder"), str(projected.folder)),
            (words("project.stands"), made),
            (words("fact.height"), f"{manifest.height:,}"),
            (words("fact.header"), manifest.header),
            (words("fact.chain"), manifest.chain_id),
            (words("fact.bytes"), f"{size:,}"),
            *((words("project.rows", table=table), f"{count:,}") for table, count in listed),
        ],
    )
    terminal.data(
        {
            "folder": str(projected.folder),
            "made": projected.was_made,
            "height": manifest.height,
            "header": manifest.header,
            "chain_id": manifest.chain_id,
            "bytes": size,
            "parts": len(manifest.parts),
            "rows": dict(listed),
        }
    )
