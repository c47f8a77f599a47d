"""How many decimals a currency has, as ISO 4217 lists them (maintenance agency SIX, list one).

A bank writes an amount with at most so many. It must not know assets.
"""

from typing import Final

_USUAL: Final = 2
_OTHERS: Final = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW"), 0),
    **dict.fromkeys(("PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}


def currency_decimals(currency: str) -> int:
    """Decimals of a currency's minor unit: 2 for HKD, 0 for JPY."""
    return _OTHERS.get(currency, _USUAL)
