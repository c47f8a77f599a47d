"""A verified proof in words for people: what is proven, and what the reader must still do.

It must not know how the words are shown.
"""

import json
from typing import Any

from praya.base.catalogue import say
from praya.base.encoding import decode
from praya.base.errors import PrayaError
from praya.base.limits import DOCUMENT_BYTES_MAX
from praya.proofs.documents import DocumentProof
from praya.proofs.envelopes import EnvelopeProof
from praya.proofs.files import VerifiedProof

Fact = tuple[str, str]


def proof_facts(proof: VerifiedProof, language: str) -> list[Fact]:
    """What a verified proof is about: chain, blocks and hashes, each with its words."""
    facts = [(say("proof.fact.chain", language), proof.chain_id.hex())]
    block = proof.blocks[0]
    facts.append((say("proof.fact.block", language), f"{block.height:,}"))
    facts.append((say("proof.fact.hash", language), block.hash.hex()))
    for later in proof.blocks[1:]:
        facts.append((say("proof.fact.later", language), f"{later.height:,}"))
        facts.append((say("proof.fact.later_hash", language), later.hash.hex()))
    if proof.kind == EnvelopeProof.KIND:  # a batch is APPLIED however many of its rows are refused
        told = f"{proof.claim['rows']:,}, {proof.claim['rows_refused']:,}"
        facts.append((say("proof.fact.rows", language), told))
    if proof.kind == DocumentProof.KIND:
        facts.append((say("proof.fact.document", language), _value_text(proof.content)))
    return facts


def trust_words(proof: VerifiedProof, head: bytes | None) -> tuple[str, dict[str, Any]]:
    """What the proof is worth, as a key of the catalogue with its values: with a trusted hash all,
    without one what is to be compared.
    """
    if head is not None:
        return "proof.trusted", {}
    last = proof.blocks[-1]
    return "proof.untrusted", {"height": last.height}


def proof_data(proof: VerifiedProof, head: bytes | None) -> dict[str, Any]:
    """The same as data."""
    found = {"document": _value_text(proof.content)} if proof.kind == DocumentProof.KIND else {}
    return {
        "verified": True,
        "kind": proof.kind,
        "statement": proof.statement["en"],
        "claim": proof.claim,
        "chain_id": proof.chain_id.hex(),
        "blocks": [block.to_json() for block in proof.blocks],
        "head_trusted": head is not None,
        **found,
    }


def _value_text(content: bytes) -> str:
    """A document's value as JSON, bytes in hex; all of it in hex where it is no encoded value."""
    try:
        return json.dumps(_plain(decode(content, DOCUMENT_BYTES_MAX)), ensure_ascii=False)
    except PrayaError:
        return content.hex()


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    return value
