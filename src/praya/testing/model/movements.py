"""MOVE, HOLD, POST, VOID. Each function notes refusals; if there are none, it writes."""

from praya.base.status import Status
from praya.testing.model.call import Call
from praya.testing.model.state import ISSUANCE, Row


def move(call: Call) -> None:
    """Value from one position to another."""
    debit, credit, amount = call.resolve(call.debit), call.resolve(call.credit), call.amount
    call.more_rows(0)
    call.malformed(call.authority < 0)
    call.refuse(Status.AMOUNT_NOT_POSITIVE, amount < 1)
    call.refuse(Status.SAME_POSITION, debit == credit)
    judge_pair(call, debit, credit)
    batch_issuance(call, debit)
    batch_issuance(call, credit)
    if call.tables.exists(credit):
        call.credit_guard(credit)
    balances = call.tables.balances
    if debit in balances and credit in balances:
        call.within(balances[debit]["available"] - amount)
        call.within(balances[credit]["available"] + amount)
    call.counters(amount)
    if call.refusals:
        return
    balances[debit]["available"] -= amount
    balances[credit]["available"] += amount
    call.count(amount)


def batch_issuance(call: Call, position: int) -> None:
    """A signed batch neither mints nor burns."""
    if not call.context.lowered and call.tables.exists(position):
        call.refuse(Status.NOT_AUTHORISED, call.tables.guard_has(position, ISSUANCE))


def judge_pair(call: Call, debit: int, credit: int) -> None:
    """What MOVE and HOLD ask alike of a debited and a named credited position."""
    tables = call.tables
    if call.position(debit, Status.DEBIT_NOT_FOUND):
        call.numbering(debit)
        call.authorise(debit)
        call.asset_open(tables.asset_of(debit))
        call.debit_guard(debit)
    if call.position(credit, Status.CREDIT_NOT_FOUND):
        call.numbering(credit)
    if tables.exists(debit) and tables.exists(credit):
        call.refuse(Status.ASSETS_DIFFER, tables.asset_of(debit) != tables.asset_of(credit))


def hold_form(call: Call) -> None:
    """The shape of a hold by its kind."""
    call.malformed(call.authority < 0)
    if call.malformed(not call.more):
        return
    first = call.more[0]
    kind, holder, expiry = first.debit, first.credit, first.amount
    if kind == 1:
        call.malformed(holder < 1 or expiry < 1 or len(call.more) != 1)
    elif kind == 2:
        call.malformed(holder < 1 or expiry != 0 or len(call.more) != 1)
    elif kind == 3:
        call.malformed(holder != 0 or expiry < 0 or len(call.more) != 5)
    else:
        call.malformed()
    call.malformed(call.credit < -1 and not call.is_reference(call.credit))


def hold(call: Call) -> None:
    """An amount reserved, for one destination or for any."""
    hold_form(call)
    debit, credit, amount = call.resolve(call.debit), call.resolve(call.credit), call.amount
    if Status.OPERANDS_MALFORMED in call.refusals:
        return
    kind, holder = call.more[0].debit, call.more[0].credit
    to_any = call.credit == -1
    call.refuse(Status.AMOUNT_NOT_POSITIVE, amount < 1)
    call.refuse(Status.SAME_POSITION, debit == credit and not to_any)
    if kind != 3:
        call.found("participants", holder, Status.PARTICIPANT_NOT_FOUND)
    judge_hold_positions(call, debit, credit, to_any)
    if call.tables.exists(debit):
        call.refuse(Status.NOT_HOLDABLE, call.tables.guard_has(debit, ISSUANCE))
        call.within(call.tables.balances[debit]["available"] - amount)
        call.within(call.tables.positions[debit]["held"] + amount)
    call.counters(amount)
    if call.refusals:
        return
    call.tables.balances[debit]["available"] -= amount
    call.tables.positions[debit]["held"] += amount
    call.count(amount)
    call.result = len(call.tables["holds"])
    call.tables["holds"].append(hold_row(call, debit, credit))


def judge_hold_positions(call: Call, debit: int, credit: int, to_any: bool) -> None:
    """Both positions of a hold; a hold for any destination has only one."""
    if not to_any:
        judge_pair(call, debit, credit)
        batch_issuance(call, credit)
        return
    if call.position(debit, Status.DEBIT_NOT_FOUND):
        call.numbering(debit)
        call.authorise(debit)
        call.asset_open(call.tables.asset_of(debit))
        call.debit_guard(debit)


