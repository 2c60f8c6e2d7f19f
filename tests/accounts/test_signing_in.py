"""Sign-in: password, then the second factor, and nothing before both."""

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_otp.oath import totp

from clinic.accounts.actions import authenticators
from clinic.accounts.models import AuthenticatorApp, Membership, User
from clinic.audit.models import SignInEvent
from tests import factories
from tests.cast import Cast, browser_of

ACCOUNT = "/account/"


def code(at: float | None = None, seed: str = factories.SEED) -> str:
    """What the phone shows at this time."""
    return f"{totp(bytes.fromhex(seed), t0=int(time.time() - at) if at else 0):06d}"


def password(visitor: Browser, email: str, words: str = factories.PASSWORD, **extra: str) -> HttpResponse:
    return visitor.post(reverse("login"), {"email": email, "password": words}, **extra)


def signed_in(visitor: Browser) -> bool:
    return visitor.get(ACCOUNT).status_code == 200


@pytest.fixture
def visitor(cast: Cast) -> Browser:
    return Browser()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(1_800_000_000, tick=False) as moved:
        yield moved


@pytest.mark.feature("M1")
def test_password_and_code_open_the_door(cast: Cast, visitor: Browser) -> None:
    assert password(visitor, cast.lee.user.email.upper()).headers["Location"] == reverse("otp-verify")
    answer = visitor.post(reverse("otp-verify"), {"code": code()})
    assert answer.headers["Location"] == reverse("start")
    assert signed_in(visitor)
    assert list(SignInEvent.objects.filter(user_id=cast.lee.user_id).order_by("at").values_list("kind", flat=True)) == [
        "password",
        "signed_in",
    ]


@pytest.mark.feature("M1")
def test_nothing_is_readable_with_the_password_only(cast: Cast, visitor: Browser) -> None:
    from django.urls import get_resolver

    from clinic.urls import urlpatterns  # noqa: F401 - the resolver is read below

    password(visitor, cast.lee.user.email)
    assert "_auth_user_id" not in visitor.session
    open_ones = {"login", "otp-verify", "otp-recovery", "otp-setup", "password-reset", "join-accept", "live", "ready", "exit"}
    tried = 0
    for pattern in [p for group in get_resolver().url_patterns for p in getattr(group, "url_patterns", [group])]:
        if pattern.name is None or pattern.pattern.converters or pattern.name in open_ones or pattern.name.startswith("my"):
            continue
        tried += 1
        answer = visitor.get("/" + str(pattern.pattern))
        assert answer.status_code in (302, 405), pattern.name
        if answer.status_code == 302:
            assert answer.headers["Location"].startswith(reverse("login")), pattern.name
    assert tried >= 8


def test_a_person_with_an_app_cannot_set_up_another_with_the_password_alone(cast: Cast, visitor: Browser) -> None:
    authenticators.begin(user=cast.lee.user)  # left behind by an earlier set-up
    password(visitor, cast.lee.user.email)
    answer = visitor.get(reverse("otp-setup"))
    assert answer.headers["Location"] == reverse("otp-verify")
    waiting = AuthenticatorApp.objects.get(user=cast.lee.user, confirmed=False)
    visitor.post(reverse("otp-setup"), {"code": code(seed=waiting.seed)})
    assert not signed_in(visitor)
    assert AuthenticatorApp.objects.filter(user=cast.lee.user, confirmed=True, seed__isnull=False).count() == 1


def test_each_code_works_once(cast: Cast, clock: time_machine.Traveller) -> None:
    first, second = Browser(), Browser()
    for browser in (first, second):
        password(browser, cast.lee.user.email)
    shown = code()
    first.post(reverse("otp-verify"), {"code": shown})
    second.post(reverse("otp-verify"), {"code": shown})
    assert signed_in(first)
    assert not signed_in(second)


@pytest.mark.parametrize(("steps", "opens"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off(
    cast: Cast, visitor: Browser, clock: time_machine.Traveller, steps: int, opens: bool
) -> None:
    password(visitor, cast.lee.user.email)
    visitor.post(reverse("otp-verify"), {"code": code(at=time.time() + 30 * steps)})
    assert signed_in(visitor) is opens


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "123456\x00", "-12345", "1e1111"])
def test_what_is_no_code_is_refused_in_words(cast: Cast, visitor: Browser, typed: str) -> None:
    password(visitor, cast.lee.user.email)
    answer = visitor.post(reverse("otp-verify"), {"code": typed})
    assert answer.status_code == 200
    assert b"There is a problem" in answer.content
    assert not signed_in(visitor)


