"""Rows for tests, made with as few words as a test needs. Call them inside `clinic_context` of their clinic."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from clinic.accounts.models import AuthenticatorApp, Clinic, Membership, User
from clinic.audit.actors import Kind, system
from clinic.audit.log import enrol
from clinic.audit.models import ActorRow
from clinic.clients.models import AccessGrant, Client, ContactSafety, Place
from clinic.db.context import clinic_context
from emergency import derived
from emergency.models import CheckIn, Contact, Resource, TherapySession
from intake.models import Answer, Formulation, IntakeInvitation
from safetyplans.actions.items import save_item
from safetyplans.content import build
from safetyplans.models import Item, Plan, PlanVersion

PASSWORD = "a quiet harbour in june"
PASSWORD_HASH = ""
SEED = "3132333435363738393031323334353637383930"


def clinic(name: str = "Elm Street Teletherapy", **fields: Any) -> Clinic:
    made = Clinic.objects.create(name=name, phone="(415) 555-0100", **fields)
    with clinic_context(made.id):
        enrol(system(made.id))
    return made


def member(clinic: Clinic, name: str, *roles: str, email: str = "", user: User | None = None) -> Membership:
    """A member of staff with password PASSWORD and a confirmed authenticator app."""
    return members(clinic, (name, roles), users=[user or _user(name, email)])[0]


def members(clinic: Clinic, *named: tuple[str, tuple[str, ...]], users: Sequence[User] = ()) -> list[Membership]:
    """Several at once, a statement for each kind of row: nearly every test begins with this. Those who sign in already are `users`."""
    users = users or [_user(name) for name, _ in named]
    new = [user for user in users if user._state.adding]
    User.objects.bulk_create(new)
    AuthenticatorApp.objects.bulk_create(AuthenticatorApp(user=user, name="app", seed=SEED, confirmed=True) for user in new)
    made = [
        Membership(clinic=clinic, user=user, name=name, roles=list(roles), phone="(415) 555-0111")
        for user, (name, roles) in zip(users, named, strict=True)
    ]
    with clinic_context(clinic.id):
        ActorRow.objects.bulk_create(ActorRow(id=each.id, clinic_id=clinic.id, kind=Kind.STAFF) for each in made)
        return Membership.objects.bulk_create(made)


def _user(name: str, email: str = "") -> User:
    global PASSWORD_HASH
    PASSWORD_HASH = PASSWORD_HASH or make_password(PASSWORD)
    return User(email=email or f"{name.split()[-1].lower()}-{uuid4().hex[:6]}@example.org", password=PASSWORD_HASH)


def client(by: Membership, name: str = "Rosa Alvarez", **fields: Any) -> Client:
    """A client on this member's caseload."""
    return clients((by, name), **fields)[0]


def clients(*named: tuple[Membership, str], **fields: Any) -> list[Client]:
    """Several of one clinic at once, each on the caseload of a member."""
    made = [
        Client(clinic_id=by.clinic_id, name=name, made_by_id=by.id, **{"phone": "(928) 555-0142", **fields}) for by, name in named
    ]
    ActorRow.objects.bulk_create(ActorRow(id=each.id, clinic_id=each.clinic_id, kind=Kind.CLIENT) for each in made)
    Client.objects.bulk_create(made)
    AccessGrant.objects.bulk_create(
        AccessGrant(clinic_id=each.clinic_id, client=each, holder_id=each.made_by_id, kind="caseload", made_by_id=each.made_by_id)
        for each in made
    )
    return made


def safe_channel(client: Client, channel: str = "email", *, safe: bool = True) -> ContactSafety:
    return ContactSafety.objects.create(
        clinic_id=client.clinic_id,
        client=client,
        channel=channel,
        is_safe=safe,
        checked_at=timezone.now(),
        checked_by_id=client.made_by_id,
    )


def place(client: Client, name: str = "Sister's place", **fields: Any) -> Place:
    known = {
        "street": "418 Birch St, Apt 3B",
        "town": "Flagstaff",
        "county": "Coconino",
        "region": "AZ",
        "postcode": "86001",
        "country_code": "US",
    }
    return Place.objects.create(
        clinic_id=client.clinic_id, client=client, name=name, made_by_id=client.made_by_id, **{**known, **fields}
    )


def contact(client: Client, name: str = "Ana Alvarez", **fields: Any) -> Contact:
    known = {"relation": "sister", "phone": "(928) 555-0177", "permission": "any", "can_text": True}
    return Contact.objects.create(
        clinic_id=client.clinic_id, client=client, name=name, made_by_id=client.made_by_id, **{**known, **fields}
    )


