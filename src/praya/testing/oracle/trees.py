"""The hash tree of RFC 6962 section 2.1, naively: by its recursive definition."""

from hashlib import sha256


def leaf_hash(content: bytes) -> bytes:
    """The hash of a leaf."""
    return sha256(b"\x00" + content).digest()


def tree_root(leaves: list[bytes]) -> bytes:
    """The root over hashed leaves; the hash of nothing where there are none."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    left = 1
    while left * 2 < len(leaves):
        left *= 2
    both = tree_root(leaves[:left]) + tree_root(leaves[left:])
    return sha256(b"\x01" + both).digest()


def content_root(contents: list[bytes]) -> bytes:
    """The root over contents."""
    return tree_root([leaf_hash(content) for content in contents])
