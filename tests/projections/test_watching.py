"""Who watches an executor is told everything, once, and changes nothing."""

from dataclasses import dataclass, field

import pytest
from node.worlds import World, genesis, settled, transfer

from praya.base.errors import Bug
from praya.node.execution import NOT_RECORDED, Executor, Run
from praya.proofs.headers import BlockHeader


@dataclass
class Notes:
    """What was told."""

    told: list[tuple[str, int, str, int]] = field(default_factory=list)
    headers: list[bytes] = field(default_factory=list)

    def began(self, executor: Executor) -> None:
        self.told.append(("began", NOT_RECORDED, "", executor.block.height))

    def ran(self, executor: Executor, run: Run) -> None:
        rows = 0 if run.rows is None else len(run.rows)
        self.told.append(("ran", run.index, run.status.name, rows))

    def closing(self, executor: Executor, header: BlockHeader) -> None:
        self.headers.append(header.encode())


def watched() -> tuple[World, Notes]:
    world, notes = settled(), Notes()
    world.node.executor.watch(notes)
    return world, notes


def block(executor: Executor, *envelopes: bytes) -> BlockHeader:
    executor.begin(executor.block_time)
    for envelope in envelopes:
        executor.execute(envelope)
    return executor.close()


def test_applied_refused_and_malformed_envelopes_are_told_with_their_rows() -> None:
    world, notes = watched()
    good = world.envelope(transfer("1.00"), "BANKA")
    poor = world.envelope(transfer("99999.00"), "BANKA")
    nobody = world.envelope(transfer("1.00", "NOBODY"), "BANKA")
    executor = world.node.executor
    header = block(executor, good, poor, nobody, b"no envelope", good)
    assert [(index, name, rows) for _, index, name, rows in notes.told[1:]] == [
        (0, "APPLIED", 1),
        (1, "EXCEEDS_AVAILABLE", 1),
        (2, "ACCOUNT_UNKNOWN", 0),
        (3, "ENVELOPE_MALFORMED", 0),
        (4, "ENVELOPE_REPEATED", 0),
    ]
    assert notes.headers == [header.encode()]


def test_an_envelope_left_out_by_order_is_told_without_rows() -> None:
    world, notes = watched()
    executor = world.node.executor
    executor.begin(executor.block_time)
    executor.skip(world.envelope(transfer("1.00"), "BANKA"), bytes(32))
    executor.close()
    assert notes.told[1:] == [("ran", 0, "ENVELOPE_SKIPPED", 0)]


def test_watching_changes_no_header() -> None:
    (world, _), other = watched(), settled()
    envelopes = [world.envelope(transfer(f"{number}.00"), "BANKA") for number in (1, 2, 9_999)]
    assert block(world.node.executor, *envelopes) == block(other.node.executor, *envelopes)


def test_watching_does_not_begin_inside_a_block() -> None:
    world = World.create(genesis())
    world.node.executor.begin(world.node.executor.block_time)
    with pytest.raises(Bug):
        world.node.executor.watch(Notes())
