"""Change what an issuer may change of an asset: its limit, its demands, its pause."""

from dataclasses import dataclass
from typing import ClassVar, Final

from praya.base.attributes import ALL_ATTRIBUTES
from praya.base.limits import AMOUNT_MAX
from praya.base.status import Status
from praya.envelopes.participants import Licence, Role
from praya.intents import flaws
from praya.intents.flaws import Around, Flaws
from praya.intents.lowering import Lowering, refuse
from praya.intents.permissions import ASSET_ISSUERS
from praya.intents.schema import Kind, item
from praya.kernel import operations as op

CHANGES: Final = {
    op.SET_ASSET_REQUIRED: ("required attributes", "所需屬性"),
    op.SET_ASSET_PAUSED: ("paused (1) or running (0)", "暫停 (1) 或運作 (0)"),
    op.SET_ISSUE_LIMIT: ("issue limit in minor units", "發行上限（最小單位）"),
}


@dataclass(frozen=True, slots=True)
class AmendAsset:
    """One attribute of an asset."""

    VERB: ClassVar = "issuance.amend_asset"
    TITLE: ClassVar = ("Amend an asset", "修訂資產")
    PERMITTED: ClassVar[frozenset[Licence]] = ASSET_ISSUERS
    ROLE: ClassVar[Role | None] = None

    asset: str = item(1, Kind.CODE, "Asset", "資產")
    change: int = item(2, Kind.NUMBER, "Change", "修訂項目", names=CHANGES)
    value: int = item(3, Kind.NUMBER, "Value", "數值")

    def lower(self, lowering: Lowering) -> None:
        """SET it; the issuer must act. NOT_ISSUER, INTENT_MALFORMED, INSTRUMENT_DIFFERS."""
        asset = lowering.own_asset(self.asset)
        if self.change not in CHANGES or self.value < 0:
            refuse(Status.INTENT_MALFORMED)
        if self.change == op.SET_ASSET_REQUIRED and self.value > ALL_ATTRIBUTES:
            refuse(Status.INTENT_MALFORMED)
        if self.change == op.SET_ISSUE_LIMIT:  # a security's payments were promised for its size
            lowering.demand_instrument(self.asset, cash=True)
        lowering.build.set(self.change, asset, self.value)

    def flaws(self, _around: Around) -> Flaws:
        """A known change, and a value that it takes."""
        yield from flaws.one_of("change", self.change, CHANGES)
        most = ALL_ATTRIBUTES if self.change == op.SET_ASSET_REQUIRED else AMOUNT_MAX
        yield from flaws.between("value", self.value, 0, most)
