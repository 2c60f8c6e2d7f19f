"""Reading the directory: finding entries, what covers a place, what is due, what happened to an entry."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.http import Http404

from clinic.accounts.models import Membership
from clinic.clients.models import Place
from emergency.distance import nearest as nearest
from emergency.distance import where_is as where_is
from emergency.imports.places import is_region, read_region
from emergency.matching import Serving as Serving
from emergency.matching import as_typed as as_typed
from emergency.matching import covering as covering
from emergency.matching import nationwide as nationwide
from emergency.matching import serving as serving
from emergency.models import ProblemReport, Resource, ResourceChange, ResourceWord, Verification
from emergency.models.directory import WAITS_FOR_SECOND, due_for_check
from emergency.words import span, typed

MOST_REPLACEMENTS = 100


@dataclass(frozen=True)
class Search:
    """What somebody looks for in the directory; empty parts do not narrow it."""

    words: str = ""
    kind: str = ""
    place: str = ""
    show: str = ""
    checked: bool = False
    country_code: str = "US"


def get_resource(resource_id: UUID) -> Resource:
    """An entry of this clinic, retired ones too, or 404."""
    found = Resource.objects.select_related("replaced_by").filter(pk=resource_id).first()
    if found is None:
        raise Http404
    return found


def get_problem(report_id: UUID) -> ProblemReport:
    """A report of this clinic, or 404."""
    found = ProblemReport.objects.select_related("resource").filter(pk=report_id).first()
    if found is None:
        raise Http404
    return found


def search(wanted: Search, today: date) -> QuerySet[Resource]:
    """Entries in use that fit, those whose name begins with the words first. What is typed begins words of the entry, in any order."""
    found: QuerySet[Resource] = Resource.objects.listed()
    if wanted.words:
        found = _with_words(found, wanted.words)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.place:
        found = _at(found, wanted.place, wanted.country_code)
    if wanted.checked:
        found = found.filter(_checked(today))
    if wanted.show == "needs":
        found = found.filter(Q(reported_at__isnull=False) | due_for_check(today))
    elif wanted.show == "own":
        found = found.exclude(adopted_at=None)
    elif wanted.show == "second":
        found = found.filter(WAITS_FOR_SECOND)
    elif wanted.show == "suggested":
        found = found.filter(adopted_at=None)
    return found.order_by(*_begins(wanted.words), "name", "town", "pk")


def current(ids: Iterable[UUID]) -> dict[UUID, Resource]:
    """The entry to show today for each of these ids: itself, or the one that replaced it. One query.

    An entry that was retired without a successor is given back retired: whoever shows it says so.
    """
    found = Resource.objects.filter(pk__in=set(ids)).select_related("replaced_by")
    return {entry.pk: _successor(entry) for entry in found}


def by_place(places: Sequence[Place], country_code: str) -> tuple[list[tuple[Place, list[Resource]]], list[Resource]]:
    """Each place with what serves it, and the lines of the whole country once for all of them. One query."""
    served = covering(places, country_code) if places else {}
    found = [entry for entries in served.values() for entry in entries] if places else nationwide(country_code)
    wide = {entry.pk: entry for entry in found if entry.reach == Resource.Reach.COUNTRY}
    return [(place, [each for each in served[place.pk] if each.pk not in wide]) for place in places], list(wide.values())


def to_check(today: date) -> QuerySet[Resource]:
    """What is due for a check: reported ones first, then the longest overdue, then those never checked."""
    return Resource.objects.due_for_check(today).order_by(
        F("reported_at").asc(nulls_last=True), F("next_check_on").asc(nulls_last=True), "name", "pk"
    )


def next_to_check(today: date, after: Resource) -> Resource | None:
    """The entry that follows in the round of checks; None after the last."""
    ids = list(to_check(today).values_list("pk", flat=True))
    following = ids[ids.index(after.pk) + 1 :] if after.pk in ids else ids
    return Resource.objects.filter(pk=following[0]).first() if following else None


def replacements(resource: Resource) -> QuerySet[Resource]:
    """Entries that could take the place of this one: the clinic's own of the same kind, near ones first."""
    others = Resource.objects.listed().exclude(pk=resource.pk).exclude(adopted_at=None).filter(kind=resource.kind)
    near = Case(When(region=resource.region, then=Value(0)), default=Value(1), output_field=IntegerField())
    return others.order_by(near, "name")[:MOST_REPLACEMENTS]


