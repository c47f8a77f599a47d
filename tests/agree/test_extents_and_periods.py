"""An asset in several extents, a full page of positions, periods that turn over: agreed, and so.

What is expected stands behind each row, so that the scripts say what they reach; the kernels are
then held to the model in every table.
"""

import pytest
from model.script import BASE, run

from praya.testing.model.block import Model

from .kernels import AS_WRITTEN, COMPILED, Kernel, first_difference
from .test_edge_cases import written_world

HEAD = "@ height=10\n"
PLACES = 64  # positions of one extent


def opened(accounts: range, asset: int) -> str:
    """A position of each of these accounts in the asset."""
    return "\n".join(f"OPEN {account} {asset} 0\n+ 0 0 {account}" for account in accounts)


def defined(accounts: range) -> str:
    """So many more accounts of participant 2; every other one has attribute 1."""
    rows = [f"DEFINE 1 2 {account % 2}\n+ 0 0 0\n+ {account} 0 9\n+ 0 0 0" for account in accounts]
    return "\n".join(rows)


def day(before: int, after: int) -> str:
    """The next day is opened."""
    return f"OPEN_DAY 0 0 {after}\n+ 0 0 {before}\n"


# Asset 0 lies in extents 0, 2 and 4, asset 1 in extents 1 and 3: each was full when it got more.
ROOMS = "\n".join(
    (
        defined(range(3, 140)),
        opened(range(3, 3 + PLACES - 3), 0),
        opened(range(64, 70), 0),
        opened(range(3, 3 + PLACES - 3), 1),
        opened(range(64, 66), 1),
        opened(range(70, 70 + PLACES), 0),
    )
)
INTO_ROOMS = """
    MOVE 0 63 7
    MOVE 0 128 11
    MOVE 63 128 2
    MOVE 128 191 4
    MOVE 191 256 3
    MOVE 256 261 1
    MOVE 64 192 5 => CREDIT_INELIGIBLE
    MOVE 64 193 5
    MOVE 128 193 1 => ASSETS_DIFFER
    MOVE 193 256 1 => ASSETS_DIFFER
    MOVE 0 262 1 => CREDIT_NOT_FOUND
    MOVE 262 0 1 => DEBIT_NOT_FOUND
    MOVE 0 194 1 => CREDIT_NOT_FOUND
    HOLD 256 0 1
    + 2 2 0
"""
SPANS = {
    "an asset in three extents is moved, demanded of and frozen as a whole": (
        HEAD
        + ROOMS
        + INTO_ROOMS
        + """
        SET 5 0 1
        MOVE 128 256 1 => CREDIT_INELIGIBLE
        MOVE 128 4 1 => CREDIT_INELIGIBLE
        MOVE 1 129 1
        MOVE 1 261 1
        MOVE 1 260 1 => CREDIT_INELIGIBLE
        SET 5 0 0
        MOVE 128 256 1
        MOVE 1 260 1
        SET 2 64 1
        MOVE 128 1 1 => DEBIT_FROZEN
        SET 2 64 2
        MOVE 1 128 1 => CREDIT_FROZEN
        MOVE 128 1 1
        OPEN 64 0 0 => POSITION_EXISTS
        + 0 0 0
        OPEN 133 0 0 => POSITION_EXISTS
        + 0 0 0
        OPEN 64 1 0 => POSITION_EXISTS
        + 0 0 0
        OPEN 134 0 0
        + 0 0 0
        """
    ),
    "an asset in three extents is recorded, paid on and redeemed as a whole": (
        HEAD
        + ROOMS
        + INTO_ROOMS
        + f"""
        SET 4 128 193
        SET 4 256 65
        SET 4 63 64
        SET 4 1 128
        DEFINE 4 0 7
        + 2 1 1000
        + 100 101 1
        + 64 66 0
        {day(100, 101)}
        RECORD 0 0 100
        SET 7 1 5000
        MOVE 128 1 1 => ASSET_CLOSED
        SPREAD 0 -1 0
        CONVERT 0 -1 0
        VOID 0 -1 0
        OPEN 134 0 0 => ASSET_CLOSED
        + 0 0 0
        """
    ),
    "an asset in three extents is replaced as a whole": (
        HEAD
        + ROOMS
        + INTO_ROOMS
        + f"""
        DEFINE 4 0 7
        + 3 2 3
        + 100 101 2
        + 64 66 0
        {day(100, 101)}
        RECORD 0 0 100
        SET 7 1 5000
        CONVERT 0 -1 0
        CONVERT 0 -1 0 => EVENT_DONE
        """
    ),
    "a period turns over on its last day and no earlier": f"""
        {HEAD}
        DEFINE 3 65 100
        + 2 3 10
        + 0 0 0
        MOVE 65 66 11 a=1 => MANDATE_EXCEEDED
        MOVE 65 66 9 a=1
        MOVE 65 66 2 a=1 => MANDATE_EXCEEDED
        MOVE 65 66 1 a=1
        MOVE 65 66 1 a=1 => MANDATE_EXCEEDED
        {day(100, 102)}
        MOVE 65 66 1 a=1 => MANDATE_EXCEEDED
        {day(102, 103)}
        MOVE 65 66 11 a=1 => MANDATE_EXCEEDED
        MOVE 65 66 7 a=1
        MOVE 65 66 4 a=1 => MANDATE_EXCEEDED
        HOLD 65 -1 3 a=1
        + 2 2 0
        HOLD 65 -1 1 a=1 => MANDATE_EXCEEDED
        + 2 2 0
        {day(103, 105)}
        MOVE 65 66 1 a=1 => MANDATE_EXCEEDED
        {day(105, 106)}
        MOVE 65 66 10 a=1
    """,
    "a period begins with the first use and not where the last one ended": f"""
        {HEAD}
        DEFINE 3 65 100
        + 2 3 10
        + 0 0 0
        MOVE 65 66 10 a=1
        {day(100, 104)}
        MOVE 65 66 6 a=1
        {day(104, 106)}
        MOVE 65 66 5 a=1 => MANDATE_EXCEEDED
        MOVE 65 66 4 a=1
        {day(106, 107)}
        MOVE 65 66 10 a=1
    """,
    "what is refused or undone begins no period and uses nothing": f"""
        {HEAD}
        DEFINE 3 65 200
        + 2 1 60
        + 0 0 0
        MOVE 65 66 60 a=1
        {day(100, 101)}
        MOVE 65 66 50 a=1 => EXCEEDS_AVAILABLE
        MOVE 65 66 50 a=1 g=1 => EXCEEDS_AVAILABLE
        MOVE 66 65 1 g=1 => GROUP_FAILED
        MOVE 66 65 60 => APPLIED
        MOVE 65 66 61 a=1 => MANDATE_EXCEEDED
        MOVE 65 66 60 a=1
        MOVE 65 66 1 a=1 => MANDATE_EXCEEDED
    """,
    "a right without a period is used up but by its whole": f"""
        {HEAD}
        DEFINE 3 65 12
        + 2 0 1
        + 0 0 0
        MOVE 65 66 11 a=1
        {day(100, 200)}
        MOVE 65 66 2 a=1 => MANDATE_EXCEEDED
        MOVE 65 66 1 a=1
        MOVE 65 66 1 a=1 => MANDATE_EXCEEDED
    """,
}


