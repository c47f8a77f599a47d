"""The golden chain: every verb, a batch, refusals, a coupon and a redemption, in fixed bytes.

`tests/golden/chain-v1.praya` is its export and `chain-v1.json` what every replica must make of it.
A change of either is a change of the protocol: ledgers that stand would no longer replay.
"""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from golden_world import (
    BOND_TERMS,
    CALENDAR,
    CASH_TERMS,
    FIRST_DAY,
    OPENING,
    GoldenLedger,
    participant,
    staffed_participant,
)

from praya.base.calendars import calendar_to_document
from praya.envelopes.frame import parse
from praya.envelopes.header import BatchAsset
from praya.instruments import cash_token, fixed_rate_bond
from praya.intents.accounts.freeze_account import FreezeAccount
from praya.intents.accounts.open_accounts import COLUMNS, OpenAccounts
from praya.intents.accounts.open_positions import OpenPositions
from praya.intents.accounts.set_attributes import SetAttributes
from praya.intents.calendar.open_day import OpenDay
from praya.intents.governance.admit_participant import AdmitParticipant
from praya.intents.governance.amend_participant import AmendParticipant
from praya.intents.governance.publish_calendar import PublishCalendar
from praya.intents.governance.suspend_participant import SuspendParticipant
from praya.intents.issuance.amend_asset import AmendAsset
from praya.intents.issuance.define_asset import DefineAsset
from praya.intents.issuance.issue_units import IssueUnits
from praya.intents.issuance.mint_cash import MintCash
from praya.intents.issuance.redeem_cash import RedeemCash
from praya.intents.settlement.grant_mandate import GrantMandate
from praya.intents.settlement.place_hold import PlaceHold, condition_of
from praya.intents.settlement.release_hold import ReleaseHold
from praya.intents.settlement.revoke_mandate import RevokeMandate
from praya.intents.settlement.settle_dvp import SettleDvp
from praya.intents.settlement.transfer import Transfer
from praya.intents.supervision.attest_fact import AttestFact
from praya.intents.supervision.attest_holdings import AttestHoldings, find_record, holdings_root
from praya.intents.supervision.record_holdings import RecordHoldings
from praya.kernel import operations as op
from praya.kernel import tables as t
from praya.kernel.rows import pad_code
from praya.proofs.headers import decode_block_header
from praya.storage.commits import RecordKind
from praya.storage.exports import write_export

PREIMAGE = b"the goods have arrived"
MATURITY = BOND_TERMS.maturity_date
RECORD_DAY = MATURITY - 1


@cache
def golden_chain() -> GoldenLedger:
    """The chain, made again from nothing."""
    ledger = GoldenLedger.create()
    for chapter in (_found, _mint, _issue, _trade, _batch, _release, _govern, _mature, _attest):
        chapter(ledger)
    return ledger


def chain_facts() -> dict[str, Any]:
    """What every replica must make of the export."""
    ledger = golden_chain()
    closes = [one for one in ledger.node.records() if one.kind == RecordKind.CLOSE]
    headers = [decode_block_header(one.payload) for one in closes]
    return {
        "chain_id": ledger.node.executor.chain_id.hex(),
        "statuses": [answer.status.name for answer in ledger.answers],
        "header_hashes": [header.hash().hex() for header in headers],
        "state_roots": [header.state_root.hex() for header in headers],
    }


def write_chain(path: Path) -> int:
    """The export of the chain; how many records it holds."""
    node = golden_chain().node
    return write_export(path, node.executor.genesis.encode(), node.records())


def bodies() -> dict[str, bytes]:
    """For every verb in the chain, the header of the first envelope that says it."""
    found: dict[str, bytes] = {}
    for record in golden_chain().node.records():
        if record.kind == RecordKind.ENVELOPE:
            envelope = parse(bytes(record.payload))
            found.setdefault(envelope.header.verb, envelope.header_bytes)
    return found


def _found(ledger: GoldenLedger) -> None:
    """Members, cash, and accounts: some by name, some as columns."""
    codes = ("PEAK", "FERRY", "TRAM", "QUAY")
    admitted = [AdmitParticipant(participant(code).to_document()) for code in codes]
    ledger.block(*(ledger.ask(one, "HARBOUR") for one in admitted))
    named = np.frombuffer(pad_code("FERRY.HOUSE") + pad_code("FERRY.CLIENT"), "<i8").reshape(2, 4)
    kinds = np.array([t.ACCOUNT_HOUSE, t.ACCOUNT_CLIENT], "<i8")
    values = (*named.T, kinds, np.array([1, 3], "<i8"))
    columns = {name: np.ascontiguousarray(part) for name, part in zip(COLUMNS, values, strict=True)}
    peak = ({1: "PEAK.HOUSE", 2: 1, 3: 1}, {1: "PEAK.CLIENT", 2: 0, 3: 1})
    tram = ({1: "TRAM.CASH", 2: 1, 3: 1}, {1: "TRAM.SUSPENSE", 2: 3, 3: 1})
    terms = cash_token.to_fields(CASH_TERMS)
    ledger.block(
        ledger.ask(DefineAsset("HKD", cash_token.NAME, terms), "HARBOUR"),
        ledger.ask(OpenAccounts(peak, ("HKD",)), "PEAK"),
        ledger.ask(OpenAccounts(tram, ("HKD",)), "TRAM"),
        ledger.ask(OpenAccounts((), ("HKD",)), "FERRY", columns=columns),
    )


