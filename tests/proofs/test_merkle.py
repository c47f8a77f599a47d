"""Inclusion and consistency proofs: the published cases, and every tree of up to 64 leaves."""

import base64
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from praya.base.errors import Bug
from praya.base.merkle import leaf_hash, root_of
from praya.proofs.merkle import (
    consistency_proof,
    consistency_valid,
    content_included,
    inclusion_proof,
    inclusion_valid,
)

VECTORS = Path(__file__).resolve().parents[2] / "../shared/vectors/merkle-rfc6962"
SIZE_MAX = 64
CONTENTS = [bytes([number]) * (number % 5) for number in range(SIZE_MAX)]
LEAVES = [leaf_hash(content) for content in CONTENTS]


def cases(name: str) -> list[Any]:
    loaded = json.loads((VECTORS / name).read_text())
    assert loaded, "no case"
    return [
        pytest.param(case, id=f"{number}-{case['desc'].replace(' ', '_')}")
        for number, case in enumerate(loaded)
    ]


def raw(text: str | None) -> bytes:
    return base64.b64decode(text) if text else b""


def simple_root(leaves: list[bytes]) -> bytes:
    """The definition of RFC 6962 section 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + simple_root(leaves[:split]) + simple_root(leaves[split:])).digest()


@pytest.mark.parametrize("case", cases("inclusion.json"))
def test_a_published_inclusion_proof_verifies_or_is_refused(case: dict[str, Any]) -> None:
    valid = inclusion_valid(
        raw(case["leafHash"]),
        case["leafIdx"],
        case["treeSize"],
        raw(case["root"]),
        [raw(step) for step in case["proof"] or []],
    )
    assert valid is not case["wantErr"]


@pytest.mark.parametrize("case", cases("consistency.json"))
def test_a_published_consistency_proof_verifies_or_is_refused(case: dict[str, Any]) -> None:
    valid = consistency_valid(
        (case["size1"], raw(case["root1"])),
        (case["size2"], raw(case["root2"])),
        [raw(step) for step in case["proof"] or []],
    )
    assert valid is not case["wantErr"]


def test_all_published_cases_are_read() -> None:
    counts = [len(cases("inclusion.json")), len(cases("consistency.json"))]
    print(f"published proofs: {counts[0]} of inclusion, {counts[1]} of consistency")
    assert counts == [58, 58]


@pytest.mark.parametrize("size", range(1, SIZE_MAX + 1))
def test_every_leaf_is_proved_in_its_place_and_nowhere_else(size: int) -> None:
    leaves = LEAVES[:size]
    root = simple_root(leaves)
    for index in range(size):
        path = inclusion_proof(leaves, index)
        assert inclusion_valid(leaves[index], index, size, root, path)
        assert content_included(CONTENTS[index], index, size, root, path)
        others = [other for other in range(size + 2) if other != index]
        assert not any(inclusion_valid(leaves[index], other, size, root, path) for other in others)


@pytest.mark.parametrize("size", range(1, SIZE_MAX + 1))
def test_a_tree_is_proved_to_begin_with_each_smaller_one(size: int) -> None:
    leaves = LEAVES[:size]
    later = (size, simple_root(leaves))
    for earlier_size in range(1, size + 1):
        earlier = (earlier_size, simple_root(leaves[:earlier_size]))
        path = consistency_proof(leaves, earlier_size)
        assert consistency_valid(earlier, later, path)
        assert not consistency_valid(earlier, later, [*path, bytes(32)])
        assert not consistency_valid((earlier_size, bytes(32)), later, path)
        assert not consistency_valid(earlier, (size, bytes(32)), path)
        if path:
            assert not consistency_valid(earlier, later, path[:-1])
            assert not consistency_valid(earlier, later, path[1:])


@pytest.mark.parametrize("size", [2, 3, 7, 8, 33])
def test_a_changed_or_missing_step_of_an_inclusion_proof_is_refused(size: int) -> None:
    leaves = LEAVES[:size]
    root = simple_root(leaves)
    for index in range(size):
        path = inclusion_proof(leaves, index)
        assert not inclusion_valid(leaves[index], index, size, root, [*path, leaves[0]])
        for step in range(len(path)):
            flipped = bytes([path[step][0] ^ 1]) + path[step][1:]
            changed = [*path[:step], flipped, *path[step + 1 :]]
            missing = [*path[:step], *path[step + 1 :]]
            assert not inclusion_valid(leaves[index], index, size, root, changed)
            assert not inclusion_valid(leaves[index], index, size, root, missing)


def test_an_empty_tree_proves_nothing() -> None:
    empty = root_of([])
    assert not inclusion_valid(empty, 0, 0, empty, [])
    assert not consistency_valid((0, empty), (0, empty), [])
    assert not consistency_valid((0, empty), (1, LEAVES[0]), [])


def test_hashes_of_another_length_are_refused_though_they_are_equal() -> None:
    assert not inclusion_valid(b"", 0, 1, b"", [])
    assert not inclusion_valid(bytes(31), 0, 1, bytes(31), [])
    assert not consistency_valid((1, b""), (1, b""), [])


def test_a_leaf_is_not_proved_as_a_node() -> None:
    joined = LEAVES[0] + LEAVES[1]
    assert leaf_hash(joined) != root_of(CONTENTS[:2])
    assert not content_included(joined, 0, 1, root_of(CONTENTS[:2]), [])


@pytest.mark.parametrize("index", [-1, 3])
def test_a_proof_of_a_leaf_outside_the_tree_is_a_bug(index: int) -> None:
    with pytest.raises(Bug):
        inclusion_proof(LEAVES[:3], index)


@pytest.mark.parametrize("earlier_size", [-1, 0, 4])
def test_a_proof_of_an_earlier_tree_that_is_none_is_a_bug(earlier_size: int) -> None:
    with pytest.raises(Bug):
        consistency_proof(LEAVES[:3], earlier_size)


@given(
    st.integers(-(2**70), 2**70),
    st.integers(-(2**70), 2**70),
    st.lists(st.binary(min_size=32, max_size=32), max_size=80),
)
def test_invented_proofs_are_refused_without_raising(
    index: int, size: int, path: list[bytes]
) -> None:
    assert not inclusion_valid(LEAVES[0], index, size, LEAVES[1], path)
    assert not consistency_valid((index, LEAVES[0]), (size, LEAVES[1]), path)
