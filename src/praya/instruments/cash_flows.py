"""Cash flows of a contract, exact, event by event: what is paid when, and what is owed after it.

The events, their order and the state between them are those of the ACTUS standard (Algorithmic
Contract Types Unified Standards, technical specification 1.1, contract type PAM: principal at
maturity) at a fixed rate. Bonds are this contract for one unit of nominal. It must not know
ledgers, minor units, rounding, or which term sheet a contract came from.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Final

from praya.base.calendars import Calendar
from praya.base.daycounts import NO_CONTEXT, DayCount, year_fraction
from praya.base.errors import require
from praya.base.schedules import CouponPeriod, ScheduleTerms, coupon_periods, period_context

LENDER: Final = 1  # who pays the principal out and earns the interest
BORROWER: Final = -1


class FlowType(StrEnum):
    """What happens, by its ACTUS name; on one day, in this order."""

    INITIAL_EXCHANGE = "IED"
    INTEREST = "IP"
    CAPITALISATION = "IPCI"
    PURCHASE = "PRD"
    TERMINATION = "TD"
    MATURITY = "MD"


_ORDER: Final = {kind: place for place, kind in enumerate(FlowType)}


@dataclass(frozen=True, slots=True)
class Trade:
    """The contract changes hands: on a day, at a price without the interest accrued."""

    day: int
    price: Fraction


@dataclass(frozen=True, slots=True)
class PrincipalAtMaturity:
    """A fixed-rate contract that repays its principal once. Amounts are positive, in one unit.

    Interest accrues from the issue of the `dates`. Amounts are those of the lender; the borrower's
    have the other sign.
    """

    dates: ScheduleTerms
    day_count: DayCount
    notional: Fraction  # for example 3000
    rate: Fraction  # a year, for example 1/10
    side: int = LENDER
    premium: Fraction = Fraction(0)  # paid above the notional at first; negative for a discount
    redemption: Fraction = Fraction(1)  # repaid at maturity for each unit of notional
    exchange: int | None = None  # of principal, apart from the issue of the dates: with accrued
    pays_at_start: bool = False  # the first interest date is the issue: what accrued before it
    capitalised_until: int | None = None  # interest up to this day is added to the notional
    accrued: Fraction | None = None  # stated as of the status day, or of the issue after it
    status_day: int | None = None  # events before it are past
    purchase: Trade | None = None
    termination: Trade | None = None
    ends_with_the_day: bool = False  # the last day counts: maturity is at 23:59:59


@dataclass(frozen=True, slots=True)
class CashFlow:
    """One event: what is paid, and the contract after it."""

    type: FlowType
    day: int  # of payment
    payoff: Fraction  # received, or paid if negative
    notional: Fraction
    rate: Fraction
    accrued: Fraction
    period: CouponPeriod | None  # whose interest it ends


@dataclass(frozen=True, slots=True)
class _Step:
    """An event before it is valued: interest accrues up to `until`."""

    until: int
    type: FlowType
    payment: int
    period: CouponPeriod | None


@dataclass(frozen=True, slots=True)
class _State:
    """What is owed: the notional, and the interest accrued on it up to `since`."""

    notional: Fraction
    accrued: Fraction
    since: int


def cash_flows(contract: PrincipalAtMaturity, calendar: Calendar | None) -> tuple[CashFlow, ...]:
    """Every event of the contract from its status day on, in order, valued exactly.

    Errors: those of `coupon_periods` and `period_fraction` (SCHEDULE_NOT_WHOLE, SCHEDULE_TOO_LONG,
    SCHEDULE_NEEDS_CALENDAR, DAY_NOT_COVERED, DAY_OUT_OF_RANGE, DAY_COUNT_NEEDS).
    """
    require(contract.side in (LENDER, BORROWER), "a contract has a lender and a borrower")
    periods = coupon_periods(contract.dates, calendar)
    state, found = _first_state(contract, periods), []
    for step in _agenda(contract, periods):
        if contract.status_day is not None and step.until < contract.status_day:
            continue
        accrued = _accrue(contract, state, step, periods)
        payoff, after = _happen(contract, accrued, step.type)
        found.append(_flow(contract, step, payoff, after))
        # An issue within a period cuts no interest in two: months of thirty days, and other counts
        # that do not add up, would pay another coupon than the period's.
        is_issue = step.type == FlowType.INITIAL_EXCHANGE and contract.exchange is not None
        state = state if is_issue else after
        if step.type == FlowType.TERMINATION:
            break
    bought = contract.purchase.day if contract.purchase else None
    return tuple(flow for flow in found if bought is None or flow.day >= bought)


def _agenda(contract: PrincipalAtMaturity, periods: tuple[CouponPeriod, ...]) -> list[_Step]:
    """Every step by its day, and on one day in the order of the types."""
    first, last = periods[0], periods[-1]
    exchange = first.start if contract.exchange is None else contract.exchange
    steps = [_Step(exchange, FlowType.INITIAL_EXCHANGE, exchange, None)]
    if contract.pays_at_start:
        kind = _interest_type(contract, first.start)
        steps.append(_Step(first.amount_start, kind, first.start, None))
    steps += _interest_steps(contract, periods)
    steps.append(_Step(_end(contract, last), FlowType.MATURITY, last.payment, None))
    trades = (
        (FlowType.PURCHASE, contract.purchase),
        (FlowType.TERMINATION, contract.termination),
    )
    steps += [_Step(trade.day, kind, trade.day, None) for kind, trade in trades if trade]
    return sorted(steps, key=lambda step: (step.until, _ORDER[step.type]))


def _interest_steps(
    contract: PrincipalAtMaturity, periods: Iterable[CouponPeriod]
) -> Iterator[_Step]:
    """The end of every period, and of capitalisation where it ends between two of them."""
    ends = contract.capitalised_until
    for period in periods:
        if ends is not None and period.amount_start < ends < period.amount_end:
            yield _Step(ends, FlowType.CAPITALISATION, ends, period)
        kind = _interest_type(contract, period.end)
        yield _Step(_end(contract, period), kind, period.payment, period)


def _interest_type(contract: PrincipalAtMaturity, day: int) -> FlowType:
    ends = contract.capitalised_until
    return FlowType.CAPITALISATION if ends is not None and day <= ends else FlowType.INTEREST


def _end(contract: PrincipalAtMaturity, period: CouponPeriod) -> int:
    """The day up to which a period's interest accrues."""
    is_last = period.end == contract.dates.maturity
    return period.amount_end + int(is_last and contract.ends_with_the_day)


