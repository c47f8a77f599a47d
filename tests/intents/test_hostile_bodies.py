"""Whatever a licensed institution signs, a node answers with a status and its books balance.

An exception here would stop every node of a network at the same envelope.
"""

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from node.worlds import LICENCES, World

from praya.base.errors import PrayaError
from praya.base.status import Status
from praya.envelopes.header import BatchAsset
from praya.intents import INTENTS, TAKES_COLUMNS
from praya.intents.accounts.open_accounts import COLUMNS, OpenAccounts
from praya.intents.schema import body_of
from praya.node.execution import Answer

from .hostile import BODIES, ROWS, changed_bodies, columns, typed_bodies
from .samples import busy, samples

EXAMPLES = 10  # of each kind for each verb; the slow tier takes a hundred times as many
MANY = 100
EVERYBODY = ("HKMA", "BANKA", "BANKB", "GOVT", "SFC")
QUIET = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None}
VERBS = sorted(INTENTS)


def actors(verb: str) -> tuple[str, ...]:
    """All who may use a verb, together, so that authority refuses as little as possible."""
    return tuple(code for code in EVERYBODY if LICENCES[code] in INTENTS[verb].PERMITTED)


def answered(world: World, envelope: bytes) -> Answer:
    """Submit what somebody signed; the node goes on, and a new start says the same."""
    answer = world.send(envelope)[0]
    assert world.invariants() == []
    assert world.reopened().last == world.last
    return answer


def sent(verb: str, body: dict[int, object], **parts: Any) -> Answer:
    """Sign a body and submit it to a busy world."""
    world = busy()
    try:
        envelope = world.envelope((verb, body), *actors(verb), **parts)
    except PrayaError:
        assume(False)
    height = world.last[0]
    answer = answered(world, envelope)
    assert answer.height == height + 1, f"{answer.status.name}: refused before it was read"
    return answer


def test_every_verb_has_a_request_that_is_applied() -> None:
    print(f"{len(VERBS)} verbs")
    assert set(samples()) == set(VERBS)
    for intent, acting in samples().values():
        assert busy().said(intent, *acting) == "APPLIED", intent
    for verb, (intent, _) in samples().items():
        assert sent(verb, body_of(intent)).status == Status.APPLIED, verb


def run_bodies(verb: str, examples: int) -> None:
    """Any, typed and changed bodies of one verb."""

    @settings(max_examples=examples, **QUIET)
    @given(BODIES)
    def any_body(body: dict[int, object]) -> None:
        sent(verb, body)

    @settings(max_examples=examples, **QUIET)
    @given(typed_bodies(INTENTS[verb]))
    def typed_body(body: dict[int, object]) -> None:
        sent(verb, body)

    @settings(max_examples=examples * 2, **QUIET)
    @given(changed_bodies(body_of(samples()[verb][0])))
    def changed_body(body: dict[int, object]) -> None:
        sent(verb, body)

    for run in (any_body, typed_body, changed_body):
        run()


def run_columns(examples: int) -> None:
    """The column form of opening accounts."""
    assets = st.lists(st.sampled_from(("HKD", "BOND", "NONE")), max_size=3)

    @settings(max_examples=examples, **QUIET)
    @given(columns(COLUMNS), assets, st.booleans())
    def any_columns(named: dict[str, Any], codes: list[str], seeded: bool) -> None:
        parts = {} if seeded else {"seed": b""}
        world = busy()
        intent = OpenAccounts((), tuple(codes))
        answer = answered(world, world.envelope(intent, "BANKA", columns=named, **parts))
        assert answer.status == Status.APPLIED or answer.status >= Status.QUOTA_EXCEEDED

    any_columns()


def run_batches(examples: int) -> None:
    """Signed batches of any rows, with true and with false totals."""
    totals = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9), st.integers(0, 2**63 - 1)))

    @settings(max_examples=examples, **QUIET)
    @given(ROWS, st.none() | totals, st.integers(0, 2**63 - 1))
    def any_rows(rows: list[Any], stated: list[Any] | None, numbering: int) -> None:
        world = busy()
        try:
            assets = stated and tuple(BatchAsset(*one) for one in sorted(stated))
            parts = {"assets": assets, "numbering_height": numbering}
            envelope = world.batch(rows, "BANKA", "BANKB", **parts)
        except PrayaError:
            assume(False)
        answered(world, envelope)

    any_rows()


@pytest.mark.parametrize("verb", VERBS)
def test_any_signed_body_gets_a_status(verb: str) -> None:
    run_bodies(verb, EXAMPLES)


def test_any_signed_columns_get_a_status() -> None:
    run_columns(EXAMPLES * 8)


def test_any_signed_batch_gets_a_status() -> None:
    run_batches(EXAMPLES * 8)


def test_a_section_that_no_verb_asked_for_is_refused_before_the_journal() -> None:
    @settings(max_examples=EXAMPLES, **QUIET)
    @given(st.sampled_from(VERBS), columns(("debit", "amount")))
    def any_section(verb: str, named: dict[str, Any]) -> None:
        world, (intent, _) = busy(), samples()[verb]
        before = world.last
        envelope = world.envelope((verb, body_of(intent)), *actors(verb), columns=named)
        answer = answered(world, envelope)
        assert answer.status == Status.INTENT_MALFORMED
        assert (world.last == before) == (verb not in TAKES_COLUMNS)

    any_section()


@pytest.mark.slow
@pytest.mark.parametrize("verb", VERBS)
def test_very_many_signed_bodies_get_a_status(verb: str) -> None:
    run_bodies(verb, EXAMPLES * MANY)


@pytest.mark.slow
def test_very_many_signed_columns_and_batches_get_a_status() -> None:
    run_columns(EXAMPLES * 4 * MANY)
    run_batches(EXAMPLES * 4 * MANY)
