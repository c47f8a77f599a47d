"""Who acts in a simulation: institutions with keys made of their names, and the first genesis.

Everything is the same in every run. Signatures are Ed25519, which are deterministic.
"""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Final

from praya.base.calendars import Calendar, calendar_to_document
from praya.base.dates import parse_day
from praya.base.signing import Algorithm, KeyField, KeyKind, Suite
from praya.envelopes.keys import KeyPolicy, KeySet, PolicyRule, key_set_from_map
from praya.envelopes.participants import Licence, Participant, Role
from praya.node.genesis import Genesis
from praya.testing.oracle.ledger import Start
from praya.vault.keyring import Keyring, KeyRole

DAY_MS: Final = 86_400_000
FIRST_DAY: Final = parse_day("2026-11-16")  # a Monday
NOON: Final = FIRST_DAY * DAY_MS + 4 * 3_600_000  # noon in Hong Kong, as UTC
CALENDAR: Final = Calendar(
    code="HKHK",
    weekend=(5, 6),
    holidays=tuple(map(parse_day, ("2026-12-25", "2027-01-01", "2027-02-08", "2027-02-09"))),
    first_day=parse_day("2026-01-01"),
    last_day=parse_day("2027-12-31"),
)
OPERATOR: Final = "OPER"
OPERATORS: Final = ("OPER", "OPERTWO")
LICENCES: Final = {
    "OPER": Licence.CENTRAL_BANK,
    "OPERTWO": Licence.MARKET_OPERATOR,
    "BANKA": Licence.BANK,
    "BANKB": Licence.BANK,
    "BROKER": Licence.BROKER,
    "GOVT": Licence.GOVERNMENT,
    "SFC": Licence.SUPERVISOR,
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What is registered of an institution, as far as schedules change it."""

    licence: Licence
    roles: tuple[Role, ...] = ()
    keys: tuple[tuple[int, bool], ...] = ((1, True),)  # (number, active)
    threshold: int = 1
    expiry: int = 0


@cache
def keyring(code: str, number: int) -> Keyring:
    """A key set of this institution; its keys are made of name and number."""
    seed = sha256(f"simulated {code} {number}".encode()).digest()
    return Keyring.restore(code, KeyRole(number=number), {Algorithm.ED25519: seed})


@cache
def public_key(code: str, number: int) -> bytes:
    """The Ed25519 key of such a key set."""
    found = keyring(code, number).public_keys()[int(KeyField.ED25519)]
    return found if isinstance(found, bytes) else b""


@cache
def document(code: str, terms: Terms) -> bytes:
    """The document that registers an institution."""
    return Participant(
        code=code,
        name_en=code,
        name_zh=code,
        lei="",
        licence=terms.licence,
        licence_expiry=terms.expiry,
        roles=terms.roles,
        key_sets=tuple(_key_set(code, *key) for key in terms.keys),
        policy=KeyPolicy((PolicyRule("*", terms.threshold, kinds=(KeyKind.INSTITUTION,)),)),
    ).to_document()


def _key_set(code: str, number: int, active: bool) -> KeySet:
    fields = {**keyring(code, number).public_keys(), int(KeyField.ACTIVE): active}
    return key_set_from_map(fields, Suite.ED25519)


def first_terms(code: str) -> Terms:
    """What an institution is admitted with."""
    roles: tuple[Role, ...] = (Role.OPERATOR,) if code in OPERATORS else ()
    if code == OPERATOR:
        roles = (Role.OPERATOR, Role.CALENDAR)
    return Terms(LICENCES.get(code, Licence.BANK), roles)


@cache
def genesis() -> Genesis:
    """Two operators, a calendar, nothing else."""
    return Genesis(
        name="simulation",
        suite=Suite.ED25519,
        business_date=FIRST_DAY,
        block_time=NOON,
        calendar=CALENDAR.code,
        calendars=(calendar_to_document(CALENDAR),),
        participants=tuple(document(code, first_terms(code)) for code in OPERATORS),
    )


def naive_start() -> Start:
    """The same for the naive ledger."""
    made = genesis()
    return Start(
        chain_id=sha256(made.encode()).digest(),
        suite=made.suite,
        business_date=made.business_date,
        block_time=made.block_time,
        calendar=made.calendar,
        calendars=made.calendars,
        participants=made.participants,
    )
