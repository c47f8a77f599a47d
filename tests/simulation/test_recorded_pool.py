"""The recorded envelopes of hybrid schedules are those of today's requests, formats and genesis."""

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import pytest

from praya.base.signing import Suite
from praya.base.status import Status
from praya.envelopes.frame import parse
from praya.envelopes.signatures import signature_valid
from praya.intents.governance.suspend_participant import SuspendParticipant
from praya.kernel.operations import GOVERN_SUSPEND
from praya.node.execution import Answer
from praya.testing.oracle.sent import Sent
from praya.testing.simulator import recorded_pool as pool_module
from praya.testing.simulator.cast import DAY_MS, naive_start
from praya.testing.simulator.founding import APART, copied, empty, found_all, founding_requests
from praya.testing.simulator.harness import Harness
from praya.testing.simulator.legality import ViolationError
from praya.testing.simulator.letters import Request, Writer
from praya.testing.simulator.recorded_pool import (
    PATH,
    WRITTEN_BY,
    as_sent,
    day_of,
    recorded_pool,
    write_pool,
)
from praya.testing.simulator.recorded_workload import RecordedWorkload, pay_recorded
from praya.testing.simulator.scene import NothingToAskError, Scene
from praya.testing.simulator.settings import Setting
from praya.testing.simulator.steps import Actor

HYBRID = Setting(suite=Suite.HYBRID)
STALE = f"the recorded envelopes are stale; write them anew: {WRITTEN_BY}"
APPLIED_SHARE = 0.6
BYTES_MAX = 1_600_000
TWO_HOURS_MS = 2 * 3_600_000


def everything() -> list[Sent]:
    pool = recorded_pool()
    listed = (pool.founding, pool.ordinary, pool.days.values(), pool.twins, pool.wrong, pool.kept)
    return [sent for each in listed for sent in each]


def opened() -> Harness:
    harness = copied(HYBRID)
    harness.open(Random(3))
    return harness


