"""What a block begins with: due events in their order, so many a block, each once a day.

Section 6 of docs/reference/kernel.md, on the kernel itself; what SPREAD and CONVERT do is tested
elsewhere.
"""

from collections.abc import Sequence

import pytest

from praya.base import limits
from praya.base.status import Status
from praya.kernel import operations as op
from praya.kernel import tables as t
from praya.kernel.builder import RowBuilder
from praya.kernel.state import State
from praya.kernel.step import (
    Context,
    Outcome,
    apply,
    begin_block,
    due_events,
    full_invariants,
    has_system_work,
    own_rows,
)

TODAY = 100
PAYING, SUSPENSE = 64, 65  # of the money: an issuance, and a position of the holder
BONDS = (1, 2)  # assets, each held by account 1; asset 0 is declared first and has no events
Event = tuple[int, int, int, int]  # asset, number, kind, amount


def builder() -> RowBuilder:
    return RowBuilder(bytes(16), group=0)


def submit(state: State, build: RowBuilder) -> Outcome:
    return apply(state, build.rows(), Context(1, 1, (1, 2)))


def ledger(events: Sequence[Event], *, limit: int = 10**6, paid_on: int = TODAY + 1) -> State:
    """Assets 0, 1, 2 and money 3, and these events; nothing is recorded yet."""
    state, build = State(TODAY), builder()
    slot = build.put("participant/A", b"a", -1, 0)
    build.govern(1, slot)
    build.govern(1, slot)
    for owner in (1, 2):
        build.define_account(f"A{owner}", owner, 0)
    for asset in range(4):
        build.define_asset(f"X{asset}", 1, decimals=0, limit=10**6)
    build.open(0, 0, issuance=True)
    money = build.open(0, 3, issuance=True)
    suspense = build.open(1, 3)
    for asset in BONDS:
        issuance = build.open(0, asset, issuance=True)
        build.move(issuance, build.open(1, asset), 10)
    mandate = build.define_mandate(money, 10**6, 0)
    for asset, number, kind, amount in events:
        mode = 0 if kind == 0 else 2 if kind == 3 else 1
        pays = (money, suspense, mandate) if kind else (-1, -1, 0)
        when = (TODAY, paid_on if kind else 0, 1)
        build.define_event(asset, number, (kind, mode, amount), when, pays)
    build.set(op.SET_ISSUE_LIMIT, 3, limit)
    assert submit(state, build).first_refusal() == Status.APPLIED
    state.forget_log()
    return state


def opened(state: State, date: int, *recorded: int) -> None:
    """Open a day, and record these assets' holdings at the end of the first."""
    build = builder()
    build.open_day(date, state.business_date)
    for asset in recorded:
        build.record(asset, TODAY)
    assert submit(state, build).first_refusal() == Status.APPLIED


def noted(state: State) -> list[tuple[int, int, int]]:
    """State, last status and last date of each event."""
    columns = [t.EVENT_STATE, t.EVENT_LAST_STATUS, t.EVENT_LAST_DATE]
    return [tuple(row) for row in state.table("events")[:, columns].tolist()]


def available(state: State, position: int) -> int:
    return state.cell(t.BALANCES, position, t.AVAILABLE)


def begun(state: State, height: int = 2) -> list[int]:
    """The statuses of what a block begins with; empty if nothing."""
    outcome = begin_block(state, height, 1)
    assert full_invariants(state) == []
    return [] if outcome is None else outcome.statuses.tolist()


def test_events_are_paid_in_order_of_asset_and_number() -> None:
    state = ledger([(2, 1, 1, 5), (1, 9, 1, 5), (1, 3, 1, 5), (2, 0x7FFF, 1, 5), (1, 20, 1, 5)])
    opened(state, TODAY + 1, 1, 2)
    assert due_events(state) == [2, 1, 4, 0, 3]
    rows = own_rows(state).columns
    assert rows.debit.tolist() == [2, 1, 4, 0, 3]
    assert rows.group.tolist() == [1, 2, 3, 4, 5]
    assert set(rows.op.tolist()) == {op.SPREAD}
    assert rows.authority.tolist() == [1] * 5
    assert begun(state) == [Status.APPLIED] * 5
    assert available(state, SUSPENSE) == 25


