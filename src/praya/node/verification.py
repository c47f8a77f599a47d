"""Verifying a ledger: every byte, every header, every root, from the genesis on.

A folder is checked physically first, then replayed without its snapshots, then its snapshots are
held against the chain. An export is replayed from the hash of its genesis alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from praya.base.encoding import decode
from praya.base.errors import PrayaError, fail
from praya.base.merkle import CompactRange
from praya.kernel.ledger import Ledger
from praya.kernel.ports import Disk
from praya.kernel.step import full_invariants
from praya.node.execution import Executor
from praya.node.genesis import decode_genesis
from praya.node.replay import Progress, replay
from praya.node.solo import SNAPSHOT_HEADER_BYTES_MAX, read_founding, read_genesis, snapshot_header
from praya.proofs.headers import decode_block_header
from praya.storage.commits import Record, RecordKind
from praya.storage.exports import read_export
from praya.storage.inspection import inspect_folder
from praya.storage.reading import read_journal
from praya.storage.recovery import refuse
from praya.storage.snapshots import list_snapshots, read_snapshot


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification found to be true."""

    executor: Executor
    envelopes: int
    snapshots: int


def verify_folder(disk: Disk, progress: Progress) -> Verified:
    """Verify a ledger folder; raises the first damage or difference."""
    genesis, founding = read_genesis(disk), read_founding(disk)
    for damage in inspect_folder(disk):
        if damage.file.endswith(".snap"):
            fail("SNAPSHOT_DAMAGED", file=damage.file, offset=damage.offset)
        refuse(damage)
    executor = Executor(genesis, founding=founding)
    heights = list_snapshots(disk)
    headers: dict[int, bytes] = {}
    records = read_journal(disk, genesis.chain_id())
    replay(executor, _watched(records, headers, set(heights)), progress)
    for height in heights:
        header, sections = read_snapshot(disk, height)
        last_header, size, roots = snapshot_header(decode(header, SNAPSHOT_HEADER_BYTES_MAX))
        block = decode_block_header(last_header)
        same_headers = CompactRange(size, roots).root() == block.headers_root
        same = headers.get(height) == last_header and same_headers
        if not same or _root(sections) != block.state_root:
            fail("VERIFICATION_FAILED", height=height, what="snapshot")
    return _finished(executor, progress, len(heights))


def verify_export(path: Path, chain_id: bytes, progress: Progress) -> Verified:
    """Verify an exported journal against the hash of its genesis; WRONG_CHAIN for another."""
    executor, _, records = open_export(path, chain_id)
    replay(executor, records, progress)
    return _finished(executor, progress, 0)


def open_export(
    path: Path, chain_id: bytes | None = None
) -> tuple[Executor, memoryview | None, Iterator[Record]]:
    """The ledger that an export begins with, the snapshot it was founded on, and its records.

    Raises what `read_export` raises, GENESIS_DAMAGED, and WRONG_CHAIN for another than `chain_id`.
    """
    content, records = read_export(path)
    genesis = decode_genesis(content)
    if chain_id is not None and genesis.chain_id() != chain_id:
        fail("WRONG_CHAIN", expected=chain_id.hex(), found=genesis.chain_id().hex())
    first = next(records, None)
    founding = None
    if first is not None and first.kind == RecordKind.FOUNDING:
        founding = memoryview(first.payload)
    elif first is not None:
        records = chain([first], records)
    return Executor(genesis, founding=founding), founding, records


def _root(sections: dict[str, memoryview]) -> bytes:
    return Ledger.from_sections(sections).state.root()


def _watched(
    records: Iterable[Record], headers: dict[int, bytes], heights: set[int]
) -> Iterator[Record]:
    """Pass records on, keeping the headers of certain heights."""
    for record in records:
        if record.kind == RecordKind.CLOSE and record.height in heights:
            headers[record.height] = bytes(record.payload)
        yield record


def _finished(executor: Executor, progress: Progress, snapshots: int) -> Verified:
    """Everything replayed; the last word is the invariants over the whole state."""
    broken = full_invariants(executor.ledger.state)
    if broken:
        raise PrayaError("VERIFICATION_FAILED", height=executor.height, what=broken[0])
    return Verified(executor, progress.envelopes, snapshots)
