"""Whether an order to skip an envelope holds, naively: it is for those who run the ledger.

It is judged by what stood after the last closed block, and names one envelope of the block that was
left open: nothing that was answered, nothing that is still to come.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from praya.envelopes.participants import Role
from praya.testing.oracle.judging import rule_for
from praya.testing.oracle.ledger import NaiveLedger

SKIP_VERB = "governance.skip_envelope"


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order as its makers know it: what it names, and whose key sets signed it well."""

    chain_id: bytes
    height: int
    digest: bytes  # SHA-256 of the envelope's bytes
    signed: tuple[tuple[str, frozenset[int]], ...] = ()  # (participant, numbers of key sets)


def order_holds(ledger: NaiveLedger, order: Ordered, left_open: Sequence[bytes]) -> bool:
    """Whether a node that left these envelopes in an open block follows the order."""
    here = (order.chain_id, order.height) == (ledger.start.chain_id, ledger.height + 1)
    named = order.digest in [sha256(data).digest() for data in left_open]
    register = ledger.register
    operators = {
        code
        for code, known in register.participants.items()
        if Role.OPERATOR in known.roles and code not in register.suspended
    }
    agreed = {code for code, numbers in order.signed if _agrees(ledger, code, numbers)}
    return here and named and 3 * len(agreed & operators) > 2 * len(operators)


def _agrees(ledger: NaiveLedger, code: str, numbers: frozenset[int]) -> bool:
    """Whether a participant's policy for such orders is met by these active key sets."""
    known = ledger.register.participants.get(code)
    if known is None or not numbers:
        return False
    active = {one.number for one in known.key_sets if one.active}
    rule = rule_for(known, SKIP_VERB)
    return numbers <= active and rule is not None and len(numbers) >= rule.threshold
