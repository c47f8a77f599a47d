"""Moving value: transfers, deliveries against payment, holds, mandates; and how each is refused."""

from typing import Any

import pytest
from node.worlds import NOON, World, accounts, cash, settled, transfer

from praya.base.status import Status
from praya.intents.accounts.freeze_account import FreezeAccount
from praya.intents.issuance.amend_asset import AmendAsset
from praya.intents.issuance.mint_cash import MintCash
from praya.intents.settlement.place_hold import PlaceHold, condition_of
from praya.intents.settlement.release_hold import ReleaseHold
from praya.intents.settlement.revoke_mandate import RevokeMandate
from praya.intents.settlement.transfer import Transfer
from praya.kernel import operations as op
from praya.kernel import tables as t

from .samples import LATER, RECORD_DAY, SECRET, busy, hold, mandate, trade

OTHER_SECRET = b"the goods were sent back"
PAUSED = 6


def release(number: int = 0, amount: str = "10.00", **changed: Any) -> ReleaseHold:
    """Pay a hold out to BANKB's house."""
    stated: dict[str, Any] = {
        "hold": number,
        "asset": "HKD",
        "target": ("BANKB.HOUSE",) if amount else (),
        "amount": amount,
        "preimage": b"",
    }
    return ReleaseHold(**{**stated, **changed})


def holding(kind: int, **changed: Any) -> World:
    """A world with one hold, number 0, of 10.00 on BANKA's house."""
    world = settled()
    world.apply(hold(kind, **changed), "BANKA")
    return world


@pytest.mark.parametrize(
    ("intent", "said"),
    [
        (transfer("1000.00"), "APPLIED"),
        (transfer("0.01", "BANKA.HOUSE", "BANKA.C1"), "APPLIED"),
        (transfer("1000.01"), "EXCEEDS_AVAILABLE"),
        (transfer("1.00", "BANKB.HOUSE", "BANKA.HOUSE"), "NOT_CONTROLLED"),
        (transfer("1.00", "NONE", "BANKB.HOUSE"), "ACCOUNT_UNKNOWN"),
        (transfer("1.00", "BANKA.HOUSE", "NONE"), "ACCOUNT_UNKNOWN"),
        (transfer("1.00", "BANKA.HOUSE", "BANKA.HOUSE"), "SAME_POSITION"),
        (transfer("1"), "INTENT_MALFORMED"),
        (transfer("1.000"), "INTENT_MALFORMED"),
        (transfer("0.00"), "INTENT_MALFORMED"),
        (transfer("-1.00"), "INTENT_MALFORMED"),
        (transfer("01.00"), "INTENT_MALFORMED"),
        (transfer("1e2"), "INTENT_MALFORMED"),
        (transfer("92233720368547758.08"), "INTENT_MALFORMED"),
        (transfer("92233720368547758.07"), "OVERFLOW"),
        (Transfer("USD", "1.00", "BANKA.HOUSE", "BANKB.HOUSE", ""), "ASSET_UNKNOWN"),
        (Transfer("HKD", "1.00", "BANKA.HOUSE", "BANKB.HOUSE", "x" * 1_025), "INTENT_MALFORMED"),
    ],
)
def test_a_transfer_is_applied_or_refused(intent: Transfer, said: str) -> None:
    world = settled()
    assert world.said(intent, "BANKA") == said
    total = sum(float(world.available(f"BANK{bank}.HOUSE")) for bank in "AB")
    assert total == 1_500 or intent.target == "BANKA.C1"
    assert world.invariants() == []


def test_a_transfer_needs_a_position_on_both_sides() -> None:
    world = settled()
    world.apply(accounts("BANKA.BARE"), "BANKA")
    assert world.said(transfer("1.00", "BANKA.HOUSE", "BANKA.BARE"), "BANKA") == "POSITION_UNKNOWN"
    assert world.said(transfer("1.00", "BANKA.BARE", "BANKA.HOUSE"), "BANKA") == "POSITION_UNKNOWN"


