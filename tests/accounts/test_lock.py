"""The staff lock as the server keeps it: when it locks, what it answers then, and what opens it."""

import re
import time
from collections.abc import Iterator
from threading import Event as Signal
from threading import Thread

import pytest
import time_machine
from django.db import connection, connections, transaction
from django.http import HttpResponse
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clinic.accounts import locking
from clinic.accounts.models import Clinic
from clinic.accounts.sessions import hold
from clinic.audit.models import SignInEvent
from tests import factories
from tests.accounts.test_signing_in import code
from tests.architecture.test_addresses import patterns
from tests.cast import Cast, browser_of
from tests.scene import arguments, records

ACCOUNT = "/account/"
LIMIT = 15 * 60


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(1_800_000_000, tick=False) as moved:
        yield moved


def is_open(browser: Browser) -> bool:
    return browser.get(ACCOUNT).status_code == 200


def unlock(browser: Browser, secret: str, then: str = "", **extra: str) -> HttpResponse:
    return browser.post(reverse("unlock"), {"secret": secret, "then": then}, **extra)


def locked(cast: Cast) -> Browser:
    browser = browser_of(cast.lee)
    browser.post(reverse("lock"))
    return browser


@pytest.mark.feature("M6")
def test_fifteen_idle_minutes_lock_and_the_same_page_comes_back(cast: Cast, clock: time_machine.Traveller) -> None:
    browser = browser_of(cast.lee)
    for _ in range(3):
        clock.shift(LIMIT - 1)
        assert is_open(browser)
    clock.shift(LIMIT)
    asked = f"/clients/{cast.rosa.pk}/?part=2"
    page = browser.get(asked)
    assert (page.status_code, b"The screen is locked" in page.content) == (423, True)
    then = re.search(r'name="then" value="([^"]+)"', page.content.decode())
    assert then is not None
    assert unlock(browser, factories.PASSWORD, then[1]).headers["Location"] == asked
    assert is_open(browser)
    kinds = list(SignInEvent.objects.order_by("at").values_list("kind", flat=True))
    assert kinds == ["unlocked"]


def test_the_clinic_sets_the_minutes(cast: Cast, clock: time_machine.Traveller) -> None:
    Clinic.objects.filter(pk=cast.elm.pk).update(lock_minutes=5)
    browser = browser_of(cast.lee)
    clock.shift(60)
    assert is_open(browser), "from here on five minutes count"
    clock.shift(299)
    assert is_open(browser)
    clock.shift(300)
    assert not is_open(browser)


def test_a_session_that_knows_no_limit_yet_learns_it_with_its_first_page(cast: Cast, clock: time_machine.Traveller) -> None:
    Clinic.objects.filter(pk=cast.elm.pk).update(lock_minutes=5)
    browser = browser_of(cast.lee)
    session = browser.session
    del session[locking.LIMIT]
    session.save()
    assert is_open(browser)
    clock.shift(300)
    assert not is_open(browser)


