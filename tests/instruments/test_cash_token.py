"""Cash tokens: what their terms may say, and that they pay nothing."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from instrument_samples import CASH, WEEKDAYS

from praya.base.attributes import ALL_ATTRIBUTES
from praya.instruments.cash_token import Terms, schedule, validate
from praya.instruments.instrument import AssetTerms

CURRENCIES = (
    Path(__file__).resolve().parents[2] / "../shared/vectors/refdata/iso4217_table.xml"
).resolve()

WRONG: list[tuple[str, object]] = [
    *(("currency", value) for value in ("", "HK", "HKDD", "hkd", "HK1", "HK ", "港元幣", "HKD\n")),
    *(("decimals", value) for value in (-1, 10, 2**63)),
    *(
        ("issue_limit", value)
        for value in ("", "0", "0.00", "-1", "+1", "1e9", "1,000", " 1", "1.")
    ),
    *(("issue_limit", value) for value in ("1.000", "01", "92233720368547758.08", "１", "NaN")),
    *(("required_attributes", value) for value in (-1, ALL_ATTRIBUTES + 1, 2**62)),
]


def test_a_cash_token_is_defined_with_its_limit_in_minor_units() -> None:
    assert validate(CASH) == []
    assert CASH.asset() == AssetTerms(2, 100_000_000_000, 0)


def test_a_cash_token_pays_nothing_and_asks_no_calendar() -> None:
    assert CASH.payments() is None
    assert CASH.calendar_code() is None
    assert schedule(CASH, None) == schedule(CASH, WEEKDAYS) == []


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_a_single_wrong_field_is_the_one_problem(field: str, value: object) -> None:
    terms: Terms = replace(CASH, **{field: value})
    problems = validate(terms)
    assert [(one.field, one.value) for one in problems] == [(field, value)]
    assert problems[0].expected


def test_all_problems_are_listed_at_once() -> None:
    terms = Terms("hkd", 10, "many", -1)
    fields = {problem.field for problem in validate(terms)}
    assert fields == {"currency", "decimals", "issue_limit", "required_attributes"}


@pytest.mark.parametrize("decimals", range(10))
def test_the_largest_amount_may_be_the_limit_and_one_more_may_not(decimals: int) -> None:
    digits = str(2**63 - 1)
    largest = digits if decimals == 0 else f"{digits[:-decimals]}.{digits[-decimals:]}"
    assert validate(replace(CASH, decimals=decimals, issue_limit=largest)) == []
    past = largest[:-1] + str(int(largest[-1]) + 1)
    problems = validate(replace(CASH, decimals=decimals, issue_limit=past))
    assert [problem.field for problem in problems] == ["issue_limit"]


def test_every_currency_of_iso_4217_may_be_stated() -> None:
    codes = {element.text for element in ElementTree.parse(CURRENCIES).iter("Ccy")}
    print(f"{len(codes)} currencies")
    assert {"HKD", "CNY", "USD", "EUR"} < codes
    assert [code for code in codes if validate(replace(CASH, currency=code or ""))] == []
