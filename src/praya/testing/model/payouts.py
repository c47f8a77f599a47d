"""RECORD, SPREAD, CONVERT. Each function notes refusals; if there are none, it writes."""

from praya.base.status import Status
from praya.testing.model.call import MAX, Call
from praya.testing.model.state import CLOSED, CREDIT_FROZEN, INELIGIBLE, Row

Holding = tuple[int, int]  # (position, posted amount)


def record(call: Call) -> None:
    """Posted balances of an asset at the close of a date."""
    asset, date = call.debit, call.amount
    call.refuse(Status.OPERATION_NOT_PERMITTED, call.after_movement)
    call.own_authority()
    call.more_rows(0)
    call.malformed(call.credit != 0)
    call.refuse(Status.DATE_OUT_OF_ORDER, date >= call.tables.business_date)
    if not call.found("assets", asset, Status.ASSET_NOT_FOUND):
        return
    waiting = [
        event
        for event in call.tables["events"]
        if (event["asset"], event["state"], event["record_date"]) == (asset, 1, date)
    ]
    call.refuse(Status.EVENT_NOT_FOUND, not waiting)
    holdings = posted_holdings(call, asset)
    total = sum(amount for _, amount in holdings)
    call.within(total)
    if call.refusals:
        return
    closing = any(event["kind"] in (2, 3) for event in waiting)
    call.result = len(call.tables["records"])
    call.tables["records"].append(
        {
            "asset": asset,
            "date": date,
            "first": len(call.tables["entitlements"]),
            "rows": len(holdings),
            "total": total,
            "closing": int(closing),
        }
    )
    for position, amount in holdings:
        call.tables["entitlements"].append({"position": position, "amount": amount})
    if closing:
        call.tables["assets"][asset]["flags"] |= CLOSED
    for event in waiting:
        event["record"] = call.result
        event["state"] = 2


def posted_holdings(call: Call, asset: int) -> list[Holding]:
    """Every position of the asset with something posted, but its issuance position."""
    holdings = []
    for position in call.tables.positions_of_asset(asset):
        posted = call.tables.balances[position]["available"]
        posted += call.tables.positions[position]["held"]
        if posted > 0 and position != call.tables["assets"][asset]["issuance"]:
            holdings.append((position, posted))
    return holdings


def recorded(call: Call, event: Row) -> list[Holding]:
    """The entitlements an event's record took."""
    taken = call.tables["records"][event["record"]]
    rows = call.tables["entitlements"][taken["first"] : taken["first"] + taken["rows"]]
    return [(row["position"], row["amount"]) for row in rows]


