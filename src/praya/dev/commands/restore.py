"""`praya restore FILE DIR`: a ledger in a new folder, made from a backup or an export.

Every envelope is executed again and every header compared; the folder appears when all of it is
whole, or not at all.
"""

import os
from pathlib import Path
from typing import Final

import click

from praya.base.errors import PrayaError, fail
from praya.dev.commands.backup import standing_data, standing_facts
from praya.dev.commands.command import command, option
from praya.dev.commands.facts import show_facts
from praya.dev.commands.hexadecimal import read_digest
from praya.dev.commands.replay_bar import replay_bar
from praya.dev.commands.terminal import Terminal
from praya.dev.commands.verify import DAMAGE
from praya.node.backups import NewJournal, Standing, restore_backup
from praya.node.genesis import GENESIS_FILE
from praya.node.replay import Progress
from praya.storage.disk import FolderDisk
from praya.storage.new_folders import filled_folder

_MIB: Final = 1_048_576
_SALT_BYTES: Final = 16
_SEGMENT_MIB: Final = 16


@command("restore", more="restore.more")
@click.argument("file")
@click.argument("folder", metavar="DIR")
@option("--head", metavar="HEX", words="restore.head")
@option("--segment-mib", type=int, metavar="N", default=_SEGMENT_MIB, words="init.segment")
@click.pass_obj
def restore(terminal: Terminal, file: str, folder: str, head: str | None, segment_mib: int) -> None:
    """Restore into a new folder: FOLDER_NOT_EMPTY, EXPORT_DIFFERS, BACKUP_DIFFERS and others."""
    stated = None if head is None else read_digest(head, "--head", "praya restore")
    journal = NewJournal(segment_mib * _MIB, os.urandom(_SALT_BYTES))
    progress = Progress()
    with replay_bar(terminal, progress, "restore.progress"):
        try:
            found, mode = _restored(Path(file), folder, journal, progress, stated)
        except PrayaError as problem:
            if problem.code not in DAMAGE:
                raise
            fail("VERIFICATION_FAILED", height=progress.height + 1, what=problem.code)
    words = terminal.words
    terminal.line(words("restore.done"))
    facts = [(words("fact.folder"), folder), *standing_facts(terminal, found)]
    show_facts(terminal, [*facts, (words("fact.mode"), mode)], indent=2)
    terminal.say("restore.one_only")
    note = words("restore.one_only")
    terminal.data({"folder": folder, **standing_data(found), "mode": mode, "note": note})


def _restored(
    file: Path, folder: str, journal: NewJournal, progress: Progress, head: bytes | None
) -> tuple[Standing, str]:
    """Where the new ledger stands, and how durability is had there."""
    with filled_folder(folder, GENESIS_FILE) as building:
        disk = FolderDisk(building)
        try:
            return restore_backup(file, disk, journal, progress, head=head), disk.mode
        finally:
            disk.close()
