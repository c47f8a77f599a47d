"""A large asset is swept by a cursor: so many extents a step, on from where the last one ended.

The extents here have one position each: so many of them, and yet few guards to rewrite.
"""

import pytest

from praya.base.limits import EXTENT_POSITIONS, SWEEP_POSITIONS_PER_BLOCK
from praya.base.status import Status
from praya.kernel import operations as op
from praya.kernel import tables as t
from praya.kernel.rows import Rows
from praya.kernel.state import State
from praya.kernel.step import Context, apply, begin_block, has_system_work
from praya.kernel.store import append, write

STEP = SWEEP_POSITIONS_PER_BLOCK // EXTENT_POSITIONS  # extents of one step
SWEPT, OTHER = 1, 0  # the asset, and one whose extent lies between


def large(extents: int) -> State:
    """An asset in so many extents, with the first extent another's: written down, not opened.

    Its count of positions says that it is larger than may be done at once. The account of every
    position lacks what will be demanded.
    """
    state = State(100)
    room = extents + 1
    for table, rows in (
        (t.PARTICIPANTS, 1),
        (t.ACCOUNTS, 1),
        (t.ASSETS, 2),
        (t.EXTENTS, room),
        (t.BALANCES, room * EXTENT_POSITIONS),
        (t.POSITIONS, room * EXTENT_POSITIONS),
    ):
        state.reserve(table, rows)
        append(state.store, table, rows)
    state.reserve_log(8 * room)

    def put(table: int, row: int, column: int, value: int) -> None:
        write(state.store, table, row, column, value)

    put(t.ACCOUNTS, 0, t.ACCOUNT_OWNER, 1)
    for extent in range(room):
        asset = OTHER if extent == 0 else SWEPT
        put(t.EXTENTS, extent, t.EXTENT_ASSET, asset)
        put(t.EXTENTS, extent, t.EXTENT_NEXT, -1 if extent in (0, extents) else extent + 1)
        put(t.EXTENTS, extent, t.EXTENT_USED, 1)
        put(t.BALANCES, extent * EXTENT_POSITIONS, t.GUARD, 1)
    put(t.ASSETS, SWEPT, t.ASSET_FIRST_EXTENT, 1)
    put(t.ASSETS, SWEPT, t.ASSET_LAST_EXTENT, extents)
    put(t.ASSETS, SWEPT, t.ASSET_POSITIONS, SWEEP_POSITIONS_PER_BLOCK + 1)
    for asset in (OTHER, SWEPT):
        put(t.ASSETS, asset, t.ASSET_SWEEP, -1)
    state.forget_log()
    return state


def ask(state: State, kind: int, value: int) -> int:
    rows = Rows.from_list([(kind, SWEPT, value, 0, op.SET, 0)])
    return int(apply(state, rows, Context(5, 5, (1,))).statuses[0])


def ineligible(state: State) -> list[int]:
    """The extents whose position is marked as lacking what its asset demands."""
    guards = state.table("balances")[::EXTENT_POSITIONS, t.GUARD]
    return [int(extent) for extent in (guards & t.GUARD_INELIGIBLE).nonzero()[0]]


def sweeping(state: State) -> tuple[int, int]:
    flags = state.cell(t.ASSETS, SWEPT, t.ASSET_FLAGS)
    return flags, state.cell(t.ASSETS, SWEPT, t.ASSET_SWEEP)


