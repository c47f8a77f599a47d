"""What requests that make, move and attest value come to, naively."""

from fractions import Fraction
from hashlib import sha256
from typing import Any

from praya.base.attributes import ALL_ATTRIBUTES
from praya.base.status import Status
from praya.envelopes.participants import Licence, Role
from praya.instruments import INSTRUMENTS
from praya.instruments.instrument import read_terms
from praya.testing.model.operations import ATTEST, HOLD, MORE, MOVE, POST, VOID
from praya.testing.oracle.book import Book, code_of
from praya.testing.oracle.digests import document_key, read_map, salt, salted_leaf, write
from praya.testing.oracle.documents import (
    DayUnknownError,
    Sheet,
    read_days,
    read_participant,
    read_sheet,
)
from praya.testing.oracle.drafts import AMOUNT_MAX, Draft, more_rows, refuse
from praya.testing.oracle.governance_requests import read_calendar
from praya.testing.oracle.pending import demand_room_for_a_record, demand_room_for_events
from praya.testing.oracle.schedules import NoScheduleError, Payment, payments
from praya.testing.oracle.trees import tree_root

YEAR_MS = 400 * 86_400_000
HOLDINGS_SUBJECT = b"praya holdings 1"
ISSUES_CASH = (Licence.CENTRAL_BANK, Licence.BANK)


def define_asset(draft: Draft, asked: Any, licence: Licence, calendar: str) -> None:
    """An asset with its issuance, its payments and its terms."""
    refuse(Status.INSTRUMENT_UNKNOWN, asked.instrument not in INSTRUMENTS)
    _, problems = read_terms(INSTRUMENTS[asked.instrument], asked.terms)
    refuse(Status.TERMS_INVALID, bool(problems))
    refuse(Status.INTENT_MALFORMED, len("ISSUE:" + asked.code) > 32 or "/" in asked.code)
    refuse(Status.ASSET_EXISTS, asked.code in draft.book.assets)
    refuse(Status.ACCOUNT_EXISTS, "ISSUE:" + asked.code in draft.book.accounts)
    refuse(Status.NOT_ISSUER, asked.instrument == "cash_token" and licence not in ISSUES_CASH)
    draft.demand_seed()
    sheet, issuer = read_sheet(asked.instrument, asked.terms), draft.actors[0]
    more = [(sheet.decimals, 0, sheet.required, 1, MORE, 0)]
    more += more_rows(asked.code.encode().ljust(32, b"\0"))
    asset = draft.add_wide(7, (2, issuer, sheet.limit), more)
    account = draft.define_account("ISSUE:" + asked.code, issuer, 2, 0)
    draft.open(account, asset, 1)
    if sheet.pays is not None:
        value = read_calendar(draft, sheet.calendar or calendar)
        listed = _payments(asked.terms, value)
        demand_room_for_events(draft, len(listed))
        _schedule(draft, asset, sheet, listed)
    draft.put(f"asset/{asked.code}", write({1: asked.instrument, 2: asked.terms}))


def _payments(fields: Any, calendar: Any) -> list[Payment]:
    """What a bond pays."""
    try:
        return payments(fields, read_days(calendar))
    except DayUnknownError:
        refuse(Status.CALENDAR_UNKNOWN)
        raise
    except NoScheduleError:
        refuse(Status.INTENT_MALFORMED)
        raise


