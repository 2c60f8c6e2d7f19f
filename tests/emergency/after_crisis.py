"""An incident as a crisis view leaves it, made through the real actions. Call it inside the clinic's context."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import time_machine

from clinic.accounts.models import Membership
from clinic.clients.models import AccessGrant, Client
from clinic.staff.actions import end_and_follow_up
from emergency.actions.crisis import Line, write
from emergency.models import Incident

BEGAN = datetime(2026, 11, 6, 19, 41, tzinfo=UTC)  # 2:41 pm in New York
LINES = (
    (0, "opened", {}),
    (1, "ticked", {"step": 0, "scenario": "self_harm", "words": "Ask where the client is now"}),
    (2, "called", {"words": "Coconino mobile crisis team"}),
    (8, "call_result", {"words": "Coconino mobile crisis team", "result": "answered"}),
    (20, "note", {"words": "The team says 20 minutes"}),
)


def written(
    by: Membership, client: Client, *, began: datetime = BEGAN, lines: tuple[tuple[int, str, dict[str, object]], ...] = LINES
) -> Incident:
    """A log under way; each line that many minutes after the beginning."""
    AccessGrant.objects.filter(client=client, starts_at__gt=began, ends_at=None).update(starts_at=began - timedelta(days=1))
    for minutes, what, said in lines:
        at = began + timedelta(minutes=minutes)
        with time_machine.travel(at, tick=False):
            made = write(by=by.actor, client=client, lines=[Line(what=what, at=at, operation_id=uuid4(), **said)])  # type: ignore[arg-type]
    return made


def ended(by: Membership, client: Client, *, began: datetime = BEGAN, minutes: int = 44, **facts: object) -> Incident:
    """The same, ended with all that follows."""
    incident = written(by, client, began=began)
    how = {"outcome": "with_help", "with_whom": "the crisis team", **facts}
    with time_machine.travel(began + timedelta(minutes=minutes), tick=False):
        return end_and_follow_up(by=by.actor, incident=incident, **how)
