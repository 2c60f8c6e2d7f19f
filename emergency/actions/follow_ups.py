"""What has to be done after an incident: by whom, by when, and that it was done or need not be."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from clinic.accounts.models import Membership
from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.permissions import require
from clinic.web.errors import Conflict
from emergency.models import FollowUp, Incident
from emergency.models.incidents import OF_STAFF
from emergency.permissions import may_change_follow_up, may_write_incident

What = FollowUp.What
AFTER = {
    What.DAY: timedelta(hours=24),
    What.THREE_DAYS: timedelta(hours=72),
    What.WEEK: timedelta(days=7),
    What.MONTH: timedelta(days=30),
    What.PLAN: timedelta(hours=72),
    What.CASE_REVIEW: timedelta(days=14),
    What.SUPPORT: timedelta(days=2),
}
LOOKED_AT_WITHIN = timedelta(hours=24)
SETTLED = "This is settled already. Nothing was changed."
NOBODY = "Choose somebody who works here as a therapist or supervisor."


@transaction.atomic
def open_follow_ups(*, by: Actor, incident: Incident, owner_id: UUID) -> list[FollowUp]:
    """What follows every incident, as part of ending or recording it, which checks who may. Twice makes nothing twice.

    `owner_id` looks after the client: the four contacts, the plan and their own support are theirs. The review of the case
    belongs to the supervisor, where there is exactly one; else the incident cannot close before somebody is named.
    """
    end = incident.ended_at or timezone.now()
    there = set(FollowUp.objects.filter(incident=incident).values_list("what", flat=True))
    owners = {What.CASE_REVIEW: _only_supervisor(), What.SUPPORT: incident.lead_id}
    made = [
        _made(by, incident, what, due_at=_due(incident, what, end + after), owner_id=owners.get(what, owner_id))
        for what, after in AFTER.items()
        if what not in there
    ]
    if made:
        record(by=by, action="follow_up.open", client_id=incident.client_id, on=incident, count=len(made))
    return made


@transaction.atomic
def follow_failed_number(*, by: Actor, incident: Incident, words: str) -> FollowUp:
    """Have a number looked at that did not work, as part of writing the log, which checks who may. It is the leader's to do."""
    due_at = timezone.now() + LOOKED_AT_WITHIN
    made = _made(by, incident, What.NUMBER, due_at=due_at, owner_id=incident.lead_id, words=words)
    record(by=by, action="follow_up.open", client_id=incident.client_id, on=made, reason=What.NUMBER)
    return made


@transaction.atomic
def add_follow_up(*, by: Actor, incident: Incident, what: str, due_at: datetime, owner: Membership, words: str = "") -> FollowUp:
    """One more thing to do. It has an owner from the beginning; what is about staff takes no words."""
    require(may_write_incident(by, incident))
    _check_owner(owner)
    made = _made(by, incident, what, due_at=due_at, owner_id=owner.id, words="" if what in OF_STAFF else words)
    record(by=by, action="follow_up.add", client_id=incident.client_id, on=made, reason=what)
    return made


@transaction.atomic
def change_follow_up(*, by: Actor, follow_up: FollowUp, owner: Membership, due_at: datetime) -> FollowUp:
    """Another owner, another time. Conflict when it is settled."""
    follow_up = _locked(by, follow_up)
    _check_owner(owner)
    follow_up.owner_id, follow_up.due_at = owner.id, due_at
    follow_up.save(update_fields=["owner", "due_at"])
    record(by=by, action="follow_up.change", client_id=follow_up.client_id, on=follow_up, fields=["owner", "due_at"])
    return follow_up


@transaction.atomic
def settle_follow_up(*, by: Actor, follow_up: FollowUp, note: str = "", none_because: str = "") -> FollowUp:
    """It was done, or need not be: then `none_because` says why. What is about staff keeps no word of either."""
    follow_up = _locked(by, follow_up)
    follow_up.done_at, follow_up.done_by_id = timezone.now(), by.id
    if not follow_up.is_of_staff:
        follow_up.note, follow_up.none_because = note or None, none_because or None
    follow_up.save(update_fields=["done_at", "done_by", "note", "none_because"])
    reason = "not_needed" if none_because else "done"
    record(by=by, action="follow_up.settle", client_id=follow_up.client_id, on=follow_up, reason=reason)
    return follow_up


def _made(by: Actor, incident: Incident, what: str, *, due_at: datetime, owner_id: UUID | None, words: str = "") -> FollowUp:
    return FollowUp.objects.create(
        clinic_id=incident.clinic_id,
        incident=incident,
        client_id=incident.client_id,
        what=what,
        words=words,
        due_at=due_at,
        owner_id=owner_id,
        made_by_id=by.id,
    )


def _due(incident: Incident, what: str, due_at: datetime) -> datetime:
    """The first contact is due when it was agreed on, if that is sooner."""
    agreed = incident.next_contact_at
    return min(agreed, due_at) if agreed and what == What.DAY else due_at


def _only_supervisor() -> UUID | None:
    found = list(Membership.objects.active().with_role("supervisor").values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None


def _check_owner(owner: Membership) -> None:
    if owner.ended_at is not None or not owner.actor.is_clinician:
        raise Conflict(NOBODY)


def _locked(by: Actor, follow_up: FollowUp) -> FollowUp:
    """As it stands, held until the transaction ends. Its owner may change it too, whoever looks after the client."""
    held = FollowUp.objects.select_for_update(of=("self",)).select_related("incident__client", "client").get(pk=follow_up.pk)
    require(may_change_follow_up(by, held))
    if held.done_at is not None:
        raise Conflict(SETTLED)
    return held
