"""A small world for tests of the node: institutions with keys, a ledger in memory, cash on it.

Everything in it is the same on every run: keys come from names, request ids from a counter.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from hashlib import sha256
from typing import Any

import pytest

from praya.base.amounts import format_amount
from praya.base.calendars import Calendar, calendar_to_document
from praya.base.dates import parse_day
from praya.base.errors import PrayaError
from praya.base.signing import Algorithm, Suite
from praya.base.status import Status
from praya.envelopes.frame import pack_section
from praya.envelopes.header import Batch, BatchAsset, Header
from praya.envelopes.participants import Licence, Role
from praya.instruments import cash_token, fixed_rate_bond
from praya.intents.accounts.open_accounts import OpenAccounts
from praya.intents.accounts.open_positions import OpenPositions
from praya.intents.calendar.open_day import OpenDay
from praya.intents.governance.admit_participant import AdmitParticipant
from praya.intents.issuance.define_asset import DefineAsset
from praya.intents.issuance.mint_cash import MintCash
from praya.intents.schema import body_of
from praya.intents.settlement.transfer import Transfer
from praya.kernel import operations as op
from praya.kernel import tables as t
from praya.kernel.rows import COLUMN_TYPES, Rows
from praya.kernel.step import full_invariants
from praya.node.execution import Answer
from praya.node.genesis import Genesis
from praya.node.replay import Progress
from praya.node.solo import Options, SoloNode
from praya.node.story_clock import StoryClock
from praya.node.verification import Verified, verify_folder
from praya.sdk.institution import Institution, sign_all
from praya.storage.disk import MemoryDisk
from praya.vault.keyring import Keyring, KeyRole

DAY_MS = 86_400_000
FIRST_DAY = parse_day("2023-02-15")  # a Wednesday
NOON = FIRST_DAY * DAY_MS + 12 * 3_600_000
SEGMENT = 65_536
VALID_FOR_MS = DAY_MS
CALENDAR = Calendar(
    code="HKHK",
    weekend=(5, 6),
    holidays=tuple(map(parse_day, ("2023-04-05", "2023-04-07", "2023-04-10", "2023-05-01"))),
    first_day=parse_day("2023-01-01"),
    last_day=parse_day("2024-12-31"),
)
OPERATORS = ("HKMA", "OPTWO", "OPTHREE", "OPFOUR")
LICENCES: Mapping[str, Licence] = {
    "HKMA": Licence.CENTRAL_BANK,
    "OPTWO": Licence.MARKET_OPERATOR,
    "OPTHREE": Licence.MARKET_OPERATOR,
    "OPFOUR": Licence.MARKET_OPERATOR,
    "BANKA": Licence.BANK,
    "BANKB": Licence.BANK,
    "GOVT": Licence.GOVERNMENT,
    "SFC": Licence.SUPERVISOR,
}


@cache
def institution(code: str, suite: Suite = Suite.ED25519, number: int = 1) -> Institution:
    """The institution of this name; its keys are made of the name."""
    seeds = {Algorithm.ED25519: sha256(f"{code} {number}".encode()).digest()}
    if suite is Suite.HYBRID:
        seeds[Algorithm.ML_DSA_65] = sha256(f"{code} {number} again".encode()).digest()
    return Institution(code, Keyring.restore(code, KeyRole(number=number), seeds))


def document(code: str, suite: Suite = Suite.ED25519, **changed: Any) -> bytes:
    """What is registered of an institution, with fields changed."""
    roles: tuple[Role, ...] = (Role.OPERATOR,) if code in OPERATORS else ()
    if code == "HKMA":
        roles = (Role.OPERATOR, Role.CALENDAR)
    licence = LICENCES.get(code, Licence.BANK)
    participant = institution(code, suite).participant(suite, licence, roles)
    return replace(participant, **changed).to_document()


def genesis(suite: Suite = Suite.ED25519, operators: int = 1, name: str = "test") -> Genesis:
    """A genesis with so many operators; the first also opens the day."""
    return Genesis(
        name=name,
        suite=suite,
        business_date=FIRST_DAY,
        block_time=NOON,
        calendar=CALENDAR.code,
        calendars=(calendar_to_document(CALENDAR),),
        participants=tuple(document(code, suite) for code in OPERATORS[:operators]),
    )


class World:
    """A node on a disk in memory, and everybody who acts on it."""

    def __init__(self, node: SoloNode, disk: MemoryDisk, clock: StoryClock) -> None:
        self.node = node
        self.disk = disk
        self.clock = clock
        self.counter = 0

    @staticmethod
    def create(start: Genesis | None = None, disk: MemoryDisk | None = None) -> "World":
        """A new ledger with nothing on it but its genesis."""
        disk, clock = disk or MemoryDisk(), StoryClock(NOON)
        node = SoloNode.create(disk, clock, start or genesis(), SEGMENT, bytes(range(16)))
        return World(node, disk, clock)

    @property
    def suite(self) -> Suite:
        return self.node.executor.genesis.suite

    # Envelopes

    def header(self, acting: Iterable[str], verb: str, **parts: Any) -> Header:
        """A header with the next request id and a seed, valid for a day."""
        self.counter += 1
        fresh = sha256(f"{self.counter} {self.node.executor.chain_id.hex()}".encode()).digest()
        stated = {
            "chain_id": self.node.executor.chain_id,
            "acting": tuple(acting),
            "request_id": fresh[:16],
            "valid_until": self.clock.now_ms() + VALID_FOR_MS,
            "verb": verb,
            "seed": fresh,
        }
        return Header(**{**stated, **parts})

    def signed(self, header: Header, section: bytes = b"") -> bytes:
        """The envelope, signed by all who act."""
        signers = [institution(code, self.suite) for code in header.acting]
        return sign_all(header, signers, section)

    def envelope(
        self, intent: Any, *acting: str, columns: Mapping[str, Any] | None = None, **parts: Any
    ) -> bytes:
        """An envelope of an intent, or of a verb and its body, with parts of the header changed."""
        verb, body = intent if isinstance(intent, tuple) else (intent.VERB, body_of(intent))
        described, section = pack_section(columns) if columns else (None, b"")
        header = self.header(acting, verb, body=body, section=described, **parts)
        return self.signed(header, section)

    def batch(
        self, rows: list[tuple[int, int, int, int, int, int]], *acting: str, **changed: Any
    ) -> bytes:
        """A signed batch of rows; its control totals are computed unless `assets` is given."""
        columns = Rows.from_list(rows).columns
        named = {name: part for (name, _), part in zip(COLUMN_TYPES, columns, strict=True)}
        described, section = pack_section(named)
        assets = changed.pop("assets", None)
        stated = Batch(
            assets=self.totals(rows) if assets is None else assets,
            numbering_height=changed.pop("numbering_height", 2**40),
        )
        header = self.header(acting, "batch", section=described, batch=stated, seed=b"", **changed)
        return self.signed(header, section)

    def totals(self, rows: list[tuple[int, int, int, int, int, int]]) -> tuple[BatchAsset, ...]:
        """What the rows of a batch move, by asset, as its header must say."""
        state, sums = self.state, dict[int, int]()
        for debit, _, amount, _, operation, _ in rows:
            known = 0 <= debit < 64 * state.rows(t.EXTENTS)
            if known and operation in (op.MOVE, op.HOLD):
                asset = state.cell(t.EXTENTS, debit >> 6, t.EXTENT_ASSET)
                sums[asset] = sums.get(asset, 0) + max(0, amount)
        return tuple(
            BatchAsset(asset, state.cell(t.ASSETS, asset, t.ASSET_DECIMALS), min(total, 2**63 - 1))
            for asset, total in sorted(sums.items())
        )

    # Doing

    def send(self, *envelopes: bytes) -> list[Answer]:
        return self.node.submit(envelopes)

    def do(self, intent: Any, *acting: str, **parts: Any) -> Answer:
        """Submit one intent; its answer."""
        return self.send(self.envelope(intent, *acting, **parts))[0]

    def said(self, intent: Any, *acting: str, **parts: Any) -> str:
        """Submit one intent; the name of the status."""
        return self.do(intent, *acting, **parts).status.name

    def apply(self, intent: Any, *acting: str, **parts: Any) -> Answer:
        """Submit one intent that must be applied."""
        answer = self.do(intent, *acting, **parts)
        assert answer.status == Status.APPLIED, f"{intent}: {answer.status.name}"
        return answer

    def next_day(self) -> int:
        """Open the next business day at noon of it; its date."""
        day = CALENDAR.next_business_day(self.state.business_date)
        self.clock.set(day * DAY_MS + 12 * 3_600_000)
        self.apply(OpenDay(day), "HKMA")
        return day

    def open_until(self, day: int) -> None:
        """Open business days up to and with this one."""
        while self.state.business_date < day:
            self.next_day()

    # Looking

    @property
    def ledger(self) -> Any:
        return self.node.executor.ledger

    @property
    def state(self) -> Any:
        return self.ledger.state

    def position(self, account: str, asset: str) -> int:
        found = self.ledger.position(self.ledger.account(account), self.ledger.asset(asset))
        assert found is not None, f"{account} has no position in {asset}"
        return int(found)

    def available(self, account: str, asset: str = "HKD") -> str:
        """What an account may dispose of, as decimal text."""
        return self._amount(self.state.cell(t.BALANCES, self.position(account, asset), 0), asset)

    def held(self, account: str, asset: str = "HKD") -> str:
        """What holds reserve of an account's position, as decimal text."""
        return self._amount(self.state.cell(t.POSITIONS, self.position(account, asset), 0), asset)

    def _amount(self, minor: int, asset: str) -> str:
        number = self.ledger.asset(asset)
        return format_amount(minor, self.state.cell(t.ASSETS, number, t.ASSET_DECIMALS))

    def ledger_of(self, asset: str) -> str:
        """All holdings of an asset that are not nothing, a line each, as a text table."""
        number, lines = self.ledger.asset(asset), []
        for place, row in enumerate(self.state.table("positions").tolist()):
            extent = self.state.cell(t.EXTENTS, place >> 6, t.EXTENT_ASSET)
            available = self.state.cell(t.BALANCES, place, t.AVAILABLE)
            if extent != number or not (available or row[t.POSITION_HELD]):
                continue
            code = self.ledger.account_code(row[t.POSITION_ACCOUNT])
            line = f"{code:<14}{self._amount(available, asset):>14}"
            if row[t.POSITION_HELD]:
                line += f"{self._amount(row[t.POSITION_HELD], asset):>14}"
            lines.append(line)
        return "\n".join(lines)

    def invariants(self) -> list[str]:
        return full_invariants(self.state)

    # Stopping and starting

    def files(self) -> dict[str, bytes]:
        """Copies of all files, as a crash would leave them now."""
        return {name: bytes(content) for name, content in self.disk.files.items()}

    def reopened(self, files: Mapping[str, bytes] | None = None, **options: Any) -> "World":
        """A world on a copy of these files (default: as they are now), opened again."""
        disk = MemoryDisk(dict(files) if files is not None else self.files())
        clock = StoryClock(self.clock.now_ms())
        world = World(SoloNode.open(disk, clock, Options(**options)), disk, clock)
        world.counter = self.counter
        return world

    def verified(self) -> Verified:
        """The folder as it is now, verified from the genesis on."""
        return verify_folder(MemoryDisk(self.files()), Progress())

    @property
    def last(self) -> tuple[int, bytes]:
        """Height and header of the last block."""
        return self.node.executor.height, self.node.executor.last_header


