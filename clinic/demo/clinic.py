"""Making the demo clinic: Elm Street Teletherapy, with people at every stage, through the real actions."""

import secrets
from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from clinic.accounts.actions import clinics
from clinic.accounts.models import AuthenticatorApp, Clinic, Membership, User
from clinic.audit.actors import Actor, Kind, system
from clinic.audit.log import enrol
from clinic.clients.actions import caseload, places
from clinic.clients.actions import clients as people
from clinic.clients.actions import contact_safety as safety
from clinic.clients.models import Client
from clinic.db.context import clinic_context, restored
from clinic.demo import appointments, crises, rosa, story
from clinic.demo.past import days_ago
from clinic.demo.people import CHECKED, CLIENTS, RESOURCES, STAFF, Person
from emergency.actions import contacts, directory, verification
from emergency.models import Contact, Resource
from intake.actions import consents
from intake.actions.answers import save_answer
from safetyplans.actions import drafts, items, shares, versions
from safetyplans.models import Participation, Plan
from safetyplans.steps import STEPS, Step

NAME = "Elm Street Teletherapy"
STEP_OF: dict[str, Step] = {step.key: step for step in STEPS}


def existing() -> Clinic | None:
    return Clinic.objects.filter(is_demo=True).first()


@transaction.atomic
def make() -> Clinic:
    """The whole clinic in one transaction, with dates relative to today."""
    with restored():
        with days_ago(400):
            clinic = clinics.open_clinic(name=NAME, country_code="US", time_zone="America/Phoenix")
        Clinic.objects.filter(pk=clinic.pk).update(
            is_demo=True,
            phone="(415) 555-0100",
            after_hours_phone="(415) 555-0101",
            after_hours_words="Answers until 10 pm",
            sender_name="Elm Street",
        )
    with clinic_context(clinic.pk):
        staff = {key: _member(clinic, name, roles) for key, name, roles in STAFF}
        with days_ago(100):
            story.word_a_step(by=staff["ada"])
        _directory(staff["jo"], second=staff["sam"])
        made = {person.name: _client(staff, person) for person in CLIENTS}
        caseload.cover(
            by=staff["sam"].actor,
            client=made["Noor Rahman"],
            holder=staff["lee"],
            starts_at=timezone.now(),
            ends_at=timezone.now() + timedelta(days=7),
        )
        story.tell_rosa(by=staff["lee"], client=made[rosa.NAME])
        theo = next(person for person in CLIENTS if person.name == "Theo Brandt")
        crises.weeks_ago(staff=staff, client=made[theo.name], review_in=theo.review_in or 0)
        crises.yesterday(by=staff["lee"], client=made["Kim Park"])
        appointments.make(by=staff["lee"], admin=staff["ada"], rosa=made[rosa.NAME], later=made["Kim Park"])
        story.send_questions(by=staff["lee"], client=made["Theo Brandt"], told=staff["sam"], named_by=staff["ada"])
    return clinic


def _member(clinic: Clinic, name: str, roles: tuple[str, ...]) -> Membership:
    """Signs in by the link that the terminal prints; the password is random and known to nobody."""
    address = f"{name.split()[-1].lower()}@example.org"
    user = User.objects.create(email=address, password=make_password(secrets.token_urlsafe(32)))
    AuthenticatorApp.objects.create(user=user, name="demo", seed=secrets.token_hex(20), confirmed=True)
    actor = Actor(Kind.STAFF, uuid4(), clinic.pk)
    enrol(actor)
    return Membership.objects.create(
        id=actor.id,
        clinic=clinic,
        user=user,
        name=name,
        roles=list(roles),
        phone="(415) 555-0111",
        hours="Monday to Friday, 9 to 5",
    )


def _directory(by: Membership, second: Membership) -> None:
    directory.seed_starter_lines(by=system(by.clinic_id), country_code="US")
    with days_ago(40):
        made = [directory.add_resource(by=by.actor, facts={"country_code": "US", **facts}) for facts in RESOURCES]
    with days_ago(12):
        for resource in made[:CHECKED]:
            how = "called" if resource.kind != "psap" else "official_page"
            _verified(by, resource, how, spoke_to="Front desk")
            if resource.needs_two:
                _verified(second, resource, "official_page")
    directory.report_problem(by=by.actor, resource=Resource.objects.get(name="Alder walk-in clinic"), problem="no_answer")


