"""What schedules seldom reach: orders to skip, founding, sweeps, columns, and proofs."""

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from praya.base.errors import PrayaError
from praya.base.status import Status
from praya.intents.calendar.open_day import OpenDay
from praya.intents.settlement.transfer import Transfer
from praya.intents.supervision.record_holdings import RecordHoldings
from praya.node.skips import SkipOrder
from praya.proofs.headers import decode_block_header
from praya.storage.commits import RecordKind
from praya.testing.oracle.ledger import Expected
from praya.testing.oracle.sent import Sent
from praya.testing.oracle.skips import Ordered, order_holds
from praya.testing.simulator import proving
from praya.testing.simulator import steps as steps_module
from praya.testing.simulator.cast import CALENDAR, DAY_MS, OPERATOR
from praya.testing.simulator.founding import copied
from praya.testing.simulator.harness import Harness
from praya.testing.simulator.legality import ViolationError
from praya.testing.simulator.letters import Request, Writer, of_another_protocol
from praya.testing.simulator.proving import KINDS, Onlooker
from praya.testing.simulator.recipes import columns, edges, register_requests
from praya.testing.simulator.scene import NothingToAskError, Scene
from praya.testing.simulator.settings import Setting
from praya.testing.simulator.skip_orders import GOOD, NONE, WRONG, SkipPlan
from praya.testing.simulator.steps import Actor, Step

PLAIN = """
import os, sys
os.environ["NUMBA_DISABLE_JIT"] = "1"
from praya.app import prepare_runtime
prepare_runtime()
from random import Random
from praya.base.limits import EXTENT_POSITIONS
from praya.testing.simulator.founding import copied
from praya.testing.simulator.settings import Setting, limits_in_place
from praya.testing.simulator.steps import Actor, Step
swept = cut = 0
setting = Setting(sweep_positions=EXTENT_POSITIONS)
for seed in range(2):
    harness = copied(setting)
    with limits_in_place(setting):
        harness.open(Random(1))
        for place in range(3):
            before = harness.ledger.height
            Actor(harness).do(Step("sweep", 10 * seed + place))
            swept += harness.ledger.height - before
            cut += len(harness.injector.struck)
            harness.check_everything()
print(swept, cut)
"""


def opened() -> Harness:
    harness = copied(Setting())
    harness.open(Random(1))
    return harness


def scene_of(harness: Harness, seed: int) -> Scene:
    return Scene(harness.ledger, Random(seed), harness.clock.look())


def writer_of(harness: Harness, seed: int) -> Writer:
    return Writer(harness.ledger, Random(seed), harness.clock.look())


def prove_often(harness: Harness) -> None:
    onlooker = Onlooker(harness)
    for seed in range(40):
        onlooker.prove(Random(seed))


def payment(harness: Harness, amount: str = "1.00") -> Sent:
    intent = Transfer("HKD", amount, "BANKA.HOUSE", "BANKB.HOUSE", "rent")
    return writer_of(harness, int(amount[0])).write(Request(("BANKA",), intent))


# Columns


@pytest.mark.parametrize("flaw", columns.FLAWS)
def test_a_flaw_in_columns_is_answered_as_the_naive_ledger_says(flaw: str) -> None:
    harness, found = opened(), Counter[str]()
    for seed in range(8):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(columns, "FLAWS", (flaw,))
            patch.setattr(columns, "WRONG_SHARE", 1.0)
            request = columns.open_accounts(scene_of(harness, seed))
        answers = harness.submit([writer_of(harness, seed).write(request)], Random(seed))
        found[answers[0].status.name] += 1
    print(flaw, dict(found))
    assert found["APPLIED"] < 8
    assert set(found) & {"INTENT_MALFORMED", "ACCOUNT_EXISTS", "LOWERING_LIMIT"}


def test_columns_open_accounts_with_positions_paid_in_cash() -> None:
    harness = opened()
    scene = scene_of(harness, 3)
    request = columns.fill(scene, "BROKER", "HKD", 90)
    answers = harness.submit([writer_of(harness, 3).write(request)], Random(3))
    assert answers[0].status is Status.APPLIED
    assert answers[0].rows_applied == 90 * 6
    assert len(harness.ledger.book.model.state["extents"]) == 5  # two of the cash
    harness.check_everything()


