"""Open the next business day: what yesterday closed is recorded, what today owes falls due.

Nobody sends a coupon. The records are taken here, first thing in the opening; the blocks that
follow begin with the payments.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from praya.base.limits import EVENTS_PENDING_MAX
from praya.base.status import Status
from praya.envelopes.participants import Licence, Role
from praya.intents.lowering import Lowering, refuse
from praya.intents.permissions import ANYBODY
from praya.intents.schema import Kind, item
from praya.kernel import tables as t

DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class OpenDay:
    """Move the business date on."""

    VERB: ClassVar = "calendar.open_day"
    TITLE: ClassVar = ("Open the business day", "開啟營業日")
    PERMITTED: ClassVar[frozenset[Licence]] = ANYBODY
    ROLE: ClassVar[Role | None] = Role.CALENDAR

    date: int = item(1, Kind.DAY, "Business date", "營業日")

    def lower(self, lowering: Lowering) -> None:
        """OPEN_DAY, then RECORD every asset whose record date is behind.

        DATE_NOT_NEXT unless `date` is the next business day of the ledger's calendar and has
        begun, by block time, somewhere.
        """
        state = lowering.ledger.state
        today = state.business_date
        calendar = lowering.calendar(lowering.setting.calendar)
        following = calendar.next_business_day(today)
        # A day begins somewhere on Earth at most fourteen hours before it does in UTC.
        latest = lowering.setting.block_time // DAY_MS + 1
        if self.date != following or self.date > latest:
            refuse(Status.DATE_NOT_NEXT)
        lowering.build.open_day(self.date, today)
        events = state.table("events")
        waits = (events[:, t.EVENT_STATE] == t.EVENT_PENDING) & (
            events[:, t.EVENT_RECORD_DATE] < self.date
        )
        pairs = events[waits][:, [t.EVENT_RECORD_DATE, t.EVENT_ASSET]]
        due = np.unique(pairs, axis=0)
        lowering.rows_max = EVENTS_PENDING_MAX + len(lowering.build)  # the day must always open
        for date, asset in due.tolist():
            lowering.build.record(asset, date)
