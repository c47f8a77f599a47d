"""Issue units of a security to an account, within its issue limit."""

from dataclasses import dataclass
from typing import ClassVar

from praya.envelopes.participants import Licence, Role
from praya.intents import flaws
from praya.intents.flaws import Around, Flaws
from praya.intents.lowering import Lowering
from praya.intents.permissions import ASSET_ISSUERS
from praya.intents.schema import Kind, item


@dataclass(frozen=True, slots=True)
class IssueUnits:
    """Created to the account from which they are sold, usually the issuer's agent's."""

    VERB: ClassVar = "issuance.issue_units"
    TITLE: ClassVar = ("Issue units", "發行單位")
    PERMITTED: ClassVar[frozenset[Licence]] = ASSET_ISSUERS
    ROLE: ClassVar[Role | None] = None

    asset: str = item(1, Kind.CODE, "Asset", "資產")
    amount: str = item(2, Kind.AMOUNT, "Nominal amount", "面額")
    account: str = item(3, Kind.CODE, "To account", "入帳帳戶")

    def lower(self, lowering: Lowering) -> None:
        """MOVE from issuance. NOT_ISSUER, INSTRUMENT_DIFFERS, POSITION_UNKNOWN."""
        asset = lowering.own_asset(self.asset)
        lowering.demand_instrument(self.asset, cash=False)
        amount = lowering.amount(self.amount, self.asset)
        target = lowering.position(self.account, self.asset)
        lowering.build.move(lowering.issuance(asset), target, amount)

    def flaws(self, around: Around) -> Flaws:
        """The amount."""
        yield from flaws.amount("amount", self.amount, self.asset, around)
