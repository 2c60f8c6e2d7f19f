"""Everything that changes an entry of the directory. Each leaves one line of its history and one audit event."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from clinic.audit.actors import Actor, Kind
from clinic.audit.log import record
from clinic.web.errors import Conflict
from emergency import checks, derived
from emergency.models import ProblemReport, Resource, ResourceChange, Verification
from emergency.permissions import may_edit_directory, may_report_problem, require
from emergency.starter import starter_lines

EDITABLE = (
    "kind", "name", "phone", "phone_menu", "admin_phone", "sms", "sms_keyword", "chat_url", "street", "town", "county",
    "region", "postcode", "country_code", "reach", "hours", "languages", "note", "source_url",
)  # fmt: skip
# What somebody reaches help by: when one of these changes, an earlier check says nothing any more.
REACHED_BY = frozenset({"kind", "phone", "phone_menu", "admin_phone", "sms", "sms_keyword", "chat_url"})
TRY_AGAIN = timedelta(days=1)
TRY_AGAIN_LATER = timedelta(days=7)

CHANGED_MEANWHILE = "Somebody else has changed this entry. Go back, look at it again and then make your change."
RETIRED = "This entry is no longer used."
DO_NOT_CALL = "Never call an emergency line to test it. Look at its official page, or call its office number."


@transaction.atomic
def add_resource(*, by: Actor, facts: Mapping[str, str], checked: str = "") -> Resource:
    """Add an entry of the clinic's own. `checked` is how it was confirmed just now, or empty."""
    require(may_edit_directory(by))
    resource = Resource(clinic_id=by.clinic_id, made_by_id=by.id, adopted_at=timezone.now())
    _fill(resource, facts)
    _refuse_test_call(resource, checked)
    _mark_checked(resource, by, checked)
    resource.save()
    derived.renew([resource])
    _tell(resource, by, "added")
    if checked:
        _verified(resource, by, Verification.Result.RIGHT, checked)
    record(by=by, action="resource.add", on=resource)
    return resource


@transaction.atomic
def edit_resource(*, by: Actor, resource: Resource, facts: Mapping[str, str], seen_version: int, checked: str = "") -> Resource:
    """Change an entry. A new number makes it unchecked again, unless `checked` says how it was confirmed just now."""
    require(may_edit_directory(by))
    resource = _locked(resource)
    if resource.version != seen_version:
        raise Conflict(CHANGED_MEANWHILE)
    changes = _fill(resource, facts)
    _refuse_test_call(resource, checked)
    if checked:
        _mark_checked(resource, by, checked)
        _verified(resource, by, Verification.Result.RIGHT, checked)
        _settle_all(resource, by)
    elif REACHED_BY & changes.keys():
        resource.verified_at = resource.verified_by_id = resource.next_check_on = None  # type: ignore[assignment]
        resource.how_verified = ""
    if changes or checked:
        resource.adopted_at = resource.adopted_at or timezone.now()
        resource.version += 1
        resource.save()
        derived.renew([resource])
        _tell(resource, by, "edited", changes)
        record(by=by, action="resource.edit", on=resource, fields=changes)
    return resource


@transaction.atomic
def retire_resource(*, by: Actor, resource: Resource, replaced_by: Resource | None = None) -> Resource:
    """Take an entry out of use, perhaps for another. Plans that hold it show the other one's number from now on."""
    require(may_edit_directory(by))
    resource = _locked(resource)
    replaced_by = _locked(replaced_by) if replaced_by else None
    resource.retired_at, resource.retired_by_id = timezone.now(), by.id
    resource.replaced_by = replaced_by
    resource.save(update_fields=["retired_at", "retired_by", "replaced_by"])
    if replaced_by:  # whatever this entry stood for: readers look one step ahead, and a plan must not lose its number
        Resource.objects.filter(replaced_by=resource).update(replaced_by=replaced_by)
    _tell(resource, by, "retired", {"replaced_by": ["", replaced_by.name]} if replaced_by else {})
    record(by=by, action="resource.retire", on=resource)
    return resource


@transaction.atomic
def adopt_resource(*, by: Actor, resource: Resource) -> Resource:
    """Make a suggested entry one of the clinic's own: from now on it is checked like the others."""
    require(may_edit_directory(by))
    resource = _locked(resource)
    if resource.adopted_at is None:
        resource.adopted_at = timezone.now()
        resource.save(update_fields=["adopted_at"])
        _tell(resource, by, "adopted")
        record(by=by, action="resource.adopt", on=resource)
    return resource


@transaction.atomic
def verify_resource(*, by: Actor, resource: Resource, result: str, how: str, spoke_to: str = "", note: str = "") -> Verification:
    """Record one try to confirm an entry, and what follows from it for the entry."""
    require(may_edit_directory(by))
    resource = _locked(resource)
    _refuse_test_call(resource, how)
    if result == Verification.Result.RIGHT:
        _mark_checked(resource, by, how)
        _settle_all(resource, by)
    else:
        _mark_unconfirmed(resource, result)
    resource.adopted_at = resource.adopted_at or timezone.now()
    resource.save()
    verification = _verified(resource, by, result, how, spoke_to, note)
    record(by=by, action="resource.verify", on=resource, reason=result)
    return verification


