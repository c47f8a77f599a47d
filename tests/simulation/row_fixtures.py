"""Fixtures of rows, beginnings of blocks and checks of batches: sessions of the agreement tests.

The naive model answers; the production kernel is held to its answers when they are replayed.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from praya.testing.fixtures.forms import changed, stated
from praya.testing.fixtures.replaying import outcome_stated

sys.path.append(str(Path(__file__).resolve().parents[1]))

from agree.strategies import PLANNED, THEMES, Plan, found
from agree.world import Step, World

ROW_FIXTURES = 1_900
THEMES_PER_SESSION = 5
ROWS_MAX = 60
CROWD = Plan(11, ("crowd",))


class Noting(World):
    """A world that keeps, with every step, the tables before and after it."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.kept: list[dict[str, Any]] = []
        self.name = str(seed)
        self.before = stated(self.model.tables())

    def note(self, step: Step) -> None:
        """Keep the step that was just made as a fixture."""
        after = stated(self.model.tables())
        fixture = {"name": f"{self.name}.{len(self.kept)}", "before": self.before}
        fixture |= asked(step) | answered(step)
        fixture |= {"after": changed(self.before, after), "root": self.model.root().hex()}
        self.before = after
        self.kept.append(fixture)

    def submit(self, draft: Any, *, lowered: bool, acting: Any = None) -> None:
        super().submit(draft, lowered=lowered, acting=acting)
        self.note(self.steps[-1])

    def check(self, rows: Any, assets: Any) -> None:
        super().check(rows, assets)
        self.note(self.steps[-1])

    def begin_block(self) -> None:
        super().begin_block()
        self.note(self.steps[-1])


def asked(step: Step) -> dict[str, Any]:
    """What a step asks, as a fixture states it."""
    kind, *rest = step.request
    if kind == "begin":
        return {"kind": "begin", "height": rest[0], "block_time": rest[1]}
    if kind == "check":
        return {"kind": "check", "rows": rest[0], "assets": rest[1]}
    return {"kind": "rows", "rows": rest[0], **rest[1]}


def answered(step: Step) -> dict[str, Any]:
    """What the model answered."""
    if step.request[0] == "check":
        return {"status": int(step.answer)}
    return outcome_stated(step.answer)


def session_fixtures(plan: Plan) -> list[dict[str, Any]]:
    """Every step of one session."""
    world = Noting(plan.seed)
    found(world)
    for theme in plan.themes:
        world.begin_block()
        THEMES[theme](world)
    return world.kept


def is_told_already(fixture: dict[str, Any]) -> bool:
    """A beginning without anything to do says nothing after the first of them."""
    return fixture["kind"] == "begin" and not fixture["statuses"]


def row_fixtures() -> Iterator[dict[str, Any]]:
    """All fixtures of rows, in an order that is always the same."""
    yield session_fixtures(CROWD)[-1]
    random, made = Random(2_026), 1
    while made < ROW_FIXTURES:
        seed = random.getrandbits(32)
        plan = Plan(seed, tuple(random.choice(PLANNED) for _ in range(THEMES_PER_SESSION)))
        for fixture in session_fixtures(plan):
            small = len(fixture.get("rows", ())) <= ROWS_MAX
            if small and not is_told_already(fixture) and made < ROW_FIXTURES:
                made += 1
                yield fixture
