"""Making proofs for outsiders from a ledger; they are checked by `praya.proofs` alone.

Nothing is written and no lock is needed. Every proof is verified before it is given away.
"""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from praya.base.dates import format_day
from praya.base.errors import fail, require
from praya.base.hashing import page_leaf, page_node, page_tree_root, state_root, table_root
from praya.base.limits import PAGE_BYTES, SALT_BYTES
from praya.base.merkle import leaf_hash
from praya.base.status import Status
from praya.envelopes.frame import parse
from praya.intents.supervision.attest_holdings import (
    AttestHoldings,
    find_record,
    holdings_leaves,
    holdings_root,
)
from praya.kernel import tables as t
from praya.kernel.ledger import Ledger
from praya.kernel.ports import Disk
from praya.kernel.state import State
from praya.node.execution import Executor
from praya.node.genesis import Genesis
from praya.node.reading import Block, closed_blocks, read_block, read_ledger
from praya.node.solo import read_genesis
from praya.proofs.blocks import BlockProof, ConsistencyProof
from praya.proofs.chains import ChainEvidence
from praya.proofs.contents import AnsweredEnvelope
from praya.proofs.documents import DocumentProof, pages_of
from praya.proofs.envelopes import EnvelopeProof
from praya.proofs.files import write_proof
from praya.proofs.holdings import HoldingProof
from praya.proofs.merkle import consistency_proof, inclusion_proof
from praya.proofs.positions import HoldingEvidence, PositionProof
from praya.storage.commits import RecordKind
from praya.storage.reading import read_journal


@dataclass(frozen=True, slots=True)
class Chain:
    """All headers of a ledger, and the genesis if it says that they do not begin at 1."""

    headers: tuple[bytes, ...]
    leaves: tuple[bytes, ...]  # their hashes in the tree of headers
    first: int
    genesis: bytes

    @staticmethod
    def read(disk: Disk) -> "Chain":
        """The closed blocks of a folder."""
        genesis: Genesis = read_genesis(disk)
        records = closed_blocks(read_journal(disk, genesis.chain_id()))
        headers = tuple(
            bytes(record.payload) for record in records if record.kind == RecordKind.CLOSE
        )
        is_founded = genesis.snapshot is not None
        return Chain(
            headers=headers,
            leaves=tuple(leaf_hash(header) for header in headers),
            first=genesis.snapshot[0] + 1 if genesis.snapshot is not None else 1,
            genesis=genesis.encode() if is_founded else b"",
        )

    @property
    def last(self) -> int:
        """The height of the last closed block."""
        return self.first + len(self.headers) - 1

    def header(self, height: int) -> bytes:
        """An encoded header; BLOCK_UNKNOWN."""
        if not self.first <= height <= self.last:
            fail("BLOCK_UNKNOWN", height=height, last=self.last)
        return self.headers[height - self.first]

    def evidence(self, height: int, through: int | None) -> ChainEvidence:
        """Where a block stands: linked to the block `through`, or to the last one if None.

        HEIGHTS_OUT_OF_ORDER, BLOCK_UNKNOWN.
        """
        header = self.header(height)
        later = self.last if through is None else through
        if later == height:
            return ChainEvidence(header, b"", (), b"")
        _require_order(height, later)
        return ChainEvidence(header, self.header(later), self.path(height, later), self.genesis)

    def path(self, height: int, later: int) -> tuple[bytes, ...]:
        """The way of a header into the tree of a later one."""
        leaves = self.leaves[: later - self.first]
        return tuple(inclusion_proof(leaves, height - self.first))


def prove_block(disk: Disk, height: int, through: int | None = None) -> bytes:
    """That a block is in the chain of a later block. BLOCK_UNKNOWN, HEIGHTS_OUT_OF_ORDER."""
    chain = Chain.read(disk)
    later = chain.last if through is None else through
    chain.header(height)
    _require_order(height, later)
    return write_proof(BlockProof(chain.evidence(height, later)))