def test_columns_on_a_request_that_takes_none_are_refused() -> None:
    harness = opened()
    scene = scene_of(harness, 4)
    request = columns.on_another_request(scene, columns.fill(scene, "BANKA", "HKD", 2))
    answers = harness.submit([writer_of(harness, 4).write(request)], Random(4))
    assert answers[0].status is Status.INTENT_MALFORMED


def test_a_header_of_another_version_is_refused_before_all_else() -> None:
    harness = opened()
    sent = of_another_protocol(payment(harness))
    assert harness.submit([sent], Random(5))[0].status is Status.PROTOCOL_UNKNOWN


# Rows and requests at the edges


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("nothing", Status.AMOUNT_NOT_POSITIVE),
        ("operation", Status.OPERATION_NOT_PERMITTED),
        ("unknown", Status.OPERATION_UNKNOWN),
        ("assets", Status.ASSETS_DIFFER),
        ("overflow", Status.OVERFLOW),
        ("issuance", Status.NOT_HOLDABLE),
        ("nowhere", Status.CREDIT_NOT_FOUND),
        ("same", Status.SAME_POSITION),
        ("operands", Status.OPERANDS_MALFORMED),
        ("holder", Status.PARTICIPANT_NOT_FOUND),
    ],
)
def test_an_odd_row_gets_its_own_refusal(kind: str, status: Status) -> None:
    assert kind in edges.ROWS
    harness, found = opened(), Counter[int]()
    for seed in range(40):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(edges, "ROWS", (kind,))
            try:
                request = edges.odd_rows(scene_of(harness, seed))
            except NothingToAskError:
                continue
        for answer in harness.submit([writer_of(harness, seed).write(request)], Random(seed)):
            found.update(answer.statuses.tolist())
        if found[status]:
            return
    raise AssertionError(f"{status.name} never came: {found}")


def test_who_is_a_participant_is_not_admitted_again() -> None:
    harness = opened()
    sent = writer_of(harness, 1).write(edges.known_participant(scene_of(harness, 1)))
    assert harness.submit([sent], Random(1))[0].status is Status.PARTICIPANT_EXISTS


def test_a_bond_that_pays_in_another_currency_or_by_no_calendar_is_refused() -> None:
    harness, found = opened(), Counter[str]()
    for seed in range(12):
        sent = writer_of(harness, seed).write(edges.odd_bond(scene_of(harness, seed)))
        found[harness.submit([sent], Random(seed))[0].status.name] += 1
    assert found["APPLIED"] == 0
    assert found["TERMS_INVALID"]
    assert found["CALENDAR_UNKNOWN"]


# Orders to skip


def skipping(kinds: list[str], *, is_poison: bool = True) -> tuple[Harness, Sent, list[str]]:
    """A ledger on which an envelope stops every node, opened with orders of these kinds."""
    harness = opened()
    harness.submit([payment(harness, "2.00")], Random(1))
    sent, tried = payment(harness), list[str]()
    plan = SkipPlan(sent, kinds, Random(2), is_poison=is_poison)
    plan.answered = [before.data for before, _ in harness.answered]
    shipped = plan.attempt

    def attempt(*given: object) -> SkipOrder | None:
        order = shipped(*given)  # type: ignore[arg-type]
        tried.append(plan._last.kind if plan._last is not None else "")
        return order

    plan.attempt = attempt  # type: ignore[method-assign]
    harness.plan = plan
    with plan.in_place():
        harness.submit([sent], Random(3))
    harness.plan = None
    return harness, sent, tried


