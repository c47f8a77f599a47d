"""What a block holds: its envelopes, and what the ledger answered to each.

Only so much of an envelope is read as a proof states. It must not know keys or what a verb does.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from praya.base.encoding import decode
from praya.base.errors import PrayaError
from praya.base.hashing import envelope_id, results_digest
from praya.base.limits import (
    BATCH_ROWS_MAX,
    BLOCK_ENVELOPES_MAX,
    ENVELOPE_BYTES_MAX,
    HEADER_BYTES_MAX,
)
from praya.base.status import Status
from praya.proofs.chains import broken
from praya.proofs.fields import FieldsReader, hexadecimal, refuse
from praya.proofs.headers import BlockHeader
from praya.proofs.merkle import content_included

_MAGIC = b"PRY1"
_PREFIX_BYTES = 16
_CHAIN_ID, _ACTING, _VERB, _BODY = 2, 3, 6, 9  # fields of an envelope's header
_HEAD_BYTES = 10  # of one answer: index u32, status u16, number of rows u32
_STATUS_BYTES, _RESULT_BYTES = 2, 4
_SYSTEM_INDEX = 0xFFFFFFFF  # rows of the ledger itself, before the envelopes
# What an opening's block records has more rows than a batch: one for each asset.
RESULTS_BYTES_MAX = 1_048_576 + BLOCK_ENVELOPES_MAX * BATCH_ROWS_MAX * 6


@dataclass(frozen=True, slots=True)
class EnvelopeFacts:
    """What the bytes of an envelope say."""

    id: bytes
    chain_id: bytes
    acting: tuple[str, ...]
    verb: str
    body: dict[int, Any]  # empty for a batch


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """What the ledger answered to one envelope."""

    status: Status
    rows: int
    refused: int  # rows with another status than APPLIED


@dataclass(frozen=True, slots=True)
class AnsweredEnvelope:
    """An envelope in its block with its answer: envelopes root and results digest of the header."""

    envelope: bytes
    index: int
    path: tuple[bytes, ...]
    results: bytes  # of all envelopes of the block: statuses and numbers, no amounts

    NAMES: ClassVar[tuple[str, ...]] = ("envelope", "index", "path", "results")

    @staticmethod
    def read(fields: FieldsReader) -> "AnsweredEnvelope":
        """From these fields of a proof's evidence."""
        return AnsweredEnvelope(
            envelope=fields.content("envelope", ENVELOPE_BYTES_MAX),
            index=fields.number("index", 2**31),
            path=fields.hashes("path"),
            results=fields.content("results", RESULTS_BYTES_MAX),
        )

    def to_json(self) -> dict[str, Any]:
        """As it is written."""
        values = (self.envelope.hex(), self.index, hexadecimal(self.path), self.results.hex())
        return dict(zip(self.NAMES, values, strict=True))

    def check(self, header: BlockHeader) -> tuple[EnvelopeFacts, AnswerFacts]:
        """What was asked and answered. PROOF_FAILED, PROOF_REFUSED."""
        if results_digest([self.results]) != header.results_digest:
            broken("evidence.results")
        answers = _read_results(self.results)
        if self.index >= len(answers):
            broken("evidence.index")
        root = header.envelopes_root
        if not content_included(self.envelope, self.index, len(answers), root, self.path):
            broken("evidence.envelope")
        facts = _read_envelope(self.envelope)
        return facts, answers[self.index]


def _read_results(data: bytes) -> list[AnswerFacts]:
    """The answers to the envelopes of a block, in order; see formats.md, section 10."""
    answers: list[AnswerFacts] = []
    place = 0
    while place < len(data):
        index = int.from_bytes(data[place : place + 4], "little")
        number = int.from_bytes(data[place + 4 : place + 6], "little")
        rows = int.from_bytes(data[place + 6 : place + _HEAD_BYTES], "little")
        statuses = place + _HEAD_BYTES
        end = statuses + rows * _STATUS_BYTES
        is_system = index == _SYSTEM_INDEX and place == 0
        if end + rows * _RESULT_BYTES > len(data) or not (is_system or index == len(answers)):
            refuse("evidence.results")
        refused = sum(data[at : at + _STATUS_BYTES] != b"\0\0" for at in range(statuses, end, 2))
        if not is_system:
            answers.append(AnswerFacts(_status(number), rows, refused))
        place = end + rows * _RESULT_BYTES
    return answers


def _status(number: int) -> Status:
    try:
        return Status(number)
    except ValueError:
        refuse("evidence.results")


def _read_envelope(data: bytes) -> EnvelopeFacts:
    """The header inside the framing of formats.md, section 4."""
    length = int.from_bytes(data[4:8], "little")
    encoded = data[_PREFIX_BYTES : _PREFIX_BYTES + length]
    if data[:4] != _MAGIC or len(encoded) != length:
        refuse("evidence.envelope")
    try:
        fields: Any = decode(encoded, HEADER_BYTES_MAX)
        chain_id, acting = fields[_CHAIN_ID], fields[_ACTING]
        verb, body = fields[_VERB], fields[_BODY]
    except (PrayaError, LookupError, TypeError):
        refuse("evidence.envelope")
    plain = isinstance(acting, list) and all(isinstance(code, str) for code in acting)
    if not plain or not isinstance(verb, str) or not isinstance(chain_id, bytes):
        refuse("evidence.envelope")
    stated = body if isinstance(body, dict) else {}
    return EnvelopeFacts(envelope_id(encoded), chain_id, tuple(acting), verb, stated)
