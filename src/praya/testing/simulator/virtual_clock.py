"""A clock of simulated time: it goes on by itself a little, and jumps when it is told to."""


class VirtualClock:
    """Milliseconds since 1970-01-01 UTC. Remembers every reading, for the oracle."""

    def __init__(self, now_ms: int) -> None:
        self._now_ms = now_ms
        self.readings: list[int] = []

    def now_ms(self) -> int:
        """The time; a millisecond passes at each reading."""
        self._now_ms += 1
        self.readings.append(self._now_ms)
        return self._now_ms

    def look(self) -> int:
        """The time, for the simulator itself: nothing passes and nothing is noted."""
        return self._now_ms

    def move(self, milliseconds: int) -> None:
        """Jump forward, or back where it is negative."""
        self._now_ms = max(1, self._now_ms + milliseconds)
