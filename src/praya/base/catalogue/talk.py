"""The words of commands and runs: help lines, headings and progress, in each language.

A key is `<command>.<what>`; a name in braces is filled with the value of that name. The words must
not know how they are shown.
"""

from typing import Final, NamedTuple

from praya.base.catalogue.backup_talk import BACKUP_TALK
from praya.base.catalogue.bench_talk import BENCH_TALK
from praya.base.catalogue.flaw_talk import FLAW_TALK
from praya.base.catalogue.ledger_talk import LEDGER_TALK
from praya.base.catalogue.life_talk import LIFE_TALK
from praya.base.catalogue.planted_storage_talk import PLANTED_STORAGE_TALK
from praya.base.catalogue.planted_talk import PLANTED_TALK
from praya.base.catalogue.proof_talk import PROOF_TALK
from praya.base.catalogue.query_talk import QUERY_TALK
from praya.base.catalogue.sheet_talk import SHEET_TALK
from praya.base.catalogue.simulation_talk import SIMULATION_TALK
from praya.base.catalogue.statement_talk import STATEMENT_TALK


class Talk(NamedTuple):
    """One sentence or label in each language."""

    english: str
    chinese: str


TALK: Final[dict[str, Talk]] = {
    **{key: Talk(*words) for key, words in BENCH_TALK.items()},
    **{key: Talk(*words) for key, words in FLAW_TALK.items()},
    **{key: Talk(*words) for key, words in LEDGER_TALK.items()},
    **{key: Talk(*words) for key, words in BACKUP_TALK.items()},
    **{key: Talk(*words) for key, words in LIFE_TALK.items()},
    **{key: Talk(*words) for key, words in PLANTED_TALK.items()},
    **{key: Talk(*words) for key, words in PLANTED_STORAGE_TALK.items()},
    **{key: Talk(*words) for key, words in PROOF_TALK.items()},
    **{key: Talk(*words) for key, words in QUERY_TALK.items()},
    **{key: Talk(*words) for key, words in SHEET_TALK.items()},
    **{key: Talk(*words) for key, words in SIMULATION_TALK.items()},
    **{key: Talk(*words) for key, words in STATEMENT_TALK.items()},
    "help.usage": Talk("Usage: ", "用法："),
    "help.options": Talk("Options", "選項"),
    "help.commands": Talk("Commands", "指令"),
    "help.arguments": Talk("[OPTIONS]", "[選項]"),
    "help.command_arguments": Talk("COMMAND ...", "指令 ..."),
    "help.help": Talk("Show this message and exit.", "顯示本說明並結束。"),
    "help.version": Talk("Show the version and exit.", "顯示版本並結束。"),
    "help.json": Talk(
        "Write data as JSON on standard output.",
        "以 JSON 格式將資料寫到標準輸出。",
    ),
    "help.lang": Talk(
        "Language of words: en or zh-HK. Default: LC_ALL, LC_MESSAGES or LANG.",
        "文字的語言：en 或 zh-HK。預設取自 LC_ALL、LC_MESSAGES 或 LANG。",
    ),
    "help.debug": Talk(
        "With an error, show the traceback too.",
        "發生錯誤時一併顯示追蹤紀錄。",
    ),
    "help.exits": Talk("Exit codes", "結束代碼"),
    "help.exit_0": Talk("Done.", "已完成。"),
    "help.exit_1": Talk("The ledger refused, with a status.", "帳本拒絕，並給出狀態。"),
    "help.exit_2": Talk("The command line is wrong.", "指令行有誤。"),
    "help.exit_3": Talk(
        "A file, folder, term sheet or envelope is wrong or not there.",
        "檔案、資料夾、條款書或信封有誤或不存在。",
    ),
    "help.exit_4": Talk("Damage was found, or a verification failed.", "發現損毀或核實失敗。"),
    "help.exit_5": Talk(
        "The machine: disk full, read-only, locked, a part missing.",
        "環境問題：磁碟已滿、唯讀、被鎖定或欠缺所需組件。",
    ),
    "help.exit_70": Talk("A fault of Praya itself.", "Praya 自身的程式錯誤。"),
    "help.exit_130": Talk("Stopped with Ctrl-C.", "以 Ctrl-C 停止。"),
    "praya.about": Talk(
        "Praya: an open ledger for regulated digital assets.",
        "Praya：受規管數碼資產的開放帳本。",
    ),
    "praya.first": Talk(
        "First steps: praya run evergreen-2023, then the praya verify command it prints.",
        "第一步：praya run evergreen-2023，然後執行其列出的 praya verify 指令。",
    ),
    "explain.more": Talk(
        "CODE is a status number such as 148, or a name such as EXCEEDS_AVAILABLE or DISK_FULL. "
        "Without CODE, all of them are listed.",
        "CODE 可為狀態編號（如 148），或名稱（如 EXCEEDS_AVAILABLE 或 DISK_FULL）。"
        "不輸入 CODE 則列出全部。",
    ),
    "text.bracketed": Talk("{text} ({detail})", "{text}（{detail}）"),
    "text.comma": Talk(", ", "、"),
    "text.told": Talk("{what}: {told}", "{what}：{told}"),
    "explain.status": Talk(
        "status {number}, exit code {ends}",
        "狀態 {number}，結束代碼 {ends}",
    ),
    "explain.error": Talk("error, exit code {ends}", "錯誤，結束代碼 {ends}"),
    "explain.code": Talk("Code", "代碼"),
    "explain.number": Talk("Number", "編號"),
    "explain.what": Talk("What it means", "意思"),
    "error.error": Talk("Error: ", "錯誤："),
    "error.refused": Talk("Refused by the ledger: ", "帳本拒絕："),
    "error.why": Talk("Why: {why}", "原因：{why}"),
    "error.cure": Talk("What to do: {cure}", "處理方法：{cure}"),
    "error.code": Talk("Code: {code}, exit code {ends}", "代碼：{code}，結束代碼 {ends}"),
    "error.none": Talk("none", "無"),
    "error.between": Talk(
        "a whole number from {least} to {most}",
        "由 {least} 至 {most} 的整數",
    ),
    "error.at_least": Talk("a whole number from {least} on", "{least} 或以上的整數"),
    "runtime.compiling": Talk(
        "The first time on a machine the kernel is compiled (half a minute to a minute) ...",
        "首次在本機執行，正在編譯核心（約半分鐘至一分鐘）……",
    ),
    "runtime.compiled": Talk(
        "  {count} functions compiled in {seconds} seconds ...",
        "  已編譯 {count} 個函數，用時 {seconds} 秒……",
    ),
    "runtime.late": Talk(
        "Note: a part of Praya was imported before {names}, so this run compiles in memory (a "
        "minute). Import those first, and compiled code is kept.",
        "注意：Praya 的其他部分先於 {names} 匯入，故是次執行會在記憶體內編譯（約需一分鐘）。"
        "請先匯入上述名稱，已編譯的程式碼便可保留。",
    ),
    "runtime.in_memory": Talk(
        "Note: {folder} cannot be used for compiled code, so this run compiles in memory "
        "(some seconds longer).",
        "注意：{folder} 不能存放已編譯的程式碼，故是次執行會在記憶體內編譯（需時多數秒）。",
    ),
}
