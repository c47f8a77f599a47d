"""The `run` section of a term sheet: who takes part, who is allotted what, what is traded.

Everything in it may be left out. It is read by its form alone, and all that is wrong is told at
once. It must not know the terms of the bond.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

from praya.base.attributes import Attribute
from praya.base.catalogue import Phrase
from praya.base.dates import parse_day
from praya.base.errors import PrayaError
from praya.dev.scenarios.plan import AccountRow, PartyRow
from praya.envelopes.participants import Licence, Role
from praya.instruments.problems import Problem
from praya.kernel import tables as t

KINDS: Final = {
    "client": t.ACCOUNT_CLIENT,
    "house": t.ACCOUNT_HOUSE,
    "suspense": t.ACCOUNT_SUSPENSE,
}
OUTCOMES: Final = ("settles", "without_cash", "ineligible")
HOLDERS_MAX: Final = 1_000_000  # a hundred thousand take minutes; nobody waits for more
LIST_MAX: Final = 1_000  # of participants, accounts, allotments, trades: told one by one
_CODE_CHARACTERS_MAX: Final = 32
_NAME_CHARACTERS_MAX: Final = 200

Check = Callable[[object], bool]


def wrong(field: str, value: object, key: str, detail: object = "") -> Problem:
    """A problem: its path in the file, what stands there, the key of the words that would help."""
    return Problem(field, value, Phrase(key, {"detail": detail}))


@dataclass(frozen=True, slots=True)
class Wish:
    """An allotment or a trade as it is written; amounts are decimal text."""

    asset: str  # "" where there is one bond only
    account: str = ""
    amount: str = ""
    outcome: str = ""
    seller: str = ""
    buyer: str = ""
    quantity: str = ""


@dataclass(frozen=True, slots=True)
class RunSection:
    """What a run section states; None or empty for what it leaves to the run."""

    parties: tuple[PartyRow, ...] = ()
    accounts: tuple[AccountRow, ...] = ()
    agent: str = ""
    allotments: tuple[Wish, ...] = ()
    trades: tuple[Wish, ...] | None = None
    closed_day: int | None = None
    holders: int | None = None


def read_run_section(written: object) -> tuple[RunSection, list[Problem]]:
    """The section and all that is wrong with its form; only one without a problem is used."""
    if not isinstance(written, dict):  # absent, or told of by whoever reads the sheet
        return RunSection(), []
    reader = _Reader()
    reader.known("run", written, (*_LISTS, "agent", "closed_day", "holders"))
    for name, fields in _LISTS.items():
        reader.records(f"run.{name}", written.get(name, []), fields)
    for name, check, expected in _SINGLE:
        if name in written and not check(written[name]):
            reader.problems.append(wrong(f"run.{name}", written[name], expected))
    if reader.problems:
        return RunSection(), reader.problems
    parties = written.get("participants", [])
    closed = written.get("closed_day")
    section = RunSection(
        parties=tuple(_party(one, first=place == 0) for place, one in enumerate(parties)),
        accounts=tuple(_account(one) for one in written.get("accounts", [])),
        agent=written.get("agent", ""),
        allotments=tuple(_wish(one) for one in written.get("allotments", [])),
        trades=tuple(map(_wish, written["trades"])) if "trades" in written else None,
        closed_day=None if closed is None else parse_day(closed),
        holders=written.get("holders"),
    )
    return section, []


def _party(record: Mapping[str, Any], *, first: bool) -> PartyRow:
    roles = [Role.OPERATOR.name, Role.CALENDAR.name] if first else []
    return PartyRow(
        code=record["code"],
        english=record.get("name_en", record["code"]),
        chinese=record.get("name_zh", record.get("name_en", record["code"])),
        licence=Licence[record["licence"]],
        roles=tuple(Role[name] for name in record.get("roles", roles)),
    )


def _account(record: Mapping[str, Any]) -> AccountRow:
    bits = sum(int(Attribute[name]) for name in record["attributes"])
    return AccountRow(record["code"], KINDS[record["kind"]], bits)


def _wish(record: Mapping[str, Any]) -> Wish:
    return Wish(**{"asset": "", **record})


def _is_code(value: object) -> bool:
    return (
        isinstance(value, str)
        and 0 < len(value) <= _CODE_CHARACTERS_MAX
        and all("!" <= letter <= "~" for letter in value)
    )


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and parse_day(value) is not None
    except PrayaError:
        return False


def _is_text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _NAME_CHARACTERS_MAX


def _is_count(value: object) -> bool:
    return type(value) is int and 1 <= value <= HOLDERS_MAX


def _names(known: Mapping[str, object]) -> Check:
    return lambda value: (
        isinstance(value, list)
        and all(isinstance(one, str) and one in known for one in value)
        and len(set(value)) == len(value)
    )


def _one_of(known: Sequence[str]) -> Check:
    return lambda value: isinstance(value, str) and value in known


# A field: whether it must be there, its check, the key of its words.
_CODE = (True, _is_code, "life.wrong.code")
_OPTIONAL_CODE = (False, _is_code, "life.wrong.code")
_AMOUNT = (True, _is_text, "life.wrong.amount")
_LISTS: Final[dict[str, dict[str, tuple[bool, Check, str]]]] = {
    "participants": {
        "code": _CODE,
        "name_en": (False, _is_text, "life.wrong.text"),
        "name_zh": (False, _is_text, "life.wrong.text"),
        "licence": (True, _one_of(list(Licence.__members__)), "life.wrong.licence"),
        "roles": (False, _names(Role.__members__), "life.wrong.roles"),
    },
    "accounts": {
        "code": _CODE,
        "kind": (True, _one_of(list(KINDS)), "life.wrong.kind"),
        "attributes": (True, _names(Attribute.__members__), "life.wrong.attributes"),
    },
    "allotments": {"asset": _OPTIONAL_CODE, "account": _CODE, "amount": _AMOUNT},
    "trades": {
        "asset": _OPTIONAL_CODE,
        "outcome": (True, _one_of(OUTCOMES), "life.wrong.outcome"),
        "seller": _CODE,
        "buyer": _CODE,
        "quantity": _AMOUNT,
        "amount": _AMOUNT,
    },
}
_SINGLE: Final[tuple[tuple[str, Check, str], ...]] = (
    ("agent", _is_code, "life.wrong.code"),
    ("closed_day", _is_day, "life.wrong.day"),
    ("holders", _is_count, "life.wrong.holders"),
)


class _Reader:
    """Goes through a section and gathers problems."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def known(self, path: str, mapping: Mapping[object, object], names: Sequence[str]) -> None:
        for key, value in mapping.items():
            if key not in names:
                near = get_close_matches(str(key)[:_CODE_CHARACTERS_MAX], names, n=2)
                name = f"{path}.{_shown_key(key)}"
                self.problems.append(Problem.unknown(name, value, tuple(near)))

    def records(
        self, path: str, written: object, fields: Mapping[str, tuple[bool, Check, str]]
    ) -> None:
        """A list of objects, each with the fields it must have and no other."""
        if not isinstance(written, list) or len(written) > LIST_MAX:
            self.problems.append(wrong(path, written, "life.wrong.list", str(LIST_MAX)))
            return
        for place, record in enumerate(written):
            here = f"{path}[{place}]"
            if not isinstance(record, dict):
                self.problems.append(wrong(here, record, "life.wrong.object"))
                continue
            self.known(here, record, list(fields))
            for name, (must, check, expected) in fields.items():
                if (must or name in record) and not check(record.get(name)):
                    detail = ", ".join(_CHOICES.get(expected.rpartition(".")[2], ()))
                    value = record.get(name)
                    self.problems.append(wrong(f"{here}.{name}", value, expected, detail))


_CHOICES: Final[dict[str, Sequence[str]]] = {
    "licence": list(Licence.__members__),
    "roles": list(Role.__members__),
    "kind": list(KINDS),
    "attributes": list(Attribute.__members__),
    "outcome": OUTCOMES,
}


def _shown_key(key: object) -> str:
    """A name that a stranger wrote: short, and with nothing that a terminal would obey."""
    text = str(key)
    return (text if text.isprintable() else ascii(text))[:_CODE_CHARACTERS_MAX]
