"""The directory: entries, checks, problems, and what they mean for the entry."""

import re
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.http import Http404
from django.utils import timezone

from clinic.accounts.countries import codes
from clinic.audit.actors import system
from clinic.audit.models import Event
from clinic.clients.models import Place
from clinic.db.context import clinic_context, set_clinic
from clinic.web.errors import Conflict
from emergency import checks, queries
from emergency.actions import directory as actions
from emergency.actions import verification
from emergency.models import ProblemReport, Resource, ResourceChange, Verification
from emergency.starter import starter_lines
from tests import factories
from tests.cast import Cast

FACTS = {
    "kind": "mobile_crisis",
    "name": "Elm crisis team",
    "phone": "928 555 0101",
    "county": "Coconino",
    "region": "AZ",
    "country_code": "US",
}


def added(cast: Cast, **facts: str) -> Resource:
    return actions.add_resource(by=cast.ada.actor, facts={**FACTS, **facts})


def fresh(resource: Resource) -> Resource:
    return Resource.objects.get(pk=resource.pk)


def try_it(cast: Cast, resource: Resource, result: str, how: str = "called") -> Resource:
    """By the admin; a dispatch line that then waits for a second person is confirmed by the supervisor."""
    seen = fresh(resource).version
    verification.verify_resource(by=cast.ada.actor, resource=resource, seen_version=seen, result=result, how=how)
    if fresh(resource).check_state == Resource.Check.SECOND:
        verification.verify_resource(by=cast.sam.actor, resource=resource, seen_version=seen, result=result, how=how)
    return fresh(resource)


@pytest.mark.feature("H2")
def test_a_new_entry_is_unchecked_until_somebody_checks_it(cast: Cast) -> None:
    entry = added(cast)
    assert entry.check_state == Resource.Check.NEVER
    assert list(queries.to_check(date.today())) == [entry]
    entry = try_it(cast, entry, "right")
    assert entry.check_state == Resource.Check.CHECKED
    assert (entry.verified_by_id, entry.how_verified) == (cast.ada.id, "called")
    assert not queries.to_check(date.today()).exists()


@pytest.mark.feature("H2")
@pytest.mark.parametrize(
    ("facts", "days"),
    [
        ({"kind": "psap", "admin_phone": "928 555 0102"}, 90),
        ({"kind": "mobile_crisis"}, 90),
        ({"kind": "emergency_department"}, 180),
        ({"kind": "crisis_line", "reach": "country"}, 365),
        ({"kind": "psap", "admin_phone": "928 555 0102", "reach": "country"}, 90),
    ],
)
def test_how_often(cast: Cast, facts: dict[str, str], days: int) -> None:
    entry = try_it(cast, added(cast, **facts), "right")
    today = timezone.localdate()
    assert entry.next_check_on == today + timedelta(days=days)
    with time_machine.travel(timezone.now() + timedelta(days=days + 1), tick=False):
        assert fresh(entry).check_state == Resource.Check.STALE
        assert entry in queries.to_check(timezone.localdate())


def test_one_unanswered_call_is_tried_again_the_second_marks_the_entry(cast: Cast) -> None:
    entry = try_it(cast, try_it(cast, added(cast), "right"), "no_answer")
    assert entry.check_state == Resource.Check.CHECKED
    assert entry.next_check_on == timezone.localdate() + timedelta(days=1)
    assert try_it(cast, entry, "no_answer").check_state == Resource.Check.FAILED
    assert try_it(cast, entry, "right").check_state == Resource.Check.CHECKED


def test_a_wrong_number_marks_at_once_and_stays_due(cast: Cast) -> None:
    entry = try_it(cast, added(cast), "wrong")
    assert entry.check_state == Resource.Check.FAILED
    assert entry in queries.to_check(timezone.localdate())


def test_emergency_lines_are_never_called_to_test_them(cast: Cast) -> None:
    bare, nine = added(cast, kind="psap"), added(cast, kind="emergency", phone="911")
    for entry in (bare, nine):
        assert checks.number_to_check(entry) == ""
        with pytest.raises(Conflict, match="Never call"):
            try_it(cast, entry, "right")
        assert try_it(cast, entry, "right", "official_page").is_checked
    office = added(cast, kind="psap", admin_phone="928 555 0102")
    assert checks.number_to_check(office) == "928 555 0102"


def test_a_changed_number_is_unchecked_again_a_changed_note_is_not(cast: Cast) -> None:
    entry = try_it(cast, added(cast), "right")
    entry = actions.edit_resource(by=cast.ada.actor, resource=entry, facts={"note": "Ask for Jo"}, seen_version=entry.version)
    assert entry.is_checked
    entry = actions.edit_resource(by=cast.ada.actor, resource=entry, facts={"phone": "928 555 0109"}, seen_version=entry.version)
    assert fresh(entry).check_state == Resource.Check.NEVER
    told = ResourceChange.objects.filter(resource=entry).latest("at")
    assert (told.what, told.changes) == ("edited", {"phone": ["928 555 0101", "928 555 0109"]})


