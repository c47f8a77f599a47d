"""The tree over recorded holdings, of every size to seventy: each holder is proven, nobody else."""

from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from praya.base.merkle import EMPTY_ROOT, node_hash, tree_root
from praya.proofs.holdings import HoldingProof
from praya.proofs.merkle import inclusion_proof, root_above, sided_path
from praya.proofs.positions import HoldingEvidence

DATE = 20_000


def tree(amounts: list[int]) -> tuple[list[HoldingProof], bytes]:
    """A proof for each holder, and the root."""
    bare = [
        HoldingProof(
            salt=sha256(b"%d" % place).digest()[:16],
            account=f"HOLDER.{place}",
            position=64 + 3 * place,
            asset=2,
            decimals=2,
            date=DATE,
            amount=amount,
            index=place,
            size=len(amounts),
            path=(),
        )
        for place, amount in enumerate(amounts)
    ]
    leaves = [one.leaf() for one in bare]
    whole = [replace(one, path=tuple(inclusion_proof(leaves, one.index))) for one in bare]
    return whole, tree_root(leaves, node_hash, EMPTY_ROOT)


@pytest.mark.parametrize("size", range(1, 71))
def test_every_holder_of_a_tree_is_proven_with_and_without_his_place(size: int) -> None:
    proofs, root = tree([10**9 + 7 * place for place in range(size)])
    for proof in proofs:
        evidence = HoldingEvidence.of(proof)
        assert proof.valid(root)
        assert evidence.root(DATE) == root
        assert not replace(proof, amount=proof.amount + 1).valid(root)
        assert evidence.root(DATE + 1) != root
        for place, (is_left, sibling) in enumerate(evidence.path):
            turned = (*evidence.path[:place], (not is_left, sibling), *evidence.path[place + 1 :])
            assert replace(evidence, path=turned).root(DATE) != root
            shorter = evidence.path[:place] + evidence.path[place + 1 :]
            assert replace(evidence, path=shorter).root(DATE) != root
    print(f"{len(proofs)} holders")


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_a_leaf_with_anything_changed_is_not_in_the_tree(data: st.DataObject) -> None:
    amounts = data.draw(st.lists(st.integers(1, 2**63 - 1), min_size=1, max_size=70))
    proofs, root = tree(amounts)
    proof = data.draw(st.sampled_from(proofs))
    changed = data.draw(
        st.sampled_from(
            [
                {"amount": proof.amount ^ 1},
                {"decimals": proof.decimals + 1},
                {"asset": proof.asset + 1},
                {"position": proof.position + 1},
                {"account": proof.account + "0"},
                {"account": proof.account[:-1]},
                {"salt": sha256(proof.salt).digest()[:16]},
            ]
        )
    )
    assert HoldingEvidence.of(proof).root(DATE) == root
    assert HoldingEvidence.of(replace(proof, **changed)).root(DATE) != root
    assert not replace(proof, **changed).valid(root)


def test_a_path_with_sides_is_the_path_without_them() -> None:
    for size in range(1, 71):
        leaves = [sha256(b"%d" % number).digest() for number in range(size)]
        root = tree_root(leaves, node_hash, EMPTY_ROOT)
        for index in range(size):
            path = inclusion_proof(leaves, index)
            steps = sided_path(index, size, path)
            assert [sibling for _, sibling in steps] == path
            assert root_above(leaves[index], steps) == root
