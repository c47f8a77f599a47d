"""Zeroed files made ahead of need, so that the journal overwrites blocks and never grows a file.

The one thread of storage lives here. This file must not know the journal: it is told a name and a
length. A disk in memory or in a simulator uses `InlineZeroing` and has no thread.
"""

from collections.abc import Callable, Iterable, Iterator
from threading import Thread

from praya.base.errors import PrayaError, require

_PIECE = bytes(1_048_576)

Replace = Callable[[str, Iterable[bytes | memoryview]], None]


def zero_pieces(length: int) -> Iterator[memoryview]:
    """Give `length` zero bytes in pieces."""
    for start in range(0, length, len(_PIECE)):
        yield memoryview(_PIECE)[: min(len(_PIECE), length - start)]


class InlineZeroing:
    """Makes the file when it is asked for: nothing happens beside the caller."""

    def __init__(self, replace: Replace) -> None:
        self._replace = replace

    def begin(self, name: str, length: int) -> None:
        """Make the file now. Raises as `Disk.replace`."""
        self._replace(name, zero_pieces(length))

    def finish(self) -> None:
        """Nothing is ever under way."""


class BackgroundZeroing:
    """Makes the file in a helper thread while the caller goes on writing."""

    def __init__(self, replace: Replace) -> None:
        self._replace = replace
        self._thread: Thread | None = None
        self._refusal: PrayaError | None = None

    def begin(self, name: str, length: int) -> None:
        """Start making the file; one at a time."""
        require(self._thread is None, "a zeroed file is waited for before the next is begun")
        self._thread = Thread(target=self._make, args=(name, length), daemon=True)
        self._thread.start()

    def finish(self) -> None:
        """Wait for the file. Raises what the thread met, as `Disk.replace`."""
        if self._thread is None:
            return
        self._thread.join()
        self._thread = None
        refusal, self._refusal = self._refusal, None
        if refusal is not None:
            raise refusal

    def _make(self, name: str, length: int) -> None:
        try:
            self._replace(name, zero_pieces(length))
        except PrayaError as refusal:
            self._refusal = refusal
