"""Amounts: text and minor units, and each rounding against its definition."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from praya.base.amounts import Rounding, check_decimals, format_amount, parse_amount, round_ratio
from praya.base.errors import Bug, PrayaError
from praya.base.limits import AMOUNT_MAX, DECIMALS_MAX

DECIMALS = st.integers(0, DECIMALS_MAX)

VALID = [
    ("32400000.00", 2, 3_240_000_000),
    ("0", 0, 0),
    ("0.00", 2, 0),
    ("0.01", 2, 1),
    ("12.5", 2, 1_250),
    ("7", 9, 7_000_000_000),
    ("9223372036854775807", 0, AMOUNT_MAX),
    ("9223372036.854775807", 9, AMOUNT_MAX),
]

INVALID = [
    ("", 2, "AMOUNT_MALFORMED"),
    (".", 2, "AMOUNT_MALFORMED"),
    (".5", 2, "AMOUNT_MALFORMED"),
    ("5.", 2, "AMOUNT_MALFORMED"),
    ("-1", 2, "AMOUNT_MALFORMED"),
    ("+1", 2, "AMOUNT_MALFORMED"),
    ("1e3", 2, "AMOUNT_MALFORMED"),
    ("1,000.00", 2, "AMOUNT_MALFORMED"),
    ("1_000", 2, "AMOUNT_MALFORMED"),
    ("1'000", 2, "AMOUNT_MALFORMED"),
    (" 1", 2, "AMOUNT_MALFORMED"),
    ("1\n", 2, "AMOUNT_MALFORMED"),
    ("01", 2, "AMOUNT_MALFORMED"),
    ("00.5", 2, "AMOUNT_MALFORMED"),
    ("1.2.3", 2, "AMOUNT_MALFORMED"),
    ("0x10", 2, "AMOUNT_MALFORMED"),
    ("NaN", 2, "AMOUNT_MALFORMED"),
    ("Infinity", 2, "AMOUNT_MALFORMED"),
    ("\u0661", 2, "AMOUNT_MALFORMED"),  # a digit, but not one of ours
    ("\uff11", 2, "AMOUNT_MALFORMED"),
    ("1.001", 2, "AMOUNT_TOO_PRECISE"),
    ("1.000", 2, "AMOUNT_TOO_PRECISE"),
    ("1.0", 0, "AMOUNT_TOO_PRECISE"),
    ("9223372036854775808", 0, "AMOUNT_TOO_LARGE"),
    ("92233720368547758.08", 2, "AMOUNT_TOO_LARGE"),
    ("9223372036854775807", 1, "AMOUNT_TOO_LARGE"),
    ("9" * 100_000, 0, "AMOUNT_TOO_LARGE"),
    ("1", -1, "DECIMALS_OUT_OF_RANGE"),
    ("1", DECIMALS_MAX + 1, "DECIMALS_OUT_OF_RANGE"),
    ("1", True, "DECIMALS_OUT_OF_RANGE"),
]


@pytest.mark.parametrize(("text", "decimals", "minor"), VALID)
def test_an_amount_is_read_exactly(text: str, decimals: int, minor: int) -> None:
    assert parse_amount(text, decimals) == minor


@pytest.mark.parametrize(("text", "decimals", "code"), INVALID)
def test_text_that_is_no_amount_is_refused(text: str, decimals: int, code: str) -> None:
    with pytest.raises(PrayaError) as refusal:
        parse_amount(text, decimals)
    assert refusal.value.code == code


def test_invalid_amounts_outnumber_valid_ones() -> None:
    assert len(INVALID) > len(VALID)


@given(st.integers(0, AMOUNT_MAX), DECIMALS)
def test_an_amount_written_is_read_back(minor: int, decimals: int) -> None:
    assert parse_amount(format_amount(minor, decimals), decimals) == minor


@given(st.integers(-(10**30), 10**30), DECIMALS)
def test_an_amount_is_written_with_all_its_decimals(minor: int, decimals: int) -> None:
    text = format_amount(minor, decimals)
    assert Fraction(text) == Fraction(minor, 10**decimals)
    assert len(text.partition(".")[2]) == decimals


@pytest.mark.parametrize(
    ("minor", "decimals", "text"),
    [(-5, 2, "-0.05"), (-500, 2, "-5.00"), (0, 2, "0.00"), (-7, 0, "-7"), (1, 9, "0.000000001")],
)
def test_a_small_or_negative_amount_is_written_plainly(
    minor: int, decimals: int, text: str
) -> None:
    assert format_amount(minor, decimals) == text


@pytest.mark.parametrize("decimals", [-1, DECIMALS_MAX + 1, True, "2", None])
def test_decimals_out_of_range_are_refused(decimals: int) -> None:
    with pytest.raises(PrayaError, match="DECIMALS_OUT_OF_RANGE"):
        check_decimals(decimals)
    with pytest.raises(PrayaError, match="DECIMALS_OUT_OF_RANGE"):
        format_amount(1, decimals)


# Columns: the ratio in halves and quarters of one, then each rounding.
ROUNDED = [
    # ratio        HALF_UP HALF_EVEN DOWN UP
    ((0, 4), 0, 0, 0, 0),
    ((1, 4), 0, 0, 0, 1),
    ((2, 4), 1, 0, 0, 1),
    ((3, 4), 1, 1, 0, 1),
    ((4, 4), 1, 1, 1, 1),
    ((5, 4), 1, 1, 1, 2),
    ((6, 4), 2, 2, 1, 2),
    ((10, 4), 3, 2, 2, 3),
    ((-1, 4), 0, 0, 0, -1),
    ((-2, 4), -1, 0, 0, -1),
    ((-3, 4), -1, -1, 0, -1),
    ((-6, 4), -2, -2, -1, -2),
    ((-10, 4), -3, -2, -2, -3),
]


@pytest.mark.parametrize(("ratio", "half_up", "half_even", "down", "up"), ROUNDED)
def test_each_rounding_keeps_its_definition(
    ratio: tuple[int, int], half_up: int, half_even: int, down: int, up: int
) -> None:
    assert round_ratio(*ratio, Rounding.HALF_UP) == half_up
    assert round_ratio(*ratio, Rounding.HALF_EVEN) == half_even
    assert round_ratio(*ratio, Rounding.DOWN) == down
    assert round_ratio(*ratio, Rounding.UP) == up


@given(st.integers(-(10**40), 10**40), st.integers(1, 10**20))
def test_half_even_is_the_rounding_of_python_fractions(numerator: int, denominator: int) -> None:
    expected = round(Fraction(numerator, denominator))
    assert round_ratio(numerator, denominator, Rounding.HALF_EVEN) == expected


@given(st.integers(-(10**40), 10**40), st.integers(1, 10**20), st.sampled_from(Rounding))
def test_rounding_is_symmetric_and_less_than_one_away(
    numerator: int, denominator: int, rounding: Rounding
) -> None:
    exact = Fraction(numerator, denominator)
    rounded = round_ratio(numerator, denominator, rounding)
    assert abs(rounded - exact) < 1
    assert round_ratio(-numerator, denominator, rounding) == -rounded
    if rounding == Rounding.DOWN:
        assert abs(rounded) <= abs(exact)
    elif rounding == Rounding.UP:
        assert abs(rounded) >= abs(exact)
    else:
        assert abs(rounded - exact) <= Fraction(1, 2)


@pytest.mark.parametrize("denominator", [0, -1, -365])
def test_a_denominator_that_is_not_positive_is_a_bug(denominator: int) -> None:
    with pytest.raises(Bug):
        round_ratio(1, denominator, Rounding.HALF_UP)


def test_the_numbers_of_roundings_are_golden() -> None:
    numbers = {rounding.name: rounding.value for rounding in Rounding}
    assert numbers == {"HALF_UP": 1, "HALF_EVEN": 2, "DOWN": 3, "UP": 4}
