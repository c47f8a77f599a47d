"""The day opens and what is due is paid: records, coupons, suspense, redemption, many at once."""

from typing import Any

import pytest
from node.worlds import World, accounts, bond, refused, settled, transfer, with_bond

from praya.base.dates import parse_day
from praya.intents.accounts.freeze_account import FreezeAccount
from praya.intents.accounts.open_positions import OpenPositions
from praya.intents.issuance.issue_units import IssueUnits
from praya.intents.issuance.mint_cash import MintCash
from praya.intents.settlement.place_hold import PlaceHold
from praya.intents.settlement.release_hold import ReleaseHold
from praya.intents.settlement.transfer import Transfer
from praya.kernel import tables as t

COUPON = parse_day("2023-03-15")
SECOND_COUPON = parse_day("2023-04-17")  # the 15th is a Saturday
MATURITY = parse_day("2023-05-15")


def issued(**changed: Any) -> World:
    """600.00 of the bond with BANKA, whose coupons go to its house; 400.00 with BANKB."""
    world = with_bond(**changed)
    world.apply(IssueUnits("BOND", "600.00", "BANKA.HOUSE"), "GOVT")
    world.apply(IssueUnits("BOND", "400.00", "BANKB.HOUSE"), "GOVT")
    return world


def fund(world: World, amount: str, receipt: str = "fund") -> None:
    world.apply(MintCash("HKD", amount, "GOVT.PAYING", receipt), "HKMA")


def cash_of(world: World) -> tuple[str, ...]:
    """What the two banks, the paying and the suspense account have."""
    names = ("BANKA.HOUSE", "BANKB.HOUSE", "GOVT.PAYING", "GOVT.SUSPENSE")
    return tuple(world.available(name) for name in names)


def events(world: World, field: int) -> list[int]:
    return [int(value) for value in world.state.table("events")[:, field]]


def test_a_coupon_is_paid_when_its_day_opens_and_nobody_sends_it() -> None:
    world = issued()
    fund(world, "10.00")
    world.open_until(COUPON - 1)
    assert cash_of(world) == ("1000.00", "500.00", "10.00", "0.00")
    world.next_day()
    assert cash_of(world) == ("1006.00", "500.00", "0.00", "4.00")  # BANKB named no payee
    assert world.reopened().last == world.last
    assert world.verified().envelopes > 0


def test_who_holds_at_the_close_of_the_record_date_is_paid() -> None:
    world = issued()
    fund(world, "10.00")
    world.open_until(COUPON - 1)
    world.apply(Transfer("BOND", "600.00", "BANKA.HOUSE", "BANKB.HOUSE", ""), "BANKA")
    world.next_day()  # the record is of yesterday's close: after that transfer
    assert cash_of(world)[3] == "10.00"
    world.apply(Transfer("BOND", "1000.00", "BANKB.HOUSE", "BANKA.HOUSE", ""), "BANKB")
    assert world.state.table("entitlements")[:, 1].tolist() == [100_000]


def test_what_is_held_counts_as_held_by_its_owner() -> None:
    world = issued()
    fund(world, "10.00")
    on_hold = PlaceHold("BOND", "600.00", "BANKA.HOUSE", (), 2, ("BANKB",), 0, b"", b"")
    world.apply(on_hold, "BANKA")
    world.open_until(COUPON)
    assert cash_of(world) == ("1006.00", "500.00", "0.00", "4.00")


def test_parts_are_rounded_by_largest_remainder() -> None:
    world = with_bond()
    world.apply(OpenPositions("BANKA.C1", ("BOND",), ("BANKA.C1", "HKD")), "BANKA")
    for amount, account in (("0.50", "BANKA.HOUSE"), ("0.50", "BANKA.C1"), ("0.50", "BANKB.HOUSE")):
        world.apply(IssueUnits("BOND", amount, account), "GOVT")
    fund(world, "10.00")
    world.open_until(COUPON)  # 1 % of 1.50 is 0.015, half up 0.02: to the lower positions
    assert cash_of(world) == ("1000.01", "500.00", "9.98", "0.01")
    assert world.available("BANKA.C1") == "0.00"


