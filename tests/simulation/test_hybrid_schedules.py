"""Schedules on a ledger that asks for Ed25519 and ML-DSA-65 together, and what it refuses."""

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from functools import cache
from random import Random

import pytest

from praya.base.signing import Algorithm, Suite
from praya.base.status import Status
from praya.envelopes.signatures import signature_valid
from praya.intents.governance.admit_participant import AdmitParticipant
from praya.intents.governance.amend_participant import AmendParticipant
from praya.intents.settlement.transfer import Transfer
from praya.testing.oracle.sent import Sent
from praya.testing.simulator.campaigns import Campaign
from praya.testing.simulator.cast import document, first_terms, genesis
from praya.testing.simulator.founding import copied
from praya.testing.simulator.harness import Harness
from praya.testing.simulator.letters import Request, Writer
from praya.testing.simulator.recipes import value_requests
from praya.testing.simulator.scene import NothingToAskError, Scene
from praya.testing.simulator.schedules import Ran, draw_schedule, run_schedule
from praya.testing.simulator.settings import Setting
from praya.testing.simulator.signing_keys import public_key, signature
from praya.testing.simulator.spoiled_signatures import WAYS, Spoil

HYBRID = Setting(suite=Suite.HYBRID)
DRAWN_HYBRID = (3, 7)  # the first of all
# Seeds that other tests name: what they found shows on the ledger they were found on.
FOUND_WITH_ONE_SIGNATURE = (1067, 1100, 1145, 1292, 3754, 4690, 4697)
HEADER = b"a header, as far as signing knows"
CHILD = """
import sys
from praya.app import prepare_runtime
prepare_runtime()
from praya.testing.simulator.schedules import draw_schedule, run_schedule
print(" ".join(run_schedule(draw_schedule(int(seed))).trace for seed in sys.argv[1:]))
"""


@cache
def ran(seed: int) -> Ran:
    return run_schedule(draw_schedule(seed))


def opened() -> tuple[Harness, Scene, Writer]:
    harness, random = copied(HYBRID), Random(3)
    harness.open(random)
    scene = Scene(harness.ledger, random, harness.clock.look())
    return harness, scene, Writer(harness.ledger, random, scene.now_ms, is_recording=True)


def two_key_sets(harness: Harness, scene: Scene, writer: Writer) -> tuple[Sent, list[Sent]]:
    """A payment that two key sets of one institution sign, and another by the same keys."""
    terms = replace(first_terms("BANKA"), keys=((1, True), (2, True)), threshold=2)
    change = AmendParticipant(document("BANKA", terms, Suite.HYBRID))
    asked = writer.write(Request(("OPER", "BANKA"), change))
    assert harness.submit([asked], Random(1))[0].status is Status.APPLIED
    request = Request(("BANKA",), Transfer("HKD", "1.00", "BANKA.HOUSE", "BANKB.HOUSE", "rent"))
    good, other = writer.write(request), writer.write(request)
    assert len(good.signed) == 4
    return good, [good, other]


# Signatures


def test_the_vault_signs_anew_each_time_and_the_verifier_takes_each() -> None:
    key = public_key("BANKA", 2, Algorithm.ML_DSA_65)
    made = {signature("BANKA", 2, Algorithm.ML_DSA_65, HEADER) for _ in range(3)}
    assert len(made) == 3
    assert all(signature_valid(Algorithm.ML_DSA_65, key, HEADER, each) for each in made)


def test_a_schedule_writes_no_envelope_with_such_a_signature() -> None:
    harness, scene, _ = opened()
    request = value_requests.transfer(scene)
    with pytest.raises(NothingToAskError):
        Writer(harness.ledger, Random(1), scene.now_ms).write(request)


# Schedules


def test_hybrid_schedules_keep_every_promise() -> None:
    for seed in DRAWN_HYBRID:
        found = ran(seed)
        print(seed, found.answers, found.faults)
        assert found.is_hybrid
        assert found.violation == ""
        assert found.answers > 50


def test_a_hybrid_schedule_repeats_exactly_in_another_process() -> None:
    command = [sys.executable, "-c", CHILD, str(DRAWN_HYBRID[0])]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [ran(DRAWN_HYBRID[0]).trace]


def test_about_one_schedule_in_eight_is_hybrid_and_what_was_found_is_not() -> None:
    drawn = [seed for seed in range(400) if draw_schedule(seed).setting.suite is Suite.HYBRID]
    print(f"{len(drawn)} of 400")
    assert 35 <= len(drawn) <= 65
    assert tuple(drawn[:2]) == DRAWN_HYBRID
    for seed in FOUND_WITH_ONE_SIGNATURE:
        assert draw_schedule(seed).setting.suite is Suite.ED25519


def test_the_same_schedule_runs_with_one_signature_too() -> None:
    whole = draw_schedule(DRAWN_HYBRID[0])
    plain = whole.signed_once()
    assert plain.steps == whole.steps
    assert replace(plain.setting, suite=Suite.HYBRID) == whole.setting
    again = run_schedule(plain)
    assert (again.violation, again.is_hybrid) == ("", False)
    assert again.trace != ran(whole.seed).trace


def test_figures_count_hybrid_schedules() -> None:
    campaign = Campaign()
    for is_hybrid in (True, False, False):
        campaign.add(replace(ran(DRAWN_HYBRID[0]), is_hybrid=is_hybrid))
    assert (campaign.figures()["hybrid"], campaign.figures()["schedules"]) == (1, 3)


# What a hybrid ledger takes


def test_a_hybrid_ledger_takes_a_transfer_with_both_signatures() -> None:
    harness, scene, writer = opened()
    sent = writer.write(value_requests.transfer(scene))
    assert [one.algorithm for one in sent.signed] == [Algorithm.ED25519, Algorithm.ML_DSA_65]
    assert harness.submit([sent], Random(1))[0].status is Status.APPLIED


@pytest.mark.parametrize("way", WAYS, ids=lambda way: str(way.__name__))
def test_no_signature_that_is_spoiled_is_taken(way: Spoil) -> None:
    harness, scene, writer = opened()
    good, others = two_key_sets(harness, scene, writer)
    sents: list[Sent] = [way(good, others, Random(seed)) for seed in range(6)]
    height = harness.ledger.height
    answers = harness.submit(sents, Random(1))  # each is held against what the oracle says
    said = Counter(answer.status.name for answer in answers)
    print(way.__name__, dict(said))
    assert set(said) <= {"SIGNATURE_INVALID", "POLICY_NOT_MET"}
    assert harness.ledger.height == height
    assert len({sent.data for sent in (*sents, good)}) > 1
    assert harness.submit([good], Random(1))[0].status is Status.APPLIED


@pytest.mark.parametrize("suite", list(Suite))
def test_keys_of_another_suite_are_not_registered(suite: Suite) -> None:
    random = Random(5)
    harness = copied(Setting(suite=suite))
    harness.open(random)
    other = Suite.ED25519 if suite is Suite.HYBRID else Suite.HYBRID
    asked = AdmitParticipant(document("NEWONE", first_terms("NEWONE"), other))
    writer = Writer(harness.ledger, random, harness.clock.look(), is_recording=True)
    answer = harness.submit([writer.write(Request(("OPER",), asked))], random)[0]
    assert answer.status is Status.KEYS_INVALID


def test_the_genesis_says_which_signatures_are_asked_for() -> None:
    assert genesis(Suite.HYBRID).suite is Suite.HYBRID
    assert genesis(Suite.HYBRID).chain_id() != genesis().chain_id()
