"""`praya sim`: figures when every promise is kept, a short script and a command when one is not."""

import json
import re
from collections import Counter

import numpy as np
import pytest

from praya.base.catalogue import LANGUAGES, TALK, say
from praya.base.status import Status
from praya.cli import run
from praya.dev.commands import sim as sim_module
from praya.dev.commands import sim_canaries
from praya.envelopes.header import Header
from praya.intents.schema import body_of
from praya.intents.settlement.release_hold import ReleaseHold
from praya.intents.settlement.transfer import Transfer
from praya.node.execution import Answer
from praya.testing.oracle.ledger import NaiveLedger
from praya.testing.oracle.sent import Sent
from praya.testing.simulator.campaigns import repeated_by
from praya.testing.simulator.canaries import Caught, canaries
from praya.testing.simulator.faults import FaultKind
from praya.testing.simulator.schedules import Ran, Schedule, draw_schedule, run_schedule
from praya.testing.simulator.transcripts import Transcript

TRANSFER = Transfer("HKD", "4.50", "BANKA.HOUSE", "BANKA.C2", "rent")
STEP = str(draw_schedule(7).steps[3])
COMMAND = "praya sim --seeds 1 --start 7 --steps 20 --only 3"

BROKEN = "an asset does not sum to zero"


def told(transcript: Transcript) -> None:
    """One transfer, and one hold release that was never answered."""
    sents = []
    for intent in (TRANSFER, ReleaseHold(0, "HKD", (), "", b"the secret")):
        header = Header(bytes(32), ("BANKA",), bytes(16), 1, intent.VERB, body=body_of(intent))
        sents.append(Sent(b"", header, b"", (), intent))
    transcript.ask(sents, NaiveLedger.__new__(NaiveLedger))
    none = np.zeros(0, np.uint16)
    transcript.answer([Answer(Status.EXCEEDS_AVAILABLE, 4, 0, 0, none, none.astype("i4"))])


def breaking(schedule: Schedule, transcript: Transcript | None = None) -> Ran:
    """A run in which the step at place 3 breaks a promise in schedule 7."""
    if transcript is not None:
        for place in schedule.places:
            transcript.begin(place)
            told(transcript)
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
    assert len(out.splitlines()) == 8 + len(FaultKind)


@pytest.mark.parametrize("language", LANGUAGES)
def test_faults_are_named_by_the_codes_of_the_safety_page_and_of_json(language, broken, capsys):
    assert run(["sim", "--seeds", "1", "--lang", language]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()[-len(FaultKind) :]]
    for kind, line in zip(FaultKind, lines, strict=True):
        assert line[:2] == [kind.value, "1"]
        assert line[2] in say(f"sim.fault_{kind.value}", language)


def test_a_violation_is_shown_with_the_steps_it_needs_and_its_command(broken, capsys):
    assert run(["sim", "--seeds", "3", "--start", "6", "--steps", "20"]) == 4
    shown = capsys.readouterr()
    assert shown.out.startswith(f"Schedule 7: {BROKEN}\n")
    assert f"Repeat it with: {COMMAND}\n" in shown.out
    assert f"1 of 3 schedules broke a promise; schedule 7: {BROKEN}\n" in shown.err
    assert shown.err.splitlines()[-2] == f"  What to do: Repeat it with: {COMMAND}"
    assert shown.out.count("praya sim") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_step_shows_what_it_asked_and_how_that_was_answered(language, broken, capsys):
    assert run(["sim", "--seeds", "1", "--start", "7", "--lang", language]) == 4
    out = capsys.readouterr().out
    step = draw_schedule(7).steps[3]
    key = f"sim.fault_{step.fault.value}" if step.fault else f"sim.step_{step.kind}"
    assert say(key, language) in out
    assert "settlement.transfer" in out
    assert "asset HKD, amount 4.50, source BANKA.HOUSE, target BANKA.C2, reference rent" in out
    assert "EXCEEDS_AVAILABLE" in out
    assert say("sim.unanswered", language) in out


def test_a_script_in_json_has_every_request_and_no_secret(broken, capsys):
    assert run(["sim", "--seeds", "1", "--start", "7", "--json"]) == 4
    out = capsys.readouterr().out
    script = json.loads(out.splitlines()[0])["script"]
    assert [(step["place"], step["step"]) for step in script] == [(3, STEP)]
    paid, released = script[0]["requests"]
    assert paid["verb"] == "settlement.transfer"
    assert (paid["acting"], paid["status"]) == (["BANKA"], "EXCEEDS_AVAILABLE")
    assert paid["fields"]["amount"] == "4.50"
    assert (released["status"], released["fields"]["preimage"]) == (None, "<10 bytes>")
    assert "the secret" not in out


def test_a_violation_in_json_keeps_the_figures(broken, capsys):
    assert run(["sim", "--seeds", "1", "--start", "7", "--json"]) == 4
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (lines[0]["violation"], lines[0]["steps"]) == (BROKEN, [STEP])
    command = lines[0]["command"]
    assert command == "praya sim --seeds 1 --start 7 --only 3"
    assert lines[-1]["error"]["values"]["command"] == command
    assert lines[-1]["error"]["cure"].endswith(command)
    assert (lines[1]["violations"], lines[1]["seeds"]) == (1, [7])
    assert lines[-1]["error"]["code"] == "SIMULATION_VIOLATED"


