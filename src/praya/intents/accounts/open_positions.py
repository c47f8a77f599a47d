"""Open positions of an account, and say where their payments go."""

from dataclasses import dataclass
from typing import ClassVar

from praya.base.catalogue import Phrase
from praya.base.status import Status
from praya.envelopes.participants import Licence, Role
from praya.intents import flaws
from praya.intents.flaws import Around, Flaw, Flaws
from praya.intents.lowering import Lowering, refuse
from praya.intents.permissions import ACCOUNT_KEEPERS
from praya.intents.schema import Kind, item
from praya.kernel import operations as op


@dataclass(frozen=True, slots=True)
class OpenPositions:
    """Positions in assets; coupons and redemptions of the first go to the account named."""

    VERB: ClassVar = "accounts.open_positions"
    TITLE: ClassVar = ("Open positions", "開立持倉")
    PERMITTED: ClassVar[frozenset[Licence]] = ACCOUNT_KEEPERS
    ROLE: ClassVar[Role | None] = None

    account: str = item(1, Kind.CODE, "Account", "帳戶")
    assets: tuple[str, ...] = item(2, Kind.CODES, "Asset", "資產")
    pay_to: tuple[str, ...] = item(3, Kind.CODES, "Payments to account, in asset", "收款帳戶及資產")

    def lower(self, lowering: Lowering) -> None:
        """OPEN each; with `pay_to` = (account, asset), SET its position as the payee."""
        account = lowering.own_account(self.account)
        lowering.demand_seed()
        if len(self.pay_to) not in (0, 2) or len(set(self.assets)) != len(self.assets):
            refuse(Status.INTENT_MALFORMED)
        payee = lowering.position(*self.pay_to) if self.pay_to else -1
        for code in self.assets:
            opened = lowering.build.open(account, lowering.asset(code))
            if self.pay_to:
                lowering.build.set(op.SET_PAY_TO, opened, payee)

    def flaws(self, _around: Around) -> Flaws:
        """Assets once each; a payee is an account and an asset."""
        yield from flaws.each_once("assets", self.assets)
        if len(self.pay_to) not in (0, 2):
            yield Flaw("pay_to", Phrase("flaw.payee"))
