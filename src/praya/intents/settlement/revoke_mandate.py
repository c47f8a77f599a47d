"""End a debit mandate."""

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
from praya.kernel import operations as op
from praya.kernel import tables as t


@dataclass(frozen=True, slots=True)
class RevokeMandate:
    """By the participant whose account it debits; an issuer's payment mandate cannot be."""

    VERB: ClassVar = "settlement.revoke_mandate"
    TITLE: ClassVar = ("Revoke a debit mandate", "撤銷扣帳授權")
    PERMITTED: ClassVar[frozenset[Licence]] = ANY_MARKET_PARTICIPANT
    ROLE: ClassVar[Role | None] = None

    mandate: int = item(1, Kind.NUMBER, "Mandate", "授權編號")

    def lower(self, lowering: Lowering) -> None:
        """SET it revoked. NOT_CONTROLLED; INTENT_MALFORMED if there is no such mandate."""
        state = lowering.ledger.state
        if not 1 <= self.mandate < state.rows(t.MANDATES):
            refuse(Status.INTENT_MALFORMED)
        position = state.cell(t.MANDATES, self.mandate, t.MANDATE_POSITION)
        account = state.cell(t.POSITIONS, position, t.POSITION_ACCOUNT)
        lowering.own_account(lowering.ledger.account_code(account))
        if state.cell(t.MANDATES, self.mandate, t.MANDATE_GRANTEE) == 0:
            refuse(Status.NOT_CONTROLLED)
        lowering.build.set(op.SET_MANDATE_REVOKED, self.mandate, 0)

    def flaws(self, around: Around) -> Flaws:
        """A mandate that there is."""
        most = flaws.NUMBER_MAX
        if around.ledger is not None:
            most = around.ledger.state.rows(t.MANDATES) - 1
        if most < 1:
            yield Flaw("mandate", Phrase("flaw.no_mandate"))
        elif not 1 <= self.mandate <= most:
            yield Flaw("mandate", Phrase("flaw.mandate", {"most": f"{most:,}"}))
