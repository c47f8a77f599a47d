"""A world in which every request can be made, and for each verb a request that is applied in it."""

from functools import cache
from typing import Any

from node.worlds import (
    CALENDAR,
    DAY_MS,
    FIRST_DAY,
    NOON,
    World,
    accounts,
    bond,
    document,
    transfer,
    with_bond,
)

from praya.base.calendars import calendar_to_document
from praya.intents.accounts.freeze_account import FreezeAccount
from praya.intents.accounts.open_positions import OpenPositions
from praya.intents.accounts.set_attributes import SetAttributes
from praya.intents.calendar.open_day import OpenDay
from praya.intents.governance.admit_participant import AdmitParticipant
from praya.intents.governance.amend_participant import AmendParticipant
from praya.intents.governance.publish_calendar import PublishCalendar
from praya.intents.governance.suspend_participant import SuspendParticipant
from praya.intents.issuance.amend_asset import AmendAsset
from praya.intents.issuance.issue_units import IssueUnits
from praya.intents.issuance.mint_cash import MintCash
from praya.intents.issuance.redeem_cash import RedeemCash
from praya.intents.settlement.grant_mandate import GrantMandate
from praya.intents.settlement.place_hold import PlaceHold, condition_of
from praya.intents.settlement.release_hold import ReleaseHold
from praya.intents.settlement.revoke_mandate import RevokeMandate
from praya.intents.settlement.settle_dvp import SettleDvp
from praya.intents.supervision.attest_fact import AttestFact
from praya.intents.supervision.attest_holdings import AttestHoldings, holdings_root
from praya.intents.supervision.record_holdings import RecordHoldings
from praya.node.solo import SoloNode
from praya.node.story_clock import StoryClock
from praya.storage.disk import MemoryDisk

SECRET = b"the goods have arrived"
LATER = NOON + 10 * DAY_MS
RECORD_DAY = FIRST_DAY + 27  # 2023-03-14, whose holdings are recorded


def hold(kind: int = 2, **changed: Any) -> PlaceHold:
    """A hold of 10.00 on BANKA's house, for BANKB, paid to its house only."""
    stated: dict[str, Any] = {
        "asset": "HKD",
        "amount": "10.00",
        "source": "BANKA.HOUSE",
        "target": ("BANKB.HOUSE",),
        "kind": kind,
        "holder": () if kind == 3 else ("BANKB",),
        "expiry": 0 if kind == 2 else LATER,
        "post_condition": condition_of(SECRET) if kind == 3 else b"",
        "void_condition": b"",
    }
    return PlaceHold(**{**stated, **changed})


def mandate(**changed: Any) -> GrantMandate:
    """A right of BANKB to debit BANKA's house: 100.00 in all, 60.00 in thirty days."""
    stated: dict[str, Any] = {
        "account": "BANKA.HOUSE",
        "asset": "HKD",
        "grantee": "BANKB",
        "amount": "100.00",
        "period_days": 30,
        "period_amount": "60.00",
        "expiry": 0,
    }
    return GrantMandate(**{**stated, **changed})


def trade(**changed: Any) -> SettleDvp:
    """100.00 of bonds from BANKA to BANKB for 101.00."""
    stated: dict[str, Any] = {
        "security": "BOND",
        "quantity": "100.00",
        "seller": "BANKA.HOUSE",
        "buyer": "BANKB.HOUSE",
        "cash": "HKD",
        "amount": "101.00",
        "payer": "BANKB.HOUSE",
        "payee": "BANKA.HOUSE",
        "settlement_date": RECORD_DAY + 1,
        "trade_reference": "T-1",
    }
    return SettleDvp(**{**stated, **changed})


def fact(**changed: Any) -> AttestFact:
    """A price that holds for a day."""
    stated: dict[str, Any] = {
        "subject": "price of gold",
        "value": 1_500_000,
        "valid_from": NOON,
        "valid_until": LATER * 10,
        "evidence": bytes(32),
        "reserve_of": (),
    }
    return AttestFact(**{**stated, **changed})


@cache
def _busy() -> tuple[dict[str, bytes], int, int]:
    world = with_bond()
    world.apply(AdmitParticipant(document("SLEEPER")), "HKMA")
    world.apply(IssueUnits("BOND", "500.00", "BANKA.HOUSE"), "GOVT")
    world.apply(IssueUnits("BOND", "300.00", "BANKB.HOUSE"), "GOVT")
    world.apply(MintCash("HKD", "50.00", "GOVT.PAYING", "rtgs-3"), "HKMA")
    for kind in (1, 2, 3):
        world.apply(hold(kind, expiry=0 if kind == 2 else LATER * 2), "BANKA")
    world.apply(mandate(), "BANKA")
    world.open_until(RECORD_DAY + 1)
    world.node.close()
    return world.files(), world.counter, world.clock.now_ms()


def busy() -> World:
    """A world with bonds, a paid coupon, holds 0 (time), 1 (holder) and 2 (proof), mandate 2."""
    files, counter, now = _busy()
    disk, clock = MemoryDisk(dict(files)), StoryClock(now)
    world = World(SoloNode.open(disk, clock), disk, clock)
    world.counter = counter
    return world


@cache
def samples() -> dict[str, tuple[Any, tuple[str, ...]]]:
    """For each verb a request that a busy world applies, and who must act for it."""
    world = busy()
    root = holdings_root(world.ledger, 0)
    stated: list[tuple[Any, tuple[str, ...]]] = [
        (AdmitParticipant(document("NEWBANK")), ("HKMA",)),
        (AmendParticipant(document("BANKA", lei="54930000000000000002")), ("HKMA", "BANKA")),
        (SuspendParticipant("SLEEPER", 2, "overdue returns"), ("HKMA",)),
        (PublishCalendar(calendar_to_document(CALENDAR)), ("HKMA",)),
        (accounts("BANKA.C3", assets=("HKD", "BOND")), ("BANKA",)),
        (OpenPositions("BANKA.C1", ("BOND",), ("BANKA.C1", "HKD")), ("BANKA",)),
        (SetAttributes("BANKA.C1", 3), ("BANKA",)),
        (FreezeAccount("BANKA.C1", 3, "court order"), ("BANKA",)),
        (bond("OTHER", issue_date=RECORD_DAY + 1, maturity_date=RECORD_DAY + 93), ("GOVT",)),
        (AmendAsset("BOND", 6, 1), ("GOVT",)),
        (MintCash("HKD", "5.00", "BANKA.C1", "rtgs-9"), ("HKMA",)),
        (RedeemCash("HKD", "5.00", "BANKA.HOUSE", "account 1"), ("BANKA",)),
        (IssueUnits("BOND", "5.00", "BANKA.HOUSE"), ("GOVT",)),
        (transfer("5.00"), ("BANKA",)),
        (trade(), ("BANKA", "BANKB")),
        (hold(), ("BANKA",)),
        (ReleaseHold(1, "HKD", ("BANKB.HOUSE",), "4.00", b""), ("BANKB",)),
        (mandate(), ("BANKA",)),
        (RevokeMandate(2), ("BANKA",)),
        (OpenDay(RECORD_DAY + 2), ("HKMA",)),
        (fact(), ("SFC",)),
        (RecordHoldings("HKD", RECORD_DAY + 1), ("SFC",)),
        (AttestHoldings("BOND", RECORD_DAY, root), ("GOVT",)),
    ]
    return {intent.VERB: (intent, acting) for intent, acting in stated}
