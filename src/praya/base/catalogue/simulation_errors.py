"""Errors of the simulator: what, why and cure.

They must not know how they are shown.
"""

from typing import Final

from praya.base.catalogue.entries import Entry, ExitClass, Words

SIMULATION_ERRORS: Final[dict[str, Words]] = {
    "SIMULATION_VIOLATED": Words(
        Entry(
            "{count} of {schedules} schedules broke a promise; schedule {seed}: {what}",
            "This is a fault of Praya itself, or of its simulator; no ledger of yours was touched.",
            "Repeat it with: {command}",
        ),
        Entry(
            "{schedules} 個排程之中，有 {count} 個違反承諾；排程 {seed}：{what}",
            "這是 Praya 本身或其模擬器的錯誤；你的帳本並未受影響。",
            "請以此指令重現：{command}",
        ),
        ExitClass.DAMAGED,
    ),
    "SIMULATION_FAULTS_MISSED": Words(
        Entry(
            "{schedules} schedules ran, and these faults never struck: {kinds}.",
            "In a run of this length every kind of fault must occur, or nothing is shown about it.",
            "Run more schedules with --seeds, or steps with --steps.",
        ),
        Entry(
            "已執行 {schedules} 個排程，但以下故障從未發生：{kinds}。",
            "如此長度的執行必須涵蓋每一種故障，否則對該故障毫無證明。",
            "請以 --seeds 增加排程，或以 --steps 增加步數。",
        ),
        ExitClass.DAMAGED,
    ),
    "SIMULATION_CANARIES_MISSED": Words(
        Entry(
            "{count} planted bugs were not noticed: {names}.",
            "A simulator that misses a planted bug would miss the same bug made by accident.",
            "Widen the requests and faults of the simulator until it notices them.",
        ),
        Entry(
            "有 {count} 個植入的錯誤未被發現：{names}。",
            "模擬器若漏掉植入的錯誤，亦會漏掉無意造成的同類錯誤。",
            "請擴闊模擬器的請求與故障，直至能發現這些錯誤。",
        ),
        ExitClass.DAMAGED,
    ),
    "WORKFLOW_VIOLATED": Words(
        Entry(
            "{count} of {schedules} schedules of the workflow broke a promise; schedule {seed}: "
            "{what}",
            "A promise of the workflow begins with its name: then the workflow asks for what it "
            "promised not to. Any other is a fault of Praya or its simulator.",
            "Repeat it with: {command}",
        ),
        Entry(
            "工作流程的 {schedules} 個排程之中，有 {count} 個違反承諾；排程 {seed}：{what}",
            (
                "以承諾名稱開首者，是工作流程提出了自己承諾不會提出的請求；"
                "其餘是 Praya 或其模擬器的錯誤。"
            ),
            "請以此指令重現：{command}",
        ),
        ExitClass.DAMAGED,
    ),
    "CANARY_UNKNOWN": Words(
        Entry(
            "There is no planted bug called “{name}”.",
            "Similar names: {near}.",
            "See all of them with: praya sim --canaries --list",
        ),
        Entry(
            "沒有名為「{name}」的植入錯誤。",
            "名稱相近的有：{near}。",
            "請以 praya sim --canaries --list 查看全部。",
        ),
        ExitClass.USAGE,
    ),
    "WORKFLOW_NOT_PLANTED": Words(
        Entry(
            "Planted bugs are not tried with a workflow of one's own.",
            "They are put into Praya itself, and its own requests must notice them.",
            "Leave out --workflow, or --canaries and --list.",
        ),
        Entry(
            "植入的錯誤不與自訂的工作流程一併測試。",
            "這些錯誤植入 Praya 本身，須由其標準請求發現。",
            "請略去 --workflow，或略去 --canaries 及 --list。",
        ),
        ExitClass.USAGE,
    ),
    "WORKFLOW_NOT_LOADED": Words(
        Entry(
            "The workflow file {file} cannot be run: {problem}.",
            "The file is run as Python before any schedule begins, and it stopped.",
            "Run the file by itself with Python until it ends without an error.",
        ),
        Entry(
            "無法執行工作流程檔案 {file}：{problem}。",
            "任何排程開始之前，會先執行該檔案，而檔案在執行中途停止。",
            "請先單獨執行該檔案，直至沒有錯誤為止。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "WORKFLOW_MISSING": Words(
        Entry(
            "The file {file} has no Workflow named {name}. Workflows in it: {there}.",
            "What is run is a Workflow of praya.testing that stands in the file under that name.",
            "Write {name} = Workflow(...) in the file, or name another with FILE:NAME.",
        ),
        Entry(
            "檔案 {file} 內沒有名為 {name} 的工作流程。檔案內的工作流程：{there}。",
            "所執行的，是檔案內以該名稱定義的工作流程。",
            "請在檔案內定義 {name}，或在檔案名稱後加冒號，指明另一名稱。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "WORKFLOW_REFUSED": Words(
        Entry(
            "The workflow's {field} is not what a workflow takes.",
            "recipes are pairs of a function and a whole weight from 1, at least one; promises are "
            "functions; setup is of requests or functions; wrong_share is from 0 to 1.",
            "Correct {field} where the Workflow is made.",
        ),
        Entry(
            "工作流程的 {field} 不符合要求。",
            "配方須為函數及權重（不小於 1 的整數）的組合，且最少一項；承諾須為函數；"
            "前置部分須為請求或函數；錯誤請求的比例須介乎 0 與 1 之間。",
            "請在定義工作流程之處改正 {field}。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "WORKFLOW_SETUP_REFUSED": Words(
        Entry(
            "Request {place} of the workflow's setup ({verb}) was refused: {status}.",
            "Everything in setup is applied, in order, before a schedule begins.",
            "See what it means with: praya explain {status}",
        ),
        Entry(
            "工作流程前置部分的第 {place} 個請求（{verb}）被拒絕：{status}。",
            "前置部分的請求，須於排程開始之前依次全部執行。",
            "請以此指令查看其含義：praya explain {status}",
        ),
        ExitClass.REFUSED,
    ),
    "WORKFLOW_FAILED": Words(
        Entry(
            "{name} failed in schedule {seed}: {problem}.",
            "A recipe, a promise or the setup of the workflow is wrong in itself; nothing is said "
            "about the ledger.",
            "Mend {name}, and run that schedule alone with --seeds 1 --start {seed}.",
        ),
        Entry(
            "{name} 於排程 {seed} 中出錯：{problem}。",
            "這是工作流程的配方、承諾或前置部分本身的錯誤，與帳本無關。",
            "請修正 {name}，再以 --seeds 1 --start {seed} 單獨執行該排程。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "WORKFLOW_ANSWER_REFUSED": Words(
        Entry(
            "{name} gave {given} in schedule {seed}; accepted: {accepted}.",
            "A recipe gives a Request or raises NothingToAskError; a promise gives None, or a "
            "sentence that says what is broken.",
            "Mend {name}, and run that schedule alone with --seeds 1 --start {seed}.",
        ),
        Entry(
            "{name} 於排程 {seed} 中傳回 {given}；可接受：{accepted}。",
            "配方須傳回請求，或表示沒有請求可提；承諾須傳回空值，或一句說明違反之處的文字。",
            "請修正 {name}，再以 --seeds 1 --start {seed} 單獨執行該排程。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "WORKFLOW_NOT_REPEATED": Words(
        Entry(
            "Schedule {seed} went another way when it was run again.",
            "A recipe or a promise draws on something beside its scene: another generator, the "
            "time, or what an earlier call left behind.",
            "Draw from scene.random alone, take the time from scene.now_ms, and keep nothing "
            "between calls.",
        ),
        Entry(
            "排程 {seed} 再次執行時，結果不同。",
            "配方或承諾使用了場景以外的資料：其他亂數、時間，或之前呼叫留下的內容。",
            "亂數只可取自 scene.random，時間只可取自 scene.now_ms，各次呼叫之間不可保留任何內容。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "WORKFLOW_UNTRIED": Words(
        Entry(
            "In {schedules} schedules, no request of these recipes was ever applied: {names}.",
            "What was always refused has not been tried, and its promises are kept by chance.",
            "Give what they need in setup, and look at the names they use; then run again.",
        ),
        Entry(
            "在 {schedules} 個排程之中，以下配方的請求從未獲執行：{names}。",
            "一直被拒絕的請求等於沒有試過，有關承諾只是碰巧未被違反。",
            "請在前置部分提供其所需內容，並檢查所用名稱，然後再執行一次。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "WORKFLOW_SILENT": Words(
        Entry(
            "No recipe of the workflow found anything to ask in {schedules} schedules.",
            "Promises about a ledger of which nothing is asked would be kept by any workflow.",
            "Put into setup what the recipes look for, or let them look for what is there.",
        ),
        Entry(
            "在 {schedules} 個排程之中，工作流程的配方從未提出任何請求。",
            "帳本若沒有收到請求，任何工作流程都不會違反承諾，結果毫無意義。",
            "請在前置部分加入配方所需的內容，或讓配方按現有內容提出請求。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "SELFTEST_VIOLATED": Words(
        Entry(
            "The self test found {count} broken promises, in: {parts}.",
            "This is a fault of Praya itself, of its tests, or of this machine; no ledger of yours "
            "was touched.",
            "Repeat the first with: {command}",
        ),
        Entry(
            "自我測試發現 {count} 項違反承諾，所屬部分：{parts}。",
            "這是 Praya 本身、其測試或這部機器的錯誤；你的帳本並未受影響。",
            "請以此指令重現首項：{command}",
        ),
        ExitClass.DAMAGED,
    ),
}
