"""A life that goes on after its calendar ends: what the ledger follows, and what is said of it."""

from pathlib import Path

from run_cases import changed, praya, write

from praya.base.catalogue import TALK
from praya.cli import run

BEYOND = {"issue_date": "2027-12-09", "maturity_date": "2028-01-10"}
CODE = "HKHK-PROVISIONAL"


def test_the_ledger_follows_a_calendar_that_does_not_pass_for_the_published_one(
    tmp_path: Path,
) -> None:
    sheet, place = write(tmp_path, changed(**BEYOND, step_months=0)), tmp_path / "run"
    ended = praya("run", sheet, "--dir", str(place), "--lang", "zh-HK")
    assert ended.code == 0, ended
    last = {"calendar": "HKHK", "last": "2027-12-31", "provisional": CODE}
    said = TALK["life.days.provisional"].chinese.format(**last)
    assert "".join(said.split()) in "".join(ended.out.split())
    assert "2027-12-31" in ended.err
    held = praya("show", str(place / "ledger"), "asset", "FERRY-2512", "--json")
    assert f'"{CODE}"' in held.out
    assert '"HKHK"' not in held.out


def test_a_program_is_told_which_calendars_end_too_early(tmp_path: Path) -> None:
    sheet = write(tmp_path, changed(**BEYOND, step_months=0))
    ended = praya("run", sheet, "--dir", str(tmp_path / "run"), "--json")
    published = {"calendar": "HKHK", "first": "2022-01-01", "last": "2027-12-31"}
    assert ended.data["provisional"] == [published]
    days = {one["payment_date"] for one in ended.data["payments"]}
    assert days == {"2028-01-10"}


def test_an_issue_on_a_closed_day_makes_no_folder(tmp_path: Path) -> None:
    sheet = write(tmp_path, changed(issue_date="2025-09-06", stub="SHORT"))
    place = tmp_path / "run"
    assert run(["run", sheet, "--dir", str(place), "--json"]) == 3
    assert not place.exists()
