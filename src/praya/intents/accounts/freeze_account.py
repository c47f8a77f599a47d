"""Freeze or release an account: nothing out, nothing in, or both."""

from dataclasses import dataclass
from typing import ClassVar, Final

from praya.base.status import Status
from praya.envelopes.participants import Licence, Role
from praya.intents import flaws
from praya.intents.flaws import Around, Flaws
from praya.intents.lowering import Lowering, refuse
from praya.intents.permissions import ACCOUNT_KEEPERS
from praya.intents.schema import Kind, item
from praya.kernel import operations as op

FREEZES: Final = {
    0: ("released", "解除凍結"),
    1: ("debits frozen", "凍結扣帳"),
    2: ("credits frozen", "凍結入帳"),
    3: ("frozen", "全面凍結"),
}


@dataclass(frozen=True, slots=True)
class FreezeAccount:
    """The freezes of an account, with the reason that will be asked for later."""

    VERB: ClassVar = "accounts.freeze_account"
    TITLE: ClassVar = ("Freeze or release an account", "凍結或解凍帳戶")
    PERMITTED: ClassVar[frozenset[Licence]] = ACCOUNT_KEEPERS
    ROLE: ClassVar[Role | None] = None

    account: str = item(1, Kind.CODE, "Account", "帳戶")
    freeze: int = item(2, Kind.NUMBER, "Freeze", "凍結", names=FREEZES)
    reason: str = item(3, Kind.TEXT, "Reason", "原因")

    def lower(self, lowering: Lowering) -> None:
        """SET the flags; the keeper of the account must act. INTENT_MALFORMED."""
        account = lowering.own_account(self.account)
        if self.freeze not in FREEZES or not self.reason.strip():
            refuse(Status.INTENT_MALFORMED)
        lowering.build.set(op.SET_ACCOUNT_FLAGS, account, self.freeze)

    def flaws(self, _around: Around) -> Flaws:
        """A known freeze, and a reason."""
        yield from flaws.one_of("freeze", self.freeze, FREEZES)
        yield from flaws.not_blank("reason", self.reason)
