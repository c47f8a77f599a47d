"""Room is reserved before rows run: nothing may ever write more than was reserved for it."""

from random import Random

import pytest

from praya.kernel.rows import Rows
from praya.kernel.state import State
from praya.kernel.step import Context, apply

from .grids import GOOD, grid
from .strategies import Plan, session
from .world import Step

PLANS = ["5:lower,pay,pay,riot,pay", "7:shape,pay,pay,pay,repair,pay"]


class Reserved:
    """Stands in for `State.reserve_log` and remembers what it was asked for."""

    def __init__(self) -> None:
        self.entries = 0
        self.real = State.reserve_log

    def __call__(self, state: State, entries: int) -> None:
        self.entries = entries
        self.real(state, entries)


def written(steps: list[Step], business_date: int, reserved: Reserved) -> int:
    """Run a session; how many envelopes wrote anything, none of them more than reserved."""
    state, wrote = State(business_date=business_date), 0
    for step in steps:
        if step.request[0] != "apply":
            continue
        mark = state.mark()
        apply(state, Rows.from_list(step.request[1]), Context(**step.request[2]))
        entries = state.mark() - mark
        assert entries <= reserved.entries, step.request
        wrote += entries > 0
    return wrote


@pytest.fixture
def reserved(monkeypatch: pytest.MonkeyPatch) -> Reserved:
    spy = Reserved()
    monkeypatch.setattr(State, "reserve_log", lambda state, entries: spy(state, entries))
    return spy


@pytest.mark.parametrize("plan", PLANS)
def test_blocks_write_no_more_than_was_reserved(plan: str, reserved: Reserved) -> None:
    business_date, steps = session(Plan.parse(plan))
    wrote = written(steps, business_date, reserved)
    print(f"{wrote} envelopes")
    assert wrote > 0


@pytest.mark.parametrize("name", list(GOOD))
def test_single_rows_write_no_more_than_was_reserved(name: str, reserved: Reserved) -> None:
    world = grid(GOOD[name])
    wrote = written(world.steps, world.business_date, reserved)
    print(f"{wrote} envelopes")
    assert wrote > 0


@pytest.mark.parametrize("seed", range(3))
def test_drawn_sessions_write_no_more_than_was_reserved(seed: int, reserved: Reserved) -> None:
    business_date, steps = session(Plan.drawn(Random(seed)))
    assert written(steps, business_date, reserved) > 10
