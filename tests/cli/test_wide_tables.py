"""Tables at a terminal: no number and no date is cut, however narrow it is."""

from pathlib import Path

import pytest
from screen_cases import on_screen

SHEET = Path(__file__).parents[2] / "src/praya/dev/scenarios/evergreen-2023.json"
FIGURES = ("2023-02-16", "2024-02-15", "32,400,000.00", "832,400,000.00", "365/365")
TABLE = """
from praya.dev.commands.terminal import Terminal
rows = [["5,727,534.00", "2026-11-20", "" if number else "港元", "x" * {wide}]
        for number in range({count})]
Terminal("{language}").table(["Amount", "日期", "Currency", "Reference"], rows, (0,), {indent})
"""


def table(columns: int, *, wide: int, count: int, indent: int = 0, language: str = "en") -> str:
    code = TABLE.format(wide=wide, count=count, indent=indent, language=language)
    shown = on_screen(["-c", code], columns)
    assert shown.code == 0, shown
    return shown.text


@pytest.mark.parametrize("language", ["en", "zh-HK"])
@pytest.mark.parametrize("columns", [40, 80, 100])
def test_cash_flows_are_whole_in_any_terminal(columns: int, language: str) -> None:
    shown = on_screen(["-m", "praya", "cashflows", str(SHEET), "--lang", language], columns)
    assert shown.code == 0, shown
    for figure in FIGURES:
        assert figure in shown.text, (figure, shown.text)
    assert "…" not in shown.text


@pytest.mark.parametrize("language", ["en", "zh-HK"])
@pytest.mark.parametrize("columns", [80, 100])
def test_few_wide_rows_stand_a_field_a_line(columns: int, language: str) -> None:
    shown = table(columns, wide=columns, count=2, language=language)
    wide = "Reference  " + "x" * columns
    first = ["Amount     5,727,534.00", "日期       2026-11-20", "Currency   港元", wide]
    second = [first[0], first[1], wide]  # what is empty is left out
    assert shown.splitlines() == [*first, "", *second]


def test_many_wide_rows_overflow_but_are_whole() -> None:
    lines = table(80, wide=80, count=21).splitlines()
    assert len(lines) == 22
    assert all("5,727,534.00" in line and "x" * 80 in line for line in lines[1:])


def test_a_table_that_fits_to_the_last_column_stays_a_table() -> None:
    other = len("5,727,534.00  2026-11-20  Currency  ")
    fits, over = table(80, wide=80 - other, count=2), table(80, wide=81 - other, count=2)
    assert (len(fits.splitlines()), len(over.splitlines())) == (3, 8)
    assert table(80, wide=80 - other, count=2, indent=1).splitlines()[0].startswith(" Amount")


def test_a_table_without_rows_is_its_headings() -> None:
    assert table(20, wide=1, count=0).split() == ["Amount", "日期", "Currency", "Reference"]
