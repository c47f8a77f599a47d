"""Accounts and positions: opening few and many, eligibility, freezes."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from node.worlds import World, accounts, cash, settled, transfer, with_bond

from praya.base.errors import PrayaError
from praya.intents.accounts.freeze_account import FreezeAccount
from praya.intents.accounts.open_accounts import COLUMNS, OpenAccounts
from praya.intents.accounts.open_positions import OpenPositions
from praya.intents.accounts.set_attributes import SetAttributes
from praya.intents.issuance.amend_asset import AmendAsset
from praya.intents.schema import body_of, read_intent
from praya.kernel import tables as t
from praya.kernel.rows import pad_code

ASSET_REQUIRED = 5


def as_columns(codes: Sequence[str], kind: int = 0, attributes: int = 3) -> dict[str, Any]:
    """The column form of accounts with these codes."""
    content = b"".join(map(pad_code, codes))
    words = np.frombuffer(content, "<i8").reshape(-1, 4)
    named: dict[str, Any] = {f"code_{place}": words[:, place].copy() for place in range(4)}
    named["kind"] = np.full(len(codes), kind, "<i8")
    named["attributes"] = np.full(len(codes), attributes, "<i8")
    assert tuple(named) == COLUMNS
    return named


def opened(world: World, columns: dict[str, Any], *assets: str, **parts: Any) -> str:
    return world.said(OpenAccounts((), assets), "BANKA", columns=columns, **parts)


def test_an_account_is_opened_with_a_position_in_each_asset() -> None:
    world = with_bond()
    answer = world.apply(accounts("BANKA.NEW", assets=("HKD", "BOND")), "BANKA")
    assert answer.rows_applied == 8
    assert world.available("BANKA.NEW", "HKD") == world.available("BANKA.NEW", "BOND") == "0.00"
    account = world.state.table("accounts")[world.ledger.account("BANKA.NEW")]
    assert account[t.ACCOUNT_OWNER] == world.ledger.participant("BANKA")
    assert account[t.ACCOUNT_KIND] == 1


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({1: "BANKA.HOUSE", 2: 0, 3: 0}, "ACCOUNT_EXISTS"),
        ({1: "BANKB.HOUSE", 2: 0, 3: 0}, "ACCOUNT_EXISTS"),
        ({1: "", 2: 0, 3: 0}, "INTENT_MALFORMED"),
        ({1: "A B", 2: 0, 3: 0}, "INTENT_MALFORMED"),
        ({1: "賬戶", 2: 0, 3: 0}, "INTENT_MALFORMED"),
        ({1: "A" * 33, 2: 0, 3: 0}, "INTENT_MALFORMED"),
        ({1: "ISSUE:HKD2", 2: 0, 3: 0}, "INTENT_MALFORMED"),
        ({1: 7, 2: 0, 3: 0}, "INTENT_MALFORMED"),
        ({1: "NEW", 2: 4, 3: 0}, "INTENT_MALFORMED"),
        ({1: "NEW", 2: -1, 3: 0}, "INTENT_MALFORMED"),
        ({1: "NEW", 2: True, 3: 0}, "INTENT_MALFORMED"),
        ({1: "NEW", 2: 0, 3: 64}, "INTENT_MALFORMED"),
        ({1: "NEW", 2: 0, 3: -1}, "INTENT_MALFORMED"),
        ({1: "NEW", 2: 0, 3: 2**63}, "INTENT_MALFORMED"),
        ({1: "NEW", 2: 0}, "INTENT_MALFORMED"),
        ({1: "NEW", 2: 0, 3: 0, 4: 0}, "INTENT_MALFORMED"),
        ({1: "A" * 32, 2: 3, 3: 63}, "APPLIED"),
    ],
)
def test_an_account_is_refused_for_what_is_wrong_with_it(record: dict[int, Any], said: str) -> None:
    world = settled()
    assert world.said(OpenAccounts((record,), ()), "BANKA") == said


def pays_to(world: World, account: str, asset: str) -> int:
    """Where the ledger pays what this position is owed."""
    position = world.ledger.position(world.ledger.account(account), world.ledger.asset(asset))
    return int(world.state.table("positions")[position, t.POSITION_PAY_TO])


@pytest.mark.parametrize("by_columns", [False, True])
def test_an_account_is_paid_in_the_asset_that_is_named(by_columns: bool) -> None:
    world, codes = with_bond(), ["BANKA.N1", "BANKA.N2"]
    if by_columns:
        asked = OpenAccounts((), ("BOND", "HKD"), "HKD")
        assert world.said(asked, "BANKA", columns=as_columns(codes)) == "APPLIED"
    else:
        records = tuple({1: code, 2: 0, 3: 3} for code in codes)
        assert world.said(OpenAccounts(records, ("BOND", "HKD"), "HKD"), "BANKA") == "APPLIED"
    for code in codes:
        cash_position = world.ledger.position(world.ledger.account(code), world.ledger.asset("HKD"))
        assert pays_to(world, code, "BOND") == cash_position
        assert pays_to(world, code, "HKD") == -1


@pytest.mark.parametrize(
    ("assets", "paid_in", "said"),
    [
        (("HKD",), "BOND", "INTENT_MALFORMED"),
        ((), "HKD", "INTENT_MALFORMED"),
        (("BOND",), "GOLD", "INTENT_MALFORMED"),
        (("HKD",), "HK D", "INTENT_MALFORMED"),
        (("HKD",), 7, "INTENT_MALFORMED"),
        (("HKD",), "HKD", "APPLIED"),
    ],
)
def test_an_account_is_paid_in_an_asset_it_is_opened_with(
    assets: tuple[str, ...], paid_in: Any, said: str
) -> None:
    world = with_bond()
    asked = OpenAccounts(({1: "BANKA.NEW", 2: 0, 3: 3},), assets, paid_in)
    assert world.said(asked, "BANKA") == said


def test_a_request_without_the_optional_field_is_written_as_before() -> None:
    asked = OpenAccounts(({1: "X", 2: 0, 3: 0},), ("HKD",))
    assert set(body_of(asked)) == {1, 2}
    assert read_intent(OpenAccounts, {1: [{1: "X", 2: 0, 3: 0}], 2: ["HKD"]}) == asked
    for body in ({1: [], 2: [], 3: ""}, {1: [], 3: "HKD"}, {1: [], 2: [], 4: ""}):
        with pytest.raises(PrayaError):
            read_intent(OpenAccounts, body)


def test_of_accounts_opened_together_one_refused_refuses_all() -> None:
    world = settled()
    assert world.said(accounts("NEW", "NEW"), "BANKA") == "ACCOUNT_EXISTS"
    assert world.said(accounts("NEW", "BANKB.C1"), "BANKA") == "ACCOUNT_EXISTS"
    assert world.said(accounts("NEW", assets=("GOLD",)), "BANKA") == "ASSET_UNKNOWN"
    assert world.said(accounts("NEW", assets=("HKD", "HKD")), "BANKA") == "INTENT_MALFORMED"
    assert world.said(accounts("NEW", assets=("HKD",)), "BANKA", seed=b"") == "INTENT_MALFORMED"
    assert world.ledger.account("NEW") is None
    assert world.said(accounts("NEW"), "BANKA", seed=b"") == "APPLIED"


def test_more_accounts_than_rows_fit_are_refused() -> None:
    world = settled()
    many = accounts(*(f"N{number}" for number in range(1_400)), assets=("HKD",))
    assert world.said(many, "BANKA") == "LOWERING_LIMIT"
    assert (
        world.said(accounts(*(f"N{number}" for number in range(1_300)), assets=("HKD",)), "BANKA")
        == "APPLIED"
    )


def test_columns_open_the_same_accounts_as_names() -> None:
    codes = ["C1", "A" * 32, "C3"]
    by_columns, by_names = with_bond(), with_bond()
    assert opened(by_columns, as_columns(codes), "HKD", "BOND") == "APPLIED"
    records = tuple({1: code, 2: 0, 3: 3} for code in codes)
    assert by_names.said(OpenAccounts(records, ("HKD", "BOND")), "BANKA") == "APPLIED"
    for table in ("accounts", "positions", "balances", "extents"):
        assert (by_columns.state.table(table) == by_names.state.table(table)).all(), table


def test_columns_that_are_not_right_are_refused() -> None:
    world = settled()
    world.apply(cash("USD"), "HKMA")
    good = as_columns(["N1", "N2"])
    wrong: list[tuple[dict[str, Any], str]] = [
        (as_columns(["N1", "N1"]), "ACCOUNT_EXISTS"),
        (as_columns(["N1", "BANKB.C1"]), "ACCOUNT_EXISTS"),
        (as_columns(["N1", ""]), "INTENT_MALFORMED"),
        (as_columns(["N1", "A B"]), "INTENT_MALFORMED"),
        (as_columns(["N1", "A\0B"]), "INTENT_MALFORMED"),
        (as_columns(["N1", "ISSUE:HKD2"]), "INTENT_MALFORMED"),
        (as_columns(["N1"], kind=4), "INTENT_MALFORMED"),
        (as_columns(["N1"], kind=-1), "INTENT_MALFORMED"),
        (as_columns(["N1"], attributes=64), "INTENT_MALFORMED"),
        (as_columns(["N1"], attributes=-(2**63)), "INTENT_MALFORMED"),
        ({**good, "more": good["kind"]}, "INTENT_MALFORMED"),
        ({name: good[name] for name in reversed(good)}, "INTENT_MALFORMED"),
        ({name: good[name] for name in COLUMNS[:5]}, "INTENT_MALFORMED"),
        ({**good, "code_0": np.array([-1, -2])}, "INTENT_MALFORMED"),
        ({**good, "kind": np.array([-1, 0], "|i1")}, "INTENT_MALFORMED"),
        ({**good, "attributes": np.array([255, 0], "|u1")}, "INTENT_MALFORMED"),
        (as_columns([f"N{number}" for number in range(1_100)]), "APPLIED"),
        (as_columns([f"M{number}" for number in range(1_100)]), "LOWERING_LIMIT"),
    ]
    for place, (columns, said) in enumerate(wrong):
        assets = ("HKD", "USD") if said == "LOWERING_LIMIT" else ()
        assert opened(world, columns, *assets) == said, place
    both = OpenAccounts(({1: "X", 2: 0, 3: 0},), ())
    assert world.said(both, "BANKA", columns=as_columns(["Y"])) == "INTENT_MALFORMED"
    assert opened(world, as_columns(["Y"]), "HKD", seed=b"") == "INTENT_MALFORMED"
    print(f"{len(wrong)} column sections")


def test_positions_are_opened_with_a_payee() -> None:
    world = with_bond()
    world.apply(OpenPositions("BANKA.C1", ("BOND",), ("BANKA.C2", "HKD")), "BANKA")
    position = world.state.table("positions")[world.position("BANKA.C1", "BOND")]
    assert position[t.POSITION_PAY_TO] == world.position("BANKA.C2", "HKD")


@pytest.mark.parametrize(
    ("intent", "said"),
    [
        (OpenPositions("NONE", ("BOND",), ()), "ACCOUNT_UNKNOWN"),
        (OpenPositions("BANKB.C1", ("BOND",), ()), "NOT_CONTROLLED"),
        (OpenPositions("BANKA.C1", ("GOLD",), ()), "ASSET_UNKNOWN"),
        (OpenPositions("BANKA.C1", ("HKD",), ()), "POSITION_EXISTS"),
        (OpenPositions("BANKA.C1", ("BOND", "BOND"), ()), "INTENT_MALFORMED"),
        (OpenPositions("BANKA.C1", ("BOND",), ("BANKA.C1",)), "INTENT_MALFORMED"),
        (OpenPositions("BANKA.C1", ("BOND",), ("BANKA.C1", "BOND")), "POSITION_UNKNOWN"),
        (OpenPositions("BANKA.C1", ("BOND",), ("NONE", "HKD")), "ACCOUNT_UNKNOWN"),
        (OpenPositions("BANKA.C1", ("BOND",), ("BANKA.C1", "GOLD")), "ASSET_UNKNOWN"),
        (OpenPositions("BANKA.C1", ("BOND",), ("BANKB.C1", "HKD")), "APPLIED"),
    ],
)
def test_positions_are_refused_for_what_is_wrong(intent: OpenPositions, said: str) -> None:
    assert with_bond().said(intent, "BANKA") == said
    if said == "APPLIED":
        assert with_bond().said(intent, "BANKA", seed=b"") == "INTENT_MALFORMED"


def test_attributes_decide_who_may_be_credited() -> None:
    world = settled()
    world.apply(AmendAsset("HKD", ASSET_REQUIRED, 3), "HKMA")
    pay = transfer("1.00", "BANKA.HOUSE", "BANKA.C1")
    assert world.said(pay, "BANKA") == "CREDIT_INELIGIBLE"
    assert world.said(SetAttributes("BANKA.C1", 1), "BANKA") == "APPLIED"
    assert world.said(pay, "BANKA") == "CREDIT_INELIGIBLE"
    assert world.said(SetAttributes("BANKA.C1", 7), "BANKA") == "APPLIED"
    assert world.said(pay, "BANKA") == "APPLIED"
    assert world.said(SetAttributes("BANKA.C1", 0), "BANKA") == "APPLIED"
    assert world.said(transfer("1.00", "BANKA.C1", "BANKA.HOUSE"), "BANKA") == "CREDIT_INELIGIBLE"


@pytest.mark.parametrize(
    ("account", "attributes", "said"),
    [
        ("BANKB.C1", 1, "NOT_CONTROLLED"),
        ("NONE", 1, "ACCOUNT_UNKNOWN"),
        ("BANKA.C1", 64, "INTENT_MALFORMED"),
        ("BANKA.C1", -1, "INTENT_MALFORMED"),
        ("BANKA.C1", 2**63 - 1, "INTENT_MALFORMED"),
    ],
)
def test_attributes_are_set_by_the_keeper_and_known(
    account: str, attributes: int, said: str
) -> None:
    assert settled().said(SetAttributes(account, attributes), "BANKA") == said


@pytest.mark.parametrize(
    ("freeze", "out", "into"),
    [
        (0, "APPLIED", "APPLIED"),
        (1, "DEBIT_FROZEN", "APPLIED"),
        (2, "APPLIED", "CREDIT_FROZEN"),
        (3, "DEBIT_FROZEN", "CREDIT_FROZEN"),
    ],
)
def test_a_freeze_stops_what_it_says_and_is_released(freeze: int, out: str, into: str) -> None:
    world = settled()
    world.apply(FreezeAccount("BANKA.HOUSE", freeze, "court order"), "BANKA")
    assert world.said(transfer("1.00"), "BANKA") == out
    assert world.said(transfer("1.00", "BANKB.HOUSE", "BANKA.HOUSE"), "BANKB") == into
    world.apply(FreezeAccount("BANKA.HOUSE", 0, "order lifted"), "BANKA")
    assert world.said(transfer("1.00"), "BANKA") == "APPLIED"


@pytest.mark.parametrize(
    ("intent", "said"),
    [
        (FreezeAccount("BANKB.HOUSE", 3, "why"), "NOT_CONTROLLED"),
        (FreezeAccount("NONE", 3, "why"), "ACCOUNT_UNKNOWN"),
        (FreezeAccount("BANKA.HOUSE", 4, "why"), "INTENT_MALFORMED"),
        (FreezeAccount("BANKA.HOUSE", -1, "why"), "INTENT_MALFORMED"),
        (FreezeAccount("BANKA.HOUSE", 3, ""), "INTENT_MALFORMED"),
        (FreezeAccount("BANKA.HOUSE", 3, " \t"), "INTENT_MALFORMED"),
        (FreezeAccount("BANKA.HOUSE", 3, "x" * 1_025), "INTENT_MALFORMED"),
    ],
)
def test_a_freeze_is_the_keepers_and_has_a_reason(intent: FreezeAccount, said: str) -> None:
    world = settled()
    assert world.said(intent, "BANKA") == said
    assert world.said(transfer("1.00"), "BANKA") == "APPLIED"
