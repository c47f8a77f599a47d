"""Limits and policies that schedules reach since a reviewer named them as never reached."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from praya.base.signing import KeyKind
from praya.base.status import Status
from praya.envelopes.keys import KeyPolicy, KeySet, PolicyRule, policy_met
from praya.intents.accounts.freeze_account import FreezeAccount
from praya.intents.governance.admit_participant import AdmitParticipant
from praya.intents.governance.amend_participant import AmendParticipant
from praya.intents.governance.publish_calendar import PublishCalendar
from praya.intents.issuance.define_asset import DefineAsset
from praya.intents.settlement.grant_mandate import GrantMandate
from praya.intents.settlement.transfer import Transfer
from praya.intents.supervision.record_holdings import RecordHoldings
from praya.testing.model.operations import HOLD, MORE, MOVE, POST
from praya.testing.oracle.digests import write
from praya.testing.oracle.documents import read_participant
from praya.testing.oracle.judging import rule_for, suffices
from praya.testing.simulator.cast import OPERATOR, Terms, document, first_terms, terms_of
from praya.testing.simulator.founding import copied
from praya.testing.simulator.harness import Harness
from praya.testing.simulator.letters import Request, Writer, signed_anew
from praya.testing.simulator.recipes import batches, limits, policies
from praya.testing.simulator.recipes.batches import totals
from praya.testing.simulator.scene import NothingToAskError, Scene
from praya.testing.simulator.settings import (
    DOCUMENT_BYTES_FEW,
    STEPS_FEW,
    Setting,
    limits_in_place,
    with_rare_limits,
)

SMALL = Setting(
    purged_per_block=1,
    document_bytes=DOCUMENT_BYTES_FEW,
    lowering_steps=STEPS_FEW,
    events_pending=8,
    events_pending_per_issuer=6,
    records_per_day=3,
    records_of_issuers=2,
    records_per_issuer=1,
)
PERSON = PolicyRule("settlement.transfer", 1, kinds=(KeyKind.PERSON,), persons=1)
PLAIN = """
import os
os.environ["NUMBA_DISABLE_JIT"] = "1"
from praya.app import prepare_runtime
prepare_runtime()
from collections import Counter
from random import Random
from praya.base.status import Status
from praya.testing.simulator.founding import copied
from praya.testing.simulator.letters import Writer
from praya.testing.simulator.recipes import limits
from praya.testing.simulator.scene import NothingToAskError, Scene
from praya.testing.simulator.settings import Setting, limits_in_place
setting, said = Setting(positions_per_account=4, participants=8), Counter()
harness = copied(setting)
with limits_in_place(setting):
    harness.open(Random(1))
    for seed in range(60):
        scene = Scene(harness.ledger, Random(seed), harness.clock.look())
        writer = Writer(harness.ledger, Random(seed), scene.now_ms)
        recipe = (limits.another_position, limits.another_participant)[seed % 2]
        try:
            (answer,) = harness.submit([writer.write(recipe(scene))], Random(1))
        except NothingToAskError:
            continue
        said[answer.status.name] += 1
    harness.check_everything()
