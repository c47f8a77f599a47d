"""Backup and restore: a backup is an export that was replayed while it was written.

It holds genesis and records up to the last closed block, and never a key. A restored folder is
made by replaying: what it goes on from was computed on the spot, and compared with every header in
the file. This file must not know how a file becomes durable.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, groupby
from pathlib import Path
from typing import Final, NoReturn

from praya.base.errors import fail
from praya.base.signing import DIGEST_BYTES
from praya.kernel.ports import Disk
from praya.kernel.step import full_invariants
from praya.node.execution import Executor
from praya.node.genesis import FOUNDING_FILE, GENESIS_FILE
from praya.node.reading import closed_blocks
from praya.node.replay import Progress, replay
from praya.node.self_check import self_check
from praya.node.solo import founding_records, read_founding, read_genesis
from praya.node.verification import open_export
from praya.proofs.headers import decode_block_header
from praya.storage.commits import Record
from praya.storage.exports import write_export
from praya.storage.inspection import inspect_folder
from praya.storage.journal import Journal
from praya.storage.reading import read_journal
from praya.storage.recovery import refuse
from praya.storage.snapshots import write_snapshot

_APPEND_BYTES: Final = 4 * 1_048_576  # many blocks become durable together: each write waits once


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a ledger stands: what a backup and a folder restored from it agree on."""

    height: int
    header: bytes  # hash of the last block's header; zeros before the first
    root: bytes
    chain_id: bytes


@dataclass(frozen=True, slots=True)
class NewJournal:
    """What the journal of a restored folder is made with: see `Journal.create`."""

    segment_bytes: int
    salt: bytes


def standing(executor: Executor) -> Standing:
    """Where an executor stands that has no block open."""
    header = bytes(DIGEST_BYTES)
    if executor.last_header:
        header = decode_block_header(executor.last_header).hash()
    root = executor.ledger.state.root()
    return Standing(executor.height, header, root, executor.chain_id)


def ledger_records(disk: Disk) -> Iterator[Record]:
    """All that an export holds: up to the last closed block, also beside a running writer."""
    chain_id = read_genesis(disk).chain_id()
    return chain(founding_records(disk), closed_blocks(read_journal(disk, chain_id)))


def write_backup(disk: Disk, path: Path, progress: Progress) -> tuple[Standing, int]:
    """Back a ledger up beside whoever writes it, with no lock; what it holds, and its records.

    Every block is executed again from the genesis as it is written. Raises as `read_journal` and
    `write_export`, and VERIFICATION_FAILED where a block says something else than before: then
    there is no file.
    """
    self_check()
    genesis = read_genesis(disk)
    executor = Executor(genesis, founding=read_founding(disk))
    fresh = closed_blocks(read_journal(disk, genesis.chain_id()))
    records = chain(founding_records(disk), _executed(executor, fresh, progress))
    written = write_export(path, bytes(disk.read(GENESIS_FILE)), records)
    return standing(executor), written


def _executed(
    executor: Executor, records: Iterable[Record], progress: Progress
) -> Iterator[Record]:
    """Pass records on, each block once it came out as its header says; the state must hold."""
    for _, block in groupby(records, key=lambda record: record.height):
        kept = list(block)
        replay(executor, kept, progress)
        yield from kept
    _check_invariants(executor)


def restore_backup(
    path: Path, disk: Disk, journal: NewJournal, progress: Progress, *, head: bytes | None = None
) -> Standing:
    """Make a ledger in an empty folder from a backup or an export; the genesis comes last.

    `head` is the hash of the last header, known from elsewhere. Raises as `read_export`,
    GENESIS_DAMAGED, VERIFICATION_FAILED, BACKUP_DIFFERS, RECORD_TOO_LARGE, SEGMENT_SIZE_INVALID
    and what `Disk` raises. Until it returns, the folder is none that opens.
    """
    self_check()
    executor, founding, records = open_export(path)
    chain_id = executor.chain_id
    writing = Journal.create(disk, chain_id, journal.segment_bytes, journal.salt)
    first_height = executor.height
    for part in _parts(_executed(executor, closed_blocks(records), progress)):
        writing.append(part)
    found = standing(executor)
    if head is not None and found.header != head:
        _refuse_head(found, head)
    writing.seal()
    if executor.height > first_height:
        write_snapshot(disk, executor.height, *executor.snapshot_parts())
    _compare(disk, chain_id, found)
    if founding is not None:
        disk.replace(FOUNDING_FILE, [founding])
    disk.replace(GENESIS_FILE, [executor.genesis.encode()])
    return found


def _refuse_head(found: Standing, head: bytes) -> NoReturn:
    header = found.header.hex()
    fail("BACKUP_DIFFERS", height=found.height, found=header, expected=head.hex())


def _parts(records: Iterable[Record]) -> Iterator[list[Record]]:
    """Records in lists of some megabytes."""
    part: list[Record] = []
    size = 0
    for record in records:
        part.append(record)
        size += len(record.payload)
        if size >= _APPEND_BYTES:
            yield part
            part, size = [], 0
    yield part


def _compare(disk: Disk, chain_id: bytes, expected: Standing) -> None:
    """Read back what was written: no byte is damaged, and it ends with the same header."""
    for damage in inspect_folder(disk):
        refuse(damage)
    last = b""
    for record in read_journal(disk, chain_id, max(expected.height, 1)):
        last = bytes(record.payload)
    header = decode_block_header(last).hash() if last else bytes(DIGEST_BYTES)
    if header != expected.header:
        fail("VERIFICATION_FAILED", height=expected.height, what="header")


def _check_invariants(executor: Executor) -> None:
    broken = full_invariants(executor.ledger.state)
    if broken:
        fail("VERIFICATION_FAILED", height=executor.height, what=broken[0])