@pytest.mark.parametrize("number", [1, 63, 64, 65, 130])
def test_so_many_events_are_paid_in_one_block_and_the_rest_in_the_next(number: int) -> None:
    state = ledger([(1, place, 1, 1) for place in range(number, 0, -1)])
    opened(state, TODAY + 1, 1)
    paid = 0
    while has_system_work(state):
        statuses = begun(state)
        assert len(statuses) == min(64, number - paid)
        paid += len(statuses)
        later = [state.cell(t.EVENTS, row, t.EVENT_NUMBER) for row in due_events(state)]
        assert later == list(range(paid + 1, min(paid + 64, number) + 1))
    assert paid == number == available(state, SUSPENSE)


def test_an_event_is_due_from_its_payment_date_on() -> None:
    state = ledger([(1, 1, 1, 5)], paid_on=TODAY + 3)
    assert not has_system_work(state)
    opened(state, TODAY + 1, 1)
    assert begun(state) == []
    opened(state, TODAY + 2)
    assert begun(state) == []
    opened(state, TODAY + 3)
    assert begun(state) == [Status.APPLIED]
    assert noted(state) == [(t.EVENT_PAID, 0, TODAY + 3)]
    opened(state, TODAY + 4)
    assert begun(state) == []


def test_an_event_that_is_not_recorded_or_only_records_is_never_due() -> None:
    state = ledger([(1, 1, 0, 0), (2, 1, 1, 5)])
    opened(state, TODAY + 1, 1)
    assert noted(state) == [(t.EVENT_RECORDED, 0, 0), (t.EVENT_PENDING, 0, 0)]
    assert begun(state) == []


@pytest.mark.parametrize("kind", [1, 2, 3])
def test_what_finds_no_money_is_noted_and_tried_again_on_the_next_day(kind: int) -> None:
    state = ledger([(1, 1, kind, 5)], limit=4)
    opened(state, TODAY + 1, 1)
    refusal = Status.EXCEEDS_ISSUE_LIMIT
    expected = [refusal, Status.GROUP_FAILED] if kind == 2 else [refusal]
    assert begun(state) == expected
    assert noted(state) == [(t.EVENT_RECORDED, refusal, TODAY + 1)]
    assert available(state, SUSPENSE) == 0
    assert begun(state) == []  # once a day
    build = builder()
    build.set(op.SET_ISSUE_LIMIT, 3, 10**6)
    submit(state, build)
    assert begun(state) == []
    opened(state, TODAY + 2)
    assert begun(state) == [Status.APPLIED] * (2 if kind == 2 else 1)
    state_after = t.EVENT_PAID if kind == 1 else t.EVENT_CONVERTED
    assert noted(state) == [(state_after, 0, TODAY + 2)]
    assert available(state, SUSPENSE) == (50 if kind == 3 else 5)


def test_a_redemption_is_paid_and_burnt_in_one_group_of_its_own() -> None:
    state = ledger([(1, 2, 2, 5), (1, 1, 1, 3), (2, 1, 3, 2)])
    opened(state, TODAY + 1, 1, 2)
    rows = own_rows(state).columns
    assert rows.op.tolist() == [op.SPREAD, op.SPREAD, op.CONVERT, op.CONVERT]
    assert rows.debit.tolist() == [1, 0, 0, 2]
    assert rows.credit.tolist() == [-1] * 4
    assert rows.amount.tolist() == [0] * 4
    assert rows.group.tolist() == [1, 2, 2, 3]
    assert rows.authority.tolist() == [1, 1, 0, 1]
    assert begun(state) == [Status.APPLIED] * 4
    assert available(state, SUSPENSE) == 3 + 5 + 20
    assert [row[0] for row in noted(state)] == [t.EVENT_CONVERTED, t.EVENT_PAID, t.EVENT_CONVERTED]
    assert state.table("balances")[128:256, t.AVAILABLE].any() == 0


