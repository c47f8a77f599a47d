"""Who holds what on a ledger, read position by position, in exact decimals."""

from collections.abc import Iterator
from typing import NamedTuple

from praya.base.errors import require
from praya.dev.commands.supply import amount_text
from praya.kernel import tables as t
from praya.node.execution import Executor


class Holding(NamedTuple):
    """One account's holding of one asset."""

    position: int
    account: str
    kind: int  # of the account
    owner: str  # code of its participant
    asset: str
    available: str
    held: str


def holdings(
    executor: Executor, asset: int | None = None, account: int | None = None
) -> Iterator[Holding]:
    """Every opened position of an asset, of an account, or of all, by its number."""
    ledger, state = executor.ledger, executor.ledger.state
    owners = {number: code for code, number in ledger.participant_codes().items()}
    balances, positions = state.table("balances"), state.table("positions")
    extents, accounts = state.table("extents"), state.table("accounts")
    for position in (balances[:, t.GUARD] != 0).nonzero()[0].tolist():
        of_asset = int(extents[position >> 6, t.EXTENT_ASSET])
        of_account = int(positions[position, t.POSITION_ACCOUNT])
        if asset not in (None, of_asset) or account not in (None, of_account):
            continue
        owner = int(accounts[of_account, t.ACCOUNT_OWNER])
        require(owner in owners, "an account belongs to a participant")
        yield Holding(
            position,
            ledger.account_code(of_account),
            int(accounts[of_account, t.ACCOUNT_KIND]),
            owners[owner],
            ledger.asset_code(of_asset),
            amount_text(ledger, of_asset, int(balances[position, t.AVAILABLE])),
            amount_text(ledger, of_asset, int(positions[position, t.POSITION_HELD])),
        )
