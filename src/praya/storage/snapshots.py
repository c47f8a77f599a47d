"""Snapshots: all state at one height in one file, from which a node starts.

A snapshot is named sections of raw bytes behind a header that the caller makes. It is written from
the memory it lies in, whole or not at all, and every byte is checked when it is read. This file
must not know what the sections hold.

Snapshot file `snapshot-<height, 16 digits>.snap`, version 1, little-endian; every part starts on a
64-byte boundary of the file and is followed by zeros up to the next:

    prologue, 64 bytes
         0      8  magic "PRAYASNP"
         8      4  format version, 1
        12      4  zero
        16      8  height
        24      8  length of the header
        32     32  BLAKE3 derive_key("praya snapshot header 1") of these first 32 bytes and the
                   header
    the header
    each section: a head of 128 bytes, then the bytes
         0      8  magic "PRAYASEC"
         8      8  length of the bytes
        16     32  BLAKE3 derive_key("praya snapshot section 1") of the bytes
        48     64  name, ASCII, then zeros
       112     16  zero
    trailer, 64 bytes
         0      8  magic "PRAYAEND"
         8      8  number of sections
        16      8  length of the file
        24      8  zero
        32     32  BLAKE3 derive_key("praya snapshot 1") of the prologue, every section head and the
                   first 32 bytes of the trailer: with the digests in these, of every byte
"""

import re
import struct
from collections.abc import Iterable, Iterator
from typing import NoReturn

from blake3 import blake3

from praya.base.errors import fail, require
from praya.kernel.ports import Disk

VERSION = 1
SNAPSHOTS_KEPT = 2  # the newest may be the one that turns out damaged

_PROLOGUE = struct.Struct("<8sI4xQQ")
_PROLOGUE_BYTES = 64
_HEAD = struct.Struct("<8sQ32s64s16x")
_TRAILER = struct.Struct("<8sQQ8x")
_TRAILER_BYTES = 64
_NAME_BYTES_MAX = 64
_ALIGNMENT = 64
_HEADER_HASHER = blake3(derive_key_context="praya snapshot header 1")
_SECTION_HASHER = blake3(derive_key_context="praya snapshot section 1")
_TOTAL_HASHER = blake3(derive_key_context="praya snapshot 1")
_NAME = re.compile(r"snapshot-(\d{16})\.snap")


def snapshot_name(height: int) -> str:
    """The file name of the snapshot of a height."""
    return f"snapshot-{height:016d}.snap"


def list_snapshots(disk: Disk) -> list[int]:
    """The heights of the snapshots that are there, newest first."""
    matched = (_NAME.fullmatch(name) for name in disk.names())
    return sorted((int(match[1]) for match in matched if match), reverse=True)


def write_snapshot(
    disk: Disk, height: int, header: bytes, sections: Iterable[tuple[str, memoryview]]
) -> None:
    """Write a snapshot durably and keep the newest two.

    `sections` may be made while it is written; each is read twice (digest, then write), so it must
    not change on the way. Names are unique ASCII of at most 64 bytes. Raises as `Disk.replace`.
    """
    disk.replace(snapshot_name(height), _pieces(height, header, sections))
    for old in list_snapshots(disk)[SNAPSHOTS_KEPT:]:
        disk.remove(snapshot_name(old))


def read_snapshot(disk: Disk, height: int) -> tuple[bytes, dict[str, memoryview]]:
    """Read the snapshot of `height` and check every byte; sections are views into one buffer.

    Raises SNAPSHOT_MISSING, SNAPSHOT_DAMAGED with the offset of the damaged part,
    SNAPSHOT_VERSION_UNKNOWN, DISK_FAILED.
    """
    name = snapshot_name(height)
    if name not in disk.names():
        fail("SNAPSHOT_MISSING", height=height)
    return parse_snapshot(name, disk.read(name), height)


def parse_snapshot(
    name: str, content: memoryview, height: int
) -> tuple[bytes, dict[str, memoryview]]:
    """Check every byte of a snapshot that is not among a folder's own, such as a founding one."""
    return _Reader(name, content).read(height)


def snapshot_bytes(height: int, header: bytes, sections: Iterable[tuple[str, memoryview]]) -> bytes:
    """The bytes of a snapshot file, to be kept or sent."""
    return b"".join(_pieces(height, header, sections))


def _padding(length: int) -> bytes:
    return bytes(-length % _ALIGNMENT)


