"""Skipping a poisoned envelope: recovery from a bug, signed by more than two thirds.

An envelope that makes the code fail stops every node at the same place. The operators sign an
order that names its height and digest; the envelope stays in its block without effect, and the
header of that block shows it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NoReturn

from praya.base.encoding import decode, encode
from praya.base.errors import fail
from praya.base.fields import FieldReader
from praya.base.limits import HEADER_BYTES_MAX
from praya.base.signing import DIGEST_BYTES
from praya.envelopes.keys import policy_met
from praya.envelopes.participants import Role
from praya.envelopes.signatures import SignatureEntry, decode_signatures, encode_signatures
from praya.envelopes.verify import entry_valid
from praya.node.directory import Directory

SKIP_VERB = "governance.skip_envelope"  # as key policies name it; no envelope carries it
_CHAIN, _HEIGHT, _DIGEST = range(1, 4)


@dataclass(frozen=True, slots=True)
class SkipOrder:
    """The order, and who signed it: (participant code, its entries) pairs."""

    chain_id: bytes
    height: int
    digest: bytes  # SHA-256 of the envelope's bytes
    signed: tuple[tuple[str, tuple[SignatureEntry, ...]], ...] = ()

    def to_be_signed(self) -> bytes:
        """What an operator's keyring signs, as it signs a header."""
        return skip_statement(self.chain_id, self.height, self.digest)

    def encode(self) -> bytes:
        """The order as the journal keeps it."""
        signed = [[code, encode_signatures(entries)] for code, entries in self.signed]
        return encode([self.to_be_signed(), signed])

    def check(self, chain_id: bytes, height: int, directory: Directory) -> None:
        """Raise SKIP_REFUSED unless more than two thirds of the active operators signed."""
        if self.chain_id != chain_id or self.height != height:
            _refuse("chain or height")
        operators = {
            code
            for code, participant in directory.participants.items()
            if Role.OPERATOR in participant.roles and code not in directory.suspended
        }
        agreed = {
            code for code, entries in self.signed if self._signed_by(code, entries, directory)
        }
        if 3 * len(agreed & operators) <= 2 * len(operators):
            _refuse("not more than two thirds of the operators")

    def check_envelopes(self, envelopes: Iterable[bytes | memoryview]) -> None:
        """Raise SKIP_REFUSED unless the order names one of these envelopes of its block."""
        if self.digest not in map(envelope_digest, envelopes):
            _refuse("no such envelope in the block")

    def _signed_by(
        self, code: str, entries: Sequence[SignatureEntry], directory: Directory
    ) -> bool:
        """Whether a participant's own policy is met by key sets that signed fully and well."""
        signatory = directory.signatories.get(code)
        if signatory is None or not entries:
            return False
        signers = []
        for number in {one.key_number for one in entries}:
            key_set = signatory.key_sets.get(number)
            given = [one for one in entries if one.key_number == number]
            if key_set is None or not key_set.active:
                return False
            if sorted(one.algorithm for one in given) != sorted(key_set.demanded(directory.suite)):
                return False
            if not all(entry_valid(key_set, self.to_be_signed(), one) for one in given):
                return False
            signers.append(key_set)
        return policy_met(signatory.policy, SKIP_VERB, signers)


def skip_statement(chain_id: bytes, height: int, digest: bytes) -> bytes:
    """The bytes of an order, without signatures."""
    return encode({_CHAIN: chain_id, _HEIGHT: height, _DIGEST: digest})


def decode_skip(data: bytes) -> SkipOrder:
    """Read an order; SKIP_REFUSED or ENCODING_REFUSED for anything else."""
    statement, signed = _READ.items(decode(data, HEADER_BYTES_MAX), "form", 2)
    fields = _READ.fields(decode(_READ.content(statement, "form"), HEADER_BYTES_MAX), "form")
    _READ.demand(set(fields) == {_CHAIN, _HEIGHT, _DIGEST}, "form")
    pairs = []
    for item in _READ.items(signed, "signatures"):
        code, entries = _READ.items(item, "signatures", 2)
        content = _READ.content(entries, "signatures")
        pairs.append((_READ.text(code, "code"), decode_signatures(content)))
    for name, number in (("chain", _CHAIN), ("digest", _DIGEST)):
        _READ.demand(len(_READ.content(fields[number], name)) == DIGEST_BYTES, name)
    _READ.demand(0 < _READ.integer(fields[_HEIGHT], "height") < 2**63, "height")
    return SkipOrder(
        _READ.content(fields[_CHAIN], "chain"),
        _READ.integer(fields[_HEIGHT], "height"),
        _READ.content(fields[_DIGEST], "digest"),
        tuple(pairs),
    )


def envelope_digest(data: bytes | memoryview) -> bytes:
    """What names an envelope in an order: SHA-256 of all its bytes."""
    return sha256(data).digest()


def _refuse(reason: str) -> NoReturn:
    fail("SKIP_REFUSED", reason=reason)


_READ = FieldReader(_refuse)
