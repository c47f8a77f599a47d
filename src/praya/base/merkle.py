"""Hash trees of the shape of RFC 6962 section 2.1: the largest full subtree is on the left.

The root of block headers and of a block's envelopes is a SHA-256 tree (`root_of`, `CompactRange`);
a table of state uses the same shape with another node function (`tree_root`). Proofs are made and
verified in `praya.proofs`; this module must not know what the leaves are.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

from praya.base.errors import require

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()  # the root of no leaves, RFC 6962 section 2.1

Node = Callable[[bytes, bytes], bytes]


def leaf_hash(content: bytes) -> bytes:
    """SHA-256 of a leaf: prefix 0x00 keeps a leaf from being read as a node."""
    return sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256 of an inner node: prefix 0x01."""
    return sha256(b"\x01" + left + right).digest()


def root_of(contents: Iterable[bytes]) -> bytes:
    """The RFC 6962 root of a list of leaf contents; EMPTY_ROOT for none."""
    tree = CompactRange()
    for content in contents:
        tree.append(content)
    return tree.root()


def tree_root(leaves: Sequence[bytes], node: Node, empty: bytes) -> bytes:
    """The root over leaves that are hashed already, joined by `node`; `empty` for no leaves."""
    tree = CompactRange(node=node, empty=empty)
    for leaf in leaves:
        tree.append_hash(leaf)
    return tree.root()


class CompactRange:
    """A growing tree kept as the roots of its full subtrees, the largest (leftmost) first.

    The subtrees are the set bits of `size`, so n leaves take at most log2(n) + 1 hashes, and
    appending joins as many of them as adding one to `size` carries bits.
    """

    __slots__ = ("_empty", "_node", "_roots", "_size")

    def __init__(
        self,
        size: int = 0,
        roots: Sequence[bytes] = (),
        node: Node = node_hash,
        empty: bytes = EMPTY_ROOT,
    ) -> None:
        """Start empty, or go on from the (size, roots) that `state` gave."""
        require(size >= 0, "a tree has no negative size")
        require(size.bit_count() == len(roots), "one subtree root for each set bit of the size")
        self._size = size
        self._roots = list(roots)
        self._node = node
        self._empty = empty

    @property
    def size(self) -> int:
        """How many leaves the tree has."""
        return self._size

    def state(self) -> tuple[int, tuple[bytes, ...]]:
        """What must be kept to go on: the size and the subtree roots, the largest first."""
        return self._size, tuple(self._roots)

    def append(self, content: bytes) -> None:
        """Add a leaf by its content (hashed with the RFC 6962 leaf prefix)."""
        self.append_hash(leaf_hash(content))

    def append_hash(self, leaf: bytes) -> None:
        """Add a leaf that is hashed already."""
        joined = leaf
        carried = self._size
        while carried & 1:
            joined = self._node(self._roots.pop(), joined)
            carried >>= 1
        self._roots.append(joined)
        self._size += 1

    def root(self) -> bytes:
        """The root over all leaves so far."""
        if not self._roots:
            return self._empty
        root = self._roots[-1]
        for left in reversed(self._roots[:-1]):
            root = self._node(left, root)
        return root
