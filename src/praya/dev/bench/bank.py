"""The ledger that is measured: a bank whose many accounts each hold money, made at the front door.

Every account is opened and funded by signed envelopes, so that the folder verifies from its
genesis. It must not know what is measured on it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from praya.base.calendars import Calendar, calendar_to_document
from praya.base.errors import fail
from praya.base.limits import BATCH_ROWS_MAX, BLOCK_ENVELOPES_MAX, CODE_BYTES_MAX
from praya.base.signing import Suite
from praya.base.status import Status
from praya.envelopes.header import Batch, BatchAsset
from praya.envelopes.participants import Licence, Role
from praya.instruments import cash_token
from praya.intents.accounts.open_accounts import COLUMNS, OpenAccounts
from praya.intents.issuance.define_asset import DefineAsset
from praya.intents.issuance.mint_cash import MintCash
from praya.kernel import tables as t
from praya.kernel.ports import Clock, Disk
from praya.kernel.rows import Rows
from praya.node.execution import Answer
from praya.node.genesis import Genesis
from praya.node.solo import SoloNode
from praya.sdk.institution import Institution, Ticket, make_batch, make_intent
from praya.vault.keyring import Keyring

ASSET: Final = "HKD"
DECIMALS: Final = 2
OPENING_BALANCE: Final = 100_000  # minor units: a thousand dollars in every account
ISSUE_LIMIT: Final = "10000000000000.00"
SEGMENT_BYTES: Final = 64 * 1_048_576  # the largest, as a busy node has
ROWS_PER_ACCOUNT: Final = 6  # DEFINE with three MORE, OPEN with one
ACCOUNTS_PER_ENVELOPE: Final = BATCH_ROWS_MAX // ROWS_PER_ACCOUNT
MS_PER_DAY: Final = 86_400_000
SALT: Final = bytes(16)  # nobody else can write to this journal

Told = Callable[[str, int, int], None]  # a stage, how much of it is done, how much there is
Integers = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Bank:
    """A running node, the institution that controls every account, and the accounts' positions."""

    node: SoloNode
    clock: Clock
    institution: Institution
    asset: int
    house: int  # the position all opening balances came from
    positions: npt.NDArray[np.int32]

    def sign_transfers(self, debits: Integers, credits: Integers, amounts: Integers) -> bytes:
        """One newly signed envelope of MOVE rows between positions."""
        count = len(amounts)
        rows = Rows(
            [
                debits.astype("<i4"),
                credits.astype("<i4"),
                amounts.astype("<i8"),
                np.zeros(count, "<u2"),
                np.zeros(count, "<u2"),
                np.zeros(count, "<i4"),
            ]
        )
        summary = Batch(
            (BatchAsset(self.asset, DECIMALS, int(amounts.sum())),), self.node.executor.height
        )
        return make_batch(self._ticket(), [self.institution], rows, summary)

    def balances(self) -> npt.NDArray[np.int64]:
        """What every account holds now, in minor units: a copy."""
        held = self.node.executor.ledger.state.table("balances")[self.positions, t.AVAILABLE]
        return np.array(held, np.int64)

    def _ticket(self) -> Ticket:
        return Ticket(self.node.executor.chain_id, self.clock.now_ms())


def open_bank(disk: Disk, clock: Clock, accounts: int, told: Told) -> Bank:
    """A new ledger on `disk` with so many accounts, each with the opening balance."""
    told("accounts", 0, accounts)
    suite = Suite.HYBRID
    issuer = Institution("HKMA", Keyring.generate(suite))
    holder = Institution("BANK", Keyring.generate(suite))
    genesis = _genesis(suite, issuer, holder, clock.now_ms())
    node = SoloNode.create(disk, clock, genesis, SEGMENT_BYTES, SALT)
    ticket = Ticket(node.executor.chain_id, clock.now_ms())
    terms = cash_token.to_fields(cash_token.Terms(ASSET, DECIMALS, ISSUE_LIMIT, 0))
    _applied(node, [make_intent(ticket, [issuer], DefineAsset(ASSET, "cash_token", terms))])
    house = OpenAccounts(({1: "BANK.HOUSE", 2: t.ACCOUNT_HOUSE, 3: 0},), (ASSET,))
    opened = _applied(node, [make_intent(ticket, [holder], house)])[0]
    total = f"{accounts * OPENING_BALANCE // 100}.00"
    mint = MintCash(ASSET, total, "BANK.HOUSE", "receipt 1")
    _applied(node, [make_intent(ticket, [issuer], mint)])
    asset = node.executor.ledger.asset(ASSET)
    positions = _open_accounts(node, ticket, holder, accounts, told)
    bank = Bank(node, clock, holder, asset or 0, int(opened.results.max()), positions)
    _fund(bank, told)
    return bank


