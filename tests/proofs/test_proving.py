"""Making proofs: of any day asked for, on a founded chain, over many pages; or the cure is said."""

from typing import Any

import pytest
from node.worlds import (
    FIRST_DAY,
    SEGMENT,
    World,
    accounts,
    settled,
    transfer,
    with_bond,
)
from proof_world import CLIENT, told

from praya.base.errors import PrayaError
from praya.intents.issuance.issue_units import IssueUnits
from praya.intents.issuance.mint_cash import MintCash
from praya.intents.supervision.attest_holdings import (
    AttestHoldings,
    find_record,
    holdings_root,
)
from praya.intents.supervision.record_holdings import RecordHoldings
from praya.node.founding import found_on
from praya.node.proving import (
    prove_block,
    prove_consistency,
    prove_document,
    prove_envelope,
    prove_position,
)
from praya.node.solo import SoloNode
from praya.proofs.documents import pages_of
from praya.proofs.files import verify_proof
from praya.storage.disk import MemoryDisk


def attest(world: World, asset: str, date: int, who: str) -> None:
    record = find_record(world.ledger, world.ledger.asset(asset), date)
    world.apply(AttestHoldings(asset, date, holdings_root(world.ledger, record)), who)


def refused(call: Any, *arguments: Any, **more: Any) -> tuple[str, dict[str, Any]]:
    with pytest.raises(PrayaError) as problem:
        call(*arguments, **more)
    return problem.value.code, problem.value.values


def test_a_holding_is_proven_step_by_step_and_each_missing_step_is_said() -> None:
    world = settled()
    ask = (world.disk, "BANKA.HOUSE", "HKD", FIRST_DAY)
    assert refused(prove_position, *ask)[0] == "HOLDING_NOT_RECORDED"
    world.apply(RecordHoldings("HKD", FIRST_DAY), "HKMA")
    assert refused(prove_position, *ask)[0] == "HOLDING_DAY_OPEN"
    world.apply(transfer("40.00"), "BANKA")
    day = world.next_day()
    world.apply(transfer("1.00"), "BANKA")
    code, values = refused(prove_position, *ask)
    record = find_record(world.ledger, 0, FIRST_DAY)
    root = holdings_root(world.ledger, record).hex()
    assert (code, values) == (
        "HOLDING_NOT_ATTESTED",
        {"asset": "HKD", "day": "2023-02-15", "root": root},
    )
    attest(world, "HKD", FIRST_DAY, "HKMA")
    assert verify_proof(prove_position(*ask)).claim["amount"] == "960.00"
    later = (world.disk, "BANKA.HOUSE", "HKD", day)
    assert refused(prove_position, *later)[0] == "HOLDING_NOT_RECORDED"


def test_the_newest_attestation_of_whoever_serves() -> None:
    world = settled()
    world.apply(RecordHoldings("HKD", FIRST_DAY), "SFC")
    world.next_day()
    for who in ("HKMA", "SFC", "HKMA"):
        attest(world, "HKD", FIRST_DAY, who)
    proof = verify_proof(prove_position(world.disk, "BANKB.HOUSE", "HKD", FIRST_DAY))
    assert proof.claim["attested_by"] == ["HKMA"]
    assert proof.blocks[0].height == world.last[0]
    assert proof.claim["later_block"] is None


def test_a_bond_is_proven_at_its_record_date_and_at_a_day_asked_for() -> None:
    world = with_bond()
    world.apply(IssueUnits("BOND", "600.00", "BANKA.HOUSE"), "GOVT")
    world.apply(MintCash("HKD", "50.00", "GOVT.PAYING", "rtgs-3"), "HKMA")
    world.apply(RecordHoldings("BOND", FIRST_DAY), "GOVT")
    world.open_until(FIRST_DAY + 28)
    record_day = FIRST_DAY + 27
    for day in (FIRST_DAY, record_day):
        attest(world, "BOND", day, "GOVT")
        proof = verify_proof(prove_position(world.disk, "BANKA.HOUSE", "BOND", day))
        assert (proof.claim["asset"], proof.claim["amount"]) == ("BOND", "600.00")
    assert refused(prove_position, world.disk, "BANKB.HOUSE", "BOND", FIRST_DAY)[0] == (
        "HOLDING_MISSING"
    )


def test_a_founded_chain_proves_from_its_own_first_block() -> None:
    old = settled()
    old.apply(RecordHoldings("HKD", FIRST_DAY), "HKMA")
    old.next_day()
    attest(old, "HKD", FIRST_DAY, "HKMA")
    genesis, founding = found_on(old.node.executor, "network")
    disk = MemoryDisk()
    world = World(
        SoloNode.create(disk, old.clock, genesis, SEGMENT, bytes(16), founding=founding),
        disk,
        old.clock,
    )
    world.counter = old.counter
    first = old.last[0] + 1
    code, _ = refused(prove_position, disk, "BANKA.HOUSE", "HKD", FIRST_DAY)
    assert code == "HOLDING_NOT_ATTESTED"  # it was, on the other chain
    attest(world, "HKD", FIRST_DAY, "SFC")
    for _ in range(6):
        world.apply(transfer("1.00"), "BANKA")
    for made in (
        prove_block(disk, first),
        prove_block(disk, first + 3, first + 4),
        prove_consistency(disk, first, first + 5),
        prove_consistency(disk, first + 2, first + 6),
        prove_envelope(disk, first + 1, 0),
        prove_position(disk, "BANKA.HOUSE", "HKD", FIRST_DAY),
        prove_document(disk, "receipt/HKD/rtgs-1"),
    ):
        proof = verify_proof(made)
        assert proof.chain_id == genesis.chain_id() != old.node.executor.chain_id
    assert refused(prove_block, disk, first - 1)[0] == "BLOCK_UNKNOWN"