def _verified(by: Membership, resource: Resource, how: str, spoke_to: str = "") -> None:
    verification.verify_resource(
        by=by.actor, resource=resource, seen_version=resource.version, result="right", how=how, spoke_to=spoke_to
    )


def _client(staff: dict[str, Membership], person: Person) -> Client:
    by = staff[person.therapist or "ada"]
    with days_ago(person.made):
        therapist = staff[person.therapist] if by.actor.has("admin") and person.therapist else None
        client = people.add(by=by.actor, name=person.name, phone=person.phone, therapist=therapist)
        if person.email:
            people.edit(by=by.actor, client=client, email=person.email)
    if not person.therapist:
        return client
    with days_ago(max(person.made - 1, 0)):
        _intake(by, client, person)
        _plan(by, client, person)
    if person.closed:
        people.close(by=by.actor, client=client, why="ended")
    return client


def _intake(by: Membership, client: Client, person: Person) -> None:
    for words in person.places:
        places.add(by=by.actor, client=client, **words)
    for facts in person.contacts:
        contacts.add(by=by.actor, client=client, **facts)
    for key, value in person.answers.items():
        save_answer(by=by.actor, client=client, key=key, value=value, seen_version=0)
    if person.phone_use:
        safety.record_copies(by=by.actor, client=client, phone_use=person.phone_use, names_on_copies=person.phone_use == "private")
    if person.email:
        safety.record_safety(
            by=by.actor, client=client, said={"email": safety.Said(is_safe=True), "text": safety.Said(is_safe=False)}
        )
    if person.guardian:
        name, years = person.guardian
        story.stand_for(by=by, client=client, name=name, years=years)
    if person.consent:
        consents.give(by=by.actor, client=client, how="spoken", renew_on=_from_today(client.clinic, person.renew_in))


def _plan(by: Membership, client: Client, person: Person) -> None:
    if person.declined:
        drafts.decline_plan(by=by.actor, client=client, reason=person.declined)
    if not person.plan:
        return
    plan = drafts.start(by=by.actor, client=client)
    for key, lines in person.plan.items():
        for line in lines:
            items.add_item(by=by.actor, plan=plan, step=STEP_OF[key], text=line, operation_id=uuid4())
    for contact in Contact.objects.kept().filter(client=client):
        if contact.may_be_in_plan:
            step = STEP_OF["professionals" if contact.is_provider else "support_contacts"]
            items.cite_contact(by=by.actor, plan=plan, step=step, contact=contact, operation_id=uuid4())
    _professionals(by, client, plan)
    if person.nobody:
        drafts.discuss_nobody_to_call(by=by.actor, plan=plan)
    if person.review_in is not None:
        _put_in_force(by, plan, person)


def _professionals(by: Membership, client: Client, plan: Plan) -> None:
    counties = {place.county for place in client.places.kept()}
    for resource in Resource.objects.listed().filter(kind__in=["mobile_crisis", "crisis_line"], county__in=counties):
        items.cite_resource(by=by.actor, plan=plan, step=STEP_OF["professionals"], resource=resource, operation_id=uuid4())


def _from_today(clinic: Clinic, days: int | None) -> date | None:
    """That many days from the real today, also while the clock shows a day in the past; None for none."""
    return None if days is None else datetime.now(ZoneInfo(clinic.time_zone)).date() + timedelta(days=days)


def _put_in_force(by: Membership, plan: Plan, person: Person) -> None:
    due = _from_today(plan.clinic, person.review_in or 0)
    assert due is not None
    versions.put_in_force(by=by.actor, plan=plan, answer=Participation.Answer.TOOK_PART, review_on=due)
    if person.shared:
        plan.refresh_from_db()
        shares.share(by=by.actor, plan=plan)
