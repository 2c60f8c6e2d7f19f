"""The admin's pages about staff, one's own account, and passwords."""

import re

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from clinic.accounts.actions import authenticators, clinics, members, passwords
from clinic.accounts.models import AuthenticatorApp, Clinic, Membership, RecoveryCodes
from clinic.audit.models import Event, SignInEvent
from clinic.notifications.models import Message
from clinic.web.errors import Conflict, Http404
from tests import factories
from tests.accounts.test_joining import key_on
from tests.accounts.test_signing_in import code, password, signed_in
from tests.cast import Cast, browser_of

NEW = "a lantern on the pier"


def test_the_list_shows_who_works_here_and_nobody_of_another_clinic(cast: Cast) -> None:
    members.end(by=cast.ada.actor, member=cast.ben)
    page = browser_of(cast.ada).get(reverse("staff-list")).content.decode()
    for member in (cast.lee, cast.sam, cast.kay, cast.ben):
        assert member.user.email in page
    assert "Dov Stern" not in page
    assert page.index("Ben Okoro") > page.index("Sam Reyes"), "people who left stand last"


def test_roles_count_from_the_next_request_on(cast: Cast) -> None:
    admin, lee = browser_of(cast.ada), browser_of(cast.lee)
    assert lee.get(reverse("staff-list")).status_code == 404
    admin.post(reverse("staff-edit", args=[cast.lee.id]), {"roles": ["therapist", "admin"]})
    assert lee.get(reverse("staff-list")).status_code == 200
    assert Event.objects.get(action="staff.roles").fields == ["roles"]
    assert b"Choose at least one role" in admin.post(reverse("staff-edit", args=[cast.lee.id]), {"save": "1"}).content


def test_the_last_admin_stays(cast: Cast) -> None:
    for refused in (
        lambda: members.set_roles(by=cast.ada.actor, member=cast.ada, roles=["therapist"]),
        lambda: members.end(by=cast.ada.actor, member=cast.ada),
    ):
        with pytest.raises(Conflict, match="only admin"):
            refused()
    answer = browser_of(cast.ada).post(reverse("staff-edit", args=[cast.ada.id]), {"roles": ["auditor"]})
    assert answer.status_code == 409
    assert b"only admin" in answer.content
    members.set_roles(by=cast.ada.actor, member=cast.lee, roles=["admin"])
    members.end(by=cast.lee.actor, member=cast.ada)
    assert Membership.objects.get(pk=cast.ada.pk).ended_at


def test_ones_own_membership_elsewhere_counts_nowhere_here(cast: Cast) -> None:
    elsewhere = factories.member(cast.oak, "Ada Elsewhere", "admin", "therapist", user=cast.ada.user)
    ada = browser_of(cast.ada)
    assert ada.post(reverse("staff-edit", args=[cast.ada.id]), {"roles": ["auditor"]}).status_code == 409
    assert "Ada Elsewhere" not in ada.get(reverse("staff-list")).content.decode()
    assert str(elsewhere.id) not in ada.get(reverse("client-assign", args=[cast.rosa.id])).content.decode()
    assert "Oak Hill" in ada.get(reverse("clinic-switch")).content.decode()


def test_an_ended_membership_is_refused_with_the_next_request(cast: Cast) -> None:
    lee = browser_of(cast.lee)
    assert signed_in(lee)
    members.end(by=cast.ada.actor, member=cast.lee)
    assert lee.get("/account/").headers["Location"].startswith(reverse("login"))
    with pytest.raises(Conflict):
        members.end(by=cast.ada.actor, member=Membership.objects.get(pk=cast.lee.pk))


def test_signing_out_everywhere_ends_every_session(cast: Cast) -> None:
    first, second = browser_of(cast.lee), browser_of(cast.lee)
    browser_of(cast.ada).post(reverse("staff-sign-out", args=[cast.lee.id]))
    assert not signed_in(first)
    assert not signed_in(second)


def test_clearing_a_lost_phone(cast: Cast) -> None:
    lee = browser_of(cast.lee)
    authenticators.new_codes(user=cast.lee.user, address=None)
    browser_of(cast.ada).post(reverse("staff-clear-factor", args=[cast.lee.id]))
    assert not signed_in(lee)
    assert not AuthenticatorApp.objects.filter(user=cast.lee.user).exists()
    assert not RecoveryCodes.objects.filter(user=cast.lee.user).exists()
    assert Event.objects.get(action="staff.clear_factor").object_id == cast.lee.id
    assert password(Browser(), cast.lee.user.email).headers["Location"] == reverse("otp-setup")


@pytest.mark.parametrize("name", ["staff-edit", "staff-sign-out", "staff-clear-factor"])
def test_people_of_another_clinic_cannot_be_touched(cast: Cast, name: str) -> None:
    assert browser_of(cast.ada).post(reverse(name, args=[cast.dov.id]), {"roles": ["admin"]}).status_code == 404
    with pytest.raises(Http404):
        authenticators.clear(by=cast.ada.actor, member=cast.dov)
    with pytest.raises(Http404):
        members.sign_out_everywhere(by=cast.lee.actor, member=cast.sam)
    assert signed_in(browser_of(cast.dov))


