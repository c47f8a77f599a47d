"""`praya sim --workflow`: a user's file is run, held to its promises, or told what is wrong."""

import json
import shlex
from pathlib import Path

import pytest

from praya.cli import run
from praya.dev.commands import sim as sim_module

DESK = Path(__file__).resolve().parents[2] / "docs" / "examples" / "subscription_desk.py"
PAYING = """
from praya.intents.settlement.transfer import Transfer
from praya.testing import Request, Workflow

def pay(scene):
    amount = scene.text(scene.amount(500), "HKD")
    return Request(("BANKB",), Transfer("HKD", amount, "BANKB.HOUSE", "BANKB.C1", "pay"))

def no_money(standing):
    return "it came" if standing.posted("BANKB.C1", "HKD") else None
"""
SHORT = ["--seeds", "1", "--start", "1", "--steps", "12"]


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Writes a workflow file in the folder a user is in; its name."""
    monkeypatch.chdir(tmp_path)

    def write(text, name="desk.py"):
        (tmp_path / name).write_text(PAYING + text, encoding="utf-8")
        return name

    return write


def refused(capsys, arguments, code):
    """What a run in JSON ends with."""
    assert run(["sim", "--json", *SHORT, *arguments]) == code
    return json.loads(capsys.readouterr().out.splitlines()[-1])["error"]


def test_a_violation_prints_the_command_that_repeats_it(written, capsys):
    name = written("workflow = Workflow(((pay, 1),), (no_money,))")
    assert run(["sim", *SHORT, "--workflow", name]) == 4
    shown = capsys.readouterr()
    assert "Schedule 1: no_money: it came" in shown.out
    assert "Code: WORKFLOW_VIOLATED, exit code 4" in shown.err
    begins = "  Repeat it with: "
    line = next(each for each in shown.out.splitlines() if each.startswith(begins))
    command = line.removeprefix(begins)
    assert command.startswith("praya sim --workflow desk.py --seeds 1 --start 1 --steps 12 ")
    assert shown.err.splitlines()[-2].endswith(command)
    assert run(shlex.split(command)[1:]) == 4
    assert "Schedule 1: no_money: it came" in capsys.readouterr().out


def test_a_name_with_a_space_is_quoted_in_the_command(written, capsys):
    name = written("late = Workflow(((pay, 1),), (no_money,))", "my desk.py")
    error = refused(capsys, ["--workflow", f"{name}:late"], 4)
    assert "praya sim --workflow 'my desk.py:late' --seeds 1 --start 1" in error["cure"]


def test_kept_promises_end_with_the_figures_of_each_recipe(written, capsys):
    name = written("kept = Workflow(((pay, 1),))")
    assert run(["sim", *SHORT, "--workflow", f"{name}:kept", "--json"]) == 0
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (found["schedules"], found["violations"]) == (1, 0)
    assert found["asked"]["pay"] >= found["applied"]["pay"] > 0


@pytest.mark.parametrize(
    ("language", "headings"),
    [("en", ["recipe", "asked", "applied"]), ("zh-HK", ["配方", "已提出", "已執行"])],
)
def test_a_person_reads_the_figures_of_the_shipped_example(language, headings, capsys):
    assert run(["sim", *SHORT, "--workflow", str(DESK), "--lang", language]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    place = lines.index(headings)
    assert [line[0] for line in lines[place + 1 :]] == ["subscribe", "restock"]


def test_files_beside_it_can_be_imported(written, capsys, tmp_path):
    (tmp_path / "prices_of_this_test.py").write_text("PRICE = 1\n", encoding="utf-8")
    name = written("from prices_of_this_test import PRICE\nworkflow = Workflow(((pay, PRICE),))")
    assert run(["sim", *SHORT, "--workflow", name]) == 0


def test_a_file_that_is_not_there_is_unreadable(capsys):
    assert refused(capsys, ["--workflow", "/nowhere/desk.py"], 3)["code"] == "FILE_UNREADABLE"


@pytest.mark.parametrize("text", ["", "workflow = 7", "workflow = Workflow"])
def test_a_file_without_a_workflow_says_which_there_are(text, written, capsys):
    error = refused(capsys, ["--workflow", written(text + "\nother = Workflow(((pay, 1),))")], 3)
    assert error["code"] == "WORKFLOW_MISSING"
    assert error["values"]["there"] == "other"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("workflow = (", "SyntaxError, desk.py:"),
        ("workflow = nothing", "NameError, desk.py:11: name 'nothing' is not defined"),
        ("import no_such_part", "ModuleNotFoundError, desk.py:11"),
    ],
)
def test_a_file_that_does_not_run_is_told_with_its_line(text, words, written, capsys):
    error = refused(capsys, ["--workflow", written(text)], 3)
    assert error["code"] == "WORKFLOW_NOT_LOADED"
    assert error["values"]["problem"].startswith(words)


def test_a_file_that_is_no_python_is_not_run(written, capsys):
    assert refused(capsys, ["--workflow", written("", "desk.txt")], 3)["code"] == (
        "WORKFLOW_NOT_LOADED"
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("workflow = Workflow(())", "WORKFLOW_REFUSED"),
        ("def bad(scene): return 1 // 0\nworkflow = Workflow(((bad, 1),))", "WORKFLOW_FAILED"),
        ("def bad(scene): pass\nworkflow = Workflow(((bad, 1),))", "WORKFLOW_ANSWER_REFUSED"),
        (
            "import random\ndef bad(scene):\n    random.random()\n    return Request(('BANKB',), "
            "Transfer('HKD', f'{random.random():.2f}', 'BANKB.HOUSE', 'BANKB.C1', ''))\n"
            "workflow = Workflow(((bad, 1),))",
            "WORKFLOW_NOT_REPEATED",
        ),
    ],
)
def test_what_is_wrong_in_a_workflow_has_a_cause_and_a_cure(text, code, written, capsys):
    error = refused(capsys, ["--workflow", written(text)], 3)
    assert error["code"] == code
    assert error["why"]
    assert error["cure"]


def test_a_setup_that_is_refused_ends_with_its_status(written, capsys):
    text = "workflow = Workflow(((pay, 1),), (), (Request(('SFC',), pay_in),))"
    stated = "pay_in = Transfer('HKD', '1.00', 'BANKB.HOUSE', 'BANKB.C1', '')\n" + text
    error = refused(capsys, ["--workflow", written(stated)], 1)
    assert error["code"] == "WORKFLOW_SETUP_REFUSED"
    assert error["cure"].endswith("praya explain VERB_NOT_PERMITTED")


def test_a_place_that_no_step_has_is_refused(written, capsys):
    name = written("workflow = Workflow(((pay, 1),))")
    assert refused(capsys, ["--workflow", name, "--only", "12"], 2)["code"] == "VALUE_REFUSED"


@pytest.mark.parametrize("only", ["", " ", "1,,2", ","])
def test_a_place_left_empty_does_not_mean_all(only, written, capsys):
    name = written("workflow = Workflow(((pay, 1),))")
    assert refused(capsys, ["--workflow", name, "--only", only], 2)["code"] == "VALUE_REFUSED"


def test_planted_bugs_take_no_workflow(written, capsys):
    name = written("workflow = Workflow(((pay, 1),))")
    found = refused(capsys, ["--canaries", "--workflow", name], 2)
    assert found["code"] == "WORKFLOW_NOT_PLANTED"


def test_a_promise_with_a_misspelt_account_is_no_kept_one(written, capsys):
    name = written(
        "def floor(standing):\n"
        "    return None if standing.posted('BANKB.C9', 'HKD') >= 0 else 'less'\n"
        "workflow = Workflow(((pay, 1),), (floor,))"
    )
    found = refused(capsys, ["--workflow", name], 3)
    assert found["code"] == "WORKFLOW_FAILED"
    assert "BANKB.C9" in str(found)
    assert "BANKB.C1" in str(found)


def test_a_promise_that_is_broken_before_the_first_step_is_told_so(written, capsys):
    name = written(
        "def rich(standing):\n"
        "    return None if standing.posted('BANKB.C1', 'HKD') > 10**9 else 'poor'\n"
        "workflow = Workflow(((pay, 1),), (rich,))"
    )
    assert run(["sim", *SHORT, "--workflow", name]) == 4
    told = capsys.readouterr().out
    assert "before the first step" in told
    assert "--only" not in told


def test_a_recipe_that_was_never_applied_is_told_and_in_a_long_run_an_error(
    written, capsys, monkeypatch
):
    name = written(
        "def lose(scene):\n"
        "    return Request(('BANKB',), Transfer('HKD', '1.00', 'BANKB.HOUSE', 'NOWHERE', 'x'))\n"
        "workflow = Workflow(((pay, 5), (lose, 5)))"
    )
    assert run(["sim", *SHORT, "--workflow", name]) == 0
    assert "Never applied, so not tried: lose" in capsys.readouterr().out
    monkeypatch.setattr(sim_module, "LONG_RUN", 1)
    assert refused(capsys, ["--workflow", name], 3)["code"] == "WORKFLOW_UNTRIED"