def test_a_change_that_was_checked_while_made_counts_as_checked(cast: Cast) -> None:
    entry = added(cast)
    actions.report_problem(by=cast.lee.actor, resource=entry, problem="not_in_service")
    entry = actions.edit_resource(
        by=cast.ada.actor, resource=entry, facts={"phone": "928 555 0109"}, seen_version=entry.version, checked="called"
    )
    assert fresh(entry).is_checked
    assert not ProblemReport.objects.filter(settled_at=None).exists()


def test_two_people_changing_one_entry_do_not_undo_each_other(cast: Cast) -> None:
    entry = added(cast)
    actions.edit_resource(by=cast.ada.actor, resource=entry, facts={"note": "a"}, seen_version=1)
    with pytest.raises(Conflict, match="Somebody else"):
        actions.edit_resource(by=cast.ada.actor, resource=entry, facts={"note": "b"}, seen_version=1)


@pytest.mark.feature("H5")
def test_a_report_marks_the_entry_and_puts_it_first(cast: Cast) -> None:
    other, entry = added(cast, name="A first"), try_it(cast, added(cast, name="Z last"), "right")
    actions.report_problem(by=cast.rosa.actor, resource=entry, problem="no_answer")
    report = ProblemReport.objects.get()
    assert (report.by_id, report.from_client) == (None, True)
    assert fresh(entry).check_state == Resource.Check.REPORTED
    assert list(queries.to_check(date.today())) == [entry, other]
    assert try_it(cast, entry, "right").is_checked
    report.refresh_from_db()
    assert report.settled_by_id == cast.ada.id


def test_reports_of_clients_have_an_end_and_those_of_staff_come_through(cast: Cast) -> None:
    entry = added(cast)
    reports = [actions.report_problem(by=cast.rosa.actor, resource=entry, problem="no_answer") for _ in range(22)]
    assert ProblemReport.objects.count() == 20
    assert reports[-1] == reports[19]
    actions.report_problem(by=cast.lee.actor, resource=entry, problem="other")
    assert ProblemReport.objects.count() == 21
    assert try_it(cast, entry, "right").is_checked
    actions.report_problem(by=cast.rosa.actor, resource=entry, problem="no_answer")
    assert fresh(entry).check_state == Resource.Check.REPORTED


@pytest.mark.feature("H5")
def test_a_report_can_be_settled_by_itself(cast: Cast) -> None:
    entry = added(cast)
    reports = [actions.report_problem(by=who.actor, resource=entry, problem="other") for who in (cast.lee, cast.sam)]
    actions.settle_problem(by=cast.ada.actor, report=reports[0])
    assert fresh(entry).check_state == Resource.Check.REPORTED
    actions.settle_problem(by=cast.ada.actor, report=reports[1])
    assert fresh(entry).check_state == Resource.Check.NEVER


def test_a_suggestion_joins_no_queue_until_somebody_adopts_it(cast: Cast) -> None:
    entry = factories.resource(cast.ada, checked=False, adopted_at=None)
    assert entry.check_state == Resource.Check.SUGGESTED
    assert not queries.to_check(date.today()).exists()
    actions.adopt_resource(by=cast.ada.actor, resource=entry)
    assert fresh(entry).check_state == Resource.Check.NEVER
    assert entry in queries.to_check(date.today())


@pytest.mark.feature("H4")
@pytest.mark.parametrize(("country", "number"), [("US", "988"), ("GB", "116 123")])
def test_a_clinic_begins_with_the_lines_of_its_country_unchecked(cast: Cast, country: str, number: str) -> None:
    made = actions.seed_starter_lines(by=system(cast.elm.id), country_code=country)
    assert made == Resource.objects.filter(country_code=country, origin="starter", verified_at=None).count() >= 5
    assert Resource.objects.filter(phone=number, kind="crisis_line").exists()
    assert {entry.check_state for entry in Resource.objects.all()} == {Resource.Check.NEVER}
    assert actions.seed_starter_lines(by=system(cast.elm.id), country_code=country) == 0


@pytest.mark.feature("H4")
def test_menu_digits_stand_apart_and_short_codes_as_dialled(cast: Cast) -> None:
    actions.seed_starter_lines(by=system(cast.elm.id), country_code="US")
    veterans = Resource.objects.get(kind="veterans")
    assert (veterans.phone, veterans.phone_menu) == ("988", "press 1")
    assert Resource.objects.get(kind="text_line").sms == "741741"
    assert not Resource.objects.filter(phone__contains="+1988").exists()
    lifeline = Resource.objects.get(name__startswith="988 Suicide")
    assert lifeline.languages == "English, Spanish (press 2), 240+ via interpreter", "names, where the list has codes"
    lifeline.languages = "en;hi;is (ask);American Sign"
    assert lifeline.languages_said == "English, Hindi, Icelandic (ask), American Sign", "also from a list of before"