@pytest.mark.parametrize("name", ["staff-sign-out", "staff-clear-factor"])
def test_the_sign_in_of_people_who_left_cannot_be_touched(cast: Cast, name: str) -> None:
    """They may work in another clinic by now."""
    elsewhere = factories.member(cast.oak, "Dr. Lee", "therapist", user=cast.lee.user)
    members.end(by=cast.ada.actor, member=cast.lee)
    elsewhere.user.refresh_from_db()
    there = browser_of(elsewhere)
    assert browser_of(cast.ada).post(reverse(name, args=[cast.lee.id])).status_code == 409
    assert signed_in(there)
    assert AuthenticatorApp.objects.filter(user=cast.lee.user).exists()


def test_ones_own_details(cast: Cast) -> None:
    lee = browser_of(cast.lee)
    lee.post("/account/", {"name": "Dr. J. Lee", "phone": "(415) 555-0123", "hours": "Mon to Thu 9 to 5"})
    mine = Membership.objects.get(pk=cast.lee.pk)
    assert (mine.name, mine.phone, mine.hours) == ("Dr. J. Lee", "(415) 555-0123", "Mon to Thu 9 to 5")
    assert b"Enter a phone number, like" in lee.post("/account/", {"name": "Lee", "phone": "none"}).content
    with pytest.raises(Http404):
        members.set_details(by=cast.ada.actor, member=mine, name="X", phone="", hours="")


def change(browser: Browser, current: str = factories.PASSWORD, new: str = NEW) -> HttpResponse:
    return browser.post(reverse("password-change"), {"current": current, "password": new})


def test_a_new_password_ends_the_other_sessions(cast: Cast) -> None:
    here, elsewhere = browser_of(cast.lee), browser_of(cast.lee)
    assert b"That is not your password" in change(here, current="wrong wrong wrong").content
    assert b"Use at least 12" in change(here, new="short").content
    assert change(here).status_code == 302
    assert signed_in(here)
    assert not signed_in(elsewhere)
    assert password(Browser(), cast.lee.user.email, NEW).status_code == 302


def test_another_phone_needs_the_password_and_replaces_the_first(cast: Cast) -> None:
    lee, elsewhere = browser_of(cast.lee), browser_of(cast.lee)
    assert b"That is not your password" in lee.post(reverse("otp-new"), {"password": "wrong wrong wrong"}).content
    lee.post(reverse("otp-new"), {"password": factories.PASSWORD})
    assert signed_in(elsewhere), "the present app works until the new one does"
    key = key_on(lee.get(reverse("otp-setup")))
    assert key != factories.SEED
    lee.post(reverse("otp-setup"), {"code": code(seed=key)})
    assert signed_in(lee)
    assert not signed_in(elsewhere)
    assert AuthenticatorApp.objects.get(user=cast.lee.user).seed == key


def test_new_recovery_codes_replace_the_old(cast: Cast) -> None:
    old = authenticators.new_codes(user=cast.lee.user, address=None)
    lee = browser_of(cast.lee)
    page = lee.post(reverse("otp-codes"), {"password": factories.PASSWORD}).content.decode()
    new = re.findall(r"<code>([0-9a-z-]{19})</code>", page)
    assert len(new) == 10
    assert not set(new) & set(old)
    assert b"10 left" in lee.get("/account/").content


def reset_link() -> str:
    return str(Message.objects.get(kind="password-reset").parameters["link"]).removeprefix("http://localhost:8000")


def test_a_forgotten_password_keeps_the_second_factor(cast: Cast) -> None:
    session = browser_of(cast.lee)
    visitor = Browser()
    visitor.post(reverse("password-reset"), {"email": cast.lee.user.email})
    assert Message.objects.get(kind="password-reset").address == cast.lee.user.email
    link = reset_link()
    assert visitor.get(link).status_code == 200
    assert b"Use at least 12" in visitor.post(link, {"password": "short"}).content
    assert visitor.post(link, {"password": NEW}).status_code == 302
    assert visitor.get(link).status_code == 410
    assert not signed_in(session)
    assert not signed_in(visitor)
    assert password(visitor, cast.lee.user.email, NEW).headers["Location"] == reverse("otp-verify")
    visitor.post(reverse("otp-verify"), {"code": code()})
    assert signed_in(visitor)


def test_asking_for_a_reset_tells_nothing_and_sends_once(cast: Cast) -> None:
    pages = []
    for email in (cast.lee.user.email, cast.lee.user.email, "nobody@example.org"):
        page = Browser().post(reverse("password-reset"), {"email": email})
        pages.append((page.status_code, page.content))
    assert len(set(pages)) == 1
    assert Message.objects.filter(kind="password-reset").count() == 1
    assert SignInEvent.objects.filter(kind="reset_asked").count() == 3


