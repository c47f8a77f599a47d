"""The words of statuses 100 to 125: the form of a row, what it names and who may ask.

It must not know who shows them or where.
"""

from praya.base.catalogue.entries import Entry, ExitClass, Words
from praya.base.status import Status

ROW_STATUSES: dict[Status, Words] = {
    Status.OPERATION_UNKNOWN: Words(
        Entry(
            "The ledger does not know this operation.",
            "The operation number is not one of the protocol version in force.",
            "Build the rows with the Praya client of the matching version.",
        ),
        Entry(
            "帳本不認識此操作。",
            "操作編號不屬於現行協定版本。",
            "請以版本相符的 Praya 客戶端製作各列。",
        ),
        ExitClass.REFUSED,
    ),
    Status.OPERATION_NOT_PERMITTED: Words(
        Entry(
            "This operation may not be sent this way.",
            "Signed batches carry moves and holds only; the rest comes from requests.",
            "Send the request that has this effect instead.",
        ),
        Entry(
            "此操作不得以此方式發送。",
            "已簽署的批次只可載有轉撥及預留；其他操作須經請求產生。",
            "請改為發送具此效果的請求。",
        ),
        ExitClass.REFUSED,
    ),
    Status.OPERANDS_MALFORMED: Words(
        Entry(
            "The operands of the operation are not well formed.",
            "A value is missing, spare or outside its limits.",
            "Build the rows with the Praya client, then sign again.",
        ),
        Entry(
            "操作的運算元格式不正確。",
            "有數值缺漏、多餘或超出限制。",
            "請以 Praya 客戶端製作各列，再重新簽署。",
        ),
        ExitClass.REFUSED,
    ),
    Status.AMOUNT_NOT_POSITIVE: Words(
        Entry(
            "The amount is zero or negative.",
            "Every amount on the ledger moves from debit to credit, so it must be positive.",
            "Give a positive amount; to move the other way, swap debit and credit.",
        ),
        Entry(
            "金額為零或負數。",
            "帳本上的金額均由借方轉至貸方，故必須為正數。",
            "請輸入正數金額；如要反方向轉撥，請對調借方及貸方。",
        ),
        ExitClass.REFUSED,
    ),
    Status.SAME_POSITION: Words(
        Entry(
            "Debit and credit are the same position.",
            "A move from a position to itself has no meaning.",
            "Correct the debit or the credit.",
        ),
        Entry(
            "借方與貸方為同一持倉。",
            "由同一持倉轉至其本身並無意義。",
            "請更正借方或貸方。",
        ),
        ExitClass.REFUSED,
    ),
    Status.PARTICIPANT_NOT_FOUND: Words(
        Entry(
            "The row names an institution that is not on this ledger.",
            "No institution has this number.",
            "Correct the reference and sign again.",
        ),
        Entry(
            "該列所列的機構不在本帳本上。",
            "沒有機構採用此編號。",
            "請更正引用並重新簽署。",
        ),
        ExitClass.REFUSED,
    ),
    Status.ACCOUNT_NOT_FOUND: Words(
        Entry(
            "The row names an account that does not exist.",
            "No account has this number.",
            "Correct the reference and sign again.",
        ),
        Entry(
            "該列所列的帳戶並不存在。",
            "沒有帳戶採用此編號。",
            "請更正引用並重新簽署。",
        ),
        ExitClass.REFUSED,
    ),
    Status.ASSET_NOT_FOUND: Words(
        Entry(
            "The row names an asset that does not exist.",
            "No asset has this number.",
            "Correct the reference and sign again.",
        ),
        Entry(
            "該列所列的資產並不存在。",
            "沒有資產採用此編號。",
            "請更正引用並重新簽署。",
        ),
        ExitClass.REFUSED,
    ),
    Status.DEBIT_NOT_FOUND: Words(
        Entry(
            "The position to debit does not exist.",
            "No open position has this number.",
            "Read the position number again and correct the debit.",
        ),
        Entry(
            "借方持倉並不存在。",
            "沒有已開立的持倉採用此編號。",
            "請重新讀取持倉編號並更正借方。",
        ),
        ExitClass.REFUSED,
    ),
    Status.CREDIT_NOT_FOUND: Words(
        Entry(
            "The position to credit does not exist.",
            "No open position has this number.",
            "Read the position number again, or open the position first.",
        ),
        Entry(
            "貸方持倉並不存在。",
            "沒有已開立的持倉採用此編號。",
            "請重新讀取持倉編號，或先開立持倉。",
        ),
        ExitClass.REFUSED,
    ),
    Status.HOLD_NOT_FOUND: Words(
        Entry(
            "The hold does not exist.",
            "No hold has this number.",
            "Read the hold number again and correct it.",
        ),
        Entry(
            "該預留並不存在。",
            "沒有預留採用此編號。",
            "請重新讀取預留編號並更正。",
        ),
        ExitClass.REFUSED,
    ),
    Status.HOLD_CLOSED: Words(
        Entry(
            "The hold is already closed.",
            "It was fully posted or voided before.",
            "Nothing is left to post or void; make a new hold if one is needed.",
        ),
        Entry(
            "該預留已經結束。",
            "該預留先前已全數入帳或取消。",
            "已無可入帳或取消的金額；如有需要請另作預留。",
        ),
        ExitClass.REFUSED,
    ),
    Status.EVENT_NOT_FOUND: Words(
        Entry(
            "The event does not exist.",
            "The asset has no event with this number.",
            "Read the asset's events from the ledger and correct the reference.",
        ),
        Entry(
            "該事件並不存在。",
            "該資產沒有此編號的事件。",
            "請從帳本讀取資產的事件並更正引用。",
        ),
        ExitClass.REFUSED,
    ),
    Status.RECORD_NOT_FOUND: Words(
        Entry(
            "The holdings of that record date were not recorded.",
            "Distribution works on recorded holdings, and there is no record for this event.",
            "Record the holdings on the record date first.",
        ),
        Entry(
            "該紀錄日的持有量未有記錄。",
            "派發以已記錄的持有量為準，而此事件並無紀錄。",
            "請先於紀錄日記錄持有量。",
        ),
        ExitClass.REFUSED,
    ),
    Status.DOCUMENT_NOT_FOUND: Words(
        Entry(
            "The document does not exist.",
            "No document has this key.",
            "Correct the key, or put the document first.",
        ),
        Entry(
            "該文件並不存在。",
            "沒有文件採用此代號。",
            "請更正代號，或先存入文件。",
        ),
        ExitClass.REFUSED,
    ),
    Status.ATTESTATION_NOT_FOUND: Words(
        Entry(
            "The attestation does not exist.",
            "Nobody has attested this subject on this ledger.",
            "Have the provider attest it first.",
        ),
        Entry(
            "該核證並不存在。",
            "本帳本上無人就此對象作出核證。",
            "請先由提供者作出核證。",
        ),
        ExitClass.REFUSED,
    ),
    Status.POSITION_TOO_NEW: Words(
        Entry(
            "The position was opened after the batch was numbered.",
            (
                "The batch states the height at which its position numbers were read; this one is "
                "newer."
            ),
            "Read the position numbers again, build the batch again and sign it.",
        ),
        Entry(
            "持倉於批次編號之後才開立。",
            "批次載明讀取持倉編號時的高度，而此持倉較新。",
            "請重新讀取持倉編號，重新製作批次並簽署。",
        ),
        ExitClass.REFUSED,
    ),
    Status.MANDATE_NOT_FOUND: Words(
        Entry(
            "The mandate does not exist.",
            "No mandate has this number.",
            "Read the mandate number again, or have the holder grant one.",
        ),
        Entry(
            "該授權並不存在。",
            "沒有授權採用此編號。",
            "請重新讀取授權編號，或由持有人給予授權。",
        ),
        ExitClass.REFUSED,
    ),
    Status.MANDATE_OTHER_POSITION: Words(
        Entry(
            "The mandate is for another position.",
            "The position debited is not the one that the mandate covers.",
            "Debit the position of the mandate, or have a fitting mandate granted.",
        ),
        Entry(
            "該授權屬於另一持倉。",
            "所扣減的持倉並非授權所涵蓋的持倉。",
            "請扣減授權所涵蓋的持倉，或取得適當的授權。",
        ),
        ExitClass.REFUSED,
    ),
    Status.MANDATE_NOT_GRANTED: Words(
        Entry(
            "The mandate was given to another institution.",
            "No institution that signed is the one the mandate names.",
            "Let the institution named in the mandate sign.",
        ),
        Entry(
            "該授權是給予另一機構的。",
            "簽署的機構並非授權所指定的機構。",
            "請由授權所指定的機構簽署。",
        ),
        ExitClass.REFUSED,
    ),
    Status.MANDATE_REVOKED: Words(
        Entry(
            "The mandate was revoked.",
            "The holder of the position took it back.",
            "Have a new mandate granted if it is still wanted.",
        ),
        Entry(
            "該授權已被撤銷。",
            "持倉的持有人已收回授權。",
            "如仍有需要，請另行取得授權。",
        ),
        ExitClass.REFUSED,
    ),
    Status.MANDATE_EXPIRED: Words(
        Entry(
            "The mandate has expired.",
            "Its last day lies before the business date, or its expiry before the block time.",
            "Have a new mandate granted.",
        ),
        Entry(
            "該授權已屆滿。",
            "其最後有效日早於營業日，或其屆滿時間早於區塊時間。",
            "請另行取得授權。",
        ),
        ExitClass.REFUSED,
    ),
    Status.PROOF_REQUIRED: Words(
        Entry(
            "The hold is released by a proof, and none was given.",
            "This kind of hold is not released by time or by its holder.",
            "Give the proof that the hold names.",
        ),
        Entry(
            "該預留須憑證明解除，而請求並無附上證明。",
            "此類預留不會因時間或由持有人解除。",
            "請提供該預留所指定的證明。",
        ),
        ExitClass.REFUSED,
    ),
    Status.PROOF_DIFFERS: Words(
        Entry(
            "The proof does not fit the hold.",
            "It does not match the condition stored with the hold.",
            "Check which hold the proof belongs to and send the right one.",
        ),
        Entry(
            "證明與該預留不符。",
            "證明與預留所存的條件不相符。",
            "請核對證明所屬的預留，並提供正確的證明。",
        ),
        ExitClass.REFUSED,
    ),
    Status.NOT_AUTHORISED: Words(
        Entry(
            "Nobody with authority over the debited position signed.",
            "The position is controlled by another institution, and no mandate was named.",
            "Let the controlling institution sign, or name a mandate.",
        ),
        Entry(
            "對借方持倉具權限的機構並無簽署。",
            "該持倉由另一機構控制，而請求並無列明授權。",
            "請由控制該持倉的機構簽署，或列明授權。",
        ),
        ExitClass.REFUSED,
    ),
    Status.HOLD_EXPIRED: Words(
        Entry(
            "The hold has expired.",
            "After its expiry it may only be voided, by anyone.",
            "Void it, then make a new hold if one is needed.",
        ),
        Entry(
            "該預留已屆滿。",
            "屆滿後只可取消，而任何人均可取消。",
            "請將其取消；如有需要，請另作預留。",
        ),
        ExitClass.REFUSED,
    ),
}
