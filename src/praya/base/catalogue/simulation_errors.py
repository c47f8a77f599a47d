"""Errors of the simulator: what, why and cure.

They must not know how they are shown.
"""

from typing import Final

from praya.base.catalogue.entries import Entry, ExitClass, Words

SIMULATION_ERRORS: Final[dict[str, Words]] = {
    "SIMULATION_VIOLATED": Words(
        Entry(
            "{count} of {schedules} schedules broke a promise.",
            "This is a fault of Praya itself, or of its simulator; no ledger of yours was touched.",
            "Repeat the first with: {command}",
        ),
        Entry(
            "{schedules} 個排程之中，有 {count} 個違反承諾。",
            "這是 Praya 本身或其模擬器的錯誤；你的帳本並未受影響。",
            "請以此指令重現首個排程：{command}",
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
