"""Term sheets: names, days and choices as people write them, and every problem at once."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from instrument_samples import BOND, SAMPLES, SCENARIOS, evergreen

from praya.base.calendars import Calendar
from praya.base.catalogue import explain
from praya.base.dates import parse_day
from praya.base.errors import PrayaError
from praya.instruments import INSTRUMENTS, fixed_rate_bond
from praya.instruments.instrument import InstrumentTerms
from praya.instruments.problems import Problem
from praya.instruments.term_sheets import read_term_sheet, write_term_sheet

SCALARS = st.none() | st.booleans() | st.integers() | st.text()
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


def _problems(sheet: object) -> list[Problem]:
    with pytest.raises(PrayaError) as caught:
        read_term_sheet(sheet)
    assert caught.value.code == "TERMS_REFUSED"
    problems = caught.value.values["problems"]
    assert isinstance(problems, list)
    assert all(isinstance(problem, Problem) for problem in problems)
    return problems


def _read_or_problems(sheet: object) -> tuple[InstrumentTerms | None, list[Problem]]:
    try:
        return read_term_sheet(sheet)[1], []
    except PrayaError:
        return None, _problems(sheet)


def _fields(sheet: object) -> list[str]:
    return [problem.field for problem in _problems(sheet)]


def test_the_shipped_term_sheet_states_the_public_terms() -> None:
    name, terms = read_term_sheet(evergreen())
    assert name == "fixed_rate_bond"
    assert isinstance(terms, fixed_rate_bond.Terms)
    assert (terms.aggregate_nominal, terms.interest_rate) == ("800000000.00", "4.05")
    assert terms.issue_price == "100"
    assert terms.maturity_date - terms.issue_date == 365
    assert (terms.specified_denomination, terms.integral_multiple) == ("1000000.00", "500000.00")
    assert (terms.isin, terms.governing_law, terms.required_attributes) == ("", "HK", 3)


def test_the_shipped_bond_is_paid_by_the_shipped_calendar() -> None:
    shipped = SCENARIOS.parents[1] / "sdk/calendars/hong-kong.json"
    document = json.loads(shipped.read_text(encoding="utf-8"))
    calendar = Calendar(
        code=document["code"],
        weekend=tuple(document["weekend"]),
        holidays=tuple(parse_day(holiday["date"]) for holiday in document["holidays"]),
        first_day=parse_day(document["first_day"]),
        last_day=parse_day(document["last_day"]),
    )
    name, terms = read_term_sheet(evergreen())
    assert terms.calendar_code() == calendar.code
    payments = INSTRUMENTS[name].schedule(terms, calendar)
    days = [(one.record_date, one.payment_date) for one in payments]
    assert days == [(parse_day("2024-02-15"), parse_day("2024-02-16"))] * 2


def test_the_shipped_sheet_tells_its_sources_in_what_is_not_terms() -> None:
    about = evergreen()["about"]
    assert len(about["sources"]) > 3
    assert len(about["parties"]) > 5
    assert len(about["assumptions"]["en"]) == len(about["assumptions"]["zh-Hant-HK"])


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_a_written_sheet_reads_back_through_json(name: str) -> None:
    print(f"{len(SAMPLES[name])} samples")
    assert SAMPLES[name]
    for terms in SAMPLES[name]:
        sheet = json.loads(json.dumps(write_term_sheet("ASSET", name, terms)))
        assert read_term_sheet(sheet) == (name, terms)


def test_a_sheet_is_written_in_names_days_and_choices() -> None:
    written = write_term_sheet("BOND", "fixed_rate_bond", BOND)["terms"]
    assert isinstance(written, dict)
    assert written["issue_date"] == "2024-02-07"
    assert written["business_day_convention"] == "FOLLOWING"
    assert written["amount_dates"] == "UNADJUSTED"
    assert written["required_attributes"] == ["IDENTIFIED", "PROFESSIONAL"]
    assert written["step_months"] == 6


# ---- What is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize("sheet", [None, 7, "text", [], [{}], True])
def test_what_is_no_object_is_refused(sheet: object) -> None:
    assert _fields(sheet) == ["term sheet"]


def test_an_empty_sheet_lacks_all_its_parts() -> None:
    assert _fields({}) == ["code", "instrument", "terms"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("code", value) for value in (None, "", "A B", "x" * 33, "債券", 7)),
        *(("instrument", value) for value in (None, "", "floating_rate_bond", 7, [], {})),
        *(("terms", value) for value in (None, "", 7, [], [["isin", ""]])),
        *(("about", value) for value in (None, "", 7, [])),
        *(("colour", value) for value in ("green", None)),
        ("Terms", {}),
    ],
)
def test_a_wrong_part_is_the_one_problem(key: str, value: object) -> None:
    assert _fields(evergreen() | {key: value}) == [key]


def test_a_sheet_without_about_is_whole() -> None:
    sheet = evergreen()
    del sheet["about"]
    assert read_term_sheet(sheet) == read_term_sheet(evergreen())


@pytest.mark.parametrize("field", list(evergreen()["terms"]))
def test_a_missing_term_is_the_one_problem(field: str) -> None:
    sheet = evergreen()
    del sheet["terms"][field]
    problems = _problems(sheet)
    assert [(one.field, one.value) for one in problems] == [(f"terms.{field}", None)]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("issue_date", value) for value in (19404, "16 Feb 2023", "2023-02-30", "2023-2-16", "")),
        *(("maturity_date", value) for value in (True, "2024-02-16T00:00:00Z", "1899-12-31", [])),
        ("maturity_date", "2023-02-16"),
        *(("business_day_convention", value) for value in (1, "following", "NONE", "EOM", None)),
        *(("amount_dates", value) for value in (1, "adjusted", "", {})),
        *(("required_attributes", value) for value in (3, "IDENTIFIED", {}, None, [1], ["RICH"])),
        *(("required_attributes", value) for value in (["IDENTIFIED"] * 2, [["IDENTIFIED"]])),
        *(("decimals", value) for value in ("2", None, True, 10)),
        *(("aggregate_nominal", value) for value in (800_000_000, "800,000,000.00", None)),
        *(("interest_rate", value) for value in ("4.05%", 4, "", None)),
        *(("isin", value) for value in (None, 7, "HK0000963296")),
        *(("step_months", value) for value in ("6", 5, -1, None)),
    ],
)
def test_a_wrong_term_is_the_one_problem_as_it_was_written(field: str, value: object) -> None:
    sheet = evergreen()
    sheet["terms"][field] = value
    problems = _problems(sheet)
    assert [(one.field, one.value) for one in problems] == [(f"terms.{field}", value)]
    assert problems[0].expected


def test_an_attribute_that_is_unknown_is_told_how_attributes_are_written() -> None:
    sheet = evergreen()
    sheet["terms"]["required_attributes"] = 3
    said = _problems(sheet)[0].expected.said("en")
    assert said.startswith("a list of names, each once, of IDENTIFIED,")


@pytest.mark.parametrize("field", ["coupon", "ISIN", "issue date", "", "1"])
def test_an_unknown_term_is_the_one_problem(field: str) -> None:
    sheet = evergreen()
    sheet["terms"][field] = "x"
    assert _fields(sheet) == [f"terms.{field}"]


def test_every_problem_is_listed_at_once() -> None:
    sheet: dict[Any, Any] = evergreen() | {"code": "", "colour": "green"}
    sheet["terms"] |= {"currency": "hkd", "issue_date": "soon", "coupon": "4.05"}
    del sheet["terms"]["calendar"]
    assert _fields(sheet) == [
        *("code", "colour"),
        *("terms.currency", "terms.issue_date", "terms.calendar", "terms.coupon"),
    ]


def test_a_person_reads_each_problem_in_one_sentence() -> None:
    sheet = evergreen()
    sheet["terms"] |= {"currency": "hkd", "issue_date": 19404}
    values = {"problems": _problems(sheet)}
    english = explain("TERMS_REFUSED", "en", **values).what
    assert "terms.currency is 'hkd', expected three capital letters" in english
    assert "; terms.issue_date is 19404, expected a day" in english
    assert "terms.currency" in explain("TERMS_REFUSED", "zh-HK", **values).what


def test_what_a_stranger_wrote_is_shown_short_and_without_controls() -> None:
    sheet = evergreen()
    sheet["terms"] |= {"\x1b[31mred" + "d" * 99: 1, "currency": "\x1b[31m" + "H" * 999}
    texts = [str(problem) for problem in _problems(sheet)]
    assert len(texts) == 2
    assert all(text.isprintable() and len(text) < 250 for text in texts)


@given(sheet=JSON)
def test_whatever_json_holds_is_refused_with_problems(sheet: object) -> None:
    assert all(str(problem).isprintable() for problem in _problems(sheet))


@given(
    terms=st.dictionaries(
        st.sampled_from(list(fixed_rate_bond.FIELDS.values())) | st.text(), JSON, min_size=1
    )
)
def test_whatever_the_terms_hold_is_read_or_refused_with_problems(terms: dict[str, Any]) -> None:
    sheet = evergreen()
    sheet["terms"] |= terms
    read, problems = _read_or_problems(sheet)
    assert (read is None) == bool(problems)
    if read is not None:
        assert write_term_sheet(sheet["code"], "fixed_rate_bond", read)["terms"] == sheet["terms"]
