"""The reference of term sheets, its schema and the example sheets are what the code says."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from documents import ROOT, blocks, read
from write_term_sheets import PAGE, SCHEMA, page, schema, schema_text

from praya.instruments import fixed_rate_bond
from praya.instruments.bond_fields import OPTIONAL_FIELDS, REQUIRED_FIELDS, TERM_FIELDS
from praya.instruments.term_sheets import read_document, read_term_sheet
from praya.sdk.sheet_files import read_sheets

EXAMPLES = sorted((ROOT / "docs/examples").glob("*.json"))
SCENARIOS = [
    ROOT / "src/praya/dev/scenarios" / f"{name}.json"
    for name in ("evergreen-2023", "digital-green-2024")
]
ADVICE = "write it anew: python tests/docs/write_term_sheets.py"


def agrees(rules: dict[str, Any], value: Any, whole: dict[str, Any]) -> bool:
    """Whether a value is as a schema has it, for the words of JSON Schema that ours uses."""
    if "$ref" in rules:
        return agrees(whole["$defs"][rules["$ref"].rpartition("/")[2]], value, whole)
    if "oneOf" in rules:
        return [agrees(each, value, whole) for each in rules["oneOf"]].count(True) == 1
    kinds = {"object": dict, "array": list, "string": str, "integer": int}
    if "type" in rules and not isinstance(value, kinds[rules["type"]]):
        return False
    return all(check(value, rules, whole) for word, check in _CHECKS.items() if word in rules)


def _properties(value: Any, rules: dict[str, Any], whole: dict[str, Any]) -> bool:
    known = rules["properties"]
    return set(rules["required"]) <= set(value) <= set(known) and all(
        agrees(known[name], one, whole) for name, one in value.items()
    )


_CHECKS: dict[str, Any] = {
    "properties": _properties,
    "const": lambda value, rules, _: value == rules["const"],
    "enum": lambda value, rules, _: value in rules["enum"],
    "pattern": lambda value, rules, _: re.search(rules["pattern"], value) is not None,
    "minLength": lambda value, rules, _: len(value) >= rules["minLength"],
    "maxLength": lambda value, rules, _: len(value) <= rules["maxLength"],
    "minimum": lambda value, rules, _: value >= rules["minimum"],
    "maximum": lambda value, rules, _: value <= rules["maximum"],
    "minItems": lambda value, rules, _: len(value) >= rules["minItems"],
    "items": lambda value, rules, whole: all(agrees(rules["items"], v, whole) for v in value),
    "format": lambda value, _rules, _whole: re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None,
}


def test_the_page_and_the_schema_are_fresh() -> None:
    assert read(PAGE) == page(), ADVICE
    assert read(SCHEMA) == schema_text(), ADVICE


def test_every_field_has_a_number_words_an_example_and_a_place() -> None:
    print(f"{len(REQUIRED_FIELDS)} required fields, {len(OPTIONAL_FIELDS)} optional ones")
    assert len(TERM_FIELDS) > 40
    assert [row.number for row in TERM_FIELDS] == list(range(1, len(TERM_FIELDS) + 1))
    text = read(PAGE)
    for row in TERM_FIELDS:
        assert f"| `{row.name}` |" in text
        assert row.meaning.endswith(".")
        assert row.form.expected.said("zh-HK") != row.form.expected.said("en")
    assert sum(1 for row in TERM_FIELDS if row.taxonomy) > 25


def _example_sheet() -> dict[str, Any]:
    """Every field of the tables with its example."""
    terms = {row.name: row.example for row in TERM_FIELDS}
    return {"code": "EXAMPLE", "instrument": fixed_rate_bond.NAME, "terms": terms}


def test_the_examples_of_all_fields_together_are_a_valid_sheet() -> None:
    name, terms = read_term_sheet(_example_sheet())
    assert name == fixed_rate_bond.NAME
    assert fixed_rate_bond.to_fields(terms).keys() == set(fixed_rate_bond.FIELDS)  # type: ignore[arg-type]


@pytest.mark.parametrize("path", [*EXAMPLES, *SCENARIOS], ids=lambda path: path.stem)
def test_every_shipped_sheet_is_read_and_agrees_with_the_schema(path: Path) -> None:
    found = read_sheets(path.read_bytes(), path.name)
    assert found.sheets
    assert agrees(schema(), json.loads(path.read_text(encoding="utf-8")), schema())


def test_the_examples_agree_with_the_schema_and_each_wrong_one_does_not() -> None:
    rules, sheet = schema(), _example_sheet()
    assert agrees(rules, sheet, rules)
    several = {
        "programme": {"code": "P", "name_en": "P", "name_zh": "計劃"},
        "tranches": [sheet],
    }
    assert agrees(rules, several, rules)
    assert read_document(several).programme is not None
    wrong: list[Any] = [
        {},
        [],
        {**sheet, "colour": "green"},
        {**sheet, "code": "A B"},
        {**sheet, "instrument": "cash"},
        {**several, "tranches": []},
        {**several, "tranches": [{}]},
        {**several, "programme": {"code": "P"}},
        *(
            {**sheet, "terms": {**sheet["terms"], field: value}}
            for field, value in (
                ("interest_rate", 4.5),
                ("interest_rate", "4,5"),
                ("issue_date", "15 January 2025"),
                ("label", "GREENISH"),
                ("step_months", "3"),
                ("step_months", 121),
                ("currency", "hkd"),
                ("required_attributes", ["RICH"]),
                ("coupon", "4.5"),
            )
        ),
        *(
            {**sheet, "terms": {k: v for k, v in sheet["terms"].items() if k != row.name}}
            for row in REQUIRED_FIELDS
        ),
    ]
    print(f"{len(wrong)} wrong sheets")
    assert [each for each in wrong if agrees(rules, each, rules)] == []


def test_the_shapes_that_the_page_shows_are_json() -> None:
    shown = [block.text for block in blocks(read(PAGE)) if block.language == "json"]
    assert len(shown) == 3
    assert all(json.loads(text) for text in shown)
