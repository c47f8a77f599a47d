"""Attest an outside fact: a price, a net asset value, a reserve, an answer of another system."""

from dataclasses import dataclass
from typing import ClassVar

from praya.base.catalogue import Phrase
from praya.base.hashing import document_key
from praya.base.limits import AMOUNT_MAX, SALT_BYTES
from praya.base.status import Status
from praya.envelopes.participants import Licence, Role
from praya.intents import flaws
from praya.intents.flaws import Around, Flaw, Flaws
from praya.intents.lowering import Lowering, refuse
from praya.intents.permissions import ANYBODY
from praya.intents.schema import Kind, item
from praya.kernel import tables as t

DIGEST_BYTES = 32


@dataclass(frozen=True, slots=True)
class AttestFact:
    """Provider, subject, value and validity. With `reserve_of` the asset's issue limit follows."""

    VERB: ClassVar = "supervision.attest_fact"
    TITLE: ClassVar = ("Attest a fact", "核證事實")
    PERMITTED: ClassVar[frozenset[Licence]] = ANYBODY
    ROLE: ClassVar[Role | None] = None

    subject: str = item(1, Kind.TEXT, "Subject", "事項")
    value: int = item(2, Kind.NUMBER, "Value", "數值")
    valid_from: int = item(3, Kind.TIME, "Valid from", "有效由")
    valid_until: int = item(4, Kind.TIME, "Valid until", "有效至")
    evidence: bytes = item(5, Kind.BYTES, "Digest of the evidence", "證據摘要")
    reserve_of: tuple[str, ...] = item(6, Kind.CODES, "Reserve of", "儲備資產")

    def lower(self, lowering: Lowering) -> None:
        """ATTEST, in the provider's own slot for the subject. INTENT_MALFORMED, NOT_ISSUER,
        INSTRUMENT_DIFFERS for the reserve of a security.
        """
        if len(self.reserve_of) > 1 or len(self.evidence) != DIGEST_BYTES or self.value < 0:
            refuse(Status.INTENT_MALFORMED)
        if not self.subject.strip():
            refuse(Status.INTENT_MALFORMED)
        kind, target = t.ATTESTATION_FACT, -1
        if self.reserve_of:
            lowering.demand_instrument(self.reserve_of[0], cash=True)
            kind, target = t.ATTESTATION_RESERVE, lowering.own_asset(self.reserve_of[0])
        subject = document_key(f"attestation/{self.subject}")[:SALT_BYTES]
        slot = find_attestation(lowering, kind, target, subject)
        lowering.build.attest(
            slot,
            lowering.requester,
            self.value,
            (kind, target, self.valid_from),
            (subject, self.valid_until, self.evidence),
        )

    def flaws(self, _around: Around) -> Flaws:
        """A subject, a value from zero, a digest of the evidence."""
        yield from flaws.not_blank("subject", self.subject)
        yield from flaws.between("value", self.value, 0, AMOUNT_MAX)
        if len(self.evidence) != DIGEST_BYTES:
            yield Flaw("evidence", Phrase("flaw.digest", {"bytes": DIGEST_BYTES}))
        yield from flaws.at_most_one("reserve_of", self.reserve_of)


def find_attestation(lowering: Lowering, kind: int, target: int, subject: bytes) -> int:
    """The slot of the requester's standing attestation of this, or -1."""
    listed = lowering.ledger.state.table("attestations")
    words = [int.from_bytes(subject[place : place + 8], "little", signed=True) for place in (0, 8)]
    wanted = (lowering.requester, kind, target, *words)
    fields = (
        t.ATTESTATION_PROVIDER,
        t.ATTESTATION_KIND,
        t.ATTESTATION_TARGET,
        t.ATTESTATION_SUBJECT,
        t.ATTESTATION_SUBJECT + 1,
    )
    lowering.step(len(listed) // 64 + 1)
    matches = (listed[:, list(fields)] == wanted).all(axis=1).nonzero()[0]
    return int(matches[0]) if matches.size else -1