def prove_consistency(disk: Disk, earlier: int, later: int) -> bytes:
    """That the chain was only added to. BLOCK_UNKNOWN, HEIGHTS_OUT_OF_ORDER."""
    chain = Chain.read(disk)
    before, after = chain.header(earlier), chain.header(later)
    _require_order(earlier, later)
    index, leaves = earlier - chain.first, chain.leaves[: later - chain.first]
    return write_proof(
        ConsistencyProof(
            earlier_header=before,
            later_header=after,
            path=tuple(consistency_proof(leaves, index)) if index else (),
            block_path=chain.path(earlier, later),
            genesis=chain.genesis,
        )
    )


def prove_envelope(disk: Disk, height: int, index: int, through: int | None = None) -> bytes:
    """That an envelope was in a block, and what was answered.

    BLOCK_UNKNOWN, ENVELOPE_UNKNOWN, HEIGHTS_OUT_OF_ORDER; PROOF_REFUSED for bytes that are no
    envelope.
    """
    evidence = Chain.read(disk).evidence(height, through)
    block = read_block(disk, height)
    if not 0 <= index < len(block.envelopes):
        fail("ENVELOPE_UNKNOWN", height=height, index=index, count=len(block.envelopes))
    return write_proof(EnvelopeProof(_answered(block, index), evidence))


def prove_position(
    disk: Disk, account: str, asset: str, date: int, through: int | None = None
) -> bytes:
    """What an account held of an asset at the close of a business date.

    NAME_UNKNOWN, HOLDING_NOT_RECORDED, HOLDING_DAY_OPEN, HOLDING_MISSING, HOLDING_NOT_ATTESTED, and
    as `prove_envelope`.
    """
    ledger = read_ledger(disk).ledger
    number = ledger.asset(asset) if asset.isascii() and 0 < len(asset) <= 32 else None
    if number is None:
        codes = [ledger.asset_code(each) for each in range(ledger.state.rows(t.ASSETS))]
        fail("NAME_UNKNOWN", name=asset, near=get_close_matches(asset, codes))
    record = find_record(ledger, number, date)
    if record < 0 and _is_pending(ledger, number, date):
        fail("HOLDING_DAY_OPEN", asset=asset, day=format_day(date))
    if record < 0:
        fail("HOLDING_NOT_RECORDED", asset=asset, day=format_day(date))
    holding = prove_holding(ledger, record, account)
    root = holdings_root(ledger, record)
    chain = Chain.read(disk)
    for height in _attested_heights(ledger, record, root):
        if chain.first <= height <= chain.last:
            evidence = chain.evidence(height, through)
            block = read_block(disk, height)
            index = _attesting(block, {1: asset, 2: date, 3: root})
            answered = _answered(block, index)
            return write_proof(PositionProof(HoldingEvidence.of(holding), answered, evidence))
    fail("HOLDING_NOT_ATTESTED", asset=asset, day=format_day(date), root=root.hex())


def prove_document(
    disk: Disk, name: str, height: int | None = None, through: int | None = None
) -> bytes:
    """That a document stood so after the block of a height, the last closed one if None.

    NAME_UNKNOWN, BLOCK_UNKNOWN, HEIGHTS_OUT_OF_ORDER.
    """
    chain = Chain.read(disk)
    executor = _ledger_at(disk, chain, height)
    evidence = chain.evidence(executor.height, through)
    ledger, state = executor.ledger, executor.ledger.state
    slot, _ = ledger.document_slot(name)
    if slot < 0:
        fail("NAME_UNKNOWN", name=name, near=get_close_matches(name, ledger.document_names()))
    tables = tuple(
        (table, table_root(page_tree_root(_leaves(state, table)), state.rows(number)))
        for number, table in enumerate(t.NAMES)
        if number >= t.LEDGER
    )
    require(state_root(tables) == state.root(), "the root is that of the tables")
    leaves, places = _leaves(state, "documents"), list(pages_of(slot))
    pages = _pages(state, "documents")
    proof = DocumentProof(
        name=name,
        value=ledger.document(name) or b"",
        slot=slot,
        rows=state.rows(t.DOCUMENTS),
        pages=tuple(pages[place] for place in places),
        paths=tuple(tuple(inclusion_proof(leaves, place, node=page_node)) for place in places),
        tables=tables,
        chain=evidence,
    )
    return write_proof(proof)


