"""Who may do what in the directory, with incidents and with the steps of an emergency."""

from clinic.accounts.models import Membership
from clinic.audit.actors import Actor, Kind
from clinic.clients.models import Client
from clinic.clients.permissions import may_write
from clinic.web.errors import Conflict
from emergency.models import FollowUp, Incident, Resource, TherapySession

NOT_PLANNED = "This session has begun, or was called off or missed. Nothing was changed."
HAS_BEGUN = "This session has begun: it cannot be moved or called off any more. Nothing was changed."


def may_edit_directory(by: Actor) -> bool:
    """Admins keep the directory; the system seeds it."""
    return by.kind is Kind.SYSTEM or by.has("admin")


def may_report_problem(by: Actor) -> bool:
    """Whoever dials may say that a number did not work: clinicians, admins and clients."""
    return by.kind in {Kind.SYSTEM, Kind.CLIENT} or by.has("admin", "therapist", "supervisor")


def may_verify(by: Actor, resource: Resource) -> bool:
    """Admins check any entry; a clinician is the second person of a dispatch line whose number somebody else has set."""
    if may_edit_directory(by):
        return True
    is_waiting = resource.check_state is Resource.Check.SECOND
    return by.is_clinician and is_waiting and resource.set_by_id != by.id


def may_keep_on_call(by: Actor) -> bool:
    """Admins and supervisors say who is on call."""
    return by.kind is Kind.SYSTEM or by.has("admin", "supervisor")


def may_log_crisis(by: Actor, client: Client) -> bool:
    """Clinicians who may read the record: in a crisis a supervisor writes too, and the end of care stops nobody."""
    return by.is_clinician and Client.objects.visible_to(by).filter(pk=client.pk).exists()


def may_write_incident(by: Actor, incident: Incident) -> bool:
    """Who writes in the client's record, whoever led it and supervisors; also after care, or a stand-in's access, has ended."""
    led = by.is_clinician and incident.lead_id == by.id
    return led or may_record_incident(by, incident.client)


def may_record_incident(by: Actor, client: Client) -> bool:
    """A crisis that had no crisis view: who writes in the client's record, and supervisors."""
    return by.has("supervisor") or may_write(by, client)


def may_write_about(by: Actor, client: Client, incident: Incident | None) -> bool:
    """What belongs to a client's record, or to an incident of this client."""
    if incident is None:
        return may_write(by, client)
    return incident.client_id == client.pk and may_write_incident(by, incident)


def may_change_follow_up(by: Actor, follow_up: FollowUp) -> bool:
    """Its owner, whoever looks after the client, and who writes in what it follows; of those who may see it."""
    if not may_see_follow_up(by, follow_up):
        return False
    if follow_up.owner_id == by.id:
        return True
    return may_write_incident(by, follow_up.incident) if follow_up.incident else may_record_incident(by, follow_up.client)


def may_sign(by: Actor, incident: Incident) -> bool:
    """A supervisor other than the author of the report, unless the clinic has no other one."""
    if not by.has("supervisor"):
        return False
    others = Membership.objects.active().with_role("supervisor").exclude(pk=by.id)
    return incident.reported_by_id != by.id or not others.exists()


def may_see_follow_up(by: Actor, follow_up: FollowUp) -> bool:
    """What looks after the therapist, or at the work of the clinic, is for its owner and supervisors alone."""
    return not follow_up.is_of_staff or by.has("supervisor") or follow_up.owner_id == by.id


def may_edit_protocols(by: Actor) -> bool:
    """What the clinic does in an emergency, and its notes on the law of a place."""
    return by.kind is Kind.SYSTEM or by.has("admin", "supervisor")


def check_to_come(session: TherapySession) -> None:
    """Only what is still to come can be moved or called off; Conflict otherwise."""
    if not session.is_planned:
        raise Conflict(HAS_BEGUN if session.started_at else NOT_PLANNED)
