"""Day counts: every row of the shared vectors, the market's own examples, and additivity."""

import csv
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from praya.base.dates import day_of, parse_day
from praya.base.daycounts import (
    DayCount,
    DayCountContext,
    days,
    label,
    parse_day_count,
    year_fraction,
)
from praya.base.errors import PrayaError

VECTORS = Path(__file__).resolve().parents[2] / "../shared/vectors/daycount/strata_daycount.csv"
TOLERANCE = Fraction(1, 10**12)

NAMES = {
    "ONE_ONE": DayCount.ONE_ONE,
    "ACT_ACT_ISDA": DayCount.ACTUAL_ACTUAL_ISDA,
    "ACT_ACT_AFB": DayCount.ACTUAL_ACTUAL_AFB,
    "ACT_ACT_YEAR": DayCount.ACTUAL_ACTUAL_YEAR,
    "ACT_365_ACTUAL": DayCount.ACTUAL_365_ACTUAL,
    "ACT_365L": DayCount.ACTUAL_365_LEAP,
    "ACT_360": DayCount.ACTUAL_360,
    "ACT_364": DayCount.ACTUAL_364,
    "ACT_365F": DayCount.ACTUAL_365_FIXED,
    "ACT_365_25": DayCount.ACTUAL_365_25,
    "NL_360": DayCount.NO_LEAP_360,
    "NL_365": DayCount.NO_LEAP_365,
    "THIRTY_360_ISDA": DayCount.THIRTY_360_ISDA,
    "THIRTY_360_PSA": DayCount.THIRTY_360_PSA,
    "THIRTY_U_360": DayCount.THIRTY_US_360,
    "THIRTY_E_360": DayCount.THIRTY_EUROPEAN_360,
    "THIRTY_E_360_ISDA": DayCount.THIRTY_EUROPEAN_360_ISDA,
    "THIRTY_EPLUS_360": DayCount.THIRTY_EUROPEAN_PLUS_360,
    "THIRTY_E_365": DayCount.THIRTY_EUROPEAN_365,
}

# Upstream writes the expected days of this row, four years, as the days from 2012-02-30 to
# 2012-02-30. Its own test does not notice: it takes the 0 as the mark for "30/360 unadjusted"
# and then expects 1440. The fraction of the same days, 1440/365, is a row of its own.
UPSTREAM_MISTAKES = {("days", "THIRTY_E_365", "2012-02-29", "2016-02-29", "0"): 1440}


def _rows() -> list[tuple[int, dict[str, str]]]:
    with VECTORS.open(encoding="utf-8", newline="") as file:
        return list(enumerate(csv.DictReader(file), start=2))


ROWS = _rows()


def _row_id(numbered: tuple[int, dict[str, str]]) -> str:
    number, row = numbered
    return f"row{number}-{row['measure']}-{row['convention']}-{row['first']}-{row['second']}"


def _context(row: dict[str, str]) -> DayCountContext:
    stated = dict(part.split("=") for part in row["params"].split(";") if part)
    frequency = stated.get("freq", "P0M")
    return DayCountContext(
        end_of_month=stated.get("eom") == "true",
        maturity=parse_day(row["second"]) if stated.get("maturity") == "true" else None,
        period_end=parse_day(stated["periodEnd"]) if "periodEnd" in stated else None,
        months=int(frequency.removeprefix("P").removesuffix("M")),
    )


@pytest.mark.parametrize("numbered", ROWS, ids=_row_id)
def test_a_row_of_the_vectors_is_met(numbered: tuple[int, dict[str, str]]) -> None:
    row = numbered[1]
    span = parse_day(row["first"]), parse_day(row["second"])
    convention, context = NAMES[row["convention"]], _context(row)
    if row["measure"] == "days":
        key = (row["measure"], row["convention"], row["first"], row["second"], row["expected"])
        expected = UPSTREAM_MISTAKES.get(key, int(row["expected"]))
        assert days(convention, *span, context) == expected
    else:
        assert row["measure"] == "yearFraction"
        fraction = year_fraction(convention, *span, context)
        assert abs(fraction - Fraction(row["expected"])) <= TOLERANCE


def test_the_vectors_are_all_there() -> None:
    measures = [row["measure"] for _, row in ROWS]
    counted = (measures.count("yearFraction"), measures.count("days"))
    print(f"day counts: {counted[0]} year fractions, {counted[1]} day counts, none skipped")
    assert counted == (207, 111)
    assert {row["convention"] for _, row in ROWS} == set(NAMES)
    keys = [tuple(row[name] for name in row if name != "params") for _, row in ROWS]
    assert [keys.count(mistake) for mistake in UPSTREAM_MISTAKES] == [1]


