"""What an entry of the catalogue is: the same three sentences in each language.

It must not know the codes themselves, nor how a terminal or a screen shows them.
"""

from enum import IntEnum
from typing import Final, NamedTuple, Protocol, runtime_checkable

LANGUAGES: Final = ("en", "zh-HK")


class ExitClass(IntEnum):
    """What a program that ran a command may conclude from its exit code."""

    DONE = 0
    REFUSED = 1  # the ledger answered, and the answer is a refusal: a Status
    USAGE = 2  # the command line is wrong
    BAD_INPUT = 3  # a file, term sheet, amount or envelope is wrong
    DAMAGED = 4  # bytes are damaged or a verification failed
    ENVIRONMENT = 5  # disk full, read-only, locked, a part not installed
    BUG = 70  # a fault of Praya itself: EX_SOFTWARE of sysexits.h
    INTERRUPTED = 130  # 128 + SIGINT, as shells give it
    PIPE_CLOSED = 141  # 128 + SIGPIPE: the reader of the output went away


class Entry(NamedTuple):
    """One code in one language; names in braces stand for values."""

    what: str  # what happened: "The envelope came too late."
    why: str  # why: "Its valid-until time is not after the time of the block."
    cure: str  # what to do: "Sign it again with a later valid-until time."


class Words(NamedTuple):
    """One code in every language, with the exit class of a command that ends with it."""

    english: Entry
    chinese: Entry
    exit_class: ExitClass

    def entry(self, language: str) -> Entry:
        """The entry in `language`, one of LANGUAGES; anything else is read as English."""
        return self.chinese if language == "zh-HK" else self.english


@runtime_checkable
class Spoken(Protocol):
    """A value that is itself words, and says them in the language of the sentence it stands in."""

    def said(self, language: str, /) -> str:
        """The words in `language`, one of LANGUAGES."""


@runtime_checkable
class Itemised(Spoken, Protocol):
    """One of several problems: for people on a line of its own, for a program by its parts."""

    def facts(self, language: str, /) -> dict[str, object]:
        """Its parts by name, the words among them in `language`."""