@pytest.mark.parametrize("kind", WRONG)
def test_an_order_that_does_not_hold_is_refused_and_a_good_one_followed(kind: str) -> None:
    harness, sent, tried = skipping([NONE, kind, GOOD])
    assert tried[:3] == [NONE, kind, GOOD]
    header = decode_block_header(harness.ledger.headers[-1])
    assert [height for height, _ in header.skips] == [harness.ledger.height]
    again = harness.submit([sent], Random(4))
    assert (again[0].status, again[0].repeated) == (Status.ENVELOPE_SKIPPED, True)
    harness.close(Random(5))
    harness.open(Random(5))
    with harness.at_peace():
        kinds = [record.kind for record in harness.running.records()]
    assert kinds.count(RecordKind.SKIP) == 1


def test_an_order_is_followed_also_where_what_is_due_makes_a_block_behind_it() -> None:
    """A day is opened in the block that leaves an envelope out; then the ledger pays a coupon."""
    harness, behind = opened(), 0
    for number in range(1, 5):
        day = CALENDAR.next_business_day(harness.ledger.book.today)
        wanted = day * DAY_MS + 2 * 3_600_000
        harness.clock.move(max(0, wanted - harness.clock.look()))
        opening = writer_of(harness, 100 + number).write(Request((OPERATOR,), OpenDay(day)))
        victim = payment(harness, f"{number}.00")
        harness.plan = SkipPlan(victim, [GOOD], Random(2), is_poison=True)
        with harness.plan.in_place():
            harness.submit([opening, victim], Random(3))
        harness.plan = None
        skips = [len(decode_block_header(header).skips) for header in harness.ledger.headers]
        assert sum(skips) == number
        behind += not skips[-1]
    assert behind, "no block of what was due came behind"


def test_an_order_for_what_was_answered_is_refused_where_no_block_is_open() -> None:
    harness = opened()
    harness.submit([payment(harness)], Random(1))
    before = list(harness.ledger.headers)
    plan = SkipPlan(harness.answered[0][0], [GOOD, "answered"], Random(2), is_poison=False)
    plan.answered = [harness.answered[0][0].data]
    harness.plan = plan
    for _ in range(2):
        harness.close(Random(3))
        harness.open(Random(3))
    assert not plan.kinds
    assert not plan.followed
    assert harness.ledger.headers == before


def test_a_followed_order_that_does_not_hold_is_a_violation() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SkipOrder, "check", lambda *given: None)
        with pytest.raises(ViolationError, match="nobody ordered to skip"):
            skipping([NONE, "few", GOOD])


def test_a_refused_order_that_holds_is_a_violation() -> None:
    def refuse(*_: object) -> None:
        raise PrayaError("SKIP_REFUSED", reason="never")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SkipOrder, "check", refuse)
        with pytest.raises(ViolationError, match="that holds was refused"):
            skipping([NONE, GOOD])


@pytest.mark.parametrize(
    "changed",
    [
        {"chain_id": bytes(32)},
        {"height": 1},
        {"digest": bytes(32)},
        {"signed": ()},
        {"signed": (("OPER", frozenset({1})),)},
        {"signed": (("OPER", frozenset({1})), ("OPERTWO", frozenset({2})))},
        {"signed": (("OPER", frozenset({1})), ("OPERTWO", frozenset()))},
        {"signed": (("OPER", frozenset({1})), ("BANKA", frozenset({1})))},
        {"signed": (("OPER", frozenset({1})), ("NOBODY", frozenset({1})))},
    ],
)
def test_the_naive_ledger_lets_no_other_order_hold(changed: dict[str, object]) -> None:
    ledger, sent = opened().ledger, b"an envelope"
    both = (("OPER", frozenset({1})), ("OPERTWO", frozenset({1})))
    plan = SkipPlan(payment(opened()), [GOOD], Random(1), is_poison=False)
    digest = plan._order(ledger, GOOD)[1].digest
    good = Ordered(ledger.start.chain_id, ledger.height + 1, digest, both)
    left_open = [plan.victim.data, sent]
    assert order_holds(ledger, good, left_open)
    assert not order_holds(ledger, replace(good, **changed), left_open)  # type: ignore[arg-type]
    assert not order_holds(ledger, good, [sent])


# Founding


