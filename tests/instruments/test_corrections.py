"""What was probably meant by a wrong value: proposed where it is clear, never where it is not."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from instrument_samples import evergreen

from praya.base.errors import PrayaError
from praya.instruments.corrections import corrected, near_fields
from praya.instruments.currencies import ISO_4217, near_currencies
from praya.instruments.fixed_rate_bond import FIELDS
from praya.instruments.forms import AMOUNT, CURRENCY, DAY, PERCENTAGE, amount_expected, is_amount
from praya.instruments.problems import Problem
from praya.instruments.term_sheets import read_term_sheet

CURRENCIES = Path(__file__).resolve().parents[3] / "shared/vectors/refdata/iso4217_table.xml"
KNOWN = tuple(FIELDS.values())


def _problems(**terms: object) -> dict[str, str]:
    sheet = evergreen()
    sheet["terms"] |= terms
    with pytest.raises(PrayaError) as caught:
        read_term_sheet(sheet)
    listed: list[Problem] = caught.value.values["problems"]  # type: ignore[assignment]
    for one in listed:
        assert one.said("en") != one.said("zh-HK")
    return {one.field.removeprefix("terms."): one.said("en") for one in listed}


# ---- Amounts and percentages --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("300,000,000.00", "300000000.00"),
        ("300 000 000", "300000000"),
        ("300'000.5", "300000.5"),
        ("1.000.000,00", "1000000.00"),
        ("HKD 300,000.00", "300000.00"),
        ("HK$300,000", "300000"),
        ("300,000 HKD", "300000"),
        ("３００，０００", "300000"),
        ("0300", "300"),
        (300_000_000, "300000000"),
    ],
)
def test_an_amount_is_proposed_as_it_must_be_written(written: object, text: str) -> None:
    for language in ("en", "zh-HK"):
        assert f'"{text}"' in corrected(amount_expected(2), written).said(language)


@pytest.mark.parametrize(
    "written",
    [
        *("", "-5", "0", "5.123", "3,00", "30,0000", "1,000,00", "1e6", "five", "1.2.3"),
        *("300 million", "9" * 99, None, 5.5, True, [], "1,000 000", "١٢"),
    ],
)
def test_an_amount_that_is_not_clear_is_not_guessed(written: object) -> None:
    assert corrected(amount_expected(2), written) == amount_expected(2)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("4.05%", "4.05"),
        ("4.05 %", "4.05"),
        ("4.05 per cent", "4.05"),
        ("4.05% p.a.", "4.05"),
        ("4,05", "4.05"),
        ("４．０５％", "4.05"),
        (4, "4"),
    ],
)
def test_a_percentage_is_proposed_without_its_sign(written: object, text: str) -> None:
    assert f'"{text}"' in corrected(PERCENTAGE.expected, written).said("en")


@pytest.mark.parametrize("written", ["", "%", "-4%", "0%", "4 bp", "SOFR+1", "4%%", None, "4,0,5"])
def test_a_percentage_that_is_not_clear_is_not_guessed(written: object) -> None:
    assert corrected(PERCENTAGE.expected, written) == PERCENTAGE.expected


@given(written=st.text("0123456789,. '%HKDP$", max_size=44) | st.integers())
def test_whatever_is_proposed_would_be_read(written: object) -> None:
    for expected, decimals in ((AMOUNT.expected, 9), (PERCENTAGE.expected, 9)):
        found = corrected(expected, written)
        assert found == expected or is_amount(found.values["text"], decimals)


# ---- Days ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "day"),
    [
        *(("15/01/2027", "2027-01-15"), ("01/15/2027", "2027-01-15"), ("5.5.2027", "2027-05-05")),
        *(("2027/1/5", "2027-01-05"), ("20270115", "2027-01-15"), ("2027年1月15日", "2027-01-15")),
        *(("15 January 2027", "2027-01-15"), ("15-Jan-2027", "2027-01-15")),
        *(("Jan 15, 2027", "2027-01-15"), ("2027-15-01", "2027-01-15")),
        *(("2027-01-15T00:00:00", "2027-01-15"), (20270115, "2027-01-15")),
        *(("2025-02-30", "2025-02-28"), ("31/04/2026", "2026-04-30"), ("2028-2-31", "2028-02-29")),
    ],
)
def test_a_day_is_proposed_year_first(written: object, day: str) -> None:
    for language in ("en", "zh-HK"):
        assert day in corrected(DAY.expected, written).said(language)


@pytest.mark.parametrize(
    "written",
    [
        *("", "soon", "03/04/2025", "2025", "2025-13-32", "2025-00-10", "2025-01-00", "1850-01-01"),
        *("15 Mai 2025x", "15 Foo 2025", 19404, None, [], "2300-01-01", "1/1/25"),
    ],
)
def test_a_day_that_is_not_clear_is_not_guessed(written: object) -> None:
    assert corrected(DAY.expected, written) == DAY.expected


# ---- Currencies ---------------------------------------------------------------------------------


def test_the_currencies_are_those_of_the_published_list_with_their_decimals() -> None:
    entries = list(ElementTree.parse(CURRENCIES).iter("CcyNtry"))
    listed = {one.findtext("Ccy"): one.findtext("CcyMnrUnts") for one in entries}
    listed.pop(None, None)
    assert listed.pop("X" * 3) == "N.A."  # of transactions without any currency
    print(f"{len(listed)} currencies")
    assert len(listed) > 150
    told = {code: "N.A." if places is None else str(places) for code, places in ISO_4217.items()}
    assert told == listed


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("HKS", "HKD"),
        ("hkd", "HKD"),
        ("RMB", "CNY"),
        ("CNH", "CNY"),
        ("USS", "USD"),
        ("EUF", "EUR"),
    ],
)
def test_a_currency_that_is_none_is_told_what_may_have_been_meant(written: str, near: str) -> None:
    assert near_currencies(written)[0] == near
    assert near in _problems(currency=written)["currency"]


@pytest.mark.parametrize("written", ["", "!", "9" * 1_000, "dollars of Hong Kong"])
def test_what_is_like_no_currency_is_told_the_form_alone(written: str) -> None:
    assert near_currencies(written) == ()
    assert corrected(CURRENCY.expected, written) == CURRENCY.expected


@pytest.mark.parametrize("currency", ["USD", "CNY", "XAU"])
def test_a_bond_in_one_currency_does_not_pay_in_the_token_of_another(currency: str) -> None:
    said = _problems(currency=currency)
    assert list(said) == ["cash_asset"]
    assert f"expected {currency}" in said["cash_asset"]


@pytest.mark.parametrize("token", ["E-HKD", "CBDC", "HKDT", "HKD", "hkd"])
def test_a_token_that_is_not_called_after_another_currency_is_the_ledgers_to_judge(
    token: str,
) -> None:
    sheet = evergreen()
    sheet["terms"]["cash_asset"] = token
    assert read_term_sheet(sheet)[1].payments().cash_asset == token  # type: ignore[union-attr]


def test_a_currency_that_is_missing_or_none_says_nothing_of_the_token() -> None:
    assert list(_problems(currency="HKS")) == ["currency"]
    assert list(_problems(currency="HKS", cash_asset="")) == ["currency", "cash_asset"]


# ---- Fields -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "field"),
    [
        *(
            ("coupon", "interest_rate"),
            ("Coupon Rate", "interest_rate"),
            ("tenor", "maturity_date"),
        ),
        *(
            ("maturity", "maturity_date"),
            ("frequency", "step_months"),
            ("size", "aggregate_nominal"),
        ),
        *(("denomination", "specified_denomination"), ("nominal", "aggregate_nominal")),
        *(("issue-date", "issue_date"), ("Maturity Date", "maturity_date"), ("ccy", "currency")),
    ],
)
def test_a_word_of_the_market_is_told_the_field(written: str, field: str) -> None:
    assert near_fields(written, KNOWN)[0] == field
    assert f"did you mean {field}" in _problems(**{written: "x"})[written]


@pytest.mark.parametrize("written", ["", "zzz", 7, None, "x" * 999])
def test_a_word_of_nobody_is_told_no_field(written: object) -> None:
    assert near_fields(written, KNOWN) == ()


def test_a_word_of_the_market_for_a_field_of_another_instrument_is_not_proposed() -> None:
    assert "interest_rate" not in near_fields("coupon", ("currency", "decimals"))


# ---- Denominations ------------------------------------------------------------------------------


def test_a_size_that_is_no_sum_of_denominations_is_told_the_nearest() -> None:
    sizes = {"specified_denomination": "1000000.00", "integral_multiple": "500000.00"}
    said = _problems(aggregate_nominal="7250000.00", **sizes)["aggregate_nominal"]
    for amount in ("1000000.00", "500000.00", "7000000.00", "7500000.00"):
        assert amount in said
    said = _problems(aggregate_nominal="7.00", **sizes)["aggregate_nominal"]
    assert said.endswith("such as 1000000.00")
