"""The life of the HK$800 million tokenised government green bond of February 2023.

Terms and dates are public (`evergreen-2023.json`). Each institution signs with keys from a folder
of its own; the ledger is a folder, the clock is told the time, everything else is real.
"""

import json
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from praya.base.amounts import format_amount, parse_amount
from praya.base.dates import format_day, parse_day
from praya.dev.scenarios.evergreen_parties import (
    ACCOUNTS,
    ALLOTMENTS,
    PARTIES,
    SECONDARY_CASH,
)
from praya.dev.scenarios.stage import DAY_MS, OPENING_MS, Stage, open_stage
from praya.dev.scenarios.teller import Teller
from praya.instruments import INSTRUMENTS, cash_token
from praya.instruments.term_sheets import read_term_sheet
from praya.intents.accounts.open_accounts import OpenAccounts
from praya.intents.accounts.open_positions import OpenPositions
from praya.intents.calendar.open_day import OpenDay
from praya.intents.governance.admit_participant import AdmitParticipant
from praya.intents.issuance.define_asset import DefineAsset
from praya.intents.issuance.issue_units import IssueUnits
from praya.intents.issuance.mint_cash import MintCash
from praya.intents.issuance.redeem_cash import RedeemCash
from praya.intents.settlement.settle_dvp import SettleDvp
from praya.kernel import tables as t
from praya.node.execution import Answer
from praya.sdk.institution import Institution

NAME: Final = "evergreen-2023"
CASH: Final = "HKD"
DECIMALS: Final = 2
CASH_TERMS: Final = cash_token.Terms(CASH, DECIMALS, "10000000000.00", 0)
AGENT: Final = "HSBC.AGENT"
PAYING: Final = "HKSARG.PAYING"
CLIENT: Final = "BOCHK.CLIENT.0007"


@dataclass(slots=True)
class Life:
    """The run so far: the stage, the teller and the figures it will be asked for."""

    stage: Stage
    teller: Teller
    sheet: dict[str, Any]
    refused: list[dict[str, str]] = field(default_factory=list)
    effects: list[tuple[int, npt.NDArray[np.int64]]] = field(default_factory=list)
    settled_on: str = ""
    coupons: dict[str, int] = field(default_factory=dict)
    principals: dict[str, int] = field(default_factory=dict)
    paid_at: int = 0

    @property
    def bond(self) -> str:
        """The asset's code."""
        return str(self.sheet["code"])

    def who(self, code: str) -> Institution:
        """An institution by code, or the owner of an account."""
        return self.stage.institutions[code.partition(".")[0]]

    def do(self, intent: Any, *codes: str) -> Answer:
        """Something that must be applied, signed by these."""
        return self.stage.book.do(intent, *map(self.who, codes))

    def chapter(self, key: str) -> None:
        """A heading with the business date."""
        day = format_day(self.stage.book.ledger.state.business_date)
        title = self.teller.words(key)
        self.teller.chapter(self.teller.words("evergreen.step", day=day, title=title))

    def note_refusal(self, what: str, answer: Answer) -> None:
        """Tell of a refusal and keep it for the figures."""
        self.teller.answer(what, answer)
        self.refused.append({"what": what, "status": answer.status.name})


def money(minor: int) -> str:
    """Minor units with thousands set off, for people."""
    whole, _, cents = format_amount(minor, DECIMALS).partition(".")
    return f"{int(whole):,}.{cents}"


def load_sheet() -> dict[str, Any]:
    """The term sheet, a data file."""
    source = files("praya.dev.scenarios").joinpath(f"{NAME}.json").read_text(encoding="utf-8")
    sheet: dict[str, Any] = json.loads(source)
    return sheet


