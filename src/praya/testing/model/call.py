"""One row being judged: its operands, what was found against it, and the checks of section 3.

Every refusal that holds is collected; the smallest number is the answer. A check whose subject is
missing is not made. Knows no single operation.
"""

from dataclasses import dataclass

from praya.base.status import Status
from praya.testing.model.state import (
    CLOSED,
    CREDIT_FROZEN,
    DEBIT_FROZEN,
    INELIGIBLE,
    PAUSED,
    SWEEPING,
    Row,
    Tables,
)

MAX = 2**63 - 1


@dataclass(frozen=True)
class Operand:
    """A MORE row: sixteen bytes as (debit, credit, amount)."""

    debit: int
    credit: int
    amount: int
    authority: int

    def words(self) -> tuple[int, int]:
        """The same sixteen bytes as two little-endian signed words."""
        low = self.debit.to_bytes(4, "little", signed=True)
        high = self.credit.to_bytes(4, "little", signed=True)
        return int.from_bytes(low + high, "little", signed=True), self.amount


@dataclass(frozen=True)
class Context:
    """What a row may know of its block and its envelope."""

    height: int
    block_time: int
    acting: tuple[int, ...]
    numbering_height: int
    lowered: bool


class Call:
    """A row with its MORE rows, and what is found against it."""

    def __init__(self, tables: Tables, context: Context, number: int, results: list[int]) -> None:
        self.tables = tables
        self.context = context
        self.number = number
        self.results = results
        self.debit = self.credit = self.amount = self.authority = 0
        self.more: list[Operand] = []
        self.refusals: set[Status] = set()
        self.result = -1
        self.after_movement = False  # a MOVE or HOLD came before in its group
        self.effects: list[tuple[int, int, int]] = []

    def refuse(self, status: Status, when: bool = True) -> bool:
        """Note a refusal if it holds; answers whether it does."""
        if when:
            self.refusals.add(status)
        return when

    def malformed(self, when: bool = True) -> bool:
        """Note that the operands have no meaning."""
        return self.refuse(Status.OPERANDS_MALFORMED, when)

    def more_rows(self, count: int) -> bool:
        """Whether there are exactly so many MORE rows; else the operands are malformed."""
        return not self.malformed(len(self.more) != count)

    def own_authority(self) -> None:
        """For operations whose authority is not named: it must be 0."""
        self.malformed(self.authority != 0)

    def is_reference(self, operand: int) -> bool:
        """Only lowered rows have references."""
        return self.context.lowered and operand <= -2

    def resolve(self, operand: int) -> int:
        """A reference becomes the result it names; what names no earlier row names nothing."""
        if not self.is_reference(operand):
            return operand
        row = -2 - operand
        return self.results[row] if row < self.number else -1

    def found(self, table: str, number: int, status: Status, first: int = 0) -> bool:
        """Whether a row of a table is there, counting from `first`; else refuse."""
        there = first <= number < len(self.tables[table])
        self.refuse(status, not there)
        return there

    def position(self, number: int, status: Status) -> bool:
        """Whether a position exists; else refuse."""
        there = self.tables.exists(number)
        self.refuse(status, not there)
        return there

    def numbering(self, position: int) -> None:
        """In a signed batch a position may not be younger than what the signer saw."""
        opened = self.tables.balances[position]["guard"] >> 24
        self.numbering_at(opened)

    def numbering_at(self, height: int) -> None:
        """The same for anything made at a height."""
        late = not self.context.lowered and height > self.context.numbering_height
        self.refuse(Status.POSITION_TOO_NEW, late)

    def mandate(self) -> Row | None:
        """The mandate that `authority` names, if it is there."""
        if 1 <= self.authority < len(self.tables["mandates"]):
            return self.tables["mandates"][self.authority]
        return None

    def authorise(self, position: int) -> None:
        """Who may debit: the controller, or the grantee of a living mandate. Not the counters."""
        if self.malformed(self.authority < 0):
            return
        acting = self.context.acting
        if self.authority == 0:
            controller = self.tables.balances[position]["guard"] & 0xFFFF
            self.refuse(Status.NOT_AUTHORISED, controller not in acting)
            return
        mandate = self.mandate()
        if mandate is None:
            self.refuse(Status.MANDATE_NOT_FOUND)
            return
        expiry = mandate["expiry"]
        self.refuse(Status.MANDATE_OTHER_POSITION, mandate["position"] != position)
        self.refuse(Status.MANDATE_NOT_GRANTED, mandate["grantee"] not in acting)
        self.refuse(Status.MANDATE_REVOKED, mandate["state"] == 2)
        self.refuse(Status.MANDATE_EXPIRED, expiry > 0 and self.context.block_time > expiry)

    def counters(self, amount: int) -> None:
        """Whether the mandate still allows so much."""
        mandate = self.mandate()
        if self.authority <= 0 or mandate is None:
            return
        self.refuse(Status.MANDATE_EXCEEDED, amount > mandate["remaining"])
        if mandate["period_days"] > 0:
            left = mandate["period_limit"] - self.used_now(mandate)
            self.refuse(Status.MANDATE_EXCEEDED, amount > left)

    def used_now(self, mandate: Row) -> int:
        """What was used in the period of today: nothing, if the period starts anew."""
        today = self.tables.business_date
        return 0 if today >= mandate["used_on"] + mandate["period_days"] else mandate["used"]

    def count(self, amount: int) -> None:
        """Write the mandate's counters; only once nothing was refused."""
        mandate = self.mandate()
        if mandate is None:
            return
        mandate["remaining"] -= amount
        if mandate["period_days"] > 0:
            today = self.tables.business_date
            if today >= mandate["used_on"] + mandate["period_days"]:
                mandate["used"] = 0
                mandate["used_on"] = today
            mandate["used"] += amount

    def asset_open(self, asset: int) -> None:
        """A closed asset does not move; a paused or sweeping one not now."""
        flags = self.tables["assets"][asset]["flags"]
        self.refuse(Status.ASSET_CLOSED, flags & CLOSED != 0)
        self.refuse(Status.ASSET_PAUSED, flags & (PAUSED | SWEEPING) != 0)

    def debit_guard(self, position: int) -> None:
        self.refuse(Status.DEBIT_FROZEN, self.tables.guard_has(position, DEBIT_FROZEN))

    def credit_guard(self, position: int) -> None:
        self.refuse(Status.CREDIT_FROZEN, self.tables.guard_has(position, CREDIT_FROZEN))
        self.refuse(Status.CREDIT_INELIGIBLE, self.tables.guard_has(position, INELIGIBLE))

    def within(self, balance: int) -> None:
        """No balance may go beyond one signed column, minus infinity's twin excluded."""
        self.refuse(Status.OVERFLOW, not -MAX <= balance <= MAX)

    def funds(self, position: int) -> Status:
        """The rule of funds for one debited position, as it stands."""
        if self.tables.balances[position]["available"] >= self.tables.floor(position):
            return Status.APPLIED
        issuance = self.tables["assets"][self.tables.asset_of(position)]["issuance"]
        return Status.EXCEEDS_ISSUE_LIMIT if issuance == position else Status.EXCEEDS_AVAILABLE
