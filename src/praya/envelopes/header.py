"""The header of an envelope: the bytes that are signed, hashed into the id and shown to signers.

It carries one intent (a body) or describes one batch, and the digest of the detached section.
Every field is checked when it is read and again when it is written, and all fields are always
present, so that one header has one encoding. It must not know participants, keys or state.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from praya.base.encoding import decode, encode
from praya.base.errors import PrayaError, fail
from praya.base.fields import FieldReader
from praya.base.limits import (
    ACTING_MAX,
    AMOUNT_MAX,
    BATCH_ASSETS_MAX,
    BATCH_ROWS_MAX,
    CODE_BYTES_MAX,
    DECIMALS_MAX,
    HEADER_BYTES_MAX,
    SECTION_BYTES_MAX,
)
from praya.base.signing import DIGEST_BYTES
from praya.base.status import Status
from praya.envelopes.batch_columns import BATCH_COLUMNS, BATCH_VERB

PROTOCOL_VERSION = 1
CHAIN_ID_BYTES = 32
REQUEST_ID_BYTES = 16
SEED_BYTES_MIN = 16
SEED_BYTES_MAX = 32
ALIGNMENT_BYTES = 64  # a cache line, and wider than any vector register in use
COLUMNS_MAX = 16
VERB_BYTES_MAX = 64
ASSET_NUMBER_MAX = 2**31 - 1

# Column types by name, with bytes per value; no 64-bit unsigned: it has no exact int64.
COLUMN_BYTES: dict[str, int] = {
    "|i1": 1,
    "|u1": 1,
    "<i2": 2,
    "<u2": 2,
    "<i4": 4,
    "<u4": 4,
    "<i8": 8,
}

_FIELDS = range(1, 11)
(
    _VERSION,
    _CHAIN_ID,
    _ACTING,
    _REQUEST_ID,
    _VALID_UNTIL,
    _VERB,
    _SEED,
    _SECTION,
    _BODY,
    _BATCH,
) = _FIELDS
_CODE = re.compile(rf"[!-~]{{1,{CODE_BYTES_MAX}}}")  # printable ASCII without the space
VERB_FORM = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
_COLUMN_NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")


@dataclass(frozen=True, slots=True)
class Section:
    """The detached columns: their BLAKE3 digest, rows, and (name, dtype) of each in order."""

    digest: bytes
    row_count: int
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class BatchAsset:
    """What a batch does with one asset: the sum of amounts of all its MOVE and HOLD rows."""

    asset: int
    decimals: int
    control_total: int  # minor units


@dataclass(frozen=True, slots=True)
class Batch:
    """The enforced summary of a batch; assets rise by number.

    A row that names a position opened after `numbering_height` is refused, so that the numbers
    mean what they meant when the batch was signed.
    """

    assets: tuple[BatchAsset, ...]
    numbering_height: int


@dataclass(frozen=True, slots=True)
class Header:
    """One envelope's header. Exactly one of `body` (an intent) and `batch` is given."""

    chain_id: bytes  # 32 bytes, the hash of the genesis
    acting: tuple[str, ...]  # 1 to 16 participant codes; the first owns the request id
    request_id: bytes  # 16 bytes
    valid_until: int  # block time, milliseconds since 1970-01-01 UTC
    verb: str  # "area.verb_noun", or "batch"
    seed: bytes = b""  # 16 to 32 bytes for salts of positions opened here, or empty
    section: Section | None = None
    body: Mapping[int, object] | None = None
    batch: Batch | None = None
    version: int = PROTOCOL_VERSION


def encode_header(header: Header) -> bytes:
    """Encode a header after checking it.

    Raises ENVELOPE_REFUSED (reason: the field at fault) or ENCODING_REFUSED for a body that the
    encoding does not hold.
    """
    check_header(header)
    encoded = encode(
        {
            _VERSION: header.version,
            _CHAIN_ID: header.chain_id,
            _ACTING: header.acting,
            _REQUEST_ID: header.request_id,
            _VALID_UNTIL: header.valid_until,
            _VERB: header.verb,
            _SEED: header.seed,
            _SECTION: _section_items(header.section),
            _BODY: None if header.body is None else dict(header.body),
            _BATCH: _batch_items(header.batch),
        }
    )
    _READ.demand(len(encoded) <= HEADER_BYTES_MAX, "size")
    return encoded


def decode_header(data: bytes | memoryview) -> Header:
    """Decode and check a header.

    Raises ENVELOPE_REFUSED: reason "protocol" for another version than ours, "encoding: ..." for
    bytes outside the encoding, else the field at fault.
    """
    try:
        decoded = decode(data, HEADER_BYTES_MAX)
    except PrayaError as problem:
        reason = f"encoding: {problem.values.get('reason')}"
        raise PrayaError("ENVELOPE_REFUSED", reason=reason) from problem
    fields = _READ.fields(decoded, "fields")
    version = _READ.integer(fields.get(_VERSION), "version")
    _READ.demand(version == PROTOCOL_VERSION, "protocol")
    _READ.demand(list(fields) == list(_FIELDS), "fields")
    header = Header(
        chain_id=_READ.content(fields[_CHAIN_ID], "chain_id"),
        acting=_read_acting(fields[_ACTING]),
        request_id=_READ.content(fields[_REQUEST_ID], "request_id"),
        valid_until=_READ.integer(fields[_VALID_UNTIL], "valid_until"),
        verb=_READ.text(fields[_VERB], "verb"),
        seed=_READ.content(fields[_SEED], "seed"),
        section=_read_section(fields[_SECTION]),
        body=_read_body(fields[_BODY]),
        batch=_read_batch(fields[_BATCH]),
    )
    check_header(header)
    return header


