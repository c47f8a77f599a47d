"""The clock of the machine, behind the clock port: the only place that asks what time it is."""

import time


class SystemClock:
    """UTC milliseconds of this machine."""

    def now_ms(self) -> int:
        """Milliseconds since 1970-01-01T00:00Z."""
        return time.time_ns() // 1_000_000
