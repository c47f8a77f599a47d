"""A hash tree of the shape of RFC 6962 that keeps its inner nodes, for whoever makes many proofs.

A leaf is added, and a proof made, in as many steps as the tree is high. What is kept is the root of
every full subtree: twice as many hashes as there are leaves. This module must not know what the
leaves are.
"""

from collections.abc import Iterable

from praya.base.errors import require
from praya.base.merkle import Node, node_hash
from praya.proofs.merkle import consistency_path, inclusion_path, left_size


class KeptTree:
    """A growing tree from which proofs are made, of now and of any earlier size."""

    def __init__(self, leaf_hashes: Iterable[bytes] = (), node: Node = node_hash) -> None:
        self._node = node
        self._levels: list[list[bytes]] = [[]]  # roots of full subtrees, those of one leaf first
        for leaf in leaf_hashes:
            self.append_hash(leaf)

    @property
    def size(self) -> int:
        """How many leaves the tree has."""
        return len(self._levels[0])

    def append_hash(self, leaf: bytes) -> None:
        """Add a leaf that is hashed already, and every subtree that it fills."""
        joined = leaf
        for level in self._levels:
            level.append(joined)
            if len(level) & 1:
                return
            joined = self._node(level[-2], joined)
        self._levels.append([joined])

    def root(self) -> bytes:
        """The root over all leaves, of which there is one at least."""
        require(self.size > 0, "a tree without leaves keeps no root")
        return self._root_of_range(0, self.size)

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """The path of a leaf in the tree of the first `size` leaves, of all if None; see
        `praya.proofs.merkle.inclusion_proof`.
        """
        return inclusion_path(index, self._part(size), self._root_of_range)

    def consistency(self, earlier_size: int, size: int | None = None) -> list[bytes]:
        """That the first leaves stand unchanged among the first `size`; see
        `praya.proofs.merkle.consistency_proof`.
        """
        return consistency_path(earlier_size, self._part(size), self._root_of_range)

    def _part(self, size: int | None) -> int:
        wanted = self.size if size is None else size
        require(wanted <= self.size, "a part of a tree is no larger than the tree")
        return wanted

    def _root_of_range(self, start: int, end: int) -> bytes:
        """One full subtree, or those that a range at the right edge is made of."""
        size = end - start
        left = size if size & (size - 1) == 0 else left_size(size)
        level = left.bit_length() - 1
        whole = self._levels[level][start >> level]
        if left == size:
            return whole
        return self._node(whole, self._root_of_range(start + left, end))
