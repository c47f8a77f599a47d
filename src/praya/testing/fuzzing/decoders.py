"""The table of decoders: what each reads, may refuse with, and must give back as it was.

`same` says whether what was accepted states the same again: the same bytes, or for sheets and
statements, which people write in their own way, the same meaning.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from blake3 import blake3

from praya.base.amounts import format_amount, parse_amount
from praya.base.calendars import calendar_from_document, calendar_to_document
from praya.base.dates import format_day, parse_day
from praya.base.encoding import decode, encode
from praya.base.limits import DOCUMENT_BYTES_MAX, ENVELOPE_BYTES_MAX
from praya.base.signing import Suite
from praya.envelopes.frame import MAGIC, PREFIX_BYTES, Envelope, parse
from praya.envelopes.header import aligned, decode_header, encode_header
from praya.envelopes.participants import participant_from_document
from praya.envelopes.passkeys import client_data_valid
from praya.envelopes.signatures import decode_signatures, encode_signatures
from praya.instruments import INSTRUMENTS
from praya.instruments.term_sheets import SheetDocument, write_term_sheet
from praya.intents import INTENTS
from praya.intents.schema import body_of, read_intent
from praya.kernel import operations as op
from praya.kernel.ledger import Ledger
from praya.kernel.rows import Rows
from praya.kernel.state import State
from praya.kernel.step import Context, apply, begin_block, full_invariants
from praya.node.genesis import decode_genesis, first_ledger
from praya.node.skips import decode_skip
from praya.proofs.files import verify_proof
from praya.proofs.headers import decode_block_header
from praya.rails.statement_reading import read_statement
from praya.rails.statement_writing import write_statement
from praya.sdk.sheet_files import read_sheets
from praya.storage.anchor import pack_anchor, parse_anchor
from praya.storage.commits import Record, parse_commit, unpack_records
from praya.storage.exports import read_export, write_export
from praya.storage.segments import HEADER_BYTES, pack_segment_header, parse_segment_header
from praya.storage.snapshots import parse_snapshot, snapshot_bytes
from praya.testing.fuzzing import repairs, samples

Same = Callable[[Any, bytes], bool]


class Catch:
    """Keeps whatever error ends its block, but those that stop a process.

    Finding errors that nobody expected is what fuzzing is for: here alone they are all caught.
    """

    problem: BaseException | None = None

    def __enter__(self) -> "Catch":
        return self

    def __exit__(self, kind: object, problem: BaseException | None, trace: object) -> bool:
        self.problem = problem
        return problem is None or isinstance(problem, Exception)


@dataclass(frozen=True)
class Decoder:
    """One decoder. `read` gives None for what it refuses without an error."""

    name: str
    form: str
    seeds: Callable[[], list[bytes]]
    read: Callable[[bytes], Any]
    same: Same
    refusals: frozenset[str]
    repair: Callable[[bytes], bytes] = bytes  # makes lengths and digests fit what was changed

    def read_quietly(self, data: bytes) -> None:
        """Read, for the lines it runs through; what it raises is judged elsewhere."""
        with Catch():
            self.read(data)


def envelope_bytes(found: Envelope) -> bytes:
    """The one encoding of an envelope."""
    header, signatures = encode_header(found.header), encode_signatures(found.signatures)
    prefix = MAGIC + b"".join(
        length.to_bytes(4, "little")
        for length in (len(header), len(found.section), len(signatures))
    )
    padding = bytes(aligned(PREFIX_BYTES + len(header)) - PREFIX_BYTES - len(header))
    return prefix + header + padding + bytes(found.section) + signatures


def read_columns(data: bytes) -> Envelope:
    """An envelope whose columns were looked at too."""
    found = parse(data)
    for column in found.columns().values():
        column.sum()
    return found


def read_calendar(data: bytes) -> Any:
    """A calendar from its encoded document."""
    return calendar_from_document(decode(data, DOCUMENT_BYTES_MAX))


def read_ledger_snapshot(data: bytes) -> Any:
    """A snapshot with the ledger in it, checked as a founding one is."""
    height = int.from_bytes(data[16:24], "little")
    header, sections = parse_snapshot("sample", memoryview(data), height)
    full_invariants(Ledger.from_sections(sections).state)
    return height, header, sections


def read_and_use_snapshot(data: bytes) -> Any:
    """A snapshot whose ledger passes every check, and goes on: guards rewritten, a block begun."""
    height = int.from_bytes(data[16:24], "little")
    _, sections = parse_snapshot("sample", memoryview(data), height)
    state = State.from_sections(dict(sections))
    if full_invariants(state) != []:
        return None
    accounts, assets = state.table("accounts").shape[0], state.table("assets").shape[0]
    rows = [(op.SET_ACCOUNT_FLAGS, number, 1, 0, op.SET, 0) for number in range(accounts)]
    rows += [(op.SET_ASSET_REQUIRED, number, 1, 0, op.SET, 0) for number in range(assets)]
    rows += [(op.SET_SWEEP, number, 0, 0, op.SET, 0) for number in range(assets)]
    places = state.table("balances").shape[0]
    rows += [(place, place + 1, 1, 0, op.MOVE, 0) for place in range(min(places, 256))]
    apply(state, Rows.from_list(rows), Context(1, 1, (1, 2)))
    begin_block(state, 2, 1)
    state.root()
    return full_invariants(state) == [] or None


def read_and_found(data: bytes) -> Any:
    """A genesis, and the ledger it founds."""
    genesis = decode_genesis(data)
    if genesis.snapshot is None:
        first_ledger(genesis)
    return genesis


def read_and_schedule(data: bytes) -> SheetDocument:
    """Term sheets, and what each would pay when under a calendar of two years."""
    found = read_sheets(data, "sheet.json")
    for sheet in found.sheets:
        INSTRUMENTS[sheet.instrument].schedule(sheet.terms, samples.CALENDAR)
    return found


def snapshot_same(found: Any, data: bytes) -> bool:
    """A snapshot written again."""
    height, header, sections = found
    return snapshot_bytes(height, header, sections.items()) == data


def read_exported(data: bytes) -> tuple[bytes, list[Record]]:
    """An export, all its records."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        path.write_bytes(data)
        genesis, records = read_export(path)
        return genesis, list(records)