def test_every_convention_has_a_label_that_reads_back() -> None:
    assert set(NAMES.values()) | {DayCount.ACTUAL_ACTUAL_ICMA} == set(DayCount)
    assert [parse_day_count(label(convention)) for convention in DayCount] == list(DayCount)
    assert label(DayCount.ACTUAL_365_FIXED) == "ACT/365F"


@pytest.mark.parametrize("text", ["", "act/360", "ACT/365", " ACT/360", "30/360", "BUS/252"])
def test_a_label_nobody_has_is_refused(text: str) -> None:
    with pytest.raises(PrayaError, match="DAY_COUNT_UNKNOWN"):
        parse_day_count(text)


def _days(*texts: str) -> tuple[int, ...]:
    return tuple(parse_day(text) for text in texts)


# ISDA, "EMU and Market Conventions: Recent Developments" (1998), the worked examples of
# Actual/Actual: months, the days, regular bounds, then ICMA, ISDA and AFB.
EMU_EXAMPLES = [
    pytest.param(
        6,
        ("2003-11-01", "2004-05-01"),
        ("2003-11-01", "2004-05-01"),
        Fraction(182, 182 * 2),
        Fraction(61, 365) + Fraction(121, 366),
        Fraction(182, 366),
        id="semi-annual",
    ),
    pytest.param(
        12,
        ("1999-02-01", "1999-07-01"),
        ("1998-07-01", "1999-07-01"),
        Fraction(150, 365),
        Fraction(150, 365),
        Fraction(150, 365),
        id="short-first",
    ),
    pytest.param(
        12,
        ("1999-07-01", "2000-07-01"),
        ("1999-07-01", "2000-07-01"),
        Fraction(1),
        Fraction(184, 365) + Fraction(182, 366),
        Fraction(1),
        id="after-short-first",
    ),
    pytest.param(
        6,
        ("2002-08-15", "2003-07-15"),
        ("2002-07-15", "2003-01-15", "2003-07-15"),
        Fraction(181, 181 * 2) + Fraction(153, 184 * 2),
        Fraction(334, 365),
        Fraction(334, 365),
        id="long-first",
    ),
    pytest.param(
        6,
        ("2000-01-30", "2000-06-30"),
        ("2000-01-30", "2000-07-30"),
        Fraction(152, 182 * 2),
        Fraction(152, 366),
        Fraction(152, 366),
        id="short-last",
    ),
    pytest.param(
        3,
        ("1999-11-30", "2000-04-30"),
        ("1999-11-30", "2000-02-29", "2000-05-31"),
        Fraction(91, 91 * 4) + Fraction(61, 92 * 4),
        Fraction(32, 365) + Fraction(120, 366),
        Fraction(152, 366),
        id="long-last",
    ),
]


@pytest.mark.parametrize(("months", "span", "bounds", "icma", "isda", "afb"), EMU_EXAMPLES)
def test_the_published_examples_of_actual_actual_are_met(
    months: int,
    span: tuple[str, str],
    bounds: tuple[str, ...],
    icma: Fraction,
    isda: Fraction,
    afb: Fraction,
) -> None:
    start, end = _days(*span)
    context = DayCountContext(months=months, reference=_days(*bounds))
    assert year_fraction(DayCount.ACTUAL_ACTUAL_ICMA, start, end, context) == icma
    assert year_fraction(DayCount.ACTUAL_ACTUAL_ISDA, start, end) == isda
    assert year_fraction(DayCount.ACTUAL_ACTUAL_AFB, start, end) == afb


HALF_YEAR = START, END = parse_day("2024-02-07"), parse_day("2024-08-07")

MISSING = [
    (DayCount.ACTUAL_ACTUAL_ICMA, DayCountContext(), "months"),
    (DayCount.ACTUAL_ACTUAL_ICMA, DayCountContext(reference=HALF_YEAR), "months"),
    (DayCount.ACTUAL_ACTUAL_ICMA, DayCountContext(months=6), "reference"),
    (DayCount.ACTUAL_ACTUAL_ICMA, DayCountContext(months=6, reference=HALF_YEAR[:1]), "reference"),
    (
        DayCount.ACTUAL_ACTUAL_ICMA,
        DayCountContext(months=6, reference=_days("2024-02-07", "2024-08-06")),
        "reference",
    ),
    (
        DayCount.ACTUAL_ACTUAL_ICMA,
        DayCountContext(months=6, reference=_days("2024-02-08", "2024-08-08")),
        "reference",
    ),
    (
        DayCount.ACTUAL_ACTUAL_ICMA,
        DayCountContext(months=6, reference=(HALF_YEAR[0], *HALF_YEAR)),
        "reference",
    ),
    (DayCount.ACTUAL_365_LEAP, DayCountContext(), "months"),
    (DayCount.ACTUAL_365_LEAP, DayCountContext(period_end=HALF_YEAR[1]), "months"),
    (DayCount.ACTUAL_365_LEAP, DayCountContext(months=6), "period_end"),
    (
        DayCount.ACTUAL_365_LEAP,
        DayCountContext(months=6, period_end=HALF_YEAR[1] - 1),
        "period_end",
    ),
]


