"""Every Status with its words, gathered from the four files that hold them.

It must not know errors, commands or screens.
"""

from typing import Final

from praya.base.catalogue.entries import Words
from praya.base.catalogue.envelope_statuses import ENVELOPE_STATUSES
from praya.base.catalogue.request_statuses import REQUEST_STATUSES
from praya.base.catalogue.row_statuses import ROW_STATUSES
from praya.base.catalogue.state_statuses import STATE_STATUSES
from praya.base.status import Status

STATUSES: Final[dict[Status, Words]] = {
    **ENVELOPE_STATUSES,
    **REQUEST_STATUSES,
    **ROW_STATUSES,
    **STATE_STATUSES,
}
