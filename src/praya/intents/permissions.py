"""Which licences permit which requests: the sets that intents name."""

from typing import Final

from praya.envelopes.participants import Licence

ANY_MARKET_PARTICIPANT: Final = frozenset(set(Licence) - {Licence.SUPERVISOR})
ANYBODY: Final = frozenset(Licence)
CASH_ISSUERS: Final = frozenset({Licence.CENTRAL_BANK, Licence.BANK})
ASSET_ISSUERS: Final = frozenset(
    {Licence.CENTRAL_BANK, Licence.GOVERNMENT, Licence.BANK, Licence.CORPORATE}
)
ACCOUNT_KEEPERS: Final = ANY_MARKET_PARTICIPANT