@pytest.mark.parametrize("address", [ACCOUNT, "/lock/state/", "/lock/here/"])
def test_saving_and_polling_never_keep_it_open(cast: Cast, clock: time_machine.Traveller, address: str) -> None:
    browser = browser_of(cast.lee)
    for _ in range(3):
        clock.shift(LIMIT // 3)
        method = browser.post if address == "/lock/here/" else browser.get
        method(address, HTTP_X_BACKGROUND="1")
    assert not is_open(browser)


@pytest.mark.parametrize("extra", [{"HTTP_X_BACKGROUND": "1"}, {"HTTP_HX_REQUEST": "true"}, {"HTTP_SEC_FETCH_DEST": "empty"}])
def test_scripts_get_a_word_and_not_a_page(cast: Cast, extra: dict[str, str]) -> None:
    browser = locked(cast)
    for answer in (browser.get(ACCOUNT, **extra), browser.post(ACCOUNT, {"name": "X"}, **extra)):
        assert answer.status_code == 423
        assert b"data-why" in answer.content
        assert len(answer.content) < 300


def test_what_is_sent_while_locked_is_not_stored_and_says_so(cast: Cast) -> None:
    browser = locked(cast)
    page = browser.post(ACCOUNT, {"name": "Dr. Zqtyped", "phone": "", "hours": ""}, HTTP_REFERER="http://testserver/account/")
    assert page.status_code == 423
    assert b"What you sent was not saved. Unlock, go back, and send it again" in page.content
    assert b'value="/account/"' in page.content
    assert b"Zqtyped" not in page.content
    assert "Zqtyped" not in str(dict(browser.session))
    unlock(browser, factories.PASSWORD)
    assert b"Zqtyped" not in browser.get(ACCOUNT).content


def test_no_address_shows_or_reads_anything_while_locked(cast: Cast) -> None:
    """Every address, for a therapist who could open it: no planted word, and no query to a table of the clinic."""
    made = records(cast)["rosa"]
    browser = locked(cast)
    answered = 0
    for pattern in patterns():
        policy = getattr(pattern.callback, "policy", None)
        if policy is None or policy.surface not in ("staff", "account") or policy.while_locked or pattern.name == "logout":
            continue
        address = reverse(str(pattern.name), kwargs=arguments(list(pattern.pattern.converters), made))
        for method in (browser.get, browser.post):
            with CaptureQueriesContext(connection) as queries:
                answer = method(address)
            assert answer.status_code in (423, 405), pattern.name
            answered += answer.status_code == 423
            text = answer.content.decode() + str(answer.headers)
            assert not [word for word in [*made.name_words, *made.clinical_words, cast.elm.name, "Dr. Lee"] if word in text], (
                address
            )
            tables = set(re.findall(r'(?:FROM|INTO|UPDATE) "(\w+)"', " ".join(query["sql"] for query in queries)))
            assert tables <= {"accounts_user", "django_session", "accounts_authenticatorapp"}, (address, tables)
    assert answered > 50
    assert is_open(browser) is False


def test_a_code_opens_it_too_and_once(cast: Cast, clock: time_machine.Traveller) -> None:
    browser = locked(cast)
    shown = code()
    assert unlock(browser, f"{shown[:3]} {shown[3:]}", HTTP_HX_REQUEST="true").status_code == 204
    assert is_open(browser)
    browser.post(reverse("lock"))
    assert unlock(browser, shown).status_code == 422
    assert not is_open(browser)


def test_only_ones_own_password_opens_it(cast: Cast) -> None:
    cast.ben.user.set_password("another harbour in june")
    cast.ben.user.save()
    browser = locked(cast)
    answer = unlock(browser, "another harbour in june", HTTP_HX_REQUEST="true")
    assert (answer.status_code, b"That is not your password" in answer.content) == (422, True)
    assert unlock(browser, "").status_code == 422
    assert not is_open(browser)


def test_guessing_is_slowed_down_as_at_the_door(cast: Cast, clock: time_machine.Traveller) -> None:
    browser = locked(cast)
    for _ in range(5):
        answer = unlock(browser, "wrong wrong wrong", HTTP_HX_REQUEST="true")
    assert (answer.status_code, b"Too many tries. Wait 10 minutes" in answer.content) == (429, True)
    assert unlock(browser, factories.PASSWORD).status_code == 429
    clock.shift(601)
    assert unlock(browser, factories.PASSWORD).status_code == 302


def test_five_wrong_codes_leave_the_password(cast: Cast, clock: time_machine.Traveller) -> None:
    browser = locked(cast)
    for _ in range(5):
        assert unlock(browser, "000000").status_code == 422
        clock.shift(60)
    assert b"Use your password" in unlock(browser, code()).content
    assert not is_open(browser)
    assert unlock(browser, factories.PASSWORD).status_code == 302
    assert is_open(browser)


def test_twelve_hours_end_a_locked_session_too(cast: Cast, clock: time_machine.Traveller) -> None:
    browser = locked(cast)
    clock.shift(12 * 3600 - 1)
    assert browser.get(ACCOUNT).status_code == 423
    clock.shift(2)
    assert browser.get(ACCOUNT).headers["Location"] == f"{reverse('login')}?next={ACCOUNT}"


def test_sign_out_works_while_locked_and_the_door_stays_shut(cast: Cast) -> None:
    browser = locked(cast)
    assert browser.get(reverse("login")).headers["Location"] == reverse("start")
    assert browser.get(reverse("start")).status_code == 423
    assert browser.get("/healthz/").status_code == 200
    assert browser.post(reverse("logout")).headers["Location"] == "/sign-in/?out=1"
    assert browser.get(ACCOUNT).status_code == 302


@pytest.mark.parametrize(
    ("then", "leads_to"), [("/account/", "/account/"), ("https://evil.example.org/", "/start/"), ("/my/", "/start/")]
)
def test_lock_now_and_unlock_lead_to_own_pages_only(cast: Cast, then: str, leads_to: str) -> None:
    browser = browser_of(cast.lee)
    assert browser.get(reverse("lock")).headers["Location"] == reverse("start"), "looking locks nothing"
    assert browser.post(reverse("lock"), {"then": then}).headers["Location"] == leads_to
    assert not is_open(browser)
    assert unlock(browser, factories.PASSWORD, then).headers["Location"] == leads_to
    assert list(SignInEvent.objects.order_by("at").values_list("kind", flat=True)) == ["screen_locked", "unlocked"]


def test_words_come_back_to_their_own_reader_only(cast: Cast) -> None:
    lee, ben = browser_of(cast.lee), browser_of(cast.ben)
    states = [browser.get("/lock/state/").json() for browser in (lee, ben)]
    assert states[0]["who"] != states[1]["who"]
    assert states[0]["who"] in lee.get(ACCOUNT).content.decode()
    lee.post(reverse("lock"))
    assert lee.get("/lock/state/").json() == {"locked": True}


def test_client_pages_ignore_the_lock(cast: Cast) -> None:
    browser = locked(cast)
    assert browser.get("/my/").status_code == Browser().get("/my/").status_code


@pytest.mark.django_db(transaction=True)
def test_a_page_under_way_while_it_locks_does_not_unlock_it(stage: Cast) -> None:
    browser = browser_of(stage.lee)
    held, go_on = Signal(), Signal()

    def slow_page() -> None:
        """What the middleware does for a page that takes long: it notes the time first, and writes the session last."""
        session = type(browser.session)(browser.session.session_key)
        with transaction.atomic():
            session.load()
            hold(session)
            held.set()
            go_on.wait(10)
            locking.note(session, None)
            session.save()
        connections.close_all()

    slow = Thread(target=slow_page)
    slow.start()
    held.wait(10)
    closing = Thread(target=lambda: (browser.post(reverse("lock")), connections.close_all()))
    closing.start()
    time.sleep(0.2)
    go_on.set()
    slow.join()
    closing.join()
    assert not is_open(browser)