def cash(currency: str = "HKD", limit: str = "1000000000.00", decimals: int = 2) -> DefineAsset:
    terms = cash_token.Terms(currency, decimals, limit, 0)
    return DefineAsset(currency, cash_token.NAME, cash_token.to_fields(terms))


def bond(code: str = "BOND", **changed: Any) -> DefineAsset:
    """A bond of 1,000.00 at 12 % with three monthly coupons, paid by GOVT."""
    stated = {
        "isin": "",
        "name_en": "Test bond",
        "name_zh": "測試債券",
        "currency": "HKD",
        "decimals": 2,
        "aggregate_nominal": "1000.00",
        "specified_denomination": "100.00",
        "integral_multiple": "100.00",
        "issue_price": "100",
        "interest_rate": "12",
        "day_count": "30/360 ISDA",
        "issue_date": FIRST_DAY,
        "maturity_date": parse_day("2023-05-15"),
        "step_months": 1,
        "business_day_convention": 1,
        "amount_dates": 1,
        "calendar": "HKHK",
        "record_business_days": 1,
        "required_attributes": 0,
        "governing_law": "HK",
        "cash_asset": "HKD",
        "paying_account": "GOVT.PAYING",
        "suspense_account": "GOVT.SUSPENSE",
    }
    terms = fixed_rate_bond.Terms(**{**stated, **changed})
    return DefineAsset(code, fixed_rate_bond.NAME, fixed_rate_bond.to_fields(terms))


