"""Messages that were not, or perhaps not, sent: who sees which, and what each looks like on the page."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from clinic.accounts.models import Invitation
from clinic.accounts.queries import member_names
from clinic.audit.actors import Actor
from clinic.audit.actors import Kind as ActorKind
from clinic.clients.models import Client
from clinic.notifications.kinds import KINDS, may_repeat
from clinic.notifications.models import Message, MessageQuerySet
from clinic.web.errors import Http404

AT_ONCE = 100


@dataclass(frozen=True)
class Line:
    """One message in trouble."""

    message: Message
    what: str
    whom: str
    advice: str
    may_repeat: bool


def visible(by: Actor) -> MessageQuerySet:
    """Admins: all of the clinic. Clinicians: what was for them, and for the clients whose record they may read."""
    if by.has("admin"):
        return Message.objects.all()
    return Message.objects.filter(Q(recipient_id=by.id) | Q(recipient_id__in=Client.objects.visible_to(by).values("pk")))


def get_visible(by: Actor, message_id: UUID) -> Message:
    """A message that `by` may see, settled or not; Http404 otherwise."""
    found = visible(by).filter(pk=message_id).first()
    if found is None:
        raise Http404
    return found


def lines(by: Actor) -> list[Line]:
    """The newest messages in trouble. Four queries."""
    found = list(visible(by).in_trouble().select_related("recipient").order_by("-made_at")[:AT_ONCE])
    names = _names(found)
    return [
        Line(
            message=message,
            what=KINDS[message.kind].title,
            whom=names.get(message.recipient_id, ""),
            advice=KINDS[message.kind].again,
            may_repeat=may_repeat(message),
        )
        for message in found
    ]


def waiting_without_mail() -> int:
    """How many messages wait because no mail server is set up."""
    return 0 if settings.MAIL_IS_SET_UP else Message.objects.filter(state=Message.State.WAITING).count()


def _names(messages: list[Message]) -> dict[UUID, str]:
    """Clients by first name and initial: the page may be seen on a shared screen."""
    clients = {message.recipient_id for message in messages if message.recipient.kind == ActorKind.CLIENT}
    others = {message.recipient_id for message in messages} - clients
    names = {client.id: client.short_name for client in Client.objects.filter(pk__in=clients)}
    invited = {invitation.id: invitation.name for invitation in Invitation.objects.filter(pk__in=others)}
    return {**names, **invited, **member_names(others)}
