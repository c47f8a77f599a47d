"""Attest the tree over recorded holdings, from which each client gets a proof of his own.

A leaf hides a holding behind its position's salt, so a proof about one reveals no other. Every
replica makes the tree again and refuses another root.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from praya.base.hashing import salted_leaf
from praya.base.limits import SALT_BYTES
from praya.base.merkle import EMPTY_ROOT, node_hash, tree_root
from praya.base.status import Status
from praya.envelopes.participants import Licence, Role
from praya.intents.lowering import Lowering, refuse
from praya.intents.permissions import ANYBODY
from praya.intents.schema import Kind, item
from praya.intents.supervision.attest_fact import find_attestation
from praya.intents.supervision.record_holdings import overseen_asset
from praya.kernel import tables as t
from praya.kernel.ledger import Ledger

SUBJECT = b"praya holdings 1"  # 16 bytes, as a subject has
LEAVES_PER_STEP = 16  # a leaf is two hashes: the steps allowed are 1.6 million holders
_SALT_WORDS = 2
_ROW_WORDS = 9  # position, asset, date, amount, decimals, and four of the account's code
ROWS_PER_STEP = 4  # hashing a holding is less work than a step is meant for
VALID_FOR_MS = 400 * 86_400_000  # evidence of a day is asked for within a year


@dataclass(frozen=True, slots=True)
class AttestHoldings:
    """The root over the holdings of one record."""

    VERB: ClassVar = "supervision.attest_holdings"
    TITLE: ClassVar = ("Attest recorded holdings", "核證持倉紀錄")
    PERMITTED: ClassVar[frozenset[Licence]] = ANYBODY
    ROLE: ClassVar[Role | None] = None

    asset: str = item(1, Kind.CODE, "Asset", "資產")
    date: int = item(2, Kind.DAY, "Holdings at the close of", "收市持倉日")
    root: bytes = item(3, Kind.BYTES, "Root of the tree", "樹根")

    def lower(self, lowering: Lowering) -> None:
        """ATTEST, if the root is that of the record. Asked by the issuer, a supervisor or an
        operator: every replica makes the tree again, so it matters little who brings the root.

        ASSET_UNKNOWN, NOT_ISSUER, DOCUMENT_UNKNOWN, ATTESTATION_DIFFERS, LOWERING_LIMIT.
        """
        record = find_record(lowering.ledger, overseen_asset(lowering, self.asset), self.date)
        if record < 0:
            refuse(Status.DOCUMENT_UNKNOWN)
        leaves = lowering.ledger.state.cell(t.RECORDS, record, t.RECORD_ROWS)
        lowering.step(leaves // LEAVES_PER_STEP)
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
    """A salted leaf for each holding of a record; see `praya.proofs.holdings.holding_row`.

    The rows are laid out a column at a time: a record may have a hundred thousand.
    """
    state = ledger.state
    first = state.cell(t.RECORDS, record, t.RECORD_FIRST)
    count = state.cell(t.RECORDS, record, t.RECORD_ROWS)
    asset = state.cell(t.RECORDS, record, t.RECORD_ASSET)
    held = state.table("entitlements")[first : first + count]
    opened = state.table("positions")[held[:, t.ENTITLEMENT_POSITION]]
    laid = np.zeros((count, _SALT_WORDS + _ROW_WORDS), "<i8")
    laid[:, :_SALT_WORDS] = opened[:, t.POSITION_SALT :]
    laid[:, _SALT_WORDS] = held[:, t.ENTITLEMENT_POSITION]
    laid[:, _SALT_WORDS + 1] = asset
    laid[:, _SALT_WORDS + 2] = state.cell(t.RECORDS, record, t.RECORD_DATE)
    laid[:, _SALT_WORDS + 3] = held[:, t.ENTITLEMENT_AMOUNT]
    laid[:, _SALT_WORDS + 4] = state.cell(t.ASSETS, asset, t.ASSET_DECIMALS)
    codes = state.table("accounts")[:, t.ACCOUNT_CODE :]
    laid[:, _SALT_WORDS + 5 :] = codes[opened[:, t.POSITION_ACCOUNT]]
    content, width = laid.tobytes(), 8 * laid.shape[1]
    each = (content[place : place + width] for place in range(0, len(content), width))
    return [salted_leaf(row[:SALT_BYTES], row[SALT_BYTES:]) for row in each]


def holdings_root(ledger: Ledger, record: int) -> bytes:
    """The RFC 6962-shaped root over the leaves of a record."""
    return tree_root(holdings_leaves(ledger, record), node_hash, EMPTY_ROOT)
