"""The words of the commands that make, write, read and verify a ledger.

They must not know how they are shown.
"""

from typing import Final

LEDGER_TALK: Final[dict[str, tuple[str, str]]] = {
    "fact.height": ("Height", "高度"),
    "fact.envelopes": ("Envelopes", "信封"),
    "fact.snapshots": ("Snapshots", "快照"),
    "fact.chain": ("Chain id", "鏈編號"),
    "fact.root": ("State root", "狀態根值"),
    "fact.header": ("Header hash", "標頭雜湊值"),
    "fact.supply": ("Supply", "流通量"),
    "fact.file": ("File", "檔案"),
    "fact.records": ("Records", "記錄"),
    "fact.bytes": ("Bytes", "位元組"),
    "fact.genesis": ("Genesis hash", "創世雜湊值"),
    "verify.more": (
        "PATH is the folder of a ledger, or an export with --genesis and the hash you were given "
        "by another way. Everything is executed again from the genesis.",
        "PATH 為帳本資料夾；或為匯出檔案，並以 --genesis 提供經另一途徑取得的雜湊值。"
        "一切均由創世起重新執行。",
    ),
    "verify.genesis": (
        "The hash of the genesis (chain id), in hex; needed for an export.",
        "創世雜湊值（鏈編號），以十六進制表示；驗證匯出檔案時必須提供。",
    ),
    "verify.verified": (
        "Verified: every byte, every envelope, every root.",
        "已驗證：每個位元組、每個信封、每個根值。",
    ),
    "verify.progress": (
        "Verifying: height {height}, {envelopes} envelopes",
        "驗證中：高度 {height}，{envelopes} 個信封",
    ),
    "verify.open_block": (
        "Note: block {height} is in the journal and not closed, as after a crash. Nobody was told "
        "of it; it was checked and is not counted. The next start closes it.",
        "注意：日誌內的區塊 {height} 尚未結束，情況如同系統中斷之後。該區塊未曾向任何人確認；"
        "已查核但不予計算。下次啟動時會將其結束。",
    ),
    "export.more": (
        "DIR is the folder of a ledger, FILE a new file. Whoever has the file and the hash of the "
        "genesis can check all of it with praya verify.",
        "DIR 為帳本資料夾，FILE 為新檔案。持有該檔案及創世雜湊值者，"
        "即可以 praya verify 查核全部內容。",
    ),
    "export.next": (
        "To check it: praya verify {file} --genesis {genesis}",
        "查核方法：praya verify {file} --genesis {genesis}",
    ),
}
