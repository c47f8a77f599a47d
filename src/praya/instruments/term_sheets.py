"""Term sheets: the terms of assets as people write them, with names of fields, days and choices.

A sheet is a mapping as a JSON file gives it: `code` of the asset, name of the `instrument`, its
`terms` by name, and `about`, which is for readers and never becomes terms. A file may hold one, or
a `programme` with several of them as `tranches`; its `run` section is read by whoever runs it. This
must not know files, nor any one instrument.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from praya.base.catalogue import Phrase
from praya.base.errors import fail
from praya.instruments import INSTRUMENTS
from praya.instruments.corrections import corrected, near_fields
from praya.instruments.currencies import ISO_4217
from praya.instruments.forms import CODE, CURRENCY, NAME_TEXT
from praya.instruments.instrument import Instrument, InstrumentTerms, Spelling, read_terms
from praya.instruments.problems import Problem

TRANCHES_MAX: Final = 64  # a programme draws down a few currencies at once, not hundreds
_KEY_CHARACTERS_MAX = 40
_OBJECT: Final = Phrase("sheet.expected_object")
_REQUIRED: Final[Mapping[str, tuple[Callable[[object], bool], Phrase]]] = {
    "code": (CODE.holds, CODE.expected),
    "instrument": (
        lambda value: isinstance(value, str) and value in INSTRUMENTS,
        Phrase("sheet.expected_choice", {"names": ", ".join(INSTRUMENTS)}),
    ),
    "terms": (lambda value: isinstance(value, dict), _OBJECT),
}
_BESIDE: Final = ("about", "run")  # objects that never become terms
_SCHEMA: Final = "$schema"  # text by which editors find the schema of the format
_PROGRAMME: Final = {"code": CODE, "name_en": NAME_TEXT, "name_zh": NAME_TEXT}


@dataclass(frozen=True, slots=True)
class TermSheet:
    """One asset as its sheet states it."""

    code: str  # of the asset
    instrument: str  # its name
    terms: InstrumentTerms
    about: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Programme:
    """What several tranches are issued under."""

    code: str
    name_en: str
    name_zh: str


@dataclass(frozen=True, slots=True)
class SheetDocument:
    """What a file of term sheets states: one sheet, or a programme with its tranches."""

    programme: Programme | None
    sheets: tuple[TermSheet, ...]
    about: Mapping[str, Any]


def read_document(document: object) -> SheetDocument:
    """One sheet or several, as a JSON file gives them.

    Errors: TERMS_REFUSED with `problems`, every `Problem` of every tranche at once, each `field` a
    path such as "tranches[1].terms.interest_rate".
    """
    problems: list[Problem] = []
    found = _document(document, problems)
    if found is None or problems:
        fail("TERMS_REFUSED", problems=problems)
    return found


def read_term_sheet(sheet: object) -> tuple[str, InstrumentTerms]:
    """The name of the instrument and the terms that a sheet states; the code stays in the sheet.

    Errors: TERMS_REFUSED with `problems`, every `Problem` at once, each `field` a path such as
    "terms.interest_rate": what is missing, unknown, of another form, or in disagreement.
    """
    problems: list[Problem] = []
    found = _sheet("", sheet, problems)
    if found is None or problems:
        fail("TERMS_REFUSED", problems=problems)
    return found.instrument, found.terms


def write_term_sheet(code: str, name: str, terms: InstrumentTerms) -> dict[str, object]:
    """The sheet that states valid terms of the instrument `name`, under the asset's `code`."""
    instrument = INSTRUMENTS[name]
    values: dict[str, object] = {}
    for number, value in instrument.to_fields(terms).items():
        field = instrument.FIELDS[number]
        spelling = instrument.SPELLINGS.get(field)
        values[field] = spelling.spell(value) if spelling and isinstance(value, int) else value
    return {"code": code, "instrument": name, "terms": values}


def _document(document: object, problems: list[Problem]) -> SheetDocument | None:
    if isinstance(document, dict) and ("tranches" in document or "programme" in document):
        return _tranches(document, problems)
    sheet = _sheet("", document, problems)
    return None if sheet is None else SheetDocument(None, (sheet,), sheet.about)


def _tranches(document: Mapping[object, object], problems: list[Problem]) -> SheetDocument | None:
    listed = document.get("tranches")
    programme = _programme(document.get("programme"), problems)
    _check_beside("", document, problems)
    problems += _unknown_problems("", document, ("programme", "tranches", *_BESIDE, _SCHEMA))
    if not isinstance(listed, list) or not 0 < len(listed) <= TRANCHES_MAX:
        expected = Phrase("sheet.expected_tranches", {"maximum": TRANCHES_MAX})
        problems.append(Problem("tranches", listed, expected))
        return None
    sheets = [_sheet(f"tranches[{place}].", one, problems) for place, one in enumerate(listed)]
    codes: set[str] = set()
    for place, sheet in enumerate(sheets):
        if sheet is not None and sheet.code in codes:
            path = f"tranches[{place}].code"
            problems.append(Problem(path, sheet.code, Phrase("sheet.expected_other_code")))
        codes |= {sheet.code} if sheet else set()
    whole = tuple(sheet for sheet in sheets if sheet is not None)
    if programme is None or len(whole) < len(sheets):
        return None
    about = document.get("about", {})
    return SheetDocument(programme, whole, about if isinstance(about, dict) else {})


