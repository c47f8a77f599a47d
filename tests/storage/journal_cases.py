"""Small journals, and copies of their records, shared by the tests of storage."""

from collections.abc import Callable, Iterable

import pytest

from praya.base.errors import PrayaError
from praya.kernel.ports import Disk
from praya.storage.commits import Record, RecordKind
from praya.storage.disk import MemoryDisk
from praya.storage.journal import Journal
from praya.storage.snapshots import write_snapshot

CHAIN = bytes(range(32))
SALT = bytes(range(200, 216))
SEGMENT = 65_536
LARGEST = SEGMENT - 4_096 - 192 - 64

Told = tuple[int, int, int, int, bytes]


def record(height: int, size: int = 100, index: int = 0) -> Record:
    """A record whose bytes tell its height."""
    payload = (height.to_bytes(4, "little") * (size // 4 + 1))[:size]
    return Record(RecordKind.ENVELOPE, height, index, 1_700_000_000_000 + height, payload)


def told(records: Iterable[Record]) -> list[Told]:
    """Records as plain values, payloads copied."""
    return [(r.kind, r.height, r.index, r.block_time_ms, bytes(r.payload)) for r in records]


def refusal(code: str, call: Callable[[], object]) -> dict[str, object]:
    """Call, expect the refusal `code`, and give its values."""
    with pytest.raises(PrayaError) as caught:
        call()
    assert caught.value.code == code
    return caught.value.values


def created(disk: Disk) -> Journal:
    """A new journal of the smallest segments."""
    return Journal.create(disk, CHAIN, SEGMENT, SALT)


def sealed_store() -> MemoryDisk:
    """Three segments in use, one ahead, two stops and a snapshot: every kind of byte there is."""
    disk = MemoryDisk()
    journal = created(disk)
    for height in range(1, 8):
        journal.append([record(height, 13_000), record(height, 33, index=1)])
    journal.seal()
    journal = Journal.open(disk, CHAIN)
    for height in range(8, 12):
        journal.append([record(height, 5_000)])
    journal.seal()
    write_snapshot(disk, 7, b"header", [("positions", memoryview(bytes(range(256)) * 8))])
    return disk


def copied(disk: MemoryDisk) -> MemoryDisk:
    """The same files again, to be damaged."""
    return MemoryDisk({name: bytes(content) for name, content in disk.files.items()})
