"""The words of projections and `praya sql`.

They must not know how they are shown.
"""

from typing import Final

QUERY_TALK: Final[dict[str, tuple[str, str]]] = {
    "sql.more": (
        "SQL is one SELECT statement in quotes. The views and their columns: "
        "praya sql 'SHOW TABLES' --dir DIR, praya sql 'DESCRIBE moves' --dir DIR, "
        "docs/reference/queries.md.",
        "SQL 為以引號括住的一個 SELECT 陳述式。各檢視表及其欄位詳見："
        "praya sql 'SHOW TABLES' --dir DIR、praya sql 'DESCRIBE moves' --dir DIR、"
        "docs/reference/queries.md。",
    ),
    "sql.dir": (
        "The folder of the ledger, or of a run. Default: the current folder.",
        "帳本或情景的資料夾。預設：目前的資料夾。",
    ),
    "sql.to": (
        "Write the answer to this new file, .parquet or .csv.",
        "將答覆寫入此新檔案（.parquet 或 .csv）。",
    ),
    "sql.rows": (
        "Show at most so many rows; 0 for all. Default: 200.",
        "最多顯示的列數；0 為全部。預設：200。",
    ),
    "sql.seconds": (
        "Stop the query after so many seconds. Default: 60.",
        "查詢執行超過此秒數即中止。預設：60。",
    ),
    "sql.projection": (
        "Another folder for the projection. Default: beside the ledger.",
        "存放投影的另一個資料夾。預設：帳本資料夾旁。",
    ),
    "sql.cut": (
        "Only the first {rows} rows are shown. All of them: --rows 0, or --to FILE.parquet",
        "只顯示首 {rows} 列。如要全部：--rows 0 或 --to FILE.parquet",
    ),
    "sql.none": ("No rows.", "沒有符合的列。"),
    "sql.written": ("Rows written to {file}: {rows}", "已寫入 {file} 的列數：{rows}"),
    "project.more": (
        "The projection is the history of a ledger as Parquet files for praya sql. It is made "
        "from the journal, and made again to the same bytes whenever it is dropped.",
        "投影是帳本歷史的 Parquet 檔案，供 praya sql 查詢。投影由日誌產生；"
        "刪除後可隨時重建，每個位元組均相同。",
    ),
    "project.drop": ("Drop it first and make all of it again.", "先刪除投影，再全部重建。"),
    "project.progress": (
        "Projecting: height {height}, envelopes {envelopes}",
        "正在產生投影：高度 {height}，信封 {envelopes}",
    ),
    "project.made": (
        "The projection was made up to height {height}: {folder}",
        "投影已產生至高度 {height}：{folder}",
    ),
    "project.stands": ("Made now", "是否剛剛重建"),
    "project.folder": ("Projection", "投影"),
    "project.rows": ("Rows in {table}", "{table} 的列數"),
    "project.yes": ("yes", "是"),
    "project.no": ("no, it was up to date", "否，內容已是最新"),
}
