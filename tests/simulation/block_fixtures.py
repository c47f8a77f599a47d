"""Fixtures of whole blocks: the golden chain, and blocks of refused and random requests after it.

The production node answers; what it did to the rows is what fixtures of rows hold the model to.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from praya.base.limits import BATCH_ROWS_MAX, QUOTA_ROWS_PER_BLOCK
from praya.base.status import Status
from praya.envelopes.frame import build, parse
from praya.envelopes.header import BatchAsset, Header
from praya.instruments import fixed_rate_bond
from praya.intents.accounts.freeze_account import FreezeAccount
from praya.intents.accounts.open_accounts import OpenAccounts
from praya.intents.accounts.open_positions import OpenPositions
from praya.intents.accounts.set_attributes import SetAttributes
from praya.intents.calendar.open_day import OpenDay
from praya.intents.governance.admit_participant import AdmitParticipant
from praya.intents.governance.amend_participant import AmendParticipant
from praya.intents.governance.publish_calendar import PublishCalendar
from praya.intents.governance.suspend_participant import SuspendParticipant
from praya.intents.issuance.amend_asset import AmendAsset
from praya.intents.issuance.define_asset import DefineAsset
from praya.intents.issuance.issue_units import IssueUnits
from praya.intents.issuance.mint_cash import MintCash
from praya.intents.issuance.redeem_cash import RedeemCash
from praya.intents.schema import body_of
from praya.intents.settlement.grant_mandate import GrantMandate
from praya.intents.settlement.place_hold import PlaceHold
from praya.intents.settlement.release_hold import ReleaseHold
from praya.intents.settlement.revoke_mandate import RevokeMandate
from praya.intents.settlement.settle_dvp import SettleDvp
from praya.intents.settlement.transfer import Transfer
from praya.intents.supervision.attest_fact import AttestFact
from praya.intents.supervision.attest_holdings import AttestHoldings
from praya.node.execution import NOT_RECORDED, Executor, Run
from praya.node.genesis import decode_genesis
from praya.node.replay import Progress, replay
from praya.node.skips import envelope_digest
from praya.proofs.headers import BlockHeader
from praya.sdk.institution import sign_all
from praya.storage.commits import Record, RecordKind
from praya.storage.exports import read_export
from praya.testing.fixtures.forms import Stated, changed, state_tables, stated
from praya.testing.fixtures.replaying import NOTHING, header_digests, outcome_stated

TESTS = Path(__file__).resolve().parents[1]
sys.path.append(str(TESTS / "formats"))

from golden_world import (  # noqa: E402
    BOND_TERMS,
    CALENDAR,
    DAY_MS,
    OPENING,
    GoldenLedger,
    institution,
    participant,
)

GOLDEN_CHAIN = TESTS / "golden" / "chain-v1.praya"
RANDOM_BLOCKS = 160
BatchRow = tuple[int, int, int, int, int, int]
MOVE_100: BatchRow = (2, 3, 100, 0, 0, 0)
HOUSES = ("PEAK.HOUSE", "FERRY.HOUSE", "PEAK.CLIENT", "FERRY.CLIENT")
OWNERS = {"PEAK.HOUSE": "PEAK", "PEAK.CLIENT": "PEAK"} | {
    "FERRY.HOUSE": "FERRY",
    "FERRY.CLIENT": "FERRY",
}


class Notes:
    """Watches an executor and keeps every block as a fixture."""

    def __init__(self, executor: Executor, name: str) -> None:
        self.name = name
        self.executor = executor
        self.fixtures: list[Stated] = []
        self.before = stated(state_tables(executor.ledger.state))
        self.documents = self.documents_now()
        self.envelopes: list[str] = []
        self.answers: list[Stated] = []
        self.skipped: list[int] = []
        self.began_with: Stated = NOTHING

    def documents_now(self) -> dict[str, str]:
        """Every document by name, in the order of slots."""
        ledger = self.executor.ledger
        return {name: (ledger.document(name) or b"").hex() for name in ledger.document_names()}

    def began(self, executor: Executor) -> None:
        self.envelopes, self.answers, self.skipped = [], [], []
        self.began_with = NOTHING

    def ran(self, executor: Executor, run: Run) -> None:
        found = outcome_stated(run.outcome)
        if run.index == NOT_RECORDED:
            self.began_with = found
            return
        if run.status == Status.ENVELOPE_SKIPPED:
            self.skipped.append(run.index)
        self.envelopes.append(bytes(run.data).hex())
        self.answers.append({"status": int(run.status), **found})

    def closing(self, executor: Executor, header: BlockHeader) -> None:
        after = stated(state_tables(executor.ledger.state))
        fixture = {
            "name": f"{self.name}.{header.height}",
            "kind": "block",
            "genesis": executor.genesis.encode().hex(),
            "before": self.before,
            "documents": self.documents,
            "height": header.height,
            "block_time": header.block_time,
            "envelopes": self.envelopes,
            "skipped": self.skipped,
            "began": self.began_with,
            "answers": self.answers,
            **header_digests(header),
            "after": changed(self.before, after),
            "root": header.state_root.hex(),
        }
        self.fixtures.append(fixture)
        self.before, self.documents = after, self.documents_now()


@dataclass
class Blocks:
    """A ledger whose blocks are made here, behind those of the golden chain."""

    executor: Executor
    signing: GoldenLedger

    def run(self, *envelopes: bytes) -> None:
        """One block, and those the ledger then owes."""
        self.executor.begin(self.executor.block_time + 60_000)
        for envelope in envelopes:
            self.executor.execute(envelope)
        self.executor.close()
        while self.executor.has_system_work():
            self.executor.begin(self.executor.block_time)
            self.executor.close()

    def ask(self, intent: Any, *acting: str) -> bytes:
        return self.signing.ask(intent, *acting)

    def header(self, acting: tuple[str, ...] = ("PEAK",), **parts: Any) -> Header:
        """A header of a transfer, with other parts."""
        body = body_of(Transfer("HKD", "1.00", "PEAK.HOUSE", "FERRY.HOUSE", ""))
        whole = {"verb": Transfer.VERB, "body": body} | parts
        return replace(self.signing.header(acting, whole.pop("verb")), **whole)

    def signed(self, header: Header, *codes: str) -> bytes:
        return sign_all(header, [institution(code) for code in codes])


def golden_start(last_verb: str | None) -> tuple[Executor, Notes]:
    """An executor that replayed the golden chain, up to the first envelope of a verb."""
    genesis, records = read_export(GOLDEN_CHAIN)
    executor = Executor(decode_genesis(genesis))
    notes = Notes(executor, "golden" if last_verb is None else "after")
    executor.watch(notes)
    replay(executor, before_verb(list(records), last_verb), Progress())
    return executor, notes


def before_verb(records: list[Record], verb: str | None) -> list[Record]:
    """The blocks before the one in which a verb is first said; all of them if it is None."""
    if verb is None:
        return records
    for record in records:
        is_envelope = record.kind == RecordKind.ENVELOPE
        if is_envelope and parse(bytes(record.payload)).header.verb == verb:
            return [one for one in records if one.height < record.height]
    return records


def block_fixtures() -> Iterator[Stated]:
    """All fixtures of blocks, in an order that is always the same."""
    _, notes = golden_start(None)
    yield from notes.fixtures
    executor, notes = golden_start(OpenDay.VERB)
    notes.fixtures.clear()
    node = SimpleNamespace(executor=executor)
    blocks = Blocks(executor, GoldenLedger(None, None, node, made=10_000))  # type: ignore[arg-type]
    plain = AmendParticipant(participant("PEAK").to_document())
    blocks.run(blocks.ask(plain, "HARBOUR", "PEAK"))
    for chapter in (malformed, misdirected, unknown, refused, repeated, batches):
        chapter(blocks)
    random_blocks(blocks)
    skipped(blocks)
    quota(blocks)
    lapse(blocks)
    yield from notes.fixtures


def malformed(blocks: Blocks) -> None:
    """Bytes that are no envelope, or one of a protocol that nobody speaks."""
    good = blocks.signed(blocks.header(), "PEAK")
    other = good.replace(b"\xaa\x01\x01", b"\xaa\x01\x02", 1)
    for spoiled in (b"", b"no envelope", good[:-1], good + b"\0", good[:40], other):
        blocks.run(spoiled)
    section = blocks.signing.batch([MOVE_100], (BatchAsset(0, 2, 100),), "PEAK", height=99)
    start = 64 * -(-(16 + len(parse(section).header_bytes)) // 64)
    blocks.run(section[:start] + bytes([section[start] ^ 1]) + section[start + 1 :])


def misdirected(blocks: Blocks) -> None:
    """Another chain, too late, too long ahead, a verb nobody has, people nobody knows."""
    now = blocks.executor.block_time
    blocks.run(blocks.signed(blocks.header(chain_id=bytes(32)), "PEAK"))
    blocks.run(blocks.signed(blocks.header(valid_until=now - 1), "PEAK"))
    blocks.run(blocks.signed(blocks.header(valid_until=now + 40 * DAY_MS), "PEAK"))
    blocks.run(blocks.signed(blocks.header(verb="settlement.conjure"), "PEAK"))
    blocks.run(blocks.signed(blocks.header(("NOBODY",)), "PEAK"))
    blocks.run(blocks.ask(AttestFact("x", 1, 0, now, bytes(32), ()), "QUAY"))
    blocks.run(blocks.ask(MintCash("HKD", "1.00", "PEAK.HOUSE", "r"), "TRAM"))
    blocks.run(blocks.ask(OpenDay(CALENDAR.first_day), "PEAK"))
    header = blocks.header()
    blocks.run(blocks.signed(header, "FERRY"))
    unsigned = parse(blocks.signed(header, "PEAK"))
    blocks.run(build(unsigned.header_bytes, b"", ()))
    two = blocks.header(("FERRY", "PEAK"))
    blocks.run(build(parse(blocks.signed(two, "FERRY", "PEAK")).header_bytes, b"", ()))


def unknown(blocks: Blocks) -> None:
    """Requests that name what is not there, or is there already."""
    terms = {1: "HKD", 2: 2, 3: "1.00", 4: 0}
    elsewhere = fixed_rate_bond.to_fields(replace(BOND_TERMS, calendar="NOWHERE"))
    many = [{1: f"PEAK.C{number}", 2: 0, 3: 1} for number in range(2_048)]
    for intent, code in (
        (Transfer("HKD", "1.00", "NOWHERE", "PEAK.HOUSE", ""), "PEAK"),
        (Transfer("XAU", "1.00", "PEAK.HOUSE", "FERRY.HOUSE", ""), "PEAK"),
        (Transfer("GREEN", "1.00", "PEAK.CLIENT", "PEAK.HOUSE", ""), "PEAK"),
        (Transfer("HKD", "1.00", "FERRY.HOUSE", "PEAK.HOUSE", ""), "PEAK"),
        (Transfer("HKD", "1.001", "PEAK.HOUSE", "FERRY.HOUSE", ""), "PEAK"),
        (AttestHoldings("HKD", 1, bytes(32)), "HARBOUR"),
        (DefineAsset("NEW", "perpetual_motion", terms), "HARBOUR"),
        (DefineAsset("HKD", "cash_token", terms), "HARBOUR"),
        (DefineAsset("NEW", "cash_token", {1: 1}), "HARBOUR"),
        (DefineAsset("NEW", "fixed_rate_bond", elsewhere), "TRAM"),
        (OpenAccounts(tuple(many), ()), "PEAK"),
        (OpenAccounts(({1: "PEAK.HOUSE", 2: 1, 3: 1},), ()), "PEAK"),
        (AdmitParticipant(participant("PEAK").to_document()), "HARBOUR"),
        (AdmitParticipant(b"no document"), "HARBOUR"),
        (AmendParticipant(b"no document"), "HARBOUR"),
        (SuspendParticipant("NOBODY", 2, "x"), "HARBOUR"),
        (PublishCalendar({1: "?"}), "HARBOUR"),
        (OpenPositions("PEAK.HOUSE", ("HKD",), ()), "PEAK"),
        (RevokeMandate(77), "PEAK"),
        (RevokeMandate(1), "PEAK"),
        (ReleaseHold(77, "HKD", (), "", b""), "PEAK"),
        (GrantMandate("PEAK.HOUSE", "HKD", "NOBODY", "1.00", 0, "", 0), "PEAK"),
        (SetAttributes("NOWHERE", 1), "PEAK"),
    ):
        blocks.run(blocks.ask(intent, code))


def refused(blocks: Blocks) -> None:
    """Requests that documents, registers or the kernel refuse."""
    dvp = SettleDvp(
        *("GREEN", "100.00", "PEAK.HOUSE", "FERRY.HOUSE", "HKD", "1.00"),
        *("FERRY.HOUSE", "PEAK.HOUSE", 1, "late"),
    )
    for intent, codes in (
        (dvp, ("PEAK", "FERRY")),
        (MintCash("HKD", "1.00", "PEAK.HOUSE", "receipt 1"), ("HARBOUR",)),
        (MintCash("GREEN", "1.00", "PEAK.HOUSE", "receipt 9"), ("HARBOUR",)),
        (AmendAsset("GREEN", 7, 1), ("TRAM",)),
        (IssueUnits("HKD", "1.00", "PEAK.HOUSE"), ("HARBOUR",)),
        (OpenDay(CALENDAR.first_day), ("HARBOUR",)),
        (RedeemCash("HKD", "9999999.00", "PEAK.HOUSE", "x"), ("PEAK",)),
        (SuspendParticipant("QUAY", 2, "again"), ("HARBOUR",)),
        (Transfer("HKD", "9000000.00", "PEAK.HOUSE", "FERRY.HOUSE", ""), ("PEAK",)),
        (Transfer("HKD", "1.00", "PEAK.HOUSE", "PEAK.HOUSE", ""), ("PEAK",)),
    ):
        blocks.run(blocks.ask(intent, *codes))


def repeated(blocks: Blocks) -> None:
    """One request id twice: the same envelope, in one block and in two, and another envelope."""
    header = blocks.header()
    first = blocks.signed(header, "PEAK")
    body = body_of(Transfer("HKD", "2.00", "PEAK.HOUSE", "FERRY.HOUSE", ""))
    blocks.run(first, first)
    blocks.run(first)
    blocks.run(blocks.signed(replace(header, body=body), "PEAK"))


def batches(blocks: Blocks) -> None:
    """Batches whose header or groups are not what they should be, and some that are."""
    signing, height = blocks.signing, blocks.executor.height + 1
    place, other = signing.position("PEAK.HOUSE", "HKD"), signing.position("FERRY.HOUSE", "HKD")
    rows: list[BatchRow] = [(place, other, 5, 2, 0, 0), (place, other, 5, 1, 0, 0)]
    right: list[BatchRow] = [(place, other, 5, 1, 0, 0), (other, place, 5, 1, 0, 0)]
    for listed, assets in (
        (rows, (BatchAsset(0, 2, 10),)),
        (right, (BatchAsset(0, 3, 10),)),
        (right, (BatchAsset(9, 2, 10),)),
        (right, (BatchAsset(0, 2, 11),)),
        (right, (BatchAsset(0, 2, 10),)),
        (right, ()),
    ):
        blocks.run(signing.batch(listed, assets, "PEAK", "FERRY", height=height))
    blocks.run(signing.batch(right, (BatchAsset(0, 2, 10),), "PEAK", height=height))
    blocks.run(signing.batch(right[:1], (BatchAsset(0, 2, 5),), "PEAK", height=0))


def random_blocks(blocks: Blocks) -> None:
    """Blocks of one to four requests each, as a seeded source has them."""
    random = Random(4_071)
    for number in range(RANDOM_BLOCKS):
        blocks.run(*(random_request(blocks, random) for _ in range(random.randint(1, 4))))
        if number % 20 == 19:
            day = CALENDAR.next_business_day(blocks.executor.ledger.state.business_date)
            blocks.executor.block_time = max(blocks.executor.block_time, day * DAY_MS)
            blocks.run(blocks.ask(OpenDay(day), "HARBOUR"))


def random_request(blocks: Blocks, random: Random) -> bytes:
    """A request that mostly should be applied."""
    source, target = random.choice(HOUSES), random.choice(HOUSES)
    owner, amount = OWNERS[source], f"{random.randrange(40)}.{random.randrange(100):02}"
    holds = blocks.executor.ledger.state.table("holds").shape[0]
    kind = random.randint(1, 3)
    holder = () if kind == 3 else (random.choice(("PEAK", "FERRY")),)
    expiry = {1: OPENING + random.randrange(20) * DAY_MS, 2: 0, 3: 0}[kind]
    condition = bytes(31) + b"\1" if kind == 3 else b""
    nominal = f"{100 * random.randrange(4)}.00"
    choices: list[Callable[[], tuple[Any, tuple[str, ...]]]] = [
        lambda: (Transfer("HKD", amount, source, target, "r"), (owner,)),
        lambda: (Transfer("GREEN", nominal, source, target, "r"), (owner,)),
        lambda: (
            PlaceHold("HKD", amount, source, (), kind, holder, expiry, condition, b""),
            (owner,),
        ),
        lambda: (
            ReleaseHold(random.randrange(holds + 1), "HKD", (target,), amount, b"x"),
            (owner,),
        ),
        lambda: (ReleaseHold(random.randrange(holds + 1), "HKD", (), "", b""), (owner,)),
        lambda: (FreezeAccount(source, random.choice((0, 0, 0, 1, 2, 3)), "order"), (owner,)),
        lambda: (SetAttributes(source, random.choice((1, 3, 7, 15))), (owner,)),
        lambda: (AmendAsset("HKD", 6, int(random.random() < 0.15)), ("HARBOUR",)),
        lambda: (AmendAsset("HKD", 6, 0), ("HARBOUR",)),
        lambda: (FreezeAccount(source, 0, "lifted"), (owner,)),
        lambda: (MintCash("HKD", amount, source, f"r{random.randrange(10**9)}"), ("HARBOUR",)),
        lambda: (RedeemCash("HKD", amount, source, "x"), (owner,)),
        lambda: (GrantMandate(source, "HKD", "FERRY", amount, 0, "", 0), (owner,)),
    ]
    intent, acting = random.choice(choices)()
    return blocks.ask(intent, *acting)


def skipped(blocks: Blocks) -> None:
    """An envelope left out by order, and the same bytes sent again afterwards."""
    envelope = blocks.ask(Transfer("HKD", "1.00", "PEAK.HOUSE", "FERRY.HOUSE", ""), "PEAK")
    blocks.executor.begin(blocks.executor.block_time + 60_000)
    blocks.executor.skip(envelope, envelope_digest(envelope))
    blocks.executor.close()
    blocks.run(envelope)


def quota(blocks: Blocks) -> None:
    """More rows in one block than a participant may send: refused, and no request id burnt."""
    place, other = (blocks.signing.position(code, "HKD") for code in ("PEAK.HOUSE", "FERRY.HOUSE"))
    rows: list[BatchRow] = [(place, other, 0, 0, 0, 0)] * BATCH_ROWS_MAX
    full = QUOTA_ROWS_PER_BLOCK // BATCH_ROWS_MAX
    height = blocks.executor.height + 1
    total = (BatchAsset(0, 2, 0),)
    blocks.run(*(blocks.signing.batch(rows, total, "PEAK", height=height) for _ in range(full + 1)))


def lapse(blocks: Blocks) -> None:
    """A licence that ends: what its holder asks, and what is asked with him."""
    ending = replace(participant("TRAM"), licence_expiry=blocks.executor.block_time + 90_000)
    blocks.run(blocks.ask(AmendParticipant(ending.to_document()), "HARBOUR", "TRAM"))
    for _ in range(3):
        transfer = Transfer("HKD", "1.00", "TRAM.CASH", "PEAK.HOUSE", "")
        blocks.run(blocks.ask(transfer, "TRAM"))
