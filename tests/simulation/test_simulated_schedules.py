"""Schedules of requests and faults on a simulated machine: no promise is broken, and it repeats."""

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from praya.base.status import Status
from praya.testing.simulator.campaigns import LONG_RUN, Campaign, run_campaign
from praya.testing.simulator.faults import FaultKind
from praya.testing.simulator.harness import Harness
from praya.testing.simulator.recipes.edges import NEVER_ANSWERED
from praya.testing.simulator.schedules import Ran, draw_schedule, run_schedule
from praya.testing.simulator.shrinking import shrink

REPEATED = (3, 17)
CHILD = """
import sys
from praya.app import prepare_runtime
prepare_runtime()
from praya.testing.simulator.schedules import draw_schedule, run_schedule
print(" ".join(run_schedule(draw_schedule(int(seed))).trace for seed in sys.argv[1:]))
"""


def told(campaign: Campaign) -> str:
    """The first violations, each with the command that repeats it."""
    lines = [
        f"praya sim --seeds 1 --start {ran.seed}: {ran.violation}"
        for ran in campaign.violations[:5]
    ]
    return "\n".join(lines)


def test_two_hundred_schedules_keep_every_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    seen, compare = Counter[int](), Harness._compare

    def counting(self: Harness, sents: Any, answers: Any, expected: Any) -> None:
        for answer in answers:
            seen.update([int(answer.status), *answer.statuses.tolist()])
        compare(self, sents, answers, expected)

    monkeypatch.setattr(Harness, "_compare", counting)
    campaign = run_campaign(range(LONG_RUN))
    print(campaign.figures())
    assert not campaign.violations, told(campaign)
    assert campaign.missed() == []
    assert campaign.answers > 50 * LONG_RUN
    print({status.name: seen[status] for status in Status})
    unseen = {status for status in Status if not seen[status]}
    assert unseen <= NEVER_ANSWERED, f"nobody asks for these any more: {unseen - NEVER_ANSWERED}"


def test_a_schedule_repeats_exactly_in_another_process() -> None:
    here = [run_schedule(draw_schedule(seed)).trace for seed in REPEATED]
    command = [sys.executable, "-c", CHILD, *map(str, REPEATED)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == here
    assert len(set(here)) == len(REPEATED)


def test_another_seed_gives_another_schedule() -> None:
    assert draw_schedule(1) == draw_schedule(1)
    assert draw_schedule(1).steps != draw_schedule(2).steps


def test_a_run_in_which_a_kind_of_fault_never_struck_says_which() -> None:
    campaign = Campaign(schedules=LONG_RUN)
    campaign.faults.update(kind.value for kind in FaultKind if kind is not FaultKind.FULL)
    assert campaign.missed() == ["full"]
    assert Campaign(schedules=LONG_RUN - 1).missed() == []


def test_a_failure_is_shrunk_to_the_steps_it_needs() -> None:
    schedule = draw_schedule(5)
    needed = {schedule.places[7], schedule.places[23]}
    runs = []

    def run(tried: object) -> Ran:
        places = set(getattr(tried, "places"))  # noqa: B009
        runs.append(places)
        broken = "a promise" if needed <= places else ""
        return replace(whole, violation=broken, at_place=30 if broken else -1)

    whole = Ran(5, 40, 0, Campaign().faults, "", "a promise", 30)
    shorter, again = shrink(schedule, whole, run=run)
    assert set(shorter.places) == needed
    assert again.violation == "a promise"
    assert len(runs) < 60


@pytest.mark.slow
def test_five_thousand_schedules_keep_every_promise() -> None:
    campaign = run_campaign(range(1_000_000, 1_005_000))
    print(campaign.figures())
    assert not campaign.violations, told(campaign)
    assert campaign.missed() == []