@pytest.mark.parametrize("country", codes())
def test_a_starter_line_says_what_callers_need_and_not_how_we_found_it(country: str) -> None:
    for line in starter_lines(country):
        said = f"{line['note']} {line['hours']} {line['sms_keyword']}"
        assert not re.search(
            r"confirmed|obsolete|retired|memory|snippet|stored|keyword|superseded|\.(com|org|gov|edu|uk)\b|20[01]\d", said
        ), said
        assert re.fullmatch(r"[A-Z]*", line["sms_keyword"]), "the word to text, and nothing else"


def test_starter_lines_of_before_lose_our_research_and_keep_what_was_written_since(cast: Cast) -> None:
    actions.seed_starter_lines(by=system(cast.elm.id), country_code="US")
    text, poison = Resource.objects.get(kind="text_line"), Resource.objects.get(kind="poison")
    migration = import_module("emergency.migrations.0022_notes_of_starter_lines")
    for name, (old, _) in migration.WORDS[text.source_id].items():
        setattr(text, name, old)
    poison.note = "Ask for Jo"
    Resource.objects.bulk_update([text, poison], ["note", "sms_keyword"])
    with clinic_context(cast.oak.id):
        migration.renew(apps, SimpleNamespace(connection=connection))
    set_clinic(cast.elm.id)
    assert (fresh(text).note, fresh(text).sms_keyword) == ("For Spanish, text HOLA.", "HOME")
    assert fresh(poison).note == "Ask for Jo"


def test_a_retired_entry_shows_as_the_one_that_took_its_place(cast: Cast) -> None:
    old, new = added(cast), added(cast, name="Elm team", phone="928 555 0107")
    assert queries.current([old.pk])[old.pk].phone == "928 555 0101"
    actions.retire_resource(by=cast.ada.actor, resource=old, replaced_by=new)
    assert queries.current([old.pk])[old.pk] == new
    actions.edit_resource(by=cast.ada.actor, resource=new, facts={"phone": "928 555 0108"}, seen_version=1)
    assert queries.current([old.pk, new.pk])[old.pk].phone == "928 555 0108"
    with pytest.raises(Conflict, match="no longer used"):
        try_it(cast, old, "right")


def test_an_entry_replaced_twice_shows_as_the_last_one(cast: Cast) -> None:
    first, second, third = added(cast), added(cast, name="Elm team"), added(cast, name="Oak team", phone="928 555 0109")
    actions.retire_resource(by=cast.ada.actor, resource=first, replaced_by=second)
    actions.retire_resource(by=cast.ada.actor, resource=second, replaced_by=third)
    assert queries.current([first.pk])[first.pk] == third
    with pytest.raises(Conflict, match="no longer used"):
        actions.retire_resource(by=cast.ada.actor, resource=third, replaced_by=second)


def test_a_clients_report_in_the_evening_is_due_the_same_day(cast: Cast) -> None:
    entry = try_it(cast, added(cast), "right")
    with time_machine.travel(datetime(2026, 11, 22, 2, 0, tzinfo=UTC), tick=False):  # nine in the evening of the 21st in New York
        with timezone.override("UTC"):
            actions.report_problem(by=cast.rosa.actor, resource=entry, problem="no_answer")
        assert entry in queries.to_check(cast.elm.today)


def test_every_write_is_one_event(cast: Cast) -> None:
    before = Event.objects.count()
    entry = try_it(cast, added(cast), "right")
    actions.report_problem(by=cast.lee.actor, resource=entry, problem="other")
    actions.retire_resource(by=cast.ada.actor, resource=entry)
    assert [event.action for event in Event.objects.order_by("at")[before:]] == [
        "resource.add", "resource.verify", "resource.report", "resource.retire",
    ]  # fmt: skip


def test_therapists_read_and_report_admins_write(cast: Cast) -> None:
    entry = added(cast)
    for who in (cast.lee, cast.sam, cast.kay):
        with pytest.raises(Http404):
            actions.add_resource(by=who.actor, facts=FACTS)
        with pytest.raises(Http404):
            actions.retire_resource(by=who.actor, resource=entry)
        with pytest.raises(Http404):
            verification.verify_resource(by=who.actor, resource=entry, seen_version=1, result="right", how="called")
    with pytest.raises(Http404):
        actions.report_problem(by=cast.kay.actor, resource=entry, problem="other")


