"""Room is made before rows run: as much as they may write at the most, and what was there stays."""

import pytest

from praya.base.errors import Bug
from praya.base.status import Status
from praya.kernel import operations as op
from praya.kernel import tables as t
from praya.kernel.builder import RowBuilder
from praya.kernel.rows import Rows
from praya.kernel.state import LOG_ENTRIES_START, State
from praya.kernel.step import Context, Outcome, apply, check_block
from praya.kernel.store import append, write

TODAY = 100
MANY = 60  # more than the writes that are reckoned for a single row


def submit(state: State, build: RowBuilder, *, lowered: bool = True) -> Outcome:
    return apply(state, build.rows(), Context(1, 1, (1, 2), lowered=lowered))


def base() -> State:
    """Two participants, an issuer's account, and an asset whose issuance it has."""
    state, build = State(TODAY), builder()
    slot = build.put("participant/A", b"a", -1, 0)
    build.govern(1, slot)
    build.govern(1, slot)
    build.define_account("ISSUER", 1, 2)
    build.define_asset("X", 1, decimals=0, limit=10**6)
    build.open(0, 0, issuance=True)
    assert submit(state, build).first_refusal() == Status.APPLIED
    return state


def builder() -> RowBuilder:
    return RowBuilder(bytes(16), group=0)


def with_holders(holders: int) -> State:
    """So many holders of the asset, with ten units each."""
    state, build = base(), builder()
    for number in range(holders):
        position = build.open(build.define_account(f"H{number}", 2, 0), 0)
        build.move(0, position, 10)
    assert submit(state, build).first_refusal() == Status.APPLIED
    state.forget_log()
    return state


