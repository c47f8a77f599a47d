"""The catalogue's lookups: filling in values, languages, and codes that do not exist."""

import pytest

from praya.base.catalogue import LANGUAGES, ExitClass, exit_class, explain, say
from praya.base.errors import Bug
from praya.base.status import Status


def test_values_fill_their_names():
    entry = explain("LEDGER_LOCKED", "en", dir="books", pid=7)
    assert entry.what == "The ledger in books is in use by process 7."


def test_braces_inside_a_value_stay_as_they_are():
    assert "{pid} {0}" in explain("LEDGER_LOCKED", "en", dir="{pid} {0}", pid=7).what


def test_a_value_that_is_not_given_shows_its_name():
    assert explain("LEDGER_LOCKED", "en").what == (
        "The ledger in <dir> is in use by process <pid>."
    )


def test_a_value_that_no_sentence_uses_is_left_out():
    assert "spare" not in "".join(explain("DISK_FULL", "en", file="f", other="spare"))


@pytest.mark.parametrize(
    ("problems", "language", "shown"),
    [
        (["one", "two"], "en", "problems: one; two."),
        (("one", "two"), "zh-HK", "：one；two。"),
        ([], "en", "problems: none."),
        ([], "zh-HK", "：無。"),
    ],
)
def test_a_list_is_shown_as_a_sentence(problems, language, shown):
    assert explain("TERMS_REFUSED", language, problems=problems).what.endswith(shown)


def test_bytes_are_shown_in_hex():
    assert "0aff" in explain("WRONG_CHAIN", "en", expected=b"\x0a\xff", found="x").what


@pytest.mark.parametrize("code", ["", "NO_SUCH", "disk_full", "EXCEEDS_AVAILABLE"])
def test_an_error_without_an_entry_is_a_bug(code):
    with pytest.raises(Bug):
        explain(code, "en")
    with pytest.raises(Bug):
        exit_class(code)


def test_talk_without_an_entry_is_a_bug():
    with pytest.raises(Bug):
        say("no.such.words", "en")


def test_a_refusal_ends_with_one_and_applied_with_zero():
    assert exit_class(Status.APPLIED) == ExitClass.DONE
    assert {exit_class(status) for status in Status if status} == {ExitClass.REFUSED}


def test_a_language_that_is_not_there_is_read_as_english():
    assert explain(Status.APPLIED, "fr") == explain(Status.APPLIED, "en")
    assert len({explain(Status.APPLIED, language) for language in LANGUAGES}) == len(LANGUAGES)
