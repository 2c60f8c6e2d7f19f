"""The demo's sessions: two that were, one that begins twenty minutes after the start, one later, through the real actions."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from clinic.accounts.actions.members import set_licences
from clinic.accounts.models import Membership
from clinic.clients.models import Client, Place
from clinic.demo.past import days_ago
from emergency.actions import check_ins, platforms, session_log, sessions

SOON, LATER = timedelta(minutes=20), timedelta(minutes=160)
BEFORE = ((14, "Two bad nights, both times the walk was enough."), (7, "Slept better. The exam is over."))
TOLD = "The call is encrypted between your device and the provider. Nobody records it."


def make(*, by: Membership, admin: Membership, rosa: Client, later: Client) -> None:
    """`by` has seen Rosa twice, sees her every week from today on, and `later` today."""
    with days_ago(90):
        room = platforms.add(by=admin.actor, name="The clinic's video room", agreement_on=date(2025, 2, 3), told=TOLD)
        spare = platforms.add(by=admin.actor, name="The spare room", agreement_on=None, told="")
    set_licences(by=admin.actor, member=by, licensed_in=["US-AZ", "US-OR"])
    for days, note in BEFORE:
        _held(by, rosa, days, note)
    ways: dict[str, Any] = {"platform": room, "backup_platform": spare, "video_link": "https://video.example.org/elm-street"}
    sessions.schedule(by=by.actor, client=rosa, weeks=4, **_at(rosa, SOON), **ways)
    sessions.schedule(by=by.actor, client=later, **_at(later, LATER), **ways)


def _held(by: Membership, client: Client, days: int, note: str) -> None:
    place = Place.objects.kept().filter(client=client).first()
    with days_ago(days):
        held = sessions.begin(by=by.actor, client=client, zone=client.clinic.time_zone)
        check_ins.confirm(by=by.actor, session=held, place=place)
        check_ins.said_company(by=by.actor, session=held, company="alone")
        session_log.write_entry(by=by.actor, session=held, what="means_same")
    with days_ago(days - 50 / 1440):
        sessions.end(by=by.actor, session=held, unsafe="no", plan_touched="read", note=sessions.Note(note, 0, uuid4()))


def _at(client: Client, wait: timedelta) -> dict[str, Any]:
    """On the next five minutes of the clinic's clock."""
    then: datetime = (timezone.now() + wait).astimezone(client.clinic.zone)
    then += timedelta(minutes=-then.minute % 5)
    zone = client.clinic.time_zone
    return {"first": then.date(), "local_time": then.time().replace(second=0, microsecond=0), "time_zone": zone}
