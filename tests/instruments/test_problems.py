"""Problems of term sheets in words: every key has its words, in each language, with its values."""

import ast
from string import Formatter

import pytest
from instrument_samples import ROOT

from praya.base.catalogue import TALK, Phrase
from praya.instruments.problems import Problem, shown_value

PREFIX = "sheet."
PLACES = ("instruments", "sdk")


def _keys() -> set[str]:
    """Every key of this area that the source names."""
    found: set[str] = set()
    for place in PLACES:
        for path in (ROOT / "src/praya" / place).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
            found |= {text for text in texts if isinstance(text, str) and text.startswith(PREFIX)}
    return found


def test_every_key_that_is_named_has_words() -> None:
    keys = _keys()
    print(f"{len(keys)} keys")
    assert len(keys) > 30
    assert keys <= set(TALK)


def test_words_are_sentences_that_go_on_and_no_value_is_left_out() -> None:
    for key in _keys():
        names = {name for _, name, _, _ in Formatter().parse(TALK[key].english) if name}
        expected = Phrase(key, dict.fromkeys(names, "7"))
        for language in ("en", "zh-HK"):
            said = expected.said(language)
            assert "<" not in said
            assert not said.endswith((".", "。"))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("4,05", "'4,05'"),
        (7, "7"),
        (["RICH"], "['RICH']"),
        ([], "[]"),
        ({}, "of another type"),
        (1.5, "of another type"),
        ([1], "of another type"),
        ("\x1b[31m", "'\\x1b[31m'"),
    ],
)
def test_a_value_is_shown_as_it_was_written(value: object, shown: str) -> None:
    assert shown_value(value, "en") == shown
    assert shown_value(value, "zh-HK") == shown or shown == "of another type"


def test_a_long_value_is_cut() -> None:
    assert len(shown_value("x" * 10_000, "en")) < 100


def test_a_problem_tells_a_program_its_parts() -> None:
    problem = Problem("terms.currency", "hkd", Phrase("sheet.expected_currency"))
    assert problem.facts("en")["field"] == "terms.currency"
    assert problem.facts("en")["value"] == "hkd"
    assert problem.facts("zh-HK")["expected"] == TALK["sheet.expected_currency"].chinese


def test_chinese_sets_a_blank_before_what_is_not_chinese() -> None:
    currency = Problem("currency", "hkd", Phrase("sheet.expected_currency")).said("zh-HK")
    code = Problem("isin", "x", Phrase("sheet.expected_lei")).said("zh-HK")
    assert "應為 ISO" in currency
    assert "應為連" in code
