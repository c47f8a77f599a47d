"""What bonds pay is computed twice: by the product, and by the oracle from the encoded map alone.

Both are held against each other over drawn term sheets, and the oracle by itself against published
figures: day counts of OpenGamma, contracts of ACTUS, and the green bonds of the HKSAR Government.
"""

import csv
import json
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest

from praya.base.calendars import Calendar, calendar_to_document, join_calendars
from praya.base.dates import parse_day
from praya.base.errors import PrayaError
from praya.instruments import fixed_rate_bond
from praya.instruments.fixed_rate_bond import Terms
from praya.testing.oracle.day_counts import DIVISORS, OTHERS, THIRTIES, Span, part_of_year
from praya.testing.oracle.documents import Days, DayUnknownError, read_days
from praya.testing.oracle.schedules import NoScheduleError, Payment, payments, periods
from praya.testing.simulator.cast import CALENDAR, FIRST_DAY
from praya.testing.simulator.founding import copied
from praya.testing.simulator.recipes.bonds import with_coupons
from praya.testing.simulator.recipes.register_requests import bond_terms
from praya.testing.simulator.recorded_workload import RecordedWorkload
from praya.testing.simulator.scene import NothingToAskError, Scene
from praya.testing.simulator.settings import Setting
from praya.testing.simulator.steps import Actor, Step

PAID = 3
VECTORS = Path(__file__).resolve().parents[3] / "shared/vectors"
COUNTS = (*DIVISORS, *OTHERS, *THIRTIES)
SHEETS = 4_000
BOND = bond_terms(FIRST_DAY, 1)
TOLERANCE = Fraction(1, 10**12)


def drawn_calendar(random: Random, code: str, weekend: tuple[int, ...]) -> Calendar:
    """Some years with holidays where they hurt: at ends of months, and drawn ones."""
    first, last = parse_day("2022-11-01"), parse_day("2029-06-30")
    holidays = set()
    for day in range(first, last + 1):
        at_end = date.fromordinal(day + 719_164).day <= 2 or random.random() < 0.05
        if at_end and random.random() < 0.3:
            holidays.add(day)
    return Calendar(code, weekend, tuple(sorted(holidays)), first, last)


def month_end(random: Random, first: int, last: int) -> int:
    """A day between two, often at the end of a month, at times a 29 February or its neighbour."""
    day = random.randint(first, last)
    if random.random() < 0.5:
        at = date.fromordinal(day + 719_163)
        day += 1 - at.day + random.choice((-3, -2, -1, -1, 0))
    if random.random() < 0.1:
        day = parse_day(random.choice(("2024-02-28", "2024-02-29", "2028-02-29", "2027-02-28")))
    return day if first <= day <= last else random.randint(first, last)


def drawn_terms(random: Random, code: str) -> Terms:
    """Terms of every kind, of which some are not valid."""
    issue = month_end(random, parse_day("2023-01-20"), parse_day("2026-06-30"))
    maturity = month_end(random, issue + 1, min(issue + random.choice((45, 400, 1_300)), 21_915))
    step = random.choice((0, 1, 1, 2, 3, 6, 6, 12, 12, 4, 18))
    changed: dict[str, Any] = {}
    if step and random.random() < 0.5:
        changed["roll"] = random.choice((1, 2))
    if step and random.random() < 0.85:
        changed["stub"] = random.choice((1, 2, 2, 3, 3))
    if step and random.random() < 0.5:
        changed["month_end_rule"] = random.choice((1, 2, 2))
    if random.random() < 0.3:
        changed["interest_commencement_date"] = month_end(random, issue - 60, issue + 20)
    if step and random.random() < 0.3 and maturity > issue + 2:
        changed["first_interest_date"] = month_end(random, issue + 1, maturity - 1)
        changed.pop("roll", None)
    if random.random() < 0.2:
        changed["redemption_price"] = random.choice(("100", "101.5", "99.999999999"))
    return replace(
        BOND,
        issue_date=issue,
        maturity_date=maturity,
        step_months=step,
        day_count=random.choice(COUNTS),
        interest_rate=random.choice(("4.05", "12", "0.000000001", "3.633", "7.123456789")),
        business_day_convention=random.choice((1, 2, 3)),
        amount_dates=random.choice((1, 2)),
        record_business_days=random.choice((1, 1, 1, 2, 5, 15)),
        calendar=code,
        **changed,
    )


@dataclass(frozen=True, slots=True)
class Joint(Days):
    """The days on which all of several calendars do business."""

    parts: tuple[Days, ...] = ()

    def is_good(self, day: int) -> bool:
        return min(part.is_good(day) for part in self.parts)  # each is asked


