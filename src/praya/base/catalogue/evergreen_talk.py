"""The words in which the life of the 2023 bond is told, English and Traditional Chinese."""

from typing import Final

EVERGREEN_TALK: Final[dict[str, tuple[str, str]]] = {
    "evergreen.title": (
        "HK$800 million tokenised government green bond, February 2023: its whole life",
        "2023 年 2 月發行、八億港元政府代幣化綠色債券的一生",
    ),
    "evergreen.preparing": (
        "Preparing the ledger. The first time on a machine its kernel is compiled (a minute) ...",
        "正在準備帳本。首次在本機執行時須編譯核心（約一分鐘）……",
    ),
    "evergreen.step": ("{day}  {title}", "{day}　{title}"),
    "evergreen.institutions": ("The institutions", "參與機構"),
    "evergreen.institutions.keys": (
        "Each institution has made keys of its own (Ed25519 and ML-DSA-65, both needed) in a "
        "folder of its own, and sends the ledger signed envelopes only.",
        "每家機構在自己的資料夾內產生金鑰（Ed25519 及 ML-DSA-65，兩者缺一不可），"
        "只向帳本送交已簽署的信封。",
    ),
    "evergreen.cash": ("Cash tokens against fiat", "以法幣換取現金代幣"),
    "evergreen.cash.minted": (
        "The banks pay Hong Kong dollars to the HKMA, which mints cash tokens one for one, once "
        "for each receipt.",
        "銀行向金管局繳付港元，金管局按每張收款憑證一對一發行現金代幣，每張只可使用一次。",
    ),
    "evergreen.receipt_twice": (
        "The same receipt sent a second time",
        "重覆提交同一收款憑證",
    ),
    "evergreen.pricing": ("Pricing", "定價"),
    "evergreen.pricing.terms": (
        "Priced at {price} with a coupon of {rate}% for {days} days. The term sheet is data: the "
        "bond, its issue limit, one coupon and its redemption are defined by it, and the issuer "
        "gives the ledger a mandate to pay them.",
        "以 {price} 定價，票面息率 {rate}%，年期 {days} 日。條款書是資料：債券、發行上限、"
        "一次票息及贖回均由其訂立，發行人並授權帳本到期付款。",
    ),
    "evergreen.primary": (
        "Primary settlement, T+1: delivery versus payment",
        "一級市場結算（T+1）：貨銀兩訖",
    ),
    "evergreen.primary.atomic": (
        "The agent and each bank sign one envelope: security tokens against cash tokens, together "
        "or not at all.",
        "代理人與每家銀行簽署同一信封：證券代幣與現金代幣同時轉撥，缺一不可。",
    ),
    "evergreen.secondary": ("The secondary market", "二級市場"),
    "evergreen.secondary.settled": (
        "{seller} sells HK${quantity} nominal to {buyer} for HK${amount}",
        "{seller} 以 {amount} 港元向 {buyer} 出售面額 {quantity} 港元",
    ),
    "evergreen.no_cash": (
        "{buyer} buys HK${quantity} without the cash",
        "{buyer} 在現金不足下買入面額 {quantity} 港元",
    ),
    "evergreen.ineligible": (
        "A sale to {buyer}, who is no professional investor",
        "售予非專業投資者 {buyer}",
    ),
    "evergreen.proceeds": (
        "The Government takes its proceeds: {amount} of cash tokens go back to fiat.",
        "政府提取發行所得：{amount} 港元現金代幣換回法幣。",
    ),
    "evergreen.year": ("A year passes", "一年過去"),
    "evergreen.year.days": (
        "{count} business days are opened, by Hong Kong's calendar, a document on the ledger.",
        "按帳本內的香港日曆文件，逐一開啟 {count} 個營業日。",
    ),
    "evergreen.opening_days": ("Opening business days", "開啟營業日"),
    "evergreen.closed_day": (
        "Opening {day}, {name}",
        "在{name} {day} 開市",
    ),
    "evergreen.funding": (
        "The Government funds its paying account with {amount}: principal and one coupon.",
        "政府向付款帳戶存入 {amount} 港元：本金及一次票息。",
    ),
    "evergreen.maturity": (
        "Maturity: the day opens and the ledger pays",
        "到期：開市時帳本自動付款",
    ),
    "evergreen.maturity.nobody": (
        "Nobody sent a coupon. Holders at the close of {day} were recorded first thing; block "
        "{height} then began with the payments, the bonds were burnt in the same group.",
        "無人發出付息指示。開市首先記錄 {day} 收市時的持有人；第 {height} 區塊以付款開始，"
        "債券在同一組內註銷。",
    ),
    "evergreen.holder": ("Holder", "持有人"),
    "evergreen.account": ("Account", "帳戶"),
    "evergreen.institution": ("Institution", "機構"),
    "evergreen.code": ("Code", "編號"),
    "evergreen.licence": ("Licence", "牌照"),
    "evergreen.roles": ("Duties", "職責"),
    "evergreen.nominal": ("Nominal HK$", "面額（港元）"),
    "evergreen.coupon": ("Coupon HK$", "票息（港元）"),
    "evergreen.principal": ("Principal HK$", "本金（港元）"),
    "evergreen.paid": ("Paid HK$", "繳付（港元）"),
    "evergreen.all": ("Total", "合計"),
    "evergreen.back": ("Back to fiat", "換回法幣"),
    "evergreen.back.done": (
        "Every holder gives its cash tokens back for fiat. Supply of HKD: {cash}; "
        "of the bond: {bond}.",
        "所有持有人將現金代幣換回法幣。港元代幣供應：{cash}；債券供應：{bond}。",
    ),
    "evergreen.proof": ("Proof for somebody who was not there", "向不在場者證明"),
    "evergreen.proof.client": (
        "The holdings of {day} were attested in a salted tree; {account} shows, with {steps} "
        "hashes and nobody else's figures, that it held {amount}: {verdict}.",
        "{day} 的持倉以加鹽雜湊樹證明；{account} 憑 {steps} 個雜湊值，無須披露他人數字，"
        "證明其持有 {amount}：{verdict}。",
    ),
    "evergreen.proof.holds": ("the proof holds", "證明成立"),
    "evergreen.proof.fails": ("the proof FAILS", "證明不成立"),
    "evergreen.proof.export": (
        "The journal was exported and is verified by another process, from the hash of the genesis "
        "alone: {blocks} blocks, {envelopes} envelopes, every signature, every rule, every root.",
        "日誌已匯出，並由另一程序只憑創世雜湊值驗證：{blocks} 個區塊、{envelopes} 個信封，"
        "每個簽署、每項規則、每個根值。",
    ),
    "evergreen.verified": ("Verified.", "驗證成功。"),
    "evergreen.not_verified": ("NOT verified.", "驗證失敗。"),
    "evergreen.files": (
        "Ledger, keys and export are in {dir}. To repeat the check:",
        "帳本、金鑰及匯出檔存於 {dir}。如要重覆驗證：",
    ),
    "evergreen.applied": ("settled in block {height}", "已於第 {height} 區塊結算"),
    "evergreen.refused": ("refused: {status} - {why}", "拒絕：{status}－{why}"),
    "run.about_dir": ("Folder for the run; default: a new one.", "執行資料夾；預設為新資料夾。"),
    "run.more": (
        "NAME is a scenario: evergreen-2023. The run makes a ledger, keys and an export of its "
        "own.",
        "NAME 為情景名稱：evergreen-2023。執行時會建立獨立的帳本、金鑰及匯出檔。",
    ),
}
