"""`praya explain`: every code in both languages, and what is not a code."""

import json

import pytest

from praya.base.catalogue import ERRORS, LANGUAGES, STATUSES, explain
from praya.base.status import Status
from praya.cli import run


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_status_is_explained_by_number(language, capsys):
    print(f"{len(Status)} statuses")
    assert len(Status) > 0
    for status in Status:
        assert run(["explain", str(int(status)), "--lang", language]) == 0
        shown = capsys.readouterr().out
        assert status.name in shown
        for sentence in STATUSES[status].entry(language):
            assert sentence in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_is_explained_by_name(language, capsys):
    print(f"{len(ERRORS)} errors")
    assert len(ERRORS) > 0
    for name in ERRORS:
        assert run(["explain", name, "--lang", language]) == 0
        assert explain(name, language).why in capsys.readouterr().out


@pytest.mark.parametrize("spelling", ["exceeds_available", "exceeds-available", " 148 "])
def test_spelling_does_not_matter(spelling, capsys):
    assert run(["explain", spelling]) == 0
    assert "EXCEEDS_AVAILABLE (status 148" in capsys.readouterr().out


def test_a_name_of_a_status_and_an_error_gives_both(capsys):
    assert run(["explain", "WRONG_CHAIN", "--json"]) == 0
    entries = json.loads(capsys.readouterr().out)["entries"]
    assert [entry.get("status") for entry in entries] == [3, None]
    assert [entry["exit"] for entry in entries] == [1, 4]


def test_without_a_code_all_are_listed(capsys):
    assert run(["explain", "--json"]) == 0
    entries = json.loads(capsys.readouterr().out)["entries"]
    assert len(entries) == len(STATUSES) + len(ERRORS)
    assert run(["explain"]) == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in ERRORS)


@pytest.mark.parametrize("code", ["999", "-1", "", "EXCEEDS", "148.0", "１４８", "*"])
def test_what_is_not_a_code_is_a_usage_error(code, capsys):
    assert run(["explain", "--", code]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "CODE_UNKNOWN" in captured.err


def test_a_code_that_is_nearly_right_is_suggested(capsys):
    assert run(["explain", "diskfull"]) == 2
    assert "DISK_FULL" in capsys.readouterr().err
