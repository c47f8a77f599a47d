"""The check of a node's own kernel: a golden batch must give its golden root, or nothing is served.

Compiled code comes from a folder on disk. A stale or damaged file there, or another compiler, could
give other answers than every other replica, and no test would ever have seen it. So every start
runs each operation once, rows that are refused beside rows that are applied, on a ledger of its
own. This module must not know the ledger that is to be served.
"""

from typing import Final

from praya.base.errors import fail
from praya.base.hashing import results_digest
from praya.kernel import operations as op
from praya.kernel import tables as t
from praya.kernel.builder import NONE, RowBuilder
from praya.kernel.rows import Rows
from praya.kernel.state import State
from praya.kernel.step import (
    NUMBERING_UNBOUND,
    THE_LEDGER,
    Context,
    Outcome,
    apply,
    begin_block,
    check_batch,
    check_block,
)

GOLDEN_ROOT: Final = "e3be9cb5acd44da30f372ca8ea836fee52b7d46af7121935c719ac3eed092e74"
GOLDEN_RESULTS: Final = "f4a1224e2273b7417f09db8ec96af418ad6c75bc46f3cc7383d9ad0b083c2be5"

TODAY: Final = 20_000
BLOCK_TIME: Final = TODAY * 86_400_000
SEED: Final = bytes(range(16))
SECRET: Final = bytes(range(32))
ISSUER: Final = 1
BANK: Final = 2
CASH: Final = 0
BOND: Final = 1

# Numbers that the founding rows give; the extents of cash and of the bond are 0 and 1.
MINT: Final = 0
PAYING: Final = 1
SUSPENSE: Final = 2
HOUSE: Final = 3
CLIENT: Final = 4
BOND_MINT: Final = 64
BOND_HOUSE: Final = 65
BOND_CLIENT: Final = 66
PAYING_MANDATE: Final = 1
HOUSE_MANDATE: Final = 2
MINT_ACCOUNT: Final = 0
CLIENT_ACCOUNT: Final = 4


def self_check() -> None:
    """Run the golden batch; SELF_CHECK_FAILED (expected, found) if it gives something else."""
    root, results = golden_run()
    if (root, results) != (GOLDEN_ROOT, GOLDEN_RESULTS):
        expected = f"{GOLDEN_ROOT} {GOLDEN_RESULTS}"
        fail("SELF_CHECK_FAILED", expected=expected, found=f"{root} {results}")


def golden_run() -> tuple[str, str]:
    """The state root and the digest of all answers after the golden batch, in hexadecimal."""
    state = State(TODAY)
    batch = Rows.from_list(_signed_rows())
    said = [
        apply(state, _founding().rows(), Context(1, BLOCK_TIME, THE_LEDGER)),
        apply(state, _issuing().rows(), Context(1, BLOCK_TIME, (ISSUER,))),
    ]
    verdict = check_batch(state, batch, [(CASH, 2, _total(CASH)), (BOND, 0, _total(BOND))])
    signed = Context(2, BLOCK_TIME, (BANK,), NUMBERING_UNBOUND, lowered=False)
    said.append(apply(state, batch, signed))
    said.append(apply(state, _requests().rows(), Context(3, BLOCK_TIME, (ISSUER, BANK))))
    said.append(apply(state, _refused().rows(), Context(3, BLOCK_TIME, (ISSUER, BANK))))
    said.append(apply(state, _opening().rows(), Context(4, BLOCK_TIME, THE_LEDGER)))
    paid = begin_block(state, 5, BLOCK_TIME)
    said += [] if paid is None else [paid]
    check_block(state)
    return state.root().hex(), _digest(verdict, said)


def _digest(verdict: int, said: list[Outcome]) -> str:
    parts = [verdict.to_bytes(2, "little")]
    for outcome in said:
        parts += [outcome.statuses.tobytes(), outcome.results.tobytes(), outcome.effects.tobytes()]
    return results_digest(parts).hex()


def _founding() -> RowBuilder:
    """Two participants, cash and a bond, accounts with positions, mandates and events."""
    build = RowBuilder(SEED)
    for name in ("participant/ISSUER", "participant/BANK"):
        build.govern(op.GOVERN_ADMIT, build.put(name, name.encode(), NONE, 0))
    cash = build.define_asset("CASH", ISSUER, decimals=2, limit=1_000_000)
    bond = build.define_asset("BOND", ISSUER, decimals=0, limit=1_000)
    mint = build.define_account("MINT", ISSUER, t.ACCOUNT_ISSUANCE)
    build.open(mint, cash, issuance=True)
    opened = []
    for number, owner in enumerate((ISSUER, ISSUER, BANK, BANK), start=1):
        account = build.define_account(f"ACCOUNT.{number}", owner, t.ACCOUNT_HOUSE, number)
        opened.append((account, build.open(account, cash)))
    build.open(mint, bond, issuance=True)
    for account, position in opened[2:]:
        build.set(op.SET_PAY_TO, build.open(account, bond), position)
    paying, suspense, house = (position for _, position in opened[:3])
    mandate = build.define_mandate(paying, 2_000, 0)
    build.define_mandate(house, 500, BANK, period=(30, 300, 0))
    terms = ((t.EVENT_DISTRIBUTION, t.MODE_RATE_OF_TOTAL, 7), (t.EVENT_REDEMPTION, t.MODE_RATE, 1))
    for number, (what, denominator) in enumerate(zip(terms, (200, 1), strict=True), start=1):
        when = (TODAY, TODAY + 1, denominator)
        build.define_event(bond, number, what, when, (paying, suspense, mandate))
    return build


