"""A ledger founded on another: the same balances and documents, a chain of its own."""

from dataclasses import replace
from pathlib import Path

import pytest

from node.worlds import SEGMENT, World, settled
from praya.base.errors import PrayaError
from praya.intents.settlement.transfer import Transfer
from praya.node.founding import found_on
from praya.node.genesis import FOUNDING_FILE
from praya.node.replay import Progress
from praya.node.solo import SoloNode
from praya.node.verification import verify_export, verify_folder
from praya.storage.disk import MemoryDisk
from praya.storage.exports import write_export


def founded() -> tuple[World, World]:
    """A world, and one founded on it."""
    old = settled()
    genesis, founding = found_on(old.node.executor, "network")
    disk = MemoryDisk()
    node = SoloNode.create(disk, old.clock, genesis, SEGMENT, bytes(16), founding=founding)
    new = World(node, disk, old.clock)
    new.counter = old.counter
    return old, new


def transfer(world: World, amount: str = "1.00") -> str:
    return world.said(Transfer("HKD", amount, "BANKA.HOUSE", "BANKB.HOUSE", ""), "BANKA")


def test_a_founded_ledger_goes_on_with_the_balances_and_keys_of_the_old_one():
    old, new = founded()
    assert new.available("BANKA.HOUSE") == old.available("BANKA.HOUSE") != "0.00"
    assert new.node.executor.height == old.node.executor.height > 0
    assert new.state.root() == old.state.root()
    assert transfer(new) == "APPLIED"
    assert new.node.executor.height == old.node.executor.height + 1


def test_an_envelope_of_the_old_chain_is_refused_on_the_new_one():
    old, new = founded()
    envelope = old.envelope(Transfer("HKD", "1.00", "BANKA.HOUSE", "BANKB.HOUSE", ""), "BANKA")
    assert new.send(envelope)[0].status.name == "WRONG_CHAIN"


@pytest.mark.parametrize("stops_cleanly", [True, False])
def test_a_founded_ledger_opens_again_and_verifies(stops_cleanly):
    _, new = founded()
    transfer(new)
    if stops_cleanly:
        new.node.close()
    again = new.reopened()
    assert again.last == new.last
    assert again.verified().executor.height == new.node.executor.height


def test_an_export_of_a_founded_ledger_verifies_from_its_genesis_hash(tmp_path: Path):
    _, new = founded()
    transfer(new)
    executor = new.node.executor
    write_export(tmp_path / "out.praya", executor.genesis.encode(), new.node.records())
    verified = verify_export(tmp_path / "out.praya", executor.chain_id, Progress())
    assert verified.executor.ledger.state.root() == new.state.root()


@pytest.mark.parametrize("what", ["missing", "other", "unwanted", "damaged"])
def test_a_founding_snapshot_that_is_not_the_one_named_is_refused(what):
    old, _ = founded()
    genesis, founding = found_on(old.node.executor, "network")
    if what == "missing":
        founding = None
    elif what == "unwanted":
        genesis = old.node.executor.genesis
    elif what == "other":
        genesis = replace(genesis, snapshot=(genesis.snapshot[0], bytes(32)))
    else:
        founding = founding[:500] + bytes([founding[500] ^ 1]) + founding[501:]
    with pytest.raises(PrayaError) as refused:
        SoloNode.create(MemoryDisk(), old.clock, genesis, SEGMENT, bytes(16), founding=founding)
    expected = "SNAPSHOT_DAMAGED" if what == "damaged" else "GENESIS_DAMAGED"
    assert refused.value.code == expected


def test_a_folder_whose_founding_snapshot_was_changed_does_not_verify():
    _, new = founded()
    transfer(new)
    files = new.files()
    content = bytearray(files[FOUNDING_FILE])
    content[-1] ^= 1
    with pytest.raises(PrayaError):
        verify_folder(MemoryDisk({**files, FOUNDING_FILE: bytes(content)}), Progress())