@pytest.mark.parametrize(("convention", "context", "needs"), MISSING)
def test_a_convention_names_the_context_it_lacks(
    convention: DayCount, context: DayCountContext, needs: str
) -> None:
    with pytest.raises(PrayaError) as refusal:
        year_fraction(convention, START, END, context)
    assert refusal.value.code == "DAY_COUNT_NEEDS"
    assert refusal.value.values["needs"] == needs


@pytest.mark.parametrize("convention", DayCount)
def test_days_out_of_order_are_refused(convention: DayCount) -> None:
    for count in (year_fraction, days):
        with pytest.raises(PrayaError, match="DATES_OUT_OF_ORDER"):
            count(convention, END, START)


@pytest.mark.parametrize("convention", DayCount)
@pytest.mark.parametrize("day", ["2024-02-29", "2023-02-28", "2024-01-31", "2024-02-07"])
def test_no_days_are_no_part_of_a_year(convention: DayCount, day: str) -> None:
    moment = parse_day(day)
    context = DayCountContext(end_of_month=True, maturity=moment)
    assert year_fraction(convention, moment, moment, context) == 0
    assert days(convention, moment, moment, context) == 0


ADDITIVE = [
    DayCount.ACTUAL_360,
    DayCount.ACTUAL_364,
    DayCount.ACTUAL_365_FIXED,
    DayCount.ACTUAL_365_25,
    DayCount.NO_LEAP_360,
    DayCount.NO_LEAP_365,
    DayCount.ACTUAL_ACTUAL_ISDA,
    DayCount.ACTUAL_ACTUAL_ICMA,
]
GRID = tuple(day_of(year, month, 7) for year in range(1990, 2060) for month in (2, 8))
GRID_DAYS = st.integers(GRID[0], GRID[-1])


@given(st.sampled_from(ADDITIVE), st.tuples(GRID_DAYS, GRID_DAYS, GRID_DAYS))
def test_an_additive_convention_can_be_cut_anywhere(
    convention: DayCount, moments: tuple[int, int, int]
) -> None:
    start, middle, end = sorted(moments)
    context = DayCountContext(months=6, reference=GRID)
    whole = year_fraction(convention, start, end, context)
    left = year_fraction(convention, start, middle, context)
    assert left + year_fraction(convention, middle, end, context) == whole


@given(st.sampled_from(DayCount), st.tuples(GRID_DAYS, GRID_DAYS), st.booleans())
def test_a_fraction_is_never_negative_and_near_the_days_over_365(
    convention: DayCount, moments: tuple[int, int], end_of_month: bool
) -> None:
    start, end = sorted(moments)
    context = DayCountContext(end_of_month, end, end, 6, GRID)
    fraction = year_fraction(convention, start, end, context)
    assert isinstance(fraction, Fraction)
    assert fraction >= 0
    if convention != DayCount.ONE_ONE:
        plain = Fraction(end - start, 365)
        assert abs(fraction - plain) <= Fraction(2, 100) * plain + Fraction(4, 365)


def test_the_numbers_of_the_conventions_are_golden() -> None:
    names = "ONE_ONE ACTUAL_ACTUAL_ISDA ACTUAL_ACTUAL_ICMA ACTUAL_ACTUAL_AFB ACTUAL_ACTUAL_YEAR"
    names += " ACTUAL_365_ACTUAL ACTUAL_365_LEAP ACTUAL_360 ACTUAL_364 ACTUAL_365_FIXED"
    names += " ACTUAL_365_25 NO_LEAP_360 NO_LEAP_365 THIRTY_360_ISDA THIRTY_360_PSA THIRTY_US_360"
    names += " THIRTY_EUROPEAN_360 THIRTY_EUROPEAN_360_ISDA THIRTY_EUROPEAN_PLUS_360"
    names += " THIRTY_EUROPEAN_365"
    golden = {name: number for number, name in enumerate(names.split(), start=1)}
    assert {convention.name: convention.value for convention in DayCount} == golden
