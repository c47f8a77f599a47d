"""How answers and a command to type again are shown."""

import pytest

from praya.base.status import Status
from praya.dev.commands.shown_queries import program
from praya.dev.commands.submit import answer_data, show_answers
from praya.dev.commands.terminal import Terminal
from praya.node.execution import NOT_RECORDED, Answer

REFUSED = Answer(Status.QUOTA_EXCEEDED, 4, NOT_RECORDED)


@pytest.mark.parametrize(
    ("language", "heading", "words"),
    [("en", "Block.Index", "– not recorded"), ("zh-HK", "區塊.序號", "– 未入帳")],
)
def test_an_answer_in_no_block_is_shown_without_a_place(capsys, language, heading, words):
    show_answers(Terminal(language), ["pay.env"], [REFUSED])
    first, second, *_ = capsys.readouterr().out.splitlines()
    assert heading in first
    assert words in second
    assert "4." not in second
    assert "-1" not in second


def test_an_answer_in_no_block_has_no_place_in_json():
    data = answer_data(REFUSED, "en")
    assert (data["code"], data["height"], data["index"]) == ("QUOTA_EXCEEDED", None, None)


def test_an_answer_in_a_block_has_its_place(capsys):
    answer = Answer(Status.APPLIED, 4, 0, 1)
    data = answer_data(answer, "en")
    assert (data["height"], data["index"]) == (4, 0)
    show_answers(Terminal("en"), ["pay.env"], [answer])
    assert "4.0" in capsys.readouterr().out.splitlines()[1]


@pytest.mark.parametrize(
    ("called", "typed"),
    [
        (".venv/bin/praya", ".venv/bin/praya"),
        ("/opt/praya/bin/praya", "/opt/praya/bin/praya"),
        ("praya", "praya"),
        ("/opt/lib/praya/__main__.py", "praya"),
        ("-m", "praya"),
        ("/opt/bin/notpraya", "praya"),
        ("", "praya"),
    ],
)
def test_a_program_is_named_as_it_was_called(called, typed):
    assert program(called) == typed
