"""Term sheets: the terms of an asset as people write them, with names of fields, days and choices.

A sheet is a mapping as a JSON file gives it: `code` of the asset, name of the `instrument`, its
`terms` by name, and `about`, which is for readers and never becomes terms. It must not know files,
nor any one instrument.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from praya.base.errors import fail
from praya.instruments import INSTRUMENTS
from praya.instruments.forms import CODE
from praya.instruments.instrument import (
    Instrument,
    InstrumentTerms,
    Problem,
    Spelling,
    read_terms,
)

_KEY_CHARACTERS_MAX = 40
_OBJECT = "an object of names and values"
_REQUIRED: Final[Mapping[str, tuple[Callable[[object], bool], str]]] = {
    "code": (CODE.holds, CODE.expected),
    "instrument": (
        lambda value: isinstance(value, str) and value in INSTRUMENTS,
        "one of " + ", ".join(INSTRUMENTS),
    ),
    "terms": (lambda value: isinstance(value, dict), _OBJECT),
}


def read_term_sheet(sheet: object) -> tuple[str, InstrumentTerms]:
    """The name of the instrument and the terms that a sheet states; the code stays in the sheet.

    Errors: TERMS_REFUSED with `problems`, every `Problem` at once, each `field` a path such as
    "terms.interest_rate": what is missing, unknown, of another form, or in disagreement.
    """
    if not isinstance(sheet, dict):
        fail("TERMS_REFUSED", problems=[Problem("term sheet", sheet, _OBJECT)])
    problems = _outer_problems(sheet)
    named = {problem.field for problem in problems}
    if "instrument" in named or "terms" in named:  # without both, no field can be judged
        fail("TERMS_REFUSED", problems=problems)
    name = sheet["instrument"]
    terms, inner = _read_named(INSTRUMENTS[name], sheet["terms"])
    if problems or inner:
        fail("TERMS_REFUSED", problems=problems + inner)
    return name, terms


def write_term_sheet(code: str, name: str, terms: InstrumentTerms) -> dict[str, object]:
    """The sheet that states valid terms of the instrument `name`, under the asset's `code`."""
    instrument = INSTRUMENTS[name]
    values: dict[str, object] = {}
    for number, value in instrument.to_fields(terms).items():
        field = instrument.FIELDS[number]
        spelling = instrument.SPELLINGS.get(field)
        values[field] = spelling.spell(value) if spelling and isinstance(value, int) else value
    return {"code": code, "instrument": name, "terms": values}


def _outer_problems(sheet: Mapping[object, object]) -> list[Problem]:
    problems = [
        Problem(key, sheet.get(key), expected)
        for key, (holds, expected) in _REQUIRED.items()
        if not holds(sheet.get(key))
    ]
    if "about" in sheet and not isinstance(sheet["about"], dict):
        problems.append(Problem("about", sheet["about"], _OBJECT))
    return problems + _unknown_problems("", sheet, {*_REQUIRED, "about"})


def _read_named(
    instrument: Instrument, written: Mapping[object, object]
) -> tuple[InstrumentTerms, list[Problem]]:
    """Terms by name become terms by number; problems come back in the words of the sheet."""
    fields = {
        number: _parsed(instrument.SPELLINGS.get(field), written[field])
        for number, field in instrument.FIELDS.items()
        if field in written
    }
    terms, found = read_terms(instrument, fields)
    problems = [_as_written(instrument, problem, written) for problem in found]
    return terms, problems + _unknown_problems("terms.", written, set(instrument.FIELDS.values()))


def _parsed(spelling: Spelling | None, value: object) -> object:
    return spelling.parse(value) if spelling else value


def _as_written(
    instrument: Instrument, problem: Problem, written: Mapping[object, object]
) -> Problem:
    """The same problem with its path, and the value and the form that the sheet uses."""
    field, value = problem.field, written.get(problem.field)
    spelling = instrument.SPELLINGS.get(field)
    unread = spelling is not None and spelling.parse(value) is None
    expected = spelling.expected if spelling and unread else problem.expected
    return replace(problem, field=f"terms.{field}", value=value, expected=expected)


def _unknown_problems(
    path: str, mapping: Mapping[object, object], known: set[str]
) -> list[Problem]:
    return [
        Problem(path + _shown_key(key), value, "no such field")
        for key, value in mapping.items()
        if key not in known
    ]


def _shown_key(key: object) -> str:
    """A name that a stranger wrote: short, and with nothing that a terminal would obey."""
    text = str(key)
    return (text if text.isprintable() else ascii(text))[:_KEY_CHARACTERS_MAX]
