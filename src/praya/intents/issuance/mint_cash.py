"""Mint cash tokens against money received outside, once for each receipt."""

from dataclasses import dataclass
from typing import ClassVar

from praya.base.catalogue import Phrase
from praya.base.encoding import encode
from praya.base.status import Status
from praya.envelopes.participants import Licence, Role
from praya.intents import flaws
from praya.intents.flaws import Around, Flaw, Flaws
from praya.intents.lowering import Lowering, receipt_document_name, refuse
from praya.intents.permissions import CASH_ISSUERS
from praya.intents.schema import Kind, item


def is_reference(text: str) -> bool:
    """Printable ASCII with single blanks inside: one receipt has one spelling."""
    words = text.split(" ")
    return all(word and all("!" <= letter <= "~" for letter in word) for word in words)


@dataclass(frozen=True, slots=True)
class MintCash:
    """One for one against fiat. The receipt's reference counts once, for ever."""

    VERB: ClassVar = "issuance.mint_cash"
    TITLE: ClassVar = ("Mint cash tokens", "發行現金代幣")
    PERMITTED: ClassVar[frozenset[Licence]] = CASH_ISSUERS
    ROLE: ClassVar[Role | None] = None

    asset: str = item(1, Kind.CODE, "Cash token", "現金代幣")
    amount: str = item(2, Kind.AMOUNT, "Amount", "金額")
    account: str = item(3, Kind.CODE, "To account", "入帳帳戶")
    receipt: str = item(4, Kind.TEXT, "Fiat receipt", "法幣收款憑證")

    def lower(self, lowering: Lowering) -> None:
        """PUT the receipt, MOVE from issuance. RECEIPT_USED, NOT_ISSUER, INSTRUMENT_DIFFERS,
        INTENT_MALFORMED.
        """
        asset = lowering.own_asset(self.asset)
        lowering.demand_instrument(self.asset, cash=True)
        name = receipt_document_name(self.asset, self.receipt)
        if not is_reference(self.receipt):
            refuse(Status.INTENT_MALFORMED)
        if lowering.ledger.document(name) is not None:
            refuse(Status.RECEIPT_USED)
        amount = lowering.amount(self.amount, self.asset)
        target = lowering.position(self.account, self.asset)
        lowering.build.move(lowering.issuance(asset), target, amount)
        lowering.demand_seed()
        # An amount and an account are soon guessed; with the salt their digest tells nothing.
        fresh = lowering.build.salt_for(len(lowering.build))
        lowering.put(name, encode({1: self.amount, 2: self.account, 3: fresh}))

    def flaws(self, around: Around) -> Flaws:
        """The amount, and a reference of one spelling."""
        yield from flaws.amount("amount", self.amount, self.asset, around)
        if not is_reference(self.receipt):
            yield Flaw("receipt", Phrase("flaw.receipt"))
