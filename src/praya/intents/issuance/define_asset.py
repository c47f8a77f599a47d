"""Define an asset of any instrument: its terms become a document, its payments become events.

The issuer gives the ledger a payment mandate over the account that pays, so that what falls due is
paid without anybody sending it.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from praya.base.catalogue import Phrase
from praya.base.encoding import encode
from praya.base.limits import (
    AMOUNT_MAX,
    CODE_BYTES_MAX,
    EVENTS_PENDING_MAX,
    EVENTS_PENDING_PER_ISSUER_MAX,
)
from praya.base.status import Status
from praya.envelopes.participants import Licence, Role
from praya.instruments import INSTRUMENTS, cash_token
from praya.instruments.instrument import AssetTerms, Payments, ScheduledPayment, read_terms
from praya.intents.flaws import Around, Flaw, Flaws
from praya.intents.lowering import Lowering, asset_document_name, refuse
from praya.intents.permissions import ASSET_ISSUERS, CASH_ISSUERS
from praya.intents.schema import Kind, item
from praya.kernel import tables as t

THE_LEDGER = 0

# Before an asset's code: the account whose position of it is its issuance.
ISSUANCE_PREFIX = "ISSUE:"


@dataclass(frozen=True, slots=True)
class DefineAsset:
    """An instrument's terms under a code. The requester is the issuer."""

    VERB: ClassVar = "issuance.define_asset"
    TITLE: ClassVar = ("Define an asset", "設立資產")
    PERMITTED: ClassVar[frozenset[Licence]] = ASSET_ISSUERS
    ROLE: ClassVar[Role | None] = None

    code: str = item(1, Kind.CODE, "Asset", "資產")
    instrument: str = item(2, Kind.TEXT, "Instrument", "工具類別")
    terms: dict[int, Any] = item(3, Kind.MAP, "Terms", "條款")

    def lower(self, lowering: Lowering) -> None:
        """DEFINE asset and issuance account, OPEN issuance, mandate and events, PUT the terms.

        INSTRUMENT_UNKNOWN, TERMS_INVALID, INTENT_MALFORMED, ASSET_EXISTS, ACCOUNT_EXISTS,
        NOT_ISSUER, LOWERING_LIMIT.
        """
        instrument = INSTRUMENTS.get(self.instrument)
        if instrument is None:
            refuse(Status.INSTRUMENT_UNKNOWN)
        terms, problems = read_terms(instrument, self.terms)
        if problems:
            refuse(Status.TERMS_INVALID)
        # A slash would make the names of two assets' receipts one.
        if len(self.code) > CODE_BYTES_MAX - len(ISSUANCE_PREFIX) or "/" in self.code:
            refuse(Status.INTENT_MALFORMED)
        issuance_code = ISSUANCE_PREFIX + self.code
        if lowering.ledger.asset(self.code) is not None:
            refuse(Status.ASSET_EXISTS)
        if lowering.ledger.account(issuance_code) is not None:
            refuse(Status.ACCOUNT_EXISTS)
        if self.instrument == cash_token.NAME and lowering.setting.licence not in CASH_ISSUERS:
            refuse(Status.NOT_ISSUER)
        lowering.demand_seed()
        stated, payments = terms.asset(), terms.payments()
        issuer, build = lowering.requester, lowering.build
        asset = build.define_asset(
            self.code,
            issuer,
            decimals=stated.decimals,
            limit=stated.issue_limit,
            required=stated.required_attributes,
        )
        account = build.define_account(issuance_code, issuer, t.ACCOUNT_ISSUANCE)
        build.open(account, asset, issuance=True)
        if payments is not None:
            calendar = lowering.calendar(terms.calendar_code() or lowering.setting.calendar)
            schedule = instrument.schedule(terms, calendar)
            lowering.step(len(schedule))
            _check_pending(lowering, len(schedule))
            self._schedule(lowering, asset, stated, payments, schedule)
        document = encode({1: self.instrument, 2: self.terms})
        lowering.put(asset_document_name(self.code), document)

    def flaws(self, _around: Around) -> Flaws:
        """A code that leaves room for its issuance account."""
        most = CODE_BYTES_MAX - len(ISSUANCE_PREFIX)
        if len(self.code) > most or "/" in self.code:
            yield Flaw("code", Phrase("flaw.asset_code", {"most": most}))

    def _schedule(
        self,
        lowering: Lowering,
        asset: int,
        stated: AssetTerms,
        payments: Payments,
        schedule: list[ScheduledPayment],
    ) -> None:
        """One mandate for all the asset will ever pay, and an event for each payment.

        NOT_CONTROLLED, POSITION_UNKNOWN, TERMS_INVALID, also where it would pay in another currency
        than it states, or in what is no cash token.
        """
        lowering.own_account(payments.paying_account)
        lowering.own_account(payments.suspense_account)
        paying = lowering.position(payments.paying_account, payments.cash_asset)
        suspense = lowering.position(payments.suspense_account, payments.cash_asset)
        if lowering.decimals(payments.cash_asset) != stated.decimals:
            refuse(Status.TERMS_INVALID)  # a ratio of minor units would pay another amount
        lowering.demand_currency(payments.cash_asset, payments.currency)
        owed = sum(payment.owed(stated.issue_limit) for payment in schedule)
        if not 0 < owed <= AMOUNT_MAX:
            refuse(Status.TERMS_INVALID)
        mandate = lowering.build.define_mandate(paying, owed, THE_LEDGER)
        for payment in schedule:
            kind = t.EVENT_REDEMPTION if payment.is_redemption else t.EVENT_DISTRIBUTION
            lowering.build.define_event(
                asset,
                payment.number,
                (kind, t.MODE_RATE_OF_TOTAL, payment.numerator),
                (payment.record_date, payment.payment_date, payment.denominator),
                (paying, suspense, mandate),
            )


def _check_pending(lowering: Lowering, more: int) -> None:
    """An opening can record whatever waits, so what may wait is bounded: LOWERING_LIMIT."""
    state = lowering.ledger.state
    events = state.table("events")
    unpaid = (events[:, t.EVENT_STATE] < t.EVENT_PAID) & (events[:, t.EVENT_KIND] > 0)
    waiting = events[unpaid | (events[:, t.EVENT_STATE] == t.EVENT_PENDING)]
    issuers = state.table("assets")[waiting[:, t.EVENT_ASSET], t.ASSET_ISSUER]
    own = int((issuers == lowering.requester).sum())
    if len(waiting) + more > EVENTS_PENDING_MAX or own + more > EVENTS_PENDING_PER_ISSUER_MAX:
        refuse(Status.LOWERING_LIMIT)
