"""What the three are tried with: plans drawn by Hypothesis, and the session a plan stands for.

A plan is a seed and a list of themes, one a block; the rows of a block follow from the plan and
from the model's state, so the same plan gives the same session on every machine.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from hypothesis import strategies as st

from . import definition_recipes as definitions
from . import payout_recipes as payouts
from . import value_recipes as values
from .wild_recipes import WILD, WILD_VALUE, Recipe, spoil
from .world import Draft, Step, World

BLOCKS_PER_PLAN = 20

VALUE: tuple[Recipe, ...] = (
    *(values.move, values.move, values.ring, values.hold, values.post, values.void),
    values.hold_and_post,
)
PAPER: tuple[Recipe, ...] = (definitions.put, definitions.attest, definitions.govern)
SHAPE: tuple[Recipe, ...] = (
    *(definitions.change, definitions.change, definitions.open_position),
    *(definitions.open_position, definitions.mandate, definitions.fresh_asset),
)
EVENTS: tuple[Recipe, ...] = (
    *(payouts.event, payouts.event, payouts.event, payouts.day, payouts.day),
    *(payouts.payment, payouts.payment, payouts.lifetime),
)


@dataclass(frozen=True)
class Plan:
    """A session to be made: its seed, and a theme for each block."""

    seed: int
    themes: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.seed}:{','.join(self.themes)}"

    @classmethod
    def parse(cls, text: str) -> "Plan":
        """The plan that `str` wrote."""
        seed, _, themes = text.partition(":")
        return cls(int(seed), tuple(themes.split(",")))

    @classmethod
    def drawn(cls, random: Random) -> "Plan":
        """A plan from a seeded source, for the long tier."""
        themes = tuple(random.choice(PLANNED) for _ in range(BLOCKS_PER_PLAN))
        return cls(random.getrandbits(32), themes)


def groups(world: World, draft: Draft, recipes: tuple[Recipe, ...], spoiled: float) -> None:
    """Some groups and rows alone, numbers rising; a share of the groups is spoiled."""
    number = 0
    for _ in range(world.random.randint(1, 8)):
        alone = world.chance(0.35)
        number += 0 if alone else world.pick((1, 1, 1, 7))
        start = len(draft.rows)
        for _ in range(1 if alone else world.random.randint(1, 4)):
            world.pick(recipes)(world, draft, 0 if alone else number)
        if world.chance(spoiled):
            spoil(world, draft, start)


def people(world: World) -> tuple[int, ...] | None:
    """Mostly everyone acts; at times few, or the ledger alone."""
    if world.chance(0.85):
        return None
    everyone = list(world.everyone())
    few = tuple(sorted(world.random.sample(everyone, world.random.randint(0, len(everyone)))))
    return few if few and world.chance(0.5) else (0,)


def envelope(world: World, recipes: tuple[Recipe, ...], spoiled: float = 0.12) -> None:
    """A lowered envelope."""
    draft = Draft()
    groups(world, draft, recipes, spoiled)
    world.submit(draft, lowered=True, acting=people(world))


def batch(world: World) -> None:
    """A signed batch, its header right or nearly right."""
    draft = Draft()
    groups(world, draft, VALUE, 0.12)
    if world.chance(0.3):
        for _ in range(world.random.randint(1, 6)):
            world.pick(WILD_VALUE)(world, draft, 0)
    world.check(draft.rows, header(world, draft))
    world.submit(draft, lowered=False, acting=people(world))


def header(world: World, draft: Draft) -> list[tuple[int, int, int]]:
    """The assets a batch names, with decimals and control totals; at times not true."""
    totals: dict[int, int] = {}
    for debit, credit, amount, _, operation, _ in draft.rows:
        asset = world.model.asset_counted(debit, credit)
        if operation in (0, 2) and asset != -1:
            totals[asset] = min(totals.get(asset, 0) + max(amount, 0), 2**63 - 1)
    known = world.state["assets"]
    listed = [(asset, known[asset]["decimals"], total) for asset, total in totals.items()]
    world.random.shuffle(listed)
    if listed and world.chance(0.25):
        place = world.below(len(listed))
        asset, decimals, total = listed[place]
        wrong = [(asset, decimals, total ^ 1), (asset, decimals + 1, total), (-1, 0, 0)]
        listed[place] = world.pick((*wrong, listed[0], (2**31 - 1, decimals, total)))
    if world.chance(0.1):
        listed.append((world.any_row("assets"), 0, 0))
    return listed


def found(world: World) -> None:
    """A world with participants, accounts, assets, positions with funds, and mandates."""
    draft = Draft()
    for _ in range(world.random.randint(3, 6)):
        document = definitions.put(world, draft, 0)
        draft.add(14, (1, document, 0), 0)
    world.submit(draft, lowered=True)
    for _ in range(world.random.randint(2, 4)):
        draft = Draft()
        definitions.fresh_asset(world, draft, 1)
        world.submit(draft, lowered=True)
    draft = Draft()
    for _ in range(8):
        definitions.open_position(world, draft, 0)
    for _ in range(world.random.randint(1, 4)):
        definitions.mandate(world, draft, 0)
    world.submit(draft, lowered=True)


def trade(world: World) -> None:
    """Signed batches, one after another."""
    for _ in range(world.random.randint(1, 3)):
        batch(world)


def lower(world: World) -> None:
    """Every good recipe, mixed."""
    for _ in range(world.random.randint(1, 3)):
        envelope(world, world.pick((VALUE, VALUE + SHAPE, VALUE + SHAPE + EVENTS + PAPER)))


def shape(world: World) -> None:
    """Things made and changed, then used."""
    envelope(world, SHAPE + PAPER)
    envelope(world, VALUE)


def pay(world: World) -> None:
    """Events, days and payments."""
    envelope(world, EVENTS)
    envelope(world, (*VALUE, payouts.payment))
    envelope(world, (payouts.day,), spoiled=0.0)


def riot(world: World) -> None:
    """Rows that are mostly wrong, alone; a group now and then."""
    draft = Draft()
    for number in range(1, world.random.randint(4, 40)):
        world.pick(WILD)(world, draft, number if world.chance(0.05) else 0)
        if world.chance(0.2):
            spoil(world, draft, len(draft.rows) - 1)
    world.submit(draft, lowered=world.chance(0.85), acting=people(world))


def wait(world: World) -> None:
    """Time passes: holds and mandates expire."""
    world.time += world.pick((5, 50, 500, 5_000, 50_000))
    envelope(world, VALUE)


def repair(world: World) -> None:
    """Freezes and pauses lifted; what is missing, opened."""
    draft = Draft()
    definitions.mend(world, draft)
    world.submit(draft, lowered=True)
    envelope(world, (definitions.fresh_asset, definitions.open_position), spoiled=0.0)


def crowd(world: World) -> None:
    """One account with as many positions as it may have, and one more."""
    draft = Draft()
    owner = definitions.account(world, draft, 0, owner=1)
    for _ in range(1_025):
        held = definitions.asset(world, draft, 0)
        draft.add(5, (owner, held, 0), 0, more=[world.words()])
    world.submit(draft, lowered=True)


THEMES: dict[str, Callable[[World], None]] = {
    "trade": trade,
    "lower": lower,
    "shape": shape,
    "pay": pay,
    "riot": riot,
    "wait": wait,
    "repair": repair,
    "crowd": crowd,
}
PLANNED = (
    *("trade", "trade", "lower", "lower", "shape"),
    *("pay", "pay", "riot", "riot", "wait", "repair"),
)


def session(plan: Plan) -> tuple[int, list[Step]]:
    """The business date a ledger starts with, and every step on it with the model's answers."""
    world = World(plan.seed)
    found(world)
    world.look()
    for theme in plan.themes:
        world.begin_block()
        THEMES[theme](world)
        world.look()
    return world.business_date, world.steps


def plans() -> st.SearchStrategy[Plan]:
    """Plans of twenty blocks, each block of any theme."""
    themes = st.lists(st.sampled_from(PLANNED), min_size=BLOCKS_PER_PLAN, max_size=BLOCKS_PER_PLAN)
    return st.builds(Plan, st.integers(0, 2**32 - 1), themes.map(tuple))
