"""Where a run takes place: a folder with a ledger and a key directory for each institution."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from praya.base.calendars import calendar_to_document
from praya.base.errors import PrayaError, fail
from praya.base.limits import SEGMENT_BYTES_MIN
from praya.base.signing import Suite
from praya.dev.scenarios.plan import PartyRow, Plan
from praya.envelopes.participants import Participant
from praya.node.execution import EffectsSink, Executor
from praya.node.folders import RUN_LEDGER
from praya.node.genesis import Genesis
from praya.node.solo import SoloNode
from praya.node.story_clock import StoryClock
from praya.sdk.book import Book
from praya.sdk.institution import Institution
from praya.storage.disk import FolderDisk
from praya.storage.lock import FolderLock
from praya.vault.keyring import Keyring

DAY_MS: Final = 86_400_000
OPENING_MS: Final = 3_600_000  # nine in the morning in Hong Kong is one in UTC
SUITE: Final = Suite.HYBRID
KEYS_FOLDER: Final = "keys"
SEGMENTS: Final = 64  # times the smallest segment: four MiB, or a large run's sixteen
CROWD_SEGMENTS: Final = 256


@dataclass(slots=True)
class Stage:
    """A running ledger in a folder."""

    folder: Path
    book: Book
    lock: FolderLock
    institutions: dict[str, Institution]

    def document_of(self, row: PartyRow) -> Participant:
        """What is registered of one institution."""
        return _document(self.institutions[row.code], row)

    def morning_of(self, day: int) -> None:
        """Set the clock to the opening hour of a day."""
        self.book.clock.set(day * DAY_MS + OPENING_MS)

    def close(self) -> None:
        """Stop the node cleanly."""
        self.book.node.close()
        self.lock.release()


def open_stage(folder: Path, plan: Plan, sink: EffectsSink) -> Stage:
    """Keys for all, and a ledger whose first participant operates it, in a folder made for them.

    FOLDER_READ_ONLY if nothing can be made there.
    """
    try:
        (folder / KEYS_FOLDER).mkdir(mode=0o700)
    except OSError as problem:
        raise PrayaError("FOLDER_READ_ONLY", dir=str(folder)) from problem
    institutions = {
        row.code: Institution(
            row.code, Keyring.create(folder / KEYS_FOLDER / row.code, SUITE, row.code)
        )
        for row in plan.parties
    }
    operator = plan.parties[0]
    genesis = Genesis(
        name=plan.name,
        suite=SUITE,
        business_date=plan.first_day,
        block_time=plan.first_day * DAY_MS + OPENING_MS,
        calendar=plan.calendar.code,
        calendars=tuple(map(calendar_to_document, plan.calendars)),
        participants=(_document(institutions[operator.code], operator).to_document(),),
    )
    ledger = folder / RUN_LEDGER
    ledger.mkdir()
    lock = FolderLock(ledger)
    clock = StoryClock(genesis.block_time)
    segments = CROWD_SEGMENTS if plan.tranches[0].crowd else SEGMENTS
    node = SoloNode.create(
        FolderDisk(ledger), clock, genesis, segments * SEGMENT_BYTES_MIN, os.urandom(16)
    )
    node.executor = Executor(genesis, sink)
    return Stage(folder, Book(node, clock), lock, institutions)


def _document(institution: Institution, row: PartyRow) -> Participant:
    names = (row.english, row.chinese)
    return institution.participant(SUITE, row.licence, row.roles, names=names)


def make_folder(folder: Path) -> None:
    """A new or empty folder that can be written.

    FOLDER_NOT_EMPTY with the first thing in it, FILE_EXISTS if it or what it would stand in is a
    file, FOLDER_READ_ONLY.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        found = sorted(os.listdir(folder))
    except (FileExistsError, NotADirectoryError):
        in_the_way = next(one for one in (folder, *folder.parents) if one.exists())
        fail("FILE_EXISTS", file=str(in_the_way))
    except OSError as problem:
        raise PrayaError("FOLDER_READ_ONLY", dir=str(folder)) from problem
    if found:
        fail("FOLDER_NOT_EMPTY", file=found[0])
    if not os.access(folder, os.W_OK | os.X_OK):
        fail("FOLDER_READ_ONLY", dir=str(folder))
