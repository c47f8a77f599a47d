"""Where the model and the kernel once read the text differently, each as small as it goes."""

import pytest
from model.script import BASE, parse

from .kernels import AS_WRITTEN, COMPILED, Kernel, first_difference
from .world import MAX, Draft, World

REDEMPTION = """
    DEFINE 4 0 {number}
    + 2 2 0
    + {record} {paid} 1
    + 65 64 0
"""
NEXT_DAY = "OPEN_DAY 0 0 101\n+ 0 0 100\n"

CASES = {
    "a credit that overflows is named before what its payer lacks": f"""
        SET 5 1 0
        SET 7 1 {MAX}
        MOVE 65 64 100
        MOVE 64 66 {MAX}
        DEFINE 4 0 7
        + 1 1 1
        + 100 101 1
        + 65 66 0
        {NEXT_DAY}
        RECORD 0 0 100
        SPREAD 0 -1 0
    """,
    "a record taken while debts stand open does not wrap": f"""
        SET 7 0 {MAX}
        MOVE 0 1 {MAX - 150}
        DEFINE 4 0 7
        + 0 0 0
        + 100 0 1
        + -1 -1 0
        {NEXT_DAY}
        DEFINE 1 3 1
        + 0 0 0
        + 4 0 0
        + 0 0 0
        OPEN 3 0 0
        + 0 0 0
        MOVE 3 2 {MAX - 50} g=1
        RECORD 0 0 100 g=1
        MOVE 2 3 {MAX - 50} g=1
    """,
    "two redemptions on one date burn once": (
        REDEMPTION.format(number=7, record=100, paid=101)
        + REDEMPTION.format(number=8, record=100, paid=101)
        + NEXT_DAY
        + "RECORD 0 0 100\nSPREAD 0 -1 0\nSPREAD 1 -1 0\nCONVERT 0 -1 0\nCONVERT 1 -1 0"
    ),
    "redemptions on two dates burn once": (
        REDEMPTION.format(number=7, record=100, paid=102)
        + REDEMPTION.format(number=8, record=101, paid=102)
        + "OPEN_DAY 0 0 102\n+ 0 0 100\nRECORD 0 0 100\nRECORD 0 0 101\n"
        + "SPREAD 0 -1 0\nSPREAD 1 -1 0\nCONVERT 0 -1 0\nCONVERT 1 -1 0"
    ),
    "MORE rows without a row share one refusal": """
        + 1 2 3 g=4
        + 1 2 3 g=4
        MOVE 1 2 1 g=4
        + 1 2 3 g=0
        + 1 2 3 g=0
        MOVE 1 2 1
        + 0 0 0 g=6
    """,
    "a reference to no earlier row names nothing": """
        MOVE -2 -9 1
        MOVE -2 1 1
        HOLD 1 -4 1
        + 2 1 0
        SET 4 1 -9223372036854775808
        HOLD -1 -1 1
        + 2 1 0
    """,
    "a total that fits no column is no amount to count": f"""
        DEFINE 3 65 1
        + 1 0 0
        + 0 0 0
        DEFINE 4 0 7
        + 1 2 {MAX}
        + 100 101 1
        + 65 64 1
        {NEXT_DAY}
        RECORD 0 0 100
        SPREAD 0 -1 0 a=1
    """,
    "a payment of nothing under a mandate starts its period": f"""
        DEFINE 3 65 9
        + 1 1 5
        + 0 0 0
        DEFINE 4 0 7
        + 1 1 0
        + 100 101 1
        + 65 64 1
        {NEXT_DAY}
        RECORD 0 0 100
        SPREAD 0 -1 0 a=1
    """,
    "a payer below its limit may not pay even nothing": f"""
        DEFINE 4 0 7
        + 1 1 0
        + 100 101 1
        + 64 64 0
        {NEXT_DAY}
        RECORD 0 0 100
        SET 7 1 99
        SPREAD 0 -1 0
    """,
    "the redemption's burning heeds no mandate": (
        REDEMPTION.format(number=7, record=100, paid=101)
        + NEXT_DAY
        + "RECORD 0 0 100\nSPREAD 0 -1 0\nCONVERT 0 -1 0 a=-1\nCONVERT 0 -1 0 a=77"
    ),
}


@pytest.mark.parametrize("kernel_name", [AS_WRITTEN, COMPILED])
def test_edge_cases_agree(kernel_name: str, subtests: pytest.Subtests) -> None:
    demand_agreement(kernel_name, CASES, subtests)


def demand_agreement(kernel_name: str, cases: dict[str, str], subtests: pytest.Subtests) -> None:
    """Model and kernel answer every script alike, each run on the base world."""
    kernel = Kernel(kernel_name)
    for name, text in cases.items():
        world = written_world(BASE + "@ height=10\n" + text)
        kernel.ask(world.business_date, world.steps)
        difference = first_difference(kernel_name, world.steps, kernel.answers())
        with subtests.test(name):
            assert difference is None
    kernel.close()


def written_world(text: str) -> World:
    """A world made by a script, from business date 100; looked at in the end."""
    world = World(0)
    world.business_date = 100
    world.model.state["ledger"][0]["business_date"] = 100
    world.time = 1_000
    for envelope in parse(text):
        world.height = int(envelope.options["height"])
        draft = Draft(rows=list(envelope.rows))
        world.submit(draft, lowered=True, acting=(1, 2, 3))
    world.look()
    return world