def resource(by: Membership, name: str = "Coconino mobile crisis team", *, checked: bool = True, **fields: Any) -> Resource:
    known: dict[str, Any] = {
        "kind": "mobile_crisis", "phone": "(877) 555-0190", "county": "Coconino", "region": "AZ", "country_code": "US", "hours": "24 hours",
        "adopted_at": timezone.now(),
    }  # fmt: skip
    if checked:
        known |= {"verified_at": timezone.now() - timedelta(days=12), "verified_by_id": by.id, "how_verified": "called"}
        known |= {"next_check_on": date.today() + timedelta(days=78)}
    made = derived.fill(Resource(clinic_id=by.clinic_id, name=name, made_by_id=by.id, **{**known, **fields}))
    made.save()
    derived.renew([made])
    return made


def intake_invitation(client: Client, *parts: str, **fields: Any) -> IntakeInvitation:
    """What lets the client write; without a link of its own."""
    own = {"clinic_id": client.clinic_id, "client": client, "made_by_id": client.made_by_id}
    return IntakeInvitation.objects.create(**own, parts=list(parts), **{"way": "shown", "code": "4711", **fields})


def answer(client: Client, **given: Any) -> None:
    """What the intake says, by question key."""
    for key, value in given.items():
        Answer.objects.create(
            clinic_id=client.clinic_id,
            client=client,
            key=key,
            value=value,
            changed_at=timezone.now(),
            changed_by_id=client.made_by_id,
        )


def formulation(client: Client, level: str) -> Formulation:
    return Formulation.objects.create(clinic_id=client.clinic_id, client=client, words={}, level=level, by_id=client.made_by_id)


def session(
    by: Membership,
    client: Client,
    *,
    minutes_from_now: int = 0,
    days: int = 0,
    started: bool = False,
    ended: bool = False,
    **fields: Any,
) -> TherapySession:
    """An appointment of this member, by the clinic's clock; `started` and `ended` when it should have been."""
    at = timezone.now().replace(second=0, microsecond=0) + timedelta(minutes=minutes_from_now, days=days)
    local = at.astimezone(ZoneInfo(by.clinic.time_zone))
    known: dict[str, Any] = {
        "local_date": local.date(), "local_time": local.time(), "time_zone": by.clinic.time_zone, "starts_at": at,
        "therapist_id": by.id, "made_by_id": by.id,
    }  # fmt: skip
    if started or ended:
        known |= {"started_at": at, "started_by_id": by.id}
    if ended:
        known |= {"ended_at": at + timedelta(minutes=50), "ended_by_id": by.id}
    return TherapySession.objects.create(clinic_id=by.clinic_id, client=client, **{**known, **fields})


def check_in(session: TherapySession, **fields: Any) -> CheckIn:
    """An answer of the client's for this session."""
    own = {"clinic_id": session.clinic_id, "client_id": session.client_id, "by_id": session.client_id}
    return CheckIn.objects.create(session=session, **{**own, **fields})


def plan(client: Client, **fields: Any) -> Plan:
    return Plan.objects.create(clinic_id=client.clinic_id, client=client, made_by_id=client.made_by_id, **fields)


def item(plan: Plan, step: str, text: str = "", **fields: Any) -> Item:
    """A line of the draft; give `contact`, `resource` or `place` and its kind follows."""
    kind = next((kind for kind in ("contact", "resource", "place") if fields.get(kind)), "text")
    by = {"made_by_id": plan.made_by_id, "changed_by_id": plan.made_by_id, "changed_at": timezone.now()}
    known = {"position": plan.items.filter(step=step).count(), "kind": kind, **by}
    return Item.objects.create(clinic_id=plan.clinic_id, plan=plan, step=step, text=text, **{**known, **fields})


def reworded(by: Membership, line: Item, text: str, *, seen: int = 1, operation_id: UUID | None = None) -> Item:
    """The line with other words, saved by the action as `by` who saw version `seen` of it."""
    about = {"client_id": line.plan.client_id, "item_id": line.pk, "operation_id": operation_id or uuid4()}
    return save_item(by=by.actor, text=text, seen_version=seen, **about)


def version(plan: Plan, *, review_on: date | None = None) -> PlanVersion:
    """The draft as the next version in force."""
    plan.number = plan.last_number = plan.last_number + 1
    plan.save(update_fields=["number", "last_number"])
    content = build(plan, number=plan.number, made_on=date.today(), made_by_id=plan.made_by_id, review_on=review_on)
    return PlanVersion.objects.create(
        clinic_id=plan.clinic_id,
        plan=plan,
        number=plan.number,
        language=plan.language,
        made_by_id=plan.made_by_id,
        content=content,
    )
