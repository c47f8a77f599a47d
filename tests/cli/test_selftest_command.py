"""`praya selftest`: one table, every violation with its command, and nothing stops the rest."""

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from praya.cli import run
from praya.dev.commands import selftest as command_module
from praya.testing.selftest import running, trying
from praya.testing.selftest.jobs import Job, jobs_of
from praya.testing.selftest.running import PartFound, Runner, added, run_jobs
from praya.testing.selftest.tiers import PARTS, TIERS, WHOLE
from praya.testing.simulator.canaries import Caught
from praya.testing.simulator.faults import FaultKind

TINY = replace(TIERS["commit"], schedules=1, fuzz_seconds=0.01, scope_states=30, scope_sample=1)
FIGURES = {
    "self_check": {"golden_batches": 1},
    "schedules": {"schedules": 2, "steps": 80, "envelopes": 9, "faults": {"crash": 3}},
}


def silent(*what: Any) -> None:
    """Progress that nobody looks at."""


def answered(job: Job, broken: str = "") -> dict[str, Any]:
    """What a job found, made up: one part breaks a promise, one has nothing to try."""
    violations = [("a promise is broken", "praya sim --seeds 1 --start 7")] * (broken == job.part)
    if job.part == "determinism" and broken == "determinism":
        violations = [("another root", "")]
    absent = "compiler" if job.part == "system_calls" else ""
    return trying.found_of(FIGURES.get(job.part, {"points": 0}), violations, absent)


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Nothing is run; the parts in the list break a promise."""
    broken: list[str] = []
    monkeypatch.setattr(
        Runner, "run", lambda self, job: (answered(job, broken[0] if broken else ""), 1.0)
    )
    return broken


# Through the command


def test_a_part_runs_in_processes_of_its_own(capsys):
    assert run(["selftest", "--only", "self_check", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [part["part"] for part in found["parts"]] == ["self_check"]
    assert found["parts"][0]["figures"] == {"golden_batches": 1}
    assert found["parts"][0]["processor_seconds"] > 0
    assert (found["tier"], found["violations"]) == ("commit", 0)


@pytest.mark.parametrize(
    ("language", "said", "ended"),
    [
        ("en", "2 schedules, 80 steps", "0 promises broken"),
        ("zh-HK", "排程 2 個，", "違反承諾 0 項"),
    ],
)
def test_all_parts_stand_in_one_table(language, said, ended, made_up, monkeypatch, capsys):
    one = replace(TIERS["commit"], schedules_in_a_process=200)
    monkeypatch.setitem(command_module.TIERS, "commit", one)
    monkeypatch.setattr(running, "LONG_RUN", 200)
    assert run(["selftest", "--lang", language]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1 + len(PARTS) + 1
    assert said in lines[1 + PARTS.index("schedules")]
    assert "compiler" in lines[1 + PARTS.index("system_calls")] or language != "en"
    assert lines[-1].startswith(ended)


def test_what_is_broken_is_listed_with_its_command_and_the_rest_goes_on(made_up, capsys):
    made_up.append("schedules")
    assert run(["selftest", "--start", "5"]) == 4
    shown = capsys.readouterr()
    assert "schedules: a promise is broken\n  praya sim --seeds 1 --start 7\n" in shown.out
    assert "determinism" in shown.out
    assert "4 broken promises, in: schedules." in shown.err
    assert "Repeat the first with: praya sim --seeds 1 --start 7" in shown.err


def test_a_part_without_a_command_of_its_own_is_repeated_as_a_part(made_up, capsys):
    made_up.append("determinism")
    assert run(["selftest", "--tier", "night", "--start", "5", "--json"]) == 4
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    command = "praya selftest --tier night --start 5 --only determinism"
    assert lines[0]["parts"][-1]["violations"] == [{"what": "another root", "command": command}]
    assert lines[1]["error"]["code"] == "SELFTEST_VIOLATED"


@pytest.mark.parametrize(
    "wrong",
    [
        ["--tier", "week"],
        ["--tier"],
        ["--only", "self_check,nothing"],
        ["--only", "crash-images"],
        ["--only", ""],
        ["--start", "-1"],
        ["--processes", "0"],
        ["--processes", "two"],
        ["release"],
    ],
)
def test_a_value_that_means_nothing_is_refused(wrong, made_up, capsys):
    assert run(["selftest", *wrong]) == 2
    assert capsys.readouterr().out == ""


def test_the_plan_shows_every_share_and_runs_nothing(monkeypatch, capsys):
    monkeypatch.setattr(Runner, "run", lambda self, job: 1 // 0)
    assert run(["selftest", "--plan"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1 + len(PARTS) + 1
    assert "100,000" in lines[1 + PARTS.index("schedules")]
    assert run(["selftest", "--plan", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["night"]["schedules"] == 5_000
    assert found["release"]["canaries"] >= 30


# Jobs and their processes


def test_every_part_has_jobs_in_every_tier():
    for tier in TIERS.values():
        jobs = jobs_of(tier, 1_000)
        assert {job.part for job in jobs} == set(PARTS)
        ranges = [job.arguments for job in jobs if job.part == "schedules"]
        seeds = [seed for each in ranges for seed in range(each["first"], each["last"])]
        assert seeds == list(range(1_000, 1_000 + tier.schedules))
        assert json.loads(json.dumps(jobs)) == [[job.part, job.arguments] for job in jobs]
        assert tier.whole <= WHOLE


def test_a_tier_tries_more_than_the_one_before_it():
    commit, night, release = TIERS.values()
    for less, more in ((commit, night), (night, release)):
        assert less.minutes < more.minutes
        assert less.schedules < more.schedules
        assert less.whole < more.whole
    assert release.whole == WHOLE


@pytest.mark.parametrize(
    ("child", "why"),
    [(running.CHILD, "KeyError"), ("this", "0"), ("no_such_module", "No module named")],
)
def test_a_process_that_ends_without_an_answer_is_a_violation(child, why, monkeypatch):
    monkeypatch.setattr(running, "CHILD", child)
    found, seconds = Runner(TINY, silent).run(Job("no_such_part", {}))
    assert len(found["violations"]) == 1
    assert why in found["violations"][0]["what"]
    assert seconds > 0


def test_a_process_that_does_not_end_is_ended(monkeypatch):
    runner = Runner(TINY, silent)
    monkeypatch.setattr(runner, "_seconds_max", 0.2)
    found, seconds = runner.run(Job("schedules", {"first": 0, "last": 10_000}))
    assert "it did not end" in found["violations"][0]["what"]
    assert seconds < 60


def test_nothing_more_is_started_after_a_stop():
    runner = Runner(TINY, silent)
    runner.stop()
    began = time.monotonic()
    found, _ = runner.run(Job("schedules", {"first": 0, "last": 10_000}))
    assert time.monotonic() - began < 5
    assert found["violations"]


def test_a_long_run_in_which_a_fault_never_struck_is_a_violation(monkeypatch):
    every = {kind.value: 1 for kind in FaultKind}
    for faults, missing in ((every, 0), ({**every, "full": 0}, 1)):
        figures = {"schedules": 200, "faults": faults}
        monkeypatch.setattr(
            Runner, "run", lambda self, job, told=figures: (trying.found_of(told), 1.0)
        )
        [part] = run_jobs([Job("schedules", {})], Runner(TINY, silent), 1)
        assert len(part.violations) == missing


def test_figures_are_added_up_with_those_within():
    one = {"schedules": 1, "faults": {"crash": 2}}
    assert added(one, {"schedules": 2, "faults": {"crash": 3, "full": 1}}) == {
        "schedules": 3,
        "faults": {"crash": 5, "full": 1},
    }
    part = PartFound("schedules")
    part.add(trying.found_of(one), 2.0)
    part.add(trying.found_of(one, [("x", "")], "fixtures"), 3.0)
    assert (part.figures["schedules"], part.seconds, part.absent) == (2, 5.0, "fixtures")
    assert len(part.violations) == 1


# What one job does


@pytest.mark.parametrize("part", ["self_check", "schedules", "fuzz", "scopes"])
def test_a_tiny_share_of_a_part_breaks_nothing(part):
    job = jobs_of(TINY, 0, (part,))[-1]
    if part == "fuzz":
        job = Job(part, {**job.arguments, "decoders": job.arguments["decoders"][:2]})
    found = trying.try_job(job, silent)
    assert found["violations"] == []
    assert all(found["figures"].values())


def test_fixtures_are_replayed_where_the_repository_is(monkeypatch):
    job = Job("fixtures", {"file": "blocks-v1.jsonl.xz"})
    every = list(trying.read_fixtures(trying.GOLDEN / "fixtures" / "rows-v1.jsonl.xz"))[:3]
    monkeypatch.setattr(trying, "read_fixtures", lambda path: iter(every))
    assert trying.try_job(job, silent)["figures"] == {"fixtures": 3}
    monkeypatch.setattr(trying, "replay_fixture", lambda fixture: "another root")
    assert len(trying.try_job(job, silent)["violations"]) == 3
    monkeypatch.setattr(trying, "read_fixtures", lambda path: iter([]))
    assert len(trying.try_job(job, silent)["violations"]) == 1


def test_where_fixtures_are_not_there_it_is_said(monkeypatch, tmp_path: Path):
    monkeypatch.setattr(trying, "GOLDEN", tmp_path)
    found = trying.try_job(Job("fixtures", {"file": "rows-v1.jsonl.xz"}), silent)
    assert (found["absent"], found["violations"]) == ("fixtures", [])


def test_where_no_call_can_be_made_to_fail_it_is_said(monkeypatch):
    impossible = {"is_possible": False, "points": 0, "violations": []}
    monkeypatch.setattr(trying, "run_system_calls", lambda progress, full: impossible)
    found = trying.try_job(Job("system_calls", {"full": False}), silent)
    assert found["absent"] == "compiler"


@pytest.mark.parametrize("caught", [True, False])
def test_a_planted_bug_that_nobody_noticed_is_a_violation(caught, monkeypatch):
    monkeypatch.setattr(
        trying, "release", lambda canary: Caught(canary.name, caught, 9, "how" * caught)
    )
    found = trying.try_job(Job("canaries", {"name": "seal_ignored"}), silent)
    assert found["figures"]["planted"] == 1
    assert found["figures"]["caught"] == int(caught)
    commands = [one["command"] for one in found["violations"]]
    assert commands == ([] if caught else ["praya sim --canaries --only seal_ignored"])


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("crash_images", "run_crash_images"),
        ("small_store", "run_small_store"),
        ("system_calls", "run_system_calls"),
        ("determinism", "run_determinism"),
    ],
)
def test_what_breaks_in_an_image_is_passed_on(part, name, monkeypatch):
    numbers = (
        *("images", "recoveries", "impossible", "flips", "flips_export", "changes"),
        *("points", "chains", "blocks", "replays", "is_possible"),
    )
    found = {**dict.fromkeys(numbers, 1), "violations": ["call 3: gone"]}
    monkeypatch.setattr(trying, name, lambda *what: found)
    told = trying.try_job(Job(part, {"full": False}), silent)
    assert told["violations"] == [{"what": "call 3: gone", "command": ""}]
    assert told["figures"]
