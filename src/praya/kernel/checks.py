"""Checks that several operations share. Each reads and answers; none writes but `use_mandate`."""

from praya.kernel import tables as t
from praya.kernel.codes import (
    ASSET_CLOSED,
    ASSET_PAUSED,
    CREDIT_FROZEN,
    CREDIT_INELIGIBLE,
    MANDATE_EXPIRED,
    MANDATE_NOT_FOUND,
    MANDATE_NOT_GRANTED,
    MANDATE_OTHER_POSITION,
    MANDATE_REVOKED,
    NOT_AUTHORISED,
)
from praya.kernel.compile import leaf
from praya.kernel.store import Column, Store, Terms, count, read, write


@leaf
def position_exists(store: Store, position: int) -> bool:
    """In range and opened."""
    if position < 0 or position >= count(store, t.BALANCES):
        return False
    return read(store, t.BALANCES, position, t.GUARD) != 0


@leaf
def asset_of(store: Store, position: int) -> int:
    """The asset whose extent the position lies in."""
    return read(store, t.EXTENTS, position >> 6, t.EXTENT_ASSET)


@leaf
def too_new(store: Store, position: int, numbering_height: int) -> bool:
    """Opened after the height whose numbers the sender knew."""
    guard = read(store, t.BALANCES, position, t.GUARD)
    return guard >> t.GUARD_HEIGHT_SHIFT > numbering_height


@leaf
def is_acting(acting: Column, participant: int) -> bool:
    """Whether this participant stands behind the envelope."""
    for place in range(acting.shape[0]):
        if acting[place] == participant:
            return True
    return False


@leaf
def authorise(store: Store, terms: Terms, acting: Column, debit: int, authority: int) -> int:
    """May these participants debit this position? A status: 0, NOT_AUTHORISED or MANDATE_*.

    The counters of a mandate are looked at later, by `mandate_exceeded`: funds come last.
    """
    if authority == 0:
        guard = read(store, t.BALANCES, debit, t.GUARD)
        allowed = is_acting(acting, guard & t.GUARD_CONTROLLER_MASK)
        return 0 if allowed else NOT_AUTHORISED
    if authority < 0 or authority >= count(store, t.MANDATES):
        return MANDATE_NOT_FOUND
    if read(store, t.MANDATES, authority, t.MANDATE_POSITION) != debit:
        return MANDATE_OTHER_POSITION
    if not is_acting(acting, read(store, t.MANDATES, authority, t.MANDATE_GRANTEE)):
        return MANDATE_NOT_GRANTED
    if read(store, t.MANDATES, authority, t.MANDATE_STATE) != t.MANDATE_ACTIVE:
        return MANDATE_REVOKED
    expiry = read(store, t.MANDATES, authority, t.MANDATE_EXPIRY)
    if expiry > 0 and terms.block_time > expiry:
        return MANDATE_EXPIRED
    return 0


@leaf
def issuance_closed(store: Store, terms: Terms, position: int) -> bool:
    """Whether this is an issuance position and the rows are those of a signed batch.

    Units come and go by requests, which have receipts and policies of their own; a batch has not.
    """
    guard = read(store, t.BALANCES, position, t.GUARD)
    return terms.lowered == 0 and guard & t.GUARD_ISSUANCE != 0


@leaf
def used_in_period(store: Store, mandate: int) -> int:
    """What the current period of a mandate has used; 0 when a new period begins today."""
    today = read(store, t.LEDGER, 0, t.LEDGER_BUSINESS_DATE)
    begins_anew = today - read(store, t.MANDATES, mandate, t.MANDATE_USED_ON)
    if begins_anew >= read(store, t.MANDATES, mandate, t.MANDATE_PERIOD_DAYS):
        return 0
    return read(store, t.MANDATES, mandate, t.MANDATE_USED)