def live(folder: Path, teller: Teller) -> Life:
    """Run the whole life in a folder; the ledger is closed cleanly when this returns."""
    sheet = load_sheet()
    teller.title(teller.words("evergreen.title"))
    effects: list[tuple[int, npt.NDArray[np.int64]]] = []
    stage = open_stage(
        folder,
        NAME,
        PARTIES,
        first_day="2023-02-15",
        sink=lambda h, rows: effects.append((h, rows)),
    )
    life = Life(stage, teller, sheet, effects=effects)
    admit(life)
    mint(life)
    price(life)
    settle_primary(life)
    trade(life)
    pass_a_year(life)
    mature(life)
    give_back(life)
    return life


def admit(life: Life) -> None:
    """The operator admits the others; each opens its accounts."""
    life.chapter("evergreen.institutions")
    chinese = life.teller.terminal.language == "zh-HK"
    rows = [
        (row.code, row.chinese if chinese else row.english, row.licence.name, _duties(row.roles))
        for row in PARTIES
    ]
    keys = ("code", "institution", "licence", "roles")
    life.teller.table([life.teller.words(f"evergreen.{key}") for key in keys], rows, ())
    life.teller.fact(life.teller.words("evergreen.institutions.keys"))
    for row in PARTIES[1:]:
        document = life.stage.document_of(row).to_document()
        life.do(AdmitParticipant(document), "HKMA")
    life.do(DefineAsset(CASH, cash_token.NAME, cash_token.to_fields(CASH_TERMS)), "HKMA")
    for account, owner, attributes in ACCOUNTS:
        kind = t.ACCOUNT_CLIENT if "CLIENT" in account else t.ACCOUNT_HOUSE
        kind = t.ACCOUNT_SUSPENSE if account.endswith("SUSPENSE") else kind
        life.do(OpenAccounts(({1: account, 2: kind, 3: attributes},), (CASH,)), owner)


def _duties(roles: tuple[Any, ...]) -> str:
    return ", ".join(role.name for role in roles)


def mint(life: Life) -> None:
    """Fiat comes in, tokens go out, one for one; a receipt counts once."""
    life.chapter("evergreen.cash")
    life.teller.fact(life.teller.words("evergreen.cash.minted"))
    for account, minor in (*ALLOTMENTS, *SECONDARY_CASH):
        life.do(_mint(account, minor), "HKMA")
    rows = [(account, money(minor)) for account, minor in (*ALLOTMENTS, *SECONDARY_CASH)]
    words = life.teller.words
    life.teller.table([words("evergreen.account"), words("evergreen.paid")], rows, (1,))
    account, minor = ALLOTMENTS[0]
    again = life.stage.book.ask(_mint(account, minor), life.who("HKMA"))
    life.note_refusal(words("evergreen.receipt_twice"), again)


def _mint(account: str, minor: int) -> MintCash:
    return MintCash(CASH, format_amount(minor, DECIMALS), account, f"RTGS-2023-{account}-{minor}")


def price(life: Life) -> None:
    """The term sheet becomes an asset with its events; the units go to the issuer's agent."""
    life.chapter("evergreen.pricing")
    terms = life.sheet["terms"]
    days = parse_day(terms["maturity_date"]) - parse_day(terms["issue_date"])
    told = {"price": terms["issue_price"], "rate": terms["interest_rate"], "days": days}
    life.teller.fact(life.teller.words("evergreen.pricing.terms", **told))
    name, read = read_term_sheet(life.sheet)
    fields = INSTRUMENTS[name].to_fields(read)
    life.do(DefineAsset(life.bond, name, fields), "HKSARG")
    for account, owner, _ in ACCOUNTS:
        if account not in (PAYING, "HKSARG.SUSPENSE"):
            life.do(OpenPositions(account, (life.bond,), (account, CASH)), owner)
    life.do(IssueUnits(life.bond, terms["aggregate_nominal"], AGENT), "HKSARG")


