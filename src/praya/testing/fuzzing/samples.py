"""A small ledger whose bytes are the same every time: what the fuzzer's first inputs are made of.

Keys come from fixed seeds, request ids from a counter, times are told.
"""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from praya.base.calendars import Calendar, calendar_to_document
from praya.base.dates import parse_day
from praya.base.signing import Algorithm, Suite
from praya.envelopes.frame import pack_section, parse
from praya.envelopes.header import Batch, BatchAsset, Header
from praya.envelopes.participants import Licence, Role
from praya.instruments import cash_token
from praya.intents.accounts.open_accounts import OpenAccounts
from praya.intents.calendar.open_day import OpenDay
from praya.intents.governance.admit_participant import AdmitParticipant
from praya.intents.issuance.define_asset import DefineAsset
from praya.intents.issuance.mint_cash import MintCash
from praya.intents.schema import body_of
from praya.intents.settlement.transfer import Transfer
from praya.intents.supervision.attest_holdings import (
    AttestHoldings,
    find_record,
    holdings_root,
)
from praya.intents.supervision.record_holdings import RecordHoldings
from praya.kernel.rows import COLUMN_TYPES, Rows
from praya.node.genesis import Genesis
from praya.node.proving import (
    prove_block,
    prove_consistency,
    prove_document,
    prove_envelope,
    prove_position,
)
from praya.node.skips import SkipOrder, skip_statement
from praya.node.solo import SoloNode
from praya.node.story_clock import StoryClock
from praya.rails.bank_statement import Entry, Statement
from praya.rails.statement_writing import write_statement
from praya.sdk.institution import Institution, sign_all
from praya.storage.disk import MemoryDisk
from praya.storage.exports import write_export
from praya.vault.keyring import Keyring, KeyRole

DAY_MS: Final = 86_400_000
FIRST_DAY: Final = parse_day("2026-11-20")
OPENING: Final = FIRST_DAY * DAY_MS + 3_600_000
SALT: Final = bytes(range(16))
SEGMENT_BYTES: Final = 65_536
CALENDAR: Final = Calendar(
    "HKHK", (5, 6), (parse_day("2026-12-25"),), parse_day("2026-01-01"), parse_day("2027-12-31")
)
STATEMENT: Final = Statement(
    message_id="M-1",
    created_at="2026-11-20T18:00:00+08:00",
    statement_id="S-1",
    account="012-345-67890",
    currency="HKD",
    opening_minor=-4_000,
    opening_day=FIRST_DAY,
    closing_minor=20_550,
    closing_day=FIRST_DAY,
    entries=(
        Entry(20_000, "BANK.HOUSE", "FT1", FIRST_DAY, FIRST_DAY, "1", "E2E-1"),
        Entry(4_550, "BANK.CLIENT", "FT2", FIRST_DAY, FIRST_DAY),
    ),
)


@cache
def institution(code: str) -> Institution:
    """One institution with keys made of its name."""
    seed = sha256(f"sample key {code}".encode()).digest()
    return Institution(code, Keyring.restore(code, KeyRole(), {Algorithm.ED25519: seed}))


def documents() -> dict[str, bytes]:
    """Two participants: one operates the ledger, one is a bank."""
    roles = (Role.OPERATOR, Role.CALENDAR)
    first = institution("HARBOUR").participant(Suite.ED25519, Licence.CENTRAL_BANK, roles)
    second = institution("BANK").participant(
        Suite.ED25519, Licence.BANK, names=("Bank", "銀行"), lei="5493001KJTIIGC8Y1R12"
    )
    return {"HARBOUR": first.to_document(), "BANK": second.to_document()}


@dataclass
class SampleLedger:
    """A node in memory and a counter for requests."""

    disk: MemoryDisk
    clock: StoryClock
    node: SoloNode
    made: int = 0

    def header(self, acting: tuple[str, ...], verb: str, **parts: Any) -> Header:
        """The next header."""
        self.made += 1
        digest = sha256(f"sample {self.made}".encode()).digest()
        seed = b"" if verb == "batch" else digest
        return Header(
            self.node.executor.chain_id,
            acting,
            digest[:16],
            OPENING + 20 * DAY_MS,
            verb,
            seed=seed,
            **parts,
        )

    def ask(self, intent: Any, *acting: str) -> bytes:
        """A signed request."""
        header = self.header(acting, intent.VERB, body=body_of(intent))
        return sign_all(header, [institution(code) for code in acting])

    def batch(self) -> bytes:
        """A signed batch of two moves."""
        rows = Rows.from_list([(1, 2, 100, 1, 0, 0), (2, 1, 50, 1, 0, 0)])
        names = [name for name, _ in COLUMN_TYPES]
        section, content = pack_section(dict(zip(names, rows.columns, strict=True)))
        header = self.header(
            ("BANK",), "batch", section=section, batch=Batch((BatchAsset(0, 2, 150),), 9)
        )
        return sign_all(header, [institution("BANK")], content)