def test_asking_for_resets_without_end_leaves_twenty_rows_an_hour(cast: Cast) -> None:
    for number in range(25):
        passwords.ask_reset(email=f"nobody{number}@example.org", address="192.0.2.7")
    passwords.ask_reset(email=cast.lee.user.email, address="192.0.2.7")
    asked = SignInEvent.objects.filter(kind="reset_asked")
    assert (asked.count(), Message.objects.filter(kind="password-reset").count()) == (20, 0)
    passwords.ask_reset(email=cast.lee.user.email, address="192.0.2.8")
    assert (asked.count(), Message.objects.filter(kind="password-reset").count()) == (21, 1)
    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=61)):
        passwords.ask_reset(email="nobody@example.org", address="192.0.2.7")
    assert asked.count() == 22


def test_a_reset_link_runs_out_after_an_hour_and_with_the_membership(cast: Cast) -> None:
    passwords.ask_reset(email=cast.lee.user.email, address=None)
    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=61)):
        assert Browser().get(reset_link()).status_code == 410
    assert Browser().get(reset_link()).status_code == 200
    members.end(by=cast.ada.actor, member=cast.lee)
    assert Browser().get(reset_link()).status_code == 410


SETTINGS = {
    "name": "Elm Street Care", "phone": "(415) 555-0100", "sender_name": "Office", "country_code": "US", "time_zone": "America/Phoenix",
    "reminder_time": "07:30", "review_days": "45", "exit_url": "https://www.example.org/weather", "emergency_rule": "Only when a life is in danger now.",
    "lock_minutes": "10", "is_part2": "on",
}  # fmt: skip


def test_clinic_settings(cast: Cast) -> None:
    admin = browser_of(cast.ada)
    page = admin.get(reverse("clinic-settings")).content
    assert b"has not written its rule" in page, "no legal basis is chosen for the clinic"
    assert admin.post(reverse("clinic-settings"), SETTINGS).status_code == 302
    elm = Clinic.objects.get(pk=cast.elm.pk)
    assert (elm.name, elm.time_zone, elm.review_days) == ("Elm Street Care", "America/Phoenix", 45)
    assert elm.emergency_rule == "Only when a life is in danger now."
    event = Event.objects.get(action="clinic.settings")
    assert (elm.lock_minutes, elm.is_part2) == (10, True)
    assert set(event.fields) == {
        "name", "time_zone", "reminder_time", "review_days", "exit_url", "emergency_rule", "lock_minutes", "is_part2",
    }  # fmt: skip


def test_a_place_that_is_none_is_refused_beside_what_was_typed(cast: Cast) -> None:
    admin, address = browser_of(cast.ada), reverse("staff-licences", args=[cast.lee.id])
    page = admin.post(address, {"licensed_in": "Arizona, Atlantis"})
    assert page.status_code == 422
    assert "Arizona, Atlantis" in page.content.decode()
    assert "There is a problem" in page.content.decode()
    assert f'action="{reverse("staff-edit", args=[cast.lee.id])}"' in page.content.decode(), "the roles still go to their own page"
    assert admin.post(address, {"licensed_in": "Arizona"}).status_code == 302


def test_settings_saved_unchanged_write_nothing(cast: Cast) -> None:
    """What a colleague is saving at this moment is not written over with what was read before."""
    read = Clinic.objects.get(pk=cast.elm.pk)
    Clinic.objects.filter(pk=cast.elm.pk).update(sender_name="Desk")
    clinics.change_settings(by=cast.ada.actor, clinic=read, name=read.name)
    assert Clinic.objects.get(pk=cast.elm.pk).sender_name == "Desk"
    assert not Event.objects.filter(action="clinic.settings").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("country_code", "ZZ"),
        ("time_zone", "Mars/Base"),
        ("review_days", "0"),
        ("lock_minutes", "4"),
        ("lock_minutes", "31"),
        ("lock_minutes", ""),
        ("exit_url", "javascript:alert(1)"),
        ("exit_url", "https://example.org/" + "a" * 200),
        ("name", ""),
    ],
)
def test_settings_that_cannot_be_are_refused(cast: Cast, field: str, value: str) -> None:
    page = browser_of(cast.ada).post(reverse("clinic-settings"), SETTINGS | {field: value})
    assert page.status_code == 200
    assert b"There is a problem" in page.content
    assert Clinic.objects.get(pk=cast.elm.pk).name == "Elm Street Teletherapy"


def test_only_admins_change_their_own_clinic(cast: Cast) -> None:
    assert browser_of(cast.lee).get(reverse("clinic-settings")).status_code == 404
    with pytest.raises(Http404):
        clinics.change_settings(by=cast.lee.actor, clinic=cast.elm, name="X")
    with pytest.raises(Http404):
        clinics.change_settings(by=cast.ada.actor, clinic=cast.oak, name="X")
