"""The words in which the life of a bond is told, English and Traditional Chinese.

They must not know how they are shown.
"""

from typing import Final

LIFE_TALK: Final[dict[str, tuple[str, str]]] = {
    "run.about_dir": ("Folder for the run; default: a new one.", "執行資料夾；預設為新資料夾。"),
    "run.about_holders": (
        "How many holders share the issue, by turns clients of two banks; more than 50 are opened, "
        "funded and settled by signed batches.",
        "分享發行額的持有人數目，輪流為兩家銀行的客戶；"
        "多於 50 名時，以已簽署批次開戶、注資及結算。",
    ),
    "run.more": (
        "WHAT is a scenario (evergreen-2023, digital-green-2024, monthly-coupons) or the file of a "
        "term sheet of your own. The run makes a ledger, keys, bank statements and an export of "
        "its own, and shows for each figure the query that gives it again.",
        "WHAT 為情景名稱（evergreen-2023、digital-green-2024、monthly-coupons）"
        "或你自己的條款書檔案。"
        "執行時會建立獨立的帳本、密鑰、銀行結單及匯出檔，並列出可重新得出每項數字的查詢。",
    ),
    "run.about_queries": (
        "Print the query of every figure; they are in the file queries.sql in any case.",
        "印出每項數字的查詢；查詢亦必定寫入檔案 queries.sql。",
    ),
    "life.note": (
        "The terms are public; allotments, trades and failures are invented; no institution named "
        "here took part.",
        "條款屬公開資料；配發、交易及失敗個案均屬虛構；文中所列機構均無參與。",
    ),
    "life.title": ("{name}: its whole life", "{name}：由發行至到期"),
    "life.step": ("{day}  {title}", "{day}  {title}"),
    "life.said": ("{what}: {said}", "{what}：{said}"),
    "life.of_bond": ("{bond}: {what}", "{bond}：{what}"),
    "life.applied": ("settled in block {height}", "已於第 {height} 區塊結算"),
    "life.refused": ("refused: {status} - {why}", "拒絕：{status}－{why}"),
    "life.all": ("Total", "合計"),
    # Money
    "life.money": ("{currency} {amount}", "{currency} {amount}"),
    "life.money.CNY": ("RMB {amount}", "{amount} 元人民幣"),
    "life.money.EUR": ("EUR {amount}", "{amount} 歐元"),
    "life.money.HKD": ("HK${amount}", "{amount} 港元"),
    "life.money.USD": ("US${amount}", "{amount} 美元"),
    "life.unit.CNY": ("RMB", "（人民幣元）"),
    "life.unit.EUR": ("EUR", "（歐元）"),
    "life.unit.HKD": ("HK$", "（港元）"),
    "life.unit.USD": ("US$", "（美元）"),
    # Columns
    "life.column.account": ("Account", "帳戶"),
    "life.column.bank": ("Clients of", "客戶所屬機構"),
    "life.column.code": ("Code", "編號"),
    "life.column.coupon": ("Coupon {unit}", "利息{unit}"),
    "life.column.coupons": ("Coupons {unit}", "利息{unit}"),
    "life.column.difference": ("Difference", "差額"),
    "life.column.holder": ("Holder", "持有人"),
    "life.column.holders": ("Holders", "持有人數目"),
    "life.column.institution": ("Institution", "機構"),
    "life.column.licence": ("Licence", "牌照"),
    "life.column.nominal": ("Nominal {unit}", "面額{unit}"),
    "life.column.paid": ("Paid {unit}", "實付{unit}"),
    "life.column.payment": ("Payment", "期數"),
    "life.column.payment_date": ("Paid on", "付款日"),
    "life.column.principal": ("Principal {unit}", "本金{unit}"),
    "life.column.record_date": ("Recorded on", "紀錄日"),
    "life.column.roles": ("Duties", "職責"),
    "life.column.scheduled": ("Schedule {unit}", "應付{unit}"),
    # The institutions, and cash
    "life.institutions": ("The institutions", "參與機構"),
    "life.institutions.keys": (
        "Each institution has made keys of its own (Ed25519 and ML-DSA-65, both needed) in a "
        "folder of its own, and sends the ledger signed envelopes only.",
        "每家機構在自己的資料夾內產生密鑰（Ed25519 及 ML-DSA-65，兩者缺一不可），"
        "只向帳本送交已簽署的信封。",
    ),
    "life.cash": ("Cash tokens against fiat", "以法幣換取現金代幣"),
    "life.cash.minted": (
        "Fiat comes in at the bank of {operator}, whose statement (ISO 20022 camt.053) is a file. "
        "{operator} reads it and mints cash tokens one for one, once for each receipt.",
        "法幣存入 {operator} 的往來銀行，其結單（ISO 20022 camt.053）為一份檔案。"
        "{operator} 讀取結單，"
        "按每張收款憑證一對一發行現金代幣，每張只可使用一次。",
    ),
    "life.cash.statement": (
        "{file}: {count} entries, minted one for one.",
        "{file}：{count} 項入帳，已一對一發行。",
    ),
    "life.cash.altered": (
        "{file}, the same statement with an amount changed",
        "{file}：同一結單，其中一項金額被更改",
    ),
    "life.cash.twice": (
        "{file} read a second time",
        "再次讀取 {file}",
    ),
    "life.cash.receipt_twice": (
        "The same receipt sent a second time",
        "重複提交同一收款憑證",
    ),
    # Pricing and primary settlement
    "life.pricing": ("Pricing", "定價"),
    "life.pricing.terms": (
        "{bond}: {size} at {price} with a coupon of {rate}%, from {first} to {last}; "
        "interest payments: {count}.",
        "{bond}：{size}，發行價為面額的 {price}%，票面利率 {rate}%，由 {first} 至 {last}；"
        "派息次數：{count}。",
    ),
    "life.pricing.data": (
        "A term sheet is data: the bond, its issue limit, its coupons and its redemption are "
        "defined by it, and the issuer gives the ledger a mandate to pay them.",
        "條款書就是資料：債券、發行上限、利息及贖回均由其訂明，發行人同時授權帳本於各付款日支付。",
    ),
    "life.primary": (
        "Primary settlement, T+1: delivery versus payment",
        "一級市場結算（T+1）：貨銀兩訖",
    ),
    "life.primary.atomic": (
        "The agent and each bank sign one envelope: security tokens against cash tokens, together "
        "or not at all.",
        "代理人與每家銀行簽署同一信封：證券代幣與現金代幣同時轉撥，缺一不可。",
    ),
    "life.proceeds": (
        "The issuer takes its proceeds: {amount} of cash tokens {cash} go back to fiat.",
        "發行人提取發行所得：{amount} {cash} 現金代幣換回法幣。",
    ),
    # Holders by the thousand
    "life.crowd.opening": ("Opening accounts", "開立帳戶"),
    "life.crowd.opened": (
        "{count} holders have accounts with {banks}, opened by columns of 910 in an envelope.",
        "{count} 名持有人在 {banks} 開立帳戶，每個信封以數欄資料開立 910 個。",
    ),
    "life.crowd.funding": ("Passing money on to clients", "將款項轉予客戶"),
    "life.crowd.settling": ("Settling deliveries", "結算交付"),
    "life.crowd.settled": (
        "{count} deliveries of {amount} in all, each with its payment or not at all, in {batches} "
        "signed batches: blocks {first} to {last}.",
        "{count} 項交付共 {amount}，每項均與付款同時完成，缺一不可；分為 {batches} 個已簽署批次，"
        "位於第 {first} 至 {last} 區塊。",
    ),
    "life.crowd.gathering": ("Taking clients' cash tokens in", "收集客戶的現金代幣"),
    # Trades
    "life.secondary": ("The secondary market", "二級市場"),
    "life.trade.settles": (
        "{seller} sells {quantity} nominal to {buyer} for {amount}",
        "{seller} 以 {amount}向 {buyer} 出售面額 {quantity}",
    ),
    "life.trade.without_cash": (
        "{buyer} buys {quantity} without the cash",
        "{buyer} 在現金不足下買入面額 {quantity}",
    ),
    "life.trade.ineligible": (
        "A sale to {buyer}, who is no professional investor",
        "售予非專業投資者 {buyer}",
    ),
    "life.trade.other": (
        "A sale to {buyer}, who lacks what the bond demands of a holder",
        "售予未具備債券所需屬性的 {buyer}",
    ),
    # The years
    "life.days": ("The days pass", "逐日開啟營業日"),
    "life.days.count": (
        "From {first} to {last} {count} business days are opened in all, by the calendar "
        "{calendar}, a document on the ledger. The issuer's money for a payment comes in the day "
        "before, by a statement again.",
        "按帳本內的日曆文件 {calendar}，由 {first} 至 {last} 共開啟 {count} 個營業日。"
        "發行人的付款資金"
        "於前一營業日經結單存入。",
    ),
    "life.days.opening": ("Opening business days", "開啟營業日"),
    "life.days.closed": ("Opening {day}, {name}", "開啟營業日 {day}（{name}）"),
    "life.funding": (
        "{account} is funded with {amount} for the last coupon and the principal.",
        "{account} 存入 {amount}，用於最後一期利息及本金。",
    ),
    "life.maturity": (
        "Maturity: the day opens and the ledger pays",
        "到期：營業日一開，帳本自動付款",
    ),
    "life.maturity.nobody": (
        "Nobody sent a coupon. Holders at the close of {day} were recorded first thing; block "
        "{height} then began with the payments, the bonds were burnt in the same group.",
        "無人發出派息指示。營業日一開，帳本首先記錄 {day} 收市時的持有人；"
        "第 {height} 區塊以付款開始，債券於付款的同時註銷。",
    ),
    "life.payments": ("Every payment beside its schedule", "每期應付與實付對照"),
    "life.redemption": ("principal", "本金"),
    "life.back": ("Back to fiat", "換回法幣"),
    "life.back.done": (
        "Every holder gives its cash tokens back for fiat. What is left outstanding: {supply}.",
        "所有持有人將現金代幣換回法幣。尚餘流通量：{supply}。",
    ),
    # Proofs, figures, files
    "life.proof": ("Proof for somebody who was not there", "向第三方證明"),
    "life.proof.client": (
        "{bond}: the holdings of {day} were attested in a salted tree; {account} shows that it "
        "held {amount}, with nobody else's figures (hashes shown: {steps}): {verdict}.",
        "{bond}：{day} 的持倉紀錄已獲核證。{account} 憑此證明自己持有 {amount}，"
        "無須披露其他人的任何數字（只附 {steps} 個雜湊值）：{verdict}。",
    ),
    "life.proof.verifying": ("Verifying in another process", "由另一程序核實"),
    "life.proof.holds": ("the proof holds", "證明成立"),
    "life.proof.fails": ("the proof FAILS", "證明不成立"),
    "life.proof.export": (
        "The journal was exported and is verified by another process, from the hash of the genesis "
        "alone: {blocks} blocks, {envelopes} envelopes, every signature, every rule, every root.",
        "日誌已匯出，並由另一程序只憑創世雜湊值核實：{blocks} 個區塊、{envelopes} 個信封，"
        "每個簽署、每項規則、每個根值。",
    ),
    "life.verified": ("Verified.", "核實無誤。"),
    "life.not_verified": ("NOT verified.", "核實失敗。"),
    "life.figures": (
        "Every figure again, by a query of the journal",
        "以日誌查詢重新得出每項數字",
    ),
    "life.figures.example": ("One of them:", "其中一項："),
    "life.figures.file": (
        "All of them, each with its command, are in {file}; praya run --queries prints them too.",
        "全部查詢連指令載於 {file}；praya run --queries 亦會印出。",
    ),
    "life.figures.head": (
        "Every figure of this run, asked of its journal.",
        "本次執行的每項數字，均可向其日誌查詢。",
    ),
    "life.figures.reading": ("Reading the journal for queries", "讀取日誌以供查詢"),
    "life.figures.asking": ("Asking the ledger for every figure", "向帳本查詢每項數字"),
    "life.figures.agree": (
        "{count} queries were run on the journal: every answer is the figure above.",
        "已對日誌執行 {count} 項查詢：每個答案均與上述數字相同。",
    ),
    "life.figure.minted": ("Cash tokens minted", "已發行的現金代幣"),
    "life.figure.deliveries": ("{about}: each delivery told above", "{about}：上述每項交付"),
    "life.figure.proven": ("{about}: the holding that was proven", "{about}：已證明的持倉"),
    "life.figure.primary": ("{about}: delivered against payment", "{about}：貨銀兩訖交付"),
    "life.figure.coupons": ("{about}: coupon by coupon", "{about}：逐期利息"),
    "life.figure.coupon_paid": ("{about}: coupons paid in all", "{about}：利息總額"),
    "life.figure.redeemed": ("{about}: redeemed", "{about}：贖回"),
    "life.figure.holders": ("{about}: what holders were paid", "{about}：持有人所得"),
    "life.figure.days": ("Business days opened", "已開啟的營業日"),
    "life.figure.supply": ("What is left outstanding", "尚餘流通量"),
    "life.figure.refused": ("Requests refused", "被拒絕的請求"),
    "life.figure.height": ("Last block and root of the state", "最後區塊及狀態根值"),
    "life.files": (
        "Ledger, keys, bank statements and export are in {dir}. What to do next:",
        "帳本、密鑰、銀行結單及匯出檔存於 {dir}。下一步：",
    ),
    "life.next.sql": ("Ask the ledger anything:", "向帳本提出任何查詢："),
    "life.next.prove": ("Prove one holder's position:", "證明一名持有人的持倉："),
    "life.next.proof": (
        "Check that proof without the ledger, by the hash of its last block:",
        "無須帳本，憑最後區塊的雜湊值核實該證明：",
    ),
    "life.next.verify": (
        "Verify the whole history, as somebody who was not there:",
        "以第三方身分核實全部歷史：",
    ),
    # What is wrong with a run section
    "life.wrong.object": ("an object of names and values", "由名稱及數值組成的物件"),
    "life.wrong.list": ("a list of at most {detail} objects", "最多 {detail} 個物件的列表"),
    "life.wrong.code": (
        "a code of 1 to 32 printable ASCII characters without blanks",
        "1 至 32 個可列印而無空格的 ASCII 字元組成的編號",
    ),
    "life.wrong.text": ("text of 1 to 200 characters", "1 至 200 個字元的文字"),
    "life.wrong.amount": (
        'a decimal text above zero, such as "1000000.00", in the decimals of the bond',
        '加上引號、大於零的金額（例如 "1000000.00"），小數位數與債券相同',
    ),
    "life.wrong.day": ('a day such as "2026-11-20"', '日期，例如 "2026-11-20"'),
    "life.wrong.holders": (
        "a whole number from 1 to 1000000",
        "1 至 1000000 的整數",
    ),
    "life.wrong.licence": ("one of {detail}", "下列其中之一：{detail}"),
    "life.wrong.roles": ("a list, each once, of: {detail}", "下列項目的列表，每項一次：{detail}"),
    "life.wrong.kind": ("one of {detail}", "下列其中之一：{detail}"),
    "life.wrong.attributes": (
        "a list, each once, of: {detail}",
        "下列項目的列表，每項一次：{detail}",
    ),
    "life.wrong.outcome": ("one of {detail}", "下列其中之一：{detail}"),
    "life.wrong.instrument": (
        "fixed_rate_bond, the instrument that runs",
        "可執行的工具 fixed_rate_bond",
    ),
    "life.wrong.code_once": ("a code that stands once", "只出現一次的編號"),
    "life.wrong.account_once": ("an account that is allotted once", "只獲配發一次的帳戶"),
    "life.wrong.central_bank": (
        "CENTRAL_BANK, as the first participant operates the ledger and mints cash",
        "CENTRAL_BANK，因首家參與機構營運帳本並發行現金",
    ),
    "life.wrong.open_day": (
        "a calendar whose payment days are business days of {detail}, the ledger's own",
        "其付款日均為帳本日曆 {detail} 營業日的日曆",
    ),
    "life.wrong.issuers_account": (
        "an account of the institution that owns the paying account",
        "與付款帳戶屬同一機構的帳戶",
    ),
    "life.wrong.divisible": (
        "a number of holders among whom the denominations divide the issue, such as {detail}",
        "可按面額分配發行額的持有人數目，例如 {detail}",
    ),
    "life.wrong.holders_few": (
        "at most {detail} holders where there are several tranches",
        "設有多個批次時最多 {detail} 名持有人",
    ),
    "life.wrong.sum": (
        "amounts that come to the whole issue, {detail}",
        "總和等於發行總額 {detail} 的數額",
    ),
    "life.wrong.another": ("another account than the seller's", "賣方以外的帳戶"),
    "life.wrong.holder": ("an account that holds {detail} by then", "屆時持有 {detail} 的帳戶"),
    "life.wrong.owner": (
        "accounts of participants only; {detail} is none",
        "只限參與機構的帳戶；{detail} 並非參與機構",
    ),
    "life.wrong.free_code": (
        "a code of at most {detail} characters without a slash, other than the cash token's",
        "最多 {detail} 個字元、不含斜線並有別於現金代幣的編號",
    ),
    "life.wrong.one_currency": (
        "a cash token of one currency; another tranche has it in {detail}",
        "單一貨幣的現金代幣；另一批次以 {detail} 計",
    ),
    "life.wrong.free_account": (
        "another code: those that begin so are the ledger's own",
        "其他編號：以此開首者由帳本自用",
    ),
    "life.wrong.issuer": (
        "a participant that may issue: {detail}",
        "可發行資產的參與機構：{detail}",
    ),
    "life.wrong.keeper": (
        "accounts of others: a supervisor keeps none",
        "其他機構的帳戶：監管機構不設帳戶",
    ),
    "life.wrong.asset": ("one of {detail}", "下列其中之一：{detail}"),
    "life.wrong.eligible": (
        "an account with the attributes that {detail} demands",
        "具備 {detail} 所需屬性的帳戶",
    ),
    "life.wrong.zero_payment": (
        "a rate at which each payment on the whole issue is one minor unit at least",
        "令整筆發行每期應付金額不少於一個最小單位的利率",
    ),
    "life.wrong.decimals": (
        "{detail}, the decimals of the currency, in which bank statements are kept",
        "{detail}，即貨幣的小數位數，因銀行結單以此記帳",
    ),
}
