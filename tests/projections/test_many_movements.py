"""A hundred thousand credits of one coupon, and as many rows of batches, within seconds."""

import time
from pathlib import Path

import numpy as np
from node.worlds import (
    NOON,
    StoryClock,
    World,
    accounts,
    bond,
    cash,
    document,
    genesis,
    transfer,
)
from projection_worlds import write_files

from praya.base.dates import parse_day
from praya.envelopes.frame import pack_section
from praya.envelopes.header import Batch, BatchAsset
from praya.intents.accounts.open_accounts import COLUMNS, OpenAccounts
from praya.intents.accounts.open_positions import OpenPositions
from praya.intents.governance.admit_participant import AdmitParticipant
from praya.intents.issuance.issue_units import IssueUnits
from praya.intents.issuance.mint_cash import MintCash
from praya.kernel.rows import COLUMN_TYPES, Rows
from praya.node.projecting import answer, project
from praya.node.solo import SoloNode
from praya.storage.disk import MemoryDisk

HOLDERS = 100_000
PER_ENVELOPE = 1_300
UNITS = 1_000  # minor units of the bond for each holder


def many_holders() -> World:
    """A bond held by so many accounts, each with the same, whose first coupon was paid."""
    disk, clock = MemoryDisk(), StoryClock(NOON)
    world = World(SoloNode.create(disk, clock, genesis(), 2**24, bytes(range(16))), disk, clock)
    for code in ("BANKA", "GOVT"):
        world.apply(AdmitParticipant(document(code)), "HKMA")
    world.apply(cash(), "HKMA")
    world.apply(accounts("GOVT.PAYING", "GOVT.SUSPENSE", assets=("HKD",)), "GOVT")
    world.apply(accounts("BANKA.HOUSE", assets=("HKD",)), "BANKA")
    world.apply(bond(aggregate_nominal=f"{HOLDERS * UNITS // 100}.00"), "GOVT")
    world.apply(OpenPositions("BANKA.HOUSE", ("BOND",), ()), "BANKA")
    world.apply(IssueUnits("BOND", f"{HOLDERS * UNITS // 100}.00", "BANKA.HOUSE"), "GOVT")
    world.apply(MintCash("HKD", "20000000.00", "BANKA.HOUSE", "rtgs-1"), "HKMA")
    world.apply(transfer("20000000.00", "BANKA.HOUSE", "GOVT.PAYING"), "BANKA")
    open_holders(world)
    hand_out(world)
    world.open_until(parse_day("2023-03-15"))
    return world


def open_holders(world: World) -> None:
    """So many accounts with a position in the bond, in columns."""
    for first in range(0, HOLDERS, PER_ENVELOPE):
        count = min(PER_ENVELOPE, HOLDERS - first)
        codes = b"".join(b"C%07d" % (first + place) + bytes(24) for place in range(count))
        words = np.frombuffer(codes, "<i8").reshape(count, 4)
        values = [np.ascontiguousarray(words[:, place]) for place in range(4)]
        values += [np.zeros(count, np.int64), np.zeros(count, np.int64)]
        columns = dict(zip(COLUMNS, values, strict=True))
        envelope = world.envelope(OpenAccounts((), ("BOND",)), "BANKA", columns=columns)
        assert world.send(envelope)[0].status == 0


def hand_out(world: World) -> None:
    """The whole issue, in batches of rows."""
    positions = np.array([world.position(f"C{number:07}", "BOND") for number in (0, HOLDERS - 1)])
    targets = np.arange(positions[0], positions[1] + 1, dtype="<i4")
    assert targets.size == HOLDERS
    house, asset = world.position("BANKA.HOUSE", "BOND"), world.ledger.asset("BOND")
    for first in range(0, HOLDERS, 8_190):
        credit = targets[first : first + 8_190]
        same = [np.full(credit.size, value, kind) for value, kind in ((house, "<i4"), (0, "<i4"))]
        amount = np.full(credit.size, UNITS, "<i8")
        narrow = np.zeros(credit.size, "<u2")
        rows = Rows([same[0], credit, amount, narrow, narrow, same[1]]).columns
        named = {name: part for (name, _), part in zip(COLUMN_TYPES, rows, strict=True)}
        described, section = pack_section(named)
        stated = Batch((BatchAsset(asset, 2, int(amount.sum())),), 2**40)
        header = world.header(["BANKA"], "batch", section=described, batch=stated, seed=b"")
        assert world.send(world.signed(header, section))[0].rows_applied == credit.size


def test_a_coupon_of_100_000_holders_is_projected_within_seconds(tmp_path: Path) -> None:
    ledger = write_files(many_holders().files(), tmp_path / "ledger")
    began = time.perf_counter()
    project(ledger)
    seconds = time.perf_counter() - began
    found = answer(
        ledger,
        "SELECT kind, count(*), sum(minor), count(DISTINCT holder_account),"
        " count(DISTINCT credit_account) FROM moves WHERE kind = 'SPREAD'"
        " OR verb = 'batch' GROUP BY kind ORDER BY kind",
    )
    print(f"{seconds:.1f} s")
    assert found.rows == [
        ("MOVE", HOLDERS, HOLDERS * UNITS, 0, HOLDERS),
        ("SPREAD", HOLDERS, HOLDERS * UNITS // 100, HOLDERS, 1),
    ]
    paid = answer(ledger, "SELECT paid, payments FROM events WHERE number = 1").rows
    assert [(str(amount), count) for amount, count in paid] == [("10000.000000000", HOLDERS)]
    assert seconds < 30
