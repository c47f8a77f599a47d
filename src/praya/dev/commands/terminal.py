"""How every command speaks: data on stdout, talk on stderr, errors as what, why and what to do.

It must not know any command, nor what a ledger is.
"""

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, NamedTuple, TextIO

from praya.base.catalogue import (
    Entry,
    ExitClass,
    Itemised,
    Spoken,
    exit_class,
    explain,
    language_for,
    language_of,
    say,
)
from praya.base.errors import PrayaError
from praya.base.status import Status

_RED: Final = "\x1b[1;31m"
_LISTED_FROM: Final = 2  # one problem stands in the sentence itself
_PLAIN: Final = "\x1b[0m"
_STACKED_ROWS_MAX: Final = 20  # of a table too wide for its terminal; more would be a long read
_BETWEEN: Final = 2  # blanks between two columns


class RefusalError(Exception):
    """The ledger's answer is a refusal: it ends the command with exit class 1."""

    def __init__(self, status: Status, **values: object) -> None:
        super().__init__(status, values)
        self.status = status
        self.values = values


class Terminal(NamedTuple):
    """What the user asked of every command: the language, JSON or text, tracebacks or not."""

    language: str = "en"
    json: bool = False
    debug: bool = False

    @classmethod
    def for_command_line(
        cls, arguments: Sequence[str], environment: Mapping[str, str]
    ) -> "Terminal":
        """Read the shared options ahead of the parser, so that its errors obey them too."""
        language = language_for(environment)
        stated = list(arguments)[: _end_of_options(arguments)]
        for place, argument in enumerate(stated):
            chosen = argument.removeprefix("--lang=")
            if argument == "--lang" and place + 1 < len(stated):
                chosen = stated[place + 1]
            if argument.startswith("--lang"):
                language = language_of(chosen) or language
        return cls(language, "--json" in stated, "--debug" in stated)

    @property
    def interactive(self) -> bool:
        """Whether a person can be asked something: only at a terminal, never with --json."""
        return not self.json and sys.stdin.isatty() and sys.stderr.isatty()

    def words(self, key: str, **values: object) -> str:
        """The catalogue's words for `key` in the user's language."""
        return say(key, self.language, **values)

    def say(self, key: str, **values: object) -> None:
        """Talk: one line on stderr."""
        print(printable(self.words(key, **values)), file=sys.stderr, flush=True)

    def line(self, text: str = "") -> None:
        """One line of data for people, on stdout; nothing with --json."""
        if not self.json:
            print(printable(text))

    def data(self, value: object) -> None:
        """One JSON value on one line of stdout; nothing without --json."""
        if self.json:
            print(json.dumps(value, ensure_ascii=False, default=self._plain))

    def _plain(self, value: object) -> object:
        """What JSON has no form for: a problem by its parts, anything else as text."""
        if isinstance(value, Itemised):
            return value.facts(self.language)
        return value.said(self.language) if isinstance(value, Spoken) else str(value)

    def table(
        self,
        headings: Sequence[str],
        rows: Iterable[Sequence[str]],
        numbers: Sequence[int] = (),
        indent: int = 0,
    ) -> None:
        """A table for people, on stdout; the columns in `numbers` are set to the right.

        Every cell is whole. What is too wide for the terminal stands a field a line, empty ones
        left out, if its rows are few; else its lines overflow.
        """
        if self.json:
            return
        from rich.cells import cell_len
        from rich.console import Console

        cells = [[printable(cell) for cell in row] for row in rows]
        listed = [list(headings), *cells]
        widths = [max(map(cell_len, column)) for column in zip(*listed, strict=True)]
        width = indent + sum(widths) + _BETWEEN * (len(widths) - 1)
        is_wide = sys.stdout.isatty() and width > Console().width
        if is_wide and 0 < len(cells) <= _STACKED_ROWS_MAX:
            lines = _stacked(headings, cells)
        else:
            lines = _in_columns(headings, cells, numbers, width + _BETWEEN)
        for line in lines:
            print(" " * (indent if line else 0) + line)

    def show_refusal(self, refused: RefusalError) -> ExitClass:
        """Show a Status that ends the command; gives the exit class."""
        entry = explain(refused.status, self.language, **refused.values)
        code = {"code": refused.status.name, "status": int(refused.status)}
        ends = exit_class(refused.status)
        number = int(refused.status)
        name = self.words("text.bracketed", text=refused.status.name, detail=number)
        self._show_failure("error.refused", name, entry, [], ends)
        self.data({"error": {**code, **entry._asdict(), "values": refused.values}})
        return ends

    def show_error(self, error: PrayaError) -> ExitClass:
        """Show an error that ends the command; gives the exit class."""
        entry = explain(error.code, self.language, **error.values)
        ends = exit_class(error.code)
        if ends == ExitClass.INTERRUPTED:  # the user's own wish: a calm line, no error
            print(f"\n{entry.what}", file=sys.stderr)  # below the ^C that the terminal showed
        else:
            self._show_failure("error.error", error.code, *self._listed(error, entry), ends)
        self.data({"error": {"code": error.code, **entry._asdict(), "values": error.values}})
        return ends

    def _listed(self, error: PrayaError, entry: Entry) -> tuple[Entry, list[str]]:
        """Many problems stand on lines of their own below the sentence that counts them."""
        problems = error.values.get("problems")
        if not isinstance(problems, list) or len(problems) < _LISTED_FROM:
            return entry, []
        if not all(isinstance(each, Itemised) for each in problems):
            return entry, []
        counted = {**error.values, "problems": self.words("sheet.listed", count=len(problems))}
        listed = [f"- {each.said(self.language)}" for each in problems]
        return explain(error.code, self.language, **counted), listed

    def _show_failure(
        self, heading: str, code: str, entry: Entry, listed: Sequence[str], ends: ExitClass
    ) -> None:
        first = self.words(heading)
        if coloured(sys.stderr, os.environ):
            first = f"{_RED}{first}{_PLAIN}"
        lines = [
            *listed,
            self.words("error.why", why=entry.why),
            self.words("error.cure", cure=entry.cure),
            self.words("error.code", code=code, ends=int(ends)),
        ]
        sys.stdout.flush()  # data first, so that both read in order where they share a screen
        print(first + printable(entry.what), file=sys.stderr)
        for line in lines:
            print(f"  {printable(line)}", file=sys.stderr)


