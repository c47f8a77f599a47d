"""What schedules look at since a reviewer planted bugs that they did not see."""

import errno
import os
from collections.abc import Callable
from random import Random
from types import SimpleNamespace
from typing import Any, cast

import pytest

from praya.node.backups import restore_backup
from praya.node.verification import verify_export
from praya.storage.commits import Record, RecordKind
from praya.storage.files import aligned_memory
from praya.testing.oracle.ledger import NaiveLedger
from praya.testing.simulator import campaigns, exporting
from praya.testing.simulator import canaries as canaries_module
from praya.testing.simulator.canaries import Canary, canaries, release
from praya.testing.simulator.effects_heard import EffectsHeard
from praya.testing.simulator.exporting import altered_histories, demand_refused, export_history
from praya.testing.simulator.faults import Injector
from praya.testing.simulator.founding import copied
from praya.testing.simulator.harness import Harness
from praya.testing.simulator.last_moments import beforehand, endings, next_ending
from praya.testing.simulator.legality import ViolationError
from praya.testing.simulator.letters import Writer
from praya.testing.simulator.scene import NothingToAskError, Scene
from praya.testing.simulator.settings import Setting
from praya.testing.simulator.steps import Actor, Step
from praya.testing.simulator.virtual_clock import VirtualClock
from praya.testing.simulator.virtual_files import Device, Survival
from praya.testing.simulator.virtual_system import FOLDER, VirtualSystem

Found = dict[str, Any]
CLEAN: Found = {"caught": False, "schedules": 1, "how": "", "seed": None, "is_broken": False}
CAUGHT: Found = {"caught": True, "schedules": 3, "how": "seen", "seed": 2, "is_broken": False}
BROKEN: Found = {**CLEAN, "how": "OSError: no such file", "is_broken": True}


def opened() -> Harness:
    harness = copied(Setting())
    harness.open(Random(1))
    return harness


@pytest.fixture(scope="module")
def busy() -> Harness:
    """A ledger with blocks of several envelopes, holds, mandates and requests that live."""
    harness = opened()
    actor = Actor(harness)
    for seed in range(14):
        actor.do(Step("ask", seed))
    scene = actor.scene(Random(1))
    writer = Writer(harness.ledger, Random(2), scene.now_ms)
    actor.submit(list(beforehand(scene, writer)), Random(3))
    return harness


# What counts as caught


def outcome(
    monkeypatch: pytest.MonkeyPatch, with_bug: Found, without: Found
) -> tuple[canaries_module.Caught, list[range]]:
    seeds: list[range] = []

    def hunted(_: Canary, edits: object, chosen: range) -> Found:
        seeds.append(chosen)
        return with_bug if edits else without

    monkeypatch.setattr(canaries_module, "_hunted", hunted)
    return release(canaries()[0], schedules=9), seeds


def test_a_bug_counts_as_caught_where_its_schedule_is_clean_without_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caught, seeds = outcome(monkeypatch, CAUGHT, CLEAN)
    assert (caught.is_caught, caught.schedules, caught.how) == (True, 3, "seen")
    assert seeds == [range(9), range(2, 3)]


@pytest.mark.parametrize(
    ("with_bug", "without"), [(CAUGHT, CAUGHT), (CAUGHT, BROKEN), (BROKEN, CLEAN), (CLEAN, CLEAN)]
)
def test_what_fails_without_the_bug_or_never_ran_is_not_caught(
    monkeypatch: pytest.MonkeyPatch, with_bug: Found, without: Found
) -> None:
    assert not outcome(monkeypatch, with_bug, without)[0].is_caught


