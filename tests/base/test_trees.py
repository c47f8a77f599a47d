"""Trees: the shape of RFC 6962, grown one leaf at a time."""

from hashlib import sha256

import pytest

from praya.base.errors import Bug
from praya.base.merkle import EMPTY_ROOT, CompactRange, leaf_hash, node_hash, root_of, tree_root

CONTENTS = [str(number).encode() for number in range(70)]


def simple_root(leaves: list[bytes]) -> bytes:
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + simple_root(leaves[:split]) + simple_root(leaves[split:])).digest()


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    expected = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert root_of([]).hex() == EMPTY_ROOT.hex() == expected


def test_every_size_grown_one_by_one_has_the_root_of_the_definition() -> None:
    grown = CompactRange()
    for size in range(len(CONTENTS) + 1):
        leaves = [leaf_hash(content) for content in CONTENTS[:size]]
        assert grown.size == size
        assert grown.root() == simple_root(leaves) == root_of(CONTENTS[:size])
        assert tree_root(leaves, node_hash, EMPTY_ROOT) == grown.root()
        if size < len(CONTENTS):
            grown.append(CONTENTS[size])


def test_a_range_goes_on_from_its_state() -> None:
    for split in range(len(CONTENTS)):
        first = CompactRange()
        for content in CONTENTS[:split]:
            first.append(content)
        second = CompactRange(*first.state())
        for content in CONTENTS[split:]:
            second.append(content)
        assert second.root() == root_of(CONTENTS)
        assert first.root() == root_of(CONTENTS[:split])


def test_another_node_function_gives_the_same_shape() -> None:
    def bracket(left: bytes, right: bytes) -> bytes:
        return b"(" + left + right + b")"

    assert tree_root([], bracket, b"none") == b"none"
    assert tree_root([b"a"], bracket, b"") == b"a"
    assert tree_root([b"a", b"b", b"c"], bracket, b"") == b"((ab)c)"
    assert tree_root(
        list(map(bytes, [b"a", b"b", b"c", b"d", b"e", b"f", b"g"])), bracket, b""
    ) == (b"(((ab)(cd))((ef)g))")


@pytest.mark.parametrize(("size", "count"), [(-1, 1), (0, 1), (1, 0), (1, 2), (3, 1), (4, 2)])
def test_a_state_with_another_number_of_subtrees_is_a_bug(size: int, count: int) -> None:
    with pytest.raises(Bug):
        CompactRange(size, [bytes(32)] * count)


def test_leaves_in_another_order_or_number_give_another_root() -> None:
    roots = {
        root_of([b"a", b"b", b"c"]),
        root_of([b"b", b"a", b"c"]),
        root_of([b"a", b"b"]),
        root_of([b"a", b"b", b"c", b""]),
        root_of([b"a", b"bc"]),
    }
    assert len(roots) == 5
