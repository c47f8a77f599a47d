"""Payments and holds at the very edge of a rule: a half, the last unit, the first millisecond."""

import pytest
from model.script import BASE, run

from praya.testing.model.block import Model

from .kernels import AS_WRITTEN, COMPILED
from .test_edge_cases import NEXT_DAY, demand_agreement
from .world import MAX

# Times 65,535 holdings, halved: 2^63-1 and a half.
ROUNDED = (2 * MAX + 1) // 65_535
# Times 101 holdings, over 17: 2^63-1 and two seventeenths.
LEAST = (17 * MAX + 2) // 101
PAID = f"{NEXT_DAY}\nRECORD 1 0 100\n"

EDGES = {
    "half a unit is rounded up": f"""
        DEFINE 4 1 7
        + 1 3 1
        + 100 101 200
        + 1 2 0
        {PAID}
        SPREAD 0 -1 0
    """,
    "less than half a unit is rounded down": f"""
        DEFINE 4 1 7
        + 1 3 1
        + 100 101 201
        + 1 2 0
        {PAID}
        SPREAD 0 -1 0
    """,
    "a payment by rate may use a mandate up": f"""
        DEFINE 3 1 100
        + 1 0 0
        + 0 0 0
        DEFINE 4 1 7
        + 1 2 1
        + 100 101 1
        + 1 2 1
        {PAID}
        SPREAD 0 -1 0 a=1
    """,
    "a payment may fill a position to the last unit": f"""
        SET 7 0 {MAX}
        MOVE 0 2 {MAX - 150}
        DEFINE 4 1 7
        + 1 2 1
        + 100 101 1
        + 1 2 0
        {PAID}
        SPREAD 0 -1 0
    """,
    "a total that is rounded up past 2^63-1 is no amount": f"""
        SET 7 1 65535
        MOVE 64 65 65435
        DEFINE 4 1 7
        + 1 3 {ROUNDED}
        + 100 101 2
        + 1 1 0
        {PAID}
        SPREAD 0 -1 0 => OVERFLOW
    """,
    "a total that is rounded down to 2^63-1 is one, and more than there is": f"""
        MOVE 64 65 1
        DEFINE 4 1 7
        + 1 3 {LEAST}
        + 100 101 17
        + 1 1 0
        {PAID}
        SPREAD 0 -1 0 => EXCEEDS_AVAILABLE
    """,
    "a hold that expired in the first millisecond is not posted": """
        HOLD 65 -1 5
        + 1 2 1
        POST 0 66 2
        VOID 0 -1 0
    """,
    "numbers just past every table name nothing": """
        SET 2 3 1
        SET 1 3 1
        MOVE 65 128 1
        MOVE 128 65 1
        OPEN 3 0 0
        + 0 0 0
        OPEN 0 2 0
        + 0 0 0
        MOVE 65 66 1 a=1
    """,
}


@pytest.mark.parametrize("kernel_name", [AS_WRITTEN, COMPILED])
def test_edges_of_payments_agree(kernel_name: str, subtests: pytest.Subtests) -> None:
    demand_agreement(kernel_name, EDGES, subtests)


def test_the_edges_are_where_they_are_said_to_be() -> None:
    spread = {name: text for name, text in EDGES.items() if "SPREAD" in text}
    assert len(spread) == 6
    for text in spread.values():
        run(Model(100), BASE + "@ height=10\n" + text)
    assert ROUNDED * 65_535 == 2 * MAX + 1
    assert LEAST * 101 == 17 * MAX + 2
