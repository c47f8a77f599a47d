"""What one account held of one asset at the close of a day, and nothing about anybody else.

The holding is a salted leaf of the tree whose root stands in an envelope that the ledger applied,
which it does only if the root is that of the recorded holdings. The path names the side of each
sibling: neither the number of holders is said nor the place among them.
"""

from dataclasses import dataclass
from typing import Any, ClassVar, Final

from praya.base.amounts import format_amount
from praya.base.dates import format_day
from praya.base.errors import PrayaError
from praya.base.hashing import salted_leaf
from praya.base.limits import AMOUNT_MAX, DECIMALS_MAX, SALT_BYTES
from praya.base.status import Status
from praya.proofs.chains import ChainEvidence, Proven, broken, proven
from praya.proofs.contents import AnsweredEnvelope, EnvelopeFacts
from praya.proofs.fields import HASH_BYTES, PATH_MAX, FieldsReader, read_hash, refuse
from praya.proofs.holdings import HoldingProof, holding_row
from praya.proofs.merkle import Step, root_above, sided_path

ATTESTING_VERB: Final = "supervision.attest_holdings"
_ASSET, _DATE, _ROOT = 1, 2, 3  # fields of its body
_NUMBER_MAX: Final = 2**31 - 1


@dataclass(frozen=True, slots=True)
class HoldingEvidence:
    """The leaf, opened, and its way to the attested root."""

    account: str
    amount: int  # minor units
    decimals: int
    salt: bytes
    position: int
    asset: int  # its number
    path: tuple[Step, ...]

    NAMES: ClassVar[tuple[str, ...]] = (
        "account",
        "amount",
        "decimals",
        "salt",
        "position",
        "asset",
        "path",
    )

    @staticmethod
    def of(holding: HoldingProof) -> "HoldingEvidence":
        """From a proof made in the tree of all holdings."""
        return HoldingEvidence(
            account=holding.account,
            amount=holding.amount,
            decimals=holding.decimals,
            salt=holding.salt,
            position=holding.position,
            asset=holding.asset,
            path=tuple(sided_path(holding.index, holding.size, holding.path)),
        )

    @staticmethod
    def read(fields: FieldsReader) -> "HoldingEvidence":
        """From the object `holding` of the evidence."""
        holding = fields.inner("holding", HoldingEvidence.NAMES)
        return HoldingEvidence(
            account=holding.code("account"),
            amount=holding.number("amount", AMOUNT_MAX),
            decimals=holding.number("decimals", DECIMALS_MAX),
            salt=holding.exactly("salt", SALT_BYTES),
            position=holding.number("position", _NUMBER_MAX),
            asset=holding.number("asset", _NUMBER_MAX),
            path=holding.items("path", PATH_MAX, _read_step),
        )

    def to_json(self) -> dict[str, Any]:
        """As it is written."""
        steps = [("left " if is_left else "right ") + each.hex() for is_left, each in self.path]
        return {
            "account": self.account,
            "amount": self.amount,
            "decimals": self.decimals,
            "salt": self.salt.hex(),
            "position": self.position,
            "asset": self.asset,
            "path": steps,
        }

    def root(self, date: int) -> bytes:
        """The root of the tree that has this holding at this date."""
        numbers = (self.position, self.asset, date, self.amount, self.decimals)
        leaf = salted_leaf(self.salt, holding_row(numbers, self.account.encode("ascii")))
        return root_above(leaf, self.path)


@dataclass(frozen=True, slots=True)
class PositionProof:
    """A holding, the envelope that attests its tree, and the block of that."""

    KIND: ClassVar[str] = "position"
    NAMES: ClassVar[tuple[str, ...]] = ("holding", *AnsweredEnvelope.NAMES, "chain")

    holding: HoldingEvidence
    answered: AnsweredEnvelope
    chain: ChainEvidence

    @staticmethod
    def read(fields: FieldsReader) -> "PositionProof":
        """From the evidence of a file."""
        return PositionProof(
            HoldingEvidence.read(fields), AnsweredEnvelope.read(fields), ChainEvidence.read(fields)
        )

    def to_json(self) -> dict[str, Any]:
        """As it is written."""
        rest = {**self.answered.to_json(), "chain": self.chain.to_json()}
        return {"holding": self.holding.to_json(), **rest}

    def check(self) -> Proven:
        """What is proven. PROOF_FAILED, PROOF_REFUSED."""
        header, later = self.chain.check()
        facts, answer = self.answered.check(header)
        if answer.status != Status.APPLIED or facts.chain_id != header.chain_id:
            broken("evidence.results")
        asset, date, root = _attested(facts)
        if self.holding.root(date) != root:
            broken("evidence.holding")
        claim = {
            "account": self.holding.account,
            "asset": asset,
            "date": _day(date),
            "amount": format_amount(self.holding.amount, self.holding.decimals),
            "minor_units": self.holding.amount,
            "attested_by": list(facts.acting),
        }
        return proven(header, later, claim, self.KIND)


def _attested(facts: EnvelopeFacts) -> tuple[str, int, bytes]:
    """Asset, date and root of an attestation of holdings; PROOF_FAILED."""
    if facts.verb == ATTESTING_VERB and set(facts.body) == {_ASSET, _DATE, _ROOT}:
        asset, date, root = (facts.body[number] for number in (_ASSET, _DATE, _ROOT))
        known = isinstance(asset, str) and type(date) is int and isinstance(root, bytes)
        if known and len(root) == HASH_BYTES:
            return asset, date, root
    broken("evidence.envelope")


def _day(date: int) -> str:
    try:
        return format_day(date)
    except PrayaError:
        broken("evidence.envelope")


def _read_step(value: object, path: str) -> Step:
    """A sibling: "left" or "right", a blank, its hash."""
    if not isinstance(value, str):
        refuse(path)
    side, _, digest = value.partition(" ")
    if side not in ("left", "right"):
        refuse(path)
    return side == "left", read_hash(digest, path)