@pytest.mark.parametrize(("freeze", "paid"), [(0, "1006.00"), (1, "1006.00"), (2, "1000.00")])
def test_a_payee_that_takes_no_credit_is_paid_into_suspense(freeze: int, paid: str) -> None:
    world = issued()
    fund(world, "10.00")
    world.apply(FreezeAccount("BANKA.HOUSE", freeze, "order"), "BANKA")
    world.open_until(COUPON)
    assert world.available("BANKA.HOUSE") == paid
    assert world.available("GOVT.SUSPENSE") == ("4.00" if paid == "1006.00" else "10.00")


def test_an_unfunded_coupon_is_a_status_and_tried_again_at_the_next_opening() -> None:
    world = issued()
    fund(world, "9.99")
    world.open_until(COUPON)
    assert cash_of(world) == ("1000.00", "500.00", "9.99", "0.00")
    assert events(world, t.EVENT_STATE)[0] == t.EVENT_RECORDED
    assert events(world, t.EVENT_LAST_STATUS)[0] == 148  # EXCEEDS_AVAILABLE
    assert events(world, t.EVENT_LAST_DATE)[0] == COUPON
    fund(world, "0.01", "late")
    assert world.available("GOVT.PAYING") == "10.00"  # the day is open: not before the next
    height = world.last[0]
    assert world.reopened().last[0] == height
    world.next_day()
    assert cash_of(world) == ("1006.00", "500.00", "0.00", "4.00")
    assert events(world, t.EVENT_LAST_STATUS)[0] == 0


def test_a_frozen_paying_account_pays_when_it_is_released() -> None:
    world = issued()
    fund(world, "10.00")
    world.apply(FreezeAccount("GOVT.PAYING", 3, "order"), "GOVT")
    world.open_until(COUPON)
    assert events(world, t.EVENT_LAST_STATUS)[0] == 130  # DEBIT_FROZEN
    world.apply(FreezeAccount("GOVT.PAYING", 0, "lifted"), "GOVT")
    world.next_day()
    assert cash_of(world)[0] == "1006.00"


def test_a_late_coupon_is_paid_by_its_own_record() -> None:
    world = issued()
    world.open_until(COUPON)
    world.apply(Transfer("BOND", "600.00", "BANKA.HOUSE", "BANKB.HOUSE", ""), "BANKA")
    world.open_until(SECOND_COUPON - 3)  # the Friday before
    fund(world, "20.00")
    world.open_until(SECOND_COUPON)
    assert cash_of(world) == ("1006.00", "500.00", "0.00", "14.00")


def test_a_redemption_burns_the_holdings_and_pays_them() -> None:
    world = issued()
    fund(world, "1030.00")
    world.open_until(MATURITY)
    assert world.ledger_of("BOND") == ""
    assert cash_of(world) == ("1618.00", "500.00", "0.00", "412.00")
    assert events(world, t.EVENT_STATE) == [t.EVENT_PAID] * 3 + [t.EVENT_CONVERTED]
    assert world.said(IssueUnits("BOND", "1.00", "BANKA.HOUSE"), "GOVT") == "ASSET_CLOSED"
    assert world.invariants() == []
    assert world.reopened().last == world.last
    world.verified()


def test_an_unfunded_redemption_waits_and_nothing_of_the_asset_moves() -> None:
    world = issued()
    fund(world, "30.00")
    world.open_until(MATURITY)
    move = Transfer("BOND", "1.00", "BANKA.HOUSE", "BANKB.HOUSE", "")
    assert world.said(move, "BANKA") == "ASSET_CLOSED"
    assert world.available("BANKA.HOUSE", "BOND") == "600.00"
    fund(world, "1000.00", "principal")
    world.next_day()
    assert world.ledger_of("BOND") == ""
    assert cash_of(world) == ("1618.00", "500.00", "0.00", "412.00")


