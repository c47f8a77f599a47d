"""Help pages in either language, wrapped by the width of characters on a terminal.

Chinese has no spaces and its characters take two columns, which the command-line library does not
know. It must not know any command.
"""

import shutil
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

_WIDTH_MAX: Final = 88  # a longer line is hard to read
_WIDTH_MIN: Final = 50
_NEVER_FIRST: Final = frozenset("，。；：、）」？！")


class Section(NamedTuple):
    """A heading with its rows: a name and what it means."""

    heading: str
    rows: Sequence[tuple[str, str]]


def help_page(usage: str, paragraphs: Iterable[str], sections: Iterable[Section]) -> str:
    """The whole page as text, without a newline at its end."""
    columns = max(_WIDTH_MIN, min(_WIDTH_MAX, shutil.get_terminal_size().columns - 1))
    blocks = [usage, *("\n".join(wrapped(text, columns)) for text in paragraphs)]
    blocks += ["\n".join(_section_lines(section, columns)) for section in sections if section.rows]
    return "\n\n".join(blocks)


def wrapped(text: str, columns: int) -> list[str]:
    """Lines of at most `columns` columns; a word that is longer stands on a line of its own."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and columns_of((line + piece).rstrip()) > columns:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()]


def columns_of(text: str) -> int:
    """Columns that a text takes on a terminal (Unicode Standard Annex 11: W and F take two)."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _section_lines(section: Section, columns: int) -> Iterator[str]:
    yield section.heading
    first = max(columns_of(name) for name, _ in section.rows) + 4
    for name, meaning in section.rows:
        lines = wrapped(meaning, columns - first)
        yield f"  {name}{' ' * (first - 2 - columns_of(name))}{lines[0]}"
        yield from (" " * first + line for line in lines[1:])


def _pieces(text: str) -> list[str]:
    """The smallest parts between which a line may break."""
    pieces: list[str] = []
    after_break = True
    for character in text:
        wide = columns_of(character) == 2
        begins = (after_break or wide) and character not in _NEVER_FIRST
        if pieces and not begins:
            pieces[-1] += character
        else:
            pieces.append(character)
        after_break = wide or character == " "
    return pieces
