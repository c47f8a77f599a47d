"""Digests: each purpose has its own context, and the formulas are those of the formats."""

from hashlib import sha256

import pytest
from blake3 import blake3

from praya.base.errors import Bug
from praya.base.hashing import (
    EMPTY_TABLE_TREE,
    envelope_id,
    page_leaf,
    page_node,
    page_tree_root,
    salt,
    salted_leaf,
    section_digest,
    state_root,
    table_root,
)
from praya.base.limits import PAGE_BYTES

PAGE = bytes(range(256)) * 64
HASH = bytes(range(32))
OTHER = bytes(range(32, 64))


def derived(context: str, content: bytes) -> bytes:
    return blake3(content, derive_key_context=context).digest()


def test_each_digest_follows_its_formula() -> None:
    assert page_leaf(PAGE) == derived("praya page 1", PAGE)
    assert page_leaf(memoryview(PAGE)) == derived("praya page 1", PAGE)
    assert page_node(HASH, OTHER) == derived("praya node 1", HASH + OTHER)
    assert table_root(HASH, 7) == derived("praya table 1", HASH + b"\x07" + bytes(7))
    spelt = b"\x02\x00ab" + HASH + b"\x03\x00\xe6\xb0\xb4" + OTHER
    assert state_root([("ab", HASH), ("\u6c34", OTHER)]) == derived("praya state 1", spelt)
    assert section_digest(PAGE) == blake3(PAGE).digest()
    assert envelope_id(b"header") == sha256(b"header").digest()
    assert salt(b"s" * 16, 258) == derived("praya salt 1", b"s" * 16 + b"\x02\x01\x00\x00")[:16]
    assert salted_leaf(HASH[:16], b"row") == derived("praya leaf 1", HASH[:16] + b"row")


def test_one_content_has_a_different_digest_for_each_purpose() -> None:
    content = bytes(PAGE_BYTES)
    contexts = ["page", "node", "table", "state", "salt", "leaf"]
    digests = {derived(f"praya {context} 1", content) for context in contexts}
    assert len(digests | {section_digest(content), envelope_id(content)}) == len(contexts) + 2


def test_a_hasher_is_not_changed_by_its_use() -> None:
    assert page_leaf(PAGE) == page_leaf(PAGE)
    assert state_root([]) == state_root([]) == derived("praya state 1", b"")
    assert EMPTY_TABLE_TREE == page_tree_root([]) == derived("praya page 1", b"")


def test_pages_join_in_the_shape_of_the_tree() -> None:
    leaves = [page_leaf(bytes([number]) * PAGE_BYTES) for number in range(3)]
    assert page_tree_root(leaves) == page_node(page_node(leaves[0], leaves[1]), leaves[2])
    assert page_tree_root(leaves[:1]) == leaves[0]


def test_table_names_order_and_row_counts_change_the_state_root() -> None:
    roots = {
        state_root([("a", HASH), ("b", OTHER)]),
        state_root([("b", OTHER), ("a", HASH)]),
        state_root([("a", OTHER), ("b", HASH)]),
        state_root([("a", HASH)]),
        state_root([("ab", HASH)]),
        table_root(HASH, 0),
        table_root(HASH, 1),
        table_root(HASH, 256),
    }
    assert len(roots) == 8


def test_salts_differ_by_seed_and_by_row() -> None:
    seeds = [b"a" * 16, b"a" * 20, b"b" * 16, b"a" * 32]
    salts = {salt(seed, row) for seed in seeds for row in range(50)}
    assert len(salts) == len(seeds) * 50
    assert {len(each) for each in salts} == {16}


@pytest.mark.parametrize("length", [0, 1, PAGE_BYTES - 1, PAGE_BYTES + 1])
def test_a_page_of_another_length_is_a_bug(length: int) -> None:
    with pytest.raises(Bug):
        page_leaf(bytes(length))


def test_a_root_or_salt_of_another_length_is_a_bug() -> None:
    with pytest.raises(Bug):
        table_root(HASH[:-1], 1)
    with pytest.raises(Bug):
        state_root([("a", HASH + b"\x00")])
    with pytest.raises(Bug):
        salted_leaf(HASH, b"row")


@pytest.mark.parametrize("row", [-1, 2**32])
def test_a_row_number_outside_32_bits_has_no_salt(row: int) -> None:
    with pytest.raises(OverflowError):
        salt(b"s" * 16, row)
