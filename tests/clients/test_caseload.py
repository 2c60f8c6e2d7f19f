"""The life of a caseload: who sees whom, from which request on, until when."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from clinic.accounts.models import Membership
from clinic.audit.models import Event
from clinic.clients.actions import caseload, clients
from clinic.clients.actions.leaving import leave, stop_caring
from clinic.clients.models import AccessGrant, Client, Todo
from clinic.web.errors import Conflict
from tests import factories
from tests.cast import Cast, browser_of

DAY = timedelta(days=1)


def reads(browser: Browser, client: Client) -> bool:
    status = browser.get(reverse("client", kwargs={"client": client.pk})).status_code
    assert status in {200, 404}
    return status == 200


def writes(browser: Browser, client: Client) -> bool:
    return browser.get(reverse("location-new", kwargs={"client": client.pk})).status_code == 200


def give(cast: Cast, by: Membership, holder: Membership) -> int:
    address = reverse("client-assign", kwargs={"client": cast.rosa.pk})
    return browser_of(by).post(address, {"holder": str(holder.pk)}).status_code


@pytest.mark.feature("M9")
@pytest.mark.parametrize("who", ["ada", "sam"])
def test_a_transfer_takes_effect_with_the_next_request(cast: Cast, who: str) -> None:
    lee, ben = browser_of(cast.lee), browser_of(cast.ben)
    assert (reads(lee, cast.rosa), reads(ben, cast.rosa)) == (True, False)
    assert give(cast, cast.staff[who], cast.ben) == 302
    assert (reads(lee, cast.rosa), reads(ben, cast.rosa)) == (False, True)
    assert (writes(lee, cast.rosa), writes(ben, cast.rosa)) == (False, True)
    event = Event.objects.get(action="caseload.transfer")
    assert (event.client_id, event.actor_id) == (cast.rosa.pk, cast.staff[who].pk)


@pytest.mark.parametrize("who", ["lee", "ben", "kay", "dov"])
def test_nobody_else_transfers(cast: Cast, who: str) -> None:
    assert give(cast, cast.staff[who], cast.ben) == 404
    assert AccessGrant.objects.active().caseload().get(client=cast.rosa).holder_id == cast.lee.pk
    if who != "dov":  # the database shows him another clinic
        with pytest.raises(Http404):
            caseload.transfer(by=cast.staff[who].actor, client=cast.rosa, holder=cast.ben)


@pytest.mark.feature("M9")
def test_a_client_without_a_therapist_is_given_to_one_and_the_todo_ends(cast: Cast) -> None:
    una = clients.add(by=cast.ada.actor, name="Una")
    assert Todo.objects.waiting().filter(client=una).exists()
    caseload.assign(by=cast.ada.actor, client=una, holder=cast.ben)
    assert reads(browser_of(cast.ben), una)
    assert not Todo.objects.waiting().filter(client=una).exists()
    with pytest.raises(Conflict):
        caseload.assign(by=cast.ada.actor, client=una, holder=cast.lee)


@pytest.mark.parametrize("who", ["ada", "kay"])
def test_clients_are_given_to_clinicians_only(cast: Cast, who: str) -> None:
    with pytest.raises(Conflict):
        caseload.transfer(by=cast.ada.actor, client=cast.rosa, holder=cast.staff[who])
    answer = browser_of(cast.ada).post(
        reverse("client-assign", kwargs={"client": cast.rosa.pk}), {"holder": str(cast.staff[who].pk)}
    )
    assert answer.status_code == 422


def cover(cast: Cast, *, since: timedelta = -DAY, until: timedelta = DAY) -> AccessGrant:
    now = timezone.now()
    return caseload.cover(by=cast.lee.actor, client=cast.rosa, holder=cast.ben, starts_at=now + since, ends_at=now + until)


@pytest.mark.feature("M9")
def test_cover_opens_the_record_for_reading_and_writing_beside_the_therapist(cast: Cast) -> None:
    cover(cast)
    for member in (cast.lee, cast.ben):
        browser = browser_of(member)
        assert reads(browser, cast.rosa)
        assert writes(browser, cast.rosa)


@pytest.mark.feature("M9")
def test_cover_that_has_run_out_or_not_begun_opens_nothing(cast: Cast) -> None:
    grant = cover(cast)
    grant.starts_at, grant.ends_at = timezone.now() - 2 * DAY, timezone.now() - timedelta(seconds=1)
    grant.save(update_fields=["starts_at", "ends_at"])
    cover(cast, since=DAY, until=2 * DAY)
    assert not reads(browser_of(cast.ben), cast.rosa)


def test_cover_by_days_in_the_clinics_zone_ends_at_midnight(cast: Cast) -> None:
    today = timezone.localdate()
    values = {"holder": str(cast.ben.pk), "first_day": today.isoformat(), "last_day": (today + DAY).isoformat()}
    browser = browser_of(cast.ada)
    assert browser.post(reverse("client-cover", kwargs={"client": cast.rosa.pk}), values).status_code == 302
    grant = AccessGrant.objects.get(kind="cover")
    assert grant.ends_at is not None
    assert grant.ends_at - grant.starts_at in {timedelta(hours=hours) for hours in (47, 48, 49)}
    assert "Ben Okoro" in browser.get(reverse("client-assign", kwargs={"client": cast.rosa.pk})).content.decode()


def test_cover_that_ends_before_it_begins_is_refused_in_words(cast: Cast) -> None:
    values = {"holder": str(cast.ben.pk), "first_day": "2030-01-02", "last_day": "2030-01-01"}
    answer = browser_of(cast.ada).post(reverse("client-cover", kwargs={"client": cast.rosa.pk}), values)
    assert answer.status_code == 422
    assert "The last day must not be before the first" in answer.content.decode()


@pytest.mark.feature("M9")
def test_cover_can_be_ended_early(cast: Cast) -> None:
    grant = cover(cast)
    ben = browser_of(cast.ben)
    assert reads(ben, cast.rosa)
    assert ben.post(reverse("client-cover-end", kwargs={"client": cast.rosa.pk, "grant": grant.pk})).status_code == 404
    browser_of(cast.lee).post(reverse("client-cover-end", kwargs={"client": cast.rosa.pk, "grant": grant.pk}))
    assert not reads(ben, cast.rosa)


def test_a_caseload_cannot_be_ended_as_if_it_were_cover(cast: Cast) -> None:
    grant = AccessGrant.objects.get(client=cast.rosa)
    address = reverse("client-cover-end", kwargs={"client": cast.rosa.pk, "grant": grant.pk})
    assert browser_of(cast.ada).post(address).status_code == 404
    assert reads(browser_of(cast.lee), cast.rosa)


@pytest.mark.feature("M9")
def test_a_leaver_hands_the_caseload_over_and_is_out_at_once(cast: Cast) -> None:
    lee, ben = browser_of(cast.lee), browser_of(cast.ben)
    closed = factories.client(cast.lee, "Kim Park")
    clients.close(by=cast.lee.actor, client=closed, why="ended")
    answer = browser_of(cast.ada).post(reverse("staff-deactivate", kwargs={"member": cast.lee.pk}), {"holder": str(cast.ben.pk)})
    assert answer["Location"] == reverse("staff-list")
    assert reads(ben, cast.rosa)
    assert reads(ben, closed), "somebody keeps the closed records"
    assert lee.get(reverse("client", kwargs={"client": cast.rosa.pk})).status_code == 302, "to the sign-in page"
    assert Membership.objects.get(pk=cast.lee.pk).ended_at is not None
    assert not Todo.objects.waiting().filter(kind="assign").exists()


@pytest.mark.feature("M9")
def test_without_a_successor_the_clients_wait_for_a_therapist(cast: Cast) -> None:
    cover(cast)
    leave(by=cast.ada.actor, member=cast.lee, takes_over=None)
    leave(by=cast.ada.actor, member=cast.ben, takes_over=None)
    assert {todo.client_id for todo in Todo.objects.waiting().filter(kind="assign")} == {cast.rosa.pk, cast.theo.pk}
    assert not AccessGrant.objects.active().exists(), "cover by a leaver has ended too"


@pytest.mark.parametrize("who", ["lee", "sam", "kay", "dov"])
def test_only_an_admin_ends_somebodys_access(cast: Cast, who: str) -> None:
    address = reverse("staff-deactivate", kwargs={"member": cast.ben.pk})
    assert browser_of(cast.staff[who]).post(address, {"holder": ""}).status_code == 404
    assert Membership.objects.get(pk=cast.ben.pk).ended_at is None


def test_the_last_admin_stays_and_nothing_is_handed_over(cast: Cast) -> None:
    answer = browser_of(cast.ada).post(reverse("staff-deactivate", kwargs={"member": cast.ada.pk}), {"holder": str(cast.ben.pk)})
    assert answer.status_code == 409
    assert Membership.objects.get(pk=cast.ada.pk).ended_at is None


def test_nobody_takes_over_from_themselves(cast: Cast) -> None:
    with pytest.raises(Conflict):
        leave(by=cast.ada.actor, member=cast.lee, takes_over=cast.lee)


def test_taking_the_last_clinical_role_off_asks_who_takes_the_clients(cast: Cast) -> None:
    admin = browser_of(cast.ada)
    answer = admin.post(reverse("staff-edit", kwargs={"member": cast.lee.pk}), {"roles": ["auditor"]})
    assert answer.status_code == 302
    cast.lee.refresh_from_db()
    assert cast.lee.roles == ["therapist"], "nothing is changed before the question is answered"
    page = admin.get(answer["Location"]).content.decode()
    assert "1 client goes to whom you choose" in page
    assert 'name="roles" value="auditor"' in page
    assert admin.post(answer["Location"], {"roles": ["auditor"], "holder": str(cast.ben.pk)}).status_code == 302
    cast.lee.refresh_from_db()
    assert cast.lee.roles == ["auditor"]
    assert [grant.holder_id for grant in AccessGrant.objects.active().filter(client=cast.rosa)] == [cast.ben.pk]


def test_who_stays_a_clinician_keeps_the_clients(cast: Cast) -> None:
    with pytest.raises(Conflict):
        stop_caring(by=cast.ada.actor, member=cast.lee, roles=["supervisor"], takes_over=cast.ben)
    browser_of(cast.ada).post(reverse("staff-edit", kwargs={"member": cast.lee.pk}), {"roles": ["supervisor", "admin"]})
    cast.lee.refresh_from_db()
    assert cast.lee.roles == ["admin", "supervisor"]
    assert AccessGrant.objects.active().filter(client=cast.rosa, holder_id=cast.lee.pk).exists()
