"""A scripted day: a ledger is created, works, takes snapshots, fills segments, stops and starts.

Every byte is the same in every run: requests are drawn from a seed, and time is told. This file
must not know what it runs on: a folder, a recording or memory.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from random import Random
from typing import Any, Final

from praya.base.status import Status
from praya.intents.calendar.open_day import OpenDay
from praya.intents.settlement.place_hold import PlaceHold
from praya.intents.settlement.transfer import Transfer
from praya.kernel import tables as t
from praya.kernel.ports import Clock, Disk
from praya.node.solo import SoloNode
from praya.storage.commits import Record, RecordKind
from praya.storage.disk import MemoryDisk
from praya.storage.reading import read_journal
from praya.testing.simulator.cast import CALENDAR, DAY_MS, OPERATOR, genesis
from praya.testing.simulator.founding import founded
from praya.testing.simulator.harness import SALT
from praya.testing.simulator.legality import demand
from praya.testing.simulator.letters import Request, Writer
from praya.testing.simulator.settings import SEGMENT_BYTES

SEED: Final = 20_261_120
VALID_MS: Final = 20 * DAY_MS
FULL_BLOCKS: Final = (6, 8, 6)  # blocks of payments in the three lives of the process
Told = tuple[int, int, int, int, bytes]  # a record as plain values


class StillClock:
    """Stands where it was put: two runs of a day, and a recovery, read the same time."""

    def __init__(self, now_ms: int = 0) -> None:
        self.time_ms = now_ms

    def now_ms(self) -> int:
        """The time it was put to."""
        return self.time_ms


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that is done: create, submit, snapshot, close (a clean stop), stop, open."""

    kind: str
    time_ms: int = 0
    envelopes: tuple[bytes, ...] = ()


@dataclass
class Script:
    """A day while it is written."""

    actions: list[Action] = field(default_factory=list)
    random: Random = field(default_factory=lambda: Random(SEED))
    time_ms: int = 0
    number: int = 0

    def do(self, kind: str) -> None:
        """Add something without envelopes."""
        self.actions.append(Action(kind, self.time_ms))

    def ask(self, *requests: Request) -> None:
        """Add a block of requests, a second later."""
        self.time_ms += 1_000
        writer = Writer(founded().ledger, self.random, self.time_ms)
        valid_until = self.time_ms + VALID_MS
        sents = [writer.write(request, valid_until=valid_until) for request in requests]
        sent = tuple(sent.data for sent in sents)
        self.actions.append(Action("submit", self.time_ms, sent))

    def pay(self, count: int) -> None:
        """A block of payments, of which some cannot be made."""
        self.ask(*[self._payment() for _ in range(count)])

    def next_day(self) -> None:
        """The next business day at the same hour."""
        today = CALENDAR.next_business_day(self.time_ms // DAY_MS)
        self.time_ms = today * DAY_MS + self.time_ms % DAY_MS
        self.ask(Request((OPERATOR,), OpenDay(today)))

    def _payment(self) -> Request:
        self.number += 1
        source, target = self.random.sample(("BANKA.HOUSE", "BANKB.HOUSE", "BANKA.C1"), 2)
        cents = self.random.choice((1, 7, 250, 90_000))
        amount = f"{cents // 100}.{cents % 100:02d}"
        asked: Any = Transfer("HKD", amount, source, target, f"payment {self.number}")
        return Request((source.partition(".")[0],), asked)


@cache
def scripted_day(full_blocks: tuple[int, ...] = FULL_BLOCKS) -> tuple[Action, ...]:
    """The day; `full_blocks`: how many blocks of sixteen payments each life has."""
    script = Script()
    script.do("create")
    _found(script)
    script.do("snapshot")
    _work(script, full_blocks[0])
    script.do("close")
    script.do("open")
    _work(script, full_blocks[1])
    script.do("snapshot")
    script.do("stop")
    script.do("open")
    _work(script, full_blocks[2])
    script.do("snapshot")  # from the third on, the oldest is removed
    script.pay(1)
    script.do("close")
    return tuple(script.actions)


def _found(script: Script) -> None:
    """What the simulator's ledgers start with, block by block as they were made."""
    files = founded().files
    records = read_journal(MemoryDisk(files), genesis().chain_id())
    for _, block in groupby(records, key=lambda record: record.height):
        envelopes = [one for one in block if one.kind == RecordKind.ENVELOPE]
        script.time_ms = envelopes[0].block_time_ms
        sent = tuple(bytes(one.payload) for one in envelopes)
        script.actions.append(Action("submit", script.time_ms, sent))


def _work(script: Script, full_blocks: int) -> None:
    """Payments, a reservation, the next day with what it pays, and full blocks."""
    for count in (1, 2, 3):
        script.pay(count)
    expiry = script.time_ms + DAY_MS
    asked = ("HKD", "1.00", "BANKA.HOUSE", ("BANKB.HOUSE",), t.HOLD_BY_TIME, ("BANKB",))
    script.ask(Request(("BANKA",), PlaceHold(*asked, expiry, b"", b"")))
    script.next_day()
    for number in range(full_blocks):
        script.pay(16)
        script.pay(1)
        if number % 2:
            script.do("snapshot")  # what follows it is all that an opening has to do again


@dataclass
class Played:
    """How far a day went, as its user knows it."""

    node: SoloNode | None = None
    envelopes: int = 0  # acknowledged
    height: int = 0  # of the last block with an acknowledged envelope
    statuses: list[Status] = field(default_factory=list)
    is_created: bool = False


Noted = Callable[[Played], None]


def play(
    day: tuple[Action, ...], folder: Callable[[], Disk], clock: StillClock, noted: Noted
) -> Played:
    """Do a day. `folder` gives the disk of each new process; `noted` is told after each action."""
    played = Played()
    disk = folder()
    for action in day:
        clock.time_ms = action.time_ms
        if action.kind == "open":
            disk = folder()
        _do(action, played, disk, clock)
        noted(played)
    return played


def _do(action: Action, played: Played, disk: Disk, clock: Clock) -> None:
    if action.kind == "create":
        played.node = SoloNode.create(disk, clock, genesis(), SEGMENT_BYTES, SALT)
        played.is_created = True
    elif action.kind == "open":
        played.node = SoloNode.open(disk, clock)
    elif action.kind == "stop":
        played.node = None
    elif played.node is None:
        demand(False, "a script asks a node that does not run")
    elif action.kind == "submit":
        answers = played.node.submit(action.envelopes)
        played.envelopes += len(answers)
        played.height = played.node.executor.height
        played.statuses += [answer.status for answer in answers]
    elif action.kind == "snapshot":
        played.node.snapshot()
    else:
        played.node.close()


def told(record: Record) -> Told:
    """A record as plain values, its payload copied."""
    place = (record.kind, record.height, record.index, record.block_time_ms)
    return (*place, bytes(record.payload))


@cache
def day_in_memory(day: tuple[Action, ...]) -> tuple[dict[str, bytes], tuple[Told, ...]]:
    """The files that a day without faults leaves, and the records of its journal."""
    disk = MemoryDisk()
    play(day, lambda: disk, StillClock(), lambda played: None)
    files = {name: bytes(content) for name, content in disk.files.items()}
    return files, tuple(map(told, read_journal(MemoryDisk(files), genesis().chain_id())))