def test_history_tells_who_when_and_what(cast: Cast) -> None:
    entry = try_it(cast, added(cast), "right")
    actions.edit_resource(by=cast.ada.actor, resource=entry, facts={"hours": "24 hours"}, seen_version=1)
    actions.report_problem(by=cast.rosa.actor, resource=entry, problem="no_answer")
    lines = queries.history(entry)
    assert [(line.what, line.who) for line in lines] == [
        ("Reported: no answer", "A client"),
        ("Changed", "Ada Novak"),
        ("Called it: answered, all right", "Ada Novak"),
        ("Added", "Ada Novak"),
    ]
    assert lines[1].changes == (("hours", "", "24 hours"),)
    assert Verification.objects.count() == 1


def covering(place: Place) -> list[Resource]:
    return queries.covering([place], "US")[place.id]


@pytest.mark.feature("H3")
def test_each_place_has_its_own_numbers_in_one_query(cast: Cast, django_assert_num_queries: Any) -> None:
    here, there = factories.place(cast.rosa), factories.place(cast.rosa, county="Mohave", town="Kingman")
    added(cast, name="here"), added(cast, name="there", county="Mohave"), added(cast, name="everywhere", reach="country")
    with django_assert_num_queries(1):
        found = queries.covering([here, there], "US")
    assert [entry.name for entry in found[here.id]] == ["here", "everywhere"]
    assert [entry.name for entry in found[there.id]] == ["there", "everywhere"]
    assert queries.covering([], "US") == {}


@pytest.mark.feature("H3")
def test_what_covers_a_place_the_most_local_first(cast: Cast) -> None:
    place = factories.place(cast.rosa, county="Coconino County", region="Arizona")
    names = {
        "county": added(cast, name="county", county="COCONINO"),
        "town": added(cast, name="town", county="", town="Flagstaff"),
        "state": added(cast, name="state", county="", reach="region"),
        "nation": added(cast, name="nation", county="", region="", reach="country"),
    }
    added(cast, name="next county", county="Mohave")
    added(cast, name="same county elsewhere", region="CA")
    added(cast, name="another country", reach="country", country_code="GB")
    found = covering(place)
    assert [entry.name for entry in found] == ["county", "town", "state", "nation"]
    checked = try_it(cast, names["town"], "right")
    assert covering(place)[0] == checked


@pytest.mark.feature("H3")
def test_a_suggestion_is_offered_only_where_there_is_nothing_else(cast: Cast) -> None:
    place = factories.place(cast.rosa)
    suggested = factories.resource(cast.ada, "Suggested", checked=False, adopted_at=None)
    assert covering(place) == [suggested]
    own = added(cast)
    assert covering(place) == [own]


def test_places_in_doubt_cover_nothing_by_accident(cast: Cast) -> None:
    added(cast)
    for place in ({"county": "", "town": ""}, {"county": "C.*"}, {"county": "(", "town": "("}):
        assert covering(factories.place(cast.rosa, **{"town": "", "postcode": "", **place})) == []


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({}, ["A. Elm Old", "Elm line"]),
        ({"words": "elm"}, ["Elm line", "A. Elm Old"]),
        ({"words": "5550199"}, ["A. Elm Old"]),
        ({"words": "100%"}, []),
        ({"kind": "dv"}, ["A. Elm Old"]),
        ({"place": "Mohave"}, ["A. Elm Old"]),
        ({"place": "Page, AZ"}, ["Elm line"]),
        ({"place": "page, arizona"}, ["Elm line"]),
        ({"place": "860"}, ["Elm line"]),
        ({"checked": True}, ["Elm line"]),
        ({"show": "needs"}, ["A. Elm Old"]),
        ({"show": "needs", "checked": True}, []),
        ({"show": "second"}, []),
    ],
)
def test_search(cast: Cast, wanted: dict[str, Any], names: list[str]) -> None:
    try_it(cast, added(cast, name="Elm line", town="Page", postcode="86040"), "right")
    added(cast, name="A. Elm Old", kind="dv", county="Mohave", phone="(928) 555-0199")
    assert [entry.name for entry in queries.search(queries.Search(**wanted), date.today())] == names


def test_after_a_letter_or_two_names_lead_and_towns_follow(cast: Cast, django_assert_num_queries: Any) -> None:
    factories.resource(cast.ada, "Agency of the county", town="Flagstaff")
    for name in ("Flint crisis team", "FLORENCE HOSPITAL", "flowers for the bereaved"):
        factories.resource(cast.ada, name, town="Page")
    three = ["FLORENCE HOSPITAL", "Flint crisis team", "flowers for the bereaved"]
    with django_assert_num_queries(1):
        assert [entry.name for entry in queries.as_typed("fl", limit=3)] == three
    assert [entry.name for entry in queries.as_typed("FL")] == [*three, "Agency of the county"]
    assert [entry.name for entry in queries.as_typed("flags")] == ["Agency of the county"]
