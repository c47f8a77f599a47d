"""`praya cashflows`: the published figures to the cent, in both languages, and what is refused."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from praya.cli import run

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "docs/examples"
CORPORATE = str(EXAMPLES / "corporate-bond.json")
MONTHLY = str(EXAMPLES / "monthly-coupons.json")

DIGITAL_GREEN = {
    "HKGB-HKD-2602": ["37895890.41", "38312328.77", "37687671.23", "38312328.77"],
    "HKGB-CNY-2602": ["21690410.96", "21928767.12", "21571232.88", "21928767.12"],
    "HKGB-USD-2602": ["4749000.00"] * 4,
    "HKGB-EUR-2602": ["2917600.00"] * 2,
}


def _rows(capsys: Any, *arguments: str) -> list[dict[str, Any]]:
    assert run(["cashflows", *arguments, "--json"]) == 0
    loaded = json.loads(capsys.readouterr().out)
    assert isinstance(loaded, list)
    return loaded


def _refused(capsys: Any, *arguments: str) -> dict[str, Any]:
    assert run(["cashflows", *arguments, "--json"]) == 3
    captured = capsys.readouterr()
    assert captured.err
    loaded = json.loads(captured.out)["error"]
    assert isinstance(loaded, dict)
    return loaded


def _bent(tmp_path: Path, source: str = CORPORATE, **terms: Any) -> str:
    sheet = json.loads(Path(source).read_text(encoding="utf-8"))
    sheet["terms"] |= terms
    sheet["terms"] = {name: value for name, value in sheet["terms"].items() if value != "-"}
    file = tmp_path / "bond.json"
    file.write_text(json.dumps(sheet), encoding="utf-8")
    return str(file)


def test_the_2023_bond_pays_one_coupon_and_its_nominal(capsys: Any) -> None:
    assert _rows(capsys, "evergreen-2023") == [
        {"date": "2023-02-16", "event": "issue", "amount": "800000000.00", "currency": "HKD"},
        {"date": "2024-02-16", "event": "coupon", "amount": "32400000.00", "currency": "HKD"},
        {"date": "2024-02-16", "event": "redemption", "amount": "800000000.00", "currency": "HKD"},
    ]


@pytest.mark.parametrize("code", DIGITAL_GREEN)
def test_the_2024_tranches_pay_their_published_coupons(code: str, capsys: Any) -> None:
    rows = [row for row in _rows(capsys, "digital-green-2024") if row["asset"] == code]
    coupons = [row["amount"] for row in rows if row["event"] == "coupon"]
    assert coupons == DIGITAL_GREEN[code]
    assert {row["currency"] for row in rows} == {code[5:8]}
    assert [row["date"] for row in rows[-2:]] == ["2026-02-09"] * 2
    assert rows[-1]["event"] == "redemption"


def test_the_2024_hong_kong_dollar_tranche_pays_for_the_leap_day(capsys: Any) -> None:
    rows = [row for row in _rows(capsys, "digital-green-2024") if row["currency"] == "HKD"]
    total = sum(Decimal(row["amount"]) for row in rows if row["event"] == "coupon")
    assert total == Decimal("152208219.18")
    assert total - 2 * 76_000_000 == Decimal("208219.18")


def test_a_year_of_monthly_interest_has_twelve_payments(capsys: Any) -> None:
    rows = _rows(capsys, MONTHLY)
    assert [row["event"] for row in rows] == ["issue", *["coupon"] * 12, "redemption"]
    assert sum(Decimal(row["amount"]) for row in rows[1:-1]) == Decimal("36000000.03")


def test_the_issue_brings_its_price_and_accrued_interest(tmp_path: Path, capsys: Any) -> None:
    assert _rows(capsys, CORPORATE)[0]["amount"] == "49875000.00"
    later = _bent(tmp_path, interest_commencement_date="2025-01-15", issue_date="2025-01-20")
    issue = _rows(capsys, later)[0]
    accrued = Decimal("50000000") * Decimal("0.045") * 5 / 365
    assert issue["date"] == "2025-01-20"
    assert Decimal(issue["amount"]) == Decimal("49875000") + accrued.quantize(Decimal("0.01"))


def test_stubs_first_dates_and_prices_of_redemption_are_paid(tmp_path: Path, capsys: Any) -> None:
    file = _bent(tmp_path, issue_date="2025-01-31", stub="SHORT", redemption_price="101.5")
    rows = _rows(capsys, file)
    assert [row["date"] for row in rows[:3]] == ["2025-01-31", "2025-04-15", "2025-07-15"]
    assert rows[-1]["amount"] == "50750000.00"
    file = _bent(tmp_path, issue_date="2025-02-20", first_interest_date="2025-07-15")
    assert [row["date"] for row in _rows(capsys, file)[:3]] == [
        *("2025-02-20", "2025-07-15", "2025-10-15")
    ]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["All interest", "Redemption", "Record date"]),
        ("zh-HK", ["利息總額", "贖回", "紀錄日"]),
    ],
)
def test_people_see_a_table_with_days_and_totals(
    language: str, words: list[str], capsys: Any
) -> None:
    assert run(["cashflows", "digital-green-2024", "--lang", language]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    for word in (*words, "182/365", "180/360", "366/366", "152,208,219.18", "HKHK+EUTA"):
        assert word in captured.out


def test_the_plot_has_a_bar_for_each_coupon(capsys: Any) -> None:
    assert run(["cashflows", CORPORATE, "--plot"]) == 0
    assert sum("\u2588" in line for line in capsys.readouterr().out.splitlines()) == 8


def test_a_cash_token_pays_nothing(tmp_path: Path, capsys: Any) -> None:
    terms = {"currency": "HKD", "decimals": 2, "issue_limit": "1000", "required_attributes": []}
    file = tmp_path / "token.json"
    sheet = {"code": "HKD", "instrument": "cash_token", "terms": terms}
    file.write_text(json.dumps(sheet), encoding="utf-8")
    assert _rows(capsys, str(file)) == []
    assert run(["cashflows", str(file)]) == 0
    assert "HKD" in capsys.readouterr().out


# ---- Calendars ----------------------------------------------------------------------------------


def test_days_beyond_the_calendar_are_marked_and_told(tmp_path: Path, capsys: Any) -> None:
    file = _bent(tmp_path, maturity_date="2029-01-15")
    assert run(["cashflows", file, "--json"]) == 0
    captured = capsys.readouterr()
    assert "2027-12-31" in captured.err
    rows = json.loads(captured.out)
    assert next(row["date"] for row in rows if row.get("provisional")) == "2028-01-17"
    assert not any("provisional" in row for row in rows if row["date"] < "2028-01-01")


def test_a_calendar_of_ones_own_moves_a_payment(tmp_path: Path, capsys: Any) -> None:
    covered = {"first_day": "2025-01-01", "last_day": "2027-12-31"}
    own = {"code": "MINE", "weekend": [5, 6], "holidays": [{"date": "2025-04-15"}], **covered}
    calendar = tmp_path / "mine.json"
    calendar.write_text(json.dumps(own), encoding="utf-8")
    file = _bent(tmp_path, calendar="HKHK+MINE")
    assert _rows(capsys, file, "--calendar", str(calendar))[1]["date"] == "2025-04-16"
    assert _rows(capsys, CORPORATE)[1]["date"] == "2025-04-15"
    error = _refused(capsys, file)
    assert error["code"] == "SHEET_REFUSED"
    assert [one["field"] for one in error["values"]["problems"]] == ["terms.calendar"]


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        ({"issue_date": "2025-01-18", "stub": "SHORT"}, "2025-01-20"),  # a Saturday
        ({"issue_date": "2025-01-29", "stub": "SHORT"}, "2025-02-03"),  # Lunar New Year
        ({"issue_date": "2028-01-01", "maturity_date": "2029-01-01"}, "2028-01-03"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh-HK"])
def test_an_issue_date_on_a_closed_day_is_noted(
    terms: dict[str, Any], told: str, language: str, tmp_path: Path, capsys: Any
) -> None:
    assert run(["cashflows", _bent(tmp_path, **terms), "--lang", language]) == 0
    noted = capsys.readouterr().err
    assert terms["issue_date"] in noted
    assert told in noted


def test_problems_of_calendar_and_terms_are_told_together(tmp_path: Path, capsys: Any) -> None:
    file = _bent(tmp_path, calendar="HK", currency="HKS", aggregate_nominal="50,000,000.00")
    problems = {
        one["field"]: one["expected"] for one in _refused(capsys, file)["values"]["problems"]
    }
    assert len(problems) == 3
    assert "HKHK?" in problems["terms.calendar"]
    assert "HKD?" in problems["terms.currency"]
    assert '"50000000.00"' in problems["terms.aggregate_nominal"]


# ---- What is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"interest_rate": "4.5%"}, "interest_rate"),
        ({"interest_rate": 4.5}, "interest_rate"),
        ({"aggregate_nominal": 50_000_000}, "aggregate_nominal"),
        ({"aggregate_nominal": "50050000.00"}, "aggregate_nominal"),
        ({"maturity_date": "2025-01-15"}, "maturity_date"),
        ({"maturity_date": "15/01/2027"}, "maturity_date"),
        ({"issue_date": "2025-01-16"}, "step_months"),
        ({"step_months": 5}, "step_months"),
        ({"step_months": 0, "stub": "SHORT"}, "stub"),
        ({"step_months": 0, "day_count": "ACT/ACT ICMA"}, "day_count"),
        ({"first_interest_date": "2025-04-15", "roll": "FROM_MATURITY"}, "roll"),
        ({"first_interest_date": "2028-01-15"}, "first_interest_date"),
        ({"pricing_date": "2025-01-16"}, "pricing_date"),
        ({"redemption_price": "0"}, "redemption_price"),
        ({"calendar": "-"}, "calendar"),
        ({"currency": "USD"}, "cash_asset"),
        ({"currency": "HKS"}, "currency"),
        ({"cash_asset": "CNY"}, "cash_asset"),
        ({"coupon": "4.5"}, "coupon"),
        ({"dti": ""}, "dti"),
        ({"label": None}, "label"),
    ],
)
def test_a_wrong_sheet_is_refused_with_path_value_and_form(
    terms: dict[str, Any], field: str, tmp_path: Path, capsys: Any
) -> None:
    error = _refused(capsys, _bent(tmp_path, **terms))
    assert error["code"] == "SHEET_REFUSED"
    problems = error["values"]["problems"]
    assert [problem["field"] for problem in problems] == [f"terms.{field}"]
    assert set(problems[0]) == {"field", "value", "expected"}
    assert problems[0]["expected"]


def test_many_problems_are_listed_one_on_a_line(tmp_path: Path, capsys: Any) -> None:
    file = _bent(tmp_path, currency="hkd", decimals="2", calendar="-", coupon="x")
    for language, words in (("en", "4, listed below"), ("zh-HK", "共 4 項")):
        assert run(["cashflows", file, "--lang", language]) == 3
        captured = capsys.readouterr()
        assert captured.out == ""
        assert words in captured.err
        assert sum(line.startswith("  - ") for line in captured.err.splitlines()) == 4


@pytest.mark.parametrize("name", ["evergreen-2024", "no/such.json", "", ".", "../evergreen-2023"])
def test_a_file_that_cannot_be_read_is_named(name: str, capsys: Any) -> None:
    assert _refused(capsys, name)["code"] == "FILE_UNREADABLE"
