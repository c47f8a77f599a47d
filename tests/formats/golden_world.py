"""Everybody and everything of the golden chain: fixed keys, documents, a genesis, a node in memory.

All bytes made here are the same on every run: keys come from fixed seeds (Ed25519 signatures are
deterministic), request ids and position seeds from a counter, times from a clock that is told.
It stands apart from the worlds of other tests, so that those may change and this may not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from typing import Any

from praya.base.calendars import Calendar, calendar_to_document
from praya.base.dates import parse_day
from praya.base.signing import Algorithm, KeyKind, Suite
from praya.envelopes.frame import pack_section
from praya.envelopes.header import Batch, BatchAsset, Header
from praya.envelopes.keys import KeyPolicy, KeySet, PolicyRule, key_set_from_map
from praya.envelopes.participants import Licence, Participant, Role
from praya.instruments import cash_token, fixed_rate_bond
from praya.intents.schema import body_of
from praya.kernel.rows import COLUMN_TYPES, Rows
from praya.node.execution import Answer
from praya.node.genesis import Genesis
from praya.node.solo import SoloNode
from praya.node.story_clock import StoryClock
from praya.sdk.institution import Institution, sign_all
from praya.storage.disk import MemoryDisk
from praya.vault.keyring import Keyring, KeyRole

DAY_MS = 86_400_000
FIRST_DAY = parse_day("2026-11-20")  # a Friday
OPENING = FIRST_DAY * DAY_MS + 3_600_000  # nine in the morning in Hong Kong, as UTC
STEP_MS = 60_000  # between blocks: far more than a clock adds by being asked
SEGMENT_BYTES = 65_536
JOURNAL_SALT = bytes(range(16))
CALENDAR = Calendar(
    code="HKHK",
    weekend=(5, 6),
    holidays=(parse_day("2026-12-25"), parse_day("2026-12-28"), parse_day("2027-01-01")),
    first_day=parse_day("2026-01-01"),
    last_day=parse_day("2027-12-31"),
)
NAMES = {
    "HARBOUR": ("Harbour Monetary Authority", "海港金融管理局"),
    "PEAK": ("Peak Bank", "山頂銀行"),
    "FERRY": ("Ferry Bank", "渡輪銀行"),
    "TRAM": ("Tramways Limited", "電車有限公司"),
    "QUAY": ("Quay Supervisor", "碼頭監管局"),
}
LICENCES = {
    "HARBOUR": Licence.CENTRAL_BANK,
    "PEAK": Licence.BANK,
    "FERRY": Licence.BANK,
    "TRAM": Licence.CORPORATE,
    "QUAY": Licence.SUPERVISOR,
}
PASSKEY = KeySet(
    number=3,
    kind=KeyKind.PASSKEY,
    ed25519=b"",
    es256=bytes.fromhex(
        "04"
        "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
        "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
    ),  # the generator of P-256: a valid point that everybody knows
    rp_id_hash=sha256(b"peak.example").digest(),
    origin="https://peak.example",
    person=sha256(b"a second person").digest(),
)
CASH_TERMS = cash_token.Terms("HKD", 2, "1000000.00", 0)
BOND_TERMS = fixed_rate_bond.Terms(
    isin="",
    name_en="Tramways 4.05% 2026",
    name_zh="電車 4.05% 2026",
    currency="HKD",
    decimals=2,
    aggregate_nominal="1000.00",
    specified_denomination="100.00",
    integral_multiple="100.00",
    issue_price="100",
    interest_rate="4.05",
    day_count="ACT/365F",
    issue_date=FIRST_DAY,
    maturity_date=parse_day("2026-11-25"),
    step_months=0,
    business_day_convention=1,
    amount_dates=1,
    calendar="HKHK",
    record_business_days=1,
    required_attributes=1,
    governing_law="HK",
    cash_asset="HKD",
    paying_account="TRAM.CASH",
    suspense_account="TRAM.SUSPENSE",
)

BatchRow = tuple[int, int, int, int, int, int]


@cache
def keyring(code: str, number: int = 1, kind: KeyKind = KeyKind.INSTITUTION) -> Keyring:
    """A key set made of the name alone."""
    person = sha256(b"a person").digest() if kind is KeyKind.PERSON else b""
    seed = sha256(f"golden key {code} {number}".encode()).digest()
    return Keyring.restore(code, KeyRole(number, kind, person), {Algorithm.ED25519: seed})


def institution(code: str) -> Institution:
    return Institution(code, keyring(code))


def participant(code: str) -> Participant:
    """An institution with one key set; the first also operates the ledger and opens its days."""
    roles = (Role.OPERATOR, Role.CALENDAR) if code == "HARBOUR" else ()
    return institution(code).participant(
        Suite.ED25519, LICENCES[code], roles, names=NAMES[code], lei="5493001KJTIIGC8Y1R12"
    )


def staffed_participant() -> Participant:
    """A bank with persons: an Ed25519 key, a passkey, and a policy that asks for both kinds."""
    one = participant("PEAK")
    person = key_set_from_map(keyring("PEAK", 2, KeyKind.PERSON).public_keys(), Suite.ED25519)
    policy = KeyPolicy(
        (
            PolicyRule("*", 1, (1,)),
            PolicyRule("settlement.*", 2, (1,), (KeyKind.PERSON, KeyKind.PASSKEY), persons=1),
        )
    )
    return Participant(
        code=one.code,
        name_en=one.name_en,
        name_zh=one.name_zh,
        lei=one.lei,
        licence=one.licence,
        licence_expiry=OPENING + 1_000 * DAY_MS,
        roles=one.roles,
        key_sets=(*one.key_sets, person, PASSKEY),
        policy=policy,
    )


def genesis() -> Genesis:
    return Genesis(
        name="Golden chain 金鏈",
        suite=Suite.ED25519,
        business_date=FIRST_DAY,
        block_time=OPENING,
        calendar=CALENDAR.code,
        calendars=(calendar_to_document(CALENDAR),),
        participants=(participant("HARBOUR").to_document(),),
    )


@dataclass
class GoldenLedger:
    """A node in memory, its clock, and the envelopes that were made for it, in order."""

    disk: MemoryDisk
    clock: StoryClock
    node: SoloNode
    made: int = 0
    answers: list[Answer] = field(default_factory=list)

    @staticmethod
    def create() -> "GoldenLedger":
        disk, clock = MemoryDisk(), StoryClock(OPENING)
        node = SoloNode.create(disk, clock, genesis(), SEGMENT_BYTES, JOURNAL_SALT)
        return GoldenLedger(disk, clock, node)

    def header(self, acting: tuple[str, ...], verb: str, **parts: Any) -> Header:
        """The next header: its request id and seed say its number."""
        self.made += 1
        return Header(
            chain_id=self.node.executor.chain_id,
            acting=acting,
            request_id=sha256(f"golden request {self.made}".encode()).digest()[:16],
            valid_until=OPENING + 20 * DAY_MS,
            verb=verb,
            seed=b"" if verb == "batch" else sha256(f"golden seed {self.made}".encode()).digest(),
            **parts,
        )

    def ask(self, intent: Any, *acting: str, columns: Mapping[str, Any] | None = None) -> bytes:
        """The envelope of an intent, signed by all who act."""
        section, content = pack_section(columns) if columns else (None, b"")
        header = self.header(acting, intent.VERB, body=body_of(intent), section=section)
        return sign_all(header, [institution(code) for code in acting], content)

    def batch(
        self, rows: list[BatchRow], assets: tuple[BatchAsset, ...], *acting: str, height: int
    ) -> bytes:
        """The envelope of a batch of rows, whose numbers are those of a height."""
        columns = Rows.from_list(rows).columns
        named = {name: part for (name, _), part in zip(COLUMN_TYPES, columns, strict=True)}
        section, content = pack_section(named)
        header = self.header(acting, "batch", section=section, batch=Batch(assets, height))
        return sign_all(header, [institution(code) for code in acting], content)

    def block(self, *envelopes: bytes) -> list[Answer]:
        """One block of these, a minute after the last."""
        self.clock.set(self.node.executor.block_time + STEP_MS)
        answers = self.node.submit(envelopes)
        self.answers += answers
        return answers

    def wait_until(self, day: int) -> None:
        self.clock.set(day * DAY_MS + 3_600_000)

    def position(self, account: str, asset: str) -> int:
        ledger = self.node.executor.ledger
        numbers = ledger.account(account), ledger.asset(asset)
        assert None not in numbers, f"{account}, {asset}"
        found = ledger.position(*numbers)  # type: ignore[arg-type]
        assert found is not None, f"{account} has no {asset}"
        return found
