"""What the oracle is told of an envelope: the truth about it, known to whoever made it."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from praya.base.signing import Algorithm
from praya.envelopes.header import Header

RowValues = tuple[int, int, int, int, int, int]
ColumnValues = tuple[str, str, tuple[int, ...]]  # name, dtype, values


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature: who in the header, with which key set, by which key, and if it is good."""

    acting_index: int
    key_number: int
    public_key: bytes
    is_good: bool = True
    algorithm: Algorithm = Algorithm.ED25519


@dataclass(frozen=True, slots=True)
class Sent:
    """An envelope with what its maker knows of it."""

    data: bytes
    header: Header
    header_bytes: bytes
    signed: tuple[Signed, ...]
    intent: Any = None  # the request; None for a batch, or for a body that states none
    rows: tuple[RowValues, ...] = ()  # of a batch
    is_mangled: bool = False  # bytes changed on the way: no reader may take it
    has_other_section: bool = False  # the columns are not those signed
    has_other_protocol: bool = False  # its header states a version that nobody knows
    columns: tuple[ColumnValues, ...] = ()  # of a request that takes them

    @property
    def id(self) -> bytes:
        """The envelope's id."""
        return sha256(self.header_bytes).digest()

    @property
    def rows_stated(self) -> int:
        """The rows that count against a quota."""
        return 1 if self.header.section is None else self.header.section.row_count
