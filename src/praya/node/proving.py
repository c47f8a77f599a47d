"""Making proofs for outsiders from a ledger; they are checked by `praya.proofs` alone.

Nothing is written and no lock is needed. Every proof is verified before it is given away. A prover
gives the same bytes as the functions that read a folder for one proof.
"""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

from praya.base.dates import format_day
from praya.base.errors import fail, require
from praya.base.hashing import page_leaf, page_node, page_tree_root, state_root, table_root
from praya.base.limits import CODE_BYTES_MAX, PAGE_BYTES
from praya.base.merkle import leaf_hash
from praya.base.status import Status
from praya.envelopes.frame import parse
from praya.intents.supervision.attest_holdings import AttestHoldings, find_record
from praya.kernel import tables as t
from praya.kernel.ledger import Ledger
from praya.kernel.ports import Disk
from praya.kernel.state import State
from praya.node.followed import BlockAnswers, FollowedLedger
from praya.node.recorded_holdings import RecordedHoldings
from praya.proofs.blocks import BlockProof, ConsistencyProof
from praya.proofs.chains import ChainEvidence
from praya.proofs.contents import AnsweredEnvelope
from praya.proofs.documents import DocumentProof, pages_of
from praya.proofs.envelopes import EnvelopeProof
from praya.proofs.files import write_proof
from praya.proofs.holdings import HoldingProof
from praya.proofs.kept_trees import KeptTree
from praya.proofs.merkle import inclusion_proof
from praya.proofs.positions import HoldingEvidence, PositionProof

RECORDS_KEPT_MAX: Final = 4  # a tree over a hundred thousand holders takes twenty megabytes


