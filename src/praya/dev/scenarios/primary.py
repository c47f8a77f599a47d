"""Pricing and primary settlement: term sheets become assets, and are delivered against payment."""

from praya.base.amounts import format_amount
from praya.base.dates import format_day
from praya.dev.scenarios.crowd import fund_crowd, open_crowd, settle_crowd
from praya.dev.scenarios.days import open_next
from praya.dev.scenarios.life import Life, money
from praya.dev.scenarios.plan import Tranche
from praya.instruments import fixed_rate_bond
from praya.intents.accounts.open_positions import OpenPositions
from praya.intents.issuance.define_asset import DefineAsset
from praya.intents.issuance.issue_units import IssueUnits
from praya.intents.issuance.redeem_cash import RedeemCash
from praya.intents.settlement.settle_dvp import SettleDvp


def price(life: Life) -> None:
    """Each term sheet becomes an asset with its events; the units go to the issuer's agent."""
    life.chapter("life.pricing")
    for tranche in life.plan.tranches:
        terms = tranche.terms
        told = {
            "bond": tranche.code,
            "price": terms.issue_price,
            "rate": terms.interest_rate,
            "size": life.in_currency(tranche.nominal, tranche),
            "first": format_day(terms.issue_date),
            "last": format_day(terms.maturity_date),
            "count": len(tranche.payments) - 1,
        }
        life.fact("life.pricing.terms", **told)
        define = DefineAsset(tranche.code, fixed_rate_bond.NAME, tranche.fields)
        life.do(define, terms.paying_account)
        for account in life.plan.accounts:
            if account.code in _holders_of(life, tranche):
                pay_to = (account.code, tranche.cash)
                opening = OpenPositions(account.code, (tranche.code,), pay_to)
                life.do(opening, account.owner)
        life.do(
            IssueUnits(tranche.code, terms.aggregate_nominal, tranche.agent), terms.paying_account
        )
        if tranche.crowd is not None:
            open_crowd(life, tranche, tranche.crowd)
            fund_crowd(life, tranche, tranche.crowd)
    life.fact("life.pricing.data")


def _holders_of(life: Life, tranche: Tranche) -> set[str]:
    """Whoever may come to hold a bond: all but the issuer's accounts."""
    issuers = {tranche.terms.paying_account, tranche.terms.suspense_account}
    return {account.code for account in life.plan.accounts} - issuers


def settle_primary(life: Life) -> None:
    """T+1: the agent delivers, each buyer pays the issuer, together or not at all."""
    open_next(life)
    life.chapter("life.primary")
    life.fact("life.primary.atomic")
    for tranche in life.plan.tranches:
        life.settled_on[tranche.code] = life.today
        for allotment in tranche.allotments:
            sides = (tranche.agent, allotment.account)
            amounts = (allotment.nominal, allotment.cost)
            trade = dvp(life, tranche, sides, amounts, payee=tranche.terms.paying_account)
            answer = life.stage.book.do(trade, *life.signers(*sides))
            life.settled.append((tranche.code, answer.height, sides, amounts))
            shown = life.in_currency(allotment.nominal, tranche)
            told = life.named(f"{allotment.account}  {shown}", tranche)
            life.teller.answer(told, answer)
        if tranche.crowd is not None:
            settle_crowd(life, tranche, tranche.crowd)
    for tranche in life.plan.tranches:
        _take_proceeds(life, tranche)


def _take_proceeds(life: Life, tranche: Tranche) -> None:
    """The issuer gives the cash tokens of its paying account back for fiat."""
    terms = tranche.terms
    proceeds = format_amount(tranche.proceeds, terms.decimals)
    redeem = RedeemCash(tranche.cash, proceeds, terms.paying_account, "issuer's bank account")
    life.do(redeem, terms.paying_account)
    life.bank.pay_out(tranche.cash, tranche.proceeds)
    shown = money(tranche.proceeds, terms.decimals)
    life.fact("life.proceeds", amount=shown, cash=tranche.cash)


def dvp(
    life: Life,
    tranche: Tranche,
    sides: tuple[str, str],
    amounts: tuple[int, int],
    *,
    payee: str = "",
) -> SettleDvp:
    """A trade for today between two accounts that hold their cash where they hold their bonds.

    `sides` are seller and buyer, `amounts` nominal and cash in minor units.
    """
    seller, buyer = sides
    decimals = tranche.terms.decimals
    return SettleDvp(
        security=tranche.code,
        quantity=format_amount(amounts[0], decimals),
        seller=seller,
        buyer=buyer,
        cash=tranche.cash,
        amount=format_amount(amounts[1], decimals),
        payer=buyer,
        payee=payee or seller,
        settlement_date=life.today,
        trade_reference=f"{seller}>{buyer}",
    )
