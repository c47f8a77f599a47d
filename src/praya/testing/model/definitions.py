"""OPEN, SET, DEFINE. Each function notes refusals; if there are none, it writes."""

from praya.base.limits import (
    DECIMALS_MAX,
    EXTENT_POSITIONS,
    POSITIONS_PER_ACCOUNT_MAX,
    SWEEP_POSITIONS_PER_BLOCK,
)
from praya.base.status import Status
from praya.testing.model.call import Call
from praya.testing.model.state import CLOSED, PAUSED, SWEEPING, Row

SWEEP_EXTENTS = 1_024
FLAGS_MAX = 3


def open_position(call: Call) -> None:
    """A place for one account in one asset."""
    account, asset = call.resolve(call.debit), call.resolve(call.credit)
    call.own_authority()
    call.more_rows(1)
    call.malformed(call.amount not in (0, 1))
    account_there = call.found("accounts", account, Status.ACCOUNT_NOT_FOUND)
    asset_there = call.found("assets", asset, Status.ASSET_NOT_FOUND)
    if asset_there:
        row = call.tables["assets"][asset]
        call.refuse(Status.ASSET_CLOSED, row["flags"] & CLOSED != 0)
        call.refuse(Status.ISSUANCE_EXISTS, call.amount == 1 and row["issuance"] != -1)
    if account_there:
        opened = call.tables["accounts"][account]["positions"]
        call.refuse(Status.TOO_MANY_POSITIONS, opened >= POSITIONS_PER_ACCOUNT_MAX)
    if account_there and asset_there:
        owner = call.tables["accounts"][account]["owner"]
        issuer = call.tables["assets"][asset]["issuer"]
        call.refuse(Status.NOT_AUTHORISED, call.amount == 1 and owner != issuer)
        call.refuse(Status.POSITION_EXISTS, call.tables.position_in(account, asset) != -1)
    if not call.refusals:
        call.result = give_place(call, account, asset)


def give_place(call: Call, account: int, asset: int) -> int:
    """Write the new position and answer its number."""
    tables = call.tables
    owner = tables["accounts"][account]
    held_asset = tables["assets"][asset]
    extent = last_extent_with_room(call, asset)
    number = EXTENT_POSITIONS * extent + tables["extents"][extent]["used"]
    tables["extents"][extent]["used"] += 1
    salt = call.more[0].words()
    tables.balances[number] = {"available": 0, "guard": call.context.height << 24}
    tables.positions[number] = {
        "held": 0,
        "account": account,
        "pay_to": -1,
        "flags": 0,
        "previous": owner["last_position"],
        "salt_0": salt[0],
        "salt_1": salt[1],
    }
    owner["last_position"] = number
    owner["positions"] += 1
    held_asset["positions"] += 1
    if call.amount == 1:
        held_asset["issuance"] = number
    tables.rewrite_guard(number)
    return number


def last_extent_with_room(call: Call, asset: int) -> int:
    """The asset's last extent, or a new one behind it if that is full or missing."""
    tables = call.tables
    row = tables["assets"][asset]
    last = row["last_extent"]
    if last != -1 and tables["extents"][last]["used"] < EXTENT_POSITIONS:
        return last
    new = len(tables["extents"])
    tables["extents"].append({"asset": asset, "next": -1, "used": 0})
    if last == -1:
        row["first_extent"] = new
    else:
        tables["extents"][last]["next"] = new
    row["last_extent"] = new
    return new


def set_attribute(call: Call) -> None:
    """One attribute of one thing, by kind."""
    call.own_authority()
    call.more_rows(0)
    kinds = {
        1: set_account,
        2: set_account,
        3: set_position_flags,
        4: set_pay_to,
        5: set_required,
        6: set_asset,
        7: set_asset,
        8: revoke,
        9: sweep,
    }
    if not call.malformed(call.debit not in kinds):
        kinds[call.debit](call, call.resolve(call.credit))


def set_account(call: Call, account: int) -> None:
    """Attributes (1) or flags (2) of an account, and the guards of all its positions."""
    call.malformed(call.amount < 0 or (call.debit == 2 and call.amount > FLAGS_MAX))
    call.found("accounts", account, Status.ACCOUNT_NOT_FOUND)
    if call.refusals:
        return
    column = "attributes" if call.debit == 1 else "flags"
    call.tables["accounts"][account][column] = call.amount
    for position in call.tables.positions_of_account(account):
        call.tables.rewrite_guard(position)