class Prover:
    """Makes any number of proofs from one folder, which it reads once and then follows."""

    def __init__(self, disk: Disk) -> None:
        """Read the folder.

        Raises LEDGER_MISSING, GENESIS_DAMAGED, and what reading a journal raises.
        """
        self._ledger = FollowedLedger(disk)
        self._holdings: dict[int, RecordedHoldings] = {}
        self._tables: StateTables | None = None

    @property
    def last(self) -> int:
        """The height of the last closed block, as of the last time the folder was looked at."""
        return self._ledger.last

    def refresh(self) -> None:
        """Take in what was added to the folder since; another ledger in its place is read anew.

        Raises as the first reading does. After that nothing is proven before a reading succeeds.
        """
        kept, self._holdings = self._holdings, {}
        if not self._ledger.refresh():
            self._holdings = kept

    def block(self, height: int, through: int | None = None) -> bytes:
        """That a block is in the chain of a later block. BLOCK_UNKNOWN, HEIGHTS_OUT_OF_ORDER."""
        ledger = self._ledger
        later = ledger.last if through is None else through
        ledger.header(height)
        _require_order(height, later)
        return write_proof(BlockProof(self._evidence(height, later)))

    def consistency(self, earlier: int, later: int) -> bytes:
        """That the chain was only added to. BLOCK_UNKNOWN, HEIGHTS_OUT_OF_ORDER."""
        ledger = self._ledger
        before, after = ledger.header(earlier), ledger.header(later)
        _require_order(earlier, later)
        index, size = earlier - ledger.first, later - ledger.first
        return write_proof(
            ConsistencyProof(
                earlier_header=before,
                later_header=after,
                path=tuple(ledger.tree.consistency(index, size)) if index else (),
                block_path=tuple(ledger.tree.inclusion(index, size)),
                genesis=self._founding(),
            )
        )

    def envelope(self, height: int, index: int, through: int | None = None) -> bytes:
        """That an envelope was in a block, and what was answered.

        BLOCK_UNKNOWN, ENVELOPE_UNKNOWN, HEIGHTS_OUT_OF_ORDER; PROOF_REFUSED for bytes that are no
        envelope.
        """
        evidence = self._evidence(height, through)
        answers, envelopes = self._ledger.answers(height), self._ledger.envelopes(height)
        if not 0 <= index < len(envelopes):
            fail("ENVELOPE_UNKNOWN", height=height, index=index, count=len(envelopes))
        return write_proof(EnvelopeProof(_answered(envelopes, answers, index), evidence))

    def position(self, account: str, asset: str, date: int, through: int | None = None) -> bytes:
        """What an account held of an asset at the close of a business date.

        NAME_UNKNOWN, HOLDING_NOT_RECORDED, HOLDING_DAY_OPEN, HOLDING_MISSING, HOLDING_NOT_ATTESTED,
        and as `envelope`.
        """
        followed = self._ledger
        last = followed.last if through is None else through
        if through is not None:
            followed.header(through)
        ledger = followed.at(last).ledger  # as who trusts that block knows it
        record = _record(ledger, asset, date)
        recorded = self._recorded(ledger, record)
        holding, root = recorded.proof(ledger, account), recorded.root()
        for height in _attested_heights(ledger, record, root):
            if followed.first <= height <= last:
                evidence = self._evidence(height, through)
                answers, envelopes = followed.answers(height), followed.envelopes(height)
                index = _attesting(envelopes, answers, {1: asset, 2: date, 3: root})
                answered = _answered(envelopes, answers, index)
                return write_proof(PositionProof(HoldingEvidence.of(holding), answered, evidence))
        fail("HOLDING_NOT_ATTESTED", asset=asset, day=format_day(date), root=root.hex())

    def document(self, name: str, height: int | None = None, through: int | None = None) -> bytes:
        """That a document stood so after the block of a height, the last closed one if None.

        NAME_UNKNOWN, BLOCK_UNKNOWN, HEIGHTS_OUT_OF_ORDER.
        """
        wanted = self._ledger.last if height is None else height
        self._ledger.header(wanted)
        executor = self._ledger.at(wanted)
        evidence = self._evidence(wanted, through)
        ledger = executor.ledger
        slot, _ = ledger.document_slot(name)
        if slot < 0:
            fail("NAME_UNKNOWN", name=name, near=get_close_matches(name, ledger.document_names()))
        if self._tables is None or self._tables.header != executor.last_header:
            self._tables = StateTables.of(executor.last_header, ledger.state)
        tables, places = self._tables, list(pages_of(slot))
        proof = DocumentProof(
            name=name,
            value=ledger.document(name) or b"",
            slot=slot,
            rows=ledger.state.rows(t.DOCUMENTS),
            pages=tuple(tables.pages[place] for place in places),
            paths=tuple(tuple(tables.documents.inclusion(place)) for place in places),
            tables=tables.roots,
            chain=evidence,
        )
        return write_proof(proof)

    def _evidence(self, height: int, through: int | None) -> ChainEvidence:
        """Where a block stands: linked to the block `through`, or to the last one if None.

        HEIGHTS_OUT_OF_ORDER, BLOCK_UNKNOWN.
        """
        ledger = self._ledger
        header = ledger.header(height)
        later = ledger.last if through is None else through
        if later == height:
            return ChainEvidence(header, b"", (), b"")
        _require_order(height, later)
        later_header = ledger.header(later)
        path = ledger.tree.inclusion(height - ledger.first, later - ledger.first)
        return ChainEvidence(header, later_header, tuple(path), self._founding())

    def _founding(self) -> bytes:
        """The genesis, if it says that headers do not begin at 1."""
        genesis = self._ledger.genesis
        return genesis.encode() if genesis.snapshot is not None else b""

    def _recorded(self, ledger: Ledger, record: int) -> RecordedHoldings:
        """The holdings of a record, with the tree over them; the ones asked for last are kept."""
        found = self._holdings.pop(record, None) or RecordedHoldings(ledger, record)
        self._holdings[record] = found
        while len(self._holdings) > RECORDS_KEPT_MAX:
            del self._holdings[next(iter(self._holdings))]
        return found


@dataclass(frozen=True, slots=True)
class StateTables:
    """The roots of all tables of a state, and the tree over the pages of documents."""

    header: bytes  # of the block that left the state
    roots: tuple[tuple[str, bytes], ...]
    pages: list[bytes]  # of documents
    documents: KeptTree

    @staticmethod
    def of(header: bytes, state: State) -> "StateTables":
        """Hash every page of a state."""
        pages = _pages(state, "documents")
        documents = KeptTree(map(page_leaf, pages), page_node)
        roots = tuple(
            (table, table_root(page_tree_root(_leaves(state, table)), state.rows(number)))
            for number, table in enumerate(t.NAMES)
            if number >= t.LEDGER
        )
        require(state_root(roots) == state.root(), "the root is that of the tables")
        return StateTables(header, roots, pages, documents)


