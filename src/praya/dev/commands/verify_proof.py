"""The part of `praya verify` for proof files: what is proven, and what the reader must compare.

A proof needs no ledger. It must not know ledgers or exports.
"""

from pathlib import Path

from praya.base.errors import PrayaError
from praya.dev.commands.envelope_view import show_summary
from praya.dev.commands.facts import show_facts
from praya.dev.commands.input_files import read_bytes
from praya.dev.commands.terminal import Terminal
from praya.envelopes.frame import parse
from praya.proofs.envelopes import EnvelopeProof
from praya.proofs.files import PROOF_BEGINS, PROOF_BYTES_MAX, check_trust, verify_proof
from praya.proofs.telling import proof_data, proof_facts, trust_words


def is_proof_file(path: str) -> bool:
    """Whether a file begins as proof files do. FILE_UNREADABLE."""
    return Path(path).is_file() and read_bytes(path, 0) == PROOF_BEGINS


def show_proof(terminal: Terminal, path: str, head: bytes | None, genesis: bytes | None) -> None:
    """Verify a proof file and say what it proves.

    PROOF_REFUSED, PROOF_FAILED, PROOF_OTHER_HEAD, WRONG_CHAIN.
    """
    content = read_bytes(path, PROOF_BYTES_MAX)
    proof = verify_proof(content)
    check_trust(proof, head, genesis)
    statement = proof.statement[terminal.language]
    terminal.line(terminal.words("proof.verified", statement=statement))
    show_facts(terminal, proof_facts(proof, terminal.language), indent=2)
    if proof.kind == EnvelopeProof.KIND:
        _show_envelope(terminal, proof.content)
    key, values = trust_words(proof, head)
    terminal.line(terminal.words(key, **values))
    terminal.data(proof_data(proof, head))


def _show_envelope(terminal: Terminal, content: bytes) -> None:
    """The request of a proven envelope in words, from its bytes."""
    try:
        envelope = parse(content)
    except PrayaError:
        return  # a block may hold bytes that no signer's view can show
    terminal.line()
    show_summary(terminal, envelope.header)
