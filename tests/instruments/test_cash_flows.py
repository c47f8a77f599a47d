"""Cash flows: the fixed-rate PAM cases of ACTUS, and what holds whatever the contract is."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from actus_contracts import DAY_END, WEEKDAYS, beyond_fixed_rate, cases, contract, day
from hypothesis import given
from hypothesis import strategies as st

from praya.base.daycounts import DayCount
from praya.base.errors import Bug, PrayaError
from praya.base.schedules import ScheduleTerms, Stub
from praya.instruments.cash_flows import (
    BORROWER,
    CashFlow,
    FlowType,
    PrincipalAtMaturity,
    Trade,
    cash_flows,
)

TOLERANCE = 1e-8
PUBLISHED = cases()
FIXED_RATE = [name for name, case in PUBLISHED.items() if not beyond_fixed_rate(case["terms"])]
NUMBERS = {
    "payoff": "payoff",
    "notionalPrincipal": "notional",
    "nominalInterestRate": "rate",
    "accruedInterest": "accrued",
}


def _differences(flow: CashFlow, row: dict[str, Any]) -> list[str]:
    """What an event says otherwise than the published row."""
    found = []
    if (flow.type, flow.day) != (row["eventType"], day(row["eventDate"])):
        found.append(f"{flow.type} on {flow.day} is {row['eventType']} on {row['eventDate']}")
    for published, own in NUMBERS.items():
        if abs(float(getattr(flow, own)) - float(row[published])) > TOLERANCE:
            found.append(f"{own} {float(getattr(flow, own))} is {row[published]}")
    return found


def test_every_fixed_rate_case_is_counted_and_the_others_have_a_reason() -> None:
    others = {name: beyond_fixed_rate(case["terms"]) for name, case in PUBLISHED.items()}
    others = {name: reason for name, reason in others.items() if reason}
    events = sum(len(PUBLISHED[name]["results"]) for name in FIXED_RATE)
    print(f"{len(FIXED_RATE)} of {len(PUBLISHED)} cases, {events} events; not: {others}")
    assert len(FIXED_RATE) == 16
    assert set(others) == {"pam21", "pam22"}
    assert all("cycleOfRateReset" in reason for reason in others.values())


@pytest.mark.parametrize("name", FIXED_RATE)
def test_the_events_of_a_published_case_are_those_of_the_standard(name: str) -> None:
    case = PUBLISHED[name]
    found = cash_flows(contract(case["terms"]), WEEKDAYS)
    print(f"{len(found)} events")
    assert len(found) == len(case["results"]) > 4
    pairs = zip(found, case["results"], strict=True)
    assert [each for flow, row in pairs for each in _differences(flow, row)] == []


def test_the_check_of_events_sees_a_cent_a_day_and_a_type() -> None:
    case = PUBLISHED["pam01"]
    flow, row = cash_flows(contract(case["terms"]), WEEKDAYS)[2], case["results"][2]
    assert _differences(flow, row) == []
    for wrong in (
        {"payoff": "25.48"},
        {"eventDate": "2013-02-02T00:00"},
        {"eventType": "MD"},
        {"notionalPrincipal": "3000.0001"},
        {"accruedInterest": "1"},
        {"nominalInterestRate": "0.11"},
    ):
        assert len(_differences(flow, row | wrong)) == 1, wrong


def test_a_contract_that_ends_with_its_last_day_earns_that_day() -> None:
    terms = PUBLISHED["pam25"]["terms"]
    assert terms["maturityDate"].endswith(DAY_END)
    whole = contract(terms)
    last = cash_flows(whole, WEEKDAYS)[-2]
    before = cash_flows(replace(whole, ends_with_the_day=False), WEEKDAYS)[-2]
    assert last.payoff - before.payoff == Fraction(3000 * 1, 10 * 365)


# ---- What holds whatever the contract is --------------------------------------------------------

CONTRACTS = st.builds(
    PrincipalAtMaturity,
    dates=st.builds(
        ScheduleTerms,
        issue=st.integers(15_000, 16_000),
        maturity=st.integers(16_001, 18_000),
        step_months=st.sampled_from([0, 1, 3, 6, 12]),
        stub=st.sampled_from([Stub.SHORT, Stub.LONG]),
        end_of_month=st.booleans(),
    ),
    day_count=st.sampled_from([DayCount.ACTUAL_365_FIXED, DayCount.ACTUAL_360]),
    notional=st.integers(1, 10**12).map(Fraction),
    rate=st.integers(1, 10**6).map(lambda units: Fraction(units, 10**7)),
    premium=st.integers(-100, 100).map(Fraction),
)


@given(stated=CONTRACTS)
def test_interest_adds_up_to_the_days_and_principal_comes_back(stated: PrincipalAtMaturity) -> None:
    found = cash_flows(stated, None)
    first, *interest, last = found
    assert (first.type, last.type) == (FlowType.INITIAL_EXCHANGE, FlowType.MATURITY)
    assert first.payoff == -(stated.notional + stated.premium)
    assert last.payoff == stated.notional
    days = stated.dates.maturity - stated.dates.issue
    base = 365 if stated.day_count == DayCount.ACTUAL_365_FIXED else 360
    assert sum(flow.payoff for flow in interest) == stated.notional * stated.rate * days / base
    assert {flow.accrued for flow in found} == {0}
    assert last.notional == 0


@given(stated=CONTRACTS)
def test_the_borrower_sees_every_amount_of_the_lender_the_other_way_round(
    stated: PrincipalAtMaturity,
) -> None:
    lent = cash_flows(stated, None)
    owed = cash_flows(replace(stated, side=BORROWER), None)
    assert [-flow.payoff for flow in lent] == [flow.payoff for flow in owed]
    assert [-flow.notional for flow in lent] == [flow.notional for flow in owed]


@given(stated=CONTRACTS, sold=st.integers(16_001, 17_999))
def test_nothing_is_earned_twice_or_lost_where_a_contract_is_sold(
    stated: PrincipalAtMaturity, sold: int
) -> None:
    stated = replace(stated, dates=replace(stated.dates, maturity=18_000))
    price = stated.notional
    seller = cash_flows(replace(stated, termination=Trade(sold, price)), None)
    buyer = cash_flows(replace(stated, purchase=Trade(sold, price)), None)
    together = sum(flow.payoff for flow in (*seller, *buyer))
    # Interest of the day itself is the seller's before the buyer's list begins.
    twice = [flow for flow in buyer if flow.day == sold and flow.type == FlowType.INTEREST]
    whole = sum(flow.payoff for flow in cash_flows(stated, None))
    assert together - sum(flow.payoff for flow in twice) == whole


@given(stated=CONTRACTS)
def test_all_interest_capitalised_is_repaid_with_the_principal(stated: PrincipalAtMaturity) -> None:
    stated = replace(stated, capitalised_until=stated.dates.maturity)
    found = cash_flows(stated, None)
    kinds = {FlowType.INITIAL_EXCHANGE, FlowType.CAPITALISATION, FlowType.MATURITY}
    assert {flow.type for flow in found} == kinds
    assert found[-1].payoff == found[-2].notional > stated.notional


# ---- What is refused ----------------------------------------------------------------------------

PLAIN = PrincipalAtMaturity(
    dates=ScheduleTerms(issue=15_000, maturity=15_365, step_months=6),
    day_count=DayCount.ACTUAL_365_FIXED,
    notional=Fraction(100),
    rate=Fraction(1, 20),
)


def test_a_contract_that_is_not_whole_periods_is_refused() -> None:
    with pytest.raises(PrayaError) as caught:
        cash_flows(replace(PLAIN, dates=replace(PLAIN.dates, maturity=15_366)), None)
    assert caught.value.code == "SCHEDULE_NOT_WHOLE"


def test_a_day_count_that_needs_a_period_is_refused_without_one() -> None:
    dates = replace(PLAIN.dates, step_months=0)
    with pytest.raises(PrayaError) as caught:
        cash_flows(replace(PLAIN, dates=dates, day_count=DayCount.ACTUAL_ACTUAL_ICMA), None)
    assert caught.value.code == "DAY_COUNT_NEEDS"


@pytest.mark.parametrize("side", [0, 2, -2])
def test_a_contract_without_a_side_is_a_bug(side: int) -> None:
    with pytest.raises(Bug):
        cash_flows(replace(PLAIN, side=side), None)
