"""Section 4: which function judges which operation number."""

from collections.abc import Callable

from praya.base.status import Status
from praya.testing.model.call import Call
from praya.testing.model.definitions import define, open_position, set_attribute
from praya.testing.model.movements import hold, move, post, void
from praya.testing.model.papers import attest, govern, open_day, put
from praya.testing.model.payouts import convert, record, spread

MOVE, MORE, HOLD, POST, VOID, OPEN, SET, DEFINE = range(8)
RECORD, SPREAD, CONVERT, PUT, ATTEST, OPEN_DAY, GOVERN = range(8, 15)

SIGNED = (MOVE, MORE, HOLD, POST, VOID)

OPERATIONS: dict[int, Callable[[Call], None]] = {
    MOVE: move,
    HOLD: hold,
    POST: post,
    VOID: void,
    OPEN: open_position,
    SET: set_attribute,
    DEFINE: define,
    RECORD: record,
    SPREAD: spread,
    CONVERT: convert,
    PUT: put,
    ATTEST: attest,
    OPEN_DAY: open_day,
    GOVERN: govern,
}


def judge(call: Call, operation: int) -> Status:
    """Run one row; answers the smallest refusal that holds, or APPLIED and state is changed."""
    if operation not in OPERATIONS and operation != MORE:
        return Status.OPERATION_UNKNOWN
    if not call.context.lowered and operation not in SIGNED:
        return Status.OPERATION_NOT_PERMITTED
    if operation == MORE:
        return Status.OPERANDS_MALFORMED
    call.malformed(any(operand.authority != 0 for operand in call.more))
    OPERATIONS[operation](call)
    return min(call.refusals, default=Status.APPLIED)
