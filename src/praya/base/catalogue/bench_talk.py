"""The words of `praya bench`.

They must not know how they are shown.
"""

from typing import Final

BENCH_TALK: Final[dict[str, tuple[str, str]]] = {
    "bench.more": (
        "NAME is transfers: signed batches through the whole durable path, in turns with SQLite. "
        "It takes most of a minute and up to a gigabyte of disk, which it gives back.",
        "NAME 為 transfers：已簽署的批次走完整條持久寫入路徑，並與 SQLite 輪流量度。"
        "需時約一分鐘，暫用最多 1 GB 磁碟空間，完成後釋放。",
    ),
    "bench.accounts": (
        "Accounts to open and transfer between. Default: 1,000,000.",
        "開立並互相轉帳的帳戶數目。預設：1,000,000。",
    ),
    "bench.batches": (
        "Batches in a block, 1 to 16. Default: 16.",
        "每個區塊的批次數目，1 至 16。預設：16。",
    ),
    "bench.blocks": ("Blocks in a run. Default: 8.", "每輪的區塊數目。預設：8。"),
    "bench.seconds": (
        "How long to go on with runs; five are made in any case. Default: 12.",
        "持續量度的秒數；無論如何都會完成五輪。預設：12。",
    ),
    "bench.dir": (
        "The folder to measure in. Default: the system's temporary folder.",
        "進行量度的資料夾。預設：系統的暫存資料夾。",
    ),
    "bench.verify": (
        "Also verify the ledger folder afterwards, from its genesis (slower).",
        "完成後另由創世起核實帳本資料夾（較慢）。",
    ),
    "bench.stage_accounts": ("Opening accounts", "開立帳戶"),
    "bench.stage_funding": ("Funding accounts", "帳戶注資"),
    "bench.stage_runs": ("Measuring", "量度中"),
    "bench.stage_verify": ("Verifying the folder", "核實資料夾"),
    "bench.rate": ("Transfers a second, median [range]", "每秒轉帳數，中位數 [範圍]"),
    "bench.processor": ("Transfers a second of processor time", "每秒處理器時間轉帳數"),
    "bench.block": ("A block of batches, p50 / p99", "一個區塊的批次，p50 / p99"),
    "bench.batch": ("A batch alone, p50 / p99", "單一批次，p50 / p99"),
    "bench.baseline": ("{name}, transfers a second", "{name}，每秒轉帳數"),
    "bench.ratio": ("Ratio, median of neighbouring runs", "比率，相鄰輪次的中位數"),
    "bench.runs": ("Runs", "輪次"),
    "bench.opened": ("Accounts", "帳戶"),
    "bench.mode": ("Durability", "持久寫入方式"),
    "bench.suite": ("Signatures", "簽署"),
    "bench.fairness": (
        "The ledger checks two signatures a batch, keeps every transfer, and hashes every state. "
        "The baseline ({setting}) keeps balances only, unsigned, with one commit a batch.",
        "帳本逐批核實兩個簽署、保存每筆轉帳，並為每個狀態計算雜湊值。"
        "比較基準（{setting}）只保存結餘，不涉簽署，每批提交一次。",
    ),
    "bench.verified": (
        "Checked: sums, every acknowledged row, and the folder from its genesis.",
        "已核實：總和、每一確認的列，以及由創世起的整個資料夾。",
    ),
    "bench.unverified": (
        "Checked: sums and every acknowledged row. The folder was not verified: add --verify.",
        "已核實：總和及每一確認的列。未有核實資料夾：請加上 --verify。",
    ),
}