def test_a_second_who_acts_may_pay_too() -> None:
    world = settled()
    pay = transfer("1.00", "BANKB.HOUSE", "BANKA.HOUSE")
    assert world.said(pay, "BANKA", "BANKB") == "APPLIED"


def test_both_legs_of_a_trade_settle() -> None:
    world = busy()
    before = world.ledger_of("HKD")
    assert world.said(trade(), "BANKA", "BANKB") == "APPLIED"
    assert world.available("BANKA.HOUSE", "BOND") == "400.00"
    assert world.available("BANKB.HOUSE", "BOND") == "400.00"
    assert world.available("BANKA.HOUSE") == "1076.00"
    assert world.ledger_of("HKD") != before


@pytest.mark.parametrize(
    ("changed", "acting", "said"),
    [
        ({"settlement_date": RECORD_DAY}, ("BANKA", "BANKB"), "SETTLEMENT_DATE_DIFFERS"),
        ({"settlement_date": RECORD_DAY + 2}, ("BANKA", "BANKB"), "SETTLEMENT_DATE_DIFFERS"),
        ({}, ("BANKA",), "NOT_CONTROLLED"),
        ({}, ("BANKB",), "NOT_CONTROLLED"),
        ({"security": "GOLD"}, ("BANKA", "BANKB"), "ASSET_UNKNOWN"),
        ({"cash": "USD"}, ("BANKA", "BANKB"), "ASSET_UNKNOWN"),
        ({"seller": "NONE"}, ("BANKA", "BANKB"), "ACCOUNT_UNKNOWN"),
        ({"buyer": "BANKB.C1"}, ("BANKA", "BANKB"), "POSITION_UNKNOWN"),
        ({"quantity": "100"}, ("BANKA", "BANKB"), "INTENT_MALFORMED"),
        ({"amount": "0.00"}, ("BANKA", "BANKB"), "INTENT_MALFORMED"),
        ({"quantity": "500.01"}, ("BANKA", "BANKB"), "EXCEEDS_AVAILABLE"),
        ({"amount": "500.01"}, ("BANKA", "BANKB"), "EXCEEDS_AVAILABLE"),
        ({"buyer": "BANKA.HOUSE"}, ("BANKA", "BANKB"), "SAME_POSITION"),
    ],
)
def test_a_trade_settles_whole_or_not_at_all(
    changed: dict[str, Any], acting: tuple[str, ...], said: str
) -> None:
    world = busy()
    before = [world.ledger_of(asset) for asset in ("HKD", "BOND")]
    answer = world.do(trade(**changed), *acting)
    assert answer.status.name == said
    assert answer.rows_applied == 0
    if said == "EXCEEDS_AVAILABLE":
        assert sorted(map(int, answer.statuses)) == [148, 199]  # GROUP_FAILED beside the one short
    assert [world.ledger_of(asset) for asset in ("HKD", "BOND")] == before


@pytest.mark.parametrize("kind", [1, 2, 3])
def test_a_hold_is_paid_out_in_parts(kind: int) -> None:
    world = holding(kind)
    assert (world.available("BANKA.HOUSE"), world.held("BANKA.HOUSE")) == ("990.00", "10.00")
    proof = SECRET if kind == 3 else b""
    assert world.said(release(0, "4.00", preimage=proof), "BANKB") == "APPLIED"
    assert world.said(release(0, "6.01", preimage=proof), "BANKB") == "EXCEEDS_HOLD"
    assert world.said(release(0, "6.00", preimage=proof), "BANKB") == "APPLIED"
    assert world.said(release(0, "0.01", preimage=proof), "BANKB") == "HOLD_CLOSED"
    assert world.available("BANKB.HOUSE") == "510.00"
    assert world.held("BANKA.HOUSE") == "0.00"


@pytest.mark.parametrize("kind", [1, 2])
def test_a_hold_is_given_back_by_its_holder(kind: int) -> None:
    world = holding(kind)
    assert world.said(release(0, ""), "BANKA") == "NOT_AUTHORISED"
    assert world.said(release(0, ""), "BANKB") == "APPLIED"
    assert world.said(release(0, ""), "BANKB") == "HOLD_CLOSED"
    assert world.available("BANKA.HOUSE") == "1000.00"


