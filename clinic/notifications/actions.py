"""What people do about a message that was not, or perhaps not, sent."""

from django.db import transaction
from django.utils import timezone

from clinic.audit.actors import Actor, Kind
from clinic.audit.log import record
from clinic.notifications.kinds import KINDS, may_repeat
from clinic.notifications.models import Message
from clinic.notifications.outbox import post
from clinic.web.errors import Conflict, Http404

MAY_SETTLE = ("admin", "therapist", "supervisor")


@transaction.atomic
def send_again(*, by: Actor, message: Message) -> Message:
    """A new message with the words of this one, which is settled by that. Whether it may still go is asked as for any other.

    Conflict when somebody settled it already, or when it holds nothing to send any more.
    """
    old = _locked(by, message)
    if not may_repeat(old):
        raise Conflict(f"This message cannot be sent again. {KINDS[old.kind].again}")
    new = post(
        by=by, key=f"again:{old.pk}", kind=old.kind, recipient_id=old.recipient_id, address=old.address or "",
        parameters=old.parameters,
    )  # fmt: skip
    _settle(by, old, "message.again")
    return new


@transaction.atomic
def leave(*, by: Actor, message: Message) -> Message:
    """Nothing more is done about it; what it held is wiped, that it was not sent stays."""
    old = _locked(by, message)
    _settle(by, old, "message.leave")
    return old


def _locked(by: Actor, message: Message) -> Message:
    if not by.has(*MAY_SETTLE):
        raise Http404
    found = Message.objects.in_trouble().select_for_update(of=("self",)).select_related("recipient").filter(pk=message.pk).first()
    if found is None:
        raise Conflict("Somebody has settled this already. Nothing was changed.")
    return found


def _settle(by: Actor, message: Message, action: str) -> None:
    message.settled_at, message.address, message.parameters = timezone.now(), None, None
    message.save(update_fields=["settled_at", "address", "parameters"])
    client_id = message.recipient_id if message.recipient.kind == Kind.CLIENT else None
    record(by=by, action=action, client_id=client_id, on=message)
