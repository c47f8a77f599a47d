"""Proofs of what was just done, made by the shipped node and checked by the shipped verifier.

One outsider looks on for as long as a schedule lasts: through crashes, damage and other ledgers in
the place of the first, with one prover that follows the folder. A proof is held against the hash of
the last header as the naive ledger has it, and what it claims against what was sent and answered.
Some are made once more from a folder that is read for them alone, and must be the same bytes; of
some a part is changed, and they must be refused.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from random import Random
from typing import Any, Final

from praya.base.errors import PrayaError
from praya.node.proving import (
    Prover,
    prove_block,
    prove_consistency,
    prove_document,
    prove_envelope,
    prove_position,
)
from praya.proofs.files import VerifiedProof, check_trust, verify_proof
from praya.testing.oracle.book import code_of
from praya.testing.simulator.changed_proofs import changed_proof
from praya.testing.simulator.harness import Harness
from praya.testing.simulator.legality import NOTICED, demand
from praya.testing.simulator.virtual_folder import VirtualFolder

UNCHANGED_SHARE: Final = 0.05  # of steps that added no block are followed by a proof; others all
CHANGED_SHARE: Final = 0.2  # of proofs have something changed
ONE_SHOT_SHARE: Final = 0.01  # of proofs are made once more, by who reads the folder for it
REFUSED: Final = frozenset({"PROOF_REFUSED", "PROOF_FAILED"})
HOLDINGS: Final = 3  # the kind of an attestation over a record


@dataclass(frozen=True, slots=True)
class Asked:
    """A proof to be made: what it is asked for with, and whether it claims the truth."""

    arguments: tuple[Any, ...]
    is_true: Callable[[VerifiedProof], bool]


class Onlooker:
    """Asks for a proof after each step that added a block, and after some others, and checks it."""

    def __init__(self, harness: Harness) -> None:
        """Nothing is read yet."""
        self._harness = harness
        self._prover: Prover | None = None
        self._is_refused = False  # the folder, when it was last looked at
        self._seen = b""  # the last header when a proof was last made

    def prove(self, random: Random) -> str:
        """One proof of one kind; which, or nothing where none can be made or the device lied."""
        harness = self._harness
        if harness.damage.is_there or harness.system.lies:
            self._look()
            return ""
        last = harness.ledger.headers[-1:]
        if not last or (last == [self._seen] and random.random() >= UNCHANGED_SHARE):
            return ""
        kind = random.choices(list(KINDS), [weight for _, weight in KINDS.values()])[0]
        asked = KINDS[kind][0](harness, random)
        if asked is None:
            return ""
        data = self._made(kind, asked, random)
        self._check(kind, asked, data)
        if random.random() < CHANGED_SHARE:
            how, changed = changed_proof(data, random)
            demand(_is_refused(changed), f"a proof of kind {kind} holds with {how}")
        harness.proofs[kind] += 1
        self._seen = last[0]
        return kind

    def _look(self) -> None:
        """Take in what stands in the folder now, which may be lost again, or damaged."""
        if self._prover is None or self._is_refused:
            return
        with self._harness.at_peace():
            try:
                self._prover.refresh()
            except PrayaError as problem:
                self._is_refused = True
                demand(problem.code in NOTICED, f"who follows the ledger is told {problem}")

    def _made(self, kind: str, asked: Asked, random: Random) -> bytes:
        """By the prover that follows; now and then by another as well."""
        follows, reads = MAKERS[kind]
        with self._harness.at_peace():
            if self._prover is None:
                self._prover = Prover(VirtualFolder(late=False))
            self._prover.refresh()
            self._is_refused = False
            data = follows(self._prover, *asked.arguments)
            if random.random() < ONE_SHOT_SHARE:
                alone = reads(VirtualFolder(late=False), *asked.arguments)
                demand(data == alone, f"a proof of kind {kind} depends on who makes it")
        return data

    def _check(self, kind: str, asked: Asked, data: bytes) -> None:
        """It holds, by the last header of the naive ledger, and claims what is so."""
        ledger = self._harness.ledger
        try:
            proof = verify_proof(data)
            check_trust(proof, sha256(ledger.headers[-1]).digest(), ledger.start.chain_id)
        except PrayaError as problem:
            demand(False, f"a proof of kind {kind} does not hold: {problem}")
            raise
        demand(asked.is_true(proof), f"a proof of kind {kind} claims what is not so: {proof.claim}")


MAKERS: Final[Mapping[str, tuple[Callable[..., bytes], Callable[..., bytes]]]] = {
    "envelope": (Prover.envelope, prove_envelope),
    "block": (Prover.block, prove_block),
    "consistency": (Prover.consistency, prove_consistency),
    "document": (Prover.document, prove_document),
    "position": (Prover.position, prove_position),
}


def _is_refused(data: bytes) -> bool:
    try:
        verify_proof(data)
    except PrayaError as problem:
        return problem.code in REFUSED
    return False


def _envelope(harness: Harness, random: Random) -> Asked | None:
    """One that was answered lately, with its answer."""
    if not harness.answered:
        return None
    sent, answer = random.choice(harness.answered)
    claim = {"index": answer.index, "status": answer.status.name, "verb": sent.header.verb}

    def is_true(proof: VerifiedProof) -> bool:
        return proof.content == sent.data and claim.items() <= proof.claim.items()

    return Asked((answer.height, answer.index), is_true)


def _block(harness: Harness, random: Random) -> Asked | None:
    """Some block before the last."""
    ledger = harness.ledger
    if len(ledger.headers) < 2:
        return None
    place = random.randrange(len(ledger.headers) - 1)
    digest = sha256(ledger.headers[place]).digest()
    height = ledger.start.height + place + 1
    return Asked((height,), lambda proof: proof.blocks[0].hash == digest)


def _consistency(harness: Harness, random: Random) -> Asked | None:
    """Some block before the last, to the last."""
    ledger = harness.ledger
    if len(ledger.headers) < 2:
        return None
    place = random.randrange(len(ledger.headers) - 1)
    digests = [sha256(ledger.headers[each]).digest() for each in (place, -1)]
    heights = (ledger.start.height + place + 1, ledger.height)
    return Asked(heights, lambda proof: [block.hash for block in proof.blocks] == digests)


def _document(harness: Harness, random: Random) -> Asked | None:
    """A document as it stands."""
    book = harness.ledger.book
    name = random.choice(list(book.values))
    stands = book.values[name], book.model.state["documents"][book.slots[name]]["version"]
    return Asked((name,), lambda proof: (proof.content, proof.claim["version"]) == stands)


def _position(harness: Harness, random: Random) -> Asked | None:
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
    claim = {"account": account, "asset": asset, "minor_units": entry["amount"]}
    stated = (account, asset, record["date"])
    return Asked(stated, lambda proof: claim.items() <= proof.claim.items())


Asker = Callable[[Harness, Random], Asked | None]
KINDS: Final[dict[str, tuple[Asker, int]]] = {
    "envelope": (_envelope, 3),
    "block": (_block, 2),
    "consistency": (_consistency, 2),
    "document": (_document, 1),
    "position": (_position, 2),
}
