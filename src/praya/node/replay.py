"""Replaying a journal: the same path as live, and every closed block must say the same again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from praya.base.errors import fail
from praya.node.execution import Executor
from praya.node.skips import decode_skip, envelope_digest
from praya.storage.commits import Record, RecordKind


@dataclass(slots=True)
class Progress:
    """How far a replay is; a reader in another thread may look."""

    height: int = 0
    envelopes: int = 0


def replay(executor: Executor, records: Iterable[Record], progress: Progress) -> None:
    """Execute records, block by block. The last block may be left open.

    Raises VERIFICATION_FAILED (height, what) where a block differs from its header, is out of
    order, or is not closed though another follows; SKIP_REFUSED for an order that does not hold.
    """
    for height, block in groupby(records, key=lambda record: record.height):
        if executor.is_open or height != executor.height + 1:
            fail("VERIFICATION_FAILED", height=height, what="block order")
        _replay_block(executor, list(block), progress)


def _replay_block(executor: Executor, block: list[Record], progress: Progress) -> None:
    """One block: its orders to skip, then its envelopes, then its header."""
    skipped = set(_skipped(executor, block))
    done = [record for record in block if record.kind != RecordKind.SKIP]
    if not done:
        fail("VERIFICATION_FAILED", height=block[0].height, what="a skip without a block")
    if done[0].block_time_ms < executor.block_time:
        fail("VERIFICATION_FAILED", height=done[0].height, what="block time")
    executor.begin(done[0].block_time_ms)
    for record in done:
        same_time = record.block_time_ms == executor.block_time
        if not executor.is_open or not same_time:
            fail("VERIFICATION_FAILED", height=record.height, what="record order")
        if record.kind == RecordKind.CLOSE:
            if record.index != 0 or executor.close().encode() != bytes(record.payload):
                fail("VERIFICATION_FAILED", height=record.height, what="header")
            progress.height = executor.height
            continue
        if record.kind != RecordKind.ENVELOPE or record.index != executor.block.index:
            fail("VERIFICATION_FAILED", height=record.height, what="record order")
        digest = envelope_digest(record.payload) if skipped else b""
        if digest in skipped:
            executor.skip(record.payload, digest)
        else:
            executor.execute(record.payload)
        progress.envelopes += 1


def _skipped(executor: Executor, block: list[Record]) -> Iterator[bytes]:
    """Digests of the envelopes that valid orders of this block leave out."""
    envelopes = [record.payload for record in block if record.kind == RecordKind.ENVELOPE]
    for record in block:
        if record.kind == RecordKind.SKIP:
            if record.index != 0:
                fail("VERIFICATION_FAILED", height=record.height, what="record order")
            order = decode_skip(bytes(record.payload))
            order.check(executor.chain_id, record.height, executor.directory)
            order.check_envelopes(envelopes)
            yield order.digest