def test_every_schedule_that_broke_a_promise_is_named_in_json(monkeypatch, capsys):
    def break_most(schedule: Schedule, transcript: Transcript | None = None) -> Ran:
        what = BROKEN if schedule.seed != 8 else ""
        return Ran(schedule.seed, 1, 1, Counter(), "", what, 0 if what else -1)

    monkeypatch.setattr(sim_module, "run_schedule", break_most)
    monkeypatch.setattr(sim_module, "shrink", lambda schedule, ran: (schedule, ran))
    assert run(["sim", "--seeds", "6", "--start", "6", "--steps", "1", "--json"]) == 4
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    figures = next(line for line in lines if "schedules" in line)
    assert figures["seeds"] == [6, 7, 9, 10, 11]
    assert [line["seed"] for line in lines if "violation" in line] == figures["seeds"]
    assert all(line["command"] for line in lines if "violation" in line)
    assert sum("script" in line for line in lines) == sim_module.SHRUNK_MAX


def test_the_one_command_repeats_the_steps_that_were_drawn(capsys):
    kept = run_schedule(draw_schedule(7, 60).only((2, 5)))
    assert run(["sim", *repeated_by(7, steps=60, only=(2, 5)).split()[2:], "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["envelopes"] == kept.answers
    assert repeated_by(3) == "praya sim --seeds 1 --start 3"


def test_a_long_run_in_which_a_fault_never_struck_fails(monkeypatch, capsys):
    quiet = Ran(0, 1, 1, Counter(), "", "")
    monkeypatch.setattr(sim_module, "run_schedule", lambda schedule: quiet)
    assert run(["sim", "--seeds", "200", "--steps", "1"]) == 4
    assert "never struck: killed, crash, torn_512" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("wrong", "accepted"),
    [
        (["--seeds", "0"], "from 1 to 1,000,000"),
        (["--seeds", "1000001"], "from 1 to 1,000,000"),
        (["--start", "-1"], "from 0 to 4,611,686,018,427,387,904"),
        (["--steps", "x"], "from 1 to 100,000"),
        (["--steps", "0"], "from 1 to 100,000"),
        (["--only", "40"], "from 0 to 39"),
        (["--only", "-1"], "from 0 to 39"),
        (["--only", "two"], "from 0 to 39"),
        (["--steps", "3", "--only", "0,3"], "from 0 to 2"),
        (["--canaries", "--only", "no_such_bug"], "praya sim --canaries --list"),
        (["--list", "--only", "seal"], "seal_ignored"),
        (["--list", "--workflow", "desk.py"], "Leave out --workflow"),
        (["--canaries", "--workflow", "desk.py"], "Leave out --workflow"),
    ],
)
def test_a_value_that_means_nothing_is_refused_with_what_is_accepted(wrong, accepted, capsys):
    assert run(["sim", *wrong]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert accepted in shown.err


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_planted_bug_is_listed_with_a_sentence(language, capsys):
    assert run(["sim", "--canaries", "--list", "--lang", language]) == 0
    lines = capsys.readouterr().out.splitlines()
    listed = {line.split()[0]: line.split(maxsplit=1)[1] for line in lines[1:-1]}
    print(f"{len(listed)} planted bugs")
    assert set(listed) == {canary.name for canary in canaries()}
    without = [name for name, said in listed.items() if said == name.replace("_", " ")]
    assert not without, (
        f"{without}: a sentence in base/catalogue/planted_storage_talk.py says what breaks"
    )
    assert len(set(listed.values())) == len(listed)


def test_no_sentence_is_left_of_a_bug_that_is_planted_no_more():
    told = {key.removeprefix("canary.") for key in TALK if key.startswith("canary.")}
    assert told <= {canary.name for canary in canaries()}


def test_a_listing_in_json_names_modules_and_the_command(capsys):
    assert run(["sim", "--list", "--only", "salt_reused", "--json"]) == 0
    (canary,) = json.loads(capsys.readouterr().out)["canaries"]
    assert canary["modules"] == ["praya.kernel.builder"]
    assert canary["command"] == "praya sim --canaries --only salt_reused"


def test_planted_bugs_are_listed_with_how_many_schedules_they_took(monkeypatch, capsys):
    found = [Caught("signature_unchecked", True, 2, "how"), Caught("seal_ignored", True, 7, "how")]
    monkeypatch.setattr(sim_canaries, "release_all", lambda planted, told: iter(found))
    assert run(["sim", "--canaries", "--only", "signature_unchecked,seal_ignored", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["each"] == {"signature_unchecked": 2, "seal_ignored": 7}
    assert (told["canaries"], told["caught"], told["missed"]) == (2, 2, [])


def test_a_planted_bug_that_nobody_noticed_is_a_failure(monkeypatch, capsys):
    missed = [Caught("seal_ignored", False, 400, "")]
    monkeypatch.setattr(sim_canaries, "release_all", lambda planted, told: iter(missed))
    assert run(["sim", "--canaries"]) == 4
    assert "not noticed: seal_ignored" in capsys.readouterr().err