def _first_state(contract: PrincipalAtMaturity, periods: tuple[CouponPeriod, ...]) -> _State:
    """Before the first step: nothing is owed yet, or a contract is taken up as it stands."""
    start, status = periods[0].amount_start, contract.status_day
    if contract.exchange is not None:
        return _State(contract.notional, Fraction(0), start)
    if status is None or status <= start:
        return _State(Fraction(0), Fraction(0), start)
    if contract.accrued is not None:
        return _State(contract.notional, contract.accrued, status)
    begun = [period.amount_start for period in periods if period.amount_start <= status]
    return _State(contract.notional, Fraction(0), begun[-1])


def _accrue(
    contract: PrincipalAtMaturity,
    state: _State,
    step: _Step,
    periods: tuple[CouponPeriod, ...],
) -> _State:
    """Interest on the notional from the last step up to this one."""
    if step.until <= state.since or state.notional == 0:
        return replace(state, since=max(step.until, state.since))
    period = step.period or _period_of(periods, step.until)
    context = period_context(contract.dates, period) if period else NO_CONTEXT
    years = year_fraction(contract.day_count, state.since, step.until, context)
    interest = state.notional * contract.rate * years
    return _State(state.notional, state.accrued + interest, step.until)


def _period_of(periods: tuple[CouponPeriod, ...], day: int) -> CouponPeriod | None:
    found = [period for period in periods if period.amount_start < day <= period.amount_end]
    return found[0] if found else None


def _happen(
    contract: PrincipalAtMaturity, state: _State, kind: FlowType
) -> tuple[Fraction, _State]:
    """What the lender receives, and what is owed after it."""
    nothing = Fraction(0)
    if kind == FlowType.INITIAL_EXCHANGE:
        paid = contract.notional + contract.premium
        if contract.exchange is not None:
            return -(paid + state.accrued), state
        return -paid, _State(contract.notional, contract.accrued or nothing, state.since)
    if kind == FlowType.INTEREST:
        return state.accrued, replace(state, accrued=nothing)
    if kind == FlowType.CAPITALISATION:
        grown = state.notional + state.accrued
        return nothing, replace(state, notional=grown, accrued=nothing)
    if kind == FlowType.PURCHASE:
        price = contract.purchase.price if contract.purchase else nothing
        return -(price + state.accrued), state
    after = replace(state, notional=nothing, accrued=nothing)
    if kind == FlowType.TERMINATION:
        price = contract.termination.price if contract.termination else nothing
        return price + state.accrued, after
    return state.notional * contract.redemption, after


def _flow(contract: PrincipalAtMaturity, step: _Step, payoff: Fraction, state: _State) -> CashFlow:
    return CashFlow(
        type=step.type,
        day=step.payment,
        payoff=contract.side * payoff,
        notional=contract.side * state.notional,
        rate=contract.rate,
        accrued=contract.side * state.accrued,
        period=step.period,
    )
