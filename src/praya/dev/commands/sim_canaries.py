"""`praya sim --canaries`: planted bugs, listed or released one after the other.

It must not know how a bug is planted.
"""

import time
from difflib import get_close_matches
from typing import Final

from praya.base.catalogue import TALK
from praya.base.errors import fail
from praya.dev.commands.compiling import compile_first
from praya.dev.commands.names import listed
from praya.dev.commands.stage_bar import stage_bar
from praya.dev.commands.terminal import Terminal
from praya.testing.simulator.canaries import Canary, canaries, release_all

COMMAND: Final = "praya sim --canaries"
OUT_OF_THE_WAY: Final = "praya.node.self_check"  # it would notice most bugs of the kernel at once


def chosen_canaries(only: str | None) -> list[Canary]:
    """All planted bugs, or those that a list names. VALUE_REFUSED, CANARY_UNKNOWN."""
    every = canaries()
    names = [each.name for each in every]
    chosen = listed(only, names, COMMAND)
    for name in chosen:
        if name not in names:
            near = get_close_matches(name, names, n=5, cutoff=0.5)
            near += [each for each in names if name and name in each and each not in near]
            fail("CANARY_UNKNOWN", name=name, near=near)
    return [each for each in every if not chosen or each.name in chosen]


def breaks(terminal: Terminal, name: str) -> str:
    """What a planted bug breaks, in one sentence; its name in plain words where none is written."""
    key = f"canary.{name}"
    return terminal.words(f"canary.{name}") if key in TALK else name.replace("_", " ")


def show_canaries(terminal: Terminal, planted: list[Canary]) -> None:
    """Every planted bug with what it breaks; nothing is run."""
    words = terminal.words
    rows = [(each.name, breaks(terminal, each.name)) for each in planted]
    terminal.table([words("sim.canary"), words("sim.canary_breaks")], rows)
    terminal.line(words("sim.canary_count", count=len(planted), command=COMMAND))
    told = [
        {
            "name": each.name,
            "breaks": breaks(terminal, each.name),
            "modules": sorted({edit.module for edit in each.edits} - {OUT_OF_THE_WAY}),
            "command": f"{COMMAND} --only {each.name}",
        }
        for each in planted
    ]
    terminal.data({"canaries": told})


def release_canaries(terminal: Terminal, planted: list[Canary]) -> None:
    """Plant bugs one after the other and show what became of each. SIMULATION_CANARIES_MISSED."""
    began = time.monotonic()
    compile_first()  # each runs in a process of its own, of which nothing is heard
    with stage_bar(terminal, terminal.words("sim.stage_canaries")) as told:
        found = list(release_all(planted, told))
    words = terminal.words
    headings = [words("sim.canary"), words("sim.canary_schedules"), words("sim.canary_how")]
    missed = [each.name for each in found if not each.is_caught]
    rows = [
        (each.name, str(each.schedules), each.how if each.is_caught else words("sim.canary_missed"))
        for each in found
    ]
    terminal.table(headings, rows, numbers=(1,))
    terminal.line(words("sim.caught", caught=len(found) - len(missed), count=len(found)))
    terminal.data(
        {
            "canaries": len(found),
            "caught": len(found) - len(missed),
            "missed": missed,
            "each": {each.name: each.schedules for each in found},
            "seconds": round(time.monotonic() - began, 1),
        }
    )
    if missed:
        fail("SIMULATION_CANARIES_MISSED", count=len(missed), names=", ".join(missed))
