"""The words for what a field of a request should have been.

They must not know which request is meant, nor how they are shown.
"""

from typing import Final

FLAW_TALK: Final[dict[str, tuple[str, str]]] = {
    "flaw.missing": ("{name} is missing", "欠缺 {name}"),
    "flaw.unknown": ("field {name} is unknown to this request", "此請求沒有欄位 {name}"),
    "flaw.named": (
        "{file}: what is wrong with the request: {problems}",
        "{file}：請求的錯誤之處：{problems}",
    ),
    "flaw.unnamed": (
        "each field has its form; the envelope lacks a seed, or its rows are not as demanded",
        "各欄位格式正確；信封欠缺種子，或各行不符要求",
    ),
    # The form of a field, whatever the request is.
    "flaw.code": (
        "a code of 1 to 32 printable ASCII characters without blanks",
        "代碼，由 1 至 32 個可列印的英數字元或符號組成，不含空格",
    ),
    "flaw.text": ("text of at most 1,024 bytes", "最多 1,024 位元組的文字"),
    "flaw.amount": (
        "a positive amount as plain decimal text, such as “40.00”",
        "正數金額，以十進制文字表示，例如「40.00」",
    ),
    "flaw.day": ("a day, as days since 1970-01-01", "日期，以 1970-01-01 起的日數表示"),
    "flaw.time": (
        "a time, as milliseconds since 1970-01-01 UTC; 0 for none",
        "時間，以協調世界時 1970-01-01 起的毫秒表示；0 表示沒有",
    ),
    "flaw.number": ("a whole number of 64 bits", "64 位元整數"),
    "flaw.bytes": ("bytes", "位元組串"),
    "flaw.codes": ("a list of at most 2,048 codes", "清單，最多 2,048 個代碼"),
    "flaw.map": ("a map of numbered fields", "以編號為鍵的映射"),
    "flaw.records": ("a list of at most 2,048 maps", "清單，最多 2,048 個映射"),
    # What a request asks of a field beyond its form.
    "flaw.decimals": (
        "a positive amount with exactly {decimals} decimals, as {asset} has",
        "正數金額，小數位數須與 {asset} 相同，即 {decimals} 位",
    ),
    "flaw.between": (
        "a whole number from {least} to {most}",
        "由 {least} 至 {most} 的整數",
    ),
    "flaw.at_most_one": ("one code or none", "一個代碼或不填"),
    "flaw.each_once": ("each code once", "每個代碼只列一次"),
    "flaw.not_blank": ("some words", "須填寫文字"),
    "flaw.one_of": ("one of: {words}", "以下其一：{words}"),
    "flaw.digest": ("{bytes} bytes", "{bytes} 位元組"),
    "flaw.digest_or_none": ("{bytes} bytes or none", "{bytes} 位元組或不填"),
    "flaw.bytes_max": ("at most {bytes} bytes", "最多 {bytes} 位元組"),
    "flaw.only_by_proof": (
        "nothing: only a hold by proof has conditions",
        "不填：只有憑證明解除的預留才有條件",
    ),
    "flaw.pay_out": (
        "both target and amount to pay out, or neither to give back",
        "付出時須同時填寫付予帳戶及數額；退回時兩者均不填",
    ),
    "flaw.period": (
        "both period_days and period_amount, or neither",
        "每期日數及每期上限須同時填寫，或兩者均不填",
    ),
    "flaw.hold_asset": ("{asset}, of which this hold is", "此預留的資產 {asset}"),
    "flaw.mandate": (
        "the number of a mandate on this ledger, from 1 to {most}",
        "此帳本上的授權編號，由 1 至 {most}",
    ),
    "flaw.no_mandate": (
        "the number of a mandate: there is none on this ledger",
        "授權編號：此帳本沒有任何授權",
    ),
    "flaw.other_participant": (
        "a participant that does not act itself",
        "並非行事機構本身的參與機構",
    ),
    "flaw.keeps_role": (
        "a document that keeps the role of operator for the first who acts",
        "首個行事機構須保留營運者角色的文件",
    ),
    "flaw.receipt": (
        "printable ASCII words with single blanks between",
        "可列印的英數字元或符號，字詞之間只有一個空格",
    ),
    "flaw.asset_code": (
        "a code of at most {most} characters without a slash",
        "最多 {most} 個字元的代碼，不含斜線",
    ),
    "flaw.account_record": (
        "maps of code (1; not beginning with ISSUE:), kind (2; 0 to {kinds}) and attributes (3; "
        "0 to {attributes})",
        "映射清單：代碼（1，不以發行帳戶的字首開頭）、類別（2，0 至 {kinds}）"
        "及屬性（3，0 至 {attributes}）",
    ),
    "flaw.paid_in": ("one of the assets that are opened", "所開立資產之一"),
    "flaw.payee": ("an account and an asset, or nothing", "一個帳戶及一個資產，或不填"),
}
