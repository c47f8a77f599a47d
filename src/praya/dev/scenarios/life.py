"""A run so far: the stage, the teller, the plan, and the figures it will be asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from praya.base.amounts import format_amount
from praya.base.dates import format_day
from praya.base.errors import PrayaError, fail
from praya.base.status import Status
from praya.dev.scenarios.fiat import BackingBank
from praya.dev.scenarios.plan import Plan, Tranche, owner_of
from praya.dev.scenarios.stage import Stage
from praya.dev.scenarios.teller import Teller
from praya.kernel import tables as t
from praya.node.execution import Answer
from praya.sdk.institution import Institution

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment that the ledger made: what the schedule says, what was paid; minor units."""

    tranche: Tranche
    number: int
    is_redemption: bool
    record_date: int
    payment_date: int
    height: int
    scheduled: int
    paid: int
    payments: int  # credits

    @property
    def difference(self) -> int:
        """What was paid beyond the schedule: nothing, or the run fails."""
        return self.paid - self.scheduled


@dataclass(frozen=True, slots=True)
class Columns:
    """Accounts by number, and of each its nominal, coupons and principal in minor units."""

    accounts: Integers
    sums: list[Integers]


@dataclass(slots=True)
class Life:
    """The run so far."""

    plan: Plan
    stage: Stage
    teller: Teller
    bank: BackingBank
    effects: list[tuple[int, Integers]]
    refused: list[dict[str, str]] = field(default_factory=list)
    refused_in_blocks: list[str] = field(default_factory=list)  # statuses of requests refused
    # minor units by business date, cash token and account
    minted: dict[tuple[int, str, str], int] = field(default_factory=dict)
    # told by name: bond, height, seller and buyer, nominal and cash in minor units
    settled: list[tuple[str, int, tuple[str, str], tuple[int, int]]] = field(default_factory=list)
    # by bond: whose holding was proven, what it was, at the close of which day
    proven: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    envelopes: int = 0
    settled_on: dict[str, int] = field(default_factory=dict)  # by bond
    paid: list[Paid] = field(default_factory=list)
    days_opened: int = 0
    coupons: dict[str, Integers] = field(default_factory=dict)  # by bond: by account's number
    principals: dict[str, Integers] = field(default_factory=dict)

    @property
    def today(self) -> int:
        """The business date."""
        return self.stage.book.ledger.state.business_date

    @property
    def operator(self) -> Institution:
        """Who admits, opens the days and mints cash."""
        return self.stage.institutions[self.plan.operator]

    def who(self, code: str) -> Institution:
        """An institution by code, or the owner of an account."""
        return self.stage.institutions[owner_of(code)]

    def signers(self, *accounts: str) -> list[Institution]:
        """Who must sign for these accounts, each once."""
        return [self.who(code) for code in dict.fromkeys(map(owner_of, accounts))]

    def do(self, intent: Any, *codes: str) -> Answer:
        """Something that must be applied, signed by these."""
        return self.stage.book.do(intent, *map(self.who, codes))

    def submit(self, envelopes: Sequence[bytes]) -> list[Answer]:
        """Envelopes of which every row must be applied. VERIFICATION_FAILED (height, what)."""
        answers = self.stage.book.node.submit(list(envelopes))
        for answer in answers:
            if answer.status != Status.APPLIED or answer.statuses.any():
                fail("VERIFICATION_FAILED", height=answer.height, what=answer.status.name)
        return answers

    def holdings_of(self, tranche: Tranche) -> Columns:
        """What holders had at the last record, and were paid in all."""
        ledger = self.stage.book.ledger
        coupons, principals = self.coupons[tranche.code], self.principals[tranche.code]
        listed = ledger.state.table("records")
        record = listed[listed[:, t.RECORD_ASSET] == ledger.asset(tranche.code)][-1]
        first, rows = int(record[t.RECORD_FIRST]), int(record[t.RECORD_ROWS])
        held = ledger.state.table("entitlements")[first : first + rows]
        owners = ledger.state.table("positions")[held[:, 0], t.POSITION_ACCOUNT]
        nominals = np.zeros(len(principals), np.int64)
        nominals[owners] = held[:, 1]
        accounts = np.flatnonzero(coupons + principals)
        return Columns(accounts, [nominals[accounts], coupons[accounts], principals[accounts]])

    def by_bank(self, columns: Columns) -> list[tuple[str, int, list[int]]]:
        """The same for the accounts of each institution: how many held, and the sums."""
        ledger = self.stage.book.ledger
        owners = ledger.state.table("accounts")[columns.accounts, t.ACCOUNT_OWNER]
        codes = {number: code for code, number in ledger.participant_codes().items()}
        found = []
        for owner in np.unique(owners).tolist():
            sums = [column[owners == owner] for column in columns.sums]
            holders = int((sums[0] > 0).sum())
            found.append((codes[owner], holders, [int(one.sum()) for one in sums]))
        return found

    # Telling

    def words(self, key: str, **values: object) -> str:
        """The catalogue's words."""
        return self.teller.words(key, **values)

    def fact(self, key: str, **values: object) -> None:
        """One thing that happened, in the catalogue's words."""
        self.teller.fact(self.words(key, **values))

    def chapter(self, key: str, **values: object) -> None:
        """A heading with the business date."""
        day = format_day(self.today)
        title = self.words(key, **values)
        self.teller.chapter(self.words("life.step", day=day, title=title))

    def table(self, keys: Sequence[str], rows: Sequence[Sequence[str]], unit: str = "") -> None:
        """A table; headings from the first that is a number on carry the unit of money."""
        headings = [self.words(f"life.column.{key}", unit=unit) for key in keys]
        numbers = [place for place, key in enumerate(keys) if key in NUMBER_COLUMNS]
        self.teller.table(headings, rows, numbers)

    def named(self, what: str, tranche: Tranche) -> str:
        """What was asked, after the bond it was about where the run has several."""
        if len(self.plan.tranches) == 1:
            return what
        return self.words("life.of_bond", bond=tranche.code, what=what)

    def note_refusal(self, what: str, answer: Answer) -> None:
        """Tell of a refusal and keep it for the figures."""
        self.teller.answer(what, answer)
        self.refused.append({"what": what, "status": answer.status.name})
        self.refused_in_blocks.append(answer.status.name)

    def note_error(self, what: str, problem: PrayaError) -> None:
        """The same for what was refused before it reached the ledger."""
        self.teller.error(what, problem)
        self.refused.append({"what": what, "status": problem.code})

    # Money in words

    def unit(self, currency: str) -> str:
        """How a currency stands in the heading of a column: HK$."""
        return self.words(UNITS[currency][0]) if currency in UNITS else currency

    def in_currency(self, minor: int, tranche: Tranche) -> str:
        """An amount with its currency, for people: HK$1,000.00."""
        shown, currency = money(minor, tranche.terms.decimals), tranche.terms.currency
        if currency in UNITS:
            return self.words(UNITS[currency][1], amount=shown)
        return self.words("life.money", currency=currency, amount=shown)


UNITS: Final = {  # in a heading, and with an amount; any other currency by its code
    "CNY": ("life.unit.CNY", "life.money.CNY"),
    "EUR": ("life.unit.EUR", "life.money.EUR"),
    "HKD": ("life.unit.HKD", "life.money.HKD"),
    "USD": ("life.unit.USD", "life.money.USD"),
}
HOLDERS_SHOWN_MAX: Final = 60  # more are shown together, by bank
NUMBER_COLUMNS: Final = frozenset(
    ("nominal", "coupon", "coupons", "principal", "paid", "scheduled", "difference", "holders")
)


def money(minor: int, decimals: int) -> str:
    """Minor units with thousands set off, for people."""
    text = format_amount(abs(minor), decimals)
    whole, point, cents = text.partition(".")
    return f"{'-' if minor < 0 else ''}{int(whole):,}{point}{cents}"