def _schedule(draft: Draft, asset: int, sheet: Sheet, schedule: list[Payment]) -> None:
    """A mandate of the issuer to the ledger, and an event for each payment."""
    cash, paying_account, suspense_account = sheet.pays or ("", "", "")
    draft.own_account(paying_account)
    draft.own_account(suspense_account)
    paying = draft.position(paying_account, cash)
    suspense = draft.position(suspense_account, cash)
    refuse(Status.TERMS_INVALID, draft.book.asset_row(cash)["decimals"] != sheet.decimals)
    paid_in = read_map(draft.book.values[f"asset/{cash}"])
    other = paid_in[1] != "cash_token" or paid_in[2][1] != sheet.currency
    refuse(Status.TERMS_INVALID, other)
    owed = 0
    for payment in schedule:
        exact = Fraction(payment.numerator, payment.denominator) * sheet.limit
        owed += (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
    refuse(Status.TERMS_INVALID, not 0 < owed <= AMOUNT_MAX)
    mandate = draft.define(3, paying, owed, [(0, 0, 0), (0, 0, 0)])
    for payment in schedule:
        what = (2 if payment.is_redemption else 1, 3, payment.numerator)
        when = (payment.record_date, payment.payment_date, payment.denominator)
        draft.define(4, asset, payment.number, [what, when, (paying, suspense, mandate)])


def amend_asset(draft: Draft, asked: Any) -> None:
    """Demands (5), pause (6) or limit (7)."""
    asset = draft.own_asset(asked.asset)
    refuse(Status.INTENT_MALFORMED, asked.change not in (5, 6, 7) or asked.value < 0)
    unknown_bits = asked.change == 5 and asked.value > ALL_ATTRIBUTES
    refuse(Status.INTENT_MALFORMED, unknown_bits)
    if asked.change == 7:
        draft.demand_cash(asked.asset, True)
    draft.set(asked.change, asset, asked.value)


def mint_cash(draft: Draft, asked: Any) -> None:
    """From issuance, once for each receipt."""
    asset = draft.own_asset(asked.asset)
    draft.demand_cash(asked.asset, True)
    words = asked.receipt.split(" ")
    spelt = all(word and word.isascii() and word.isprintable() for word in words)
    refuse(Status.INTENT_MALFORMED, not spelt)
    name = f"receipt/{asked.asset}/{asked.receipt}"
    refuse(Status.RECEIPT_USED, name in draft.book.values)
    amount = draft.amount(asked.amount, asked.asset)
    target = draft.position(asked.account, asked.asset)
    draft.demand_seed()
    draft.add(MOVE, draft.issuance(asset), target, amount)
    hidden = salt(draft.seed, len(draft.rows))
    draft.put(name, write({1: asked.amount, 2: asked.account, 3: hidden}))


def redeem_cash(draft: Draft, asked: Any) -> None:
    """Back to issuance."""
    draft.own_account(asked.account)
    draft.demand_cash(asked.asset, True)
    amount = draft.amount(asked.amount, asked.asset)
    source = draft.position(asked.account, asked.asset)
    draft.add(MOVE, source, draft.issuance(draft.book.assets[asked.asset]), amount)


def issue_units(draft: Draft, asked: Any) -> None:
    """From issuance to an account."""
    asset = draft.own_asset(asked.asset)
    draft.demand_cash(asked.asset, False)
    amount = draft.amount(asked.amount, asked.asset)
    draft.add(MOVE, draft.issuance(asset), draft.position(asked.account, asked.asset), amount)


def transfer(draft: Draft, asked: Any) -> None:
    """One movement."""
    draft.own_account(asked.source)
    amount = draft.amount(asked.amount, asked.asset)
    source = draft.position(asked.source, asked.asset)
    draft.add(MOVE, source, draft.position(asked.target, asked.asset), amount)


def settle_dvp(draft: Draft, asked: Any) -> None:
    """Two movements, both or none."""
    refuse(Status.SETTLEMENT_DATE_DIFFERS, asked.settlement_date != draft.book.today)
    draft.own_account(asked.seller)
    draft.own_account(asked.payer)
    quantity = draft.amount(asked.quantity, asked.security)
    amount = draft.amount(asked.amount, asked.cash)
    seller = draft.position(asked.seller, asked.security)
    draft.add(MOVE, seller, draft.position(asked.buyer, asked.security), quantity)
    payer = draft.position(asked.payer, asked.cash)
    draft.add(MOVE, payer, draft.position(asked.payee, asked.cash), amount)


def place_hold(draft: Draft, asked: Any) -> None:
    """An amount reserved."""
    draft.own_account(asked.source)
    amount = draft.amount(asked.amount, asked.asset)
    source = draft.position(asked.source, asked.asset)
    too_many = len(asked.target) > 1 or len(asked.holder) > 1
    refuse(Status.INTENT_MALFORMED, too_many or asked.kind not in (1, 2, 3))
    target = draft.position(asked.target[0], asked.asset) if asked.target else -1
    holder = 0
    if asked.holder:
        known = asked.holder[0] in draft.book.participants
        refuse(Status.PARTICIPANT_UNKNOWN, not known)
        holder = draft.book.participants[asked.holder[0]]
    by_proof = asked.kind == 3
    refuse(Status.INTENT_MALFORMED, by_proof != bool(asked.post_condition))
    refuse(Status.INTENT_MALFORMED, bool(asked.void_condition) and not by_proof)
    conditions = asked.post_condition + (asked.void_condition or bytes(32))
    refuse(Status.INTENT_MALFORMED, by_proof and len(conditions) != 64)
    more = more_rows(conditions) if by_proof else []
    terms = (asked.kind, holder, asked.expiry, 1, MORE, 0)
    draft.add_wide(HOLD, (source, target, amount), [terms, *more])


def release_hold(draft: Draft, asked: Any) -> None:
    """A hold paid out, or given back."""
    refuse(Status.INTENT_MALFORMED, not 0 <= asked.hold < 2**31 or len(asked.preimage) > 1_024)
    halves = bool(asked.target) != bool(asked.amount)
    refuse(Status.INTENT_MALFORMED, halves or len(asked.target) > 1)
    asset, state = draft.asset(asked.asset), draft.book.model.state
    if asked.hold < len(state["holds"]):
        held = state.asset_of(state["holds"][asked.hold]["position"])
        refuse(Status.INTENT_MALFORMED, held != asset)
    shown = more_rows(sha256(asked.preimage).digest()) if asked.preimage else []
    if not asked.target:
        draft.add_wide(VOID, (asked.hold, -1, 0), shown)
        return
    amount = draft.amount(asked.amount, asked.asset)
    target = draft.position(asked.target[0], asked.asset)
    draft.add_wide(POST, (asked.hold, target, amount), shown)


def grant_mandate(draft: Draft, asked: Any) -> None:
    """A standing right of another."""
    draft.own_account(asked.account)
    position = draft.position(asked.account, asked.asset)
    amount = draft.amount(asked.amount, asked.asset)
    halves = bool(asked.period_days) != bool(asked.period_amount)
    refuse(Status.INTENT_MALFORMED, halves or not 0 <= asked.period_days < 2**31)
    limit = draft.amount(asked.period_amount, asked.asset) if asked.period_days else 0
    refuse(Status.PARTICIPANT_UNKNOWN, asked.grantee not in draft.book.participants)
    grantee = draft.book.participants[asked.grantee]
    draft.define(3, position, amount, [(grantee, asked.period_days, limit), (0, 0, asked.expiry)])


def revoke_mandate(draft: Draft, asked: Any) -> None:
    """The end of such a right."""
    state = draft.book.model.state
    refuse(Status.INTENT_MALFORMED, not 1 <= asked.mandate < len(state["mandates"]))
    mandate = state["mandates"][asked.mandate]
    account = state["accounts"][state.positions[mandate["position"]]["account"]]
    is_issuance = account["kind"] == 2
    refuse(Status.NOT_CONTROLLED, is_issuance or account["owner"] not in draft.actors)
    refuse(Status.NOT_CONTROLLED, mandate["grantee"] == 0)
    draft.set(8, asked.mandate, 0)


def attest_fact(draft: Draft, asked: Any) -> None:
    """A fact, in the provider's own slot for its subject."""
    formed = len(asked.reserve_of) <= 1 and len(asked.evidence) == 32 and asked.value >= 0
    refuse(Status.INTENT_MALFORMED, not formed or not asked.subject.strip())
    kind, target = 1, -1
    if asked.reserve_of:
        draft.demand_cash(asked.reserve_of[0], True)
        kind, target = 2, draft.own_asset(asked.reserve_of[0])
    subject = document_key(f"attestation/{asked.subject}")[:16]
    about = (kind, target, asked.valid_from, asked.valid_until)
    _attest(draft, subject, asked.value, about, asked.evidence)


def record_holdings(draft: Draft, asked: Any, licence: Licence) -> None:
    """An event of today that pays nothing, so that the next opening records an asset."""
    asset = _overseen(draft, asked.asset, licence)
    refuse(Status.DATE_OUT_OF_ORDER, asked.date != draft.book.today)
    demand_room_for_a_record(draft, is_overseer=_oversees(draft, licence))
    draft.define(4, asset, 2**40 + asked.date, [(0, 0, 0), (asked.date, 0, 1), (-1, -1, 0)])


def _overseen(draft: Draft, code: str, licence: Licence) -> int:
    """An asset for its issuer, a supervisor, or an operator as its document stands."""
    return draft.asset(code) if _oversees(draft, licence) else draft.own_asset(code)


def _oversees(draft: Draft, licence: Licence) -> bool:
    """A supervisor by licence, or an operator by its document as it stands now."""
    document = draft.book.values[f"participant/{draft.acting[0]}"]
    return licence is Licence.SUPERVISOR or Role.OPERATOR in read_participant(document).roles


def attest_holdings(draft: Draft, asked: Any, licence: Licence, block_time: int) -> None:
    """The root over the holdings of one record."""
    asset = _overseen(draft, asked.asset, licence)
    records = draft.book.model.state["records"]
    found = [
        place
        for place, record in enumerate(records)
        if (record["asset"], record["date"]) == (asset, asked.date)
    ]
    refuse(Status.DOCUMENT_UNKNOWN, not found)
    refuse(Status.ATTESTATION_DIFFERS, holdings_root(draft.book, found[0]) != asked.root)
    about = (3, found[0], block_time, block_time + YEAR_MS)
    _attest(draft, HOLDINGS_SUBJECT, 0, about, asked.root)


def _attest(
    draft: Draft, subject: bytes, value: int, about: tuple[int, int, int, int], evidence: bytes
) -> None:
    kind, target, valid_from, valid_until = about
    words = [int.from_bytes(subject[place : place + 8], "little", signed=True) for place in (0, 8)]
    wanted = (draft.actors[0], kind, target, *words)
    columns = ("provider", "kind", "target", "subject_0", "subject_1")
    slots = [
        slot
        for slot, row in enumerate(draft.book.model.state["attestations"])
        if tuple(row[column] for column in columns) == wanted
    ]
    more = [
        *more_rows(subject),
        (kind, target, valid_from, 1, MORE, 0),
        (0, 0, valid_until, 1, MORE, 0),
        *more_rows(evidence),
    ]
    draft.add_wide(ATTEST, (slots[0] if slots else -1, draft.actors[0], value), more)


def holdings_root(book: Book, record: int) -> bytes:
    """The tree over the salted holdings of one record."""
    state = book.model.state
    taken = state["records"][record]
    decimals = state["assets"][taken["asset"]]["decimals"]
    leaves = []
    for entry in state["entitlements"][taken["first"] : taken["first"] + taken["rows"]]:
        position = state.positions[entry["position"]]
        salts = b"".join(
            position[f"salt_{place}"].to_bytes(8, "little", signed=True) for place in (0, 1)
        )
        words = (entry["position"], taken["asset"], taken["date"], entry["amount"], decimals)
        row = b"".join(word.to_bytes(8, "little", signed=True) for word in words)
        row += code_of(state["accounts"][position["account"]]).encode().ljust(32, b"\0")
        leaves.append(salted_leaf(salts, row))
    return tree_root(leaves)