def hold_row(call: Call, debit: int, credit: int) -> Row:
    """The new row of the holds table; without conditions these are zero."""
    first = call.more[0]
    conditions = [word for operand in call.more[1:] for word in operand.words()] or [0] * 8
    row = {
        "position": debit,
        "credit": credit,
        "remaining": call.amount,
        "kind": first.debit,
        "holder": first.credit,
        "expiry": first.amount,
        "height": call.context.height,
        "state": 1,
    }
    for place in range(4):
        row[f"post_{place}"] = conditions[place]
        row[f"void_{place}"] = conditions[4 + place]
    return row


def shown(call: Call) -> list[int]:
    """The digest shown, four words; empty when none is given. Only lowered rows may show one."""
    if not call.more:
        return []
    if len(call.more) != 2 or not call.context.lowered:
        call.malformed()
        return []
    return [word for operand in call.more for word in operand.words()]


def condition(hold_entry: Row, name: str) -> list[int]:
    """Four words of one of the hold's conditions."""
    return [hold_entry[f"{name}_{place}"] for place in range(4)]


def released(call: Call, entry: Row, name: str, digest: list[int]) -> None:
    """Whether the holder, or the proof, is there that releases the hold in this direction."""
    if entry["kind"] != 3:
        call.refuse(Status.NOT_AUTHORISED, entry["holder"] not in call.context.acting)
        return
    wanted = condition(entry, name)
    if name == "void" and not any(wanted):
        call.refuse(Status.PROOF_REQUIRED)
    elif call.refuse(Status.PROOF_REQUIRED, not digest):
        return
    call.refuse(Status.PROOF_DIFFERS, bool(digest) and digest != wanted)


def expired(call: Call, entry: Row) -> bool:
    """Whether block time has passed the hold's expiry."""
    return entry["expiry"] > 0 and call.context.block_time > entry["expiry"]


def post(call: Call) -> None:
    """A hold paid out, whole or in part."""
    number, credit, amount = call.resolve(call.debit), call.resolve(call.credit), call.amount
    call.own_authority()
    digest = shown(call)
    call.refuse(Status.AMOUNT_NOT_POSITIVE, amount < 1)
    if call.position(credit, Status.CREDIT_NOT_FOUND):
        call.numbering(credit)
        batch_issuance(call, credit)
        call.credit_guard(credit)
        call.within(call.tables.balances[credit]["available"] + amount)
    if not call.found("holds", number, Status.HOLD_NOT_FOUND):
        return
    entry = call.tables["holds"][number]
    call.refuse(Status.SAME_POSITION, credit == entry["position"])
    judge_post(call, entry, credit, digest)
    if call.refusals:
        return
    call.tables.positions[entry["position"]]["held"] -= amount
    call.tables.balances[credit]["available"] += amount
    entry["remaining"] -= amount
    if entry["remaining"] == 0:
        entry["state"] = 2


def judge_post(call: Call, entry: Row, credit: int, digest: list[int]) -> None:
    """What the hold itself says to a POST."""
    call.refuse(Status.HOLD_CLOSED, entry["state"] == 2)
    call.numbering_at(entry["height"])
    released(call, entry, "post", digest)
    call.refuse(Status.HOLD_EXPIRED, expired(call, entry))
    call.refuse(Status.CREDIT_DIFFERS, entry["credit"] not in (-1, credit))
    held_asset = call.tables.asset_of(entry["position"])
    if call.tables.exists(credit):
        call.refuse(Status.ASSETS_DIFFER, call.tables.asset_of(credit) != held_asset)
    call.asset_open(held_asset)
    call.debit_guard(entry["position"])
    call.refuse(Status.EXCEEDS_HOLD, call.amount > entry["remaining"])


def void(call: Call) -> None:
    """What is left of a hold given back. Freezes, pause and closing do not stop it."""
    number = call.resolve(call.debit)
    call.own_authority()
    call.malformed(call.credit != -1 or call.amount != 0)
    digest = shown(call)
    if not call.found("holds", number, Status.HOLD_NOT_FOUND):
        return
    entry = call.tables["holds"][number]
    position = entry["position"]
    call.refuse(Status.HOLD_CLOSED, entry["state"] == 2)
    call.numbering_at(entry["height"])
    if not expired(call, entry):
        released(call, entry, "void", digest)
    returned = min(entry["remaining"], call.tables.positions[position]["held"])
    call.within(call.tables.balances[position]["available"] + returned)
    if call.refusals:
        return
    call.tables.positions[position]["held"] -= returned
    call.tables.balances[position]["available"] += returned
    entry["remaining"] = 0
    entry["state"] = 2
