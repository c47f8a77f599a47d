"""The genesis: what every replica starts from. Its hash is the chain id.

It names the signature suite, the first business date, the first participants and calendars. A
genesis may carry a snapshot's state root, so that a solo ledger becomes a network.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NoReturn

from praya.base.calendars import calendar_from_document
from praya.base.encoding import decode, encode
from praya.base.errors import PrayaError, fail, require
from praya.base.fields import FieldReader
from praya.base.signing import DIGEST_BYTES, Suite
from praya.base.text import is_visible_text
from praya.envelopes.participants import (
    Role,
    participant_document_name,
    participant_from_document,
)
from praya.intents.lowering import calendar_document_name
from praya.kernel import operations as op
from praya.kernel.builder import RowBuilder
from praya.kernel.ledger import Ledger
from praya.kernel.state import State
from praya.kernel.step import THE_LEDGER, Context, apply, full_invariants
from praya.proofs.headers import PROTOCOL_VERSION
from praya.storage.snapshots import parse_snapshot

GENESIS_FILE = "genesis.cbor"
FOUNDING_FILE = "genesis.snap"  # beside a genesis that carries a snapshot
GENESIS_BYTES_MAX = 4 * 1_048_576
NAME_BYTES_MAX = 64
_FIELDS = range(1, 10)


@dataclass(frozen=True, slots=True)
class Genesis:
    """The first state of a ledger, in a form that is hashed."""

    name: str  # for people: "Evergreen 2023"
    suite: Suite
    business_date: int
    block_time: int  # milliseconds; no block is earlier
    calendar: str  # code of the calendar the business day follows
    calendars: tuple[dict[int, Any], ...]
    participants: tuple[bytes, ...]  # documents, in the order of their numbers
    snapshot: tuple[int, bytes] | None = None  # (height, state root) this ledger goes on from
    version: int = PROTOCOL_VERSION

    def encode(self) -> bytes:
        """The bytes that are hashed."""
        values = (
            self.version,
            self.name,
            int(self.suite),
            self.business_date,
            self.block_time,
            self.calendar,
            list(self.calendars),
            list(self.participants),
            None if self.snapshot is None else list(self.snapshot),
        )
        return encode(dict(zip(_FIELDS, values, strict=True)))

    def chain_id(self) -> bytes:
        """SHA-256 of the encoded genesis."""
        return sha256(self.encode()).digest()


def decode_genesis(data: bytes | memoryview) -> Genesis:
    """Read and check a genesis; GENESIS_DAMAGED for anything else."""
    try:
        return _read(bytes(data))
    except PrayaError as problem:
        if problem.code == "GENESIS_DAMAGED":
            raise
        raise PrayaError("GENESIS_DAMAGED", reason=problem.code) from problem


def _read(data: bytes) -> Genesis:
    fields = decode(data, GENESIS_BYTES_MAX)
    if not isinstance(fields, dict) or set(fields) != set(_FIELDS):
        _refuse("fields")
    _READ.demand(_READ.integer(fields[1], "version") == PROTOCOL_VERSION, "version")
    name = _READ.text(fields[2], "name")
    _READ.demand(0 < len(name.encode()) <= NAME_BYTES_MAX and is_visible_text(name), "name")
    suite = _READ.integer(fields[3], "suite")
    _READ.demand(suite in [int(each) for each in Suite], "suite")
    block_time = _READ.integer(fields[5], "block_time")
    _READ.demand(0 <= block_time < 2**62, "block_time")
    business_date = _READ.integer(fields[4], "business_date")
    _READ.demand(0 <= business_date < 2**31, "business_date")
    calendars = tuple(_READ.fields(each, "calendars") for each in _READ.items(fields[7], "list"))
    documents = tuple(_READ.content(each, "documents") for each in _READ.items(fields[8], "list"))
    genesis = Genesis(
        name=name,
        suite=Suite(suite),
        business_date=business_date,
        block_time=block_time,
        calendar=_READ.text(fields[6], "calendar"),
        calendars=calendars,
        participants=documents,
        snapshot=_read_snapshot(fields[9]),
    )
    check_genesis(genesis)
    return genesis


def check_genesis(genesis: Genesis) -> None:
    """Calendars and participants are well formed and enough to go on; else GENESIS_DAMAGED."""
    calendars = [calendar_from_document(document) for document in genesis.calendars]
    if genesis.snapshot is not None:  # calendars and participants are in the snapshot
        _READ.demand(not genesis.calendars and not genesis.participants, "snapshot")
        return
    followed = [calendar for calendar in calendars if calendar.code == genesis.calendar]
    _READ.demand(len({calendar.code for calendar in calendars}) == len(calendars), "calendars")
    _READ.demand(len(followed) == 1, "calendar")
    _READ.demand(followed[0].is_business_day(genesis.business_date), "business_date")
    found = [participant_from_document(each, genesis.suite) for each in genesis.participants]
    _READ.demand(len({participant.code for participant in found}) == len(found), "participants")
    roles = {role for participant in found for role in participant.roles}
    _READ.demand(roles == set(Role), "roles")


def _read_snapshot(value: object) -> tuple[int, bytes] | None:
    if value is None:
        return None
    height, root = _READ.items(value, "snapshot", 2)
    _READ.demand(0 <= _READ.integer(height, "snapshot") < 2**62, "snapshot")
    _READ.demand(len(_READ.content(root, "snapshot")) == DIGEST_BYTES, "snapshot")
    return _READ.integer(height, "snapshot"), _READ.content(root, "snapshot")


def first_ledger(genesis: Genesis, founding: memoryview | None = None) -> Ledger:
    """The ledger a chain begins with: that of the founding snapshot, or a new one.

    A new one has its calendars and participants put in through the operations. GENESIS_DAMAGED
    where the snapshot is missing, not wanted, or another than the genesis names.
    """
    if (genesis.snapshot is None) != (founding is None):
        _refuse("snapshot")
    if genesis.snapshot is not None and founding is not None:
        height, root = genesis.snapshot
        _, sections = parse_snapshot(FOUNDING_FILE, founding, height)
        ledger = Ledger.from_sections(sections)
        same_day = ledger.state.business_date == genesis.business_date
        _READ.demand(same_day and ledger.state.root() == root, "snapshot")
        _READ.demand(full_invariants(ledger.state) == [], "snapshot")
        return ledger
    ledger = Ledger(State(genesis.business_date))
    build = RowBuilder()
    for calendar in genesis.calendars:
        code = str(calendar_from_document(calendar).code)
        build.put(calendar_document_name(code), encode(calendar), -1, 0)
    for document in genesis.participants:
        participant = participant_from_document(document, genesis.suite)
        slot = build.put(participant_document_name(participant.code), document, -1, 0)
        build.govern(op.GOVERN_ADMIT, slot)
    rows = build.rows()
    outcome = apply(ledger.state, rows, Context(0, genesis.block_time, THE_LEDGER))
    require(outcome.first_refusal() == 0, "a checked genesis applies")
    ledger.absorb(rows, outcome, build.puts)
    ledger.state.root()
    ledger.state.forget_log()
    return ledger


def _refuse(field: str) -> NoReturn:
    fail("GENESIS_DAMAGED", reason=field)


_READ = FieldReader(_refuse)
