"""Every operation but the hot ones, dispatched. A unit of its own: compiled at first use."""

from praya.kernel import operations as op
from praya.kernel import tables as t
from praya.kernel.codes import (
    APPLIED,
    OPERANDS_MALFORMED,
    OPERATION_NOT_PERMITTED,
    OPERATION_UNKNOWN,
)
from praya.kernel.compile import leaf, unit, wide
from praya.kernel.distributions import convert, record_holdings, spread
from praya.kernel.notices import attest, govern, open_day, put_document
from praya.kernel.positions import define, open_position
from praya.kernel.settings import set_attribute
from praya.kernel.store import (
    RESUME,
    ROW,
    Answers,
    Column,
    RowColumns,
    Store,
    Terms,
    append,
    more_rows,
    read,
    write,
)


@unit
def run_rare(
    store: Store, rows: RowColumns, answers: Answers, terms: Terms, acting: Column
) -> None:
    """Apply the cursor's row, and those that follow it as long as they are rare and go well.

    Ends with the last row applied in the cursor and RESUME set: the hot loop does what comes
    after a row.
    """
    row = store.cursor[ROW]
    while True:
        more = more_rows(rows, row, op.MORE)
        status = dispatch(store, rows, answers, terms, acting, row, more)
        answers.statuses[row] = status
        following = row + 1 + more
        store.cursor[ROW] = row
        if following >= rows.op.shape[0] or wide(rows.op[following]) <= op.VOID:
            break
        group = wide(rows.group[row])
        if wide(rows.group[following]) != group or (group != 0 and status != APPLIED):
            break
        for place in range(row + 1, following):
            answers.statuses[place] = status
        row = following
    store.cursor[RESUME] = 1


@leaf
def dispatch(
    store: Store,
    rows: RowColumns,
    answers: Answers,
    terms: Terms,
    acting: Column,
    row: int,
    more: int,
) -> int:
    """Run one row; its status."""
    operation = wide(rows.op[row])
    if operation > op.GOVERN:
        return OPERATION_UNKNOWN
    if operation == op.MORE:
        return OPERANDS_MALFORMED
    if terms.lowered == 0:
        return OPERATION_NOT_PERMITTED
    if operation == op.OPEN:
        return open_position(store, rows, answers, terms, row, more)
    if operation == op.SET:
        return set_attribute(store, rows, answers, terms, row, more)
    if operation == op.DEFINE:
        return define(store, rows, answers, terms, row, more)
    if operation == op.RECORD:
        return record_holdings(store, rows, answers, row, more)
    if operation == op.SPREAD:
        return spread(store, rows, answers, terms, acting, row, more)
    if operation == op.CONVERT:
        return convert(store, rows, answers, terms, acting, row, more)
    if operation == op.PUT:
        return put_document(store, rows, answers, row, more)
    if operation == op.ATTEST:
        return attest(store, rows, answers, terms, row, more)
    if operation == op.OPEN_DAY:
        return open_day(store, rows, row, more)
    return govern(store, rows, answers, terms, row, more)


@unit
def note_event(store: Store, event: int, status: int) -> None:
    """Remember what became of a due event today."""
    today = read(store, t.LEDGER, 0, t.LEDGER_BUSINESS_DATE)
    write(store, t.EVENTS, event, t.EVENT_LAST_STATUS, status)
    write(store, t.EVENTS, event, t.EVENT_LAST_DATE, today)


@unit
def append_row(store: Store, table: int, values: Column) -> int:
    """A row of the ledger's own bookkeeping (a live request id); its number."""
    row = append(store, table, 1)
    put_row(store, table, row, values)
    return row


@unit
def put_row(store: Store, table: int, row: int, values: Column) -> None:
    """Overwrite a row of the ledger's own bookkeeping."""
    for field in range(values.shape[0]):
        write(store, table, row, field, values[field])
