"""The queries of a run for its reader: all of them in a file, and on the terminal.

It must not know how a figure comes about, nor how a query is answered.
"""

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from praya.dev.commands.terminal import Terminal, printable
from praya.dev.scenarios.figures import Figure

QUERIES_FILE: Final = "queries.sql"
_SPECIAL: Final = set('"$`\\!')  # what a shell reads inside double quotes


def write_queries(terminal: Terminal, figures: Sequence[Figure], place: Path) -> Path:
    """A file in the run's folder: what each figure is, its command, and its SQL."""
    lines = [f"-- {terminal.words('life.figures.head')}"]
    for figure in figures:
        command = pasteable(_asking(figure, str(place)))
        commented = (_about(terminal, figure), command)
        lines += ["", *(f"-- {printable(line)}" for line in commented), f"{figure.sql};"]
    path = place / QUERIES_FILE
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def show_queries(
    terminal: Terminal, figures: Sequence[Figure], place: Path, *, are_all_shown: bool
) -> None:
    """How many figures were asked again, one of the commands or all, and where the file is."""
    terminal.line()
    terminal.line(terminal.words("life.figures"))
    terminal.line("  " + terminal.words("life.figures.agree", count=len(figures)))
    listed = figures if are_all_shown else figures[:1]
    if not are_all_shown:
        terminal.line("  " + terminal.words("life.figures.example"))
    for figure in listed:
        terminal.line(f"  {_about(terminal, figure)}")
        terminal.line("    " + pasteable(_asking(figure, near(place))))
    terminal.line("  " + terminal.words("life.figures.file", file=near(place / QUERIES_FILE)))


def _about(terminal: Terminal, figure: Figure) -> str:
    return terminal.words(f"life.figure.{figure.name}", about=figure.about)


def _asking(figure: Figure, folder: str) -> list[str]:
    return [program(sys.argv[0]), "sql", figure.sql, "--dir", folder]


def near(path: Path) -> str:
    """A path as it is shown: from the present folder on where it is below it."""
    here = Path.cwd()
    return str(path.relative_to(here)) if here in path.parents else str(path)


def pasteable(words: Sequence[str]) -> str:
    """A command line for a shell; SQL, which is full of single quotes, within double ones."""
    return " ".join(
        f'"{word}"' if "'" in word and not _SPECIAL & set(word) else shlex.quote(word)
        for word in words
    )


def program(called: str) -> str:
    """The name of this program as it can be typed again: by its path if it was called so."""
    return called if "/" in called and Path(called).name == "praya" else "praya"
