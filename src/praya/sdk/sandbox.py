"""A whole ledger in one process, for a notebook: real keys, real blocks, nothing to install.

    import praya
    sandbox = praya.Sandbox()
    issuer, investor = sandbox.open("ISSUER", "INVESTOR")
    sandbox.mint(investor, "1000000.00")
    sandbox.issue(issuer, "BOND", "1000000.00")
    sandbox.settle(issuer, investor, "BOND", "1000000.00", against="1000000.00")
    sandbox.balances()

The operator of a sandbox is its central bank: it admits participants, mints HKD against receipts
and opens the days. Everything else is signed by whom it concerns.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from praya.base.attributes import Attribute
from praya.base.calendars import Calendar, calendar_to_document
from praya.base.catalogue import language_for, say
from praya.base.dates import format_day, parse_day
from praya.base.errors import fail
from praya.base.limits import SEGMENT_BYTES_MIN
from praya.base.signing import Suite
from praya.envelopes.participants import Licence, Role
from praya.instruments import cash_token, fixed_rate_bond
from praya.instruments.term_sheets import read_term_sheet
from praya.intents.accounts.open_accounts import OpenAccounts
from praya.intents.accounts.open_positions import OpenPositions
from praya.intents.calendar.open_day import OpenDay
from praya.intents.governance.admit_participant import AdmitParticipant
from praya.intents.issuance.define_asset import DefineAsset
from praya.intents.issuance.issue_units import IssueUnits
from praya.intents.issuance.mint_cash import MintCash
from praya.intents.settlement.settle_dvp import SettleDvp
from praya.intents.settlement.transfer import Transfer
from praya.kernel import tables as t
from praya.node.compiled_code import is_cold
from praya.node.execution import Answer
from praya.node.genesis import Genesis
from praya.node.solo import SoloNode
from praya.node.story_clock import StoryClock
from praya.sdk.book import Book, Holding
from praya.sdk.calendars import hong_kong
from praya.sdk.institution import Institution
from praya.storage.disk import MemoryDisk
from praya.vault.keyring import Keyring

CASH: Final = "HKD"
DECIMALS: Final = 2
OPENING_MS: Final = 9 * 3_600_000 - 8 * 3_600_000  # nine in the morning in Hong Kong, as UTC
DAY_MS: Final = 86_400_000
CASH_LIMIT: Final = "10000000000000.00"
INVESTOR: Final = int(Attribute.IDENTIFIED | Attribute.PROFESSIONAL)
SUSPENSE_SUFFIX: Final = ".SUSPENSE"
RECEIPT: Final = "sandbox receipt {number}"


@dataclass(frozen=True, slots=True)
class Party:
    """A participant of the sandbox, with one house account."""

    institution: Institution
    account: str

    @property
    def code(self) -> str:
        """The participant's code."""
        return self.institution.code


@dataclass(frozen=True, slots=True)
class Balances:
    """Holdings, shown as a table where they are printed."""

    holdings: tuple[Holding, ...] = field(default=())

    def __iter__(self) -> Iterator[Holding]:
        return iter(self.holdings)

    def __getitem__(self, key: tuple[str, str]) -> str:
        """What an account has of an asset: `balances["INVESTOR", "HKD"]`."""
        account, asset = key
        for holding in self.holdings:
            if (holding.account, holding.asset) == (account, asset):
                return holding.available
        return "0"

    def __repr__(self) -> str:
        rows = [("account", "asset", "available", "held")]
        rows += [(h.account, h.asset, h.available, h.held) for h in self.holdings]
        widths = [max(len(row[column]) for row in rows) for column in range(4)]
        lines = [
            f"{a:<{widths[0]}}  {b:<{widths[1]}}  {c:>{widths[2]}}  {d:>{widths[3]}}"
            for a, b, c, d in rows
        ]
        return "\n".join(lines)


