"""Assets and units: defined, issued, minted, redeemed, amended, each by who may and once."""

from typing import Any

import pytest
from node.worlds import FIRST_DAY, accounts, bond, cash, settled, with_bond

from praya.base.dates import parse_day
from praya.instruments import cash_token
from praya.intents.accounts.open_positions import OpenPositions
from praya.intents.issuance.amend_asset import AmendAsset
from praya.intents.issuance.define_asset import DefineAsset
from praya.intents.issuance.issue_units import IssueUnits
from praya.intents.issuance.mint_cash import MintCash
from praya.intents.issuance.redeem_cash import RedeemCash
from praya.intents.settlement.transfer import Transfer
from praya.kernel import tables as t

REQUIRED, PAUSED, LIMIT = 5, 6, 7


def token(code: str, **changed: Any) -> DefineAsset:
    """A cash token under a code, with encoded terms changed: f2 is the decimals, and so on."""
    stated: dict[int, Any] = {1: "HKD", 2: 2, 3: "100.00", 4: 0}
    terms = {**stated, **{int(name[1:]): value for name, value in changed.items()}}
    return DefineAsset(code, cash_token.NAME, terms)


def test_a_bond_is_defined_with_its_payments() -> None:
    world = with_bond()
    events = world.state.table("events")
    kinds = events[:, t.EVENT_KIND].tolist()
    assert kinds == [t.EVENT_DISTRIBUTION] * 3 + [t.EVENT_REDEMPTION]
    mandate = world.state.table("mandates")[1]
    assert mandate[t.MANDATE_REMAINING] == 103_000  # three coupons of 10.00 and 1,000.00
    assert mandate[t.MANDATE_GRANTEE] == 0
    assert world.ledger.document("asset/BOND") is not None
    assert world.available("ISSUE:BOND", "BOND") == "0.00"


@pytest.mark.parametrize(
    ("intent", "said"),
    [
        (token("HKD"), "ASSET_EXISTS"),
        (DefineAsset("NEW", "perpetual", {}), "INSTRUMENT_UNKNOWN"),
        (DefineAsset("NEW", "", {}), "INSTRUMENT_UNKNOWN"),
        (DefineAsset("NEW", "cash_token", {}), "TERMS_INVALID"),
        (token("NEW", f2=10), "TERMS_INVALID"),
        (token("NEW", f2="2"), "TERMS_INVALID"),
        (token("NEW", f3="0.00"), "TERMS_INVALID"),
        (token("NEW", f3="-1.00"), "TERMS_INVALID"),
        (token("NEW", f3="92233720368547758.08"), "TERMS_INVALID"),
        (token("NEW", f4=64), "TERMS_INVALID"),
        (token("NEW", f5=1), "TERMS_INVALID"),
        (token("A" * 27), "INTENT_MALFORMED"),
        (token("A/B"), "INTENT_MALFORMED"),
        (token(""), "INTENT_MALFORMED"),
        (token("幣"), "INTENT_MALFORMED"),
        (token("NEW", f3="92233720368547758.07"), "APPLIED"),
        (token("A" * 26), "APPLIED"),
    ],
)
def test_a_token_is_refused_for_what_is_wrong(intent: DefineAsset, said: str) -> None:
    world = settled()
    assert world.said(intent, "BANKA") == said
    assert (world.ledger.asset("NEW") is None) or said == "APPLIED"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"calendar": "USNY"}, "CALENDAR_UNKNOWN"),
        ({"maturity_date": parse_day("2026-02-15")}, "CALENDAR_UNKNOWN"),  # beyond the calendar
        ({"cash_asset": "USD"}, "ASSET_UNKNOWN"),
        ({"paying_account": "NONE"}, "ACCOUNT_UNKNOWN"),
        ({"suspense_account": "NONE"}, "ACCOUNT_UNKNOWN"),
        ({"paying_account": "BANKA.HOUSE"}, "NOT_CONTROLLED"),
        ({"suspense_account": "BANKA.HOUSE"}, "NOT_CONTROLLED"),
        ({"decimals": 0, "aggregate_nominal": "1000", "specified_denomination": "100",
          "integral_multiple": "100"}, "TERMS_INVALID"),
        ({"aggregate_nominal": "92233720368547758.00", "specified_denomination": "1.00",
          "integral_multiple": "1.00"}, "TERMS_INVALID"),  # redemption and coupons pass 63 bits
        ({"step_months": 2}, "TERMS_INVALID"),
        ({"record_business_days": 30}, "INTENT_MALFORMED"),  # a record before the issue
        ({"issue_date": FIRST_DAY - 31}, "DATE_OUT_OF_ORDER"),  # its first record date is past
    ],
)  # fmt: skip
def test_a_bond_is_refused_for_what_is_wrong(changed: dict[str, Any], said: str) -> None:
    world = settled()
    assert world.said(bond(**changed), "GOVT") == said
    assert world.ledger.asset("BOND") is None
    assert world.invariants() == []


