"""`praya export DIR FILE`: the whole history in one file, for somebody who was not there.

He needs nothing else but the hash of the genesis, given to him by another way.
"""

from pathlib import Path
from shlex import quote

import click

from praya.dev.commands.command import command
from praya.dev.commands.facts import show_facts
from praya.dev.commands.terminal import Terminal
from praya.node.backups import ledger_records
from praya.node.folders import find_ledger
from praya.node.genesis import GENESIS_FILE
from praya.node.solo import read_genesis
from praya.storage.disk import FolderDisk
from praya.storage.exports import write_export


@command("export", more="export.more")
@click.argument("folder", metavar="DIR")
@click.argument("file")
@click.pass_obj
def export(terminal: Terminal, folder: str, file: str) -> None:
    """Write genesis and journal of a ledger to a new file; FILE_EXISTS where there is one."""
    disk = FolderDisk(str(find_ledger(folder)))
    chain_id = read_genesis(disk).chain_id()
    target = Path(file)
    written = write_export(target, bytes(disk.read(GENESIS_FILE)), ledger_records(disk))
    size = target.stat().st_size
    words = terminal.words
    show_facts(
        terminal,
        [
            (words("fact.file"), file),
            (words("fact.records"), f"{written:,}"),
            (words("fact.bytes"), f"{size:,}"),
            (words("fact.genesis"), chain_id.hex()),
        ],
    )
    terminal.say("export.next", file=quote(file), genesis=chain_id.hex())
    terminal.data({"file": file, "records": written, "bytes": size, "genesis": chain_id.hex()})
