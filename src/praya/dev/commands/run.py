"""`praya run NAME`: a scenario from beginning to end, in a folder of its own."""

import shlex
import sys
import tempfile
from pathlib import Path

import click

from praya.base.errors import fail
from praya.dev.commands.command import command, option
from praya.dev.commands.terminal import Terminal
from praya.dev.scenarios.evergreen_2023 import NAME, figures, live
from praya.dev.scenarios.evergreen_proof import export_and_verify, prove_client, verify_command
from praya.dev.scenarios.teller import Teller

SCENARIOS = (NAME,)


@command("run", more="run.more")
@click.argument("name")
@option("--dir", "folder", words="run.about_dir", metavar="DIR")
@click.pass_obj
def run(terminal: Terminal, name: str, folder: str | None) -> None:
    """Run a scenario; SCENARIO_UNKNOWN, FOLDER_NOT_EMPTY, VERIFICATION_FAILED."""
    if name not in SCENARIOS:
        fail("SCENARIO_UNKNOWN", name=name, known=list(SCENARIOS))
    terminal.say("evergreen.preparing")
    place = Path(folder) if folder else Path(tempfile.mkdtemp(prefix=f"praya-{name}-"))
    run_evergreen(terminal, place.resolve())


def program(called: str) -> str:
    """The name of this program as it can be typed again: by its path if it was called so."""
    return called if "/" in called and Path(called).name == "praya" else "praya"


def run_evergreen(terminal: Terminal, place: Path) -> None:
    """The life of the 2023 bond, its proofs, and its figures."""
    life = live(place, Teller(terminal))
    path = place / f"{NAME}.praya"
    try:
        proven = prove_client(life)
        verified = export_and_verify(life, path) and proven
        shown = {**figures(life, place), "verified": verified}
        chain_id = life.stage.book.node.executor.chain_id
    finally:
        life.stage.close()
    terminal.line()
    terminal.line(terminal.words("evergreen.files", dir=str(place)))
    terminal.line("  " + shlex.join([program(sys.argv[0]), *verify_command(path, chain_id)[3:-1]]))
    terminal.data(shown)
    if not verified:
        fail("VERIFICATION_FAILED", height=shown["height"], what="export")
