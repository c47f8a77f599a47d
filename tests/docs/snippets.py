"""Runs what a page shows: its `sh` blocks as one shell script, its `python` blocks as one program.

A `text` block right behind one of them is what it prints: each of its lines must begin a line of
what comes, in this order, and `...` stands for lines left out. It must not know what any page is
about.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from documents import ROOT, Block
from warm_praya import PROGRAM

RUN = ("sh", "python")
SHOWN = (*RUN, "text", "json", "sql")  # every language that a fenced block may have
MARK = "=== the next block ==="
ELLIPSIS = "..."
SECONDS_MAX = 300  # README promises that its first page takes no more than five minutes


class Snippet(NamedTuple):
    """A block that is run, and the lines that it is said to print."""

    language: str
    text: str
    printed: tuple[str, ...]

    @property
    def first_line(self) -> str:
        """By which it is named where it is not run."""
        return self.text.partition("\n")[0]


def snippets(shown: Sequence[Block]) -> Iterator[Snippet]:
    """The blocks of a page that are run, in order."""
    for block, following in zip(shown, [*shown, Block("", "")][1:], strict=True):
        if block.language in RUN:
            text = following.text if following.language == "text" else ""
            lines = [line.rstrip() for line in text.splitlines()]
            kept = tuple(line for line in lines if line.strip() not in ("", ELLIPSIS))
            yield Snippet(block.language, block.text, kept)


def run_page(
    chosen: Sequence[Snippet], folder: Path, first_on_path: Path, **more: str
) -> "tuple[int, list[str]]":
    """Exit code of the first that failed (or 0), and what each block printed."""
    here = str(Path(sys.executable).parent)
    path = os.pathsep.join([str(first_on_path), here, os.environ["PATH"]])
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "PATH": path, "COLUMNS": "400", **more}
    environment["MPLBACKEND"] = "svg"
    parts: dict[int, str] = {}
    code = 0
    for language in RUN:
        numbers = [n for n, each in enumerate(chosen) if each.language == language]
        if not numbers or code:
            continue
        program = _program(language, [chosen[n].text for n in numbers])
        code, printed = _run(language, program, folder, environment)
        parts.update(zip(numbers, printed.split(f"{MARK}\n")[1:], strict=False))
    return code, [parts.get(n, "") for n in range(len(chosen))]


def _program(language: str, texts: Sequence[str]) -> str:
    mark = f"echo '{MARK}'\n" if language == "sh" else f"print({MARK!r}, flush=True)\n"
    return "".join(mark + text + "\n" for text in texts)


def _run(
    language: str, program: str, folder: Path, environment: Mapping[str, str]
) -> "tuple[int, str]":
    warm = str(Path(environment["PATH"].partition(os.pathsep)[0]) / "praya")
    command = ["bash", "-euo", "pipefail", "-c"] if language == "sh" else [warm, PROGRAM]
    ended = subprocess.run(
        [*command, program],
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=SECONDS_MAX,
    )
    return ended.returncode, ended.stdout.decode("utf-8")


def not_printed(snippet: Snippet, printed: str) -> list[str]:
    """Lines that a page shows and the block did not print, or not in this order.

    A page may cut a line at its end, and columns may be apart otherwise.
    """
    coming = iter([_words(line) for line in printed.splitlines()])
    return [
        line
        for line in snippet.printed
        if not any(each.startswith(_words(line)) for each in coming)
    ]


def _words(line: str) -> str:
    return " ".join(line.split())


def rooms_of_a_reader(folder: Path) -> None:
    """A folder as a checkout is for a reader: the examples of docs lie in it."""
    (folder / "docs").symlink_to(ROOT / "docs")
