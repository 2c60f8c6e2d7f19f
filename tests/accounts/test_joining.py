"""Joining: by invitation only, with a second factor before anything is seen."""

import re

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from clinic.accounts.actions import invitations, members
from clinic.accounts.models import AuthenticatorApp, Invitation, Membership, User
from clinic.audit.models import Event, SignInEvent
from clinic.db.context import clinic_context
from clinic.notifications.models import Message
from clinic.web.errors import Conflict, Http404
from tests import factories
from tests.accounts.test_signing_in import code, password, signed_in
from tests.cast import Cast, browser_of

EMAIL = "mara@example.org"
WORDS = "four words in a row"


def invited(cast: Cast, email: str = EMAIL, *roles: str) -> tuple[Invitation, str]:
    invitation, link = invitations.invite(by=cast.ada.actor, email=email, name="Mara Lind", roles=roles or ["therapist"])
    return invitation, link.removeprefix("http://localhost:8000")


def open_link(link: str) -> Browser:
    visitor = Browser()
    assert visitor.get(link).status_code == 200
    assert visitor.post(link).headers["Location"] == reverse("join-accept")
    return visitor


def join(visitor: Browser, name: str = "Mara Lind", words: str = WORDS) -> HttpResponse:
    return visitor.post(reverse("join-accept"), {"name": name, "password": words})


def key_on(page: HttpResponse) -> str:
    from base64 import b32decode

    shown = re.search(r'id="key"><code>([A-Z2-7 ]+)</code>', page.content.decode())
    assert shown
    return b32decode(shown[1].replace(" ", "")).hex()


@pytest.mark.feature("M1")
def test_from_the_invitation_to_the_first_page(cast: Cast) -> None:
    admin = browser_of(cast.ada)
    page = admin.post(reverse("staff-invite"), {"email": "Mara@Example.org", "name": "", "roles": ["therapist", "admin"]})
    link = re.search(r'id="link">http://localhost:8000(/join/[^<]+)<', page.content.decode())
    assert link
    message = Message.objects.get(kind="staff-invitation")
    assert message.address == EMAIL
    assert message.parameters["link"].endswith(link[1])
    assert Event.objects.filter(action="staff.invite", actor_id=cast.ada.id).count() == 1

    visitor = open_link(link[1])
    assert b"Join Elm Street" in visitor.get(reverse("join-accept")).content
    assert join(visitor).headers["Location"] == reverse("otp-setup")
    assert not signed_in(visitor), "no second factor yet"
    page = visitor.get(reverse("otp-setup"))
    assert b"data:image/svg+xml" in page.content
    assert b"There is a problem" in visitor.post(reverse("otp-setup"), {"code": "000000"}).content

    with time_machine.travel(timezone.now() + timezone.timedelta(seconds=90)):
        page = visitor.post(reverse("otp-setup"), {"code": code(seed=key_on(page))})
        assert len(re.findall(r"<code>[0-9a-z]{4}(?:-[0-9a-z]{4}){3}</code>", page.content.decode())) == 10
        assert signed_in(visitor)
    member = Membership.objects.get(user__email=EMAIL)
    assert (member.name, member.roles, member.clinic_id) == ("Mara Lind", ["admin", "therapist"], cast.elm.id)
    assert Event.objects.get(action="staff.join").actor_id == member.id


def test_reading_the_link_uses_nothing_up(cast: Cast) -> None:
    _, link = invited(cast)
    for _ in range(3):
        page = Browser(HTTP_USER_AGENT="mail scanner").get(link)
        assert page.status_code == 200
        assert b"mara" not in page.content.lower()
    assert join(open_link(link)).status_code == 302


def test_a_link_works_once_and_for_three_days(cast: Cast) -> None:
    _, link = invited(cast)
    first, second = open_link(link), open_link(link)
    assert join(first).status_code == 302
    assert join(second).status_code == 410
    assert Browser().get(link).status_code == 410
    _, late = invited(cast, "late@example.org")
    with time_machine.travel(timezone.now() + timezone.timedelta(hours=73)):
        assert Browser().get(late).status_code == 410
    assert Browser().get(reverse("join", args=["x" * 43])).status_code == 410


def test_sending_again_stops_the_former_link_and_cancelling_both(cast: Cast) -> None:
    admin = browser_of(cast.ada)
    invitation, first = invited(cast)
    page = admin.post(reverse("staff-invite-again", args=[invitation.id])).content.decode()
    second = re.search(r'id="link">http://localhost:8000(/join/[^<]+)<', page)
    assert second
    assert Browser().get(first).status_code == 410
    assert Browser().get(second[1]).status_code == 200
    assert Message.objects.filter(kind="staff-invitation").count() == 2
    started = open_link(second[1])
    admin.post(reverse("staff-invite-cancel", args=[invitation.id]))
    assert Browser().get(second[1]).status_code == 410
    assert join(started).status_code == 410
    assert admin.post(reverse("staff-invite-again", args=[invitation.id])).status_code == 409


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("short", "Use at least 12"),
        ("password1234", "Many people"),
        (EMAIL, "not like your e-mail"),
    ],
)
def test_weak_passwords_are_refused_in_words(cast: Cast, words: str, why: str) -> None:
    _, link = invited(cast)
    visitor = open_link(link)
    page = join(visitor, words=words)
    assert page.status_code == 200
    assert why in page.content.decode()
    assert not User.objects.filter(email=EMAIL).exists()


