"""Files of term sheets, read for every command: one bond, or several tranches of a programme.

Everything wrong with a file is told at once. It must not know what is done with a sheet.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from praya.base.errors import PrayaError, fail
from praya.instruments.forms import CODE
from praya.instruments.problems import Problem
from praya.instruments.term_sheets import SheetDocument, read_document
from praya.sdk.calendars import unknown_calendar
from praya.sdk.json_files import parse_json, read_file, written_numbers


def read_sheet_file(file: str, own: Iterable[str] = ()) -> SheetDocument:
    """The sheets that a file states. Errors: FILE_UNREADABLE, SHEET_REFUSED with all problems."""
    return read_sheets(read_file(file), file, own)


def read_sheets(content: bytes, file: str, own: Iterable[str] = ()) -> SheetDocument:
    """The sheets that the content of a file states; `file` is its name, for errors.

    `own` are codes of calendars that are known beside the shipped ones. Errors: SHEET_REFUSED with
    `problems`: those of the file (size, encoding, JSON, repeated names, numbers that should be
    text), those of every sheet in it, and calendars that nobody has.
    """
    value, problems = parse_json(content)
    if value is None and problems:
        fail("SHEET_REFUSED", file=file, problems=problems)
    problems += _numbers_in_terms(value)
    told = {problem.field for problem in problems}
    document = None
    try:
        document = read_document(value)
    except PrayaError as refused:
        if refused.code != "TERMS_REFUSED":
            raise
        found: list[Problem] = refused.values["problems"]  # type: ignore[assignment]
        problems += [one for one in found if one.field not in told]
    problems += _unknown_calendars(value, tuple(own))
    if problems or document is None:
        fail("SHEET_REFUSED", file=file, problems=problems)
    return document


def _numbers_in_terms(value: Any) -> list[Problem]:
    """Numbers with a point in the terms of any sheet; what `about` holds is for readers."""
    return [
        problem for path, terms in _every_terms(value) for problem in written_numbers(path, terms)
    ]


def _unknown_calendars(value: Any, own: tuple[str, ...]) -> Iterator[Problem]:
    """Calendars that are neither shipped nor given, in the terms of any sheet."""
    for path, terms in _every_terms(value):
        code = terms.get("calendar") if isinstance(terms, dict) else None
        if not isinstance(code, str) or not CODE.holds(code):
            continue
        expected = unknown_calendar(code, own)
        if expected is not None:
            yield Problem(f"{path}.calendar", code, expected)


def _every_terms(value: Any) -> Iterator[tuple[str, Any]]:
    """The terms of every sheet with their path, whatever else is wrong."""
    if not isinstance(value, dict):
        return
    listed = value.get("tranches")
    sheets = {"": value}
    if isinstance(listed, list):
        sheets |= {f"tranches[{place}].": one for place, one in enumerate(listed)}
    for path, sheet in sheets.items():
        if isinstance(sheet, dict):
            yield f"{path}terms", sheet.get("terms")
