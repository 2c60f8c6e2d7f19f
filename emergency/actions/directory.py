"""Everything that changes an entry of the directory. Each leaves one line of its history and one audit event."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from clinic.audit.actors import Actor, Kind
from clinic.audit.log import record
from clinic.clients.permissions import require
from clinic.web.errors import Conflict
from emergency import derived
from emergency.models import ProblemReport, Resource, ResourceChange, Verification
from emergency.permissions import may_edit_directory, may_report_problem
from emergency.queries import open_problems
from emergency.standing import forget_check, held, mark_checked, refuse_test_call, settle_all, write_try
from emergency.starter import starter_lines

EDITABLE = (
    "kind", "name", "phone", "phone_menu", "admin_phone", "sms", "sms_keyword", "chat_url", "street", "town", "county",
    "region", "postcode", "country_code", "reach", "hours", "languages", "note", "source_url", "tty", "relay", "time_zone",
    "eligibility", "may_dispatch", "comes_to_home", "also_covers",
)  # fmt: skip
# What somebody reaches help by: when one of these changes, an earlier check says nothing any more. A number is read by its country.
REACHED_BY = frozenset(
    {"kind", "country_code", "phone", "phone_menu", "admin_phone", "sms", "sms_keyword", "chat_url", "tty", "relay"}
)

MOST_OPEN = 20
CHANGED_MEANWHILE = "Somebody else has changed this entry. Go back, look at it again and then make your change."


@transaction.atomic
def add_resource(*, by: Actor, facts: Mapping[str, Any], checked: str = "") -> Resource:
    """Add an entry of the clinic's own. `checked` is how it was confirmed just now, or empty."""
    require(may_edit_directory(by))
    resource = Resource(clinic_id=by.clinic_id, made_by_id=by.id, number_by_id=by.id, adopted_at=timezone.now())
    _fill(resource, facts)
    refuse_test_call(resource, checked)
    if checked:
        mark_checked(resource, by, checked)
    resource.save()
    derived.renew([resource])
    _tell(resource, by, "added")
    if checked:
        write_try(resource, by, Verification.Result.RIGHT, checked)
    record(by=by, action="resource.add", on=resource)
    return resource


@transaction.atomic
def edit_resource(*, by: Actor, resource: Resource, facts: Mapping[str, Any], seen_version: int, checked: str = "") -> Resource:
    """Change an entry. A new number makes it unchecked again, unless `checked` says how it was confirmed just now."""
    require(may_edit_directory(by))
    resource = held(resource)
    if resource.version != seen_version:
        raise Conflict(CHANGED_MEANWHILE)
    changes = _fill(resource, facts)
    refuse_test_call(resource, checked)
    if REACHED_BY & changes.keys():
        resource.number_by_id = by.id
        forget_check(resource)
    if checked:
        mark_checked(resource, by, checked)
        write_try(resource, by, Verification.Result.RIGHT, checked)
        settle_all(resource, by)
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
    resource = held(resource)
    replaced_by = held(replaced_by) if replaced_by else None
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
    resource = held(resource)
    if resource.adopted_at is None:
        resource.adopted_at = timezone.now()
        resource.save(update_fields=["adopted_at"])
        _tell(resource, by, "adopted")
        record(by=by, action="resource.adopt", on=resource)
    return resource


@transaction.atomic
def report_problem(*, by: Actor, resource: Resource, problem: str, note: str = "") -> ProblemReport:
    """A number did not work. The entry is marked at once and somebody checks it next; a client is not named.

    What clients report of one entry ends at MOST_OPEN rows that nobody has looked into: the newest stands for one more.
    """
    require(may_report_problem(by))
    resource = held(resource)
    from_client = by.kind is Kind.CLIENT
    waiting = list(open_problems(resource).filter(from_client=True)[:MOST_OPEN]) if from_client else []
    if len(waiting) == MOST_OPEN:
        return waiting[0]
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
    resource = held(report.resource)
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


def _fill(resource: Resource, facts: Mapping[str, Any]) -> dict[str, list[str]]:
    """Set the given fields and what is made from them; what changed, as {field: [before, after]} in words."""
    changes = {}
    for name in EDITABLE:
        before = getattr(resource, name)
        if name in facts and before != facts[name]:
            changes[name] = [_said(before), _said(facts[name])]
            setattr(resource, name, facts[name])
    derived.fill(resource, moved=bool(changes.keys() & {"postcode", "country_code"}))
    return changes


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, list) else str(value if value is not None else "")


def _tell(resource: Resource, by: Actor, what: str, changes: Mapping[str, list[str]] | None = None) -> None:
    ResourceChange.objects.create(clinic_id=by.clinic_id, resource=resource, by_id=by.id, what=what, changes=dict(changes or {}))
