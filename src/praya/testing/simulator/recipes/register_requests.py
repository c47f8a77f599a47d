"""Participants, calendars, days, accounts, assets and attestations."""

from dataclasses import replace
from typing import Any

from praya.base.attributes import ALL_ATTRIBUTES
from praya.base.calendars import calendar_to_document
from praya.base.signing import Suite
from praya.envelopes.participants import Participant
from praya.instruments import cash_token, fixed_rate_bond
from praya.intents.accounts.freeze_account import FreezeAccount
from praya.intents.accounts.open_accounts import OpenAccounts
from praya.intents.accounts.open_positions import OpenPositions
from praya.intents.accounts.set_attributes import SetAttributes
from praya.intents.calendar.open_day import OpenDay
from praya.intents.governance.admit_participant import AdmitParticipant
from praya.intents.governance.amend_participant import AmendParticipant
from praya.intents.governance.publish_calendar import PublishCalendar
from praya.intents.governance.suspend_participant import SuspendParticipant
from praya.intents.issuance.amend_asset import AmendAsset
from praya.intents.issuance.define_asset import DefineAsset
from praya.intents.supervision.attest_fact import AttestFact
from praya.intents.supervision.attest_holdings import AttestHoldings
from praya.intents.supervision.record_holdings import RecordHoldings
from praya.testing.oracle.book import code_of
from praya.testing.oracle.value_requests import holdings_root
from praya.testing.simulator.cast import (
    CALENDAR,
    DAY_MS,
    LICENCES,
    OPERATOR,
    OPERATORS,
    Terms,
    document,
    first_terms,
    is_of_a_person,
    terms_of,
)
from praya.testing.simulator.letters import Request
from praya.testing.simulator.recipes.bonds import with_coupons
from praya.testing.simulator.scene import Scene

KEEPERS = tuple(code for code in LICENCES if code != "SFC")
GENERATIONS_MAX = 4


def admit_participant(scene: Scene) -> Request:
    """A newcomer, or one of the cast that is not there yet."""
    absent = [code for code in LICENCES if code not in scene.book.participants]
    code = scene.pick([*absent, f"NEW{scene.random.randrange(1_000)}"])
    admitted = document(code, first_terms(code), _suite(scene))
    return Request((scene.operator(),), AdmitParticipant(admitted))


def amend_participant(scene: Scene) -> Request:
    """Another key, a threshold of two, an expiry: signed by an operator and the participant."""
    code = scene.pick(scene.participants())
    known = scene.ledger.register.participants[code]
    terms = _next_terms(scene, known)
    operator = scene.operator()
    acting = (operator,) if code == operator else (operator, code)
    return Request(acting, AmendParticipant(document(code, terms, _suite(scene))))


def _suite(scene: Scene) -> Suite:
    """That of the ledger; where it asks for two signatures, at times keys for one only."""
    suite = scene.ledger.start.suite
    return Suite.ED25519 if suite is Suite.HYBRID and scene.chance(0.1) else suite


def _next_terms(scene: Scene, known: Participant) -> Terms:
    """What is to be registered next; nobody is locked out for good."""
    terms = terms_of(known)
    keys, threshold = terms.keys, terms.threshold
    change = scene.pick(("key", "key", "retire", "threshold", "expiry"))
    systems = [key for key in keys if not is_of_a_person(key[0])]
    active = [number for number, is_active in systems if is_active]
    if change == "key" and len(systems) < GENERATIONS_MAX:
        return replace(terms, keys=tuple(sorted((*keys, (systems[-1][0] + 1, True)))))
    if change == "retire" and len(active) > threshold:
        kept = tuple((number, is_active and number != active[0]) for number, is_active in keys)
        return replace(terms, keys=kept)
    if change == "threshold":
        return replace(terms, threshold=1 + (threshold == 1 and len(active) > 1))
    if known.code in OPERATORS:
        return terms
    return replace(terms, expiry=scene.pick((0, scene.now_ms + 3 * DAY_MS)))