@pytest.mark.parametrize("paid_in", ["USD", "OTHER"])
def test_a_bond_pays_in_a_cash_token_of_its_currency_only(paid_in: str) -> None:
    world = settled()
    world.apply(cash("USD"), "HKMA")
    world.apply(bond("OTHER"), "GOVT")
    for account in ("GOVT.PAYING", "GOVT.SUSPENSE"):
        world.apply(OpenPositions(account, (paid_in,), ()), "GOVT")
    assert world.said(bond(cash_asset=paid_in), "GOVT") == "TERMS_INVALID"
    assert world.ledger.asset("BOND") is None
    stated = {"cash_asset": paid_in, "currency": "USD"}
    said = "APPLIED" if paid_in == "USD" else "TERMS_INVALID"
    assert world.said(bond(**stated), "GOVT") == said


def test_a_bond_needs_a_position_of_both_accounts_in_its_cash() -> None:
    world = settled()
    world.apply(accounts("GOVT.BARE"), "GOVT")
    for field in ("paying_account", "suspense_account"):
        assert world.said(bond(**{field: "GOVT.BARE"}), "GOVT") == "POSITION_UNKNOWN"
    assert world.said(bond(), "GOVT", seed=b"") == "INTENT_MALFORMED"
    assert world.said(bond(), "GOVT") == "APPLIED"
    assert world.said(bond(), "GOVT") == "ASSET_EXISTS"


def test_units_are_issued_up_to_the_limit_by_the_issuer() -> None:
    world = with_bond()
    cases = [
        (IssueUnits("BOND", "600.00", "BANKA.HOUSE"), "BANKA", "NOT_ISSUER"),
        (IssueUnits("GOLD", "1.00", "BANKA.HOUSE"), "GOVT", "ASSET_UNKNOWN"),
        (IssueUnits("BOND", "1.00", "NONE"), "GOVT", "ACCOUNT_UNKNOWN"),
        (IssueUnits("BOND", "1.00", "BANKA.C1"), "GOVT", "POSITION_UNKNOWN"),
        (IssueUnits("BOND", "1", "BANKA.HOUSE"), "GOVT", "INTENT_MALFORMED"),
        (IssueUnits("BOND", "0.00", "BANKA.HOUSE"), "GOVT", "INTENT_MALFORMED"),
        (IssueUnits("BOND", "1000.01", "BANKA.HOUSE"), "GOVT", "EXCEEDS_ISSUE_LIMIT"),
        (IssueUnits("BOND", "600.00", "BANKA.HOUSE"), "GOVT", "APPLIED"),
        (IssueUnits("BOND", "400.01", "BANKB.HOUSE"), "GOVT", "EXCEEDS_ISSUE_LIMIT"),
        (IssueUnits("BOND", "400.00", "BANKB.HOUSE"), "GOVT", "APPLIED"),
        (IssueUnits("BOND", "0.01", "BANKB.HOUSE"), "GOVT", "EXCEEDS_ISSUE_LIMIT"),
    ]
    for intent, who, said in cases:
        assert world.said(intent, who) == said, intent
    assert world.ledger_of("BOND").split() == [
        *("ISSUE:BOND", "-1000.00", "BANKA.HOUSE", "600.00", "BANKB.HOUSE", "400.00"),
    ]


