"""SET: attributes and flags, and the guards that follow from them."""

from praya.base.limits import EXTENT_POSITIONS, SWEEP_POSITIONS_PER_BLOCK
from praya.kernel import operations as op
from praya.kernel import tables as t
from praya.kernel.checks import position_exists, rewrite_guard
from praya.kernel.codes import (
    ACCOUNT_NOT_FOUND,
    APPLIED,
    ASSET_NOT_FOUND,
    CREDIT_NOT_FOUND,
    DEBIT_NOT_FOUND,
    MANDATE_NOT_FOUND,
    OPERANDS_MALFORMED,
    STATE_UNCHANGED,
)
from praya.kernel.compile import leaf
from praya.kernel.operands import authority_stated, credit_operand, debit_operand
from praya.kernel.store import Answers, RowColumns, Store, Terms, count, read, resolve, write


@leaf
def set_attribute(
    store: Store, rows: RowColumns, answers: Answers, terms: Terms, row: int, more: int
) -> int:
    """SET: the kind in the debit column says what; the credit column says of whom."""
    kind, raw = debit_operand(rows, row), rows.amount[row]
    target = resolve(credit_operand(rows, row), row, terms.lowered, answers)
    if authority_stated(rows, row, more) or more != 0:
        return OPERANDS_MALFORMED
    if value_malformed(kind, raw, terms.lowered):
        return OPERANDS_MALFORMED
    if kind == op.SET_ACCOUNT_ATTRIBUTES:
        return set_account(store, target, t.ACCOUNT_ATTRIBUTES, raw)
    if kind == op.SET_ACCOUNT_FLAGS:
        return set_account(store, target, t.ACCOUNT_FLAGS, raw)
    if kind == op.SET_POSITION_FLAGS:
        return set_position_flags(store, target, raw)
    if kind == op.SET_PAY_TO:
        return set_pay_to(store, target, raw, resolve(raw, row, terms.lowered, answers))
    if kind == op.SET_MANDATE_REVOKED:
        return revoke_mandate(store, target)
    return set_asset(store, kind, target, raw)


@leaf
def value_malformed(kind: int, value: int, lowered: int) -> bool:
    """Whether this kind of attribute can have this value at all."""
    if kind == op.SET_PAY_TO:
        return value < -1 and lowered == 0
    if kind == op.SET_ACCOUNT_FLAGS or kind == op.SET_POSITION_FLAGS:
        return value < 0 or value > 3
    if kind == op.SET_ASSET_PAUSED:
        return value < 0 or value > 1
    if kind == op.SET_MANDATE_REVOKED or kind == op.SET_SWEEP:
        return value != 0
    if kind < op.SET_ACCOUNT_ATTRIBUTES or kind > op.SET_SWEEP:
        return True
    return value < 0


@leaf
def set_account(store: Store, account: int, field: int, value: int) -> int:
    """An attribute or flag of an account, and the guard of each of its positions."""
    if account < 0 or account >= count(store, t.ACCOUNTS):
        return ACCOUNT_NOT_FOUND
    write(store, t.ACCOUNTS, account, field, value)
    position = read(store, t.ACCOUNTS, account, t.ACCOUNT_LAST_POSITION)
    while position >= 0:
        rewrite_guard(store, position)
        position = read(store, t.POSITIONS, position, t.POSITION_PREVIOUS)
    return APPLIED


@leaf
def set_position_flags(store: Store, position: int, value: int) -> int:
    """The freezes of one position."""
    if not position_exists(store, position):
        return DEBIT_NOT_FOUND
    write(store, t.POSITIONS, position, t.POSITION_FLAGS, value)
    rewrite_guard(store, position)
    return APPLIED


@leaf
def set_pay_to(store: Store, position: int, raw: int, pay_to: int) -> int:
    """Where the payments of a position go; -1 is suspense."""
    if not position_exists(store, position):
        return DEBIT_NOT_FOUND
    if raw != -1 and not position_exists(store, pay_to):
        return CREDIT_NOT_FOUND
    write(store, t.POSITIONS, position, t.POSITION_PAY_TO, pay_to)
    return APPLIED


@leaf
def revoke_mandate(store: Store, mandate: int) -> int:
    """End a mandate."""
    if mandate < 1 or mandate >= count(store, t.MANDATES):
        return MANDATE_NOT_FOUND
    if read(store, t.MANDATES, mandate, t.MANDATE_STATE) == t.MANDATE_ENDED:
        return STATE_UNCHANGED
    write(store, t.MANDATES, mandate, t.MANDATE_STATE, t.MANDATE_ENDED)
    return APPLIED


@leaf
def set_asset(store: Store, kind: int, asset: int, value: int) -> int:
    """An attribute of an asset."""
    if asset < 0 or asset >= count(store, t.ASSETS):
        return ASSET_NOT_FOUND
    flags = read(store, t.ASSETS, asset, t.ASSET_FLAGS)
    if kind == op.SET_ISSUE_LIMIT:
        write(store, t.ASSETS, asset, t.ASSET_ISSUE_LIMIT, value)
    elif kind == op.SET_ASSET_PAUSED:
        flags = (flags & ~t.ASSET_PAUSED_FLAG) | value * t.ASSET_PAUSED_FLAG
        write(store, t.ASSETS, asset, t.ASSET_FLAGS, flags)
    elif kind == op.SET_ASSET_REQUIRED:
        write(store, t.ASSETS, asset, t.ASSET_REQUIRED, value)
        first = read(store, t.ASSETS, asset, t.ASSET_FIRST_EXTENT)
        if read(store, t.ASSETS, asset, t.ASSET_POSITIONS) > SWEEP_POSITIONS_PER_BLOCK:
            write(store, t.ASSETS, asset, t.ASSET_FLAGS, flags | t.ASSET_SWEEPING_FLAG)
            write(store, t.ASSETS, asset, t.ASSET_SWEEP, first)
        else:
            sweep(store, first)
    else:
        if flags & t.ASSET_SWEEPING_FLAG == 0:
            return STATE_UNCHANGED
        following = sweep(store, read(store, t.ASSETS, asset, t.ASSET_SWEEP))
        write(store, t.ASSETS, asset, t.ASSET_SWEEP, following)
        if following < 0:
            write(store, t.ASSETS, asset, t.ASSET_FLAGS, flags & ~t.ASSET_SWEEPING_FLAG)
    return APPLIED


@leaf
def sweep(store: Store, extent: int) -> int:
    """Rewrite the guards of a bounded number of extents; the next one to do, or -1."""
    done = 0
    while extent >= 0 and done < SWEEP_POSITIONS_PER_BLOCK:
        first = extent * EXTENT_POSITIONS
        used = read(store, t.EXTENTS, extent, t.EXTENT_USED)
        for position in range(first, first + used):
            rewrite_guard(store, position)
        done += EXTENT_POSITIONS
        extent = read(store, t.EXTENTS, extent, t.EXTENT_NEXT)
    return extent
