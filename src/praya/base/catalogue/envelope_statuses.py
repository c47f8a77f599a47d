"""The words of statuses 0 to 49: the envelope, who sent it, whether it came before.

It must not know who shows them or where.
"""

from praya.base.catalogue.entries import Entry, ExitClass, Words
from praya.base.status import Status

ENVELOPE_STATUSES: dict[Status, Words] = {
    Status.APPLIED: Words(
        Entry(
            "It was applied.",
            "Every check passed.",
            "Nothing is to be done.",
        ),
        Entry(
            "已執行。",
            "所有檢查均已通過。",
            "毋須採取任何行動。",
        ),
        ExitClass.DONE,
    ),
    Status.ENVELOPE_MALFORMED: Words(
        Entry(
            "The envelope could not be read.",
            "Its bytes do not follow the one accepted encoding, or exceed a size limit.",
            "Build it with the Praya client of the same protocol version and sign it again.",
        ),
        Entry(
            "無法讀取信封。",
            "其內容不符合唯一接納的編碼方式，或超出大小上限。",
            "請以相同協定版本的 Praya 客戶端重新製作並簽署。",
        ),
        ExitClass.REFUSED,
    ),
    Status.PROTOCOL_UNKNOWN: Words(
        Entry(
            "The envelope is of a protocol version that this ledger does not run.",
            "The sender's software is newer or older than the version in force on the ledger.",
            "Use the client version that matches the ledger, then sign and send again.",
        ),
        Entry(
            "信封的協定版本並非本帳本現行的版本。",
            "發送方的軟件較帳本現行版本為新或為舊。",
            "請改用與帳本相符的客戶端版本，再行簽署及發送。",
        ),
        ExitClass.REFUSED,
    ),
    Status.WRONG_CHAIN: Words(
        Entry(
            "The envelope was signed for another ledger.",
            "Its chain id differs from the chain id of this ledger.",
            "Check which ledger you are connected to, then sign for that chain id.",
        ),
        Entry(
            "信封是為另一帳本簽署的。",
            "其鏈編號與本帳本的鏈編號不同。",
            "請核對所連接的帳本，再以該鏈編號簽署。",
        ),
        ExitClass.REFUSED,
    ),
    Status.SECTION_DIFFERS: Words(
        Entry(
            "The attached data is not the data that was signed.",
            (
                "The digest in the signed header does not match the attached section: it was "
                "changed or cut."
            ),
            (
                "Send the original envelope again; if it differs on your side too, build and sign "
                "a new one."
            ),
        ),
        Entry(
            "所附資料並非已簽署的資料。",
            "已簽署標頭內的摘要與所附部分不符：資料曾被更改或截斷。",
            "請重新發送原有信封；如你方的副本亦不相符，請重新製作及簽署。",
        ),
        ExitClass.REFUSED,
    ),
    Status.ENVELOPE_EXPIRED: Words(
        Entry(
            "The envelope came too late.",
            "Its valid-until time is not after the time of the block.",
            (
                "Sign it again with a later valid-until time; the expired one can no longer be "
                "applied."
            ),
        ),
        Entry(
            "信封送達過遲。",
            "其有效期已於區塊時間或之前屆滿。",
            "請以較後的有效期重新簽署；已過期的信封不會再被執行。",
        ),
        ExitClass.REFUSED,
    ),
    Status.VALIDITY_TOO_LONG: Words(
        Entry(
            "The envelope would stay valid for too long.",
            "Its valid-until time is more than 30 days ahead of the block.",
            "Sign it again with a valid-until time within 30 days.",
        ),
        Entry(
            "信封的有效期過長。",
            "其有效期較區塊時間超出 30 日。",
            "請以 30 日之內的有效期重新簽署。",
        ),
        ExitClass.REFUSED,
    ),
    Status.VERB_UNKNOWN: Words(
        Entry(
            "The ledger does not know this kind of request.",
            "The verb is misspelt, or belongs to another protocol version.",
            "Choose a verb of the protocol version in force, then sign and send again.",
        ),
        Entry(
            "帳本不認識此類請求。",
            "動作名稱有誤，或屬於另一協定版本。",
            "請選用現行協定版本的動作，再行簽署及發送。",
        ),
        ExitClass.REFUSED,
    ),
    Status.PARTICIPANT_UNKNOWN: Words(
        Entry(
            "An institution named in the envelope is not on this ledger.",
            "Its code is misspelt, or it has not been admitted.",
            "Correct the code, or have the institution admitted first.",
        ),
        Entry(
            "信封所列的機構並非本帳本的參與機構。",
            "機構代碼有誤，或該機構尚未獲准加入。",
            "請更正代碼，或先辦理該機構的加入手續。",
        ),
        ExitClass.REFUSED,
    ),
    Status.PARTICIPANT_SUSPENDED: Words(
        Entry(
            "An institution named in the envelope is suspended.",
            "The ledger's governance suspended it.",
            "It cannot act until governance lifts the suspension.",
        ),
        Entry(
            "信封所列的機構已被暫停。",
            "帳本的管治機制已將其暫停。",
            "在管治機制解除暫停之前，該機構不得行事。",
        ),
        ExitClass.REFUSED,
    ),
    Status.LICENCE_LAPSED: Words(
        Entry(
            "An institution's licence has lapsed.",
            "The licence on record ended before the business date of the ledger.",
            "Have the renewed licence entered by governance, then send again.",
        ),
        Entry(
            "機構的牌照已失效。",
            "紀錄中的牌照於帳本營業日之前屆滿。",
            "請由管治機制登記續期後的牌照，然後再次發送。",
        ),
        ExitClass.REFUSED,
    ),
    Status.VERB_NOT_PERMITTED: Words(
        Entry(
            "The institution's licence does not permit this kind of request.",
            "Each verb is permitted per licence type, and this one is not in the list.",
            "Let an institution with the fitting licence make the request.",
        ),
        Entry(
            "機構的牌照不准許此類請求。",
            "每種牌照類別各有准許的動作，而此動作不在其中。",
            "請由持有適當牌照的機構提出此請求。",
        ),
        ExitClass.REFUSED,
    ),
    Status.SIGNATURE_INVALID: Words(
        Entry(
            "A signature is not valid.",
            "It does not match the header, is repeated, or is by a key that is unknown or revoked.",
            (
                "Sign the same header again with registered keys; leave out signatures that are "
                "not needed."
            ),
        ),
        Entry(
            "有簽署無效。",
            "簽署與標頭不符、重複，或所用密鑰未經登記或已被撤銷。",
            "請以已登記的密鑰重新簽署同一標頭，並刪去不需要的簽署。",
        ),
        ExitClass.REFUSED,
    ),
    Status.POLICY_NOT_MET: Words(
        Entry(
            "Not enough of the required keys signed.",
            "The institution's key policy for this verb asks for more signers, or for other ones.",
            "Collect the missing signatures, then send the same envelope again.",
        ),
        Entry(
            "所需的簽署不足。",
            "機構就此動作訂立的密鑰政策要求更多或其他簽署人。",
            "請補齊所欠簽署，再發送同一信封。",
        ),
        ExitClass.REFUSED,
    ),
    Status.QUOTA_EXCEEDED: Words(
        Entry(
            "The institution sent more than its share of one block.",
            "Rows or bytes in this block reached the quota of the institution.",
            (
                "Send it again: the quota is fresh in the next block, and the request id is not "
                "used up."
            ),
        ),
        Entry(
            "機構的發送量超出其於單一區塊的配額。",
            "此區塊內的列數或位元組數已達該機構的配額。",
            "請再次發送：下一區塊會重新計算配額，而請求編號並未耗用。",
        ),
        ExitClass.REFUSED,
    ),
    Status.REQUEST_ID_REUSED: Words(
        Entry(
            "This request id was already used for another request.",
            "An earlier envelope with the same id but other content is on record.",
            "If this is a new request, give it a new request id and sign it again.",
        ),
        Entry(
            "此請求編號已用於另一請求。",
            "紀錄中已有編號相同但內容不同的信封。",
            "如屬新請求，請採用新的請求編號並重新簽署。",
        ),
        ExitClass.REFUSED,
    ),
    Status.TOO_MANY_REQUESTS: Words(
        Entry(
            "The institution has too many requests on record.",
            "The number of its request ids that have not expired reached the limit.",
            "Wait until earlier ones expire, or use shorter valid-until times.",
        ),
        Entry(
            "機構留存的請求過多。",
            "其尚未過期的請求編號數目已達上限。",
            "請待較早的請求過期，或採用較短的有效期。",
        ),
        ExitClass.REFUSED,
    ),
    Status.ENVELOPE_SKIPPED: Words(
        Entry(
            "The envelope was set aside by the validators.",
            "It stopped nodes; more than two thirds of the validators signed to skip it.",
            "Do not send it again. Ask the operators of the ledger what was wrong with it.",
        ),
        Entry(
            "信封已被驗證節點略過。",
            "該信封曾令節點停止運作；超過三分之二的驗證節點已簽署將其略過。",
            "請勿再次發送，並向帳本營運者查詢其問題所在。",
        ),
        ExitClass.REFUSED,
    ),
    Status.ENVELOPE_REPEATED: Words(
        Entry(
            "The envelope was here before.",
            "The same request id and content are on record; the first result stands.",
            "Nothing is to be done: read the first result. It was not applied twice.",
        ),
        Entry(
            "此信封先前已收到。",
            "紀錄中已有相同的請求編號及內容；以首次結果為準。",
            "毋須採取行動：請查閱首次結果，請求並無重複執行。",
        ),
        ExitClass.REFUSED,
    ),
    Status.BATCH_MALFORMED: Words(
        Entry(
            "The batch is not well formed.",
            "Rows, groups or the list of assets break a rule of the batch format.",
            "Build the batch with the Praya client, then sign it again.",
        ),
        Entry(
            "批次格式不正確。",
            "列、組或資產清單違反批次格式的規則。",
            "請以 Praya 客戶端製作批次，再重新簽署。",
        ),
        ExitClass.REFUSED,
    ),
    Status.DECIMALS_DIFFER: Words(
        Entry(
            "The batch states other decimals than the asset has.",
            "The signed summary would have shown an amount at the wrong scale.",
            "Read the asset's decimals from the ledger, build the batch again and sign it.",
        ),
        Entry(
            "批次所述的小數位數與資產不符。",
            "否則已簽署的摘要會以錯誤的位數顯示金額。",
            "請從帳本讀取資產的小數位數，重新製作批次並簽署。",
        ),
        ExitClass.REFUSED,
    ),
    Status.CONTROL_TOTAL_DIFFERS: Words(
        Entry(
            "The rows do not add up to the signed total.",
            "For an asset, the sum of the amounts differs from the control total in the header.",
            "Compare the rows with your records, then build and sign the batch again.",
        ),
        Entry(
            "各列合計與已簽署的總額不符。",
            "某資產的金額總和與標頭內的控制總額不同。",
            "請將各列與你方紀錄核對，再重新製作批次及簽署。",
        ),
        ExitClass.REFUSED,
    ),
}