def test_five_wrong_codes_ask_for_the_password_again(cast: Cast, visitor: Browser, clock: time_machine.Traveller) -> None:
    password(visitor, cast.lee.user.email)
    for _ in range(4):
        assert visitor.post(reverse("otp-verify"), {"code": "000000"}).status_code == 200
        clock.shift(60)
    assert visitor.post(reverse("otp-verify"), {"code": "000000"}).headers["Location"] == reverse("login")
    clock.shift(60)
    visitor.post(reverse("otp-verify"), {"code": code()})
    assert not signed_in(visitor)


def test_guessing_codes_is_slowed_down(cast: Cast, visitor: Browser, clock: time_machine.Traveller) -> None:
    password(visitor, cast.lee.user.email)
    for _ in range(3):
        visitor.post(reverse("otp-verify"), {"code": "000000"})
    visitor.post(reverse("otp-verify"), {"code": code()})
    assert not signed_in(visitor), "the right code within a second of a wrong one"


def test_the_second_step_waits_ten_minutes(cast: Cast, visitor: Browser, clock: time_machine.Traveller) -> None:
    password(visitor, cast.lee.user.email)
    clock.shift(601)
    assert visitor.get(reverse("otp-verify")).headers["Location"] == reverse("login")


def test_recovery_codes_work_once_each(cast: Cast) -> None:
    codes = authenticators.new_codes(user=cast.lee.user, address=None)
    assert len(set(codes)) == 10
    for expected in (True, False):
        browser = Browser()
        password(browser, cast.lee.user.email)
        browser.post(reverse("otp-recovery"), {"code": codes[0].upper().replace("-", " ")})
        assert signed_in(browser) is expected


def test_codes_and_seeds_are_not_stored_readably(cast: Cast) -> None:
    codes = authenticators.new_codes(user=cast.lee.user, address=None)
    device = authenticators.begin(user=cast.lee.user)
    with connection.cursor() as cursor:
        cursor.execute("select hashes::text from accounts_recoverycodes")
        stored = str(cursor.fetchall())
        cursor.execute("select seed from accounts_authenticatorapp where id = %s", [device.pk])
        sealed = bytes(cursor.fetchone()[0])
    assert not [code for code in codes if code in stored or code.replace("-", "") in stored]
    assert device.seed.encode() not in sealed
    assert bytes.fromhex(device.seed) not in sealed


