"""Have an asset's holdings recorded when the present business day closes, so they can be proven.

Payments have their record dates by themselves. This asks for the close of any other day, of any
asset, cash too. The request is an event that pays nothing: the next opening records it as it does
record dates, first thing and before anything can move.
"""

from dataclasses import dataclass
from typing import ClassVar, Final

from praya.base.limits import EVENTS_PENDING_MAX
from praya.base.status import Status
from praya.envelopes.participants import (
    Licence,
    Role,
    participant_document_name,
    participant_from_document,
)
from praya.intents.lowering import Lowering, refuse
from praya.intents.permissions import ANYBODY
from praya.intents.schema import Kind, item
from praya.kernel import tables as t

# Each is a copy of all holdings of an asset, made by one opening before anybody can pay.
RECORDS_PER_DAY_MAX: Final = 256
# Issuers leave half of them to supervisors and operators, and no issuer takes all of the rest.
RECORDS_OF_ISSUERS_MAX: Final = 128
RECORDS_PER_ISSUER_MAX: Final = 32
# Above every number that a schedule gives its payments, so that a day's record has its own.
FIRST_NUMBER: Final = 2**40


@dataclass(frozen=True, slots=True)
class RecordHoldings:
    """The holdings of one asset at the close of the present business day."""

    VERB: ClassVar = "supervision.record_holdings"
    TITLE: ClassVar = ("Record holdings at the close", "記錄收市持倉")
    PERMITTED: ClassVar[frozenset[Licence]] = ANYBODY
    ROLE: ClassVar[Role | None] = None

    asset: str = item(1, Kind.CODE, "Asset", "資產")
    date: int = item(2, Kind.DAY, "Holdings at the close of", "收市持倉日")

    def lower(self, lowering: Lowering) -> None:
        """DEFINE an event that is recorded and pays nothing.

        ASSET_UNKNOWN, NOT_ISSUER; DATE_OUT_OF_ORDER unless it is the present business date;
        LOWERING_LIMIT for too many in a day; EVENT_EXISTS where it was asked before, ASSET_CLOSED.
        """
        asset = overseen_asset(lowering, self.asset)
        state = lowering.ledger.state
        if self.date != state.business_date:
            refuse(Status.DATE_OUT_OF_ORDER)
        events = state.table("events")
        lowering.step(len(events) // 64 + 1)
        pending = events[events[:, t.EVENT_STATE] == t.EVENT_PENDING]
        asked = pending[pending[:, t.EVENT_NUMBER] >= FIRST_NUMBER]
        if len(asked) >= RECORDS_PER_DAY_MAX or len(pending) >= EVENTS_PENDING_MAX:
            refuse(Status.LOWERING_LIMIT)
        issuers = state.table("assets")[asked[:, t.EVENT_ASSET], t.ASSET_ISSUER]
        own = int((issuers == lowering.requester).sum())
        is_full = len(asked) >= RECORDS_OF_ISSUERS_MAX or own >= RECORDS_PER_ISSUER_MAX
        if is_full and not _oversees(lowering):
            refuse(Status.LOWERING_LIMIT)
        lowering.build.define_event(
            asset,
            FIRST_NUMBER + self.date,
            (t.EVENT_RECORD_ONLY, 0, 0),
            (self.date, 0, 1),
            (-1, -1, 0),
        )


def overseen_asset(lowering: Lowering, code: str) -> int:
    """An asset for its issuer, a supervisor or an operator; ASSET_UNKNOWN, NOT_ISSUER."""
    return lowering.asset(code) if _oversees(lowering) else lowering.own_asset(code)


def _oversees(lowering: Lowering) -> bool:
    """Whether the requester supervises, or operates the ledger by his document as it stands."""
    if lowering.setting.licence is Licence.SUPERVISOR:
        return True
    document = lowering.ledger.document(participant_document_name(lowering.acting[0])) or b""
    lowering.step(len(document) // 8 + 1)
    roles = participant_from_document(document, lowering.setting.suite).roles
    return Role.OPERATOR in roles
