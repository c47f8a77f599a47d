"""Whole lives: what `praya run` gives, to the cent, and that every figure can be asked again."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from run_cases import SMALL, cents, changed, lived, praya, shown_commands, write

from praya.base.errors import PrayaError
from praya.dev.commands.run import ANYTHING
from praya.dev.commands.terminal import Terminal
from praya.dev.scenarios import queries
from praya.dev.scenarios.asking import ask_all
from praya.dev.scenarios.figures import Figure
from praya.dev.scenarios.plan import Tranche
from praya.dev.scenarios.teller import Teller
from praya.node.projecting import answer

KEYS = {
    "scenario",
    "dir",
    "height",
    "root",
    "settled_on",
    "matured_on",
    "coupon_paid",
    "redeemed",
    "supply",
    "payments",
    "statements",
    "refused",
    "note",
    "provisional",
    "verified",
    "queries",
}


@pytest.fixture(scope="module")
def evergreen(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return lived("evergreen-2023", tmp_path_factory.mktemp("evergreen") / "run")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("small")
    return lived(write(folder, SMALL), folder / "run")


def repeated(figures: Any) -> int:
    """Every query that a run gives is asked again by its command; how many there were."""
    for query in figures["queries"]:
        ended = praya("sql", query["sql"], "--dir", figures["dir"], "--json", "--rows", "0")
        assert ended.code == 0, ended
        assert ended.data["rows"] == query["answer"], query
    return len(figures["queries"])


def paid_as_scheduled(figures: Any) -> int:
    """Every payment is its schedule, and the credits on the ledger are the payment."""
    for one in figures["payments"]:
        assert (one["paid"], one["difference"]) == (one["scheduled"], "0.00"), one
        sql = (
            "SELECT sum(minor), count(*) FROM moves WHERE kind = 'SPREAD' AND"
            f" event_asset = '{one['asset']}' AND event_number = {one['number']}"
        )
        rows = answer(figures["dir"], sql).rows
        assert rows == [(cents(one["scheduled"]), one["credits"])], one
    return len(figures["payments"])


def test_the_2023_bond_comes_out_as_published(evergreen: Any) -> None:
    assert set(evergreen) == KEYS
    assert evergreen["coupon_paid"] == {"HKD": "32400000.00"}
    assert evergreen["redeemed"] == {"HKD": "800000000.00"}
    assert evergreen["supply"] == {"HKD": "0.00", "HKGB-GREEN-2402": "0.00"}
    assert (evergreen["settled_on"], evergreen["matured_on"]) == ("2023-02-16", "2024-02-16")
    assert evergreen["verified"] is True
    assert "are invented" in evergreen["note"]
    assert paid_as_scheduled(evergreen) == 2


def test_what_was_refused_is_told_with_its_status(evergreen: Any) -> None:
    assert [one["status"] for one in evergreen["refused"]] == [
        "STATEMENT_REFUSED",
        "STATEMENT_REFUSED",
        "RECEIPT_USED",
        "EXCEEDS_AVAILABLE",
        "CREDIT_INELIGIBLE",
        "DATE_NOT_NEXT",
    ]


def test_every_figure_of_the_2023_bond_is_asked_again_by_its_command(evergreen: Any) -> None:
    count = repeated(evergreen)
    print(f"{count} queries")
    assert count == 12


def test_a_bond_of_ones_own_lives_its_whole_life(small: Any) -> None:
    assert small["scenario"] == "sheet"
    assert small["redeemed"] == {"HKD": "7000000.00"}
    coupons = [one for one in small["payments"] if one["event"] == "coupon"]
    assert [one["payment_date"] for one in coupons] == ["2025-10-08", "2025-11-10", "2025-12-08"]
    assert [one["credits"] for one in coupons] == [5, 5, 5]
    # 7,000,000 x 4.3 % x 91/365 in all, each period rounded half up
    assert [one["paid"] for one in coupons] == ["24739.73", "25564.38", "24739.73"]
    assert small["coupon_paid"] == {"HKD": "75043.84"}
    assert set(small["supply"].values()) == {"0.00"}
    assert paid_as_scheduled(small) == 4
    assert repeated(small) == 12


def test_an_altered_statement_and_a_statement_read_twice_mint_nothing(small: Any) -> None:
    folder = Path(small["dir"])
    files = sorted(path.name for path in (folder / "statements").iterdir())
    altered = [name for name in files if "altered" in name]
    assert len(files) == small["statements"] + 1
    assert len(altered) == 1
    minted = answer(folder, "SELECT count(*) FROM moves WHERE verb = 'issuance.mint_cash'").rows
    receipts = answer(folder, "SELECT count(*) FROM documents WHERE name LIKE 'receipt/%'").rows
    assert minted == receipts
    for name in (altered[0], altered[0].replace("-altered", "")):
        checked = praya(
            *("statement", "check", str(folder / "statements" / name), "--json"),
            *("--dir", str(folder / "ledger"), "--asset", "HKD", "--account", "BACKING-HKD"),
        )
        assert checked.code == 3
        assert checked.data["error"]["code"] == "STATEMENT_REFUSED"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What a run of two tranches prints, in Chinese, in a folder with a blank in its name."""
    folder = tmp_path_factory.mktemp("told")
    bond = changed(step_months=0)
    other = {**changed(step_months=0, currency="USD", cash_asset="USD"), "code": "FERRY-USD"}
    section = {
        "allotments": [
            {"asset": "FERRY-2512", "account": "ALPHA.HOUSE", "amount": "4000000.00"},
            {"asset": "FERRY-2512", "account": "BETA.CLIENT.1", "amount": "3000000.00"},
            {"asset": "FERRY-USD", "account": "BETA.CLIENT.1", "amount": "7000000.00"},
        ],
        "trades": [
            {
                "asset": "FERRY-2512",
                "outcome": "settles",
                "seller": "ALPHA.HOUSE",
                "buyer": "GAMMA.HOUSE",
                "quantity": "1000000.00",
                "amount": "990000.01",
            }
        ],
        "closed_day": "2025-10-01",
    }
    programme = {"code": "FERRY", "name_en": "Ferry Notes", "name_zh": "渡輪票據"}
    written = {"programme": programme, "tranches": [bond, other], "run": section}
    sheet = write(folder, written)
    place = str(folder / "run dir")
    ended = praya("run", sheet, "--dir", place, "--lang", "zh-HK", "--queries")
    assert ended.code == 0, ended
    return ended.out