def prove_block(disk: Disk, height: int, through: int | None = None) -> bytes:
    """One `Prover.block` of a folder that is read for it."""
    return Prover(disk).block(height, through)


def prove_consistency(disk: Disk, earlier: int, later: int) -> bytes:
    """One `Prover.consistency` of a folder that is read for it."""
    return Prover(disk).consistency(earlier, later)


def prove_envelope(disk: Disk, height: int, index: int, through: int | None = None) -> bytes:
    """One `Prover.envelope` of a folder that is read for it."""
    return Prover(disk).envelope(height, index, through)


def prove_position(
    disk: Disk, account: str, asset: str, date: int, through: int | None = None
) -> bytes:
    """One `Prover.position` of a folder that is read for it."""
    return Prover(disk).position(account, asset, date, through)


def prove_document(
    disk: Disk, name: str, height: int | None = None, through: int | None = None
) -> bytes:
    """One `Prover.document` of a folder that is read for it."""
    return Prover(disk).document(name, height, through)


def prove_holding(ledger: Ledger, record: int, account: str) -> HoldingProof:
    """What an account held in a record; HOLDING_MISSING (account) if it held nothing."""
    return RecordedHoldings(ledger, record).proof(ledger, account)


def _require_order(earlier: int, later: int) -> None:
    if later <= earlier:
        fail("HEIGHTS_OUT_OF_ORDER", earlier=earlier, later=later)


def _record(ledger: Ledger, asset: str, date: int) -> int:
    """The record of an asset at a date. NAME_UNKNOWN, HOLDING_DAY_OPEN, HOLDING_NOT_RECORDED."""
    number = ledger.asset(asset) if asset.isascii() and 0 < len(asset) <= CODE_BYTES_MAX else None
    if number is None:
        codes = [ledger.asset_code(each) for each in range(ledger.state.rows(t.ASSETS))]
        fail("NAME_UNKNOWN", name=asset, near=get_close_matches(asset, codes))
    record = find_record(ledger, number, date)
    if record < 0 and _is_pending(ledger, number, date):
        fail("HOLDING_DAY_OPEN", asset=asset, day=format_day(date))
    if record < 0:
        fail("HOLDING_NOT_RECORDED", asset=asset, day=format_day(date))
    return record


def _is_pending(ledger: Ledger, asset: int, date: int) -> bool:
    """Whether the next opening will record an asset at a date."""
    events = ledger.state.table("events")
    of_day = (events[:, t.EVENT_ASSET] == asset) & (events[:, t.EVENT_RECORD_DATE] == date)
    return bool((of_day & (events[:, t.EVENT_STATE] == t.EVENT_PENDING)).any())


def _answered(envelopes: list[bytes], answers: BlockAnswers, index: int) -> AnsweredEnvelope:
    """One envelope of a block with what all of its block were answered."""
    path = tuple(inclusion_proof([leaf_hash(envelope) for envelope in envelopes], index))
    return AnsweredEnvelope(envelopes[index], index, path, answers.results)


def _attested_heights(ledger: Ledger, record: int, root: bytes) -> list[int]:
    """The blocks in which the root of a record was attested, the latest first."""
    listed = ledger.state.table("attestations")
    kinds, targets = listed[:, t.ATTESTATION_KIND], listed[:, t.ATTESTATION_TARGET]
    found = listed[(kinds == t.ATTESTATION_HOLDINGS) & (targets == record)]
    digests = slice(t.ATTESTATION_DIGEST, t.ATTESTATION_DIGEST + 4)
    heights = [int(row[t.ATTESTATION_HEIGHT]) for row in found if row[digests].tobytes() == root]
    return sorted(heights, reverse=True)


def _attesting(envelopes: list[bytes], answers: BlockAnswers, body: dict[int, Any]) -> int:
    """The envelope of a block that attested this."""
    stated = (AttestHoldings.VERB, body)
    found = [
        index
        for index, (data, status) in enumerate(zip(envelopes, answers.statuses, strict=True))
        if status == Status.APPLIED and _asked(data) == stated
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