@cache
def answered_in_order() -> list[tuple[Sent, Answer]]:
    """What the ledger says to all in the order of recording, each day at its time."""
    harness, pool, random = opened(), recorded_pool(), Random(4)
    per_day = len(pool.ordinary) // len(pool.days)
    found: list[tuple[Sent, Answer]] = []
    for place, sent in enumerate(pool.ordinary):
        if place and place % per_day == 0:
            day = sorted(pool.days)[place // per_day - 1]
            harness.clock.move(max(0, day * DAY_MS + TWO_HOURS_MS - harness.clock.look()))
            found += zip([pool.days[day]], harness.submit([pool.days[day]], random), strict=True)
        found += zip([sent], harness.submit([sent], random), strict=True)
    return found


# Whether it is of today


def test_the_recorded_envelopes_are_for_the_genesis_of_today() -> None:
    chain_id = naive_start(Suite.HYBRID).chain_id
    foreign = [sent for sent in everything() if sent.header.chain_id != chain_id]
    print(f"{len(everything())} envelopes")
    assert len(foreign) == 1, STALE  # one is recorded wrong in this


def test_the_recorded_founding_is_the_founding_of_today() -> None:
    stated = [(each.acting, each.intent) for each in founding_requests(Suite.HYBRID)]
    recorded = [(sent.header.acting, sent.intent) for sent in recorded_pool().founding]
    assert recorded == stated, STALE


def test_every_founding_envelope_is_applied() -> None:
    harness, random = empty(HYBRID), Random(1)
    harness.create(random)
    said: Counter[str] = Counter()
    shipped = harness.submit

    def counting(sents: list[Sent], drawn: Random) -> list[Answer]:
        answers = shipped(sents, drawn)
        said.update(answer.status.name for answer in answers)
        return answers

    harness.submit = counting  # type: ignore[method-assign, assignment]
    count = found_all(harness, random)
    print(count, dict(said))
    assert said == {"APPLIED": count}, STALE


def test_most_of_what_is_recorded_is_applied_in_its_order() -> None:
    said = Counter(answer.status.name for _, answer in answered_in_order())
    print(dict(said))
    assert said["APPLIED"] >= APPLIED_SHARE * said.total(), STALE
    assert said.total() - said["APPLIED"] > 20  # and some of it is refused
    assert said["KEYS_INVALID"] >= 2


def test_requests_of_nearly_every_kind_are_applied() -> None:
    said = Counter(
        sent.header.verb for sent, answer in answered_in_order() if answer.status is Status.APPLIED
    )
    print(dict(said))
    assert len(said) >= 21, STALE
    assert min(said["batch"], said["settlement.settle_dvp"], said["calendar.open_day"]) >= 5, STALE


def test_several_key_sets_sign_some_of_it() -> None:
    counts = Counter(len(sent.signed) // 2 for sent in recorded_pool().ordinary)
    numbers = {one.key_number for sent in recorded_pool().ordinary for one in sent.signed}
    print(dict(counts), numbers)
    assert {1, 2, 3} <= set(counts)
    assert {1, 2, 3} <= numbers


def test_every_recorded_signature_is_good_and_there_are_two_of_each_key_set() -> None:
    checked = 0
    for sent in everything()[::5]:
        entries = parse(sent.data).signatures
        for fact, entry in zip(sent.signed, entries, strict=True):
            good = signature_valid(
                fact.algorithm, fact.public_key, sent.header_bytes, entry.signature
            )
            assert good
            checked += 1
    print(f"{checked} signatures")
    assert checked > 100


def test_the_file_is_small() -> None:
    assert 100_000 < PATH.stat().st_size <= BYTES_MAX


# What no ledger may take, and what nobody can stop


def test_what_is_recorded_wrong_is_refused_each_time() -> None:
    harness, wrong = opened(), list(recorded_pool().wrong)
    said = [answer.status.name for answer in harness.submit(wrong, Random(1))]
    print(said)
    assert len(said) >= 6
    assert "APPLIED" not in said
    assert len(set(said)) >= 4


def test_another_content_under_a_used_id_is_refused() -> None:
    harness, pool, tried = opened(), recorded_pool(), 0
    answers = {sent.id: answer.status for sent, answer in answered_in_order()}
    for twin in pool.twins:
        first = next(
            sent for sent in pool.ordinary if sent.header.request_id == twin.header.request_id
        )
        assert first.id != twin.id
        assert first.header.acting[0] == twin.header.acting[0]
        if answers[first.id] is not Status.APPLIED or len(first.signed) > 2:
            continue
        if harness.submit([first], Random(1))[0].status is Status.APPLIED:
            said = harness.submit([twin], Random(1))[0].status
            assert said is Status.REQUEST_ID_REUSED
            tried += 1
    print(f"{tried} of {len(pool.twins)}")
    assert tried


def test_the_kept_payments_go_through_after_all_the_rest() -> None:
    harness = opened()
    harness.submit(list(recorded_pool().ordinary[:16]), Random(1))
    pay_recorded(Actor(harness), Random(1))
    stated = [sent for sent in recorded_pool().kept if sent.header.acting == (APART,)]
    assert len(stated) == len(recorded_pool().kept) >= 3


def test_kept_payments_that_are_all_stopped_are_a_violation() -> None:
    harness = opened()
    writer = Writer(harness.ledger, Random(1), harness.clock.look(), is_recording=True)
    stopping = Request(("OPER",), SuspendParticipant(APART, GOVERN_SUSPEND, "an inquiry"))
    assert harness.submit([writer.write(stopping)], Random(1))[0].status is Status.APPLIED
    with pytest.raises(ViolationError, match="no recorded payment"):
        pay_recorded(Actor(harness), Random(1))


def test_nothing_recorded_names_the_institution_apart_but_the_start_and_the_end() -> None:
    pool = recorded_pool()
    between = (*pool.ordinary, *pool.days.values(), *pool.twins, *pool.wrong)
    assert len(between) > 200
    assert not [sent for sent in between if APART.encode() in sent.header_bytes]


# How a schedule takes it


def taken(seed: int) -> list[Sent]:
    harness, random = opened(), Random(seed)
    workload = RecordedWorkload(Random(seed))
    writer = Writer(harness.ledger, random, harness.clock.look())
    found: list[Sent] = []
    scene = Scene(harness.ledger, random, harness.clock.look())
    with suppress(NothingToAskError):
        for _ in range(10_000):
            found.append(workload.write(scene, writer))
    return found


def test_a_schedule_takes_each_envelope_once_and_then_finds_nothing() -> None:
    pool, found = recorded_pool(), taken(5)
    assert 10_000 > len({sent.id for sent in found}) == len(found) > len(pool.ordinary) // 3
    assert found == taken(5)
    assert found != taken(6)


def test_what_is_for_a_later_day_waits_for_it() -> None:
    today = naive_start(Suite.HYBRID).business_date
    assert any(day_of(sent) > today for sent in recorded_pool().ordinary)
    assert not [sent for sent in taken(5) if day_of(sent) > today]


# The file


def test_what_is_written_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = recorded_pool().ordinary[0]
    assert as_sent(sent.data) == sent
    path = tmp_path / "pool.xz"
    assert write_pool(path, [("ordinary", sent), ("kept", sent)]) == 2
    monkeypatch.setattr(pool_module, "PATH", path)
    again = recorded_pool.__wrapped__()
    assert (again.ordinary, again.kept, again.founding) == ((sent,), (sent,), ())


def test_a_role_that_nobody_knows_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "pool.xz"
    write_pool(path, [("other", recorded_pool().ordinary[0])])
    monkeypatch.setattr(pool_module, "PATH", path)
    with pytest.raises(KeyError):
        recorded_pool.__wrapped__()


def test_an_envelope_whose_facts_are_wrong_is_noticed_by_the_harness() -> None:
    sent = recorded_pool().ordinary[0]
    lied = replace(sent, signed=(replace(sent.signed[0], is_good=False), *sent.signed[1:]))
    with pytest.raises(ViolationError):
        opened().submit([lied], Random(1))
