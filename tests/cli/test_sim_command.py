"""`praya sim`: figures when every promise is kept, a short script and a command when one is not."""

import json
import re
from collections import Counter

import pytest

from praya.cli import run
from praya.dev.commands import sim as sim_module
from praya.testing.simulator.canaries import Caught
from praya.testing.simulator.faults import FaultKind
from praya.testing.simulator.schedules import Ran, Schedule

BROKEN = "an asset does not sum to zero"


def breaking(schedule: Schedule) -> Ran:
    """A run in which the step at place 3 breaks a promise in schedule 7."""
    broken = schedule.seed == 7 and 3 in schedule.places
    faults = Counter({kind.value: 1 for kind in FaultKind})
    what, place = (BROKEN, 3) if broken else ("", -1)
    return Ran(schedule.seed, len(schedule.steps), 5, faults, "", what, place)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    shrink = sim_module.shrink
    monkeypatch.setattr(sim_module, "run_schedule", breaking)
    monkeypatch.setattr(sim_module, "shrink", lambda *what: shrink(*what, run=breaking))


def test_figures_end_a_run_that_kept_every_promise(capsys):
    assert run(["sim", "--seeds", "2", "--steps", "8", "--json"]) == 0
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (found["schedules"], found["steps"], found["violations"]) == (2, 16, 0)
    assert set(found["faults"]) == {kind.value for kind in FaultKind}
    assert found["seconds"] > 0


@pytest.mark.parametrize(
    ("language", "label"), [("en", "Promises broken"), ("zh-HK", "違反的承諾")]
)
def test_a_person_is_told_the_figures_in_words(language, label, broken, capsys):
    assert run(["sim", "--seeds", "1", "--lang", language]) == 0
    out = capsys.readouterr().out
    assert re.search(rf"{label} +0", out)
    assert len(out.splitlines()) == 7 + len(FaultKind)


def test_a_violation_is_shown_with_the_steps_it_needs_and_its_command(broken, capsys):
    assert run(["sim", "--seeds", "3", "--start", "6", "--steps", "20"]) == 4
    shown = capsys.readouterr()
    assert f"Schedule 7: {BROKEN}" in shown.out
    assert "praya sim --seeds 1 --start 7 --steps 20 --only 3\n" in shown.out
    assert "1 of 3 schedules broke a promise" in shown.err
    assert "praya sim --seeds 1 --start 7 --steps 20" in shown.err


def test_a_violation_in_json_keeps_the_figures(broken, capsys):
    assert run(["sim", "--seeds", "1", "--start", "7", "--json"]) == 4
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[0]["violation"] == BROKEN
    assert (lines[1]["violations"], lines[1]["seeds"]) == (1, [7])
    assert lines[-1]["error"]["code"] == "SIMULATION_VIOLATED"


def test_every_schedule_that_broke_a_promise_is_named_in_json(monkeypatch, capsys):
    def break_most(schedule: Schedule) -> Ran:
        what = BROKEN if schedule.seed != 8 else ""
        return Ran(schedule.seed, 1, 1, Counter(), "", what, 0 if what else -1)

    monkeypatch.setattr(sim_module, "run_schedule", break_most)
    monkeypatch.setattr(sim_module, "shrink", lambda schedule, ran: (schedule, ran))
    assert run(["sim", "--seeds", "6", "--start", "6", "--steps", "1", "--json"]) == 4
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    figures = next(line for line in lines if "schedules" in line)
    assert figures["seeds"] == [6, 7, 9, 10, 11]
    assert sum("violation" in line for line in lines) == sim_module.SHRUNK_MAX


def test_a_long_run_in_which_a_fault_never_struck_fails(monkeypatch, capsys):
    quiet = Ran(0, 1, 1, Counter(), "", "")
    monkeypatch.setattr(sim_module, "run_schedule", lambda schedule: quiet)
    assert run(["sim", "--seeds", "200", "--steps", "1"]) == 4
    assert "never struck: killed, crash, torn_512" in capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong",
    [
        ["--seeds", "0"],
        ["--start", "-1"],
        ["--steps", "x"],
        ["--only", "40"],
        ["--only", "two"],
        ["--canaries", "--only", "no_such_bug"],
    ],
)
def test_a_value_that_means_nothing_is_refused(wrong, capsys):
    assert run(["sim", *wrong]) == 2
    assert capsys.readouterr().out == ""


def test_planted_bugs_are_listed_with_how_many_schedules_they_took(monkeypatch, capsys):
    found = [Caught("signature_unchecked", True, 2, "how"), Caught("seal_ignored", True, 7, "how")]
    monkeypatch.setattr(sim_module, "release_all", lambda planted, told: iter(found))
    assert run(["sim", "--canaries", "--only", "signature_unchecked,seal_ignored", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["each"] == {"signature_unchecked": 2, "seal_ignored": 7}
    assert (told["canaries"], told["caught"], told["missed"]) == (2, 2, [])


def test_a_planted_bug_that_nobody_noticed_is_a_failure(monkeypatch, capsys):
    missed = [Caught("seal_ignored", False, 400, "")]
    monkeypatch.setattr(sim_module, "release_all", lambda planted, told: iter(missed))
    assert run(["sim", "--canaries"]) == 4
    assert "not noticed: seal_ignored" in capsys.readouterr().err