def test_a_founded_ledger_goes_on_and_refuses_what_was_for_the_old_one() -> None:
    harness = opened()
    actor, sent = Actor(harness), payment(harness)
    harness.submit([sent], Random(1))
    height, balance = harness.ledger.height, harness.ledger.book.available("BANKB.HOUSE", "HKD")
    old = harness.ledger.start.chain_id
    actor.do(Step("found", 1))
    assert harness.chains_before == [old]
    assert harness.ledger.start.height == height
    assert harness.submit([sent], Random(2))[0].status is Status.WRONG_CHAIN
    assert harness.submit([payment(harness, "3.00")], Random(2))[0].height > height
    assert harness.ledger.book.available("BANKB.HOUSE", "HKD") >= balance
    for kind in ("snapshot", "restart", "export", "verify", "found", "ask", "cut", "verify"):
        actor.do(Step(kind, 3))
    assert len(harness.chains_before) == 2
    harness.check_everything()


def test_a_ledger_founded_on_another_state_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    harness = opened()
    shipped = steps_module.found_on

    def other(executor: object, name: str) -> object:
        genesis, snapshot = shipped(executor, name)  # type: ignore[arg-type]
        return replace(genesis, snapshot=(genesis.snapshot[0] + 1, genesis.snapshot[1])), snapshot

    monkeypatch.setattr(steps_module, "found_on", other)
    with pytest.raises(ViolationError, match="founded on another"):
        Actor(harness).do(Step("found", 1))


# Sweeps


def test_sweeps_over_several_blocks_agree_with_the_naive_ledger_and_outlive_power_cuts() -> None:
    done = subprocess.run([sys.executable, "-c", PLAIN], capture_output=True, text=True, check=True)
    swept, cut = map(int, done.stdout.split())
    print(f"{swept} blocks, {cut} power cuts")
    assert swept >= 2 * 3 * 3
    assert cut > 0


def test_no_asset_is_large_enough_where_the_kernel_is_compiled() -> None:
    harness = opened()
    before = harness.ledger.height
    Actor(harness).do(Step("sweep", 1))
    assert harness.ledger.height == before


# Proofs


def test_every_kind_of_proof_holds_and_is_refused_with_a_byte_turned(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(proving, "UNCHANGED_SHARE", 1.0)
    harness = opened()
    actor = Actor(harness)
    asset = RecordHoldings("LONG", harness.ledger.book.today)
    harness.submit([writer_of(harness, 1).write(Request(("SFC",), asset))], Random(1))
    actor.do(Step("days", 3))
    attested = register_requests.attest_holdings(scene_of(harness, 1))
    harness.submit([writer_of(harness, 2).write(attested)], Random(1))
    onlooker = Onlooker(harness)
    for seed in range(24):
        onlooker.prove(Random(seed))
    print(dict(harness.proofs))
    assert set(harness.proofs) == set(KINDS)


def test_a_proof_of_another_answer_is_a_violation() -> None:
    harness = opened()
    harness.submit([payment(harness)], Random(1))
    sent, answer = harness.answered[-1]
    harness.answered[:] = [(sent, replace(answer, status=Status.ASSET_PAUSED))]
    with pytest.raises(ViolationError, match="claims what is not so"):
        prove_often(harness)


def test_a_proof_against_another_header_than_the_naive_one_is_a_violation() -> None:
    harness = opened()
    harness.submit([payment(harness)], Random(1))
    harness.ledger.headers[-1] = harness.ledger.headers[-2]
    with pytest.raises(ViolationError):
        prove_often(harness)


def test_what_an_order_leaves_out_is_remembered_by_the_naive_ledger() -> None:
    harness = opened()
    sent = payment(harness)
    digest = SkipPlan(sent, [], Random(1), is_poison=False).names
    time = harness.ledger.block_time
    made = harness.ledger.run_block([sent], time, frozenset({digest}))
    height = harness.ledger.height
    assert made == [Expected(Status.ENVELOPE_SKIPPED, height, 0)]
    again = harness.ledger.foresee(sent, time)
    assert again == Expected(Status.ENVELOPE_SKIPPED, height, 0, repeated=True)
