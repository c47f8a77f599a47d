"""`praya backup DIR FILE`: all of a ledger in one file, made beside whoever writes it.

Every block is executed again as it is written, so that what stands in the file is known to be the
ledger. Keys are never in it.
"""

from pathlib import Path
from shlex import quote
from typing import Any

import click

from praya.dev.commands.command import command
from praya.dev.commands.facts import Fact, show_facts
from praya.dev.commands.replay_bar import replay_bar
from praya.dev.commands.terminal import Terminal
from praya.node.backups import Standing, write_backup
from praya.node.folders import find_ledger
from praya.node.replay import Progress
from praya.storage.disk import FolderDisk


@command("backup", more="backup.more")
@click.argument("folder", metavar="DIR")
@click.argument("file")
@click.pass_obj
def backup(terminal: Terminal, folder: str, file: str) -> None:
    """Write a backup to a new file: FILE_EXISTS, FOLDER_MISSING, VERIFICATION_FAILED."""
    disk, progress = FolderDisk(str(find_ledger(folder))), Progress()
    with replay_bar(terminal, progress, "backup.progress"):
        found, records = write_backup(disk, Path(file), progress)
    size = Path(file).stat().st_size
    words = terminal.words
    facts = [
        (words("fact.file"), file),
        (words("fact.records"), f"{records:,}"),
        (words("fact.bytes"), f"{size:,}"),
        *standing_facts(terminal, found),
    ]
    terminal.line(words("backup.done"))
    show_facts(terminal, facts, indent=2)
    terminal.say("backup.keys")
    terminal.say("backup.next", file=quote(file), head=found.header.hex())
    terminal.data({"file": file, "records": records, "bytes": size, **standing_data(found)})


def standing_facts(terminal: Terminal, found: Standing) -> list[Fact]:
    """Where a ledger stands, for people."""
    words = terminal.words
    return [
        (words("fact.height"), f"{found.height:,}"),
        (words("fact.chain"), found.chain_id.hex()),
        (words("fact.root"), found.root.hex()),
        (words("fact.header"), found.header.hex()),
    ]


def standing_data(found: Standing) -> dict[str, Any]:
    """The same for JSON."""
    return {
        "height": found.height,
        "chain_id": found.chain_id.hex(),
        "root": found.root.hex(),
        "header": found.header.hex(),
    }
