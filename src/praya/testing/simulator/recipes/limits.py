"""Requests at the limits that a ledger meets once in years: exactly there, or one too far.

Limits are small in some schedules (`settings`). Where they are as large as they ship, there is
nothing to ask here, so that no schedule spends its time on them in vain.
"""

from dataclasses import replace
from typing import Any, Final

from praya.base.calendars import calendar_to_document
from praya.envelopes.participants import NAME_BYTES_MAX
from praya.instruments import cash_token, fixed_rate_bond
from praya.intents.accounts.open_positions import OpenPositions
from praya.intents.governance.admit_participant import AdmitParticipant
from praya.intents.governance.amend_participant import AmendParticipant
from praya.intents.governance.publish_calendar import PublishCalendar
from praya.intents.issuance.define_asset import DefineAsset
from praya.intents.supervision.record_holdings import RecordHoldings
from praya.testing.oracle.digests import write
from praya.testing.oracle.pending import ASKED_FROM
from praya.testing.simulator.cast import (
    CALENDAR,
    OPERATOR,
    OPERATORS,
    document,
    first_terms,
    terms_of,
)
from praya.testing.simulator.letters import Request
from praya.testing.simulator.recipes.register_requests import bond_terms
from praya.testing.simulator.scene import NothingToAskError, Scene
from praya.testing.simulator.settings import IS_PLAIN, STEPS_FEW

LONG: Final = "MANY"  # a calendar with so many holidays that reading it is work
SLACK: Final = 8  # bytes by which heads of longer texts grow
SMALL: Final = 1_000  # limits below this one are within reach
FEW: Final = 100
STEP_BYTES: Final = 8
ASSETS_WANTED: Final = 7
HOLIDAY_BYTES: Final = 3


def rare_limit(scene: Scene) -> Request:
    """What one of the limits that are small here is about. NothingToAskError where none is."""
    bounds = scene.ledger.bounds
    choices = [
        (sized_document, bounds.document_bytes < SMALL),
        (long_calendar, bounds.lowering_steps < SMALL),
        (many_payments, bounds.events_pending < SMALL),
        (another_record, bounds.records_per_day < FEW),
        (another_record, bounds.records_per_day < FEW),
        (another_position, IS_PLAIN),
        (another_participant, IS_PLAIN),
    ]
    return scene.pick([recipe for recipe, is_near in choices if is_near])(scene)


def sized_document(scene: Scene) -> Request:
    """A participant or a bond whose document is as large as may be, or a byte larger."""
    size = scene.ledger.bounds.document_bytes + scene.pick((0, 1))
    return scene.pick((_sized_participant, _sized_participant, _sized_bond))(scene, size)


def _sized_participant(scene: Scene, size: int) -> Request:
    """A newcomer's, or one that stands with another name."""
    suite = scene.ledger.start.suite
    code = scene.pick(code for code in scene.participants() if code not in OPERATORS)
    terms = terms_of(scene.ledger.register.participants[code])
    acting: tuple[str, ...] = (scene.operator(), code)
    is_new = scene.chance(0.3)
    if is_new:
        code, acting = f"NEW{scene.random.randrange(1_000)}", acting[:1]
        keys = tuple((number, True) for number in (1, 2, 3))
        terms = replace(first_terms(code), keys=keys)
    shortest = len(document(code, replace(terms, name="n"), suite))
    for length in range(max(1, size - shortest - SLACK), 2 * NAME_BYTES_MAX + 1):
        made = document(code, replace(terms, name="n" * length), suite)
        if len(made) >= size:
            intent = AdmitParticipant(made) if is_new else AmendParticipant(made)
            return Request(acting, intent)
    raise NothingToAskError


def _sized_bond(scene: Scene, size: int) -> Request:
    """One whose two names fill the document."""
    terms = bond_terms(scene.book.today, 2)
    for length in range(size // 2, 2 * NAME_BYTES_MAX + 1):
        first = min(length, NAME_BYTES_MAX)
        named = replace(terms, name_en="n" * first, name_zh="n" * max(1, length - first))
        fields = fixed_rate_bond.to_fields(named)
        if len(write({1: fixed_rate_bond.NAME, 2: fields})) >= size:
            return _bond(scene, fields)
    raise NothingToAskError


def long_calendar(scene: Scene) -> Request:
    """A calendar that takes too much work to read, a short one again, or a bond that follows it."""
    if f"calendar/{LONG}" in scene.book.values and scene.chance(0.6):
        terms = bond_terms(scene.book.today, 2, calendar=LONG)
        return _bond(scene, fixed_rate_bond.to_fields(terms))
    many = STEPS_FEW * STEP_BYTES // HOLIDAY_BYTES + 1 if scene.chance(0.7) else 3
    last = CALENDAR.last_day + 2 * STEPS_FEW
    holidays = tuple(range(last - many, last))
    long = replace(CALENDAR, code=LONG, holidays=holidays, last_day=last)
    return Request((scene.operator(),), PublishCalendar(calendar_to_document(long)))


def many_payments(scene: Scene) -> Request:
    """A bond of two payments, though others wait to be made."""
    days = scene.pick((4, 8, 12))
    return _bond(scene, fixed_rate_bond.to_fields(bond_terms(scene.book.today, days)))


def another_record(scene: Scene) -> Request:
    """A record of today for an asset of which none was asked yet: mostly by who asked before."""
    book = scene.book
    asked = {
        row["asset"]
        for row in book.model.state["events"]
        if row["record_date"] == book.today and row["number"] >= ASKED_FROM
    }
    fresh = [code for code in scene.assets() if book.assets[code] not in asked]
    issuers = {book.model.state["assets"][asset]["issuer"] for asset in asked}
    again = [code for code in fresh if book.asset_row(code)["issuer"] in issuers]
    asset = scene.pick(again if again and scene.chance(0.7) else fresh)
    overseers, issuer = (scene.operator(), "SFC"), scene.issuer(asset)
    is_full = len(asked) >= scene.ledger.bounds.records_of_issuers
    asking = scene.pick(overseers if is_full else (*[issuer] * 4, *overseers))
    return Request((asking,), RecordHoldings(asset, scene.book.today))


def another_position(scene: Scene) -> Request:
    """One more for the account with the most of a few that lack some."""
    book, assets = scene.book, scene.assets()
    if len(assets) < ASSETS_WANTED:  # those of the start fit into one account
        return _cash(scene)
    wanting = [
        code for code in scene.accounts() if any(book.position(code, asset) < 0 for asset in assets)
    ]
    few = [scene.pick(wanting) for _ in range(3)]
    account = max(few, key=lambda code: book.account_row(code)["positions"])
    missing = [asset for asset in assets if book.position(account, asset) < 0]
    return Request((scene.owner(account),), OpenPositions(account, (scene.pick(missing),), ()))


def another_participant(scene: Scene) -> Request:
    """A newcomer."""
    code = f"NEW{scene.random.randrange(1_000)}"
    admitted = document(code, first_terms(code), scene.ledger.start.suite)
    return Request((scene.operator(),), AdmitParticipant(admitted))


def _cash(scene: Scene) -> Request:
    terms = cash_token.Terms("HKD", 2, "1000.00", 0)
    code = f"A{scene.random.randrange(10_000)}"
    return Request((OPERATOR,), DefineAsset(code, cash_token.NAME, cash_token.to_fields(terms)))


def _bond(scene: Scene, fields: dict[int, Any]) -> Request:
    code = f"A{scene.random.randrange(10_000)}"
    return Request(("GOVT",), DefineAsset(code, fixed_rate_bond.NAME, fields))
