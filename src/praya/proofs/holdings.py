"""A client's proof: what he held of an asset at the close of a day, and nothing about others.

The leaf is a hash behind the position's salt, so neighbours in the tree are 32 random-looking
bytes. The root is attested on the ledger and made again by every replica.
"""

from dataclasses import dataclass

from praya.base.hashing import salted_leaf
from praya.base.limits import CODE_BYTES_MAX
from praya.proofs.merkle import inclusion_valid

WORD_BYTES = 8


@dataclass(frozen=True, slots=True)
class HoldingProof:
    """One holding of a record, with its way to the root."""

    salt: bytes  # 16 bytes, known to the client and his institution
    account: str
    position: int
    asset: int
    decimals: int  # of the asset, which say what the minor units are
    date: int  # days since 1970-01-01
    amount: int  # minor units
    index: int
    size: int  # holdings in the record
    path: tuple[bytes, ...]  # RFC 9162 inclusion path

    def leaf(self) -> bytes:
        """The salted leaf of what is claimed."""
        numbers = (self.position, self.asset, self.date, self.amount, self.decimals)
        return salted_leaf(self.salt, holding_row(numbers, self.account.encode("ascii")))

    def valid(self, root: bytes) -> bool:
        """Whether the claim is a leaf of the tree with this root."""
        return inclusion_valid(self.leaf(), self.index, self.size, root, list(self.path))


def holding_row(numbers: tuple[int, int, int, int, int], account_code: bytes) -> bytes:
    """What a leaf hides: position, asset, date, amount in minor units and decimals as signed 64-bit
    words, little-endian, then the code of the account, filled with zeros.
    """
    words = b"".join(word.to_bytes(WORD_BYTES, "little", signed=True) for word in numbers)
    return words + account_code.ljust(CODE_BYTES_MAX, b"\0")
