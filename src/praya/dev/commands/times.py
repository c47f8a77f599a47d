"""Times and days of a ledger as people read them."""

from datetime import UTC, datetime

from praya.base.dates import format_day
from praya.envelopes.summaries import TIME_MS_MAX


def day_text(day: int) -> str:
    """A business date, as 2026-11-20."""
    return format_day(day)


def time_text(milliseconds: int) -> str:
    """A block time in UTC, as 2026-11-20 02:00:00.000 UTC; past the year 9999 the number."""
    if not 0 <= milliseconds <= TIME_MS_MAX:
        return str(milliseconds)
    moment = datetime.fromtimestamp(milliseconds // 1_000, UTC)
    return f"{moment:%Y-%m-%d %H:%M:%S}.{milliseconds % 1_000:03d} UTC"
