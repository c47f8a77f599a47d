"""A statement beside a ledger: all of it fits, or every misfit is told and nothing is minted."""

import re
from pathlib import Path
from typing import Any

import pytest
from statement_samples import BACKING, DAY, STMT, entry, statement

from praya.base.attributes import Attribute
from praya.base.errors import PrayaError
from praya.base.signing import Suite
from praya.base.status import Status
from praya.instruments import cash_token
from praya.intents.accounts.freeze_account import FreezeAccount
from praya.intents.accounts.open_accounts import OpenAccounts
from praya.intents.accounts.open_positions import OpenPositions
from praya.intents.issuance.amend_asset import AmendAsset
from praya.intents.issuance.define_asset import DefineAsset
from praya.intents.issuance.mint_cash import MintCash
from praya.kernel import operations as op
from praya.kernel import tables as t
from praya.rails.bank_statement import Statement
from praya.rails.receipts import mints
from praya.rails.statement_reading import read_statement
from praya.rails.statement_writing import write_statement
from praya.sdk.sandbox import Sandbox

NAMED = "/NtryDtls/TxDtls/RmtInf"
SHARED: list[Sandbox] = []


def fresh() -> Sandbox:
    """An operator that issues HKD, and a bank INVESTOR with an account in it."""
    made = Sandbox(suite=Suite.ED25519)
    made.open("INVESTOR")
    return made


@pytest.fixture
def sandbox() -> Sandbox:
    """A ledger of its own, for a test that changes it."""
    return fresh()


@pytest.fixture
def shared() -> Sandbox:
    """A ledger that no test changes."""
    if not SHARED:
        SHARED.append(fresh())
        records = ({1: "EMPTY", 2: t.ACCOUNT_HOUSE, 3: 0},)
        SHARED[0].book.do(OpenAccounts(records, ()), SHARED[0].operator.institution)
    return SHARED[0]


def told(sandbox: Sandbox, stated: Statement, *where: Any, **chosen: Any) -> list[tuple[str, ...]]:
    """Path below the statement, value and kind of each problem, and that nothing was written."""
    before = sandbox.book.ledger.state.root()
    asset, account = where or ("HKD", BACKING)
    with pytest.raises(PrayaError) as refused:
        mints(stated, sandbox.book.ledger, asset, account, **chosen)
    assert refused.value.code == "STATEMENT_REFUSED"
    assert sandbox.book.ledger.state.root() == before
    problems: Any = refused.value.values["problems"]
    return [(one.path.removeprefix(STMT), one.value, one.kind.name) for one in problems]


def mint(sandbox: Sandbox, stated: Statement, **chosen: Any) -> list[MintCash]:
    """What the operator does: read from its own bytes, match, mint each."""
    received = read_statement(write_statement(stated))
    requests = mints(received, sandbox.book.ledger, "HKD", BACKING, **chosen)
    for one in requests:
        sandbox.book.do(one, sandbox.operator.institution)
    return requests


def amend(sandbox: Sandbox, change: int, value: int) -> None:
    sandbox.book.do(AmendAsset("HKD", change, value), sandbox.operator.institution)


def test_each_entry_becomes_one_request_in_its_order(shared):
    requests = mints(statement(), shared.book.ledger, "HKD", BACKING)
    assert requests == [
        MintCash("HKD", "100.00", "INVESTOR", "FT1"),
        MintCash("HKD", "200.00", "INVESTOR", "FT2"),
        MintCash("HKD", "300.00", "INVESTOR", "FT3"),
    ]


def test_what_a_statement_says_is_minted_and_no_more(sandbox):
    mint(sandbox, statement())
    assert sandbox.supply()["HKD"] == "600.00"
    assert sandbox.balances()["INVESTOR", "HKD"] == "600.00"


