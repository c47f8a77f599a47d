"""That a document had this value and version when a block was closed.

The page of the table is shown whole. Of the other documents on it, it shows digests of name and
value, and versions. The roots of all other tables are shown too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Final

from praya.base.hashing import (
    document_digest,
    document_key,
    page_leaf,
    page_node,
    state_root,
    table_root,
)
from praya.base.limits import DOCUMENT_BYTES_MAX, PAGE_BYTES
from praya.proofs.chains import ChainEvidence, Proven, broken, proven
from praya.proofs.fields import (
    PATH_MAX,
    FieldsReader,
    hexadecimal,
    read_exactly,
    read_hash,
    read_items,
    refuse,
)
from praya.proofs.headers import BlockHeader
from praya.proofs.merkle import inclusion_root

TABLE: Final = "documents"
KEY_BYTES: Final = 32
VERSION_BYTES: Final = 8
ROW_BYTES: Final = KEY_BYTES + VERSION_BYTES + 32  # key, version, digest of the value
NAME_BYTES_MAX: Final = 4_096
TABLES_MAX: Final = 64
_TABLE_NAME: Final = re.compile(r"[a-z_]{1,64}")
_PAGES_MAX: Final = 2  # a row may begin on one page and end on the next


@dataclass(frozen=True, slots=True)
class DocumentProof:
    """A row of the documents' table, its pages, and the way of these to the state root."""

    KIND: ClassVar[str] = "document"
    NAMES: ClassVar[tuple[str, ...]] = (
        "name",
        "value",
        "slot",
        "rows",
        "pages",
        "paths",
        "tables",
        "chain",
    )

    name: str
    value: bytes
    slot: int
    rows: int  # of the table
    pages: tuple[bytes, ...]
    paths: tuple[tuple[bytes, ...], ...]
    tables: tuple[tuple[str, bytes], ...]  # name and root of each, in the order of the root
    chain: ChainEvidence

    @staticmethod
    def read(fields: FieldsReader) -> "DocumentProof":
        """From the evidence of a file."""
        return DocumentProof(
            name=fields.text("name", NAME_BYTES_MAX),
            value=fields.content("value", DOCUMENT_BYTES_MAX),
            slot=fields.number("slot", 2**31),
            rows=fields.number("rows", 2**31),
            pages=fields.items("pages", _PAGES_MAX, _read_page),
            paths=fields.items("paths", _PAGES_MAX, _read_path),
            tables=fields.items("tables", TABLES_MAX, _read_table),
            chain=ChainEvidence.read(fields),
        )

    def to_json(self) -> dict[str, Any]:
        """As it is written."""
        return {
            "name": self.name,
            "value": self.value.hex(),
            "slot": self.slot,
            "rows": self.rows,
            "pages": hexadecimal(self.pages),
            "paths": [hexadecimal(path) for path in self.paths],
            "tables": [[name, root.hex()] for name, root in self.tables],
            "chain": self.chain.to_json(),
        }

    def check(self) -> Proven:
        """What is proven. PROOF_FAILED, PROOF_REFUSED."""
        header, later = self.chain.check()
        self._check_pages(self._table_root(header))
        start = self.slot * ROW_BYTES % PAGE_BYTES
        row = b"".join(self.pages)[start : start + ROW_BYTES]
        if row[:KEY_BYTES] != document_key(self.name):
            broken("evidence.name")
        digest = document_digest(self.value)
        if row[KEY_BYTES + VERSION_BYTES :] != digest:
            broken("evidence.value")
        claim = {
            "name": self.name,
            "version": int.from_bytes(row[KEY_BYTES : KEY_BYTES + VERSION_BYTES], "little"),
            "bytes": len(self.value),
            "digest": digest.hex(),
        }
        return replace(proven(header, later, claim, self.KIND), content=self.value)

    def _table_root(self, header: BlockHeader) -> bytes:
        """The root of the documents' table, out of those the state root is made of."""
        if state_root(self.tables) != header.state_root:
            broken("evidence.tables")
        found = [root for name, root in self.tables if name == TABLE]
        return found[0] if len(found) == 1 else broken("evidence.tables")

    def _check_pages(self, root: bytes) -> None:
        """That the pages of the slot are those of the table with this root."""
        if self.slot >= self.rows:
            broken("evidence.slot")
        places = list(pages_of(self.slot))
        if len(self.pages) != len(places) or len(self.paths) != len(places):
            refuse("evidence.pages")
        for place, page, path in zip(places, self.pages, self.paths, strict=True):
            size = page_count(self.rows)
            computed = inclusion_root(page_leaf(page), place, size, path, node=page_node)
            if computed is None or table_root(computed, self.rows) != root:
                broken("evidence.pages")


def pages_of(slot: int) -> Iterator[int]:
    """The numbers of the pages that a document's row lies on."""
    first = slot * ROW_BYTES
    yield from range(first // PAGE_BYTES, (first + ROW_BYTES - 1) // PAGE_BYTES + 1)


def page_count(rows: int) -> int:
    """How many pages so many documents take."""
    return (rows * ROW_BYTES + PAGE_BYTES - 1) // PAGE_BYTES


def _read_page(value: object, path: str) -> bytes:
    return read_exactly(value, path, PAGE_BYTES)


def _read_path(value: object, path: str) -> tuple[bytes, ...]:
    return read_items(value, path, PATH_MAX, read_hash)


def _read_table(value: object, path: str) -> tuple[str, bytes]:
    """A table: its name and its root."""
    if not isinstance(value, list) or len(value) != 2:
        refuse(path)
    name, root = value
    if not isinstance(name, str) or _TABLE_NAME.fullmatch(name) is None:
        refuse(path)
    return name, read_hash(root, path)
