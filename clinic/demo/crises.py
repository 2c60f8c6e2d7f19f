"""Two incidents of the demo: one of weeks ago, closed and signed; one of yesterday, whose report is not written yet."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from clinic.accounts.models import Membership
from clinic.clients.models import Client
from clinic.demo.past import days_ago
from clinic.staff.actions import end_and_follow_up
from emergency.actions import crisis, disclosures, follow_ups, incidents
from emergency.models import Contact, FollowUp, Incident, Resource
from safetyplans.actions.reviews import record_review
from safetyplans.models import Review

DAY_MINUTES = 24 * 60
WEEKS = 21  # days ago: Theo's
REPORT = {
    "outcome": Incident.Outcome.WITH_HELP,
    "severity": Incident.Severity.DANGER,
    "happened": "Theo wrote in the session that he could not promise to be safe tonight. We stayed on the line. The outreach team "
    "came after 35 minutes and stayed with him; his mother came in the evening.",
    "helped": "He had agreed to the team beforehand. His guitar was in his hands while we waited.",
    "hindered": "The door code we had was an old one.",
    "changes": "The new door code, and his mother's evening number.",
}
SETTLED = (
    (20, FollowUp.What.DAY, "lee", "Spoke for ten minutes. He slept at his mother's."),
    (19, FollowUp.What.PLAN, "lee", "Went through it together."),
    (19, FollowUp.What.SUPPORT, "lee", ""),
    (18, FollowUp.What.THREE_DAYS, "lee", "He was at band practice."),
    (14, FollowUp.What.WEEK, "lee", "Back to the usual hour."),
    (13, FollowUp.What.CASE_REVIEW, "sam", ""),
)


def weeks_ago(*, staff: dict[str, Membership], client: Client, review_in: int) -> None:
    """Theo's: from the first minute to the end of the record; what is left is the talk after 30 days."""
    lee, sam = staff["lee"], staff["sam"]
    team = Resource.objects.get(name="Multnomah mobile outreach")
    mother = next(each for each in Contact.objects.kept().filter(client=client) if each.relation == "mother")
    done: tuple[tuple[int, str, dict[str, Any]], ...] = (
        (0, "opened", {}),
        (1, "ticked", {"step": 0, "scenario": crisis.DEFAULT, "words": "Ask where the client is now"}),
        (1, "ticked", {"step": 1, "scenario": crisis.DEFAULT, "words": "Stay on the line"}),
        (4, "called", {"resource_id": team.pk, "words": team.name}),
        (6, "call_result", {"resource_id": team.pk, "words": team.name, "result": "answered"}),
        (7, "note", {"words": "They come in about half an hour. He opens the door himself."}),
        (12, "called", {"contact_id": mother.pk, "words": mother.name}),
        (13, "call_result", {"contact_id": mother.pk, "words": mother.name, "result": "no_answer"}),
        (41, "note", {"words": "The team is with him."}),
    )
    incident = _ended(lee, client, WEEKS, done, minutes=46, outcome="with_help", severity="danger", with_whom="The outreach team")
    with days_ago(WEEKS - 0.1):
        earlier = incident.opened_at + timedelta(minutes=9)
        incidents.consult(
            by=lee.actor, incident=incident, with_whom=sam.name, advice="Stay on the line, and call the mother.", at=earlier
        )
        told: dict[str, Any] = {
            "content": "Where he is, that he is alone and in danger",
            "purpose": "So that they come",
            "at": earlier,
        }
        disclosures.disclose(by=lee.actor, client=client, incident=incident, recipient=team.name, basis="threat", **told)
    with days_ago(WEEKS - 2):
        review = Review.objects.waiting().get(plan__client=client)
        next_on = client.clinic.today + timedelta(days=WEEKS - 2 + review_in)
        record_review(by=lee.actor, review=review, outcome="still_right", client_present=True, next_due_on=next_on)
    _record(staff, incident)


def _record(staff: dict[str, Membership], incident: Incident) -> None:
    """The report, sign-off, what followed, and the end."""
    with days_ago(WEEKS - 1):
        incident = incidents.report(
            by=staff["lee"].actor, incident=incident, seen_version=incident.report_version, words=REPORT, finished=True
        )
    with days_ago(WEEKS - 2):
        incidents.sign_off(by=staff["sam"].actor, incident=incident, seen_version=incident.report_version)
    for days, what, who, note in SETTLED:
        with days_ago(days):
            waiting = FollowUp.objects.get(incident=incident, what=what)
            follow_ups.settle_follow_up(by=staff[who].actor, follow_up=waiting, note=note)
    with days_ago(12):
        incidents.close(by=staff["sam"].actor, incident=incident)


def yesterday(*, by: Membership, client: Client) -> None:
    """Kim's: the connection was gone, and she was reached again. The report waits."""
    done = (
        (0, "scenario", {"scenario": "vanished", "words": "Client is suddenly gone"}),
        (1, "ticked", {"step": 1, "scenario": "vanished", "words": "Call back the agreed way"}),
        (3, "ticked", {"step": 2, "scenario": "vanished", "words": "Call the phone"}),
        (9, "note", {"words": "She picked up. The battery was empty, her mother is with her."}),
    )
    _ended(by, client, 1, done, minutes=12, outcome="with_family", with_whom="Her mother")


def _ended(
    by: Membership, client: Client, days: int, done: Iterable[tuple[int, str, dict[str, Any]]], *, minutes: int, **facts: Any
) -> Incident:
    """A crisis view of that many days ago, each line written in its minute, ended with all that follows."""
    for minute, what, said in done:
        with days_ago(days - minute / DAY_MINUTES):
            line = crisis.Line(what=what, at=timezone.now(), operation_id=uuid4(), **said)
            incident = crisis.write(by=by.actor, client=client, lines=[line])
    with days_ago(days - minutes / DAY_MINUTES):
        return end_and_follow_up(by=by.actor, incident=incident, next_contact_at=timezone.now() + timedelta(hours=18), **facts)
