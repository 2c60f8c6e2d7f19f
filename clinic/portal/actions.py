"""What clients do: open an invitation, choose what the phone keeps, lock or remove it, say where they are and that a number did not work.

Reading leaves no event, and neither does locking and unlocking one's own phone: that would be a count of bad nights.
"""

from datetime import timedelta
from enum import Enum, auto
from hmac import compare_digest
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from clinic.accounts import tickets
from clinic.accounts.models import Ticket
from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.audit.models import Outcome
from clinic.clients import todos
from clinic.clients.models import Client, Device, PageInvitation, Place, Todo
from clinic.portal.queries import valid_for
from clinic.web.errors import Conflict
from emergency.actions import check_ins, directory
from emergency.models import CheckIn, ProblemReport
from emergency.queries import get_resource
from emergency.session_queries import open_session_with
from intake.models import IntakeInvitation

MOST_TRIES = 5  # in a row; on a phone that was let in before a pause follows, and only the last round ends it
MOST_ROUNDS = 3
PAUSE = timedelta(minutes=10)
MOST_IN_A_DAY = 12
TOLD_ENOUGH = "You have told us many times today. Say it on a call. For help now, use the numbers on this page."
CAUTION = list(Client.PhoneUse.values)  # from "not asked" to "not safe"


class Answer(Enum):
    """What came of a code."""

    RIGHT = auto()
    WRONG = auto()
    WAITS = auto()
    ENDED = auto()


@transaction.atomic
def try_code(*, by: Actor, invitation: PageInvitation | IntakeInvitation, code: str) -> Answer:
    """Compare the code told in the session. The fifth wrong one ends the invitation; each leaves an event."""
    held = _held(invitation)
    if held.ended_at or not held.code:  # a link that is used up, or finished, has no code any more
        return Answer.ENDED
    if compare_digest(held.code, code):
        return Answer.RIGHT
    held.tries += 1
    if held.tries >= MOST_TRIES:
        held.ended_at, held.code = timezone.now(), None
        tickets.revoke(Ticket.Kind.PAGE if isinstance(held, PageInvitation) else Ticket.Kind.INTAKE, held.id)
    held.save(update_fields=["tries", "ended_at", "code"])
    record(by=by, action="page.code", client_id=held.client_id, on=held, outcome=Outcome.DENIED)
    return Answer.ENDED if held.ended_at else Answer.WRONG


@transaction.atomic
def open_page(*, by: Actor, invitation: PageInvitation, phone_use: str, family: str) -> tuple[Device, str]:
    """Spend the invitation and let this browser in, as the client answered; the device and its token.

    Nothing is remembered where the client said, here or earlier, that it would not be safe. Http404 when the link was
    used meanwhile.
    """
    held = PageInvitation.objects.select_for_update(no_key=True).select_related("client").get(pk=invitation.pk)
    if by.id != held.client_id or held.used_at or held.ended_at:
        raise Http404
    phone_use = _more_careful(held.client, phone_use)
    kept = phone_use != Client.PhoneUse.UNSAFE
    device = Device.objects.create(
        clinic_id=by.clinic_id,
        client=held.client,
        remembered=kept,
        shared=phone_use == Client.PhoneUse.SOMETIMES,
        code=held.code if kept else None,
        family=family,
    )
    held.used_at, held.code = timezone.now(), None
    held.save(update_fields=["used_at", "code"])
    tickets.revoke(Ticket.Kind.PAGE, held.id)
    record(by=by, action="page.open", client_id=by.id, on=device, reason=phone_use)
    return device, _let_in(device)


@transaction.atomic
def unlock(*, by: Actor, device: Device, code: str) -> tuple[Answer, str]:
    """Open a shared phone again with its code; what came of it, and the new token.

    Each fifth wrong code is followed by ten minutes in which none is looked at; the fifteenth removes the phone.
    """
    device = _own(by, device)
    answer = _compare(by, device, code)
    return answer, _let_in(device) if answer is Answer.RIGHT else ""


@transaction.atomic
def set_shared(*, by: Actor, device: Device, shared: bool, code: str = "") -> Answer:
    """Others look at this phone, or no longer do. Taking the code off asks for it, as somebody else may hold the phone."""
    device = _own(by, device)
    answer = _compare(by, device, code) if device.shared and not shared else Answer.RIGHT
    if answer is Answer.RIGHT and device.shared != shared:
        device.shared = shared
        device.save(update_fields=["shared"])
        Ticket.objects.usable().filter(kind=Ticket.Kind.DEVICE, object_id=device.id).update(
            expires_at=timezone.now() + valid_for(device)
        )
        if shared:
            _more_careful(device.client, Client.PhoneUse.SOMETIMES)
        record(by=by, action="page.shared", client_id=by.id, on=device, reason="shared" if shared else "not_shared")
    return answer