def test_a_hold_on_a_redeemed_asset_gives_nothing() -> None:
    world = issued()
    fund(world, "1030.00")
    on_hold = PlaceHold("BOND", "100.00", "BANKA.HOUSE", (), 2, ("BANKB",), 0, b"", b"")
    world.apply(on_hold, "BANKA")
    world.open_until(MATURITY)
    assert cash_of(world)[0] == "1618.00"
    pay_out = ReleaseHold(0, "BOND", ("BANKB.HOUSE",), "100.00", b"")
    assert world.said(pay_out, "BANKB") == "ASSET_CLOSED"
    assert world.said(ReleaseHold(0, "BOND", (), "", b""), "BANKB") == "APPLIED"
    assert (world.available("BANKA.HOUSE", "BOND"), world.held("BANKA.HOUSE", "BOND")) == (
        ("0.00", "0.00")
    )
    assert world.invariants() == []


def test_two_assets_due_on_one_day_are_paid_in_their_order() -> None:
    world = issued()
    world.apply(bond("SECOND", interest_rate="24"), "GOVT")
    world.apply(OpenPositions("BANKA.C1", ("SECOND",), ("BANKA.C1", "HKD")), "BANKA")
    world.apply(IssueUnits("SECOND", "500.00", "BANKA.C1"), "GOVT")
    fund(world, "15.00")  # enough for one of the two
    world.open_until(COUPON)
    assert events(world, t.EVENT_LAST_STATUS)[:5] == [0, 0, 0, 0, 148]
    assert (world.available("BANKA.C1"), world.available("GOVT.PAYING")) == ("0.00", "5.00")
    fund(world, "5.00", "more")
    world.next_day()
    assert (world.available("BANKA.C1"), world.available("GOVT.PAYING")) == ("10.00", "0.00")


def test_more_than_a_block_pays_is_paid_by_the_next() -> None:
    world = settled()
    fund(world, "7.00")
    for number in range(70):
        world.apply(bond(f"B{number}"), "GOVT")
    world.apply(accounts("BANKA.ALL", assets=tuple(f"B{n}" for n in range(70))), "BANKA")
    for number in range(70):
        world.apply(IssueUnits(f"B{number}", "10.00", "BANKA.ALL"), "GOVT")
    world.open_until(COUPON - 1)
    before = world.last[0]
    world.next_day()
    print(f"{world.last[0] - before} blocks for 70 payments")
    assert world.last[0] == before + 3  # the opening, 64 payments, 6 payments
    assert world.available("GOVT.SUSPENSE") == "7.00"
    assert world.available("GOVT.PAYING") == "0.00"
    assert world.reopened().last == world.last
    assert world.verified().executor.height == world.last[0]


def test_a_payment_that_fails_does_not_hold_up_the_others() -> None:
    world = issued()
    world.apply(accounts("GOVT.OTHER", assets=("HKD",)), "GOVT")
    world.apply(bond("SECOND", paying_account="GOVT.OTHER"), "GOVT")
    world.apply(OpenPositions("BANKA.C1", ("SECOND",), ("BANKA.C1", "HKD")), "BANKA")
    world.apply(IssueUnits("SECOND", "1000.00", "BANKA.C1"), "GOVT")
    world.apply(MintCash("HKD", "10.00", "GOVT.OTHER", "other"), "HKMA")
    world.open_until(COUPON)
    assert world.available("GOVT.PAYING") == "0.00"
    assert world.available("BANKA.C1") == "10.00"


def test_nothing_issued_pays_nothing() -> None:
    world = with_bond()
    world.open_until(MATURITY)
    assert cash_of(world) == ("1000.00", "500.00", "0.00", "0.00")
    assert events(world, t.EVENT_STATE) == [t.EVENT_PAID] * 3 + [t.EVENT_CONVERTED]


def test_a_node_stopped_before_its_payments_pays_them_when_it_opens() -> None:
    world = issued()
    fund(world, "10.00")
    world.open_until(COUPON - 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("praya.node.solo.SoloNode._run_system_blocks", lambda _: None)
        world.next_day()
    assert cash_of(world)[2] == "10.00"
    again = world.reopened()
    assert cash_of(again) == ("1006.00", "500.00", "0.00", "4.00")
    assert again.reopened().last == again.last
    assert world.said(transfer("1.00"), "BANKA") == "APPLIED"
    assert cash_of(world)[2] == "0.00"  # any block begins with what is due
    world.node.close()
    refused("NODE_STOPPED", lambda: world.said(transfer("1.00"), "BANKA"))
