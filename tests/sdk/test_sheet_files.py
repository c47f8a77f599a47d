"""Files of term sheets: what is wrong with a file and with every sheet in it, told at once."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from praya.base.catalogue import explain
from praya.base.errors import PrayaError
from praya.instruments.problems import Problem
from praya.instruments.term_sheets import TRANCHES_MAX
from praya.sdk.json_files import DEPTH_MAX, JSON_BYTES_MAX
from praya.sdk.sheet_files import read_sheet_file, read_sheets

ROOT = Path(__file__).resolve().parents[2]
BOND = (ROOT / "docs/examples/corporate-bond.json").read_text(encoding="utf-8")
GREEN = (ROOT / "src/praya/dev/scenarios/digital-green-2024.json").read_text(encoding="utf-8")


def _problems(content: bytes | str) -> list[Problem]:
    raw = content if isinstance(content, bytes) else content.encode()
    with pytest.raises(PrayaError) as caught:
        read_sheets(raw, "bond.json")
    assert caught.value.code == "SHEET_REFUSED"
    assert caught.value.values["file"] == "bond.json"
    problems = caught.value.values["problems"]
    assert isinstance(problems, list)
    assert problems
    for language in ("en", "zh-HK"):
        assert all(one.said(language).isprintable() for one in problems)
    return problems


def _fields(content: bytes | str) -> list[str]:
    return [problem.field for problem in _problems(content)]


def _sheet() -> dict[str, Any]:
    loaded = json.loads(BOND)
    assert isinstance(loaded, dict)
    return loaded


def _several() -> dict[str, Any]:
    loaded = json.loads(GREEN)
    assert isinstance(loaded, dict)
    return loaded


def test_a_sheet_is_read_from_its_file() -> None:
    found = read_sheet_file(str(ROOT / "docs/examples/corporate-bond.json"))
    assert found.programme is None
    assert [sheet.code for sheet in found.sheets] == ["FERRIES-2701"]


def test_a_programme_is_read_with_its_tranches_in_order() -> None:
    found = read_sheets(GREEN.encode(), "green.json")
    assert found.programme is not None
    assert found.programme.code == "HKGB-GREEN-2024"
    codes = [sheet.code for sheet in found.sheets]
    assert codes == [f"HKGB-{currency}-2602" for currency in ("HKD", "CNY", "USD", "EUR")]
    assert found.about["sources"]


@pytest.mark.parametrize("prefix", [b"\xef\xbb\xbf", b"\r\n \t"])
def test_what_editors_put_before_a_file_does_no_harm(prefix: bytes) -> None:
    assert read_sheets(prefix + BOND.encode(), "bond.json").sheets


def test_what_is_for_others_does_no_harm() -> None:
    sheet = {**_sheet(), "run": {"holders": 7}, "$schema": "term-sheet.schema.json"}
    sheet["about"]["size"] = 1.5
    assert read_sheets(json.dumps(sheet).encode(), "bond.json").sheets


# ---- The file -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"", "1:1"),
        (b"   \n", "2:1"),
        (b'{"code": }', "1:10"),
        (b'{\n "code": "A"\n "terms": {}}', "3:2"),
        (b'{"code": "A"} {}', "1:15"),
        (b"{'code': 'A'}", "1:2"),
        (b'{"code": "A', "1:10"),
        (b'{"a": "\x01"}', "1:8"),
        (b'{"a": tru}', "1:7"),
        (b'\n\n{"code": "\xff"}', "3"),
        (b"\xff\xfe{\x00", "1"),
        ('{"code": "債券"}'.encode("big5"), "1"),
        (b" " * (JSON_BYTES_MAX + 1), "1"),
        (b"[" * 100_000, "1"),
    ],
)
def test_a_file_that_is_no_json_is_told_where(content: bytes, place: str) -> None:
    assert _fields(content) == [place]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ('{“code”: "A"}', '"'),
        ('{"code"：1}', ":"),
        ('{"code": “A”}', '"'),
        ('{"a": 1，"b": 2}', ","),
    ],
)
def test_a_sign_of_a_text_program_is_told_the_plain_one(text: str, plain: str) -> None:
    problem = _problems(text)[0]
    for language in ("en", "zh-HK"):
        assert plain in problem.expected.said(language)
    assert problem.expected.key == "sheet.expected_plain_sign"


def test_a_file_in_another_encoding_is_to_be_saved_again() -> None:
    problem = _problems(BOND.encode("utf-16"))[0]
    assert "save it again as UTF-8" in problem.said("en")


@pytest.mark.parametrize("calendar", ["HK", "MARS", "HKHK+", "hkhk"])
def test_a_calendar_that_nobody_has_is_one_of_the_problems(calendar: str) -> None:
    document = _several()
    document["tranches"][1]["terms"] |= {"calendar": calendar, "interest_rate": "2.9%"}
    assert _fields(json.dumps(document)) == [
        "tranches[1].terms.interest_rate",
        "tranches[1].terms.calendar",
    ]


def test_a_calendar_that_is_given_is_no_problem() -> None:
    content = BOND.replace('"HKHK"', '"HKHK+SGSI"').encode()
    assert read_sheets(content, "bond.json", ["SGSI"]).sheets
    assert _fields(content) == ["terms.calendar"]


def test_lists_too_deep_are_refused() -> None:
    deep: Any = {}
    for _ in range(DEPTH_MAX + 1):
        deep = [deep]
    fields = _fields(json.dumps({**_sheet(), "about": {"deep": deep}}))
    assert len(fields) == 1
    assert fields[0].lstrip(".").startswith("about.deep[0]")


def test_every_name_that_stands_twice_is_told_with_its_path() -> None:
    text = BOND.replace('"code":', '"code": "A", "code":', 1)
    text = text.replace('"currency":', '"currency": "USD", "currency":', 1)
    assert _fields(text) == ["code", "terms.currency"]


@pytest.mark.parametrize("written", ["4.5", "4e0", "-0.5", "1E+2", "NaN", "Infinity", "9" * 30])
def test_a_number_is_to_be_written_as_text(written: str) -> None:
    problems = _problems(BOND.replace('"interest_rate": "4.5"', f'"interest_rate": {written}'))
    assert [problem.field for problem in problems] == ["terms.interest_rate"]
    assert f'"{written}"' in problems[0].said("en")
    assert f'"{written}"' in problems[0].said("zh-HK")


@pytest.mark.parametrize("value", [None, 7, "text", [], True, {}])
def test_what_is_no_sheet_is_refused(value: object) -> None:
    assert _fields(json.dumps(value))


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(PrayaError) as caught:
        read_sheet_file("/nowhere/bond.json")
    assert caught.value.code == "FILE_UNREADABLE"


# ---- Several tranches ---------------------------------------------------------------------------


def test_problems_of_every_tranche_are_told_at_once_each_with_its_path() -> None:
    document = _several()
    document["tranches"][1]["terms"]["interest_rate"] = "2,9"
    document["tranches"][3]["code"] = document["tranches"][0]["code"]
    del document["tranches"][2]["terms"]["calendar"]
    document["programme"]["name_en"] = ""
    assert sorted(_fields(json.dumps(document))) == [
        "programme.name_en",
        "tranches[1].terms.interest_rate",
        "tranches[2].terms.calendar",
        "tranches[3].code",
    ]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"tranches": []}, "tranches"),
        ({"tranches": {}}, "tranches"),
        ({"tranches": None}, "tranches"),
        ({"tranches": [{}] * (TRANCHES_MAX + 1)}, "tranches"),
        ({"tranches": ["bond"]}, "tranches[0]"),
        ({"programme": None}, "programme"),
        ({"programme": "HKGB"}, "programme"),
        ({"about": []}, "about"),
        ({"run": 7}, "run"),
        ({"colour": "green"}, "colour"),
        ({"code": "A"}, "code"),
    ],
)
def test_a_wrong_part_of_a_programme_is_the_one_problem(change: dict[str, Any], field: str) -> None:
    assert _fields(json.dumps({**_several(), **change})) == [field]


@pytest.mark.parametrize("missing", ["code", "name_en", "name_zh"])
def test_a_programme_states_its_code_and_names(missing: str) -> None:
    document = _several()
    del document["programme"][missing]
    assert _fields(json.dumps(document)) == [f"programme.{missing}"]


# ---- In words -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "near"),
    [("curency", "currency"), ("interestrate", "interest_rate"), ("Calendar", "calendar")],
)
def test_an_unknown_field_is_told_what_may_have_been_meant(field: str, near: str) -> None:
    sheet = _sheet()
    sheet["terms"][field] = "x"
    problem = _problems(json.dumps(sheet))[0]
    assert near in problem.said("en")
    assert near in problem.said("zh-HK")


def test_a_null_is_told_from_what_is_missing() -> None:
    sheet = _sheet()
    sheet["terms"]["dti"] = None
    problems = _problems(json.dumps(sheet))
    assert "is null" in problems[0].said("en")
    del sheet["terms"]["dti"], sheet["terms"]["isin"]
    assert "is missing" in _problems(json.dumps(sheet))[0].said("en")


def test_problems_are_told_in_the_language_of_the_sentence() -> None:
    sheet = _sheet()
    sheet["terms"] |= {"currency": "hkd", "issue_date": 7}
    values = {"file": "bond.json", "problems": _problems(json.dumps(sheet))}
    english = explain("SHEET_REFUSED", "en", **values).what
    chinese = explain("SHEET_REFUSED", "zh-HK", **values).what
    assert "expected three capital letters" in english
    assert "三個大寫字母" in chinese
    assert "expected" not in chinese


@given(content=st.binary(max_size=60))
def test_whatever_a_file_holds_is_refused_with_problems(content: bytes) -> None:
    assert _problems(content)


@given(place=st.integers(0, len(BOND.encode()) - 1), byte=st.integers(0, 255))
def test_a_byte_changed_is_read_or_refused_and_never_worse(place: int, byte: int) -> None:
    content = bytearray(BOND.encode())
    content[place] = byte
    assert _ending(bytes(content)) in ("read", "SHEET_REFUSED")


def _ending(content: bytes) -> str:
    try:
        read_sheets(content, "bond.json")
    except PrayaError as refused:
        return refused.code
    return "read"
