"""Errors of backup, restore and `praya doctor`: what, why and cure.

They must not know how they are shown.
"""

from typing import Final

from praya.base.catalogue.entries import Entry, ExitClass, Words

BACKUP_ERRORS: Final[dict[str, Words]] = {
    "GENESIS_NEEDED": Words(
        Entry(
            "{file} is verified against a chain id, and none is given.",
            "A file can name any chain as its own: what it is held against comes from elsewhere.",
            "Add --genesis HEX: the chain id that praya export, praya backup or praya verify "
            "printed for it, from somebody you trust.",
        ),
        Entry(
            "核實 {file} 須對照鏈編號，但未有提供。",
            "檔案可自稱屬於任何一條鏈，故對照所用的鏈編號須來自別處。",
            "請加上 --genesis HEX，即 praya export、praya backup 或 praya verify LEDGER "
            "所列出的鏈編號，並由你信任的人提供。",
        ),
        ExitClass.USAGE,
    ),
    "BACKUP_DIFFERS": Words(
        Entry(
            "The backup ends at height {height} with header {found}, not with {expected}.",
            "It is an older backup, one of another ledger, or one that somebody made anew.",
            "Find the backup that belongs to this header hash, or compare the hash with the one "
            "that was printed when the backup was made.",
        ),
        Entry(
            "備份止於高度 {height}，標頭為 {found}，而非 {expected}。",
            "該備份較舊、屬於另一帳本，或曾被重新製作。",
            "請找出與此標頭雜湊值相符的備份，或與備份時列出的雜湊值核對。",
        ),
        ExitClass.DAMAGED,
    ),
    "PYTHON_UNTRIED": Words(
        Entry(
            "This is Python {found}, which Praya is not tested with.",
            (
                "It is tested with Python {first} to {last}; another may compile the kernel "
                "differently."
            ),
            "Install Praya under one of these versions.",
        ),
        Entry(
            "此為 Python {found}，Praya 未經此版本測試。",
            "Praya 以 Python {first} 至 {last} 測試；其他版本編譯核心的結果或有不同。",
            "請在上述版本之下安裝 Praya。",
        ),
        ExitClass.ENVIRONMENT,
    ),
    "PART_VERSION": Words(
        Entry(
            "The part {part} is version {found}, not {accepted}.",
            "Praya is tested with the versions it asks for; another may behave differently.",
            "Install Praya again, so that its parts are brought to the right versions.",
        ),
        Entry(
            "部件 {part} 的版本為 {found}，而非 {accepted}。",
            "Praya 以指定的版本測試；其他版本的表現或有不同。",
            "請重新安裝 Praya，使各部件採用正確版本。",
        ),
        ExitClass.ENVIRONMENT,
    ),
    "BYTE_ORDER_WRONG": Words(
        Entry(
            "This processor ({machine}) is big-endian.",
            (
                "Columns are written as they lie in memory, little-endian; here they would mean "
                "other numbers."
            ),
            "Use a little-endian machine, such as x86-64 or ARM64.",
        ),
        Entry(
            "此處理器（{machine}）採用大端序。",
            "各欄按記憶體內的小端序原樣寫出；在此會變成其他數字。",
            "請使用小端序的機器，例如 x86-64 或 ARM64。",
        ),
        ExitClass.ENVIRONMENT,
    ),
    "CORES_FEW": Words(
        Entry(
            "There is {cores} processor core; {wanted} are better.",
            "One core executes while another makes the next journal segment.",
            "It works, more slowly; give the machine another core.",
        ),
        Entry(
            "只有 {cores} 個處理器核心，宜有 {wanted} 個。",
            "一個核心執行時，另一個準備下一個日誌段。",
            "仍可運作，但較慢；宜為機器增加核心。",
        ),
        ExitClass.ENVIRONMENT,
    ),
    "MEMORY_SHORT": Words(
        Entry(
            "{available_mib} MiB of memory are available; {wanted_mib} MiB are better.",
            "All state lies in memory, and compiling the kernel takes some as well.",
            "Close other programs, or use a machine with more memory.",
        ),
        Entry(
            "可用記憶體為 {available_mib} MiB，宜有 {wanted_mib} MiB。",
            "全部狀態均存於記憶體，編譯核心亦須佔用記憶體。",
            "請關閉其他程式，或使用記憶體較多的機器。",
        ),
        ExitClass.ENVIRONMENT,
    ),
    "LOCALE_WITHOUT_CHINESE": Words(
        Entry(
            "This terminal's encoding is {encoding}, which has no Chinese characters.",
            "Names and summaries in Chinese are shown as escapes here.",
            "Set a UTF-8 locale, for example: export LC_ALL=C.UTF-8",
        ),
        Entry(
            "此終端機的編碼為 {encoding}，不含中文字元。",
            "中文名稱及摘要在此會以代碼顯示。",
            "請設定 UTF-8 區域設定，例如：export LC_ALL=C.UTF-8",
        ),
        ExitClass.ENVIRONMENT,
    ),
    "CODE_IN_MEMORY": Words(
        Entry(
            "Compiled code is kept in memory only.",
            "The cache folder cannot be written by this user, or others may write there.",
            "Make the cache folder (on Linux ~/.cache) writable for this user alone.",
        ),
        Entry(
            "已編譯的程式碼只存於記憶體。",
            "本使用者無法寫入快取資料夾，或他人可寫入該處。",
            "請使快取資料夾（Linux 為 ~/.cache）只供本使用者寫入。",
        ),
        ExitClass.ENVIRONMENT,
    ),
    "CODE_NOT_COMPILED": Words(
        Entry(
            "Nothing is compiled yet in {folder}.",
            "The first start after an installation or an upgrade compiles the kernel.",
            (
                "Nothing is to be done: the first command that needs it takes about half a "
                "minute longer."
            ),
        ),
        Entry(
            "{folder} 內尚無已編譯的程式碼。",
            "安裝或升級後首次啟動時會編譯核心。",
            "毋須採取行動：首個需要核心的指令會多用約半分鐘。",
        ),
        ExitClass.ENVIRONMENT,
    ),
    "CLOCK_IMPOSSIBLE": Words(
        Entry(
            "The clock of this machine says {now}.",
            (
                "That is before Praya was made, or generations ahead; envelopes would be expired "
                "or valid for ever."
            ),
            "Set the clock, and keep it right with NTP.",
        ),
        Entry(
            "此機器的時鐘顯示 {now}。",
            "該時間早於 Praya 面世或遠在未來；信封會變成已過期或永久有效。",
            "請校正時鐘，並以 NTP 保持準確。",
        ),
        ExitClass.ENVIRONMENT,
    ),
    "CLOCK_STEPPED": Words(
        Entry(
            "The clock was set by {ms} ms while it was watched.",
            "A clock that jumps makes block times jump; after a jump ahead they stand still.",
            "Let NTP slew the clock instead of stepping it.",
        ),
        Entry(
            "觀察期間，時鐘被調校了 {ms} 毫秒。",
            "時鐘跳動會令區塊時間跳動；向前跳動後，區塊時間會停頓。",
            "請以 NTP 逐步調校時鐘，切勿突然更改。",
        ),
        ExitClass.ENVIRONMENT,
    ),
    "CLOCK_BEHIND": Words(
        Entry(
            "The last block bears {block_time}, {ahead} ahead of this clock.",
            (
                "A run made it, which has a clock of its own, or a clock was or is wrong. "
                "Block time never goes back: until the clock has passed it, every block "
                "bears that time, and envelopes signed by this clock may be expired."
            ),
            (
                "For the ledger of a run there is nothing to do. Else compare the clock with NTP; "
                "if it is right, wait, or sign with a later time."
            ),
        ),
        Entry(
            "最後區塊的時間為 {block_time}，較此時鐘快 {ahead}。",
            (
                "該區塊由情景示範產生（示範自設時鐘），或當時或現時的時鐘有誤。區塊時間絕不倒退："
                "時鐘趕上之前，每個區塊均採用該時間，按此時鐘簽署的信封可能已過期。"
            ),
            (
                "如屬示範的帳本，無須處理。否則請以 NTP 核對時鐘；"
                "如時鐘無誤，請等候，或以較後的時間簽署。"
            ),
        ),
        ExitClass.ENVIRONMENT,
    ),
    "DISK_IN_MEMORY": Words(
        Entry(
            "{dir} lies in memory ({system}).",
            "What is written there is gone after a restart or a power cut.",
            "Put a ledger that is to last on a disk.",
        ),
        Entry(
            "{dir} 位於記憶體（{system}）。",
            "寫入該處的內容在重新啟動或斷電後便會消失。",
            "須長期保存的帳本請放在磁碟上。",
        ),
        ExitClass.ENVIRONMENT,
    ),
    "DISK_SLOW": Words(
        Entry(
            "A durable write takes {ms} ms here ({mode}); {wanted} ms or less is better.",
            "Every block waits for two of them.",
            "Use a disk with flash or a protected cache, or send larger blocks.",
        ),
        Entry(
            "此處每次持久寫入需時 {ms} 毫秒（{mode}），宜在 {wanted} 毫秒以內。",
            "每個區塊均須等候兩次寫入。",
            "請使用快閃磁碟或設有保護快取的磁碟，或提交較大的區塊。",
        ),
        ExitClass.ENVIRONMENT,
    ),
    "DISK_NOT_DIRECT": Words(
        Entry(
            "This file system ({system}) takes no direct writes; {mode} is used.",
            (
                "Writes go through the system's cache and are then forced out: as durable, but "
                "slower."
            ),
            "It works; for speed put the ledger on ext4 or XFS.",
        ),
        Entry(
            "此檔案系統（{system}）不支援直接寫入，改用 {mode}。",
            "寫入會先經過系統快取，再強制寫出：同樣持久，但較慢。",
            "仍可運作；如需提速，請將帳本放在 ext4 或 XFS 上。",
        ),
        ExitClass.ENVIRONMENT,
    ),
    "SPACE_SHORT": Words(
        Entry(
            "{free_mib} MiB are free: room for {segments} more journal segments.",
            "The journal is never shortened; without room the node refuses requests.",
            "Free space on the disk, or move archived segments away.",
        ),
        Entry(
            "剩餘空間 {free_mib} MiB，只可容納 {segments} 個日誌段。",
            "日誌絕不縮短；空間用盡時，節點會拒絕請求。",
            "請騰出磁碟空間，或移走已封存的日誌段。",
        ),
        ExitClass.ENVIRONMENT,
    ),
    "FOLDER_EXPOSED": Words(
        Entry(
            "Other users may write in {dir}: mode {mode}.",
            (
                "Whoever can write there can destroy the ledger; damage would be noticed, not "
                "undone."
            ),
            "Restrict it with: chmod 700 {dir}",
        ),
        Entry(
            "其他使用者可寫入 {dir}：權限為 {mode}。",
            "能寫入該處者可毀壞帳本；損毀會被發現，但無法復原。",
            "請以 chmod 700 {dir} 收緊權限。",
        ),
        ExitClass.ENVIRONMENT,
    ),
    "STOP_UNCLEAN": Words(
        Entry(
            (
                "The ledger was not stopped cleanly: {bytes} bytes are torn, {records} records "
                "are in a block not closed."
            ),
            (
                "Its process ended without a seal, as after a power cut. Nobody was told of what "
                "is torn."
            ),
            "Nothing is to be done: the next start cuts what is torn and closes the block.",
        ),
        Entry(
            "帳本並非正常停止：有 {bytes} 個位元組不完整，{records} 項紀錄所屬區塊尚未結束。",
            "其程序未經封存便終止，情況如同斷電。不完整的內容從未向任何人確認。",
            "毋須採取行動：下次啟動時會截去不完整的內容，並結束該區塊。",
        ),
        ExitClass.ENVIRONMENT,
    ),
    "SNAPSHOT_AHEAD": Words(
        Entry(
            "The newest snapshot is of height {newest}, and the journal ends at {last}.",
            "A snapshot is written after its block: the end of the journal is missing.",
            (
                "Do not write to this folder. Restore it from a backup, and compare with other "
                "participants."
            ),
        ),
        Entry(
            "最新快照的高度為 {newest}，而日誌止於 {last}。",
            "快照在其區塊之後寫成：日誌的末段已經缺失。",
            "請勿寫入此資料夾。請由備份還原，並與其他參與機構核對。",
        ),
        ExitClass.DAMAGED,
    ),
    "SNAPSHOT_OLD": Words(
        Entry(
            "The newest snapshot is of height {newest}, {behind} blocks behind.",
            "A start executes all blocks after the newest snapshot again, which takes time.",
            "Stop the ledger cleanly once: a snapshot is written then.",
        ),
        Entry(
            "最新快照的高度為 {newest}，落後 {behind} 個區塊。",
            "啟動時須重新執行最新快照之後的全部區塊，需時較長。",
            "請正常停止帳本一次，屆時會寫出快照。",
        ),
        ExitClass.ENVIRONMENT,
    ),
    "PROJECTION_UNUSABLE": Words(
        Entry(
            "The projection in {folder} is not that of this ledger, or not whole.",
            "It was made of another ledger or by another version, or a file in it was changed.",
            "Nothing is to be done: the next query makes it again from the journal.",
        ),
        Entry(
            "{folder} 內的查詢投影並不屬於此帳本，或並不完整。",
            "該投影由另一帳本或另一版本製成，或其中有檔案曾被更改。",
            "毋須採取行動：下次查詢時會由日誌重新製作。",
        ),
        ExitClass.ENVIRONMENT,
    ),
}
