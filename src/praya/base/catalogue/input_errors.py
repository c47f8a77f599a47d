"""The words of errors in what people give: amounts, days, terms, envelopes, keys.

A name in braces is filled with the value of that name given where the error is raised. The words
must not know who shows them or where.
"""

from praya.base.catalogue.entries import Entry, ExitClass, Words

INPUT_ERRORS: dict[str, Words] = {
    "ENCODING_REFUSED": Words(
        Entry(
            "The bytes are not in the encoding that Praya accepts: {reason}.",
            "Only one encoding of each value is accepted, so that a signature covers one meaning.",
            "Encode the value with the Praya client instead of changing the bytes by hand.",
        ),
        Entry(
            "位元組並非 Praya 接納的編碼：{reason}。",
            "每個數值只接納一種編碼，使簽署只涵蓋一個意思。",
            "請以 Praya 客戶端編碼，切勿自行更改位元組。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "ENVELOPE_REFUSED": Words(
        Entry(
            "The envelope cannot be accepted: {reason}.",
            "A part of it breaks a rule of the envelope format.",
            "Build the envelope with the Praya client and sign it again.",
        ),
        Entry(
            "信封不獲接納：{reason}。",
            "其中有部分違反信封格式的規則。",
            "請以 Praya 客戶端製作信封並重新簽署。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "TERMS_REFUSED": Words(
        Entry(
            "The term sheet has problems: {problems}.",
            "Every term must be present, in range and in agreement with the others.",
            "Correct each problem listed, then run the command again.",
        ),
        Entry(
            "條款書有以下問題：{problems}。",
            "每項條款均須齊備、在範圍之內並互相一致。",
            "請逐項更正所列問題，然後再次執行指令。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "SCENARIO_UNKNOWN": Words(
        Entry(
            "There is no scenario called “{name}”.",
            "The scenarios that come with Praya are: {known}.",
            "Run one of these, such as praya run evergreen-2023, or the file of a term sheet.",
        ),
        Entry(
            "沒有名為「{name}」的情景。",
            "Praya 隨附的情景包括：{known}。",
            "請執行其中之一，例如 praya run evergreen-2023，或執行條款書檔案。",
        ),
        ExitClass.USAGE,
    ),
    "FILE_UNREADABLE": Words(
        Entry(
            "The file {file} cannot be read: {cause}.",
            "It is missing, not permitted, or not in the form that was expected.",
            "Check the path, the permissions and the contents of the file.",
        ),
        Entry(
            "無法讀取檔案 {file}：{cause}。",
            "檔案不存在、無權限讀取，或格式與預期不符。",
            "請檢查檔案的路徑、權限及內容。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "DECIMALS_OUT_OF_RANGE": Words(
        Entry(
            "{decimals} decimals cannot be used.",
            "An asset on the ledger has 0 to {maximum} decimals.",
            "Choose fewer decimals; finer amounts of a chain are booked with a dust asset.",
        ),
        Entry(
            "不能採用 {decimals} 位小數。",
            "帳本上的資產只可有 0 至 {maximum} 位小數。",
            "請採用較少的小數位數；鏈上更細的金額以零碎資產入帳。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "AMOUNT_MALFORMED": Words(
        Entry(
            "“{text}” is not an amount.",
            "Amounts are plain decimals, such as 32400000.00.",
            "Write digits and one point; no signs, spaces, separators or exponents.",
        ),
        Entry(
            "「{text}」不是金額。",
            "金額須為普通小數，例如 32400000.00。",
            "請只用數字及一個小數點；不得有正負號、空格、分隔符或指數。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "AMOUNT_TOO_PRECISE": Words(
        Entry(
            "The amount “{text}” has too many decimals.",
            "The asset has {decimals} decimals, and an amount is never rounded silently.",
            "Round the amount yourself, in the way that was agreed.",
        ),
        Entry(
            "金額「{text}」的小數位數過多。",
            "該資產有 {decimals} 位小數，而金額絕不會自行四捨五入。",
            "請按議定方式自行取整金額。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "AMOUNT_TOO_LARGE": Words(
        Entry(
            "The amount “{text}” is larger than the ledger can count.",
            "The largest amount of this asset is {maximum}.",
            "Check the amount; split it, or use fewer decimals for the asset.",
        ),
        Entry(
            "金額「{text}」超出帳本可計算的範圍。",
            "此資產的最大金額為 {maximum}。",
            "請核對金額；將其拆分，或為資產採用較少的小數位數。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "DAY_MALFORMED": Words(
        Entry(
            "“{text}” is not a day of the calendar.",
            "Days are written year-month-day, and must exist.",
            "Write the day like 2026-11-20.",
        ),
        Entry(
            "「{text}」不是有效的日期。",
            "日期須按年-月-日書寫，並須確有該日。",
            "請按 2026-11-20 的格式書寫日期。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "DAY_OUT_OF_RANGE": Words(
        Entry(
            "The day {day} lies outside the years that are supported.",
            "The years {first} to {last} are supported.",
            "Check the day, above all its year.",
        ),
        Entry(
            "日期 {day} 不在支援的年份之內。",
            "支援的年份為 {first} 至 {last}。",
            "請核對日期，尤其是年份。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "DATES_OUT_OF_ORDER": Words(
        Entry(
            "The dates are out of order: {start}, then {end}.",
            "A period must not end before it starts.",
            "Check the two dates; they may have been swapped.",
        ),
        Entry(
            "日期次序有誤：先是 {start}，後是 {end}。",
            "期間的結束日不得早於開始日。",
            "請核對兩個日期，可能次序顛倒。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "DAY_NOT_COVERED": Words(
        Entry(
            "The calendar {calendar} does not cover {day}.",
            "It covers {first} to {last}; outside it no day can be called a business day.",
            "Put a newer calendar that covers the day, then try again.",
        ),
        Entry(
            "日曆 {calendar} 並不涵蓋 {day}。",
            "該日曆涵蓋 {first} 至 {last}；範圍以外不能斷定是否營業日。",
            "請存入涵蓋該日的較新日曆，然後再試。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "CALENDAR_INVALID": Words(
        Entry(
            "The calendar cannot be used: its {field} is {value}.",
            (
                "A calendar states its code, weekend, holidays in order, first day and last day, "
                "and no more."
            ),
            "Correct the field and put the calendar again.",
        ),
        Entry(
            "日曆不能使用：其 {field} 為 {value}。",
            "日曆只列明代碼、週末、依次排列的假期、首日及末日。",
            "請更正該欄位並重新存入日曆。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "DAY_COUNT_UNKNOWN": Words(
        Entry(
            "“{text}” is not a day count convention that is known here.",
            "The name is misspelt, or the convention is not supported.",
            "Use a name of the reference, such as ACT/365F or 30/360.",
        ),
        Entry(
            "「{text}」不是已知的日數計算慣例。",
            "名稱有誤，或不支援該慣例。",
            "請採用參考文件內的名稱，例如 ACT/365F 或 30/360。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "DAY_COUNT_NEEDS": Words(
        Entry(
            "{convention} cannot be computed without this: {needs}.",
            "The convention looks at more than the two dates of the period.",
            "State it in the terms, or choose another convention.",
        ),
        Entry(
            "欠缺 {needs}，無法計算 {convention}。",
            "該慣例除期間的兩個日期外，還須參考其他資料。",
            "請在條款內列明，或選用另一慣例。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "SCHEDULE_INVALID": Words(
        Entry(
            "The schedule cannot be made: {field} is {value}.",
            "The value is outside what a schedule of payments can have.",
            "Correct the term and validate again.",
        ),
        Entry(
            "無法編製時間表：{field} 為 {value}。",
            "該數值超出付款時間表可採用的範圍。",
            "請更正該條款並再次檢查。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "SCHEDULE_NOT_WHOLE": Words(
        Entry(
            "{start} to {end} is not a whole number of periods.",
            "The terms state no stub, so every period must be of full length.",
            "Move a date, or state a short or long first or last period.",
        ),
        Entry(
            "{start} 至 {end} 並非整數期。",
            "條款未有訂明零碎期，故每期必須為完整長度。",
            "請調整日期，或訂明較短或較長的首期或末期。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "SCHEDULE_TOO_LONG": Words(
        Entry(
            "The schedule has too many periods.",
            "At most {maximum} periods are allowed.",
            "Use longer periods or an earlier maturity.",
        ),
        Entry(
            "時間表的期數過多。",
            "最多可有 {maximum} 期。",
            "請採用較長的期間或較早的到期日。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "SCHEDULE_NEEDS_CALENDAR": Words(
        Entry(
            "{convention} needs a business calendar.",
            "Without one it is not known which days are business days.",
            "Name a calendar in the terms.",
        ),
        Entry(
            "{convention} 須配合營業日曆使用。",
            "沒有日曆便無法得知何日為營業日。",
            "請在條款內列明日曆。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "KEY_REFUSED": Words(
        Entry(
            "The {algorithm} key cannot be registered: {reason}.",
            "A key that is malformed or weak would let others sign.",
            "Make a new key with the Praya vault.",
        ),
        Entry(
            "{algorithm} 密鑰無法登記：{reason}。",
            "格式不正確或強度不足的密鑰會讓他人得以簽署。",
            "請以 Praya 密鑰庫產生新密鑰。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "KEYS_REFUSED": Words(
        Entry(
            "The keys or the key policy cannot be read: {reason}.",
            "A field is missing, unknown or outside its limits.",
            "Correct the field, or write the keys anew with the Praya vault.",
        ),
        Entry(
            "無法讀取密鑰或密鑰政策：{reason}。",
            "有欄位缺漏、不明或超出限制。",
            "請更正該欄位，或以 Praya 密鑰庫重新寫出密鑰。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "POLICY_UNREACHABLE": Words(
        Entry(
            "The key policy for {verb} could never be met.",
            "It asks for more signers than it allows.",
            "Lower the number of signers, or allow more keys.",
        ),
        Entry(
            "{verb} 的密鑰政策永遠無法符合。",
            "所要求的簽署人數多於獲准的簽署人。",
            "請減少簽署人數，或准許更多密鑰。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "KEYS_NOT_FOUND": Words(
        Entry(
            "There are no keys at {file}.",
            "It is not a key folder, or a key file was moved away.",
            "Name the right key folder, or restore the keys from their backup.",
        ),
        Entry(
            "{file} 沒有密鑰。",
            "該處並非密鑰資料夾，或有密鑰檔案被移走。",
            "請指定正確的密鑰資料夾，或由備份還原密鑰。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "KEYS_EXIST": Words(
        Entry(
            "There are keys in {folder} already.",
            "Keys are never overwritten: what they signed could not be continued.",
            "Choose a new folder.",
        ),
        Entry(
            "{folder} 已有密鑰。",
            "密鑰絕不會被覆寫，否則以其簽署的事項無法延續。",
            "請選用新的資料夾。",
        ),
        ExitClass.ENVIRONMENT,
    ),
    "KEYS_EXPOSED": Words(
        Entry(
            "Other users of this machine may use the key file {file}: mode {mode}.",
            "A private key that others can read can sign in the name of the institution.",
            (
                "Find out who could have read it; replace the keys, or restrict it with: chmod 600 "
                "{file}"
            ),
        ),
        Entry(
            "本機其他使用者可取用密鑰檔案 {file}：權限為 {mode}。",
            "他人一旦讀取私人密鑰，便可以機構名義簽署。",
            "請查明誰可能曾讀取；更換密鑰，或以 chmod 600 {file} 收緊權限。",
        ),
        ExitClass.ENVIRONMENT,
    ),
    "KEYS_LOCKED": Words(
        Entry(
            "The key file {file} does not open.",
            "No passphrase was given, or it is not the right one.",
            "Give the passphrase with which the keys were made.",
        ),
        Entry(
            "無法開啟密鑰檔案 {file}。",
            "未有提供通行密語，或通行密語不正確。",
            "請提供產生密鑰時所用的通行密語。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "KEYS_DAMAGED": Words(
        Entry(
            "The key file {file} is damaged.",
            "Its contents are not a key, or do not fit the public keys beside it.",
            "Restore it from its backup.",
        ),
        Entry(
            "密鑰檔案 {file} 已損毀。",
            "其內容並非密鑰，或與旁邊的公開密鑰不符。",
            "請由備份還原。",
        ),
        ExitClass.DAMAGED,
    ),
    "SEED_REFUSED": Words(
        Entry(
            "The seed for the {algorithm} key has the wrong length.",
            "A seed is exactly 32 bytes.",
            "Give the whole seed, as it was written down.",
        ),
        Entry(
            "{algorithm} 密鑰的種子長度不正確。",
            "種子必須正好為 32 位元組。",
            "請按紀錄提供完整的種子。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "PASSPHRASE_EMPTY": Words(
        Entry(
            "The passphrase is empty.",
            "An empty passphrase protects nothing.",
            "Give a passphrase, or say that the keys shall have none.",
        ),
        Entry(
            "通行密語為空。",
            "空的通行密語毫無保護作用。",
            "請提供通行密語，或指明密鑰不設通行密語。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "PASSKEY_NOT_HELD": Words(
        Entry(
            "A passkey cannot be made or kept here.",
            "Its private key never leaves the device of the person.",
            "Register the passkey on that device.",
        ),
        Entry(
            "通行密鑰不能在此產生或保存。",
            "其私人密鑰從不離開持有人的裝置。",
            "請在該裝置上登記通行密鑰。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "REQUEST_FLAWED": Words(
        Entry(
            "The request {verb} cannot be signed as it is: {problems}.",
            "A ledger would answer INTENT_MALFORMED, which names no field.",
            "Correct each field; those of every request are in the reference of requests.",
        ),
        Entry(
            "請求 {verb} 不能照此簽署：{problems}。",
            "帳本只會拒絕整個請求，而不會指出欄位。",
            "請更正各欄位；各類請求的欄位載於請求參考文件。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "INTENT_REFUSED": Words(
        Entry(
            "The request cannot be read: {field}: {reason}.",
            "Each field of a request must be there and have its form.",
            "Correct the field; the forms of all requests are in the reference of requests.",
        ),
        Entry(
            "無法讀取請求：{field}：{reason}。",
            "請求的每個欄位均須齊備並符合其格式。",
            "請更正該欄位；各類請求的格式載於請求參考文件。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "PARTICIPANT_REFUSED": Words(
        Entry(
            "The participant cannot be read: its {field} is wrong.",
            (
                "A participant states its code, names, licence, roles, keys and key policy, and "
                "no more."
            ),
            "Correct the field, or write the participant anew with the Praya client.",
        ),
        Entry(
            "無法讀取參與機構：其 {field} 有誤。",
            "參與機構只列明代碼、名稱、牌照、角色、密鑰及密鑰政策。",
            "請更正該欄位，或以 Praya 客戶端重新寫出參與機構資料。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "DAY_NOT_BUSINESS": Words(
        Entry(
            "{day} is no business day of the calendar {calendar}.",
            "A ledger opens business days only; this one is a weekend or a holiday.",
            "Choose a business day of the calendar.",
        ),
        Entry(
            "{day} 並非日曆 {calendar} 的營業日。",
            "帳本只開啟營業日；該日為週末或假期。",
            "請選擇該日曆的營業日。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "BODY_REFUSED": Words(
        Entry(
            "The request in {file} has problems: {problems}.",
            "Each field of the request must be there once, in its form.",
            (
                "Correct each problem listed; the fields of every request are in the reference "
                "of requests."
            ),
        ),
        Entry(
            "{file} 內的請求有以下問題：{problems}。",
            "請求的每個欄位均須出現一次並符合其格式。",
            "請逐項更正所列問題；各類請求的欄位載於請求參考文件。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "HOLDING_MISSING": Words(
        Entry(
            "The account {account} is not among the recorded holders.",
            "It held none of the asset at the close of that day, or its code is misspelt.",
            "Check the code and the day; for a day without a holding there is nothing to prove.",
        ),
        Entry(
            "帳戶 {account} 不在已記錄的持有人之列。",
            "該帳戶於該日收市時並無持有此資產，或帳戶代碼有誤。",
            "請核對代碼及日期；沒有持倉的日子並無可供證明的內容。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "GENESIS_REFUSED": Words(
        Entry(
            "The ledger cannot be made: its {reason} cannot be used.",
            "Name, first day, calendar and first participants are fixed for ever by the genesis.",
            (
                "Correct it: a name has 1 to 64 bytes, and each participant stands once, with "
                "keys that fit."
            ),
        ),
        Entry(
            "無法建立帳本：其 {reason} 不適用。",
            "名稱、首個營業日、日曆及首批參與機構均由創世永久確定。",
            "請予更正：名稱須為 1 至 64 位元組；每個參與機構只出現一次，並具備相符的密鑰。",
        ),
        ExitClass.BAD_INPUT,
    ),
}