@pytest.fixture
def reserved(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many writes each envelope was given room for."""
    asked: list[int] = []
    real = State.reserve_log

    def spy(state: State, entries: int) -> None:
        asked.append(entries)
        real(state, entries)

    monkeypatch.setattr(State, "reserve_log", spy)
    return asked


def wrote(state: State, build: RowBuilder) -> int:
    """How many writes an envelope made that was applied whole."""
    mark = state.mark()
    assert submit(state, build).first_refusal() == Status.APPLIED
    return state.mark() - mark


def test_a_freeze_has_room_for_every_position_of_the_account(reserved: list[int]) -> None:
    state, build = base(), builder()
    for number in range(MANY):
        build.open(0, build.define_asset(f"A{number}", 1, decimals=0, limit=1))
    submit(state, build)
    for kind, value in ((op.SET_ACCOUNT_FLAGS, 1), (op.SET_ACCOUNT_ATTRIBUTES, 1)):
        freeze = builder()
        freeze.set(kind, 0, value)
        written = wrote(state, freeze)
        assert written <= reserved[-1]
        assert written == (MANY + 2 if kind == op.SET_ACCOUNT_FLAGS else 1)


def test_a_demand_has_room_for_every_position_of_the_asset(reserved: list[int]) -> None:
    state, build = with_holders(MANY), builder()
    build.set(op.SET_ASSET_REQUIRED, 0, 1)
    assert MANY < wrote(state, build) <= reserved[-1]


def test_a_record_has_room_for_every_event_and_holder_of_its_date(reserved: list[int]) -> None:
    state, build = with_holders(1), builder()
    for number in range(1, MANY + 1):
        build.define_event(0, number, (0, 0, 0), (TODAY, 0, 1), (-1, -1, 0))
    build.open_day(TODAY + 1, TODAY)
    submit(state, build)
    recording = builder()
    recording.record(0, TODAY)
    assert 2 * MANY < wrote(state, recording) <= reserved[-1]


def test_events_of_the_same_envelope_have_room_in_its_record(reserved: list[int]) -> None:
    state = with_holders(1)
    opening = builder()
    opening.open_day(TODAY + 1, TODAY)
    opening.define_event(0, 1, (0, 0, 0), (TODAY + 1, 0, 1), (-1, -1, 0))
    submit(state, opening)
    build = builder()
    for number in range(2, MANY + 2):
        build.define_event(0, number, (0, 0, 0), (TODAY + 1, 0, 1), (-1, -1, 0))
    build.open_day(TODAY + 2, TODAY + 1)
    build.record(0, TODAY + 1)
    assert wrote(state, build) <= reserved[-1]


def replaced(holders: int) -> State:
    """A state in which an asset held by so many is due to be replaced by another."""
    state, build = with_holders(holders), builder()
    other = build.define_asset("Y", 1, decimals=0, limit=10**6)
    paying = build.open(0, other, issuance=True)
    suspense = build.open(1, other)
    build.define_event(0, 1, (3, 2, 1), (TODAY, TODAY + 1, 1), (paying, suspense, 0))
    build.open_day(TODAY + 1, TODAY)
    build.record(0, TODAY)
    assert submit(state, build).first_refusal() == Status.APPLIED
    return state


def test_a_conversion_has_room_for_what_it_burns_and_what_it_pays(reserved: list[int]) -> None:
    state = replaced(MANY)
    mark = state.mark()
    rows = Rows.from_list([(0, -1, 0, 0, op.CONVERT, 0)])
    outcome = apply(state, rows, Context(2, 2, (1,)))
    assert outcome.statuses.tolist() == [Status.APPLIED]
    assert 3 * MANY < state.mark() - mark <= reserved[-1]
    assert len(outcome.effects) == 2 * MANY + 2
    check_block(state)


def test_a_batch_is_given_no_room_for_what_it_may_not_do(reserved: list[int]) -> None:
    state, build = base(), builder()
    for number in range(MANY):
        build.define_account(f"B{number}", 1, 0)
    build.move(0, 0, 1)
    before = len(state.store.cells)
    outcome = submit(state, build, lowered=False)
    assert set(outcome.statuses.tolist()) == {
        Status.OPERATION_NOT_PERMITTED,
        Status.SAME_POSITION,
    }
    assert reserved[-1] < 32
    assert len(state.store.cells) == before


# The change log and the tables themselves


@pytest.mark.parametrize("beyond", [0, 1, 70_000])
def test_the_log_has_the_room_that_was_asked_for_and_keeps_what_it_said(beyond: int) -> None:
    state = base()
    mark, said = state.mark(), state.store.log[: state.mark()].copy()
    assert mark > 10
    asked = LOG_ENTRIES_START - mark + beyond
    state.reserve_log(asked)
    assert state.store.log.shape[0] >= mark + asked
    assert (state.store.log.shape[0] > LOG_ENTRIES_START) is (beyond > 0)
    assert (state.store.log[:mark] == said).all()
    assert state.mark() == mark


def test_tables_that_grow_keep_every_row_and_the_root() -> None:
    state = with_holders(3)
    before = {name: state.table(name).tolist() for name in t.NAMES}
    root, cells = state.root(), len(state.store.cells)
    state.reserve(t.HOLDS, 10_000)
    assert len(state.store.cells) > cells
    assert {name: state.table(name).tolist() for name in t.NAMES} == before
    assert state.root() == root
    assert state.store.layout[t.HOLDS, 2] >= 10_000


def test_room_that_is_there_is_not_made_again() -> None:
    state = base()
    cells = state.store.cells
    state.reserve(t.HOLDS, int(state.store.layout[t.HOLDS, 2]))
    assert state.store.cells is cells
    state.reserve(t.HOLDS, int(state.store.layout[t.HOLDS, 2]) + 1)
    assert state.store.cells is not cells


def test_a_row_before_the_first_or_past_the_last_is_no_cell() -> None:
    state = base()
    assert state.cell(t.ASSETS, 0, t.ASSET_ISSUER) == 1
    for row in (-1, -2, state.rows(t.ASSETS), 2**40):
        with pytest.raises(Bug, match="a cell that is read exists"):
            state.cell(t.ASSETS, row, t.ASSET_ISSUER)


def test_tables_are_shown_and_not_lent() -> None:
    shown = base().table("assets")
    with pytest.raises(ValueError, match="read-only"):
        shown[0, t.ASSET_ISSUER] = 2


@pytest.mark.parametrize("before", [0, 100, 157, 158, 400])
def test_what_was_undone_is_in_no_root(before: int) -> None:
    """Thirteen columns: 157 rows lie in one page, 158 in two."""
    state = requests(before)
    root = state.root()
    for rows in (1, 57, 58, 100, 600):
        mark = state.mark()
        append(state.store, t.REQUESTS, rows)
        write(state.store, t.REQUESTS, 0, 5, rows)
        state.undo_to(mark)
        assert state.root() == root


@pytest.mark.parametrize(("before", "more"), [(400, 600), (400, 0), (157, 1), (315, 158)])
def test_what_was_undone_after_a_root_is_in_no_later_one(before: int, more: int) -> None:
    state = requests(before)
    root, mark = state.root(), state.mark()
    append(state.store, t.REQUESTS, more)
    if not more:
        write(state.store, t.REQUESTS, 0, 5, 1)
    state.root()
    state.undo_to(mark)
    assert state.root() == root


def requests(rows: int) -> State:
    """A state with so many empty rows of one table, and room for more."""
    state = base()
    state.reserve(t.REQUESTS, 1_000)
    state.reserve_log(1_000)
    append(state.store, t.REQUESTS, rows)
    return state


def test_pages_that_come_later_are_in_the_root() -> None:
    state, found = requests(0), []
    for rows in (1, 156, 1, 157, 158, 315):
        append(state.store, t.REQUESTS, rows)
        found.append(state.root())
        state.forget_log()
        assert found[-1] == State.from_sections(dict(state.sections())).root()
    assert len(set(found)) == 6


def test_a_write_to_any_page_changes_the_root_and_its_undoing_changes_it_back() -> None:
    state = base()
    state.reserve(t.REQUESTS, 700)
    state.reserve_log(16)
    append(state.store, t.REQUESTS, 700)
    before = state.root()
    state.forget_log()
    found = set()
    for row in (0, 157, 158, 315, 472, 699):
        write(state.store, t.REQUESTS, row, 5, row + 1)
        found.add(state.root())
        write(state.store, t.REQUESTS, row, 5, 0)
        assert state.root() == before
    assert len(found) == 6
