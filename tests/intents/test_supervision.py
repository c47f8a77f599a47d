"""Facts from outside, reserves that limit an issue, and the tree over recorded holdings."""

from dataclasses import replace
from typing import Any

import pytest
from node.worlds import FIRST_DAY, NOON, cash, settled, transfer, with_bond

from praya.base.encoding import decode, encode
from praya.base.hashing import document_digest
from praya.base.merkle import EMPTY_ROOT
from praya.intents.issuance.mint_cash import MintCash
from praya.intents.supervision.attest_holdings import (
    AttestHoldings,
    find_record,
    holdings_leaves,
    holdings_root,
)
from praya.intents.supervision.record_holdings import (
    RECORDS_OF_ISSUERS_MAX,
    RECORDS_PER_DAY_MAX,
    RECORDS_PER_ISSUER_MAX,
    RecordHoldings,
)
from praya.kernel import tables as t
from praya.proofs.holdings import holding_row

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


def recorded(world: Any, asset: str, date: int) -> dict[str, int]:
    """What a record says everybody held, in minor units by account."""
    state = world.state
    record = find_record(world.ledger, world.ledger.asset(asset), date)
    assert record >= 0
    first = state.cell(t.RECORDS, record, t.RECORD_FIRST)
    rows = state.cell(t.RECORDS, record, t.RECORD_ROWS)
    held = state.table("entitlements")[first : first + rows].tolist()
    accounts = [state.cell(t.POSITIONS, each, t.POSITION_ACCOUNT) for each, _ in held]
    amounts = [amount for _, amount in held]
    return dict(zip(map(world.ledger.account_code, accounts), amounts, strict=True))


def test_the_close_of_a_day_is_recorded_as_it_was_whatever_moves_afterwards() -> None:
    world = settled()
    world.apply(RecordHoldings("HKD", FIRST_DAY), "SFC")
    world.apply(transfer("40.00"), "BANKA")  # after the request, before the close
    world.next_day()
    world.apply(transfer("7.00"), "BANKA")
    assert recorded(world, "HKD", FIRST_DAY) == {"BANKA.HOUSE": 96_000, "BANKB.HOUSE": 54_000}
    assert world.invariants() == []
    assert world.reopened().last == world.last
    assert world.verified().executor.height == world.last[0]


def test_a_day_that_was_not_asked_for_is_not_recorded() -> None:
    world = settled()
    world.apply(RecordHoldings("HKD", FIRST_DAY), "HKMA")
    world.open_until(FIRST_DAY + 5)
    assert world.state.rows(t.RECORDS) == 1
    assert find_record(world.ledger, world.ledger.asset("HKD"), FIRST_DAY + 1) == -1


def test_a_record_of_a_record_date_is_one_for_both() -> None:
    world = busy()
    world.open_until(RECORD_DAY + 30)
    days = [row[t.EVENT_RECORD_DATE] for row in world.state.table("events").tolist()]
    pending = world.state.table("events")[:, t.EVENT_STATE] == t.EVENT_PENDING
    next_record = min(day for day, waits in zip(days, pending, strict=True) if waits)
    world.apply(MintCash("HKD", "50.00", "GOVT.PAYING", "rtgs-77"), "HKMA")
    world.open_until(next_record)
    before = world.state.rows(t.RECORDS)
    world.apply(RecordHoldings("BOND", next_record), "SFC")
    world.next_day()
    assert world.state.rows(t.RECORDS) == before + 1
    assert recorded(world, "BOND", next_record) == {"BANKA.HOUSE": 50_000, "BANKB.HOUSE": 30_000}


@pytest.mark.parametrize(
    ("asset", "date", "who", "said"),
    [
        ("HKD", FIRST_DAY, "HKMA", "APPLIED"),  # issuer and operator
        ("BOND", FIRST_DAY, "GOVT", "APPLIED"),  # issuer
        ("BOND", FIRST_DAY, "HKMA", "APPLIED"),  # operator
        ("BOND", FIRST_DAY, "SFC", "APPLIED"),  # supervisor
        ("HKD", FIRST_DAY, "BANKA", "NOT_ISSUER"),
        ("BOND", FIRST_DAY, "BANKB", "NOT_ISSUER"),
        ("HKD", FIRST_DAY, "GOVT", "NOT_ISSUER"),
        ("GOLD", FIRST_DAY, "SFC", "ASSET_UNKNOWN"),
        ("HKD", FIRST_DAY - 1, "SFC", "DATE_OUT_OF_ORDER"),
        ("HKD", FIRST_DAY + 1, "SFC", "DATE_OUT_OF_ORDER"),
        ("HKD", -(2**31) + 1, "SFC", "DATE_OUT_OF_ORDER"),
        ("HKD", 2**31, "SFC", "INTENT_MALFORMED"),
        ("", FIRST_DAY, "SFC", "INTENT_MALFORMED"),
    ],
)
def test_who_may_ask_for_a_record_of_which_day(asset: str, date: int, who: str, said: str) -> None:
    world = with_bond()
    before = world.state.rows(t.EVENTS)
    assert world.said(RecordHoldings(asset, date), who) == said
    assert world.state.rows(t.EVENTS) == before + (said == "APPLIED")


