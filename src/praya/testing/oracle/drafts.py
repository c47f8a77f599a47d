"""Rows of one request in the making, and what every request looks up, naively.

Refusals are raised in the order in which the text of a request names them.
"""

import re

from praya.base.status import Status
from praya.testing.model.operations import DEFINE, GOVERN, MORE, OPEN, PUT, SET
from praya.testing.oracle.book import ISSUANCE_KIND, Book, RefusedRequestError
from praya.testing.oracle.bounds import Bounds
from praya.testing.oracle.digests import document_digest, document_key, read_map, salt
from praya.testing.oracle.sent import RowValues

AMOUNT_MAX = 2**63 - 1
WORD_BYTES = 16


def refuse(status: Status, when: bool = True) -> None:
    """End the request with a status, where it holds."""
    if when:
        raise RefusedRequestError(status)


def more_rows(content: bytes) -> list[RowValues]:
    """Bytes as MORE rows, sixteen each."""
    rows: list[RowValues] = []
    for start in range(0, len(content), WORD_BYTES):
        low, high, word = (
            int.from_bytes(content[start + first : start + last], "little", signed=True)
            for first, last in ((0, 4), (4, 8), (8, 16))
        )
        rows.append((low, high, word, 1, MORE, 0))
    return rows


class Draft:
    """One request: who asks, what stands, and the rows so far."""

    def __init__(
        self, book: Book, acting: tuple[str, ...], seed: bytes, bounds: Bounds | None = None
    ) -> None:
        """Without `bounds` nothing is limited: what a genesis states is taken whole."""
        self.book = book
        self.bounds = bounds
        self.acting = acting
        self.seed = seed
        self.rows: list[RowValues] = []
        self.puts: dict[int, tuple[str, bytes]] = {}

    def add(self, operation: int, debit: int, credit: int, amount: int) -> int:
        """A row; answers the reference to its result."""
        self.rows.append((debit, credit, amount, 1, operation, 0))
        return -1 - len(self.rows)

    def add_wide(
        self, operation: int, operands: tuple[int, int, int], more: list[RowValues]
    ) -> int:
        """A row with its MORE rows."""
        reference = self.add(operation, *operands)
        self.rows += more
        return reference

    def set(self, kind: int, target: int, value: int) -> None:
        """SET."""
        self.add(SET, kind, target, value)

    def open(self, account: int, asset: int, issuance: int = 0) -> int:
        """OPEN a position, with its salt."""
        salted = salt(self.seed, len(self.rows))
        return self.add_wide(OPEN, (account, asset, issuance), more_rows(salted))

    def define(self, kind: int, target: int, amount: int, more: list[tuple[int, int, int]]) -> int:
        """DEFINE, with operands as triples."""
        return self.add_wide(
            DEFINE, (kind, target, amount), [(*triple, 1, MORE, 0) for triple in more]
        )

    def define_account(self, code: str, owner: int, kind: int, attributes: int) -> int:
        """DEFINE an account."""
        padded = more_rows(code.encode().ljust(32, b"\0"))
        more = [(kind, 0, 0, 1, MORE, 0), *padded]
        return self.add_wide(DEFINE, (1, owner, attributes), more)

    def put(self, name: str, value: bytes) -> int:
        """PUT a document or its next version, if it is not too large."""
        too_large = self.bounds is not None and len(value) > self.bounds.document_bytes
        refuse(Status.INTENT_MALFORMED, too_large)
        slot, version = self.book.slots.get(name, -1), 0
        if slot != -1:
            version = self.book.model.state["documents"][slot]["version"]
        self.puts[len(self.rows)] = (name, value)
        digests = document_key(name) + document_digest(value)
        return self.add_wide(PUT, (slot, 0, version), more_rows(digests))

    def govern(self, kind: int, subject: int) -> None:
        """GOVERN."""
        self.add(GOVERN, kind, subject, 0)

    # What is looked up

    @property
    def actors(self) -> list[int]:
        """The numbers of those who act."""
        return [self.book.participants[code] for code in self.acting]

    def account(self, code: str) -> int:
        """An account that is not an issuance account."""
        refuse(Status.ACCOUNT_UNKNOWN, code not in self.book.accounts)
        refuse(Status.NOT_CONTROLLED, self.book.account_row(code)["kind"] == ISSUANCE_KIND)
        return self.book.accounts[code]

    def own_account(self, code: str) -> int:
        """An account of somebody who acts."""
        number = self.account(code)
        refuse(Status.NOT_CONTROLLED, self.book.account_row(code)["owner"] not in self.actors)
        return number

    def asset(self, code: str) -> int:
        """An asset."""
        refuse(Status.ASSET_UNKNOWN, code not in self.book.assets)
        return self.book.assets[code]

    def own_asset(self, code: str) -> int:
        """An asset whose issuer acts."""
        number = self.asset(code)
        refuse(Status.NOT_ISSUER, self.book.asset_row(code)["issuer"] not in self.actors)
        return number

    def demand_cash(self, code: str, wanted: bool) -> None:
        """Cash and securities are made by different requests."""
        self.asset(code)
        document = read_map(self.book.values[f"asset/{code}"])
        refuse(Status.INSTRUMENT_DIFFERS, (document[1] == "cash_token") != wanted)

    def position(self, account: str, asset: str) -> int:
        """The position of an account in an asset."""
        self.account(account)
        self.asset(asset)
        found = self.book.position(account, asset)
        refuse(Status.POSITION_UNKNOWN, found < 0)
        return found

    def issuance(self, asset: int) -> int:
        """The issuance position of an asset."""
        return self.book.model.state["assets"][asset]["issuance"]

    def amount(self, text: str, asset: str) -> int:
        """Minor units of the one spelling that an amount has."""
        self.asset(asset)
        decimals = self.book.asset_row(asset)["decimals"]
        form = r"(0|[1-9][0-9]*)" + (rf"\.[0-9]{{{decimals}}}" if decimals else "")
        refuse(Status.INTENT_MALFORMED, re.fullmatch(form, text) is None)
        minor = int(text.replace(".", ""))
        refuse(Status.INTENT_MALFORMED, not 1 <= minor <= AMOUNT_MAX)
        return minor

    def demand_seed(self) -> None:
        """New positions need salts."""
        refuse(Status.INTENT_MALFORMED, not self.seed)
