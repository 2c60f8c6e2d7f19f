"""Whom the clinic tells of an emergency."""

from uuid import UUID

from django.http import Http404

from emergency.models import NotifyEntry


def notify_list() -> list[NotifyEntry]:
    """Everybody on the clinic's list, in its order. One query."""
    return list(NotifyEntry.objects.filter(retired_at=None).order_by("position", "made_at"))


def get_notify_entry(entry_id: UUID) -> NotifyEntry:
    """Somebody on the list, or 404."""
    found = NotifyEntry.objects.filter(pk=entry_id, retired_at=None).first()
    if found is None:
        raise Http404
    return found
