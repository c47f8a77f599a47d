"""The project's pages as the tests read them: their fenced blocks, code words, links and headings.

It must not know what any page is about.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_NOT_IN_ANCHOR = re.compile(r"[^\w\- ]")


class Block(NamedTuple):
    """A fenced block: its language and its text."""

    language: str
    text: str


def pages() -> list[Path]:
    """Every page that people read."""
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def read(path: Path | str) -> str:
    """The text of a page, by its path below the checkout."""
    return (ROOT / path).read_text(encoding="utf-8")


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a page, in order."""
    return [Block(*found) for found in _FENCE.findall(text)]


def without_blocks(text: str) -> str:
    """A page without its fenced blocks."""
    return _FENCE.sub("", text)


def code_words(text: str) -> list[str]:
    """Everything set in code inside a sentence or a table."""
    return _CODE.findall(_FENCE.sub("", text))


def links(text: str) -> list[str]:
    """Where a page's links lead, but for those that leave the project."""
    found = _LINK.findall(_FENCE.sub("", text))
    return [target for target in found if "://" not in target]


def anchors(text: str) -> set[str]:
    """The names of a page's headings as a link after # writes them."""
    headings = _HEADING.findall(_FENCE.sub("", text))
    return {_NOT_IN_ANCHOR.sub("", each.lower()).replace(" ", "-") for each in headings}


def broken_links(path: Path, text: str) -> Iterator[str]:
    """Links of a page that lead to no file, or to no heading of it."""
    for target in links(text):
        file, _, anchor = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        if not there.exists():
            yield f"{path.name}: {target} leads nowhere"
        elif anchor and anchor not in anchors(text if there == path else read(there)):
            yield f"{path.name}: {target} names no heading"
