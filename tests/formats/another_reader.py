"""Another reader of version 1, written from docs/reference/formats.md alone.

It shares no line with the package: hashlib, blake3, cbor2, struct and libsodium only. What it finds
in the golden chain and what the package says of it must be the same, or the page is not exact.
"""

import struct
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import cbor2
from blake3 import blake3
from nacl.signing import VerifyKey

PAGE = 16_384


@dataclass
class ReadBlock:
    """One block of an export."""

    height: int
    time: int
    envelopes: list[bytes] = field(default_factory=list)
    header: bytes = b""


@dataclass
class ReadEnvelope:
    """One envelope taken apart."""

    header: bytes
    fields: dict[int, Any]
    columns: dict[str, bytes]
    signatures: list[list[Any]]


def keyed(context: str, content: bytes) -> bytes:
    return blake3(content, derive_key_context=context).digest()


def read_export(content: bytes) -> tuple[bytes, list[ReadBlock]]:
    """The genesis and the blocks."""
    assert blake3(content[:-32]).digest() == content[-32:]
    magic, version, zero, length = struct.unpack_from("<8sIIQ", content)
    assert (magic, version, zero) == (b"PRAYAEXP", 1, 0)
    genesis, place = content[24 : 24 + length], 24 + length
    end, count = struct.unpack_from("<8sQ", content, len(content) - 48)
    assert end == b"PRAYAEND"
    blocks: list[ReadBlock] = []
    for _ in range(count):
        kind, zero, index, height, time, length = struct.unpack_from("<HHIQQQ", content, place)
        payload = content[place + 32 : place + 32 + length]
        place += 32 + length
        if not blocks or blocks[-1].header:
            blocks.append(ReadBlock(height, time))
        block = blocks[-1]
        assert (zero, height, time) == (0, block.height, block.time)
        if kind == 1:
            assert index == len(block.envelopes)
            block.envelopes.append(payload)
        else:
            assert (kind, index) == (2, 0)
            block.header = payload
    assert place == len(content) - 48
    return genesis, blocks


def merkle(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, as it is written there."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\0" + leaves[0]).digest()
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return sha256(b"\1" + merkle(leaves[:split]) + merkle(leaves[split:])).digest()


def read_envelope(content: bytes) -> ReadEnvelope:
    """Prefix, header, columns, signatures."""
    magic, header_length, section_length, signed_length = struct.unpack_from("<4sIII", content)
    assert magic == b"PRY1"
    header = content[16 : 16 + header_length]
    start = -(-(16 + header_length) // 64) * 64
    assert not any(content[16 + header_length : start])
    assert start + section_length + signed_length == len(content)
    section = content[start : start + section_length]
    fields = cbor2.loads(header)
    assert cbor2.dumps(fields, canonical=True) == header
    assert list(fields) == list(range(1, 11))
    columns = {}
    if fields[8] is not None:
        digest, rows, described = fields[8]
        assert blake3(section).digest() == digest
        place = 0
        for name, dtype in described:
            used = rows * int(dtype[2:])
            columns[name] = section[place : place + used]
            following = place + -(-used // 64) * 64
            assert not any(section[place + used : following])
            place = following
        assert place == section_length
    return ReadEnvelope(header, fields, columns, cbor2.loads(content[start + section_length :]))


def check_signature(header: bytes, algorithm: int, key: bytes, signature: bytes) -> None:
    """Raises where an Ed25519 entry is not good over the Sig_structure of the header."""
    assert algorithm == -19
    protected = cbor2.dumps({1: algorithm}, canonical=True)
    signed = cbor2.dumps(["Signature", b"", protected, b"", header], canonical=True)
    VerifyKey(key).verify(signed, signature)


def results_of(answers: list[Any]) -> bytes:
    """The digest of a block's answers: (status, statuses, results) each, in order."""
    content = b""
    for index, (status, statuses, results) in enumerate(answers):
        content += struct.pack("<IHI", index, status, len(statuses))
        content += struct.pack(f"<{len(statuses)}H", *statuses)
        content += struct.pack(f"<{len(results)}i", *results)
    return keyed("praya results 1", content)


def state_root(tables: dict[str, Any]) -> bytes:
    """The root over tables given as rows of integers, in their order."""
    content = b""
    for name, rows in tables.items():
        cells = b"".join(struct.pack(f"<{len(row)}q", *row) for row in rows)
        cells += bytes(-len(cells) % PAGE)
        pages = [cells[place : place + PAGE] for place in range(0, len(cells), PAGE)]
        tree = _tree([keyed("praya page 1", page) for page in pages])
        root = keyed("praya table 1", tree + struct.pack("<Q", len(rows)))
        content += struct.pack("<H", len(name)) + name.encode() + root
    return keyed("praya state 1", content)


def _tree(leaves: list[bytes]) -> bytes:
    if not leaves:
        return keyed("praya page 1", b"")
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return keyed("praya node 1", _tree(leaves[:split]) + _tree(leaves[split:]))