@transaction.atomic
def report_problem(*, by: Actor, resource: Resource, problem: str, note: str = "") -> ProblemReport:
    """A number did not work. The entry is marked at once and somebody checks it next; a client is not named."""
    require(may_report_problem(by))
    resource = _locked(resource)
    from_client = by.kind is Kind.CLIENT
    report = ProblemReport.objects.create(
        clinic_id=by.clinic_id,
        resource=resource,
        by_id=None if from_client else by.id,
        from_client=from_client,
        problem=problem,
        note=note,
    )
    resource.reported_at = resource.reported_at or timezone.now()
    resource.adopted_at = resource.adopted_at or timezone.now()
    resource.next_check_on = resource.clinic.today  # a client's page has no zone of its own
    resource.save(update_fields=["reported_at", "adopted_at", "next_check_on"])
    record(by=by, action="resource.report", on=resource, reason=problem)
    return report


@transaction.atomic
def settle_problem(*, by: Actor, report: ProblemReport) -> ProblemReport:
    """A reported problem was looked into. The entry loses its mark with the last one; its check stays due."""
    require(may_edit_directory(by))
    resource = _locked(report.resource)
    if report.settled_at is None:
        report.settled_at, report.settled_by_id = timezone.now(), by.id
        report.save(update_fields=["settled_at", "settled_by"])
        if not ProblemReport.objects.filter(resource=resource, settled_at=None).exists():
            resource.reported_at = None
            resource.save(update_fields=["reported_at"])
        record(by=by, action="resource.settle", on=resource)
    return report


@transaction.atomic
def seed_starter_lines(*, by: Actor, country_code: str) -> int:
    """Copy the national lines of the clinic's country into its directory, unchecked; those it has stay as they are."""
    require(may_edit_directory(by))
    now = timezone.now()
    lines = starter_lines(country_code)
    had = set(Resource.objects.filter(source_id__in=[line["source_id"] for line in lines]).values_list("source", "source_id"))
    made = [
        derived.fill(Resource(clinic_id=by.clinic_id, made_by_id=by.id, adopted_at=now, origin=Resource.Origin.STARTER, **line))
        for line in lines
        if (line["source"], line["source_id"]) not in had
    ]
    Resource.objects.bulk_create(made)
    derived.renew(made)
    ResourceChange.written(ResourceChange(clinic_id=by.clinic_id, resource=each, by_id=by.id, what="added") for each in made)
    record(by=by, action="directory.seed", count=len(made))
    return len(made)


def _locked(resource: Resource) -> Resource:
    """The entry as it is now, held until the end of the transaction; a retired one changes no more."""
    held = Resource.objects.select_for_update(no_key=True).get(pk=resource.pk)
    if held.retired_at:
        raise Conflict(RETIRED)
    return held


def _fill(resource: Resource, facts: Mapping[str, str]) -> dict[str, list[str]]:
    """Set the given fields and what is made from them; what changed, as {field: [before, after]}."""
    changes = {}
    for name in EDITABLE:
        before = getattr(resource, name)
        if name in facts and str(before) != facts[name]:
            changes[name] = [str(before), facts[name]]
            setattr(resource, name, facts[name])
    derived.fill(resource, moved=bool(changes.keys() & {"postcode", "country_code"}))
    return changes


def _refuse_test_call(resource: Resource, how: str) -> None:
    if how and how not in checks.ways_to_check(resource):
        raise Conflict(DO_NOT_CALL)


def _mark_checked(resource: Resource, by: Actor, how: str) -> None:
    if not how:
        return
    resource.verified_at, resource.verified_by_id, resource.how_verified = timezone.now(), by.id, how
    resource.failed_at = resource.reported_at = None
    resource.next_check_on = checks.next_check(resource, timezone.localdate())


def _mark_unconfirmed(resource: Resource, result: str) -> None:
    """One unanswered call is tried again tomorrow; the second in a row, or a wrong number, marks the entry."""
    today = timezone.localdate()
    last = Verification.objects.filter(resource=resource).order_by("-at").first()
    again = last is not None and last.result == Verification.Result.NO_ANSWER
    if result == Verification.Result.NO_ANSWER:
        resource.next_check_on = today + (TRY_AGAIN_LATER if again else TRY_AGAIN)
    else:
        resource.next_check_on = today
    if result == Verification.Result.WRONG or (result == Verification.Result.NO_ANSWER and again):
        resource.failed_at = resource.failed_at or timezone.now()


def _verified(resource: Resource, by: Actor, result: str, how: str, spoke_to: str = "", note: str = "") -> Verification:
    verification: Verification = Verification.objects.create(
        clinic_id=by.clinic_id,
        resource=resource,
        by_id=by.id,
        result=result,
        how=how,
        spoke_to=spoke_to,
        note=note,
        next_check_on=resource.next_check_on,
    )
    return verification


def _settle_all(resource: Resource, by: Actor) -> None:
    open_ones = ProblemReport.objects.filter(resource=resource, settled_at=None)
    open_ones.update(settled_at=timezone.now(), settled_by_id=by.id)


def _tell(resource: Resource, by: Actor, what: str, changes: Mapping[str, list[str]] | None = None) -> None:
    ResourceChange.objects.create(clinic_id=by.clinic_id, resource=resource, by_id=by.id, what=what, changes=dict(changes or {}))
