"""Proofs with a part changed: every kind of evidence is aimed at, and none of it holds changed."""

import json
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Any

import pytest
from node.worlds import FIRST_DAY, settled, transfer

from praya.base.errors import Bug, PrayaError
from praya.intents.supervision.attest_holdings import AttestHoldings, find_record, holdings_root
from praya.intents.supervision.record_holdings import RecordHoldings
from praya.node.proving import Prover
from praya.proofs import contents
from praya.proofs.files import verify_proof
from praya.testing.simulator import proving
from praya.testing.simulator.changed_proofs import changed_proof
from praya.testing.simulator.founding import copied
from praya.testing.simulator.harness import Harness
from praya.testing.simulator.legality import ViolationError
from praya.testing.simulator.proving import Onlooker
from praya.testing.simulator.settings import Setting

TRIED = 150


@pytest.fixture(scope="module")
def proofs() -> dict[str, bytes]:
    world = settled()
    world.apply(RecordHoldings("HKD", FIRST_DAY), "HKMA")
    world.apply(transfer("1.00"), "BANKA")
    world.next_day()
    record = find_record(world.ledger, 0, FIRST_DAY)
    attest = AttestHoldings("HKD", FIRST_DAY, holdings_root(world.ledger, record))
    world.apply(attest, "HKMA")
    height = world.last[0]
    for number in range(4):
        world.apply(transfer(f"{number + 2}.00"), "BANKA")
    prover = Prover(world.disk)
    return {
        "block": prover.block(3),
        "consistency": prover.consistency(2, height),
        "envelope": prover.envelope(height, 0),
        "document": prover.document("participant/BANKA"),
        "position": prover.position("BANKA.HOUSE", "HKD", FIRST_DAY),
    }


def fields(evidence: Any, name: str = "") -> set[str]:
    """The names of all that is evidence."""
    inner = evidence.items() if isinstance(evidence, dict) else ((name, one) for one in evidence)
    found = set[str]()
    for key, value in inner:
        if isinstance(value, dict | list):
            found |= fields(value, key)
        elif isinstance(value, str) and value:
            found.add(key)
    return found


@pytest.mark.parametrize("kind", ["block", "consistency", "envelope", "document", "position"])
def test_every_kind_of_evidence_is_aimed_at_and_refused_changed(
    proofs: dict[str, bytes], kind: str
) -> None:
    verify_proof(proofs[kind])
    ways = Counter[str]()
    for seed in range(TRIED):
        how, changed = changed_proof(proofs[kind], Random(seed))
        assert changed != proofs[kind], how
        ways[how] += 1
        with pytest.raises(PrayaError) as problem:
            verify_proof(changed)
        assert problem.value.code in ("PROOF_REFUSED", "PROOF_FAILED"), how
    print(dict(ways))
    aimed = {name for name in fields(json.loads(proofs[kind])["evidence"]) if len(name) > 1}
    missed = {name for name in aimed if f"a digit of {name} changed" not in ways}
    assert len(aimed - missed) >= 2, missed
    assert any(how.endswith("swapped") for how in ways)
    assert ways["a byte turned"] > 0


def test_answers_that_are_not_compared_are_noticed(
    proofs: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Careless:
        """A header that is content with whatever results it is shown."""

        def __eq__(self, other: object) -> bool:
            return True

        def __ne__(self, other: object) -> bool:
            return False

    monkeypatch.setattr(contents, "results_digest", lambda parts: Careless())
    held = Counter[str]()
    for seed in range(TRIED):
        how, changed = changed_proof(proofs["envelope"], Random(seed))
        with suppress(PrayaError):
            verify_proof(changed)
            held[how] += 1
    print(dict(held))
    assert held.pop("a digit of results changed") > 0
    assert set(held) <= {"a byte turned"}


def test_a_proof_that_is_written_otherwise_is_a_bug_of_who_writes(
    proofs: dict[str, bytes],
) -> None:
    other = json.dumps(json.loads(proofs["block"])).encode()
    with pytest.raises(Bug, match="written in one way"):
        often(lambda random: changed_proof(other, random))


@pytest.fixture(autouse=True)
def after_every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "UNCHANGED_SHARE", 1.0)


def often(call: Callable[[Random], object]) -> None:
    for seed in range(20):
        call(Random(seed))


def looked_at() -> tuple[Harness, Onlooker]:
    harness = copied(Setting())
    harness.open(Random(1))
    onlooker = Onlooker(harness)
    often(onlooker.prove)
    assert harness.proofs
    return harness, onlooker


def test_an_onlooker_notices_another_last_block() -> None:
    harness, onlooker = looked_at()
    harness.ledger.headers[-1] = b"another block"
    with pytest.raises(ViolationError, match="does not hold"):
        often(onlooker.prove)


def test_an_onlooker_notices_a_proof_that_depends_on_who_makes_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, onlooker = looked_at()
    monkeypatch.setattr(proving, "ONE_SHOT_SHARE", 1.0)
    alone = {kind: (follows, lambda *_: b"") for kind, (follows, _) in proving.MAKERS.items()}
    monkeypatch.setattr(proving, "MAKERS", alone)
    with pytest.raises(ViolationError, match="depends on who makes it"):
        often(onlooker.prove)


def test_an_onlooker_is_told_of_damage_and_goes_on_when_it_is_mended() -> None:
    harness, onlooker = looked_at()
    harness.damage.change(harness.device, "genesis.cbor", b"no genesis")
    assert onlooker.prove(Random(1)) == ""
    harness.damage.mend(harness.device)
    before = harness.proofs.total()
    often(onlooker.prove)
    assert harness.proofs.total() > before
