"""The secondary market: trades that settle, fail for want of cash, or are refused."""

from typing import Final

from praya.base.attributes import Attribute
from praya.base.errors import fail
from praya.base.status import Status
from praya.dev.scenarios.days import open_next
from praya.dev.scenarios.life import Life
from praya.dev.scenarios.plan import Trade, Tranche
from praya.dev.scenarios.primary import dvp

WANTED: Final = {
    "settles": (Status.APPLIED, "life.trade.settles"),
    "without_cash": (Status.EXCEEDS_AVAILABLE, "life.trade.without_cash"),
    "ineligible": (Status.CREDIT_INELIGIBLE, "life.trade.ineligible"),
}
NOT_PROFESSIONAL: Final = "life.trade.ineligible"
LACKING: Final = "life.trade.other"  # where the bond demands something else


def trade(life: Life) -> None:
    """Every trade of the plan, on the day after the delivery. VERIFICATION_FAILED (height, what)

    where one ends otherwise than the plan says.
    """
    listed = [(tranche, one) for tranche in life.plan.tranches for one in tranche.trades]
    if not listed:
        return
    open_next(life)
    life.chapter("life.secondary")
    for tranche, one in listed:
        _make(life, tranche, one)


def _make(life: Life, tranche: Tranche, one: Trade) -> None:
    told = {
        "seller": one.seller,
        "buyer": one.buyer,
        "quantity": life.in_currency(one.quantity, tranche),
        "amount": life.in_currency(one.amount, tranche),
    }
    request = dvp(life, tranche, (one.seller, one.buyer), (one.quantity, one.amount))
    answer = life.stage.book.ask(request, *life.signers(one.seller, one.buyer))
    wanted, key = WANTED[one.outcome]
    if answer.status != wanted:
        fail("VERIFICATION_FAILED", height=answer.height, what=answer.status.name)
    professional = tranche.terms.required_attributes & Attribute.PROFESSIONAL
    key = LACKING if key == NOT_PROFESSIONAL and not professional else key
    what = life.named(life.words(key, **told), tranche)
    if answer.status == Status.APPLIED:
        life.teller.answer(what, answer)
        sides, amounts = (one.seller, one.buyer), (one.quantity, one.amount)
        life.settled.append((tranche.code, answer.height, sides, amounts))
    else:
        life.note_refusal(what, answer)