def test_a_hold_by_time_is_anyones_to_give_back_once_it_expired() -> None:
    world = holding(1, expiry=NOON + 60_000)
    assert world.said(release(0, ""), "BANKA") == "NOT_AUTHORISED"
    world.clock.set(NOON + 60_001)
    assert world.said(release(0, "1.00"), "BANKB") == "HOLD_EXPIRED"
    assert world.said(release(0, ""), "BANKA") == "APPLIED"
    assert world.available("BANKA.HOUSE") == "1000.00"


def test_a_hold_by_proof_follows_its_proofs() -> None:
    world = holding(3, void_condition=condition_of(OTHER_SECRET))
    cases = [
        (release(0), "PROOF_REQUIRED"),
        (release(0, preimage=b"wrong"), "PROOF_DIFFERS"),
        (release(0, preimage=OTHER_SECRET), "PROOF_DIFFERS"),
        (release(0, ""), "PROOF_REQUIRED"),
        (release(0, "", preimage=SECRET), "PROOF_DIFFERS"),
        (release(0, preimage=bytes(1_025)), "INTENT_MALFORMED"),
        (release(0, "3.00", preimage=SECRET), "APPLIED"),
        (release(0, "", preimage=OTHER_SECRET), "APPLIED"),
    ]
    for intent, said in cases:
        assert world.said(intent, "GOVT") == said, intent  # whoever shows the proof
    assert (world.available("BANKA.HOUSE"), world.available("BANKB.HOUSE")) == ("997.00", "503.00")


def test_a_hold_without_a_proof_for_giving_back_waits_for_its_time() -> None:
    world = holding(3, expiry=NOON + 60_000)
    assert world.said(release(0, "", preimage=SECRET), "BANKA") == "PROOF_REQUIRED"
    world.clock.set(NOON + 60_001)
    assert world.said(release(0, preimage=SECRET), "BANKB") == "HOLD_EXPIRED"
    assert world.said(release(0, ""), "BANKA") == "APPLIED"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"source": "BANKB.HOUSE"}, "NOT_CONTROLLED"),
        ({"source": "NONE"}, "ACCOUNT_UNKNOWN"),
        ({"asset": "USD"}, "ASSET_UNKNOWN"),
        ({"target": ("NONE",)}, "ACCOUNT_UNKNOWN"),
        ({"target": ("BANKA.HOUSE",)}, "SAME_POSITION"),
        ({"target": ("BANKB.HOUSE", "BANKB.C1")}, "INTENT_MALFORMED"),
        ({"holder": ("NOBODY",)}, "PARTICIPANT_UNKNOWN"),
        ({"holder": ("BANKA", "BANKB")}, "INTENT_MALFORMED"),
        ({"holder": ()}, "OPERANDS_MALFORMED"),
        ({"kind": 0}, "INTENT_MALFORMED"),
        ({"kind": 4}, "INTENT_MALFORMED"),
        ({"kind": 1}, "OPERANDS_MALFORMED"),  # until a time, and none is given
        ({"kind": 3}, "INTENT_MALFORMED"),  # by proof, and none is given
        ({"expiry": LATER}, "OPERANDS_MALFORMED"),  # its holder's, without a time
        ({"expiry": -1}, "INTENT_MALFORMED"),
        ({"post_condition": bytes(32)}, "INTENT_MALFORMED"),
        ({"void_condition": bytes(32)}, "INTENT_MALFORMED"),
        ({"amount": "1000.01"}, "EXCEEDS_AVAILABLE"),
        ({"amount": "0.00"}, "INTENT_MALFORMED"),
        ({"target": ()}, "APPLIED"),
    ],
)
def test_a_hold_is_refused_for_what_is_wrong(changed: dict[str, Any], said: str) -> None:
    world = settled()
    plain = {"kind": 2, "expiry": 0, "holder": ("BANKB",), "post_condition": b""}
    assert world.said(hold(**{**plain, **changed}), "BANKA") == said
    assert world.held("BANKA.HOUSE") == ("10.00" if said == "APPLIED" else "0.00")


