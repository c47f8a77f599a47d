"""The bench of transfers: durable, signed and hashed, beside SQLite in the same minutes.

Runs of both sides take turns, so that what else the machine does falls on both. It must not know
how the figures are shown.
"""

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final

from praya.base.errors import fail
from praya.base.limits import BATCH_ROWS_MAX, BLOCK_ENVELOPES_MAX
from praya.dev.bench import sqlite_baseline
from praya.dev.bench.bank import OPENING_BALANCE, Told
from praya.dev.bench.environment import describe_environment
from praya.dev.bench.ledger_side import LedgerSide
from praya.dev.bench.measure import percentile_ms, rate, spread, timed
from praya.dev.bench.sqlite_baseline import SqliteBaseline, rows_of
from praya.dev.bench.workload import Transfers, Workload

RUNS_MIN: Final = 5  # a median of fewer is luck
RUNS_MAX: Final = 25
BLOCKS_PER_RUN: Final = 8
BASELINE_BATCHES: Final = 6  # per run: about half a second of SQLite
WARMING_BLOCKS: Final = 2
SINGLE_BATCHES: Final = 100  # submitted one by one, so that the 99th percentile was met
SEED: Final = 20_230_216


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure. Runs go on until `seconds` have passed; five are made in any case."""

    accounts: int = 1_000_000
    batches: int = BLOCK_ENVELOPES_MAX
    blocks: int = BLOCKS_PER_RUN
    seconds: int = 12
    verify: bool = False


@dataclass(slots=True)
class Figures:
    """What was measured so far, run by run; durations in nanoseconds."""

    rates: list[int]
    processor_rates: list[int]
    baseline_rates: list[int]
    blocks: list[int]


def bench_transfers(plan: Plan, folder: Path, told: Told) -> dict[str, Any]:
    """Make a ledger and a database below `folder`, measure, check both, and remove them.

    Raises VERIFICATION_FAILED if a side lost or invented anything, and what the disk raises.
    """
    environment = describe_environment(folder)
    with TemporaryDirectory(prefix="praya-bench-", dir=folder) as place:
        ledger = LedgerSide(Path(place) / "ledger", plan.accounts, told)
        database = SqliteBaseline(Path(place), plan.accounts, OPENING_BALANCE)
        with closing(ledger), closing(database):
            workload = Workload(plan.accounts, BATCH_ROWS_MAX, SEED)
            ledger.run(workload.batches(WARMING_BLOCKS * plan.batches), plan.batches)
            figures = _measure(plan, ledger, database, told)
            singles = workload.batches(min(SINGLE_BATCHES, plan.batches * plan.blocks))
            _, spans = ledger.run(singles, 1)
            alone = [span.wall for span in spans]
            ledger.check()
            _check_baseline(database, plan.accounts)
        height = _verified(plan, ledger, told)
        return {
            **_of_ledger(plan, ledger, figures),
            "batch_p50_ms": percentile_ms(alone, 50),
            "batch_p99_ms": percentile_ms(alone, 99),
            "folder_verified": height is not None,
            "environment": environment,
            "baseline": _of_baseline(figures),
            "ratio": _ratio(figures),
        }


def _measure(plan: Plan, ledger: LedgerSide, database: SqliteBaseline, told: Told) -> Figures:
    """Runs by turns, at least five."""
    figures = Figures([], [], [], [])
    workload = Workload(plan.accounts, BATCH_ROWS_MAX, SEED + 1)
    for run in _runs(plan.seconds):
        told("runs", run, max(RUNS_MIN, run + 1))
        batches = workload.batches(plan.blocks * plan.batches)
        applied, spans = ledger.run(batches, plan.batches)
        walls = [span.wall for span in spans]
        figures.rates.append(rate(applied, sum(walls)))
        figures.processor_rates.append(rate(applied, sum(span.processor for span in spans)))
        figures.blocks += walls
        figures.baseline_rates.append(_run_baseline(database, batches[:BASELINE_BATCHES]))
    return figures


def _runs(seconds: int) -> Iterator[int]:
    """Numbers of runs: five, then more while there is time."""
    start = time.monotonic()
    for run in range(RUNS_MAX):
        if run >= RUNS_MIN and time.monotonic() - start >= seconds:
            return
        yield run


def _run_baseline(database: SqliteBaseline, batches: list[Transfers]) -> int:
    """Rows a second that SQLite applied."""
    rows = [rows_of(batch) for batch in batches]
    applied, span = timed(lambda: sum(map(database.apply, rows)))
    return rate(applied, span.wall)


def _check_baseline(database: SqliteBaseline, accounts: int) -> None:
    """The database's balances sum to what they began with and none is negative."""
    balances = database.balances()
    if int(balances.sum()) != accounts * OPENING_BALANCE or (balances < 0).any():
        fail("VERIFICATION_FAILED", height=0, what="the sum of the SQLite baseline")


def _verified(plan: Plan, ledger: LedgerSide, told: Told) -> int | None:
    """The height of the verified folder, if that was asked for."""
    if not plan.verify:
        return None
    told("verify", 0, 1)
    return ledger.verify()


def _of_ledger(plan: Plan, ledger: LedgerSide, figures: Figures) -> dict[str, Any]:
    return {
        "bench": "transfers",
        **spread(figures.rates),
        "p50_ms": percentile_ms(figures.blocks, 50),
        "p99_ms": percentile_ms(figures.blocks, 99),
        "transfers_per_processor_s": int(median(figures.processor_rates)),
        "runs": len(figures.rates),
        "accounts": plan.accounts,
        "batch_rows": BATCH_ROWS_MAX,
        "batches_per_block": plan.batches,
        "blocks_per_run": plan.blocks,
        "rows_applied": ledger.rows_applied,
        "envelope_bytes": ledger.envelope_bytes,
        "journal_mode": ledger.mode,
        "suite": "Ed25519 + ML-DSA-65",
    }


def _of_baseline(figures: Figures) -> dict[str, Any]:
    return {
        "name": sqlite_baseline.NAME,
        **spread(figures.baseline_rates),
        "setting": sqlite_baseline.SETTING,
        "work": sqlite_baseline.WORK,
    }


def _ratio(figures: Figures) -> float:
    """The median of the ratios of neighbouring runs."""
    pairs = zip(figures.rates, figures.baseline_rates, strict=True)
    return round(median(ours / max(theirs, 1) for ours, theirs in pairs), 1)
