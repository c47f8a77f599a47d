"""The words of errors of the command line: usage, environment, interruption, a bug.

They must not know how a terminal shows them.
"""

from praya.base.catalogue.entries import Entry, ExitClass, Words

COMMAND_ERRORS: dict[str, Words] = {
    "COMMAND_UNKNOWN": Words(
        Entry(
            "There is no command called “{name}”.",
            "Commands with a similar name: {near}.",
            "See all commands with: praya --help",
        ),
        Entry(
            "沒有名為「{name}」的指令。",
            "名稱相近的有：{near}。",
            "請以 praya --help 查看所有指令。",
        ),
        ExitClass.USAGE,
    ),
    "OPTION_UNKNOWN": Words(
        Entry(
            "There is no option called “{name}” here.",
            "Options with a similar name: {near}.",
            "See the options with: {command} --help",
        ),
        Entry(
            "此處沒有名為「{name}」的選項。",
            "名稱相近的有：{near}。",
            "請以 {command} --help 查看選項。",
        ),
        ExitClass.USAGE,
    ),
    "ARGUMENT_MISSING": Words(
        Entry(
            "{name} is missing.",
            "{command} cannot do its work without it.",
            "See how to give it with: {command} --help",
        ),
        Entry(
            "欠缺 {name}。",
            "{command} 缺少此項便無法執行。",
            "請以 {command} --help 查看用法。",
        ),
        ExitClass.USAGE,
    ),
    "COMMAND_MISSING": Words(
        Entry(
            "No command was given.",
            "praya does one thing at a time, named by a command.",
            "See the commands with: praya --help",
        ),
        Entry(
            "未有輸入指令。",
            "praya 每次按指令執行一項工作。",
            "請以 praya --help 查看指令。",
        ),
        ExitClass.USAGE,
    ),
    "ARGUMENT_UNEXPECTED": Words(
        Entry(
            "{command} does not take “{extra}”.",
            "It was given more arguments than it has places for.",
            "Leave it out, or put a name with spaces in quotes; see: {command} --help",
        ),
        Entry(
            "{command} 不接受「{extra}」。",
            "所輸入的參數多於其可接受的數目。",
            "請刪去該參數，或以引號括住帶空格的名稱；詳見 {command} --help。",
        ),
        ExitClass.USAGE,
    ),
    "VALUE_REFUSED": Words(
        Entry(
            "The value given for {name} cannot be used.",
            "Accepted there: {accepted}.",
            "Give one of these; see: {command} --help",
        ),
        Entry(
            "{name} 的值不適用。",
            "此處接受：{accepted}。",
            "請改用可接受的值；詳見 {command} --help。",
        ),
        ExitClass.USAGE,
    ),
    "USAGE_REFUSED": Words(
        Entry(
            "The command line cannot be understood: {reason}",
            "An option or argument has a value that cannot be used there.",
            "See what is accepted with: {command} --help",
        ),
        Entry(
            "無法理解指令行：{reason}",
            "有選項或參數的值不適用。",
            "請以 {command} --help 查看可接受的用法。",
        ),
        ExitClass.USAGE,
    ),
    "CODE_UNKNOWN": Words(
        Entry(
            "There is no status or error called “{name}”.",
            "Similar names: {near}.",
            "List all of them with: praya explain",
        ),
        Entry(
            "沒有名為「{name}」的狀態或錯誤。",
            "名稱相近的有：{near}。",
            "請以 praya explain 列出全部。",
        ),
        ExitClass.USAGE,
    ),
    "ENVIRONMENT_FAILED": Words(
        Entry(
            "The operating system refused: {cause}.",
            "A file, the disk, the network or a permission was not as needed.",
            "Cure the cause and run the command again.",
        ),
        Entry(
            "作業系統拒絕執行：{cause}。",
            "檔案、磁碟、網絡或權限的狀況不符所需。",
            "請排除成因，然後再次執行指令。",
        ),
        ExitClass.ENVIRONMENT,
    ),
    "PART_MISSING": Words(
        Entry(
            "A part of this installation is missing: {part}.",
            "The command needs it, and it cannot be loaded.",
            "Install Praya again, with the extra that brings this part.",
        ),
        Entry(
            "此安裝欠缺一個組件：{part}。",
            "該指令需要此部分，但無法載入。",
            "請重新安裝 Praya，並加入提供此部分的附加套件。",
        ),
        ExitClass.ENVIRONMENT,
    ),
    "INTERRUPTED": Words(
        Entry(
            "Stopped, as you asked.",
            "Ctrl-C was pressed.",
            "Nothing is to be done: what was acknowledged is safe.",
        ),
        Entry(
            "已按你的要求停止。",
            "已按下 Ctrl-C。",
            "毋須採取行動：已確認的資料均妥善保存。",
        ),
        ExitClass.INTERRUPTED,
    ),
    "BUG_FOUND": Words(
        Entry(
            "Praya stopped on a fault of its own: {what}.",
            "Something that cannot happen happened, at {where}. Nothing was written after it.",
            (
                "Keep the data folder as it is, and send these lines with the output of the same "
                "command and --debug."
            ),
        ),
        Entry(
            "Praya 因自身的程式錯誤而停止：{what}。",
            "{where} 發生了不應發生的情況。其後並無寫入任何資料。",
            "請保持資料夾原狀，並將以上內容連同同一指令加上 --debug 的輸出一併提交。",
        ),
        ExitClass.BUG,
    ),
    "FILE_EXISTS": Words(
        Entry(
            "The file {file} exists already.",
            "A file is never written over by this command.",
            "Choose another name, or move the file away.",
        ),
        Entry(
            "檔案 {file} 已經存在。",
            "此指令絕不會覆寫檔案。",
            "請選用另一名稱，或移走該檔案。",
        ),
        ExitClass.ENVIRONMENT,
    ),
    "NAME_UNKNOWN": Words(
        Entry(
            "There is nothing called “{name}” on this ledger.",
            "Similar names there: {near}.",
            "Check the spelling; capital and small letters differ.",
        ),
        Entry(
            "此帳本沒有名為「{name}」的項目。",
            "帳本上名稱相近的有：{near}。",
            "請檢查拼寫；大小寫有別。",
        ),
        ExitClass.USAGE,
    ),
    "REQUEST_UNKNOWN": Words(
        Entry(
            "There is no request called “{name}”.",
            "Similar names: {near}.",
            "All requests with their fields are in the reference of requests.",
        ),
        Entry(
            "沒有名為「{name}」的請求。",
            "名稱相近的有：{near}。",
            "所有請求及其欄位載於請求參考文件。",
        ),
        ExitClass.USAGE,
    ),
    "ENVELOPE_UNKNOWN": Words(
        Entry(
            "Block {height} has no envelope {index}.",
            "It has {count}, counted from 0.",
            "See them with: praya show FOLDER block {height}",
        ),
        Entry(
            "區塊 {height} 沒有信封 {index}。",
            "該區塊有 {count} 個信封，由 0 起計。",
            "請以 praya show 資料夾 block {height} 查看。",
        ),
        ExitClass.USAGE,
    ),
    "SIGNING_DECLINED": Words(
        Entry(
            "Nothing was signed.",
            "You did not confirm the summary.",
            "Run the command again once the request says what you mean.",
        ),
        Entry(
            "並未簽署任何內容。",
            "你沒有確認摘要。",
            "請在請求內容無誤後再次執行指令。",
        ),
        ExitClass.INTERRUPTED,
    ),
}
