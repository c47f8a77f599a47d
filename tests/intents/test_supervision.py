"""Facts from outside, reserves that limit an issue, and the tree over recorded holdings."""

from typing import Any

import pytest
from node.worlds import NOON, settled

from praya.base.merkle import EMPTY_ROOT
from praya.intents.issuance.mint_cash import MintCash
from praya.intents.supervision.attest_holdings import (
    AttestHoldings,
    holdings_leaves,
    holdings_root,
)
from praya.kernel import tables as t

from .samples import LATER, RECORD_DAY, busy, fact


def test_a_fact_has_a_place_of_its_own_for_each_provider_and_subject() -> None:
    world = settled()
    for who in ("SFC", "BANKA", "SFC"):
        for subject in ("gold", "silver"):
            world.apply(fact(subject=subject, value=world.last[0]), who)
    facts = world.state.table("attestations")
    assert facts.shape[0] == 4
    assert len(set(facts[:, t.ATTESTATION_VALUE].tolist())) == 4
    assert world.reopened().last == world.last


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"subject": ""}, "INTENT_MALFORMED"),
        ({"subject": " \n"}, "INTENT_MALFORMED"),
        ({"subject": "x" * 1_025}, "INTENT_MALFORMED"),
        ({"value": -1}, "INTENT_MALFORMED"),
        ({"value": 2**63}, "INTENT_MALFORMED"),
        ({"evidence": b""}, "INTENT_MALFORMED"),
        ({"evidence": bytes(33)}, "INTENT_MALFORMED"),
        ({"valid_from": -1}, "INTENT_MALFORMED"),
        ({"valid_from": LATER * 20}, "OPERANDS_MALFORMED"),  # valid until before valid from
        ({"valid_until": NOON, "valid_from": 0}, "ATTESTATION_STALE"),
        ({"reserve_of": ("HKD", "HKD")}, "INTENT_MALFORMED"),
        ({"reserve_of": ("USD",)}, "ASSET_UNKNOWN"),
        ({"reserve_of": ("HKD",)}, "NOT_ISSUER"),
        ({"value": 2**63 - 1, "valid_until": 2**63 - 1}, "APPLIED"),
        ({"subject": "金價"}, "APPLIED"),
    ],
)
def test_a_fact_is_refused_for_what_is_wrong(changed: dict[str, Any], said: str) -> None:
    assert settled().said(fact(**changed), "SFC") == said


def test_an_older_fact_does_not_replace_a_newer_one() -> None:
    world = settled()
    world.apply(fact(valid_from=NOON + 10, value=2), "SFC")
    assert world.said(fact(valid_from=NOON + 9, value=1), "SFC") == "ATTESTATION_STALE"
    assert world.said(fact(valid_from=NOON + 10, value=3), "SFC") == "APPLIED"


def test_a_reserve_limits_the_issue() -> None:
    world = settled()
    mint = MintCash("HKD", "0.01", "BANKA.HOUSE", "r-1")
    world.apply(fact(value=150_000, reserve_of=("HKD",)), "HKMA")
    assert world.said(mint, "HKMA") == "EXCEEDS_ISSUE_LIMIT"
    world.apply(fact(value=150_001, reserve_of=("HKD",)), "HKMA")
    assert world.said(mint, "HKMA") == "APPLIED"
    world.apply(fact(value=0, reserve_of=("HKD",)), "HKMA")
    assert world.available("ISSUE:HKD") == "-1500.01"
    assert world.invariants() == []


def test_the_root_of_recorded_holdings_is_made_again() -> None:
    world = busy()
    root = holdings_root(world.ledger, 0)
    assert len(holdings_leaves(world.ledger, 0)) == 2
    assert root != EMPTY_ROOT
    for _ in range(2):
        assert world.said(AttestHoldings("BOND", RECORD_DAY, root), "GOVT") == "APPLIED"
    attested = world.state.table("attestations")
    assert attested.shape[0] == 1
    assert attested[0, t.ATTESTATION_DIGEST : t.ATTESTATION_DIGEST + 4].tobytes() == root


@pytest.mark.parametrize(
    ("asset", "date", "root", "who", "said"),
    [
        ("BOND", RECORD_DAY, bytes(32), "GOVT", "ATTESTATION_DIFFERS"),
        ("BOND", RECORD_DAY, b"", "GOVT", "ATTESTATION_DIFFERS"),
        ("BOND", RECORD_DAY, bytes(33), "GOVT", "ATTESTATION_DIFFERS"),
        ("BOND", RECORD_DAY + 1, bytes(32), "GOVT", "DOCUMENT_UNKNOWN"),
        ("BOND", -(2**31) + 1, bytes(32), "GOVT", "DOCUMENT_UNKNOWN"),
        ("BOND", 2**31, bytes(32), "GOVT", "INTENT_MALFORMED"),
        ("BOND", RECORD_DAY, bytes(32), "BANKA", "NOT_ISSUER"),
        ("GOLD", RECORD_DAY, bytes(32), "GOVT", "ASSET_UNKNOWN"),
    ],
)
def test_another_root_is_refused(asset: str, date: int, root: bytes, who: str, said: str) -> None:
    assert busy().said(AttestHoldings(asset, date, root), who) == said
