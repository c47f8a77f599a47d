"""Making proofs for outsiders from a ledger; they are checked by `praya.proofs` alone."""

from praya.base.errors import fail
from praya.base.limits import SALT_BYTES
from praya.intents.supervision.attest_holdings import holdings_leaves
from praya.kernel import tables as t
from praya.kernel.ledger import Ledger
from praya.proofs.holdings import HoldingProof
from praya.proofs.merkle import inclusion_proof


def prove_holding(ledger: Ledger, record: int, account: str) -> HoldingProof:
    """What an account held in a record; HOLDING_MISSING (account) if it held nothing."""
    state = ledger.state
    first = state.cell(t.RECORDS, record, t.RECORD_FIRST)
    size = state.cell(t.RECORDS, record, t.RECORD_ROWS)
    number = ledger.account(account)
    listed = state.table("entitlements")[first : first + size].tolist()
    for index, (position, amount) in enumerate(listed):
        if state.cell(t.POSITIONS, position, t.POSITION_ACCOUNT) == number:
            salt = state.table("positions")[position, t.POSITION_SALT :].tobytes()[:SALT_BYTES]
            return HoldingProof(
                salt=salt,
                position=position,
                asset=state.cell(t.RECORDS, record, t.RECORD_ASSET),
                date=state.cell(t.RECORDS, record, t.RECORD_DATE),
                amount=amount,
                index=index,
                size=size,
                path=tuple(inclusion_proof(holdings_leaves(ledger, record), index)),
            )
    fail("HOLDING_MISSING", account=account)
