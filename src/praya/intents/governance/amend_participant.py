"""Change a participant's document: its licence, roles, keys or key policy."""

from dataclasses import dataclass
from typing import ClassVar

from praya.base.catalogue import Phrase
from praya.base.errors import PrayaError
from praya.base.signing import Suite
from praya.base.status import Status
from praya.envelopes.participants import (
    Licence,
    Role,
    participant_document_name,
    participant_from_document,
)
from praya.intents.flaws import Around, Flaw, Flaws
from praya.intents.governance.admit_participant import read_participant
from praya.intents.lowering import Lowering, refuse
from praya.intents.permissions import ANYBODY
from praya.intents.schema import Kind, item


@dataclass(frozen=True, slots=True)
class AmendParticipant:
    """By an operator together with the participant itself; in force from the next block.

    An operator never gives up that role by itself: nobody might be left to give it again.
    """

    VERB: ClassVar = "governance.amend_participant"
    TITLE: ClassVar = ("Amend a participant", "修訂參與機構")
    PERMITTED: ClassVar[frozenset[Licence]] = ANYBODY
    ROLE: ClassVar[Role | None] = Role.OPERATOR

    document: bytes = item(1, Kind.BYTES, "Participant's document", "參與機構文件")

    def lower(self, lowering: Lowering) -> None:
        """PUT the next version.

        KEYS_INVALID, PARTICIPANT_UNKNOWN, NOT_CONTROLLED, INTENT_MALFORMED.
        """
        participant = read_participant(lowering, self.document)
        code = participant.code
        lowering.participant(code)
        if code not in lowering.acting:
            refuse(Status.NOT_CONTROLLED)
        if code == lowering.acting[0] and Role.OPERATOR not in participant.roles:
            refuse(Status.INTENT_MALFORMED)
        lowering.put(participant_document_name(code), self.document)

    def flaws(self, around: Around) -> Flaws:
        """An operator keeps its role."""
        for suite in Suite:
            try:
                participant = participant_from_document(self.document, suite)
            except PrayaError:
                continue
            if around.acting[:1] == (participant.code,) and Role.OPERATOR not in participant.roles:
                yield Flaw("document", Phrase("flaw.keeps_role"))
            return
