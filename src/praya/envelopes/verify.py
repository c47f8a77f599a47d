"""Who signed an envelope, and whether each acting participant's key policy is met.

Every replica must answer the same for the same bytes, so the checks run in one order, and nothing
in the bytes raises. What an entry claims is checked before any signature is computed. This module
must not know how key sets and policies are stored or whether a participant may use the verb.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from praya.base.signing import Algorithm, KeyKind, Suite
from praya.base.status import Status
from praya.envelopes.frame import Envelope
from praya.envelopes.keys import KeyPolicy, KeySet, policy_met
from praya.envelopes.passkeys import assertion_valid
from praya.envelopes.signatures import SignatureEntry, entry_order, signature_valid


@dataclass(frozen=True, slots=True)
class Signatory:
    """What the ledger holds about one acting participant: key sets by number, and the policy."""

    key_sets: Mapping[int, KeySet]
    policy: KeyPolicy


@dataclass(frozen=True, slots=True)
class Verification:
    """The status, and for each acting participant in order the key sets that signed fully.

    `signers` is empty unless the status is APPLIED or POLICY_NOT_MET.
    """

    status: Status
    signers: tuple[tuple[KeySet, ...], ...] = ()


def verify_envelope(
    envelope: Envelope, suite: Suite, signatories: Mapping[str, Signatory]
) -> Verification:
    """Check signatures and key policies of all acting participants.

    Answers PARTICIPANT_UNKNOWN if an acting code is not in `signatories`, SIGNATURE_INVALID,
    POLICY_NOT_MET, or APPLIED. The section's digest is checked apart (`Envelope.check_section`).
    """
    acting = envelope.header.acting
    if any(code not in signatories for code in acting):
        return Verification(Status.PARTICIPANT_UNKNOWN)
    key_sets = [signatories[code].key_sets for code in acting]
    found = verify_signatures(envelope, suite, key_sets)
    if found.status is not Status.APPLIED:
        return found
    for code, signers in zip(acting, found.signers, strict=True):
        if not policy_met(signatories[code].policy, envelope.header.verb, signers):
            return Verification(Status.POLICY_NOT_MET, found.signers)
    return found


def verify_signatures(
    envelope: Envelope, suite: Suite, key_sets: list[Mapping[int, KeySet]]
) -> Verification:
    """Check every entry; `key_sets` are those of the acting participants, in the header's order.

    Answers SIGNATURE_INVALID if any entry is bad, repeated, out of order, inactive, or of a key or
    algorithm that is not demanded; else APPLIED with the key sets whose demanded signatures are
    all there. A key set with a part of its signatures does not count.
    """
    order = [entry_order(entry) for entry in envelope.signatures]
    if order != sorted(set(order)):
        return Verification(Status.SIGNATURE_INVALID)
    given: dict[tuple[int, int], set[Algorithm]] = {}
    pairs: list[tuple[SignatureEntry, KeySet]] = []
    for entry in envelope.signatures:
        key_set = _claimed(entry, suite, key_sets)
        if key_set is None:
            return Verification(Status.SIGNATURE_INVALID)
        pairs.append((entry, key_set))
        given.setdefault((entry.acting_index, entry.key_number), set()).add(entry.algorithm)
    if not all(entry_valid(key_set, envelope.header_bytes, entry) for entry, key_set in pairs):
        return Verification(Status.SIGNATURE_INVALID)
    signers: list[list[KeySet]] = [[] for _ in key_sets]
    for (acting_index, number), algorithms in given.items():
        key_set = key_sets[acting_index][number]
        if algorithms == set(key_set.demanded(suite)):
            signers[acting_index].append(key_set)
    return Verification(Status.APPLIED, tuple(tuple(signed) for signed in signers))


def entry_valid(key_set: KeySet, header: bytes, entry: SignatureEntry) -> bool:
    """Whether one entry is a good signature of `header` by a key of `key_set`. Never raises."""
    if key_set.kind is KeyKind.PASSKEY:
        return assertion_valid(key_set, header, entry)
    key = key_set.key(entry.algorithm)
    return signature_valid(entry.algorithm, key, header, entry.signature)


def _claimed(
    entry: SignatureEntry, suite: Suite, key_sets: list[Mapping[int, KeySet]]
) -> KeySet | None:
    """The active key set an entry claims, if the entry has the form that its kind asks for."""
    if entry.acting_index >= len(key_sets):
        return None
    key_set = key_sets[entry.acting_index].get(entry.key_number)
    if key_set is None or not key_set.active or key_set.number != entry.key_number:
        return None
    if (entry.evidence is not None) != (key_set.kind is KeyKind.PASSKEY):
        return None
    return key_set if entry.algorithm in key_set.demanded(suite) else None
