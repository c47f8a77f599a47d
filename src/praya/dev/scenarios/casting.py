"""The cast of a run that its sheet leaves open: institutions, accounts, allotments, trades.

Everything derived is the same each time. It must not know how sheets are written or read.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Final

import numpy as np

from praya.base.amounts import Rounding, parse_amount, round_ratio
from praya.dev.scenarios.plan import AccountRow, Allotment, Crowd, PartyRow, Trade, owner_of
from praya.envelopes.participants import Licence, Role
from praya.instruments.fixed_rate_bond import Terms
from praya.kernel import tables as t

HOLDERS_DEFAULT: Final = 5
WEIGHTS: Final = (7_919, 97)  # shares differ, without chance: 1 + 7919 x n mod 97
CENTRAL_BANK: Final = ("CENTRALBANK", "Central bank, operator", "中央銀行（營運者）")
AGENT: Final = ("AGENT", "Agent bank", "代理銀行")
BANKS: Final = (("BANKA", "Bank A", "甲銀行"), ("BANKB", "Bank B", "乙銀行"))
RETAIL: Final = "{bank}.CLIENT.RETAIL"
LATE_BUYER: Final = "{bank}.CLIENT.BUYER"


def derived_parties(issuer: PartyRow, owners: Iterable[str]) -> tuple[PartyRow, ...]:
    """An operator that is central bank, the issuer, an agent, two banks, and whoever is named."""
    rows = [_party(CENTRAL_BANK, issuer.code, central=True), issuer]
    rows += [_party(one, issuer.code) for one in (AGENT, *BANKS)]
    known = {row.code for row in rows}
    named = [code for code in dict.fromkeys(owners) if code not in known]
    return (*rows, *(PartyRow(code, code, code, Licence.BANK) for code in named))


def _party(names: tuple[str, str, str], taken: str, *, central: bool = False) -> PartyRow:
    code, english, chinese = names
    licence = Licence.CENTRAL_BANK if central else Licence.BANK
    roles = (Role.OPERATOR, Role.CALENDAR) if central else ()
    return PartyRow(free_code(code, taken), english, chinese, licence, roles)


def free_code(code: str, taken: str) -> str:
    """The code, or one that differs from the issuer's."""
    return code if code != taken else code + "2"


def holder_accounts(banks: Sequence[str], count: int) -> list[str]:
    """Accounts of so many holders by name: the banks' own, then clients, in turns."""
    found = []
    for place in range(count):
        bank, turn = banks[place % len(banks)], place // len(banks)
        found.append(f"{bank}.HOUSE" if turn == 0 else f"{bank}.CLIENT.{turn:04d}")
    return found


def divisible(terms: Terms, count: int) -> bool:
    """Whether the issue can be allotted to so many in its denominations."""
    whole, least, step = _denominations(terms)
    return whole >= count * least and (whole - count * least) % step == 0


def holders_possible(terms: Terms, wanted: int) -> int:
    """The largest number of holders up to `wanted` that the denominations allow; at least one."""
    whole, least, _ = _denominations(terms)
    most = max(1, min(wanted, whole // least))
    return next((count for count in range(most, 1, -1) if divisible(terms, count)), 1)


def shares(terms: Terms, count: int) -> list[int]:
    """Nominal amounts of so many holders that differ, in denominations, adding up to the issue."""
    whole, least, step = _denominations(terms)
    factor, modulus = WEIGHTS
    sums = list(accumulate(1 + factor * number % modulus for number in range(count)))
    units = (whole - count * least) // step
    reached = [units * weight // sums[-1] for weight in sums]  # cumulated, so that none is left
    return [least + (here - before) * step for before, here in pairwise([0, *reached])]


def cost_of(price: Fraction, nominal: int) -> int:
    """What a nominal amount costs at a price per unit, rounded half up: minor units."""
    return round_ratio(nominal * price.numerator, price.denominator, Rounding.HALF_UP)


def allot(terms: Terms, price: Fraction, accounts: Sequence[str]) -> tuple[Allotment, ...]:
    """The issue divided among accounts."""
    nominals = shares(terms, len(accounts))
    return tuple(
        Allotment(account, nominal, cost_of(price, nominal))
        for account, nominal in zip(accounts, nominals, strict=True)
    )


def crowd_of(terms: Terms, price: Fraction, banks: Sequence[str], count: int) -> Crowd:
    """The issue divided among clients of the banks."""
    nominals = shares(terms, count)
    costs = {nominal: cost_of(price, nominal) for nominal in set(nominals)}
    paid = [costs[nominal] for nominal in nominals]
    return Crowd(tuple(banks), np.array(nominals, np.int64), np.array(paid, np.int64))


def derived_trades(
    terms: Terms, price: Fraction, holders: Sequence[str], largest: tuple[str, int]
) -> tuple[Trade, ...]:
    """One that settles; one for want of cash; one refused, where the bond demands attributes.

    The largest holder sells, at the issue price, to the last one, or to a newcomer if there is
    nobody else.
    """
    seller, most = largest
    others = [one for one in holders if one != seller]
    bank = owner_of(seller)
    quantity = min(most, _denominations(terms)[1])
    amount = cost_of(price, quantity)
    buyer = others[-1] if others else LATE_BUYER.format(bank=bank)
    found = [Trade("settles", seller, buyer, quantity, amount)]
    if others:
        without = others[0] if others[0] != buyer else seller
        found.append(Trade("without_cash", buyer, without, quantity, amount + 1))
    if terms.required_attributes:
        retail = RETAIL.format(bank=bank)
        found.append(Trade("ineligible", buyer, retail, quantity, amount))
    return tuple(found)


def derived_account(code: str, *, suspense: str, attributes: int) -> AccountRow:
    """An account that is named and not described: its kind from its name."""
    if code == suspense:
        kind = t.ACCOUNT_SUSPENSE
    else:
        kind = t.ACCOUNT_CLIENT if ".CLIENT" in code else t.ACCOUNT_HOUSE
    return AccountRow(code, kind, attributes)


def _denominations(terms: Terms) -> tuple[int, int, int]:
    """The whole issue, the least that is allotted, the steps above it: minor units."""
    listed = (terms.aggregate_nominal, terms.specified_denomination, terms.integral_multiple)
    whole, least, step = (parse_amount(one, terms.decimals) for one in listed)
    return whole, least, step
