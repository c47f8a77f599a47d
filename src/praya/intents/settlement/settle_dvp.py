"""Delivery versus payment: securities and cash change hands together or not at all.

Both sides sign the one envelope (BIS model 1: gross, simultaneous). Finality is the block.
"""

from dataclasses import dataclass
from typing import ClassVar

from praya.base.status import Status
from praya.envelopes.participants import Licence, Role
from praya.intents import flaws
from praya.intents.flaws import Around, Flaws
from praya.intents.lowering import Lowering, refuse
from praya.intents.permissions import ANY_MARKET_PARTICIPANT
from praya.intents.schema import Kind, item


@dataclass(frozen=True, slots=True)
class SettleDvp:
    """A trade between a seller and a buyer, settled today."""

    VERB: ClassVar = "settlement.settle_dvp"
    TITLE: ClassVar = ("Delivery versus payment", "貨銀兩訖")
    PERMITTED: ClassVar[frozenset[Licence]] = ANY_MARKET_PARTICIPANT
    ROLE: ClassVar[Role | None] = None

    security: str = item(1, Kind.CODE, "Security", "證券")
    quantity: str = item(2, Kind.AMOUNT, "Nominal amount", "面額")
    seller: str = item(3, Kind.CODE, "Seller's securities account", "賣方證券帳戶")
    buyer: str = item(4, Kind.CODE, "Buyer's securities account", "買方證券帳戶")
    cash: str = item(5, Kind.CODE, "Cash token", "現金代幣")
    amount: str = item(6, Kind.AMOUNT, "Settlement amount", "結算金額")
    payer: str = item(7, Kind.CODE, "Buyer's cash account", "買方現金帳戶")
    payee: str = item(8, Kind.CODE, "Seller's cash account", "賣方現金帳戶")
    settlement_date: int = item(9, Kind.DAY, "Settlement date", "結算日")
    trade_reference: str = item(10, Kind.TEXT, "Trade reference", "交易編號")

    def lower(self, lowering: Lowering) -> None:
        """Two MOVEs in one group. SETTLEMENT_DATE_DIFFERS, NOT_CONTROLLED, POSITION_UNKNOWN."""
        if self.settlement_date != lowering.ledger.state.business_date:
            refuse(Status.SETTLEMENT_DATE_DIFFERS)
        lowering.own_account(self.seller)
        lowering.own_account(self.payer)
        quantity = lowering.amount(self.quantity, self.security)
        amount = lowering.amount(self.amount, self.cash)
        lowering.build.move(
            lowering.position(self.seller, self.security),
            lowering.position(self.buyer, self.security),
            quantity,
        )
        lowering.build.move(
            lowering.position(self.payer, self.cash),
            lowering.position(self.payee, self.cash),
            amount,
        )

    def flaws(self, around: Around) -> Flaws:
        """Quantity and amount."""
        yield from flaws.amount("quantity", self.quantity, self.security, around)
        yield from flaws.amount("amount", self.amount, self.cash, around)
