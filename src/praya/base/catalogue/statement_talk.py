"""The words of bank statements and what is minted against them.

They must not know how they are shown.
"""

from typing import Final

STATEMENT_TALK: Final[dict[str, tuple[str, str]]] = {
    "statement.more": (
        "check shows what FILE, a camt.053.001.08 bank statement, would mint, and writes nothing. "
        "mint makes the same checks, then signs and submits one request for each entry. "
        "Where anything does not fit, nothing is minted at all.",
        "check 顯示銀行結單 FILE（camt.053.001.08）所對應的發行內容，不作任何寫入。"
        "mint 先作相同核對，再就每項入帳簽署並提交一項請求。只要有任何一項不符，便一概不發行。",
    ),
    "statement.dir": ("The ledger's folder.", "帳本的資料夾。"),
    "statement.asset": ("Code of the cash token.", "現金代幣的代碼。"),
    "statement.account": (
        "The account that backs the token, as its bank names it: an IBAN or another number.",
        "支持該代幣的銀行帳戶，以銀行的寫法列出：IBAN 或其他帳號。",
    ),
    "statement.keys": (
        "The issuer's key folder; for mint.",
        "發行人的密鑰資料夾；用於 mint。",
    ),
    "statement.resume": (
        "After a mint that was cut short: leave alone what is minted already.",
        "用於中斷後繼續：已發行的項目不再處理。",
    ),
    "statement.yes": ("Do not ask before signing.", "簽署前不作詢問。"),
    "statement.ask": (
        "Sign and submit {count} requests, {total} {asset} in all? [y/N] ",
        "簽署並提交 {count} 項請求，合共 {total} {asset}？[y/N] ",
    ),
    "statement.head_reference": ("Receipt", "收款憑證"),
    "statement.head_account": ("To account", "入帳帳戶"),
    "statement.head_amount": ("Amount", "金額"),
    "statement.head_value_day": ("Value day", "起息日"),
    "statement.fact_statement": ("Statement", "結單"),
    "statement.fact_backing": ("Backing account", "銀行帳戶"),
    "statement.fact_entries": ("Entries", "入帳項目"),
    "statement.fact_already": ("Minted already", "早前已發行"),
    "statement.fact_total": ("To mint", "擬發行"),
    "statement.fact_minted": ("Minted", "已發行"),
    "statement.fits": (
        "Everything fits. Nothing was written; praya statement mint does it.",
        "全部相符。未有寫入任何資料；可用 praya statement mint 發行。",
    ),
    "statement.nothing_left": (
        "Everything in this statement is minted already.",
        "此結單的所有項目早前已發行。",
    ),
    "statement.problem": (
        "{path} is {value}: expected {expected} ({cure})",
        "{path} 為 {value}：應為{expected}（{cure}）",
    ),
    "statement.problem_bare": (
        "{path}: expected {expected} ({cure})",
        "{path}：應為{expected}（{cure}）",
    ),
    # What was expected
    "statement.expected_too_large": (
        "a file of at most {detail} bytes",
        "不超過 {detail} 位元組的檔案",
    ),
    "statement.expected_too_many": (
        "at most {detail} elements or attributes",
        "不超過 {detail} 個元素或屬性",
    ),
    "statement.expected_not_utf_8": ("text in UTF-8", "以 UTF-8 編碼的文字"),
    "statement.expected_document_type": (
        "a file without document type and entities",
        "不含文件類型宣告及實體定義的檔案",
    ),
    "statement.expected_not_xml": (
        "well-formed XML; the reader says: {detail}",
        "格式正確的 XML；解析器訊息：{detail}",
    ),
    "statement.expected_other_message": (
        "BankToCustomerStatement, {detail}",
        "銀行致客戶結單 {detail}",
    ),
    "statement.expected_other_version": ("version {detail}", "版本 {detail}"),
    "statement.expected_schema": (
        "what the published schema allows; the validator says: {detail}",
        "已公布的 XML 結構定義所容許的內容；驗證訊息：{detail}",
    ),
    "statement.expected_more": (
        "no more; at least {detail} further problems are not shown",
        "沒有其他問題；另有至少 {detail} 項未予列出",
    ),
    "statement.expected_not_one_statement": ("one statement", "單一結單"),
    "statement.expected_pages": (
        "the only page of its statement",
        "只有一頁的結單",
    ),
    "statement.expected_copy": ("no copy or duplicate", "結單正本，而非副本或重發"),
    "statement.expected_missing": (
        "this element, with a value",
        "已填寫內容的元素",
    ),
    "statement.expected_day": (
        "a day such as 2023-02-15, or a time on it",
        "日期（如 2023-02-15）或該日的時間",
    ),
    "statement.expected_amount": (
        "plain decimal text such as 100, with at most {detail} decimals",
        "純十進位數字（如 100），小數最多 {detail} 位",
    ),
    "statement.expected_amount_large": ("at most {detail}", "不超過 {detail}"),
    "statement.expected_currency_mixed": (
        "{detail}, the currency of the account",
        "帳戶貨幣 {detail}",
    ),
    "statement.expected_iban": (
        "an IBAN whose check digits hold",
        "校驗碼正確的 IBAN",
    ),
    "statement.expected_opening": (
        "one opening booked balance: OPBD, or else PRCD",
        "一項已入帳的期初結餘：OPBD，如無則 PRCD",
    ),
    "statement.expected_closing": (
        "one closing booked balance: CLBD",
        "一項已入帳的期末結餘：CLBD",
    ),
    "statement.expected_balance_order": (
        "a closing balance not before {detail}, the day of the opening one",
        "期末結餘日期不早於期初的 {detail}",
    ),
    "statement.expected_balance_sum": (
        "a closing balance of {detail}: the opening balance and all entries",
        "期末結餘 {detail}，即期初結餘連同所有項目",
    ),
    "statement.expected_summary": (
        "{detail}, as the entries give",
        "按各項目計算的 {detail}",
    ),
    "statement.expected_not_one_payment": (
        "one payment in each entry",
        "每項入帳只含一筆付款",
    ),
    "statement.expected_payment_differs": (
        "{detail}, as in its entry",
        "與所屬項目一致的 {detail}",
    ),
    "statement.expected_returned": (
        "no returned payment: it is no new money",
        "新收到的款項，而非退回的付款",
    ),
    "statement.expected_ledger_account": (
        "one remittance reference, the code of one ledger account",
        "一項匯款附言，內容為一個帳本帳戶代碼",
    ),
    "statement.expected_text": (
        "texts and days that an XML file gives back as they are",
        "可由 XML 檔案原樣讀回的文字及日期",
    ),
    "statement.expected_asset_unknown": (
        "the code of an asset on this ledger",
        "此帳本上的資產代碼",
    ),
    "statement.expected_not_cash": ("a cash token", "現金代幣"),
    "statement.expected_asset_stopped": (
        "a token that may be issued: not paused, not closed, its issuance not frozen",
        "可發行的代幣：未暫停、未終止，發行未被凍結",
    ),
    "statement.expected_other_account": (
        "{detail}, the account that backs the token",
        "支持該代幣的帳戶 {detail}",
    ),
    "statement.expected_other_currency": (
        "{detail}, the currency in the token's terms",
        "代幣條款所訂的貨幣 {detail}",
    ),
    "statement.expected_no_entries": ("at least one entry", "至少一項入帳"),
    "statement.expected_debit": (
        "CRDT: only money that came in is minted",
        "CRDT：只就收到的款項發行",
    ),
    "statement.expected_not_booked": (
        "BOOK: money that is booked",
        "BOOK：已入帳的款項",
    ),
    "statement.expected_reversal": ("no reversal", "沖銷以外的項目"),
    "statement.expected_zero": ("an amount above zero", "大於零的金額"),
    "statement.expected_too_precise": (
        "at most {detail} decimals, as the token has",
        "小數最多 {detail} 位，與代幣一致",
    ),
    "statement.expected_value_later": (
        "a day not after {detail}, the ledger's business date",
        "不遲於帳本營業日 {detail} 的日期",
    ),
    "statement.expected_twice": (
        "a reference that {detail} does not have too",
        "與 {detail} 不同的參考編號",
    ),
    "statement.expected_receipt_form": (
        "printable ASCII with single blanks inside",
        "可列印的 ASCII 字元，字與字之間只有單一空格",
    ),
    "statement.expected_receipt_used": (
        "a receipt that is not on the ledger yet",
        "帳本上尚未有的收款憑證",
    ),
    "statement.expected_receipt_differs": (
        "a receipt that is not on the ledger with another amount or account",
        "從未以其他金額或帳戶記入帳本的收款憑證",
    ),
    "statement.expected_receipt_of_other": (
        "a receipt against which no {detail} was minted: one payment backs one token",
        "未曾用作發行 {detail} 的收款憑證：一筆款項只可支持一種代幣",
    ),
    "statement.expected_account_unknown": (
        "the code of an account on the ledger",
        "帳本上的帳戶代碼",
    ),
    "statement.expected_no_position": (
        "an account with a position in {detail}",
        "已開立 {detail} 持倉的帳戶",
    ),
    "statement.expected_credit_frozen": (
        "an account whose credits in {detail} are not frozen",
        "{detail} 入帳未被凍結的帳戶",
    ),
    "statement.expected_not_eligible": (
        "an account with the attributes that {detail} demands",
        "具備 {detail} 所需屬性的帳戶",
    ),
    "statement.expected_issue_limit": (
        "at most {detail}, what the issue limit leaves",
        "不超過發行上限的餘額 {detail}",
    ),
    # What to do
    "statement.cure_smaller": (
        "ask the bank for a shorter period",
        "請向銀行索取較短期間的結單",
    ),
    "statement.cure_bank": (
        "ask the bank for a corrected file",
        "請向銀行索取更正後的檔案",
    ),
    "statement.cure_version": (
        "ask the bank for camt.053.001.08, the Document element alone",
        "請向銀行索取 camt.053.001.08，只含 Document 元素",
    ),
    "statement.cure_first": (
        "mend those shown first",
        "請先更正已列出的問題",
    ),
    "statement.cure_single": (
        "ask the bank for one whole statement in a file, one payment in each entry",
        "請向銀行索取每檔一份完整結單，每項入帳一筆付款",
    ),
    "statement.cure_original": (
        "use the original statement",
        "請使用結單正本",
    ),
    "statement.cure_aside": (
        "deal with it by itself, and ask the bank for a statement of credits",
        "請另行處理，並向銀行索取只含入帳的結單",
    ),
    "statement.cure_payer": (
        "find out from the payer whom it is for, then mint by a single request",
        "請向付款人查明收款人，再以單一請求發行",
    ),
    "statement.cure_text": (
        "take out control characters and blanks at the ends",
        "請移除控制字元及首尾空格",
    ),
    "statement.cure_asset": (
        "name the right cash token with --asset",
        "請以 --asset 指定正確的現金代幣",
    ),
    "statement.cure_asset_free": (
        "resume the token or unfreeze its issuance first",
        "請先恢復該代幣或解凍其發行",
    ),
    "statement.cure_backing": (
        "use the statement of that account, or name the right one with --account",
        "請使用該帳戶的結單，或以 --account 指定正確的帳戶",
    ),
    "statement.cure_nothing": (
        "there is nothing to do",
        "毋須處理",
    ),
    "statement.cure_wait": (
        "wait for the statement of the day when it counts",
        "請待款項生效當日的結單",
    ),
    "statement.cure_resume": (
        "if a mint of this file was cut short, use --resume; else ask the bank why it stands here",
        "如屬此檔案的發行曾經中斷，請用 --resume；否則請向銀行查詢為何再次列出",
    ),
    "statement.cure_investigate": (
        "find out which of the two is right before anything is minted",
        "發行前請先查明何者正確",
    ),
    "statement.cure_open": (
        "have the account or its position opened, or ask the payer for the right code",
        "請先開立帳戶或持倉，或向付款人查明正確代碼",
    ),
    "statement.cure_freeze": (
        "settle the freeze with its keeper first, or return the money",
        "請先與帳戶管理人處理凍結事宜，或退回款項",
    ),
    "statement.cure_eligible": (
        "have its keeper set the attributes, or return the money",
        "請帳戶管理人設定所需屬性，或退回款項",
    ),
    "statement.cure_limit": (
        "amend the token's issue limit first",
        "請先修訂代幣的發行上限",
    ),
}