def accounts(*codes: str, assets: tuple[str, ...] = (), kind: int = 1) -> OpenAccounts:
    return OpenAccounts(tuple({1: code, 2: kind, 3: 0} for code in codes), assets)


@cache
def _settled(suite: Suite) -> tuple[dict[str, bytes], int]:
    """The files of a world with members, accounts and cash; made once."""
    world = World.create(genesis(suite))
    for code in ("BANKA", "BANKB", "GOVT", "SFC"):
        world.apply(AdmitParticipant(document(code, suite)), "HKMA")
    world.apply(cash(), "HKMA")
    world.apply(accounts("BANKA.HOUSE", "BANKA.C1", "BANKA.C2", assets=("HKD",)), "BANKA")
    world.apply(accounts("BANKB.HOUSE", "BANKB.C1", assets=("HKD",)), "BANKB")
    world.apply(accounts("GOVT.PAYING", "GOVT.SUSPENSE", assets=("HKD",)), "GOVT")
    world.apply(MintCash("HKD", "1000.00", "BANKA.HOUSE", "rtgs-1"), "HKMA")
    world.apply(MintCash("HKD", "500.00", "BANKB.HOUSE", "rtgs-2"), "HKMA")
    world.node.close()
    return world.files(), world.counter


def settled(suite: Suite = Suite.ED25519) -> World:
    """Two banks with cash, a government with empty accounts, a supervisor."""
    files, counter = _settled(suite)
    disk, clock = MemoryDisk(dict(files)), StoryClock(NOON + 1_000)
    world = World(SoloNode.open(disk, clock), disk, clock)
    world.counter = counter
    return world


def with_bond(**changed: Any) -> World:
    """The same with a bond: 600.00 with BANKA (paid to its house), 400.00 with BANKB (to none)."""
    from_issuer = settled()
    from_issuer.apply(bond(**changed), "GOVT")
    for bank, pay_to in (("BANKA", ("BANKA.HOUSE", "HKD")), ("BANKB", ())):
        from_issuer.apply(OpenPositions(f"{bank}.HOUSE", ("BOND",), pay_to), bank)
    return from_issuer


def transfer(amount: str, source: str = "BANKA.HOUSE", target: str = "BANKB.HOUSE") -> Transfer:
    return Transfer("HKD", amount, source, target, "")


def refused(code: str, call: Callable[[], object]) -> dict[str, object]:
    """Call, expect the refusal `code`, and give its values."""
    with pytest.raises(PrayaError) as caught:
        call()
    assert caught.value.code == code, caught.value
    return caught.value.values