@pytest.mark.parametrize(
    ("changed", "path", "value", "kind"),
    [
        ({"is_credit": False}, "/CdtDbtInd", "DBIT", "DEBIT"),
        ({"is_reversal": True}, "/RvslInd", "true", "REVERSAL"),
        ({"status": "PDNG"}, "/Sts", "PDNG", "NOT_BOOKED"),
        ({"status": "INFO"}, "/Sts", "INFO", "NOT_BOOKED"),
        ({"status": "Prtry BOOK"}, "/Sts", "Prtry BOOK", "NOT_BOOKED"),
        ({"status": "book"}, "/Sts", "book", "NOT_BOOKED"),
        ({"value_day": DAY + 1}, "/ValDt", "2026-11-21", "VALUE_LATER"),
        ({"booking_day": DAY + 3}, "/BookgDt", "2026-11-23", "VALUE_LATER"),
        ({"amount_minor": 0}, "/Amt", "0.00", "ZERO"),
        ({"amount_minor": -1}, "/Amt", "-0.01", "ZERO"),
        ({"amount_minor": 2**63}, "/Amt", "92233720368547758.08", "AMOUNT_LARGE"),
        ({"amount_minor": 2**63 - 1}, "", "92233720368548158.07", "ISSUE_LIMIT"),
        ({"servicer_reference": "FT1"}, "/AcctSvcrRef", "FT1", "TWICE"),
        ({"entry_reference": "1"}, "/NtryRef", "1", "TWICE"),
        ({"servicer_reference": ""}, "/AcctSvcrRef", "", "RECEIPT_FORM"),
        ({"servicer_reference": " FT2"}, "/AcctSvcrRef", " FT2", "RECEIPT_FORM"),
        ({"servicer_reference": "FT  2"}, "/AcctSvcrRef", "FT  2", "RECEIPT_FORM"),
        ({"servicer_reference": "FT2\n"}, "/AcctSvcrRef", "FT2\n", "RECEIPT_FORM"),
        ({"servicer_reference": "匯款"}, "/AcctSvcrRef", "匯款", "RECEIPT_FORM"),
        ({"ledger_account": "NOBODY"}, NAMED, "NOBODY", "ACCOUNT_UNKNOWN"),
        ({"ledger_account": ""}, NAMED, "", "ACCOUNT_UNKNOWN"),
        ({"ledger_account": "A" * 33}, NAMED, "A" * 33, "ACCOUNT_UNKNOWN"),
        ({"ledger_account": "帳戶"}, NAMED, "帳戶", "ACCOUNT_UNKNOWN"),
        ({"ledger_account": "investor"}, NAMED, "investor", "ACCOUNT_UNKNOWN"),
        ({"ledger_account": "INVESTOR "}, NAMED, "INVESTOR ", "ACCOUNT_UNKNOWN"),
        ({"ledger_account": "ISSUE:HKD"}, NAMED, "ISSUE:HKD", "ACCOUNT_UNKNOWN"),
        ({"ledger_account": "EMPTY"}, NAMED, "EMPTY", "NO_POSITION"),
    ],
)  # fmt: skip
def test_one_entry_that_does_not_fit_mints_nothing(shared, changed, path, value, kind):
    stated = statement(entry(1), entry(2, **changed), entry(3))
    place = f"/Ntry[2]{path}" if path else ""
    assert told(shared, stated) == [(place, value, kind)]


def test_one_wrong_entry_of_forty_mints_nothing(shared):
    entries = [entry(number) for number in range(1, 41)]
    entries[39] = entry(40, ledger_account="INVESTER")
    rows = told(shared, statement(*entries))
    assert rows == [("/Ntry[40]/NtryDtls/TxDtls/RmtInf", "INVESTER", "ACCOUNT_UNKNOWN")]


def test_all_that_does_not_fit_is_told_at_once_in_the_order_of_the_file(shared):
    stated = statement(
        entry(1, is_credit=False, status="PDNG"),
        entry(1, ledger_account="NOBODY"),
        entry(3, amount_minor=0, value_day=DAY + 1),
        account="999",
    )
    assert [kind for _, _, kind in told(shared, stated)] == [
        *("OTHER_ACCOUNT", "DEBIT", "NOT_BOOKED"),
        *("TWICE", "TWICE", "ACCOUNT_UNKNOWN"),
        *("VALUE_LATER", "ZERO"),
    ]