def test_what_a_run_prints_can_be_pasted(told: str) -> None:
    lines = shown_commands(told)
    kinds = [line[0] for line in lines]
    print(f"{len(lines)} commands")
    assert (kinds.count("sql"), kinds.count("prove"), kinds.count("verify")) == (20, 1, 2)
    for line in lines:
        ended = praya(*line, "--json")
        assert ended.code == 0, ended


def test_every_amount_that_a_shown_query_gives_was_printed(told: str) -> None:
    count = 0
    for line in shown_commands(told):
        if line[0] != "sql" or line[1] == ANYTHING:
            continue
        for row in praya(*line, "--json").data["rows"]:
            for name, value in row.items():
                if isinstance(value, str) and "." in value and value.replace(".", "").isdigit():
                    whole, _, places = value.partition(".")
                    assert f"{int(whole):,}.{places}" in told or name == "proceeds", (line, value)
                    count += 1
    print(f"{count} amounts")
    assert count > 20


def test_no_line_of_a_chinese_run_holds_an_escape(told: str) -> None:
    assert "\\u" not in told
    assert "渡輪票據：由發行至到期" in told


def test_the_run_section_says_who_holds_and_trades(told: str) -> None:
    for line in (
        "ALPHA.HOUSE    3,000,000.00",
        "BETA.CLIENT.1  3,000,000.00",
        "GAMMA.HOUSE    1,000,000.00",
        "✓ FERRY-2512：ALPHA.HOUSE 以 990,000.01 港元向 GAMMA.HOUSE 出售面額 1,000,000.00 港元",
        "開啟營業日 2025-10-01（國慶日）",
    ):
        assert line in told, line
    assert "CREDIT_INELIGIBLE" not in told


