"""A place said in a session that was not known before, and any place said in a crisis."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from clinic.audit.actors import Actor
from clinic.clients.actions import places
from clinic.clients.models import Client, Place
from emergency.actions.check_ins import check_in, confirm
from emergency.models import CheckIn, TherapySession
from emergency.whereabouts import words_of


@transaction.atomic
def confirm_elsewhere(*, by: Actor, session: TherapySession, where: dict[str, str]) -> CheckIn:
    """The client is at an address that was typed now and said back. With a name it is kept among the client's places."""
    if not where.get("name"):
        return confirm(by=by, session=session, where=where)
    place = places.add(by=by, client=session.client, **where)
    return confirm(by=by, session=session, place=place)


@transaction.atomic
def say_back(
    *,
    by: Actor,
    client: Client,
    said: CheckIn | None = None,
    place: Place | None = None,
    where: dict[str, str] | None = None,
    at: datetime | None = None,
) -> CheckIn:
    """Said back in a crisis, in or outside a session: the place of an answer, one of the kept places, or an address as it was told.

    Where the adult is stays known while the client stays at that place.
    """
    if said is not None:
        place, where = said.place, said.where
    there = where or (words_of(place) if place else {})
    last = CheckIn.objects.filter(client=client, at__lte=at or timezone.now()).order_by("-at").first()
    stays = last if last is not None and last.where == there else None
    return check_in(
        by=by,
        client=client,
        session=TherapySession.objects.open().filter(client=client).first(),
        told=CheckIn.Told.PLACE if place else CheckIn.Told.ELSEWHERE,
        place=place,
        where=there,
        is_confirmed=True,
        adult=stays.adult if stays else "",
        adult_phone=stays.adult_phone if stays else None,
        at=at,
    )
