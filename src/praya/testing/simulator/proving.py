"""Proofs of what was just done, made by the shipped node and checked by the shipped verifier.

A proof is held against the hash of the last header as the naive ledger has it, and what it claims
against what was sent and answered. Once in a while one byte is turned: then it must be refused.
"""

from collections.abc import Callable
from hashlib import sha256
from random import Random
from typing import Final

from praya.base.errors import PrayaError
from praya.node.proving import (
    prove_block,
    prove_consistency,
    prove_document,
    prove_envelope,
    prove_position,
)
from praya.proofs.files import VerifiedProof, check_trust, verify_proof
from praya.testing.oracle.book import code_of
from praya.testing.simulator.harness import Harness
from praya.testing.simulator.legality import demand
from praya.testing.simulator.virtual_folder import VirtualFolder

TURNED_SHARE: Final = 0.2  # of proofs have a byte turned
REFUSED: Final = frozenset({"PROOF_REFUSED", "PROOF_FAILED"})
HOLDINGS: Final = 3  # the kind of an attestation over a record

Made = tuple[
    bytes, Callable[[VerifiedProof], bool]
]  # a proof file, and whether it claims the truth


def prove_something(harness: Harness, random: Random) -> str:
    """One proof of one kind; which, or nothing where none can be made or the device lied."""
    if harness.damage.is_there or harness.system.lies or not harness.ledger.headers:
        return ""
    kind = random.choices(list(KINDS), [weight for _, weight in KINDS.values()])[0]
    with harness.at_peace():
        made = KINDS[kind][0](harness, VirtualFolder(late=False), random)
    if made is None:
        return ""
    data, is_true = made
    if random.random() < TURNED_SHARE:
        demand(_is_refused(data, random), f"a proof of kind {kind} holds with a byte turned")
    ledger = harness.ledger
    try:
        proof = verify_proof(data)
        check_trust(proof, sha256(ledger.headers[-1]).digest(), ledger.start.chain_id)
    except PrayaError as problem:
        demand(False, f"a proof of kind {kind} does not hold: {problem}")
        raise
    demand(is_true(proof), f"a proof of kind {kind} claims what is not so: {proof.claim}")
    harness.proofs[kind] += 1
    return kind


def _is_refused(data: bytes, random: Random) -> bool:
    turned = bytearray(data)
    turned[random.randrange(len(turned))] ^= 1 << random.randrange(8)
    try:
        verify_proof(bytes(turned))
    except PrayaError as problem:
        return problem.code in REFUSED
    return False


def _envelope(harness: Harness, folder: VirtualFolder, random: Random) -> Made | None:
    """One that was answered lately, with its answer."""
    if not harness.answered:
        return None
    sent, answer = random.choice(harness.answered)
    data = prove_envelope(folder, answer.height, answer.index)
    claim = {"index": answer.index, "status": answer.status.name, "verb": sent.header.verb}
    return data, lambda proof: proof.content == sent.data and claim.items() <= proof.claim.items()


def _block(harness: Harness, folder: VirtualFolder, random: Random) -> Made | None:
    """Some block before the last."""
    ledger = harness.ledger
    if len(ledger.headers) < 2:
        return None
    place = random.randrange(len(ledger.headers) - 1)
    data = prove_block(folder, ledger.start.height + place + 1)
    digest = sha256(ledger.headers[place]).digest()
    return data, lambda proof: proof.blocks[0].hash == digest


def _consistency(harness: Harness, folder: VirtualFolder, random: Random) -> Made | None:
    """Some block before the last, to the last."""
    ledger = harness.ledger
    if len(ledger.headers) < 2:
        return None
    place = random.randrange(len(ledger.headers) - 1)
    data = prove_consistency(folder, ledger.start.height + place + 1, ledger.height)
    digests = [sha256(ledger.headers[each]).digest() for each in (place, -1)]
    return data, lambda proof: [block.hash for block in proof.blocks] == digests


def _document(harness: Harness, folder: VirtualFolder, random: Random) -> Made | None:
    """A document as it stands."""
    book = harness.ledger.book
    name = random.choice(list(book.values))
    data, content = prove_document(folder, name), book.values[name]
    version = book.model.state["documents"][book.slots[name]]["version"]
    return data, lambda proof: (proof.content, proof.claim["version"]) == (content, version)


def _position(harness: Harness, folder: VirtualFolder, random: Random) -> Made | None:
    """A holding of a record whose root was attested on this chain."""
    ledger = harness.ledger
    state = ledger.book.model.state
    attested = [
        row["target"]
        for row in state["attestations"]
        if row["kind"] == HOLDINGS and row["height"] > ledger.start.height
    ]
    records = [state["records"][number] for number in attested]
    held = [(record, place) for record in records for place in range(record["rows"])]
    if not held:
        return None
    record, place = random.choice(held)
    entry = state["entitlements"][record["first"] + place]
    account = code_of(state["accounts"][state.positions[entry["position"]]["account"]])
    asset = code_of(state["assets"][record["asset"]])
    data, amount = prove_position(folder, account, asset, record["date"]), entry["amount"]
    claim = {"account": account, "asset": asset, "minor_units": amount}
    return data, lambda proof: claim.items() <= proof.claim.items()


KINDS: Final[dict[str, tuple[Callable[[Harness, VirtualFolder, Random], Made | None], int]]] = {
    "envelope": (_envelope, 3),
    "block": (_block, 2),
    "consistency": (_consistency, 2),
    "document": (_document, 1),
    "position": (_position, 2),
}
