"""Let another participant debit an account, within stated limits."""

from dataclasses import dataclass
from typing import ClassVar

from praya.base.catalogue import Phrase
from praya.base.status import Status
from praya.envelopes.participants import Licence, Role
from praya.intents import flaws
from praya.intents.flaws import Around, Flaw, Flaws
from praya.intents.lowering import Lowering, refuse
from praya.intents.permissions import ANY_MARKET_PARTICIPANT
from praya.intents.schema import Kind, item


@dataclass(frozen=True, slots=True)
class GrantMandate:
    """A standing right, with what remains in all, what a period allows, and an expiry."""

    VERB: ClassVar = "settlement.grant_mandate"
    TITLE: ClassVar = ("Grant a debit mandate", "授出扣帳授權")
    PERMITTED: ClassVar[frozenset[Licence]] = ANY_MARKET_PARTICIPANT
    ROLE: ClassVar[Role | None] = None

    account: str = item(1, Kind.CODE, "Account", "帳戶")
    asset: str = item(2, Kind.CODE, "Asset", "資產")
    grantee: str = item(3, Kind.CODE, "To participant", "獲授權機構")
    amount: str = item(4, Kind.AMOUNT, "In all", "總額上限")
    period_days: int = item(5, Kind.NUMBER, "Period in days", "每期日數")
    period_amount: str = item(6, Kind.AMOUNT, "In each period", "每期上限")
    expiry: int = item(7, Kind.TIME, "Expires", "到期時間")

    def lower(self, lowering: Lowering) -> None:
        """DEFINE the mandate. NOT_CONTROLLED, POSITION_UNKNOWN, INTENT_MALFORMED."""
        lowering.own_account(self.account)
        position = lowering.position(self.account, self.asset)
        amount = lowering.amount(self.amount, self.asset)
        if not 0 <= self.period_days < 2**31 or bool(self.period_days) != bool(self.period_amount):
            refuse(Status.INTENT_MALFORMED)
        limit = lowering.amount(self.period_amount, self.asset) if self.period_days else 0
        grantee = lowering.participant(self.grantee)
        period = (self.period_days, limit, self.expiry)
        lowering.build.define_mandate(position, amount, grantee, period=period)

    def flaws(self, around: Around) -> Flaws:
        """A period has days and an amount, or neither."""
        yield from flaws.amount("amount", self.amount, self.asset, around)
        if self.period_amount:
            yield from flaws.amount("period_amount", self.period_amount, self.asset, around)
        yield from flaws.between("period_days", self.period_days, 0, flaws.NUMBER_MAX)
        if bool(self.period_days) != bool(self.period_amount):
            name = "period_amount" if self.period_days else "period_days"
            yield Flaw(name, Phrase("flaw.period"))