def test_a_receipt_mints_once_for_ever() -> None:
    world = settled()
    mint = MintCash("HKD", "5.00", "BANKA.HOUSE", "rtgs-7")
    assert world.said(mint, "HKMA") == "APPLIED"
    assert world.said(mint, "HKMA") == "RECEIPT_USED"
    other = MintCash("HKD", "6.00", "BANKB.HOUSE", "rtgs-7")
    assert world.said(other, "HKMA") == "RECEIPT_USED"
    assert world.reopened().said(other, "HKMA") == "RECEIPT_USED"
    world.clock.set(world.clock.now_ms() + 40 * 86_400_000)
    assert world.said(mint, "HKMA") == "RECEIPT_USED"
    assert world.available("BANKA.HOUSE") == "1005.00"


def test_a_mint_that_fails_does_not_use_the_receipt() -> None:
    world = settled()
    world.apply(cash("SML", "1.00"), "HKMA")
    world.apply(accounts("BANKA.S", assets=("SML",)), "BANKA")
    assert world.said(MintCash("SML", "2.00", "BANKA.S", "r"), "HKMA") == "EXCEEDS_ISSUE_LIMIT"
    assert world.said(MintCash("SML", "1.00", "BANKA.S", "r"), "HKMA") == "APPLIED"


def test_receipts_of_two_assets_are_two() -> None:
    world = settled()
    world.apply(token("A", f3="9.00"), "BANKA")
    world.apply(accounts("BANKA.A", assets=("A",)), "BANKA")
    for asset, account, issuer in (("HKD", "BANKA.HOUSE", "HKMA"), ("A", "BANKA.A", "BANKA")):
        assert world.said(MintCash(asset, "1.00", account, "x/y"), issuer) == "APPLIED"


@pytest.mark.parametrize(
    ("intent", "who", "said"),
    [
        (MintCash("HKD", "1.00", "BANKA.HOUSE", "r"), "BANKA", "NOT_ISSUER"),
        (MintCash("USD", "1.00", "BANKA.HOUSE", "r"), "HKMA", "ASSET_UNKNOWN"),
        (MintCash("HKD", "1.00", "NONE", "r"), "HKMA", "ACCOUNT_UNKNOWN"),
        (MintCash("HKD", "1.00", "ISSUE:HKD", "r"), "HKMA", "NOT_CONTROLLED"),
        (MintCash("HKD", "1.00", "BANKA.HOUSE", ""), "HKMA", "INTENT_MALFORMED"),
        (MintCash("HKD", "1.00", "BANKA.HOUSE", " \n"), "HKMA", "INTENT_MALFORMED"),
        (MintCash("HKD", "1.0", "BANKA.HOUSE", "r"), "HKMA", "INTENT_MALFORMED"),
        (MintCash("HKD", "-1.00", "BANKA.HOUSE", "r"), "HKMA", "INTENT_MALFORMED"),
        (MintCash("HKD", "999999999999.00", "BANKA.HOUSE", "r"), "HKMA", "EXCEEDS_ISSUE_LIMIT"),
    ],
)
def test_cash_is_minted_by_its_issuer_within_its_limit(
    intent: MintCash, who: str, said: str
) -> None:
    world = settled()
    assert world.said(intent, who) == said
    assert world.available("ISSUE:HKD") == "-1500.00"


@pytest.mark.parametrize(
    ("intent", "said"),
    [
        (RedeemCash("HKD", "1.00", "BANKB.HOUSE", "acc"), "NOT_CONTROLLED"),
        (RedeemCash("HKD", "1.00", "NONE", "acc"), "ACCOUNT_UNKNOWN"),
        (RedeemCash("USD", "1.00", "BANKA.HOUSE", "acc"), "ASSET_UNKNOWN"),
        (RedeemCash("HKD", "1000.01", "BANKA.HOUSE", "acc"), "EXCEEDS_AVAILABLE"),
        (RedeemCash("HKD", "1.001", "BANKA.HOUSE", "acc"), "INTENT_MALFORMED"),
        (RedeemCash("HKD", "1000.00", "BANKA.HOUSE", "acc"), "APPLIED"),
    ],
)
def test_cash_is_redeemed_by_its_holder(intent: RedeemCash, said: str) -> None:
    world = settled()
    assert world.said(intent, "BANKA") == said
    assert world.available("ISSUE:HKD") == ("-500.00" if said == "APPLIED" else "-1500.00")


