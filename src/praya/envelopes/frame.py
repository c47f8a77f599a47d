"""An envelope as bytes: prefix, header, columns, signatures, each found without decoding the rest.

    16-byte prefix | header | zeros to 64 | columns, each padded to 64 | signatures

The prefix is the magic, then the lengths of header, section and signatures as u32 little-endian.
Parsing keeps views of the buffer it was given and copies no column. One envelope has one framing:
lengths must add up and every padding byte is zero. It must not know keys or state.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from praya.base.errors import fail
from praya.base.hashing import envelope_id, section_digest
from praya.base.limits import ENVELOPE_BYTES_MAX, HEADER_BYTES_MAX, SECTION_BYTES_MAX
from praya.envelopes.header import (
    COLUMN_BYTES,
    Header,
    Section,
    aligned,
    decode_header,
    section_bytes,
)
from praya.envelopes.signatures import (
    SignatureEntry,
    decode_signatures,
    encode_signatures,
    entry_order,
)

MAGIC = b"PRY1"
PREFIX_BYTES = 16

_PREFIX = struct.Struct("<4sIII")

Column = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Envelope:
    """A parsed envelope over the buffer it came in."""

    buffer: memoryview
    header_bytes: bytes
    header: Header
    id: bytes  # SHA-256 of the header
    section: memoryview  # the raw columns with their padding; empty if there are none
    signatures: tuple[SignatureEntry, ...]

    def check_section(self) -> None:
        """Raise ENVELOPE_REFUSED (reason "section_digest") if the columns are not those signed."""
        described = self.header.section
        if described is not None and section_digest(self.section) != described.digest:
            fail("ENVELOPE_REFUSED", reason="section_digest")

    def columns(self) -> dict[str, Column]:
        """The columns by name, as arrays over the buffer itself; empty if there is no section."""
        described = self.header.section
        if described is None:
            return {}
        found: dict[str, Column] = {}
        offset = 0
        for name, dtype in described.columns:
            found[name] = np.frombuffer(
                self.section, dtype=dtype, count=described.row_count, offset=offset
            )
            offset += aligned(described.row_count * COLUMN_BYTES[dtype])
        return found


def pack_section(columns: Mapping[str, Column]) -> tuple[Section, bytes]:
    """Lay columns out as a section: what the header says of it, and its bytes.

    Raises ENVELOPE_REFUSED (reason "section") for columns of unequal length or an unknown dtype.
    """
    parts: list[bytes] = []
    described: list[tuple[str, str]] = []
    for name, column in columns.items():
        dtype = column.dtype.str
        if dtype not in COLUMN_BYTES or column.ndim != 1:
            fail("ENVELOPE_REFUSED", reason="section")
        raw = column.tobytes()
        parts.append(raw + bytes(aligned(len(raw)) - len(raw)))
        described.append((name, dtype))
    row_counts = {len(column) for column in columns.values()}
    if len(row_counts) != 1:
        fail("ENVELOPE_REFUSED", reason="section")
    content = b"".join(parts)
    return Section(section_digest(content), row_counts.pop(), tuple(described)), content


def build(header_bytes: bytes, section: bytes, signatures: Sequence[SignatureEntry]) -> bytes:
    """Frame an encoded header, the packed section it describes (or b"") and its signatures.

    Signatures may come in any order; they are put into the one order that verifies. Raises
    ENVELOPE_REFUSED if `parse` would not take the result.
    """
    signed = encode_signatures(tuple(sorted(signatures, key=entry_order)))
    prefix = _PREFIX.pack(MAGIC, len(header_bytes), len(section), len(signed))
    start = aligned(PREFIX_BYTES + len(header_bytes))
    padding = bytes(start - PREFIX_BYTES - len(header_bytes))
    framed = b"".join((prefix, header_bytes, padding, section, signed))
    parse(framed).check_section()
    return framed


def parse(data: bytes | bytearray | memoryview) -> Envelope:
    """Parse the bytes of one envelope, all of them, without checking digest or signatures.

    Raises ENVELOPE_REFUSED (reason: size, prefix, length, padding, signatures, or a field of the
    header). Nothing else is raised for any input.
    """
    buffer = memoryview(data)
    if not PREFIX_BYTES <= buffer.nbytes <= ENVELOPE_BYTES_MAX:
        fail("ENVELOPE_REFUSED", reason="size")
    magic, header_length, section_length, signatures_length = _PREFIX.unpack_from(buffer)
    if magic != MAGIC or header_length > HEADER_BYTES_MAX or section_length > SECTION_BYTES_MAX:
        fail("ENVELOPE_REFUSED", reason="prefix")
    header_end = PREFIX_BYTES + header_length
    start = aligned(header_end)
    section_end = start + section_length
    if section_end + signatures_length != buffer.nbytes:
        fail("ENVELOPE_REFUSED", reason="length")
    header_bytes = bytes(buffer[PREFIX_BYTES:header_end])
    header = decode_header(header_bytes)
    if section_length != section_bytes(header.section):
        fail("ENVELOPE_REFUSED", reason="length")
    section = buffer[start:section_end]
    _check_zeros(buffer[header_end:start])
    _check_padding(header.section, section)
    return Envelope(
        buffer=buffer,
        header_bytes=header_bytes,
        header=header,
        id=envelope_id(header_bytes),
        section=section,
        signatures=decode_signatures(buffer[section_end:]),
    )


def _check_padding(described: Section | None, section: memoryview) -> None:
    """Every byte between the end of one column and the start of the next is zero."""
    if described is None:
        return
    offset = 0
    for _, dtype in described.columns:
        used = described.row_count * COLUMN_BYTES[dtype]
        end = offset + aligned(used)
        _check_zeros(section[offset + used : end])
        offset = end


def _check_zeros(padding: memoryview) -> None:
    if any(padding):
        fail("ENVELOPE_REFUSED", reason="padding")
