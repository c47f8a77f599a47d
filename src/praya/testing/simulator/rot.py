"""Damage done to the files of a ledger that does not run: bits that turn, snapshots put back."""

from random import Random

from praya.node.genesis import FOUNDING_FILE, GENESIS_FILE
from praya.storage.anchor import ANCHOR_NAME
from praya.storage.segments import segment_number
from praya.storage.snapshots import list_snapshots, snapshot_name
from praya.testing.simulator.faults import FaultKind
from praya.testing.simulator.harness import Harness
from praya.testing.simulator.virtual_folder import VirtualFolder


def damage_at_rest(harness: Harness, random: Random) -> None:
    """One kind of damage, where there is something to damage and nothing is to be noticed yet."""
    if harness.damage.must_be_noticed:
        return
    with harness.at_peace():
        heights = list_snapshots(VirtualFolder(late=False))
    kind = random.choice(
        (FaultKind.BIT_ROT, FaultKind.BIT_ROT, FaultKind.OLD_SNAPSHOT, FaultKind.SNAPSHOT_GONE)
    )
    if kind is FaultKind.BIT_ROT or not heights:
        turn_a_bit(harness, random, heights)
        return
    newest = snapshot_name(heights[0])
    if kind is FaultKind.SNAPSHOT_GONE:
        harness.damage.change(harness.device, newest, None)
    elif len(heights) > 1:
        old = bytes(harness.device.names[snapshot_name(heights[1])].seen)
        harness.damage.change(harness.device, newest, old)
    else:
        return
    harness.injector.note(kind)


def turn_a_bit(harness: Harness, random: Random, heights: list[int]) -> None:
    """One bit of one file, anywhere in it: often where it was written, often at its edges."""
    device, newest = harness.device, snapshot_name(heights[0]) if heights else ""
    name = random.choice(sorted(name for name, file in device.names.items() if file.seen))
    content = bytearray(device.names[name].seen)
    written = len(bytes(content).rstrip(b"\0"))
    end = random.choice((len(content), max(1, written), max(1, written)))
    place = random.randrange(end)
    content[place] ^= 1 << random.randrange(8)
    harness.damage.change(device, name, bytes(content))
    read = (ANCHOR_NAME, GENESIS_FILE, newest or FOUNDING_FILE)  # what an opening starts from
    covered = name in read or segment_number(name) is not None
    harness.damage.must_be_noticed = harness.damage.is_sealed and covered
    harness.injector.note(FaultKind.BIT_ROT)
