"""Values of an answer as text, exact."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from praya.projections.text import as_json, decimal_text, shown

DECIMALS = [
    ("32400000.000000000", "32400000.00"),
    ("0.125000000", "0.125"),
    ("0E-9", "0.00"),
    ("-0.000000001", "-0.000000001"),
    ("184467440737095516.140000000", "184467440737095516.14"),
    ("5", "5"),
    ("1E+3", "1000"),
    ("1.5", "1.5"),
    ("100.10", "100.10"),
]


@pytest.mark.parametrize(("value", "text"), DECIMALS)
def test_decimals_lose_nothing_but_zeros(value: str, text: str) -> None:
    assert decimal_text(Decimal(value)) == text
    assert Decimal(text) == Decimal(value)


VALUES: list[tuple[Any, Any, str]] = [
    (None, None, ""),
    (True, True, "true"),
    (7, 7, "7"),
    (2**64, 2**64, "18446744073709551616"),
    ("text", "text", "text"),
    (1.5, 1.5, "1.5"),
    (float("nan"), "nan", "nan"),
    (float("-inf"), "-inf", "-inf"),
    (date(2023, 8, 15), "2023-08-15", "2023-08-15"),
    (datetime(2023, 8, 15, 2, 0, 0, 5_000), "2023-08-15 02:00:00.005", "2023-08-15 02:00:00.005"),
    (b"\x01\xff", "01ff", "01ff"),
    (["A", "B"], ["A", "B"], "A, B"),
    ([1, Decimal("2.5")], [1, "2.5"], '[1, "2.5"]'),
    ({"a": date(2023, 1, 1)}, {"a": "2023-01-01"}, '{"a": "2023-01-01"}'),
]


@pytest.mark.parametrize(("value", "plain", "text"), VALUES)
def test_values_are_plain_in_json_and_readable_in_a_table(
    value: Any, plain: Any, text: str
) -> None:
    assert as_json(value) == plain
    assert shown(value) == text
