"""The words of statuses 50 to 99: a request that documents and registers refuse.

It must not know who shows them or where.
"""

from praya.base.catalogue.entries import Entry, ExitClass, Words
from praya.base.status import Status

REQUEST_STATUSES: dict[Status, Words] = {
    Status.INTENT_MALFORMED: Words(
        Entry(
            "The request is incomplete or a field is wrong.",
            "A field is missing, unknown, of the wrong kind, or outside its limits.",
            "Find the field with praya show FILE or praya show DIR envelope HEIGHT INDEX, correct "
            "it and sign again.",
        ),
        Entry(
            "請求不完整或有欄位錯誤。",
            "有欄位缺漏、不明、類型不符或超出限制。",
            "請以 praya show 加信封檔案（或帳本資料夾及信封位置）找出欄位，更正後重新簽署。",
        ),
        ExitClass.REFUSED,
    ),
    Status.ACCOUNT_UNKNOWN: Words(
        Entry(
            "The request names an account that does not exist.",
            "The account code is misspelt, or the account has not been opened.",
            "Correct the code, or open the account first.",
        ),
        Entry(
            "請求所列的帳戶並不存在。",
            "帳戶代碼有誤，或帳戶尚未開立。",
            "請更正代碼，或先開立帳戶。",
        ),
        ExitClass.REFUSED,
    ),
    Status.ASSET_UNKNOWN: Words(
        Entry(
            "The request names an asset that does not exist.",
            "The asset code is misspelt, or the asset has not been issued here.",
            "Correct the code, or have the asset created first.",
        ),
        Entry(
            "請求所列的資產並不存在。",
            "資產代碼有誤，或資產尚未在此發行。",
            "請更正代碼，或先建立該資產。",
        ),
        ExitClass.REFUSED,
    ),
    Status.POSITION_UNKNOWN: Words(
        Entry(
            "The account does not hold a position in this asset.",
            "The request debits a position that was never opened.",
            "Check account and asset; a position opens when the account first receives the asset.",
        ),
        Entry(
            "該帳戶並無此資產的持倉。",
            "請求所扣減的持倉從未開立。",
            "請核對帳戶及資產；帳戶首次收到資產時便會開立持倉。",
        ),
        ExitClass.REFUSED,
    ),
    Status.DOCUMENT_UNKNOWN: Words(
        Entry(
            "The request refers to a document that is not on the ledger.",
            "Its key is misspelt, or the document has not been put there.",
            "Correct the reference, or put the document first.",
        ),
        Entry(
            "請求所引用的文件不在帳本上。",
            "文件代號有誤，或文件尚未存入。",
            "請更正引用，或先存入該文件。",
        ),
        ExitClass.REFUSED,
    ),
    Status.CALENDAR_UNKNOWN: Words(
        Entry(
            "The request names a business calendar that is not on the ledger.",
            "Calendars are documents, and this one has not been put.",
            "Put the calendar first, or name one that is there.",
        ),
        Entry(
            "請求所列的營業日曆不在帳本上。",
            "營業日曆屬帳本文件，而此日曆尚未存入。",
            "請先存入該日曆，或改用現有的日曆。",
        ),
        ExitClass.REFUSED,
    ),
    Status.INSTRUMENT_UNKNOWN: Words(
        Entry(
            "The ledger does not know this kind of instrument.",
            "The instrument type is misspelt, or belongs to another protocol version.",
            "Choose an instrument type of the protocol version in force.",
        ),
        Entry(
            "帳本不認識此類金融工具。",
            "工具類別有誤，或屬於另一協定版本。",
            "請選用現行協定版本的工具類別。",
        ),
        ExitClass.REFUSED,
    ),
    Status.ACCOUNT_EXISTS: Words(
        Entry(
            "An account with this code already exists.",
            "Account codes are given once and never again.",
            "Choose another code, or use the existing account.",
        ),
        Entry(
            "已有帳戶採用此代碼。",
            "帳戶代碼只會給予一次，不會重用。",
            "請選用另一代碼，或使用現有帳戶。",
        ),
        ExitClass.REFUSED,
    ),
    Status.ASSET_EXISTS: Words(
        Entry(
            "An asset with this code already exists.",
            "Asset codes are given once and never again.",
            "Choose another code for the new asset.",
        ),
        Entry(
            "已有資產採用此代碼。",
            "資產代碼只會給予一次，不會重用。",
            "請為新資產選用另一代碼。",
        ),
        ExitClass.REFUSED,
    ),
    Status.PARTICIPANT_EXISTS: Words(
        Entry(
            "An institution with this code was already admitted.",
            "Institution codes are given once and never again.",
            "Choose another code, or change the existing entry.",
        ),
        Entry(
            "已有機構以此代碼加入。",
            "機構代碼只會給予一次，不會重用。",
            "請選用另一代碼，或更改現有紀錄。",
        ),
        ExitClass.REFUSED,
    ),
    Status.NOT_CONTROLLED: Words(
        Entry(
            "The account does not belong to an institution that signed.",
            "Only the institution that keeps an account may ask for this.",
            "Let the institution that keeps the account make or join the request.",
        ),
        Entry(
            "該帳戶並不屬於簽署的機構。",
            "只有管理該帳戶的機構方可提出此請求。",
            "請由管理該帳戶的機構提出或聯署此請求。",
        ),
        ExitClass.REFUSED,
    ),
    Status.NOT_ISSUER: Words(
        Entry(
            "The asset was issued by another institution.",
            "Only the issuer may ask for this.",
            "Let the issuer make the request.",
        ),
        Entry(
            "該資產由另一機構發行。",
            "只有發行人方可提出此請求。",
            "請由發行人提出此請求。",
        ),
        ExitClass.REFUSED,
    ),
    Status.TERMS_INVALID: Words(
        Entry(
            "The terms of the instrument are not acceptable.",
            "At least one term is missing, contradicts another, or is outside its limits.",
            "Validate the term sheet, correct every problem listed and sign again.",
        ),
        Entry(
            "金融工具的條款不獲接納。",
            "至少有一項條款缺漏、互相矛盾或超出限制。",
            "請檢查條款書，更正所列的每項問題，再重新簽署。",
        ),
        ExitClass.REFUSED,
    ),
    Status.KEYS_INVALID: Words(
        Entry(
            "The keys or the key policy cannot be registered.",
            "A key is malformed, weak or repeated, or the policy could never be met.",
            "Make new keys with the Praya vault, check the policy and send again.",
        ),
        Entry(
            "密鑰或密鑰政策無法登記。",
            "有密鑰格式不正確、強度不足或重複，或政策永遠無法符合。",
            "請以 Praya 密鑰庫產生新密鑰，核對政策後再次發送。",
        ),
        ExitClass.REFUSED,
    ),
    Status.DATE_NOT_NEXT: Words(
        Entry(
            "The business date cannot move to this day.",
            "The ledger opens business days one by one, by its calendar; this is not the next.",
            "Open the next business day by the calendar first.",
        ),
        Entry(
            "營業日不能移至此日期。",
            "帳本按其日曆逐日開啟營業日；此日並非下一個營業日。",
            "請先按日曆開啟下一個營業日。",
        ),
        ExitClass.REFUSED,
    ),
    Status.SETTLEMENT_DATE_DIFFERS: Words(
        Entry(
            "The settlement date is not the business date of the ledger.",
            "The request settles on another day than the one that is open.",
            "Send it when that day is open, or agree on another settlement date.",
        ),
        Entry(
            "結算日期並非帳本的營業日。",
            "請求所訂的結算日與現時已開啟的營業日不同。",
            "請於該營業日開啟後發送，或另行議定結算日期。",
        ),
        ExitClass.REFUSED,
    ),
    Status.ATTESTATION_DIFFERS: Words(
        Entry(
            "The attested fact is not the one the request relies on.",
            "Provider, subject or value differ from what the request states.",
            "Read the attestation from the ledger, correct the request and sign again.",
        ),
        Entry(
            "核證的事實與請求所依據的不同。",
            "提供者、對象或數值與請求所述不符。",
            "請從帳本讀取核證，更正請求後重新簽署。",
        ),
        ExitClass.REFUSED,
    ),
    Status.LOWERING_LIMIT: Words(
        Entry(
            "The request would cause too much work at once.",
            "Turning it into ledger rows passed the step limit or the row limit.",
            "Split it into several smaller requests.",
        ),
        Entry(
            "單一請求引致的工作量過多。",
            "將其轉為帳本列時超出步驟上限或列數上限。",
            "請將其拆分為數個較小的請求。",
        ),
        ExitClass.REFUSED,
    ),
    Status.INSTRUMENT_DIFFERS: Words(
        Entry(
            "This request is not for an asset of this kind.",
            "Cash is minted against receipts and redeemed; securities are issued by their terms.",
            "Use the request that fits the asset: issuance.mint_cash or issuance.issue_units.",
        ),
        Entry(
            "此請求不適用於這類資產。",
            "現金憑收款憑證發行並可贖回；證券則按其條款發行。",
            "請使用適合該資產的請求：issuance.mint_cash 或 issuance.issue_units。",
        ),
        ExitClass.REFUSED,
    ),
    Status.RECEIPT_USED: Words(
        Entry(
            "This receipt was already used to mint cash.",
            "Each receipt of the payment system mints once; its reference is on record.",
            (
                "Check what was minted for it; if money came twice, use the second receipt's own "
                "reference."
            ),
        ),
        Entry(
            "此收款憑證已用於發行現金代幣。",
            "支付系統的每張收款憑證只可用於發行一次；其編號已有紀錄。",
            "請查明按該憑證發行的金額；如確有兩筆款項，請採用第二張憑證本身的編號。",
        ),
        ExitClass.REFUSED,
    ),
}