@pytest.mark.parametrize("length", [1, 31, 33, 64])
def test_a_condition_has_32_bytes(length: int) -> None:
    for field in ("post_condition", "void_condition"):
        intent = hold(3, **{field: b"x" * length})
        assert settled().said(intent, "BANKA") == "INTENT_MALFORMED"


@pytest.mark.parametrize(
    ("changed", "who", "said"),
    [
        ({"hold": 1}, "BANKB", "HOLD_NOT_FOUND"),
        ({"hold": 2**31 - 1}, "BANKB", "HOLD_NOT_FOUND"),
        ({"hold": 2**31}, "BANKB", "INTENT_MALFORMED"),
        ({"hold": -1}, "BANKB", "INTENT_MALFORMED"),
        ({"hold": -2}, "BANKB", "INTENT_MALFORMED"),
        ({}, "BANKA", "NOT_AUTHORISED"),
        ({"target": ("BANKB.C1",)}, "BANKB", "CREDIT_DIFFERS"),
        ({"target": ("BANKA.HOUSE",)}, "BANKB", "SAME_POSITION"),
        ({"target": ("NONE",)}, "BANKB", "ACCOUNT_UNKNOWN"),
        ({"target": ("BANKB.HOUSE", "BANKB.C1")}, "BANKB", "INTENT_MALFORMED"),
        ({"target": ()}, "BANKB", "INTENT_MALFORMED"),
        ({"amount": "", "target": ("BANKB.HOUSE",)}, "BANKB", "INTENT_MALFORMED"),
        ({"amount": "0.00"}, "BANKB", "INTENT_MALFORMED"),
        ({"amount": "10.01"}, "BANKB", "EXCEEDS_HOLD"),
        ({"asset": "USD"}, "BANKB", "ASSET_UNKNOWN"),
        ({"asset": "SML"}, "BANKB", "INTENT_MALFORMED"),  # the hold is of HKD
        ({"asset": "SML", "target": (), "amount": ""}, "BANKB", "INTENT_MALFORMED"),
    ],
)
def test_a_release_is_refused_for_what_is_wrong(
    changed: dict[str, Any], who: str, said: str
) -> None:
    world = holding(2)
    world.apply(cash("SML"), "HKMA")
    assert world.said(release(**changed), who) == said
    assert world.held("BANKA.HOUSE") == "10.00"


def test_freezes_and_pauses_stop_paying_out_but_not_giving_back() -> None:
    world = holding(2)
    world.apply(FreezeAccount("BANKA.HOUSE", 1, "order"), "BANKA")
    assert world.said(release(0), "BANKB") == "DEBIT_FROZEN"
    world.apply(AmendAsset("HKD", PAUSED, 1), "HKMA")
    assert world.said(release(0), "BANKB") == "ASSET_PAUSED"
    assert world.said(release(0, ""), "BANKB") == "APPLIED"


def test_issuance_is_not_held() -> None:
    world = settled()
    of_issuance = PlaceHold("HKD", "1.00", "ISSUE:HKD", (), 2, ("BANKB",), 0, b"", b"")
    assert world.said(of_issuance, "HKMA") == "NOT_CONTROLLED"
    issuance = world.position("ISSUE:HKD", "HKD")
    rows = [(issuance, -1, 100, 0, op.HOLD, 0), (2, 1, 0, 0, op.MORE, 0)]
    answer = world.send(world.batch(rows, "HKMA"))[0]
    assert [Status(said).name for said in answer.statuses] == ["NOT_HOLDABLE", "NOT_HOLDABLE"]


def debits(world: World, *amounts: int, mandate_row: int = 1, who: str = "BANKB") -> list[str]:
    """Debits of BANKA's house under a mandate, each a signed batch of one row."""
    source, target = (world.position(f"{bank}.HOUSE", "HKD") for bank in ("BANKA", "BANKB"))
    said = []
    for amount in amounts:
        row = (source, target, amount, 0, op.MOVE, mandate_row)
        answer = world.send(world.batch([row], who))[0]
        said.append(answer.statuses[0])
    return [status_name(one) for one in said]


