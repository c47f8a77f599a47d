"""Pay a hold out, or give it back."""

from dataclasses import dataclass
from typing import ClassVar

from praya.base.catalogue import Phrase
from praya.base.status import Status
from praya.envelopes.participants import Licence, Role
from praya.intents import flaws
from praya.intents.flaws import Around, Flaw, Flaws
from praya.intents.lowering import Lowering, refuse
from praya.intents.permissions import ANY_MARKET_PARTICIPANT
from praya.intents.schema import Kind, item
from praya.intents.settlement.place_hold import condition_of
from praya.kernel import tables as t
from praya.kernel.state import State

PREIMAGE_BYTES_MAX = 1_024


@dataclass(frozen=True, slots=True)
class ReleaseHold:
    """With a target and an amount the hold is paid out; with neither it is given back."""

    VERB: ClassVar = "settlement.release_hold"
    TITLE: ClassVar = ("Release a hold", "解除預留")
    PERMITTED: ClassVar[frozenset[Licence]] = ANY_MARKET_PARTICIPANT
    ROLE: ClassVar[Role | None] = None

    hold: int = item(1, Kind.NUMBER, "Hold", "預留編號")
    asset: str = item(2, Kind.CODE, "Asset", "資產")
    target: tuple[str, ...] = item(3, Kind.CODES, "Pay to account", "付予帳戶")
    amount: str = item(4, Kind.AMOUNT, "Amount", "數額")
    preimage: bytes = item(5, Kind.BYTES, "Proof", "證明")

    def lower(self, lowering: Lowering) -> None:
        """POST or VOID, with the digest of the proof shown. ASSET_UNKNOWN, INTENT_MALFORMED."""
        if not 0 <= self.hold < 2**31 or len(self.preimage) > PREIMAGE_BYTES_MAX:
            refuse(Status.INTENT_MALFORMED)
        if len(self.target) > 1 or bool(self.target) != bool(self.amount):
            refuse(Status.INTENT_MALFORMED)
        self._check_asset(lowering)
        digest = condition_of(self.preimage) if self.preimage else b""
        if not self.target:
            lowering.build.void(self.hold, digest)
            return
        amount = lowering.amount(self.amount, self.asset)
        target = lowering.position(self.target[0], self.asset)
        lowering.build.post(self.hold, target, amount, digest)

    def flaws(self, around: Around) -> Flaws:
        """Target and amount go together; the asset is the hold's."""
        if self.amount:
            yield from flaws.amount("amount", self.amount, self.asset, around)
        yield from flaws.between("hold", self.hold, 0, flaws.NUMBER_MAX)
        if len(self.preimage) > PREIMAGE_BYTES_MAX:
            most = {"bytes": f"{PREIMAGE_BYTES_MAX:,}"}
            yield Flaw("preimage", Phrase("flaw.bytes_max", most))
        yield from flaws.at_most_one("target", self.target)
        if bool(self.target) != bool(self.amount):
            yield Flaw("amount" if self.target else "target", Phrase("flaw.pay_out"))
        ledger = around.ledger
        if ledger is None or not 0 <= self.hold < ledger.state.rows(t.HOLDS):
            return
        asset = _asset_of(ledger.state, self.hold)
        if ledger.asset(self.asset) not in (None, asset):
            yield Flaw("asset", Phrase("flaw.hold_asset", {"asset": ledger.asset_code(asset)}))

    def _check_asset(self, lowering: Lowering) -> None:
        """What was signed must be true: the hold, if there is one, is of the asset stated."""
        asset, state = lowering.asset(self.asset), lowering.ledger.state
        if self.hold < state.rows(t.HOLDS) and _asset_of(state, self.hold) != asset:
            refuse(Status.INTENT_MALFORMED)


def _asset_of(state: State, hold: int) -> int:
    position = state.cell(t.HOLDS, hold, t.HOLD_POSITION)
    return state.cell(t.EXTENTS, position >> 6, t.EXTENT_ASSET)
