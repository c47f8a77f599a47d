"""The state with what it is looked up by: derived indexes and the bytes of documents.

Codes of participants, accounts and assets, and names of documents, are resolved here, in lowering,
never in the compiled loop. Indexes are derived from the tables and are in no root.
"""

from collections.abc import Iterable, Mapping, Set

import numpy as np

from praya.base.encoding import decode, encode
from praya.base.errors import fail
from praya.base.hashing import document_digest, document_key
from praya.base.limits import CODE_BYTES_MAX, DOCUMENT_BYTES_MAX
from praya.kernel import operations as op
from praya.kernel import tables as t
from praya.kernel.rows import Rows, pad_code, unpad_code
from praya.kernel.state import State
from praya.kernel.step import Outcome

DOCUMENTS_SECTION = "document_values"
PARTICIPANT_PREFIX = "participant/"


class Ledger:
    """A state, its documents, and the numbers that codes and names stand for."""

    def __init__(self, state: State) -> None:
        self.state = state
        self._accounts: dict[bytes, int] = {}
        self._assets: dict[bytes, int] = {}
        self._slots: dict[str, int] = {}
        self._values: dict[int, bytes] = {}
        self._participants: dict[str, int] = {}
        self._index_accounts(0)
        self._index_assets(0)

    # Lookups

    def account(self, code: str) -> int | None:
        """An account's number."""
        return self._accounts.get(pad_code(code))

    def knows_account_among(self, padded_codes: Set[bytes]) -> bool:
        """Whether any of these codes, padded as in a table, is an account's."""
        return not self._accounts.keys().isdisjoint(padded_codes)

    def asset(self, code: str) -> int | None:
        """An asset's number."""
        return self._assets.get(pad_code(code))

    def participant(self, code: str) -> int | None:
        """A participant's number."""
        return self._participants.get(code)

    def account_code(self, account: int) -> str:
        """An account's code."""
        return self._code("accounts", account, t.ACCOUNT_CODE)

    def asset_code(self, asset: int) -> str:
        """An asset's code."""
        return self._code("assets", asset, t.ASSET_CODE)

    def participant_codes(self) -> Mapping[str, int]:
        """All participants' numbers by code."""
        return self._participants

    def position(self, account: int, asset: int) -> int | None:
        """The position an account has in an asset."""
        place = self.state.cell(t.ACCOUNTS, account, t.ACCOUNT_LAST_POSITION)
        while place >= 0:
            if self.state.cell(t.EXTENTS, place >> 6, t.EXTENT_ASSET) == asset:
                return place
            place = self.state.cell(t.POSITIONS, place, t.POSITION_PREVIOUS)
        return None

    def document(self, name: str) -> bytes | None:
        """The bytes of a document as they stand."""
        slot = self._slots.get(name)
        return None if slot is None else self._values[slot]

    def document_slot(self, name: str) -> tuple[int, int]:
        """A document's slot and version; (-1, 0) if there is none."""
        slot = self._slots.get(name)
        if slot is None:
            return -1, 0
        return slot, self.state.cell(t.DOCUMENTS, slot, t.DOCUMENT_VERSION)

    def document_names(self) -> Iterable[str]:
        """Names of all documents, in the order of their slots."""
        return self._slots.keys()

    # Keeping up with what was applied

    def absorb(self, rows: Rows, outcome: Outcome, puts: Mapping[int, tuple[str, bytes]]) -> None:
        """Take into the indexes what the rows of one envelope made.

        `puts` gives the document (name, bytes) of each PUT row, by row number.
        """
        for row, (name, value) in puts.items():
            slot = int(outcome.results[row])
            if slot >= 0:
                self._slots[name] = slot
                self._values[slot] = value
        made = np.flatnonzero(
            ((rows.columns.op == op.DEFINE) | (rows.columns.op == op.GOVERN))
            & (outcome.results >= 0)
        )
        if made.size:
            self._index_accounts(len(self._accounts))
            self._index_assets(len(self._assets))
            self._index_participants()

    def _index_accounts(self, first: int) -> None:
        cells = self.state.table("accounts")[first:, t.ACCOUNT_CODE :]
        for number, code in enumerate(_codes(cells), start=first):
            self._accounts[code] = number

    def _index_assets(self, first: int) -> None:
        cells = self.state.table("assets")[first:, t.ASSET_CODE :]
        for number, code in enumerate(_codes(cells), start=first):
            self._assets[code] = number

    def _index_participants(self) -> None:
        """Participants are the documents their rows name."""
        names = {slot: name for name, slot in self._slots.items()}
        listed = self.state.table("participants")
        for number in range(len(self._participants) + 1, listed.shape[0]):
            name = names[int(listed[number, t.PARTICIPANT_DOCUMENT])]
            self._participants[name.removeprefix(PARTICIPANT_PREFIX)] = number

    def _code(self, table: str, row: int, column: int) -> str:
        cells = np.ascontiguousarray(self.state.table(table)[row, column : column + 4])
        return unpad_code(cells.tobytes())

    # Snapshots

    def document_section(self) -> bytes:
        """Names and bytes of all documents, in the order of their slots."""
        listed = sorted((slot, name) for name, slot in self._slots.items())
        parts = []
        for slot, name in listed:
            item = encode([name, self._values[slot]])
            parts.append(len(item).to_bytes(4, "little") + item)
        return b"".join(parts)

    @staticmethod
    def from_sections(sections: Mapping[str, memoryview]) -> "Ledger":
        """The ledger a snapshot holds; each document must be what its slot says."""
        ledger = Ledger(State.from_sections(dict(sections)))
        if DOCUMENTS_SECTION not in sections:
            fail("SNAPSHOT_REFUSED", reason="documents")
        content, place, slot = sections[DOCUMENTS_SECTION], 0, 0
        listed = ledger.state.table("documents")
        while place < len(content):
            length = int.from_bytes(content[place : place + 4], "little")
            item = decode(content[place + 4 : place + 4 + length], 2 * DOCUMENT_BYTES_MAX)
            name, value = _document_pair(item)
            digests = listed[slot].tobytes() if slot < listed.shape[0] else b""
            is_other = name in ledger._slots or document_key(name) != digests[:32]
            if is_other or document_digest(value) != digests[40:]:
                fail("SNAPSHOT_REFUSED", reason="document")
            ledger._slots[name], ledger._values[slot] = slot, value
            place, slot = place + 4 + length, slot + 1
        if slot != listed.shape[0]:
            fail("SNAPSHOT_REFUSED", reason="documents")
        named = ledger.state.table("participants")[1:, t.PARTICIPANT_DOCUMENT]
        if np.any((named < 0) | (named >= slot)):
            fail("SNAPSHOT_REFUSED", reason="participants")
        ledger._index_participants()
        return ledger


def _document_pair(item: object) -> tuple[str, bytes]:
    """Name and bytes of one document of a snapshot; SNAPSHOT_REFUSED."""
    if isinstance(item, list) and len(item) == 2:
        name, value = item
        if isinstance(name, str) and isinstance(value, bytes):
            return name, value
    fail("SNAPSHOT_REFUSED", reason="document")


def _codes(cells: np.ndarray[tuple[int, int], np.dtype[np.int64]]) -> Iterable[bytes]:
    """The 32-byte codes of consecutive rows."""
    content = np.ascontiguousarray(cells).tobytes()
    width = CODE_BYTES_MAX
    return (content[place : place + width] for place in range(0, len(content), width))
