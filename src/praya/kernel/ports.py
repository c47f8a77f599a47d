"""What the kernel and the journal ask of the outside world, as shapes that adapters fit.

Protocols only. This file must not know a file system, a thread or a time source: a node passes real
ones in, the simulator passes its own, and neither is imported here.
"""

from collections.abc import Iterable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Clock(Protocol):
    """The one source of time of a node. The kernel itself never asks: block time is data."""

    def now_ms(self) -> int:
        """Give the time in milliseconds since 1970-01-01T00:00Z."""


class Zeroing(Protocol):
    """Files of zeros made ahead of need, one at a time, perhaps beside other work."""

    def begin(self, name: str, length: int) -> None:
        """Start making the file `name` of `length` zero bytes; it appears whole and durable."""

    def finish(self) -> None:
        """Wait until what was begun is there. Raises what stood in its way, as `Disk.replace`."""


class Disk(Protocol):
    """The one folder of a node. What was written is durable when the call returns.

    Every call may raise PrayaError DISK_FAILED; a disk that failed to write or to synchronise
    refuses everything after it, for what the device then holds is not known.
    """

    @property
    def mode(self) -> str:
        """How durability is had, in words for doctor and bench."""

    @property
    def zeroing(self) -> Zeroing:
        """The maker of zeroed files in this folder."""

    def names(self) -> dict[str, int]:
        """List the files with their sizes in bytes."""

    def read(self, name: str, offset: int = 0, length: int | None = None) -> memoryview:
        """Give `length` bytes from `offset`, or all that follow; fewer where the file ends."""

    def write(self, name: str, offset: int, data: memoryview) -> None:
        """Overwrite bytes inside the file `name`; offset and length are multiples of 4,096.

        Raises FOLDER_READ_ONLY, DISK_FULL, DISK_FAILED. After a crash on the way, any part of these
        bytes may have been written and nothing else has changed.
        """

    def replace(self, name: str, pieces: Iterable[bytes | memoryview]) -> None:
        """Put a file of these bytes in the place of `name`, or make it: all of it or nothing.

        Raises FOLDER_READ_ONLY, DISK_FULL, DISK_FAILED. DISK_FULL here has changed nothing and may
        be tried again.
        """

    def remove(self, name: str) -> None:
        """Remove the file `name`; no error where there is none."""


class EffectsSink(Protocol):
    """Where effects go that are not rows of the journal, live and on replay alike."""

    def emit(self, height: int, effects: NDArray[np.int64]) -> None:
        """Take the effects of block `height`: one line (row, position, delta in minor units) each.

        `row` counts the rows of the block from 0.
        """
