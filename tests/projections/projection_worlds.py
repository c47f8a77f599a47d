"""A ledger on which most of what can happen has happened, written to a folder for projections."""

from functools import cache
from pathlib import Path

from node.worlds import World, accounts, document, settled, transfer, with_bond

from praya.base.dates import parse_day
from praya.intents.accounts.freeze_account import FreezeAccount
from praya.intents.accounts.open_positions import OpenPositions
from praya.intents.governance.amend_participant import AmendParticipant
from praya.intents.issuance.issue_units import IssueUnits
from praya.intents.issuance.mint_cash import MintCash
from praya.intents.settlement.place_hold import PlaceHold
from praya.intents.settlement.release_hold import ReleaseHold
from praya.intents.settlement.settle_dvp import SettleDvp
from praya.intents.settlement.transfer import Transfer
from praya.kernel import operations as op
from praya.kernel import tables as t

MATURITY = parse_day("2023-05-15")


def write_files(files: dict[str, bytes], folder: Path) -> Path:
    """The files of a disk in memory, as a ledger's folder."""
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def dvp(world: World, quantity: str, amount: str, reference: str) -> SettleDvp:
    return SettleDvp(
        "BOND",
        quantity,
        "BANKA.HOUSE",
        "BANKB.HOUSE",
        "HKD",
        amount,
        "BANKB.HOUSE",
        "BANKA.HOUSE",
        world.state.business_date,
        reference,
    )


@cache
def _lived() -> tuple[World, dict[str, bytes]]:
    world = with_bond()
    world.apply(OpenPositions("BANKA.C1", ("BOND",), ("BANKA.C1", "HKD")), "BANKA")
    world.apply(IssueUnits("BOND", "600.00", "BANKA.HOUSE"), "GOVT")
    world.apply(IssueUnits("BOND", "400.00", "BANKB.HOUSE"), "GOVT")
    world.apply(dvp(world, "100.00", "99.50", "T-1"), "BANKA", "BANKB")
    assert world.said(dvp(world, "100.00", "9999.00", "T-2"), "BANKA", "BANKB") != "APPLIED"
    assert world.said(transfer("1.00", "NOBODY"), "BANKA") == "ACCOUNT_UNKNOWN"
    # So little that its share of a coupon is nothing.
    world.apply(Transfer("BOND", "0.01", "BANKA.HOUSE", "BANKA.C1", ""), "BANKA")
    _batch(world)
    _holds(world)
    world.apply(AmendParticipant(document("BANKB", name_en="Bank B again")), "HKMA", "BANKB")
    world.apply(FreezeAccount("BANKA.C2", t.FLAG_CREDIT_FROZEN, "a test"), "BANKA")
    world.open_until(parse_day("2023-03-15"))  # the first coupon comes due: nothing to pay it
    world.apply(MintCash("HKD", "3000.00", "BANKA.HOUSE", "rtgs-3"), "HKMA")
    world.apply(transfer("2000.00", "BANKA.HOUSE", "GOVT.PAYING"), "BANKA")
    world.open_until(MATURITY)
    world.apply(accounts("BANKA.LATE", assets=("HKD",)), "BANKA")
    world.node.close()
    return world, world.files()


def _batch(world: World) -> None:
    """A move alone, a trade, a ring, a group that fails, a refused move, a hold."""
    house, client = (world.position(f"BANKA.{name}", "HKD") for name in ("HOUSE", "C1"))
    other, bond = world.position("BANKB.HOUSE", "HKD"), world.position("BANKA.HOUSE", "BOND")
    other_bond = world.position("BANKB.HOUSE", "BOND")
    rows = [
        (house, client, 1_000, 0, op.MOVE, 0),
        (other, house, 200, 1, op.MOVE, 0),
        (bond, other_bond, 300, 1, op.MOVE, 0),
        (house, client, 50, 2, op.MOVE, 0),
        (client, other, 50, 2, op.MOVE, 0),
        (other, house, 50, 2, op.MOVE, 0),
        (house, client, 5, 3, op.MOVE, 0),
        (client, house, 10**9, 3, op.MOVE, 0),
        (house, house, 7, 0, op.MOVE, 0),
        (house, -1, 400, 0, op.HOLD, 0),
        (t.HOLD_BY_HOLDER, 2, 0, 0, op.MORE, 0),
    ]
    assert world.send(world.batch(rows, "BANKA", "BANKB"))[0].rows_applied >= 7


def _holds(world: World) -> None:
    """A hold that is partly paid out and then given back, and one by time that stays."""
    end = world.clock.now_ms() + 1_000_000
    for kind, expiry in ((t.HOLD_BY_HOLDER, 0), (t.HOLD_BY_TIME, end)):
        hold = PlaceHold("HKD", "20.00", "BANKA.HOUSE", (), kind, ("BANKB",), expiry, b"", b"")
        world.apply(hold, "BANKA")
    world.apply(ReleaseHold(1, "HKD", ("BANKB.C1",), "5.00", b""), "BANKB")
    world.apply(ReleaseHold(1, "HKD", (), "", b""), "BANKB")


def lived() -> World:
    """The world at the end of it; read it only."""
    return _lived()[0]


def lived_folder(place: Path) -> Path:
    """Its files, in a new folder below `place`."""
    return write_files(_lived()[1], place / "ledger")


def small_folder(place: Path, name: str = "ledger") -> tuple[World, Path]:
    """A small ledger that goes on, and the folder with its files as they are."""
    world = settled()
    return world, write_files(world.files(), place / name)


def grow(world: World, folder: Path, count: int) -> None:
    """Some more blocks, and the folder written anew."""
    for _ in range(count):
        world.apply(transfer("1.00"), "BANKA")
    for name, content in world.files().items():
        (folder / name).write_bytes(content)
