"""Links that work, and people on their way in or out: the pages that one sees only between two others."""

from datetime import timedelta
from typing import Any

from django.test import Client as Browser
from django.urls import resolve, reverse
from django.utils import timezone

from clinic.accounts import tickets
from clinic.accounts.actions import authenticators, invitations
from clinic.accounts.models import Membership, Ticket
from clinic.clients.models import Client
from emergency.actions import check_in_links
from emergency.models import TherapySession
from safetyplans.models import PlanVersion
from tests import factories
from tests.cast import Cast, browser_of
from tests.portal.visits import invitation


def working_links(cast: Cast, rosa: Client, to_come: TherapySession) -> dict[str, dict[str, Any]]:
    """By the name of the address the arguments that open it, while the link works."""
    _, join = invitations.invite(by=cast.ada.actor, email="uma@example.org", name="Uma", roles=["therapist"])
    check_in, _ = check_in_links.send(by=cast.lee.actor, session=to_come)
    version = PlanVersion.objects.filter(plan__client=rosa).latest("made_at")
    copy = tickets.issue(Ticket.Kind.COPY, object_id=version.pk, clinic_id=cast.elm.id, valid_for=timedelta(days=1))
    return {"join": _arguments(join), "checkin": _arguments(check_in), "copy": {"token": copy}}


def _arguments(link: str) -> dict[str, Any]:
    return dict(resolve("/" + link.split("/", 3)[3]).kwargs)


def on_their_way(cast: Cast, rosa: Client, join: dict[str, Any]) -> dict[str, Browser]:
    """Browsers of people who have come half of the way."""
    joining, arriving, proved, recovering = Browser(), Browser(), Browser(), Browser()
    joining.post(reverse("join", kwargs=join))
    address, code = invitation(cast.lee, rosa)
    arriving.post(address)
    proved.post(address)
    proved.post(reverse("my-code"), {"code": code})
    authenticators.new_codes(user=cast.sam.user, address=None)
    recovering.post(reverse("login"), {"email": cast.sam.user.email, "password": factories.PASSWORD})
    left = factories.member(cast.elm, "Iris Wolf", "therapist")
    gone = browser_of(left)
    Membership.objects.filter(pk=left.pk).update(ended_at=timezone.now(), ended_by_id=cast.ada.id)
    factories.member(cast.oak, "Ben Okoro", "therapist", user=cast.ben.user)
    return {"joining": joining, "arriving": arriving, "proved": proved, "recovering": recovering, "gone": gone}
