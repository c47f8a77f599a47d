"""`praya export DIR FILE`: the whole history in one file, for somebody who was not there.

He needs nothing else but the hash of the genesis, given to him by another way.
"""

from itertools import chain
from pathlib import Path

import click

from praya.base.errors import fail
from praya.dev.commands.command import command
from praya.dev.commands.facts import show_facts
from praya.dev.commands.terminal import Terminal
from praya.node.genesis import GENESIS_FILE
from praya.node.reading import closed_blocks
from praya.node.solo import founding_records, read_genesis
from praya.storage.disk import FolderDisk
from praya.storage.exports import write_export
from praya.storage.reading import read_journal


@command("export", more="export.more")
@click.argument("folder", metavar="DIR")
@click.argument("file")
@click.pass_obj
def export(terminal: Terminal, folder: str, file: str) -> None:
    """Write genesis and journal of a ledger to a new file; FILE_EXISTS where there is one."""
    disk = FolderDisk(folder)
    chain_id = read_genesis(disk).chain_id()
    target = Path(file)
    if target.exists():
        fail("FILE_EXISTS", file=file)
    records = chain(founding_records(disk), closed_blocks(read_journal(disk, chain_id)))
    try:
        written = write_export(target, bytes(disk.read(GENESIS_FILE)), records)
    finally:  # a damaged journal or Ctrl-C leaves nothing behind
        target.with_name(target.name + ".partial").unlink(missing_ok=True)
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
    terminal.say("export.next", file=file, genesis=chain_id.hex())
    terminal.data({"file": file, "records": written, "bytes": size, "genesis": chain_id.hex()})
