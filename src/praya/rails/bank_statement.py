"""A bank statement as far as it matters: what came in, when, under which of the bank's references.

Names, BICs and accounts of those who paid are no part of it, so nothing of them can get further.
Made by `statement_reading`, written by `statement_writing`. It must not know XML or the ledger.
"""

from dataclasses import dataclass
from typing import Final

MESSAGE: Final = "camt.053.001.08"  # BankToCustomerStatement, version 8
NAMESPACE: Final = f"urn:iso:std:iso:20022:tech:xsd:{MESSAGE}"
BOOKED: Final = "BOOK"  # ExternalEntryStatus1Code
STATEMENT_PATH: Final = "/Document/BkToCstmrStmt/Stmt"


@dataclass(frozen=True, slots=True)
class Entry:
    """One booking on the account."""

    amount_minor: int  # of the statement's currency, never negative
    ledger_account: str  # code of the account on the ledger that the remittance names
    servicer_reference: str  # the bank's own reference of the booking
    booking_day: int
    value_day: int  # from when the money counts
    entry_reference: str = ""
    end_to_end_id: str = ""  # the payer's reference
    uetr: str = ""  # unique end-to-end transaction reference, a version 4 UUID
    is_credit: bool = True
    is_reversal: bool = False
    status: str = BOOKED

    @property
    def signed_minor(self) -> int:
        """What it changes the balance by."""
        return self.amount_minor if self.is_credit else -self.amount_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One account over one period. Amounts in minor units of the currency, as ISO 4217 has them."""

    message_id: str
    created_at: str  # ISO 8601, as the bank wrote it: "2023-02-15T18:00:00+08:00"
    statement_id: str
    account: str  # IBAN or another identification
    currency: str  # ISO 4217, for example "HKD"
    opening_minor: int  # booked; negative if in debit
    opening_day: int
    closing_minor: int
    closing_day: int
    entries: tuple[Entry, ...]


def entry_path(place: int) -> str:
    """Where the entry at a place of `entries`, from 0, stands in the file."""
    return f"{STATEMENT_PATH}/Ntry[{place + 1}]"


def is_iban(text: str) -> bool:
    """Two letters, check digits that hold, up to 30 more (ISO 13616; ISO 7064 MOD 97-10)."""
    if not (5 <= len(text) <= 34 and text.isascii() and text.isalnum()):
        return False
    if not (text[:2].isalpha() and text[:2].isupper() and text[2:4].isdigit()):
        return False
    turned = text[4:].upper() + text[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1
