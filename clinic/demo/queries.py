"""Finding the demo's people."""

from uuid import UUID

from django.http import Http404

from clinic.accounts.models import Membership


def persona(member_id: UUID) -> Membership:
    """An active member of a demo clinic, or Http404: a real clinic has no personas."""
    found = Membership.objects.active().filter(pk=member_id, clinic__is_demo=True).select_related("user", "clinic").first()
    if found is None:
        raise Http404
    return found


def personas() -> list[Membership]:
    """The members of the demo clinic that the database shows, in the order they were made."""
    return list(Membership.objects.active().filter(clinic__is_demo=True).select_related("user", "clinic").order_by("made_at"))
