"""Where a run takes place: a folder with a ledger and a key directory for each institution."""

import json
import os
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, Protocol

from praya.base.calendars import Calendar, calendar_to_document
from praya.base.dates import format_day, parse_day
from praya.base.errors import PrayaError, fail
from praya.base.limits import SEGMENT_BYTES_MIN
from praya.base.signing import Suite
from praya.envelopes.participants import Licence, Participant, Role
from praya.node.execution import EffectsSink, Executor
from praya.node.genesis import Genesis
from praya.node.solo import SoloNode
from praya.node.story_clock import StoryClock
from praya.sdk.book import Book
from praya.sdk.calendars import calendar_from_data
from praya.sdk.institution import Institution
from praya.storage.disk import FolderDisk
from praya.storage.lock import FolderLock
from praya.vault.keyring import Keyring

DAY_MS: Final = 86_400_000
OPENING_MS: Final = 3_600_000  # nine in the morning in Hong Kong is one in UTC
SUITE: Final = Suite.HYBRID


class Cast(Protocol):
    """One institution of a run."""

    code: str
    english: str
    chinese: str
    licence: Licence
    roles: tuple[Role, ...]


@dataclass(slots=True)
class Stage:
    """A running ledger in a folder."""

    folder: Path
    book: Book
    lock: FolderLock
    calendar: Calendar
    institutions: dict[str, Institution]
    holidays: dict[str, dict[str, Any]]

    def document_of(self, row: Any) -> Participant:
        """What is registered of one institution."""
        institution = self.institutions[row.code]
        names = (row.english, row.chinese)
        return institution.participant(SUITE, row.licence, row.roles, names=names)

    def holiday_name(self, day: int, language: str) -> str:
        """What a holiday is called."""
        holiday = self.holidays[format_day(day)]
        return str(holiday["zh-Hant-HK"] if language == "zh-HK" else holiday["en"])

    def close(self) -> None:
        """Stop the node cleanly."""
        self.book.node.close()
        self.lock.release()


def open_stage(folder: Path, name: str, cast: Any, *, first_day: str, sink: EffectsSink) -> Stage:
    """Make the folder: keys for all, and a ledger whose first participant is the first of the cast.

    FOLDER_NOT_EMPTY if something is there, FOLDER_READ_ONLY if nothing can be made.
    """
    make_folder(folder)
    institutions = {
        row.code: Institution(row.code, Keyring.create(folder / "keys" / row.code, SUITE, row.code))
        for row in cast
    }
    source = files("praya.sdk.calendars").joinpath("hong-kong.json").read_text(encoding="utf-8")
    data = json.loads(source)
    calendar = calendar_from_data(data)
    today = parse_day(first_day)
    first = cast[0]
    document = institutions[first.code].participant(
        SUITE, first.licence, first.roles, names=(first.english, first.chinese)
    )
    genesis = Genesis(
        name=name,
        suite=SUITE,
        business_date=today,
        block_time=today * DAY_MS + OPENING_MS,
        calendar=calendar.code,
        calendars=(calendar_to_document(calendar),),
        participants=(document.to_document(),),
    )
    ledger = folder / "ledger"
    ledger.mkdir()
    lock = FolderLock(ledger)
    clock = StoryClock(genesis.block_time)
    node = SoloNode.create(
        FolderDisk(ledger), clock, genesis, 64 * SEGMENT_BYTES_MIN, os.urandom(16)
    )
    node.executor = Executor(genesis, sink)
    holidays = {holiday["date"]: holiday for holiday in data["holidays"]}
    return Stage(folder, Book(node, clock), lock, calendar, institutions, holidays)


def make_folder(folder: Path) -> None:
    """A new or empty folder."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            fail("FOLDER_NOT_EMPTY", file=str(folder))
        (folder / "keys").mkdir(mode=0o700)
    except NotADirectoryError:
        fail("FOLDER_NOT_EMPTY", file=str(folder))
    except OSError as problem:
        raise PrayaError("FOLDER_READ_ONLY", dir=str(folder)) from problem