def prove_holding(ledger: Ledger, record: int, account: str) -> HoldingProof:
    """What an account held in a record; HOLDING_MISSING (account) if it held nothing."""
    state = ledger.state
    first = state.cell(t.RECORDS, record, t.RECORD_FIRST)
    size = state.cell(t.RECORDS, record, t.RECORD_ROWS)
    asset = state.cell(t.RECORDS, record, t.RECORD_ASSET)
    number = ledger.account(account) if account.isascii() and 0 < len(account) <= 32 else None
    listed = state.table("entitlements")[first : first + size].tolist()
    for index, (position, amount) in enumerate(listed):
        if state.cell(t.POSITIONS, position, t.POSITION_ACCOUNT) == number:
            salt = state.table("positions")[position, t.POSITION_SALT :].tobytes()[:SALT_BYTES]
            return HoldingProof(
                salt=salt,
                account=account,
                position=position,
                asset=asset,
                decimals=state.cell(t.ASSETS, asset, t.ASSET_DECIMALS),
                date=state.cell(t.RECORDS, record, t.RECORD_DATE),
                amount=amount,
                index=index,
                size=size,
                path=tuple(inclusion_proof(holdings_leaves(ledger, record), index)),
            )
    fail("HOLDING_MISSING", account=account)


def _require_order(earlier: int, later: int) -> None:
    if later <= earlier:
        fail("HEIGHTS_OUT_OF_ORDER", earlier=earlier, later=later)


def _ledger_at(disk: Disk, chain: Chain, height: int | None) -> Executor:
    """The ledger as the block of a height left it. BLOCK_UNKNOWN."""
    wanted = chain.last if height is None else height
    chain.header(wanted)
    if height is None:
        executor = read_ledger(disk)
        if executor.height == wanted:
            return executor
    return read_block(disk, wanted).executor


def _is_pending(ledger: Ledger, asset: int, date: int) -> bool:
    """Whether the next opening will record an asset at a date."""
    events = ledger.state.table("events")
    of_day = (events[:, t.EVENT_ASSET] == asset) & (events[:, t.EVENT_RECORD_DATE] == date)
    return bool((of_day & (events[:, t.EVENT_STATE] == t.EVENT_PENDING)).any())


def _answered(block: Block, index: int) -> AnsweredEnvelope:
    """One envelope of a block with what all of its block were answered."""
    leaves = [leaf_hash(envelope) for envelope in block.envelopes]
    path = tuple(inclusion_proof(leaves, index))
    return AnsweredEnvelope(block.envelopes[index], index, path, block.results)


def _attested_heights(ledger: Ledger, record: int, root: bytes) -> list[int]:
    """The blocks in which the root of a record was attested, the latest first."""
    listed = ledger.state.table("attestations")
    kinds, targets = listed[:, t.ATTESTATION_KIND], listed[:, t.ATTESTATION_TARGET]
    found = listed[(kinds == t.ATTESTATION_HOLDINGS) & (targets == record)]
    digests = slice(t.ATTESTATION_DIGEST, t.ATTESTATION_DIGEST + 4)
    heights = [int(row[t.ATTESTATION_HEIGHT]) for row in found if row[digests].tobytes() == root]
    return sorted(heights, reverse=True)


def _attesting(block: Block, body: dict[int, Any]) -> int:
    """The envelope of a block that attested this."""
    stated = (AttestHoldings.VERB, body)
    found = [
        index
        for index, (data, answer) in enumerate(zip(block.envelopes, block.answers, strict=True))
        if answer.status == Status.APPLIED and not answer.repeated and _asked(data) == stated
    ]
    require(bool(found), "an attestation says the height of the envelope that made it")
    return found[0]


def _asked(data: bytes) -> tuple[str, dict[int, Any]]:
    """What an applied envelope asked."""
    header = parse(data).header
    return header.verb, dict(header.body or {})


def _pages(state: State, table: str) -> list[bytes]:
    """The pages of a table, the last filled with zeros."""
    content = state.table(table).tobytes()
    content += bytes(-len(content) % PAGE_BYTES)
    return [content[place : place + PAGE_BYTES] for place in range(0, len(content), PAGE_BYTES)]


def _leaves(state: State, table: str) -> list[bytes]:
    return [page_leaf(page) for page in _pages(state, table)]