def shares_by_rate(event: Row, holdings: list[Holding]) -> list[int]:
    """So much per unit held, rounded down for each."""
    return [amount * event["amount"] // event["denominator"] for _, amount in holdings]


def shares_of_total(total: int, holdings: list[Holding]) -> list[int]:
    """A total by largest remainder; ties to the lower position number."""
    held = sum(amount for _, amount in holdings)
    if held == 0:
        return []
    shares = [total * amount // held for _, amount in holdings]
    by_remainder = sorted(
        range(len(holdings)),
        key=lambda place: (-(total * holdings[place][1] % held), holdings[place][0]),
    )
    for place in by_remainder[: total - sum(shares)]:
        shares[place] += 1
    return shares


def shares_of(event: Row, holdings: list[Holding]) -> list[int]:
    """What each holder gets, by the event's mode."""
    if event["mode"] == 2:
        return shares_by_rate(event, holdings)
    total = event["amount"]
    if event["mode"] == 3:
        held = sum(amount for _, amount in holdings)
        denominator = event["denominator"]
        total = (2 * held * event["amount"] + denominator) // (2 * denominator)
    return shares_of_total(total, holdings)


def judge_payer(call: Call, event: Row) -> None:
    """Who may debit the paying position, and whether its asset and guard allow it."""
    call.authorise(event["paying"])
    call.asset_open(call.tables.asset_of(event["paying"]))
    call.debit_guard(event["paying"])


def credited(call: Call, event: Row, target: int) -> int:
    """The target if it is of paying's asset and may be credited, else suspense."""
    tables = call.tables
    if target == -1 or tables.asset_of(target) != tables.asset_of(event["paying"]):
        return event["suspense"]
    if tables.guard_has(target, CREDIT_FROZEN) or tables.guard_has(target, INELIGIBLE):
        return event["suspense"]
    return target


def judge_payment(call: Call, event: Row, payments: list[Holding]) -> None:
    """Counters, bounds and funds of one payment from the paying position, at once."""
    total = sum(amount for _, amount in payments)
    if not call.refuse(Status.OVERFLOW, total > MAX):
        call.counters(total)  # a total that fits no column is no amount to count
    available = {event["paying"]: call.tables.balances[event["paying"]]["available"] - total}
    call.within(available[event["paying"]])
    for position, amount in payments:
        before = available.get(position, call.tables.balances[position]["available"])
        available[position] = before + amount
        call.within(available[position])
    left = call.tables.balances[event["paying"]]["available"] - total
    if left < call.tables.floor(event["paying"]):
        asset = call.tables.asset_of(event["paying"])
        from_issuance = call.tables["assets"][asset]["issuance"] == event["paying"]
        short = Status.EXCEEDS_ISSUE_LIMIT if from_issuance else Status.EXCEEDS_AVAILABLE
        call.refuse(short)


def pay(call: Call, event: Row, payments: list[Holding]) -> None:
    """Write one payment and its effects; nothing may refuse any more."""
    total = sum(amount for _, amount in payments)
    call.tables.balances[event["paying"]]["available"] -= total
    call.count(total)
    if total > 0:
        call.effects.append((call.number, event["paying"], -total))
    for position, amount in payments:
        call.tables.balances[position]["available"] += amount
        call.effects.append((call.number, position, amount))


def found_event(call: Call, kinds: tuple[int, int]) -> Row | None:
    """The event a SPREAD or CONVERT names, if it is of a fitting kind and was recorded."""
    call.malformed(call.credit != -1 or call.amount != 0 or call.authority < 0)
    call.more_rows(0)
    events = call.tables["events"]
    if not 0 <= call.debit < len(events) or events[call.debit]["kind"] not in kinds:
        call.refuse(Status.EVENT_NOT_FOUND)
        return None
    event = events[call.debit]
    if call.refuse(Status.RECORD_NOT_FOUND, event["state"] == 1):
        return None
    late = event["payment_date"] > call.tables.business_date
    call.refuse(Status.DATE_OUT_OF_ORDER, late)
    return event


def spread(call: Call) -> None:
    """A payment over recorded holdings, to where each holder wants it."""
    event = found_event(call, (1, 2))
    if event is None:
        return
    judge_payer(call, event)
    call.refuse(Status.EVENT_DONE, event["state"] >= 3)
    holdings = recorded(call, event)
    payments = []
    for (position, _), share in zip(holdings, shares_of(event, holdings), strict=True):
        if share > 0:
            pay_to = call.tables.positions[position]["pay_to"]
            payments.append((credited(call, event, pay_to), share))
    judge_payment(call, event, payments)
    if call.refusals:
        return
    pay(call, event, payments)
    event["state"] = 3


def convert(call: Call) -> None:
    """Recorded holdings burnt (kind 2), or replaced by another asset (kind 3)."""
    event = found_event(call, (2, 3))
    if event is None:
        return
    call.refuse(Status.EVENT_DONE, event["state"] == 4)
    call.refuse(Status.EVENT_NOT_CLOSING, event["kind"] == 2 and event["state"] == 2)
    payments = []
    if event["kind"] == 3:
        judge_payer(call, event)
        payments = replacements(call, event)
        judge_payment(call, event, payments)
    if call.refusals:
        return
    burn(call, event)
    if event["kind"] == 3:
        pay(call, event, payments)
    event["state"] = 4


def replacements(call: Call, event: Row) -> list[Holding]:
    """For each holding its share, on the holder's own position of the other asset if it may."""
    tables = call.tables
    holdings = recorded(call, event)
    other = tables.asset_of(event["paying"])
    payments = []
    for (position, _), share in zip(holdings, shares_by_rate(event, holdings), strict=True):
        if share > 0:
            own = tables.position_in(tables.positions[position]["account"], other)
            payments.append((credited(call, event, own), share))
    return payments


def burn(call: Call, event: Row) -> None:
    """Take every recorded holding back to the issuance position."""
    tables = call.tables
    total = tables["records"][event["record"]]["total"]
    for position, amount in recorded(call, event):
        tables.balances[position]["available"] = 0
        tables.positions[position]["held"] = 0
        call.effects.append((call.number, position, -amount))
    issuance = tables["assets"][event["asset"]]["issuance"]
    if total > 0 and issuance != -1:
        tables.balances[issuance]["available"] += total
        call.effects.append((call.number, issuance, total))
