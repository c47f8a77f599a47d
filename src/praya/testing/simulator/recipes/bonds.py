"""Bonds of several coupons: terms of every kind of schedule, and one brought to its holders.

Dates lie close to the day on which a bond is asked for, so that some of it is paid in a schedule of
a few days, and the rest where a month is opened. Not all of it is valid: both ledgers must say so.
"""

from dataclasses import replace
from typing import Any, Final

from praya.base.calendars import BusinessDayConvention
from praya.base.dates import add_months, month_end
from praya.base.daycounts import DayCount, label
from praya.base.schedules import AmountDates, Roll, Stub
from praya.instruments import fixed_rate_bond
from praya.instruments.bond_fields import MonthEndRule
from praya.instruments.fixed_rate_bond import Terms
from praya.intents.accounts.open_positions import OpenPositions
from praya.intents.issuance.define_asset import DefineAsset
from praya.intents.issuance.issue_units import IssueUnits
from praya.testing.simulator.letters import Request
from praya.testing.simulator.scene import Scene

ISSUER: Final = "GOVT"
HOLDERS: Final = 3
DRAWN: Final = 4  # of which one is taken whose second payment is not far
WEEKS: Final = 30  # in days
USUAL: Final = 3 * (
    DayCount.ACTUAL_ACTUAL_ICMA,
    DayCount.ACTUAL_365_FIXED,
    DayCount.THIRTY_EUROPEAN_360,
)
STEPS: Final = (1, 1, 1, 3, 6, 12)  # months of a period
ODD: Final = (Stub.SHORT, Stub.LONG)
MOVES: Final = (
    BusinessDayConvention.FOLLOWING,
    BusinessDayConvention.MODIFIED_FOLLOWING,
    BusinessDayConvention.MODIFIED_FOLLOWING,
    BusinessDayConvention.PRECEDING,
)


def with_coupons(scene: Scene, plain: Terms) -> Terms:
    """A bond that pays once, made one that pays several times."""
    shape = scene.pick((_stated_first, _from_maturity, _from_maturity, _from_issue))
    rate = scene.pick(("12", "4.05", "3.633", "7.123456789"))
    return replace(
        plain,
        day_count=label(scene.pick((*DayCount, *USUAL))),
        interest_rate=rate,
        business_day_convention=int(scene.pick(MOVES)),
        amount_dates=int(scene.pick(AmountDates)),
        record_business_days=scene.pick((1, 1, 1, 2)),
        issue_date=scene.book.today - scene.pick((0, 0, 3)),
        redemption_price=scene.pick(("", "", "", "101.5")),
        calendar=plain.calendar if scene.chance(0.95) else "LOCAL",
        **shape(scene, scene.book.today),
    )


def brought_out(scene: Scene, plain: Terms) -> list[Request]:
    """A bond of several coupons under a new code, positions of some accounts, units in them."""
    code, today = f"A{scene.random.randrange(10_000)}", scene.book.today
    drawn = [with_coupons(scene, plain) for _ in range(DRAWN)]
    close = [one for one in drawn if one.step_months == 1 or one.maturity_date < today + WEEKS]
    terms = (close or drawn)[0]
    accounts = [account for account, _ in scene.places("HKD") if scene.owner(account) != ISSUER]
    holders = scene.random.sample(accounts, min(HOLDERS, len(accounts)))
    define = DefineAsset(code, fixed_rate_bond.NAME, fixed_rate_bond.to_fields(terms))
    asked = [Request((ISSUER,), define)]
    for holder in holders:
        pay_to = (holder, "HKD") if scene.chance(0.9) else ()
        opened = OpenPositions(holder, (code,), pay_to)
        asked.append(Request((scene.owner(holder),), opened))
    for holder in holders:
        amount = scene.pick(("333.33", "333.33", "0.01", "7.77"))
        asked.append(Request((ISSUER,), IssueUnits(code, amount, holder)))
    return asked


def _soon(scene: Scene, today: int) -> int:
    """A day within a week, or an end of this month or the next."""
    if scene.chance(0.3):
        return month_end(add_months(today, scene.pick((0, 0, 1))))
    return today + scene.random.randint(2, 8)


def _begun(scene: Scene, day: int) -> int:
    """Some day before, by much or little."""
    return day - scene.pick((0, 1, 20, 45, 100, 300))


def _month_end_rule(scene: Scene) -> int:
    return int(scene.pick((0, MonthEndRule.SAME_DAY, *2 * (MonthEndRule.MONTH_END,))))


def _stated_first(scene: Scene, today: int) -> dict[str, Any]:
    """A stated first payment in the next days, and what is left after it in days more."""
    first = today + scene.random.randint(2, 8)
    return {
        "interest_commencement_date": _begun(scene, today),
        "first_interest_date": first,
        "maturity_date": first + scene.pick((1, 2, 3, 5, 40, 300)),
        "step_months": scene.pick(STEPS),
        "stub": int(scene.pick(ODD)),
        "month_end_rule": _month_end_rule(scene),
    }


def _from_maturity(scene: Scene, today: int) -> dict[str, Any]:
    """Whole periods back from maturity to a payment in the next days, the one before it odd."""
    step, rule = scene.pick(STEPS), _month_end_rule(scene)
    maturity = add_months(_soon(scene, today), step * min(scene.pick((1, 2, 3, 11)), 12 // step))
    keeps_end = rule == MonthEndRule.MONTH_END
    maturity = month_end(maturity) if keeps_end and scene.chance(0.7) else maturity
    begun, stub = _begun(scene, today), int(scene.pick(ODD))
    if scene.chance(0.3):
        begun = add_months(maturity, -step * scene.pick((2, 3)), end_of_month=keeps_end)
        stub = scene.pick((0, int(Stub.NONE), stub))
    return {
        "interest_commencement_date": begun,
        "maturity_date": maturity,
        "step_months": step,
        "roll": scene.pick((0, int(Roll.FROM_MATURITY))),
        "stub": stub,
        "month_end_rule": rule,
    }


def _from_issue(scene: Scene, today: int) -> dict[str, Any]:
    """Whole periods on from a day less than one ago, and at the end what is left."""
    step = scene.pick(STEPS[:-1])
    begun = add_months(_soon(scene, today), -step)
    return {
        "interest_commencement_date": begun,
        "maturity_date": add_months(begun, step * scene.pick((2, 3))) + scene.pick((0, 3, 17)),
        "step_months": step,
        "roll": int(Roll.FROM_ISSUE),
        "stub": int(scene.pick(ODD)),
        "month_end_rule": _month_end_rule(scene),
    }
