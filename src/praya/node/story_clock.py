"""A clock that is told the time: for runs that live a year in seconds, and for tests."""


class StoryClock:
    """Stands still until it is set; never goes back."""

    def __init__(self, now_ms: int) -> None:
        self._now_ms = now_ms

    def now_ms(self) -> int:
        """The time it was told, a millisecond later at each asking."""
        self._now_ms += 1
        return self._now_ms

    def set(self, now_ms: int) -> None:
        """Move on to a time."""
        self._now_ms = max(self._now_ms, now_ms)
