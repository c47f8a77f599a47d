"""`praya doctor [DIR]`: what is fine, what to look at and what is broken, each with its cure.

It reads, probes the disk in a file of its own, and changes nothing.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import click

from praya.base.catalogue import ExitClass, explain
from praya.base.limits import SEGMENT_BYTES_MAX
from praya.dev.commands.command import command, option
from praya.dev.commands.help_page import columns_of
from praya.dev.commands.terminal import Terminal
from praya.dev.doctor.books import Books
from praya.dev.doctor.clock import Watch, clock_finding
from praya.dev.doctor.disk import disk_findings
from praya.dev.doctor.findings import Finding, Mark, fine
from praya.dev.doctor.key_folders import key_finding
from praya.dev.doctor.machine import machine_findings
from praya.node.clock import SystemClock
from praya.node.folders import PROJECTION_ENDING, find_ledger

_COLUMNS_MIN: Final = 12  # of a label, so that facts stand below each other as they appear


@command("doctor", more="doctor.more")
@click.argument("folder", metavar="[DIR]", required=False)
@option("--keys", "key_folders", metavar="DIR", multiple=True, words="doctor.keys_option")
@click.pass_context
def doctor(ctx: click.Context, folder: str | None, key_folders: tuple[str, ...]) -> None:
    """Look at everything; exit class 5 if anything is broken, FOLDER_MISSING for a wrong path."""
    terminal: Terminal = ctx.obj
    books = None if folder is None else Books(str(find_ledger(folder)))
    found = []
    with _working(terminal):
        for finding in _examination(books, key_folders):
            found.append(finding)
            _show(terminal, finding)
    counted = Counter(finding.mark for finding in found)
    words = "doctor.broken_some" if counted[Mark.BROKEN] else "doctor.broken_none"
    terminal.line()
    stated = {"broken": counted[Mark.BROKEN], "look": counted[Mark.LOOK]}
    terminal.line(terminal.words(words, fine=counted[Mark.FINE], **stated))
    checks = [_as_data(finding, terminal) for finding in found]
    terminal.data({"fine": counted[Mark.FINE], **stated, "checks": checks})
    if counted[Mark.BROKEN]:
        ctx.exit(ExitClass.ENVIRONMENT)


def _examination(books: Books | None, key_folders: tuple[str, ...]) -> Iterator[Finding]:
    """Every finding, the slow ones last: a person sees the first at once."""
    watch = Watch()
    yield from machine_findings()
    if books is None:
        yield from disk_findings(".", SEGMENT_BYTES_MAX)
    else:
        found = list(books.findings())
        yield from disk_findings(books.folder, books.segment_bytes)
        yield from found
        yield _projection_finding(books)
    for folder in key_folders:
        yield key_finding(folder)
    yield clock_finding(SystemClock().now_ms(), watch.stepped_ms())


def _projection_finding(books: Books) -> Finding:
    """The projection beside a ledger; what reads it is loaded only where there is one."""
    place = Path(books.folder).resolve()
    place = place.with_name(place.name + PROJECTION_ENDING)
    if not place.is_dir():
        return fine("projection", "doctor.projection_none")
    from praya.dev.doctor.read_models import projection_finding

    return projection_finding(place, books.chain_id, books.height)


def _show(terminal: Terminal, finding: Finding) -> None:
    mark = terminal.words(f"doctor.mark_{finding.mark.value}")
    label = terminal.words(f"doctor.check_{finding.check}")
    pad = " " * max(1, _COLUMNS_MIN + 2 - columns_of(label))
    said = _said(finding, terminal.language)
    terminal.line(f"{mark}  {label}{pad}{said['what']}")
    space = " " * (columns_of(mark) + 2)
    if finding.problem is not None:
        terminal.line(space + terminal.words("error.why", why=said["why"]))
        terminal.line(space + terminal.words("error.cure", cure=said["cure"]))


def _said(finding: Finding, language: str) -> dict[str, str]:
    """The sentences of a finding in a language."""
    if finding.problem is not None:
        return explain(finding.problem.code, language, **finding.problem.values)._asdict()
    terminal = Terminal(language)
    return {"what": terminal.words(finding.fact, **finding.values)}


def _as_data(finding: Finding, terminal: Terminal) -> dict[str, Any]:
    data: dict[str, Any] = {"check": finding.check, "mark": finding.mark.value}
    if finding.problem is not None:
        data["code"] = finding.problem.code
    values = finding.values if finding.problem is None else finding.problem.values
    return {**data, **_said(finding, terminal.language), "values": values}


@contextmanager
def _working(terminal: Terminal) -> Iterator[None]:
    """A sign of life on a terminal while a large journal is read, gone when it is done."""
    if not terminal.interactive or sys.stdout.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(terminal.words("doctor.working")):
        yield
