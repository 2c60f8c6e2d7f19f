"""The record of an incident: only added to, never closed with something arranged for nobody."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError
from django.http import Http404
from django.utils import timezone

from clinic.audit.actors import system
from clinic.audit.models import Event
from clinic.clients.models import AccessGrant
from clinic.db.context import clinic_context
from clinic.db.models import Immutable
from clinic.notifications.outbox import post_all
from clinic.staff.incidents import page_of
from clinic.web.errors import Conflict
from emergency import incident_queries as queries
from emergency.actions import disclosures, follow_ups, incidents
from emergency.actions.crisis import end_crisis
from emergency.actions.plan_troubles import record_trouble
from emergency.models import FollowUp, Incident, IncidentEntry
from safetyplans.digests import owed
from safetyplans.models import Review
from tests import factories
from tests.cast import Cast
from tests.emergency.after_crisis import BEGAN, ended, written

REPORT = {
    "severity": "danger", "outcome": "with_help", "happened": "Rosa was afraid of the night.", "helped": "Her sister came.",
    "hindered": "", "changes": "The sister's number first.",
}  # fmt: skip


@pytest.fixture
def incident(cast: Cast) -> Incident:
    return ended(cast.lee, cast.rosa)


def report(cast: Cast, incident: Incident, **more: Any) -> Incident:
    known = {"by": cast.lee.actor, "seen_version": incident.report_version, "words": REPORT, "finished": True, **more}
    return incidents.report(incident=incident, **known)


def waiting(incident: Incident, what: str) -> FollowUp:
    return FollowUp.objects.get(incident=incident, what=what)


@pytest.mark.feature("G3")
def test_every_incident_is_followed_up_four_times_and_by_somebody(cast: Cast, incident: Incident) -> None:
    end = BEGAN + timedelta(minutes=44)
    due = {each.what: (each.due_at - end, each.owner_id) for each in FollowUp.objects.filter(incident=incident)}
    assert due == {
        "day": (timedelta(hours=24), cast.lee.pk),
        "three_days": (timedelta(hours=72), cast.lee.pk),
        "week": (timedelta(days=7), cast.lee.pk),
        "month": (timedelta(days=30), cast.lee.pk),
        "plan": (timedelta(hours=72), cast.lee.pk),
        "case_review": (timedelta(days=14), cast.sam.pk),
        "support": (timedelta(days=2), cast.lee.pk),
    }
    follow_ups.open_follow_ups(by=cast.lee.actor, incident=incident, owner_id=cast.lee.pk)
    assert FollowUp.objects.filter(incident=incident).count() == len(due), "twice makes nothing twice"


def test_the_first_contact_is_due_when_it_was_agreed(cast: Cast) -> None:
    sooner = ended(cast.lee, cast.rosa, next_contact_at=BEGAN + timedelta(hours=5))
    assert waiting(sooner, "day").due_at == BEGAN + timedelta(hours=5)
    later = ended(cast.ben, cast.theo, next_contact_at=BEGAN + timedelta(days=5))
    assert waiting(later, "day").due_at == BEGAN + timedelta(minutes=44, hours=24), "24 hours are the latest"


@pytest.mark.feature("G4")
def test_the_plan_is_reviewed_after_an_incident(cast: Cast) -> None:
    plan = factories.plan(cast.rosa)
    factories.version(plan)
    end = (BEGAN + timedelta(minutes=44)).astimezone(cast.elm.zone).date()
    Review.objects.create(clinic_id=cast.elm.pk, plan=plan, due_on=end + timedelta(days=60), opened_by_id=cast.lee.pk)
    ended(cast.lee, cast.rosa)
    review = Review.objects.waiting().get(plan=plan)
    assert (review.why, review.due_on, review.opened_by_id) == ("incident", end + timedelta(days=3), cast.lee.pk)
    Review.objects.filter(pk=review.pk).update(due_on=end + timedelta(days=1))
    ended(cast.lee, cast.rosa, began=BEGAN + timedelta(hours=2))
    assert Review.objects.waiting().get(plan=plan).due_on == end + timedelta(days=1), "what is due sooner stays"


@pytest.mark.feature("G5")
def test_it_closes_only_when_nothing_is_left_to_arrange(cast: Cast, incident: Incident) -> None:
    follow_ups.add_follow_up(
        by=cast.lee.actor, incident=incident, what="number", due_at=timezone.now(), owner=cast.ben, words="Line 2"
    )
    FollowUp.objects.filter(incident=incident, what="week").update(owner=None)
    cast.ben.ended_at, cast.ben.ended_by_id = timezone.now(), cast.ada.pk  # who has left owns nothing any more
    cast.ben.save(update_fields=["ended_at", "ended_by"])
    with pytest.raises(Conflict) as refused:
        incidents.close(by=cast.lee.actor, incident=incident)
    for words in (
        "The report is not handed in.",
        "A supervisor has not signed it off.",
        "within 7 days” has no owner",
        "A number failed",
    ):
        assert words in str(refused.value)

    with pytest.raises(Conflict, match="not been handed in"):
        incidents.sign_off(by=cast.sam.actor, incident=incident, seen_version=1)
    report(cast, incident, finished=False)
    with pytest.raises(Conflict, match="changed this report"):
        report(cast, incident)
    incident.refresh_from_db()
    incident = report(cast, incident)
    with pytest.raises(Http404):
        incidents.sign_off(by=cast.lee.actor, incident=incident, seen_version=incident.report_version)
    with pytest.raises(Conflict, match="Read it again"):
        incidents.sign_off(by=cast.sam.actor, incident=incident, seen_version=incident.report_version - 1)
    incident = incidents.sign_off(by=cast.sam.actor, incident=incident, seen_version=incident.report_version)
    with pytest.raises(Conflict, match="stays as it is"):
        report(cast, incident)

    with pytest.raises(Conflict, match="has no owner"):
        incidents.close(by=cast.lee.actor, incident=incident)
    tomorrow = timezone.now() + timedelta(days=1)
    follow_ups.change_follow_up(by=cast.lee.actor, follow_up=waiting(incident, "week"), owner=cast.sam, due_at=tomorrow)
    follow_ups.settle_follow_up(by=cast.lee.actor, follow_up=waiting(incident, "number"), none_because="It was engaged only")
    assert incidents.close(by=cast.lee.actor, incident=incident).closed_at
    done = follow_ups.settle_follow_up(by=cast.lee.actor, follow_up=waiting(incident, "month"), note="She is well")
    assert (done.note, done.none_because) == ("She is well", None), "what follows goes on after it is closed"
    with pytest.raises(Conflict, match="settled already"):
        follow_ups.settle_follow_up(by=cast.lee.actor, follow_up=done)


def test_nobody_signs_off_an_own_report_while_somebody_else_could(cast: Cast, incident: Incident) -> None:
    incident = report(cast, incident, by=cast.sam.actor)
    other = factories.member(cast.elm, "Una Vale", "supervisor")
    with pytest.raises(Http404):
        incidents.sign_off(by=cast.sam.actor, incident=incident, seen_version=incident.report_version)
    assert incidents.sign_off(by=other.actor, incident=incident, seen_version=incident.report_version).signed_by_id == other.pk


def test_the_only_supervisor_may_sign_an_own_report(cast: Cast, incident: Incident) -> None:
    incident = report(cast, incident, by=cast.sam.actor)
    assert incidents.sign_off(by=cast.sam.actor, incident=incident, seen_version=incident.report_version).signed_at


@pytest.mark.feature("G2")
def test_a_line_is_never_changed_and_a_correction_stands_beside_it(cast: Cast, incident: Incident) -> None:
    note = IncidentEntry.objects.get(incident=incident, what="note")
    note.words = "Something else"
    with pytest.raises(Immutable):
        note.save()
    with pytest.raises(Immutable):
        note.delete()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update emergency_incidententry set is_automatic = true where id = %s", [note.pk])
    told = disclosures.disclose(
        by=cast.lee.actor, client=cast.rosa, incident=incident, at=BEGAN, recipient="Crisis team", content="Where she is",
        purpose="To send help", basis="threat",
    )  # fmt: skip
    with pytest.raises(Immutable):
        told.save()

    made = incidents.correct(by=cast.lee.actor, entry=note, words="They said 30 minutes", at=note.at)
    assert (made.corrects_id, made.what, made.is_late) == (note.pk, "correction", True)
    unknown = incidents.add_line_late(by=cast.lee.actor, incident=incident, words="Ana rang the bell", at=None)
    assert unknown.at is None
    with pytest.raises(Conflict):
        incidents.add_line_late(by=cast.lee.actor, incident=incident, words="x", at=timezone.now() + timedelta(minutes=5))
    assert IncidentEntry.objects.get(pk=note.pk).words == "The team says 20 minutes"


def test_what_comes_after_sign_off_is_marked_and_what_cannot_be_is_refused(cast: Cast, incident: Incident) -> None:
    before = incidents.add_line_late(by=cast.lee.actor, incident=incident, words="Ana rang", at=None)
    incident = report(cast, incident)
    incident = incidents.sign_off(by=cast.sam.actor, incident=incident, seen_version=incident.report_version)
    after = incidents.add_line_late(by=cast.lee.actor, incident=incident, words="Ana came", at=BEGAN)
    marks = {line.entry_id: line.marks for line in page_of(cast.lee.actor, incident, cast.elm).lines}
    assert "after sign-off" not in marks[before.pk]
    assert "after sign-off" in marks[after.pk]

    tomorrow = timezone.now() + timedelta(days=1)
    with pytest.raises(Conflict, match="later than now"):
        disclosures.disclose(
            by=cast.lee.actor, client=cast.rosa, at=tomorrow, recipient="Ana", content="x", purpose="y", basis="agreed"
        )
    cast.ben.ended_at, cast.ben.ended_by_id = timezone.now(), cast.ada.pk
    cast.ben.save(update_fields=["ended_at", "ended_by"])
    for nobody in (cast.ben, cast.ada, cast.kay):
        with pytest.raises(Conflict, match="who works here"):
            follow_ups.change_follow_up(by=cast.lee.actor, follow_up=waiting(incident, "week"), owner=nobody, due_at=tomorrow)
        with pytest.raises(Conflict, match="who works here"):
            follow_ups.add_follow_up(by=cast.lee.actor, incident=incident, what="other", due_at=tomorrow, owner=nobody)
    unsigned = ended(cast.lee, cast.rosa, began=BEGAN + timedelta(hours=3))
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.filter(pk=unsigned.pk).update(closed_at=timezone.now(), closed_by=cast.lee.pk)


def test_while_it_is_under_way_the_record_waits(cast: Cast) -> None:
    incident = written(cast.lee, cast.rosa)
    for action in (
        lambda: report(cast, incident),
        lambda: incidents.close(by=cast.lee.actor, incident=incident),
        lambda: incidents.consult(by=cast.lee.actor, incident=incident, with_whom="Sam", advice="Stay", at=None),
    ):
        with pytest.raises(Conflict, match="still open"):
            action()


def test_only_who_may_write_in_the_record_writes_here(cast: Cast, incident: Incident) -> None:
    trouble = {"what": "nobody", "words": "", "response": "", "reminded_of_coping": None, "plan_adapted": True}
    told = {"at": BEGAN, "recipient": "Ana", "content": "x", "purpose": "y", "basis": "agreed"}
    day = waiting(incident, "day")
    for stranger in (cast.ben, cast.ada, cast.kay, cast.dov):
        with clinic_context(stranger.clinic_id):
            for action in (
                lambda by=stranger.actor: report(cast, incident, by=by),
                lambda by=stranger.actor: incidents.add_line_late(by=by, incident=incident, words="x", at=None),
                lambda by=stranger.actor: disclosures.disclose(by=by, client=cast.rosa, incident=incident, **told),
                lambda by=stranger.actor: record_trouble(by=by, client=cast.rosa, incident=incident, **trouble),
                lambda by=stranger.actor: follow_ups.settle_follow_up(by=by, follow_up=day),
            ):
                with pytest.raises((Http404, Incident.DoesNotExist, FollowUp.DoesNotExist)):
                    action()
            with pytest.raises(Http404):
                queries.visible_incident(stranger.actor, cast.rosa.pk, incident.pk)
    with pytest.raises(Http404):  # another client's incident is no door to this client
        disclosures.disclose(by=cast.sam.actor, client=cast.theo, incident=incident, **told)


def test_who_led_it_as_a_stand_in_writes_the_report_after_the_access_has_run_out(cast: Cast) -> None:
    grant = AccessGrant.objects.create(
        clinic_id=cast.elm.pk, client=cast.rosa, holder_id=cast.ben.pk, kind="break_glass", made_by_id=cast.ben.pk,
        starts_at=BEGAN - timedelta(minutes=1), ends_at=BEGAN + timedelta(hours=4),
    )  # fmt: skip
    incident = ended(cast.ben, cast.rosa)
    assert not AccessGrant.objects.active().filter(pk=grant.pk).exists()
    assert queries.visible_incident(cast.ben.actor, cast.rosa.pk, incident.pk) == incident
    assert report(cast, incident, by=cast.ben.actor).reported_by_id == cast.ben.pk
    assert waiting(incident, "day").owner_id == cast.lee.pk, "who cares for the client speaks with them"
    assert waiting(incident, "support").owner_id == cast.ben.pk


@pytest.mark.feature("G7")
def test_support_of_the_therapist_keeps_no_word_and_is_seen_by_few(cast: Cast, incident: Incident) -> None:
    AccessGrant.objects.create(clinic_id=cast.elm.pk, client=cast.rosa, holder_id=cast.ben.pk, kind="cover", made_by_id=cast.sam.pk)
    of_staff = {FollowUp.What.SUPPORT, FollowUp.What.CASE_REVIEW}
    seen = {
        who: {each.what for each in queries.follow_ups_of(cast.staff[who].actor, incident)} & of_staff
        for who in ("lee", "sam", "ben")
    }
    assert seen == {"lee": {FollowUp.What.SUPPORT}, "sam": of_staff, "ben": set()}
    with pytest.raises(Http404):
        queries.follow_up_of(cast.ben.actor, incident, waiting(incident, "support").pk)
    with pytest.raises(Http404):
        follow_ups.settle_follow_up(by=cast.ben.actor, follow_up=waiting(incident, "support"))
    done = follow_ups.settle_follow_up(by=cast.lee.actor, follow_up=waiting(incident, "support"), note="I could not sleep")
    assert (done.note, done.none_because, done.words) == (None, None, "")
    extra = follow_ups.add_follow_up(
        by=cast.sam.actor, incident=incident, what="support", due_at=timezone.now(), owner=cast.lee, words="Shaken"
    )
    assert extra.words == ""


def test_a_mistake_is_no_incident(cast: Cast) -> None:
    opened = written(cast.lee, cast.rosa, lines=((0, "opened", {}),))
    with time_machine.travel(BEGAN + timedelta(minutes=1)):
        end_crisis(by=cast.lee.actor, incident=opened, outcome="mistake")
    assert not queries.incidents(cast.lee.actor).exists()
    with pytest.raises(Http404):
        queries.visible_incident(cast.lee.actor, cast.rosa.pk, opened.pk)


def test_the_log_of_the_auditor_tells_what_was_done_without_a_word_of_it(cast: Cast, incident: Incident) -> None:
    incident = report(cast, incident)
    incidents.consult(by=cast.lee.actor, incident=incident, with_whom="Sam Reyes", advice="Call the sister", at=None)
    told = {event.action: event for event in Event.objects.filter(client_id=cast.rosa.pk, object_type__startswith="incident")}
    assert {"incident.report", "incident.line", "follow_up.open"} <= told.keys()
    text = " ".join(str(vars(event)) for event in told.values())
    for secret in ("Rosa", "sister", "afraid", "Sam Reyes"):
        assert secret not in text


def test_a_missing_report_is_asked_for_after_one_and_two_days(cast: Cast, incident: Incident) -> None:
    ended_on = (BEGAN + timedelta(minutes=44)).astimezone(cast.elm.zone).date()
    sent = {}
    for days in range(5):
        with time_machine.travel(BEGAN + timedelta(days=days, hours=1), tick=False):
            messages = owed(cast.elm, ended_on + timedelta(days=days))
            sent[days] = {message.recipient_id for message in messages if message.kind == "staff-digest"}
            post_all(by=system(cast.elm.pk), messages=messages)
    assert sent == {0: set(), 1: {cast.lee.pk}, 2: {cast.lee.pk}, 3: set(), 4: set()}
    report(cast, incident)
    assert owed(cast.elm, ended_on + timedelta(days=2)) == []
