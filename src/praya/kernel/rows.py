"""Rows as columns, and the builder that lowering uses.

On the wire, in the journal and here the layout is the same: six little-endian columns.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from praya.base.limits import CODE_BYTES_MAX
from praya.kernel.store import RowColumns

COLUMN_TYPES: Final = (
    ("debit", "<i4"),
    ("credit", "<i4"),
    ("amount", "<i8"),
    ("group", "<u2"),
    ("op", "<u2"),
    ("authority", "<i4"),
)


class Rows:
    """The rows of one envelope: a column each, of one length."""

    def __init__(self, columns: Sequence[npt.NDArray[Any]]) -> None:
        self.columns = RowColumns(*columns)

    def __len__(self) -> int:
        return int(self.columns.op.shape[0])

    @staticmethod
    def from_list(rows: Iterable[tuple[int, int, int, int, int, int]]) -> "Rows":
        """From (debit, credit, amount, group, op, authority) tuples."""
        listed = list(rows)
        fields = zip(*listed, strict=True) if listed else [[] for _ in COLUMN_TYPES]
        return Rows(
            [np.array(field, dtype) for field, (_, dtype) in zip(fields, COLUMN_TYPES, strict=True)]
        )


def pad_code(code: str) -> bytes:
    """A code as its 32 bytes in a table: ASCII, filled with zeros."""
    return code.encode("ascii").ljust(CODE_BYTES_MAX, b"\0")


def unpad_code(padded: bytes) -> str:
    """The code that 32 bytes of a table hold."""
    return padded.rstrip(b"\0").decode("ascii")


def operand_rows(data: bytes) -> list[tuple[int, int, int]]:
    """Bytes as the (debit, credit, amount) of MORE rows, 16 bytes each."""
    triples = []
    for place in range(0, len(data), 16):
        debit = int.from_bytes(data[place : place + 4], "little", signed=True)
        credit = int.from_bytes(data[place + 4 : place + 8], "little", signed=True)
        amount = int.from_bytes(data[place + 8 : place + 16], "little", signed=True)
        triples.append((debit, credit, amount))
    return triples
