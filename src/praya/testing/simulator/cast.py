"""Who acts in a simulation: institutions with keys made of their names, and the first genesis.

Everything is the same in every run, also the signatures (see `signing_keys`).
"""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any, Final

from praya.base.calendars import Calendar, calendar_to_document
from praya.base.dates import parse_day
from praya.base.signing import KeyField, KeyKind, Suite
from praya.envelopes.keys import KeyPolicy, KeySet, PolicyRule
from praya.envelopes.participants import NAME_BYTES_MAX, Licence, Participant, Role
from praya.node.genesis import Genesis
from praya.testing.oracle.documents import read_participant
from praya.testing.oracle.ledger import Start
from praya.testing.simulator.legality import demand
from praya.testing.simulator.signing_keys import keyring, public_key

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
PERSONS_FROM: Final = 20  # numbers of key sets that persons have: 20 and 21 are of one
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
    threshold: int = 1  # for every verb that no rule below is about
    expiry: int = 0
    rules: tuple[PolicyRule, ...] = ()  # beside that, of one verb or area each
    name: str = ""  # in English, and behind 200 letters in Chinese; the code where there is none


@cache
def document(code: str, terms: Terms, suite: Suite = Suite.ED25519) -> bytes:
    """The document that registers an institution, with the keys that a suite asks for.

    ViolationError if it says anything else than the terms, read by the oracle.
    """
    general = PolicyRule("*", terms.threshold, kinds=(KeyKind.INSTITUTION,))
    made = Participant(
        code=code,
        name_en=terms.name[:NAME_BYTES_MAX] or code,
        name_zh=terms.name[NAME_BYTES_MAX:] or code,
        lei="",
        licence=terms.licence,
        licence_expiry=terms.expiry,
        roles=terms.roles,
        key_sets=tuple(_key_set(code, key, suite) for key in terms.keys),
        policy=KeyPolicy((general, *terms.rules)),
    ).to_document()
    said = read_participant(made)
    found = terms_of(said)
    demand((said.code, found) == (code, terms), f"the document of {code} says {found}")
    return made


def terms_of(known: Participant) -> Terms:
    """What is registered of an institution that schedules made; its first rule is for all verbs."""
    return Terms(
        licence=known.licence,
        roles=known.roles,
        keys=tuple((one.number, one.active) for one in known.key_sets),
        threshold=known.policy.rules[0].threshold,
        expiry=known.licence_expiry,
        rules=known.policy.rules[1:],
        name="".join(name for name in (known.name_en, known.name_zh) if name != known.code),
    )


def person_of(code: str, number: int) -> bytes:
    """Whose key set this is, as a salted label would say; two of them are of one person."""
    return sha256(f"simulated {code} person {number // 2}".encode()).digest()


def is_of_a_person(number: int) -> bool:
    """Whether schedules keep this number for a person's key set."""
    return number >= PERSONS_FROM


def _key_set(code: str, key: tuple[int, bool], suite: Suite) -> KeySet:
    """Put together by hand: a reader of the product would read what it takes them for."""
    number, active = key
    if is_of_a_person(number):
        only = public_key(code, number)
        person = person_of(code, number)
        return KeySet(number, KeyKind.PERSON, ed25519=only, person=person, active=active)
    public: Any = keyring(code, number, suite).public_keys()
    return KeySet(
        number=number,
        kind=KeyKind(public[KeyField.KIND]),
        ed25519=public[KeyField.ED25519],
        ml_dsa_65=public[KeyField.ML_DSA_65],
        active=active,
    )


def first_terms(code: str) -> Terms:
    """What an institution is admitted with."""
    roles: tuple[Role, ...] = (Role.OPERATOR,) if code in OPERATORS else ()
    if code == OPERATOR:
        roles = (Role.OPERATOR, Role.CALENDAR)
    return Terms(LICENCES.get(code, Licence.BANK), roles)


@cache
def genesis(suite: Suite = Suite.ED25519) -> Genesis:
    """Two operators, a calendar, nothing else."""
    return Genesis(
        name="simulation",
        suite=suite,
        business_date=FIRST_DAY,
        block_time=NOON,
        calendar=CALENDAR.code,
        calendars=(calendar_to_document(CALENDAR),),
        participants=tuple(document(code, first_terms(code), suite) for code in OPERATORS),
    )


def naive_start(suite: Suite = Suite.ED25519) -> Start:
    """The same for the naive ledger."""
    made = genesis(suite)
    return Start(
        chain_id=sha256(made.encode()).digest(),
        suite=made.suite,
        business_date=made.business_date,
        block_time=made.block_time,
        calendar=made.calendar,
        calendars=made.calendars,
        participants=made.participants,
    )
