"""`praya run WHAT`: the life of a bond from beginning to end, in a folder of its own.

WHAT is a scenario that comes with Praya, or the file of a term sheet.
"""

import sys
import tempfile
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

import click

from praya.base.dates import format_day
from praya.base.errors import PrayaError, fail
from praya.dev.commands.command import command, option
from praya.dev.commands.numbers import read_number
from praya.dev.commands.shown_queries import (
    near,
    pasteable,
    program,
    show_queries,
    write_queries,
)
from praya.dev.commands.terminal import RefusalError, Terminal
from praya.dev.scenarios.asking import ask_all
from praya.dev.scenarios.figures import figures_of, told
from praya.dev.scenarios.life import Life
from praya.dev.scenarios.plan import Plan
from praya.dev.scenarios.plan_making import make_plan
from praya.dev.scenarios.proving import (
    export_and_verify,
    prove_holders,
    verify_command,
)
from praya.dev.scenarios.run_section import HOLDERS_MAX, RunSection, read_run_section
from praya.dev.scenarios.shelf import OF_PUBLIC_TERMS, SCENARIOS, scenario
from praya.dev.scenarios.stage import make_folder
from praya.dev.scenarios.teller import Teller
from praya.dev.scenarios.telling import live
from praya.instruments.term_sheets import SheetDocument
from praya.node.folders import RUN_LEDGER
from praya.sdk.book import RefusedByLedgerError
from praya.sdk.calendars import calendar_named, read_calendar_file
from praya.sdk.json_files import parse_json, read_file
from praya.sdk.sheet_files import read_sheets

SHEET_ENDING: Final = ".json"
PROOF_FILE: Final = "proof.json"
ANYTHING: Final = "SELECT * FROM settlements LIMIT 5"


@command("run", more="run.more")
@click.argument("what")
@option("--dir", "folder", words="run.about_dir", metavar="DIR")
@option("--holders", words="run.about_holders", metavar="N")
@option("--calendar", "calendars", metavar="FILE", multiple=True, words="cashflows.calendar")
@option("--queries", is_flag=True, words="run.about_queries")
@click.pass_obj
def run(
    terminal: Terminal,
    /,
    what: str,
    folder: str | None,
    holders: str | None,
    calendars: tuple[str, ...],
    *,
    queries: bool,
) -> None:
    """Run a life. SCENARIO_UNKNOWN, SHEET_REFUSED, FOLDER_NOT_EMPTY, FILE_EXISTS,

    FOLDER_READ_ONLY, RUN_INTERRUPTED, VERIFICATION_FAILED, FIGURE_DIFFERS.
    """
    plan = plan_of(what, holders, calendars)
    place = Path(folder) if folder else Path(tempfile.mkdtemp(prefix=f"praya-{plan.name}-"))
    place = place.resolve()
    make_folder(place)
    for known, _ in plan.provisional:
        first, last = format_day(known.first_day), format_day(known.last_day)
        terminal.say("cashflows.provisional", calendar=known.code, first=first, last=last)
    note = terminal.words("life.note") if _is_shipped(what) and what in OF_PUBLIC_TERMS else ""
    try:
        run_life(terminal, plan, place, note=note, are_queries_shown=queries)
    except RefusedByLedgerError as refused:
        raise RefusalError(refused.status) from refused
    except KeyboardInterrupt:
        raise PrayaError("RUN_INTERRUPTED", dir=near(place)) from None


def plan_of(what: str, holders: str | None, calendars: Sequence[str]) -> Plan:
    """The plan of a scenario or of a sheet; nothing is written where it cannot be made."""
    count = _holders(holders)
    own = {calendar.code: calendar for calendar in map(read_calendar_file, calendars)}
    name, document, section = _read(what, own)
    return make_plan((name, what), document, section, lambda code: calendar_named(code, own), count)


def _read(what: str, own: Iterable[str]) -> tuple[str, SheetDocument, RunSection]:
    """Name, sheets and run section. SCENARIO_UNKNOWN, FILE_UNREADABLE, SHEET_REFUSED."""
    if _is_shipped(what):
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
        document = read_sheets(content, what, own)
    except PrayaError as refused:
        found = refused.values.get("problems")
        if refused.code != "SHEET_REFUSED" or not isinstance(found, list):
            raise
        fail("SHEET_REFUSED", file=what, problems=[*found, *problems])
    if problems:
        fail("SHEET_REFUSED", file=what, problems=problems)
    return name, document, section


def _is_shipped(what: str) -> bool:
    """Whether it comes with Praya; a file of that name goes first."""
    return what in SCENARIOS and not Path(what).exists()


def _holders(written: str | None) -> int | None:
    if written is None:
        return None
    return read_number(written, "--holders", 1, HOLDERS_MAX, command="praya run")


def run_life(
    terminal: Terminal, plan: Plan, place: Path, *, note: str = "", are_queries_shown: bool = False
) -> None:
    """The life, its proofs, its figures and their queries, and what to do next.

    `place` is a new folder; `note` is said of the run at its head, and in its figures.
    """
    teller = Teller(terminal)
    life = live(plan, place, teller, note)
    path = place / f"{plan.name}.praya"
    try:
        proven = prove_holders(life)
        verified = export_and_verify(life, path) and proven
        shown = {**told(life, place), "note": note or None, "verified": verified}
        figures = figures_of(life)
    finally:
        life.stage.close()
    if not verified:
        fail("VERIFICATION_FAILED", height=shown["height"], what="export")
    answers = ask_all(place, figures, teller, shown["height"])
    write_queries(terminal, figures, place)
    show_queries(terminal, figures, place, are_all_shown=are_queries_shown)
    _show_next(terminal, life, place, path)
    terminal.data({**shown, "queries": answers})


def _show_next(terminal: Terminal, life: Life, place: Path, path: Path) -> None:
    """Commands for this very folder."""
    tranche = life.plan.tranches[0]
    executor = life.stage.book.node.executor
    holder, _, date = life.proven[tranche.code]
    ledger, proof = near(place / RUN_LEDGER), near(place / PROOF_FILE)
    proving = ["prove", "position", holder, tranche.code, format_day(date)]
    listed = (
        ("life.next.sql", ["sql", ANYTHING, "--dir", near(place)]),
        ("life.next.prove", [*proving, "--dir", ledger, "--out", proof]),
        ("life.next.proof", ["verify", proof, "--head", sha256(executor.last_header).hexdigest()]),
        ("life.next.verify", verify_command(near(path), executor.chain_id)[3:-1]),
    )
    terminal.line()
    terminal.line(terminal.words("life.files", dir=near(place)))
    for key, words in listed:
        terminal.line(f"  {terminal.words(key)}")
        terminal.line("    " + pasteable([program(sys.argv[0]), *words]))
