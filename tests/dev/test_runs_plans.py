"""Plans of runs: what is derived adds up, and everything wrong is told at once, before a folder."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from run_cases import SMALL, changed, praya, write

from praya.base.amounts import parse_amount
from praya.base.catalogue import TALK
from praya.base.dates import format_day, parse_day
from praya.base.errors import PrayaError
from praya.dev.commands.run import plan_of
from praya.dev.commands.shown_queries import pasteable
from praya.dev.scenarios import casting
from praya.dev.scenarios.fiat import BackingBank
from praya.dev.scenarios.plan import Plan
from praya.dev.scenarios.run_section import read_run_section
from praya.dev.scenarios.shelf import SCENARIOS
from praya.envelopes.participants import Licence
from praya.rails.statement_reading import read_statement


def planned(folder: Path, sheet: Any, holders: str | None = None) -> Plan:
    return plan_of(write(folder, sheet), holders, [])


def refused(folder: Path, sheet: Any, holders: str | None = None) -> list[str]:
    """The paths of all that is wrong with a sheet; said in both languages."""
    with pytest.raises(PrayaError) as problem:
        planned(folder, sheet, holders)
    assert problem.value.code == "SHEET_REFUSED"
    listed: Any = problem.value.values["problems"]
    for one in listed:
        assert one.field in one.said("en")
        assert one.said("en") != one.said("zh-HK")
    return [one.field for one in listed]


def with_run(**section: Any) -> dict[str, Any]:
    return {**SMALL, "run": section}


def two(**terms: Any) -> dict[str, Any]:
    """The small bond, and another one with these terms."""
    return {
        "programme": {"code": "P", "name_en": "Two", "name_zh": "兩批"},
        "tranches": [SMALL, {**changed(**terms), "code": "OTHER"}],
    }


# What is derived


def test_a_sheet_alone_makes_a_whole_plan(tmp_path: Path) -> None:
    plan = planned(tmp_path, SMALL)
    assert plan.parties[0].licence == Licence.CENTRAL_BANK
    assert [row.code for row in plan.parties[1:3]] == ["FERRY", "AGENT"]
    assert {row.owner for row in plan.accounts} <= {row.code for row in plan.parties}
    tranche = plan.tranches[0]
    assert sum(one.nominal for one in tranche.allotments) == tranche.nominal == 7_000_000_00
    assert sum(one.cost for one in tranche.allotments) == tranche.proceeds == 6_982_500_00
    assert [one.outcome for one in tranche.trades] == ["settles", "without_cash", "ineligible"]
    assert format_day(plan.first_day) == "2025-09-05"
    assert plan.closed_day is not None
    assert format_day(plan.closed_day) == "2025-10-01"


@pytest.mark.parametrize("count", [1, 2, 3, 7, 49, 50, 51, 2_000, 100_000])
def test_shares_are_denominations_that_add_up(tmp_path: Path, count: int) -> None:
    sheet = changed(specified_denomination="10.00", integral_multiple="5.00")
    tranche = planned(tmp_path, sheet, str(count)).tranches[0]
    if tranche.crowd is None:
        nominals = [one.nominal for one in tranche.allotments]
    else:
        nominals = tranche.crowd.nominals.tolist()
        assert tranche.crowd.count == count
        codes = [tranche.crowd.codes(place) for place in range(len(tranche.crowd.banks))]
        assert len({code for listed in codes for code in listed}) == count
    assert len(nominals) == count
    assert sum(nominals) == tranche.nominal
    assert min(nominals) >= 1_000
    assert all((nominal - 1_000) % 500 == 0 for nominal in nominals)


def test_shares_of_many_holders_differ(tmp_path: Path) -> None:
    crowd = (
        planned(
            tmp_path, changed(specified_denomination="10.00", integral_multiple="10.00"), "1000"
        )
        .tranches[0]
        .crowd
    )
    assert crowd is not None
    assert len(np.unique(crowd.nominals)) > 50


def test_holders_are_as_many_as_the_denominations_allow(tmp_path: Path) -> None:
    large = planned(tmp_path, changed(specified_denomination="3000000.00"))
    assert len(large.tranches[0].allotments) == 2
    single = planned(tmp_path, changed(specified_denomination="7000000.00"))
    assert len(single.tranches[0].allotments) == 1
    assert single.tranches[0].trades[0].buyer.endswith(".BUYER")


def test_names_that_the_issuer_has_taken_are_left_to_it(tmp_path: Path) -> None:
    sheet = changed(paying_account="BANKA.PAYING", suspense_account="BANKA.SUSPENSE")
    codes = [row.code for row in planned(tmp_path, sheet).parties]
    assert len(set(codes)) == len(codes)
    assert "BANKA" in codes


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_scenario_has_a_plan(name: str) -> None:
    plan = plan_of(name, None, [])
    assert plan.name == name
    for tranche in plan.tranches:
        held = sum(one.nominal for one in tranche.allotments)
        held += int(tranche.crowd.nominals.sum()) if tranche.crowd else 0
        assert held == tranche.nominal


def test_the_schedule_of_2024_is_that_of_the_published_terms() -> None:
    plan = plan_of("digital-green-2024", None, [])
    owed = {
        one.terms.currency: [one.owed(payment) for payment in one.payments] for one in plan.tranches
    }
    assert owed["HKD"][:2] == [37_895_890_41, 38_312_328_77]
    assert owed["CNY"][:2] == [21_690_410_96, 21_928_767_12]
    assert owed["USD"] == [4_749_000_00] * 4 + [200_000_000_00]
    assert owed["EUR"] == [2_917_600_00] * 2 + [80_000_000_00]
    last = {format_day(one.payments[-1].payment_date) for one in plan.tranches}
    assert last == {"2026-02-09"}
    assert len(plan.calendars) == 4


def test_a_statement_of_the_run_is_one_that_can_be_read(tmp_path: Path) -> None:
    bank = BackingBank(tmp_path / "statements")
    first = bank.receive("HKD", "HKD", 20_000, [("A.HOUSE", 500), ("B.HOUSE", 7)])
    bank.pay_out("HKD", 300)
    second = bank.receive("HKD", "HKD", 20_001, [("A.HOUSE", 1)])
    statement = read_statement(second.read_bytes())
    assert (statement.opening_minor, statement.closing_minor) == (207, 208)
    assert len(read_statement(first.read_bytes()).entries) == 2
    with pytest.raises(PrayaError, match="STATEMENT_REFUSED"):
        read_statement(bank.altered(first).read_bytes())


def test_a_line_for_a_shell_is_quoted_by_what_it_holds() -> None:
    assert pasteable(["sql", "SELECT 'a'", "--dir", "a b"]) == "sql \"SELECT 'a'\" --dir 'a b'"
    assert pasteable(["sql", "SELECT '$x'"]) == "sql 'SELECT '\"'\"'$x'\"'\"''"


# What is refused


ALLOTTED = [{"account": "A.HOUSE", "amount": "7000000.00"}]


@pytest.mark.parametrize(
    ("section", "paths"),
    [
        ({"agnet": "X"}, ["run.agnet"]),
        ({"agent": "A B"}, ["run.agent"]),
        ({"agent": ""}, ["run.agent"]),
        ({"agent": 7}, ["run.agent"]),
        ({"closed_day": "2025-13-01"}, ["run.closed_day"]),
        ({"closed_day": 20_000}, ["run.closed_day"]),
        ({"holders": 0}, ["run.holders"]),
        ({"holders": "5"}, ["run.holders"]),
        ({"holders": True}, ["run.holders"]),
        ({"holders": 15}, ["run.holders"]),
        ({"participants": {}}, ["run.participants"]),
        ({"participants": [7]}, ["run.participants[0]"]),
        ({"participants": [{"code": "X"}]}, ["run.participants[0].licence"]),
        (
            {"participants": [{"code": "X", "licence": "BANKER", "roles": ["KING"]}]},
            ["run.participants[0].licence", "run.participants[0].roles"],
        ),
        (
            {"participants": [{"code": "X", "licence": "BANK", "name_en": "", "lei": ""}]},
            ["run.participants[0].lei", "run.participants[0].name_en"],
        ),
        ({"accounts": [{"code": "X"}]}, ["run.accounts[0].kind", "run.accounts[0].attributes"]),
        (
            {"accounts": [{"code": "X", "kind": "vault", "attributes": ["RICH"]}]},
            ["run.accounts[0].kind", "run.accounts[0].attributes"],
        ),
        ({"allotments": [{"account": "A.HOUSE"}]}, ["run.allotments[0].amount"]),
        ({"allotments": ALLOTTED * 1_001}, ["run.allotments"]),
        (
            {"allotments": [{"account": "A.HOUSE", "amount": "1,000"}]},
            ["run.allotments[0].amount", "run.allotments"],
        ),
        ({"allotments": [{"account": "A.HOUSE", "amount": "1000.00"}]}, ["run.allotments"]),
        (
            {"allotments": [{"account": "A.HOUSE", "amount": "3500000.00"}] * 2},
            ["run.allotments[1].account"],
        ),
        (
            {"allotments": [{"asset": "NONE", **ALLOTTED[0]}]},
            ["run.allotments"],
        ),
        (
            {"trades": [{"outcome": "maybe"}]},
            [f"run.trades[0].{n}" for n in ("outcome", "seller", "buyer", "quantity", "amount")],
        ),
        (
            {
                "allotments": ALLOTTED,
                "trades": [
                    {
                        "outcome": "settles",
                        "seller": "B.HOUSE",
                        "buyer": "B.HOUSE",
                        "quantity": "1.00",
                        "amount": "0.00",
                    }
                ],
            },
            ["run.trades[0].amount", "run.trades[0].buyer", "run.trades[0].seller"],
        ),
        (
            {
                "allotments": ALLOTTED,
                "accounts": [{"code": "A.HOUSE", "kind": "house", "attributes": []}],
            },
            ["run.accounts"],
        ),
        (
            {"participants": [{"code": "FERRY", "licence": "BANK"}] * 2},
            ["run.participants[0].licence", "run.participants[1].code"],
        ),
        (
            {
                "participants": [
                    {"code": "CB", "licence": "CENTRAL_BANK"},
                    {"code": "BANK", "licence": "BANK"},
                ]
            },
            ["run.participants", "run.participants"],
        ),
    ],
)
def test_a_run_section_is_refused_with_every_path(
    tmp_path: Path, section: dict[str, Any], paths: list[str]
) -> None:
    assert refused(tmp_path, with_run(**section)) == paths


@pytest.mark.parametrize(
    ("terms", "paths"),
    [
        ({"decimals": 4}, ["terms.decimals"]),
        ({"cash_asset": "FERRY-2512"}, ["terms.cash_asset"]),
        ({"cash_asset": "A/B"}, ["terms.cash_asset"]),
        ({"cash_asset": "C" * 27}, ["terms.cash_asset"]),
        ({"suspense_account": "OTHER.SUSPENSE"}, ["terms.suspense_account"]),
        (
            {"interest_rate": "4,3", "step_months": "1"},
            ["terms.interest_rate", "terms.step_months"],
        ),
    ],
)
def test_terms_that_cannot_be_run_are_refused(
    tmp_path: Path, terms: dict[str, Any], paths: list[str]
) -> None:
    assert refused(tmp_path, changed(**terms)) == paths


@pytest.mark.parametrize("code", ["A/B", "C" * 27])
def test_a_code_that_the_ledger_would_not_take_is_refused(tmp_path: Path, code: str) -> None:
    assert refused(tmp_path, {**SMALL, "code": code}) == ["code"]


def test_a_cash_token_of_two_currencies_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, two(currency="USD")) == ["tranches[1].terms.cash_asset"]
    sheet = two(currency="USD", cash_asset="CASH")
    sheet["tranches"][0] = changed(cash_asset="CASH")
    assert refused(tmp_path, sheet) == ["tranches[1].terms.cash_asset"]


def test_an_allotment_with_separators_is_told_how_it_is_written(tmp_path: Path) -> None:
    allotted = [{"account": "A.HOUSE", "amount": "7,000,000.00"}]
    with pytest.raises(PrayaError) as problem:
        planned(tmp_path, with_run(allotments=allotted))
    assert '"7000000.00"' in str(problem.value.values["problems"][0])  # type: ignore[index]


def test_a_bond_is_not_paid_in_the_token_of_another_currency(tmp_path: Path) -> None:
    assert refused(tmp_path, changed(currency="USD")) == ["terms.cash_asset"]
    assert planned(tmp_path, changed(cash_asset="E-HKD")).cash_tokens == (("E-HKD", "HKD", 2),)


@pytest.mark.parametrize(
    ("licence", "paths"),
    [("BROKER", ["run.participants"]), ("SUPERVISOR", ["run.participants"] * 3)],
)
def test_an_issuer_that_may_not_issue_is_refused(
    tmp_path: Path, licence: str, paths: list[str]
) -> None:
    parties = [
        {"code": "CB", "licence": "CENTRAL_BANK"},
        {"code": "FERRY", "licence": licence},
        {"code": "BANK", "licence": "BANK"},
    ]
    assert refused(tmp_path, with_run(participants=parties)) == paths


def test_an_account_of_the_ledgers_own_is_refused(tmp_path: Path) -> None:
    account = {"code": "ISSUE:X", "kind": "house", "attributes": []}
    assert set(refused(tmp_path, with_run(accounts=[account]))) == {"run.accounts"}


def test_a_large_issue_has_cash_enough(tmp_path: Path) -> None:
    sheet = changed(aggregate_nominal="50000000000.00")
    plan = planned(tmp_path, sheet)
    assert plan.cash_limit("HKD") > 2 * 50_000_000_000_00
    assert planned(tmp_path, SMALL).cash_limit("HKD") == 10_000_000_000_00


def test_problems_of_terms_and_of_the_run_section_are_told_together(tmp_path: Path) -> None:
    sheet = {**changed(interest_rate="x"), "run": {"holders": 0, "agnet": ""}}
    assert refused(tmp_path, sheet) == ["terms.interest_rate", "run.agnet", "run.holders"]


@pytest.mark.parametrize("holders", ["15", "2000"])
def test_holders_among_whom_the_issue_cannot_be_divided_are_refused(
    tmp_path: Path, holders: str
) -> None:
    assert refused(tmp_path, SMALL, holders) == ["--holders"]


def test_several_tranches_have_holders_by_name_only(tmp_path: Path) -> None:
    small = {"specified_denomination": "10.00", "integral_multiple": "10.00"}
    sheet = two(**small)
    sheet["tranches"][0] = changed(**small)
    assert refused(tmp_path, sheet, "51") == ["--holders", "--holders"]
    assert len(planned(tmp_path, sheet, "50").tranches[1].allotments) == 50


def test_of_several_tranches_each_wish_names_its_bond(tmp_path: Path) -> None:
    section = {"allotments": [*ALLOTTED, {"asset": "OTHER", **ALLOTTED[0]}]}
    paths = refused(tmp_path, {**two(), "run": section})
    assert paths == ["run.allotments"]


def test_a_tranche_that_pays_on_a_day_the_ledger_is_closed_is_refused(tmp_path: Path) -> None:
    # 26 December 2025 is a banking day in New York, and a general holiday in Hong Kong
    sheet = two(calendar="USNY", maturity_date="2025-12-26", issue_date="2025-09-26")
    assert refused(tmp_path, sheet) == ["tranches[1].terms.calendar"]


def test_a_cash_token_is_no_bond_that_runs(tmp_path: Path) -> None:
    terms = {"currency": "HKD", "decimals": 2, "issue_limit": "1.00", "required_attributes": []}
    sheet = {"code": "HKD", "instrument": "cash_token", "terms": terms}
    assert refused(tmp_path, sheet) == ["instrument"]


@pytest.mark.parametrize(
    ("arguments", "code", "ends"),
    [
        (["no-such-scenario"], "SCENARIO_UNKNOWN", 2),
        (["no-such-file.json"], "FILE_UNREADABLE", 3),
        (["evergreen-2023", "--holders", "0"], "VALUE_REFUSED", 2),
        (["evergreen-2023", "--holders", "many"], "VALUE_REFUSED", 2),
        (["evergreen-2023", "--holders", "1000001"], "VALUE_REFUSED", 2),
        (["evergreen-2023", "--calendar", "no-such-file.json"], "FILE_UNREADABLE", 3),
        (["monthly-coupons", "--holders", "250001"], "SHEET_REFUSED", 3),
        (["evergreen-2023", "more"], "ARGUMENT_UNEXPECTED", 2),
        ([], "ARGUMENT_MISSING", 2),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh-HK"])
def test_what_cannot_be_run_makes_no_folder(
    tmp_path: Path, arguments: list[str], code: str, ends: int, language: str
) -> None:
    place = tmp_path / "run"
    ended = praya("run", *arguments, "--dir", str(place), "--json", "--lang", language)
    assert (ended.code, ended.data["error"]["code"]) == (ends, code)
    assert not place.exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"\xff\xfe", b'{"code": "A", "code": "B"}', b'{"run": 7}', b"null", b"7"],
)
def test_a_file_that_is_no_sheet_makes_no_folder(tmp_path: Path, content: bytes) -> None:
    file, place = tmp_path / "sheet.json", tmp_path / "run"
    file.write_bytes(content)
    ended = praya("run", str(file), "--dir", str(place), "--json")
    assert (ended.code, ended.data["error"]["code"]) == (3, "SHEET_REFUSED")
    assert not place.exists()


def test_a_sheet_of_an_unknown_calendar_makes_no_folder(tmp_path: Path) -> None:
    sheet = write(tmp_path, changed(calendar="MARS"))
    ended = praya("run", sheet, "--dir", str(tmp_path / "run"), "--json")
    assert (ended.code, ended.data["error"]["code"]) == (3, "SHEET_REFUSED")
    assert not (tmp_path / "run").exists()


def test_a_life_beyond_the_published_days_is_planned_by_weekend_and_says_so(tmp_path: Path) -> None:
    sheet = write(tmp_path, changed(maturity_date="2095-09-08", step_months=12))
    plan = plan_of(sheet, None, ())
    ((published, code),) = plan.provisional
    assert (published.code, code) == ("HKHK", "HKHK-PROVISIONAL")
    assert plan.calendar.code == plan.tranches[0].terms.calendar == code
    assert code in plan.tranches[0].fields.values()
    assert published.last_day < parse_day("2095-09-08") <= plan.calendar.last_day
    payments = plan.tranches[0].payments
    assert payments[-1].payment_date >= parse_day("2095-09-08")
    assert all(plan.calendar.is_business_day(one.payment_date) for one in payments)
    assert plan_of(write(tmp_path, SMALL), None, ()).provisional == ()


def test_a_long_joint_calendar_is_named_by_its_place(tmp_path: Path) -> None:
    joint = "HKHK+EUTA+USNY+HKHK+EUTA"
    sheet = changed(calendar=joint, issue_date="2028-12-06", maturity_date="2029-03-06")
    assert planned(tmp_path, sheet).calendar.code == "PROVISIONAL-1"


@pytest.mark.parametrize(
    ("issue", "following"), [("2025-09-06", "2025-09-08"), ("2025-10-01", "2025-10-02")]
)
def test_bonds_are_not_issued_on_a_closed_day(tmp_path: Path, issue: str, following: str) -> None:
    sheet = changed(issue_date=issue, stub="SHORT")
    assert refused(tmp_path, sheet) == ["terms.issue_date"]
    with pytest.raises(PrayaError) as problem:
        planned(tmp_path, sheet)
    assert following in str(problem.value.values["problems"][0])  # type: ignore[index]


def test_a_coupon_that_rounds_to_nothing_is_refused_before_anything_is_written(
    tmp_path: Path,
) -> None:
    sheet = write(tmp_path, changed(interest_rate="0.000000001"))
    ended = praya("run", sheet, "--dir", str(tmp_path / "run"), "--json")
    assert (ended.code, ended.data["error"]["code"]) == (3, "SHEET_REFUSED")
    (problem,) = ended.data["error"]["values"]["problems"]
    assert problem["field"] == "terms.interest_rate"
    assert not (tmp_path / "run").exists()


def test_a_folder_with_something_in_it_is_left_as_it_is(tmp_path: Path) -> None:
    sheet = write(tmp_path, SMALL)
    ended = praya("run", sheet, "--dir", str(tmp_path), "--json")
    assert ended.data["error"]["code"] == "FOLDER_NOT_EMPTY"
    assert [path.name for path in tmp_path.iterdir()] == ["sheet.json"]


def test_a_section_that_says_nothing_is_as_none() -> None:
    assert read_run_section({}) == read_run_section(None)
    assert read_run_section({})[1] == []


def test_a_cost_is_rounded_half_up(tmp_path: Path) -> None:
    price = planned(tmp_path, changed(issue_price="99.755")).tranches[0].price
    assert casting.cost_of(price, 100) == 100
    assert casting.cost_of(price, parse_amount("1000.00", 2)) == 99_755
    assert casting.cost_of(price, 1_000_00 + 200) == 99_955


def test_every_outcome_and_figure_has_its_words() -> None:
    keys = [key for key in TALK if key.startswith(("life.trade.", "life.figure."))]
    print(f"{len(keys)} keys")
    assert len(keys) == 16