@transaction.atomic
def leave_page(*, by: Actor, device: Device) -> None:
    """Leave page: a phone that keeps nothing is signed out, a shared one asks for its code next time, one's own stays."""
    if not device.remembered:
        _end(by, device)
        record(by=by, action="page.end", client_id=by.id, on=device, reason="left")
    elif device.shared:
        tickets.revoke(Ticket.Kind.DEVICE, device.id)


@transaction.atomic
def remove_page(*, by: Actor, device: Device) -> None:
    """Nothing of the page stays on this phone; a new link is needed to come back."""
    device = _own(by, device)
    _end(by, device)
    record(by=by, action="page.end", client_id=by.id, on=device, reason="removed")


@transaction.atomic
def report_number(*, by: Actor, client: Client, resource_id: UUID, problem: str) -> ProblemReport:
    """A number did not work: the clinic checks the entry, and the therapist is asked to help. Once per number and day."""
    if by.id != client.id:
        raise Http404
    report = directory.report_problem(by=by, resource=get_resource(resource_id), problem=problem)
    key = f"number:{resource_id}:{client.id}:{timezone.now():%Y%m%d}"
    todos.make(by=by, client=client, kind=Todo.Kind.NUMBER_REPORTED, key=key)
    return report


@transaction.atomic
def tell_place(*, by: Actor, client: Client, told: str, place: Place | None = None, where: dict[str, str] | None = None) -> CheckIn:
    """Where the client says they are: in an open session an answer of that session, and a todo for the therapist while none waits.

    Conflict after MOST_IN_A_DAY answers: a phone in wrong hands shall not fill the record.
    """
    if CheckIn.objects.filter(client=client, by=by.id, at__gte=timezone.now() - timedelta(days=1)).count() >= MOST_IN_A_DAY:
        raise Conflict(TOLD_ENOUGH)
    session = open_session_with(client)
    said = check_ins.check_in(by=by, client=client, session=session, told=told, place=place, where=where)
    if not Todo.objects.waiting().filter(client=client, kind=Todo.Kind.PLACE_TOLD).exists():
        todos.make(by=by, client=client, kind=Todo.Kind.PLACE_TOLD, key=f"place:{said.pk}")
    return said


def _held(invitation: PageInvitation | IntakeInvitation) -> PageInvitation | IntakeInvitation:
    """The invitation as it is now, held until the end of the transaction."""
    if isinstance(invitation, PageInvitation):
        return PageInvitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
    return IntakeInvitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)


def _own(by: Actor, device: Device) -> Device:
    """The phone as it is now, held until the end of the transaction."""
    held = Device.objects.select_for_update(no_key=True).select_related("client").get(pk=device.pk)
    if by.id != held.client_id or held.ended_at is not None:
        raise Http404
    return held


def _compare(by: Actor, device: Device, code: str) -> Answer:
    now = timezone.now()
    if device.code_waits_until and device.code_waits_until > now:
        return Answer.WAITS
    right = bool(device.code) and compare_digest(device.code or "", code)
    device.tries = 0 if right else device.tries + 1
    pauses = not right and device.tries % MOST_TRIES == 0
    device.code_waits_until = now + PAUSE if pauses else None
    device.save(update_fields=["tries", "code_waits_until"])
    if right:
        return Answer.RIGHT
    record(by=by, action="page.code", client_id=by.id, on=device, outcome=Outcome.DENIED)
    if device.tries >= MOST_TRIES * MOST_ROUNDS:
        _end(by, device)
        return Answer.ENDED
    return Answer.WAITS if pauses else Answer.WRONG


def _let_in(device: Device) -> str:
    return tickets.issue(Ticket.Kind.DEVICE, object_id=device.id, clinic_id=device.clinic_id, valid_for=valid_for(device))


def _end(by: Actor, device: Device) -> None:
    tickets.revoke(Ticket.Kind.DEVICE, device.id)
    device.ended_at, device.ended_by_id, device.code = timezone.now(), by.id, None
    device.save(update_fields=["ended_at", "ended_by", "code"])


def _more_careful(client: Client, answer: str) -> str:
    """The answer that counts: what was once called unsafe stays so. What is recorded only ever becomes more careful here."""
    if client.phone_use == Client.PhoneUse.UNSAFE:
        return Client.PhoneUse.UNSAFE
    if CAUTION.index(answer) > CAUTION.index(client.phone_use):
        client.phone_use = answer
        client.save(update_fields=["phone_use"])
    return answer