def test_documents_on_every_page_and_across_two_are_proven() -> None:
    world = settled()
    names = [f"receipt/HKD/many-{number}" for number in range(480)]
    for start in range(0, 480, 16):
        asked = [
            MintCash("HKD", f"{number + 1}.00", "BANKA.HOUSE", f"many-{number}")
            for number in range(start, start + 16)
        ]
        world.send(*(world.envelope(one, "HKMA") for one in asked))
    slots = {name: world.ledger.document_slot(name)[0] for name in names}
    across = [name for name, slot in slots.items() if len(list(pages_of(slot))) == 2]
    print(f"{len(across)} documents across two pages")
    assert len(across) == 2
    for name in (names[0], *across, names[-1]):
        proof = verify_proof(prove_document(world.disk, name))
        assert proof.content == world.ledger.document(name)


def test_a_document_of_an_earlier_block_is_proven_as_it_stood() -> None:
    world, height, _ = told()
    before = verify_proof(prove_document(world.disk, "participant/BANKA", 3))
    after = verify_proof(prove_document(world.disk, "participant/BANKA"))
    assert before.blocks[0].height == 3
    assert before.content == after.content
    assert refused(prove_document, world.disk, "receipt/HKD/rtgs-78", 3)[0] == "NAME_UNKNOWN"
    assert height > 3


def test_every_block_and_pair_of_heights_of_a_chain_is_proven() -> None:
    disk, last = told().world.disk, told().world.last[0]
    count = 0
    for height in range(1, last):
        assert verify_proof(prove_block(disk, height)).blocks[0].height == height
        for later in range(height + 1, last + 1, 3):
            verify_proof(prove_consistency(disk, height, later))
            count += 1
    print(f"{count} pairs")
    assert count > 50


@pytest.mark.parametrize(
    ("call", "arguments", "code"),
    [
        (prove_block, (0,), "BLOCK_UNKNOWN"),
        (prove_block, (99,), "BLOCK_UNKNOWN"),
        (prove_block, (3, 99), "BLOCK_UNKNOWN"),
        (prove_block, (3, 3), "HEIGHTS_OUT_OF_ORDER"),
        (prove_block, (3, 2), "HEIGHTS_OUT_OF_ORDER"),
        (prove_consistency, (3, 3), "HEIGHTS_OUT_OF_ORDER"),
        (prove_consistency, (4, 3), "HEIGHTS_OUT_OF_ORDER"),
        (prove_consistency, (0, 3), "BLOCK_UNKNOWN"),
        (prove_consistency, (3, 99), "BLOCK_UNKNOWN"),
        (prove_envelope, (3, 1), "ENVELOPE_UNKNOWN"),
        (prove_envelope, (99, 0), "BLOCK_UNKNOWN"),
        (prove_envelope, (3, 0, 2), "HEIGHTS_OUT_OF_ORDER"),
        (prove_document, ("receipt/HKD/none",), "NAME_UNKNOWN"),
        (prove_document, ("",), "NAME_UNKNOWN"),
        (prove_document, ("calendar/HKHK", 99), "BLOCK_UNKNOWN"),
        (prove_document, ("calendar/HKHK", 3, 2), "HEIGHTS_OUT_OF_ORDER"),
        (prove_position, (CLIENT, "GOLD", FIRST_DAY), "NAME_UNKNOWN"),
        (prove_position, (CLIENT, "\u91d1", FIRST_DAY), "NAME_UNKNOWN"),
        (prove_position, ("NOBODY", "HKD", FIRST_DAY), "HOLDING_MISSING"),
        (prove_position, ("\u4eba", "HKD", FIRST_DAY), "HOLDING_MISSING"),
        (prove_position, ("GOVT.PAYING", "HKD", FIRST_DAY), "HOLDING_MISSING"),
        (prove_position, (CLIENT, "HKD", FIRST_DAY + 1), "HOLDING_NOT_RECORDED"),
        (prove_position, (CLIENT, "HKD", FIRST_DAY, 3), "NAME_UNKNOWN"),
    ],
)
def test_what_cannot_be_proven_is_refused(call: Any, arguments: Any, code: str) -> None:
    disk = told().world.disk
    before = {name: bytes(content) for name, content in disk.files.items()}
    assert refused(call, disk, *arguments)[0] == code
    assert {name: bytes(content) for name, content in disk.files.items()} == before


def test_many_holders_are_recorded_and_one_is_proven() -> None:
    world = settled()
    codes = [f"BANKB.N{number}" for number in range(25)]
    world.apply(accounts(*codes, assets=("HKD",)), "BANKB")
    for number, code in enumerate(codes):
        world.apply(transfer(f"{number + 1}.00", "BANKB.HOUSE", code), "BANKB")
    world.apply(RecordHoldings("HKD", FIRST_DAY), "HKMA")
    world.next_day()
    attest(world, "HKD", FIRST_DAY, "HKMA")
    for number in (0, 11, 24):
        proof = verify_proof(prove_position(world.disk, codes[number], "HKD", FIRST_DAY))
        assert proof.claim["amount"] == f"{number + 1}.00"