def suspend_participant(scene: Scene) -> Request:
    """A participant stopped; or, if one is stopped, mostly let in again."""
    operator = scene.operator()
    stopped = sorted(scene.ledger.register.suspended)
    if stopped and scene.chance(0.8):
        return Request((operator,), SuspendParticipant(scene.pick(stopped), 3, "settled"))
    code = scene.pick(code for code in scene.participants() if code != operator)
    return Request((operator,), SuspendParticipant(code, 2, "an inquiry"))


def publish_calendar(scene: Scene) -> Request:
    """The calendar again, one with a name of its own, or one with a day of storm to come.

    Recorded requests to open days follow the first calendar, so no storm comes there.
    """
    calendar = CALENDAR if scene.chance(0.5) else replace(CALENDAR, code="LOCAL")
    storm = scene.book.today + scene.pick((1, 1, 2, 3))
    is_free = storm not in CALENDAR.holidays and storm < CALENDAR.last_day
    if is_free and scene.ledger.start.suite is Suite.ED25519 and scene.chance(0.6):
        calendar = replace(CALENDAR, holidays=tuple(sorted((*CALENDAR.holidays, storm))))
    return Request((scene.operator(),), PublishCalendar(calendar_to_document(calendar)))


def open_day(scene: Scene) -> Request:
    """The next business day; its time may not have come."""
    return Request((OPERATOR,), OpenDay(scene.next_day))


def open_accounts(scene: Scene) -> Request:
    """A few accounts with positions."""
    owner = scene.pick(code for code in scene.participants() if code in KEEPERS)
    records = []
    for _ in range(scene.pick((1, 1, 2, 3))):
        code = f"{owner}.{scene.random.randrange(10_000)}"
        records.append({1: code, 2: scene.pick((0, 0, 1)), 3: scene.pick((0, ALL_ATTRIBUTES, 3))})
    assets = scene.pick([(), *((code,) for code in scene.assets()), ("HKD", "LONG")])
    paid_in = "HKD" if assets == ("HKD", "LONG") and scene.chance(0.7) else ""
    return Request((owner,), OpenAccounts(tuple(records), assets, paid_in))


def open_positions(scene: Scene) -> Request:
    """Another asset for an account, paid to itself or to nobody."""
    account = scene.pick(scene.accounts())
    missing = [code for code in scene.assets() if scene.book.position(account, code) < 0]
    asset = scene.pick(missing)
    cash = [code for code in scene.assets(cash=True) if scene.book.position(account, code) >= 0]
    pay_to = (account, scene.pick(cash)) if cash and scene.chance(0.8) else ()
    return Request((scene.owner(account),), OpenPositions(account, (asset,), pay_to))


def set_attributes(scene: Scene) -> Request:
    """What an account holder is; mostly enough for what he holds."""
    account = scene.pick(scene.accounts())
    bits = scene.pick((ALL_ATTRIBUTES, ALL_ATTRIBUTES, 3, 1, 0))
    return Request((scene.owner(account),), SetAttributes(account, bits))


def freeze_account(scene: Scene) -> Request:
    """A freeze; where something is frozen, mostly a release."""
    rows = scene.book.model.state["accounts"]
    frozen = [code_of(row) for row in rows if row["flags"] and row["kind"] != 2]
    if frozen and scene.chance(0.7):
        account, freeze = scene.pick(frozen), 0
    else:
        account, freeze = scene.pick(scene.accounts()), scene.pick((1, 2, 3))
    return Request((scene.owner(account),), FreezeAccount(account, freeze, "an order"))