print(said["APPLIED"], said["TOO_MANY_POSITIONS"], said["OVERFLOW"])
"""


@pytest.fixture
def small() -> Iterator[Harness]:
    """A ledger with small limits, which are in force."""
    harness = copied(SMALL)
    with limits_in_place(SMALL):
        harness.open(Random(1))
        yield harness


@pytest.fixture
def harness() -> Harness:
    opened = copied(Setting())
    opened.open(Random(1))
    return opened


def scene_of(harness: Harness, seed: int = 1) -> Scene:
    return Scene(harness.ledger, Random(seed), harness.clock.look())


def writer_of(harness: Harness, seed: int = 1) -> Writer:
    return Writer(harness.ledger, Random(seed), harness.clock.look())


def said(harness: Harness, *requests: Request, seed: int = 1) -> list[Status]:
    """What the node answers, having been found right by the naive ledger."""
    writer = writer_of(harness, seed)
    sents = [writer.write(request) for request in requests]
    return [answer.status for answer in harness.submit(sents, Random(1))]


# Limits


def test_a_block_forgets_a_bounded_number_of_ids_the_oldest_first(small: Harness) -> None:
    harness, ids = small, [bytes([number]) * 16 for number in range(3)]
    intent = Transfer("HKD", "1.00", "BANKA.HOUSE", "BANKB.HOUSE", "rent")
    now = harness.clock.look()
    sents = [
        writer_of(harness).write(
            Request(("BANKA",), intent), request_id=one, valid_until=now + 1_000 - number
        )
        for number, one in enumerate(ids)
    ]
    harness.submit(sents, Random(1))
    harness.clock.move(30_000)
    answered: list[Status] = []
    for one in (ids[0], ids[2], ids[0], ids[0]):  # the last of them ended first
        sent = writer_of(harness, len(answered)).write(
            Request(("BANKA",), replace(intent, reference="again")), request_id=one
        )
        answered += [answer.status for answer in harness.submit([sent], Random(1))]
    reused, applied = Status.REQUEST_ID_REUSED, Status.APPLIED
    assert answered == [reused, applied, applied, reused]


def size_of(intent: Any) -> int:
    """Of the document that a request would have the ledger keep."""
    if isinstance(intent, DefineAsset):
        return len(write({1: intent.instrument, 2: intent.terms}))
    return len(intent.document)


@pytest.mark.parametrize("more", [0, 1])
def test_a_document_may_be_as_large_as_the_limit_and_no_larger(small: Harness, more: int) -> None:
    refused = {
        AdmitParticipant: Status.KEYS_INVALID,
        AmendParticipant: Status.KEYS_INVALID,
        DefineAsset: Status.INTENT_MALFORMED,
    }
    seen = set()
    for seed in range(40):
        scene = scene_of(small, seed)
        size = small.ledger.bounds.document_bytes + more
        make = (limits._sized_participant, limits._sized_bond)[seed % 2]
        request = make(scene, size)
        kind = type(request.intent)
        if kind in seen or size_of(request.intent) != size:
            continue
        seen.add(kind)
        assert said(small, request) == [refused[kind] if more else Status.APPLIED], kind
    assert seen == set(refused)


def test_a_calendar_that_is_work_to_read_stops_a_bond_and_not_the_day(small: Harness) -> None:
    setting = replace(SMALL, document_bytes=2**18)
    harness = copied(setting)
    with limits_in_place(setting):
        harness.open(Random(1))
        statuses: dict[tuple[bool, Status], int] = {}
        for seed in range(24):
            request = limits.long_calendar(scene_of(harness, seed))
            (status,) = said(harness, request, seed=seed)
            key = (isinstance(request.intent, PublishCalendar), status)
            statuses[key] = statuses.get(key, 0) + 1
    print(statuses)
    assert (False, Status.LOWERING_LIMIT) in statuses
    assert (True, Status.APPLIED) in statuses
    assert (True, Status.LOWERING_LIMIT) not in statuses


def test_an_issuer_may_have_so_many_payments_wait_and_no_more(small: Harness) -> None:
    bonds = [limits.many_payments(scene_of(small, seed)) for seed in range(3)]
    assert said(small, *bonds) == [Status.APPLIED, *[Status.LOWERING_LIMIT] * 2]  # four wait before


def test_records_are_left_for_those_who_oversee(small: Harness) -> None:
    asked = [
        *(("GOVT", "NEAR"), ("GOVT", "LONG"), ("BANKA", "USD"), ("OPER", "HKD")),
        ("SFC", "LONG"),
    ]
    today = small.ledger.book.today
    requests = [Request((code,), RecordHoldings(asset, today)) for code, asset in asked]
    full = Status.LOWERING_LIMIT
    assert said(small, *requests) == [Status.APPLIED, full, Status.APPLIED, Status.APPLIED, full]


def test_limits_of_compiled_code_are_reached_where_it_runs_as_written() -> None:
    done = subprocess.run([sys.executable, "-c", PLAIN], capture_output=True, text=True, check=True)
    applied, positions, participants = map(int, done.stdout.split())
    print(applied, positions, participants)
    assert min(applied, positions, participants) > 0


def test_where_limits_are_as_shipped_there_is_nothing_to_ask(harness: Harness) -> None:
    for seed in range(20):
        with pytest.raises(NothingToAskError):
            limits.rare_limit(scene_of(harness, seed))


def test_every_rare_limit_is_small_in_some_schedules_and_shipped_in_others() -> None:
    drawn = [with_rare_limits(Setting(), Random(seed)) for seed in range(100)]
    names = [
        *("purged_per_block", "document_bytes", "lowering_steps", "events_pending"),
        *("events_pending_per_issuer", "records_per_day", "positions_per_account", "participants"),
    ]
    for name in names:
        small = sum(getattr(one, name) < getattr(Setting(), name) for one in drawn)
        assert 10 < small < 70, (name, small)


# Policies


def registered(harness: Harness, code: str, **changed: Any) -> Status:
    terms = replace(terms_of(harness.ledger.register.participants[code]), **changed)
    amend = AmendParticipant(document(code, terms))
    return said(harness, Request((OPERATOR, code), amend), seed=9)[0]


def signed_by(harness: Harness, intent: Any, *numbers: int) -> Status:
    """What is answered where BANKA signs with these key sets."""
    writer = writer_of(harness, len(harness.ledger.headers) + 100)
    facts = [one for number in numbers for one in writer.facts("BANKA", number, 0)]
    sent = signed_anew(writer.write(Request(("BANKA",), intent)), tuple(facts))
    return harness.submit([sent], Random(1))[0].status


TRANSFER = Transfer("HKD", "1.00", "BANKA.HOUSE", "BANKB.HOUSE", "rent")
FREEZE = FreezeAccount("BANKA.C1", 1, "an order")
GRANT = GrantMandate("BANKA.HOUSE", "HKD", "BANKB", "9.00", 0, "", 0)
KEYS = ((1, True), (2, True), (20, True), (21, True), (22, True))
BOTH = (KeyKind.INSTITUTION, KeyKind.PERSON)


@pytest.mark.parametrize(
    ("intent", "numbers", "status"),
    [
        (TRANSFER, (20, 22), Status.APPLIED),  # by its own rule: two persons
        (TRANSFER, (20, 21), Status.POLICY_NOT_MET),  # two key sets of one person
        (TRANSFER, (1, 2), Status.POLICY_NOT_MET),
        (GRANT, (2,), Status.APPLIED),  # by the rule of the area: key set 2
        (GRANT, (1,), Status.POLICY_NOT_MET),
        (GRANT, (1, 20, 22), Status.POLICY_NOT_MET),
        (FREEZE, (1,), Status.APPLIED),  # by the rule for all
        (FREEZE, (20, 22), Status.POLICY_NOT_MET),
    ],
)
def test_the_rule_of_a_verb_goes_before_its_areas_and_that_before_the_one_for_all(
    harness: Harness, intent: Any, numbers: tuple[int, ...], status: Status
) -> None:
    own = PolicyRule("settlement.transfer", 2, kinds=BOTH, persons=2)
    area = PolicyRule("settlement.*", 1, key_numbers=(2,))
    assert registered(harness, "BANKA", keys=KEYS, rules=(area, own)) == Status.APPLIED
    assert signed_by(harness, intent, *numbers) == status


@pytest.mark.parametrize(
    "rule",
    [
        PolicyRule("batch", 3, kinds=(KeyKind.PERSON,), persons=3),  # there are two
        PolicyRule("batch", 3, kinds=(KeyKind.PERSON,)),  # four key sets, of two persons
        PolicyRule("batch", 1, key_numbers=(7,)),
    ],
)
def test_a_policy_that_its_keys_cannot_meet_is_not_registered(
    harness: Harness, rule: PolicyRule
) -> None:
    keys = ((1, True), *((number, True) for number in policies.PERSON_KEYS))
    assert registered(harness, "BANKA", keys=keys, rules=(rule,)) == Status.KEYS_INVALID


def test_the_oracle_counts_signers_as_the_product_does() -> None:
    compared = met = 0
    for seed in range(3_000):
        random = Random(seed)
        made: list[KeySet] = []
        for number in range(1, 5):
            is_person, person = random.random() < 0.6, bytes([random.randrange(2)]) * 32
            kind = KeyKind.PERSON if is_person else KeyKind.INSTITUTION
            made.append(KeySet(number, kind, person=person if is_person else b""))
        keys = tuple(made)
        rules = tuple(
            PolicyRule(
                verb,
                random.randint(1, 3),
                tuple(sorted(random.sample(range(1, 5), random.randrange(3)))),
                random.choice(((), (KeyKind.INSTITUTION,), (KeyKind.PERSON,), BOTH)),
                random.randrange(3),
            )
            for verb in sorted(random.sample(("*", "settlement.*", "settlement.transfer"), 2))
        )
        signers = random.sample(keys, random.randint(0, 4))
        verb = random.choice(("settlement.transfer", "settlement.place_hold", "batch"))
        policy = KeyPolicy(rules)
        rule = rule_for(replace(KNOWN, policy=policy), verb)
        found = rule is not None and suffices(rule, signers)
        assert found == policy_met(policy, verb, signers), (rules, signers, verb)
        compared, met = compared + 1, met + found
    print(compared, met)
    assert compared == 3_000
    assert met > 300


KNOWN = read_participant(document("BANKA", first_terms("BANKA")))


def test_terms_are_read_back_with_persons_rules_and_a_name() -> None:
    area = PolicyRule("settlement.*", 1, key_numbers=(2,))
    terms = Terms(first_terms("BANKA").licence, keys=KEYS, rules=(area, PERSON), name="Bank")
    assert terms_of(read_participant(document("BANKA", terms))) == terms


def test_policies_that_are_drawn_are_mostly_taken_and_signed_for(harness: Harness) -> None:
    taken = set[Status]()
    for seed in range(12):
        taken |= set(said(harness, policies.amend_policy(scene_of(harness, seed)), seed=seed))
    assert Status.APPLIED in taken
    several = [one for one in harness.ledger.register.participants.values() if one.policy.rules[1:]]
    assert len(several) > 2


# Holds under a mandate


def granted(harness: Harness) -> tuple[int, int, int]:
    """A mandate of BANKB over 9.00 of BANKA.HOUSE; its position, and one to be paid."""
    assert said(harness, Request(("BANKA",), GRANT)) == [Status.APPLIED]
    book = harness.ledger.book
    mandate = len(book.model.state["mandates"]) - 1
    return mandate, book.position("BANKA.HOUSE", "HKD"), book.position("BANKB.HOUSE", "HKD")


def batch(harness: Harness, rows: list[tuple[int, int, int, int, int, int]]) -> list[int]:
    """The statuses of rows that BANKB signs."""
    assets = totals(scene_of(harness), rows)
    request = Request(("BANKB",), rows=tuple(rows), assets=assets)
    sent = writer_of(harness, len(harness.ledger.headers) + 100).write(request)
    (answer,) = harness.submit([sent], Random(1))
    return [int(status) for status in answer.statuses]


def test_a_hold_uses_up_the_mandate_that_it_is_placed_under(harness: Harness) -> None:
    mandate, source, target = granted(harness)
    holder = harness.ledger.book.participants["BANKB"]

    def hold(amount: int, group: int) -> list[tuple[int, int, int, int, int, int]]:
        return [(source, -1, amount, group, HOLD, mandate), (2, holder, 0, group, MORE, 0)]

    exceeded, failed = int(Status.MANDATE_EXCEEDED), int(Status.GROUP_FAILED)
    assert batch(harness, [*hold(600, 1), *hold(301, 2)]) == [0, 0, exceeded, exceeded]
    pays = (source, target, 1, 3, MOVE, mandate)
    assert batch(harness, [*hold(300, 3), pays]) == [failed, failed, exceeded]
    left = harness.ledger.book.model.state["mandates"][mandate]["remaining"]
    assert left == 300
    number = len(harness.ledger.book.model.state["holds"]) - 1
    wrong, right = ((number, target, 600, 1, POST, authority) for authority in (mandate, 0))
    assert batch(harness, [wrong]) == [int(Status.OPERANDS_MALFORMED)]
    assert batch(harness, [right]) == [0]
    assert harness.ledger.book.model.state["mandates"][mandate]["remaining"] == left


def test_holds_by_mandate_are_drawn_right_and_wrong(harness: Harness) -> None:
    granted(harness)
    seen = set[int]()
    for seed in range(40):
        request = batches.holds_by_mandate(scene_of(harness, seed))
        assert any(row[4] == HOLD and row[5] for row in request.rows)
        sent = writer_of(harness, 100 + seed).write(request)
        (answer,) = harness.submit([sent], Random(1))
        seen |= set(answer.statuses.tolist())
    assert {0, int(Status.MANDATE_EXCEEDED)} <= seen