def _programme(stated: object, problems: list[Problem]) -> Programme | None:
    if not isinstance(stated, dict):
        problems.append(Problem("programme", stated, _OBJECT))
        return None
    found = [
        Problem(f"programme.{key}", stated.get(key), form.expected)
        for key, form in _PROGRAMME.items()
        if not form.holds(stated.get(key))
    ]
    problems += found + list(_unknown_problems("programme.", stated, tuple(_PROGRAMME)))
    return None if found else Programme(*(stated[key] for key in _PROGRAMME))


def _sheet(path: str, sheet: object, problems: list[Problem]) -> TermSheet | None:
    """One sheet, or None where it cannot be made; what is wrong is added to the problems."""
    if not isinstance(sheet, dict):
        problems.append(Problem(path.rstrip(".") or "term sheet", sheet, _OBJECT))
        return None
    found = [
        Problem(path + key, sheet.get(key), expected)
        for key, (holds, expected) in _REQUIRED.items()
        if not holds(sheet.get(key))
    ]
    _check_beside(path, sheet, found)
    found += _unknown_problems(path, sheet, (*_REQUIRED, *_BESIDE, _SCHEMA))
    named = {problem.field.removeprefix(path) for problem in found}
    terms = None
    if not named & {"instrument", "terms"}:  # without both, no field can be judged
        terms, inner = _read_named(path, INSTRUMENTS[sheet["instrument"]], sheet["terms"])
        found += inner
    problems += found
    if terms is None or found:
        return None
    return TermSheet(sheet["code"], sheet["instrument"], terms, sheet.get("about", {}))


def _check_beside(path: str, mapping: Mapping[Any, object], problems: list[Problem]) -> None:
    """What stands beside the terms is an object, if it stands there at all."""
    problems += [
        Problem(path + name, mapping[name], _OBJECT)
        for name in _BESIDE
        if name in mapping and not isinstance(mapping[name], dict)
    ]


def _read_named(
    path: str, instrument: Instrument, written: Mapping[object, object]
) -> tuple[InstrumentTerms, list[Problem]]:
    """Terms by name become terms by number; problems come back in the words of the sheet."""
    fields = {
        number: _parsed(instrument.SPELLINGS.get(field), written[field])
        for number, field in instrument.FIELDS.items()
        if field in written
    }
    terms, found = read_terms(instrument, fields)
    found += _money_problems(terms, written, {problem.field for problem in found})
    known = tuple(instrument.FIELDS.values())
    found.sort(key=lambda problem: known.index(problem.field))
    path += "terms."
    problems = [_as_written(path, instrument, problem, written) for problem in found]
    return terms, problems + list(_unknown_problems(path, written, known))


def _money_problems(
    terms: InstrumentTerms, written: Mapping[object, object], wrong: set[str]
) -> list[Problem]:
    """A currency that there is not, and a cash token that is called after another currency.

    A ledger asks the token's own terms; a sheet has only its name, which misleads if it is that of
    a currency.
    """
    currency = written.get("currency")
    if "currency" in wrong or not isinstance(currency, str):
        return []
    if currency not in ISO_4217:
        return [Problem("currency", currency, CURRENCY.expected)]
    payments = None if "cash_asset" in wrong else terms.payments()
    if payments is None or payments.cash_asset not in ISO_4217 or payments.cash_asset == currency:
        return []
    expected = Phrase("sheet.expected_cash_of", {"currency": currency})
    return [Problem("cash_asset", payments.cash_asset, expected)]


def _parsed(spelling: Spelling | None, value: object) -> object:
    return spelling.parse(value) if spelling else value


def _as_written(
    path: str, instrument: Instrument, problem: Problem, written: Mapping[object, object]
) -> Problem:
    """The same problem with its path, and the value and the form that the sheet uses."""
    field, value = problem.field, written.get(problem.field)
    spelling = instrument.SPELLINGS.get(field)
    unread = spelling is not None and spelling.parse(value) is None
    expected = spelling.expected if spelling and unread else problem.expected
    expected = corrected(expected, value)
    is_null = field in written and value is None
    key = "sheet.problem_null" if is_null else problem.key
    return replace(problem, field=path + field, value=value, expected=expected, key=key)


def _unknown_problems(
    path: str, mapping: Mapping[Any, object], known: tuple[str, ...]
) -> Iterator[Problem]:
    """Names that are no field, with those they may have been meant for."""
    for key, value in mapping.items():
        if key not in known:
            yield Problem.unknown(path + _shown_key(key), value, near_fields(key, known))


def _shown_key(key: object) -> str:
    """A name that a stranger wrote: short, and with nothing that a terminal would obey."""
    text = str(key)
    return (text if text.isprintable() else ascii(text))[:_KEY_CHARACTERS_MAX]
