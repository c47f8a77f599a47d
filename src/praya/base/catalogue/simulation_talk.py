"""The words of the simulator.

They must not know how they are shown.
"""

from typing import Final

SIMULATION_TALK: Final[dict[str, tuple[str, str]]] = {
    "sim.more": (
        "Each schedule is drawn from one number, lives through random requests and faults on a "
        "simulated machine, and is compared with an independent model after every step. "
        "It writes nothing but a temporary export.",
        "每個排程由一個數字產生，在模擬機器上經歷隨機的請求與故障，"
        "並於每步之後與獨立模型核對。除臨時匯出檔外，不寫入任何檔案。",
    ),
    "sim.seeds": ("How many schedules to run. Default: 20.", "執行的排程數目。預設：20。"),
    "sim.start": ("The number of the first schedule. Default: 0.", "首個排程的編號。預設：0。"),
    "sim.steps": ("Steps in each schedule. Default: 40.", "每個排程的步數。預設：40。"),
    "sim.only": (
        "Only these steps, by their places, or only these planted bugs; separated by commas.",
        "只執行所列位置的步驟，或只植入所列的錯誤；以逗號分隔。",
    ),
    "sim.canaries": (
        "Plant bugs instead, one after the other, and see that each is caught (slow).",
        "改為逐一植入錯誤，確認每一個都被發現（較慢）。",
    ),
    "sim.stage": ("Schedules", "排程"),
    "sim.stage_canaries": ("Planted bugs", "植入的錯誤"),
    "sim.schedules": ("Schedules", "排程"),
    "sim.count_steps": ("Steps", "步數"),
    "sim.envelopes": ("Envelopes answered as the model says", "答覆與模型相符的信封"),
    "sim.violations": ("Promises broken", "違反的承諾"),
    "sim.seconds": ("Seconds", "秒數"),
    "sim.faults": ("Faults that struck:", "發生的故障："),
    "sim.broken": ("Schedule {seed}: {what}", "排程 {seed}：{what}"),
    "sim.script": (
        "{kept} of its {steps} steps are enough for it:",
        "該排程 {steps} 個步驟之中，只需以下 {kept} 步便會重現：",
    ),
    "sim.script_line": ("  {place}: {step}", "  {place}：{step}"),
    "sim.canary": ("planted bug", "植入的錯誤"),
    "sim.canary_schedules": ("schedules", "排程"),
    "sim.canary_how": ("how it was noticed", "如何被發現"),
    "sim.canary_missed": ("not noticed", "未被發現"),
    "sim.caught": (
        "{caught} of {count} planted bugs were caught.",
        "植入 {count} 個錯誤，發現 {caught} 個。",
    ),
    "sim.fault_crash": ("the power goes", "電源中斷"),
    "sim.fault_torn_512": ("a write torn at 512 bytes", "寫入於 512 位元組處斷開"),
    "sim.fault_torn_4096": ("a write torn at 4,096 bytes", "寫入於 4,096 位元組處斷開"),
    "sim.fault_lost": ("writes lost that were not synchronised", "未同步的寫入遺失"),
    "sim.fault_reordered": ("writes kept in another order", "寫入以另一次序保留"),
    "sim.fault_write_error": ("a write fails", "寫入失敗"),
    "sim.fault_fsync_error": ("a synchronisation fails", "同步失敗"),
    "sim.fault_read_error": ("a read fails", "讀取失敗"),
    "sim.fault_full": ("the disk is full", "磁碟已滿"),
    "sim.fault_slow": ("the disk is slow", "磁碟緩慢"),
    "sim.fault_short_write": ("a write stops short", "寫入不足"),
    "sim.fault_short_read": ("a read stops short", "讀取不足"),
    "sim.fault_misdirected": ("a write lands elsewhere", "寫入落在別處"),
    "sim.fault_dropped": ("a write is reported and not done", "寫入已回報但未執行"),
    "sim.fault_bit_rot": ("a stored bit turns", "儲存的位元翻轉"),
    "sim.fault_old_snapshot": ("an old snapshot is put back", "舊快照被放回"),
    "sim.fault_snapshot_gone": ("a snapshot is gone", "快照不見"),
    "sim.fault_clock_forward": ("the clock jumps forward", "時鐘向前跳"),
    "sim.fault_clock_back": ("the clock jumps back", "時鐘向後跳"),
    "sim.fault_repeated": ("an envelope comes again", "信封重複到達"),
    "sim.fault_shuffled": ("envelopes come in another order", "信封以另一次序到達"),
    "sim.fault_mangled": ("an envelope is changed on the way", "信封在途中被改動"),
}
