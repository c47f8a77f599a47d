"""A ledger to be tried, and seeded choices in it: numbers that mean something, and edges.

Looks at the model's state only; it makes steps and knows what the model answered to each.
"""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from praya.testing.model.block import Model, RowValues
from praya.testing.model.state import (
    CLOSED,
    CREDIT_FROZEN,
    DEBIT_FROZEN,
    INELIGIBLE,
    PAUSED,
    SWEEPING,
    Tables,
)

MAX = 2**63 - 1
NO_LIMIT = 2**62
EDGES_32 = (-1, 0, 1, -(2**31), 2**31 - 1, -2, -3, 63, 64, 65)
EDGES_64 = (-1, 0, 1, MAX, -MAX, -(2**63), -2, 2**31, 2**32, 2**62, 2**39)

Operands = tuple[int, int, int]


def within(operands: Operands) -> Operands:
    """The same operands, brought into their columns where arithmetic led out of them."""
    debit, credit, amount = operands
    low, high = -(2**31), 2**31 - 1
    return min(max(debit, low), high), min(max(credit, low), high), min(max(amount, -MAX - 1), MAX)


@dataclass
class Step:
    """One request to a kernel, and what the model answered."""

    request: tuple[Any, ...]
    answer: Any


@dataclass
class Draft:
    """Rows of one envelope while they are made, and what they have already spent."""

    rows: list[RowValues] = field(default_factory=list)
    spent: dict[int, int] = field(default_factory=dict)
    paid: dict[int, int] = field(default_factory=dict)
    given: set[tuple[int, int]] = field(default_factory=set)

    def add(
        self, operation: int, operands: Operands, group: int, authority: int = 0, more: Any = ()
    ) -> int:
        """A row with its MORE rows; answers the reference to its result."""
        place = len(self.rows)
        self.rows.append((*within(operands), group, operation, authority))
        for operand in more:
            self.rows.append((*within(operand), group, 1, 0))
        return -2 - place


class World:
    """One session: a model, a seeded source of choices, and the steps made so far."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.business_date = self.random.choice((0, 1, 100, 20_000))
        self.model = Model(self.business_date)
        self.height = self.random.choice((0, 1, 1_000, 2**39 - 40))
        self.time = self.random.choice((1, 1_000, 1_700_000_000_000))
        self.steps: list[Step] = []

    @property
    def state(self) -> Tables:
        return self.model.state

    # Steps

    def submit(self, draft: Draft, *, lowered: bool, acting: tuple[int, ...] | None = None) -> None:
        """Run an envelope on the model and note it."""
        numbering = NO_LIMIT
        if not lowered and self.chance(0.2):
            numbering = max(0, self.height - self.random.randrange(6))
        context: dict[str, Any] = {
            "height": self.height,
            "block_time": self.time,
            "acting": self.everyone() if acting is None else acting,
            "numbering_height": numbering,
            "lowered": lowered,
        }
        answer = self.model.apply(draft.rows, **context)
        self.steps.append(Step(("apply", draft.rows, context), answer))

    def check(self, rows: list[RowValues], assets: list[Operands]) -> None:
        """Check a signed batch's header on the model and note it."""
        answer = self.model.check_batch(rows, assets)
        self.steps.append(Step(("check", rows, assets), answer))

    def begin_block(self) -> None:
        """The next block, with whatever it begins with."""
        self.height = min(self.height + 1, 2**39 - 1)
        self.time += self.random.choice((0, 1, 10, 10, 10, 500))
        answer = self.model.begin_block(height=self.height, block_time=self.time)
        self.steps.append(Step(("begin", self.height, self.time), answer))

    def look(self) -> None:
        """Every table and the root, as they stand."""
        self.steps.append(Step(("look",), (self.model.tables(), self.model.root())))

    # Choices

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def pick(self, choices: Any) -> Any:
        return self.random.choice(list(choices))

    def below(self, count: int) -> int:
        """A number below count, 0 if there is none."""
        return self.random.randrange(count) if count > 0 else 0

    def everyone(self) -> tuple[int, ...]:
        """The first sixteen participants; before there is any, the ledger."""
        return tuple(range(1, min(17, len(self.state["participants"])))) or (0,)

    def words(self) -> Operands:
        """Sixteen bytes, often few, sometimes extreme."""
        if self.chance(0.1):
            return self.pick(EDGES_32), self.pick(EDGES_32), self.pick(EDGES_64)
        return self.below(3), self.below(3), self.below(3)

    def amount(self, most: int) -> int:
        """At least 1, at most `most` if that is possible: mostly little, at times all."""
        if most <= 1 or self.chance(0.2):
            return 1
        if self.chance(0.05):
            return most
        return self.random.randint(1, max(1, most // self.pick((2, 10, 100))))

    # What is there

    def count(self, table: str) -> int:
        return len(self.state[table])

    def moving_assets(self) -> list[int]:
        """Assets that are neither closed, paused nor sweeping."""
        stopped = CLOSED | PAUSED | SWEEPING
        rows = enumerate(self.state["assets"])
        return [asset for asset, row in rows if row["flags"] & stopped == 0]

    def room(self, position: int, draft: Draft) -> int:
        """What may still be debited from a position, after what the draft has spent."""
        available = self.state.balances[position]["available"]
        return available - self.state.floor(position) - draft.spent.get(position, 0)

    def payers(self, asset: int, draft: Draft) -> list[int]:
        """Positions of an asset that may be debited and have something to give."""
        return [
            position
            for position in self.state.positions_of_asset(asset)
            if not self.state.guard_has(position, DEBIT_FROZEN) and self.room(position, draft) > 0
        ]

    def payees(self, asset: int) -> list[int]:
        """Positions of an asset that may be credited."""
        return [
            position
            for position in self.state.positions_of_asset(asset)
            if not self.state.guard_has(position, CREDIT_FROZEN | INELIGIBLE)
        ]

    def mandates_of(self, position: int, grantees: tuple[int, ...]) -> list[int]:
        """Living mandates over a position that one of these may use."""
        return [
            number
            for number, row in enumerate(self.state["mandates"])
            if row["position"] == position and row["state"] == 1 and row["grantee"] in grantees
            if not 0 < row["expiry"] < self.time
        ]

    # Numbers that may be wrong

    def any_row(self, table: str) -> int:
        """A number in a table, or just outside it."""
        if self.chance(0.06):
            return int(self.pick(EDGES_32))
        return self.below(self.count(table) + self.chance(0.1))

    def any_position(self, draft: Draft) -> int:
        """A position, opened or not, a reference to an earlier or later row, or an edge."""
        if self.chance(0.1) and draft.rows:
            return -2 - self.below(len(draft.rows) + 2)
        if self.chance(0.06):
            return int(self.pick(EDGES_32))
        if self.chance(0.08) or not self.state.balances:
            return self.below(64 * self.count("extents") + 1)
        return int(self.pick(self.state.balances))

    def any_amount(self) -> int:
        """Mostly small, at times an edge or near one."""
        if self.chance(0.15):
            return int(self.pick(EDGES_64))
        if self.chance(0.05):
            return MAX - self.below(1_000)
        return self.random.randint(1, 10 ** self.random.randrange(1, 6))

    def any_authority(self) -> int:
        """Mostly one's own."""
        if self.chance(0.7):
            return 0
        return self.any_row("mandates")
