"""A full record for each client of the cast, with planted words, for tests that look at every address.

Planted words: `name` words may be seen by whoever may see that the client exists (admins too), `clinical` words only by
those with access to the record.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from clinic.accounts import tickets
from clinic.accounts.models import Invitation, Membership, Ticket
from clinic.clients.models import AccessGrant, Client, ContactSafety, Device, KeptFile, PageInvitation, Todo
from clinic.db.context import clinic_context
from clinic.notifications.models import Message
from emergency.actions.imports import upload_list
from emergency.imports.reader import read_sheet
from emergency.models import (
    Attachment,
    ClientResource,
    FollowUp,
    Guardianship,
    Incident,
    IncidentEntry,
    JurisdictionNote,
    NotifyEntry,
    OnCall,
    Platform,
    ProblemReport,
    Protocol,
    Resource,
    TherapySession,
    Verification,
)
from intake.models import Answer, Consent, IntakeInvitation, Observation, Screening
from safetyplans.actions import shares, versions
from safetyplans.models import Following, Item, Plan, PlanDocument, Review, StepState
from tests import factories
from tests.cast import Cast


@dataclass
class Record:
    """One client with everything that an address can name, by the name of the argument."""

    client: Client
    objects: dict[str, Any]
    name_words: list[str]
    clinical_words: list[str] = field(default_factory=list)
    page_token: str = ""


def planted(subject: str, n: int) -> str:
    """A word that stands nowhere else: the same for a subject and number in every run."""
    return "zq" + sha256(f"{subject}{n}".encode()).hexdigest()[:10]


class Planting:
    """Hands out planted words and remembers them."""

    def __init__(self, subject: str) -> None:
        self.subject, self.words = subject, list[str]()

    def __call__(self, lead: str = "") -> str:
        self.words.append(planted(self.subject, len(self.words)))
        return f"{lead} {self.words[-1]}".strip()


def record_of(client: Client, by: Membership) -> Record:
    """Fill a client's record; call inside the clinic's context. Made in force and shared through the real actions."""
    name, word = Planting(f"name-{client.name}"), Planting(f"clinical-{client.name}")
    client.name, client.phone_use = name("Rosa"), Client.PhoneUse.PRIVATE
    client.save(update_fields=["name", "phone_use"])
    own: dict[str, Any] = {"clinic_id": client.clinic_id, "client": client}
    now = timezone.now()
    place = factories.place(client, word("Sister's"), street=word("418"), access_notes=word())
    contact = factories.contact(client, word("Ana"), relation=word(), note=word(), phone="(928) 555-0177")
    guardianship = Guardianship.objects.create(**own, contact=contact, access="crisis", made_by_id=by.id)
    resource = factories.resource(by, "Coconino mobile crisis team")
    ContactSafety.objects.create(
        **own, channel="email", is_safe=True, hours=word(), words=word(), checked_at=now, checked_by_id=by.id
    )
    screening = Screening.objects.create(
        **own, instrument="asq", version="NIMH", way="session", started_by_id=by.id, note=word(), positive_at=now,
        answers={"4": [{"value": 1, "at": now.isoformat()}], "4-1": [{"value": word(), "at": now.isoformat()}]},
    )  # fmt: skip
    Todo.objects.create(**own, kind="positive_answer", key=f"positive:{screening.pk}", due_at=now, told_id=by.id, note=word())
    answer = Answer.objects.create(**own, key="stressors", value=word(), changed_at=now, changed_by_id=by.id)
    Consent.objects.create(
        **own, kind="teletherapy", wording=word(), wording_version="1", how="spoken", given_at=now, recorded_by_id=by.id
    )
    observation = Observation.objects.create(**own, what="other", words=word(), source="session", seen_on=now.date(), by_id=by.id)
    questions = IntakeInvitation.objects.create(
        **own, way="shown", parts=["history", "phq9"], code="4711", made_by_id=by.id, beside={"past_crises": word()}
    )
    plan = Plan.objects.create(**own, made_by_id=by.id)
    items = _items(plan, by, word, contact=contact, resource=resource, place=place)
    StepState.objects.create(
        clinic_id=client.clinic_id, plan=plan, step="triggers", state="declined", reason=word(), changed_at=now, changed_by_id=by.id
    )
    version = versions.put_in_force(by=by.actor, plan=plan, answer="took_part", review_on=date.today() + timedelta(days=14))
    plan.refresh_from_db()
    shares.share(by=by.actor, plan=plan)
    document = PlanDocument.objects.create(
        clinic_id=client.clinic_id,
        version=version,
        style="full",
        paper="letter",
        language="en",
        sha256="0" * 64,
        pdf=b"%PDF-1.7 " + word().encode(),
    )
    invitation = PageInvitation.objects.create(**own, way="shown", code="4711", made_by_id=by.id)
    device = Device.objects.create(**own, remembered=True)
    Following.objects.create(clinic_id=client.clinic_id, plan=plan, made_by_id=by.id, until=now + Following.AT_MOST)
    token = tickets.issue(Ticket.Kind.DEVICE, object_id=device.id, clinic_id=client.clinic_id, valid_for=timedelta(days=90))
    objects = {
        "client": client.pk, "place": place.pk, "contact": contact.pk, "resource": resource.pk, "item": items[0].pk, "version": version.number,
        "document": document.pk, "review": Review.objects.get(plan=plan).pk, "device": device.pk, "page_invitation": invitation.pk,
        "todo": Todo.objects.create(**own, kind="tell_client", key=uuid4().hex).pk,
        "guardianship": guardianship.pk, "grant": AccessGrant.objects.filter(client=client).latest("made_at").pk, "answer": answer.pk, "screening": screening.pk,
        "observation": observation.pk, "intake_invitation": questions.pk,
        **_session_and_crisis(client, by, word, resource),
        **_of_clinic(by, resource),
    }  # fmt: skip
    return Record(client, objects, name.words, word.words, token)


def _session_and_crisis(client: Client, by: Membership, word: Planting, resource: Resource) -> dict[str, UUID]:
    """A planned session, and an incident that has ended, with a line of its log and something that follows."""
    now = timezone.now()
    own: dict[str, Any] = {"clinic_id": client.clinic_id, "client": client}
    session = TherapySession.objects.create(
        **own, therapist_id=by.id, local_date=now.date(), local_time=now.time(), time_zone="UTC", starts_at=now,
        made_by_id=by.id, note=word(),
    )  # fmt: skip
    incident = Incident.objects.create(
        **own, session=session, year=now.year, number=int(client.pk.hex[:5], 16), lead_id=by.id, opened_at=now, opened_by_id=by.id,
        ended_at=now, ended_by_id=by.id, outcome="at_home", happened=word(), with_whom=word(), next_contact_at=now,
    )  # fmt: skip
    entry = IncidentEntry.objects.create(clinic_id=by.clinic_id, incident=incident, at=now, by_id=by.id, what="note", words=word())
    follow_up = FollowUp.objects.create(
        **own, incident=incident, what="day", due_at=now, owner_id=by.id, made_by_id=by.id, words=word()
    )
    pdf = b"%PDF-1.7 " + word().encode() + b" %%EOF"
    file = KeptFile.objects.create(**own, title=word(), kind="pdf", size=len(pdf), content=pdf, made_by_id=by.id)
    choice = ClientResource.objects.create(**own, resource=resource, choice="first", reason=word(), made_by_id=by.id)
    return {
        "therapy_session": session.pk,
        "incident": incident.pk,
        "incident_entry": entry.pk,
        "follow_up": follow_up.pk,
        "attachment": Attachment.objects.create(clinic_id=by.clinic_id, file=file, incident=incident).pk,
        "client_resource": choice.pk,
    }


def _items(plan: Plan, by: Membership, word: Planting, **cited: Any) -> list[Item]:
    made = {"clinic_id": plan.clinic_id, "plan": plan, "made_by_id": by.id, "changed_at": timezone.now(), "changed_by_id": by.id}
    lines = [
        Item(**made, step="warning_signs", text=word("I stop answering"), position=1),
        Item(**made, step="internal_coping", text=word("Walk Luna"), position=1),
        Item(**made, step="support_contacts", kind="contact", contact=cited["contact"], position=1),
        Item(**made, step="professionals", kind="resource", resource=cited["resource"], position=1),
        Item(**made, step="social_distraction", kind="place", place=cited["place"], position=1),
        Item(**made, step="telehealth", purpose="signal", text=word("left ear"), on_copy=False, position=1),
    ]
    return Item.objects.bulk_create(lines)


def _of_clinic(by: Membership, resource: Resource) -> dict[str, UUID]:
    """What belongs to the clinic rather than a client."""
    clinic = {"clinic_id": by.clinic_id}
    report = ProblemReport.objects.create(**clinic, resource=resource, by_id=by.id, problem="no_answer")
    tried = Verification.objects.create(**clinic, resource=resource, by_id=by.id, result="right", how="called")
    as_admin = replace(by.actor, roles=frozenset({"admin"}))
    content = b"name,phone\nA line,415 555 0100\n"
    upload = upload_list(by=as_admin, file_name="list.csv", content=content, sheet=read_sheet(content), source="list")
    message = Message.objects.create(
        **clinic, key=uuid4().hex, kind="page-ready", recipient_id=by.id, state="dead", trouble="refused"
    )
    now, own = timezone.now(), {**clinic, "made_by_id": by.id}
    platform = Platform.objects.create(**own, name="The clinic's video room")
    notified = NotifyEntry.objects.create(**own, name="Director on duty", role="director", phone="(415) 555-0107")
    on_call = OnCall.objects.create(**own, member_id=by.id, starts_at=now, ends_at=now + timedelta(hours=12))
    note, _ = JurisdictionNote.objects.get_or_create(
        **clinic, country_code="US", region="AZ", defaults={"words": "Ask the lead.", "changed_by_id": by.id}
    )
    steps = [{"text": "Stay on the line"}]
    Protocol.objects.get_or_create(**clinic, key="threat_others", defaults={"steps": steps, "changed_by_id": by.id})
    invitation = Invitation.objects.create(**clinic, email="new@example.org", roles=["therapist"], made_by_id=by.id)
    return {
        "problem_report": report.pk,
        "verification": tried.pk,
        "resource_import": upload.pk,
        "message": message.pk,
        "invitation": invitation.pk,
        "platform": platform.pk,
        "notify_entry": notified.pk,
        "on_call": on_call.pk,
        "jurisdiction_note": note.pk,
        "member": by.pk,
    }


def records(cast: Cast) -> dict[str, Record]:
    """Rosa's, Theo's and Eve's records, each in its clinic."""
    made = {}
    for name, client, by in (("rosa", cast.rosa, cast.lee), ("theo", cast.theo, cast.ben), ("eve", cast.eve, cast.dov)):
        with clinic_context(by.clinic_id):
            made[name] = record_of(client, by)
    return made


FIXED = {
    "step": "signs",
    "section": "stressors",
    "key": "stressors",
    "token": "not-a-token",
    "style": "full",
    "paper": "letter",
    "instrument": "phq9",
    "question": "9",
    "page": 1,
    "protocol": "self_harm",
}


def arguments(names: list[str], record: Record | None) -> dict[str, Any]:
    """Values for the arguments of an address: this record's, or of objects that do not exist. Unknown names fail."""
    values: dict[str, Any] = {}
    for name in names:
        if name in FIXED:
            values[name] = FIXED[name]
        elif record is None:
            values[name] = 9 if name == "version" else uuid4()
        else:
            values[name] = record.objects[name]
    return values