@leaf
def mandate_exceeded(store: Store, mandate: int, amount: int) -> bool:
    """Whether the counters of a mandate forbid this amount; never for mandate 0 (own authority)."""
    if mandate == 0:
        return False
    if amount > read(store, t.MANDATES, mandate, t.MANDATE_REMAINING):
        return True
    if read(store, t.MANDATES, mandate, t.MANDATE_PERIOD_DAYS) == 0:
        return False
    used = used_in_period(store, mandate)
    return amount > read(store, t.MANDATES, mandate, t.MANDATE_PERIOD_LIMIT) - used


@leaf
def use_mandate(store: Store, mandate: int, amount: int) -> None:
    """Count an amount against a mandate; nothing for mandate 0."""
    if mandate == 0:
        return
    remaining = read(store, t.MANDATES, mandate, t.MANDATE_REMAINING) - amount
    write(store, t.MANDATES, mandate, t.MANDATE_REMAINING, remaining)
    days = read(store, t.MANDATES, mandate, t.MANDATE_PERIOD_DAYS)
    if days > 0:
        used = used_in_period(store, mandate)
        today = read(store, t.LEDGER, 0, t.LEDGER_BUSINESS_DATE)
        if today - read(store, t.MANDATES, mandate, t.MANDATE_USED_ON) >= days:
            write(store, t.MANDATES, mandate, t.MANDATE_USED_ON, today)
        write(store, t.MANDATES, mandate, t.MANDATE_USED, used + amount)


@leaf
def asset_stopped(store: Store, asset: int) -> int:
    """ASSET_CLOSED, ASSET_PAUSED or 0."""
    flags = read(store, t.ASSETS, asset, t.ASSET_FLAGS)
    if flags & t.ASSET_CLOSED_FLAG:
        return ASSET_CLOSED
    if flags & (t.ASSET_PAUSED_FLAG | t.ASSET_SWEEPING_FLAG):
        return ASSET_PAUSED
    return 0


@leaf
def credit_stopped(guard: int) -> int:
    """CREDIT_FROZEN, CREDIT_INELIGIBLE or 0."""
    if guard & t.GUARD_CREDIT_FROZEN:
        return CREDIT_FROZEN
    if guard & t.GUARD_INELIGIBLE:
        return CREDIT_INELIGIBLE
    return 0


@leaf
def compose_guard(store: Store, position: int, height: int, issuance: bool) -> int:
    """The guard of a position from its account, its own flags and its asset's demands."""
    account = read(store, t.POSITIONS, position, t.POSITION_ACCOUNT)
    flags = read(store, t.POSITIONS, position, t.POSITION_FLAGS)
    flags |= read(store, t.ACCOUNTS, account, t.ACCOUNT_FLAGS)
    guard = read(store, t.ACCOUNTS, account, t.ACCOUNT_OWNER) | (height << t.GUARD_HEIGHT_SHIFT)
    if flags & t.FLAG_DEBIT_FROZEN:
        guard |= t.GUARD_DEBIT_FROZEN
    if flags & t.FLAG_CREDIT_FROZEN:
        guard |= t.GUARD_CREDIT_FROZEN
    if issuance:
        return guard | t.GUARD_ISSUANCE
    required = read(store, t.ASSETS, asset_of(store, position), t.ASSET_REQUIRED)
    if (read(store, t.ACCOUNTS, account, t.ACCOUNT_ATTRIBUTES) & required) != required:
        guard |= t.GUARD_INELIGIBLE
    return guard


@leaf
def rewrite_guard(store: Store, position: int) -> None:
    """Make a guard true again after its account, flags or asset changed."""
    guard = read(store, t.BALANCES, position, t.GUARD)
    issuance = (guard & t.GUARD_ISSUANCE) != 0
    composed = compose_guard(store, position, guard >> t.GUARD_HEIGHT_SHIFT, issuance)
    if composed != guard:
        write(store, t.BALANCES, position, t.GUARD, composed)
