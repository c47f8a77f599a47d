"""Errors of term sheets and cash flows: what, why and cure.

They must not know how they are shown.
"""

from typing import Final

from praya.base.catalogue.entries import Entry, ExitClass, Words

SHEET_ERRORS: Final[dict[str, Words]] = {
    "SHEET_REFUSED": Words(
        Entry(
            "{file} has problems: {problems}.",
            "A file must be whole and every term present, in range and in agreement.",
            "Correct each problem listed; the fields are in docs/reference/term-sheets.md.",
        ),
        Entry(
            "{file} 有以下問題：{problems}。",
            "檔案必須完整，每項條款均須齊備、在範圍之內並互相一致。",
            "請逐項更正所列問題；各欄位載於 docs/reference/term-sheets.md。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "CALENDAR_UNKNOWN": Words(
        Entry(
            "There is no calendar for “{calendar}”.",
            "The calendars that come with Praya, or were given, are: {known}.",
            "Correct the calendar in the term sheet, or give a calendar file with --calendar.",
        ),
        Entry(
            "沒有「{calendar}」的日曆。",
            "Praya 隨附或已提供的日曆包括：{known}。",
            "請更正條款書內的日曆，或以 --calendar 提供日曆檔案。",
        ),
        ExitClass.BAD_INPUT,
    ),
}
