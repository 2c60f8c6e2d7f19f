"""Where I am, told by the client at any time: written down, seen by who helps, confirmed by nobody, and no help comes of it."""

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from clinic.audit.models import Event
from clinic.clients.models import Todo
from emergency.models import CheckIn
from tests import factories
from tests.cast import Cast, browser_of
from tests.portal.test_reading import text
from tests.portal.visits import arrive

PAGE = "/my/place/"
ELSEWHERE = {"where": "elsewhere", "street": "14 Elm St", "town": "Page", "region": "AZ"}


@pytest.fixture
def rosa(cast: Cast) -> Browser:
    return arrive(cast.lee, cast.rosa)


def seen_by(cast: Cast, who: str, page: str) -> str:
    return text(browser_of(cast.staff[who]).get(reverse(page, kwargs={"client": cast.rosa.pk})).content)


def test_one_tap_on_a_place_is_seen_in_the_record_and_in_a_crisis(cast: Cast, rosa: Browser) -> None:
    place = factories.place(cast.rosa)
    page = text(rosa.get(PAGE).content)
    assert place.name in page
    assert place.street not in page, "whoever holds the phone learns no address"
    assert "This does not send help. Nobody watches this page. In danger now?" in page
    rosa.post(PAGE, {"where": str(place.pk)})
    said = CheckIn.objects.get()
    assert (said.place, said.by_id, said.is_confirmed, said.session) == (place, cast.rosa.pk, False, None)
    assert Event.objects.filter(action="check_in.add", client_id=cast.rosa.pk).count() == 1
    record = seen_by(cast, "lee", "client")
    assert record.index("Said last") < record.index("by the client, not confirmed: ask where they are now")
    assert place.street in seen_by(cast, "lee", "crisis")
    assert "Rosa A.: The client says where they are now" in text(browser_of(cast.lee).get(reverse("today")).content)


def test_another_place_is_typed_and_asked_for_its_town_only(cast: Cast, rosa: Browser) -> None:
    answer = rosa.post(PAGE, {**ELSEWHERE, "town": ""})
    assert (answer.status_code, "Type the town" in answer.content.decode()) == (422, True)
    assert 'value="14 Elm St"' in answer.content.decode(), "nothing typed is lost"
    assert not CheckIn.objects.exists()
    assert rosa.post(PAGE, ELSEWHERE)["Location"] == "/my/place/told/"
    assert "14 Elm St" in seen_by(cast, "lee", "client")
    assert "say it on the call" not in rosa.get(PAGE).content.decode(), "there is no call to say it on"


def test_in_an_open_session_it_is_an_answer_of_that_session_and_no_place_stays_confirmed(cast: Cast, rosa: Browser) -> None:
    session = factories.session(cast.lee, cast.rosa, started=True)
    factories.check_in(session, told="place", place=factories.place(cast.rosa), is_confirmed=True)
    rosa.post(PAGE, ELSEWHERE)
    said = CheckIn.objects.latest("at")
    assert (said.session, said.is_confirmed) == (session, False)
    assert "14 Elm St" in seen_by(cast, "lee", "crisis")


def test_once_somebody_has_asked_and_not_been_told_no_place_stands(cast: Cast, rosa: Browser) -> None:
    rosa.post(PAGE, ELSEWHERE)
    assert "Said last" in seen_by(cast, "lee", "client")
    CheckIn.objects.create(
        clinic_id=cast.elm.id, client=cast.rosa, at=timezone.now() + timedelta(seconds=1), by_id=cast.lee.id, told="not_told"
    )
    assert "Said last" not in seen_by(cast, "lee", "client"), "asked since, and not told"


def test_many_answers_make_one_task_and_then_no_more_are_taken(cast: Cast, rosa: Browser) -> None:
    for _ in range(12):
        assert rosa.post(PAGE, ELSEWHERE).status_code == 302
    refused = rosa.post(PAGE, ELSEWHERE)
    assert (refused.status_code, "You have told us many times today." in refused.content.decode()) == (409, True)
    assert 'href="tel:911"' in refused.content.decode()
    assert CheckIn.objects.count() == 12
    assert Todo.objects.filter(kind="place_told").count() == 1


def test_a_place_of_somebody_else_is_no_answer(cast: Cast, rosa: Browser) -> None:
    other = factories.place(cast.theo)
    assert rosa.post(PAGE, {"where": str(other.pk)}).status_code == 422
    assert not CheckIn.objects.exists()
