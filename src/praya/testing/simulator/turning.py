"""Bits that turn in the files of a ledger while its node runs on.

What the node answers stays right: schedules go on as if nothing had been. Whoever reads the folder
notices, or reads what is so; and so does the next opening. It must not know what a schedule is.
"""

from collections.abc import Callable
from random import Random
from typing import Final

from praya.base.errors import PrayaError
from praya.node.backups import ledger_records
from praya.node.reading import read_block, read_ledger
from praya.node.replay import Progress
from praya.node.verification import verify_folder
from praya.storage.commits import RecordKind
from praya.storage.lock import LOCK_NAME
from praya.storage.segments import segment_number
from praya.testing.simulator.exporting import demand_right_or_refused
from praya.testing.simulator.faults import FaultKind
from praya.testing.simulator.harness import Harness
from praya.testing.simulator.legality import NOTICED, demand
from praya.testing.simulator.virtual_folder import VirtualFolder
from praya.testing.simulator.virtual_system import Lie

READERS: Final = 2  # that look at the folder after a bit turned


def turn_under_node(harness: Harness, random: Random) -> None:
    """One bit of one file, and those who look at the folder after that."""
    _turn(harness, random)
    harness.injector.note(FaultKind.LIVE_ROT)
    kinds: tuple[Callable[[Harness, Random], bytes], ...] = (_ledger, _folder, _block, _export)
    for reader in random.sample(kinds, READERS):
        try:
            with harness.at_peace():
                found = reader(harness, random)
        except PrayaError as problem:
            at_end = problem.code == "BLOCK_UNKNOWN" and problem.values["last"] in _ends(harness)
            noticed = problem.code in NOTICED or at_end
            demand(noticed, f"a reader of a folder in which a bit turned says {problem}")
            harness.note("noticed", problem.code)
            continue
        known = [b"", *harness.ledger.headers][-2:]  # the last commit may look like a torn write
        demand(found in known, "a reader leaves out what stands behind a bit that turned")
    demand_right_or_refused(harness)


def _ends(harness: Harness) -> tuple[int, int]:
    """The heights that a reader may take for the last, where the last commit looks torn."""
    return harness.ledger.height, harness.ledger.height - 1


def _turn(harness: Harness, random: Random) -> None:
    device = harness.device
    names = sorted(
        name
        for name, file in device.names.items()
        if file.seen and file.is_settled and name != LOCK_NAME
        if device.durable_names.get(name) is file
    )
    segments = [name for name in names if segment_number(name) is not None]
    name = random.choice(segments if segments and random.random() < 0.6 else names)
    file = device.names[name]
    written = max(1, len(bytes(file.seen).rstrip(b"\0")))
    place = random.randrange(random.choice((len(file.seen), written, written)))
    turned = bytearray(file.seen)
    turned[place] ^= 1 << random.randrange(8)
    if name not in segments:
        harness.damage.change(device, name, bytes(turned))
        return
    right, wrong = bytes(file.seen[place : place + 1]), bytes(turned[place : place + 1])
    harness.system.lies.append(Lie(name, place, right, wrong, is_turned=True))
    file.seen[place : place + 1] = wrong
    file.durable[place : place + 1] = wrong


def _ledger(_harness: Harness, _random: Random) -> bytes:
    return read_ledger(VirtualFolder(late=False)).last_header


def _folder(_harness: Harness, _random: Random) -> bytes:
    return verify_folder(VirtualFolder(late=False), Progress()).executor.last_header


def _block(harness: Harness, random: Random) -> bytes:
    """A single block: no reader is told another than was answered."""
    headers, first = harness.ledger.headers, harness.ledger.start.height + 1
    if headers:
        height = random.randrange(first, first + len(headers))
        found = read_block(VirtualFolder(late=False), height).header.encode()
        demand(found == headers[height - first], "a single block has another header")
    return headers[-1] if headers else b""


def _export(_harness: Harness, _random: Random) -> bytes:
    last = b""
    for record in ledger_records(VirtualFolder(late=False)):
        if record.kind == RecordKind.CLOSE:
            last = bytes(record.payload)
    return last
