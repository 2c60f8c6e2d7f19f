"""When a button of a session was pressed, and the name it got there: one that waited for the connection is stored once, at its time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from emergency.models import TherapySession

WAITS_AT_MOST = timedelta(hours=24)


@dataclass(frozen=True)
class Pressed:
    """By the clock of the page; both are empty where it was sent at once and without script."""

    at: datetime | None = None
    operation_id: UUID | None = None

    def moment(self, session: TherapySession) -> datetime:
        """When it counts as done: neither before the session nor in the future, whatever clock the page had."""
        now = timezone.now()
        began = session.started_at or session.starts_at
        return min(max(self.at, began), now) if self.at else now

    def was_open(self, session: TherapySession) -> bool:
        """Whether the session was open when it was pressed. What waited longer than a day is too late."""
        if session.ended_at is None:
            return session.is_open
        return self.at is not None and self.moment(session) <= session.ended_at > timezone.now() - WAITS_AT_MOST
