"""How many decimals a currency has: a bank writes an amount with at most so many.

It must not know assets.
"""

from typing import Final

from praya.instruments.currencies import ISO_4217

_USUAL: Final = 2


def currency_decimals(currency: str) -> int:
    """Decimals of a currency's minor unit by ISO 4217: 2 for HKD, 0 for JPY; 2 if it has none."""
    decimals = ISO_4217.get(currency)
    return _USUAL if decimals is None else decimals
