"""The two-person rule of dispatch lines, shortened intervals, and taking a slip back."""

from datetime import timedelta

import pytest
import time_machine
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from clinic.accounts.models import Membership
from clinic.audit.models import Event
from clinic.clients.models import Client
from clinic.web.errors import Conflict
from emergency import check_queries, checks, queries, standing
from emergency.actions import directory, verification
from emergency.models import ProblemReport, Resource, Verification
from tests import factories
from tests.cast import Cast, browser_of

PSAP = {
    "kind": "psap", "name": "Flagstaff 911 center", "phone": "928 555 0111", "admin_phone": "928 555 0142", "county": "Coconino",
    "region": "AZ", "country_code": "US",
}  # fmt: skip


def fresh(resource: Resource) -> Resource:
    return Resource.objects.get(pk=resource.pk)


def look(by: Membership, resource: Resource, result: str = "right", **facts: object) -> Verification:
    how = "called" if checks.number_to_check(resource) else "official_page"
    return verification.verify_resource(
        by=by.actor, resource=resource, seen_version=fresh(resource).version, result=result, how=how, **facts
    )  # type: ignore[arg-type]


def first_for(client: Client) -> list[Resource]:
    place = factories.place(client)
    return queries.covering([place], "US")[place.id]


@pytest.mark.feature("H2")
def test_whoever_set_a_dispatch_number_cannot_be_the_one_who_confirms_it(cast: Cast) -> None:
    bea = factories.member(cast.elm, "Bea Moss", "admin")
    entry = directory.add_resource(by=cast.ada.actor, facts=PSAP, checked="called")
    assert entry.check_state == Resource.Check.SECOND
    page = browser_of(cast.ada).get(f"/directory/{entry.pk}/").content.decode()
    assert "It counts as checked when somebody else than who set it has confirmed it." in page
    assert "Two people check the number of a dispatch line" in browser_of(cast.ada).get("/directory/new/").content.decode()
    look(cast.ada, entry)
    assert fresh(entry).check_state == Resource.Check.SECOND, "looking twice is not a second person"
    old = factories.resource(bea, "Old 911 center", kind="psap", verified_at=None, verified_by_id=None)
    assert old.number_by_id is None
    assert list(check_queries.second_looks(cast.ada.actor)) == [old]
    assert list(check_queries.second_looks(bea.actor)) == [entry]
    look(bea, entry)
    assert fresh(entry).is_checked
    assert "Two people check" not in browser_of(cast.ada).get(f"/directory/{entry.pk}/").content.decode()
    assert not Resource.objects.waiting_for_second().filter(pk=entry.pk).exists()
    look(cast.ada, entry)
    assert fresh(entry).is_checked, "a number that two people know may be checked again by either"
    entry = directory.edit_resource(
        by=bea.actor, resource=entry, facts={"phone": "928 555 0112"}, seen_version=fresh(entry).version, checked="called"
    )
    assert fresh(entry).check_state == Resource.Check.SECOND, "a new number begins anew, with its own person"
    look(cast.ada, entry)
    assert fresh(entry).is_checked


@pytest.mark.feature("H2")
@pytest.mark.parametrize("who", ["lee", "sam"])
def test_in_a_clinic_with_one_admin_any_clinician_takes_the_second_look(cast: Cast, who: str) -> None:
    entry = directory.add_resource(by=cast.ada.actor, facts=PSAP)
    with pytest.raises(Http404):
        look(cast.staff[who], entry)
    look(cast.ada, entry)
    assert fresh(entry).next_check_on == timezone.localdate() + timedelta(days=90), "it does not come back to who set it"
    look(cast.staff[who], entry)
    assert fresh(entry).is_checked
    assert fresh(entry).verified_by_id == cast.staff[who].id
    with pytest.raises(Http404):
        look(cast.staff[who], entry)
    with pytest.raises(Http404):
        look(cast.kay, entry)


def test_an_emergency_number_of_the_starter_list_needs_one_person_only(cast: Cast) -> None:
    nine = factories.resource(cast.kay, "911", kind="emergency", phone="911", checked=False)
    look(cast.ada, nine)
    assert fresh(nine).is_checked, "somebody else set it"


def test_until_the_second_look_another_line_stands_first(cast: Cast) -> None:
    waiting = directory.add_resource(by=cast.ada.actor, facts={**PSAP, "name": "A center"}, checked="called")
    checked = factories.resource(cast.ada, "B center", kind="psap")
    assert first_for(cast.rosa) == [checked, waiting]