def open_problems(resource: Resource) -> QuerySet[ProblemReport]:
    """Problems nobody has looked into yet, newest first."""
    return ProblemReport.objects.filter(resource=resource, settled_at=None).order_by("-at")


@dataclass(frozen=True)
class Happening:
    """One line of an entry's history."""

    at: datetime
    who: str
    what: str
    changes: tuple[tuple[str, str, str], ...] = ()
    note: str = ""


WHAT = {
    "added": "Added",
    "edited": "Changed",
    "retired": "Taken out of use",
    "adopted": "Taken over from the suggestions",
    "imported": "Came with an imported list",
    "updated": "Changed by an imported list",
}


def history(resource: Resource) -> list[Happening]:
    """Who did what to this entry and when, newest first: changes, checks and reports. Four queries."""
    changes = list(ResourceChange.objects.filter(resource=resource))
    verifications = list(Verification.objects.filter(resource=resource))
    reports = list(ProblemReport.objects.filter(resource=resource))
    actors = [each.by_id for each in changes] + [each.by_id for each in verifications] + [each.by_id for each in reports]
    names = _names({actor for actor in actors if actor})
    lines = [_change(each, names) for each in changes]
    lines += [_check(each, names) for each in verifications]
    lines += [_report(each, names) for each in reports]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def name_of(actor_id: UUID | None) -> str:
    """Who an actor is, for a page of staff."""
    return _names({actor_id}).get(actor_id, "Handrail") if actor_id else ""


def _names(ids: set[UUID]) -> dict[UUID, str]:
    return {member.id: member.name or "" for member in Membership.objects.filter(pk__in=ids)}


def _change(each: ResourceChange, names: dict[UUID, str]) -> Happening:
    changes = tuple((_label(name), before, after) for name, (before, after) in each.changes.items())
    return Happening(each.at, names.get(each.by_id, "Handrail"), WHAT.get(each.what, each.what), changes)


def _check(each: Verification, names: dict[UUID, str]) -> Happening:
    what = f"{each.get_how_display()}: {each.get_result_display().lower()}"
    note = ". ".join(filter(None, [f"Spoke to {each.spoke_to}" if each.spoke_to else "", each.note]))
    return Happening(each.at, names.get(each.by_id, "Handrail"), what, note=note)


def _report(each: ProblemReport, names: dict[UUID, str]) -> Happening:
    who = "A client" if each.from_client else names.get(each.by_id, "Handrail") if each.by_id else "Handrail"
    return Happening(each.at, who, f"Reported: {each.get_problem_display().lower()}", note=each.note)


def _label(name: str) -> str:
    return {"phone_menu": "menu digits", "admin_phone": "office number", "sms": "text number", "country_code": "country"}.get(
        name, name.replace("_", " ")
    )


def _successor(entry: Resource) -> Resource:
    return entry.replaced_by if entry.retired_at and entry.replaced_by else entry


def _with_words(found: QuerySet[Resource], text: str) -> QuerySet[Resource]:
    """Entries with words that begin so, all of them; none when nothing was typed that a word can begin with."""
    beginnings = typed(text)
    for beginning in beginnings:
        first, last = span(beginning)
        found = found.filter(pk__in=ResourceWord.objects.filter(word__gte=first, word__lt=last).values("resource_id"))
    return found if beginnings else found.none()


def _at(found: QuerySet[Resource], place: str, country_code: str) -> QuerySet[Resource]:
    """Entries whose address is there: a town or county that begins so, a ZIP that does, a whole state."""
    name, _, state = (part.strip() for part in place.rpartition(","))
    if name:
        return _at(found.filter(region=read_region(state, country_code)), name, country_code)
    if is_region(state, country_code):
        return found.filter(Q(region=read_region(state, country_code)) | Q(town__istartswith=state) | Q(county__istartswith=state))
    there = Q(town__istartswith=state) | Q(county__istartswith=state) | Q(postcode__istartswith=state) | Q(region__iexact=state)
    # the words find them by an index, the fields then say that it is not the name alone that begins so
    return _with_words(found, state).filter(there)


def _checked(today: date) -> Q:
    standing = Q(verified_at__isnull=False, reported_at=None, failed_at=None)
    return standing & (Q(next_check_on=None) | Q(next_check_on__gt=today))


def _begins(words: str) -> list[Case]:
    """Names that begin with the words before others; no order at all without words."""
    return [Case(When(name__istartswith=words, then=0), default=1, output_field=IntegerField())] if words else []