HOLDER = 129  # account 1's position in asset 1, whose extent is the third
DISTURBED: dict[str, tuple[int, int, int]] = {
    "its holder frozen": (op.SET_ACCOUNT_FLAGS, 1, 3),
    "its issuer frozen": (op.SET_ACCOUNT_FLAGS, 0, 2),
    "its position frozen": (op.SET_POSITION_FLAGS, HOLDER, 3),
    "its issuance frozen": (op.SET_POSITION_FLAGS, 128, 3),
    "the asset paused": (op.SET_ASSET_PAUSED, 1, 1),
    "the asset's demands raised": (op.SET_ASSET_REQUIRED, 1, 7),
    "the asset's limit at nothing": (op.SET_ISSUE_LIMIT, 1, 0),
    "its mandate ended": (op.SET_MANDATE_REVOKED, 1, 0),
}


@pytest.mark.parametrize("name", list(DISTURBED))
@pytest.mark.parametrize("held", [0, 4, 10])
def test_what_is_paid_is_burnt_whatever_came_between_record_and_payment(
    name: str, held: int
) -> None:
    """CONVERT is refused only with the SPREAD before it: nothing it asks can have changed since."""
    state = ledger([(1, 1, 2, 5)], paid_on=TODAY + 2)
    build = builder()
    if held:
        build.hold(HOLDER, -1, held, (2, 2, 0))
    assert submit(state, build).first_refusal() == Status.APPLIED
    opened(state, TODAY + 1, 1)
    build = builder()
    build.set(*DISTURBED[name])
    if held == 4:
        build.void(0)
    assert submit(state, build).first_refusal() == Status.APPLIED
    opened(state, TODAY + 2)
    if name == "its mandate ended":
        assert begun(state) == [Status.MANDATE_REVOKED, Status.GROUP_FAILED]
        assert noted(state) == [(t.EVENT_RECORDED, Status.MANDATE_REVOKED, TODAY + 2)]
        return
    assert begun(state) == [Status.APPLIED, Status.APPLIED]
    assert available(state, HOLDER) == available(state, 128) == 0
    assert state.cell(t.POSITIONS, HOLDER, t.POSITION_HELD) == 0


def test_one_that_fails_does_not_stop_those_around_it() -> None:
    state = ledger([(1, 1, 1, 4), (1, 2, 2, 9), (2, 1, 1, 3)], limit=10)
    opened(state, TODAY + 1, 1, 2)
    assert begun(state) == [0, Status.EXCEEDS_ISSUE_LIMIT, Status.GROUP_FAILED, 0]
    assert [row[1] for row in noted(state)] == [0, Status.EXCEEDS_ISSUE_LIMIT, 0]
    assert available(state, SUSPENSE) == 7
    assert state.cell(t.MANDATES, 1, t.MANDATE_REMAINING) == 10**6 - 7


def test_a_block_with_nothing_due_begins_with_nothing() -> None:
    state = ledger([])
    mark = state.mark()
    assert begin_block(state, 2, 1) is None
    assert not has_system_work(state)
    assert state.mark() == mark


def test_the_limits_are_those_that_the_reference_states() -> None:
    assert limits.SYSTEM_EVENTS_PER_BLOCK == 64
    assert limits.POSITIONS_PER_ACCOUNT_MAX == 1_024
    assert limits.EXTENT_POSITIONS == 64
    assert limits.SWEEP_POSITIONS_PER_BLOCK == 65_536
    assert limits.PARTICIPANTS_MAX == 65_535
    assert limits.BATCH_ASSETS_MAX == 64
    assert limits.DECIMALS_MAX == 9
    assert limits.PAGE_BYTES == 16_384
