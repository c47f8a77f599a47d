"""The words of term sheets and cash flows.

They must not know how they are shown.
"""

from typing import Final

SHEET_TALK: Final[dict[str, tuple[str, str]]] = {
    "sheet.problem": (
        "{field} is {value}, expected {expected}",
        "{field} 為 {value}，應為{expected}",
    ),
    "sheet.problem_missing": (
        "{field} is missing, expected {expected}",
        "欠缺 {field}，應為{expected}",
    ),
    "sheet.problem_null": (
        "{field} is null, expected {expected}; leave the name out where there is nothing to state",
        "{field} 為 null，應為{expected}；如無內容請刪去該名稱",
    ),
    "sheet.problem_unknown": ("{field} is {value}: {expected}", "{field} 為 {value}：{expected}"),
    "sheet.problem_file": ("{field}: {expected}", "{field}：{expected}"),
    "sheet.listed": ("{count}, listed below", "共 {count} 項，列於下方"),
    "sheet.other_type": ("of another type", "其他類型的數值"),
    "sheet.problem_place": ("line {field}: {expected}", "第 {field} 行：{expected}"),
    "sheet.expected_no_field": ("there is no such field", "沒有此欄位"),
    "sheet.expected_near": (
        "there is no such field; did you mean {near}?",
        "沒有此欄位；是否指 {near}？",
    ),
    "sheet.expected_object": (
        "an object of names and values in braces",
        "以大括號括住、由名稱及數值組成的物件",
    ),
    "sheet.expected_tranches": (
        "a list of one or more term sheets, at most {maximum}",
        "一份或以上條款書的列表，最多 {maximum} 份",
    ),
    "sheet.expected_other_code": (
        "a code that no other tranche has",
        "與其他批次不同的代碼",
    ),
    "sheet.expected_code": (
        "a code of 1 to {maximum} printable ASCII characters without blanks, such as HKD",
        "1 至 {maximum} 個可列印 ASCII 字元且不含空格的代碼，例如 HKD",
    ),
    "sheet.expected_currency": (
        "three capital letters that ISO 4217 lists, such as HKD",
        "ISO 4217 所列的三個大寫字母，例如 HKD",
    ),
    "sheet.expected_currency_near": (
        "three capital letters that ISO 4217 lists; did you mean {near}?",
        "ISO 4217 所列的三個大寫字母；是否指 {near}？",
    ),
    "sheet.expected_cash_of": (
        "{currency}, or another token of that currency: the bond pays in its own currency",
        "{currency}，或同一貨幣的其他代幣：債券以其本身的貨幣付款",
    ),
    "sheet.expected_calendar": (
        "a business centre, or several joined with +, of {known}, or a calendar file of your own "
        "(--calendar)",
        "營業中心（多個以 + 連接）：{known}，或以 --calendar 提供自備的日曆檔案",
    ),
    "sheet.expected_calendar_near": (
        "a business centre, or several joined with +, of {known}, or a calendar file of your own "
        "(--calendar); did you mean {near}?",
        "營業中心（多個以 + 連接）：{known}，或以 --calendar 提供自備的日曆檔案；是否指 {near}？",
    ),
    "sheet.expected_business_day": (
        "a business day of {calendar}: bonds are delivered on one; the next is {day}",
        "{calendar} 的營業日，因債券只在營業日交付；下一個營業日為 {day}",
    ),
    "sheet.expected_amount_as": (
        'an amount as text of digits and one point, without separators or units: write "{text}"',
        '加上引號、只用數字及一個小數點的金額，不加分隔符號或單位：請寫 "{text}"',
    ),
    "sheet.expected_percentage_as": (
        'a percentage as text of digits and one point, without a sign: write "{text}"',
        '加上引號、只用數字及一個小數點的百分率，不加符號：請寫 "{text}"',
    ),
    "sheet.expected_day_as": (
        'a day, written year-month-day: write "{day}"',
        '日期，按年-月-日書寫：請寫 "{day}"',
    ),
    "sheet.expected_day_exists": (
        "a day that exists, written year-month-day; the last of that month is {day}",
        "實際存在的日期，按年-月-日書寫；該月最後一日為 {day}",
    ),
    "sheet.expected_isin": (
        "an ISIN with its check digit, such as HK0000963295, or empty text",
        "連檢查數位的國際證券識別碼，例如 HK0000963295，或留空文字",
    ),
    "sheet.expected_lei": (
        "a Legal Entity Identifier of 20 characters with its check digits (ISO 17442)",
        "連檢查數位的 20 位法律實體識別碼（ISO 17442）",
    ),
    "sheet.expected_dti": (
        "a Digital Token Identifier of 9 characters (ISO 24165), such as X9J9K872S",
        "9 位數碼代幣識別碼（ISO 24165），例如 X9J9K872S",
    ),
    "sheet.expected_market": (
        "a market identifier code of ISO 10383, such as XHKG",
        "ISO 10383 的市場識別碼，例如 XHKG",
    ),
    "sheet.expected_name": (
        "1 to {maximum} visible characters without blanks around them",
        "1 至 {maximum} 個可見字元，前後不得有空格",
    ),
    "sheet.expected_law": (
        "a code of ISO 3166-1 or 3166-2, such as HK for Hong Kong law or GB-EAW for English law",
        "ISO 3166-1 或 3166-2 的代碼，例如香港法律為 HK，英格蘭法律為 GB-EAW",
    ),
    "sheet.expected_percentage": (
        'a percentage as text, above zero with at most {decimals} decimals, such as "4.05"',
        '加上引號、大於零、最多 {decimals} 位小數的百分率，例如 "4.05"',
    ),
    "sheet.expected_amount": (
        'an amount as text, above zero with at most {decimals} decimals, such as "1000000"',
        '加上引號、大於零、最多 {decimals} 位小數的金額，例如 "1000000"',
    ),
    "sheet.expected_range": (
        "a whole number from {first} to {last}",
        "{first} 至 {last} 的整數",
    ),
    "sheet.expected_choice": ("one of {names}", "以下之一：{names}"),
    "sheet.expected_day": (
        "a day of the years 1900 to 2200 that exists, written year-month-day, such as 2024-02-07",
        "1900 至 2200 年實際存在的日期，按年-月-日書寫，例如 2024-02-07",
    ),
    "sheet.expected_bits": ("only {names}", "只限 {names}"),
    "sheet.expected_attributes": (
        "a list of names, each once, of {names}",
        "名稱列表，每個只列一次，可用：{names}",
    ),
    "sheet.expected_convention": (
        "{names}: the ledger pays on business days only",
        "{names}：帳本只在營業日付款",
    ),
    "sheet.expected_day_count": (
        "a day count fraction such as {names}; docs/reference/term-sheets.md has them all",
        "日數計算慣例，例如 {names}；完整列表載於 docs/reference/term-sheets.md",
    ),
    "sheet.expected_denomination": (
        "the specified denomination ({least}) and a whole number of integral multiples ({step}), "
        "such as {near}",
        "最低面額（{least}）加整數倍的面額遞增單位（{step}），例如 {near}",
    ),
    "sheet.expected_other_account": (
        "another account than the paying account",
        "有別於付款帳戶的帳戶",
    ),
    "sheet.expected_after_start": (
        "a day after interest begins ({day})",
        "起息日（{day}）之後的日期",
    ),
    "sheet.expected_not_after": ("a day not after {day}", "不遲於 {day} 的日期"),
    "sheet.expected_between": (
        "a day after {first} and before {last}",
        "{first} 之後、{last} 之前的日期",
    ),
    "sheet.expected_whole_periods": (
        "months that divide the time from {first} to {last} into whole periods; or state a stub",
        "能將 {first} 至 {last} 分為完整期間的月數；否則請訂明零碎期 stub",
    ),
    "sheet.expected_fewer_periods": (
        "periods long enough that there are at most {maximum}",
        "較長的期間，使期數不超過 {maximum}",
    ),
    "sheet.expected_day_count_regular": (
        "one that needs no regular period, such as ACT/365F, or months of a period",
        "毋須參照定期期間的慣例，例如 ACT/365F；或訂明派息間隔月數",
    ),
    "sheet.expected_countable": (
        "one whose payments the ledger can count: 63 bits",
        "所得付款須在帳本可計算的範圍之內（63 位元）",
    ),
    "sheet.expected_steps": (
        "nothing here, where interest is paid once at maturity (step_months 0)",
        "留空此欄位，因利息於到期時一次支付（step_months 為 0）",
    ),
    "sheet.expected_from_issue": (
        "FROM_ISSUE, where a first interest payment date is stated",
        "FROM_ISSUE，因已訂明首個派息日",
    ),
    "sheet.expected_smaller": (
        "the file must have at most {maximum} bytes",
        "檔案不得超過 {maximum} 位元組",
    ),
    "sheet.expected_utf8": (
        "the file must be text in UTF-8, and byte {byte} is none: save it again as UTF-8",
        "檔案須為 UTF-8 文字，但第 {byte} 個位元組並不符合：請以 UTF-8 編碼重新儲存",
    ),
    "sheet.expected_plain_sign": (
        "{sign} is no sign of JSON; write {plain}, as on a plain keyboard",
        "{sign} 不是 JSON 的符號；請改用半形直寫的 {plain}",
    ),
    "sheet.expected_json": (
        "this is not JSON from here on ({near}); look for a missing comma, quotation mark or brace",
        "由此處（{near}）起不符合 JSON 格式；請檢查是否欠缺逗號、引號或括號",
    ),
    "sheet.expected_shallow": (
        "lists and objects may be at most {maximum} deep",
        "列表及物件最多只可有 {maximum} 層",
    ),
    "sheet.expected_once": (
        "this name stands twice in its object; keep one",
        "此名稱在同一物件內出現兩次；請只保留一個",
    ),
    "sheet.expected_text_number": (
        'the number must be written as text, so that no digit is lost: "{text}"',
        '此數須加上引號，寫作 "{text}"，以免流失小數位',
    ),
    "cashflows.more": (
        "FILE is a term sheet, or a programme of several tranches, in JSON; or the name of a "
        "scenario that comes with Praya, such as evergreen-2023. Amounts are those of the whole "
        "issue, as the ledger will pay them.",
        "FILE 為 JSON 格式的條款書或多個批次的發行計劃，或 Praya 隨附情景的名稱，例如 "
        "evergreen-2023。金額以整筆發行計算，與帳本將支付者相同。",
    ),
    "cashflows.calendar": (
        "A calendar file of your own; may be given more than once.",
        "自備的日曆檔案；可多次指定。",
    ),
    "cashflows.plot": (
        "Also draw the payments by date.",
        "另按日期繪出各筆付款。",
    ),
    "cashflows.event": ("Event", "事項"),
    "cashflows.from": ("Interest from", "計息期起"),
    "cashflows.to": ("To", "計息期止"),
    "cashflows.days": ("Days", "日數"),
    "cashflows.fraction": ("Part of a year", "年期分數"),
    "cashflows.record": ("Record date", "紀錄日"),
    "cashflows.payment": ("Payment date", "付款日"),
    "cashflows.amount": ("Amount ({currency})", "金額（{currency}）"),
    "cashflows.event_issue": ("Issue proceeds", "發行所得款項"),
    "cashflows.event_coupon": ("Interest", "利息"),
    "cashflows.event_redemption": ("Redemption", "贖回"),
    "cashflows.total_coupon": ("All interest", "利息總額"),
    "cashflows.total": ("Interest and redemption", "利息及贖回總額"),
    "cashflows.heading": ("{code}  {name}", "{code}  {name}"),
    "cashflows.terms": (
        "{rate}% a year, {day_count}, calendar {calendar}",
        "年利率 {rate}%，{day_count}，日曆 {calendar}",
    ),
    "cashflows.nothing": (
        "{code} pays nothing: it has no schedule.",
        "{code} 並無付款時間表，不會支付任何款項。",
    ),
    "cashflows.provisional": (
        "Note: the calendar {calendar} covers {first} to {last}. Days outside it are judged by "
        "weekends and holidays of fixed date alone, without those whose date differs from year to "
        "year, and may move; a ledger of record wants a calendar that covers them.",
        "注意：日曆 {calendar} 涵蓋 {first} 至 {last}。範圍以外的日子只按周末及固定日期的假期判斷，"
        "不計每年日期不同的假期，日後或會更改；正式帳本須有涵蓋該等日子的日曆。",
    ),
    "cashflows.issue_closed": (
        "Note: the issue date {day} is no business day of {calendar}; the next is {next}. "
        "“praya run” delivers bonds on business days only and refuses it.",
        "注意：發行日 {day} 並非 {calendar} 的營業日；下一個營業日為 {next}。"
        "praya run 只在營業日交付債券，不接受此日期。",
    ),
    "life.days.provisional": (
        "{calendar} is published to {last}. This ledger follows {provisional}: beyond that day "
        "weekends and holidays of fixed date alone, so these days may move.",
        "{calendar} 已公布至 {last}。此帳本依從 {provisional}：其後的日子只計周末及固定日期的假期，"
        "日後或會更改。",
    ),
    "choice.BusinessDayConvention.NONE": ("NONE", "不調整"),
    "choice.BusinessDayConvention.FOLLOWING": ("FOLLOWING", "順延至下一營業日"),
    "choice.BusinessDayConvention.MODIFIED_FOLLOWING": (
        "MODIFIED_FOLLOWING",
        "順延至下一營業日，但不跨月",
    ),
    "choice.BusinessDayConvention.PRECEDING": ("PRECEDING", "提前至上一營業日"),
    "choice.AmountDates.UNADJUSTED": ("UNADJUSTED", "按未經調整的日期"),
    "choice.AmountDates.ADJUSTED": ("ADJUSTED", "按調整後的日期"),
    "choice.Roll.FROM_MATURITY": ("FROM_MATURITY", "由到期日倒數"),
    "choice.Roll.FROM_ISSUE": ("FROM_ISSUE", "由發行日起順數"),
    "choice.Stub.NONE": ("NONE", "不設零碎期"),
    "choice.Stub.SHORT": ("SHORT", "短零碎期"),
    "choice.Stub.LONG": ("LONG", "長零碎期"),
    "choice.MonthEndRule.SAME_DAY": ("SAME_DAY", "同日"),
    "choice.MonthEndRule.MONTH_END": ("MONTH_END", "月底"),
    "choice.FormOfNote.BEARER": ("BEARER", "不記名"),
    "choice.FormOfNote.REGISTERED": ("REGISTERED", "記名"),
    "choice.FormOfNote.DEMATERIALISED": ("DEMATERIALISED", "無紙化"),
    "choice.FormOfNote.BOOK_ENTRY": ("BOOK_ENTRY", "簿記"),
    "choice.StatusOfNote.SENIOR_UNSECURED": ("SENIOR_UNSECURED", "優先無抵押"),
    "choice.StatusOfNote.SENIOR_SECURED": ("SENIOR_SECURED", "優先有抵押"),
    "choice.StatusOfNote.SENIOR_NON_PREFERRED": ("SENIOR_NON_PREFERRED", "高級非優先"),
    "choice.StatusOfNote.SUBORDINATED": ("SUBORDINATED", "後償"),
    "choice.StatusOfNote.SENIOR_PREFERRED": ("SENIOR_PREFERRED", "高級優先"),
    "choice.IssuanceType.STANDALONE": ("STANDALONE", "獨立發行"),
    "choice.IssuanceType.PROGRAMME": ("PROGRAMME", "計劃下發行"),
    "choice.SustainableLabel.GREEN": ("GREEN", "綠色"),
    "choice.SustainableLabel.SOCIAL": ("SOCIAL", "社會責任"),
    "choice.SustainableLabel.SUSTAINABILITY": ("SUSTAINABILITY", "可持續發展"),
    "choice.SustainableLabel.SUSTAINABILITY_LINKED": (
        "SUSTAINABILITY_LINKED",
        "可持續發展表現掛鈎",
    ),
}
