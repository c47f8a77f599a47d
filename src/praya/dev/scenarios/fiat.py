"""Money outside the ledger: the bank that keeps the backing accounts, played by the run.

It writes what came in as bank statements, ISO 20022 camt.053, into a folder; the central bank's
side reads the files back and mints what they say. It must not know why anybody pays.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from praya.base.dates import format_day
from praya.intents.issuance.mint_cash import MintCash
from praya.kernel.ledger import Ledger
from praya.rails.bank_statement import Entry, Statement
from praya.rails.receipts import mints
from praya.rails.statement_reading import read_statement
from praya.rails.statement_writing import write_statement

STATEMENT_TIME: Final = "{day}T09:00:00+08:00"
BACKING_ACCOUNT: Final = "BACKING-{asset}"


@dataclass(slots=True)
class BackingBank:
    """Keeps one account for each cash token, whose money backs the tokens."""

    folder: Path
    balances: dict[str, int] = field(default_factory=dict)  # minor units by asset
    issued: int = 0  # statements so far
    entries: int = 0

    def receive(self, asset: str, currency: str, day: int, paid: Sequence[tuple[str, int]]) -> Path:
        """Money comes in for ledger accounts: the statement of that day, in a file of its own."""
        statement = self._statement(asset, currency, day, paid)
        self.balances[asset] = statement.closing_minor
        self.issued += 1
        path = self.folder / f"{self.issued:04d}-{asset}-{format_day(day)}.xml"
        self.folder.mkdir(exist_ok=True)
        path.write_bytes(write_statement(statement))
        return path

    def pay_out(self, asset: str, minor: int) -> None:
        """Tokens were given back: the money leaves."""
        self.balances[asset] -= minor

    def altered(self, path: Path) -> Path:
        """The same statement with one amount changed by hand, in another file."""
        wrong = path.with_name(f"{path.stem}-altered.xml")
        text = path.read_text(encoding="utf-8")
        before, amount, after = _first_entry_amount(text)
        wrong.write_text(f"{before}1{amount}{after}", encoding="utf-8")
        return wrong

    def _statement(
        self, asset: str, currency: str, day: int, paid: Sequence[tuple[str, int]]
    ) -> Statement:
        opening = self.balances.get(asset, 0)
        entries = []
        for account, minor in paid:
            self.entries += 1
            reference = f"RTGS-{format_day(day).replace('-', '')}-{self.entries:06d}"
            entries.append(Entry(minor, account, reference, day, day))
        number = f"{format_day(day).replace('-', '')}-{self.issued + 1:04d}"
        return Statement(
            message_id=f"MSG-{number}",
            created_at=STATEMENT_TIME.format(day=format_day(day)),
            statement_id=f"STMT-{number}",
            account=backing_account(asset),
            currency=currency,
            opening_minor=opening,
            opening_day=day,
            closing_minor=opening + sum(minor for _, minor in paid),
            closing_day=day,
            entries=tuple(entries),
        )


def backing_account(asset: str) -> str:
    """The account outside whose money backs a cash token."""
    return BACKING_ACCOUNT.format(asset=asset)


def requests_of(path: Path, ledger: Ledger, asset: str) -> list[MintCash]:
    """What a statement in a file lets the central bank mint. STATEMENT_REFUSED: nothing at all."""
    return mints(read_statement(path.read_bytes()), ledger, asset, backing_account(asset))


def _first_entry_amount(text: str) -> tuple[str, str, str]:
    """The file cut around the amount of its first entry."""
    entry = text.index("<Ntry>")
    start = text.index(">", text.index("<Amt", entry)) + 1
    end = text.index("<", start)
    return text[:start], text[start:end], text[end:]
