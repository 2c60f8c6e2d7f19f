"""Opening a record that is not one's own: four hours, told, explained, and never an admin's."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import Http404
from django.utils import timezone

from clinic.audit.models import Event
from clinic.clients.actions.break_glass import SAY_MORE, give_reason, open_record
from clinic.clients.actions.clients import close
from clinic.clients.models import AccessGrant, Client, Todo
from clinic.clients.queries import names_for_crisis
from clinic.notifications.models import Message
from clinic.web.errors import Conflict
from tests.cast import Cast, browser_of
from tests.clients.test_records import SISTER

WORDS = "Lee is away and Rosa's sister called."


def page_of_opening(cast: Cast) -> str:
    return f"/clients/{cast.rosa.pk}/open/"


def later(grant: AccessGrant, hours: float) -> None:
    """The grant as it is that many hours after it was made."""
    AccessGrant.objects.filter(pk=grant.pk).update(
        starts_at=grant.starts_at - timedelta(hours=hours), ends_at=grant.ends_at - timedelta(hours=hours)
    )


@pytest.mark.feature("M3")
def test_a_colleague_opens_the_record_for_four_hours_and_those_who_look_after_it_are_told(cast: Cast) -> None:
    ben = browser_of(cast.ben)
    record = f"/clients/{cast.rosa.pk}/"
    assert ben.get(record).status_code == 404

    grant = open_record(by=cast.ben.actor, client=cast.rosa)
    assert (grant.kind, grant.ends_at - grant.starts_at) == ("break_glass", timedelta(hours=4))
    assert open_record(by=cast.ben.actor, client=cast.rosa) == grant, "twice is once"
    assert ben.get(record).status_code == 200
    read = Event.objects.filter(action="client.read", outcome="ok").latest("at")
    assert (read.actor_id, read.grant_id) == (cast.ben.id, grant.pk), "what was read says by which grant"

    told = Todo.objects.get(kind="record_opened")
    assert told.told_id == cast.lee.id
    assert {message.recipient_id for message in Message.objects.filter(kind="needs-you")} == {cast.lee.id, cast.sam.id}
    asked = Todo.objects.get(kind="give_reason")
    assert (asked.told_id, asked.due_at) == (cast.ben.id, grant.starts_at + timedelta(hours=24))

    later(grant, 4)
    assert ben.get(record).status_code == 404, "after four hours it is closed again"
    again = open_record(by=cast.ben.actor, client=cast.rosa)
    assert again.pk != grant.pk


def test_the_reason_is_said_once_by_who_opened_it_also_when_the_four_hours_are_over(cast: Cast) -> None:
    grant = open_record(by=cast.ben.actor, client=cast.rosa)
    later(grant, 5)
    with pytest.raises(Conflict, match=SAY_MORE):
        give_reason(by=cast.ben.actor, grant=grant, why="cover", reason="too short")
    with pytest.raises(Conflict, match=SAY_MORE):
        give_reason(by=cast.ben.actor, grant=grant, why="", reason=WORDS)
    with pytest.raises(Http404):
        give_reason(by=cast.sam.actor, grant=grant, why="cover", reason=WORDS)
    said = give_reason(by=cast.ben.actor, grant=grant, why="called", reason=WORDS)
    assert (said.why, said.reason) == ("called", WORDS)
    assert Todo.objects.get(kind="give_reason").done_by_id == cast.ben.id
    event = Event.objects.get(action="break_glass.reason")
    assert (event.reason, event.grant_id) == ("called", grant.pk)
    assert WORDS not in str(event.__dict__)
    with pytest.raises(Conflict):
        give_reason(by=cast.ben.actor, grant=grant, why="cover", reason="Something else altogether.")


def test_a_reason_given_at_once_asks_for_nothing_more(cast: Cast) -> None:
    grant = open_record(by=cast.ben.actor, client=cast.rosa, why="cover", reason=WORDS)
    assert grant.reasoned_at is not None
    assert not Todo.objects.filter(kind="give_reason").exists()


def test_only_clinicians_of_the_clinic_open_and_only_who_is_in_care(cast: Cast) -> None:
    for member in (cast.ada, cast.kay):
        with pytest.raises(Http404):
            open_record(by=member.actor, client=cast.rosa)
    with pytest.raises(Client.DoesNotExist):
        open_record(by=cast.lee.actor, client=cast.eve)
    own = AccessGrant.objects.get(client=cast.rosa)
    assert open_record(by=cast.lee.actor, client=cast.rosa) == own
    assert not Message.objects.exists()
    assert not Todo.objects.exists()
    assert not names_for_crisis(cast.ada.actor)
    assert [(each.name, each.is_own) for each in names_for_crisis(cast.ben.actor)] == [
        ("Theo Brandt", True),
        ("Rosa Alvarez", False),
    ]
    close(by=cast.lee.actor, client=cast.rosa, why="ended")
    assert [each.name for each in names_for_crisis(cast.ben.actor)] == ["Theo Brandt"]
    with pytest.raises(Conflict, match="Care has ended"):
        open_record(by=cast.ben.actor, client=cast.rosa)


def test_a_supervisor_who_reads_everything_still_needs_a_grant_to_write_and_is_not_told_of_it(cast: Cast) -> None:
    grant = open_record(by=cast.sam.actor, client=cast.rosa)
    assert grant.holder_id == cast.sam.id
    assert {message.recipient_id for message in Message.objects.all()} == {cast.lee.id}
    assert grant.ends_at > timezone.now()


@pytest.mark.feature("M3")
def test_covering_outside_a_crisis_the_reason_comes_first(cast: Cast) -> None:
    lee, ben, ada = browser_of(cast.lee), browser_of(cast.ben), browser_of(cast.ada)
    assert "Open as cover" in ben.get(f"/clients/{cast.rosa.pk}/").content.decode(), "the page that is not there says how to cover"
    assert "Open as cover" not in ada.get(f"/clients/{cast.rosa.pk}/").content.decode()
    assert "Not in your list?" in ben.get("/clients/").content.decode()
    listed = ben.post("/clients/", {"words": "rosa"}).content.decode()
    assert page_of_opening(cast) in listed
    assert "(928) 555-0142" not in listed

    assert "Rosa" not in ben.post("/clients/find/", {"words": "r"}).content.decode(), "one letter is no search"
    found = ben.post("/clients/find/", {"words": "alv"}).content.decode()
    assert "Rosa Alvarez" in found
    assert "(928) 555-0142" not in found
    assert "Dr. Lee" not in found
    assert "Eve" not in ben.post("/clients/find/", {"words": "eve"}).content.decode()
    assert ada.post("/clients/find/", {"words": "alv"}).status_code == 404

    page = page_of_opening(cast)
    asked = ben.get(page).content.decode()
    assert "Open the record of Rosa Alvarez?" in asked
    refused = ben.post(page, {"why": "", "reason": "short"})
    assert refused.status_code == 422
    assert "Say in a few words why, in 10 characters or more" in refused.content.decode()
    assert "Choose why" in refused.content.decode()
    assert not AccessGrant.objects.filter(kind="break_glass").exists()
    opened = ben.post(page, {"why": "cover", "reason": WORDS})
    assert (opened.status_code, opened["Location"]) == (302, f"/clients/{cast.rosa.pk}/")
    assert "Open to you until" in ben.get(opened["Location"]).content.decode()
    assert ben.get(page).status_code == 302, "whom it is open to goes straight there"

    today = lee.get("/").content.decode()
    assert "A colleague opened this record in an emergency" in today
    assert "A colleague opened this record" not in ben.get("/").content.decode(), "nobody is told of their own doing"
    care = lee.get(f"/clients/{cast.rosa.pk}/care/").content.decode()
    assert "Ben Okoro" in care
    assert "I cover for the therapist" in care
    assert "Lee is away and Rosa&#x27;s sister called." in care
    assert "sister called" not in ada.get(f"/clients/{cast.rosa.pk}/care/").content.decode()
    told = Todo.objects.get(kind="record_opened")
    assert ben.post(f"/todos/{told.pk}/done/").status_code == 404
    assert lee.post(f"/todos/{told.pk}/done/").status_code == 302


def test_a_client_of_another_clinic_answers_like_a_missing_one(cast: Cast) -> None:
    ben = browser_of(cast.ben)
    answers = []
    for client_id in (cast.eve.pk, uuid4()):
        pages = [ben.get(f"/clients/{client_id}/open/"), ben.post(f"/crisis/{client_id}/open/"), ben.get(f"/clients/{client_id}/")]
        answers.append([(page.status_code, page.content) for page in pages])
    assert answers[0] == answers[1]
    assert [status for status, _ in answers[0]] == [404, 404, 404]
    for member in (cast.ada, cast.kay):
        other = browser_of(member)
        assert other.get("/crisis/").status_code == 404
        assert other.post(f"/crisis/{cast.rosa.pk}/open/").status_code == 404
        assert other.get(f"/clients/{cast.rosa.pk}/open/").status_code == 404


def test_in_a_crisis_it_opens_first_and_the_reason_is_asked_on_today_for_as_long_as_it_takes(cast: Cast) -> None:
    ben, sam, kay = browser_of(cast.ben), browser_of(cast.sam), browser_of(cast.kay)
    names = ben.get("/crisis/").content.decode()
    assert names.index("Theo Brandt") < names.index("Rosa Alvarez"), "own clients first"
    assert "555-0142" not in names
    assert ben.post(f"/crisis/{cast.theo.pk}/open/")["Location"] == f"/clients/{cast.theo.pk}/crisis/"
    assert not AccessGrant.objects.filter(kind="break_glass").exists(), "one's own needs no grant"

    opened = ben.post(f"/crisis/{cast.rosa.pk}/open/")
    assert ben.get(opened["Location"]).status_code == 200
    grant = AccessGrant.objects.get(kind="break_glass")
    page = f"/clients/{cast.rosa.pk}/open/{grant.pk}/"
    later(grant, 6)
    assert ben.get(opened["Location"]).status_code == 404
    assert page in ben.get("/").content.decode(), "Today asks for the reason though the record is closed again"
    asked = Todo.objects.get(kind="give_reason")
    assert ben.post(f"/todos/{asked.pk}/done/").status_code == 404, "no ticking off of what is to be said"
    assert "Reason still to come" in sam.get("/").content.decode()
    assert "Not given yet" in kay.get("/audit/emergencies/").content.decode()

    assert sam.get(page).status_code == 404
    assert "Why did you open the record of Rosa Alvarez?" in ben.get(page).content.decode()
    assert ben.post(page, {"why": "crisis", "reason": WORDS})["Location"] == "/"
    assert ben.get(page).status_code == 404
    assert page not in ben.get("/").content.decode()
    assert "Records opened by a colleague" not in sam.get("/").content.decode(), "closed and explained"
    log = kay.get("/audit/emergencies/").content.decode()
    assert "The client is in danger" in log
    assert "Ben Okoro" in log
    assert "sister" not in log
    assert "Rosa" not in log
    events = kay.get("/audit/?what=break_glass.open").content.decode()
    assert "Break glass: open" in events


@pytest.mark.feature("M3")
def test_the_auditor_sees_what_was_done_and_not_only_read(cast: Cast) -> None:
    ben, rosa = browser_of(cast.ben), f"/clients/{cast.rosa.pk}/"
    assert ben.post(f"/crisis/{cast.rosa.pk}/open/").status_code == 302
    ben.post(f"{rosa}crisis/log/", {"note": "Zqnote"})
    ben.post(f"{rosa}locations/new/", SISTER)
    session = ben.post(f"{rosa}sessions/begin/")["Location"]
    ben.post(f"{session}company/", {"company": "alone"})
    grant = AccessGrant.objects.get(kind="break_glass")
    mine = Event.objects.filter(actor_id=cast.ben.id, client_id=cast.rosa.pk)
    done = {"crisis.log", "place.add", "session.start", "check_in.add"}
    assert done <= set(mine.values_list("action", flat=True))
    assert set(mine.values_list("grant_id", flat=True)) == {grant.pk}, "each event says by which grant"
    listed = browser_of(cast.kay).get("/audit/emergencies/").content.decode()
    address = f"/audit/?client={cast.rosa.pk}&who={cast.ben.pk}&since={cast.elm.today:%Y-%m-%d}"
    assert address.replace("&", "&amp;") in listed
    shown = browser_of(cast.kay).get(address).content.decode()
    assert [words for words in ("Crisis: log", "Place: add", "Check in: add", "Break glass: open") if words not in shown] == []
    assert "Zqnote" not in shown


def test_cover_carries_a_note_for_the_colleague_alone(cast: Cast) -> None:
    lee, ben, sam = browser_of(cast.lee), browser_of(cast.ben), browser_of(cast.sam)
    day = cast.elm.today
    given = {
        "holder": cast.ben.pk,
        "first_day": day,
        "last_day": day + timedelta(days=3),
        "handover_note": "Call on Fridays.\nDog bites.",
    }
    assert lee.post(f"/clients/{cast.rosa.pk}/cover/", given).status_code == 302
    page = ben.get(f"/clients/{cast.rosa.pk}/").content.decode()
    assert "Call on Fridays.\nDog bites." in page
    assert "You cover for this client until" in page
    for other in (lee, sam):
        assert "Call on Fridays." not in other.get(f"/clients/{cast.rosa.pk}/").content.decode()
    assert "Fridays" not in str(list(Event.objects.values_list("fields", "reason")))
