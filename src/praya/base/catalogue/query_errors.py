"""Errors of projections and `praya sql`: what, why and cure.

They must not know how they are shown.
"""

from typing import Final

from praya.base.catalogue.entries import Entry, ExitClass, Words

QUERY_ERRORS: Final[dict[str, Words]] = {
    "QUERY_NOT_ONE": Words(
        Entry(
            "A query is one statement; {count} were given.",
            "Each answer is that of one statement, so that nothing runs unseen.",
            "Give one SELECT statement in quotes, such as: praya sql 'SELECT * FROM assets'",
        ),
        Entry(
            "每次查詢只可有一個陳述式；現輸入了 {count} 個。",
            "每個答覆對應一個陳述式，以免有陳述式在不知情下執行。",
            "請以引號括住一個 SELECT 陳述式，例如：praya sql 'SELECT * FROM assets'",
        ),
        ExitClass.BAD_INPUT,
    ),
    "QUERY_PIVOT_OPEN": Words(
        Entry(
            "A PIVOT must name the values that become columns.",
            "Without them DuckDB runs several statements to find them out; an answer is that of "
            "one statement.",
            "Name them: PIVOT (SELECT asset, amount FROM moves) ON asset IN ('HKD', 'USD') USING "
            "sum(amount); or write a column for each: "
            "SELECT sum(amount) FILTER (WHERE asset = 'HKD') AS hkd FROM moves",
        ),
        Entry(
            "PIVOT 須列明轉為欄位的值。",
            "如不列明，須先執行其他陳述式找出這些值；每個答覆只對應一個陳述式。",
            "請列明，例如各資產的金額："
            "PIVOT (SELECT ASSET, AMOUNT FROM MOVES) ON ASSET IN ('HKD', 'USD') USING "
            "SUM(AMOUNT)；或逐欄寫出："
            "SELECT SUM(AMOUNT) FILTER (WHERE ASSET = 'HKD') AS HKD FROM MOVES",
        ),
        ExitClass.BAD_INPUT,
    ),
    "QUERY_NOT_READING": Words(
        Entry(
            "A query only reads; this statement is of the kind {kind}.",
            "A projection is made from the journal and from nothing else, and its settings are "
            "locked.",
            "Ask with SELECT; write the answer to a file with --to.",
        ),
        Entry(
            "查詢只可讀取資料；此陳述式的類別為 {kind}。",
            "投影只由日誌產生，其設定亦已鎖定。",
            "請以 SELECT 查詢；如要將答覆寫入檔案，請用 --to。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "QUERY_REFUSED": Words(
        Entry(
            "The query cannot be answered: {said}",
            "DuckDB does not understand it as it stands. Similar names here: {near}.",
            "See the views and their columns in docs/reference/queries.md, or with: "
            "praya sql 'SHOW TABLES' --dir DIR and praya sql 'DESCRIBE moves' --dir DIR, "
            "where DIR is the folder that you asked.",
        ),
        Entry(
            "無法回答此查詢：{said}",
            "DuckDB 無法理解此查詢的寫法。名稱相近的有：{near}。",
            "各檢視表及其欄位詳見 docs/reference/queries.md，或執行："
            "praya sql 'SHOW TABLES' --dir DIR 及 praya sql 'DESCRIBE moves' --dir DIR，"
            "DIR 為所查詢的資料夾。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "QUERY_OUTSIDE": Words(
        Entry(
            "The query reaches for something outside the projection: {said}",
            "A query may read the files of its own projection, and nothing else of this computer "
            "or of the network.",
            "Ask the views; combine them with other data in a program that reads the file of --to.",
        ),
        Entry(
            "此查詢試圖存取投影以外的項目：{said}",
            "查詢只可讀取本身投影的檔案，不可存取本機或網絡的任何其他項目。",
            "請查詢各檢視表；如要與其他資料合併，請以其他程式讀取 --to 所寫的檔案。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "QUERY_TOO_LONG": Words(
        Entry(
            "The query was stopped at its limit of {seconds} s.",
            "A query has a limit of time, so that none runs for ever.",
            "Ask for less, for example one asset or one height, or give more time with --seconds.",
        ),
        Entry(
            "查詢達到 {seconds} 秒的時限，已被中止。",
            "查詢設有時限，以免無止境地執行。",
            "請收窄查詢範圍，例如只查一項資產或一個高度；或以 --seconds 延長時限。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "QUERY_TOO_LARGE": Words(
        Entry(
            "The query was stopped: it needs more than {memory} of memory.",
            "A query has a limit of memory and may not write to disk what does not fit.",
            "Ask for less: filter before joining and sorting, or add LIMIT.",
        ),
        Entry(
            "查詢被中止：所需記憶體超過 {memory}。",
            "查詢設有記憶體上限，容納不下的資料亦不可寫入磁碟。",
            "請收窄查詢範圍：先篩選，後合併和排序；或加上 LIMIT。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "PROJECTION_FOLDER_REFUSED": Words(
        Entry(
            "{folder} cannot hold the projection.",
            "It holds other files, or is the ledger's own folder or lies in or around it; a "
            "projection is replaced as a whole, and nothing else may be lost by that.",
            "Name a folder that is not there yet with --projection.",
        ),
        Entry(
            "{folder} 不可用來存放投影。",
            "該資料夾載有其他檔案，或即為帳本資料夾、位於其內或包含該資料夾；投影每次整個替換，"
            "不可因此失去其他檔案。",
            "請以 --projection 指定一個尚未存在的資料夾。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "PROJECTION_NOT_WRITTEN": Words(
        Entry(
            "The projection could not be written to {folder}: {cause}.",
            "The folder cannot be written, or the disk is full. The ledger is as it was.",
            "Make room, or name another folder with --projection.",
        ),
        Entry(
            "無法將投影寫入 {folder}：{cause}。",
            "該資料夾不可寫入，或磁碟已滿。帳本不受影響。",
            "請騰出空間，或以 --projection 指定另一個資料夾。",
        ),
        ExitClass.ENVIRONMENT,
    ),
    "ANSWER_FILE_REFUSED": Words(
        Entry(
            "The answer cannot be written to {file}.",
            "A file of an answer ends in .parquet or .csv, and is not there yet.",
            "Name a new file, such as --to answer.parquet",
        ),
        Entry(
            "無法將答覆寫入 {file}。",
            "答覆檔案的名稱須以 .parquet 或 .csv 結尾，而且尚未存在。",
            "請指定一個新檔案，例如 --to answer.parquet",
        ),
        ExitClass.BAD_INPUT,
    ),
}