def refusal_status(problem: PrayaError) -> Status:
    """The status a ledger answers with for an envelope that could not be read."""
    if problem.code == "ENVELOPE_REFUSED" and problem.values.get("reason") == "protocol":
        return Status.PROTOCOL_UNKNOWN
    if problem.code == "ENVELOPE_REFUSED" and problem.values.get("reason") == "section_digest":
        return Status.SECTION_DIFFERS
    return Status.ENVELOPE_MALFORMED


def check_header(header: Header) -> None:
    """Check every field; raises ENVELOPE_REFUSED with the field at fault as the reason."""
    _READ.demand(header.version == PROTOCOL_VERSION, "protocol")
    _READ.demand(len(header.chain_id) == CHAIN_ID_BYTES, "chain_id")
    _READ.demand(1 <= len(header.acting) <= ACTING_MAX, "acting")
    _READ.demand(len(set(header.acting)) == len(header.acting), "acting")
    _READ.demand(all(_CODE.fullmatch(code) for code in header.acting), "acting")
    _READ.demand(len(header.request_id) == REQUEST_ID_BYTES, "request_id")
    _READ.demand(0 <= header.valid_until <= AMOUNT_MAX, "valid_until")
    seed_bytes = len(header.seed)
    _READ.demand(seed_bytes == 0 or SEED_BYTES_MIN <= seed_bytes <= SEED_BYTES_MAX, "seed")
    if header.section is not None:
        _check_section(header.section)
    if header.verb == BATCH_VERB:
        _check_batch(header)
    else:
        _READ.demand(len(header.verb) <= VERB_BYTES_MAX, "verb")
        _READ.demand(VERB_FORM.fullmatch(header.verb) is not None, "verb")
        _READ.demand(header.body is not None, "body")
        _READ.demand(header.batch is None, "batch")


def aligned(length_bytes: int) -> int:
    """The next multiple of the section alignment."""
    return -(-length_bytes // ALIGNMENT_BYTES) * ALIGNMENT_BYTES


def section_bytes(section: Section | None) -> int:
    """The length of a section in bytes, each column padded to the alignment; 0 for none."""
    if section is None:
        return 0
    return sum(aligned(section.row_count * COLUMN_BYTES[dtype]) for _, dtype in section.columns)


def _check_section(section: Section) -> None:
    _READ.demand(len(section.digest) == DIGEST_BYTES, "section")
    _READ.demand(1 <= section.row_count <= SECTION_BYTES_MAX, "section")
    _READ.demand(1 <= len(section.columns) <= COLUMNS_MAX, "section")
    names = {name for name, _ in section.columns}
    _READ.demand(len(names) == len(section.columns), "section")
    _READ.demand(all(_COLUMN_NAME.fullmatch(name) for name in names), "section")
    _READ.demand(all(dtype in COLUMN_BYTES for _, dtype in section.columns), "section")
    _READ.demand(section_bytes(section) <= SECTION_BYTES_MAX, "section")


def _check_batch(header: Header) -> None:
    _READ.demand(header.body is None, "body")
    batch, section = header.batch, header.section
    if batch is None:
        _refuse("batch")
    if section is None or section.columns != BATCH_COLUMNS:
        _refuse("section")
    _READ.demand(section.row_count <= BATCH_ROWS_MAX, "section")
    _READ.demand(0 <= batch.numbering_height <= AMOUNT_MAX, "batch")
    _READ.demand(len(batch.assets) <= BATCH_ASSETS_MAX, "batch")
    last = -1
    for item in batch.assets:
        _READ.demand(last < item.asset <= ASSET_NUMBER_MAX, "batch")
        _READ.demand(0 <= item.decimals <= DECIMALS_MAX, "batch")
        _READ.demand(0 <= item.control_total <= AMOUNT_MAX, "batch")
        last = item.asset


def _section_items(section: Section | None) -> list[object] | None:
    if section is None:
        return None
    return [section.digest, section.row_count, [list(column) for column in section.columns]]


def _batch_items(batch: Batch | None) -> list[object] | None:
    if batch is None:
        return None
    assets = [[item.asset, item.decimals, item.control_total] for item in batch.assets]
    return [batch.numbering_height, assets]


def _read_acting(value: object) -> tuple[str, ...]:
    return tuple(_READ.text(item, "acting") for item in _READ.items(value, "acting"))


def _read_section(value: object) -> Section | None:
    if value is None:
        return None
    digest, row_count, columns = _READ.items(value, "section", count=3)
    return Section(
        digest=_READ.content(digest, "section"),
        row_count=_READ.integer(row_count, "section"),
        columns=tuple(_read_column(column) for column in _READ.items(columns, "section")),
    )


def _read_column(value: object) -> tuple[str, str]:
    name, dtype = _READ.items(value, "section", count=2)
    return _READ.text(name, "section"), _READ.text(dtype, "section")


def _read_batch(value: object) -> Batch | None:
    if value is None:
        return None
    numbering_height, assets = _READ.items(value, "batch", count=2)
    return Batch(
        assets=tuple(_read_asset(item) for item in _READ.items(assets, "batch")),
        numbering_height=_READ.integer(numbering_height, "batch"),
    )


def _read_asset(value: object) -> BatchAsset:
    asset, decimals, control_total = _READ.items(value, "batch", count=3)
    return BatchAsset(
        asset=_READ.integer(asset, "batch"),
        decimals=_READ.integer(decimals, "batch"),
        control_total=_READ.integer(control_total, "batch"),
    )


def _read_body(value: object) -> Mapping[int, object] | None:
    if value is None:
        return None
    return _READ.fields(value, "body")


def _refuse(field: str) -> NoReturn:
    fail("ENVELOPE_REFUSED", reason=field)


_READ = FieldReader(_refuse)