def _genesis(suite: Suite, issuer: Institution, holder: Institution, now_ms: int) -> Genesis:
    """A central bank that issues and a bank that holds; every day is a business day."""
    today = now_ms // MS_PER_DAY
    calendar = Calendar("BENCH", (), (), today, today + 1)
    roles = (Role.OPERATOR, Role.CALENDAR)
    participants = (
        issuer.participant(suite, Licence.CENTRAL_BANK, roles),
        holder.participant(suite, Licence.BANK),
    )
    return Genesis(
        name="Bench",
        suite=suite,
        business_date=today,
        block_time=now_ms,
        calendar=calendar.code,
        calendars=(calendar_to_document(calendar),),
        participants=tuple(each.to_document() for each in participants),
    )


def _open_accounts(
    node: SoloNode, ticket: Ticket, holder: Institution, accounts: int, told: Told
) -> npt.NDArray[np.int32]:
    """Open the accounts, a block of full envelopes at a time; their positions in order."""
    intent = OpenAccounts((), (ASSET,))
    found: list[npt.NDArray[np.int32]] = []
    for first in range(0, accounts, ACCOUNTS_PER_ENVELOPE * BLOCK_ENVELOPES_MAX):
        told("accounts", first, accounts)
        envelopes = [
            make_intent(ticket, [holder], intent, _account_columns(start, count))
            for start, count in _parts(first, accounts)
        ]
        for answer in _applied(node, envelopes):
            found.append(answer.results[4::ROWS_PER_ACCOUNT])
    told("accounts", accounts, accounts)
    return np.concatenate(found)


def _parts(first: int, accounts: int) -> Iterator[tuple[int, int]]:
    """The first account and the number of accounts of each envelope of one block."""
    for place in range(BLOCK_ENVELOPES_MAX):
        start = first + place * ACCOUNTS_PER_ENVELOPE
        if start < accounts:
            yield start, min(ACCOUNTS_PER_ENVELOPE, accounts - start)


def _account_columns(first: int, count: int) -> dict[str, npt.NDArray[np.int64]]:
    """Codes such as C000000041, laid out as the columns the intent asks for."""
    codes = [b"C%09d" % number for number in range(first, first + count)]
    padded = b"".join(code.ljust(CODE_BYTES_MAX, b"\0") for code in codes)
    words = np.frombuffer(padded, "<i8").reshape(count, -1)
    values = [np.ascontiguousarray(words[:, place]) for place in range(words.shape[1])]
    values += [np.full(count, t.ACCOUNT_CLIENT, np.int64), np.zeros(count, np.int64)]
    return dict(zip(COLUMNS, values, strict=True))


def _fund(bank: Bank, told: Told) -> None:
    """Pay the opening balance out of the house position, a batch at a time."""
    told("funding", 0, 1)
    envelopes = []
    for first in range(0, len(bank.positions), BATCH_ROWS_MAX):
        credits = bank.positions[first : first + BATCH_ROWS_MAX]
        amounts = np.full(len(credits), OPENING_BALANCE, np.int64)
        envelopes.append(bank.sign_transfers(np.full(len(credits), bank.house), credits, amounts))
    _applied(bank.node, envelopes)
    told("funding", 1, 1)


def _applied(node: SoloNode, envelopes: list[bytes]) -> list[Answer]:
    """Submit, and let no refusal pass: a bench on half a ledger would measure something else."""
    answers = node.submit(envelopes)
    for answer in answers:
        if answer.status != Status.APPLIED or answer.statuses.any():
            fail("VERIFICATION_FAILED", height=answer.height, what=answer.status.name)
    return answers