def full_page() -> str:
    """Sixteen extents: the hot pairs of 1,024 positions fill their page, and nothing is behind it.

    Each in an envelope of its own, so that no more room is made than is needed. Position 0 is of
    account 1: what lies behind the page in memory is not zero.
    """
    lines = ["@ height=1", "PUT -1 0 0", *["+ 0 0 0"] * 4, "GOVERN 1 0 0", "GOVERN 1 0 0"]
    lines += [line for owner in (1, 1) for line in (f"DEFINE 1 {owner} 0", *["+ 0 0 0"] * 3)]
    lines += [line for _ in range(16) for line in ("DEFINE 2 1 100", *["+ 0 0 0"] * 3)]
    for asset in range(16):
        lines += [f"@ height={asset + 2}", f"OPEN 1 {asset} 1", "+ 0 0 0"]
    return "\n".join(lines)


PAST_THE_PAGE = f"""
    {full_page()}
    @ height=20
    MOVE 1024 0 1 => DEBIT_NOT_FOUND
    MOVE 0 1024 1 => CREDIT_NOT_FOUND
    HOLD 1024 -1 1 => DEBIT_NOT_FOUND
    + 1 1 9
    HOLD 0 1024 1 => CREDIT_NOT_FOUND
    + 1 1 9
    SET 3 1024 0 => DEBIT_NOT_FOUND
    SET 4 1024 0 => DEBIT_NOT_FOUND
    SET 4 0 1024 => CREDIT_NOT_FOUND
    DEFINE 3 1024 5 => DEBIT_NOT_FOUND
    + 1 0 0
    + 0 0 0
    DEFINE 4 0 1 => DEBIT_NOT_FOUND
    + 1 1 9
    + 100 101 1
    + 1024 0 0
    DEFINE 4 0 1 => CREDIT_NOT_FOUND
    + 1 1 9
    + 100 101 1
    + 0 1024 0
"""


# Every script from its beginning, for whoever runs them.
WORLDS = {
    **{name: BASE + text for name, text in SPANS.items()},
    "the number behind a full page of positions names nothing": PAST_THE_PAGE,
}


@pytest.mark.parametrize("name", list(WORLDS))
def test_extents_and_periods_are_as_the_script_says(name: str) -> None:
    run(Model(100), WORLDS[name])


def test_the_extents_of_two_assets_lie_between_each_other() -> None:
    model = Model(100)
    run(model, BASE + HEAD + ROOMS)
    assert [row["asset"] for row in model.state["extents"]] == [0, 1, 0, 1, 0]
    assert [row["used"] for row in model.state["extents"]] == [64, 64, 64, 2, 6]


@pytest.mark.parametrize("kernel_name", [AS_WRITTEN, COMPILED])
def test_extents_and_periods_agree(kernel_name: str, subtests: pytest.Subtests) -> None:
    kernel = Kernel(kernel_name)
    for name, text in WORLDS.items():
        world = written_world(text)
        kernel.ask(world.business_date, world.steps)
        difference = first_difference(kernel_name, world.steps, kernel.answers())
        with subtests.test(name):
            assert difference is None
    kernel.close()
