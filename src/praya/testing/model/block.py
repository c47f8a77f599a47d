"""The model itself: groups, the rule of funds, signed batches, and what a block begins with."""

from dataclasses import dataclass, field
from itertools import pairwise

from praya.base.limits import (
    BATCH_ASSETS_MAX,
    EXTENT_POSITIONS,
    SYSTEM_EVENTS_PER_BLOCK,
)
from praya.base.status import Status
from praya.testing.model.call import MAX, Call, Context, Operand
from praya.testing.model.operations import CONVERT, HOLD, MORE, MOVE, SET, SPREAD, judge
from praya.testing.model.pages import state_root
from praya.testing.model.state import COLUMNS, SWEEPING, Tables

RowValues = tuple[int, int, int, int, int, int]


@dataclass
class Outcome:
    """What became of each row, the numbers given, and effects that are not rows."""

    statuses: list[int] = field(default_factory=list)
    results: list[int] = field(default_factory=list)
    effects: list[tuple[int, int, int]] = field(default_factory=list)


class Model:
    """One ledger, rows in, statuses out."""

    def __init__(self, business_date: int = 0) -> None:
        self.state = Tables(business_date)

    def tables(self) -> dict[str, list[list[int]]]:
        """Every table in order, as lists of columns."""
        return {name: self.state.dump(name) for name in COLUMNS}

    def root(self) -> bytes:
        """The state root, section 7."""
        return state_root(self.tables().items())

    def apply(
        self,
        rows: list[RowValues],
        *,
        height: int,
        block_time: int,
        acting: tuple[int, ...],
        numbering_height: int = 2**62,
        lowered: bool = True,
    ) -> Outcome:
        """One envelope: its groups in order, each whole or not at all."""
        context = Context(height, block_time, acting, numbering_height, lowered)
        outcome = Outcome([0] * len(rows), [-1] * len(rows))
        start = 0
        while start < len(rows):
            end = group_end(rows, start)
            self.run_group(rows, range(start, end), context, outcome)
            start = end
        return outcome

    def run_group(
        self, rows: list[RowValues], span: range, context: Context, outcome: Outcome
    ) -> None:
        """A group, or one row alone with its MORE rows; undone as a whole if refused."""
        before = self.state.copy() if needs_copy(rows, span) else self.state
        effects: list[tuple[int, int, int]] = []
        refused = -1
        status = Status.APPLIED
        for row in heads(rows, span):
            call = self.call_of(rows, row, span, (context, outcome.results))
            status = judge(call, rows[row][4])
            if status != Status.APPLIED:
                refused = row
                break
            outcome.results[row] = call.result
            effects += call.effects
        if refused == -1:
            refused, status = self.first_short(rows, span, context, outcome.results)
        if refused == -1:
            outcome.effects += effects
            return
        self.state = before
        own = set(own_rows(rows, refused, span))
        for row in span:
            outcome.results[row] = -1
            outcome.statuses[row] = int(status if row in own else Status.GROUP_FAILED)

    def call_of(
        self, rows: list[RowValues], row: int, span: range, around: tuple[Context, list[int]]
    ) -> Call:
        """A row with its MORE rows, ready to be judged."""
        context, results = around
        call = Call(self.state, context, row, results)
        call.debit, call.credit, call.amount, _, _, call.authority = rows[row]
        call.after_movement = any(rows[other][4] in (MOVE, HOLD) for other in span if other < row)
        for more in own_rows(rows, row, span)[1:]:
            debit, credit, amount, _, _, authority = rows[more]
            call.more.append(Operand(debit, credit, amount, authority))
        return call

    def first_short(
        self, rows: list[RowValues], span: range, context: Context, results: list[int]
    ) -> tuple[int, Status]:
        """The rule of funds over a group that ran: the first row that ends short, or -1."""
        for row in heads(rows, span):
            if rows[row][4] not in (MOVE, HOLD):
                continue
            call = Call(self.state, context, row, results)
            status = call.funds(call.resolve(rows[row][0]))
            if status != Status.APPLIED:
                return row, status
        return -1, Status.APPLIED

    def check_batch(self, rows: list[RowValues], assets: list[tuple[int, int, int]]) -> int:
        """Section 5: what a signed batch must be before the first write."""
        if len(assets) > BATCH_ASSETS_MAX or not groups_rise(rows):
            return int(Status.BATCH_MALFORMED)
        known = self.state["assets"]
        listed = [asset for asset, _, _ in assets]
        for asset, decimals, _ in assets:
            there = 0 <= asset < len(known)
            if not there or known[asset]["decimals"] != decimals or listed.count(asset) > 1:
                return int(Status.DECIMALS_DIFFER)
        totals = dict.fromkeys(listed, 0)
        for debit, credit, amount, _, operation, _ in rows:
            asset = self.asset_counted(debit, credit)
            if operation not in (MOVE, HOLD) or asset == -1:
                continue
            if asset not in totals:
                return int(Status.CONTROL_TOTAL_DIFFERS)
            totals[asset] += max(amount, 0)
        if any(totals[asset] != total or totals[asset] > MAX for asset, _, total in assets):
            return int(Status.CONTROL_TOTAL_DIFFERS)
        return int(Status.APPLIED)

    def asset_counted(self, debit: int, credit: int) -> int:
        """The asset a row counts for: of debit's extent, else of credit's, else none."""
        for position in (debit, credit):
            if 0 <= position < EXTENT_POSITIONS * len(self.state["extents"]):
                return self.state.asset_of(position)
        return -1

    def begin_block(self, *, height: int, block_time: int) -> Outcome | None:
        """Section 6: sweeps, then due events; None when there is nothing to do."""
        rows: list[RowValues] = []
        for asset, row in enumerate(self.state["assets"]):
            if row["flags"] & SWEEPING:
                rows.append((9, asset, 0, 0, SET, 0))
        due = self.due_events()
        for group, event in enumerate(due, start=1):
            row = self.state["events"][event]
            if row["kind"] in (1, 2):
                rows.append((event, -1, 0, group, SPREAD, row["mandate"]))
            if row["kind"] in (2, 3):
                authority = row["mandate"] if row["kind"] == 3 else 0
                rows.append((event, -1, 0, group, CONVERT, authority))
        if not rows:
            return None
        outcome = self.apply(rows, height=height, block_time=block_time, acting=(0,))
        for group, event in enumerate(due, start=1):
            pairs = zip(rows, outcome.statuses, strict=True)
            answers = [status for row, status in pairs if row[3] == group]
            refused = [status for status in answers if status not in (0, Status.GROUP_FAILED)]
            self.state["events"][event]["last_date"] = self.state.business_date
            self.state["events"][event]["last_status"] = refused[0] if refused else 0
        return outcome

    def due_events(self) -> list[int]:
        """Events to be paid today that were not tried today, by (asset, number), at most 64."""
        today = self.state.business_date
        due = [
            (row["asset"], row["number"], event)
            for event, row in enumerate(self.state["events"])
            if row["state"] == 2
            and row["kind"] >= 1
            and row["payment_date"] <= today
            and row["last_date"] < today
        ]
        return [event for _, _, event in sorted(due)[:SYSTEM_EVENTS_PER_BLOCK]]


