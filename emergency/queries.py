"""Reading the directory: finding entries, what covers a place, what is due, what happened to an entry."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.http import Http404

from clinic.accounts.models import Membership
from clinic.clients.models import Place
from emergency.coverage import Spot
from emergency.imports.places import read_region
from emergency.models import ProblemReport, Resource, ResourceChange, Verification

MOST_SUGGESTED = 20
MOST_REPLACEMENTS = 100


@dataclass(frozen=True)
class Search:
    """What somebody looks for in the directory; empty parts do not narrow it."""

    words: str = ""
    kind: str = ""
    place: str = ""
    show: str = ""
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
    """Entries in use that fit, those whose name begins with the words first."""
    found = Resource.objects.listed()
    if wanted.words:
        found = found.filter(_about(wanted.words))
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.place:
        found = found.filter(_at(wanted.place, wanted.country_code))
    if wanted.show == "checked":
        found = found.filter(_checked(today))
    elif wanted.show == "needs":
        found = found.filter(Q(reported_at__isnull=False) | Q(pk__in=Resource.objects.due_for_check(today).values("pk")))
    elif wanted.show == "own":
        found = found.exclude(adopted_at=None)
    return found.order_by(*_begins(wanted.words), "name", "town", "pk")


@dataclass(frozen=True)
class DirectoryCounts:
    """How the directory stands."""

    listed: int
    due: int
    reported: int
    suggested: int


def directory_counts(today: date) -> DirectoryCounts:
    """How many entries are in use, due for a check, reported, only suggested: one query."""
    due = Q(adopted_at__isnull=False) & (Q(next_check_on=None) | Q(next_check_on__lte=today))
    return DirectoryCounts(
        **Resource.objects.listed().aggregate(
            listed=Count("pk"),
            due=Count("pk", filter=due),
            reported=Count("pk", filter=Q(reported_at__isnull=False)),
            suggested=Count("pk", filter=Q(adopted_at=None)),
        )
    )


def covering(places: Sequence[Place], country_code: str) -> dict[UUID, list[Resource]]:
    """For each of a client's places, by its id: the entries that serve it, the most local first. One query.

    A suggestion that nobody adopted is there only where no adopted entry of its kind serves the place.
    """
    spots = [Spot.of(place, country_code) for place in places]
    if not spots:
        return {}
    found = list(Resource.objects.listed().filter(reduce(or_, (spot.condition for spot in spots))).order_by(*_local_first()))
    return {spot.place_id: _offered([entry for entry in found if spot.is_served_by(entry)]) for spot in spots}


def nationwide(country_code: str) -> list[Resource]:
    """The entries that serve everybody in a country, for a client without a place. One query."""
    found = Resource.objects.listed().filter(country_code=country_code, reach=Resource.Reach.COUNTRY).order_by(*_local_first())
    return _offered(list(found))


def current(ids: Iterable[UUID]) -> dict[UUID, Resource]:
    """The entry to show today for each of these ids: itself, or the one that replaced it. One query.

    An entry that was retired without a successor is given back retired: whoever shows it says so.
    """
    found = Resource.objects.filter(pk__in=set(ids)).select_related("replaced_by")
    return {entry.pk: _successor(entry) for entry in found}


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


def _about(words: str) -> Q:
    digits = "".join(sign for sign in words if sign.isdigit())
    about = Q(name__icontains=words) | Q(town__icontains=words) | Q(county__icontains=words) | Q(postcode__istartswith=words)
    about |= Q(phone__icontains=words) | Q(note__icontains=words)
    if len(digits) >= 3 and not any(sign.isalpha() for sign in words):
        about |= Q(phone__iregex=r"[^0-9]*".join(digits[:15]))
    return about


def _at(place: str, country_code: str) -> Q:
    town, _, region = place.rpartition(",")
    if town:
        return _at(town.strip(), country_code) & Q(region__iexact=read_region(region.strip(), country_code))
    at = Q(town__istartswith=place) | Q(county__istartswith=place) | Q(region__iexact=read_region(place, country_code))
    return at | Q(postcode__istartswith=place)


def _checked(today: date) -> Q:
    standing = Q(verified_at__isnull=False, reported_at=None, failed_at=None)
    return standing & (Q(next_check_on=None) | Q(next_check_on__gt=today))


def _begins(words: str) -> list[Case]:
    """Names that begin with the words before others; no order at all without words."""
    return [Case(When(name__istartswith=words, then=0), default=1, output_field=IntegerField())] if words else []


def _offered(serving: list[Resource]) -> list[Resource]:
    """All adopted entries, and a few suggestions of the kinds that are not among them."""
    adopted = {entry.kind for entry in serving if entry.adopted_at}
    suggested = [entry for entry in serving if not entry.adopted_at and entry.kind not in adopted][:MOST_SUGGESTED]
    return [entry for entry in serving if entry.adopted_at or entry in suggested]


def _local_first() -> list[Case | str]:
    reach = Case(When(reach="county", then=0), When(reach="region", then=1), default=2, output_field=IntegerField())
    doubt = Case(
        When(adopted_at=None, then=3),
        When(Q(reported_at__isnull=False) | Q(failed_at__isnull=False), then=2),
        When(verified_at=None, then=1),
        default=0,
        output_field=IntegerField(),
    )
    # as a therapist needs them: who sends help first (SCREENS 3.7), in the order of Resource.Kind
    kind = Case(*(When(kind=each, then=rank) for rank, each in enumerate(Resource.Kind.values)), output_field=IntegerField())
    return [reach, doubt, kind, "name", "pk"]
