"""Business days: opening them, funding what falls due, and noting what the ledger paid.

Nobody sends a payment. The issuer's money comes in the day before; the day opens, holders are
recorded, and the ledger pays.
"""

from collections.abc import Sequence

import numpy as np

from praya.base.errors import fail
from praya.dev.scenarios.life import Life, Paid
from praya.dev.scenarios.opening import fund
from praya.dev.scenarios.plan import Tranche
from praya.instruments.instrument import ScheduledPayment
from praya.intents.calendar.open_day import OpenDay
from praya.kernel import tables as t

Due = tuple[Tranche, ScheduledPayment]


def next_day(life: Life) -> int:
    """The next business day of the ledger."""
    return life.plan.calendar.next_business_day(life.today)


def due_by(life: Life, day: int) -> list[Due]:
    """What falls due after today and by a day, in the order in which the ledger pays."""
    return [
        (tranche, payment)
        for tranche in life.plan.tranches
        for payment in tranche.payments
        if life.today < payment.payment_date <= day
    ]


def open_next(life: Life) -> list[Paid]:
    """Open the next business day at nine in the morning; what it paid.

    Before that the issuer's money for it comes in. VERIFICATION_FAILED (height, what) if a
    payment is not what the schedule says, to the cent.
    """
    day = next_day(life)
    due = due_by(life, day)
    owed: dict[str, dict[str, int]] = {}
    for tranche, payment in due:
        accounts = owed.setdefault(tranche.cash, {})
        account = tranche.terms.paying_account
        accounts[account] = accounts.get(account, 0) + tranche.owed(payment)
    for asset, accounts in owed.items():
        fund(life, asset, list(accounts.items()))
    life.effects.clear()
    life.stage.morning_of(day)
    life.do(OpenDay(day), life.plan.operator)
    life.days_opened += 1
    made = [_note(life, due, height, effects) for height, effects in life.effects]
    paid = [one for listed in made for one in listed]
    if len(paid) != len(due) or any(one.difference for one in paid):
        fail("VERIFICATION_FAILED", height=life.stage.book.node.executor.height, what="payments")
    life.paid += paid
    return paid


def _note(life: Life, due: Sequence[Due], height: int, effects: np.ndarray) -> list[Paid]:
    """What one block paid: its rows are those of the due payments, a redemption has two."""
    rows: list[Due | None] = []
    for tranche, payment in due:
        rows += [(tranche, payment), None] if payment.is_redemption else [(tranche, payment)]
    found = []
    for row in np.unique(effects[:, 0]).tolist():
        entry = rows[row] if row < len(rows) else None
        if entry is not None:
            found.append(_paid(life, entry, height, effects[effects[:, 0] == row]))
    return found


def _paid(life: Life, due: Due, height: int, effects: np.ndarray) -> Paid:
    """One payment: the credits summed, and kept by account."""
    tranche, payment = due
    state = life.stage.book.ledger.state
    credits = effects[effects[:, 2] > 0]
    accounts = state.table("positions")[credits[:, 1], t.POSITION_ACCOUNT]
    kept = life.principals if payment.is_redemption else life.coupons
    sums = kept.setdefault(tranche.code, np.zeros(0, np.int64))
    count = len(state.table("accounts"))
    if len(sums) < count:
        sums = np.concatenate([sums, np.zeros(count - len(sums), np.int64)])
    np.add.at(sums, accounts, credits[:, 2])
    kept[tranche.code] = sums
    return Paid(
        tranche=tranche,
        number=payment.number,
        is_redemption=payment.is_redemption,
        record_date=payment.record_date,
        payment_date=payment.payment_date,
        height=height,
        scheduled=tranche.owed(payment),
        paid=int(credits[:, 2].sum()),
        payments=len(credits),
    )
