"""Reading for the round of checks: how often, who may look, what was done just now."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from clinic.audit.actors import Actor
from emergency import checks
from emergency.models import CheckRhythm, Resource, ResourceQuerySet, Verification
from emergency.models.directory import WAITS_FOR_SECOND, due_for_check

TAKE_BACK_WITHIN = timedelta(minutes=30)


def shortened_days() -> dict[str, int]:
    """Days between two checks by group, where the clinic wants fewer than Handrail asks. One query."""
    return {each.group: each.days for each in CheckRhythm.objects.all() if each.days < checks.DAYS[each.group]}


@dataclass(frozen=True)
class DirectoryCounts:
    """How the directory stands."""

    listed: int
    due: int
    reported: int
    suggested: int
    second: int


def directory_counts(today: date) -> DirectoryCounts:
    """How many entries are in use, due for a check, reported, only suggested, waiting for a second person: one query."""
    return DirectoryCounts(
        **Resource.objects.listed().aggregate(
            listed=Count("pk"),
            due=Count("pk", filter=due_for_check(today)),
            reported=Count("pk", filter=Q(reported_at__isnull=False)),
            suggested=Count("pk", filter=Q(adopted_at=None)),
            second=Count("pk", filter=WAITS_FOR_SECOND),
        )
    )


def second_looks(by: Actor) -> ResourceQuerySet:
    """Dispatch lines that wait for a second person and that this one may confirm: somebody else set the number."""
    waiting = Resource.objects.waiting_for_second()
    mine = waiting.filter(number_by=by.id) | waiting.filter(number_by=None, made_by=by.id)
    return waiting.exclude(pk__in=mine.values("pk")).order_by("name", "pk")


def standing(resource: Resource) -> QuerySet[Verification]:
    """Tries to confirm this entry that nobody has taken back, newest first."""
    undone = Verification.objects.filter(resource=resource, takes_back__isnull=False)
    kept = Verification.objects.filter(resource=resource, takes_back=None).exclude(pk__in=undone.values("takes_back"))
    return kept.order_by("-at")


def get_verification(verification_id: UUID) -> Verification:
    """A try to confirm an entry of this clinic, or 404."""
    found: Verification | None = Verification.objects.select_related("resource").filter(pk=verification_id).first()
    if found is None:
        raise Http404
    return found


def to_take_back(by: Actor, verification_id: UUID) -> Verification | None:
    """The try that this person wrote a moment ago and may still take back; None otherwise.

    One that was written down without a picture of the entry has nothing to go back to.
    """
    since = timezone.now() - TAKE_BACK_WITHIN
    found = (
        Verification.objects.select_related("resource").filter(pk=verification_id, by=by.id, takes_back=None, at__gte=since).first()
    )
    newest = standing(found.resource).first() if found else None
    return found if found and found.before and newest == found else None
