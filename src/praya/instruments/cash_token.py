"""Cash token: a claim on its issuer in one currency, minted against money received.

Central bank money, a tokenised deposit or e-money alike: it pays nothing and has no schedule, so
its whole life is minting, moving and redeeming. It must not know how the money came in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from praya.base.amounts import parse_amount
from praya.base.calendars import Calendar
from praya.base.limits import DECIMALS_MAX
from praya.instruments.cash_flows import CashFlow
from praya.instruments.forms import (
    ATTRIBUTE_NAMES,
    ATTRIBUTES,
    CURRENCY,
    DECIMALS,
    amount_expected,
    form_problems,
    is_amount,
)
from praya.instruments.instrument import (
    AssetTerms,
    Payments,
    ScheduledPayment,
    Spelling,
    read_integer,
    read_text,
)
from praya.instruments.problems import Problem

NAME: Final = "cash_token"
TITLE: Final = ("Cash token", "現金代幣")
FIELDS: Final = {1: "currency", 2: "decimals", 3: "issue_limit", 4: "required_attributes"}
OPTIONAL: Final[frozenset[str]] = frozenset()
LABELS: Final = {
    1: ("Currency", "貨幣"),
    2: ("Decimals", "小數位數"),
    3: ("Issue limit", "發行上限"),
    4: ("Attributes a holder must have", "持有人須具備的屬性"),
}
SPELLINGS: Final[dict[str, Spelling]] = {"required_attributes": ATTRIBUTE_NAMES}

_FORMS: Final = {
    "currency": CURRENCY,
    "decimals": DECIMALS,
    "required_attributes": ATTRIBUTES,
}


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a cash token."""

    currency: str  # ISO 4217, for example "HKD"
    decimals: int  # of the smallest unit, for example 2
    issue_limit: str  # the most that may be outstanding, for example "1000000000.00"
    required_attributes: int  # bits an account must have to hold it, for example 0

    def asset(self) -> AssetTerms:
        """What the ledger must know to define the asset."""
        limit = parse_amount(self.issue_limit, self.decimals)
        return AssetTerms(self.decimals, limit, self.required_attributes)

    def payments(self) -> Payments | None:
        """A cash token pays nothing."""
        return None

    def calendar_code(self) -> str | None:
        """A cash token follows no calendar."""
        return None


def read(fields: Mapping[int, object]) -> Terms:
    """The terms that an encoded map states; wrong types become values `validate` refuses."""
    return Terms(
        currency=read_text(fields, 1),
        decimals=read_integer(fields, 2),
        issue_limit=read_text(fields, 3),
        required_attributes=read_integer(fields, 4),
    )


def to_fields(terms: Terms) -> dict[int, object]:
    """The map that states these terms."""
    return {number: getattr(terms, field) for number, field in FIELDS.items()}


def validate(terms: Terms) -> list[Problem]:
    """Everything wrong with the terms, at once; no state is needed."""
    problems = form_problems(terms, _FORMS)
    # Without a number of decimals that holds, an amount is read with as many as there can be.
    decimals = terms.decimals if DECIMALS.holds(terms.decimals) else DECIMALS_MAX
    if not is_amount(terms.issue_limit, decimals):
        problems.append(Problem("issue_limit", terms.issue_limit, amount_expected(decimals)))
    return problems


def schedule(terms: Terms, calendar: Calendar | None) -> list[ScheduledPayment]:
    """A cash token pays nothing."""
    return []


def flows(terms: Terms, calendar: Calendar | None) -> list[CashFlow]:
    """A cash token pays nothing."""
    return []
