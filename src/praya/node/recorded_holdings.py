"""The holders of one record of an asset, and the proof of each, from a tree that is made once."""

import numpy as np

from praya.base.errors import fail
from praya.base.limits import CODE_BYTES_MAX, SALT_BYTES
from praya.intents.supervision.attest_holdings import holdings_leaves
from praya.kernel import tables as t
from praya.kernel.ledger import Ledger
from praya.proofs.holdings import HoldingProof
from praya.proofs.kept_trees import KeptTree


class RecordedHoldings:
    """One record: nothing of it changes any more, so the tree over it stays."""

    def __init__(self, ledger: Ledger, record: int) -> None:
        """Make the tree over the holdings of a record of a ledger."""
        state = ledger.state
        first = state.cell(t.RECORDS, record, t.RECORD_FIRST)
        size = state.cell(t.RECORDS, record, t.RECORD_ROWS)
        self._asset = state.cell(t.RECORDS, record, t.RECORD_ASSET)
        self._decimals = state.cell(t.ASSETS, self._asset, t.ASSET_DECIMALS)
        self._date = state.cell(t.RECORDS, record, t.RECORD_DATE)
        self._held = state.table("entitlements")[first : first + size].copy()
        opened = state.table("positions")[self._held[:, t.ENTITLEMENT_POSITION]]
        self._accounts = opened[:, t.POSITION_ACCOUNT]
        self._salts = opened[:, t.POSITION_SALT :]
        self._tree = KeptTree(holdings_leaves(ledger, record))

    def root(self) -> bytes:
        """The root that is attested; of a record without holders there is none to prove from."""
        return self._tree.root()

    def proof(self, ledger: Ledger, account: str) -> HoldingProof:
        """What an account held; HOLDING_MISSING (account) if it held nothing."""
        is_code = account.isascii() and 0 < len(account) <= CODE_BYTES_MAX
        number = ledger.account(account) if is_code else None
        found = [] if number is None else np.flatnonzero(self._accounts == number).tolist()
        if not found:
            fail("HOLDING_MISSING", account=account)
        index = found[0]
        position, amount = self._held[index].tolist()
        return HoldingProof(
            salt=self._salts[index].tobytes()[:SALT_BYTES],
            account=account,
            position=position,
            asset=self._asset,
            decimals=self._decimals,
            date=self._date,
            amount=amount,
            index=index,
            size=len(self._held),
            path=tuple(self._tree.inclusion(index)),
        )
