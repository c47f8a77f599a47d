"""A ledger whose neighbours hold telling amounts, a client among them, a proof of each kind."""

from functools import cache
from typing import NamedTuple

from node.worlds import FIRST_DAY, World, settled, transfer

from praya.intents.issuance.mint_cash import MintCash
from praya.intents.supervision.attest_holdings import (
    AttestHoldings,
    find_record,
    holdings_root,
)
from praya.intents.supervision.record_holdings import RecordHoldings
from praya.node.proving import (
    prove_block,
    prove_consistency,
    prove_document,
    prove_envelope,
    prove_position,
)

CLIENT = "BANKA.C2"
RECEIPT = "receipt/HKD/rtgs-1"
CANARIES = ("1234567.89", "7654321.01", "2718281.82", "5647382.91", "9876543.21")


class Told(NamedTuple):
    """The world and where the client's transfer stands in it."""

    world: World
    height: int
    index: int


@cache
def told() -> Told:
    """The client is paid 40.00 and 2.00; around him move the canaries."""
    world = settled()
    world.apply(MintCash("HKD", "9876543.21", "BANKA.HOUSE", "rtgs-77"), "HKMA")
    world.apply(MintCash("HKD", "5647382.91", "BANKB.HOUSE", "rtgs-78"), "HKMA")
    world.apply(transfer("1234567.89", target="BANKA.C1"), "BANKA")
    world.apply(transfer("7654321.01", target="BANKB.C1"), "BANKA")
    world.apply(transfer("40.00", target=CLIENT), "BANKA")
    world.apply(RecordHoldings("HKD", FIRST_DAY), "SFC")
    world.next_day()
    record = find_record(world.ledger, world.ledger.asset("HKD"), FIRST_DAY)
    root = holdings_root(world.ledger, record)
    answers = world.send(
        world.envelope(transfer("2718281.82", source="BANKB.HOUSE", target="BANKB.C1"), "BANKB"),
        world.envelope(transfer("2.00", target=CLIENT), "BANKA"),
        world.envelope(AttestHoldings("HKD", FIRST_DAY, root), "SFC"),
    )
    assert [int(answer.status) for answer in answers] == [0, 0, 0]
    world.apply(transfer("2.00", source=CLIENT, target="BANKA.HOUSE"), "BANKA")
    return Told(world, answers[1].height, answers[1].index)


@cache
def proofs() -> dict[str, bytes]:
    """A proof file of every kind, by name."""
    world, height, index = told()
    disk = world.disk
    return {
        "position": prove_position(disk, CLIENT, "HKD", FIRST_DAY),
        "position alone": prove_position(disk, CLIENT, "HKD", FIRST_DAY, through=height),
        "document": prove_document(disk, RECEIPT, height=height),
        "block": prove_block(disk, 3),
        "envelope": prove_envelope(disk, height, index),
        "consistency": prove_consistency(disk, 4, height),
        "consistency from the first": prove_consistency(disk, 1, 2),
    }
