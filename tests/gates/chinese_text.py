"""What is English in a Chinese sentence: the one rule that the gate and the commands' test share.

Left out are what a person types or what stands in a file as it is: options, commands, codes and
other words in capitals alone, files, requests, paths, hexadecimal. Every other word must be in the
list that only shrinks.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from praya.base.catalogue import ERRORS, REASONS, STATUSES, TALK
from praya.cli import COMMANDS
from praya.intents import INTENTS

OWN_NAME = {"Praya": None}
LIST = Path(__file__).parent / "chinese_words.json"
_TYPED = re.compile(
    r"\{\w+\}"  # a value
    r"|\$\([^)]*\)"
    r"|--[a-z][a-z-]*(=\S+)?"  # an option
    r"|(?<![\w.])praya(?: [a-z][a-z0-9-]*)*"  # a command line
    r"|[~.]?/[\w./{}-]*"  # a path
    r"|\bpraya/\S+"
    r"|[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+"  # a file, a request, a version
    r"|\b(?:[0-9a-f]{2}){8,}\b"
    r"|\\u[0-9a-f]{4}"
)
_CHOSEN = re.compile(r"\b[a-z]+(?= (?:[A-Z]{4,}|\{))")  # `asset CODE`: a word of a command line
_CAPITALS = re.compile(r"\b[A-Z][A-Z0-9_:]+\b|'[^']*'|\bexport LC_ALL|[a-z]+-coupons")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[_-][A-Za-z0-9]+)*")


def english_words(text: str) -> Iterator[str]:
    """Words with small letters that nobody types."""
    for line in text.splitlines():
        for word in _WORD.findall(_TYPED.sub(" ", line)):
            if word != word.upper() and word not in INTENTS and word not in COMMANDS | OWN_NAME:
                yield word


def spoken_words(text: str) -> str:
    """A sentence without values and without what is typed or written in capitals."""
    typed = _TYPED.sub(" ", _CHOSEN.sub(" ", text))
    return _CAPITALS.sub(" ", typed)


def sentences() -> Iterator[tuple[str, str, str]]:
    """Every pair of words of the catalogue and of the table of commands: name, English, Chinese."""
    entries = {**ERRORS, **{status.name: words for status, words in STATUSES.items()}}
    for name, words in entries.items():
        for english, chinese in zip(words.english, words.chinese, strict=True):
            yield name, english, chinese
    for key, talk in TALK.items():
        yield key, talk.english, talk.chinese
    for key, (english, chinese) in REASONS.items():
        yield f"reason {key}", english, chinese
    for key, row in COMMANDS.items():
        yield f"praya {key}", row.english, row.chinese


def counted(texts: Iterable[str]) -> Counter[str]:
    """In how many texts each English word stands."""
    return Counter(word for text in texts for word in set(english_words(text)))


def allowed() -> dict[str, int]:
    """The list: each word with the number of sentences it stands in."""
    found: dict[str, int] = json.loads(LIST.read_text(encoding="utf-8"))
    return found
