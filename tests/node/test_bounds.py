"""What one participant may make a replica do: no memory of his choosing, no day ahead of time."""

import pytest

from praya.base.limits import BATCH_ROWS_MAX
from praya.base.status import Status
from praya.intents.governance.suspend_participant import SuspendParticipant
from praya.intents.issuance.mint_cash import MintCash
from praya.intents.supervision.attest_fact import AttestFact
from praya.kernel import operations as op
from praya.kernel import tables as t
from praya.kernel.operations import OPERANDS

from .worlds import NOON, World, genesis, settled, with_bond


@pytest.mark.parametrize("number", sorted({row[1] for row in OPERANDS} - set(range(op.OPEN))))
def test_a_batch_of_operations_it_may_not_have_reserves_nothing(number: int) -> None:
    world = settled()
    before = world.state.store.log.shape[0]
    rows = [(2**31 - 1, 0, 0, 0, number, 0)] * BATCH_ROWS_MAX
    world.node._envelope_bytes_max = 2**20
    columns = world.batch(rows, "BANKB", assets=())
    judged = world.node.executor.judge(columns, world.clock.now_ms())
    world.node.executor.begin(world.clock.now_ms())
    answer = world.node.executor.execute(columns, judged)
    assert {int(status) for status in answer.statuses} == {101}
    assert world.state.store.log.shape[0] == before


def test_two_operators_do_not_suspend_each_other_in_one_block() -> None:
    world = World.create(genesis(operators=2))
    pair = [
        world.envelope(SuspendParticipant("OPTWO", op.GOVERN_SUSPEND, "a"), "HKMA"),
        world.envelope(SuspendParticipant("HKMA", op.GOVERN_SUSPEND, "b"), "OPTWO"),
    ]
    said = [answer.status.name for answer in world.send(*pair)]
    assert said == ["APPLIED", "PARTICIPANT_SUSPENDED"]
    restore = SuspendParticipant("OPTWO", op.GOVERN_RESTORE, "c")
    assert world.said(restore, "HKMA") == "APPLIED"


def test_the_reserve_of_a_security_does_not_raise_its_limit() -> None:
    fact = AttestFact("size", 10**9, NOON, NOON * 2, bytes(32), ("BOND",))
    assert with_bond().said(fact, "GOVT") == "INSTRUMENT_DIFFERS"


@pytest.mark.parametrize("receipt", ["rtgs-1 ", " rtgs-1", "rtgs-1\n", "\u200brtgs-1", "a  b"])
def test_a_receipt_has_one_spelling(receipt: str) -> None:
    assert settled().said(MintCash("HKD", "1.00", "BANKA.HOUSE", receipt), "HKMA") == (
        "INTENT_MALFORMED"
    )


@pytest.mark.parametrize("way", ["mints", "burns", "holds for burning"])
def test_a_signed_batch_neither_mints_nor_burns(way: str) -> None:
    world = settled()
    ledger = world.ledger
    issuance = ledger.state.cell(t.ASSETS, ledger.asset("HKD"), t.ASSET_ISSUANCE)
    house = world.position("BANKA.HOUSE", "HKD")
    until = world.clock.now_ms() + 1_000
    rows = {
        "mints": [(issuance, house, 100, 0, op.MOVE, 0)],
        "burns": [(house, issuance, 100, 0, op.MOVE, 0)],
        "holds for burning": [(house, issuance, 100, 0, op.HOLD, 0), (1, 2, until, 0, op.MORE, 0)],
    }[way]
    before = world.ledger_of("HKD")
    (answer,) = world.send(world.batch(rows, "HKMA" if way == "mints" else "BANKA"))
    assert answer.status.name == "APPLIED", "the batch ran"
    assert {int(status) for status in answer.statuses} == {int(Status.NOT_AUTHORISED)}
    assert world.ledger_of("HKD") == before


@pytest.mark.parametrize("amount", [1, 0, -1])
def test_a_row_of_an_asset_that_the_header_does_not_list_is_refused(amount: int) -> None:
    """Also one that would move nothing: the header says what a batch is about."""
    world = settled()
    house, other = world.position("BANKA.HOUSE", "HKD"), world.position("BANKB.HOUSE", "HKD")
    (answer,) = world.send(world.batch([(house, other, amount, 0, 0, 0)], "BANKA", assets=()))
    assert answer.status.name == "CONTROL_TOTAL_DIFFERS"