def set_position_flags(call: Call, position: int) -> None:
    """Flags of one position (3)."""
    call.malformed(not 0 <= call.amount <= FLAGS_MAX)
    call.position(position, Status.DEBIT_NOT_FOUND)
    if call.refusals:
        return
    call.tables.positions[position]["flags"] = call.amount
    call.tables.rewrite_guard(position)


def set_pay_to(call: Call, position: int) -> None:
    """Where payments on one position go (4); -1 means suspense."""
    pay_to = call.resolve(call.amount)
    call.malformed(call.amount < -1 and not call.is_reference(call.amount))
    call.position(position, Status.DEBIT_NOT_FOUND)
    if call.amount != -1:
        call.position(pay_to, Status.CREDIT_NOT_FOUND)
    if not call.refusals:
        call.tables.positions[position]["pay_to"] = pay_to


def set_required(call: Call, asset: int) -> None:
    """Attributes an asset requires (5): its guards now, or by cursor if there are too many."""
    call.malformed(call.amount < 0)
    call.found("assets", asset, Status.ASSET_NOT_FOUND)
    if call.refusals:
        return
    row = call.tables["assets"][asset]
    row["required"] = call.amount
    if row["positions"] > SWEEP_POSITIONS_PER_BLOCK:
        row["flags"] |= SWEEPING
        row["sweep"] = row["first_extent"]
        return
    for position in call.tables.positions_of_asset(asset):
        call.tables.rewrite_guard(position)


def set_asset(call: Call, asset: int) -> None:
    """Paused (6) or issue limit (7) of an asset."""
    call.malformed(call.amount < 0 or (call.debit == 6 and call.amount > 1))
    call.found("assets", asset, Status.ASSET_NOT_FOUND)
    if call.refusals:
        return
    row = call.tables["assets"][asset]
    if call.debit == 7:
        row["issue_limit"] = call.amount
    else:
        row["flags"] = row["flags"] & ~PAUSED | (PAUSED if call.amount == 1 else 0)


def revoke(call: Call, mandate: int) -> None:
    """End a mandate (8)."""
    call.malformed(call.amount != 0)
    if call.found("mandates", mandate, Status.MANDATE_NOT_FOUND, first=1):
        row = call.tables["mandates"][mandate]
        call.refuse(Status.STATE_UNCHANGED, row["state"] == 2)
    if not call.refusals:
        call.tables["mandates"][mandate]["state"] = 2


def sweep(call: Call, asset: int) -> None:
    """Go on rewriting the guards of an asset (9), at most 1,024 extents."""
    call.malformed(call.amount != 0)
    if call.found("assets", asset, Status.ASSET_NOT_FOUND):
        flags = call.tables["assets"][asset]["flags"]
        call.refuse(Status.STATE_UNCHANGED, flags & SWEEPING == 0)
    if call.refusals:
        return
    row = call.tables["assets"][asset]
    extent = row["sweep"]
    for _ in range(SWEEP_EXTENTS):
        if extent == -1:
            break
        for place in range(call.tables["extents"][extent]["used"]):
            call.tables.rewrite_guard(EXTENT_POSITIONS * extent + place)
        extent = call.tables["extents"][extent]["next"]
    row["sweep"] = extent
    if extent == -1:
        row["flags"] &= ~SWEEPING


def define(call: Call) -> None:
    """A new account, asset, mandate or event, by kind."""
    call.own_authority()
    kinds = {1: define_account, 2: define_asset, 3: define_mandate, 4: define_event}
    rows = {1: 3, 2: 3, 3: 2, 4: 3}
    if call.malformed(call.debit not in kinds) or not call.more_rows(rows[call.debit]):
        return
    table = {1: "accounts", 2: "assets", 3: "mandates", 4: "events"}[call.debit]
    row = kinds[call.debit](call)
    if not call.refusals:
        call.result = len(call.tables[table])
        call.tables[table].append(row)


def code_of(call: Call) -> Row:
    """The 32 bytes of M2 and M3."""
    code = call.more[1].words() + call.more[2].words()
    return {f"code_{place}": code[place] for place in range(4)}


def define_account(call: Call) -> Row:
    """An account of a participant."""
    kind, zero, flags = call.more[0].debit, call.more[0].credit, call.more[0].amount
    call.malformed(call.amount < 0 or zero != 0)
    call.malformed(not 0 <= kind <= 3 or not 0 <= flags <= FLAGS_MAX)
    call.found("participants", call.credit, Status.PARTICIPANT_NOT_FOUND, first=1)
    row = {"owner": call.credit, "kind": kind, "attributes": call.amount, "flags": flags}
    return row | {"last_position": -1, "positions": 0} | code_of(call)


