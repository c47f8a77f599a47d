"""Proof files, version 1: JSON of exactly one spelling, written and verified.

A file says what it claims, in numbers and in words, and carries the evidence. The claim and its
words are made again from the evidence, and the whole text from both: whatever was changed, one of
them differs. It must not know where files are kept.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final, NoReturn, Protocol

from praya.base.catalogue import LANGUAGES, Phrase, say
from praya.base.errors import fail
from praya.proofs.blocks import BlockProof, ConsistencyProof
from praya.proofs.chains import BlockName, Proven, broken
from praya.proofs.documents import DocumentProof
from praya.proofs.envelopes import EnvelopeProof
from praya.proofs.fields import HASH_BYTES, FieldsReader, refuse
from praya.proofs.positions import PositionProof

VERSION: Final = 1
PROOF_BYTES_MAX: Final = 8 * 1_048_576  # the largest envelope and the largest results, in hex
# Counted before anything is built: a proof has long texts and few of these; a hostile file, many.
_MARKS_MAX: Final = 262_144
PROOF_BEGINS: Final = b"{"  # no other file that can be verified begins so
_NAMES: Final = ("praya_proof", "kind", "chain_id", "claim", "statement", "evidence")


class Proof(Protocol):
    """One kind of evidence."""

    KIND: ClassVar[str]

    def to_json(self) -> dict[str, Any]:
        """The evidence as it is written."""

    def check(self) -> Proven:
        """What it proves. PROOF_FAILED, PROOF_REFUSED."""


_KINDS: Final[Mapping[str, Any]] = {
    kind.KIND: kind
    for kind in (BlockProof, ConsistencyProof, EnvelopeProof, PositionProof, DocumentProof)
}
_OF_LATER_BLOCK: Final = (BlockProof.KIND, ConsistencyProof.KIND)


@dataclass(frozen=True, slots=True)
class VerifiedProof:
    """A proof that holds. It is worth as much as the trust in a block's hash: `check_trust`."""

    kind: str
    chain_id: bytes
    claim: dict[str, Any]
    statement: dict[str, str]  # the claim in words, by language
    blocks: tuple[BlockName, ...]  # of the thing proven, then a later one
    content: bytes  # of a proven envelope or document; empty for other kinds


def write_proof(proof: Proof) -> bytes:
    """The file of a proof. PROOF_FAILED, PROOF_REFUSED where it would not hold."""
    found = proof.check()
    return _render(proof, found).encode("utf-8")


def verify_proof(data: bytes) -> VerifiedProof:
    """Check the bytes of a proof file.

    Raises PROOF_REFUSED (path) for what is no proof file, PROOF_FAILED (path) for one whose
    evidence does not prove its claim. Nothing else is raised, for any bytes.
    """
    text = _text(data)
    top = FieldsReader(_parsed(text), "", _NAMES)
    if top.number("praya_proof") != VERSION:
        refuse("praya_proof")
    kind = top.text("kind", 32)
    if kind not in _KINDS:
        refuse("kind")
    chain_id = top.exactly("chain_id", HASH_BYTES)
    proof = _KINDS[kind].read(top.inner("evidence", _KINDS[kind].NAMES))
    found = proof.check()
    if found.chain_id != chain_id:
        broken("chain_id")
    stated = top.values()
    for name, true in (("claim", found.claim), ("statement", _statement(found))):
        difference = _difference(stated[name], true, name)
        if difference:
            broken(difference)
    if _render(proof, found) != text:
        refuse("encoding")
    return VerifiedProof(
        kind=kind,
        chain_id=chain_id,
        claim=found.claim,
        statement=_statement(found),
        blocks=found.blocks,
        content=found.content,
    )


def check_trust(proof: VerifiedProof, head: bytes | None, genesis: bytes | None) -> None:
    """Hold a proof against what its reader trusts: the hash of a block, of a genesis.

    PROOF_OTHER_HEAD (head, found) where it is the hash of none that tells; WRONG_CHAIN. What is
    said of a block, or stands in it, is told by its own hash. That a chain goes on to a later block
    is told by that one's hash alone: anybody can make a block that names an earlier one.
    """
    if genesis is not None and genesis != proof.chain_id:
        fail("WRONG_CHAIN", expected=genesis.hex(), found=proof.chain_id.hex())
    telling = proof.blocks[-1:] if proof.kind in _OF_LATER_BLOCK else proof.blocks
    if head is not None and head not in [block.hash for block in telling]:
        found = [
            Phrase("proof.block_hash", {"height": block.height, "hash": block.hash})
            for block in telling
        ]
        fail("PROOF_OTHER_HEAD", head=head.hex(), found=found)


def _render(proof: Proof, found: Proven) -> str:
    """The one text of a proof."""
    values = (
        VERSION,
        proof.KIND,
        found.chain_id.hex(),
        found.claim,
        _statement(found),
        proof.to_json(),
    )
    whole = dict(zip(_NAMES, values, strict=True))
    return json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _statement(found: Proven) -> dict[str, str]:
    """The claim in words of each language. They are part of the format and stay as they are."""
    block, later = found.claim["block"], found.claim["later_block"]
    values = {**found.claim, **found.claim.get("fields", {}), "height": block["height"]}
    values |= {"later_height": later["height"] if later else block["height"]}
    values["acting"] = ", ".join(found.claim.get("acting", ()))
    return {each: say(f"proof.says.{found.topic}", each, **values) for each in LANGUAGES}


def _text(data: bytes) -> str:
    if len(data) > PROOF_BYTES_MAX:
        refuse("size")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        refuse("encoding")


def _parsed(text: str) -> object:
    if sum(text.count(mark) for mark in ",[{") > _MARKS_MAX:
        refuse("size")
    try:
        return json.loads(text, parse_float=_no_number, parse_constant=_no_number)
    except (ValueError, RecursionError):
        refuse("encoding")


def _no_number(text: str) -> NoReturn:
    """Amounts are text or whole numbers; nothing here has a point or an exponent."""
    raise ValueError(text)


def _difference(stated: object, true: object, path: str) -> str | None:
    """The path of the first thing that is stated otherwise than it is; None if nothing is."""
    if type(stated) is not type(true):
        return path
    if isinstance(stated, dict) and isinstance(true, dict):
        if list(stated) != list(true):
            return path
        found = (_difference(stated[name], true[name], f"{path}.{name}") for name in true)
        return next(filter(None, found), None)
    return None if stated == true else path
