"""Give cash tokens back for money paid outside."""

from dataclasses import dataclass
from typing import ClassVar

from praya.envelopes.participants import Licence, Role
from praya.intents import flaws
from praya.intents.flaws import Around, Flaws
from praya.intents.lowering import Lowering
from praya.intents.permissions import ANY_MARKET_PARTICIPANT
from praya.intents.schema import Kind, item


@dataclass(frozen=True, slots=True)
class RedeemCash:
    """The holder's tokens are burnt; the issuer owes the fiat to the account stated."""

    VERB: ClassVar = "issuance.redeem_cash"
    TITLE: ClassVar = ("Redeem cash tokens", "贖回現金代幣")
    PERMITTED: ClassVar[frozenset[Licence]] = ANY_MARKET_PARTICIPANT
    ROLE: ClassVar[Role | None] = None

    asset: str = item(1, Kind.CODE, "Cash token", "現金代幣")
    amount: str = item(2, Kind.AMOUNT, "Amount", "金額")
    account: str = item(3, Kind.CODE, "From account", "支出帳戶")
    pay_to: str = item(4, Kind.TEXT, "Pay fiat to", "法幣收款帳戶")

    def lower(self, lowering: Lowering) -> None:
        """MOVE back to issuance. NOT_CONTROLLED, INSTRUMENT_DIFFERS, POSITION_UNKNOWN."""
        lowering.own_account(self.account)
        lowering.demand_instrument(self.asset, cash=True)
        amount = lowering.amount(self.amount, self.asset)
        source = lowering.position(self.account, self.asset)
        lowering.build.move(source, lowering.issuance(lowering.asset(self.asset)), amount)

    def flaws(self, around: Around) -> Flaws:
        """The amount."""
        yield from flaws.amount("amount", self.amount, self.asset, around)
