"""An exported ledger: genesis and journal in one file, for somebody who was not there.

    "PRAYAEXP" | version u32 | zero u32 | genesis length u64 | genesis
    each record: kind u16, zero u16, index u32, height u64, block time u64, length u64 | payload
    "PRAYAEND" | records u64 | BLAKE3 of everything before it

Little-endian. The reader checks the digest first: a truncated or altered file is noticed before
anything in it is believed. This file must not know what a record means.
"""

import os
import struct
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from blake3 import blake3

from praya.base.errors import PrayaError, fail
from praya.storage.commits import Record

VERSION = 1
_HEAD = struct.Struct("<8sIIQ")
_RECORD = struct.Struct("<HHIQQQ")
_TAIL = struct.Struct("<8sQ")
_MAGIC, _END = b"PRAYAEXP", b"PRAYAEND"
_DIGEST_BYTES = 32


def write_export(path: Path, genesis: bytes, records: Iterable[Record]) -> int:
    """Write an export, whole or not at all; how many records it holds. EXPORT_FAILED (cause)."""
    partial = path.with_name(path.name + ".partial")
    try:
        with partial.open("wb") as file:
            written = _write(file.write, genesis, records)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as problem:
        raise PrayaError("EXPORT_FAILED", file=str(path), cause=problem.strerror) from problem
    finally:
        partial.unlink(missing_ok=True)
    return written


def _write(write: Callable[[bytes], object], genesis: bytes, records: Iterable[Record]) -> int:
    hasher = blake3()

    def put(part: bytes | memoryview) -> None:
        hasher.update(part)
        write(part)  # type: ignore[arg-type]

    count = 0
    put(_HEAD.pack(_MAGIC, VERSION, 0, len(genesis)))
    put(genesis)
    for record in records:
        payload = record.payload
        head = (record.kind, 0, record.index, record.height, record.block_time_ms, len(payload))
        put(_RECORD.pack(*head))
        put(payload)
        count += 1
    put(_TAIL.pack(_END, count))
    write(hasher.digest())
    return count


def read_export(path: Path) -> tuple[bytes, Iterator[Record]]:
    """The genesis and the records of an export whose digest is right.

    Raises FILE_UNREADABLE (file, cause), EXPORT_DIFFERS (file) where the digest does not match,
    which tells of no place, or EXPORT_DAMAGED (file, offset).
    """
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise PrayaError("FILE_UNREADABLE", file=str(path), cause=problem.strerror) from problem
    smallest = _HEAD.size + _TAIL.size + _DIGEST_BYTES
    if len(content) < smallest or content[:8] != _MAGIC:
        fail("EXPORT_DAMAGED", file=str(path), offset=0)
    body = memoryview(content)[:-_DIGEST_BYTES]
    if blake3(body).digest() != content[-_DIGEST_BYTES:]:
        fail("EXPORT_DIFFERS", file=str(path))
    _, version, zero, length = _HEAD.unpack_from(body)
    end, count = _TAIL.unpack_from(body, len(body) - _TAIL.size)
    if version != VERSION or zero or end != _END or _HEAD.size + length > len(body):
        fail("EXPORT_DAMAGED", file=str(path), offset=8)
    first = _HEAD.size + length
    genesis = bytes(body[_HEAD.size : first])
    return genesis, _records(path, body, first, count)


def _records(path: Path, body: memoryview, place: int, count: int) -> Iterator[Record]:
    last = len(body) - _TAIL.size
    for _ in range(count):
        if place + _RECORD.size > last:
            fail("EXPORT_DAMAGED", file=str(path), offset=place)
        kind, zero, index, height, block_time, length = _RECORD.unpack_from(body, place)
        if zero or place + _RECORD.size + length > last:
            fail("EXPORT_DAMAGED", file=str(path), offset=place)
        place += _RECORD.size
        yield Record(kind, height, index, block_time, body[place : place + length])
        place += length
    if place != last:
        fail("EXPORT_DAMAGED", file=str(path), offset=place)