def export_same(found: tuple[bytes, list[Record]], data: bytes) -> bool:
    """An export written again."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        write_export(path, *found)
        return path.read_bytes() == data


def read_segment(data: bytes) -> Any:
    """A segment's first block, and every commit that follows it unbroken."""
    block = parse_segment_header(memoryview(data)[:HEADER_BYTES])
    if block is None:
        return None
    place, records = 4_096, 0
    while (commit := parse_commit(memoryview(data), place, block.identity)) is not None:
        records += sum(1 for _ in unpack_records(memoryview(data), place, commit))
        place += commit.length
    return block, records


def segment_same(found: Any, data: bytes) -> bool:
    """The first block written again."""
    block, _ = found
    return pack_segment_header(*block) == data[:HEADER_BYTES]


def read_body(data: bytes) -> Any:
    """An intent from its verb and its encoded body: the verb's name, a zero, the body."""
    verb, _, content = data.partition(b"\0")
    intent = INTENTS.get(verb.decode("ascii", "replace"))
    if intent is None:
        return None
    body = decode(content, DOCUMENT_BYTES_MAX)
    return read_intent(intent, body) if isinstance(body, dict) else None


def body_same(found: Any, data: bytes) -> bool:
    """A body written again."""
    return encode(body_of(found)) == data.partition(b"\0")[2]


def bodies() -> list[bytes]:
    """The bodies of the sample ledger's requests."""
    found = [decode_header(header) for header in samples.headers()]
    return [
        header.verb.encode() + b"\0" + encode(dict(header.body))
        for header in found
        if header.body is not None
    ]


def sheet_same(found: SheetDocument, data: bytes) -> bool:
    """Every sheet of a file, written by us, states the same."""
    for sheet in found.sheets:
        written = json.dumps(write_term_sheet(sheet.code, sheet.instrument, sheet.terms))
        again = read_sheets(written.encode(), "again").sheets[0]
        if (again.code, again.terms) != (sheet.code, sheet.terms):
            return False
    return True


def sheets() -> list[bytes]:
    """Term sheets that are shipped."""
    folder = Path(__file__).resolve().parents[2] / "dev" / "scenarios"
    return [path.read_bytes() for path in sorted(folder.glob("*.json")) if ".run." not in path.name]


def statement_same(found: Any, data: bytes) -> bool:
    """A statement written by us is read as itself."""
    return bool(read_statement(write_statement(found)) == found)


def proof_same(found: Any, data: bytes) -> bool:
    """JSON of one spelling."""
    again = json.dumps(json.loads(data), ensure_ascii=False, indent=1)
    return (again + "\n").encode() == data


