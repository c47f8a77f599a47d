"""Currencies of ISO 4217 (list one of its maintenance agency, SIX, as of 1 January 2026).

For whoever reads what people and banks write. A ledger never judges by this list: it is amended
every few months, and replicas with different editions would part. The code of transactions without
any currency is left out: nothing is owed in it. It must not know assets.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Final

_NONE: Final = "XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA"
_WHOLE: Final = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_TWO: Final = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD "
    "CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS "
    "GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD "
    "LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB "
    "PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP "
    "SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW "
    "ZWG"
)
_THREE: Final = "BHD IQD JOD KWD LYD OMR TND"
_FOUR: Final = "CLF UYW"

ISO_4217: Final[
    Mapping[str, int | None]
] = {  # decimals of the minor unit; None where there is none
    **dict.fromkeys(_NONE.split()),
    **dict.fromkeys(_WHOLE.split(), 0),
    **dict.fromkeys(_TWO.split(), 2),
    **dict.fromkeys(_THREE.split(), 3),
    **dict.fromkeys(_FOUR.split(), 4),
}
# What dealers write, and the standard does not list.
_SPOKEN: Final = {
    **dict.fromkeys(("RMB", "CNH", "YUAN"), "CNY"),
    **dict.fromkeys(("HK$", "HK", "HKDOLLAR"), "HKD"),
    **dict.fromkeys(("US$", "US", "$"), "USD"),
    **dict.fromkeys(("EURO", "€"), "EUR"),
    **dict.fromkeys(("UKP", "STG", "GBX", "£"), "GBP"),
    **dict.fromkeys(("NTD", "NT$"), "TWD"),
}
_CHARACTERS_MAX: Final = 12  # nothing longer was meant for a code


def near_currencies(written: str) -> tuple[str, ...]:
    """The currencies that were probably meant, the likeliest first; none where nothing is near."""
    text = written.strip().upper()
    if len(text) > _CHARACTERS_MAX:
        return ()
    if text in _SPOKEN:
        return (_SPOKEN[text],)
    if text in ISO_4217:
        return (text,)
    # The first two letters are those of the country, and are rarely what was mistyped.
    same = tuple(code for code in ISO_4217 if code[:2] == text[:2])
    return same[:2] or tuple(get_close_matches(text, ISO_4217, n=2))