def test_unknown_people_get_the_same_answer(cast: Cast, visitor: Browser) -> None:
    def attempt(email: str) -> tuple[int, str, int]:
        visitor.get(reverse("login"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = password(visitor, email, "not the password at all")
        text = answer.content.decode().replace(email, "")
        return answer.status_code, text, len(queries)

    known = attempt(cast.lee.user.email)
    unknown = attempt("nobody-abcdef@example.org")
    assert known[0] == unknown[0] == 200
    assert known[2] == unknown[2]
    strip = lambda text: "\n".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line)  # noqa: E731
    assert strip(known[1]) == strip(unknown[1])


def test_a_deactivated_user_gets_the_same_answer_too(cast: Cast, visitor: Browser) -> None:
    User.objects.filter(pk=cast.lee.user_id).update(is_active=False)
    answer = password(visitor, cast.lee.user.email)
    assert answer.status_code == 200
    assert b"do not go together" in answer.content


def lock(visitor: Browser, email: str, **extra: str) -> HttpResponse:
    for _ in range(5):
        answer = password(visitor, email, "wrong wrong wrong", **extra)
    return answer


def test_too_many_tries_lock_this_network_and_not_the_owner(cast: Cast, clock: time_machine.Traveller) -> None:
    attacker, owner = Browser(REMOTE_ADDR="203.0.113.9"), Browser(REMOTE_ADDR="198.51.100.7")
    answer = lock(attacker, cast.lee.user.email)
    assert answer.status_code == 429
    assert b"Too many tries. Wait 10 minutes" in answer.content
    assert password(attacker, cast.lee.user.email).status_code == 429, "locked with the right password too"
    assert password(owner, cast.lee.user.email).status_code == 302
    clock.shift(601)
    assert password(attacker, cast.lee.user.email).status_code == 302


def test_capitals_and_another_browser_are_no_way_round_the_lock(cast: Cast) -> None:
    email = cast.lee.user.email
    for number, spelled in enumerate((email, email.upper(), email.title(), f" {email}", email.capitalize())):
        password(Browser(HTTP_USER_AGENT=f"agent {number}"), spelled, "wrong wrong wrong")
    assert password(Browser(), email).status_code == 429


def test_forwarded_addresses_are_believed_only_behind_known_proxies(cast: Cast, settings: object) -> None:
    browser, email = Browser(REMOTE_ADDR="203.0.113.9"), cast.lee.user.email
    for number in range(5):
        password(browser, email, "wrong wrong wrong", HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")
    assert password(browser, email, HTTP_X_FORWARDED_FOR="192.0.2.77").status_code == 429
    settings.AXES_IPWARE_PROXY_COUNT = 1  # type: ignore[attr-defined]
    assert password(browser, email, HTTP_X_FORWARDED_FOR="1.2.3.4, 192.0.2.77").status_code == 302
    assert SignInEvent.objects.order_by("-at")[0].address == "192.0.2.77"
    assert password(browser, email, HTTP_X_FORWARDED_FOR="unknown").status_code == 302
    assert SignInEvent.objects.order_by("-at")[0].address is None


@pytest.mark.parametrize(
    ("target", "taken"),
    [
        ("/account/password/", True),
        ("https://evil.example.org/", False),
        ("//evil.example.org/", False),
        ("/\\evil.example.org", False),
        ("javascript:alert(1)", False),
        ("/my/", False),
    ],
)
def test_next_leads_to_own_pages_only(cast: Cast, visitor: Browser, target: str, taken: bool) -> None:
    visitor.post(reverse("login", query={"next": target}), {"email": cast.lee.user.email, "password": factories.PASSWORD})
    answer = visitor.post(reverse("otp-verify"), {"code": code()})
    assert answer.headers["Location"] == (target if taken else reverse("start"))


def test_the_session_gets_a_new_key_at_each_step(cast: Cast, visitor: Browser) -> None:
    visitor.get(reverse("login"))
    keys = [visitor.session.session_key]
    password(visitor, cast.lee.user.email)
    keys.append(visitor.session.session_key)
    visitor.post(reverse("otp-verify"), {"code": code()})
    keys.append(visitor.session.session_key)
    assert len(set(keys)) == 3


def test_sign_out_ends_the_session_and_empties_the_browser(cast: Cast) -> None:
    browser = browser_of(cast.lee)
    key = browser.session.session_key
    assert browser.get(reverse("logout")).status_code == 405
    answer = browser.post(reverse("logout"))
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    browser.cookies[settings.SESSION_COOKIE_NAME] = key
    assert not signed_in(browser)


def test_twelve_hours_end_a_session_whatever_happens(cast: Cast, clock: time_machine.Traveller) -> None:
    browser = browser_of(cast.lee)
    for _ in range(51):
        clock.shift(14 * 60)
        assert signed_in(browser)
    clock.shift(timedelta(minutes=7))
    assert browser.get(ACCOUNT).headers["Location"].startswith(reverse("login"))


def test_roles_begin_their_day_where_they_work(cast: Cast) -> None:
    for member, name in (
        (cast.lee, "today"),
        (cast.sam, "today"),
        (cast.ada, "directory"),
        (cast.kay, "audit"),
        (cast.dov, "today"),
    ):
        assert browser_of(member).get(reverse("start")).headers["Location"] == reverse(name)


def test_a_person_of_no_clinic_sees_a_page_of_their_own(cast: Cast) -> None:
    from django.utils import timezone

    browser = browser_of(cast.ben)
    Membership.objects.filter(pk=cast.ben.pk).update(ended_at=timezone.now(), ended_by=cast.ada.id)
    assert browser.get(ACCOUNT).headers["Location"] == reverse("no-clinic")
    assert b"not on the staff of a clinic" in browser.get(reverse("no-clinic")).content


def test_cookies_are_bound_to_the_host_under_https(tmp_path: object) -> None:
    import os
    import subprocess
    import sys

    program = "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.PAGE_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY)"
    env = {**os.environ, "HANDRAIL_HTTPS": "1", "DJANGO_SETTINGS_MODULE": "clinic.settings"}
    said = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True).stdout
    assert said.split() == ["__Host-staff", "__Host-csrf", "__Host-page", "True", "True"]
