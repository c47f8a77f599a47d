"""The history goes to a file: an outsider finds the same ledger in it, or it goes on from there.

Before that, files of histories that never were are put before the same verifiers: each must be
refused. It looks at what the harness knows, and must not know what a schedule is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from random import Random
from typing import Final

from praya.base.errors import PrayaError
from praya.base.limits import BLOCK_DEVICE_BYTES
from praya.node.backups import NewJournal, restore_backup
from praya.node.replay import Progress
from praya.node.verification import verify_export
from praya.storage.commits import Record, RecordKind
from praya.storage.disk import MemoryDisk
from praya.storage.exports import write_export
from praya.storage.segments import segment_number
from praya.testing.simulator.copying import COPY, Ended, forget_copy, restore, write_copy
from praya.testing.simulator.faults import FaultKind
from praya.testing.simulator.harness import SALT, Harness, journal_blocks
from praya.testing.simulator.legality import demand
from praya.testing.simulator.rot import damage_at_rest
from praya.testing.simulator.settings import SEGMENT_BYTES
from praya.testing.simulator.virtual_copies import on_copying_system, on_the_shelf
from praya.testing.simulator.virtual_files import take_away

RESTORED_SHARE: Final = 0.4  # of exports
DAMAGED_SHARE: Final = 0.5  # of restored folders, before they are opened
TRIED: Final = 2  # altered histories of each export: each is replayed
LONG_HISTORY: Final = 80  # records above which only one is tried
Altered = tuple[str, list[Record]]


def export_history(harness: Harness, random: Random) -> None:
    """One file of everything, or, where the device lied, nothing that leaves something out.

    Where the ledger goes on from the file, in a folder restored from it, the old folder is never
    seen again.
    """
    if harness.damage.is_there or harness.system.lies:
        demand_right_or_refused(harness)
        return
    try:
        with harness.at_peace():
            records = list(harness.running.records())
    except PrayaError as problem:
        harness.demand_reported(problem)
        return
    demand_refused(harness, records, random)
    try:
        copied = write_copy(harness, random)
        if copied is not None and random.random() < RESTORED_SHARE:
            _go_on_from(harness, random, copied)
    finally:
        forget_copy(harness)


def demand_refused(harness: Harness, records: Sequence[Record], random: Random) -> None:
    """No verifier takes an altered history, though the digest of its file is right."""
    genesis, chain_id = harness.genesis.encode(), harness.ledger.start.chain_id
    tried = list(altered_histories(records, random))
    most = TRIED if len(records) <= LONG_HISTORY else 1
    tried = random.sample(tried, min(most, len(tried)))
    for number, (what, altered) in enumerate(tried):
        place = on_the_shelf(harness.system, f"altered-{number}.export")
        with on_copying_system(harness.system), harness.at_peace():
            write_export(place, genesis, altered)
            try:
                verify_export(place, chain_id, Progress())
            except PrayaError as problem:
                harness.note("refused", what, problem.code)
                continue
            finally:
                take_away(harness.shelf, place.name)
        demand(False, f"an export with {what} is taken for the history of this ledger")


def altered_histories(records: Sequence[Record], random: Random) -> Iterator[Altered]:
    """Histories that never were, each with what is wrong about it; a first part is none of them."""
    closes = [place for place, one in enumerate(records) if one.kind == RecordKind.CLOSE]
    asked = [place for place, one in enumerate(records) if one.kind == RecordKind.ENVELOPE]
    blocks = [list(block) for _, block in groupby(records, key=lambda one: one.height)]
    if closes:
        place = random.choice(closes)
        header = bytearray(records[place].payload)
        header[random.randrange(len(header))] ^= 1 << random.randrange(8)
        changed = replace(records[place], payload=bytes(header))
        yield "another header", _with(records, place, changed)
        place = random.choice(closes)
        late = replace(records[place], index=records[place].index + 1)
        yield "a header in another place", _with(records, place, late)
    if len(blocks) > 1:
        out = random.randrange(len(blocks) - 1)
        kept = [*blocks[:out], *blocks[out + 1 :]]
        yield "a block left out", [record for block in kept for record in block]
        yield "the first record left out", list(records[1:])
    if asked:
        place = random.choice(asked)
        moved = replace(records[place], index=records[place].index + 1)
        yield "an envelope in another place", _with(records, place, moved)
        yield "an envelope left out", [*records[:place], *records[place + 1 :]]
    yield from _in_another_order(records, asked, random)


def _in_another_order(
    records: Sequence[Record], asked: Sequence[int], random: Random
) -> Iterator[Altered]:
    """Two envelopes of one block change places: with their numbers, or only what is in them."""
    pairs = [
        (place, place + 1)
        for place in asked
        if place + 1 in asked and records[place].height == records[place + 1].height
        if bytes(records[place].payload) != bytes(records[place + 1].payload)
    ]
    if not pairs:
        return
    first, second = random.choice(pairs)
    one, other = records[first], records[second]
    turned = _with(_with(records, first, other), second, one)
    yield "records in another order", turned
    exchanged = _with(records, first, replace(one, payload=other.payload))
    exchanged = _with(exchanged, second, replace(other, payload=one.payload))
    yield "envelopes in another order", exchanged


def _with(records: Sequence[Record], place: int, record: Record) -> list[Record]:
    return [*records[:place], record, *records[place + 1 :]]


def _go_on_from(harness: Harness, random: Random, copied: Ended) -> None:
    """A folder made from an export takes the place of the one there was.

    It was stopped cleanly, so that damage to it is noticed at the first opening.
    """
    _demand_head(harness, random)
    files = restore(harness, random, copied)
    if files is None:
        return
    harness.note("restored", harness.ledger.height)
    harness.move_to(files)
    if random.random() < DAMAGED_SHARE:
        random.choice((damage_at_rest, _turn_a_bit_at_the_end))(harness, random)
    harness.open(random)


def _turn_a_bit_at_the_end(harness: Harness, random: Random) -> None:
    """One bit where the journal ends, at which a torn write would stand."""
    written = {
        name: len(bytes(file.seen).rstrip(b"\0"))
        for name, file in harness.device.names.items()
        if segment_number(name) is not None
    }
    last = max((name for name, length in written.items() if length), default="")
    if not last:
        return
    content = bytearray(harness.device.names[last].seen)
    place = random.randrange(max(0, written[last] - BLOCK_DEVICE_BYTES), written[last])
    content[place] ^= 1 << random.randrange(8)
    harness.damage.change(harness.device, last, bytes(content))
    harness.damage.must_be_noticed = True
    harness.injector.note(FaultKind.BIT_ROT)


def _demand_head(harness: Harness, random: Random) -> None:
    """Whoever knows another last header is told that this is not that ledger."""
    place, head = on_the_shelf(harness.system, COPY), random.randbytes(32)
    journal = NewJournal(SEGMENT_BYTES, SALT)
    try:
        with harness.at_peace():
            restore_backup(place, MemoryDisk(), journal, Progress(), head=head)
    except PrayaError as problem:
        demand(problem.code == "BACKUP_DIFFERS", f"a restore with another head says {problem}")
        return
    demand(False, "a backup is restored though its last header is not the one that is known")


def demand_right_or_refused(harness: Harness) -> None:
    """The device lied: an export is refused, or it is whole. It never leaves something out."""
    known = harness.ledger.headers
    try:
        with harness.at_peace():
            blocks = journal_blocks(harness.running.records())
    except PrayaError as problem:
        if problem.code != "JOURNAL_DAMAGED":
            harness.demand_reported(problem)
        return
    demand([header for header, _, _ in blocks] == known, "an export leaves blocks out")
