"""A ledger as a promise looks at it: figures to read, nothing to change.

All amounts are minor units. It reads the naive ledger, which the node was just found equal to, and
must not know workflows or recipes.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import NamedTuple

from praya.testing.model.state import Row
from praya.testing.oracle.book import Book, code_of
from praya.testing.oracle.ledger import NaiveLedger

_STANDS = 1  # the state of a hold or mandate that has not ended
_ISSUANCE_KIND = 2


class Mandate(NamedTuple):
    """A standing right to debit an account, used up or not."""

    number: int
    account: str
    asset: str
    grantee: str  # a participant; "" where the ledger itself may debit
    remaining: int  # minor units that may still be debited in all
    stands: bool


class Hold(NamedTuple):
    """An amount reserved, ended or not."""

    number: int
    account: str
    asset: str
    target: str  # the account named to be paid; "" where none was
    holder: str  # the participant who may release it; "" where none may
    remaining: int  # minor units still reserved
    stands: bool


class Standing:
    """The ledger as it stands after a step.

    A name that the ledger does not know is a LookupError: a promise with a misspelt account would
    be kept by any workflow. What is not open yet is asked for with `accounts` or `assets` first.
    """

    def __init__(self, ledger: NaiveLedger, now_ms: int) -> None:
        self._ledger = ledger
        self.now_ms = now_ms  # UTC milliseconds since 1970 of the simulated clock

    @property
    def _book(self) -> Book:
        return self._ledger.book

    @property
    def height(self) -> int:
        """Blocks so far."""
        return self._ledger.height

    @property
    def today(self) -> int:
        """The business date, as days since 1970-01-01."""
        return self._book.today

    def participants(self) -> tuple[str, ...]:
        """Codes of all participants, in the order they were admitted."""
        return tuple(self._book.participants)

    def assets(self) -> tuple[str, ...]:
        """Codes of all assets, in the order they were defined."""
        return tuple(self._book.assets)

    def accounts(self, owner: str = "") -> tuple[str, ...]:
        """Codes of all accounts but those of issuance, or of one participant's, as opened."""
        number = self._known("participant", owner, self._book.participants) if owner else 0
        rows = self._book.model.state["accounts"]
        held = [row for row in rows if row["kind"] != _ISSUANCE_KIND]
        return tuple(code_of(row) for row in held if not owner or row["owner"] == number)

    def available(self, account: str, asset: str) -> int:
        """What an account may dispose of; 0 where it has no position of the asset."""
        self._known("account", account, self._book.accounts)
        self._known("asset", asset, self._book.assets)
        return self._book.available(account, asset)

    def held(self, account: str, asset: str) -> int:
        """What is reserved by holds; 0 where there is no position."""
        self._known("account", account, self._book.accounts)
        self._known("asset", asset, self._book.assets)
        position = self._book.position(account, asset)
        return 0 if position < 0 else self._book.model.state.positions[position]["held"]

    def posted(self, account: str, asset: str) -> int:
        """What belongs to an account: available and held."""
        return self.available(account, asset) + self.held(account, asset)

    def outstanding(self, asset: str) -> int:
        """How much of an asset was issued and not taken back."""
        self._known("asset", asset, self._book.assets)
        issuance = self._book.asset_row(asset)["issuance"]
        return -self._book.model.state.balances[issuance]["available"] if issuance >= 0 else 0

    def mandates(self, grantee: str = "") -> tuple[Mandate, ...]:
        """Every mandate ever granted, or those of one grantee, in order of their numbers."""
        if grantee:
            self._known("participant", grantee, self._book.participants)
        rows = list(enumerate(self._book.model.state["mandates"]))[1:]
        found = [self._mandate(number, row) for number, row in rows]
        return tuple(one for one in found if not grantee or one.grantee == grantee)

    def holds(self, holder: str = "") -> tuple[Hold, ...]:
        """Every hold ever placed, or those of one holder, in order of their numbers."""
        if holder:
            self._known("participant", holder, self._book.participants)
        found = [self._hold(*each) for each in enumerate(self._book.model.state["holds"])]
        return tuple(one for one in found if not holder or one.holder == holder)

    def _known(self, kind: str, name: str, known: Mapping[str, int]) -> int:
        if name not in known:
            near = ", ".join(get_close_matches(name, known)) or "-"
            raise LookupError(f"no {kind} {name} on this ledger; similar: {near}")
        return known[name]

    def _mandate(self, number: int, row: Row) -> Mandate:
        account, asset = self._place(row["position"])
        grantee, stands = self._participant(row["grantee"]), row["state"] == _STANDS
        return Mandate(number, account, asset, grantee, row["remaining"], stands)

    def _hold(self, number: int, row: Row) -> Hold:
        account, asset = self._place(row["position"])
        target = self._place(row["credit"])[0] if row["credit"] >= 0 else ""
        holder, stands = self._participant(row["holder"]), row["state"] == _STANDS
        return Hold(number, account, asset, target, holder, row["remaining"], stands)

    def _participant(self, number: int) -> str:
        return self.participants()[number - 1] if number > 0 else ""

    def _place(self, position: int) -> tuple[str, str]:
        """Account and asset of a position."""
        state = self._book.model.state
        account = code_of(state["accounts"][state.positions[position]["account"]])
        return account, code_of(state["assets"][state.asset_of(position)])
