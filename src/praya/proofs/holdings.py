"""A client's proof: what he held of an asset at the close of a day, and nothing about others.

The leaf is a hash behind the position's salt, so neighbours in the tree are 32 random-looking
bytes. The root is attested on the ledger and made again by every replica.
"""

from dataclasses import dataclass

from praya.base.hashing import salted_leaf
from praya.proofs.merkle import inclusion_valid

WORD_BYTES = 8


@dataclass(frozen=True, slots=True)
class HoldingProof:
    """One holding of a record, with its way to the root."""

    salt: bytes  # 16 bytes, known to the client and his institution
    position: int
    asset: int
    date: int  # days since 1970-01-01
    amount: int  # minor units
    index: int
    size: int  # holdings in the record
    path: tuple[bytes, ...]  # RFC 9162 inclusion path

    def leaf(self) -> bytes:
        """The salted leaf of what is claimed."""
        return salted_leaf(
            self.salt, holding_row(self.position, self.asset, self.date, self.amount)
        )

    def valid(self, root: bytes) -> bool:
        """Whether the claim is a leaf of the tree with this root."""
        return inclusion_valid(self.leaf(), self.index, self.size, root, list(self.path))


def holding_row(position: int, asset: int, date: int, amount: int) -> bytes:
    """What a leaf hides: four signed 64-bit words, little-endian."""
    words = (position, asset, date, amount)
    return b"".join(word.to_bytes(WORD_BYTES, "little", signed=True) for word in words)