def test_one_payment_under_two_references_is_noticed(shared):
    uetr = "0a1b2c3d-0a1b-4c2d-8e3f-0a1b2c3d4e5f"
    stated = statement(entry(1, uetr=uetr), entry(2, uetr=uetr), entry(3, uetr=""))
    assert told(shared, stated) == [("/Ntry[2]/NtryDtls/TxDtls/Refs/UETR", uetr, "TWICE")]


def test_references_that_are_not_there_are_no_duplicates(shared):
    stated = statement(*[entry(number, entry_reference="") for number in (1, 2)])
    assert len(mints(stated, shared.book.ledger, "HKD", BACKING)) == 2


@pytest.mark.parametrize(
    ("changed", "where", "row"),
    [
        ({}, ("HKD", "012-345-67891"), ("/Acct/Id", BACKING, "OTHER_ACCOUNT")),
        ({}, ("HKD", ""), ("/Acct/Id", BACKING, "OTHER_ACCOUNT")),
        ({"account": "012 345 67890"}, (), ("/Acct/Id", "012 345 67890", "OTHER_ACCOUNT")),
        ({"currency": "USD"}, (), ("/Acct/Ccy", "USD", "OTHER_CURRENCY")),
        ({"currency": "JPY"}, (), ("/Acct/Ccy", "JPY", "OTHER_CURRENCY")),
        ({"entries": ()}, (), ("/Ntry", "", "NO_ENTRIES")),
        ({}, ("USD", BACKING), ("asset", "USD", "ASSET_UNKNOWN")),
        ({}, ("", BACKING), ("asset", "", "ASSET_UNKNOWN")),
        ({}, ("港元", BACKING), ("asset", "港元", "ASSET_UNKNOWN")),
        ({}, ("H" * 40, BACKING), ("asset", "H" * 40, "ASSET_UNKNOWN")),
    ],
)
def test_a_statement_of_something_else_mints_nothing(shared, changed, where, row):
    assert told(shared, statement(**changed), *where) == [row]


def test_a_bond_is_not_minted_against_a_statement(sandbox):
    (issuer,) = sandbox.open("ISSUER")
    sandbox.issue(issuer, "BOND", "1000.00")
    assert told(sandbox, statement(), "BOND", BACKING) == [("asset", "BOND", "NOT_CASH")]


@pytest.mark.parametrize("freeze", [2, 3])
def test_an_account_whose_credits_are_frozen_is_not_minted_to(sandbox, freeze):
    (other,) = sandbox.open("OTHER")
    sandbox.book.do(FreezeAccount(other.account, freeze, "court order"), other.institution)
    stated = statement(entry(1), entry(2, ledger_account="OTHER"))
    assert told(sandbox, stated) == [
        ("/Ntry[2]/NtryDtls/TxDtls/RmtInf", "OTHER", "CREDIT_FROZEN"),
    ]


def test_an_account_whose_debits_are_frozen_is_minted_to(sandbox):
    (other,) = sandbox.open("OTHER")
    sandbox.book.do(FreezeAccount(other.account, 1, "court order"), other.institution)
    mint(sandbox, statement(entry(1, ledger_account="OTHER")))
    assert sandbox.balances()["OTHER", "HKD"] == "100.00"


def test_an_account_without_the_attributes_is_not_minted_to(sandbox):
    amend(sandbox, op.SET_ASSET_REQUIRED, int(Attribute.MAINLAND))
    kinds = {kind for _, _, kind in told(sandbox, statement())}
    assert kinds == {"NOT_ELIGIBLE"}


def test_a_paused_token_is_not_minted(sandbox):
    amend(sandbox, op.SET_ASSET_PAUSED, 1)
    assert told(sandbox, statement()) == [("asset", "HKD", "ASSET_STOPPED")]
    amend(sandbox, op.SET_ASSET_PAUSED, 0)
    assert len(mint(sandbox, statement())) == 3


