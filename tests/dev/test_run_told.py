"""How a run speaks at a terminal, what it refuses before it speaks, and where its queries are."""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from cli.screen_cases import on_screen
from run_cases import SMALL, Ended, praya, shown_commands, write

from praya.dev.commands import run as run_command
from praya.dev.commands.shown_queries import QUERIES_FILE, near

BARS = """
from praya.dev.commands.terminal import Terminal
from praya.dev.scenarios.teller import Teller
import time
teller = Teller(Terminal())
with teller.progress("Opening days", 3) as advance:
    for day in range(3):
        time.sleep(0.3)
        {told}
        advance(1)
        time.sleep(0.2)
teller.fact("after")
"""
NOTE = ("The terms are public", "條款屬公開資料")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ended, Path]:
    """A small run, started from the folder above its own."""
    above = tmp_path_factory.mktemp("above")
    sheet, before = write(above, SMALL), Path.cwd()
    os.chdir(above)
    try:
        ended = praya("run", sheet, "--dir", "lived")
    finally:
        os.chdir(before)
    assert ended.code == 0, ended
    return ended, above / "lived"


def test_what_is_told_while_a_bar_is_shown_starts_a_line_of_its_own() -> None:
    ways = 'teller.fact, teller.chapter, lambda text: teller.table(["x"], [[text]], ())'
    shown = on_screen(["-c", BARS.format(told=f"({ways})[day](f'day {{day}}')")], 80)
    assert shown.code == 0, shown
    assert shown.raw.count("Opening days") >= 3  # the bar was there before each
    lines = [line.strip() for line in shown.text.splitlines() if line.strip() not in ("", "x")]
    assert lines == ["day 0", "day 1", "day 2", "after"], shown.text


def test_a_bar_is_gone_where_the_work_ends_in_an_error() -> None:
    shown = on_screen(["-c", BARS.format(told="raise SystemExit(3)")], 80)
    assert (shown.code, shown.text.strip()) == (3, "")
    assert "Opening days" in shown.raw


def test_a_full_folder_is_refused_before_a_word_with_what_is_in_it(tmp_path: Path) -> None:
    sheet = write(tmp_path, SMALL)
    (tmp_path / "a").touch()
    ended = praya("run", sheet, "--dir", str(tmp_path))
    assert (ended.code, ended.out) == (5, "")
    assert ended.err.startswith("Error: ")
    assert "it holds a." in ended.err
    assert sorted(os.listdir(tmp_path)) == ["a", "sheet.json"]


@pytest.mark.parametrize("inside", ["", "deeper/still"])
def test_a_file_where_the_folder_should_be_is_called_a_file(tmp_path: Path, inside: str) -> None:
    sheet = write(tmp_path, SMALL)
    ended = praya("run", sheet, "--dir", str(Path(sheet) / inside), "--json")
    assert (ended.code, ended.data["error"]["code"]) == (5, "FILE_EXISTS")
    assert ended.data["error"]["values"] == {"file": sheet}
    assert os.listdir(tmp_path) == ["sheet.json"]


@pytest.mark.parametrize(("what", "count"), [("evergreen-2023", 1), ("monthly-coupons", 0)])
def test_only_a_run_with_public_terms_says_what_is_invented(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, count: int
) -> None:
    notes: list[str] = []
    monkeypatch.setattr(run_command, "run_life", lambda *_, note, **__: notes.append(note))
    for place, language in enumerate(("en", "zh-HK")):
        folder = str(tmp_path / language)
        assert praya("run", what, "--dir", folder, "--lang", language).code == 0
        assert notes[place].count(NOTE[place]) == count
    own = write(tmp_path, SMALL, "evergreen-2023.json")
    assert praya("run", own, "--dir", str(tmp_path / "own")).code == 0
    assert notes[2] == ""


def test_a_run_that_is_stopped_says_where_it_lies(tmp_path: Path) -> None:
    folder = tmp_path / "half"
    many = ["monthly-coupons", "--holders", "20000"]  # long enough for anybody to stop it
    arguments = ["-m", "praya", "run", *many, "--dir", str(folder)]
    shown = on_screen(arguments, 80, stop_at="T+1")
    assert shown.code == 130, shown
    assert shown.text.rstrip().endswith("the next try needs another folder.")
    assert str(folder) in shown.text
    assert "Traceback" not in shown.text
    assert (folder / "ledger").is_dir()


def test_the_queries_are_in_a_file_and_one_is_shown(told: tuple[Ended, Path]) -> None:
    ended, folder = told
    written = (folder / QUERIES_FILE).read_text(encoding="utf-8")
    commands = re.findall(r"^-- (?:\S*/)?praya sql .+$", written, re.MULTILINE)
    assert len(commands) == 12
    assert len(re.findall(r"^SELECT|^WITH", written, re.MULTILINE)) == 12
    shown = [line for line in shown_commands(ended.out) if line[0] == "sql"]
    assert [line[-1] for line in shown] == ["lived", "lived"]
    assert shown[0][1] in written
    assert "12 queries were run" in ended.out
    assert f"lived/{QUERIES_FILE}" in ended.out
    assert str(folder) not in ended.out


def test_every_query_of_the_file_can_be_pasted(told: tuple[Ended, Path]) -> None:
    written = (told[1] / QUERIES_FILE).read_text(encoding="utf-8")
    commands = shown_commands(written.replace("-- ", "    "))
    print(f"{len(commands)} commands")
    assert len(commands) == 12
    for line in commands:
        answered = praya(*line, "--json")
        assert answered.code == 0, answered


def test_a_run_of_one_bond_does_not_name_it_everywhere(told: tuple[Ended, Path]) -> None:
    assert "FERRY-2512: ALPHA" not in told[0].out
    assert "✓ " in told[0].out


def test_a_path_is_near_only_below_the_present_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    cases: dict[str, Any] = {"here/a/b": "a/b", "here": None, "hereafter/a": None, "a": None}
    for name, shown in cases.items():
        assert near(tmp_path / name) == (shown or str(tmp_path / name))
