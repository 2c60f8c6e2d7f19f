"""Where one is signed in, on one's own account page."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from clinic.accounts.sessions import device_of
from clinic.audit.models import Event
from tests.accounts.test_signing_in import code, password, signed_in
from tests.cast import Cast, browser_of

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("<script>curl/8", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_device_in_words(agent: str, words: str) -> None:
    assert device_of(agent) == words


def test_ones_own_sessions_are_listed_and_the_others_ended(cast: Cast) -> None:
    here, elsewhere, somebody = Browser(headers={"user-agent": FIREFOX}), browser_of(cast.lee), browser_of(cast.ben)
    password(here, cast.lee.user.email)
    here.post(reverse("otp-verify"), {"code": code()})
    page = here.get("/account/").content.decode()
    assert page.count(", last used") == 2
    assert page.index("Firefox on Windows") < page.index("This one") < page.index("A device")
    assert "Sign out everywhere else" in page

    assert here.post(reverse("sign-out-elsewhere")).headers["Location"] == "/account/"
    assert [signed_in(browser) for browser in (here, elsewhere, somebody)] == [True, False, True]
    assert Event.objects.filter(action="staff.sign_out", actor_id=cast.lee.id).count() == 1
    page = here.get("/account/").content.decode()
    assert page.count(", last used") == 1
    assert "Sign out everywhere else" not in page, "nothing is left to end"
