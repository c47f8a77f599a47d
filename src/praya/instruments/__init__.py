"""The instruments the ledger knows: one file per asset type, registered here by name.

To add one, write its file and its row. This package must not know intents or the kernel.
"""

from typing import Final

from praya.instruments import cash_token, fixed_rate_bond
from praya.instruments.instrument import Instrument

INSTRUMENTS: Final[dict[str, Instrument]] = {
    cash_token.NAME: cash_token,
    fixed_rate_bond.NAME: fixed_rate_bond,
}
