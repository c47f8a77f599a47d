"""What a request can be about: choices among what the naive ledger holds, drawn by a seed.

It looks at the oracle only, never at the node under test.
"""

from collections.abc import Iterable, Sequence
from random import Random
from typing import Any, TypeVar

from praya.base.encoding import decode
from praya.testing.model.state import CLOSED, CREDIT_FROZEN, DEBIT_FROZEN, INELIGIBLE, PAUSED, Row
from praya.testing.oracle.book import Book, code_of
from praya.testing.oracle.governance_requests import next_day
from praya.testing.oracle.ledger import NaiveLedger
from praya.testing.simulator.cast import OPERATORS
from praya.testing.simulator.standing import Standing

Choice = TypeVar("Choice")
ISSUANCE = 1 << 19


class NothingToAskError(Exception):
    """A recipe finds nothing that it could ask for."""


class Scene:
    """The ledger as a workload sees it."""

    def __init__(self, ledger: NaiveLedger, random: Random, now_ms: int) -> None:
        self.ledger = ledger
        self.random = random
        self.now_ms = now_ms

    @property
    def book(self) -> Book:
        """What the naive ledger knows."""
        return self.ledger.book

    @property
    def standing(self) -> Standing:
        """Balances, holds and mandates as they stand, in minor units."""
        return Standing(self.ledger, self.now_ms)

    @property
    def next_day(self) -> int:
        """The business day that comes, by the calendar as it stands."""
        return next_day(self.book, self.ledger.start.calendar)

    def chance(self, share: float) -> bool:
        """True so often."""
        return self.random.random() < share

    def pick(self, choices: Iterable[Choice]) -> Choice:
        """One of them; NothingToAskError where there is none."""
        listed = list(choices)
        if not listed:
            raise NothingToAskError
        return self.random.choice(listed)

    def pick_row(self, choices: Iterable[tuple[int, Row]]) -> tuple[int, Row]:
        """One of (number, row): of those that end right now, where there are some."""
        listed, now = list(choices), (self.now_ms, self.now_ms + 1)
        return self.pick([one for one in listed if one[1]["expiry"] in now] or listed)

    def amount(self, most: int) -> int:
        """From 1 to `most`: often little, at times all."""
        if most <= 1 or self.chance(0.15):
            return 1
        if self.chance(0.12):
            return most
        return self.random.randint(1, max(1, most // self.random.choice((2, 10, 100))))

    # Participants

    def operator(self) -> str:
        """An operator that is not suspended."""
        active = [code for code in OPERATORS if code not in self.ledger.register.suspended]
        return self.pick(active)

    def participants(self) -> list[str]:
        """All participants' codes."""
        return list(self.book.participants)

    def owner(self, account: str) -> str:
        """Whose account it is."""
        number = self.book.account_row(account)["owner"]
        return self.participants()[number - 1]

    def issuer(self, asset: str) -> str:
        """Who issued an asset."""
        return self.participants()[self.book.asset_row(asset)["issuer"] - 1]

    # Assets and accounts

    def assets(self, cash: bool | None = None) -> list[str]:
        """Codes of all assets, or of cash, or of securities."""
        codes = list(self.book.assets)
        return codes if cash is None else [code for code in codes if self.is_cash(code) == cash]

    def is_cash(self, asset: str) -> bool:
        """Whether an asset is a cash token."""
        document: Any = decode(self.book.values[f"asset/{asset}"], 2**20)
        return bool(document[1] == "cash_token")

    def accounts(self, owner: str | None = None) -> list[str]:
        """Codes of accounts that hold, of one participant or of all."""
        rows = self.book.model.state["accounts"]
        number = None if owner is None else self.book.participants.get(owner, -1)
        return [
            code_of(row)
            for row in rows
            if row["kind"] != 2 and (number is None or row["owner"] == number)
        ]

    def places(self, asset: str) -> list[tuple[str, Row]]:
        """Each account with a position of an asset that is no issuance, and its balance."""
        state = self.book.model.state
        found = []
        for position in state.positions_of_asset(self.book.assets[asset]):
            row = state.balances[position]
            if not row["guard"] & ISSUANCE:
                account = state["accounts"][state.positions[position]["account"]]
                found.append((code_of(account), row))
        return found

    def funded(self, asset: str) -> list[tuple[str, int]]:
        """Accounts that may pay some of an asset, with what they have."""
        if self.book.asset_row(asset)["flags"] & (CLOSED | PAUSED):
            return []
        return [
            (code, row["available"])
            for code, row in self.places(asset)
            if row["available"] > 0 and not row["guard"] & DEBIT_FROZEN
        ]

    def payees(self, asset: str) -> list[str]:
        """Accounts that may be credited in an asset."""
        stopped = CREDIT_FROZEN | INELIGIBLE
        return [code for code, row in self.places(asset) if not row["guard"] & stopped]

    def payer(self, cash: bool | None = None) -> tuple[str, str, int]:
        """Some (asset, account, available) that can pay."""
        choices = [
            (asset, account, available)
            for asset in self.assets(cash)
            for account, available in self.funded(asset)
        ]
        return self.pick(choices)

    def other(self, asset: str, account: str) -> str:
        """Another account that may be credited."""
        return self.pick(code for code in self.payees(asset) if code != account)

    def text(self, minor: int, asset: str) -> str:
        """Minor units as the text of a request."""
        decimals = self.book.asset_row(asset)["decimals"]
        digits = str(minor).rjust(decimals + 1, "0")
        return f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits

    def weighted(self, choices: Sequence[tuple[Choice, int]]) -> Choice:
        """One of (choice, weight)."""
        total = [weight for _, weight in choices]
        return self.random.choices([choice for choice, _ in choices], total)[0]
