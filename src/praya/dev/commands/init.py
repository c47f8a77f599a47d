"""`praya init DIR`: a new ledger in a new folder, whose first participants are given by their keys.

Everything is read and checked before the folder is made.
"""

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from shlex import quote
from typing import Final

import click

from praya.base.calendars import Calendar, calendar_to_document
from praya.base.catalogue import Phrase
from praya.base.dates import day_of_date, format_day, parse_day
from praya.base.errors import PrayaError, fail
from praya.base.limits import SEGMENT_BYTES_MAX
from praya.base.signing import Suite
from praya.dev.commands.command import command, option
from praya.dev.commands.facts import show_facts
from praya.dev.commands.input_files import read_json
from praya.dev.commands.keys import SUITES, open_institution, suite_text
from praya.dev.commands.opening import reading
from praya.dev.commands.terminal import Terminal
from praya.envelopes.participants import Licence, Role
from praya.node.clock import SystemClock
from praya.node.founding import found_on
from praya.node.genesis import Genesis, check_genesis, decode_genesis
from praya.node.solo import SoloNode
from praya.sdk.calendars import calendar_from_data, hong_kong
from praya.sdk.institution import Institution
from praya.storage.disk import FolderDisk
from praya.storage.lock import FolderLock

_MIB: Final = 1_048_576
_SALT_BYTES: Final = 16
_SEGMENT_MIB: Final = 16
SEGMENTS: Final = click.IntRange(1, SEGMENT_BYTES_MAX // _MIB)


@command("init", more="init.more")
@click.argument("folder", metavar="DIR")
@option("--keys", "key_folders", metavar="DIR", multiple=True, words="init.keys")
@option("--on", "founded_on", metavar="DIR", words="init.founded_on")
@option("--name", metavar="NAME", words="init.name")
@option("--date", metavar="YYYY-MM-DD", words="init.date")
@option("--calendar", metavar="FILE", words="init.calendar")
@option("--segment-mib", type=SEGMENTS, metavar="N", default=_SEGMENT_MIB, words="init.segment")
@option("--suite", type=click.Choice(list(SUITES)), default="hybrid", words="init.suite")
@click.pass_obj
def init(
    terminal: Terminal,
    /,
    folder: str,
    key_folders: tuple[str, ...],
    founded_on: str | None,
    segment_mib: int,
    **chosen: str | None,
) -> None:
    """Make a ledger; the first keys are the operator's, who also opens the business days."""
    if founded_on is not None:
        name = chosen["name"] or Path(folder).resolve().name
        genesis, founding = found_on(reading(founded_on), name)
        _make(terminal, folder, genesis, segment_mib, founding)
        return
    if not key_folders:
        fail("ARGUMENT_MISSING", name="--keys", command="praya init")
    institutions = [open_institution(each) for each in key_folders]
    calendar = hong_kong() if chosen["calendar"] is None else _read_calendar(chosen["calendar"])
    genesis = _genesis(
        chosen["name"] or Path(folder).resolve().name,
        SUITES[str(chosen["suite"])],
        calendar,
        _first_day(calendar, chosen["date"]),
        institutions,
    )
    _check(genesis)
    _make(terminal, folder, genesis, segment_mib)


def _make(
    terminal: Terminal,
    folder: str,
    genesis: Genesis,
    segment_mib: int,
    founding: bytes | None = None,
) -> None:
    """The folder and the ledger in it."""
    _make_folder(folder)
    disk = FolderDisk(folder)
    with FolderLock(folder):
        salt = os.urandom(_SALT_BYTES)
        node = SoloNode.create(
            disk, SystemClock(), genesis, segment_mib * _MIB, salt, founding=founding
        )
        mode = node.mode
        node.close()
        disk.close()
    _show(terminal, folder, genesis, mode)


def _genesis(
    name: str, suite: Suite, calendar: Calendar, day: int, institutions: Sequence[Institution]
) -> Genesis:
    """The first institution is the central bank and operator; those after it are banks."""
    roles = (Role.OPERATOR, Role.CALENDAR)
    first, *others = institutions
    participants = [first.participant(suite, Licence.CENTRAL_BANK, roles)]
    participants += [each.participant(suite, Licence.BANK) for each in others]
    return Genesis(
        name=name,
        suite=suite,
        business_date=day,
        block_time=SystemClock().now_ms(),
        calendar=calendar.code,
        calendars=(calendar_to_document(calendar),),
        participants=tuple(participant.to_document() for participant in participants),
    )


def _first_day(calendar: Calendar, stated: str | None) -> int:
    """The day that was stated, or the first business day from today on."""
    if stated is None:
        return calendar.add_business_days(day_of_date(date.today()), 0)
    day = parse_day(stated)
    if not calendar.is_business_day(day):
        fail("DAY_NOT_BUSINESS", day=stated, calendar=calendar.code)
    return day


def _check(genesis: Genesis) -> None:
    """What the ledger will check when it is opened is checked before it is made."""
    try:
        check_genesis(genesis)  # names what is wrong with a key or a calendar by itself
        decode_genesis(genesis.encode())
    except PrayaError as problem:
        if problem.code != "GENESIS_DAMAGED":
            raise
        raise PrayaError("GENESIS_REFUSED", reason=problem.values["reason"]) from problem


def _read_calendar(file: str) -> Calendar:
    try:
        return calendar_from_data(read_json(file))
    except (KeyError, TypeError, AttributeError) as problem:
        field = str(problem.args[0]) if isinstance(problem, KeyError) else "?"
        cause = Phrase("file.no_calendar", {"field": field})
        raise PrayaError("FILE_UNREADABLE", file=file, cause=cause) from problem


def _make_folder(folder: str) -> None:
    """The folder, new or empty; an existing one keeps its permissions."""
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        found = sorted(os.listdir(folder))
    except (FileExistsError, NotADirectoryError):
        fail("FILE_EXISTS", file=folder)
    except PermissionError:
        fail("FOLDER_READ_ONLY", dir=folder)
    if found:
        fail("FOLDER_NOT_EMPTY", file=found[0])


def _show(terminal: Terminal, folder: str, genesis: Genesis, mode: str) -> None:
    chain_id = genesis.chain_id().hex()
    date = format_day(genesis.business_date)
    words = terminal.words
    show_facts(
        terminal,
        [
            (words("fact.folder"), folder),
            (words("fact.name"), genesis.name),
            (words("fact.chain"), chain_id),
            (words("fact.suite"), suite_text(terminal, genesis.suite)),
            (words("fact.date"), words("text.bracketed", text=date, detail=genesis.calendar)),
            (words("fact.mode"), mode),
        ],
    )
    terminal.say("init.next", folder=quote(folder), chain=chain_id)
    terminal.data(
        {
            "folder": folder,
            "name": genesis.name,
            "chain_id": chain_id,
            "suite": genesis.suite.name,
            "business_date": date,
            "calendar": genesis.calendar,
            "mode": mode,
        }
    )
