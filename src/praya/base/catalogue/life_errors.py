"""Errors of the life of a bond, run from a term sheet: what, why and cure.

They must not know how they are shown.
"""

from typing import Final

from praya.base.catalogue.entries import Entry, ExitClass, Words

LIFE_ERRORS: Final[dict[str, Words]] = {
    "FIGURE_DIFFERS": Words(
        Entry(
            "The ledger's journal gives another figure than the run for: {figures}.",
            "Every figure that a run prints is asked again of the journal, and must be the same.",
            "This is a fault of Praya: keep the folder {dir} and report it.",
        ),
        Entry(
            "帳本日誌得出的數字與執行結果不同：{figures}。",
            "執行所列的每項數字均會向日誌重新查詢，兩者必須相同。",
            "這是 Praya 的錯誤：請保留資料夾 {dir} 並回報。",
        ),
        ExitClass.DAMAGED,
    ),
    "RUN_INTERRUPTED": Words(
        Entry(
            "Stopped, as you asked. The half-made run lies in {dir}; the next try needs another "
            "folder.",
            "Ctrl-C was pressed.",
            "Run it again with another --dir, or with none; {dir} may be deleted.",
        ),
        Entry(
            "已按你的要求停止。未完成的執行結果留在 {dir}；再次執行須使用另一資料夾。",
            "你在執行期間將其中斷。",
            "請以 --dir 指定另一資料夾（或不指定）再次執行；{dir} 可以刪除。",
        ),
        ExitClass.INTERRUPTED,
    ),
}