def status_name(number: int) -> str:
    return Status(int(number)).name


def test_a_mandate_is_used_within_its_period_and_in_all() -> None:
    world = settled()
    world.apply(mandate(), "BANKA")
    assert debits(world, 6_001, 4_000, 2_001, 2_000, 1) == [
        *("MANDATE_EXCEEDED", "APPLIED", "MANDATE_EXCEEDED", "APPLIED", "MANDATE_EXCEEDED"),
    ]
    world.open_until(world.state.business_date + 30)
    assert debits(world, 4_001, 4_000, 1) == ["MANDATE_EXCEEDED", "APPLIED", "MANDATE_EXCEEDED"]
    assert world.available("BANKB.HOUSE") == "600.00"
    assert world.state.cell(t.MANDATES, 1, t.MANDATE_REMAINING) == 0


def test_a_mandate_is_the_grantees_until_it_is_revoked_or_expires() -> None:
    world = settled()
    world.apply(mandate(expiry=NOON + 60_000), "BANKA")
    assert debits(world, 1, who="GOVT") == ["MANDATE_NOT_GRANTED"]
    assert debits(world, 1, mandate_row=2) == ["MANDATE_NOT_FOUND"]
    assert debits(world, 1, mandate_row=0) == ["NOT_AUTHORISED"]
    assert debits(world, 1) == ["APPLIED"]
    world.clock.set(NOON + 60_001)
    assert debits(world, 1) == ["MANDATE_EXPIRED"]
    world.apply(mandate(), "BANKA")
    assert world.said(RevokeMandate(2), "BANKB") == "NOT_CONTROLLED"
    world.apply(RevokeMandate(2), "BANKA")
    assert debits(world, 1, mandate_row=2) == ["MANDATE_REVOKED"]
    assert world.said(RevokeMandate(2), "BANKA") == "STATE_UNCHANGED"


def test_a_mandate_is_of_one_position() -> None:
    world = settled()
    world.apply(mandate(account="BANKA.C1"), "BANKA")
    assert debits(world, 1) == ["MANDATE_OTHER_POSITION"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"account": "BANKB.HOUSE"}, "NOT_CONTROLLED"),
        ({"account": "NONE"}, "ACCOUNT_UNKNOWN"),
        ({"asset": "USD"}, "ASSET_UNKNOWN"),
        ({"grantee": "NOBODY"}, "PARTICIPANT_UNKNOWN"),
        ({"amount": "0.00"}, "INTENT_MALFORMED"),
        ({"amount": "1"}, "INTENT_MALFORMED"),
        ({"period_days": 0}, "INTENT_MALFORMED"),
        ({"period_amount": ""}, "INTENT_MALFORMED"),
        ({"period_amount": "0.00"}, "INTENT_MALFORMED"),
        ({"period_days": -1}, "INTENT_MALFORMED"),
        ({"period_days": 2**31}, "INTENT_MALFORMED"),
        ({"expiry": -1}, "INTENT_MALFORMED"),
        ({"expiry": 2**63}, "INTENT_MALFORMED"),
        ({"period_days": 0, "period_amount": "", "expiry": 2**63 - 1}, "APPLIED"),
        ({"period_days": 2**31 - 1, "period_amount": "92233720368547758.07"}, "APPLIED"),
    ],
)
def test_a_mandate_is_refused_for_what_is_wrong(changed: dict[str, Any], said: str) -> None:
    world = settled()
    assert world.said(mandate(**changed), "BANKA") == said
    if said == "APPLIED":
        assert debits(world, 1_000) == ["APPLIED"]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "INTENT_MALFORMED"),
        (-1, "INTENT_MALFORMED"),
        (3, "INTENT_MALFORMED"),
        (2**63 - 1, "INTENT_MALFORMED"),
        (1, "NOT_CONTROLLED"),  # the payment mandate of a bond
        (2, "APPLIED"),
    ],
)
def test_a_mandate_is_revoked_by_who_granted_it(number: int, said: str) -> None:
    assert busy().said(RevokeMandate(number), "BANKA", "GOVT") == said


