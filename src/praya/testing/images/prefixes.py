"""What must be true of a ledger that was opened again after something cut its day short.

This file must not know what cut it.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from praya.base.errors import PrayaError
from praya.kernel.step import full_invariants
from praya.node.solo import SoloNode
from praya.storage.commits import RecordKind
from praya.storage.recovery import Flaw
from praya.testing.images.day import StillClock, Told, told
from praya.testing.simulator.legality import demand

NOT_CREATED: Final = frozenset({"LEDGER_MISSING", "JOURNAL_MISSING"})


class Acknowledged(NamedTuple):
    """What the ledger's user was told."""

    envelopes: int
    height: int
    is_created: bool


def may_be_created(problem: PrayaError, known: Acknowledged) -> bool:
    """Whether a refusal to open says no more than that the creation was cut short.

    The anchor is written last; a journal without one, and without a record, holds nothing.
    """
    unfinished = problem.values.get("what") == Flaw.ANCHOR_MISSING.value
    return not known.is_created and (problem.code in NOT_CREATED or unfinished)


def compare(node: SoloNode, known: Acknowledged, records: Sequence[Told]) -> bool:
    """The records are those of the day, as far as they go, and far enough: ViolationError.

    Of a block that was under way a first part of its envelopes may be there, closed by the opening:
    the answer is whether that is so.
    """
    found = [told(record) for record in node.records()]
    same = 0
    while same < min(len(found), len(records)) and found[same] == records[same]:
        same += 1
    closes = all(kind == RecordKind.CLOSE for kind, *_ in found[same:])
    demand(closes, "a record is another one")
    envelopes = sum(kind == RecordKind.ENVELOPE for kind, *_ in found)
    demand(envelopes >= known.envelopes, "an acknowledged envelope is gone")
    kept = same == len(found) or found[same][1] > known.height
    demand(kept, "an acknowledged block is another one")
    demand(node.executor.height >= known.height, "an acknowledged block is gone")
    broken = full_invariants(node.executor.ledger.state)
    demand(not broken, f"an invariant is broken: {broken[:1]}")
    return same < len(found)


def send_again(node: SoloNode, clock: StillClock, records: Sequence[Told]) -> None:
    """The day is sent again from its beginning: every envelope ends up there once."""
    blocks: dict[tuple[int, int], list[bytes]] = {}
    for kind, height, _, time_ms, payload in records:
        if kind == RecordKind.ENVELOPE:
            blocks.setdefault((height, time_ms), []).append(payload)
    for (_, time_ms), envelopes in blocks.items():
        clock.time_ms = time_ms
        node.submit(envelopes)
    sent = [payload for kind, *_, payload in records if kind == RecordKind.ENVELOPE]
    every = [told(record) for record in node.records()]
    there = [payload for kind, *_, payload in every if kind == RecordKind.ENVELOPE]
    demand(there == sent, "the rest of the day, sent again, is not there once")
    node.close()
