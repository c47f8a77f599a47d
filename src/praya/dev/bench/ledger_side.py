"""The ledger's side of the bench: signed envelopes in, durable answers out, every row checked.

Signing happens before the clock starts; a run is timed from the first submit to the last answer.
It must not know what it is compared with.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from praya.base.errors import fail
from praya.base.status import Status
from praya.dev.bench.bank import OPENING_BALANCE, Told, open_bank
from praya.dev.bench.measure import Span, timed
from praya.dev.bench.workload import Transfers
from praya.kernel.step import full_invariants
from praya.node.clock import SystemClock
from praya.node.execution import Answer
from praya.node.replay import Progress
from praya.node.verification import verify_folder
from praya.storage.disk import FolderDisk


class LedgerSide:
    """A bank's ledger in a folder, and what its balances must be."""

    def __init__(self, folder: Path, accounts: int, told: Told) -> None:
        """Make the folder and the bank. Raises what the disk raises."""
        folder.mkdir()
        self._folder = folder
        self._accounts = accounts
        self._disk = FolderDisk(folder)
        self._bank = open_bank(self._disk, SystemClock(), accounts, told)
        self._expected = self._bank.balances()
        self.rows_applied = 0
        self.envelope_bytes = 0

    @property
    def mode(self) -> str:
        """How durability is had."""
        return self._bank.node.mode

    def run(self, batches: Sequence[Transfers], per_block: int) -> tuple[int, list[Span]]:
        """Submit batches, so many to a call; rows applied, and how long each call took."""
        signed = [self._sign(batch) for batch in batches]
        blocks = [signed[first : first + per_block] for first in range(0, len(signed), per_block)]
        answers: list[Answer] = []
        spans = []
        for block in blocks:
            answered, span = timed(partial(self._bank.node.submit, block))
            answers += answered
            spans.append(span)
        applied = sum(map(self._account_for, batches, answers))
        self.rows_applied += applied
        self.envelope_bytes += sum(map(len, signed))
        return applied, spans

    def _sign(self, batch: Transfers) -> bytes:
        positions = self._bank.positions
        return self._bank.sign_transfers(
            positions[batch.sources], positions[batch.targets], batch.amounts
        )

    def _account_for(self, batch: Transfers, answer: Answer) -> int:
        """Book what was acknowledged, for `check`."""
        applied = answer.statuses == Status.APPLIED
        if answer.status != Status.APPLIED or len(applied) != len(batch.amounts):
            fail("VERIFICATION_FAILED", height=answer.height, what=answer.status.name)
        batch.book(self._expected, applied)
        return answer.rows_applied

    def check(self) -> None:
        """Every acknowledged row is in the balances, no other, and every invariant holds.

        Raises VERIFICATION_FAILED.
        """
        executor = self._bank.node.executor
        problems = full_invariants(executor.ledger.state)
        balances = self._bank.balances()
        if (balances != self._expected).any():
            problems.append("balances differ from the acknowledged rows")
        if int(balances.sum()) != self._accounts * OPENING_BALANCE:
            problems.append("balances differ from the opening balances in sum")
        if problems:
            fail("VERIFICATION_FAILED", height=executor.height, what=problems[0])

    def close(self) -> None:
        """Stop the node cleanly and let go of the folder."""
        self._bank.node.close()
        self._disk.close()

    def verify(self) -> int:
        """After `close`: execute the folder again from its genesis; the height it reaches.

        Raises the first damage or difference.
        """
        found = verify_folder(FolderDisk(self._folder), Progress()).executor
        live = self._bank.node.executor
        if found.last_header != live.last_header:
            fail("VERIFICATION_FAILED", height=found.height, what="header")
        return found.height
