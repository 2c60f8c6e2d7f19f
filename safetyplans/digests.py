"""Who is owed a digest of reviews, and of reports of incidents, today. One mail per person and day; grants decide, when it is written and when it leaves.

A review is announced three days before it is due, on the day, and on the third and seventh day after. From the seventh day
supervisors hear of it every week. Whoever led an incident hears of its missing report one and two days after it ended. A day on which nothing ran is made up for on the next: what counts is the newest
announcement day that has passed, compared with the person's last digest.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from clinic.accounts.models import Clinic, Membership
from clinic.clients.models import AccessGrant
from clinic.notifications.models import Message
from emergency.models import Incident
from safetyplans.models import Review

AHEAD = 3
STAFF_DAYS = (-AHEAD, 0, 3, 7)
REPORT_DAYS = (1, 2)
SUPERVISOR_EVERY = 7
DUE, SOON, TEAM = "staff-digest", "staff-digest-soon", "supervisor-digest"


@dataclass
class Items:
    """What there is to announce to one person, as the newest announcement days by kind of digest."""

    days: dict[str, date] = field(default_factory=dict)

    def add(self, kind: str, day: date | None) -> None:
        if day is not None:
            self.days[kind] = max(day, self.days.get(kind, day))

    def news_since(self, last: date | None) -> str:
        """The kind of digest owed to somebody whose last one was of that day; empty when there is nothing new."""
        new = [kind for kind, day in self.days.items() if last is None or day > last]
        return next((kind for kind in (TEAM, DUE, SOON) if kind in new), "")


def clinics_to_remind() -> list[Clinic]:
    """Those whose reminder time has come on their own clock. The demo's comes at once: nobody waits for it until 8:00."""
    now = timezone.now()
    return [each for each in Clinic.objects.all() if each.is_demo or now.astimezone(each.zone).time() >= each.reminder_time]


def owed(clinic: Clinic, today: date) -> list[Message]:
    """The digests to post, not saved yet. A fixed number of statements."""
    members = {m.id: m for m in Membership.objects.active().filter(user__is_active=True).select_related("user")}
    items = _items(clinic, today, members.values())
    last = _last_digests(clinic)
    kinds = {id: items[id].news_since(last.get(id)) for id in items}
    messages = [_message(members[id], kind, today) for id, kind in kinds.items() if kind]
    known = set(Message.objects.filter(key__in=[message.key for message in messages]).values_list("key", flat=True))
    return [message for message in messages if message.key not in known]


def moment(message: Message) -> datetime | None:
    """Asked right before a digest leaves: still today's, still their address, and still true. None: never."""
    clinic: Clinic = message.clinic
    member = Membership.objects.active().filter(pk=message.recipient_id, user__is_active=True).select_related("user").first()
    if member is None or member.user.email != message.address or message.key != _key(member, clinic.today):
        return None
    items = _items(clinic, clinic.today, [member])
    return message.due_at if message.kind in items[member.id].days else None


def _message(member: Membership, kind: str, today: date) -> Message:
    return Message(key=_key(member, today), kind=kind, recipient_id=member.id, address=member.user.email, parameters={})


def _key(member: Membership, today: date) -> str:
    return f"digest:{member.id}:{today.isoformat()}"


def _last_digests(clinic: Clinic) -> dict[UUID, date]:
    """The day of the last digest each person got or will get. A dropped one said nothing."""
    rows = Message.objects.filter(kind__in=[DUE, SOON, TEAM]).exclude(state=Message.State.DROPPED)
    newest = rows.values_list("recipient_id").annotate(Max("made_at"))
    return {id: at.astimezone(clinic.zone).date() for id, at in newest}


def _items(clinic: Clinic, today: date, members: Iterable[Membership]) -> dict[UUID, Items]:
    found: dict[UUID, Items] = defaultdict(Items)
    reviews = list(Review.objects.live().filter(due_on__lte=today + timedelta(AHEAD)).select_related("plan"))
    holders = _holders({review.plan.client_id for review in reviews})
    clinicians = {member.id: member for member in members if member.actor.is_clinician}
    for member in clinicians.values():
        for review in reviews:
            if member.id in holders[review.plan.client_id]:
                opened = review.opened_at.astimezone(clinic.zone).date()
                found[member.id].add(DUE if review.due_on <= today else SOON, announced(review.due_on, opened, today))
            if member.actor.has("supervisor"):
                found[member.id].add(TEAM, climbed(review.due_on, today))
    for lead_id, ended_at in _reports():
        if lead_id in clinicians:
            found[lead_id].add(DUE, asked_for(ended_at.astimezone(clinic.zone).date(), today))
    return found


def _reports() -> list[tuple[UUID, datetime]]:
    """Who led an incident whose report is not handed in, and when it ended."""
    waiting = Incident.objects.kept().filter(ended_at__isnull=False, reported_at=None)
    return [(lead_id, at) for lead_id, at in waiting.values_list("lead_id", "ended_at") if at]


def _holders(clients: set[UUID]) -> dict[UUID, set[UUID]]:
    """Who looks after these clients now, by caseload or cover."""
    holders: dict[UUID, set[UUID]] = defaultdict(set)
    kinds = [AccessGrant.Kind.CASELOAD, AccessGrant.Kind.COVER]
    grants = AccessGrant.objects.active().filter(client__in=clients, kind__in=kinds)
    for client_id, holder_id in grants.values_list("client_id", "holder_id"):
        holders[client_id].add(holder_id)
    return holders


def announced(due_on: date, opened_on: date, today: date) -> date | None:
    """The newest day on which this review was to be announced to who looks after the client; None before the first.

    What was opened less than three days ahead is announced on the day itself.
    """
    days = [due_on + timedelta(after) for after in STAFF_DAYS]
    return max((day for day in days if day <= today and (day >= due_on or day >= opened_on)), default=None)


def asked_for(ended_on: date, today: date) -> date | None:
    """The newest day on which a missing report was to be asked for; None before the first."""
    return max((day for day in (ended_on + timedelta(after) for after in REPORT_DAYS) if day <= today), default=None)


def climbed(due_on: date, today: date) -> date | None:
    """The newest day on which this review was to be announced to supervisors; None before the seventh day."""
    weeks = (today - due_on).days // SUPERVISOR_EVERY
    return due_on + timedelta(SUPERVISOR_EVERY * weeks) if weeks >= 1 else None