@pytest.mark.parametrize("number", ["911", "112", "9-1-1", "999"])
def test_an_emergency_number_is_dialled_under_no_name(number: str) -> None:
    for kind in ("psap", "police", "other"):
        entry = Resource(kind=kind, phone=number, admin_phone=number, country_code="US")
        assert checks.number_to_check(entry) == ""
        assert Verification.How.CALLED not in checks.ways_to_check(entry)
    assert checks.number_to_check(Resource(kind="crisis_line", phone="988", country_code="US")) == "988"


@pytest.mark.feature("H2")
def test_a_clinic_may_check_more_often_and_never_less(cast: Cast) -> None:
    set_to = verification.set_rhythm(by=cast.ada.actor, days={"teams": 30, "others": 400})
    assert set_to == check_queries.shortened_days() == {"teams": 30}
    entry = factories.resource(cast.ada, checked=False)
    look(cast.ada, entry)
    assert fresh(entry).next_check_on == timezone.localdate() + timedelta(days=30)
    assert Event.objects.get(action="directory.rhythm").fields == ["teams"]
    verification.set_rhythm(by=cast.ada.actor, days={})
    assert check_queries.shortened_days() == {}
    with pytest.raises(Conflict, match="7 days or more"):
        verification.set_rhythm(by=cast.ada.actor, days={"teams": 2})
    with pytest.raises(Http404):
        verification.set_rhythm(by=cast.lee.actor, days={"teams": 30})


def test_a_slip_is_taken_back_with_everything_that_followed(cast: Cast) -> None:
    entry = factories.resource(cast.ada)
    directory.report_problem(by=cast.lee.actor, resource=entry, problem="other")
    before = fresh(entry)
    slip = look(cast.ada, entry, confirmed=["comes", "number"])
    assert (fresh(entry).comes_to_home, slip.confirmed) == (True, ["comes", "number"])
    undone = verification.take_back(by=cast.ada.actor, verification=slip)
    after = fresh(entry)
    for name in standing.STANDING:
        assert getattr(after, name) == getattr(before, name), name
    assert ProblemReport.objects.get().settled_at is None
    assert undone.result == "undone"
    assert [line.what for line in queries.history(entry)][:2] == ["Called it: taken back", "Called it: answered, all right"]
    with pytest.raises(Conflict, match="cannot be taken back"):
        verification.take_back(by=cast.ada.actor, verification=slip)


def test_what_was_taken_back_does_not_count_as_a_try(cast: Cast) -> None:
    entry = factories.resource(cast.ada, checked=False)
    verification.take_back(by=cast.ada.actor, verification=look(cast.ada, entry, "no_answer"))
    look(cast.ada, entry, "no_answer")
    assert fresh(entry).failed_at is None
    look(cast.ada, entry, "no_answer")
    assert fresh(entry).failed_at is not None


def test_only_the_last_own_and_recent_one_can_be_taken_back(cast: Cast) -> None:
    entry, bea = factories.resource(cast.ada, checked=False), factories.member(cast.elm, "Bea Moss", "admin")
    first = look(cast.ada, entry)
    with pytest.raises(Conflict):
        verification.take_back(by=bea.actor, verification=first)
    second = look(bea, entry)
    with pytest.raises(Conflict):
        verification.take_back(by=cast.ada.actor, verification=first)
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False), pytest.raises(Conflict):
        verification.take_back(by=bea.actor, verification=second)
    directory.edit_resource(by=cast.ada.actor, resource=entry, facts={"note": "a"}, seen_version=1)
    with pytest.raises(Conflict, match="changed after this check"):
        verification.take_back(by=bea.actor, verification=second)


def test_a_check_that_was_said_with_a_change_has_nothing_to_go_back_to(cast: Cast) -> None:
    """Whoever ticks “checked” in the form of the entry leaves no picture of how it stood; undo is not offered, and refuses with words."""
    entry = factories.resource(cast.ada, checked=False)
    directory.edit_resource(by=cast.ada.actor, resource=entry, facts={"note": "a"}, seen_version=1, checked="called")
    told = Verification.objects.get()
    ada = browser_of(cast.ada)
    offered = reverse("verification-undo", args=[told.pk])
    assert offered not in ada.get(reverse("verify-queue"), {"last": told.pk}).content.decode()
    answer = ada.post(offered)
    assert answer.status_code == 409
    assert "did not note how the entry stood before this check" in answer.content.decode()
    assert fresh(entry).is_checked
