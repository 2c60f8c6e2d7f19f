"""The page of a session as somebody reads it."""

import re
from typing import Any

from django.test import Client as Browser
from django.urls import reverse

from emergency.models import TherapySession

READY = re.compile(r'<div class="ladder" data-ladder data-ready=.*?</section>', re.S)  # the last things of their card


def words(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return " ".join(re.sub(r"<[^>]+>", " ", READY.sub("", response.content.decode())).split())


def see(browser: Browser, session: TherapySession) -> str:
    """Its words, without the ladders that lie hidden in it until a connection drops."""
    return words(browser.get(reverse("session", kwargs={"therapy_session": session.pk})))