def test_an_issuer_amends_its_asset() -> None:
    world = with_bond()
    issue = IssueUnits("BOND", "10.00", "BANKA.HOUSE")
    world.apply(AmendAsset("BOND", PAUSED, 1), "GOVT")
    assert world.said(issue, "GOVT") == "ASSET_PAUSED"
    world.apply(AmendAsset("BOND", PAUSED, 0), "GOVT")
    assert world.said(issue, "GOVT") == "APPLIED"
    outstanding = 150_000
    world.apply(AmendAsset("HKD", LIMIT, outstanding), "HKMA")
    mint = MintCash("HKD", "0.01", "BANKA.HOUSE", "r")
    assert world.said(mint, "HKMA") == "EXCEEDS_ISSUE_LIMIT"
    world.apply(AmendAsset("HKD", LIMIT, outstanding + 1), "HKMA")
    assert world.said(mint, "HKMA") == "APPLIED"
    world.apply(AmendAsset("BOND", REQUIRED, 1), "GOVT")
    move = Transfer("BOND", "1.00", "BANKA.HOUSE", "BANKB.HOUSE", "")
    assert world.said(move, "BANKA") == "CREDIT_INELIGIBLE"


@pytest.mark.parametrize(
    ("intent", "who", "said"),
    [
        (AmendAsset("BOND", PAUSED, 1), "BANKA", "NOT_ISSUER"),
        (AmendAsset("GOLD", PAUSED, 1), "GOVT", "ASSET_UNKNOWN"),
        (AmendAsset("BOND", PAUSED, 2), "GOVT", "OPERANDS_MALFORMED"),
        (AmendAsset("BOND", PAUSED, -1), "GOVT", "INTENT_MALFORMED"),
        (AmendAsset("BOND", LIMIT, -1), "GOVT", "INTENT_MALFORMED"),
        (AmendAsset("BOND", REQUIRED, 64), "GOVT", "INTENT_MALFORMED"),
        (AmendAsset("BOND", 4, 0), "GOVT", "INTENT_MALFORMED"),
        (AmendAsset("BOND", 8, 0), "GOVT", "INTENT_MALFORMED"),
        (AmendAsset("BOND", 2**63 - 1, 0), "GOVT", "INTENT_MALFORMED"),
        (AmendAsset("BOND", LIMIT, 2**63 - 1), "GOVT", "INSTRUMENT_DIFFERS"),
        (AmendAsset("HKD", LIMIT, 2**63 - 1), "HKMA", "APPLIED"),
    ],
)
def test_an_asset_is_amended_by_its_issuer_in_what_may_change(
    intent: AmendAsset, who: str, said: str
) -> None:
    assert with_bond().said(intent, who) == said


def test_cash_and_securities_are_made_by_requests_of_their_own() -> None:
    world = with_bond()
    assert world.said(IssueUnits("HKD", "1.00", "BANKA.HOUSE"), "HKMA") == "INSTRUMENT_DIFFERS"
    mint = MintCash("BOND", "1.00", "BANKA.HOUSE", "r")
    assert world.said(mint, "HKMA") == "NOT_ISSUER"
    world.apply(IssueUnits("BOND", "100.00", "BANKA.HOUSE"), "GOVT")
    redeem = RedeemCash("BOND", "1.00", "BANKA.HOUSE", "acc")
    assert world.said(redeem, "BANKA") == "INSTRUMENT_DIFFERS"
    assert world.available("BANKA.HOUSE", "BOND") == "100.00"


def test_units_are_not_made_or_unmade_by_a_transfer() -> None:
    world = settled()
    out = Transfer("HKD", "1.00", "ISSUE:HKD", "BANKA.HOUSE", "")
    back = Transfer("HKD", "1.00", "BANKA.HOUSE", "ISSUE:HKD", "")
    assert world.said(out, "HKMA") == "NOT_CONTROLLED"
    assert world.said(back, "BANKA") == "NOT_CONTROLLED"


def test_a_government_may_not_define_a_cash_token() -> None:
    assert settled().said(cash("USD"), "GOVT") == "NOT_ISSUER"
    assert settled().said(cash("USD"), "BANKA") == "APPLIED"
