"""Confirming entries: each try is written down, the entry says what came of it, a slip can be taken back."""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.audit.log import record
from clinic.clients.permissions import require
from clinic.web.errors import Conflict
from emergency import checks
from emergency.check_queries import shortened_days, to_take_back
from emergency.models import CheckRhythm, Resource, Verification
from emergency.permissions import may_edit_directory, may_verify
from emergency.standing import held, mark_checked, mark_unconfirmed, picture, put_back, refuse_test_call, settle_all, write_try

CHANGED_WHILE_CHECKED = "Somebody else has changed this entry while you were checking it, so your check is not saved. Look at what it says now, and check that."
TOO_LATE = "This check cannot be taken back any more. Check the entry again instead."
NEVER_PICTURED = (
    "Handrail did not note how the entry stood before this check, so there is nothing to go back to. Check the entry again instead."
)
CHANGED_SINCE = "The entry was changed after this check, so the check cannot be taken back. Check the entry again instead."


@transaction.atomic
def verify_resource(
    *,
    by: Actor,
    resource: Resource,
    seen_version: int,
    result: str,
    how: str,
    spoke_to: str = "",
    note: str = "",
    confirmed: Collection[str] = (),
) -> Verification:
    """Record one try to confirm an entry, and what follows from it. A dispatch line needs somebody else than who set its number.

    Conflict when the entry is another than `seen_version`: what was called then says nothing of what stands now.
    """
    resource = held(resource)
    require(may_verify(by, resource))
    if resource.version != seen_version:
        raise Conflict(CHANGED_WHILE_CHECKED)
    refuse_test_call(resource, how)
    before = picture(resource)
    if result == Verification.Result.RIGHT:
        mark_checked(resource, by, how)
        before["settled"] = settle_all(resource, by)
        if Verification.Confirmed.COMES in confirmed:
            resource.comes_to_home = True
    else:
        mark_unconfirmed(resource, result)
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
        raise Conflict(TOO_LATE if verification.before else NEVER_PICTURED)
    if resource.version != slip.before["version"]:
        raise Conflict(CHANGED_SINCE)
    put_back(resource, slip.before)
    resource.save()
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
