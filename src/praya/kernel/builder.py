"""Building the rows of a request, one method an operation, in the words of the operand table.

A method that makes something gives back a reference to it (-2 - its row), which later operands may
name. Everything a builder makes is one group unless it is told otherwise.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from praya.base.errors import require
from praya.base.hashing import document_digest, document_key, salt
from praya.kernel import operations as op
from praya.kernel.rows import COLUMN_TYPES, Rows, operand_rows, pad_code

NONE: Final = -1
ONE_GROUP: Final = 1

Operand = tuple[int, int, int]


class RowBuilder:
    """Rows in the making. `seed` gives the salts of the positions it opens."""

    def __init__(self, seed: bytes = b"", group: int = ONE_GROUP) -> None:
        self._seed = seed
        self._group = group
        self._rows: list[tuple[int, int, int, int, int, int]] = []
        self._blocks: list[list[npt.NDArray[Any]]] = []
        self._before = 0
        self.puts: dict[int, tuple[str, bytes]] = {}

    def __len__(self) -> int:
        return self._before + len(self._rows)

    @property
    def can_open(self) -> bool:
        """Whether there is a seed for the salts of new positions."""
        return bool(self._seed)

    def salt_for(self, row: int) -> bytes:
        """The salt of the position that `row` opens."""
        require(bool(self._seed), "positions are opened by an envelope with a seed")
        return salt(self._seed, row)

    def rows(self) -> Rows:
        """Everything built so far."""
        self._flush()
        if not self._blocks:
            return Rows.from_list([])
        return Rows([np.concatenate(parts) for parts in zip(*self._blocks, strict=True)])

    def extend(self, columns: Sequence[npt.NDArray[Any]]) -> None:
        """Take whole columns (debit, credit, amount, op) of wide rows as they are."""
        self._flush()
        debit, credit, amount, operation = columns
        group = np.full(operation.size, self._group, np.uint16)
        authority = np.zeros(operation.size, np.int32)
        block = [debit, credit, amount, group, operation, authority]
        kinds = [dtype for _, dtype in COLUMN_TYPES]
        self._blocks.append([c.astype(k) for c, k in zip(block, kinds, strict=True)])
        self._before += int(operation.size)

    def _flush(self) -> None:
        if self._rows:
            self._before += len(self._rows)
            self._blocks.append(list(Rows.from_list(self._rows).columns))
            self._rows = []

    def _add(
        self, operation: int, row: Operand, more: Sequence[Operand] = (), authority: int = 0
    ) -> int:
        """One row with its MORE rows; the reference to its result."""
        number = len(self)
        self._rows.append((*row, self._group, operation, authority))
        self._rows.extend((*operand, self._group, op.MORE, 0) for operand in more)
        return -2 - number

    def move(self, debit: int, credit: int, amount: int, authority: int = 0) -> int:
        """MOVE an amount from one position to another."""
        return self._add(op.MOVE, (debit, credit, amount), authority=authority)

    def hold(
        self, debit: int, credit: int, amount: int, terms: Operand, conditions: bytes = b""
    ) -> int:
        """HOLD an amount; `terms` are (kind, holder, expiry), `conditions` 64 bytes of a proof."""
        return self._add(op.HOLD, (debit, credit, amount), [terms, *operand_rows(conditions)])

    def post(self, hold: int, credit: int, amount: int, digest: bytes = b"") -> int:
        """POST an amount of a hold."""
        return self._add(op.POST, (hold, credit, amount), operand_rows(digest))

    def void(self, hold: int, digest: bytes = b"") -> int:
        """VOID a hold."""
        return self._add(op.VOID, (hold, NONE, 0), operand_rows(digest))

    def open(self, account: int, asset: int, *, issuance: bool = False) -> int:
        """OPEN a position."""
        fresh = self.salt_for(len(self))
        return self._add(op.OPEN, (account, asset, int(issuance)), operand_rows(fresh))

    def set(self, kind: int, target: int, value: int) -> int:
        """SET an attribute."""
        return self._add(op.SET, (kind, target, value))

    def define_account(self, code: str, owner: int, kind: int, attributes: int = 0) -> int:
        """DEFINE an account."""
        more = [(kind, 0, 0), *operand_rows(pad_code(code))]
        return self._add(op.DEFINE, (op.DEFINE_ACCOUNT, owner, attributes), more)

    def define_asset(
        self, code: str, issuer: int, *, decimals: int, limit: int, required: int = 0
    ) -> int:
        """DEFINE an asset."""
        more = [(decimals, 0, required), *operand_rows(pad_code(code))]
        return self._add(op.DEFINE, (op.DEFINE_ASSET, issuer, limit), more)

    def define_mandate(
        self, position: int, remaining: int, grantee: int, *, period: Operand = (0, 0, 0)
    ) -> int:
        """DEFINE a mandate; `period` is (days, limit, expiry), each 0 for none."""
        days, limit, expiry = period
        more = [(grantee, days, limit), (0, 0, expiry)]
        return self._add(op.DEFINE, (op.DEFINE_MANDATE, position, remaining), more)

    def define_event(
        self, asset: int, number: int, what: Operand, when: Operand, payment: Operand
    ) -> int:
        """DEFINE an event: (kind, mode, numerator), (record date, payment date, denominator),

        (paying position, suspense position, mandate).
        """
        return self._add(op.DEFINE, (op.DEFINE_EVENT, asset, number), [what, when, payment])

    def record(self, asset: int, date: int) -> int:
        """RECORD an asset's holdings at the close of a date."""
        return self._add(op.RECORD, (asset, 0, date))

    def put(self, name: str, value: bytes, slot: int, version: int) -> int:
        """PUT a document; `slot` and `version` are those that stand now, or -1 and 0."""
        digests = document_key(name) + document_digest(value)
        self.puts[len(self)] = (name, value)
        return self._add(op.PUT, (slot, 0, version), operand_rows(digests))

    def attest(
        self,
        slot: int,
        provider: int,
        value: int,
        about: Operand,
        evidence: tuple[bytes, int, bytes],
    ) -> int:
        """ATTEST: about (kind, target, valid from), with (subject, valid until, digest)."""
        subject, valid_until, digest = evidence
        more = [*operand_rows(subject), about, (0, 0, valid_until), *operand_rows(digest)]
        return self._add(op.ATTEST, (slot, provider, value), more)

    def open_day(self, date: int, today: int) -> int:
        """OPEN_DAY: from today to the next business date."""
        return self._add(op.OPEN_DAY, (0, 0, date), [(0, 0, today)])

    def govern(self, kind: int, subject: int) -> int:
        """GOVERN: admit (the document's slot), suspend or restore (the participant)."""
        return self._add(op.GOVERN, (kind, subject, 0))
