"""The scopes: for each, a tiny ledger, an alphabet, and how far it reaches.

Delivery versus payment, holds of three kinds, mandates with counters, freezes and eligibility. It
must not know how they are searched.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final

from praya.kernel import operations as op
from praya.kernel import tables as t
from praya.kernel.builder import RowBuilder
from praya.testing.scopes.alphabets import (
    EVERYONE,
    FIRST_DATE,
    TICK,
    Bounds,
    Letter,
    TinyLedger,
)

A, B = 1, 2
SHOWN: Final = bytes([7]) + bytes(31)
GIVEN_BACK: Final = bytes([9]) + bytes(31)
WRONG: Final = bytes([8]) + bytes(31)
ALL_HOLD_FIELDS: Final = tuple(range(len(t.COLUMNS["holds"])))
HELD: Final[Mapping[int, tuple[int, ...]]] = {
    t.BALANCES: (t.AVAILABLE,),
    t.POSITIONS: (t.POSITION_HELD,),
    t.HOLDS: ALL_HOLD_FIELDS,
}


@dataclass(frozen=True)
class World:
    """A scope to be searched."""

    ledger: TinyLedger
    letters: list[Letter]
    bounds: Bounds
    fields: Mapping[int, tuple[int, ...]]


def one(name: str, write: Callable[[RowBuilder], object], **about: object) -> Letter:
    """A letter of one row, alone."""
    return _letter(name, RowBuilder(group=0), write, **about)


def group(name: str, write: Callable[[RowBuilder], object], **about: object) -> Letter:
    """A letter whose rows succeed or fail together."""
    return _letter(name, RowBuilder(), write, **about)


def _letter(
    name: str, build: RowBuilder, write: Callable[[RowBuilder], object], **about: object
) -> Letter:
    write(build)
    return Letter(name, build.rows(), **about)  # type: ignore[arg-type]


def delivery() -> World:
    """Two parties, two assets, at most three holds: groups of legs, straight or through holds."""
    ledger = TinyLedger(2, 2, ((19, 6), (6, 19)))
    cash, bond = (
        [ledger.position(each, 0) for each in (0, 1)],
        [ledger.position(each, 1) for each in (0, 1)],
    )
    letters = []
    for buyer, (price, quantity) in product((0, 1), ((1, 1), (2, 1), (1, 3))):
        seller = 1 - buyer

        def trade(
            build: RowBuilder,
            sides: tuple[int, int] = (buyer, seller),
            terms: tuple[int, int] = (price, quantity),
        ) -> None:
            build.move(bond[sides[1]], bond[sides[0]], terms[1])
            build.move(cash[sides[0]], cash[sides[1]], terms[0])

        name = f"dvp {buyer} {price} {quantity}"
        letters.append(group(name, trade, acting=(A, B)))
        letters.append(group(f"{name} signed", trade, acting=(A, B), lowered=False))
        letters.append(group(f"{name} one signs", trade, acting=(A,)))
    letters += _hold_letters(cash, "cash") + _hold_letters(bond, "bond")
    for first, second in ((0, 1), (1, 0), (0, 2), (1, 2)):
        for buyer in (0, 1):

            def settle(
                build: RowBuilder, holds: tuple[int, int] = (first, second), to: int = buyer
            ) -> None:
                build.post(holds[0], bond[to], 1)
                build.post(holds[1], cash[1 - to], 1)

            letters.append(group(f"settle {first} {second} {buyer}", settle, acting=(A, B)))
    return World(ledger, letters, Bounds({t.HOLDS: 3}), HELD)


def _hold_letters(places: list[int], name: str) -> list[Letter]:
    """Holds by each party for the other, one and two units, and their release."""
    letters = []
    for side, amount in product((0, 1), (1, 2)):
        terms = (t.HOLD_BY_HOLDER, 2 - side, 0)

        def hold(
            build: RowBuilder,
            side: int = side,
            amount: int = amount,
            terms: tuple[int, int, int] = terms,
        ) -> None:
            build.hold(places[side], places[1 - side], amount, terms)

        letters.append(one(f"hold {name} {side} {amount}", hold, adds_to=t.HOLDS))
    for number in range(3):
        letters.append(one(f"void {number}", lambda b, n=number: b.void(n)))  # type: ignore[misc]
    return letters


def holds() -> World:
    """One asset, three positions, two holds of any kind, time going on past every expiry."""
    ledger = TinyLedger(3, 1, ((10, 4, 0),))
    places = [ledger.position(each, 0) for each in range(3)]
    kinds: list[tuple[str, tuple[int, int, int], bytes]] = [
        ("time", (t.HOLD_BY_TIME, B, 2), b""),
        ("holder", (t.HOLD_BY_HOLDER, B, 0), b""),
        ("proof", (t.HOLD_BY_PROOF, 0, 3), SHOWN + GIVEN_BACK),
        ("proof for ever", (t.HOLD_BY_PROOF, 0, 0), SHOWN + bytes(32)),
    ]
    letters = [TICK, one("back", lambda b: b.move(places[2], places[0], 1))]
    for (name, terms, conditions), credit, amount in product(kinds, (-1, places[2]), (1, 2, 3)):

        def hold(
            build: RowBuilder,
            what: tuple[tuple[int, int, int], bytes] = (terms, conditions),
            credit: int = credit,
            amount: int = amount,
        ) -> None:
            build.hold(places[0], credit, amount, what[0], what[1])

        letters.append(one(f"hold {name} {credit} {amount}", hold, adds_to=t.HOLDS))
    for number, digest, amount in product((0, 1, 2), (b"", SHOWN, WRONG), (1, 2)):
        for target in (places[1], places[2]):

            def post(
                build: RowBuilder,
                what: tuple[int, int, int] = (number, target, amount),
                digest: bytes = digest,
            ) -> None:
                build.post(what[0], what[1], what[2], digest)

            letters.append(one(f"post {number} {target} {amount}", post, acting=(B,)))
    for number, digest, actor in product((0, 1, 2), (b"", GIVEN_BACK, SHOWN), (A, B)):

        def void(build: RowBuilder, number: int = number, digest: bytes = digest) -> None:
            build.void(number, digest)

        letters.append(one(f"void {number} {actor}", void, acting=(actor,)))
    return World(ledger, letters, Bounds({t.HOLDS: 3}, time_last=4), HELD)


def mandates() -> World:
    """Two mandates over one position: counters, periods, expiry and end, days and time going on."""
    ledger = TinyLedger(2, 1, ((7, 3),))
    payer, payee = ledger.position(0, 0), ledger.position(1, 0)
    build = RowBuilder()
    build.define_mandate(payer, 5, B, period=(2, 3, 0))
    build.define_mandate(payer, 6, B, period=(0, 0, 2))
    build.define_mandate(payer, 2, A, period=(1, 2, 3))
    ledger.apply(build.rows(), EVERYONE)
    letters = [TICK, one("back", lambda b: b.move(payee, payer, 1))]
    for mandate, amount, actor in product((1, 2, 3), (1, 2, 4), (A, B)):

        def draw(build: RowBuilder, mandate: int = mandate, amount: int = amount) -> None:
            build.move(payer, payee, amount, mandate)

        letters.append(one(f"draw {mandate} {amount} {actor}", draw, acting=(actor,)))
    letters.append(group("two draws", lambda b: _draws(b, payer, payee), acting=(B,)))
    for mandate in (1, 2, 3):
        letters.append(
            one(f"revoke {mandate}", lambda b, m=mandate: b.set(op.SET_MANDATE_REVOKED, m, 0))  # type: ignore[misc]
        )
    for today in range(FIRST_DATE, FIRST_DATE + 3):
        letters.append(one(f"day {today}", lambda b, d=today: b.open_day(d + 1, d)))  # type: ignore[misc]
    changing = (t.MANDATE_REMAINING, t.MANDATE_USED, t.MANDATE_USED_ON, t.MANDATE_STATE)
    fields = {
        t.LEDGER: (t.LEDGER_BUSINESS_DATE,),
        t.BALANCES: (t.AVAILABLE,),
        t.MANDATES: changing,
    }
    return World(ledger, letters, Bounds(time_last=4, date_last=FIRST_DATE + 3), fields)


def _draws(build: RowBuilder, payer: int, payee: int) -> None:
    """One unit under each of two mandates: both or neither."""
    build.move(payer, payee, 1, 1)
    build.move(payer, payee, 1, 2)


def freezes() -> World:
    """Flags of accounts, positions and the asset, demands and attributes, one hold, payments."""
    ledger = TinyLedger(2, 1, ((6, 4),))
    places = [ledger.position(each, 0) for each in (0, 1)]
    letters: list[Letter] = []

    def change(name: str, kind: int, target: int, value: int, thaws: bool = False) -> None:
        letters.append(
            one(f"{name} {target} {value}", lambda b: b.set(kind, target, value), thaws=thaws)
        )

    for account, flags in product((1, 2), range(4)):
        change("account flags", op.SET_ACCOUNT_FLAGS, account, flags, flags == 0)
    for account, attributes in product((1, 2), range(4)):
        change("attributes", op.SET_ACCOUNT_ATTRIBUTES, account, attributes)
    for place, flags in product(places, range(4)):
        change("position flags", op.SET_POSITION_FLAGS, place, flags, flags == 0)
    for required in range(4):
        change("required", op.SET_ASSET_REQUIRED, 0, required, required == 0)
    for paused in range(2):
        change("paused", op.SET_ASSET_PAUSED, 0, paused, paused == 0)
    for source in (0, 1):
        letters.append(_pay(places[source], places[1 - source]))
    letters.append(_issue(places[0]))
    terms = (t.HOLD_BY_PROOF, 0, 0)
    letters.append(
        one(
            "hold",
            lambda b: b.hold(places[0], -1, 1, terms, SHOWN + bytes(32)),
            adds_to=t.HOLDS,
        )
    )
    letters.append(one("post", lambda b: b.post(0, places[1], 1, SHOWN)))
    fields = dict(HELD) | {
        t.BALANCES: (t.AVAILABLE, t.GUARD),
        t.POSITIONS: (t.POSITION_HELD, t.POSITION_FLAGS),
        t.ACCOUNTS: (t.ACCOUNT_ATTRIBUTES, t.ACCOUNT_FLAGS),
        t.ASSETS: (t.ASSET_REQUIRED, t.ASSET_FLAGS),
    }
    return World(ledger, letters, Bounds({t.HOLDS: 1}), fields)


def _pay(source: int, target: int) -> Letter:
    return one(f"pay {source} {target}", lambda b: b.move(source, target, 1), acting=(A, B))


def _issue(target: int) -> Letter:
    """Issuing past the limit, and what it meets on the way."""
    return one("issue", lambda b: b.move(0, target, 1), acting=(3,))


WORLDS: Final[Mapping[str, Callable[[], World]]] = {
    "delivery": delivery,
    "holds": holds,
    "mandates": mandates,
    "freezes": freezes,
}
