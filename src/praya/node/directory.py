"""Who may sign: participants, keys and licences as of the previous block."""

from praya.base.errors import require
from praya.base.signing import Suite
from praya.envelopes.participants import (
    Participant,
    participant_document_name,
    participant_from_document,
)
from praya.envelopes.verify import Signatory
from praya.kernel import tables as t
from praya.kernel.ledger import Ledger


class Directory:
    """A view that stands still while a block is executed."""

    def __init__(self, ledger: Ledger, suite: Suite) -> None:
        self.suite = suite
        self._read: dict[str, tuple[int, Participant]] = {}
        self.refresh(ledger)

    def refresh(self, ledger: Ledger) -> None:
        """Take in what the last block changed."""
        state = ledger.state
        participants: dict[str, Participant] = {}
        suspended: set[str] = set()
        for code, number in ledger.participant_codes().items():
            name = participant_document_name(code)
            _, version = ledger.document_slot(name)
            known = self._read.get(code)
            if known is None or known[0] != version:
                document = ledger.document(name)
                require(document is not None, "a participant has a document")
                read = participant_from_document(document or b"", self.suite)
                self._read[code] = known = (version, read)
            participants[code] = known[1]
            if state.cell(t.PARTICIPANTS, number, t.PARTICIPANT_STATE) != t.PARTICIPANT_ACTIVE:
                suspended.add(code)
        self.participants = participants
        self.suspended = suspended
        self.numbers = dict(ledger.participant_codes())
        self.signatories = {
            code: Signatory({key.number: key for key in one.key_sets}, one.policy)
            for code, one in participants.items()
        }