def _issuing() -> RowBuilder:
    """Cash to everybody, and the bond to two holders whose shares leave a remainder."""
    build = RowBuilder()
    for position, amount in ((PAYING, 5_000), (HOUSE, 2_000), (CLIENT, 1_000)):
        build.move(MINT, position, amount)
    build.move(BOND_MINT, BOND_HOUSE, 101)
    build.move(BOND_MINT, BOND_CLIENT, 202)
    return build


def _signed_rows() -> list[tuple[int, int, int, int, int, int]]:
    """Rows alone and in groups, refused and applied, with and without an authority."""
    return [
        (HOUSE, CLIENT, 250, 0, op.MOVE, 0),
        (HOUSE, CLIENT, 9_000, 0, op.MOVE, 0),
        (HOUSE, CLIENT, 0, 0, op.MOVE, 0),
        (HOUSE, BOND_CLIENT, 1, 0, op.MOVE, 0),
        (PAYING, HOUSE, 1, 0, op.MOVE, 0),
        (CLIENT, HOUSE, 8_000, 1, op.MOVE, 0),
        (HOUSE, CLIENT, 8_000, 1, op.MOVE, 0),
        (CLIENT, HOUSE, 9_000, 2, op.MOVE, 0),
        (HOUSE, CLIENT, 1, 2, op.MOVE, 0),
        (HOUSE, CLIENT, 300, 0, op.MOVE, HOUSE_MANDATE),
        (HOUSE, CLIENT, 1, 0, op.MOVE, HOUSE_MANDATE),
        (HOUSE, NONE, 100, 3, op.HOLD, 0),
        (t.HOLD_BY_HOLDER, BANK, 0, 3, op.MORE, 0),
        (HOUSE, CLIENT, 50, 4, op.HOLD, 0),
        (t.HOLD_BY_TIME, BANK, BLOCK_TIME + 1, 4, op.MORE, 0),
        (0, CLIENT, 60, 0, op.POST, 0),
        (0, CLIENT, 60, 0, op.POST, 0),
        (1, NONE, 0, 0, op.VOID, 0),
        (BOND_HOUSE, BOND_CLIENT, 1, 0, op.MOVE, 0),
        (0, 0, 0, 0, op.OPEN, 0),
    ]


def _total(asset: int) -> int:
    """The control total that a header would state."""
    return sum(
        amount
        for debit, _, amount, _, operation, _ in _signed_rows()
        if operation in (op.MOVE, op.HOLD) and debit >> 6 == asset
    )


def _requests() -> RowBuilder:
    """A hold by proof paid out, freezes and limits, an attestation, a document's next version."""
    build = RowBuilder(SEED)
    hold = build.hold(HOUSE, CLIENT, 20, (t.HOLD_BY_PROOF, 0, 0), SECRET + bytes(32))
    build.post(hold, CLIENT, 20, SECRET)
    build.set(op.SET_ACCOUNT_ATTRIBUTES, CLIENT_ACCOUNT, 3)
    build.set(op.SET_ASSET_REQUIRED, CASH, 1)
    build.set(op.SET_POSITION_FLAGS, SUSPENSE, t.FLAG_DEBIT_FROZEN)
    build.set(op.SET_MANDATE_REVOKED, HOUSE_MANDATE, 0)
    about = (t.ATTESTATION_RESERVE, CASH, BLOCK_TIME)
    build.attest(NONE, ISSUER, 900_000, about, (SEED, BLOCK_TIME + 1, SECRET))
    build.put("participant/BANK", b"the next version", 1, 1)
    build.govern(op.GOVERN_SUSPEND, BANK)
    return build


def _refused() -> RowBuilder:
    """A group that changes much and is undone: its last row asks for more than there is."""
    build = RowBuilder(SEED)
    account = build.define_account("NEVER", BANK, t.ACCOUNT_CLIENT, 1)
    position = build.open(account, CASH)
    build.set(op.SET_ACCOUNT_FLAGS, CLIENT_ACCOUNT, t.FLAG_CREDIT_FROZEN)
    build.set(op.SET_ISSUE_LIMIT, CASH, 0)
    build.move(HOUSE, position, 1_000_000)
    return build


def _opening() -> RowBuilder:
    """The next day: the holdings of today are recorded, so that the coupon falls due."""
    build = RowBuilder()
    build.open_day(TODAY + 1, TODAY)
    build.record(BOND, TODAY)
    return build
