"""Section 7, naively: a table's bytes, its pages, its tree, its root. Knows no table by name."""

import struct
from collections.abc import Iterable
from itertools import chain

from blake3 import blake3

PAGE_BYTES = 16_384


def keyed(purpose: str, content: bytes) -> bytes:
    """BLAKE3 in derive_key mode."""
    return blake3(content, derive_key_context=purpose).digest()


def table_bytes(rows: list[list[int]]) -> bytes:
    """The rows in order, each column eight bytes, little-endian, signed."""
    cells = list(chain.from_iterable(rows))
    return struct.pack(f"<{len(cells)}q", *cells)


def pages_of(content: bytes) -> list[bytes]:
    """Pieces of 16,384 bytes, the last one filled with zeros; nothing has no pages."""
    starts = range(0, len(content), PAGE_BYTES)
    return [content[start : start + PAGE_BYTES].ljust(PAGE_BYTES, b"\0") for start in starts]


def tree_root(leaves: list[bytes]) -> bytes:
    """The tree of RFC 6962, section 2.1, in shape only; without leaves, the leaf of no bytes."""
    if not leaves:
        return keyed("praya page 1", b"")
    if len(leaves) == 1:
        return leaves[0]
    left = 1
    while left * 2 < len(leaves):
        left *= 2
    return keyed("praya node 1", tree_root(leaves[:left]) + tree_root(leaves[left:]))


def table_root(rows: list[list[int]]) -> bytes:
    """The root of one table, hashed with how many rows it has."""
    leaves = [keyed("praya page 1", page) for page in pages_of(table_bytes(rows))]
    return keyed("praya table 1", tree_root(leaves) + struct.pack("<Q", len(rows)))


def state_root(tables: Iterable[tuple[str, list[list[int]]]]) -> bytes:
    """The root over all tables, each with its name."""
    parts = []
    for name, rows in tables:
        encoded = name.encode("ascii")
        parts.append(struct.pack("<H", len(encoded)) + encoded + table_root(rows))
    return keyed("praya state 1", b"".join(parts))
