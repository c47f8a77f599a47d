"""Suspend a participant, or restore it: from the next block its signatures count for nothing."""

from dataclasses import dataclass
from typing import ClassVar, Final

from praya.base.catalogue import Phrase
from praya.base.status import Status
from praya.envelopes.participants import Licence, Role
from praya.intents import flaws
from praya.intents.flaws import Around, Flaw, Flaws
from praya.intents.lowering import Lowering, refuse
from praya.intents.permissions import ANYBODY
from praya.intents.schema import Kind, item
from praya.kernel import operations as op
from praya.kernel import tables as t

CHANGES: Final = {
    op.GOVERN_SUSPEND: ("suspended", "暫停"),
    op.GOVERN_RESTORE: ("restored", "恢復"),
}


@dataclass(frozen=True, slots=True)
class SuspendParticipant:
    """By an operator, with the reason. An operator never suspends itself: nobody could restore."""

    VERB: ClassVar = "governance.suspend_participant"
    TITLE: ClassVar = ("Suspend or restore a participant", "暫停或恢復參與機構")
    PERMITTED: ClassVar[frozenset[Licence]] = ANYBODY
    ROLE: ClassVar[Role | None] = Role.OPERATOR

    participant: str = item(1, Kind.CODE, "Participant", "參與機構")
    change: int = item(2, Kind.NUMBER, "Change", "變更", names=CHANGES)
    reason: str = item(3, Kind.TEXT, "Reason", "原因")

    def lower(self, lowering: Lowering) -> None:
        """GOVERN. PARTICIPANT_UNKNOWN, INTENT_MALFORMED."""
        number = lowering.participant(self.participant)
        # Judged before this block, two operators could suspend each other in it.
        state = lowering.ledger.state.cell(t.PARTICIPANTS, lowering.requester, t.PARTICIPANT_STATE)
        if state != t.PARTICIPANT_ACTIVE:
            refuse(Status.PARTICIPANT_SUSPENDED)
        if self.change not in CHANGES or not self.reason.strip():
            refuse(Status.INTENT_MALFORMED)
        if self.participant in lowering.acting:
            refuse(Status.INTENT_MALFORMED)
        lowering.build.govern(self.change, number)

    def flaws(self, around: Around) -> Flaws:
        """A known change, a reason, and somebody else."""
        yield from flaws.one_of("change", self.change, CHANGES)
        yield from flaws.not_blank("reason", self.reason)
        if self.participant in around.acting:
            yield Flaw("participant", Phrase("flaw.other_participant"))