def test_a_record_is_asked_for_once_a_day() -> None:
    world = settled()
    world.apply(RecordHoldings("HKD", FIRST_DAY), "HKMA")
    assert world.said(RecordHoldings("HKD", FIRST_DAY), "SFC") == "EVENT_EXISTS"
    day = world.next_day()
    world.apply(RecordHoldings("HKD", day), "SFC")


def test_a_closed_asset_is_recorded_no_more() -> None:
    world = with_bond(
        issue_date=FIRST_DAY, maturity_date=FIRST_DAY + 2, step_months=0, record_business_days=1
    )
    world.apply(MintCash("HKD", "2000.00", "GOVT.PAYING", "rtgs-5"), "HKMA")
    world.open_until(FIRST_DAY + 5)
    assert world.said(RecordHoldings("BOND", world.state.business_date), "GOVT") == "ASSET_CLOSED"


def test_a_day_has_room_for_so_many_records_and_no_more() -> None:
    world = settled()
    codes = [f"C{number}" for number in range(RECORDS_PER_DAY_MAX)]
    for first in range(0, len(codes), 16):
        world.send(
            *(world.envelope(replace(cash(), code=code), "HKMA") for code in codes[first:][:16])
        )
        asked = [RecordHoldings(code, FIRST_DAY) for code in codes[first:][:16]]
        answers = world.send(*(world.envelope(one, "SFC") for one in asked))
        assert {int(answer.status) for answer in answers} == {0}
    assert world.said(RecordHoldings("HKD", FIRST_DAY), "SFC") == "LOWERING_LIMIT"
    day = world.next_day()
    assert world.state.rows(t.RECORDS) == RECORDS_PER_DAY_MAX
    world.apply(RecordHoldings("HKD", day), "SFC")


def test_an_issuer_leaves_room_for_the_records_of_others() -> None:
    world = settled()
    said = []
    for number in range(RECORDS_PER_ISSUER_MAX + 1):
        world.apply(replace(cash(), code=f"C{number}"), "BANKA")
        said.append(world.said(RecordHoldings(f"C{number}", FIRST_DAY), "BANKA"))
    assert said == ["APPLIED"] * RECORDS_PER_ISSUER_MAX + ["LOWERING_LIMIT"]
    world.apply(replace(cash(), code="OTHER"), "BANKB")
    world.apply(RecordHoldings("OTHER", FIRST_DAY), "BANKB")
    for who, code in (("SFC", f"C{RECORDS_PER_ISSUER_MAX}"), ("HKMA", "HKD")):
        world.apply(RecordHoldings(code, FIRST_DAY), who)


def test_all_issuers_together_leave_half_of_the_records_to_who_oversees() -> None:
    world = settled()
    codes = [f"C{number}" for number in range(RECORDS_OF_ISSUERS_MAX)]
    for code in codes:
        world.apply(replace(cash(), code=code), "HKMA")
        world.apply(RecordHoldings(code, FIRST_DAY), "SFC")
    world.apply(replace(cash(), code="OTHER"), "BANKB")
    assert world.said(RecordHoldings("OTHER", FIRST_DAY), "BANKB") == "LOWERING_LIMIT"
    world.apply(RecordHoldings("OTHER", FIRST_DAY), "SFC")


@pytest.mark.parametrize("who", ["GOVT", "SFC", "HKMA"])
def test_issuer_supervisor_and_operator_attest_the_same_root(who: str) -> None:
    world = busy()
    root = holdings_root(world.ledger, 0)
    assert world.said(AttestHoldings("BOND", RECORD_DAY, root), who) == "APPLIED"
    assert world.said(AttestHoldings("BOND", RECORD_DAY, bytes(32)), who) == "ATTESTATION_DIFFERS"


def test_a_leaf_names_the_account_and_the_decimals() -> None:
    """Two clients with the same amount have leaves of their own, also with the same salt."""
    row = holding_row((1, 2, 3, 4, 2), b"BANKA.C1")
    assert len(row) == 72
    assert row[40:] == b"BANKA.C1" + bytes(24)
    others = [(1, 2, 3, 4, 3), (1, 2, 3, 5, 2), (1, 2, 4, 4, 2), (1, 3, 3, 4, 2), (2, 2, 3, 4, 2)]
    assert len({holding_row(other, b"BANKA.C1") for other in others} | {row}) == 6
    assert holding_row((1, 2, 3, 4, 2), b"BANKA.C2") != row


def test_the_digest_of_a_receipt_cannot_be_guessed_from_amount_and_account() -> None:
    world = settled()
    value = world.ledger.document("receipt/HKD/rtgs-1")
    fields = decode(value, 1_000)
    assert isinstance(fields, dict)
    assert (fields[1], fields[2], len(fields[3])) == ("1000.00", "BANKA.HOUSE", 16)
    other = decode(world.ledger.document("receipt/HKD/rtgs-2"), 1_000)
    assert isinstance(other, dict)
    assert other[3] != fields[3]
    guessed = document_digest(encode({1: "1000.00", 2: "BANKA.HOUSE"}))
    digests = world.state.table("documents")[:, t.DOCUMENT_VALUE :]
    assert guessed not in [row.tobytes() for row in digests]


def test_a_mint_without_a_seed_is_refused() -> None:
    world = settled()
    mint = MintCash("HKD", "1.00", "BANKA.HOUSE", "rtgs-9")
    assert world.said(mint, "HKMA", seed=b"") == "INTENT_MALFORMED"
    assert world.said(mint, "HKMA") == "APPLIED"
