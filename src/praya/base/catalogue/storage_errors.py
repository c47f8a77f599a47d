"""The words of errors in what is kept: folders, disks, journals, snapshots, a node.

The words must not know who shows them or where.
"""

from praya.base.catalogue.entries import Entry, ExitClass, Words

STORAGE_ERRORS: dict[str, Words] = {
    "FOLDER_NOT_EMPTY": Words(
        Entry(
            "The folder of the new ledger is not empty: it holds {file}.",
            "A new ledger is made in a new or empty folder only, so that nothing is overwritten.",
            "Choose a new folder.",
        ),
        Entry(
            "新帳本的資料夾並非空置：內有 {file}。",
            "新帳本只會建立於新的或空置的資料夾，以免覆寫任何資料。",
            "請選用新的資料夾。",
        ),
        ExitClass.ENVIRONMENT,
    ),
    "LEDGER_MISSING": Words(
        Entry(
            "There is no ledger in this folder.",
            "It holds no genesis file.",
            "Check the path, or make a ledger in a new folder with: praya init",
        ),
        Entry(
            "此資料夾內沒有帳本。",
            "資料夾內沒有創世檔案。",
            "請檢查路徑，或以 praya init 在新資料夾內建立帳本。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "JOURNAL_DAMAGED": Words(
        Entry(
            "The journal is damaged: {file}, byte {offset}: {what}.",
            (
                "Bytes that were known to be durable have changed, so the history cannot be "
                "trusted there."
            ),
            "Do not write to this folder. Restore it from a verified copy, then run: praya verify",
        ),
        Entry(
            "日誌已損毀：{file}，第 {offset} 位元組：{what}。",
            "已確定穩妥保存的位元組曾被改動，該處的歷史不可信賴。",
            "請勿寫入此資料夾。請由經核實的副本還原，再執行 praya verify。",
        ),
        ExitClass.DAMAGED,
    ),
    "GENESIS_DAMAGED": Words(
        Entry(
            "The genesis (genesis.cbor) is damaged: {reason}.",
            "Its bytes do not follow the one form a genesis has.",
            "Restore the file from a copy; every participant of the ledger has the same one.",
        ),
        Entry(
            "創世檔案（genesis.cbor）已損毀：{reason}。",
            "其內容不符合創世檔案的唯一格式。",
            "請由副本還原該檔案；帳本的每個參與機構均持有相同檔案。",
        ),
        ExitClass.DAMAGED,
    ),
    "WRONG_CHAIN": Words(
        Entry(
            "This belongs to another ledger: chain id {found}, expected {expected}.",
            (
                "A file of one ledger stands where another's is expected, or the wrong file, "
                "folder or hash was named."
            ),
            "Compare the hash with the one you were given, and name the right file or folder.",
        ),
        Entry(
            "此項屬於另一帳本：鏈編號為 {found}，預期為 {expected}。",
            "該處的檔案屬於另一帳本，或所指定的檔案、資料夾或雜湊值有誤。",
            "請與所獲提供的雜湊值核對，並指定正確的檔案或資料夾。",
        ),
        ExitClass.DAMAGED,
    ),
    "VERIFICATION_FAILED": Words(
        Entry(
            "Verification failed at height {height}: {what}.",
            "Replaying the journal does not give what the ledger recorded.",
            (
                "Do not rely on this copy. Compare it with another participant's, and keep it as "
                "evidence."
            ),
        ),
        Entry(
            "高度 {height} 核實失敗：{what}。",
            "重演日誌所得結果與帳本的紀錄不符。",
            "請勿依賴此副本。請與其他參與機構的副本比對，並將其留作證據。",
        ),
        ExitClass.DAMAGED,
    ),
    "NODE_STOPPED": Words(
        Entry(
            "The node has stopped: {cause}.",
            (
                "It stops at the first sign of a fault, rather than go on with a state that may be "
                "wrong."
            ),
            "Cure the cause, then start it again: it reads back all it had acknowledged.",
        ),
        Entry(
            "節點已停止：{cause}。",
            "節點一發現故障跡象便會停止，而不會以可能有誤的狀態繼續運作。",
            "請排除成因後重新啟動：節點會讀回所有已確認的資料。",
        ),
        ExitClass.BUG,
    ),
    "SELF_CHECK_FAILED": Words(
        Entry(
            "The node did not start: its kernel failed its own check.",
            (
                "A golden batch gave {found} and must give {expected}. Compiled code that is stale "
                "or damaged, or a part of another version, would fork this ledger."
            ),
            "Remove the folder praya in your cache folder (on Linux ~/.cache) and start again. If "
            "it fails again, install Praya anew and report it with both values.",
        ),
        Entry(
            "節點未能啟動：其核心未能通過自我檢查。",
            "標準批次得出 {found}，應為 {expected}。編譯程式碼過時或損毀，或部件版本不符，"
            "都會令帳本分叉。",
            "請移除快取資料夾（Linux 為 ~/.cache）內的 praya 資料夾，然後重新啟動。若再次失敗，"
            "請重新安裝 Praya，並連同兩個數值回報。",
        ),
        ExitClass.BUG,
    ),
    "DISK_FAILED": Words(
        Entry(
            "The disk failed on {file} in {dir} ({action}): {reason}.",
            "The node stopped, so as not to acknowledge what may be lost.",
            (
                "Check the disk, then start again: what was acknowledged is read back from the "
                "journal."
            ),
        ),
        Entry(
            "磁碟處理 {dir} 內的 {file} 時發生故障（{action}）：{reason}。",
            "節點已停止，以免確認可能遺失的資料。",
            "請檢查磁碟，然後重新啟動：已確認的資料會由日誌讀回。",
        ),
        ExitClass.ENVIRONMENT,
    ),
    "DISK_FULL": Words(
        Entry(
            "The disk is full: {file} in {dir} could not be written.",
            "The journal is never shortened to make room.",
            "Free space on the disk, or move archived segments away, then start again.",
        ),
        Entry(
            "磁碟已滿：無法寫入 {dir} 內的 {file}。",
            "日誌絕不會為騰出空間而縮短。",
            "請騰出磁碟空間，或移走已封存的日誌段，然後重新啟動。",
        ),
        ExitClass.ENVIRONMENT,
    ),
    "FOLDER_READ_ONLY": Words(
        Entry(
            "The folder {dir} cannot be written.",
            "It is mounted read-only, or this user has no permission to write there.",
            "Change the permission or the mount, or choose another folder.",
        ),
        Entry(
            "無法寫入資料夾 {dir}。",
            "該資料夾以唯讀方式掛載，或本使用者無寫入權限。",
            "請更改權限或掛載方式，或選用另一資料夾。",
        ),
        ExitClass.ENVIRONMENT,
    ),
    "FOLDER_MISSING": Words(
        Entry(
            "There is no folder {dir}.",
            "The path is misspelt, or the disk is not mounted.",
            "Check the path, and that the disk is there.",
        ),
        Entry(
            "沒有資料夾 {dir}。",
            "路徑有誤，或磁碟並未掛載。",
            "請檢查路徑，並確定磁碟已接上。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "LEDGER_LOCKED": Words(
        Entry(
            "The ledger in {dir} is in use by process {pid}.",
            "One process at a time may write a ledger.",
            "Stop that process first, or use a command that only reads.",
        ),
        Entry(
            "{dir} 的帳本正由程序 {pid} 使用。",
            "同一時間只可由一個程序寫入帳本。",
            "請先停止該程序，或使用只作讀取的指令。",
        ),
        ExitClass.ENVIRONMENT,
    ),
    "JOURNAL_MISSING": Words(
        Entry(
            "The folder holds no journal.",
            "The journal is the only truth of a ledger; without it there is none.",
            "Check the folder, or restore the journal from a verified copy.",
        ),
        Entry(
            "該資料夾內沒有日誌。",
            "日誌是帳本唯一的依據；沒有日誌便沒有帳本。",
            "請檢查資料夾，或由經核實的副本還原日誌。",
        ),
        ExitClass.DAMAGED,
    ),
    "JOURNAL_EXISTS": Words(
        Entry(
            "The folder holds a journal already.",
            "A journal is never written over.",
            "Choose a new folder.",
        ),
        Entry(
            "該資料夾內已有日誌。",
            "日誌絕不會被覆寫。",
            "請選用新的資料夾。",
        ),
        ExitClass.ENVIRONMENT,
    ),
    "JOURNAL_OTHER_CHAIN": Words(
        Entry(
            "The journal belongs to another ledger: chain id {found}, not {expected}.",
            "A journal was put into the folder of another ledger, or the wrong folder was named.",
            "Name the right folder, or put back the journal that belongs there.",
        ),
        Entry(
            "日誌屬於另一帳本：鏈編號為 {found}，而非 {expected}。",
            "有日誌被放入另一帳本的資料夾，或指定了錯誤的資料夾。",
            "請指定正確的資料夾，或放回原屬該處的日誌。",
        ),
        ExitClass.DAMAGED,
    ),
    "JOURNAL_VERSION_UNKNOWN": Words(
        Entry(
            "{file} is of journal version {version}, which is not known here.",
            "This Praya reads version {known}; the journal was written by another.",
            "Open it with the Praya that wrote it, or with a newer one.",
        ),
        Entry(
            "{file} 的日誌版本為 {version}，此處並不認識。",
            "此 Praya 可讀版本 {known}；該日誌由另一版本寫成。",
            "請以寫成該日誌的 Praya 或較新版本開啟。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "RECORD_TOO_LARGE": Words(
        Entry(
            "A record of {bytes} bytes does not fit the journal.",
            "At most {bytes_max} bytes fit a segment of the size given when the ledger was made.",
            "Send smaller batches, or make the ledger with larger segments.",
        ),
        Entry(
            "{bytes} 位元組的紀錄無法放入日誌。",
            "按建立帳本時所訂的日誌段大小，最多可容 {bytes_max} 位元組。",
            "請發送較小的批次，或以較大的日誌段建立帳本。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "SEGMENT_SIZE_INVALID": Words(
        Entry(
            "Segments of {bytes} bytes cannot be used.",
            "A segment has {bytes_min} to {bytes_max} bytes, a multiple of 4096.",
            "Choose a size within these limits.",
        ),
        Entry(
            "不能採用 {bytes} 位元組的日誌段。",
            "日誌段須為 {bytes_min} 至 {bytes_max} 位元組，並為 4096 的倍數。",
            "請在此範圍內選擇大小。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "SNAPSHOT_DAMAGED": Words(
        Entry(
            "The snapshot {file} is damaged at byte {offset}.",
            "A digest in the file does not match its contents.",
            "Move the file away and start again: the state is rebuilt from the journal.",
        ),
        Entry(
            "快照 {file} 於第 {offset} 位元組損毀。",
            "檔案內的摘要與內容不符。",
            "請移走該檔案並重新啟動：狀態會由日誌重建。",
        ),
        ExitClass.DAMAGED,
    ),
    "SNAPSHOT_MISSING": Words(
        Entry(
            "There is no snapshot of height {height}.",
            "Only the newest two snapshots are kept.",
            "Choose a height that is there, or rebuild the state from the journal.",
        ),
        Entry(
            "沒有高度 {height} 的快照。",
            "只保留最新兩個快照。",
            "請選擇現有的高度，或由日誌重建狀態。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "SNAPSHOT_REFUSED": Words(
        Entry(
            "The snapshot is whole but holds no ledger: {reason}.",
            "Its parts do not fit each other, so it was not written by a node like this one.",
            "Remove it and start again: the journal rebuilds the state.",
        ),
        Entry(
            "快照完整，但內容並非帳本：{reason}。",
            "其各部分互不相符，並非由本節點一類的程式寫成。",
            "請將其移走後重新啟動：日誌會重建狀態。",
        ),
        ExitClass.DAMAGED,
    ),
    "SNAPSHOT_VERSION_UNKNOWN": Words(
        Entry(
            "{file} is of snapshot version {version}, which is not known here.",
            "This Praya reads version {known}; the snapshot was written by another.",
            (
                "Open it with the Praya that wrote it, or move it away: the journal rebuilds the "
                "state."
            ),
        ),
        Entry(
            "{file} 的快照版本為 {version}，此處並不認識。",
            "此 Praya 可讀版本 {known}；該快照由另一版本寫成。",
            "請以寫成該快照的 Praya 開啟，或將其移走：日誌可重建狀態。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "EXPORT_DAMAGED": Words(
        Entry(
            "The export {file} is damaged at byte {offset}.",
            "It was cut or altered on the way, or it is no export.",
            "Ask for the file again, and compare its size with that at the sender's.",
        ),
        Entry(
            "匯出檔案 {file} 於第 {offset} 位元組損毀。",
            "檔案在傳送途中被截斷或更改，或並非匯出檔案。",
            "請重新索取檔案，並與發送方核對檔案大小。",
        ),
        ExitClass.DAMAGED,
    ),
    "EXPORT_DIFFERS": Words(
        Entry(
            "The export {file} is not the file that was written: its digest does not match.",
            "It was cut or altered on the way; a digest cannot tell at which byte.",
            "Ask for the file again, and compare its size with that at the sender's.",
        ),
        Entry(
            "匯出檔案 {file} 與原先寫成的檔案不同：其摘要不符。",
            "檔案在傳送途中被截斷或更改；摘要無法顯示更改位於哪個位元組。",
            "請重新索取檔案，並與發送方核對檔案大小。",
        ),
        ExitClass.DAMAGED,
    ),
    "EXPORT_FAILED": Words(
        Entry(
            "The export {file} could not be written: {cause}.",
            "The folder is missing or full, or this user may not write there.",
            "Choose another place, or free space on the disk, then export again.",
        ),
        Entry(
            "無法寫入匯出檔案 {file}：{cause}。",
            "資料夾不存在、磁碟已滿，或本使用者無寫入權限。",
            "請選用另一位置或騰出磁碟空間，然後再次匯出。",
        ),
        ExitClass.ENVIRONMENT,
    ),
    "SKIP_REFUSED": Words(
        Entry(
            "The order to skip an envelope does not hold: {reason}.",
            (
                "Such an order names one envelope of one ledger and is signed by over two thirds "
                "of the operators."
            ),
            "Have the operators sign an order for this ledger, height and envelope.",
        ),
        Entry(
            "略過信封的指令不成立：{reason}。",
            "此類指令須指明一個帳本的一個信封，並由超過三分之二的營運者簽署。",
            "請由營運者就此帳本、高度及信封簽署指令。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "HEADER_REFUSED": Words(
        Entry(
            "The header of a block cannot be read: its {reason} is wrong.",
            "The bytes are not those that a ledger writes for a block.",
            "Restore the ledger or the proof from a verified copy.",
        ),
        Entry(
            "無法讀取區塊標頭：其 {reason} 有誤。",
            "該等位元組並非帳本為區塊寫出的內容。",
            "請由經核實的副本還原帳本或證明。",
        ),
        ExitClass.DAMAGED,
    ),
    "BLOCK_UNKNOWN": Words(
        Entry(
            "There is no block {height} on this ledger.",
            "Its last closed block is {last}.",
            "Choose a height up to {last}; the block after the genesis is the first.",
        ),
        Entry(
            "此帳本沒有區塊 {height}。",
            "其最後一個已結束的區塊為 {last}。",
            "請選擇不超過 {last} 的高度；創世之後的區塊為首個。",
        ),
        ExitClass.USAGE,
    ),
}