def read_joint(parts: list[Calendar]) -> Days:
    """The calendars as the oracle reads them, together."""
    return Joint(frozenset(), frozenset(), 0, 0, tuple(map(naive_days, parts)))


def naive_days(calendar: Calendar) -> Days:
    return read_days(calendar_to_document(calendar))


def by_product(terms: Terms, calendar: Calendar) -> list[Payment] | str:
    try:
        listed = fixed_rate_bond.schedule(terms, calendar)
    except PrayaError as problem:
        return "unknown" if problem.code == "DAY_NOT_COVERED" else "none"
    return [Payment(*(getattr(each, name) for name in Payment._fields)) for each in listed]


def by_oracle(fields: dict[int, Any], days: Days) -> list[Payment] | str:
    try:
        return payments(fields, days)
    except DayUnknownError:
        return "unknown"
    except NoScheduleError:
        return "none"


def test_the_oracle_and_the_product_agree_on_drawn_term_sheets() -> None:
    random, seen, compared = Random(20_261_120), Counter[str](), 0
    single = [drawn_calendar(random, f"C{place}", end) for place, end in enumerate(((5, 6), (4,)))]
    joined = join_calendars("C0+C1", single)
    pairs = [(one, naive_days(one)) for one in single] + [(joined, read_joint(single))]
    while compared < SHEETS:
        calendar, days = random.choice(pairs)
        terms = drawn_terms(random, calendar.code)
        if fixed_rate_bond.validate(terms):
            seen["not valid"] += 1
            continue
        compared += 1
        fields = fixed_rate_bond.to_fields(terms)
        product, oracle = by_product(terms, calendar), by_oracle(fields, days)
        assert product == oracle, terms
        note(seen, terms, oracle)
    print(compared, dict(seen))
    assert min(seen[name] for name in COUNTS) >= 50
    assert min(seen[kind] for kind in ("several", "odd first", "odd last", "moved", "leap")) > 300
    assert min(seen["unknown"], seen["none"]) >= 10


def note(seen: Counter[str], terms: Terms, found: list[Payment] | str) -> None:
    """Count what a sheet tries."""
    if isinstance(found, str):
        seen[found] += 1
        return
    seen[terms.day_count] += 1
    cuts = periods(fixed_rate_bond.to_fields(terms))
    lengths = [later - earlier for earlier, later in pairwise(cuts)]
    seen["several"] += len(cuts) > 2
    seen["coupons"] += len(lengths)
    seen["odd first"] += len(cuts) > 2 and abs(lengths[0] - lengths[1]) > 5
    seen["odd last"] += len(cuts) > 2 and abs(lengths[-1] - lengths[-2]) > 5
    seen["moved"] += {one.payment_date for one in found} != set(cuts[1:])
    seen["leap"] += any(
        parse_day(text) in range(cuts[0], cuts[-1]) for text in ("2024-02-29", "2028-02-29")
    )


def test_a_day_counted_otherwise_is_noticed() -> None:
    random, noticed = Random(3), 0
    calendar = drawn_calendar(random, "C0", (5, 6))
    for _ in range(400):
        terms = replace(drawn_terms(random, "C0"), day_count="30E/360")
        if fixed_rate_bond.validate(terms):
            continue
        fields = fixed_rate_bond.to_fields(terms)
        other = {**fields, 11: "30E+/360"}
        noticed += by_product(terms, calendar) != by_oracle(other, naive_days(calendar))
    assert noticed >= 3


# Published figures

STRATA = {
    "ONE_ONE": "1/1",
    "ACT_ACT_ISDA": "ACT/ACT ISDA",
    "ACT_ACT_AFB": "ACT/ACT AFB",
    "ACT_ACT_YEAR": "ACT/ACT Year",
    "ACT_365_ACTUAL": "ACT/365 Actual",
    "ACT_365L": "ACT/365L",
    "ACT_360": "ACT/360",
    "ACT_364": "ACT/364",
    "ACT_365F": "ACT/365F",
    "ACT_365_25": "ACT/365.25",
    "NL_360": "NL/360",
    "NL_365": "NL/365",
    "THIRTY_360_ISDA": "30/360 ISDA",
    "THIRTY_360_PSA": "30/360 PSA",
    "THIRTY_U_360": "30U/360",
    "THIRTY_E_360": "30E/360",
    "THIRTY_E_360_ISDA": "30E/360 ISDA",
    "THIRTY_EPLUS_360": "30E+/360",
    "THIRTY_E_365": "30E/365",
}
ACTUS = ("pam01", "pam02", "pam03", "pam04", "pam06", "pam07", "pam09", "pam15", "pam16")
ACTUS_COUNTS = {
    "A365": "ACT/365F",
    "A360": "ACT/360",
    "AA": "ACT/ACT ISDA",
    "30E360": "30E/360",
}