def _mint(ledger: GoldenLedger) -> None:
    """Cash against receipts, each once; a fact, a calendar, attributes."""
    minted = (
        MintCash("HKD", "2000.00", "PEAK.HOUSE", "receipt 1"),
        MintCash("HKD", "500.00", "FERRY.HOUSE", "receipt 2"),
        MintCash("HKD", "100.00", "TRAM.CASH", "receipt 3"),
        MintCash("HKD", "100.00", "TRAM.CASH", "receipt 3"),
        AttestFact("reserve", 900_000, OPENING, OPENING * 2, bytes(range(32)), ("HKD",)),
        PublishCalendar(calendar_to_document(CALENDAR)),
    )
    ledger.block(
        *(ledger.ask(one, "HARBOUR") for one in minted),
        ledger.ask(SetAttributes("PEAK.CLIENT", 9), "PEAK"),
    )


def _issue(ledger: GoldenLedger) -> None:
    """A bond, and who may hold it; a code that is taken and terms that are none are refused."""
    terms = fixed_rate_bond.to_fields(BOND_TERMS)
    ledger.block(
        ledger.ask(DefineAsset("GREEN", fixed_rate_bond.NAME, terms), "TRAM"),
        ledger.ask(DefineAsset("GREEN", fixed_rate_bond.NAME, terms), "TRAM"),
        ledger.ask(DefineAsset("OTHER", fixed_rate_bond.NAME, {**terms, 10: "4,05"}), "TRAM"),
        ledger.ask(OpenPositions("TRAM.CASH", ("GREEN",), ("TRAM.CASH", "HKD")), "TRAM"),
        ledger.ask(OpenPositions("PEAK.HOUSE", ("GREEN",), ("PEAK.HOUSE", "HKD")), "PEAK"),
        ledger.ask(OpenPositions("FERRY.HOUSE", ("GREEN",), ()), "FERRY"),
        ledger.ask(IssueUnits("GREEN", "1000.00", "TRAM.CASH"), "TRAM"),
        ledger.ask(IssueUnits("GREEN", "0.01", "TRAM.CASH"), "TRAM"),
    )


def _trade(ledger: GoldenLedger) -> None:
    """Delivery against payment, holds of every kind, a mandate; one envelope comes twice."""
    trade = SettleDvp(
        security="GREEN",
        quantity="1000.00",
        seller="TRAM.CASH",
        buyer="PEAK.HOUSE",
        cash="HKD",
        amount="1000.00",
        payer="PEAK.HOUSE",
        payee="TRAM.CASH",
        settlement_date=FIRST_DAY,
        trade_reference="T-1",
    )
    sold = ledger.ask(Transfer("GREEN", "333.33", "PEAK.HOUSE", "FERRY.HOUSE", "T-2"), "PEAK")
    ledger.block(
        ledger.ask(trade, "TRAM", "PEAK"),
        sold,
        sold,
        ledger.ask(Transfer("HKD", "1000000.00", "PEAK.HOUSE", "FERRY.HOUSE", ""), "PEAK"),
        ledger.ask(_hold(1, ("FERRY",), OPENING * 2), "PEAK"),
        ledger.ask(_hold(2, ("FERRY",), 0), "PEAK"),
        ledger.ask(_hold(3, (), OPENING * 2, condition_of(PREIMAGE)), "PEAK"),
        ledger.ask(
            GrantMandate("PEAK.HOUSE", "HKD", "FERRY", "100.00", 30, "60.00", OPENING * 2), "PEAK"
        ),
    )


def _hold(kind: int, holder: tuple[str, ...], expiry: int, condition: bytes = b"") -> PlaceHold:
    target = ("FERRY.HOUSE",)
    return PlaceHold("HKD", "10.00", "PEAK.HOUSE", target, kind, holder, expiry, condition, b"")


