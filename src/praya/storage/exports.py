"""An exported ledger: genesis and journal in one file, for somebody who was not there.

    "PRAYAEXP" | version u32 | zero u32 | genesis length u64 | genesis
    each record: kind u16, zero u16, index u32, height u64, block time u64, length u64 | payload
    "PRAYAEND" | records u64 | BLAKE3 of everything before it

Little-endian. The reader checks the digest first: a truncated or altered file is noticed before
anything in it is believed. This file must not know what a record means.

A file is written beside its name and locked while it is, synchronised, read back from the disk,
and put in its place only then, never over another: what has the name is whole.
"""

import errno
import fcntl
import os
import struct
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from blake3 import blake3

from praya.base.errors import PrayaError, fail
from praya.storage.commits import Record
from praya.storage.files import synchronise, synchronise_folder

VERSION = 1
_HEAD = struct.Struct("<8sIIQ")
_RECORD = struct.Struct("<HHIQQQ")
_TAIL = struct.Struct("<8sQ")
_MAGIC, _END = b"PRAYAEXP", b"PRAYAEND"
_DIGEST_BYTES = 32
_PARTIAL = ".partial"
_PIECE_BYTES = 1_048_576
_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})


def write_export(path: Path, genesis: bytes, records: Iterable[Record]) -> int:
    """Write an export, whole or not at all; how many records it holds.

    Raises FILE_EXISTS where something has the name or another is writing it, FOLDER_MISSING,
    EXPORT_FAILED (file, cause), and what `records` raises, with nothing left behind unless the disk
    fails a second time while that is cleared away.
    """
    if os.path.lexists(path):
        fail("FILE_EXISTS", file=str(path))
    if not path.parent.is_dir():
        fail("FOLDER_MISSING", dir=str(path.parent))
    partial = path.with_name(path.name + _PARTIAL)
    try:
        descriptor = _open_partial(partial)
        try:
            return _fill(descriptor, partial, path, (genesis, records))
        finally:
            with suppress(OSError):  # what cannot be removed is written over by the next
                partial.unlink(missing_ok=True)
            os.close(descriptor)
    except FileExistsError as problem:
        raise PrayaError("FILE_EXISTS", file=str(path)) from problem
    except OSError as problem:
        raise PrayaError("EXPORT_FAILED", file=str(path), cause=problem.strerror) from problem


def _open_partial(partial: Path) -> int:
    """The file to be filled, empty and locked: what a killed process left of it is written over.

    Left right after a whole file got its name, it is a second name of that file: only the name may
    go, so that nothing whole is ever emptied.
    """
    if partial.exists() and partial.stat().st_nlink > 1:
        partial.unlink()
    descriptor = os.open(partial, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not _is_alone(descriptor, partial):
            raise BlockingIOError
        os.ftruncate(descriptor, 0)
    except OSError as problem:
        os.close(descriptor)
        if isinstance(problem, BlockingIOError):
            fail("FILE_EXISTS", file=str(partial))
        raise
    return descriptor


def _is_alone(descriptor: int, partial: Path) -> bool:
    """Whether what was opened still has this name and no other: its last writer may be done."""
    opened = os.fstat(descriptor)
    return opened.st_nlink == 1 and partial.exists() and os.path.samestat(opened, partial.stat())


def _fill(
    descriptor: int, partial: Path, path: Path, content: tuple[bytes, Iterable[Record]]
) -> int:
    """Write, synchronise, read back, rename."""
    with os.fdopen(descriptor, "wb", closefd=False) as file:
        written, digest = _write(file.write, *content)
        file.flush()
        synchronise(descriptor)
    if _digest_of(descriptor) != digest:
        fail("EXPORT_DIFFERS", file=str(path))
    _put_in_place(partial, path)
    try:
        synchronise_folder(str(path.parent))
    except OSError:  # nobody can know whether the name would last: who is refused finds nothing
        with suppress(OSError):
            path.unlink(missing_ok=True)
        raise
    return written


def _digest_of(descriptor: int) -> bytes:
    """The digest of what the file holds, read from the disk where the system lets go of its copy.

    What is wanted is all but the last 32 bytes, which must be that digest.
    """
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    rest = os.fstat(descriptor).st_size - _DIGEST_BYTES
    hasher, place = blake3(), 0
    while rest > place:
        part = os.pread(descriptor, min(_PIECE_BYTES, rest - place), place)
        if not part:
            break
        hasher.update(part)
        place += len(part)
    return hasher.digest() if os.pread(descriptor, _DIGEST_BYTES, rest) == hasher.digest() else b""


def _put_in_place(partial: Path, path: Path) -> None:
    """Give the file its name, unless something has it: FileExistsError.

    A link refuses that by itself; where a file system has none, a look before must do.
    """
    try:
        os.link(partial, path)
        return
    except OSError as problem:
        if problem.errno not in _NO_LINKS:
            raise
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
    partial.rename(path)


def _write(
    write: Callable[[bytes], object], genesis: bytes, records: Iterable[Record]
) -> tuple[int, bytes]:
    """Write all parts; how many records there were, and the digest."""
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
    return count, hasher.digest()


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