def group_end(rows: list[RowValues], start: int) -> int:
    """Where the run of one group number ends; group 0: where the row and its MORE rows end."""
    group = rows[start][3]
    end = start + 1
    while end < len(rows) and rows[end][3] == group and (group != 0 or rows[end][4] == MORE):
        end += 1
    return end


def heads(rows: list[RowValues], span: range) -> list[int]:
    """The rows of a group that are run: the first, and all that are not MORE."""
    return [row for row in span if row == span.start or rows[row][4] != MORE]


def own_rows(rows: list[RowValues], row: int, span: range) -> list[int]:
    """A row and the MORE rows that directly follow it."""
    found = [row]
    for more in range(row + 1, span.stop):
        if rows[more][4] != MORE:
            break
        found.append(more)
    return found


def needs_copy(rows: list[RowValues], span: range) -> bool:
    """One row alone writes only when nothing is against it, but for the rule of funds."""
    return rows[span.start][3] != 0 or rows[span.start][4] in (MOVE, HOLD)


def groups_rise(rows: list[RowValues]) -> bool:
    """Whether each group is one run and the numbers of the groups rise."""
    runs = [row[3] for place, row in enumerate(rows) if place == 0 or rows[place - 1][3] != row[3]]
    numbered = [group for group in runs if group != 0]
    return all(first < second for first, second in pairwise(numbered))
