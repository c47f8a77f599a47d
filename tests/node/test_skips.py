"""A poisoned envelope stops every node; more than two thirds of the operators let it pass."""

from dataclasses import replace

import pytest

from praya.base.errors import Bug, require
from praya.base.signing import Suite
from praya.envelopes.frame import parse
from praya.envelopes.signatures import SignatureEntry, read_entry
from praya.intents.accounts.open_accounts import OpenAccounts
from praya.intents.calendar.open_day import OpenDay
from praya.intents.governance.suspend_participant import SuspendParticipant
from praya.node.skips import SkipOrder, decode_skip, envelope_digest
from praya.node.solo import Options, SoloNode
from praya.proofs.headers import decode_block_header
from praya.storage.commits import RecordKind

from .worlds import FIRST_DAY, OPERATORS, World, accounts, genesis, institution, refused

POISON = "POISON"


@pytest.fixture(autouse=True)
def _a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening an account of a certain name runs into a bug."""
    lower = OpenAccounts.lower

    def lower_or_fail(self: OpenAccounts, lowering: object) -> None:
        require(self.accounts[0][1] != POISON, "no account is called that")
        lower(self, lowering)  # type: ignore[arg-type]

    monkeypatch.setattr(OpenAccounts, "lower", lower_or_fail)


def fresh(suite: Suite = Suite.ED25519) -> World:
    return World.create(genesis(suite, operators=4))


def poisoned(suite: Suite = Suite.ED25519) -> tuple[World, bytes]:
    """A world of four operators, stopped in a block of three envelopes, and the second of them."""
    world = fresh(suite)
    first, bad, last = (
        world.envelope(accounts(code), "OPTWO") for code in ("FIRST", POISON, "LAST")
    )
    with pytest.raises(Bug):
        world.send(first, bad, last)
    return world, bad


def order_for(
    world: World, envelope: bytes, signers: tuple[str, ...], **changed: object
) -> SkipOrder:
    """An order for an envelope of the block that is open, signed by these."""
    executor = world.node.executor
    stated = SkipOrder(executor.chain_id, executor.height + 1, envelope_digest(envelope))
    order = replace(stated, **changed)  # type: ignore[arg-type]
    return replace(order, signed=tuple((code, entries(order, code)) for code in signers))


def entries(
    order: SkipOrder, code: str, suite: Suite = Suite.ED25519
) -> tuple[SignatureEntry, ...]:
    signed = institution(code, suite).keyring.sign(order.to_be_signed(), 0)
    return tuple(map(read_entry, signed))


def test_a_bug_stops_the_node_and_every_start_stops_again() -> None:
    world, bad = poisoned()
    assert refused("NODE_STOPPED", lambda: world.send(bad))["cause"] == "no account is called that"
    for _ in range(2):
        with pytest.raises(Bug):
            world.reopened()


def test_three_of_four_operators_let_the_envelope_pass() -> None:
    world, bad = poisoned()
    again = world.reopened(skip=order_for(world, bad, OPERATORS[:3]))
    assert again.ledger.account("FIRST") is not None
    assert again.ledger.account(POISON) is None
    assert again.ledger.account("LAST") is not None
    header = decode_block_header(again.node.executor.last_header)
    assert header.skips == ((1, envelope_digest(bad)),)
    assert again.verified().executor.last_header == again.node.executor.last_header
    assert again.apply(OpenDay(FIRST_DAY + 1), "HKMA").height == 2
    assert again.reopened().last == again.last


def test_a_node_opens_after_a_skip_without_the_order_and_from_a_snapshot() -> None:
    world, bad = poisoned()
    again = world.reopened(skip=order_for(world, bad, OPERATORS))
    again.node.snapshot()
    assert again.reopened().last == again.last
    again.node.close()
    assert again.reopened().last == again.last


def test_a_crash_after_the_order_was_written_needs_no_second_order() -> None:
    world, bad = poisoned()
    again = world.reopened(skip=order_for(world, bad, OPERATORS))
    kinds = [record.kind for record in again.node.records()]
    assert kinds.count(RecordKind.SKIP) == 1
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("praya.node.solo.SoloNode._close", lambda _: None)
        cut = world.reopened(skip=order_for(world, bad, OPERATORS))
    assert cut.node.executor.is_open
    assert cut.reopened().last == again.last


@pytest.mark.parametrize(
    ("signers", "changed"),
    [
        ((), {}),
        (OPERATORS[:1], {}),
        (OPERATORS[:2], {}),
        (("HKMA", "HKMA", "HKMA"), {}),
        (("HKMA", "OPTWO", "NOBODY"), {}),
        (OPERATORS, {"height": 2}),
        (OPERATORS, {"height": 0}),
        (OPERATORS, {"chain_id": bytes(32)}),
        (OPERATORS, {"digest": bytes(32)}),
    ],
)
def test_an_order_that_does_not_hold_is_refused_and_nothing_is_written(
    signers: tuple[str, ...], changed: dict[str, object]
) -> None:
    world, bad = poisoned()
    before = world.files()
    order = order_for(world, bad, signers, **changed)
    refused("SKIP_REFUSED", lambda: world.reopened(skip=order))
    assert world.files() == before
    good = order_for(world, bad, OPERATORS[:3])
    assert world.reopened(skip=good).last[0] == 1


def test_a_refused_order_does_not_stand_in_the_way_of_a_good_one() -> None:
    world, bad = poisoned()
    disk = world.disk
    refused("SKIP_REFUSED", lambda: opened_on(world, order_for(world, bad, OPERATORS[:2])))
    assert world.disk is disk
    assert opened_on(world, order_for(world, bad, OPERATORS[:3])).executor.height == 1


def opened_on(world: World, order: SkipOrder) -> SoloNode:
    """Open on the very disk of the world, not on a copy."""
    return SoloNode.open(world.disk, world.clock, Options(skip=order))


def test_signatures_of_others_or_of_another_order_do_not_count() -> None:
    world, bad = poisoned()
    order = order_for(world, bad, ("HKMA", "OPTWO"))
    other = order_for(world, bad, OPERATORS, height=7)
    forged = [
        (*order.signed, ("OPTHREE", order.signed[0][1])),
        (*order.signed, ("OPTHREE", ())),
        (*order.signed, *other.signed[2:]),
        (*order.signed, ("OPTHREE", (*entries(order, "OPTHREE"), *entries(order, "HKMA")))),
    ]
    for signed in forged:
        wrong = replace(order, signed=signed)
        refused("SKIP_REFUSED", lambda wrong=wrong: world.reopened(skip=wrong))


def test_a_suspended_operator_has_no_voice_and_is_not_counted() -> None:
    world = fresh()
    world.apply(SuspendParticipant("OPFOUR", 2, "absent"), "HKMA")
    bad = world.envelope(accounts(POISON), "OPTWO")
    with pytest.raises(Bug):
        world.send(bad)
    two_of_three = order_for(world, bad, ("HKMA", "OPTWO", "OPFOUR"))
    refused("SKIP_REFUSED", lambda: world.reopened(skip=two_of_three))
    assert world.reopened(skip=order_for(world, bad, OPERATORS[:3])).last[0] == 2


def test_an_order_where_nothing_is_poisoned_is_refused() -> None:
    world = fresh()
    good = world.envelope(accounts("FIRST"), "OPTWO")
    world.send(good)
    for height in (1, 2):
        order = order_for(world, good, OPERATORS, height=height)
        refused("SKIP_REFUSED", lambda order=order: world.reopened(skip=order))
    world.node.close()
    order = order_for(world, good, OPERATORS, height=1)
    refused("SKIP_REFUSED", lambda: world.reopened(skip=order))


def test_two_poisoned_envelopes_of_one_block_take_two_orders() -> None:
    world = fresh()
    bad = [world.envelope(accounts(POISON), "OPTWO") for _ in range(2)]
    with pytest.raises(Bug):
        world.send(*bad)
    orders = [order_for(world, each, OPERATORS) for each in bad]
    with pytest.raises(Bug):
        opened_on(world, orders[0])
    node = opened_on(world, orders[1])
    assert len(decode_block_header(node.executor.last_header).skips) == 2
    assert world.reopened().verified().executor.height == 1


def test_a_skipped_envelope_sent_again_is_answered_and_not_run() -> None:
    world, bad = poisoned()
    again = world.reopened(skip=order_for(world, bad, OPERATORS))
    height = again.last[0]
    answer = again.send(bad)[0]
    assert (answer.status.name, answer.repeated) == ("ENVELOPE_SKIPPED", True)
    assert again.last[0] == height
    request_id = parse(bad).header.request_id
    other = again.do(accounts("ANOTHER"), parse(bad).header.acting[0], request_id=request_id)
    assert other.status.name == "REQUEST_ID_REUSED"


def test_an_order_survives_its_encoding() -> None:
    world, bad = poisoned()
    order = order_for(world, bad, OPERATORS)
    assert decode_skip(order.encode()) == order
    content = order.encode()
    for wrong in (b"", b"\x80", content[:-1], content + b"\0", b"\x82\x40\x80"):
        with pytest.raises(Exception, match=r"SKIP_REFUSED|ENCODING_REFUSED"):
            decode_skip(wrong)


def test_a_hybrid_order_needs_both_signatures_of_each() -> None:
    world, bad = poisoned(Suite.HYBRID)
    plain = order_for(world, bad, ())
    whole = {code: entries(plain, code, Suite.HYBRID) for code in OPERATORS}
    halves = replace(plain, signed=tuple((code, signed[:1]) for code, signed in whole.items()))
    refused("SKIP_REFUSED", lambda: world.reopened(skip=halves))
    assert world.reopened(skip=replace(plain, signed=tuple(whole.items()))).last[0] == 1
