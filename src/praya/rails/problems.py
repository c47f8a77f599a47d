"""What can be wrong with a bank statement: where it stands, what was expected, what to do.

A problem is a kind and values; its words stand in the catalogue, in both languages. It must not
know XML, nor the ledger.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final, NoReturn

from praya.base.catalogue import say
from praya.base.errors import fail

PROBLEMS_MAX: Final = 200  # forty entries with all their faults; more is one fault of the file
VALUE_CHARACTERS_MAX: Final = 80  # what stands in a file is shown, not repeated in full


class Misfit(Enum):
    """A kind of problem. The value names its words: what was expected, and the cure."""

    # The file
    TOO_LARGE = ("too_large", "smaller")
    TOO_MANY = ("too_many", "smaller")
    NOT_UTF_8 = ("not_utf_8", "bank")
    DOCUMENT_TYPE = ("document_type", "bank")
    NOT_XML = ("not_xml", "bank")
    OTHER_MESSAGE = ("other_message", "version")
    OTHER_VERSION = ("other_version", "version")
    SCHEMA = ("schema", "bank")
    MORE = ("more", "first")
    # The statement by itself
    NOT_ONE_STATEMENT = ("not_one_statement", "single")
    PAGES = ("pages", "single")
    COPY = ("copy", "original")
    MISSING = ("missing", "bank")
    DAY = ("day", "bank")
    AMOUNT = ("amount", "bank")
    AMOUNT_LARGE = ("amount_large", "bank")
    CURRENCY_MIXED = ("currency_mixed", "bank")
    IBAN = ("iban", "bank")
    OPENING = ("opening", "bank")
    CLOSING = ("closing", "bank")
    BALANCE_ORDER = ("balance_order", "bank")
    BALANCE_SUM = ("balance_sum", "bank")
    SUMMARY = ("summary", "bank")
    NOT_ONE_PAYMENT = ("not_one_payment", "single")
    PAYMENT_DIFFERS = ("payment_differs", "bank")
    RETURNED = ("returned", "aside")
    LEDGER_ACCOUNT = ("ledger_account", "payer")
    TEXT = ("text", "text")
    # The statement beside the ledger
    ASSET_UNKNOWN = ("asset_unknown", "asset")
    NOT_CASH = ("not_cash", "asset")
    ASSET_STOPPED = ("asset_stopped", "asset_free")
    OTHER_ACCOUNT = ("other_account", "backing")
    OTHER_CURRENCY = ("other_currency", "asset")
    NO_ENTRIES = ("no_entries", "nothing")
    DEBIT = ("debit", "aside")
    NOT_BOOKED = ("not_booked", "wait")
    REVERSAL = ("reversal", "aside")
    ZERO = ("zero", "bank")
    TOO_PRECISE = ("too_precise", "asset")
    VALUE_LATER = ("value_later", "wait")
    TWICE = ("twice", "bank")
    RECEIPT_FORM = ("receipt_form", "bank")
    RECEIPT_USED = ("receipt_used", "resume")
    RECEIPT_DIFFERS = ("receipt_differs", "investigate")
    RECEIPT_OF_OTHER = ("receipt_of_other", "investigate")
    ACCOUNT_UNKNOWN = ("account_unknown", "open")
    NO_POSITION = ("no_position", "open")
    CREDIT_FROZEN = ("credit_frozen", "freeze")
    NOT_ELIGIBLE = ("not_eligible", "eligible")
    ISSUE_LIMIT = ("issue_limit", "limit")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not fit."""

    path: str  # as in XPath: "/Document/BkToCstmrStmt/Stmt/Ntry[3]/Amt"; "line 3" before XML
    value: str  # what stands there, cut; "" if nothing does
    kind: Misfit
    detail: str = ""  # what the words of the kind are filled with

    def said(self, language: str, /) -> str:
        """Path, value, what was expected and the cure, as a sentence."""
        facts = self.facts(language)
        del facts["kind"]
        return say(
            "statement.problem" if self.value else "statement.problem_bare", language, **facts
        )

    def facts(self, language: str, /) -> dict[str, object]:
        """The same for a program."""
        expected_key, cure_key = self.kind.value
        return {
            "path": self.path,
            "value": self.value,
            "kind": self.kind.name,
            "expected": say(f"statement.expected_{expected_key}", language, detail=self.detail),
            "cure": say(f"statement.cure_{cure_key}", language),
        }

    def __str__(self) -> str:
        return self.said("en")


def problem(path: str, value: object, kind: Misfit, detail: object = "") -> Problem:
    """A problem with what stands there cut to a length that can be shown."""
    text = str(value)
    cut = text if len(text) <= VALUE_CHARACTERS_MAX else text[:VALUE_CHARACTERS_MAX] + "..."
    return Problem(path, cut, kind, str(detail))


def refuse_statement(problems: list[Problem]) -> NoReturn:
    """Raise STATEMENT_REFUSED with every problem, or the first 200 and that there are more."""
    shown = problems[:PROBLEMS_MAX]
    if len(problems) > PROBLEMS_MAX:
        shown.append(Problem("/", "", Misfit.MORE, str(len(problems) - PROBLEMS_MAX)))
    fail("STATEMENT_REFUSED", problems=shown)
