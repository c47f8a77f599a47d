"""The model, the kernel as written and the kernel compiled agree, block by block.

Compared after each envelope: statuses, results, effects; after each block: every table, the root,
and that the kernel finds its own invariants kept. A difference prints the plan that repeats it.
"""

import os
from collections import Counter
from collections.abc import Iterator
from random import Random, SystemRandom

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings

from praya.base.status import Status

from .kernels import AS_WRITTEN, COMPILED, SERVED, Difference, Kernel, first_difference
from .strategies import Plan, plans, session
from .world import Step

PLANS = 200
CROWDED = Plan(11, ("lower", "crowd", "trade", "pay", "riot", "riot"))
SAMPLE = "1:lower,pay,pay,riot,trade,pay,lower"
ROW_STATUSES = [status for status in Status if status >= 100]


class Tally:
    """What a run has seen: a comparison of nothing would agree."""

    def __init__(self) -> None:
        self.blocks = 0
        self.statuses: Counter[int] = Counter()
        self.checks: Counter[int] = Counter()
        self.groups: Counter[bool] = Counter()

    def count(self, steps: list[Step]) -> None:
        """Add one session."""
        for step in steps:
            kind = step.request[0]
            if kind == "look":
                self.blocks += 1
            elif kind == "check":
                self.checks[step.answer] += 1
            elif step.answer is not None:
                self.statuses.update(step.answer.statuses)
            if kind == "apply":
                self.count_groups(step)

    def count_groups(self, step: Step) -> None:
        """Add the groups of one envelope, each as applied or refused."""
        whole: dict[int, bool] = {}
        for row, status in zip(step.request[1], step.answer.statuses, strict=True):
            if row[3] != 0:
                whole[row[3]] = whole.get(row[3], True) and status == 0
        self.groups.update(whole.values())

    def share(self) -> float:
        """Of all groups, those that were applied."""
        return self.groups[True] / max(1, self.groups.total())

    def words(self) -> str:
        """The counts, for the log."""
        named = {Status(number).name: count for number, count in self.statuses.most_common()}
        return (
            f"{self.blocks} blocks, {self.share():.0%} of {self.groups.total()} groups applied, "
            f"row statuses {named}"
        )


@pytest.fixture(scope="module")
def kernels() -> Iterator[list[Kernel]]:
    """Both kernels, each in its own process."""
    both = [Kernel(AS_WRITTEN), Kernel(COMPILED)]
    yield both
    for kernel in both:
        kernel.close()


def compare(kernels: list[Kernel], plan: Plan) -> list[Step]:
    """Run one plan on all three; fails with the first difference and how to repeat it."""
    business_date, steps = session(plan)
    for kernel in kernels:
        kernel.ask(business_date, steps)
    found: list[Difference] = []
    for kernel in kernels:
        difference = first_difference(kernel.name, steps, kernel.answers())
        found += [difference] if difference else []
    if found:
        pytest.fail(report(plan, found), pytrace=False)
    return steps


def report(plan: Plan, found: list[Difference]) -> str:
    """The differences, and the command that shows them again."""
    command = f"PRAYA_AGREE_PLAN='{plan}' .venv/bin/pytest tests/agree -k stated_plan"
    lines = [f"the kernel {one.kernel}, step {one.place}: {one.words}" for one in found]
    return "\n".join([*lines, f"seed {plan.seed}; repeat with: {command}"])


def test_random_blocks_agree(kernels: list[Kernel]) -> None:
    tally = Tally()

    @settings(
        derandomize=True,
        deadline=None,
        database=None,
        max_examples=PLANS,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
    )
    @example(plan=CROWDED)
    @given(plan=plans())
    def agree(plan: Plan) -> None:
        tally.count(compare(kernels, plan))

    agree()
    print(tally.words())
    missing = [status.name for status in ROW_STATUSES if status not in tally.statuses]
    assert missing == []
    assert tally.blocks >= 2_000
    assert tally.share() >= 0.5
    assert len(tally.checks) == 4


def test_a_stated_plan_agrees(kernels: list[Kernel]) -> None:
    plan = Plan.parse(os.environ.get("PRAYA_AGREE_PLAN", SAMPLE))
    steps = compare(kernels, plan)
    looks = [step for step in steps if step.request[0] == "look"]
    assert len(looks) == len(plan.themes) + 1


@pytest.mark.slow
def test_very_many_random_blocks_agree(kernels: list[Kernel]) -> None:
    seed = int(os.environ.get("PRAYA_AGREE_SEED", SystemRandom().getrandbits(32)))
    command = f"PRAYA_AGREE_SEED={seed} .venv/bin/pytest -m slow tests/agree -k very_many"
    print(f"seed {seed}; repeat with: {command}")
    random = Random(seed)
    tally = Tally()
    served = Kernel(SERVED)
    while tally.blocks < 50_000:
        tally.count(compare([*kernels, served], Plan.drawn(random)))
    served.close()
    print(tally.words())
    assert tally.share() >= 0.5


def test_a_changed_answer_is_noticed(kernels: list[Kernel]) -> None:
    business_date, steps = session(Plan.parse(SAMPLE))
    kernels[0].ask(business_date, steps)
    answers = kernels[0].answers()
    assert first_difference("whole", steps, answers) is None
    place = max(place for place, step in enumerate(steps) if step.request[0] == "look")
    tables, root = steps[place].answer
    steps[place] = Step(("look",), (tables, bytes(32)))
    assert first_difference("root", steps, answers) is not None
    tables["balances"][1][0] += 1
    steps[place] = Step(("look",), (tables, root))
    assert first_difference("balance", steps, answers) is not None
    assert first_difference("short", steps, answers[:-1]) is not None