def coloured(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether colour may be written: a terminal that can, and no NO_COLOR (no-color.org)."""
    able = environment.get("TERM", "dumb") != "dumb"
    return able and stream.isatty() and not environment.get("NO_COLOR")


def printable(text: str) -> str:
    """The text with control characters escaped: names from a ledger must not steer a terminal."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text
    )


def _in_columns(
    headings: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int], width: int
) -> list[str]:
    """The lines of a table, of which no cell is cut in this width; bold headings on a terminal."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=width)
    table = Table(box=None, pad_edge=False, padding=(0, _BETWEEN, 0, 0), header_style="bold")
    for place, heading in enumerate(headings):
        side: Literal["left", "right"] = "right" if place in numbers else "left"
        table.add_column(Text(heading), justify=side, no_wrap=True)
    for row in rows:
        table.add_row(*map(Text, row))
    with console.capture() as drawn:  # printed by us: the console would exit on a closed pipe
        console.print(table)
    return [line.rstrip() for line in drawn.get().splitlines()]


def _stacked(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """The lines of records, a field a line, with a blank line between two records."""
    from rich.cells import cell_len

    wide = max(map(cell_len, headings)) + _BETWEEN
    lines: list[str] = []
    for row in rows:
        fields = list(zip(headings, row, strict=True))
        told = [field for field in fields if field[1]] or fields
        lines += [""] * bool(lines)
        lines += [f"{name}{' ' * (wide - cell_len(name))}{cell}".rstrip() for name, cell in told]
    return lines


def _end_of_options(arguments: Sequence[str]) -> int:
    """How many arguments stand before `--`, after which nothing is an option."""
    return list(arguments).index("--") if "--" in arguments else len(arguments)
