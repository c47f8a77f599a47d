"""Where a proven thing stands: the header of its block, and a later header of the same chain.

A reader who trusts the hash of either block trusts what is proven. It must not know what that is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NoReturn

from praya.base.dates import format_day
from praya.base.encoding import decode
from praya.base.errors import PrayaError, fail
from praya.base.limits import HEADER_BYTES_MAX
from praya.proofs.fields import FieldsReader, hexadecimal, refuse
from praya.proofs.headers import BlockHeader, decode_block_header
from praya.proofs.merkle import content_included

GENESIS_BYTES_MAX = 4_096  # one that carries a snapshot names it, and holds nothing else
_SNAPSHOT_FIELD = 9
_NAMES = ("header", "later_header", "path", "genesis")


def broken(path: str) -> NoReturn:
    """The evidence contradicts itself or the claim: PROOF_FAILED, with the path of what does."""
    fail("PROOF_FAILED", path=path)


@dataclass(frozen=True, slots=True)
class BlockName:
    """A block, as a reader compares it with one he trusts."""

    height: int
    hash: bytes

    def to_json(self) -> dict[str, Any]:
        """As it stands in a claim."""
        return {"height": self.height, "hash": self.hash.hex()}


@dataclass(frozen=True, slots=True)
class Proven:
    """What a proof was found to say: its claim, and the blocks by whose hash it can be trusted."""

    chain_id: bytes
    claim: dict[str, Any]
    blocks: tuple[BlockName, ...]  # the block of the thing first
    topic: str  # which words say it: a kind, or a narrower one
    content: bytes = b""  # of a proven envelope or document


@dataclass(frozen=True, slots=True)
class ChainEvidence:
    """A header, and (if `later_header` is not empty) its way into a later one."""

    header: bytes
    later_header: bytes
    path: tuple[bytes, ...]  # in the tree of headers that the later one commits to
    genesis: bytes  # only of a chain that goes on from a snapshot: it says the first height

    @staticmethod
    def read(fields: FieldsReader) -> "ChainEvidence":
        """From the object `chain` of a proof's evidence."""
        chain = fields.inner("chain", _NAMES)
        return ChainEvidence(
            header=chain.content("header", HEADER_BYTES_MAX),
            later_header=chain.content("later_header", HEADER_BYTES_MAX),
            path=chain.hashes("path"),
            genesis=chain.content("genesis", GENESIS_BYTES_MAX),
        )

    def to_json(self) -> dict[str, Any]:
        """As it is written."""
        values = (self.header.hex(), self.later_header.hex())
        return dict(zip(_NAMES, (*values, hexadecimal(self.path), self.genesis.hex()), strict=True))

    def check(self) -> tuple[BlockHeader, BlockName | None]:
        """The header of the block, and the later block's name. PROOF_FAILED, PROOF_REFUSED."""
        header = read_header(self.header, "evidence.chain.header")
        if not self.later_header:
            if self.path or self.genesis:
                refuse("evidence.chain.later_header")
            return header, None
        later = read_header(self.later_header, "evidence.chain.later_header")
        if later.chain_id != header.chain_id or later.height <= header.height:
            broken("evidence.chain.later_header")
        first = first_height(self.genesis, header.chain_id, "evidence.chain.genesis")
        check_included(self.header, header.height - first, later, first, self.path)
        return header, name_of(later)


def check_included(
    encoded: bytes, index: int, later: BlockHeader, first: int, path: Sequence[bytes]
) -> None:
    """That an encoded header is among those before `later`; PROOF_FAILED."""
    if not content_included(encoded, index, later.height - first, later.headers_root, path):
        broken("evidence.chain.path")


def read_header(data: bytes, path: str) -> BlockHeader:
    """A header of this version; PROOF_REFUSED."""
    try:
        return decode_block_header(data)
    except PrayaError:
        refuse(path)


def first_height(genesis: bytes, chain_id: bytes, path: str) -> int:
    """The height of a chain's first block: 1, or what follows the snapshot of its genesis."""
    if not genesis:
        return 1
    if sha256(genesis).digest() != chain_id:
        broken(path)
    try:
        fields: Any = decode(genesis, GENESIS_BYTES_MAX)
        height = fields[_SNAPSHOT_FIELD][0]
    except (PrayaError, LookupError, TypeError):
        refuse(path)
    return height + 1 if type(height) is int and height >= 0 else refuse(path)


def name_of(header: BlockHeader) -> BlockName:
    """A block's height and hash."""
    return BlockName(header.height, header.hash())


def proven(
    header: BlockHeader, later: BlockName | None, claim: dict[str, Any], topic: str
) -> Proven:
    """What is proven, with the block it stands in and the later one added to the claim."""
    name = name_of(header)
    block = {**name.to_json(), "time": header.block_time, "business_date": _day(header)}
    stated = {**claim, "block": block, "later_block": None if later is None else later.to_json()}
    blocks = (name,) if later is None else (name, later)
    return Proven(header.chain_id, stated, blocks, topic)


def _day(header: BlockHeader) -> str:
    try:
        return format_day(header.business_date)
    except PrayaError:
        refuse("evidence.chain.header")
