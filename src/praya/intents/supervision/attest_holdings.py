"""Attest the tree over recorded holdings, from which each client gets a proof of his own.

A leaf hides a holding behind its position's salt, so a proof about one reveals no other. Every
replica makes the tree again and refuses another root.
"""

from dataclasses import dataclass
from typing import ClassVar

from praya.base.hashing import salted_leaf
from praya.base.limits import SALT_BYTES
from praya.base.merkle import EMPTY_ROOT, node_hash, tree_root
from praya.base.status import Status
from praya.envelopes.participants import Licence, Role
from praya.intents.lowering import Lowering, refuse
from praya.intents.permissions import ANYBODY
from praya.intents.schema import Kind, item
from praya.intents.supervision.attest_fact import find_attestation
from praya.kernel import tables as t
from praya.kernel.ledger import Ledger
from praya.proofs.holdings import holding_row

SUBJECT = b"praya holdings 1"  # 16 bytes, as a subject has
VALID_FOR_MS = 400 * 86_400_000  # evidence of a day is asked for within a year


@dataclass(frozen=True, slots=True)
class AttestHoldings:
    """The root over the holdings of one record."""

    VERB: ClassVar = "supervision.attest_holdings"
    TITLE: ClassVar = ("Attest recorded holdings", "證明持倉記錄")
    PERMITTED: ClassVar[frozenset[Licence]] = ANYBODY
    ROLE: ClassVar[Role | None] = None

    asset: str = item(1, Kind.CODE, "Asset", "資產")
    date: int = item(2, Kind.DAY, "Holdings at the close of", "收市持倉日")
    root: bytes = item(3, Kind.BYTES, "Root of the tree", "樹根")

    def lower(self, lowering: Lowering) -> None:
        """ATTEST, if the root is that of the record. DOCUMENT_UNKNOWN, ATTESTATION_DIFFERS."""
        record = find_record(lowering.ledger, lowering.own_asset(self.asset), self.date)
        if record < 0:
            refuse(Status.DOCUMENT_UNKNOWN)
        lowering.step(lowering.ledger.state.cell(t.RECORDS, record, t.RECORD_ROWS))
        if holdings_root(lowering.ledger, record) != self.root:
            refuse(Status.ATTESTATION_DIFFERS)
        now = lowering.setting.block_time
        lowering.build.attest(
            find_attestation(lowering, t.ATTESTATION_HOLDINGS, record, SUBJECT),
            lowering.requester,
            0,
            (t.ATTESTATION_HOLDINGS, record, now),
            (SUBJECT, now + VALID_FOR_MS, self.root),
        )


def find_record(ledger: Ledger, asset: int, date: int) -> int:
    """The record of an asset at a date, or -1."""
    listed = ledger.state.table("records")
    matches = (listed[:, t.RECORD_ASSET] == asset) & (listed[:, t.RECORD_DATE] == date)
    found = matches.nonzero()[0]
    return int(found[0]) if found.size else -1


def holdings_leaves(ledger: Ledger, record: int) -> list[bytes]:
    """A salted leaf for each holding of a record: position, asset, date, amount; 8 bytes each."""
    first = ledger.state.cell(t.RECORDS, record, t.RECORD_FIRST)
    rows = ledger.state.cell(t.RECORDS, record, t.RECORD_ROWS)
    asset = ledger.state.cell(t.RECORDS, record, t.RECORD_ASSET)
    date = ledger.state.cell(t.RECORDS, record, t.RECORD_DATE)
    salts = ledger.state.table("positions")[:, t.POSITION_SALT :]
    leaves = []
    for position, amount in ledger.state.table("entitlements")[first : first + rows].tolist():
        position_salt = salts[position].tobytes()[:SALT_BYTES]
        leaves.append(salted_leaf(position_salt, holding_row(position, asset, date, amount)))
    return leaves


def holdings_root(ledger: Ledger, record: int) -> bytes:
    """The RFC 6962-shaped root over the leaves of a record."""
    return tree_root(holdings_leaves(ledger, record), node_hash, EMPTY_ROOT)
