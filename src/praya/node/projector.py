"""Who listens while a journal is executed, and tells every read model what it must know.

The parts of a projection that are kept are passed over; what comes after them is written. It must
not know where a projection lies, nor whether it is asked for.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np

from praya.base.encoding import decode
from praya.base.errors import require
from praya.base.limits import DOCUMENT_BYTES_MAX
from praya.base.status import Status
from praya.envelopes.batch_columns import BATCH_VERB
from praya.instruments import cash_token
from praya.intents.lowering import asset_document_name
from praya.kernel import operations as op
from praya.kernel import tables as t
from praya.kernel.ledger import Ledger
from praya.kernel.rows import Rows
from praya.kernel.step import own_rows
from praya.node.execution import NOT_RECORDED, Executor, Run
from praya.node.readable import body_text, document_text
from praya.projections.accounts import standing_accounts, standing_participants
from praya.projections.assets import standing_assets
from praya.projections.columns import DAY_MAX, TIME_MS_MAX, Integers
from praya.projections.events import standing_entitlements, standing_events, standing_records
from praya.projections.execution import THE_LEDGER, Executed
from praya.projections.holds import holds_made, standing_holds
from praya.projections.manifest import Manifest, Part
from praya.projections.models import GROWS
from praya.projections.moves import moves
from praya.projections.parts import FileFacts, PartWriter, write_standing
from praya.projections.positions import (
    changed_positions,
    first_positions,
    history,
    standing_positions,
)
from praya.projections.statuses import refusals
from praya.proofs.headers import BlockHeader

_SEQUENCE: Final = 2**12  # more than a block has changes of its business date


class Projector:
    """Tells the read models of everything executed behind the parts that are kept."""

    def __init__(self, folder: Path, kept: tuple[Part, ...], executor: Executor) -> None:
        self._folder = folder
        self._parts = list(kept)
        self._after = kept[-1].height if kept else -1
        self._writer: PartWriter | None = None
        self._names: list[str] = []
        self._header = kept[-1].header if kept else ""
        self._own_rows = Rows.from_list([])
        self._mark = self._seen = self._changes = 0
        self._date = executor.ledger.state.business_date
        self._refused = 0
        if not kept:
            self._begin_ledger(executor)

    def _part(self) -> PartWriter:
        """The part that is open."""
        if self._writer is None:
            self._writer = PartWriter(self._folder, len(self._parts) + 1, GROWS)
        return self._writer

    def _begin_ledger(self, executor: Executor) -> None:
        """What there is before the first block: balances and documents."""
        state = executor.ledger.state
        held = first_positions(state)
        if held.size:
            height = executor.height
            made = history(state, held, height, self._date, height * _SEQUENCE)
            self._part()["position_history"].add(made)
        slots = np.arange(state.rows(t.DOCUMENTS))
        self._put(executor, slots, THE_LEDGER)

    # What the executor tells

    def began(self, executor: Executor) -> None:
        """Remember what the ledger is about to do of its own accord."""
        state = executor.ledger.state
        self._own_rows = own_rows(state)
        self._mark = self._seen = state.mark()
        self._changes = self._refused = 0
        self._date = state.business_date

    def ran(self, executor: Executor, run: Run) -> None:
        """Take the rows, and the envelope they came from."""
        if executor.block.height <= self._after:
            return
        state = executor.ledger.state
        if state.business_date != self._date:  # what came before belongs to the day before
            self._note_balances(executor, self._seen)
            self._date = state.business_date
        self._seen = state.mark()
        if run.index != NOT_RECORDED:
            self._note_envelope(executor, run)
        is_own = run.index == NOT_RECORDED
        rows = self._own_rows if is_own else run.rows
        if rows is None or not len(rows):
            return
        lowered = run.envelope is None or run.envelope.header.verb != BATCH_VERB
        index = THE_LEDGER if is_own else run.index
        height = executor.block.height
        ran = Executed(height, self._date, index, rows, run.outcome, state, lowered)
        self._note_rows(executor, ran)

    def closing(self, executor: Executor, header: BlockHeader) -> None:
        """Take what the block left, and end the part where it is long enough."""
        self._header = header.hash().hex()
        if header.height <= self._after:
            return
        self._note_balances(executor, executor.ledger.state.mark())
        part = self._part()
        part["blocks"].add_record(
            {
                "height": header.height,
                "block_time": min(header.block_time, TIME_MS_MAX),
                "business_date": min(header.business_date, DAY_MAX),
                "header": self._header,
                "state_root": header.state_root.hex(),
                "envelopes_root": header.envelopes_root.hex(),
                "results_digest": header.results_digest.hex(),
                "envelopes": executor.block.index,
                "refused": self._refused,
                "skipped": len(header.skips),
            }
        )
        part.blocks += 1
        if part.is_long_enough:
            self._end_part(header.height, is_complete=True)

    # What becomes of it

    def _note_rows(self, executor: Executor, ran: Executed) -> None:
        part = self._part()
        for movements in moves(ran):
            part["moves"].add(movements)
        for name, made in (("refusals", refusals(ran)), ("holds_made", holds_made(ran))):
            if made is not None:
                part[name].add(made)
        puts = ran.applied(op.PUT)
        if puts.size:
            self._put(executor, np.unique(ran.outcome.results[puts]), ran.envelope)

    def _note_balances(self, executor: Executor, until: int) -> None:
        """The balances written since the last time, as they are."""
        state = executor.ledger.state
        changed = changed_positions(state, self._mark, until)
        self._mark = until
        if changed.size:
            height = executor.block.height
            sequence = height * _SEQUENCE + self._changes
            self._changes += 1
            made = history(state, changed, height, self._date, sequence)
            self._part()["position_history"].add(made)

    def _note_envelope(self, executor: Executor, run: Run) -> None:
        header = None if run.envelope is None else run.envelope.header
        self._refused += run.status != Status.APPLIED
        stated: dict[str, object] = {
            "height": executor.block.height,
            "envelope": run.index,
            "business_date": min(self._date, DAY_MAX),
            "size": len(run.data),
            "rows": 0 if run.rows is None else len(run.rows),
            "rows_applied": run.outcome.rows_applied(),
            "status": int(run.status),
        }
        if header is not None and run.envelope is not None:
            stated |= {
                "id": run.envelope.id.hex(),
                "verb": header.verb,
                "acting": list(header.acting),
                "request_id": header.request_id.hex(),
                "valid_until": min(header.valid_until, TIME_MS_MAX),
                "body": body_text(header.verb, header.body),
            }
        self._part()["envelopes"].add_record(stated)

    def _put(self, executor: Executor, slots: Integers, envelope: int) -> None:
        """The documents of these slots, as they are now."""
        ledger = executor.ledger
        self._names += islice(ledger.document_names(), len(self._names), None)
        digests = ledger.state.table("documents")
        height = executor.block.height if executor.is_open else executor.height
        for slot in slots.tolist():
            name = self._names[slot]
            value = ledger.document(name) or b""
            self._part()["documents"].add_record(
                {
                    "height": height,
                    "envelope": None if envelope == THE_LEDGER else envelope,
                    "name": name,
                    "version": int(digests[slot, t.DOCUMENT_VERSION]),
                    "digest": digests[slot, t.DOCUMENT_VALUE :].tobytes().hex(),
                    "size": len(value),
                    "value": document_text(name, value, executor.genesis.suite),
                }
            )

    def _end_part(self, height: int, *, is_complete: bool) -> None:
        files = self._part().close()
        self._parts.append(Part(height, self._header, is_complete, files))
        self._writer = None

    def finish(self, executor: Executor) -> Manifest:
        """End the last part and write how the ledger stands."""
        require(executor.height >= self._after, "what is kept is in the journal")
        if self._writer is not None or not self._parts:
            self._end_part(executor.height, is_complete=False)
        chain = executor.chain_id.hex()
        standing = _standing(self._folder, executor)
        return Manifest(chain, executor.height, self._header, tuple(self._parts), standing)


def _standing(folder: Path, executor: Executor) -> dict[str, FileFacts]:
    """Write every table that says how the ledger stands."""
    state = executor.ledger.state
    tables = {
        "positions": standing_positions(state),
        "participants": standing_participants(list(_participants(executor))),
        "accounts": standing_accounts(state),
        "assets": standing_assets(state, _instruments(executor.ledger), cash_token.NAME),
        "events": standing_events(state),
        "records": standing_records(state),
        "entitlements": standing_entitlements(state),
        "holds": standing_holds(state),
    }
    return {
        f"{name}.parquet": write_standing(folder, name, batch) for name, batch in tables.items()
    }


def _participants(executor: Executor) -> Iterator[dict[str, object]]:
    """Participants by column; number 0 is the ledger itself."""
    yield {"number": 0, "participant": "", "roles": [], "active": True}
    directory = executor.directory
    for code, number in sorted(directory.numbers.items(), key=lambda pair: pair[1]):
        participant = directory.participants[code]
        yield {
            "number": number,
            "participant": code,
            "name_en": participant.name_en,
            "name_zh": participant.name_zh,
            "licence": participant.licence.name,
            "roles": [role.name for role in participant.roles],
            "active": code not in directory.suspended,
        }


def _instruments(ledger: Ledger) -> list[str]:
    """The name of each asset's instrument, from the document with its terms."""
    names = []
    for asset in range(ledger.state.rows(t.ASSETS)):
        document = ledger.document(asset_document_name(ledger.asset_code(asset)))
        stated: Any = decode(document or b"\xa0", DOCUMENT_BYTES_MAX)
        names.append(str(stated.get(1, "")) if isinstance(stated, Mapping) else "")
    return names
