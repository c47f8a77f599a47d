"""Reserve an amount for a later payment: until a time, for a holder, or for a proof."""

from dataclasses import dataclass
from hashlib import sha256
from typing import ClassVar, Final

from praya.base.catalogue import Phrase
from praya.base.status import Status
from praya.envelopes.participants import Licence, Role
from praya.intents import flaws
from praya.intents.flaws import Around, Flaw, Flaws
from praya.intents.lowering import Lowering, refuse
from praya.intents.permissions import ANY_MARKET_PARTICIPANT
from praya.intents.schema import Kind, item
from praya.kernel import tables as t

HOLD_NAMES: Final = {
    t.HOLD_BY_TIME: ("until a time", "到期解除"),
    t.HOLD_BY_HOLDER: ("until its holder releases it", "由持有人解除"),
    t.HOLD_BY_PROOF: ("until a proof is shown", "憑證明解除"),
}
CONDITION_BYTES: Final = 32
NO_CONDITION: Final = bytes(CONDITION_BYTES)


@dataclass(frozen=True, slots=True)
class PlaceHold:
    """A hold on an account. `holder` may pay it out; by proof, whoever shows the preimage."""

    VERB: ClassVar = "settlement.place_hold"
    TITLE: ClassVar = ("Place a hold", "設立預留")
    PERMITTED: ClassVar[frozenset[Licence]] = ANY_MARKET_PARTICIPANT
    ROLE: ClassVar[Role | None] = None

    asset: str = item(1, Kind.CODE, "Asset", "資產")
    amount: str = item(2, Kind.AMOUNT, "Amount", "數額")
    source: str = item(3, Kind.CODE, "On account", "預留帳戶")
    target: tuple[str, ...] = item(4, Kind.CODES, "Only to account", "只可付予帳戶")
    kind: int = item(5, Kind.NUMBER, "Released", "解除方式", names=HOLD_NAMES)
    holder: tuple[str, ...] = item(6, Kind.CODES, "Holder", "持有人")
    expiry: int = item(7, Kind.TIME, "Expires", "到期時間")
    post_condition: bytes = item(8, Kind.BYTES, "Paid out on proof of", "付款證明條件")
    void_condition: bytes = item(9, Kind.BYTES, "Given back on proof of", "退回證明條件")

    def lower(self, lowering: Lowering) -> None:
        """HOLD. NOT_CONTROLLED, POSITION_UNKNOWN, PARTICIPANT_UNKNOWN, INTENT_MALFORMED."""
        lowering.own_account(self.source)
        amount = lowering.amount(self.amount, self.asset)
        source = lowering.position(self.source, self.asset)
        if len(self.target) > 1 or len(self.holder) > 1 or self.kind not in HOLD_NAMES:
            refuse(Status.INTENT_MALFORMED)
        target = lowering.position(self.target[0], self.asset) if self.target else -1
        holder = lowering.participant(self.holder[0]) if self.holder else 0
        by_proof = self.kind == t.HOLD_BY_PROOF
        conditions = (self.post_condition, self.void_condition or NO_CONDITION)
        if by_proof != bool(self.post_condition) or (self.void_condition and not by_proof):
            refuse(Status.INTENT_MALFORMED)
        if by_proof and any(len(condition) != CONDITION_BYTES for condition in conditions):
            refuse(Status.INTENT_MALFORMED)
        shown = b"".join(conditions) if by_proof else b""
        lowering.build.hold(source, target, amount, (self.kind, holder, self.expiry), shown)

    def flaws(self, around: Around) -> Flaws:
        """Amount, lists of one, kind, and conditions, which a hold by proof alone has."""
        yield from flaws.amount("amount", self.amount, self.asset, around)
        yield from flaws.at_most_one("target", self.target)
        yield from flaws.at_most_one("holder", self.holder)
        yield from flaws.one_of("kind", self.kind, HOLD_NAMES)
        if self.kind != t.HOLD_BY_PROOF:
            for name in ("post_condition", "void_condition"):
                if getattr(self, name):
                    yield Flaw(name, Phrase("flaw.only_by_proof"))
            return
        size = {"bytes": CONDITION_BYTES}
        if len(self.post_condition) != CONDITION_BYTES:
            yield Flaw("post_condition", Phrase("flaw.digest", size))
        if len(self.void_condition) not in (0, CONDITION_BYTES):
            yield Flaw("void_condition", Phrase("flaw.digest_or_none", size))


def condition_of(preimage: bytes) -> bytes:
    """The condition that a preimage proves: its SHA-256, as other chains' hash locks have it."""
    return sha256(preimage).digest()
