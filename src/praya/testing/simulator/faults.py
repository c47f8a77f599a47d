"""The faults that a schedule may meet, and when each strikes.

A fault is armed by a step and strikes at a later system call of its kind, however many steps later
that is. This file must not know files or nodes.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from random import Random


class FaultKind(Enum):
    """What can go wrong, one name each, as figures are counted by."""

    KILLED = "killed"  # the process ends, and the machine with its cache goes on
    # The power goes.
    CRASH = "crash"  # between two calls
    TORN_512 = "torn_512"  # within a write, which leaves some sectors
    TORN_4096 = "torn_4096"  # the same, which leaves some blocks
    LOST = "lost"  # before a synchronisation: nothing that waited for it is there
    REORDERED = "reordered"  # before a synchronisation: any sectors that waited for it are there
    # The device reports that it failed.
    WRITE_ERROR = "write_error"
    FSYNC_ERROR = "fsync_error"
    READ_ERROR = "read_error"
    FULL = "full"
    # The device is only slow, or does less than it was asked at once.
    SLOW = "slow"
    SHORT_WRITE = "short_write"
    SHORT_READ = "short_read"
    # The device lies: it reports success.
    MISDIRECTED = "misdirected"  # a write lands at another place
    DROPPED = "dropped"  # a write lands nowhere
    BIT_ROT = "bit_rot"  # a stored bit turns while no node runs
    LIVE_ROT = "live_rot"  # a stored bit turns under a node that runs
    COPY_ROT = "copy_rot"  # a bit of a finished export or backup turns
    OLD_SNAPSHOT = "old_snapshot"  # the newest snapshot is replaced by one before it
    SNAPSHOT_GONE = "snapshot_gone"
    # Clocks and messages.
    CLOCK_FORWARD = "clock_forward"
    CLOCK_BACK = "clock_back"
    REPEATED = "repeated"  # an envelope comes again
    SHUFFLED = "shuffled"  # envelopes come in another order
    MANGLED = "mangled"  # a byte of an envelope changes on the way


POWER = frozenset(
    {
        FaultKind.CRASH,
        FaultKind.TORN_512,
        FaultKind.TORN_4096,
        FaultKind.LOST,
        FaultKind.REORDERED,
    }
)
LYING = frozenset({FaultKind.MISDIRECTED, FaultKind.DROPPED, FaultKind.BIT_ROT})
REPORTED = frozenset(
    {FaultKind.WRITE_ERROR, FaultKind.FSYNC_ERROR, FaultKind.READ_ERROR, FaultKind.FULL}
)
AT_CALLS = (
    *(FaultKind.CRASH, FaultKind.TORN_512, FaultKind.TORN_4096, FaultKind.LOST),
    *(FaultKind.REORDERED, FaultKind.WRITE_ERROR, FaultKind.FSYNC_ERROR, FaultKind.READ_ERROR),
    *(FaultKind.FULL, FaultKind.SLOW, FaultKind.SHORT_WRITE, FaultKind.SHORT_READ),
    *(FaultKind.MISDIRECTED, FaultKind.DROPPED),
)
COPYING = (*AT_CALLS, *(FaultKind.CRASH, FaultKind.KILLED, FaultKind.KILLED))  # a copy is written
AT_REST = (FaultKind.BIT_ROT, FaultKind.OLD_SNAPSHOT, FaultKind.SNAPSHOT_GONE)
CALLS_MAX = 9  # a fault strikes at one of so many next calls of its kind


class CallKind(Enum):
    """Kinds of system calls, as far as faults tell them apart."""

    CREATE = "create"
    WRITE = "write"
    READ = "read"
    SYNCHRONISE = "synchronise"
    NAME = "name"  # rename, unlink


_STRIKES = {
    FaultKind.CRASH: frozenset(CallKind) - {CallKind.READ},
    FaultKind.TORN_512: frozenset({CallKind.WRITE}),
    FaultKind.TORN_4096: frozenset({CallKind.WRITE}),
    FaultKind.LOST: frozenset({CallKind.SYNCHRONISE}),
    FaultKind.REORDERED: frozenset({CallKind.SYNCHRONISE}),
    FaultKind.WRITE_ERROR: frozenset({CallKind.WRITE, CallKind.CREATE, CallKind.NAME}),
    FaultKind.FSYNC_ERROR: frozenset({CallKind.SYNCHRONISE}),
    FaultKind.READ_ERROR: frozenset({CallKind.READ}),
    FaultKind.FULL: frozenset({CallKind.WRITE, CallKind.CREATE}),
    FaultKind.SLOW: frozenset(CallKind),
    FaultKind.SHORT_WRITE: frozenset({CallKind.WRITE}),
    FaultKind.SHORT_READ: frozenset({CallKind.READ}),
    FaultKind.MISDIRECTED: frozenset({CallKind.WRITE}),
    FaultKind.DROPPED: frozenset({CallKind.WRITE}),
}


@dataclass(slots=True)
class Armed:
    """A fault that waits for its call."""

    kind: FaultKind
    calls_left: int  # it strikes when this many more calls of its kinds have come; 1 = the next
    random: Random  # draws what the fault leaves behind
    bytes_over: int = -1  # a torn write: only of a segment, and only of more bytes than this


class Injector:
    """Says at each system call whether a fault strikes there, and counts what struck."""

    def __init__(self) -> None:
        self.armed: list[Armed] = []
        self.struck: list[FaultKind] = []
        self.quiet = False  # while the simulator itself looks at the device

    def arm(self, kind: FaultKind, random: Random) -> None:
        """Let a fault strike at one of the next calls of its kind."""
        self.armed.append(Armed(kind, 1 + random.randrange(CALLS_MAX), random))

    def arm_tear(self, kind: FaultKind, random: Random, bytes_over: int) -> None:
        """Tear the next write to a segment that is longer than so many bytes."""
        self.armed.append(Armed(kind, 1, random, bytes_over))

    def arm_soon(self, kind: FaultKind, random: Random, calls: int) -> None:
        """Let a fault strike at so manieth a call of its kind from now."""
        self.armed.append(Armed(kind, calls, random))

    def spare(self, kinds: Collection[FaultKind]) -> None:
        """None of these kinds strikes any more, unless it is armed again."""
        self.armed = [armed for armed in self.armed if armed.kind not in kinds]

    def disarm(self) -> None:
        """Nothing strikes any more: the time of healing."""
        self.armed.clear()

    def strike(self, call: CallKind) -> Armed | None:
        """The fault that strikes at this call, if one does."""
        if self.quiet:
            return None
        for place, armed in enumerate(self.armed):
            if call in _STRIKES[armed.kind]:
                armed.calls_left -= 1
                if armed.calls_left <= 0:
                    del self.armed[place]
                    return armed
        return None

    def note(self, kind: FaultKind) -> None:
        """Count a fault that took effect."""
        self.struck.append(kind)
