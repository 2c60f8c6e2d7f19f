"""Confirming entries: each try is written down, the entry says what came of it, a slip can be taken back."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.web.errors import Conflict
from emergency import checks
from emergency.check_queries import shortened_days, standing, to_take_back
from emergency.models import CheckRhythm, ProblemReport, Resource, Verification
from emergency.permissions import may_edit_directory, may_verify, require

TRY_AGAIN = timedelta(days=1)
TRY_AGAIN_LATER = timedelta(days=7)
# How an entry stands, kept with each try so that it can be put back.
STANDING = (
    "verified_at", "verified_by_id", "how_verified", "failed_at", "reported_at", "next_check_on", "adopted_at", "comes_to_home", "version",
)  # fmt: skip

RETIRED = "This entry is no longer used."
DO_NOT_CALL = "Never call an emergency line to test it. Look at its official page, or call its office number."
TOO_LATE = "This check cannot be taken back any more. Check the entry again instead."
CHANGED_SINCE = "The entry was changed after this check, so the check cannot be taken back. Check the entry again instead."


@transaction.atomic
def verify_resource(
    *, by: Actor, resource: Resource, result: str, how: str, spoke_to: str = "", note: str = "", confirmed: Collection[str] = ()
) -> Verification:
    """Record one try to confirm an entry, and what follows from it. A dispatch line needs somebody else than who set its number."""
    resource = held(resource)
    require(may_verify(by, resource))
    refuse_test_call(resource, how)
    before = _standing(resource)
    if result == Verification.Result.RIGHT:
        mark_checked(resource, by, how)
        before["settled"] = settle_all(resource, by)
        if Verification.Confirmed.COMES in confirmed:
            resource.comes_to_home = True
    else:
        _mark_unconfirmed(resource, result)
    resource.adopted_at = resource.adopted_at or timezone.now()
    resource.save()
    verification = write_try(resource, by, result, how, spoke_to=spoke_to, note=note, confirmed=sorted(confirmed), before=before)
    record(by=by, action="resource.verify", on=resource, reason=result)
    return verification


@transaction.atomic
def take_back(*, by: Actor, verification: Verification) -> Verification:
    """Undo a try of a moment ago: the entry stands as it stood before, and the history says so."""
    resource = held(verification.resource)
    slip = to_take_back(by, verification.pk)
    if slip is None:
        raise Conflict(TOO_LATE)
    if resource.version != slip.before["version"]:
        raise Conflict(CHANGED_SINCE)
    for name in STANDING:
        setattr(resource, name, _read(name, slip.before[name]))
    resource.save()
    ProblemReport.objects.filter(pk__in=slip.before.get("settled", [])).update(settled_at=None, settled_by=None)
    undone = write_try(resource, by, Verification.Result.UNDONE, slip.how, takes_back=slip)
    record(by=by, action="resource.verify.undo", on=resource)
    return undone


@transaction.atomic
def set_rhythm(*, by: Actor, days: Mapping[str, int]) -> dict[str, int]:
    """How often the clinic checks, by group; a group that is left out is checked as often as Handrail asks."""
    require(may_edit_directory(by))
    wanted = {group: each for group, each in days.items() if each < checks.DAYS[group]}
    if any(each < checks.FEWEST_DAYS for each in wanted.values()):
        raise Conflict(f"Choose {checks.FEWEST_DAYS} days or more.")
    before = shortened_days()
    changed = {group for group in checks.DAYS if before.get(group) != wanted.get(group)}
    for group in changed:
        set_to = {"days": wanted.get(group, checks.DAYS[group]), "changed_by_id": by.id}
        CheckRhythm.objects.update_or_create(clinic_id=by.clinic_id, group=group, defaults=set_to)
    if changed:
        record(by=by, action="directory.rhythm", fields=changed)
    return wanted


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


def _mark_unconfirmed(resource: Resource, result: str) -> None:
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


def _standing(resource: Resource) -> dict[str, Any]:
    return {name: _written(getattr(resource, name)) for name in STANDING}


def _written(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _read(name: str, value: Any) -> Any:
    return Resource._meta.get_field(name).to_python(value)