def settle_primary(life: Life) -> None:
    """T+1: the agent delivers, each bank pays the Government, one envelope each."""
    open_next(life)
    life.settled_on = format_day(life.stage.book.ledger.state.business_date)
    life.chapter("evergreen.primary")
    life.teller.fact(life.teller.words("evergreen.primary.atomic"))
    for account, minor in ALLOTMENTS:
        amount = format_amount(minor, DECIMALS)
        trade = dvp(life, AGENT, account, amount, amount, payee=PAYING)
        signers = dict.fromkeys((AGENT.partition(".")[0], account.partition(".")[0]))
        answer = life.do(trade, *signers)
        life.teller.answer(f"{account}  HK${money(minor)}", answer)
    proceeds = life.sheet["terms"]["aggregate_nominal"]
    life.do(RedeemCash(CASH, proceeds, PAYING, "HKSARG Capital Works Reserve Fund"), "HKSARG")
    shown = money(parse_amount(proceeds, DECIMALS))
    life.teller.fact(life.teller.words("evergreen.proceeds", amount=shown))


def dvp(
    life: Life, seller: str, buyer: str, quantity: str, amount: str, *, payee: str = ""
) -> SettleDvp:
    """A trade for today between two accounts that hold their cash where they hold their bonds."""
    return SettleDvp(
        security=life.bond,
        quantity=quantity,
        seller=seller,
        buyer=buyer,
        cash=CASH,
        amount=amount,
        payer=buyer,
        payee=payee or seller,
        settlement_date=life.stage.book.ledger.state.business_date,
        trade_reference=f"{seller}>{buyer}",
    )


def trade(life: Life) -> None:
    """One trade settles, one fails for lack of cash, one is refused for an ineligible investor."""
    open_next(life)
    life.chapter("evergreen.secondary")
    words, book = life.teller.words, life.stage.book
    seller, quantity, amount = "GSASIA.HOUSE", "20000000.00", "20050000.00"
    shown = money(parse_amount(quantity, DECIMALS))
    paid = money(parse_amount(amount, DECIMALS))
    told = {"seller": seller, "buyer": CLIENT, "quantity": shown, "amount": paid}
    settled = life.do(dvp(life, seller, CLIENT, quantity, amount), seller, CLIENT)
    life.teller.answer(words("evergreen.secondary.settled", **told), settled)
    buyer = "CACIB.HOUSE"
    signers = (life.who("BOCHK"), life.who(buyer))
    failed = book.ask(dvp(life, "BOCHK.HOUSE", buyer, quantity, amount), *signers)
    life.note_refusal(words("evergreen.no_cash", buyer=buyer, quantity=shown), failed)
    retail = "HSBC.CLIENT.1042"
    signers = (life.who(seller), life.who(retail))
    refused = book.ask(dvp(life, seller, retail, "1000000.00", "1000000.00"), *signers)
    life.note_refusal(words("evergreen.ineligible", buyer=retail), refused)


def open_next(life: Life) -> int:
    """Open the next business day at nine in the morning; its day number."""
    stage = life.stage
    day = stage.calendar.next_business_day(stage.book.ledger.state.business_date)
    stage.book.clock.set(day * DAY_MS + OPENING_MS)
    life.do(OpenDay(day), "HKMA")
    return day


def pass_a_year(life: Life) -> None:
    """Every business day up to the one before maturity, and the Government's funds for it."""
    life.chapter("evergreen.year")
    stage, words = life.stage, life.teller.words
    maturity = parse_day(life.sheet["terms"]["maturity_date"])
    today = stage.book.ledger.state.business_date
    days = [d for d in range(today + 1, maturity) if stage.calendar.is_business_day(d)]
    life.teller.fact(words("evergreen.year.days", count=len(days)))
    holiday = parse_day("2023-10-02")  # the day after National Day, which fell on a Sunday
    with life.teller.progress(words("evergreen.opening_days"), len(days)) as advance:
        for day in days:
            if today < holiday < day:
                stage.book.clock.set(holiday * DAY_MS + OPENING_MS)
                answer = stage.book.ask(OpenDay(holiday), life.who("HKMA"))
                name = stage.holiday_name(holiday, life.teller.terminal.language)
                shown = words("evergreen.closed_day", day=format_day(holiday), name=name)
                life.note_refusal(shown, answer)
            today = open_next(life)
            advance()
    owed = sum(minor for _, minor in owed_payments(life))
    life.do(_mint(PAYING, owed), "HKMA")
    life.teller.fact(words("evergreen.funding", amount=money(owed)))