def test_a_password_of_many_scripts_is_kept_as_typed(cast: Cast) -> None:
    _, link = invited(cast)
    words = "  süße Brötchen 🥐 und Čaj  "
    join(open_link(link), words=words)
    assert User.objects.get(email=EMAIL).check_password(words)
    assert User.objects.get(email=EMAIL).password.startswith("argon2")


def test_staff_of_another_clinic_join_with_their_own_password_and_app(cast: Cast) -> None:
    _, link = invited(cast, cast.dov.user.email)
    visitor = open_link(link)
    assert b"You already sign in here" in visitor.get(reverse("join-accept")).content
    assert join(visitor, "Dov Stern", "not his password").status_code == 200
    assert not Membership.objects.filter(user=cast.dov.user).exists()
    assert join(visitor, "Dov Stern", factories.PASSWORD).headers["Location"] == reverse("otp-verify")
    assert visitor.get(reverse("otp-setup")).headers["Location"] == reverse("otp-verify")
    visitor.post(reverse("otp-verify"), {"code": code()})
    assert b"Elm Street Teletherapy" in visitor.get("/account/").content, "the clinic just joined"
    assert b"Switch clinic" in visitor.get("/account/").content
    visitor.post(reverse("clinic-switch"), {"clinic": str(cast.oak.id)})
    assert b"You at Oak Hill" in visitor.get("/account/").content
    assert visitor.post(reverse("clinic-switch"), {"clinic": str(Membership.objects.first().id)}).status_code == 404


def test_guessing_a_known_persons_password_on_the_join_page_is_counted(cast: Cast) -> None:
    _, link = invited(cast, cast.dov.user.email)
    visitor = open_link(link)
    for _ in range(5):
        page = join(visitor, words="wrong wrong wrong")
    assert page.status_code == 429
    assert join(visitor, words=factories.PASSWORD).status_code == 429


def test_a_link_that_was_replaced_or_cancelled_is_not_mailed(cast: Cast) -> None:
    invitation, _ = invitations.invite(by=cast.ada.actor, email="uma@example.org", name="Uma", roles=["therapist"])
    invitations.resend(by=cast.ada.actor, invitation=invitation)
    assert sorted(Message.objects.values_list("state", flat=True)) == ["dropped", "waiting"]
    invitations.cancel(by=cast.ada.actor, invitation=invitation)
    assert {message.state for message in Message.objects.all()} == {"dropped"}


def test_a_person_who_left_comes_back_as_the_same_actor(cast: Cast) -> None:
    members.end(by=cast.ada.actor, member=cast.ben)
    _, link = invited(cast, cast.ben.user.email, "supervisor")
    join(open_link(link), "Ben Okoro", factories.PASSWORD)
    ben = Membership.objects.get(user=cast.ben.user)
    assert (ben.id, ben.ended_at, ben.roles) == (cast.ben.id, None, ["supervisor"])


def test_who_is_invited_or_works_here_is_not_invited_again(cast: Cast) -> None:
    invited(cast)
    with pytest.raises(Conflict, match="open invitation"):
        invited(cast)
    with pytest.raises(Conflict, match="already works"):
        invited(cast, cast.lee.user.email)
    assert browser_of(cast.ada).post(reverse("staff-invite"), {"email": EMAIL, "name": "", "roles": ["admin"]}).status_code == 409


def test_only_admins_of_the_clinic_invite(cast: Cast) -> None:
    invitation, _ = invited(cast)
    for member in (cast.lee, cast.sam, cast.kay):
        with pytest.raises(Http404):
            invitations.invite(by=member.actor, email="x@example.org", name="", roles=["admin"])
        assert browser_of(member).get(reverse("staff-invite")).status_code == 404
        assert browser_of(member).get(reverse("staff-list")).status_code == 404
    assert browser_of(cast.dov).post(reverse("staff-invite-cancel", args=[invitation.id])).status_code == 404
    with clinic_context(cast.elm.id):
        assert Invitation.objects.get(pk=invitation.pk).is_open


def test_a_new_person_cannot_go_round_the_second_factor(cast: Cast) -> None:
    _, link = invited(cast)
    visitor = open_link(link)
    join(visitor)
    assert visitor.get(reverse("otp-verify")).headers["Location"] == reverse("login")
    later = Browser()
    assert password(later, EMAIL, WORDS).headers["Location"] == reverse("otp-setup"), "they go on where they stopped"
    assert not signed_in(later)
    assert AuthenticatorApp.objects.filter(user__email=EMAIL, confirmed=True).count() == 0
    assert SignInEvent.objects.filter(kind="joined").count() == 1


def test_who_left_and_forgot_the_password_comes_back_by_reset(cast: Cast) -> None:
    members.end(by=cast.ada.actor, member=cast.ben)
    email = cast.ben.user.email
    ask = {"email": email}
    Browser().post(reverse("password-reset"), ask)
    assert not Message.objects.filter(kind="password-reset").exists(), "who left and is not invited gets no mail"

    _, link = invited(cast, email)
    assert reverse("password-reset").encode() in open_link(link).get(reverse("join-accept")).content
    Browser().post(reverse("password-reset"), ask)
    message = Message.objects.get(kind="password-reset")
    assert message.address == email
    Browser().post(str(message.parameters["link"]).removeprefix("http://localhost:8000"), {"password": WORDS})
    visitor = open_link(link)
    assert join(visitor, "Ben Okoro").headers["Location"] == reverse("otp-verify")
    visitor.post(reverse("otp-verify"), {"code": code()})
    assert signed_in(visitor)