def define_asset(call: Call) -> Row:
    """An asset of an issuer."""
    decimals, zero, required = call.more[0].debit, call.more[0].credit, call.more[0].amount
    call.malformed(call.amount < 0 or zero != 0 or required < 0)
    call.malformed(not 0 <= decimals <= DECIMALS_MAX)
    call.found("participants", call.credit, Status.PARTICIPANT_NOT_FOUND, first=1)
    row = {"issuer": call.credit, "decimals": decimals, "required": required}
    row |= {"issue_limit": call.amount, "flags": 0, "issuance": -1, "first_extent": -1}
    return row | {"last_extent": -1, "positions": 0, "sweep": -1} | code_of(call)


def define_mandate(call: Call) -> Row:
    """A standing right to debit a position."""
    position = call.resolve(call.credit)
    first, second = call.more
    grantee, period_days, period_limit = first.debit, first.credit, first.amount
    call.malformed(grantee < 0 or period_days < 0 or period_limit < 0)
    call.malformed(second.debit != 0 or second.credit != 0 or second.amount < 0)
    call.refuse(Status.AMOUNT_NOT_POSITIVE, call.amount < 1)
    call.refuse(Status.PARTICIPANT_NOT_FOUND, grantee >= len(call.tables["participants"]))
    call.position(position, Status.DEBIT_NOT_FOUND)
    return {
        "position": position,
        "grantee": grantee,
        "remaining": call.amount,
        "period_limit": period_limit,
        "period_days": period_days,
        "used": 0,
        "used_on": call.tables.business_date,
        "expiry": second.amount,
        "state": 1,
    }


def event_form(call: Call) -> None:
    """The shape of an event by its kind and mode."""
    first, second, third = call.more
    kind, mode, numerator = first.debit, first.credit, first.amount
    record_date, payment_date, denominator = second.debit, second.credit, second.amount
    call.malformed(call.amount < 1 or numerator < 0 or denominator < 1)
    call.malformed(third.amount < 0 and not call.is_reference(third.amount))
    if kind == 0:
        plain = (mode, numerator, denominator, payment_date) == (0, 0, 1, 0)
        call.malformed(not plain)
        call.malformed((third.debit, third.credit, third.amount) != (-1, -1, 0))
    elif kind in (1, 2, 3):
        call.malformed(mode not in ((2,) if kind == 3 else (1, 2, 3)))
        call.malformed(record_date >= payment_date)
    else:
        call.malformed()


def define_event(call: Call) -> Row:
    """A corporate event of an asset."""
    event_form(call)
    first, second, third = call.more
    asset = call.resolve(call.credit)
    paying, suspense = call.resolve(third.debit), call.resolve(third.credit)
    mandate = call.resolve(third.amount)
    if call.found("assets", asset, Status.ASSET_NOT_FOUND):
        closed = call.tables["assets"][asset]["flags"] & CLOSED != 0
        call.refuse(Status.ASSET_CLOSED, closed)
        known = [row for row in call.tables["events"] if row["asset"] == asset]
        call.refuse(Status.EVENT_EXISTS, call.amount in [row["number"] for row in known])
        ends = first.debit >= 2 and any(row["kind"] >= 2 for row in known)
        call.refuse(Status.EVENT_EXISTS, ends)
    call.refuse(Status.DATE_OUT_OF_ORDER, second.debit < call.tables.business_date)
    if first.debit != 0:
        judge_paying(call, paying, suspense, mandate)
    return {
        "asset": asset,
        "number": call.amount,
        "kind": first.debit,
        "mode": first.credit,
        "amount": first.amount,
        "denominator": second.amount,
        "record_date": second.debit,
        "payment_date": second.credit,
        "paying": paying,
        "suspense": suspense,
        "mandate": mandate,
        "record": -1,
        "state": 1,
        "last_status": 0,
        "last_date": 0,
    }


def judge_paying(call: Call, paying: int, suspense: int, mandate: int) -> None:
    """The positions an event pays from and to, and the mandate it pays under."""
    tables = call.tables
    paying_there = call.position(paying, Status.DEBIT_NOT_FOUND)
    suspense_there = call.position(suspense, Status.CREDIT_NOT_FOUND)
    if paying_there and suspense_there:
        call.refuse(Status.ASSETS_DIFFER, tables.asset_of(paying) != tables.asset_of(suspense))
    if mandate == 0 or not call.found("mandates", mandate, Status.MANDATE_NOT_FOUND, first=1):
        return
    if paying_there:
        other = tables["mandates"][mandate]["position"] != paying
        call.refuse(Status.MANDATE_OTHER_POSITION, other)
