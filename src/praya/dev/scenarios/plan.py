"""What differs between one run and another: who takes part, which bonds, who buys them.

A plan is complete before a run writes its first byte. It must not know how the run is told, nor
what a ledger answers.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from praya.base.amounts import parse_amount
from praya.base.attributes import Attribute
from praya.base.calendars import Calendar
from praya.base.limits import AMOUNT_MAX
from praya.envelopes.participants import Licence, Role
from praya.instruments.fixed_rate_bond import Terms
from praya.instruments.instrument import ScheduledPayment

NAMED_HOLDERS_MAX: Final = 50  # more are opened, funded and settled by columns and batches
CASH_LIMIT_UNITS: Final = 10_000_000_000  # of a cash token, if the run does not mint more
CROWD_NAME: Final = "{bank}.CLIENT.{number:06d}"
EVERY_ATTRIBUTE: Final = int(Attribute.IDENTIFIED | Attribute.PROFESSIONAL)


@dataclass(frozen=True, slots=True)
class PartyRow:
    """One institution."""

    code: str
    english: str
    chinese: str
    licence: Licence
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account of an institution: its code begins with the institution's, up to the dot."""

    code: str
    kind: int  # praya.kernel.tables ACCOUNT_...
    attributes: int

    @property
    def owner(self) -> str:
        """The institution that keeps it."""
        return owner_of(self.code)


@dataclass(frozen=True, slots=True)
class Allotment:
    """What one account is allotted of an issue, and what it pays: minor units."""

    account: str
    nominal: int
    cost: int


@dataclass(frozen=True, slots=True)
class Trade:
    """A trade on the secondary market, two business days after pricing: minor units."""

    outcome: str  # "settles", "without_cash" or "ineligible"
    seller: str
    buyer: str
    quantity: int
    amount: int


@dataclass(frozen=True, slots=True)
class Crowd:
    """Holders beyond counting by name: clients of some banks, each with his allotment."""

    banks: tuple[str, ...]
    nominals: npt.NDArray[np.int64]  # of holder n, client of the bank n * banks // holders
    costs: npt.NDArray[np.int64]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.nominals)

    def of_bank(self, place: int) -> slice:
        """Which holders are clients of a bank."""
        count, banks = self.count, len(self.banks)
        return slice(place * count // banks, (place + 1) * count // banks)

    def codes(self, place: int) -> list[str]:
        """The accounts of a bank's clients, in order."""
        of_bank = self.of_bank(place)
        numbers = range(1, of_bank.stop - of_bank.start + 1)
        return [CROWD_NAME.format(bank=self.banks[place], number=number) for number in numbers]


@dataclass(frozen=True, slots=True)
class Tranche:
    """One bond of the run."""

    code: str
    terms: Terms
    fields: dict[int, Any]  # the terms as a request states them
    price: Fraction  # of a unit of nominal at the issue
    payments: tuple[ScheduledPayment, ...]
    agent: str  # the account that delivers
    allotments: tuple[Allotment, ...]
    trades: tuple[Trade, ...] = ()
    crowd: Crowd | None = None

    @property
    def cash(self) -> str:
        """The cash token it is bought with and pays in."""
        return self.terms.cash_asset

    @property
    def nominal(self) -> int:
        """The whole issue in minor units."""
        return parse_amount(self.terms.aggregate_nominal, self.terms.decimals)

    @property
    def proceeds(self) -> int:
        """What the issuer receives, in minor units."""
        paid = sum(one.cost for one in self.allotments)
        return paid + (0 if self.crowd is None else int(self.crowd.costs.sum()))

    def owed(self, payment: ScheduledPayment) -> int:
        """What one payment comes to on the whole issue, by the schedule: minor units."""
        return payment.owed(self.nominal)


@dataclass(frozen=True, slots=True)
class Plan:
    """One run."""

    name: str
    title: tuple[str, str]  # in English and in Chinese
    parties: tuple[PartyRow, ...]  # the first operates the ledger and is the central bank
    accounts: tuple[AccountRow, ...]
    tranches: tuple[Tranche, ...]
    calendars: tuple[Calendar, ...]  # the first is the ledger's own
    # Published ones that end before the life does, each with its code on this ledger.
    provisional: tuple[tuple[Calendar, str], ...]
    first_day: int  # of pricing; the bonds are delivered on the next business day
    closed_day: int | None  # a holiday on which an opening is tried

    @property
    def calendar(self) -> Calendar:
        """The calendar that the ledger's days follow."""
        return self.calendars[0]

    @property
    def operator(self) -> str:
        """Who admits, opens the days and mints cash."""
        return self.parties[0].code

    @property
    def cash_tokens(self) -> tuple[tuple[str, str, int], ...]:
        """Each cash token once: asset, currency, decimals."""
        found = {
            one.cash: (one.cash, one.terms.currency, one.terms.decimals) for one in self.tranches
        }
        return tuple(found.values())

    def cash_limit(self, asset: str) -> int:
        """The most that may be outstanding of a cash token: all that the run mints, or more."""
        tranches = [one for one in self.tranches if one.cash == asset]
        decimals = tranches[0].terms.decimals
        usual: int = CASH_LIMIT_UNITS * 10**decimals
        minted = 0
        for one in tranches:
            minted += one.proceeds + sum(map(one.owed, one.payments))
            minted += sum(trade.amount for trade in one.trades)
        return min(AMOUNT_MAX, max(minted, usual))

    def account(self, code: str) -> AccountRow:
        """One of its accounts."""
        return next(one for one in self.accounts if one.code == code)


def owner_of(account: str) -> str:
    """The institution whose account it is."""
    return account.partition(".")[0]