def test_the_oracle_counts_days_as_published() -> None:
    text = (VECTORS / "daycount/strata_daycount.csv").read_text(encoding="utf-8")
    tried: Counter[str] = Counter()
    for row in csv.DictReader(text.splitlines()):
        stated = dict(part.split("=") for part in row["params"].split(";") if part)
        if row["measure"] != "yearFraction" or "periodEnd" in stated:
            continue  # a part of a period, which no payment is for
        last = parse_day(row["second"])
        span = Span(
            parse_day(row["first"]),
            last,
            maturity=last if stated.get("maturity") == "true" else 0,
            month_ends=stated.get("eom") == "true",
        )
        name = STRATA[row["convention"]]
        found = part_of_year(name, span)
        assert abs(found - Fraction(row["expected"])) < TOLERANCE, row
        tried[name] += 1
    print(dict(tried))
    assert sum(tried.values()) == 199
    assert set(tried) == set(COUNTS) - {"ACT/ACT ICMA", "ACT/365L"}


@pytest.mark.parametrize("case", ACTUS)
def test_the_oracle_pays_what_contracts_of_actus_pay(case: str) -> None:
    loaded = json.loads((VECTORS / "actus/actus-tests-pam.json").read_text(encoding="utf-8"))
    stated, code = loaded[case]["terms"], loaded[case]["terms"].get("businessDayConvention", "")
    cycle = stated["cycleOfInterestPayment"]
    fields: dict[int, Any] = {
        10: str(100 * Fraction(str(stated["nominalInterestRate"]).strip())),
        11: ACTUS_COUNTS[stated["dayCountConvention"]],
        12: parse_day(stated["initialExchangeDate"][:10]),
        13: parse_day(stated["maturityDate"][:10]),
        14: int(cycle[1]) * (12 if cycle[2] == "Y" else 1),
        15: {"MF": 2, "F": 1, "": 0}[code[2:]],
        16: 2 if code.startswith("SC") else 1,
        18: 0,
        26: 2,
        27: 2 if cycle.endswith("1") else 3,
        28: 2 if stated["endOfMonthConvention"] == "EOM" else 1,
    }
    weekdays = Days(frozenset((5, 6)), frozenset(), fields[12] - 9, fields[13] + 9)
    found = [
        (one.payment_date, float(Fraction(one.numerator, one.denominator)))
        for one in paid_by(fields, weekdays)
    ]
    notional = float(str(stated["notionalPrincipal"]).strip())
    events = [row for row in loaded[case]["results"] if row["eventType"] in ("IP", "MD")]
    owed = [
        (parse_day(row["eventDate"][:10]), abs(float(row["payoff"])) / notional)
        for row in events
        if parse_day(row["eventDate"][:10]) > fields[12]
    ]
    print(len(owed))
    assert len(owed) == len(found) >= 4
    for (day, ratio), (wanted_day, wanted) in zip(found, owed, strict=True):
        assert day == wanted_day
        assert abs(ratio - wanted) < 1e-10


def paid_by(fields: dict[int, Any], days: Days) -> list[Payment]:
    """Without records, which a contract of ACTUS has none of."""
    open_every_day = replace(days, weekend=frozenset()) if not fields[15] else days
    return payments(fields, open_every_day)


GREEN = Days(frozenset((5, 6)), frozenset(), parse_day("2024-01-01"), parse_day("2026-03-31"))


def green_bond(**changed: Any) -> dict[int, Any]:
    """The two-year Hong Kong dollar tranche of February 2024, paid half-yearly."""
    terms = replace(
        BOND,
        issue_date=parse_day("2024-02-07"),
        maturity_date=parse_day("2026-02-07"),  # a Saturday
        step_months=6,
        **{"interest_rate": "3.8", **changed},
    )
    return fixed_rate_bond.to_fields(terms)


def owed_on(fields: dict[int, Any], nominal: int) -> list[int]:
    """What each payment comes to on the whole issue, rounded half up."""
    exact = [Fraction(one.numerator, one.denominator) * nominal for one in payments(fields, GREEN)]
    return [int(amount + Fraction(1, 2)) for amount in exact]