@cache
def ledger() -> SampleLedger:
    """The ledger: an asset, two accounts, some cash, a transfer, a batch, a refusal."""
    genesis = Genesis(
        name="Sample",
        suite=Suite.ED25519,
        business_date=FIRST_DAY,
        block_time=OPENING,
        calendar=CALENDAR.code,
        calendars=(calendar_to_document(CALENDAR),),
        participants=(documents()["HARBOUR"],),
    )
    disk, clock = MemoryDisk(), StoryClock(OPENING)
    made = SampleLedger(disk, clock, SoloNode.create(disk, clock, genesis, SEGMENT_BYTES, SALT))
    accounts = ({1: "BANK.HOUSE", 2: 1, 3: 1}, {1: "BANK.CLIENT", 2: 0, 3: 1})
    terms = cash_token.to_fields(cash_token.Terms("HKD", 2, "1000000.00", 0))
    made.node.submit([made.ask(AdmitParticipant(documents()["BANK"]), "HARBOUR")])
    made.node.submit([made.ask(DefineAsset("HKD", cash_token.NAME, terms), "HARBOUR")])
    made.node.submit([made.ask(OpenAccounts(accounts, ("HKD",)), "BANK")])
    made.node.submit([made.ask(MintCash("HKD", "500.00", "BANK.HOUSE", "r 1"), "HARBOUR")])
    moved = Transfer("HKD", "1.25", "BANK.HOUSE", "BANK.CLIENT", "r")
    made.node.submit([made.ask(moved, "BANK"), made.batch(), b"no envelope"])
    made.node.snapshot()
    _record(made)
    return made


def _record(made: SampleLedger) -> None:
    """Holdings are recorded when the next day opens, and attested."""
    day = CALENDAR.next_business_day(FIRST_DAY)
    made.node.submit([made.ask(RecordHoldings("HKD", FIRST_DAY), "HARBOUR")])
    made.clock.set(day * DAY_MS + 3_600_000)
    made.node.submit([made.ask(OpenDay(day), "HARBOUR")])
    state = made.node.executor.ledger
    root = holdings_root(state, find_record(state, state.asset("HKD") or 0, FIRST_DAY))
    made.node.submit([made.ask(AttestHoldings("HKD", FIRST_DAY, root), "HARBOUR")])


@cache
def envelopes() -> list[bytes]:
    """Every envelope of the ledger that is one, and one with two signers."""
    two = ledger().ask(Transfer("HKD", "1.00", "BANK.HOUSE", "BANK.CLIENT", ""), "BANK", "HARBOUR")
    found = [bytes(one.payload) for one in ledger().node.records() if one.kind == 1]
    return [*(one for one in found if one[:4] == b"PRY1"), two]


def headers() -> list[bytes]:
    """The headers of the envelopes."""
    return [parse(one).header_bytes for one in envelopes()]


def block_headers() -> list[bytes]:
    """The headers of the blocks."""
    return [bytes(one.payload) for one in ledger().node.records() if one.kind == 2]


def exports() -> list[bytes]:
    """The ledger as an exported file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sample.praya"
        node = ledger().node
        write_export(path, node.executor.genesis.encode(), node.records())
        return [path.read_bytes()]


def files(prefix: str) -> list[bytes]:
    """The files of the ledger's folder whose names begin so."""
    disk = ledger().disk
    return [bytes(content) for name, content in disk.files.items() if name.startswith(prefix)]


def proofs() -> list[bytes]:
    """A proof of a block, of an envelope, of a document, of consistency, of a position."""
    disk = ledger().disk
    return [
        prove_block(disk, 2),
        prove_envelope(disk, 5, 0),
        prove_document(disk, "participant/BANK"),
        prove_consistency(disk, 2, 4),
        prove_position(disk, "BANK.CLIENT", "HKD", FIRST_DAY),
    ]


def skip_orders() -> list[bytes]:
    """An order to skip, signed by the operator, and one without signatures."""
    chain_id, digest = ledger().node.executor.chain_id, bytes([5]) * 32
    statement = skip_statement(chain_id, 7, digest)
    signed = (("HARBOUR", tuple(institution("HARBOUR").sign(statement, 0))),)
    orders = (SkipOrder(chain_id, 7, digest, signed), SkipOrder(chain_id, 7, digest))
    return [order.encode() for order in orders]


def statements() -> list[bytes]:
    """A bank statement."""
    return [write_statement(STATEMENT)]