def _batch(ledger: GoldenLedger) -> None:
    """Rows alone and in groups: a ring, a group that fails, a mandate used and exceeded, holds."""
    peak, client = ledger.position("PEAK.HOUSE", "HKD"), ledger.position("PEAK.CLIENT", "HKD")
    ferry, other = ledger.position("FERRY.HOUSE", "HKD"), ledger.position("FERRY.CLIENT", "HKD")
    rows = [
        (peak, client, 1_000, 0, op.MOVE, 0),
        (peak, client, 10_000_000, 0, op.MOVE, 0),
        (other, client, 99_999, 1, op.MOVE, 0),
        (client, other, 99_999, 1, op.MOVE, 0),
        (ferry, other, 1, 2, op.MOVE, 0),
        (other, ferry, 70_000, 2, op.MOVE, 0),
        (peak, ferry, 5_000, 0, op.MOVE, 2),
        (peak, ferry, 5_000, 0, op.MOVE, 2),
        (ferry, -1, 700, 3, op.HOLD, 0),
        (t.HOLD_BY_HOLDER, 2, 0, 3, op.MORE, 0),
        (3, client, 300, 0, op.POST, 0),
        (3, -1, 0, 0, op.VOID, 0),
        (ferry, client, 0, 0, op.MOVE, 0),
        (0, 0, 0, 0, op.RECORD, 0),
    ]
    total = sum(row[2] for row in rows if row[4] in (op.MOVE, op.HOLD))
    here = ledger.node.executor.height + 1
    told, wrong = BatchAsset(0, 2, total), BatchAsset(0, 2, total + 1)
    ledger.block(
        ledger.batch(rows, (told,), "PEAK", "FERRY", height=here),
        ledger.batch(rows, (wrong,), "PEAK", "FERRY", height=here),
        ledger.batch(rows[:1], (BatchAsset(0, 2, 1_000),), "PEAK", height=1),
    )


def _release(ledger: GoldenLedger) -> None:
    """Holds paid out and given back; a mandate ended; cash redeemed."""
    ledger.block(
        ledger.ask(ReleaseHold(0, "HKD", ("FERRY.HOUSE",), "4.00", b""), "FERRY"),
        ledger.ask(ReleaseHold(1, "HKD", (), "", b""), "PEAK"),
        ledger.ask(ReleaseHold(1, "HKD", (), "", b""), "FERRY"),
        ledger.ask(ReleaseHold(2, "HKD", ("FERRY.HOUSE",), "10.00", b"not this"), "FERRY"),
        ledger.ask(ReleaseHold(2, "HKD", ("FERRY.HOUSE",), "10.00", PREIMAGE), "FERRY"),
        ledger.ask(RevokeMandate(2), "PEAK"),
        ledger.ask(RedeemCash("HKD", "25.00", "FERRY.HOUSE", "account 1"), "FERRY"),
    )


def _govern(ledger: GoldenLedger) -> None:
    """A freeze that stops a transfer, a limit, a suspension, and a participant's next document."""
    ledger.block(
        ledger.ask(FreezeAccount("PEAK.CLIENT", 3, "court order"), "PEAK"),
        ledger.ask(Transfer("HKD", "1.00", "PEAK.CLIENT", "PEAK.HOUSE", ""), "PEAK"),
        ledger.ask(FreezeAccount("PEAK.CLIENT", 0, "order lifted"), "PEAK"),
        ledger.ask(AmendAsset("HKD", op.SET_ISSUE_LIMIT, 800_000), "HARBOUR"),
        ledger.ask(AmendAsset("HKD", op.SET_ISSUE_LIMIT, 1), "TRAM"),
        ledger.ask(SuspendParticipant("QUAY", 2, "overdue"), "HARBOUR"),
        ledger.ask(AmendParticipant(staffed_participant().to_document()), "HARBOUR", "PEAK"),
        ledger.ask(AdmitParticipant(b"no document"), "HARBOUR"),
    )


def _mature(ledger: GoldenLedger) -> None:
    """Days open until the bond is paid: coupon and redemption come by themselves.

    Of the first day's close the holdings of cash are recorded, as was asked for once.
    """
    ledger.block(
        ledger.ask(RecordHoldings("HKD", FIRST_DAY), "HARBOUR"),
        ledger.ask(RecordHoldings("HKD", FIRST_DAY), "HARBOUR"),
        ledger.ask(RecordHoldings("HKD", FIRST_DAY + 3), "HARBOUR"),
        ledger.ask(RecordHoldings("GREEN", FIRST_DAY), "FERRY"),
    )
    day = FIRST_DAY
    while day < MATURITY:
        day = CALENDAR.next_business_day(day)
        ledger.wait_until(day)
        ledger.block(ledger.ask(OpenDay(day), "HARBOUR"))


def _attest(ledger: GoldenLedger) -> None:
    """The tree over what was recorded, and a root that is not of it."""
    made = ledger.node.executor.ledger
    asset = made.asset("GREEN")
    assert asset is not None
    root = holdings_root(made, find_record(made, asset, RECORD_DAY))
    cash = holdings_root(made, find_record(made, 0, FIRST_DAY))
    ledger.block(
        ledger.ask(AttestHoldings("GREEN", RECORD_DAY, bytes(32)), "TRAM"),
        ledger.ask(AttestHoldings("GREEN", RECORD_DAY, root), "TRAM"),
        ledger.ask(AttestHoldings("HKD", FIRST_DAY, cash), "HARBOUR"),
    )