def test_the_green_bond_of_2024_pays_what_was_worked_out() -> None:
    owed = owed_on(green_bond(), 2_000_000_000_00)
    assert owed[:-1] == [37_895_890_41, 38_312_328_77, 37_687_671_23, 38_312_328_77]
    assert owed[-1] == 2_000_000_000_00
    assert payments(green_bond(), GREEN)[-1].payment_date == parse_day("2026-02-09")


def test_adjusted_amounts_carry_the_days_that_a_payment_moved() -> None:
    owed = owed_on(green_bond(amount_dates=2), 2_000_000_000_00)
    assert owed[3] == 38_728_767_12  # 186 days: from Thursday 7 August to Monday 9 February


def test_whole_periods_are_whole_coupons_by_the_icma_however_long_they_are() -> None:
    for amount_dates in (1, 2):
        owed = owed_on(green_bond(day_count="ACT/ACT ICMA", amount_dates=amount_dates), 1_000)
        assert owed == [19, 19, 19, 19, 1_000]


@pytest.mark.parametrize(
    ("begin", "stub", "wanted"),
    [
        ("2024-05-07", 2, Fraction(92, 182) / 2),  # short: of 7 February to 7 August
        ("2024-05-07", 3, Fraction(92, 182) / 2 + Fraction(1, 2)),  # long: with the next
        ("2024-01-07", 2, Fraction(31, 184) / 2),  # of 7 August to 7 February
    ],
)
def test_an_odd_first_period_counts_by_the_regular_ones_it_lies_in(
    begin: str, stub: int, wanted: Fraction
) -> None:
    fields = green_bond(day_count="ACT/ACT ICMA", stub=stub, interest_rate="100")
    first = payments({**fields, 12: parse_day(begin)}, GREEN)[0]
    assert Fraction(first.numerator, first.denominator) == wanted


def test_a_payment_at_a_month_end_does_not_leave_the_month() -> None:
    fields = green_bond(business_day_convention=2, month_end_rule=2)
    fields |= {12: parse_day("2024-02-29"), 13: parse_day("2025-08-31")}  # a Sunday
    days = [one.payment_date for one in payments(fields, GREEN)]
    wanted = ("2024-08-30", "2025-02-28", "2025-08-29", "2025-08-29")
    assert days == [parse_day(text) for text in wanted]


@pytest.mark.parametrize(
    "changed",
    [
        {18: 15, 12: parse_day("2026-01-27"), 14: 0},  # the record would be before the issue
        {29: "1" + 21 * "0"},  # more than a column holds
    ],
)
def test_terms_that_no_ledger_keeps_have_no_schedule(changed: dict[int, Any]) -> None:
    with pytest.raises(NoScheduleError):
        payments({**green_bond(), **changed}, GREEN)


def test_a_period_past_the_calendar_is_unknown() -> None:
    with pytest.raises(DayUnknownError):
        payments({**green_bond(), 13: parse_day("2026-08-07")}, GREEN)


# In schedules


def test_coupons_beyond_the_first_are_paid_to_holders_in_schedules() -> None:
    later = Counter[int]()
    for seed in range(6):
        harness = copied(Setting())
        harness.open(Random(1))
        Actor(harness).do(Step("bond", seed))
        Actor(harness).do(Step("days", seed))
        state = harness.ledger.book.model.state
        for event in state["events"]:
            if event["kind"] == 1 and event["state"] == PAID and event["number"] > 1:
                later[event["number"]] += 1
    print(dict(later))
    assert later.total() >= 2


def test_drawn_bonds_have_all_steps_counts_and_adjustments_and_most_are_valid() -> None:
    harness, seen, valid = copied(Setting()), Counter[Any](), 0
    for seed in range(400):
        scene = Scene(harness.ledger, Random(seed), harness.clock.look())
        terms = with_coupons(scene, BOND)
        if not fixed_rate_bond.validate(terms):
            seen.update((terms.day_count, terms.step_months, -terms.amount_dates))
            valid += len(periods(fixed_rate_bond.to_fields(terms))) > 2
    assert {1, 3, 6, 12, -1, -2, *COUNTS} <= set(seen)
    assert valid > 300


def test_days_beyond_the_calendar_are_not_asked_for() -> None:
    harness = copied(Setting())
    harness.open(Random(1))
    harness.ledger.book.model.state["ledger"][0]["business_date"] = CALENDAR.last_day
    for kind in ("bond", "days"):
        with pytest.raises(NothingToAskError):
            getattr(Actor(harness), kind)(Random(1), Step(kind, 1))


def test_a_bond_is_left_out_where_the_requests_are_others() -> None:
    harness = copied(Setting())
    with pytest.raises(NothingToAskError):
        Actor(harness, RecordedWorkload(Random(1))).bond(Random(1), Step("bond", 1))
