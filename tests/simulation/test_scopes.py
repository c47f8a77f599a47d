"""Exhaustive small scopes: no state breaks a rule, and a broken rule is found."""

import numpy as np
import pytest

from praya.kernel import tables as t
from praya.kernel.rows import Rows
from praya.testing.scopes import exploring, policies
from praya.testing.scopes.alphabets import Letter
from praya.testing.scopes.searching import MEANINGS, Search, run_scopes
from praya.testing.scopes.worlds import WORLDS

FAST_STATES = 20_000
SLOW_STATES = 3_000_000
MILLION = 1_000_000
NEVER = 0


def quiet(name: str, done: int) -> None:
    """Progress that nobody looks at."""


def test_no_state_of_a_small_scope_breaks_a_rule() -> None:
    found = run_scopes(quiet, FAST_STATES, sample=60)
    for name, scope in found["scopes"].items():
        print(name, scope["states"], "states", scope["steps"], "steps", scope["seconds"], "s")
        assert scope["problem"] is None
        assert scope["states"] >= FAST_STATES
    assert found["violations"] == 0


@pytest.mark.slow
def test_no_state_of_a_whole_scope_breaks_a_rule() -> None:
    found = run_scopes(quiet, SLOW_STATES, sample=5_000)
    for name, scope in found["scopes"].items():
        print(name, scope["states"], "states", scope["whole"], scope["seconds"], "s")
        assert scope["problem"] is None
        assert scope["states"] >= MILLION


def searched(name: str, states: int = 300) -> Search:
    search = Search.of(WORLDS[name](), states)
    assert search.run(lambda done: None) is None
    return search


def broken(name: str, table: int, row: int, field: int, value: int) -> str | None:
    """What is said of a scope whose first state is spoiled in one cell."""
    search = Search.of(WORLDS[name](), 50)
    store = search.scope.store
    cell = int(store.layout[table, 0] + row * store.layout[table, 1] + field)
    store.cells[cell] = value
    place = np.flatnonzero(search.scope.watched == cell)
    search.found.states[0, place] = value
    return search.run(lambda done: None)


@pytest.mark.parametrize(
    ("name", "where", "value", "problem"),
    [
        ("delivery", (t.BALANCES, 1, t.AVAILABLE), 16, exploring.SUM_BROKEN),
        ("delivery", (t.BALANCES, 1, t.AVAILABLE), -1, exploring.NEGATIVE),
        ("delivery", (t.POSITIONS, 1, t.POSITION_HELD), 1, exploring.HELD_DIFFERS),
        ("freezes", (t.BALANCES, 1, t.GUARD), 1 << 24 | 1 << 16 | 1, exploring.GUARD_DIFFERS),
        ("freezes", (t.BALANCES, 1, t.GUARD), 1 << 24 | 2, exploring.GUARD_DIFFERS),
        ("freezes", (t.BALANCES, 1, t.GUARD), 1 << 24 | 1 << 19 | 1, exploring.GUARD_DIFFERS),
        ("mandates", (t.MANDATES, 1, t.MANDATE_REMAINING), -1, exploring.MANDATE_BROKEN),
        ("mandates", (t.MANDATES, 1, t.MANDATE_USED), 9, exploring.MANDATE_BROKEN),
        ("mandates", (t.MANDATES, 1, t.MANDATE_USED_ON), 99, exploring.MANDATE_BROKEN),
    ],
)
def test_a_broken_state_is_found(
    name: str, where: tuple[int, int, int], value: int, problem: int
) -> None:
    found = broken(name, *where, value)
    assert str(found).startswith(MEANINGS[problem]), found


def test_a_hold_that_nobody_can_end_is_found() -> None:
    world = WORLDS["freezes"]()
    letters = [letter for letter in world.letters if not letter.thaws]
    stuck = type(world)(world.ledger, letters, world.bounds, world.fields)
    found = Search.of(stuck, 5_000).run(lambda done: None)
    assert str(found).startswith(MEANINGS[exploring.HOLD_STUCK]), found


def test_a_write_that_is_not_watched_is_found() -> None:
    world = WORLDS["delivery"]()
    fields = {table: columns for table, columns in world.fields.items() if table != t.POSITIONS}
    blind = type(world)(world.ledger, world.letters, world.bounds, fields)
    found = Search.of(blind, 50).run(lambda done: None)
    assert str(found).startswith(MEANINGS[exploring.WRITE_UNWATCHED]), found


def test_a_leg_alone_is_found() -> None:
    world = WORLDS["delivery"]()
    place = world.ledger.position(0, 0)
    rows = Rows.from_list([(place, place + 1, 1, 0, 0, 0), (place, place + 1, 99, 0, 0, 0)])
    loose = type(world)(world.ledger, [Letter("no group", rows)], world.bounds, world.fields)
    found = Search.of(loose, 50).run(lambda done: None)
    assert str(found).startswith(MEANINGS[exploring.LEG_ALONE]), found


def test_every_letter_but_those_meant_to_fail_is_applied_somewhere() -> None:
    for name in WORLDS:
        search = searched(name, 5_000)
        refused = search.found.tally[:, 0] == NEVER
        names = [
            one.name for one, never in zip(search.world.letters, refused, strict=True) if never
        ]
        print(name, len(search.world.letters), "letters, never applied:", names)
        assert len(names) < len(search.world.letters) / 2


def test_a_wrong_judgement_of_a_policy_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policies, "policy_met", lambda policy, verb, signers: bool(signers))
    assert policies.search_policies(1_000, lambda done: None)["problem"] is not None


def test_a_wrong_judgement_of_a_standing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    right = policies.judgement
    monkeypatch.setattr(
        policies, "judgement", lambda verb, one: right(verb, policies.replace(one, lapsed=False))
    )
    assert policies.search_standings()[1] is not None
