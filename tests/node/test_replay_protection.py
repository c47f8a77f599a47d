"""An envelope counts once, however often and by whichever way it comes."""

from dataclasses import replace

import pytest

from praya.intents.schema import body_of
from praya.kernel import tables as t
from praya.node import requests
from praya.storage.snapshots import list_snapshots

from .worlds import NOON, World, settled, transfer

PAY = transfer("10.00")


def paid(world: World) -> str:
    return world.available("BANKB.HOUSE")


@pytest.mark.parametrize("restart", ["none", "journal", "snapshot", "clean"])
def test_a_repeated_envelope_is_answered_as_before(restart: str) -> None:
    world = settled()
    good, poor = world.envelope(PAY, "BANKA"), world.envelope(transfer("9999.00"), "BANKA")
    first = world.send(good, poor)
    if restart == "snapshot":
        world.node.snapshot()
    if restart == "clean":
        world.node.close()
    if restart != "none":
        world = world.reopened()
    before = world.last
    again = world.send(poor, good)[::-1]
    assert [one.repeated for one in again] == [True, True]
    assert [one.status.name for one in again] == ["APPLIED", "EXCEEDS_AVAILABLE"]
    for one, other in zip(first, again, strict=True):
        assert (one.status, one.height, one.index) == (other.status, other.height, other.index)
        assert one.rows_applied == other.rows_applied
    assert world.last == before
    assert paid(world) == "510.00"


def test_a_restart_from_a_snapshot_reads_the_ids_from_it() -> None:
    world = settled()
    world.send(world.envelope(PAY, "BANKA"))
    assert len(list_snapshots(world.disk)) == 1
    world.node.snapshot()
    again = world.reopened()
    assert again.state.rows(t.REQUESTS) == world.state.rows(t.REQUESTS) > 1
    assert again.state.root() == world.state.root()


def test_the_same_id_with_other_content_is_refused() -> None:
    world = settled()
    header = world.header(("BANKA",), PAY.VERB, body=body_of(PAY))
    others = [
        replace(header, body=body_of(transfer("11.00"))),
        replace(header, valid_until=header.valid_until + 1),
        replace(header, seed=bytes(32)),
        replace(header, acting=("BANKA", "BANKB")),
    ]
    assert world.send(world.signed(header))[0].status.name == "APPLIED"
    said = [answer.status.name for answer in world.send(*map(world.signed, others))]
    assert said == ["REQUEST_ID_REUSED"] * len(others)
    assert paid(world) == "510.00"


def test_ids_belong_to_the_first_who_acts() -> None:
    world = settled()
    header = world.header(("BANKA",), PAY.VERB, body=body_of(PAY))
    back = replace(
        header, acting=("BANKB",), body=body_of(transfer("1.00", "BANKB.C1", "BANKB.C1"))
    )
    both = replace(header, acting=("BANKB", "BANKA"))
    said = [one.status.name for one in world.send(*map(world.signed, (header, both, back)))]
    assert said == ["APPLIED", "APPLIED", "REQUEST_ID_REUSED"]
    assert paid(world) == "520.00"


def test_a_refused_request_keeps_its_id() -> None:
    world = settled()
    header = world.header(("BANKA",), PAY.VERB, body=body_of(transfer("9999.00")))
    other = replace(header, body=body_of(PAY))
    said = [one.status.name for one in world.send(*map(world.signed, (header, other)))]
    assert said == ["EXCEEDS_AVAILABLE", "REQUEST_ID_REUSED"]


def test_two_copies_in_one_call_count_once() -> None:
    world = settled()
    good = world.envelope(PAY, "BANKA")
    answers = world.send(good, good, good)
    assert [one.status.name for one in answers] == ["APPLIED"] * 3
    assert [one.repeated for one in answers] == [False, True, True]
    assert len({(one.height, one.index) for one in answers}) == 1
    assert paid(world) == "510.00"
    again = world.reopened()
    assert again.last == world.last
    assert world.verified().envelopes == again.verified().envelopes


def test_copies_in_different_blocks_of_one_call_count_once() -> None:
    world = settled()
    good = world.envelope(PAY, "BANKA")
    fill = [world.envelope(transfer("1.00"), "BANKA") for _ in range(20)]
    answers = world.send(good, *fill, good)
    assert (answers[0].repeated, answers[-1].repeated) == (False, True)
    assert paid(world) == "530.00"


def test_an_id_is_free_again_after_it_expired() -> None:
    world = settled()
    until = NOON + 10_000
    header = world.header(("BANKA",), PAY.VERB, body=body_of(PAY), valid_until=until)
    later = world.signed(replace(header, valid_until=until + 100_000))
    assert world.send(world.signed(header))[0].status.name == "APPLIED"
    world.clock.set(until - 2)
    assert world.send(later)[0].status.name == "REQUEST_ID_REUSED"
    world.clock.set(until)
    assert world.send(world.signed(header))[0].status.name == "ENVELOPE_EXPIRED"
    answer = world.send(later)[0]
    assert (answer.status.name, answer.repeated) == ("APPLIED", False)
    assert paid(world) == "520.00"
    assert world.reopened().last == world.last
    assert world.send(later)[0].repeated


def test_rows_of_expired_ids_are_used_again() -> None:
    world = settled()
    until = NOON + 10_000
    for _ in range(5):
        world.apply(transfer("1.00"), "BANKA", valid_until=until)
    rows = world.state.rows(t.REQUESTS)
    world.clock.set(until + 1)
    for _ in range(5):
        world.apply(transfer("1.00"), "BANKA")
    assert world.state.rows(t.REQUESTS) == rows
    assert world.reopened().last == world.last


def test_what_one_block_does_not_purge_a_later_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests, "PURGED_PER_BLOCK", 2)
    world = settled()
    until = NOON + 10_000
    headers = [
        world.header(("BANKA",), PAY.VERB, body=body_of(PAY), valid_until=until + place)
        for place in range(5)
    ]
    world.send(*map(world.signed, headers))
    world.clock.set(until + 100)
    last = world.signed(replace(headers[4], valid_until=until + 100_000))
    said = [world.send(last)[0].status.name for _ in range(3)]
    assert said == ["REQUEST_ID_REUSED", "REQUEST_ID_REUSED", "APPLIED"]
    assert world.reopened().last == world.last


def test_a_participant_keeps_a_bounded_number_of_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    world = settled()
    monkeypatch.setattr(requests, "REQUESTS_LIVE_MAX", 6)
    said = [world.said(transfer("1.00"), "BANKA") for _ in range(6)]
    assert said[-1] == "TOO_MANY_REQUESTS"
    assert said.count("APPLIED") == 5  # one was used when the accounts were opened
    assert world.said(transfer("1.00", "BANKB.HOUSE", "BANKA.HOUSE"), "BANKB") == "APPLIED"
    assert paid(world) == "504.00"