def _pieces(
    height: int, header: bytes, sections: Iterable[tuple[str, memoryview]]
) -> Iterator[bytes | memoryview]:
    prologue = _PROLOGUE.pack(b"PRAYASNP", VERSION, height, len(header))
    prologue += _HEADER_HASHER.copy().update(prologue).update(header).digest()
    total = _TOTAL_HASHER.copy().update(prologue)
    yield prologue + header + _padding(len(header))
    written = len(prologue) + len(header) + len(_padding(len(header)))
    names: set[str] = set()
    for name, content in sections:
        encoded = name.encode("ascii")
        fresh = 0 < len(encoded) <= _NAME_BYTES_MAX and name not in names
        require(fresh, "a section has a name of its own")
        names.add(name)
        raw = content.cast("B")
        head = _HEAD.pack(b"PRAYASEC", len(raw), _section_digest(raw), encoded)
        total.update(head)
        yield head
        yield raw
        yield _padding(len(raw))
        written += len(head) + len(raw) + len(_padding(len(raw)))
    trailer = _TRAILER.pack(b"PRAYAEND", len(names), written + _TRAILER_BYTES)
    yield trailer + total.update(trailer).digest()


def _section_digest(raw: memoryview) -> bytes:
    return _SECTION_HASHER.copy().update(raw).digest()


class _Reader:
    """Takes one snapshot file apart, from its front, and refuses the first thing that differs."""

    def __init__(self, name: str, view: memoryview) -> None:
        self._name = name
        self._view = view
        self._at = 0
        self._total = _TOTAL_HASHER.copy()

    def read(self, height: int) -> tuple[bytes, dict[str, memoryview]]:
        """Give the header and the sections."""
        header = self._read_header(height)
        sections: dict[str, memoryview] = {}
        while bytes(self._view[self._at : self._at + 8]) == b"PRAYASEC":
            start = self._at
            name, content = self._read_section()
            if name in sections:
                self._refuse(start)
            sections[name] = content
        self._read_trailer(len(sections))
        return header, sections

    def _refuse(self, offset: int) -> NoReturn:
        fail("SNAPSHOT_DAMAGED", file=self._name, offset=offset)

    def _take(self, length: int) -> memoryview:
        """The next `length` bytes, whose padding must be zero."""
        start, end = self._at, self._at + length
        padded = end + len(_padding(length))
        if padded > len(self._view) or any(self._view[end:padded]):
            self._refuse(start)
        self._at = padded
        return self._view[start:end]

    def _read_header(self, height: int) -> bytes:
        prologue = self._take(_PROLOGUE_BYTES)
        magic, version, stored, length = _PROLOGUE.unpack_from(prologue)
        header = bytes(self._take(length))
        hasher = _HEADER_HASHER.copy().update(prologue[: _PROLOGUE.size]).update(header)
        if hasher.digest() != prologue[_PROLOGUE.size :]:
            self._refuse(0)
        stated = _PROLOGUE.pack(magic, version, stored, length)  # what is to be zero is zero
        if magic != b"PRAYASNP" or stored != height or prologue[: _PROLOGUE.size] != stated:
            self._refuse(0)
        if version != VERSION:
            fail("SNAPSHOT_VERSION_UNKNOWN", file=self._name, version=version, known=VERSION)
        self._total.update(prologue)
        return header

    def _read_section(self) -> tuple[str, memoryview]:
        start = self._at
        head = self._take(_HEAD.size)
        magic, length, digest, name = _HEAD.unpack(head)
        content = self._take(length)
        spelt = name.rstrip(b"\0")
        is_name = spelt != b"" and spelt.isascii() and b"\0" not in spelt
        whole = _HEAD.pack(magic, length, digest, name) == head
        if _section_digest(content) != digest or not is_name or not whole:
            self._refuse(start)
        self._total.update(head)
        return spelt.decode("ascii"), content

    def _read_trailer(self, sections: int) -> None:
        start = self._at
        trailer = self._take(_TRAILER_BYTES)
        magic, count, length = _TRAILER.unpack_from(trailer)
        self._total.update(trailer[: _TRAILER.size])
        whole = magic == b"PRAYAEND" and count == sections and length == len(self._view)
        whole = whole and _TRAILER.pack(magic, count, length) == trailer[: _TRAILER.size]
        if not whole or self._at != len(self._view) or self._total.digest() != trailer[32:]:
            self._refuse(start)
