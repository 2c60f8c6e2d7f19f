"""How an entry stands after a try to confirm it. Parts of actions: the action that calls one is the transaction."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.web.errors import Conflict
from emergency import checks
from emergency.check_queries import shortened_days, standing
from emergency.models import ProblemReport, Resource, Verification

TRY_AGAIN = timedelta(days=1)
TRY_AGAIN_LATER = timedelta(days=7)
# How an entry stands, kept with each try so that it can be put back.
STANDING = (
    "verified_at", "verified_by_id", "how_verified", "failed_at", "reported_at", "next_check_on", "adopted_at", "comes_to_home", "version",
)  # fmt: skip

RETIRED = "This entry is no longer used."
DO_NOT_CALL = "Never call an emergency line to test it. Look at its official page, or call its office number."


def held(resource: Resource) -> Resource:
    """The entry as it is now, held until the end of the transaction; a retired one changes no more."""
    found = Resource.objects.select_for_update(no_key=True).get(pk=resource.pk)
    if found.retired_at:
        raise Conflict(RETIRED)
    return found


def refuse_test_call(resource: Resource, how: str) -> None:
    """Conflict when this entry may not be checked like that."""
    if how and how not in checks.ways_to_check(resource):
        raise Conflict(DO_NOT_CALL)


def mark_checked(resource: Resource, by: Actor, how: str) -> None:
    """Confirmed just now. By the person who set a dispatch number that is only a first look: somebody else has to confirm it."""
    resource.how_verified = how
    resource.failed_at = resource.reported_at = None
    resource.next_check_on = checks.next_check(resource, timezone.localdate(), shortened_days())
    is_first_look = resource.needs_two and resource.verified_at is None and resource.set_by_id == by.id
    if not is_first_look:
        resource.verified_at, resource.verified_by_id = timezone.now(), by.id


def forget_check(resource: Resource) -> None:
    """Nothing that was confirmed before says anything any more."""
    resource.verified_at = resource.verified_by_id = resource.next_check_on = None  # type: ignore[assignment]
    resource.how_verified = ""


def settle_all(resource: Resource, by: Actor) -> list[str]:
    """Whatever was reported of this entry is looked into; the ids of those reports."""
    found = ProblemReport.objects.filter(resource=resource, settled_at=None)
    ids = [str(pk) for pk in found.values_list("pk", flat=True)]
    if ids:
        found.update(settled_at=timezone.now(), settled_by_id=by.id)
    return ids


def write_try(resource: Resource, by: Actor, result: str, how: str, **facts: Any) -> Verification:
    """One line about a try to confirm the entry."""
    verification: Verification = Verification.objects.create(
        clinic_id=by.clinic_id,
        resource=resource,
        by_id=by.id,
        result=result,
        how=how,
        next_check_on=resource.next_check_on,
        **facts,
    )
    return verification


def mark_unconfirmed(resource: Resource, result: str) -> None:
    """One unanswered call is tried again tomorrow; the second in a row, or a wrong number, marks the entry."""
    today = timezone.localdate()
    last = standing(resource).first()
    again = last is not None and last.result == Verification.Result.NO_ANSWER
    if result == Verification.Result.NO_ANSWER:
        resource.next_check_on = today + (TRY_AGAIN_LATER if again else TRY_AGAIN)
    else:
        resource.next_check_on = today
    if result == Verification.Result.WRONG or (result == Verification.Result.NO_ANSWER and again):
        resource.failed_at = resource.failed_at or timezone.now()


def picture(resource: Resource) -> dict[str, Any]:
    """How the entry stands now, to be put back if a slip is taken back."""
    return {name: _written(getattr(resource, name)) for name in STANDING}


def _written(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def put_back(resource: Resource, before: dict[str, Any]) -> None:
    """The entry as it was pictured, and the reports that were settled meanwhile open again."""
    for name in STANDING:
        field: models.Field[Any, Any] = Resource._meta.get_field(name)  # type: ignore[assignment]
        setattr(resource, name, field.to_python(before[name]))
    ProblemReport.objects.filter(pk__in=before.get("settled", [])).update(settled_at=None, settled_by=None)
