"""Reads of incidents and of what follows them. A foreign incident answers like a missing one."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.accounts.models import Membership
from clinic.audit.actors import Actor
from clinic.audit.log import under
from clinic.clients.models import Client, Place
from clinic.clients.queries import grant_of
from emergency.models import CheckIn, Disclosure, FollowUp, Incident, IncidentEntry, PlanTrouble, SessionEntry
from emergency.models.incidents import REPORT_WITHIN
from emergency.permissions import may_see_follow_up
from emergency.whereabouts import as_place


def readable(by: Actor) -> "QuerySet[Incident]":
    """The incidents `by` may read: of clients whose record they may open, and those they led themselves."""
    if not by.is_clinician:
        return Incident.objects.none()
    mine = Q(client__in=Client.objects.visible_to(by)) | Q(lead_id=by.id)
    return Incident.objects.kept().filter(mine).select_related("client", "session")


def visible_incident(by: Actor, client_id: UUID, incident_id: UUID) -> Incident:
    """This incident of this client, or Http404, in one query. Events then tell which grant opened the record."""
    own = readable(by).annotate(grant_id=grant_of(by, timezone.now(), "client_id"))
    found = own.filter(pk=incident_id, client_id=client_id).first()
    if found is None:
        raise Http404
    under(client_id, found.grant_id)  # type: ignore[attr-defined]  # of the annotation
    return found


def incidents(by: Actor) -> "QuerySet[Incident]":
    """For the list, the newest first; an auditor sees all of the clinic, by pseudonym."""
    found = Incident.objects.kept().select_related("client") if by.has("auditor") and not by.is_clinician else readable(by)
    return found.order_by("-opened_at", "-pk")


def incidents_of(by: Actor, client: Client) -> list[Incident]:
    """A client's incidents, the newest first."""
    return list(readable(by).filter(client=client).order_by("-opened_at", "-pk"))


def entries(incident: Incident) -> list[IncidentEntry]:
    """The log as it was written, with what its lines name. One query."""
    return list(incident.entries.select_related("resource", "contact").order_by("written_at", "pk"))


def entry_of(incident: Incident, entry_id: UUID) -> IncidentEntry:
    """A line of this incident, or Http404."""
    found: IncidentEntry | None = IncidentEntry.objects.filter(incident=incident, pk=entry_id).first()
    if found is None:
        raise Http404
    found.incident = incident
    return found


def call_of(incident: Incident, entry_id: str) -> IncidentEntry | None:
    """The call of this log that is named; None where none is. Http404 for another thing."""
    if not entry_id:
        return None
    try:
        return entry_of(incident, UUID(entry_id))
    except ValueError:
        raise Http404 from None


def check_ins_of(incident: Incident) -> list[CheckIn]:
    """What was said about the place in its session until it ended. One query, none without a session."""
    if incident.session_id is None:
        return []
    found = CheckIn.objects.filter(session_id=incident.session_id, at__lte=incident.ended_at or timezone.now())
    return list(found.order_by("at"))


def session_log_of(incident: Incident) -> list[SessionEntry]:
    """What happened in its session until the crisis ended. One query, none without a session."""
    if incident.session_id is None:
        return []
    found = SessionEntry.objects.filter(session_id=incident.session_id, at__lte=incident.ended_at or timezone.now())
    return list(found.order_by("at", "written_at"))


def zone_there(incident: Incident, check_ins: list[CheckIn]) -> str:
    """The time zone of where the client was said to be, else of their first place; empty when neither is known."""
    told = next((zone for each in reversed(check_ins) if (zone := as_place(each).zone)), "")
    if told:
        return told
    place = Place.objects.kept().filter(client_id=incident.client_id).first()
    return place.zone if place else ""


def follow_ups_of(by: Actor, incident: Incident) -> list[FollowUp]:
    """What follows it, as far as `by` may know of it. One query."""
    found = _owned(incident.follow_ups.order_by("due_at", "made_at"))
    return [each for each in found if may_see_follow_up(by, each)]


def follow_up_of(by: Actor, incident: Incident, follow_up_id: UUID) -> FollowUp:
    """One of them, or Http404."""
    found = FollowUp.objects.filter(incident=incident, pk=follow_up_id).first()
    if found is None or not may_see_follow_up(by, found):
        raise Http404
    found.incident = incident
    return found


def follow_ups_due(by: Actor, until: datetime) -> list[FollowUp]:
    """Those of `by` that are overdue or due until then, with their clients and incidents; the oldest first. One query."""
    found = _owned(FollowUp.objects.waiting()).filter(owner_id=by.id, due_at__lte=until)
    return list(found.select_related("client", "incident").order_by("due_at"))


def late_with_others(by: Actor) -> list[FollowUp]:
    """For a supervisor: what colleagues let lie, and what nobody owns who still works here. One query."""
    late = _owned(FollowUp.objects.waiting()).filter(Q(due_at__lt=timezone.now()) | Q(is_owned=False)).exclude(owner_id=by.id)
    return list(late.select_related("client", "incident").order_by("due_at"))


def _owned(found: "QuerySet[FollowUp]") -> "QuerySet[FollowUp]":
    """Each with `is_owned`: whether it has an owner who still works here."""
    return found.annotate(is_owned=Exists(Membership.objects.active().filter(pk=OuterRef("owner_id"))))


def unfinished(by: Actor) -> list[Incident]:
    """Incidents whose record waits for `by`, the oldest first. One query.

    Those that `by` led: until the report is handed in, and from sign-off until it is closed, which the signer may do too. For
    a supervisor also all reports that wait for sign-off, and those of colleagues that are overdue.
    """
    waits = Q(lead_id=by.id, reported_at=None) | Q(signed_at__isnull=False) & (Q(lead_id=by.id) | Q(signed_by_id=by.id))
    if by.has("supervisor"):
        waits |= Q(reported_at__isnull=False, signed_at=None) | Q(reported_at=None, ended_at__lt=timezone.now() - REPORT_WITHIN)
    found = Incident.objects.kept().filter(waits, ended_at__isnull=False, closed_at=None)
    return list(found.select_related("client").order_by("ended_at"))


def waiting_counts(found: Iterable[Incident]) -> dict[UUID, list[datetime]]:
    """When what follows these incidents is due, as far as it waits. One query."""
    due: dict[UUID, list[datetime]] = {}
    rows = FollowUp.objects.waiting().filter(incident__in=[each.pk for each in found]).order_by("due_at")
    for incident_id, due_at in rows.values_list("incident_id", "due_at"):
        due.setdefault(incident_id, []).append(due_at)
    return due


def disclosures_in(incident: Incident) -> list[Disclosure]:
    return list(Disclosure.objects.filter(incident=incident).order_by("at"))


def disclosures_of(client: Client) -> list[Disclosure]:
    """Everything that was told about this client, the newest first."""
    return list(Disclosure.objects.filter(client=client).select_related("incident").order_by("-at"))


def troubles_in(incident: Incident) -> list[PlanTrouble]:
    return list(PlanTrouble.objects.filter(incident=incident).order_by("at"))


def lacking(incident: Incident) -> list[str]:
    """What stands in the way of closing it, each a sentence; empty when nothing does. One query."""
    said = []
    if incident.reported_at is None or not incident.happened.strip():
        said.append(_("The report is not handed in."))
    if incident.signed_at is None:
        said.append(_("A supervisor has not signed it off."))
    for each in _owned(FollowUp.objects.waiting()).filter(Q(is_owned=False), incident=incident).order_by("due_at"):
        said.append(_("“%(what)s” has no owner. Choose one, or say why it is not needed.") % {"what": each.get_what_display()})
    return said