def text_of(data: bytes) -> str:
    """Bytes as text, each for itself if they are no UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def read_client_data(data: bytes) -> bool:
    """Whether passkey client data is an assertion; never an error."""
    return client_data_valid(data, bytes(32), "https://desk.example") or None  # type: ignore[return-value]


def client_data() -> list[bytes]:
    """An assertion as a browser writes it."""
    members = {
        "type": "webauthn.get",
        "challenge": "A" * 43,
        "origin": "https://desk.example",
        "crossOrigin": False,
    }
    return [json.dumps(members).encode()]


def decoder(
    name: str, form: str, seeds: Any, read: Any, same: Same, *refusals: str, **more: Any
) -> Decoder:
    """One line of the table."""
    return Decoder(name, form, seeds, read, same, frozenset(refusals), **more)


ENCODING: Final = "ENCODING_REFUSED"
PARTICIPANTS: Final = (
    *("PARTICIPANT_REFUSED", "KEYS_REFUSED", "KEY_REFUSED", "POLICY_UNREACHABLE", ENCODING),
)
DECODERS: Final[Mapping[str, Decoder]] = {
    one.name: one
    for one in (
        decoder(
            *("encoding", "cbor", samples.headers),
            lambda data: decode(data, ENVELOPE_BYTES_MAX),
            lambda found, data: encode(found) == data,
            ENCODING,
        ),
        decoder(
            *("envelope", "binary", samples.envelopes, read_columns),
            lambda found, data: envelope_bytes(found) == data,
            "ENVELOPE_REFUSED",
            repair=repairs.envelope,
        ),
        decoder(
            *("header", "cbor", samples.headers, decode_header),
            lambda found, data: encode_header(found) == data,
            "ENVELOPE_REFUSED",
        ),
        decoder(
            "signatures",
            "cbor",
            lambda: [encode_signatures(parse(one).signatures) for one in samples.envelopes()],
            decode_signatures,
            lambda found, data: encode_signatures(found) == data,
            "ENVELOPE_REFUSED",
        ),
        decoder("body", "binary", bodies, read_body, body_same, "INTENT_REFUSED", ENCODING),
        decoder(
            "participant",
            "cbor",
            lambda: list(samples.documents().values()),
            lambda data: participant_from_document(data, Suite.ED25519),
            lambda found, data: found.to_document() == data,
            *PARTICIPANTS,
        ),
        decoder(
            "calendar",
            "cbor",
            lambda: [encode(calendar_to_document(samples.CALENDAR))],
            read_calendar,
            lambda found, data: encode(calendar_to_document(found)) == data,
            *("CALENDAR_INVALID", ENCODING),
        ),
        decoder(
            *("genesis", "cbor", lambda: samples.files("genesis"), decode_genesis),
            lambda found, data: found.encode() == data,
            "GENESIS_DAMAGED",
        ),
        decoder(
            *("genesis, founded", "cbor", lambda: samples.files("genesis"), read_and_found),
            lambda found, data: found.encode() == data,
            "GENESIS_DAMAGED",
        ),
        decoder(
            *("block header", "cbor", samples.block_headers, decode_block_header),
            lambda found, data: found.encode() == data,
            *("HEADER_REFUSED", ENCODING),
        ),
        decoder(
            *("skip order", "cbor", samples.skip_orders, decode_skip),
            lambda found, data: found.encode() == data,
            *("SKIP_REFUSED", "ENVELOPE_REFUSED", ENCODING),
        ),
        decoder(
            *("proof file", "json", samples.proofs, verify_proof, proof_same),
            *("PROOF_REFUSED", "PROOF_FAILED"),
        ),
        decoder(
            "snapshot",
            "binary",
            lambda: samples.files("snapshot"),
            read_ledger_snapshot,
            snapshot_same,
            *("SNAPSHOT_DAMAGED", "SNAPSHOT_VERSION_UNKNOWN", "SNAPSHOT_REFUSED", ENCODING),
            repair=repairs.snapshot,
        ),
        decoder(
            "snapshot, going on",
            "binary",
            lambda: samples.files("snapshot"),
            read_and_use_snapshot,
            lambda found, data: True,
            *("SNAPSHOT_DAMAGED", "SNAPSHOT_VERSION_UNKNOWN", "SNAPSHOT_REFUSED", ENCODING),
            repair=repairs.snapshot,
        ),
        decoder(
            *("export", "binary", samples.exports, read_exported, export_same),
            *("EXPORT_DAMAGED", "EXPORT_DIFFERS"),
            repair=repairs.with_digest(lambda data: blake3(data).digest()),
        ),
        decoder(
            "segment",
            "binary",
            lambda: [one[:16_384] for one in samples.files("journal-0")],
            read_segment,
            segment_same,
            repair=repairs.segment,
        ),
        decoder(
            *("anchor", "binary", lambda: samples.files("journal.anchor")),
            lambda data: parse_anchor(memoryview(data)),
            lambda found, data: pack_anchor(found) == data,
            "JOURNAL_VERSION_UNKNOWN",
            repair=repairs.anchor,
        ),
        decoder(
            "term sheet",
            "json",
            sheets,
            lambda data: read_sheets(data, "sheet.json"),
            sheet_same,
            "SHEET_REFUSED",
        ),
        decoder(
            "term sheet, scheduled",
            "json",
            sheets,
            read_and_schedule,
            sheet_same,
            *("SHEET_REFUSED", "SCHEDULE_INVALID", "DAY_NOT_COVERED", "DAY_OUT_OF_RANGE"),
        ),
        decoder(
            *("statement", "xml", samples.statements, read_statement, statement_same),
            "STATEMENT_REFUSED",
        ),
        decoder(
            "amount",
            "binary",
            lambda: [b"1.00", b"92233720368547758.07", b"0.01", b"-5"],
            lambda data: parse_amount(text_of(data), 2),
            lambda found, data: parse_amount(format_amount(found, 2), 2) == found,
            *("AMOUNT_MALFORMED", "AMOUNT_TOO_PRECISE", "AMOUNT_TOO_LARGE"),
        ),
        decoder(
            "day",
            "binary",
            lambda: [b"2026-11-20", b"2024-02-29"],
            lambda data: parse_day(text_of(data)),
            lambda found, data: format_day(found).encode() == data,
            *("DAY_MALFORMED", "DAY_OUT_OF_RANGE"),
        ),
        decoder("client data", "json", client_data, read_client_data, lambda found, data: True),
    )
}
