"""Inclusion and consistency proofs over the SHA-256 trees of RFC 6962.

A proof is made by whoever holds all leaves and verified by whoever holds a root. The tree is named
by (size, root), as a root alone does not say how many leaves it stands for; where the size shall
stay unsaid, a path names the side of each sibling instead. Pages of state have the same shape with
another node function. This module must not know what the leaves are.
"""

from collections.abc import Callable, Sequence

from praya.base.errors import require
from praya.base.merkle import EMPTY_ROOT, HASH_BYTES, Node, leaf_hash, node_hash, tree_root

PROOF_HASHES_MAX = 64  # no tree has more levels than a leaf number has bits


Step = tuple[bool, bytes]  # whether the sibling is on the left, and its hash
RangeRoot = Callable[[int, int], bytes]  # the root over leaves from one number to below another


def inclusion_proof(
    leaf_hashes: Sequence[bytes], index: int, *, node: Node = node_hash
) -> list[bytes]:
    """The audit path of leaf `index` (RFC 6962 section 2.1.1), the nearest sibling first."""

    def root_of_range(start: int, end: int) -> bytes:
        return tree_root(leaf_hashes[start:end], node, EMPTY_ROOT)

    return inclusion_path(index, len(leaf_hashes), root_of_range)


def inclusion_path(index: int, size: int, root_of_range: RangeRoot) -> list[bytes]:
    """The same from whoever knows the roots of ranges, each one that a full split of the tree has:
    it begins at a multiple of a power of two that is no less than its length.
    """
    require(0 <= index < size, "a proof is made for a leaf of the tree")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + left_size(end - start)
        if index < middle:
            path.append(root_of_range(middle, end))
            end = middle
        else:
            path.append(root_of_range(start, middle))
            start = middle
    path.reverse()
    return path


def sided_path(index: int, size: int, path: Sequence[bytes]) -> list[Step]:
    """An audit path with the side of each sibling, which says neither the index nor the size."""
    steps: list[Step] = []
    node_number, last = index, size - 1
    for sibling in path:
        is_left = bool(node_number & 1) or node_number == last
        if is_left:
            node_number, last = _skip_missing_right(node_number, last)
        steps.append((is_left, sibling))
        node_number >>= 1
        last >>= 1
    return steps


def root_above(leaf: bytes, steps: Sequence[Step]) -> bytes:
    """The root of the tree in which `leaf` has these siblings, the nearest first."""
    computed = leaf
    for is_left, sibling in steps:
        computed = node_hash(sibling, computed) if is_left else node_hash(computed, sibling)
    return computed


def consistency_proof(leaf_hashes: Sequence[bytes], earlier_size: int) -> list[bytes]:
    """That the first `earlier_size` leaves stand unchanged in the tree of all (section 2.1.2)."""

    def root_of_range(start: int, end: int) -> bytes:
        return tree_root(leaf_hashes[start:end], node_hash, EMPTY_ROOT)

    return consistency_path(earlier_size, len(leaf_hashes), root_of_range)


def consistency_path(earlier_size: int, size: int, root_of_range: RangeRoot) -> list[bytes]:
    """The same from whoever knows the roots of ranges; see `inclusion_path`."""
    require(0 < earlier_size <= size, "an earlier tree is a part of the later one")
    path: list[bytes] = []
    start, end, wanted = 0, size, earlier_size
    is_whole = True  # whether the verifier knows the root of what is left: only the earlier tree's
    while wanted != end - start:
        middle = start + left_size(end - start)
        if wanted <= middle - start:
            path.append(root_of_range(middle, end))
            end = middle
        else:
            path.append(root_of_range(start, middle))
            wanted -= middle - start
            start = middle
            is_whole = False
    if not is_whole:
        path.append(root_of_range(start, end))
    path.reverse()
    return path


def inclusion_valid(leaf: bytes, index: int, size: int, root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the tree (`size`, `root`) has the leaf hash `leaf` at `index` (RFC 9162 2.1.3.2).

    Never raises for values of the right types; numbers out of range and hashes of another length
    are answered with False.
    """
    return len(root) == HASH_BYTES and inclusion_root(leaf, index, size, path) == root


def inclusion_root(
    leaf: bytes, index: int, size: int, path: Sequence[bytes], *, node: Node = node_hash
) -> bytes | None:
    """The root of the tree of `size` leaves that has `leaf` at `index` with this path.

    None where no such tree has such a path.
    """
    if not 0 <= index < size or not _hashes_well_formed((leaf, *path)):
        return None
    node_number, last = index, size - 1
    computed = leaf
    for sibling in path:
        if last == 0:
            return None
        if node_number & 1 or node_number == last:
            computed = node(sibling, computed)
            node_number, last = _skip_missing_right(node_number, last)
        else:
            computed = node(computed, sibling)
        node_number >>= 1
        last >>= 1
    return computed if last == 0 else None


def content_included(
    content: bytes, index: int, size: int, root: bytes, path: Sequence[bytes]
) -> bool:
    """Whether the tree has a leaf of this content at `index`; see `inclusion_valid`."""
    return inclusion_valid(leaf_hash(content), index, size, root, path)


def consistency_valid(
    earlier: tuple[int, bytes], later: tuple[int, bytes], path: Sequence[bytes]
) -> bool:
    """Whether the tree `earlier` (size, root) is the beginning of `later` (RFC 9162 2.1.4.2).

    A tree of no leaves proves nothing and is answered with False. Never raises for values of the
    right types.
    """
    (earlier_size, earlier_root), (later_size, later_root) = earlier, later
    if not 0 < earlier_size <= later_size:
        return False
    if not _hashes_well_formed((earlier_root, later_root, *path)):
        return False
    if earlier_size == later_size:
        return not path and earlier_root == later_root
    known = [earlier_root] if earlier_size.bit_count() == 1 else []
    hashes = known + list(path)
    return bool(hashes) and _joins(earlier, later, hashes)


def _joins(earlier: tuple[int, bytes], later: tuple[int, bytes], hashes: list[bytes]) -> bool:
    """Climb from the last subtree of the earlier tree, computing both roots from one path."""
    node_number, last = earlier[0] - 1, later[0] - 1
    while node_number & 1:
        node_number >>= 1
        last >>= 1
    computed_earlier = computed_later = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            return False
        if node_number & 1 or node_number == last:
            computed_earlier = node_hash(sibling, computed_earlier)
            computed_later = node_hash(sibling, computed_later)
            node_number, last = _skip_missing_right(node_number, last)
        else:
            computed_later = node_hash(computed_later, sibling)
        node_number >>= 1
        last >>= 1
    return last == 0 and computed_earlier == earlier[1] and computed_later == later[1]


def _skip_missing_right(node_number: int, last: int) -> tuple[int, int]:
    """Climb the levels where the node is the last and alone: nothing is hashed there."""
    while not node_number & 1 and node_number != 0:
        node_number >>= 1
        last >>= 1
    return node_number, last


def left_size(size: int) -> int:
    """The largest power of two smaller than `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def _hashes_well_formed(hashes: Sequence[bytes]) -> bool:
    if len(hashes) > PROOF_HASHES_MAX + 2:
        return False
    return all(len(each) == HASH_BYTES for each in hashes)
