"""JSON files that people write, read strictly: every problem of the file with its place.

Amounts must be text: a JSON number with a point or an exponent would lose digits in most readers,
so it is told apart here. It must not know what a file is for.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from praya.base.catalogue import Phrase
from praya.base.errors import PrayaError
from praya.instruments.problems import Problem

JSON_BYTES_MAX: Final = 4 * 1_048_576  # a calendar or a term sheet is a thousandth of this
DEPTH_MAX: Final = 64  # a term sheet needs six; the reader itself gives up at about a thousand
_NEAR_CHARACTERS: Final = 24
# Signs that text programs and Chinese keyboards put in place of those of JSON.
_PLAIN_SIGNS: Final = {
    **dict.fromkeys("“”„‟«»＂‘’＇「」『』'", '"'),
    **dict(zip("：，｛｝［］", ":,{}[]", strict=True)),
    "、": ",",
}


class WrittenNumber(str):
    """A number that was written with a point or an exponent, as it was written."""

    __slots__ = ()


class RepeatedNames(dict[str, Any]):
    """An object some of whose names stand twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        names = [name for name, _ in pairs]
        self.repeated = tuple(dict.fromkeys(name for name in names if names.count(name) > 1))


def read_file(file: str) -> bytes:
    """The content of a file, at most one byte more than JSON_BYTES_MAX. FILE_UNREADABLE."""
    try:
        with Path(file).open("rb") as opened:
            return opened.read(JSON_BYTES_MAX + 1)
    except OSError as problem:
        raise PrayaError("FILE_UNREADABLE", file=file, cause=problem.strerror) from problem


def parse_json(content: bytes) -> tuple[Any, list[Problem]]:
    """The value of a JSON text (RFC 8259) in UTF-8, and what is wrong with the text.

    Where no value can be made it is None. Repeated names are problems; numbers that are no whole
    numbers come as `WrittenNumber`, for the caller to judge.
    """
    if len(content) > JSON_BYTES_MAX:
        return None, [_problem("1", "sheet.expected_smaller", maximum=JSON_BYTES_MAX)]
    try:
        text = content.decode("utf-8-sig")  # some editors begin a file with a mark of its encoding
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        return None, [_problem(str(line), "sheet.expected_utf8", byte=problem.start + 1)]
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_float=WrittenNumber,
            parse_constant=WrittenNumber,
            parse_int=_whole_number,
        )
    except json.JSONDecodeError as problem:
        sign = text[problem.pos :].lstrip()[:1]
        if sign in _PLAIN_SIGNS:
            plain = _PLAIN_SIGNS[sign]
            place = f"{problem.lineno}:{problem.colno}"
            return None, [_problem(place, "sheet.expected_plain_sign", sign=sign, plain=plain)]
        near = text[problem.pos : problem.pos + _NEAR_CHARACTERS].strip() or "..."
        near = "".join(one if one.isprintable() else " " for one in near)
        place = f"{problem.lineno}:{problem.colno}"
        return None, [_problem(place, "sheet.expected_json", near=near)]
    except RecursionError:
        return None, [_problem("1", "sheet.expected_shallow", maximum=DEPTH_MAX)]
    return value, list(_repeated("", value, DEPTH_MAX))


def written_numbers(path: str, value: object) -> Iterator[Problem]:
    """Every number below `path` that should have been written as text."""
    if isinstance(value, WrittenNumber):
        expected = Phrase("sheet.expected_text_number", {"text": str(value)})
        yield Problem(path, str(value), expected, "sheet.problem_file")
    for name, one in _children(value):
        yield from written_numbers(path + name, one)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else RepeatedNames(pairs)


def _whole_number(text: str) -> int | str:
    """A whole number; one of more digits than any field has stays as it was written."""
    return int(text) if len(text) <= _NEAR_CHARACTERS else WrittenNumber(text)


def _repeated(path: str, value: object, depth: int) -> Iterator[Problem]:
    if depth == 0:
        yield _problem(path, "sheet.expected_shallow", maximum=DEPTH_MAX)
        return
    if isinstance(value, RepeatedNames):
        for name in value.repeated:
            expected = Phrase("sheet.expected_once")
            yield Problem(f"{path}.{name}".lstrip("."), value[name], expected, "sheet.problem_file")
    for name, one in _children(value):
        yield from _repeated(path + name, one, depth - 1)


def _children(value: object) -> Iterator[tuple[str, object]]:
    """What a value holds, each with its step of a path."""
    if isinstance(value, dict):
        yield from ((f".{name}", one) for name, one in value.items())
    if isinstance(value, list):
        yield from ((f"[{place}]", one) for place, one in enumerate(value))


def _problem(place: str, key: str, **values: object) -> Problem:
    return Problem(place, None, Phrase(key, values), "sheet.problem_place")