@pytest.mark.parametrize(
    ("extents", "steps"), [(STEP, 1), (STEP + 1, 2), (2 * STEP, 2), (2 * STEP + 3, 3)]
)
def test_every_step_does_so_many_extents_and_the_last_ends_it(extents: int, steps: int) -> None:
    state = large(extents)
    assert ask(state, op.SET_ASSET_REQUIRED, 1) == Status.APPLIED
    assert sweeping(state) == (t.ASSET_SWEEPING_FLAG, 1)
    assert ineligible(state) == []
    for step in range(1, steps + 1):
        assert has_system_work(state)
        outcome = begin_block(state, 5 + step, 5)
        assert outcome is not None
        assert outcome.statuses.tolist() == [Status.APPLIED]
        done = min(step * STEP, extents)
        assert ineligible(state) == list(range(1, done + 1))
        ends = (0, -1) if step == steps else (t.ASSET_SWEEPING_FLAG, done + 1)
        assert sweeping(state) == ends
    assert not has_system_work(state)
    assert begin_block(state, 99, 5) is None


def test_an_asset_of_as_many_as_may_be_done_at_once_is_not_swept() -> None:
    state = large(3)
    write(state.store, t.ASSETS, SWEPT, t.ASSET_POSITIONS, SWEEP_POSITIONS_PER_BLOCK)
    assert ask(state, op.SET_ASSET_REQUIRED, 1) == Status.APPLIED
    assert sweeping(state) == (0, -1)
    assert ineligible(state) == [1, 2, 3]


def test_a_demand_during_a_sweep_begins_it_anew() -> None:
    state = large(STEP + 2)
    ask(state, op.SET_ASSET_REQUIRED, 1)
    begin_block(state, 6, 5)
    assert sweeping(state) == (t.ASSET_SWEEPING_FLAG, STEP + 1)
    assert ask(state, op.SET_ASSET_REQUIRED, 0) == Status.APPLIED
    assert sweeping(state) == (t.ASSET_SWEEPING_FLAG, 1)
    begin_block(state, 7, 5)
    assert ineligible(state) == []
    begin_block(state, 8, 5)
    assert sweeping(state) == (0, -1)


def test_a_sweep_leaves_the_other_flags_of_its_asset() -> None:
    state = large(2)
    assert ask(state, op.SET_ASSET_PAUSED, 1) == Status.APPLIED
    ask(state, op.SET_ASSET_REQUIRED, 1)
    assert sweeping(state) == (t.ASSET_PAUSED_FLAG | t.ASSET_SWEEPING_FLAG, 1)
    assert ask(state, op.SET_ASSET_PAUSED, 0) == Status.APPLIED
    assert sweeping(state) == (t.ASSET_SWEEPING_FLAG, 1)
    assert ask(state, op.SET_ASSET_PAUSED, 1) == Status.APPLIED
    begin_block(state, 6, 5)
    assert sweeping(state) == (t.ASSET_PAUSED_FLAG, -1)
    assert ask(state, op.SET_SWEEP, 0) == Status.STATE_UNCHANGED


def test_a_pause_leaves_a_closed_asset_closed() -> None:
    state = large(1)
    write(state.store, t.ASSETS, SWEPT, t.ASSET_FLAGS, t.ASSET_CLOSED_FLAG)
    assert ask(state, op.SET_ASSET_PAUSED, 1) == Status.APPLIED
    assert sweeping(state)[0] == t.ASSET_CLOSED_FLAG | t.ASSET_PAUSED_FLAG
    assert ask(state, op.SET_ASSET_PAUSED, 0) == Status.APPLIED
    assert sweeping(state)[0] == t.ASSET_CLOSED_FLAG


def test_sweeps_come_first_and_one_for_each_asset() -> None:
    state = large(STEP + 1)
    ask(state, op.SET_ASSET_REQUIRED, 1)
    flags = t.ASSET_SWEEPING_FLAG
    write(state.store, t.ASSETS, OTHER, t.ASSET_FLAGS, flags)
    write(state.store, t.ASSETS, OTHER, t.ASSET_SWEEP, 0)
    outcome = begin_block(state, 6, 5)
    assert outcome is not None
    assert outcome.statuses.tolist() == [Status.APPLIED, Status.APPLIED]
    assert state.cell(t.ASSETS, OTHER, t.ASSET_FLAGS) == 0
    assert sweeping(state) == (flags, STEP + 1)
