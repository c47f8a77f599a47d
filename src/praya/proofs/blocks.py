"""Two proofs about the chain itself: that a block is in it, and that it was only ever added to."""

from dataclasses import dataclass
from typing import Any, ClassVar

from praya.base.limits import HEADER_BYTES_MAX
from praya.proofs.chains import (
    GENESIS_BYTES_MAX,
    ChainEvidence,
    Proven,
    broken,
    check_included,
    first_height,
    name_of,
    proven,
    read_header,
)
from praya.proofs.fields import FieldsReader, hexadecimal
from praya.proofs.merkle import consistency_valid


@dataclass(frozen=True, slots=True)
class BlockProof:
    """The header of one block is among those that a later block commits to."""

    KIND: ClassVar[str] = "block"
    NAMES: ClassVar[tuple[str, ...]] = ("chain",)

    chain: ChainEvidence

    @staticmethod
    def read(fields: FieldsReader) -> "BlockProof":
        """From the evidence of a file."""
        return BlockProof(ChainEvidence.read(fields))

    def to_json(self) -> dict[str, Any]:
        """As it is written."""
        return {"chain": self.chain.to_json()}

    def check(self) -> Proven:
        """What is proven. PROOF_FAILED, PROOF_REFUSED."""
        header, later = self.chain.check()
        if later is None:
            broken("evidence.chain.later_header")
        return proven(header, later, {}, self.KIND)


@dataclass(frozen=True, slots=True)
class ConsistencyProof:
    """The chain of one height is the beginning of the chain of a later height.

    `path` shows that the headers before the earlier block stand unchanged before the later one
    (RFC 9162, section 2.1.4), `block_path` that the earlier block itself does.
    """

    KIND: ClassVar[str] = "consistency"
    NAMES: ClassVar[tuple[str, ...]] = (
        "earlier_header",
        "later_header",
        "path",
        "block_path",
        "genesis",
    )

    earlier_header: bytes
    later_header: bytes
    path: tuple[bytes, ...]
    block_path: tuple[bytes, ...]
    genesis: bytes

    @staticmethod
    def read(fields: FieldsReader) -> "ConsistencyProof":
        """From the evidence of a file."""
        return ConsistencyProof(
            earlier_header=fields.content("earlier_header", HEADER_BYTES_MAX),
            later_header=fields.content("later_header", HEADER_BYTES_MAX),
            path=fields.hashes("path"),
            block_path=fields.hashes("block_path"),
            genesis=fields.content("genesis", GENESIS_BYTES_MAX),
        )

    def to_json(self) -> dict[str, Any]:
        """As it is written."""
        return {
            "earlier_header": self.earlier_header.hex(),
            "later_header": self.later_header.hex(),
            "path": hexadecimal(self.path),
            "block_path": hexadecimal(self.block_path),
            "genesis": self.genesis.hex(),
        }

    def check(self) -> Proven:
        """What is proven. PROOF_FAILED, PROOF_REFUSED."""
        earlier = read_header(self.earlier_header, "evidence.earlier_header")
        later = read_header(self.later_header, "evidence.later_header")
        if later.chain_id != earlier.chain_id or later.height <= earlier.height:
            broken("evidence.later_header")
        first = first_height(self.genesis, earlier.chain_id, "evidence.genesis")
        index, size = earlier.height - first, later.height - first
        check_included(self.earlier_header, index, later, first, self.block_path)
        before, after = (index, earlier.headers_root), (size, later.headers_root)
        # Before the first block stands nothing, which is the beginning of anything.
        if not (consistency_valid(before, after, self.path) if index else not self.path):
            broken("evidence.path")
        return proven(earlier, name_of(later), {}, self.KIND)
