"""Move an amount free of payment."""

from dataclasses import dataclass
from typing import ClassVar

from praya.envelopes.participants import Licence, Role
from praya.intents import flaws
from praya.intents.flaws import Around, Flaws
from praya.intents.lowering import Lowering
from praya.intents.permissions import ANY_MARKET_PARTICIPANT
from praya.intents.schema import Kind, item


@dataclass(frozen=True, slots=True)
class Transfer:
    """From an account of an acting participant to any account."""

    VERB: ClassVar = "settlement.transfer"
    TITLE: ClassVar = ("Transfer", "轉撥")
    PERMITTED: ClassVar[frozenset[Licence]] = ANY_MARKET_PARTICIPANT
    ROLE: ClassVar[Role | None] = None

    asset: str = item(1, Kind.CODE, "Asset", "資產")
    amount: str = item(2, Kind.AMOUNT, "Amount", "數額")
    source: str = item(3, Kind.CODE, "From account", "支出帳戶")
    target: str = item(4, Kind.CODE, "To account", "收款帳戶")
    reference: str = item(5, Kind.TEXT, "Reference", "參考編號")

    def lower(self, lowering: Lowering) -> None:
        """MOVE. NOT_CONTROLLED, POSITION_UNKNOWN."""
        lowering.own_account(self.source)
        amount = lowering.amount(self.amount, self.asset)
        source = lowering.position(self.source, self.asset)
        target = lowering.position(self.target, self.asset)
        lowering.build.move(source, target, amount)

    def flaws(self, around: Around) -> Flaws:
        """The amount."""
        yield from flaws.amount("amount", self.amount, self.asset, around)
