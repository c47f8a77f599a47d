"""System calls on files: aligned memory, whole writes, and what makes a write durable.

This file must not know what is written. It raises OSError as the system gave it; the folder adapter
decides what that means.
"""

import errno
import fcntl
import mmap
import os
import sys
from collections.abc import Iterable
from enum import Enum

import numpy as np

from praya.base.limits import BLOCK_DEVICE_BYTES

# Short writes and reads are rare and make progress; a device that needs more than this is broken.
_ATTEMPTS_MAX = 64
_STAGING_BYTES = 1_048_576  # whole files go to the device in pieces of this size
_DIRECT = getattr(os, "O_DIRECT", 0)
_SYNCHRONOUS = getattr(os, "O_DSYNC", 0)


class SyncMode(Enum):
    """How a write is made durable, best first."""

    DIRECT = "O_DIRECT|O_DSYNC"
    DATA_SYNC = "fdatasync"
    FULL_SYNC = "F_FULLFSYNC"

    @property
    def flags(self) -> int:
        """Flags a file is opened with so that `write_durable` can keep its word."""
        return _DIRECT | _SYNCHRONOUS if self is SyncMode.DIRECT else 0

    @property
    def new_file_flags(self) -> int:
        """Flags for a file written whole and synchronised once, at its end."""
        return _DIRECT if self is SyncMode.DIRECT else 0


def aligned_memory(length: int) -> memoryview:
    """Give zeroed memory that starts on a page, as direct writes demand; `length` in bytes."""
    return memoryview(mmap.mmap(-1, length))


def _reused_memory(length: int) -> memoryview:
    """Give memory that starts on a page and holds anything.

    It comes from the allocator, which hands out again what was let go of: reading a journal segment
    by segment then touches the same pages, and pages new to a process are dear.
    """
    raw = np.empty(length + BLOCK_DEVICE_BYTES, np.uint8)
    start = -_address(raw.data) % BLOCK_DEVICE_BYTES
    return raw[start : start + length].data


def is_aligned(data: memoryview) -> bool:
    """Tell whether direct writes may take these bytes where they lie."""
    return _address(data) % BLOCK_DEVICE_BYTES == 0


def _address(data: memoryview) -> int:
    address: int = np.frombuffer(data, np.uint8).__array_interface__["data"][0]
    return address


def write_all(descriptor: int, offset: int, data: memoryview) -> None:
    """Write every byte of `data` at `offset`, over short writes. Raises OSError.

    After a short write the next attempt starts on a 4 KiB boundary again, since direct writes
    accept no other; the bytes written twice are the same bytes.
    """
    done = 0
    for _ in range(_ATTEMPTS_MAX):
        done += os.pwrite(descriptor, data[done:], offset + done)
        if done >= len(data):
            return
        done -= done % BLOCK_DEVICE_BYTES
    raise OSError(errno.EIO, "writes stay short")


def synchronise(descriptor: int) -> None:
    """Bring a file or a folder to the device, past its cache. Raises OSError."""
    if sys.platform == "darwin":
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)  # fsync stops at the drive's cache there
    else:
        os.fsync(descriptor)


def write_durable(descriptor: int, offset: int, data: memoryview, mode: SyncMode) -> None:
    """Write `data` inside an existing file so that it outlives a power cut. Raises OSError.

    The size of the file does not change, so its data alone needs to reach the device.
    """
    write_all(descriptor, offset, data)
    if mode is SyncMode.DATA_SYNC:
        os.fdatasync(descriptor)
    elif mode is SyncMode.FULL_SYNC:
        synchronise(descriptor)


def write_pieces(descriptor: int, pieces: Iterable[bytes | memoryview]) -> None:
    """Write a new file from its pieces, in large aligned steps; not yet durable. Raises OSError.

    Direct writes take whole 4 KiB blocks, so the last one is written full and then cut off.
    """
    staging = aligned_memory(_STAGING_BYTES)
    filled = 0
    offset = 0
    for piece in pieces:
        rest = memoryview(piece).cast("B")
        while len(rest):
            step = min(len(rest), _STAGING_BYTES - filled)
            staging[filled : filled + step] = rest[:step]
            rest = rest[step:]
            filled += step
            if filled == _STAGING_BYTES:
                write_all(descriptor, offset, staging)
                offset += filled
                filled = 0
    if filled:
        whole = -(-filled // BLOCK_DEVICE_BYTES) * BLOCK_DEVICE_BYTES
        write_all(descriptor, offset, staging[:whole])
        os.ftruncate(descriptor, offset + filled)


def read_file(path: str, offset: int, length: int | None) -> memoryview:
    """Read up to `length` bytes of a file from `offset`, or all that follow. Raises OSError.

    Read past the page cache where the system can: what was written past it is not in it, and
    history that is read once should not fill it.
    """
    try:
        return _read_with(path, _DIRECT, offset, length)
    except OSError as error:
        if not _DIRECT or error.errno not in (errno.EINVAL, errno.EOPNOTSUPP):
            raise
        return _read_with(path, 0, offset, length)


def _read_with(path: str, flags: int, offset: int, length: int | None) -> memoryview:
    descriptor = os.open(path, os.O_RDONLY | flags)
    try:
        rest = max(0, os.fstat(descriptor).st_size - offset)
        return read_all(descriptor, offset, rest if length is None else min(rest, length))
    finally:
        os.close(descriptor)


def read_all(descriptor: int, offset: int, length: int) -> memoryview:
    """Read `length` bytes, which the file has, from any `offset` into new memory. Raises OSError.

    Direct reads take whole blocks, so the blocks around are read with them; after a short read the
    next attempt starts on a 4 KiB boundary again. Read, not mapped: a device error is then an
    OSError and not a signal that ends the process.
    """
    lead = offset % BLOCK_DEVICE_BYTES
    end = lead + length
    memory = _reused_memory((end // BLOCK_DEVICE_BYTES + 1) * BLOCK_DEVICE_BYTES)
    done = 0
    for _ in range(_ATTEMPTS_MAX):
        done += os.preadv(descriptor, [memory[done:]], offset - lead + done)
        if done >= end:
            return memory[lead:end].toreadonly()
        done -= done % BLOCK_DEVICE_BYTES
    raise OSError(errno.EIO, "reads stay short")


def synchronise_folder(path: str) -> None:
    """Make names in a folder durable after a creation, a rename or a removal. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        synchronise(descriptor)
    finally:
        os.close(descriptor)


def probe(path: str) -> SyncMode:
    """Find the best way to durable writes, by writing one block to the new file `path`.

    Raises OSError where nothing can be written at all. The file is removed.
    """
    plain = SyncMode.FULL_SYNC if sys.platform == "darwin" else SyncMode.DATA_SYNC
    modes = [SyncMode.DIRECT, plain] if _DIRECT and _SYNCHRONOUS else [plain]
    refused: OSError | None = None
    for mode in modes:
        try:
            _try_mode(path, mode)
            return mode
        except OSError as error:
            refused = error
        finally:
            if os.path.exists(path):
                os.unlink(path)
    raise refused or OSError(errno.EIO, "no way to write durably")


def _try_mode(path: str, mode: SyncMode) -> None:
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | mode.flags, 0o600)
    try:
        write_durable(descriptor, 0, aligned_memory(BLOCK_DEVICE_BYTES), mode)
    finally:
        os.close(descriptor)
