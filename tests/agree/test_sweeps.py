"""Limits that random blocks do not reach: sweeps over many guards, and all participants there are.

The world is built through operations like any other, so a difference here is one of the kernel.
"""

import pytest

from praya.base.limits import PARTICIPANTS_MAX, SWEEP_POSITIONS_PER_BLOCK
from praya.base.status import Status
from praya.testing.model.operations import DEFINE, GOVERN, MOVE, OPEN, OPEN_DAY, PUT, SET

from .kernels import AS_WRITTEN, COMPILED, Kernel, first_difference
from .world import Draft, World

HOLDERS = SWEEP_POSITIONS_PER_BLOCK + 70  # two more extents than one step of a sweep rewrites
HOLDERS_PER_ENVELOPE = 4_096
ZEROS = (0, 0, 0)


def admitted(world: World, participants: int) -> None:
    """A document, and so many participants behind it."""
    draft = Draft()
    draft.add(PUT, (-1, 0, 0), 0, more=[ZEROS] * 4)
    for _ in range(participants):
        draft.add(GOVERN, (1, 0, 0), 0)
    world.submit(draft, lowered=True)


def many_holders(world: World) -> None:
    """One asset, its issuer, and more holders than may be rewritten at once."""
    draft = Draft()
    draft.add(DEFINE, (2, 1, 10**9), 0, more=[ZEROS] * 3)
    issuer = draft.add(DEFINE, (1, 1, 0), 0, more=[ZEROS] * 3)
    draft.add(OPEN, (issuer, 0, 1), 0, more=[ZEROS])
    world.submit(draft, lowered=True)
    made = 0
    while made < HOLDERS:
        draft = Draft()
        for number in range(made, min(made + HOLDERS_PER_ENVELOPE, HOLDERS)):
            attributes = (number * 7) % 4
            holder = draft.add(DEFINE, (1, 1, attributes), 0, more=[ZEROS] * 3)
            draft.add(OPEN, (holder, 0, 0), 0, more=[ZEROS])
        world.submit(draft, lowered=True)
        made += HOLDERS_PER_ENVELOPE


def alone(world: World, operation: int, debit: int, credit: int, amount: int) -> int:
    """One row in an envelope of its own; answers its status."""
    draft = Draft()
    more = [ZEROS] if operation == OPEN else [(0, 0, world.state.business_date)]
    more = more if operation in (OPEN, OPEN_DAY) else []
    draft.add(operation, (debit, credit, amount), 0, more=more)
    world.submit(draft, lowered=True)
    return int(world.steps[-1].answer.statuses[0])


def swept_world() -> World:
    """Every turn a sweep may take, with the model's word on each."""
    world = World(1)
    admitted(world, 1)
    many_holders(world)
    last = HOLDERS
    assert alone(world, MOVE, 0, 2, 5) == Status.APPLIED
    assert alone(world, SET, 9, 0, 0) == Status.STATE_UNCHANGED
    assert alone(world, SET, 5, 0, 1) == Status.APPLIED
    assert world.state["assets"][0]["sweep"] == 0
    assert alone(world, MOVE, 0, 2, 5) == Status.ASSET_PAUSED
    world.look()
    world.begin_block()
    assert world.state["assets"][0]["sweep"] == 1_024
    assert alone(world, SET, 1, last, 2) == Status.APPLIED
    assert alone(world, SET, 5, 0, 2) == Status.APPLIED
    assert world.state["assets"][0]["sweep"] == 0
    world.begin_block()
    assert alone(world, SET, 9, 0, 1) == Status.OPERANDS_MALFORMED
    assert alone(world, MOVE, 2, 1, 1) == Status.ASSET_PAUSED
    world.look()
    world.begin_block()
    assert world.state["assets"][0]["flags"] == 0
    assert world.state["assets"][0]["sweep"] == -1
    assert alone(world, MOVE, 0, 1, 5) == Status.CREDIT_INELIGIBLE
    assert alone(world, MOVE, 0, last, 5) == Status.APPLIED
    world.begin_block()
    world.look()
    return world


@pytest.mark.parametrize("kernel_name", [AS_WRITTEN, COMPILED])
def test_a_sweep_over_more_guards_than_a_block_may_rewrite_agrees(kernel_name: str) -> None:
    world = swept_world()
    agree(kernel_name, world)


@pytest.mark.parametrize("kernel_name", [AS_WRITTEN, COMPILED])
def test_no_more_participants_are_admitted_than_a_guard_can_name(kernel_name: str) -> None:
    world = World(2)
    admitted(world, PARTICIPANTS_MAX + 1)
    world.look()
    statuses = world.steps[0].answer.statuses
    assert statuses.count(Status.OVERFLOW) == 1
    agree(kernel_name, world)


def agree(kernel_name: str, world: World) -> None:
    """Hold one kernel to a world's steps."""
    kernel = Kernel(kernel_name)
    kernel.ask(world.business_date, world.steps)
    difference = first_difference(kernel_name, world.steps, kernel.answers())
    kernel.close()
    assert difference is None, difference