def test_the_issue_limit_holds_for_all_entries_together(sandbox):
    mint(sandbox, statement(entry(9)))
    amend(sandbox, op.SET_ISSUE_LIMIT, 90_000 + 59_999)
    assert told(sandbox, statement()) == [("", "600.00", "ISSUE_LIMIT")]
    amend(sandbox, op.SET_ISSUE_LIMIT, 90_000 + 60_000)
    assert len(mint(sandbox, statement())) == 3
    assert sandbox.supply()["HKD"] == "1500.00"
    amend(sandbox, op.SET_ISSUE_LIMIT, 1)
    assert told(sandbox, statement(entry(7))) == [("", "700.00", "ISSUE_LIMIT")]


def define(sandbox: Sandbox, code: str, currency: str, decimals: int) -> None:
    """One more cash token, with an account that holds it."""
    terms = cash_token.to_fields(cash_token.Terms(currency, decimals, "9000000", 0))
    operator = sandbox.operator.institution
    sandbox.book.do(DefineAsset(code, cash_token.NAME, terms), operator)
    record = {1: f"HOLDS.{code}", 2: t.ACCOUNT_HOUSE, 3: 0}
    sandbox.book.do(OpenAccounts((record,), (code,)), operator)


def test_decimals_of_token_and_currency_may_differ_where_amounts_are_exact(sandbox):
    define(sandbox, "HKD.FINE", "HKD", 6)
    define(sandbox, "HKD.WHOLE", "HKD", 0)
    define(sandbox, "YEN", "JPY", 2)
    ledger = sandbox.book.ledger
    fine = statement(entry(1, amount_minor=12_345, ledger_account="HOLDS.HKD.FINE"))
    assert mints(fine, ledger, "HKD.FINE", BACKING)[0].amount == "123.450000"
    whole = statement(entry(1, amount_minor=12_300, ledger_account="HOLDS.HKD.WHOLE"))
    assert mints(whole, ledger, "HKD.WHOLE", BACKING)[0].amount == "123"
    cents = statement(entry(1, amount_minor=12_345, ledger_account="HOLDS.HKD.WHOLE"))
    assert told(sandbox, cents, "HKD.WHOLE", BACKING) == [
        ("/Ntry[1]/Amt", "123.45", "TOO_PRECISE"),
    ]
    yen = statement(entry(1, amount_minor=500, ledger_account="HOLDS.YEN"), currency="JPY")
    request = mints(yen, ledger, "YEN", BACKING)[0]
    assert request.amount == "500.00"
    assert sandbox.book.do(request, sandbox.operator.institution).status == Status.APPLIED


def test_a_statement_counts_once(sandbox):
    mint(sandbox, statement())
    assert told(sandbox, statement()) == [
        (f"/Ntry[{number}]/AcctSvcrRef", f"FT{number}", "RECEIPT_USED") for number in (1, 2, 3)
    ]


def test_an_entry_of_an_earlier_statement_is_noticed_in_a_later_one(sandbox):
    mint(sandbox, statement())
    later = statement(entry(7), entry(2), entry(8), message_id="M-325", statement_id="S-325")
    assert told(sandbox, later) == [("/Ntry[2]/AcctSvcrRef", "FT2", "RECEIPT_USED")]
    assert sandbox.supply()["HKD"] == "600.00"


def test_a_receipt_that_was_typed_by_hand_counts_too(sandbox):
    by_hand = MintCash("HKD", "200.00", "INVESTOR", "FT2")
    sandbox.book.do(by_hand, sandbox.operator.institution)
    assert told(sandbox, statement()) == [("/Ntry[2]/AcctSvcrRef", "FT2", "RECEIPT_USED")]


def test_a_receipt_counts_for_each_token_by_itself(sandbox):
    define(sandbox, "HKD.FINE", "HKD", 2)
    mint(sandbox, statement())
    fine = statement(entry(1, ledger_account="HOLDS.HKD.FINE"))
    assert len(mints(fine, sandbox.book.ledger, "HKD.FINE", BACKING)) == 1


def test_a_resumed_statement_mints_what_is_left(sandbox):
    operator = sandbox.operator.institution
    first = mints(statement(), sandbox.book.ledger, "HKD", BACKING)[0]
    sandbox.book.do(first, operator)
    assert [one.receipt for one in mint(sandbox, statement(), resume=True)] == ["FT2", "FT3"]
    assert mint(sandbox, statement(), resume=True) == []
    assert sandbox.supply()["HKD"] == "600.00"


