"""Who takes part in the 2023 bond, with what licence, accounts and money.

Names and roles are public (`about` in the term sheet); the allotment is not, and is ours.
"""

from dataclasses import dataclass
from typing import Final

from praya.base.attributes import Attribute
from praya.envelopes.participants import Licence, Role

PROFESSIONAL: Final = int(Attribute.IDENTIFIED | Attribute.PROFESSIONAL)
RETAIL: Final = int(Attribute.IDENTIFIED)


@dataclass(frozen=True, slots=True)
class PartyRow:
    """One institution."""

    code: str
    english: str
    chinese: str
    licence: Licence
    roles: tuple[Role, ...]


PARTIES: Final = (
    PartyRow(
        "HKMA",
        "Hong Kong Monetary Authority",
        "香港金融管理局",
        Licence.CENTRAL_BANK,
        (Role.OPERATOR, Role.CALENDAR),
    ),
    PartyRow(
        "HKSARG",
        "Government of the HKSAR",
        "香港特別行政區政府",
        Licence.GOVERNMENT,
        (),
    ),
    PartyRow("HSBC", "HSBC", "滙豐", Licence.BANK, ()),
    PartyRow("BOCHK", "Bank of China (Hong Kong)", "中國銀行（香港）", Licence.BANK, ()),
    PartyRow("CACIB", "Crédit Agricole CIB", "東方匯理銀行", Licence.BANK, ()),
    PartyRow("GSASIA", "Goldman Sachs (Asia)", "高盛（亞洲）", Licence.BROKER, ()),
)

# account, owner, attributes; every account holds cash tokens
ACCOUNTS: Final = (
    ("HKSARG.PAYING", "HKSARG", PROFESSIONAL),
    ("HKSARG.SUSPENSE", "HKSARG", PROFESSIONAL),
    ("HSBC.AGENT", "HSBC", PROFESSIONAL),
    ("HSBC.HOUSE", "HSBC", PROFESSIONAL),
    ("HSBC.CLIENT.1042", "HSBC", RETAIL),
    ("BOCHK.HOUSE", "BOCHK", PROFESSIONAL),
    ("BOCHK.CLIENT.0007", "BOCHK", PROFESSIONAL),
    ("CACIB.HOUSE", "CACIB", PROFESSIONAL),
    ("GSASIA.HOUSE", "GSASIA", PROFESSIONAL),
)

# account, minor units minted to it for its allotment
ALLOTMENTS: Final = (
    ("HSBC.HOUSE", 240_000_000_00),
    ("BOCHK.HOUSE", 280_000_000_00),
    ("CACIB.HOUSE", 120_000_000_00),
    ("GSASIA.HOUSE", 160_000_000_00),
)

# account, minor units of cash it brings for the secondary market
SECONDARY_CASH: Final = (("BOCHK.CLIENT.0007", 20_050_000_00),)
