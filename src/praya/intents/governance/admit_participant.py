"""Admit a participant: its document with licence, roles, keys and key policy."""

from dataclasses import dataclass
from typing import ClassVar

from praya.base.errors import PrayaError
from praya.base.status import Status
from praya.envelopes.participants import (
    Licence,
    Participant,
    Role,
    participant_document_name,
    participant_from_document,
)
from praya.intents.lowering import Lowering, refuse
from praya.intents.permissions import ANYBODY
from praya.intents.schema import Kind, item
from praya.kernel import operations as op


@dataclass(frozen=True, slots=True)
class AdmitParticipant:
    """By an operator of the ledger. Keys are checked here, once: KEYS_INVALID."""

    VERB: ClassVar = "governance.admit_participant"
    TITLE: ClassVar = ("Admit a participant", "接納參與機構")
    PERMITTED: ClassVar[frozenset[Licence]] = ANYBODY
    ROLE: ClassVar[Role | None] = Role.OPERATOR

    document: bytes = item(1, Kind.BYTES, "Participant's document", "參與機構文件")

    def lower(self, lowering: Lowering) -> None:
        """PUT the document, GOVERN admit. PARTICIPANT_EXISTS, KEYS_INVALID."""
        participant = read_participant(lowering, self.document).code
        if lowering.ledger.participant(participant) is not None:
            refuse(Status.PARTICIPANT_EXISTS)
        slot = lowering.put(participant_document_name(participant), self.document)
        lowering.build.govern(op.GOVERN_ADMIT, slot)


def read_participant(lowering: Lowering, document: bytes) -> Participant:
    """The participant a document states, well formed; else KEYS_INVALID."""
    try:
        return participant_from_document(document, lowering.setting.suite)
    except PrayaError:
        refuse(Status.KEYS_INVALID)
