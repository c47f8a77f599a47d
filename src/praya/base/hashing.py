"""The digests of the formats, version 1: state roots, sections, envelope ids and salts.

Every BLAKE3 use but the section digest has its own derive_key context (BLAKE3 specification,
section 2.3), so that bytes hashed for one purpose never equal bytes hashed for another.
This module must not know the tables or the envelopes it hashes.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from blake3 import blake3

from praya.base.errors import require
from praya.base.limits import PAGE_BYTES, SALT_BYTES
from praya.base.merkle import HASH_BYTES, tree_root

_PAGE = blake3(derive_key_context="praya page 1")
_NODE = blake3(derive_key_context="praya node 1")
_TABLE = blake3(derive_key_context="praya table 1")
_STATE = blake3(derive_key_context="praya state 1")
_SALT = blake3(derive_key_context="praya salt 1")
_LEAF = blake3(derive_key_context="praya leaf 1")
_DOCUMENT_KEY = blake3(derive_key_context="praya document key 1")
_DOCUMENT_VALUE = blake3(derive_key_context="praya document value 1")
_RESULTS = blake3(derive_key_context="praya results 1")

EMPTY_TABLE_TREE = _PAGE.digest()  # a table without a page: no page is empty, so no page has it


def page_leaf(page: bytes | memoryview) -> bytes:
    """The leaf of one page of a table: exactly PAGE_BYTES, zero-filled by the caller."""
    require(memoryview(page).nbytes == PAGE_BYTES, "a page is hashed whole")
    return _PAGE.copy().update(page).digest()


def page_node(left: bytes, right: bytes) -> bytes:
    """The node over two subtrees of pages."""
    return _NODE.copy().update(left + right).digest()


def page_tree_root(leaves: Sequence[bytes]) -> bytes:
    """The tree root over a table's page leaves; EMPTY_TABLE_TREE for a table without pages."""
    return tree_root(leaves, page_node, EMPTY_TABLE_TREE)


def table_root(page_root: bytes, row_count: int) -> bytes:
    """A table's root: its page tree's root with the number of rows, u64 little-endian."""
    require(len(page_root) == HASH_BYTES, "a root has 32 bytes")
    return _TABLE.copy().update(page_root + row_count.to_bytes(8, "little")).digest()


def state_root(tables: Iterable[tuple[str, bytes]]) -> bytes:
    """The root of all state: each table's name (u16 length, UTF-8) and root, in the given order."""
    hasher = _STATE.copy()
    for name, root in tables:
        require(len(root) == HASH_BYTES, "a root has 32 bytes")
        spelt = name.encode("utf-8")
        hasher.update(len(spelt).to_bytes(2, "little") + spelt + root)
    return hasher.digest()


def section_digest(section: bytes | memoryview) -> bytes:
    """The BLAKE3 digest of a detached section, which a header carries."""
    return blake3(section).digest()


def envelope_id(header: bytes | memoryview) -> bytes:
    """An envelope's id: SHA-256 of its header alone, since ML-DSA signing is randomised."""
    return sha256(header).digest()


def salt(seed: bytes, row: int) -> bytes:
    """The salt of the position opened by `row` (u32) of an envelope that carries `seed`."""
    return _SALT.copy().update(seed + row.to_bytes(4, "little")).digest(length=SALT_BYTES)


def salted_leaf(position_salt: bytes, row: bytes) -> bytes:
    """The leaf of a client proof: a row's bytes behind its salt, so the leaf tells nothing."""
    require(len(position_salt) == SALT_BYTES, "a salt has 16 bytes")
    return _LEAF.copy().update(position_salt + row).digest()


def document_key(name: str) -> bytes:
    """What a document is found by: the digest of its name, such as "calendar/HKHK"."""
    return _DOCUMENT_KEY.copy().update(name.encode("utf-8")).digest()


def document_digest(value: bytes) -> bytes:
    """What the ledger holds of a document's bytes."""
    return _DOCUMENT_VALUE.copy().update(value).digest()


def results_digest(parts: Iterable[bytes | memoryview]) -> bytes:
    """The digest of a block's statuses and results, as `praya.node.execution` lays them out."""
    hasher = _RESULTS.copy()
    for part in parts:
        hasher.update(part)
    return hasher.digest()