def test_rows_of_a_batch_are_refused_one_by_one() -> None:
    world = holding(2)
    source, target, client = (
        world.position(account, "HKD") for account in ("BANKA.HOUSE", "BANKB.HOUSE", "BANKA.C1")
    )
    world.apply(cash("SML"), "HKMA")
    world.apply(accounts("BANKA.S", assets=("SML",)), "BANKA")
    world.apply(MintCash("SML", "1.00", "BANKA.S", "r"), "HKMA")
    other = world.position("BANKA.S", "SML")
    height = world.last[0]
    world.apply(accounts("BANKA.NEW", assets=("HKD",)), "BANKA")
    new = world.position("BANKA.NEW", "HKD")
    cases = [
        ((source, target, 100, 0, op.MOVE, 0), "APPLIED"),
        ((source, target, 0, 0, op.MOVE, 0), "AMOUNT_NOT_POSITIVE"),
        ((source, source, 1, 0, op.MOVE, 0), "SAME_POSITION"),
        ((9_999, target, 1, 0, op.MOVE, 0), "DEBIT_NOT_FOUND"),
        ((-2, target, 1, 0, op.MOVE, 0), "DEBIT_NOT_FOUND"),
        ((source, 9_999, 1, 0, op.MOVE, 0), "CREDIT_NOT_FOUND"),
        ((source, new, 1, 0, op.MOVE, 0), "POSITION_TOO_NEW"),
        ((source, other, 1, 0, op.MOVE, 0), "ASSETS_DIFFER"),
        ((target, source, 1, 0, op.MOVE, 0), "NOT_AUTHORISED"),
        ((source, target, 1, 0, op.MOVE, -1), "OPERANDS_MALFORMED"),
        ((source, client, 10**12, 0, op.MOVE, 0), "EXCEEDS_AVAILABLE"),
        ((0, 0, 0, 0, op.OPEN, 0), "OPERATION_NOT_PERMITTED"),
        ((0, 0, 0, 0, op.OPEN_DAY, 0), "OPERATION_NOT_PERMITTED"),
        ((0, 0, 0, 0, 15, 0), "OPERATION_UNKNOWN"),
        ((0, 0, 0, 0, 65_535, 0), "OPERATION_UNKNOWN"),
        ((7, target, 1, 0, op.POST, 0), "HOLD_NOT_FOUND"),
        ((source, client, 100, 0, op.MOVE, 0), "APPLIED"),
    ]
    rows = [row for row, _ in cases]
    totals = world.totals([row for row in rows if row[0] < 9_999])
    unknown = rows[3]
    assert unknown[0] == 9_999
    counted = tuple(
        type(one)(one.asset, one.decimals, one.control_total + (2 if one.asset == 0 else 0))
        for one in totals
    )
    answer = world.send(world.batch(rows, "BANKA", assets=counted, numbering_height=height))[0]
    assert answer.status.name == "APPLIED"
    assert [status_name(one) for one in answer.statuses] == [said for _, said in cases]
    assert world.available("BANKA.HOUSE") == "988.00"


def test_amounts_of_an_asset_have_its_own_decimals() -> None:
    world = settled()
    world.apply(cash("XAU", "1.000000001", 9), "HKMA")
    world.apply(accounts("BANKA.F", "BANKA.G", assets=("XAU",)), "BANKA")
    world.apply(MintCash("XAU", "1.000000001", "BANKA.F", "r"), "HKMA")
    move = Transfer("XAU", "0.000000001", "BANKA.F", "BANKA.G", "")
    assert world.said(move, "BANKA") == "APPLIED"
    assert world.said(Transfer("XAU", "1.00", "BANKA.F", "BANKA.G", ""), "BANKA") == (
        "INTENT_MALFORMED"
    )
    assert world.available("BANKA.F", "XAU") == "1.000000000"