class Sandbox:
    """A ledger in memory with an operator. Amounts are decimal text in the asset's decimals."""

    def __init__(
        self,
        date: str = "2026-11-20",
        *,
        suite: Suite = Suite.HYBRID,
        calendar: Calendar | None = None,
        quiet: bool = False,
    ) -> None:
        """A ledger whose first business day is `date` (a business day of `calendar`).

        Where the kernel must be compiled first, a line on stderr says so, unless `quiet`.
        """
        if not quiet and is_cold():
            print(say("runtime.cold", language_for(os.environ)), file=sys.stderr, flush=True)
        followed = calendar or hong_kong()
        today = parse_day(date)
        if not followed.is_business_day(today):
            fail("DAY_NOT_BUSINESS", day=date, calendar=followed.code)
        self._suite = suite
        self._calendar = followed
        self._receipts = 0
        operator = Institution("OPERATOR", Keyring.generate(suite, "OPERATOR"))
        roles = (Role.OPERATOR, Role.CALENDAR)
        genesis = Genesis(
            name="sandbox",
            suite=suite,
            business_date=today,
            block_time=today * DAY_MS + OPENING_MS,
            calendar=followed.code,
            calendars=(calendar_to_document(followed),),
            participants=(operator.participant(suite, Licence.CENTRAL_BANK, roles).to_document(),),
        )
        clock = StoryClock(genesis.block_time)
        disk = MemoryDisk()
        segment_bytes = 64 * SEGMENT_BYTES_MIN
        node = SoloNode.create(disk, clock, genesis, segment_bytes, os.urandom(16))
        self.book = Book(node, clock)
        self.operator = Party(operator, "OPERATOR")
        terms = cash_token.Terms(CASH, DECIMALS, CASH_LIMIT, 0)
        define = DefineAsset(CASH, cash_token.NAME, cash_token.to_fields(terms))
        self.book.do(define, operator)
        self._open_account(self.operator)

    @property
    def date(self) -> str:
        """The business date."""
        return format_day(self.book.ledger.state.business_date)

    def open(self, *codes: str, licence: Licence = Licence.BANK) -> tuple[Party, ...]:
        """Admit participants, each with keys of its own and a house account that holds HKD."""
        parties = []
        for code in codes:
            institution = Institution(code, Keyring.generate(self._suite, code))
            document = institution.participant(self._suite, licence).to_document()
            self.book.do(AdmitParticipant(document), self.operator.institution)
            party = Party(institution, code)
            self._open_account(party)
            parties.append(party)
        return tuple(parties)

    def _open_account(self, party: Party) -> None:
        record = {1: party.account, 2: t.ACCOUNT_HOUSE, 3: INVESTOR}
        self.book.do(OpenAccounts((record,), (CASH,)), party.institution)

    def mint(self, party: Party, amount: str, asset: str = CASH) -> Answer:
        """Mint cash tokens to a party, against a fresh receipt."""
        self._receipts += 1
        receipt = RECEIPT.format(number=self._receipts)
        intent = MintCash(asset, amount, party.account, receipt)
        return self.book.do(intent, self.operator.institution)

    def issue(
        self, issuer: Party, code: str, amount: str, *, rate: str = "4.05", maturity: str = ""
    ) -> Answer:
        """Define a fixed-rate bond and issue all of it to the issuer's own account.

        `rate` is per cent a year; it matures in a year unless told otherwise, pays once, at
        maturity, from the issuer's account.
        """
        sheet = self.term_sheet(issuer, code, amount, rate=rate, maturity=maturity)
        return self.issue_sheet(issuer, sheet)

    def term_sheet(
        self, issuer: Party, code: str, amount: str, *, rate: str, maturity: str
    ) -> dict[str, Any]:
        """The term sheet that `issue` uses: a start for one of your own."""
        today = self.book.ledger.state.business_date
        last = parse_day(maturity) if maturity else today + 365
        return {
            "code": code,
            "instrument": fixed_rate_bond.NAME,
            "terms": {
                "isin": "",
                "name_en": f"{code} {rate}%",
                "name_zh": f"{code} {rate}%",
                "currency": CASH,
                "decimals": DECIMALS,
                "aggregate_nominal": amount,
                "specified_denomination": "0.01",
                "integral_multiple": "0.01",
                "issue_price": "100",
                "interest_rate": rate,
                "day_count": "ACT/365F",
                "issue_date": self.date,
                "maturity_date": format_day(last),
                "step_months": 0,
                "business_day_convention": "FOLLOWING",
                "amount_dates": "UNADJUSTED",
                "calendar": self._calendar.code,
                "record_business_days": 1,
                "required_attributes": ["IDENTIFIED", "PROFESSIONAL"],
                "governing_law": "HK",
                "cash_asset": CASH,
                "paying_account": issuer.account,
                "suspense_account": issuer.account + SUSPENSE_SUFFIX,
            },
        }

    def issue_sheet(self, issuer: Party, sheet: dict[str, Any]) -> Answer:
        """Define the asset a term sheet describes and issue all of it to the issuer."""
        name, terms = read_term_sheet(sheet)
        fields = fixed_rate_bond.to_fields(terms)  # type: ignore[arg-type]
        code, amount = sheet["code"], sheet["terms"]["aggregate_nominal"]
        suspense = sheet["terms"]["suspense_account"]
        if self.book.ledger.account(suspense) is None:
            record = {1: suspense, 2: t.ACCOUNT_SUSPENSE, 3: INVESTOR}
            self.book.do(OpenAccounts((record,), (CASH,)), issuer.institution)
        self.book.do(DefineAsset(code, name, fields), issuer.institution)
        opening = OpenPositions(issuer.account, (code,), (issuer.account, CASH))
        self.book.do(opening, issuer.institution)
        return self.book.do(IssueUnits(code, amount, issuer.account), issuer.institution)

    def settle(
        self,
        seller: Party,
        buyer: Party,
        security: str,
        quantity: str,
        *,
        against: str,
        cash: str = CASH,
    ) -> Answer:
        """Delivery versus payment, signed by both; the buyer's position is opened if need be.

        Gives the answer also where it is a refusal: `answer.status` says why.
        """
        ledger = self.book.ledger
        account, asset = ledger.account(buyer.account), ledger.asset(security)
        if account is not None and asset is not None and ledger.position(account, asset) is None:
            opening = OpenPositions(buyer.account, (security,), (buyer.account, cash))
            self.book.do(opening, buyer.institution)
        trade = SettleDvp(
            security=security,
            quantity=quantity,
            seller=seller.account,
            buyer=buyer.account,
            cash=cash,
            amount=against,
            payer=buyer.account,
            payee=seller.account,
            settlement_date=ledger.state.business_date,
            trade_reference="",
        )
        return self.book.ask(trade, seller.institution, buyer.institution)

    def transfer(self, source: Party, target: Party, amount: str, asset: str = CASH) -> Answer:
        """Move an amount free of payment; the answer may be a refusal."""
        intent = Transfer(asset, amount, source.account, target.account, "")
        return self.book.ask(intent, source.institution)

    def next_day(self) -> str:
        """Open the next business day; what falls due is paid. The new date."""
        return self._open_day(self._calendar.next_business_day(parse_day(self.date)))

    def run_until(self, date: str) -> str:
        """Open business days up to the last one that is not after `date`."""
        last = parse_day(date)
        while (following := self._calendar.next_business_day(parse_day(self.date))) <= last:
            self._open_day(following)
        return self.date

    def _open_day(self, day: int) -> str:
        self.book.clock.set(day * DAY_MS + OPENING_MS)
        self.book.do(OpenDay(day), self.operator.institution)
        return self.date

    def balances(self) -> Balances:
        """Every holding but issuance, in exact decimals."""
        return Balances(tuple(one for one in self.book.holdings() if not one.is_issuance))

    def supply(self) -> dict[str, str]:
        """What is outstanding of each asset."""
        return self.book.supply()
