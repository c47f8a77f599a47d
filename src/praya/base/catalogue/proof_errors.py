"""Errors of `praya prove` and proof files: what, why and cure.

They must not know how they are shown.
"""

from typing import Final

from praya.base.catalogue.entries import Entry, ExitClass, Words

PROOF_ERRORS: Final[dict[str, Words]] = {
    "PROOF_REFUSED": Words(
        Entry(
            "This is no proof file as Praya writes it: {path}.",
            "A proof has exactly one spelling; a byte was changed, added or lost.",
            "Get the file again from whoever made it, unchanged.",
        ),
        Entry(
            "這不是 Praya 寫出的證明檔案：{path}。",
            "每項證明只有一種寫法；有位元組遭更改、增加或遺失。",
            "請向製作者重新索取未經更改的檔案。",
        ),
        ExitClass.DAMAGED,
    ),
    "PROOF_FAILED": Words(
        Entry(
            "The proof does not hold: {path}.",
            "What is stated there does not follow from the rest of the evidence.",
            "Do not rely on it. Ask for a new proof, from a ledger that verifies.",
        ),
        Entry(
            "證明不成立：{path}。",
            "該處所述不能由其餘證據得出。",
            "切勿依賴此證明。請由經核實的帳本重新取得證明。",
        ),
        ExitClass.DAMAGED,
    ),
    "PROOF_OTHER_HEAD": Words(
        Entry(
            "The hash {head} is not that of a block by which this proof can be trusted.",
            "It can be trusted by {found}.",
            (
                "Ask for a proof that goes to the block you trust (praya prove ... --through "
                "HEIGHT), or compare the hashes above with somebody you trust."
            ),
        ),
        Entry(
            "雜湊值 {head} 不屬於可令此證明獲得信任的區塊。",
            "可據以信任此證明的區塊為 {found}。",
            "請索取連結至你所信任區塊的證明（praya prove ... --through 高度），"
            "或將上述雜湊值與你信任的來源核對。",
        ),
        ExitClass.DAMAGED,
    ),
    "HOLDING_NOT_RECORDED": Words(
        Entry(
            "The holdings of {asset} at the close of {day} were never recorded.",
            (
                "A holding can be proven for a record date of a payment, and for a day for which "
                "it was asked before the day closed."
            ),
            (
                "For another day, let the issuer, a supervisor or an operator submit "
                "supervision.record_holdings with asset and date on that day; the next opening "
                "records it."
            ),
        ),
        Entry(
            "{asset} 於 {day} 收市時的持倉從未記錄。",
            "只有付款的紀錄日，或在該日收市前曾提出要求的日子，其持倉方可證明。",
            "如需其他日子，請由發行人、監管機構或營運者於當日提交 supervision.record_holdings，"
            "列明資產及日期；下次開啟營業日時即會記錄。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "HOLDING_DAY_OPEN": Words(
        Entry(
            "The holdings of {asset} at the close of {day} are not recorded yet.",
            "They will be, first thing when the next business day is opened.",
            "Try again after the opening (calendar.open_day), with the root attested.",
        ),
        Entry(
            "{asset} 於 {day} 收市時的持倉尚未記錄。",
            "下一個營業日開啟時，會首先予以記錄。",
            "請於開啟營業日（calendar.open_day）並核證樹根之後再試。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "HOLDING_NOT_ATTESTED": Words(
        Entry(
            "The holdings of {asset} at the close of {day} are recorded, but no root is attested.",
            "A proof leads to a root that stands on the ledger, and nobody has put it there yet.",
            (
                "Let the issuer, a supervisor or an operator sign supervision.attest_holdings with "
                "asset {asset}, date {day} and root {root}, and submit it."
            ),
        ),
        Entry(
            "{asset} 於 {day} 收市時的持倉已記錄，但尚未有樹根獲核證。",
            "證明須連至帳本上的樹根，而至今無人存入。",
            "請由發行人、監管機構或營運者簽署並提交 supervision.attest_holdings，"
            "資產為 {asset}，日期為 {day}，樹根為 {root}。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "HEIGHTS_OUT_OF_ORDER": Words(
        Entry(
            "Block {later} does not come after block {earlier}.",
            "A proof leads from a block to a later one of the same chain.",
            "Name two heights, the earlier first; one block alone is checked by its own hash.",
        ),
        Entry(
            "區塊 {later} 並非在區塊 {earlier} 之後。",
            "證明由一個區塊連至同一條鏈的較後區塊。",
            "請先列較早的高度，後列較後的高度；單一區塊以其雜湊值核實即可。",
        ),
        ExitClass.USAGE,
    ),
}
