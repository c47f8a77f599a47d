"""Lowering: from a request to rows, on documents and registers, never on balances.

It reads the ledger as the previous envelope left it. Every replica lowers the same bytes to the
same rows, so nothing here depends on anything but the envelope and the ledger.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from praya.base.amounts import format_amount, parse_amount
from praya.base.calendars import Calendar, calendar_from_document
from praya.base.encoding import decode
from praya.base.errors import PrayaError
from praya.base.limits import BATCH_ROWS_MAX, DOCUMENT_BYTES_MAX, LOWERING_STEPS_MAX
from praya.base.signing import Suite
from praya.base.status import Status
from praya.envelopes.participants import Licence
from praya.instruments import cash_token
from praya.kernel import tables as t
from praya.kernel.builder import RowBuilder
from praya.kernel.ledger import Ledger


class RefusedError(Exception):
    """The request cannot be lowered; `status` says why."""

    def __init__(self, status: Status) -> None:
        super().__init__(status.name)
        self.status = status


def refuse(status: Status) -> NoReturn:
    """End lowering with a status."""
    raise RefusedError(status)


@dataclass(frozen=True, slots=True)
class Setting:
    """Under what an envelope is lowered."""

    block_time: int  # milliseconds
    suite: Suite
    calendar: str  # code of the calendar that the business day follows
    licence: Licence  # of the requester, as of the previous block


class Lowering:
    """One envelope's way from fields to rows: who acts, what stands, and the builder."""

    def __init__(
        self,
        ledger: Ledger,
        setting: Setting,
        acting: tuple[str, ...],
        seed: bytes,
        columns: Mapping[str, Any],
    ) -> None:
        self.ledger = ledger
        self.setting = setting
        self.acting = acting
        self.columns = columns
        self.build = RowBuilder(seed)
        self.rows_max = BATCH_ROWS_MAX
        self._steps = 0

    @property
    def requester(self) -> int:
        """The number of the first acting participant."""
        return self.participant(self.acting[0])

    def step(self, count: int = 1) -> None:
        """Account for work; LOWERING_LIMIT when a request causes too much."""
        self._steps += count
        if self._steps > LOWERING_STEPS_MAX or len(self.build) > self.rows_max:
            refuse(Status.LOWERING_LIMIT)

    def participant(self, code: str) -> int:
        """A participant's number; PARTICIPANT_UNKNOWN."""
        self.step()
        number = self.ledger.participant(code)
        return refuse(Status.PARTICIPANT_UNKNOWN) if number is None else number

    def account(self, code: str) -> int:
        """An account's number; ACCOUNT_UNKNOWN.

        NOT_CONTROLLED for an issuance account: units are made and unmade by requests of their own.
        """
        self.step()
        number = self.ledger.account(code)
        if number is None:
            refuse(Status.ACCOUNT_UNKNOWN)
        if self.ledger.state.cell(t.ACCOUNTS, number, t.ACCOUNT_KIND) == t.ACCOUNT_ISSUANCE:
            refuse(Status.NOT_CONTROLLED)
        return number

    def own_account(self, code: str) -> int:
        """An account of an acting participant; ACCOUNT_UNKNOWN, NOT_CONTROLLED."""
        account = self.account(code)
        owner = self.ledger.state.cell(t.ACCOUNTS, account, t.ACCOUNT_OWNER)
        if owner not in [self.participant(acting) for acting in self.acting]:
            refuse(Status.NOT_CONTROLLED)
        return account

    def asset(self, code: str) -> int:
        """An asset's number; ASSET_UNKNOWN."""
        self.step()
        number = self.ledger.asset(code)
        return refuse(Status.ASSET_UNKNOWN) if number is None else number

    def own_asset(self, code: str) -> int:
        """An asset whose issuer acts; ASSET_UNKNOWN, NOT_ISSUER."""
        asset = self.asset(code)
        issuer = self.ledger.state.cell(t.ASSETS, asset, t.ASSET_ISSUER)
        if issuer not in [self.participant(acting) for acting in self.acting]:
            refuse(Status.NOT_ISSUER)
        return asset

    def demand_instrument(self, code: str, *, cash: bool) -> None:
        """Cash tokens and securities are made by different requests: INSTRUMENT_DIFFERS."""
        self.asset(code)
        document: Any = decode(self.ledger.document(asset_document_name(code)) or b"", 2**20)
        if (document[1] == cash_token.NAME) != cash:
            refuse(Status.INSTRUMENT_DIFFERS)

    def demand_currency(self, code: str, currency: str) -> None:
        """What pays in a currency pays in a cash token of it: TERMS_INVALID, ASSET_UNKNOWN."""
        self.asset(code)
        document: Any = decode(self.ledger.document(asset_document_name(code)) or b"", 2**20)
        if document[1] != cash_token.NAME or cash_token.read(document[2]).currency != currency:
            refuse(Status.TERMS_INVALID)

    def position(self, account: str, asset: str) -> int:
        """The position of an account in an asset; POSITION_UNKNOWN."""
        self.step()
        found = self.ledger.position(self.account(account), self.asset(asset))
        return refuse(Status.POSITION_UNKNOWN) if found is None else found

    def issuance(self, asset: int) -> int:
        """An asset's issuance position; POSITION_UNKNOWN."""
        found = self.ledger.state.cell(t.ASSETS, asset, t.ASSET_ISSUANCE)
        return refuse(Status.POSITION_UNKNOWN) if found < 0 else found

    def decimals(self, asset: str) -> int:
        """An asset's decimals; ASSET_UNKNOWN."""
        return self.ledger.state.cell(t.ASSETS, self.asset(asset), t.ASSET_DECIMALS)

    def amount(self, text: str, asset: str) -> int:
        """Minor units of a decimal text in the asset's own decimals; INTENT_MALFORMED."""
        decimals = self.decimals(asset)
        try:
            minor = parse_amount(text, decimals)
        except PrayaError:
            refuse(Status.INTENT_MALFORMED)
        if minor < 1 or format_amount(minor, decimals) != text:
            refuse(Status.INTENT_MALFORMED)
        return minor

    def calendar(self, code: str) -> Calendar:
        """A calendar document; CALENDAR_UNKNOWN."""
        value = self.ledger.document(calendar_document_name(code))
        if value is None:
            refuse(Status.CALENDAR_UNKNOWN)
        self.step(len(value) // 8)
        return calendar_from_document(decode(value, DOCUMENT_BYTES_MAX))

    def put(self, name: str, value: bytes) -> int:
        """A new document or its next version; INTENT_MALFORMED if it is too large."""
        if len(value) > DOCUMENT_BYTES_MAX:
            refuse(Status.INTENT_MALFORMED)
        slot, version = self.ledger.document_slot(name)
        return self.build.put(name, value, slot, version)

    def demand_seed(self) -> None:
        """Positions need salts: INTENT_MALFORMED without a seed in the envelope."""
        if not self.build.can_open:
            refuse(Status.INTENT_MALFORMED)


def calendar_document_name(code: str) -> str:
    """The name of the document that holds a calendar."""
    return f"calendar/{code}"


def asset_document_name(code: str) -> str:
    """The name of the document that holds an asset's instrument and terms."""
    return f"asset/{code}"


def receipt_document_name(asset: str, reference: str) -> str:
    """The name of the document that remembers a payment received outside, so it counts once.

    No asset's code has a slash, so two assets never share a name whatever their references are.
    """
    return f"receipt/{asset}/{reference}"
