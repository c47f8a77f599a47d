"""Power cuts, damage at rest, failing system calls and other surroundings, one by one."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from praya.base.errors import PrayaError
from praya.node.solo import SoloNode
from praya.storage import files, recovery
from praya.storage.disk import MemoryDisk
from praya.testing.images.crash_images import (
    FAST_BLOCKS,
    Counts,
    Judge,
    run_crash_images,
)
from praya.testing.images.crash_states import power_cuts, torn
from praya.testing.images.day import StillClock, day_in_memory, scripted_day
from praya.testing.images.determinism import SEEDS, run_determinism, surroundings, unequal
from praya.testing.images.prefixes import Acknowledged, compare, may_be_created
from praya.testing.images.recording import Call, Change, Recording, apply_call, record_day
from praya.testing.images.small_store import Counts as StoreCounts
from praya.testing.images.small_store import Examiner, Store, run_small_store
from praya.testing.images.system_calls import (
    broken_promise,
    must_be_survived,
    points,
    run_system_calls,
)
from praya.testing.simulator.legality import ViolationError
from praya.testing.simulator.virtual_files import Device, Piece

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "chain-v1.praya"


def quiet(stage: str, done: int) -> None:
    """Progress that nobody looks at."""


def told(found: dict[str, Any]) -> dict[str, Any]:
    """Print the counts, for the log, and give them."""
    print(json.dumps({name: value for name, value in found.items() if name != "violations"}))
    assert found["violations"] == []
    return found


# Crash images


def test_a_sample_of_crash_images_opens_to_an_acknowledged_prefix() -> None:
    found = told(run_crash_images(quiet, full=False))
    assert found["images"] > 40
    assert found["recoveries"] > 5
    assert found["impossible"] > 10
    assert found["went_on"] > 2


@pytest.mark.slow
def test_every_crash_image_opens_to_an_acknowledged_prefix() -> None:
    found = told(run_crash_images(quiet, full=True))
    assert found["images"] + found["recoveries"] >= 10_000
    assert found["blocks_cut"] > 0
    assert found["not_created"] > 0


def judged(recording: Recording) -> list[str]:
    """Violations among the images of the last calls of a recording."""
    counts = Counts()
    _, records = day_in_memory(scripted_day(FAST_BLOCKS))
    judge = Judge(recording, records, counts, direct=False)
    for cut in power_cuts(recording, 1, 1, first=len(recording.calls) - 12):
        milestone = recording.milestone(cut.calls)
        if judge.is_new(cut, milestone):
            judge.judge(cut, milestone)
    assert counts.opened > 0
    return counts.violations


def test_a_storage_that_does_not_synchronise_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    day = scripted_day(FAST_BLOCKS)
    assert judged(record_day(day, direct=False, late=False)) == []

    def written(descriptor: int, offset: int, data: memoryview, mode: object) -> None:
        files.write_all(descriptor, offset, data)

    monkeypatch.setattr(files, "write_durable", written)
    found = judged(record_day(day, direct=False, late=False))
    assert any("acknowledged" in what for what in found), found


def test_a_recovery_that_keeps_what_is_torn_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    recording = record_day(scripted_day(FAST_BLOCKS), direct=True, late=False)
    writes = [place for place, call in enumerate(recording.calls) if call.durable]
    cuts = power_cuts(recording, 0, 1, first=writes[-1])
    before = next(cut for cut in cuts if "under way, torn" in cut.how)
    judge = Judge(recording, day_in_memory(scripted_day(FAST_BLOCKS))[1], Counts(), direct=True)
    judge.judge(before, recording.milestone(before.calls))
    assert judge.counts.violations == []
    monkeypatch.setattr(recovery, "_nonzero_bytes", lambda view: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        judge.judge(before, recording.milestone(before.calls))


def test_a_call_recorded_and_done_again_gives_the_same_device() -> None:
    recording = record_day(scripted_day(FAST_BLOCKS), direct=False, late=True)
    device = Device()
    for call in recording.calls:
        apply_call(device, call)
    assert device.contents() == day_in_memory(scripted_day(FAST_BLOCKS))[0]
    assert device.is_settled


def test_a_write_is_torn_at_every_boundary_with_either_side_missing() -> None:
    piece = Piece(4_096, bytes(range(256)) * 32)
    every = [(how, parts) for how, parts, is_sampled in torn(piece, 0, Random(1)) if not is_sampled]
    heads = [parts[0] for how, parts in every if "torn at" in how]
    tails = [parts[0] for how, parts in every if "torn before" in how]
    assert [len(head.content) for head in heads] == [512 * n for n in range(1, 16)]
    assert [head.content + tail.content for head, tail in zip(heads, tails, strict=True)] == [
        piece.content
    ] * 15
    assert sum("block" in how for how, _ in every) == 2


def test_every_subset_of_few_waiting_writes_is_made() -> None:
    recording = Recording({"a": bytes(2_048)})
    for sector in range(3):
        content = bytes([sector + 1]) * 512
        recording.calls.append(Call(Change.WRITE, "a", sector * 512, content))
    last = [cut for cut in power_cuts(recording, 5, 1) if cut.calls == 3 and "writes" in cut.how]
    assert len(last) == 8
    assert len({cut.files["a"] for cut in last}) == 8
    assert not any(cut.is_sampled for cut in last)


@pytest.mark.parametrize("envelopes", [1, 10_000])
def test_an_acknowledged_envelope_that_is_gone_is_a_violation(envelopes: int) -> None:
    contents, records = day_in_memory(scripted_day(FAST_BLOCKS))
    node = SoloNode.open(MemoryDisk(contents), StillClock())
    known = Acknowledged(envelopes, 1, True)
    if envelopes == 1:
        assert not compare(node, known, records)
        return
    with pytest.raises(ViolationError, match="gone"):
        compare(node, known, records)


def test_only_what_was_never_created_may_refuse_to_open() -> None:
    unfinished = PrayaError("JOURNAL_DAMAGED", file="a", offset=0, what="ANCHOR_MISSING")
    damaged = PrayaError("JOURNAL_DAMAGED", file="a", offset=0, what="NOT_ZERO")
    before, after = Acknowledged(0, 0, False), Acknowledged(0, 0, True)
    assert may_be_created(unfinished, before)
    assert may_be_created(PrayaError("JOURNAL_MISSING"), before)
    assert not may_be_created(damaged, before)
    assert not may_be_created(unfinished, after)
    assert not may_be_created(PrayaError("LEDGER_MISSING"), after)


def test_another_record_is_a_violation() -> None:
    contents, records = day_in_memory(scripted_day(FAST_BLOCKS))
    node = SoloNode.open(MemoryDisk(contents), StillClock())
    other = (*records[:3], (*records[3][:4], b"other"), *records[4:])
    with pytest.raises(ViolationError, match="another"):
        compare(node, Acknowledged(0, 0, True), other)


# A small store at rest


def test_a_sample_of_damage_to_a_small_store_is_noticed() -> None:
    found = told(run_small_store(quiet, full=False))
    assert found["flips"] > 300
    assert found["changes"] > 100
    assert found["harmless"] > 5


@pytest.mark.slow
def test_every_flipped_byte_of_a_small_store_is_noticed() -> None:
    found = told(run_small_store(quiet, full=True))
    assert found["flips"] + found["flips_export"] == found["bytes"]
    assert found["bytes"] > 300_000


def test_damage_that_nobody_looks_for_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    examiner = Examiner(Store(), StoreCounts())
    place = max(name for name in examiner.disk.files if name.endswith(".seg"))
    examiner.disk.files[place][-1] ^= 1
    examiner.examine("the last zero")
    assert examiner.counts.violations == []
    monkeypatch.setattr(recovery, "_first_nonzero_block", lambda view: None)
    examiner.examine("the last zero")
    assert examiner.counts.violations == ["the last zero: verification says nothing"]


# System calls


def test_a_sample_of_failing_calls_ends_in_a_clean_halt_or_the_full_effect() -> None:
    found = run_system_calls(quiet, full=False)
    if not found["is_possible"]:
        pytest.skip("there is no C compiler, or no such loader")
    assert told(found)["points"] >= 10
    struck = found["modes"]["direct"]["struck"]
    assert set(struck) == {"EINTR", "EIO", "EMFILE", "ENOSPC", "short"}
    assert all(struck.values())


@pytest.mark.slow
def test_every_failing_call_ends_in_a_clean_halt_or_the_full_effect() -> None:
    found = run_system_calls(quiet, full=True)
    if not found["is_possible"]:
        pytest.skip("there is no C compiler, or no such loader")
    assert told(found)["points"] > 2_000


def test_every_call_fails_in_every_way_it_can() -> None:
    every = list(points({"pwrite": 2, "rename": 1, "fstat": 1}))
    assert len(every) == 2 * 5 + 3 + 1
    assert ("pwrite", 2, "short", "") in every
    assert ("rename", 1, "before", "EINTR") not in every


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"ended": "finished", "wrong": ""}, ""),
        ({"ended": "halted", "wrong": "", "why": "DISK_FAILED"}, "not survived: DISK_FAILED"),
        ({"ended": "broken", "wrong": "", "why": "OSError"}, "the process ended with OSError"),
        ({"ended": "finished", "wrong": "an envelope is gone"}, "an envelope is gone"),
    ],
)
def test_a_call_that_must_be_survived_may_not_halt(answer: dict[str, Any], expected: str) -> None:
    point = ("pwrite", 1, "before", "EINTR")
    assert must_be_survived(point)
    assert broken_promise(point, answer) == expected


def test_a_halt_is_a_clean_answer_to_a_failing_device() -> None:
    point = ("pwrite", 1, "before", "EIO")
    assert broken_promise(point, {"ended": "halted", "wrong": "", "why": "DISK_FAILED"}) == ""
    assert broken_promise(point, {"ended": "broken", "wrong": "", "why": "x"}) != ""


# Determinism


def test_a_chain_replays_alike_compiled_and_plain_elsewhere_in_the_world() -> None:
    found = told(run_determinism(quiet, full=False))
    assert found["replays"] == 2
    assert {one["compiled"] for one in found["settings"]} == {True, False}
    assert found["blocks"] >= 8


@pytest.mark.slow
def test_chains_replay_alike_under_all_surroundings() -> None:
    found = told(run_determinism(quiet, full=True, chains=[GOLDEN]))
    assert found["replays"] >= 10
    assert found["chains"] == 2
    assert found["blocks"] >= 300


def test_all_hash_seeds_come_compiled_and_plain() -> None:
    every = list(surroundings(True, [{"path": "other", "usable": True, "version": "3.12"}]))
    assert {(one.hash_seed, one.compiled) for one in every[:10]} == {
        (seed, compiled) for seed in SEEDS for compiled in (True, False)
    }
    assert [one.python for one in every[10:]] == ["other", "other"]
    assert len({one.place for one in every}) == 4


def test_another_ledger_from_a_snapshot_is_told() -> None:
    folder = {"from_snapshot": "1", "from_genesis": "2", "state_root": "a"}
    answer = {"found": {"folder": folder, "chains": [{"state_root": "b", "broken": ["x"]}]}}
    assert len(list(unequal(answer))) == 3
