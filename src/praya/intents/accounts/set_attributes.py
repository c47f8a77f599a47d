"""Say what an account holder is: due diligence, investor class, residence."""

from dataclasses import dataclass
from typing import ClassVar

from praya.base.attributes import ALL_ATTRIBUTES
from praya.base.status import Status
from praya.envelopes.participants import Licence, Role
from praya.intents import flaws
from praya.intents.flaws import Around, Flaws
from praya.intents.lowering import Lowering, refuse
from praya.intents.permissions import ACCOUNT_KEEPERS
from praya.intents.schema import ATTRIBUTE_FLAGS, Kind, item
from praya.kernel import operations as op


@dataclass(frozen=True, slots=True)
class SetAttributes:
    """The attribute bits of an account (`praya.base.attributes`); guards follow at once."""

    VERB: ClassVar = "accounts.set_attributes"
    TITLE: ClassVar = ("Set account attributes", "設定帳戶屬性")
    PERMITTED: ClassVar[frozenset[Licence]] = ACCOUNT_KEEPERS
    ROLE: ClassVar[Role | None] = None

    account: str = item(1, Kind.CODE, "Account", "帳戶")
    attributes: int = item(2, Kind.NUMBER, "Attributes", "屬性", flags=ATTRIBUTE_FLAGS)

    def lower(self, lowering: Lowering) -> None:
        """SET the bits; INTENT_MALFORMED for unknown ones."""
        account = lowering.own_account(self.account)
        if not 0 <= self.attributes <= ALL_ATTRIBUTES:
            refuse(Status.INTENT_MALFORMED)
        lowering.build.set(op.SET_ACCOUNT_ATTRIBUTES, account, self.attributes)

    def flaws(self, _around: Around) -> Flaws:
        """Bits that there are."""
        yield from flaws.between("attributes", self.attributes, 0, ALL_ATTRIBUTES)
