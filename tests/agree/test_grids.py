"""Kernel as written, compiled and model agree on every operand just within and past its bounds."""

from collections import Counter

import pytest

from praya.base.status import Status

from .grids import GOOD, grid, scene
from .kernels import AS_WRITTEN, COMPILED, Kernel, first_difference


@pytest.mark.parametrize("kernel_name", [AS_WRITTEN, COMPILED])
def test_every_operand_agrees_at_its_bounds(kernel_name: str, subtests: pytest.Subtests) -> None:
    kernel = Kernel(kernel_name)
    statuses: Counter[int] = Counter()
    for name, text in GOOD.items():
        world = grid(text)
        kernel.ask(world.business_date, world.steps)
        difference = first_difference(kernel_name, world.steps, kernel.answers())
        for step in world.steps:
            if step.request[0] == "apply":
                statuses.update(step.answer.statuses)
        with subtests.test(name):
            assert difference is None
    kernel.close()
    named = {Status(number).name: count for number, count in statuses.most_common()}
    print(f"{statuses.total()} rows: {named}")
    assert len(named) >= 35
    assert statuses[Status.APPLIED] < statuses.total() / 2


def test_every_good_row_is_good() -> None:
    before = len(scene().steps)
    for name, text in GOOD.items():
        steps = grid(text).steps
        assert not any(any(step.answer.statuses) for step in steps[:before]), name
        refused = any(steps[before + 1].answer.statuses)  # the first of each two is undone
        assert refused is (name in REFUSED), name


# Nothing is being swept, and so a sweep has nothing to go on with.
REFUSED = {"a sweep"}
