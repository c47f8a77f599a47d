"""A tree that keeps its inner nodes: the same proofs as from all leaves, for every size of it."""

from collections.abc import Callable
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from praya.base.errors import Bug
from praya.base.hashing import page_node
from praya.base.merkle import leaf_hash, node_hash, root_of
from praya.proofs.kept_trees import KeptTree
from praya.proofs.merkle import (
    consistency_proof,
    consistency_valid,
    inclusion_proof,
    inclusion_valid,
)

SIZE_MAX = 70
CONTENTS = [bytes([number]) for number in range(SIZE_MAX)]
LEAVES = [leaf_hash(content) for content in CONTENTS]
KEPT = KeptTree(LEAVES)


def test_every_path_of_every_size_is_that_of_the_leaves() -> None:
    count = 0
    for size in range(1, SIZE_MAX + 1):
        for index in range(size):
            assert KEPT.inclusion(index, size) == inclusion_proof(LEAVES[:size], index)
            count += 1
        for earlier in range(1, size + 1):
            assert KEPT.consistency(earlier, size) == consistency_proof(LEAVES[:size], earlier)
            count += 1
    print(f"{count} paths")
    assert count == SIZE_MAX * (SIZE_MAX + 1)


@given(st.integers(1, SIZE_MAX))
def test_a_tree_that_grows_has_the_root_of_its_contents(size: int) -> None:
    tree = KeptTree()
    for leaf in LEAVES[:size]:
        tree.append_hash(leaf)
    assert (tree.size, tree.root()) == (size, root_of(CONTENTS[:size]))
    assert inclusion_valid(LEAVES[0], 0, size, tree.root(), tree.inclusion(0))
    assert consistency_valid((1, LEAVES[0]), (size, tree.root()), tree.consistency(1))


def test_pages_are_joined_by_their_own_function() -> None:
    tree = KeptTree(LEAVES[:21], page_node)
    for index in range(21):
        assert tree.inclusion(index) == inclusion_proof(LEAVES[:21], index, node=page_node)


def test_a_proof_is_made_in_as_many_steps_as_the_tree_is_high() -> None:
    joined = 0

    def counted(left: bytes, right: bytes) -> bytes:
        nonlocal joined
        joined += 1
        return node_hash(left, right)

    size = 3_000
    tree = KeptTree((sha256(bytes([n & 255, n >> 8])).digest() for n in range(size)), counted)
    assert joined < size
    for index in range(0, size, 7):
        joined = 0
        tree.inclusion(index, size - index % 5 if index < size - 5 else size)
        tree.consistency(index + 1)
        assert joined <= 4 * size.bit_length()


@pytest.mark.parametrize(
    "asked",
    [
        lambda: KEPT.inclusion(SIZE_MAX),
        lambda: KEPT.inclusion(-1),
        lambda: KEPT.inclusion(5, 5),
        lambda: KEPT.inclusion(0, SIZE_MAX + 1),
        lambda: KEPT.inclusion(0, 0),
        lambda: KEPT.consistency(0),
        lambda: KEPT.consistency(6, 5),
        lambda: KEPT.consistency(1, SIZE_MAX + 1),
        lambda: KeptTree().root(),
        lambda: KeptTree().inclusion(0),
    ],
)
def test_what_is_not_in_the_tree_is_a_bug_of_who_asks(asked: Callable[[], object]) -> None:
    with pytest.raises(Bug):
        asked()
