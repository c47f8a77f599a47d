"""What a whole issue pays, to the minor unit: the figures the kernel will pay, before it does.

Each payment is `ScheduledPayment.owed` on everything that is issued; nothing is rounded here in a
way of its own. It must not know who holds what.
"""

from enum import StrEnum
from typing import NamedTuple

from praya.base.amounts import Rounding, round_ratio
from praya.base.calendars import Calendar
from praya.base.errors import require
from praya.instruments.cash_flows import CashFlow, FlowType
from praya.instruments.instrument import Instrument, InstrumentTerms, ScheduledPayment


class FlowEvent(StrEnum):
    """What happens, in the words of `praya cashflows`."""

    ISSUE = "issue"  # holders pay the issue price, with interest accrued before the issue
    COUPON = "coupon"  # interest of one period
    REDEMPTION = "redemption"  # the nominal amount, at the redemption price


class IssueFlow(NamedTuple):
    """One payment of the whole issue."""

    event: FlowEvent
    day: int  # of payment
    minor: int  # minor units of the currency, never negative
    payment: ScheduledPayment | None  # none for the issue, which is settled and not scheduled
    flow: CashFlow  # the same for one unit of nominal, exact


_EVENTS = {
    FlowType.INITIAL_EXCHANGE: FlowEvent.ISSUE,
    FlowType.INTEREST: FlowEvent.COUPON,
    FlowType.MATURITY: FlowEvent.REDEMPTION,
}


def issue_flows(
    instrument: Instrument, terms: InstrumentTerms, calendar: Calendar | None
) -> list[IssueFlow]:
    """Issue, coupons and redemption of everything issued, in order; empty where nothing is paid.

    The issue is rounded half up, as every payment is. Errors: those of the instrument's `schedule`.
    """
    nominal = terms.asset().issue_limit
    payments = iter(instrument.schedule(terms, calendar))
    found = []
    for flow in instrument.flows(terms, calendar):
        event = _EVENTS[flow.type]
        if event == FlowEvent.ISSUE:
            price = -nominal * flow.payoff
            minor = round_ratio(price.numerator, price.denominator, Rounding.HALF_UP)
            found.append(IssueFlow(event, flow.day, minor, None, flow))
            continue
        payment = next(payments)
        found.append(IssueFlow(event, payment.payment_date, payment.owed(nominal), payment, flow))
    require(next(payments, None) is None, "every scheduled payment is a flow")
    return found
