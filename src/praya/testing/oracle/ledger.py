"""The naive ledger: blocks of envelopes in, answers and a header out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from blake3 import blake3

from praya.base.signing import Suite
from praya.base.status import Status
from praya.testing.model.block import Outcome
from praya.testing.model.state import COLUMNS, Row
from praya.testing.oracle import governance_requests as governance
from praya.testing.oracle import value_requests as value
from praya.testing.oracle.book import Book, RefusedRequestError
from praya.testing.oracle.bounds import Bounds
from praya.testing.oracle.digests import write
from praya.testing.oracle.documents import read_participant
from praya.testing.oracle.drafts import Draft
from praya.testing.oracle.judging import Register
from praya.testing.oracle.sent import Sent
from praya.testing.oracle.trees import content_root

SYSTEM_INDEX = b"\xff\xff\xff\xff"
NO_BLOCK = -1
PROTOCOL = 1
Effect = tuple[int, int, int]  # row, position, delta: what is no row of a request


@dataclass(frozen=True, slots=True)
class Start:
    """What the ledger begins with, as its genesis says."""

    chain_id: bytes
    suite: Suite
    business_date: int
    block_time: int
    calendar: str
    calendars: tuple[dict[int, Any], ...]
    participants: tuple[bytes, ...]
    height: int = 0  # of the block it goes on from, where it is founded on another ledger


@dataclass(frozen=True, slots=True)
class Expected:
    """What an envelope must be answered. An index of NO_BLOCK: it is in no block."""

    status: Status
    height: int
    index: int
    rows_applied: int = 0
    statuses: tuple[int, ...] = ()
    results: tuple[int, ...] = ()
    repeated: bool = False


@dataclass(slots=True)
class NaiveBlock:
    """The block that is being made."""

    height: int
    time: int
    envelopes: list[bytes] = field(default_factory=list)
    results: list[bytes] = field(default_factory=list)
    rows_used: dict[str, int] = field(default_factory=dict)
    bytes_used: dict[str, int] = field(default_factory=dict)
    skipped: frozenset[bytes] = frozenset()  # digests of envelopes that are left out by order
    skips: list[tuple[int, bytes]] = field(default_factory=list)


class NaiveLedger:
    """One ledger, from its genesis."""

    def __init__(self, start: Start, bounds: Bounds) -> None:
        self.start = start
        self.bounds = bounds
        self.book = Book(start.business_date)
        self.headers: list[bytes] = []
        self.effects: list[list[Effect]] = []  # of each block with a header here
        self.block_time = start.block_time
        self._found()
        self.register = Register(self.book, start.suite)

    def copy(self) -> "NaiveLedger":
        """A second ledger that goes on by itself."""
        other = NaiveLedger.__new__(NaiveLedger)
        other.start, other.bounds = self.start, self.bounds
        other.book = self.book.copy()
        other.headers = list(self.headers)
        other.effects = list(self.effects)
        other.block_time = self.block_time
        other.register = self.register
        return other

    @property
    def height(self) -> int:
        """The height of the last block."""
        return self.start.height + len(self.headers)

    def founded_again(self, chain_id: bytes) -> "NaiveLedger":
        """The ledger that goes on from this one under another chain id; its headers begin anew."""
        other = self.copy()
        other.start = replace(
            self.start,
            chain_id=chain_id,
            business_date=self.book.today,
            block_time=self.block_time,
            calendars=(),
            participants=(),
            height=self.height,
        )
        other.headers = []
        other.effects = []
        return other

    def _found(self) -> None:
        """Calendars and participants of the genesis, as rows of the ledger itself."""
        draft = Draft(self.book, (), b"")
        for calendar in self.start.calendars:
            draft.put(f"calendar/{calendar[0]}", write(calendar))
        for document in self.start.participants:
            code = read_participant(document).code
            draft.govern(1, draft.put(f"participant/{code}", document))
        self._apply(draft, height=0, time=self.start.block_time, acting=(0,))

    # What is answered

    def foresee(self, sent: Sent, block_time: int) -> Expected | None:
        """The answer to what needs no block; None for what goes into the next one."""
        status = self.register.judge(sent, self.start.chain_id, block_time)
        if status != Status.APPLIED:
            return Expected(status, self.height, NO_BLOCK)
        return self._recall(sent, block_time)

    def has_system_work(self) -> bool:
        """Whether the next block begins with rows of the ledger itself."""
        model = self.book.model
        sweeping = any(row["flags"] & 4 for row in model.state["assets"])
        return sweeping or bool(model.due_events())

    def run_block(
        self,
        envelopes: Sequence[Sent],
        block_time: int,
        skipped: frozenset[bytes] = frozenset(),
    ) -> list[Expected]:
        """One block: what is due, then envelopes in order, then its header.

        `skipped`: SHA-256 of the bytes of those that the operators ordered to be left out.
        """
        block = NaiveBlock(self.height + 1, block_time, skipped=skipped)
        self.block_time = block_time
        self._purge(block_time)
        due = self.book.model.begin_block(height=block.height, block_time=block_time)
        if due is not None:
            _note(block, SYSTEM_INDEX, Status.APPLIED, due)
        answers = [self._execute(sent, block, place) for place, sent in enumerate(envelopes)]
        self.headers.append(self._header(block))
        self.effects.append([] if due is None else sorted(due.effects))
        self.register = Register(self.book, self.start.suite)
        return answers

    def _header(self, block: NaiveBlock) -> bytes:
        """The header's map, by the numbers of its fields."""
        digest = blake3(b"".join(block.results), derive_key_context="praya results 1").digest()
        fields = (
            *(PROTOCOL, self.start.chain_id, block.height, block.time, self.book.today),
            *(content_root(block.envelopes), digest, self.book.model.root()),
            *(content_root(self.headers), [list(skip) for skip in block.skips]),
        )
        return write(dict(enumerate(fields, 1)))

    def _execute(self, sent: Sent, block: NaiveBlock, index: int) -> Expected:
        block.envelopes.append(sent.data)
        digest = sha256(sent.data).digest()
        if digest in block.skipped:
            block.skips.append((block.height, digest))
            return self._skip(sent, block, index)
        found, outcome = self._answer(sent, block, index), Outcome()
        status = Status.ENVELOPE_REPEATED if found.repeated else found.status
        outcome.statuses, outcome.results = list(found.statuses), list(found.results)
        _note(block, index.to_bytes(4, "little"), status, outcome)
        return found

    def _skip(self, sent: Sent, block: NaiveBlock, index: int) -> Expected:
        """It stands in the block without effect; sent again, it gets this answer."""
        found = Expected(Status.ENVELOPE_SKIPPED, block.height, index)
        _note(block, index.to_bytes(4, "little"), found.status, Outcome())
        status = self.register.judge(sent, self.start.chain_id, block.time)
        if status == Status.APPLIED and self._find(sent) is None:
            self._remember(sent, found)
        return found

    def _answer(self, sent: Sent, block: NaiveBlock, index: int) -> Expected:
        before = self._recall(sent, 0)
        if before is not None:
            return before
        requester = sent.header.acting[0]
        used = block.rows_used.get(requester, 0) + sent.rows_stated
        size = block.bytes_used.get(requester, 0) + len(sent.data)
        if used > self.bounds.rows_per_block or size > self.bounds.bytes_per_block:
            return Expected(Status.QUOTA_EXCEEDED, block.height, index)
        block.rows_used[requester], block.bytes_used[requester] = used, size
        if self._live(requester) >= self.bounds.requests_live:
            return Expected(Status.TOO_MANY_REQUESTS, block.height, index)
        status, outcome = self._run(sent, block)
        applied = sum(1 for each in outcome.statuses if each == 0)
        found = Expected(
            status,
            block.height,
            index,
            applied,
            tuple(outcome.statuses),
            tuple(outcome.results),
        )
        self._remember(sent, found)
        return found

    def _run(self, sent: Sent, block: NaiveBlock) -> tuple[Status, Outcome]:
        if sent.header.batch is not None:
            return self._run_batch(sent, block)
        if sent.intent is None:
            return Status.INTENT_MALFORMED, Outcome()
        draft = Draft(self.book, sent.header.acting, sent.header.seed, self.bounds)
        try:
            self._lower(draft, sent, block.time)
        except RefusedRequestError as refused:
            return refused.status, Outcome()
        if not draft.rows:
            return Status.APPLIED, Outcome()
        outcome = self._apply(
            draft, height=block.height, time=block.time, acting=self._acting(sent)
        )
        own = [each for each in outcome.statuses if each not in (0, Status.GROUP_FAILED)]
        return Status(own[0] if own else 0), outcome

    def _lower(self, draft: Draft, sent: Sent, time: int) -> None:
        """From the request to rows."""
        asked, verb, start = sent.intent, sent.header.verb, self.start
        licence = self.register.participants[sent.header.acting[0]].licence
        told: dict[str, Callable[[], None]] = {
            "governance.admit_participant": lambda: governance.admit_participant(
                draft, asked, start.suite
            ),
            "governance.amend_participant": lambda: governance.amend_participant(
                draft, asked, start.suite
            ),
            "accounts.open_accounts": lambda: governance.open_accounts(draft, asked, sent.columns),
            "calendar.open_day": lambda: governance.open_day(draft, asked, start.calendar, time),
            "issuance.define_asset": lambda: value.define_asset(
                draft, asked, licence, start.calendar
            ),
            "supervision.record_holdings": lambda: value.record_holdings(draft, asked, licence),
            "supervision.attest_holdings": lambda: value.attest_holdings(
                draft, asked, licence, time
            ),
        }
        if verb in told:
            told[verb]()
        else:
            PLAIN[verb](draft, asked)

    def _apply(self, draft: Draft, *, height: int, time: int, acting: tuple[int, ...]) -> Outcome:
        outcome = self.book.model.apply(draft.rows, height=height, block_time=time, acting=acting)
        for row, (name, content) in draft.puts.items():
            if outcome.results[row] >= 0:
                self.book.slots[name] = outcome.results[row]
                self.book.values[name] = content
        self.book.learn()
        return outcome

    def _run_batch(self, sent: Sent, block: NaiveBlock) -> tuple[Status, Outcome]:
        batch, rows = sent.header.batch, list(sent.rows)
        stated = batch.assets if batch is not None else ()
        assets = [(one.asset, one.decimals, one.control_total) for one in stated]
        refusal = self.book.model.check_batch(rows, assets)
        if refusal:
            return Status(refusal), Outcome()
        outcome = self.book.model.apply(
            rows,
            height=block.height,
            block_time=block.time,
            acting=self._acting(sent),
            numbering_height=0 if batch is None else batch.numbering_height,
            lowered=False,
        )
        return Status.APPLIED, outcome

    def _acting(self, sent: Sent) -> tuple[int, ...]:
        return tuple(self.register.numbers[code] for code in sent.header.acting)

    # Request ids

    @property
    def _requests(self) -> list[Row]:
        return self.book.model.state["requests"]

    def _find(self, sent: Sent) -> Row | None:
        number = self.register.numbers[sent.header.acting[0]]
        wanted = (number, *_words(sent.header.request_id))
        for row in self._requests:
            if (row["participant"], row["request_0"], row["request_1"]) == wanted:
                return row
        return None

    def _recall(self, sent: Sent, block_time: int) -> Expected | None:
        row = self._find(sent)
        if row is None or row["valid_until"] < block_time:
            return None
        height, index = row["height"], row["index"]
        if [row[f"envelope_{place}"] for place in range(4)] != _words(sent.id):
            return Expected(Status.REQUEST_ID_REUSED, height, index)
        status = Status(row["status"])
        return Expected(status, height, index, row["rows_applied"], repeated=True)

    def _live(self, code: str) -> int:
        number = self.register.numbers[code]
        return sum(1 for row in self._requests if row["participant"] == number)

    def _purge(self, block_time: int) -> None:
        """Forget what expired, the oldest first, and of one time the lowest row; not all at once.

        What is left stays alive until a later block comes to it.
        """
        expired = [
            (row["valid_until"], slot)
            for slot, row in enumerate(self._requests)
            if row["participant"] and row["valid_until"] < block_time
        ]
        for _, slot in sorted(expired)[: self.bounds.purged_per_block]:
            self._requests[slot].update(dict.fromkeys(COLUMNS["requests"], 0))

    def _remember(self, sent: Sent, found: Expected) -> None:
        request, envelope = _words(sent.header.request_id), _words(sent.id)
        values = (
            *(self.register.numbers[sent.header.acting[0]], *request, *envelope),
            *(sent.header.valid_until, found.height, found.index),
            *(int(found.status), found.rows_applied),
        )
        row = dict(zip(COLUMNS["requests"], values, strict=True))
        for slot, old in enumerate(self._requests):
            if old["participant"] == 0:
                self._requests[slot] = row
                return
        self._requests.append(row)


