"""`praya run WHAT`: the life of a bond from beginning to end, in a folder of its own.

WHAT is a scenario that comes with Praya, or the file of a term sheet.
"""

import shlex
import sys
import tempfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

import click

from praya.base.dates import format_day
from praya.base.errors import PrayaError, fail
from praya.dev.commands.command import command, option
from praya.dev.commands.terminal import RefusalError, Terminal
from praya.dev.scenarios.asking import ask_all
from praya.dev.scenarios.figures import Figure, figures_of, told
from praya.dev.scenarios.life import Life
from praya.dev.scenarios.plan import Plan
from praya.dev.scenarios.plan_making import make_plan
from praya.dev.scenarios.proving import (
    export_and_verify,
    prove_holders,
    verify_command,
)
from praya.dev.scenarios.run_section import HOLDERS_MAX, RunSection, read_run_section
from praya.dev.scenarios.shelf import SCENARIOS, scenario
from praya.dev.scenarios.stage import LEDGER_FOLDER
from praya.dev.scenarios.teller import Teller
from praya.dev.scenarios.telling import live
from praya.instruments.term_sheets import SheetDocument
from praya.sdk.book import RefusedByLedgerError
from praya.sdk.calendars import calendar_named, read_calendar_file
from praya.sdk.json_files import parse_json, read_file
from praya.sdk.sheet_files import read_sheets

SHEET_ENDING: Final = ".json"
PROOF_FILE: Final = "proof.json"
ANYTHING: Final = "SELECT * FROM settlements LIMIT 5"
_SPECIAL: Final = set('"$`\\!')  # what a shell reads inside double quotes


@command("run", more="run.more")
@click.argument("what")
@option("--dir", "folder", words="run.about_dir", metavar="DIR")
@option("--holders", words="run.about_holders", metavar="N")
@option("--calendar", "calendars", metavar="FILE", multiple=True, words="cashflows.calendar")
@click.pass_obj
def run(
    terminal: Terminal,
    what: str,
    folder: str | None,
    holders: str | None,
    calendars: tuple[str, ...],
) -> None:
    """Run a life. SCENARIO_UNKNOWN, SHEET_REFUSED, FOLDER_NOT_EMPTY, VERIFICATION_FAILED."""
    plan = plan_of(what, holders, calendars)
    for known in plan.provisional:
        first, last = format_day(known.first_day), format_day(known.last_day)
        terminal.say("cashflows.provisional", calendar=known.code, first=first, last=last)
    terminal.say("life.preparing")
    place = Path(folder) if folder else Path(tempfile.mkdtemp(prefix=f"praya-{plan.name}-"))
    try:
        run_life(terminal, plan, place.resolve())
    except RefusedByLedgerError as refused:
        raise RefusalError(refused.status) from refused


def plan_of(what: str, holders: str | None, calendars: Sequence[str]) -> Plan:
    """The plan of a scenario or of a sheet; nothing is written where it cannot be made."""
    count = _holders(holders)
    own = {calendar.code: calendar for calendar in map(read_calendar_file, calendars)}
    name, document, section = _read(what)
    return make_plan((name, what), document, section, lambda code: calendar_named(code, own), count)


def _read(what: str) -> tuple[str, SheetDocument, RunSection]:
    """Name, sheets and run section. SCENARIO_UNKNOWN, FILE_UNREADABLE, SHEET_REFUSED."""
    if what in SCENARIOS and not Path(what).exists():
        content, beside = scenario(what)
        section, problems = read_run_section(parse_json(beside)[0])
        name = what
    else:
        if not what.endswith(SHEET_ENDING) and not Path(what).exists():
            fail("SCENARIO_UNKNOWN", name=what, known=list(SCENARIOS))
        content, name = read_file(what), Path(what).stem
        written = parse_json(content)[0]
        stated = written.get("run") if isinstance(written, dict) else None
        section, problems = read_run_section(stated)
    try:
        document = read_sheets(content, what)
    except PrayaError as refused:
        found = refused.values.get("problems")
        if refused.code != "SHEET_REFUSED" or not isinstance(found, list):
            raise
        fail("SHEET_REFUSED", file=what, problems=[*found, *problems])
    if problems:
        fail("SHEET_REFUSED", file=what, problems=problems)
    return name, document, section


def _holders(written: str | None) -> int | None:
    if written is None:
        return None
    if not written.isascii() or not written.isdigit() or not 1 <= int(written) <= HOLDERS_MAX:
        accepted = [f"1 ... {HOLDERS_MAX}"]
        fail("VALUE_REFUSED", name="--holders", accepted=accepted, command="praya run")
    return int(written)


def run_life(terminal: Terminal, plan: Plan, place: Path) -> None:
    """The life, its proofs, its figures and their queries, and what to do next."""
    teller = Teller(terminal)
    life = live(plan, place, teller)
    path = place / f"{plan.name}.praya"
    try:
        proven = prove_holders(life)
        verified = export_and_verify(life, path) and proven
        shown = {**told(life, place), "verified": verified}
        figures = figures_of(life)
    finally:
        life.stage.close()
    if not verified:
        fail("VERIFICATION_FAILED", height=shown["height"], what="export")
    answers = ask_all(place, figures, teller, shown["height"])
    _show_figures(terminal, figures, place)
    _show_next(terminal, life, place, path)
    terminal.data({**shown, "queries": answers})


def _show_figures(terminal: Terminal, figures: list[Figure], place: Path) -> None:
    """One command for each figure, to be pasted."""
    terminal.line()
    terminal.line(terminal.words("life.figures"))
    for figure in figures:
        about = terminal.words(f"life.figure.{figure.name}", about=figure.about)
        terminal.line(f"  {about}")
        terminal.line("    " + pasteable([program(), "sql", figure.sql, "--dir", str(place)]))
    terminal.line("  " + terminal.words("life.figures.agree", count=len(figures)))


def _show_next(terminal: Terminal, life: Life, place: Path, path: Path) -> None:
    """Commands for this very folder."""
    tranche = life.plan.tranches[0]
    executor = life.stage.book.node.executor
    holder, _, date = life.proven[tranche.code]
    ledger, proof = str(place / LEDGER_FOLDER), str(place / PROOF_FILE)
    proving = ["prove", "position", holder, tranche.code, format_day(date)]
    listed = (
        ("life.next.sql", ["sql", ANYTHING, "--dir", str(place)]),
        ("life.next.prove", [*proving, "--dir", ledger, "--out", proof]),
        ("life.next.proof", ["verify", proof, "--head", sha256(executor.last_header).hexdigest()]),
        ("life.next.verify", verify_command(path, executor.chain_id)[3:-1]),
    )
    terminal.line()
    terminal.line(terminal.words("life.files", dir=str(place)))
    for key, words in listed:
        terminal.line(f"  {terminal.words(key)}")
        terminal.line("    " + pasteable([program(), *words]))


def pasteable(words: list[str]) -> str:
    """A command line for a shell; SQL, which is full of single quotes, within double ones."""
    return " ".join(
        f'"{word}"' if "'" in word and not _SPECIAL & set(word) else shlex.quote(word)
        for word in words
    )


def program() -> str:
    """The name of this program as it can be typed again: by its path if it was called so."""
    called = sys.argv[0]
    return called if "/" in called and Path(called).name == "praya" else "praya"
