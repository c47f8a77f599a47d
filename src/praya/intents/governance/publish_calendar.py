"""Publish a calendar of business days, or its next version."""

from dataclasses import dataclass
from typing import Any, ClassVar

from praya.base.calendars import calendar_from_document
from praya.base.catalogue import Phrase, Refusal
from praya.base.encoding import encode
from praya.base.errors import PrayaError
from praya.base.limits import DOCUMENT_BYTES_MAX
from praya.base.status import Status
from praya.envelopes.participants import Licence, Role
from praya.intents.flaws import Around, Flaw, Flaws
from praya.intents.lowering import Lowering, calendar_document_name, refuse
from praya.intents.permissions import ANYBODY
from praya.intents.schema import Kind, item


@dataclass(frozen=True, slots=True)
class PublishCalendar:
    """Holidays change by gazette: a calendar is a document, never a library's data."""

    VERB: ClassVar = "governance.publish_calendar"
    TITLE: ClassVar = ("Publish a calendar", "發布日曆")
    PERMITTED: ClassVar[frozenset[Licence]] = ANYBODY
    ROLE: ClassVar[Role | None] = Role.OPERATOR

    calendar: dict[int, Any] = item(1, Kind.MAP, "Calendar", "日曆")

    def lower(self, lowering: Lowering) -> None:
        """PUT it. INTENT_MALFORMED for a calendar that is none."""
        try:
            calendar = calendar_from_document(self.calendar)
        except PrayaError:
            refuse(Status.INTENT_MALFORMED)
        lowering.put(calendar_document_name(calendar.code), encode(self.calendar))

    def flaws(self, _around: Around) -> Flaws:
        """A calendar that can be read, and fits a document."""
        try:
            calendar_from_document(self.calendar)
            size = len(encode(self.calendar))
        except PrayaError as problem:
            yield Flaw("calendar", Refusal(problem))
            return
        if size > DOCUMENT_BYTES_MAX:
            most = {"bytes": f"{DOCUMENT_BYTES_MAX:,}"}
            yield Flaw("calendar", Phrase("flaw.bytes_max", most))