def test_what_stops_the_founding_is_held_against_a_founding_without_the_bug(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caught, seeds = outcome(monkeypatch, {**CAUGHT, "schedules": 0, "seed": None}, CLEAN)
    assert caught.is_caught
    assert seeds[1] == range(0)


def test_a_file_that_is_missing_is_no_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def founded(*_: object) -> None:
        raise FileNotFoundError(errno.ENOENT, "No such file", "recorded/pool")

    monkeypatch.setattr(campaigns, "founded", founded)
    with pytest.raises(FileNotFoundError):
        campaigns.hunt(range(1))


def test_what_breaks_at_the_founding_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def founded(*_: object) -> None:
        raise ViolationError("a promise")

    monkeypatch.setattr(campaigns, "founded", founded)
    found = campaigns.hunt(range(1))
    assert found == {"caught": True, "schedules": 0, "how": "ViolationError: a promise"} | {
        "seed": None
    }


# Direct calls


def direct_file(*, flags: int = getattr(os, "O_DIRECT", 0)) -> tuple[VirtualSystem, int]:
    system = VirtualSystem(Device(), Injector(), VirtualClock(1), direct=True)
    path = os.path.join(FOLDER, "journal-00000001.seg")
    return system, system.open(path, os.O_RDWR | os.O_CREAT | flags)


@pytest.mark.skipif(not hasattr(os, "O_DIRECT"), reason="this system has no direct writes")
@pytest.mark.parametrize(
    ("first", "length", "offset"),
    [(0, 4_096, 1), (0, 4_096, 256), (0, 4_095, 0), (0, 100, 512), (1, 512, 0), (8, 4_096, 4_096)],
)
def test_a_direct_call_off_the_sectors_is_refused(first: int, length: int, offset: int) -> None:
    system, descriptor = direct_file()
    data = aligned_memory(16_384)[first : first + length]
    with pytest.raises(OSError, match="Invalid") as written:
        system.pwrite(descriptor, data, offset)
    with pytest.raises(OSError, match="Invalid") as read:
        system.preadv(descriptor, [data], offset)
    assert written.value.errno == read.value.errno == errno.EINVAL
    plain, descriptor = direct_file(flags=0)
    assert plain.pwrite(descriptor, data, offset) == length


def test_a_direct_call_on_whole_sectors_is_done() -> None:
    system, descriptor = direct_file()
    for length, offset in ((512, 0), (4_096, 512), (8_192, 4_096)):
        assert system.pwrite(descriptor, aligned_memory(length), offset) == length
        assert system.preadv(descriptor, [aligned_memory(length)], offset) == length


# Effects


def ledger_with(effects: list[list[tuple[int, int, int]]], founded_at: int = 0) -> NaiveLedger:
    start = SimpleNamespace(height=founded_at)
    height = founded_at + len(effects)
    return cast(NaiveLedger, SimpleNamespace(start=start, height=height, effects=effects))


def heard(*told: tuple[int, list[tuple[int, int, int]]]) -> EffectsHeard:
    sink = EffectsHeard()
    sink.compare(ledger_with([[]]))
    for height, effects in told:
        sink.hear(height, cast(Any, effects))
    return sink


DUE = [(0, 5, 7), (0, 10, -7)]


def test_effects_that_are_told_as_they_are_due_are_counted() -> None:
    assert heard((2, DUE[1:]), (2, DUE[:1])).compare(ledger_with([[], DUE])) == 2
    replayed = EffectsHeard()
    replayed.hear(9, cast(Any, DUE))
    assert replayed.compare(ledger_with([[(1, 1, 1)], DUE, []], founded_at=7)) == 2


@pytest.mark.parametrize(
    "told",
    [
        [],
        [(2, [])],
        [(2, DUE[:1])],
        [(2, [(0, 5, 7), (0, 10, 7)])],
        [(2, DUE), (2, DUE)],
        [(1, DUE)],
        [(3, DUE)],
        [(0, DUE)],
        [(2, DUE), (3, DUE)],
        [(2, [(0, 6, 7), (0, 10, -7)])],
    ],
)
def test_other_effects_than_are_due_are_noticed(
    told: list[tuple[int, list[tuple[int, int, int]]]],
) -> None:
    with pytest.raises(ViolationError, match="effects"):
        heard(*told).compare(ledger_with([[], DUE]))


def test_a_replay_that_leaves_a_block_out_is_noticed() -> None:
    sink = EffectsHeard()
    sink.hear(1, cast(Any, DUE))
    with pytest.raises(ViolationError, match="effects of block 2"):
        sink.compare(ledger_with([DUE, DUE]))


def test_business_days_tell_of_effects_and_an_opening_tells_them_again() -> None:
    harness = opened()
    actor = Actor(harness)
    for seed in range(3):
        actor.do(Step("days", seed))
    live = harness.effects
    harness.cut_power(Random(1), Survival.NOTHING)
    harness.open(Random(1))
    print(f"{live} effects, {harness.effects - live} more while the journal is replayed")
    assert live > 0
    assert harness.effects - live >= live


# Histories that never were


def records_of(harness: Harness) -> list[Record]:
    with harness.at_peace():
        return list(harness.running.records())


def test_altered_histories_are_none_that_a_ledger_had(busy: Harness) -> None:
    records, kinds = records_of(busy), set[str]()
    for seed in range(20):
        for what, altered in altered_histories(records, Random(seed)):
            assert altered != records[: len(altered)], what
            kinds.add(what)
    print(sorted(kinds))
    assert len(kinds) == 8


def test_a_history_of_one_block_has_fewer_ways_to_be_wrong() -> None:
    close = Record(RecordKind.CLOSE, 1, 0, 5, b"header")
    told = [what for what, _ in altered_histories([close], Random(1))]
    assert told == ["another header", "a header in another place"]
    assert not list(altered_histories([], Random(1)))


def test_every_altered_history_is_refused(busy: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[object] = []

    def counted(*given: Any) -> object:
        tried.append(given)
        return verify_export(*given)

    monkeypatch.setattr(exporting, "TRIED", 8)
    monkeypatch.setattr(exporting, "verify_export", counted)
    demand_refused(busy, records_of(busy)[:80], Random(3))
    assert len(tried) >= 6


def test_a_verifier_that_takes_everything_is_noticed(
    busy: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "verify_export", lambda *_: None)
    with pytest.raises(ViolationError, match="is taken for the history"):
        demand_refused(busy, records_of(busy), Random(3))


def test_a_restore_that_does_not_look_at_the_head_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    harness, real = opened(), restore_backup

    def careless(*given: Any, head: bytes | None = None) -> object:
        return real(*given)

    monkeypatch.setattr(exporting, "restore_backup", careless)
    monkeypatch.setattr(exporting, "RESTORED_SHARE", 1.0)
    with pytest.raises(ViolationError, match="not the one that is known"):
        export_history(harness, Random(1))


# The last millisecond


def test_the_next_endings_lie_ahead_and_each_kind_is_drawn(busy: Harness) -> None:
    after = max(busy.clock.look(), busy.ledger.block_time)
    listed = endings(busy.ledger, after)
    assert all(each.at > after for each in listed)
    drawn = {next_ending(busy.ledger, after, Random(seed)).kind for seed in range(60)}
    print(sorted(drawn))
    assert drawn == {each.kind for each in listed} >= {"holds", "mandates", "requests"}
    with pytest.raises(NothingToAskError):
        next_ending(busy.ledger, 2**61, Random(1))


def test_a_jump_of_the_clock_makes_blocks_in_the_last_millisecond_and_the_first_after_it() -> None:
    harness = opened()
    actor, met = Actor(harness), {0: 0, 1: 0}
    for seed in range(16):
        actor.do(Step("ask", 100 + seed))
        known = endings(harness.ledger, harness.ledger.block_time)
        actor.do(Step("clock", seed))
        for late in met:
            met[late] += any(each.at + late == harness.ledger.block_time for each in known)
    print(met)
    assert met[0] >= 3
    assert met[1] >= 1


def test_what_ends_now_is_picked_before_all_else() -> None:
    pick: Callable[..., Any] = Scene(opened().ledger, Random(1), 1_000).pick_row
    rows = [(number, {"expiry": expiry}) for number, expiry in enumerate((0, 1_001, 5_000, 999))]
    assert {pick(rows)[0] for _ in range(20)} == {1}
    assert {pick([rows[0], *rows[2:]])[0] for _ in range(40)} == {0, 2, 3}
    with pytest.raises(NothingToAskError):
        pick([])
