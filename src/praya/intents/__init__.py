"""Requests in the words of the business: one file each, `<area>/<verb_noun>.py`, listed here."""

from typing import Any, Final

from praya.intents.accounts.freeze_account import FreezeAccount
from praya.intents.accounts.open_accounts import OpenAccounts
from praya.intents.accounts.open_positions import OpenPositions
from praya.intents.accounts.set_attributes import SetAttributes
from praya.intents.calendar.open_day import OpenDay
from praya.intents.governance.admit_participant import AdmitParticipant
from praya.intents.governance.amend_participant import AmendParticipant
from praya.intents.governance.publish_calendar import PublishCalendar
from praya.intents.governance.suspend_participant import SuspendParticipant
from praya.intents.issuance.amend_asset import AmendAsset
from praya.intents.issuance.define_asset import DefineAsset
from praya.intents.issuance.issue_units import IssueUnits
from praya.intents.issuance.mint_cash import MintCash
from praya.intents.issuance.redeem_cash import RedeemCash
from praya.intents.settlement.grant_mandate import GrantMandate
from praya.intents.settlement.place_hold import PlaceHold
from praya.intents.settlement.release_hold import ReleaseHold
from praya.intents.settlement.revoke_mandate import RevokeMandate
from praya.intents.settlement.settle_dvp import SettleDvp
from praya.intents.settlement.transfer import Transfer
from praya.intents.supervision.attest_fact import AttestFact
from praya.intents.supervision.attest_holdings import AttestHoldings
from praya.intents.supervision.record_holdings import RecordHoldings

INTENTS: Final[dict[str, type[Any]]] = {
    intent.VERB: intent
    for intent in (
        AdmitParticipant,
        AmendParticipant,
        SuspendParticipant,
        PublishCalendar,
        OpenAccounts,
        OpenPositions,
        SetAttributes,
        FreezeAccount,
        DefineAsset,
        AmendAsset,
        MintCash,
        RedeemCash,
        IssueUnits,
        Transfer,
        SettleDvp,
        PlaceHold,
        ReleaseHold,
        GrantMandate,
        RevokeMandate,
        OpenDay,
        AttestFact,
        RecordHoldings,
        AttestHoldings,
    )
}

# Requests whose rows may come as columns; a section on any other is refused, for no signer sees it.
TAKES_COLUMNS: Final = frozenset({OpenAccounts.VERB})
