"""What calendars, participants and term sheets say, read anew from their encoded maps.

Whether a document may be taken is asked of the product; what it says once it is taken is read here,
by the numbers of its fields in `docs/reference/formats.md`. It must not know ledgers or requests,
nor the product's readers, calendars and schedules.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Final, NamedTuple

from praya.base.errors import require
from praya.base.signing import KeyKind
from praya.envelopes.keys import KeyPolicy, KeySet, PolicyRule
from praya.envelopes.participants import Licence, Participant, Role
from praya.testing.oracle.digests import read_map

EPOCH: Final = date(1970, 1, 1)
STAYS, FOLLOWING, MODIFIED_FOLLOWING = 0, 1, 2


class DayUnknownError(Exception):
    """A calendar says nothing of a day."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a calendar."""

    weekend: frozenset[int]  # 0 is Monday
    holidays: frozenset[int]
    first: int
    last: int

    def is_good(self, day: int) -> bool:
        """Whether business is done on it. DayUnknownError."""
        if not self.first <= day <= self.last:
            raise DayUnknownError
        weekday = (EPOCH + timedelta(days=day)).weekday()
        return weekday not in self.weekend and day not in self.holidays

    def from_day(self, day: int, step: int) -> int:
        """The first business day from this one on (step 1), or back from it (step -1)."""
        while not self.is_good(day):
            day += step
        return day

    def next(self, day: int) -> int:
        """The business day after a day."""
        return self.from_day(day + 1, 1)

    def before(self, day: int, count: int) -> int:
        """So many business days before a day; with none, the day itself or the one it moves to."""
        for _ in range(count):
            day = self.from_day(day - 1, -1)
        return day if count else self.from_day(day, 1)

    def moved(self, day: int, convention: int) -> int:
        """Where a day goes by the number of a convention."""
        if convention == STAYS:
            return day
        if convention == FOLLOWING:
            return self.from_day(day, 1)
        if convention == MODIFIED_FOLLOWING:
            month = (EPOCH + timedelta(days=day)).month
            while (EPOCH + timedelta(days=day)).month == month:
                if self.is_good(day):
                    return day
                day += 1
            return self.from_day(day - 1, -1)
        return self.from_day(day, -1)


def read_days(fields: Mapping[int, Any]) -> Days:
    """The calendar of a document."""
    return Days(frozenset(fields[1]), frozenset(fields[2]), fields[3], fields[4])


def read_participant(document: bytes) -> Participant:
    """The participant of a document."""
    fields = read_map(document)
    rules = [
        PolicyRule(rule[1], rule[2], tuple(rule[3]), tuple(map(KeyKind, rule[4])), rule[5])
        for rule in fields[9][1]
    ]
    return Participant(
        code=fields[1],
        name_en=fields[2],
        name_zh=fields[3],
        lei=fields[4],
        licence=Licence(fields[5]),
        licence_expiry=fields[6],
        roles=tuple(map(Role, fields[7])),
        key_sets=tuple(_key_set(each) for each in fields[8]),
        policy=KeyPolicy(tuple(rules)),
    )


def _key_set(fields: Mapping[int, Any]) -> KeySet:
    return KeySet(
        number=fields[1],
        kind=KeyKind(fields[2]),
        ed25519=fields[3],
        ml_dsa_65=fields[4],
        es256=fields[5],
        rp_id_hash=fields[6],
        origin=fields[7],
        person=fields[8],
        active=fields[9],
    )


class Sheet(NamedTuple):
    """What the terms of an asset say to the ledger."""

    currency: str
    decimals: int
    limit: int  # minor units
    required: int  # attribute bits
    pays: tuple[str, str, str] | None = None  # cash asset, paying account, suspense account
    calendar: str = ""


def read_sheet(instrument: str, fields: Mapping[int, Any]) -> Sheet:
    """The terms of a cash token or a bond."""
    if instrument == "cash_token":
        return Sheet(fields[1], fields[2], minor_units(fields[3], fields[2]), fields[4])
    require(instrument == "fixed_rate_bond", "the naive ledger reads every instrument there is")
    limit, pays = minor_units(fields[6], fields[5]), (fields[21], fields[22], fields[23])
    return Sheet(fields[4], fields[5], limit, fields[19], pays, fields[17])


def minor_units(text: str, decimals: int) -> int:
    """Decimal text, with as many decimals as there are or fewer."""
    return int(Fraction(text) * 10**decimals)
