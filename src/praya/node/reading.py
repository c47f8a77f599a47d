"""Reading a ledger without a lock and without writing a byte: for those who look.

Beside a running writer, or after a crash, the journal may end inside a block. What is read here
ends with the last block that is closed; nothing in the open one was acknowledged.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from praya.base.errors import fail
from praya.kernel.ports import Disk
from praya.node.execution import Answer, Effects, Executor
from praya.node.genesis import Genesis
from praya.node.replay import Progress, replay
from praya.node.skips import decode_skip, envelope_digest
from praya.node.solo import Options, after_snapshot, read_genesis, start_executor
from praya.proofs.headers import BlockHeader
from praya.storage.commits import Record, RecordKind
from praya.storage.reading import read_journal


@dataclass(frozen=True, slots=True)
class Block:
    """One closed block: its envelopes as they came, and what was answered to each."""

    header: BlockHeader
    envelopes: tuple[bytes, ...]
    answers: tuple[Answer, ...]
    results: bytes  # what its header's digest of results is over
    effects: Effects  # what the ledger itself paid: (row, position, delta in minor units)
    executor: Executor  # the ledger as this block left it


def read_ledger(disk: Disk) -> Executor:
    """The ledger as of its last closed block, from its newest snapshot and its journal.

    Raises LEDGER_MISSING, GENESIS_DAMAGED, what reading journals and snapshots raises, and
    VERIFICATION_FAILED where the replay says something else than the journal.
    """
    genesis = read_genesis(disk)
    executor, from_height = start_executor(disk, genesis, Options())
    records = closed_blocks(read_journal(disk, genesis.chain_id(), from_height))
    replay(executor, after_snapshot(records, executor), Progress())
    return executor


def read_block(disk: Disk, height: int) -> Block:
    """One block, executed again to have its answers. Raises BLOCK_UNKNOWN and as `read_ledger`."""
    genesis = read_genesis(disk)
    made: list[Effects] = []
    executor, from_height = _below(disk, genesis, height, made)
    records = closed_blocks(read_journal(disk, genesis.chain_id(), from_height))
    fresh = after_snapshot(records, executor)
    last: list[Record] = []
    for found, block in groupby(fresh, key=lambda record: record.height):
        last = list(block)
        if found >= height:
            break
        replay(executor, last, Progress())
    if not last or last[0].height != height:
        fail("BLOCK_UNKNOWN", height=height, last=read_ledger(disk).height)
    made.clear()
    return _execute(executor, last, made)


def closed_blocks(records: Iterable[Record]) -> Iterator[Record]:
    """The records of whole blocks: those that end with a close."""
    for _, block in groupby(records, key=lambda record: record.height):
        kept = list(block)
        if kept[-1].kind == RecordKind.CLOSE:
            yield from kept


def _below(disk: Disk, genesis: Genesis, height: int, made: list[Effects]) -> tuple[Executor, int]:
    """The newest snapshot below a height, else the genesis.

    One look decides: beside a writer the next may find a newer one.
    """

    def sink(_: int, effects: Effects) -> None:
        made.append(effects)

    return start_executor(disk, genesis, Options(sink=sink), height - 1)


def _execute(executor: Executor, records: list[Record], made: list[Effects]) -> Block:
    """Execute the records of one block, keeping what is answered."""
    skipped = {
        decode_skip(bytes(record.payload)).digest
        for record in records
        if record.kind == RecordKind.SKIP
    }
    sent = [bytes(record.payload) for record in records if record.kind == RecordKind.ENVELOPE]
    executor.begin(records[-1].block_time_ms)
    answers = []
    for data in sent:
        digest = envelope_digest(data)
        is_skipped = digest in skipped
        answers.append(executor.skip(data, digest) if is_skipped else executor.execute(data))
    results = b"".join(executor.block.results)
    header = executor.close()
    if header.encode() != bytes(records[-1].payload):
        fail("VERIFICATION_FAILED", height=header.height, what="header")
    effects = np.concatenate([np.zeros((0, 3), np.int64), *made])
    return Block(header, tuple(sent), tuple(answers), results, effects, executor)
