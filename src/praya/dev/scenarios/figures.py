"""The figures of a run, each with the query that gives it again from the ledger.

The run's own figures come from what it did and saw; the queries go by the journal alone.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import numpy as np

from praya.base.amounts import format_amount
from praya.base.dates import format_day
from praya.dev.scenarios import queries
from praya.dev.scenarios.life import HOLDERS_SHOWN_MAX, Life, Paid
from praya.dev.scenarios.plan import Tranche

Cell = int | str | Decimal | date
EPOCH: Final = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, or a table of them."""

    name: str  # the last part of a key `life.figure.<name>`
    about: str  # the asset, or nothing
    sql: str
    rows: tuple[tuple[Cell, ...], ...]  # what the run says it is


def amount(minor: int, decimals: int) -> Decimal:
    """Minor units as a decimal of units, exact."""
    return Decimal(format_amount(minor, decimals))


def day(number: int) -> date:
    """A day number as a date."""
    return EPOCH + timedelta(days=number)


def figures_of(life: Life) -> list[Figure]:
    """Every figure that the run prints, in the order in which it prints them."""
    executor = life.stage.book.node.executor
    found = [_minted(life)]
    for tranche in life.plan.tranches:
        found += _of_bond(life, tranche)
    root = executor.ledger.state.root().hex()
    supply = life.stage.book.supply()
    return [
        *found,
        Figure("days", "", queries.DAYS, ((life.days_opened,),)),
        Figure("supply", "", queries.SUPPLY, tuple((a, Decimal(x)) for a, x in supply.items())),
        _refused(life),
        Figure("height", "", queries.HEIGHT, ((executor.height, life.envelopes, root),)),
    ]


def _minted(life: Life) -> Figure:
    decimals = {asset: places for asset, _, places in life.plan.cash_tokens}
    rows: list[Any] = sorted(
        (day(on), asset, account, amount(minor, decimals[asset]))
        for (on, asset, account), minor in life.minted.items()
    )
    return Figure("minted", "", queries.MINTED, tuple(rows))


def _of_bond(life: Life, tranche: Tranche) -> list[Figure]:
    code, decimals, paying = tranche.code, tranche.terms.decimals, tranche.terms.paying_account
    coupons = [one for one in life.paid if one.tranche is tranche and not one.is_redemption]
    redeemed = [one for one in life.paid if one.tranche is tranche and one.is_redemption]
    count = len(tranche.allotments) + (tranche.crowd.count if tranche.crowd else 0)
    sums = (amount(tranche.nominal, decimals), amount(tranche.proceeds, decimals))
    total = amount(sum(one.paid for one in coupons), decimals)
    ends = tuple((day(one.payment_date), amount(one.paid, decimals)) for one in redeemed)
    settled = day(life.settled_on[code])
    found = [
        Figure("primary", code, queries.primary(code, paying), ((settled, count, *sums),)),
        _deliveries(life, tranche),
        _payments(coupons, code, decimals),
        Figure("coupon_paid", code, queries.coupon_paid(code), ((total,),)),
        Figure("redeemed", code, queries.redeemed(code), ends),
        _holders(life, tranche),
    ]
    if code in life.proven:
        account, held, on = life.proven[code]
        sql = queries.proven(code, account, format_day(on))
        found.append(Figure("proven", code, sql, ((account, amount(held, decimals)),)))
    return found


def _deliveries(life: Life, tranche: Tranche) -> Figure:
    """Every delivery and every trade that is told by name."""
    decimals = tranche.terms.decimals
    rows = [
        (height, *sides, amount(quantity, decimals), amount(cash, decimals))
        for code, height, sides, (quantity, cash) in life.settled
        if code == tranche.code
    ]
    sql = queries.deliveries(tranche.code, crowd=tranche.crowd is not None)
    return Figure("deliveries", tranche.code, sql, tuple(rows))


def _payments(coupons: list[Paid], code: str, decimals: int) -> Figure:
    rows = [
        (
            one.number,
            day(one.record_date),
            day(one.payment_date),
            amount(one.paid, decimals),
            one.difference,
            one.payments,
            one.height,
        )
        for one in coupons
    ]
    return Figure("coupons", code, queries.coupons(code), tuple(rows))


def _holders(life: Life, tranche: Tranche) -> Figure:
    """What each holder was paid; where there are too many to print, each bank's clients."""
    code, decimals = tranche.code, tranche.terms.decimals
    columns = life.holdings_of(tranche)
    on = format_day(max(one.record_date for one in tranche.payments))
    if len(columns.accounts) <= HOLDERS_SHOWN_MAX:
        name_of = life.stage.book.ledger.account_code
        rows: list[Any] = [
            (name_of(number), *(_or_none(column[place], decimals) for column in columns.sums))
            for place, number in enumerate(columns.accounts.tolist())
        ]
        return Figure("holders", code, queries.holders(code, on), tuple(sorted(rows)))
    grouped: list[Any] = sorted(
        (bank, count, *(amount(one, decimals) for one in sums))
        for bank, count, sums in life.by_bank(columns)
    )
    return Figure("holders", code, queries.banks(code, on), tuple(grouped))


def _or_none(minor: np.int64, decimals: int) -> Any:
    """An amount, or what SQL gives for the sum of no rows."""
    return amount(int(minor), decimals) if minor else None


def _refused(life: Life) -> Figure:
    counts = {name: life.refused_in_blocks.count(name) for name in life.refused_in_blocks}
    return Figure("refused", "", queries.REFUSED, tuple(sorted(counts.items())))


def told(life: Life, folder: Path) -> dict[str, Any]:
    """What the run says in numbers; whoever verified adds `verified`, whoever asked `queries`."""
    executor = life.stage.book.node.executor
    by_cash: dict[str, dict[bool, int]] = {}
    for one in life.paid:
        sums = by_cash.setdefault(one.tranche.cash, {False: 0, True: 0})
        sums[one.is_redemption] += one.paid
    decimals = {asset: places for asset, _, places in life.plan.cash_tokens}
    first = life.plan.tranches[0]
    return {
        "scenario": life.plan.name,
        "dir": str(folder),
        "height": executor.height,
        "root": executor.ledger.state.root().hex(),
        "settled_on": format_day(life.settled_on[first.code]),
        "matured_on": format_day(executor.ledger.state.business_date),
        "coupon_paid": {a: format_amount(x[False], decimals[a]) for a, x in by_cash.items()},
        "redeemed": {a: format_amount(x[True], decimals[a]) for a, x in by_cash.items()},
        "supply": life.stage.book.supply(),
        "payments": [_payment(one) for one in life.paid],
        "statements": life.bank.issued,
        "refused": life.refused,
        "provisional": [
            {
                "calendar": known.code,
                "first": format_day(known.first_day),
                "last": format_day(known.last_day),
            }
            for known, _ in life.plan.provisional
        ],
    }


def _payment(one: Any) -> dict[str, Any]:
    """One payment beside its schedule."""
    decimals = one.tranche.terms.decimals
    return {
        "asset": one.tranche.code,
        "number": one.number,
        "event": "redemption" if one.is_redemption else "coupon",
        "record_date": format_day(one.record_date),
        "payment_date": format_day(one.payment_date),
        "currency": one.tranche.terms.currency,
        "scheduled": format_amount(one.scheduled, decimals),
        "paid": format_amount(one.paid, decimals),
        "difference": format_amount(one.difference, decimals),
        "credits": one.payments,
        "height": one.height,
    }
