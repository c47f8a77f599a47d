"""The years of a bond, its maturity, and its cash tokens given back until none is left."""

from praya.base.amounts import format_amount
from praya.base.dates import format_day
from praya.base.errors import require
from praya.base.status import Status
from praya.dev.scenarios.crowd import gather_crowd
from praya.dev.scenarios.days import due_by, next_day, open_next
from praya.dev.scenarios.life import HOLDERS_SHOWN_MAX, Life, Paid, money
from praya.dev.scenarios.plan import Tranche
from praya.dev.scenarios.shelf import holiday_name
from praya.intents.calendar.open_day import OpenDay
from praya.intents.issuance.redeem_cash import RedeemCash


def live_on(life: Life) -> None:
    """Every business day up to the last maturity; bonds are told of as they are redeemed."""
    life.chapter("life.days")
    last = max(one.payments[-1].payment_date for one in life.plan.tranches)
    days = [d for d in range(life.today + 1, last) if life.plan.calendar.is_business_day(d)]
    told = {
        "count": life.days_opened + len(days) + 1,
        "calendar": life.plan.calendar.code,
        "first": format_day(life.plan.first_day),
        "last": format_day(last),
    }
    life.fact("life.days.count", **told)
    for known, code in life.plan.provisional:
        through = format_day(known.last_day)
        life.fact("life.days.provisional", calendar=known.code, last=through, provisional=code)
    with life.teller.progress(life.words("life.days.opening"), len(days) + 1) as advance:
        while life.today < last:
            _try_closed_day(life)
            if any(payment.is_redemption for _, payment in due_by(life, next_day(life))):
                _tell_funding(life)
            paid = open_next(life)
            advance(1)
            redeemed = [one for one in paid if one.is_redemption]
            if redeemed:
                _tell_maturity(life, redeemed)
    _tell_payments(life)


def _try_closed_day(life: Life) -> None:
    """A holiday before the next business day is tried once: it is refused."""
    closed = life.plan.closed_day
    if closed is None or not life.today < closed < next_day(life):
        return
    life.stage.morning_of(closed)
    answer = life.stage.book.ask(OpenDay(closed), life.operator)
    require(answer.status != Status.APPLIED, "a day that is no business day is not opened")
    name = holiday_name(life.plan.calendar.code, closed, life.teller.terminal.language)
    shown = life.words("life.days.closed", day=format_day(closed), name=name)
    life.note_refusal(shown, answer)


def _tell_funding(life: Life) -> None:
    for tranche, payment in due_by(life, next_day(life)):
        if payment.is_redemption:
            last = [one for one in tranche.payments if one.payment_date == payment.payment_date]
            owed = sum(tranche.owed(one) for one in last)
            shown = life.in_currency(owed, tranche)
            life.fact("life.funding", account=tranche.terms.paying_account, amount=shown)


def _tell_maturity(life: Life, redeemed: list[Paid]) -> None:
    life.chapter("life.maturity")
    told = {"day": format_day(redeemed[0].record_date), "height": redeemed[0].height}
    life.fact("life.maturity.nobody", **told)
    for one in redeemed:
        _tell_holders(life, one.tranche)


def _tell_holders(life: Life, tranche: Tranche) -> None:
    """What each holder had and was paid; where there are too many, each bank's clients together."""
    columns, decimals = life.holdings_of(tranche), tranche.terms.decimals
    coupon = "coupon" if len(tranche.payments) == 2 else "coupons"
    if len(life.plan.tranches) > 1:
        life.teller.fact(tranche.code)
    keys: tuple[str, ...] = ("nominal", coupon, "principal")
    total = [life.words("life.all")]
    rows: list[tuple[str, ...]] = []
    if len(columns.accounts) <= HOLDERS_SHOWN_MAX:
        keys = ("holder", *keys)
        for place, number in enumerate(columns.accounts.tolist()):
            code = life.stage.book.ledger.account_code(number)
            rows.append((code, *(money(int(one[place]), decimals) for one in columns.sums)))
    else:
        keys = ("bank", "holders", *keys)
        total.append(f"{int((columns.sums[0] > 0).sum()):,}")
        for bank, count, sums in life.by_bank(columns):
            rows.append((bank, f"{count:,}", *(money(one, decimals) for one in sums)))
    rows.append((*total, *(money(int(one.sum()), decimals) for one in columns.sums)))
    life.table(keys, rows, life.unit(tranche.terms.currency))


def _tell_payments(life: Life) -> None:
    """Every payment beside its schedule; the difference is nothing, to the cent."""
    life.chapter("life.payments")
    several = len(life.plan.tranches) > 1
    for tranche in life.plan.tranches:
        decimals = tranche.terms.decimals
        if several:
            life.teller.fact(tranche.code)
        rows = [
            (
                life.words("life.redemption") if one.is_redemption else str(one.number),
                format_day(one.record_date),
                format_day(one.payment_date),
                *(money(x, decimals) for x in (one.scheduled, one.paid, one.difference)),
            )
            for one in life.paid
            if one.tranche is tranche
        ]
        keys = ("payment", "record_date", "payment_date", "scheduled", "paid", "difference")
        life.table(keys, rows, life.unit(tranche.terms.currency))


def give_back(life: Life) -> None:
    """Cash tokens go back to fiat until none is left."""
    life.chapter("life.back")
    for tranche in life.plan.tranches:
        if tranche.crowd is not None:
            gather_crowd(life, tranche, tranche.crowd)
    for asset, _, decimals in life.plan.cash_tokens:
        for holding in life.stage.book.holdings(asset):
            if holding.minor > 0 and not holding.is_issuance:
                amount = format_amount(holding.minor, decimals)
                redeem = RedeemCash(asset, amount, holding.account, "holder's bank account")
                life.do(redeem, holding.account)
                life.bank.pay_out(asset, holding.minor)
    supply = life.stage.book.supply()
    life.fact("life.back.done", supply=[f"{asset} {text}" for asset, text in supply.items()])