def _words(content: bytes) -> list[int]:
    return [
        int.from_bytes(content[place : place + 8], "little", signed=True)
        for place in range(0, len(content), 8)
    ]


def _note(block: NaiveBlock, index: bytes, status: Status, outcome: Outcome) -> None:
    """Add one answer to what the digest of results is over."""
    block.results.append(index + int(status).to_bytes(2, "little"))
    block.results.append(len(outcome.statuses).to_bytes(4, "little"))
    block.results += [each.to_bytes(2, "little") for each in outcome.statuses]
    block.results += [each.to_bytes(4, "little", signed=True) for each in outcome.results]


PLAIN: dict[str, Callable[[Draft, Any], None]] = {
    "governance.suspend_participant": governance.suspend_participant,
    "governance.publish_calendar": governance.publish_calendar,
    "accounts.open_positions": governance.open_positions,
    "accounts.set_attributes": governance.set_attributes,
    "accounts.freeze_account": governance.freeze_account,
    "issuance.amend_asset": value.amend_asset,
    "issuance.mint_cash": value.mint_cash,
    "issuance.redeem_cash": value.redeem_cash,
    "issuance.issue_units": value.issue_units,
    "settlement.transfer": value.transfer,
    "settlement.settle_dvp": value.settle_dvp,
    "settlement.place_hold": value.place_hold,
    "settlement.release_hold": value.release_hold,
    "settlement.grant_mandate": value.grant_mandate,
    "settlement.revoke_mandate": value.revoke_mandate,
    "supervision.attest_fact": value.attest_fact,
}
