"""Errors of bank statements and what is minted against them: what, why and cure.

They must not know how they are shown.
"""

from typing import Final

from praya.base.catalogue.entries import Entry, ExitClass, Words

STATEMENT_ERRORS: Final[dict[str, Words]] = {
    "STATEMENT_REFUSED": Words(
        Entry(
            "The bank statement does not fit, and nothing is minted. Problems: {problems}.",
            "Cash tokens are minted against a statement as a whole, or not at all.",
            (
                "Do what each problem says, and never change the bank's file; the reference of "
                "statements has every rule."
            ),
        ),
        Entry(
            "銀行結單不符，故沒有發行任何代幣。問題：{problems}。",
            "現金代幣須按整份結單發行；只要有一項不符，便一概不發行。",
            "請按每項問題所述處理，切勿自行更改銀行的檔案；所有規則載於結單參考文件。",
        ),
        ExitClass.BAD_INPUT,
    ),
    "STATEMENT_SIGNER": Words(
        Entry(
            "The keys in {dir} are those of {signer}; {asset} is issued by {issuer}.",
            "Only the issuer of a cash token mints it.",
            "Name the key folder of {issuer} with --keys.",
        ),
        Entry(
            "{dir} 內的密鑰屬於 {signer}；{asset} 由 {issuer} 發行。",
            "只有發行人可以發行其現金代幣。",
            "請以 --keys 指定 {issuer} 的密鑰資料夾。",
        ),
        ExitClass.BAD_INPUT,
    ),
}
