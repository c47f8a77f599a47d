"""The words of backup, restore and `praya doctor`.

They must not know how they are shown.
"""

from typing import Final

BACKUP_TALK: Final[dict[str, tuple[str, str]]] = {
    "backup.more": (
        "DIR is the folder of a ledger, which may be in use; FILE is a new file. The backup holds "
        "all of it up to the last closed block; each block is executed again as it is written, and "
        "must give the same root. Keys are never in a backup: keep their folders apart.",
        "DIR 為帳本資料夾，可在使用當中；FILE 為新檔案。備份載有截至最後一個已結束區塊的全部內容；"
        "寫入時會重新執行每個區塊，所得根值必須相同。備份絕不包含密鑰：請另行保存密鑰資料夾。",
    ),
    "backup.progress": (
        "Backing up: height {height}, {envelopes} envelopes",
        "備份中：高度 {height}，{envelopes} 個信封",
    ),
    "backup.done": (
        "Backed up: every block executed again, every root the same.",
        "已備份：每個區塊均已重新執行，每個根值均相同。",
    ),
    "backup.keys": (
        "Keys are not in it: keep a copy of each key folder elsewhere, in a safe place.",
        "備份不含密鑰：請將每個密鑰資料夾的副本另存於安全地方。",
    ),
    "backup.next": (
        "Keep the header hash apart from the file. To restore: praya restore {file} NEWDIR --head "
        "{head}",
        "請將標頭雜湊值與檔案分開保存。還原方法：praya restore {file} NEWDIR --head {head}",
    ),
    "restore.more": (
        "FILE is a backup or an export, DIR a new folder. Everything is executed again and "
        "compared; the folder is there when all of it is whole, or not at all. Keys are not in a "
        "backup.",
        "FILE 為備份或匯出檔案，DIR 為新資料夾。一切均會重新執行並核實；全部無誤後資料夾才會出現，"
        "否則不留任何內容。備份不含密鑰。",
    ),
    "restore.head": (
        "Hash of the last header, as praya backup printed it: an older or another backup is "
        "refused.",
        "最後標頭的雜湊值，即 praya backup 所列出者；較舊或其他備份會被拒絕。",
    ),
    "restore.progress": (
        "Restoring: height {height}, {envelopes} envelopes",
        "還原中：高度 {height}，{envelopes} 個信封",
    ),
    "restore.done": (
        "Restored: every envelope, every header and every root as in the backup.",
        "已還原：每個信封、每個標頭、每個根值均與備份一致。",
    ),
    "restore.one_only": (
        "Only one folder of a ledger may go on. If another still exists, stop it for good before "
        "you write here: what was recorded there after the backup is not here.",
        "同一帳本只可有一個資料夾繼續運作。如另有資料夾，請先將其永久停用，然後才在此寫入："
        "備份之後在該處記錄的內容並不在此。",
    ),
    "doctor.days": ("{count} days", "{count} 日"),
    "doctor.seconds": ("{count} s", "{count} 秒"),
    "doctor.more": (
        (
            "DIR is the folder of a ledger; without it, the machine and the disk of the "
            "current folder are looked at. Nothing is changed, and a ledger in use is not "
            "disturbed. That every root is right, only praya verify tells."
        ),
        "DIR 為帳本資料夾；如不輸入，則檢查本機及現行資料夾的磁碟。"
        "不會更改任何內容，亦不會干擾使用中的帳本。每個根值是否正確，只有 praya verify 可以查明。",
    ),
    "doctor.keys_option": (
        "A key folder to look at, too; again for more.",
        "一併檢查的密鑰資料夾；可重複使用。",
    ),
    "doctor.working": ("Looking ...", "檢查中……"),
    "doctor.mark_fine": ("fine  ", "正常"),
    "doctor.mark_look": ("look  ", "注意"),
    "doctor.mark_broken": ("BROKEN", "故障"),
    "doctor.broken_none": (
        "Nothing is broken: {fine} fine, {look} to look at.",
        "沒有故障：{fine} 項正常，{look} 項須注意。",
    ),
    "doctor.broken_some": (
        "{broken} broken, {look} to look at, {fine} fine.",
        "{broken} 項故障，{look} 項須注意，{fine} 項正常。",
    ),
    "doctor.check_python": ("Python", "Python"),
    "doctor.check_parts": ("Parts", "部件"),
    "doctor.check_processor": ("Processor", "處理器"),
    "doctor.check_memory": ("Memory", "記憶體"),
    "doctor.check_locale": ("Locale", "區域設定"),
    "doctor.check_compiled": ("Compiled code", "已編譯程式碼"),
    "doctor.check_kernel": ("Kernel", "核心"),
    "doctor.check_durability": ("Durability", "持久寫入"),
    "doctor.check_space": ("Free space", "剩餘空間"),
    "doctor.check_folder": ("Folder", "資料夾"),
    "doctor.check_writer": ("Writer", "寫入程序"),
    "doctor.check_genesis": ("Genesis", "創世"),
    "doctor.check_journal": ("Journal", "日誌"),
    "doctor.check_stop": ("Last stop", "上次停止"),
    "doctor.check_block": ("Last block", "最後區塊"),
    "doctor.check_block_time": ("Block time", "區塊時間"),
    "doctor.check_snapshot": ("Snapshots", "快照"),
    "doctor.check_keys": ("Keys", "密鑰"),
    "doctor.check_clock": ("Clock", "時鐘"),
    "doctor.python_fine": ("{version}, {system}", "{version}，{system}"),
    "doctor.parts_fine": ("{parts}", "{parts}"),
    "doctor.processor_fine": (
        "{name}, {cores} cores, {features}",
        "{name}，{cores} 個核心，{features}",
    ),
    "doctor.memory_unknown": ("the system does not tell", "系統沒有提供"),
    "doctor.memory_fine": ("{mib} MiB available", "可用 {mib} MiB"),
    "doctor.locale_fine": ("{encoding}, {locale}", "{encoding}，{locale}"),
    "doctor.compiled_fine": ("{files} functions in {folder}", "{folder} 內有 {files} 個函數"),
    "doctor.kernel_fine": (
        "its golden batch gives its golden root ({ms} ms)",
        "標準批次得出標準根值（{ms} 毫秒）",
    ),
    "doctor.durability_fine": (
        "{mode} on {system}, {median} ms a write, at most {worst} ms",
        "{mode}，檔案系統 {system}，每次寫入 {median} 毫秒，最長 {worst} 毫秒",
    ),
    "doctor.space_fine": (
        "{mib} MiB, room for {segments} journal segments",
        "{mib} MiB，可容納 {segments} 個日誌段",
    ),
    "doctor.folder_fine": ("{folder}, mode {mode}", "{folder}，權限 {mode}"),
    "doctor.writer_some": ("process {pid} has it open", "程序 {pid} 正在使用"),
    "doctor.writer_none": ("nobody", "沒有"),
    "doctor.genesis_fine": ("{name}, chain id {chain}", "{name}，鏈編號 {chain}"),
    "doctor.journal_fine": (
        "{commits} commits, all whole, up to segment {segments} (of {mib} MiB each)",
        "每次提交均完整：{segments} 個日誌段（每段 {mib} MiB）共 {commits} 次",
    ),
    "doctor.stop_sealed": ("clean, with a seal", "正常，已封存"),
    "doctor.stop_in_use": ("it is in use", "正在使用"),
    "doctor.block_fine": (
        "height {height}, header hash {header}",
        "高度 {height}，標頭雜湊值 {header}",
    ),
    "doctor.block_none": (
        "none since the genesis (height {height})",
        "創世後尚無區塊（高度 {height}）",
    ),
    "doctor.block_time_fine": ("{time}, not ahead of the clock", "{time}，並無快於時鐘"),
    "doctor.snapshot_fine": (
        "{count}, the newest of height {newest}, {behind} blocks behind",
        "{count} 個，最新者高度 {newest}，落後 {behind} 個區塊",
    ),
    "doctor.snapshot_none": (
        "none yet; a start executes {behind} blocks",
        "尚無快照；啟動時須執行 {behind} 個區塊",
    ),
    "doctor.keys_fine": (
        "{folder}: {code}, whole, readable by its owner alone",
        "{folder}：{code}，完整，只有擁有者可讀取",
    ),
    "doctor.keys_locked": ("{folder}: guarded by a passphrase", "{folder}：受通行密語保護"),
    "doctor.clock_fine": ("{now}", "{now}"),
    "body.unknown": ("{name} is no field of this request", "{name} 並非此請求的欄位"),
    "body.expected": ("{name}: {expected}", "{name}：{expected}"),
    "body.hexadecimal": ("{example} (hex)", "{example}（十六進制）"),
    "body.several": ("{parts}", "{parts}"),
    "body.each_once": ("a list, each once, of: {words}", "清單，每項只列一次：{words}"),
    "body.one_of": ("one of: {words}", "以下其一：{words}"),
    "file.too_large": ("more than {bytes} bytes", "超過 {bytes} 位元組"),
    "file.not_json": (
        "it is no JSON from line {line}, column {column} on",
        "由第 {line} 行第 {column} 欄起並非 JSON",
    ),
    "file.not_utf8": ("it is no UTF-8 text from byte {byte} on", "由第 {byte} 位元組起並非 UTF-8"),
    "file.named_twice": ("a name stands twice in an object", "有名稱在同一物件內出現兩次"),
    "file.too_deep": ("it is nested too deep", "層數過多"),
    "suite.hybrid": (
        "HYBRID: Ed25519 and ML-DSA-65 together",
        "HYBRID：同時採用 Ed25519 及 ML-DSA-65",
    ),
    "suite.ed25519": ("ED25519: Ed25519 alone", "ED25519：只採用 Ed25519"),
    "file.no_calendar": (
        "it is no calendar: {field} is missing or of another form",
        "內容並非日曆：{field} 缺漏或格式有誤",
    ),
    "runtime.cold": (
        "Compiling the kernel, once after an installation or an upgrade: about half a minute ...",
        "正在編譯核心（安裝或升級後只需一次）：約需半分鐘……",
    ),
    "doctor.check_projection": ("Projection", "查詢投影"),
    "doctor.projection_none": ("none yet; the first query makes it", "尚無；首次查詢時會製作"),
    "doctor.projection_fine": (
        "{files} files, whole, of height {height}, {behind} blocks behind",
        "{files} 個檔案，完整，高度 {height}，落後 {behind} 個區塊",
    ),
}
