"""The page of formats is fresh, and says all there is to say."""

import re

import pytest
import write_formats
from write_formats import PAGE, PURPOSES, contexts, filled, tables

from praya.base.status import Status
from praya.intents import INTENTS
from praya.storage.commits import RecordKind

TEXT = PAGE.read_text(encoding="utf-8")


def test_the_generated_tables_are_fresh() -> None:
    print(f"{len(tables())} tables")
    assert filled(TEXT) == TEXT, "write them anew: python tests/formats/write_formats.py"


def test_every_context_stands_in_the_source_once_and_has_a_purpose() -> None:
    found = contexts()
    print(f"{len(found)} contexts")
    assert len(found) > 10
    assert sorted(found) == sorted(PURPOSES)


def test_every_verb_and_every_golden_file_stands_on_the_page() -> None:
    names = [*INTENTS, *write_formats.golden_names()]
    print(f"{len(names)} names")
    assert not [name for name in names if f"`{name}`" not in TEXT]


def test_every_kind_of_record_stands_on_the_page() -> None:
    for kind in RecordKind:
        assert f"{int(kind)} {kind.name.lower()}" in TEXT, kind


def test_every_magic_of_the_source_stands_on_the_page() -> None:
    found: set[str] = set()
    for path in sorted(write_formats.SOURCE.rglob("*.py")):
        found |= set(re.findall(r'b"(PR(?:AYA[A-Z]{3}|Y1))"', path.read_text(encoding="utf-8")))
    print(f"{sorted(found)}")
    assert len(found) > 5
    assert not [magic for magic in found if f"`{magic}`" not in TEXT]


def test_numbers_of_statuses_named_on_the_page_are_right() -> None:
    named = re.findall(r"\b([A-Z][A-Z_]{5,}) \((\d+)\)", TEXT)
    print(f"{len(named)} statuses")
    assert named
    for name, number in named:
        assert Status[name] == int(number)


def test_a_stale_table_is_noticed() -> None:
    stale = TEXT.replace("| 1 | MORE |", "| 2 | MORE |")
    assert stale != TEXT
    assert filled(stale) != stale


def test_a_page_without_a_place_or_with_two_is_refused() -> None:
    for broken in (
        TEXT.replace("<!-- limits: begin -->\n", ""),
        TEXT.replace("<!-- limits: end -->", ""),
        TEXT + "<!-- limits: begin -->\n<!-- limits: end -->",
    ):
        with pytest.raises(ValueError, match="one place for the table limits"):
            filled(broken)


def test_a_context_without_a_purpose_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_formats, "contexts", lambda: ["praya unknown 1"])
    with pytest.raises(KeyError):
        write_formats.contexts_table()
