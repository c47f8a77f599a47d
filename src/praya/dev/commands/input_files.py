"""Files that people name on a command line, read whole and bounded, or refused by name.

It must not know what any command does with them.
"""

import json
from pathlib import Path
from typing import Any, Final

from praya.base.catalogue import Phrase
from praya.base.errors import PrayaError, fail

JSON_BYTES_MAX: Final = 4 * 1_048_576  # a calendar or a term sheet is a thousandth of this


def read_bytes(file: str, bytes_max: int) -> bytes:
    """At most one byte more than `bytes_max`, which tells the reader that it is too much.

    Raises FILE_UNREADABLE.
    """
    try:
        with Path(file).open("rb") as opened:
            return opened.read(bytes_max + 1)
    except OSError as problem:
        raise PrayaError("FILE_UNREADABLE", file=file, cause=problem.strerror) from problem


def read_json(file: str) -> Any:
    """The value of a JSON file (RFC 8259), whose objects name nothing twice. FILE_UNREADABLE."""
    content = read_bytes(file, JSON_BYTES_MAX)
    if len(content) > JSON_BYTES_MAX:
        fail(
            "FILE_UNREADABLE", file=file, cause=Phrase("file.too_large", {"bytes": JSON_BYTES_MAX})
        )
    try:
        return json.loads(content.decode("utf-8"), object_pairs_hook=_once)
    except (ValueError, RecursionError) as problem:
        raise PrayaError("FILE_UNREADABLE", file=file, cause=_no_json(problem)) from problem


def _no_json(problem: Exception) -> Phrase:
    """What is wrong with a text that should be JSON, with its place."""
    if isinstance(problem, json.JSONDecodeError):
        return Phrase("file.not_json", {"line": problem.lineno, "column": problem.colno})
    if isinstance(problem, UnicodeDecodeError):
        return Phrase("file.not_utf8", {"byte": problem.start})
    deep = isinstance(problem, RecursionError)
    return Phrase("file.too_deep" if deep else "file.named_twice", {})


def write_new(file: str, content: bytes) -> None:
    """Write a file that is not there yet. Raises FILE_EXISTS."""
    try:
        with Path(file).open("xb") as opened:
            opened.write(content)
    except FileExistsError:
        fail("FILE_EXISTS", file=file)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; a name that stands twice would hide one of its values from the reader."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in an object")
    return found
