"""Payments and holds at the very edge of a rule: a half, the last unit, the first millisecond."""

import pytest
from model.script import BASE

from .kernels import AS_WRITTEN, COMPILED
from .test_edge_cases import NEXT_DAY, demand_agreement, written_world
from .world import MAX

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
    last = {
        name: written_world(BASE + "@ height=10\n" + text).steps[-2].answer.statuses[-1]
        for name, text in EDGES.items()
        if "SPREAD" in text
    }
    assert len(last) == 4
    assert not any(last.values()), last