def test_two_thousand_holders_are_paid_twelve_coupons_to_the_cent(tmp_path: Path) -> None:
    figures = lived("monthly-coupons", tmp_path / "run", "--holders", "2000")
    coupons = [one for one in figures["payments"] if one["event"] == "coupon"]
    assert len(coupons) == 12
    assert {one["credits"] for one in coupons} == {2000}
    assert paid_as_scheduled(figures) == 13
    assert figures["verified"] is True
    assert set(figures["supply"].values()) == {"0.00"}
    assert repeated(figures) == 12


def test_a_payment_that_is_not_its_schedule_fails_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owed = Tranche.owed
    monkeypatch.setattr(Tranche, "owed", lambda tranche, payment: owed(tranche, payment) + 1)
    sheet = write(tmp_path, SMALL)
    ended = praya("run", sheet, "--dir", str(tmp_path / "run"), "--json")
    assert (ended.code, ended.data["error"]["code"]) == (4, "VERIFICATION_FAILED")


def test_a_figure_that_the_journal_does_not_give_fails_the_run(small: Any) -> None:
    teller = Teller(Terminal(json=True))
    right = Figure("supply", "", queries.SUPPLY, (("HKD", Decimal(0)), ("FERRY-2512", Decimal(0))))
    wrong = replace(right, rows=(("HKD", Decimal("0.01")), ("FERRY-2512", Decimal(0))))
    assert ask_all(Path(small["dir"]), [right], teller, small["height"])
    with pytest.raises(PrayaError) as problem:
        ask_all(Path(small["dir"]), [right, wrong], teller, small["height"])
    assert problem.value.code == "FIGURE_DIFFERS"
    assert problem.value.values["figures"] == ["supply"]


@pytest.mark.slow
def test_the_four_tranches_of_2024_come_out_as_computed(tmp_path: Path) -> None:
    figures = lived("digital-green-2024", tmp_path / "run")
    coupons: dict[str, list[str]] = {}
    for one in figures["payments"]:
        if one["event"] == "coupon":
            coupons.setdefault(one["currency"], []).append(one["paid"])
    assert coupons == {
        "HKD": ["37895890.41", "38312328.77", "37687671.23", "38312328.77"],
        "CNY": ["21690410.96", "21928767.12", "21571232.88", "21928767.12"],
        "USD": ["4749000.00"] * 4,
        "EUR": ["2917600.00"] * 2,
    }
    assert figures["coupon_paid"]["HKD"] == "152208219.18"
    assert figures["redeemed"] == {
        "HKD": "2000000000.00",
        "CNY": "1500000000.00",
        "USD": "200000000.00",
        "EUR": "80000000.00",
    }
    assert len(figures["supply"]) == 8
    assert set(figures["supply"].values()) == {"0.00"}
    # 7 February 2026 is a Saturday: the last amounts stay, and are paid on Monday
    assert (figures["settled_on"], figures["matured_on"]) == ("2024-02-07", "2026-02-09")
    assert figures["verified"] is True
    assert paid_as_scheduled(figures) == 18
    assert repeated(figures) == 33


@pytest.mark.slow
def test_a_hundred_thousand_holders_are_paid_twelve_coupons_to_the_cent(tmp_path: Path) -> None:
    figures = lived("monthly-coupons", tmp_path / "run")
    coupons = [one for one in figures["payments"] if one["event"] == "coupon"]
    assert {one["credits"] for one in coupons} == {100_000}
    assert paid_as_scheduled(figures) == 13
    assert figures["verified"] is True
    assert repeated(figures) == 12


def test_a_run_says_what_it_says_in_json_on_one_line(small: Any) -> None:
    assert json.loads(json.dumps(small)) == small
    assert len(small["root"]) == 64
