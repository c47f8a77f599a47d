"""The words of statuses 126 to 199: what state forbids a row and what funds allow.

It must not know who shows them or where.
"""

from praya.base.catalogue.entries import Entry, ExitClass, Words
from praya.base.status import Status

STATE_STATUSES: dict[Status, Words] = {
    Status.CREDIT_DIFFERS: Words(
        Entry(
            "The hold was made for another receiver.",
            "The position credited is not the one that the hold names.",
            "Credit the position named by the hold.",
        ),
        Entry(
            "該預留是為另一接收方而設。",
            "所貸記的持倉並非預留所指定的持倉。",
            "請貸記預留所指定的持倉。",
        ),
        ExitClass.REFUSED,
    ),
    Status.ASSETS_DIFFER: Words(
        Entry(
            "Debit and credit hold different assets.",
            "One asset cannot turn into another by a move.",
            "Choose two positions of the same asset.",
        ),
        Entry(
            "借方與貸方屬於不同資產。",
            "資產不會因轉撥而變成另一資產。",
            "請選用屬於同一資產的兩個持倉。",
        ),
        ExitClass.REFUSED,
    ),
    Status.ASSET_CLOSED: Words(
        Entry(
            "The asset is closed.",
            "It was redeemed or withdrawn; its positions no longer move.",
            "Nothing is to be done with this asset any more.",
        ),
        Entry(
            "該資產已終止。",
            "資產已贖回或撤回；其持倉不再變動。",
            "此資產已無需再作處理。",
        ),
        ExitClass.REFUSED,
    ),
    Status.ASSET_PAUSED: Words(
        Entry(
            "The asset is paused.",
            "Its issuer, a supervisor or a running change of many positions paused it.",
            "Send again when the pause is lifted.",
        ),
        Entry(
            "該資產已暫停。",
            "其發行人、監管機構或進行中的大量持倉變更令其暫停。",
            "請於解除暫停後再次發送。",
        ),
        ExitClass.REFUSED,
    ),
    Status.DEBIT_FROZEN: Words(
        Entry(
            "The position to debit is frozen.",
            "The account or position is under a freeze order.",
            "Have the freeze lifted by the authority that ordered it.",
        ),
        Entry(
            "借方持倉已被凍結。",
            "該帳戶或持倉正受凍結令約束。",
            "請由下令的機關解除凍結。",
        ),
        ExitClass.REFUSED,
    ),
    Status.CREDIT_FROZEN: Words(
        Entry(
            "The position to credit is frozen.",
            "The account or position is under a freeze order.",
            "Have the freeze lifted by the authority that ordered it, or pay elsewhere.",
        ),
        Entry(
            "貸方持倉已被凍結。",
            "該帳戶或持倉正受凍結令約束。",
            "請由下令的機關解除凍結，或轉至其他帳戶。",
        ),
        ExitClass.REFUSED,
    ),
    Status.CREDIT_INELIGIBLE: Words(
        Entry(
            "The receiver may not hold this asset.",
            "The account lacks an attribute that the asset requires, such as investor class.",
            "Have the attribute attested for the account, or choose an eligible receiver.",
        ),
        Entry(
            "接收方不符合持有此資產的資格。",
            "該帳戶欠缺資產所要求的屬性，例如投資者類別。",
            "請為該帳戶登記所需屬性，或選擇合資格的接收方。",
        ),
        ExitClass.REFUSED,
    ),
    Status.NOT_HOLDABLE: Words(
        Entry(
            "The account cannot hold this asset.",
            "The issuance account of an asset, or a closed account, takes no ordinary holding.",
            "Choose another account.",
        ),
        Entry(
            "該帳戶不能持有此資產。",
            "資產的發行帳戶或已結束的帳戶不可作一般持有之用。",
            "請選用另一帳戶。",
        ),
        ExitClass.REFUSED,
    ),
    Status.POSITION_EXISTS: Words(
        Entry(
            "The account already has a position in this asset.",
            "An account holds an asset in one position.",
            "Use the existing position.",
        ),
        Entry(
            "該帳戶已有此資產的持倉。",
            "每個帳戶就每項資產只有一個持倉。",
            "請使用現有持倉。",
        ),
        ExitClass.REFUSED,
    ),
    Status.TOO_MANY_POSITIONS: Words(
        Entry(
            "The account has too many positions.",
            "A change of the account rewrites each of them, so their number is limited.",
            "Spread the holdings over several accounts.",
        ),
        Entry(
            "該帳戶的持倉過多。",
            "帳戶的變更會改寫其每個持倉，故設有數目上限。",
            "請將持有量分散至數個帳戶。",
        ),
        ExitClass.REFUSED,
    ),
    Status.ISSUANCE_EXISTS: Words(
        Entry(
            "The asset already has its issuance position.",
            "Supply is counted in one position per asset.",
            "Use the existing issuance position.",
        ),
        Entry(
            "該資產已有發行持倉。",
            "每項資產的流通量只記於一個持倉。",
            "請使用現有的發行持倉。",
        ),
        ExitClass.REFUSED,
    ),
    Status.EVENT_EXISTS: Words(
        Entry(
            "The asset already has this event.",
            "Events are numbered once per asset, and the close of a day is recorded once.",
            (
                "Give the event another number; a record of holdings that was asked for already "
                "needs no second request."
            ),
        ),
        Entry(
            "該資產已有此事件。",
            "每項資產的事件編號只會使用一次，而每日收市持倉亦只記錄一次。",
            "請為事件採用另一編號；如已要求記錄持倉，無須再次提出。",
        ),
        ExitClass.REFUSED,
    ),
    Status.EVENT_DONE: Words(
        Entry(
            "The event was already carried out.",
            "An event of an asset is carried out once.",
            "Nothing is to be done: nobody was paid twice.",
        ),
        Entry(
            "該事件已經執行。",
            "每項資產的事件只會執行一次。",
            "毋須採取行動：並無重複付款。",
        ),
        ExitClass.REFUSED,
    ),
    Status.EVENT_NOT_CLOSING: Words(
        Entry(
            "The event does not end the holding.",
            "Only a redemption or conversion event may replace or burn a recorded holding.",
            "Use a closing event of the asset.",
        ),
        Entry(
            "該事件並不終止持有。",
            "只有贖回或轉換事件方可取代或註銷已記錄的持有量。",
            "請採用該資產的終止類事件。",
        ),
        ExitClass.REFUSED,
    ),
    Status.DATE_OUT_OF_ORDER: Words(
        Entry(
            "The date is out of order.",
            "Dates of the ledger only move forward, one after the other.",
            "Give the date that follows; for a record of holdings, the present business date.",
        ),
        Entry(
            "日期次序不符。",
            "帳本的日期只會逐一向前推進。",
            "請提供隨後的日期；如為持倉紀錄，請提供現時的營業日。",
        ),
        ExitClass.REFUSED,
    ),
    Status.DOCUMENT_CHANGED: Words(
        Entry(
            "The document was changed by somebody else in between.",
            "Its version on the ledger is not the version the request expects.",
            "Read the document again, repeat your change on the new version and sign.",
        ),
        Entry(
            "文件其間已被他人更改。",
            "帳本上的版本並非請求所預期的版本。",
            "請重新讀取文件，在新版本上重做更改並簽署。",
        ),
        ExitClass.REFUSED,
    ),
    Status.ATTESTATION_STALE: Words(
        Entry(
            "The attested fact is too old.",
            "Its validity ended before the block time, or a newer one replaced it.",
            "Have the provider attest it anew.",
        ),
        Entry(
            "核證的事實已過時。",
            "其有效期於區塊時間之前屆滿，或已有較新的核證。",
            "請由提供者重新核證。",
        ),
        ExitClass.REFUSED,
    ),
    Status.STATE_UNCHANGED: Words(
        Entry(
            "Nothing would change.",
            "What the row asks for is already so.",
            "Nothing is to be done.",
        ),
        Entry(
            "並無任何變更。",
            "該列所要求的狀況已經存在。",
            "毋須採取任何行動。",
        ),
        ExitClass.REFUSED,
    ),
    Status.EXCEEDS_HOLD: Words(
        Entry(
            "The amount is more than the hold has left.",
            "Part of the hold was posted before, or the amount is wrong.",
            "Post at most what is left of the hold.",
        ),
        Entry(
            "金額超出預留的餘額。",
            "部分預留先前已入帳，或金額有誤。",
            "入帳金額請以預留餘額為限。",
        ),
        ExitClass.REFUSED,
    ),
    Status.MANDATE_EXCEEDED: Words(
        Entry(
            "The amount is more than the mandate still allows.",
            "The limit in total or in this period would be passed.",
            "Move at most what is left, wait for the next period, or have the mandate raised.",
        ),
        Entry(
            "金額超出授權尚餘的限額。",
            "總限額或本期限額將被超出。",
            "請以餘下限額為限、等待下一期，或提高授權限額。",
        ),
        ExitClass.REFUSED,
    ),
    Status.OVERFLOW: Words(
        Entry(
            "A balance would be larger than the ledger can count.",
            "A sum would pass the range of a 64-bit amount.",
            "Check the amounts; use fewer decimals for assets of this size.",
        ),
        Entry(
            "結餘將超出帳本可計算的範圍。",
            "總和會超出 64 位元金額的範圍。",
            "請核對金額；如資產規模如此龐大，請採用較少的小數位數。",
        ),
        ExitClass.REFUSED,
    ),
    Status.EXCEEDS_ISSUE_LIMIT: Words(
        Entry(
            "More would be issued than the limit allows.",
            "Supply would pass the issue limit, which follows the attested reserve or the terms.",
            "Issue less, or have the limit raised by a new attestation or new terms.",
        ),
        Entry(
            "發行量將超出上限。",
            "流通量會超出發行上限；該上限取決於已核證的儲備或條款。",
            "請減少發行，或以新的核證或條款提高上限。",
        ),
        ExitClass.REFUSED,
    ),
    Status.EXCEEDS_AVAILABLE: Words(
        Entry(
            "There is not enough available to debit.",
            "The available balance, without what is on hold, is smaller than the amount.",
            "Fund the position, release a hold, or move a smaller amount.",
        ),
        Entry(
            "可用結餘不足。",
            "扣除預留金額後，可用結餘少於所需金額。",
            "請注入款項、解除預留，或減少金額。",
        ),
        ExitClass.REFUSED,
    ),
    Status.GROUP_FAILED: Words(
        Entry(
            "Another row of the same group was refused.",
            "The rows of a group succeed or fail together.",
            "Find the row of the group with its own reason, and cure that one.",
        ),
        Entry(
            "同組的另一列被拒絕。",
            "同組各列須同時成功或同時失敗。",
            "請找出該組內載有自身原因的列，並處理該列的問題。",
        ),
        ExitClass.REFUSED,
    ),
}
