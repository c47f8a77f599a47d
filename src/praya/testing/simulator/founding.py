"""The ledger most schedules start on: institutions, cash, accounts and bonds, made once a process.

It is made by the same steps on the same harness, without faults.
"""

from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from praya.base.signing import Suite
from praya.instruments import cash_token, fixed_rate_bond
from praya.intents.accounts.open_accounts import OpenAccounts
from praya.intents.accounts.open_positions import OpenPositions
from praya.intents.governance.admit_participant import AdmitParticipant
from praya.intents.issuance.define_asset import DefineAsset
from praya.intents.issuance.issue_units import IssueUnits
from praya.intents.issuance.mint_cash import MintCash
from praya.testing.oracle.ledger import NaiveLedger
from praya.testing.oracle.sent import Sent
from praya.testing.simulator.cast import FIRST_DAY, NOON, document, first_terms, naive_start
from praya.testing.simulator.harness import Harness
from praya.testing.simulator.letters import Request, Writer
from praya.testing.simulator.recipes.register_requests import bond_terms
from praya.testing.simulator.recorded_pool import recorded_pool
from praya.testing.simulator.settings import Setting
from praya.testing.simulator.virtual_clock import VirtualClock
from praya.testing.simulator.virtual_files import Device

SEED = 20_261_116
BLOCK = 8
APART = "KEPT"
APART_ACCOUNTS = ("KEPT.A", "KEPT.B")


@dataclass(frozen=True, slots=True)
class Founded:
    """A ledger at rest, the oracle that knows it, and the time."""

    files: dict[str, bytes]
    ledger: NaiveLedger
    now_ms: int


def empty(setting: Setting) -> Harness:
    """A machine with nothing on it."""
    ledger = NaiveLedger(naive_start(setting.suite), setting.bounds)
    return Harness(setting, Device(), ledger, VirtualClock(NOON))


@cache
def founded(suite: Suite = Suite.ED25519) -> Founded:
    """The start of most schedules."""
    harness, random = empty(Setting(suite=suite)), Random(SEED)
    harness.create(random)
    found_all(harness, random)
    harness.close(random)
    return Founded(harness.device.contents(), harness.ledger, harness.clock.look())


def copied(setting: Setting, start: Founded | None = None) -> Harness:
    """A machine with that ledger on it, or with another one, not yet opened."""
    start = start or founded(setting.suite)
    ledger = start.ledger.copy()
    ledger.bounds = setting.bounds
    harness = Harness(setting, Device(start.files), ledger, VirtualClock(start.now_ms))
    harness.damage.is_sealed = True
    return harness


def found_all(harness: Harness, random: Random) -> int:
    """Ask for everything that the start needs, a few requests at a time; how many there were."""
    recorded = recorded_pool().founding if harness.ledger.start.suite is Suite.HYBRID else ()
    requests: list[Request | Sent] = [*(recorded or founding_requests())]
    newcomers = sum(isinstance(each.intent, AdmitParticipant) for each in requests)
    ends = [newcomers, *range(newcomers + BLOCK, len(requests) + BLOCK, BLOCK)]
    for first, end in zip([0, *ends], ends, strict=False):
        writer = Writer(harness.ledger, random, harness.clock.look())
        sents = [
            each if isinstance(each, Sent) else writer.write(each) for each in requests[first:end]
        ]
        harness.submit(sents, random)
        while harness.uncertain:
            again = list(harness.uncertain)
            harness.uncertain.clear()
            harness.submit(again, random)
    return len(requests)


def founding_requests(suite: Suite = Suite.ED25519) -> list[Request]:
    """In an order in which each finds what it needs, also inside one block: newcomers first.

    A hybrid ledger also has an institution apart, whose payments nothing that is recorded stops.
    """
    is_hybrid = suite is Suite.HYBRID
    asked: list[tuple[tuple[str, ...], Any]] = []
    for code in ("BANKA", "BANKB", "BROKER", "GOVT", "SFC", *((APART,) if is_hybrid else ())):
        asked.append((("OPER",), AdmitParticipant(document(code, first_terms(code), suite))))
    asked += [(("OPER",), _cash("HKD", 2))]
    asked.append((("BANKA",), _cash("USD", 0)))
    for owner in ("BANKA", "BANKB", "BROKER"):
        codes = [f"{owner}.{name}" for name in ("HOUSE", "C1", "C2")]
        asked.append(((owner,), _accounts(codes, ("HKD", "USD"))))
    asked.append((("GOVT",), _accounts(["GOVT.PAYING", "GOVT.SUSPENSE"], ("HKD",))))
    for account, amount in (("BANKA.HOUSE", "900.00"), ("BANKB.HOUSE", "500.00")):
        asked.append((("OPER",), MintCash("HKD", amount, account, f"first {account}")))
    asked.append((("OPER",), MintCash("HKD", "120000.00", "GOVT.PAYING", "budget")))
    asked.append((("BANKA",), MintCash("USD", "700", "BROKER.C1", "dollars")))
    for code, terms in (
        ("NEAR", bond_terms(FIRST_DAY, 2)),
        ("LONG", bond_terms(FIRST_DAY, 21, step_months=0, interest_rate="4.05")),
    ):
        fields = fixed_rate_bond.to_fields(terms)
        asked.append((("GOVT",), DefineAsset(code, fixed_rate_bond.NAME, fields)))
        for owner, holder in (
            ("BANKA", "BANKA.HOUSE"),
            ("BANKB", "BANKB.C1"),
            ("BROKER", "BROKER.C1"),
        ):
            pay_to = (holder, "HKD") if owner != "BROKER" else ()
            asked.append(((owner,), OpenPositions(holder, (code,), pay_to)))
        for holder, amount in (
            ("BANKA.HOUSE", "333.33"),
            ("BANKB.C1", "333.33"),
            ("BROKER.C1", "0.01"),
        ):
            asked.append((("GOVT",), IssueUnits(code, amount, holder)))
    if is_hybrid:
        asked.append(((APART,), _cash(APART, 2)))
        asked.append(((APART,), _accounts(list(APART_ACCOUNTS), (APART,))))
        asked.append(((APART,), MintCash(APART, "1000.00", APART_ACCOUNTS[0], "kept")))
    return [Request(acting, intent) for acting, intent in asked]


def _cash(code: str, decimals: int) -> DefineAsset:
    limit = "1000000" + ("." + "0" * decimals if decimals else "")
    terms = cash_token.Terms("HKD" if code == "HKD" else "USD", decimals, limit, 0)
    return DefineAsset(code, cash_token.NAME, cash_token.to_fields(terms))


def _accounts(codes: list[str], assets: tuple[str, ...]) -> OpenAccounts:
    return OpenAccounts(tuple({1: code, 2: 1, 3: 3} for code in codes), assets)
