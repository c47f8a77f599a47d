"""Is this envelope for this ledger, in time, and signed by those who may? A status, no writes.

Everything is judged as of the previous block, so it does not depend on what stands before the
envelope in its block.
"""

from dataclasses import dataclass

from praya.base.errors import PrayaError
from praya.base.limits import REQUEST_VALIDITY_MS_MAX
from praya.base.signing import Suite
from praya.base.status import Status
from praya.envelopes.batch_columns import BATCH_VERB
from praya.envelopes.frame import Envelope, parse
from praya.envelopes.header import refusal_status
from praya.envelopes.participants import Licence, Participant, Role
from praya.envelopes.verify import verify_envelope
from praya.intents import INTENTS, TAKES_COLUMNS
from praya.intents.governance.amend_participant import AmendParticipant
from praya.node.directory import Directory

BATCH_PERMITTED = frozenset(set(Licence) - {Licence.SUPERVISOR})


@dataclass(frozen=True, slots=True)
class Judged:
    """A status, and the envelope if it could be read at all."""

    status: Status
    envelope: Envelope | None = None


def judge(
    data: bytes | memoryview, chain_id: bytes, block_time: int, suite: Suite, directory: Directory
) -> Judged:
    """Check bytes, chain, time, participants, permission, columns and signatures, in that order."""
    try:
        envelope = parse(data)
    except PrayaError as problem:
        return Judged(refusal_status(problem))
    status = _standing(envelope, chain_id, block_time, directory)
    if status == Status.APPLIED:
        status = verify_envelope(envelope, suite, directory.signatories).status
    return Judged(status, envelope)


def _standing(envelope: Envelope, chain_id: bytes, block_time: int, directory: Directory) -> Status:
    """Everything but the signatures, the cheap before the dear."""
    header = envelope.header
    if header.chain_id != chain_id:
        return Status.WRONG_CHAIN
    try:
        envelope.check_section()
    except PrayaError:
        return Status.SECTION_DIFFERS
    if header.valid_until < block_time:
        return Status.ENVELOPE_EXPIRED
    if header.valid_until > block_time + REQUEST_VALIDITY_MS_MAX:
        return Status.VALIDITY_TOO_LONG
    is_batch = header.verb == BATCH_VERB
    if not is_batch and header.verb not in INTENTS:
        return Status.VERB_UNKNOWN
    if header.section is not None and not is_batch and header.verb not in TAKES_COLUMNS:
        return Status.INTENT_MALFORMED  # rows that no signer was shown
    return _permitted(envelope, block_time, directory)


def _permitted(envelope: Envelope, block_time: int, directory: Directory) -> Status:
    """Known, not suspended, licensed, and the verb is one for these licences and roles."""
    header = envelope.header
    participants = [directory.participants.get(code) for code in header.acting]
    known = [participant for participant in participants if participant is not None]
    if len(known) != len(participants):
        return Status.PARTICIPANT_UNKNOWN
    if any(code in directory.suspended for code in header.acting):
        return Status.PARTICIPANT_SUSPENDED
    if _lapsed(header.verb, known, block_time, directory):
        return Status.LICENCE_LAPSED
    intent = INTENTS.get(header.verb)
    permitted = BATCH_PERMITTED if intent is None else intent.PERMITTED
    if any(participant.licence not in permitted for participant in known):
        return Status.VERB_NOT_PERMITTED
    role = None if intent is None else intent.ROLE
    if role is not None and role not in known[0].roles:
        return Status.VERB_NOT_PERMITTED
    return Status.APPLIED


def _lapsed(verb: str, acting: list[Participant], block_time: int, directory: Directory) -> bool:
    """Whether a lapsed licence forbids this.

    A renewal is signed by the participant whose licence lapsed, behind an operator; where every
    operator lapsed, one of them may still renew, or nobody could ever again.
    """
    lapsed = [participant.lapsed(block_time) for participant in acting]
    if verb != AmendParticipant.VERB:
        return any(lapsed)
    operators = [one for one in directory.participants.values() if Role.OPERATOR in one.roles]
    return lapsed[0] and not all(one.lapsed(block_time) for one in operators)
