"""Files of term sheets, read for every command: one bond, or several tranches of a programme.

Everything wrong with a file is told at once. It must not know what is done with a sheet.
"""

from typing import Any

from praya.base.errors import PrayaError, fail
from praya.instruments.problems import Problem
from praya.instruments.term_sheets import SheetDocument, read_document
from praya.sdk.json_files import parse_json, read_file, written_numbers


def read_sheet_file(file: str) -> SheetDocument:
    """The sheets that a file states. Errors: FILE_UNREADABLE, SHEET_REFUSED with all problems."""
    return read_sheets(read_file(file), file)


def read_sheets(content: bytes, file: str) -> SheetDocument:
    """The sheets that the content of a file states; `file` is its name, for errors.

    Errors: SHEET_REFUSED with `problems`: those of the file (size, encoding, JSON, repeated names,
    numbers that should be text) and those of every sheet in it.
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
    if problems or document is None:
        fail("SHEET_REFUSED", file=file, problems=problems)
    return document


def _numbers_in_terms(value: Any) -> list[Problem]:
    """Numbers with a point in the terms of any sheet; what `about` holds is for readers."""
    if not isinstance(value, dict):
        return []
    listed = value.get("tranches")
    sheets = {"": value}
    if isinstance(listed, list):
        sheets |= {f"tranches[{place}].": one for place, one in enumerate(listed)}
    return [
        problem
        for path, sheet in sheets.items()
        if isinstance(sheet, dict)
        for problem in written_numbers(f"{path}terms", sheet.get("terms"))
    ]