def define_asset(scene: Scene) -> Request:
    """A cash token of a bank, or a bond that pays soon, once or several times."""
    code = f"A{scene.random.randrange(10_000)}"
    if scene.chance(0.3):
        issuer = scene.pick(("OPER", "BANKA", "BANKB"))
        decimals = scene.pick((0, 2, 9))
        limit = "1000000" + ("." + "0" * decimals if decimals else "")
        terms = cash_token.Terms("HKD", decimals, limit, scene.pick((0, 0, 1)))
        return Request((issuer,), DefineAsset(code, cash_token.NAME, cash_token.to_fields(terms)))
    bond = bond_terms(scene.book.today, scene.pick((1, 2, 4)))
    if scene.chance(0.6):
        bond = with_coupons(scene, bond)
    fields = fixed_rate_bond.to_fields(bond)
    return Request(("GOVT",), DefineAsset(code, fixed_rate_bond.NAME, fields))


def bond_terms(today: int, days: int, **changed: Any) -> fixed_rate_bond.Terms:
    """A bond of 1,000.00 that pays interest and is redeemed after so many business days."""
    maturity = today
    for _ in range(days + 1):
        maturity = CALENDAR.next_business_day(maturity)
    stated: dict[str, Any] = {
        "isin": "",
        "name_en": "Simulated bond",
        "name_zh": "模擬債券",
        "currency": "HKD",
        "decimals": 2,
        "aggregate_nominal": "1000.00",
        "specified_denomination": "0.01",
        "integral_multiple": "0.01",
        "issue_price": "100",
        "interest_rate": "12",
        "day_count": "ACT/365F",
        "issue_date": today,
        "maturity_date": maturity,
        "step_months": 0,
        "business_day_convention": 1,
        "amount_dates": 1,
        "calendar": CALENDAR.code,
        "record_business_days": 1,
        "required_attributes": 0,
        "governing_law": "HK",
        "cash_asset": "HKD",
        "paying_account": "GOVT.PAYING",
        "suspense_account": "GOVT.SUSPENSE",
    }
    return fixed_rate_bond.Terms(**{**stated, **changed})


def amend_asset(scene: Scene) -> Request:
    """Demands, a pause, a limit; mostly taken back where they stop things."""
    rows = [(code, scene.book.asset_row(code)) for code in scene.assets()]
    stopped = [(code, row) for code, row in rows if row["flags"] & 1 or row["required"]]
    if stopped and scene.chance(0.7):
        code, row = scene.pick(stopped)
        change, value = (6, 0) if row["flags"] & 1 else (5, 0)
    else:
        code, _ = scene.pick(rows)
        change = scene.pick((5, 6, 7) if scene.is_cash(code) else (5, 6))
        value = {5: scene.pick((0, 1, 3)), 6: 1, 7: scene.pick((10**8, 10**11, 2**62))}[change]
    return Request((scene.issuer(code),), AmendAsset(code, change, value))


def attest_fact(scene: Scene) -> Request:
    """A price, or the reserve of a cash token, which sets its limit."""
    now = scene.now_ms
    evidence = scene.random.randbytes(32)
    if scene.chance(0.5):
        asset = scene.pick(scene.assets(cash=True))
        value = scene.pick((10**9, 10**11, 2**61))
        fact = AttestFact("reserve", value, now, now + DAY_MS, evidence, (asset,))
        return Request((scene.issuer(asset),), fact)
    subject = scene.pick(("price", "nav"))
    fact = AttestFact(subject, scene.random.randrange(10**6), now, now + DAY_MS, evidence, ())
    return Request((scene.pick(scene.participants()),), fact)


def record_holdings(scene: Scene) -> Request:
    """An asset is to be recorded when today closes."""
    asset = scene.pick(scene.assets())
    asking = scene.pick((scene.issuer(asset), scene.operator(), "SFC"))
    return Request((asking,), RecordHoldings(asset, scene.book.today))


def attest_holdings(scene: Scene) -> Request:
    """The tree over a record that was taken."""
    state = scene.book.model.state
    record, row = scene.pick(enumerate(state["records"]))
    asset = code_of(state["assets"][row["asset"]])
    root = holdings_root(scene.book, record)
    asking = scene.pick((scene.issuer(asset), "SFC"))
    return Request((asking,), AttestHoldings(asset, row["date"], root))
