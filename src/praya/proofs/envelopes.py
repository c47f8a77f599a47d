"""That an envelope was in a block, byte for byte, and what the ledger answered to it.

A transfer is such a proof, said in the words of the business. What other requests mean stands in
their bytes; whoever has the whole package is shown them in words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Final

from praya.base.dates import format_day
from praya.base.errors import PrayaError
from praya.base.status import Status
from praya.proofs.chains import ChainEvidence, Proven, broken, proven
from praya.proofs.contents import AnsweredEnvelope, EnvelopeFacts
from praya.proofs.fields import FieldsReader

# The fields of requests that move value, by number: formats.md, section 8.
_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "settlement.transfer": ("asset", "amount", "source", "target", "reference"),
    "issuance.mint_cash": ("asset", "amount", "account", "receipt"),
    "issuance.redeem_cash": ("asset", "amount", "account", "pay_to"),
    "issuance.issue_units": ("asset", "amount", "account"),
    "settlement.settle_dvp": (
        *("security", "quantity", "seller", "buyer", "cash", "amount", "payer", "payee"),
        *("settlement_date", "trade_reference"),
    ),
}
_DAYS: Final = frozenset(("settlement_date",))


@dataclass(frozen=True, slots=True)
class EnvelopeProof:
    """These bytes were in this block at this place, with this answer."""

    KIND: ClassVar[str] = "envelope"
    NAMES: ClassVar[tuple[str, ...]] = (*AnsweredEnvelope.NAMES, "chain")

    answered: AnsweredEnvelope
    chain: ChainEvidence

    @staticmethod
    def read(fields: FieldsReader) -> "EnvelopeProof":
        """From the evidence of a file."""
        return EnvelopeProof(AnsweredEnvelope.read(fields), ChainEvidence.read(fields))

    def to_json(self) -> dict[str, Any]:
        """As it is written."""
        return {**self.answered.to_json(), "chain": self.chain.to_json()}

    def check(self) -> Proven:
        """What is proven. PROOF_FAILED, PROOF_REFUSED."""
        header, later = self.chain.check()
        facts, answer = self.answered.check(header)
        if answer.status == Status.APPLIED and facts.chain_id != header.chain_id:
            broken("evidence.envelope")
        fields = _named(facts)
        claim = {
            "index": self.answered.index,
            "envelope_id": facts.id.hex(),
            "verb": facts.verb,
            "acting": list(facts.acting),
            "status": answer.status.name,
            "rows": answer.rows,
            "rows_refused": answer.refused,
            "fields": fields,
        }
        is_transfer = facts.verb == "settlement.transfer" and answer.status == Status.APPLIED
        topic = "transfer" if is_transfer and fields else self.KIND
        found = proven(header, later, claim, topic)
        return replace(found, content=self.answered.envelope)


def _named(facts: EnvelopeFacts) -> dict[str, Any]:
    """The fields of a request by name; none where they are not as its verb has them."""
    names = _FIELDS.get(facts.verb, ())
    if set(facts.body) != set(range(1, len(names) + 1)):
        return {}
    named = {name: facts.body[number] for number, name in enumerate(names, 1)}
    for name in _DAYS & named.keys():
        try:
            named[name] = format_day(named[name])
        except PrayaError:
            return {}
    return named if all(isinstance(value, str) for value in named.values()) else {}