def owed_payments(life: Life) -> list[tuple[bool, int]]:
    """What the schedule says falls due on the whole issue: (redemption or not, minor units)."""
    name, terms = read_term_sheet(life.sheet)
    nominal = parse_amount(life.sheet["terms"]["aggregate_nominal"], DECIMALS)
    schedule = INSTRUMENTS[name].schedule(terms, life.stage.calendar)
    return [
        (
            one.is_redemption,
            (2 * nominal * one.numerator + one.denominator) // (2 * one.denominator),
        )
        for one in schedule
    ]


def mature(life: Life) -> None:
    """The day opens: holders are recorded, coupon and principal are paid, bonds are burnt."""
    holders = {
        holding.account: holding.minor
        for holding in life.stage.book.holdings(life.bond)
        if holding.minor > 0 and not holding.is_issuance
    }
    before = len(life.effects)
    record_day = format_day(life.stage.book.ledger.state.business_date)
    open_next(life)
    life.chapter("evergreen.maturity")
    collect_payments(life, before)
    told = {"day": record_day, "height": life.paid_at}
    life.teller.fact(life.teller.words("evergreen.maturity.nobody", **told))
    rows: list[tuple[str, ...]] = [
        (account, money(nominal), money(life.coupons[account]), money(life.principals[account]))
        for account, nominal in holders.items()
    ]
    totals = (holders, life.coupons, life.principals)
    rows.append((life.teller.words("evergreen.all"), *(money(sum(x.values())) for x in totals)))
    keys = ("holder", "nominal", "coupon", "principal")
    life.teller.table([life.teller.words(f"evergreen.{key}") for key in keys], rows, (1, 2, 3))


def collect_payments(life: Life, before: int) -> None:
    """Who was paid what, from the effects that left the kernel: coupon first, then redemption."""
    ledger = life.stage.book.ledger
    cash = ledger.asset(CASH)
    for height, effects in life.effects[before:]:
        life.paid_at = life.paid_at or height
        first_row = int(effects[0, 0])
        for row, position, delta in effects.tolist():
            asset = ledger.state.cell(t.EXTENTS, position >> 6, t.EXTENT_ASSET)
            if delta > 0 and asset == cash:
                account = ledger.state.cell(t.POSITIONS, position, t.POSITION_ACCOUNT)
                paid = life.coupons if row == first_row else life.principals
                code = ledger.account_code(account)
                paid[code] = paid.get(code, 0) + delta


def give_back(life: Life) -> None:
    """Cash tokens go back to fiat until none is left."""
    life.chapter("evergreen.back")
    for holding in life.stage.book.holdings(CASH):
        if holding.minor > 0 and not holding.is_issuance:
            redeem = RedeemCash(CASH, holding.available, holding.account, "RTGS")
            life.do(redeem, holding.account)
    supply = life.stage.book.supply()
    told = {"cash": supply[CASH], "bond": supply[life.bond]}
    life.teller.fact(life.teller.words("evergreen.back.done", **told))


def figures(life: Life, folder: Path) -> dict[str, Any]:
    """What the run says in numbers; `verified` is added by whoever verified."""
    executor = life.stage.book.node.executor
    return {
        "scenario": NAME,
        "dir": str(folder),
        "height": executor.height,
        "root": executor.ledger.state.root().hex(),
        "settled_on": life.settled_on,
        "matured_on": format_day(executor.ledger.state.business_date),
        "coupon_paid": {CASH: format_amount(sum(life.coupons.values()), DECIMALS)},
        "redeemed": {CASH: format_amount(sum(life.principals.values()), DECIMALS)},
        "supply": life.stage.book.supply(),
        "refused": life.refused,
    }
