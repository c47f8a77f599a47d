"""A node whose kernel errs does not start."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from golden_world import JOURNAL_SALT, OPENING, SEGMENT_BYTES, genesis

from praya.base.catalogue import exit_class, explain
from praya.base.errors import PrayaError
from praya.kernel import operations as op
from praya.kernel import step
from praya.node import self_check as checked
from praya.node.solo import SoloNode
from praya.node.story_clock import StoryClock
from praya.storage.disk import MemoryDisk


def opened() -> MemoryDisk:
    """The disk of a ledger that was made and closed."""
    disk = MemoryDisk()
    SoloNode.create(disk, StoryClock(OPENING), genesis(), SEGMENT_BYTES, JOURNAL_SALT).close()
    return disk


def test_the_golden_batch_gives_its_root_twice() -> None:
    checked.self_check()
    assert checked.golden_run() == (checked.GOLDEN_ROOT, checked.GOLDEN_RESULTS)


def test_plain_python_gives_the_same_root() -> None:
    script = "import praya.node.self_check as c; c.self_check(); print(c.golden_run()[0])"
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "NUMBA_CACHE_DIR": ""}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == checked.GOLDEN_ROOT, done.stderr


def test_every_operation_is_in_the_golden_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: set[int] = set()
    statuses: set[int] = set()

    def watched(state: Any, rows: Any, context: Any) -> Any:
        seen.update(rows.columns.op.tolist())
        outcome = applied(state, rows, context)
        statuses.update(outcome.statuses.tolist())
        return outcome

    applied = step.apply
    monkeypatch.setattr(checked, "apply", watched)
    monkeypatch.setattr(step, "apply", watched)
    checked.golden_run()
    print(f"{len(seen)} operations, statuses {sorted(statuses)}")
    assert seen == set(range(op.MOVE, op.GOVERN + 1))
    assert len(statuses) > 6


@pytest.mark.parametrize("name", ["GOLDEN_ROOT", "GOLDEN_RESULTS"])
def test_another_answer_stops_the_start(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    disk = opened()
    monkeypatch.setattr(checked, name, "00" * 32)
    with pytest.raises(PrayaError) as problem:
        SoloNode.open(disk, StoryClock(OPENING))
    assert problem.value.code == "SELF_CHECK_FAILED"
    fresh = MemoryDisk()
    with pytest.raises(PrayaError) as problem:
        SoloNode.create(fresh, StoryClock(OPENING), genesis(), SEGMENT_BYTES, JOURNAL_SALT)
    assert problem.value.code == "SELF_CHECK_FAILED"
    assert fresh.names() == {}


@pytest.mark.parametrize(
    ("place", "row"),
    [(0, (3, 4, 251, 0, 0, 0)), (5, (4, 3, 7_999, 1, 0, 0)), (15, (0, 4, 59, 0, 3, 0))],
)
def test_a_kernel_that_moves_one_unit_more_or_less_is_noticed(
    monkeypatch: pytest.MonkeyPatch, place: int, row: tuple[int, ...]
) -> None:
    rows = checked._signed_rows()
    changed = [*rows[:place], row, *rows[place + 1 :]]
    monkeypatch.setattr(checked, "_signed_rows", lambda: changed)
    with pytest.raises(PrayaError) as problem:
        checked.self_check()
    assert problem.value.values["found"] != problem.value.values["expected"]


def test_the_refusal_is_told_in_both_languages_as_a_fault_of_praya() -> None:
    assert exit_class("SELF_CHECK_FAILED") == 70
    for language in ("en", "zh-HK"):
        entry = explain("SELF_CHECK_FAILED", language, expected="aa", found="bb")
        assert "aa" in entry.why
        assert "bb" in entry.why


def test_a_good_kernel_starts_again(tmp_path: Path) -> None:
    node = SoloNode.open(opened(), StoryClock(OPENING))
    assert node.executor.height == 0
