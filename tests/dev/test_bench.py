"""`praya bench`: what it gives and refuses, on a tiny ledger. No figure is judged here."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from praya.base.errors import PrayaError
from praya.cli import run
from praya.dev.bench.environment import describe_environment
from praya.dev.bench.measure import percentile_ms, rate, spread, timed
from praya.dev.bench.sqlite_baseline import SqliteBaseline, rows_of
from praya.dev.bench.workload import Transfers, Workload

TINY = ("--accounts", "1000", "--batches", "2", "--blocks", "1", "--seconds", "0")
KEYS = {
    "transfers_per_s": int,
    "min": int,
    "max": int,
    "each": list,
    "p50_ms": float,
    "p99_ms": float,
    "batch_p50_ms": float,
    "batch_p99_ms": float,
    "transfers_per_processor_s": int,
    "runs": int,
    "accounts": int,
    "batch_rows": int,
    "batches_per_block": int,
    "rows_applied": int,
    "envelope_bytes": int,
    "journal_mode": str,
    "suite": str,
    "folder_verified": bool,
    "environment": dict,
    "baseline": dict,
    "ratio": float,
}


def praya(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "praya", *arguments], capture_output=True, text=True, timeout=300
    )


def batch(*rows: tuple[int, int, int]) -> Transfers:
    return Transfers(*(np.array(column, np.int64) for column in zip(*rows, strict=True)))


@pytest.fixture(scope="module")
def measured(tmp_path_factory) -> tuple[dict, Path]:
    folder = tmp_path_factory.mktemp("bench")
    ran = praya("bench", "transfers", "--json", "--verify", "--dir", str(folder), *TINY)
    assert ran.returncode == 0, ran.stderr
    assert len(ran.stdout.splitlines()) == 1
    return json.loads(ran.stdout), folder


def test_every_figure_is_there_and_of_its_kind(measured):
    found, _ = measured
    print(f"{len(KEYS)} keys")
    assert {key: type(found[key]) for key in KEYS} == KEYS
    assert found["min"] <= found["transfers_per_s"] <= found["max"]
    assert 0 < found["p50_ms"] <= found["p99_ms"]
    assert found["runs"] == len(found["each"]) == len(found["baseline"]["each"]) == 5
    assert found["environment"]["numba"]


def test_the_baseline_has_a_name_and_a_rate(measured):
    baseline = measured[0]["baseline"]
    assert baseline["name"] == "SQLite"
    assert baseline["transfers_per_s"] > 0


def test_what_was_asked_for_is_what_was_measured(measured):
    found, _ = measured
    assert (found["accounts"], found["batches_per_block"], found["blocks_per_run"]) == (1000, 2, 1)
    assert found["folder_verified"] is True
    # Two blocks to warm up, five runs of a block, two batches alone.
    assert 0 < found["rows_applied"] <= 8190 * (2 * 2 + 5 * 2 + 2)


def test_nothing_is_left_behind(measured):
    assert list(measured[1].iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["bench"], "ARGUMENT_MISSING"),
        (["bench", "nothing"], "VALUE_REFUSED"),
        (["bench", "transfers", "more"], "ARGUMENT_UNEXPECTED"),
        (["bench", "transfers", "--accounts", "1"], "VALUE_REFUSED"),
        (["bench", "transfers", "--accounts", "many"], "VALUE_REFUSED"),
        (["bench", "transfers", "--batches", "17"], "VALUE_REFUSED"),
        (["bench", "transfers", "--blocks", "0"], "VALUE_REFUSED"),
        (["bench", "transfers", "--seconds", "-1"], "VALUE_REFUSED"),
        (["bench", "transfers", "--dir", "no/such/folder"], "FOLDER_MISSING"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh-HK"])
def test_what_cannot_be_measured_is_refused(arguments, code, language, capsys):
    assert run([*arguments, "--json", "--lang", language]) != 0
    assert json.loads(capsys.readouterr().out)["error"]["code"] == code


def test_a_run_for_people_says_what_was_not_verified(tmp_path, capsys):
    assert run(["bench", "transfers", "--dir", str(tmp_path), *TINY]) == 0
    captured = capsys.readouterr()
    assert "SQLite, transfers a second" in captured.out
    assert "add --verify" in captured.err


def test_a_source_with_too_little_is_refused_by_the_baseline(tmp_path):
    database = SqliteBaseline(tmp_path, 3, 100)
    rows = rows_of(batch((0, 1, 101), (0, 1, 60), (0, 1, 60), (1, 2, 160)))
    assert database.apply(rows) == 2
    assert database.balances().tolist() == [40, 0, 260]
    database.close()


def test_a_database_that_cannot_be_made_is_an_error_of_the_environment(tmp_path):
    SqliteBaseline(tmp_path, 2, 100).close()
    with pytest.raises(PrayaError) as refusal:
        SqliteBaseline(tmp_path, 2, 100)
    assert refusal.value.code == "ENVIRONMENT_FAILED"


def test_a_seed_gives_the_same_transfers_and_nobody_pays_himself():
    first, second = (Workload(5, 1000, 7).batches(3) for _ in range(2))
    for one, other in zip(first, second, strict=True):
        assert (one.sources == other.sources).all()
        assert (one.amounts == other.amounts).all()
        assert (one.sources != one.targets).all()
        assert set(one.sources.tolist()) == set(one.targets.tolist()) == set(range(5))
        assert one.amounts.min() >= 1


def test_only_applied_rows_are_booked():
    balances = np.array([10, 0, 0], np.int64)
    transfers = batch((0, 1, 4), (1, 2, 9), (0, 1, 3))
    transfers.book(balances, np.array([True, False, True]))
    assert balances.tolist() == [3, 7, 0]


@pytest.mark.parametrize(
    ("percent", "expected"), [(0, 1.0), (1, 1.0), (50, 2.0), (75, 3.0), (99, 4.0), (100, 4.0)]
)
def test_a_percentile_is_a_duration_that_was_met(percent, expected):
    assert percentile_ms([3_000_000, 1_000_000, 4_000_000, 2_000_000], percent) == expected


def test_rates_and_their_spread_are_whole():
    assert rate(10, 3_000_000_000) == 3
    assert rate(10, 0) == 10_000_000_000
    assert spread([5, 1, 4]) == {"transfers_per_s": 4, "min": 1, "max": 5, "each": [5, 1, 4]}
    result, span = timed(lambda: "done")
    assert result == "done"
    assert min(span) >= 0


def test_the_environment_tells_the_machine_of_the_folder(tmp_path):
    found = describe_environment(tmp_path)
    assert found["python"]
    assert found["sqlite"]
    assert all(value is None or value != "" for value in found.values())