def test_what_was_minted_stays_minted_when_its_account_is_frozen_later(sandbox):
    (other,) = sandbox.open("OTHER")
    stated = statement(entry(1, ledger_account="OTHER"), entry(2))
    first = mints(stated, sandbox.book.ledger, "HKD", BACKING)[0]
    sandbox.book.do(first, sandbox.operator.institution)
    sandbox.book.do(FreezeAccount(other.account, 3, "court order"), other.institution)
    assert [one.receipt for one in mint(sandbox, stated, resume=True)] == ["FT2"]


@pytest.mark.parametrize("changed", [{"amount_minor": 20_001}, {"ledger_account": "OPERATOR"}])
def test_a_receipt_that_says_something_else_is_an_error_also_when_resuming(sandbox, changed):
    mint(sandbox, statement())
    other = statement(entry(1), entry(2, **changed), entry(7))
    row = ("/Ntry[2]/AcctSvcrRef", "FT2", "RECEIPT_DIFFERS")
    assert row in told(sandbox, other)
    assert told(sandbox, other, resume=True) == [row]


@pytest.mark.parametrize(
    ("changed", "kind"),
    [({"is_credit": False}, "DEBIT"), ({"is_reversal": True}, "REVERSAL")],
)
def test_resuming_does_not_excuse_what_turned_into_something_else(sandbox, changed, kind):
    mint(sandbox, statement())
    rows = told(sandbox, statement(entry(1), entry(2, **changed)), resume=True)
    assert [each[2] for each in rows] == [kind]


def test_the_ledger_learns_amount_account_and_reference_and_no_more(sandbox):
    entries = [entry(1, uetr="0a1b2c3d-0a1b-4c2d-8e3f-0a1b2c3d4e5f", end_to_end_id="SECRET-E2E")]
    mint(sandbox, statement(*entries, message_id="SECRET-MSG", statement_id="SECRET-STMT"))
    records = b"".join(bytes(one.payload) for one in sandbox.book.node.records())
    assert b"FT1" in records
    for canary in (b"SECRET", b"0a1b2c3d", BACKING.encode()):
        assert canary not in records


def test_the_example_of_the_reference_runs_and_prints_what_it_says(capsys):
    page = Path(__file__).resolve().parents[2] / "docs" / "reference" / "statements.md"
    examples = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    assert len(examples) == 1
    exec(compile(examples[0], str(page), "exec"), {})
    said = re.findall(r"print\(.*\)  # (.*)", examples[0])
    assert capsys.readouterr().out.split() == said


@pytest.mark.parametrize(("decimals", "resume"), [(2, False), (5, False), (2, True)])
def test_one_payment_backs_one_token_of_an_issuer(decimals, resume):
    sandbox = Sandbox(suite=Suite.ED25519)
    (investor,) = sandbox.open("INVESTOR")
    mint(sandbox, statement())
    terms = cash_token.Terms("HKD", decimals, "1000000.00", 0)
    twin = DefineAsset("HKD2", cash_token.NAME, cash_token.to_fields(terms))
    sandbox.book.do(twin, sandbox.operator.institution)
    sandbox.book.do(OpenPositions("INVESTOR", ("HKD2",), ()), investor.institution)
    rows = [(f"/Ntry[{n}]/AcctSvcrRef", f"FT{n}", "RECEIPT_OF_OTHER") for n in (1, 2, 3)]
    assert told(sandbox, statement(), "HKD2", BACKING, resume=resume) == rows
    other = statement(entry(1, amount_minor=7))  # another payment, as another bank numbers it
    assert len(mints(other, sandbox.book.ledger, "HKD2", BACKING)) == 1


def test_a_token_of_another_currency_is_no_twin(sandbox):
    mint(sandbox, statement())
    terms = cash_token.Terms("USD", 2, "1000000.00", 0)
    twin = DefineAsset("USD", cash_token.NAME, cash_token.to_fields(terms))
    sandbox.book.do(twin, sandbox.operator.institution)
    stated = statement(currency="USD")
    assert {row[2] for row in told(sandbox, stated, "USD", BACKING)} == {"NO_POSITION"}
