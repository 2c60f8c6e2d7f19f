"""The people of the tests. Elm Street: Ada (admin), Lee and Ben (therapists), Sam (supervisor), Kay (auditor).

Lee cares for Rosa, Ben for Theo. Oak Hill is another clinic: Dov (therapist and admin) cares for Eve. The database
shows Elm Street for the length of a test with the `cast` fixture; `stage` is the same for tests with a live server.
"""

import time
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client as Browser
from django_otp import DEVICE_ID_SESSION_KEY

from clinic.accounts.models import AuthenticatorApp, Clinic, Membership
from clinic.clients.models import Client
from clinic.db.context import clinic_context, set_clinic
from tests import factories

ELM = {
    "ada": ("Ada Novak", ("admin",)),
    "lee": ("Dr. Lee", ("therapist",)),
    "ben": ("Ben Okoro", ("therapist",)),
    "sam": ("Sam Reyes", ("supervisor",)),
    "kay": ("Kay Lindqvist", ("auditor",)),
}


@dataclass
class Cast:
    elm: Clinic
    oak: Clinic
    ada: Membership
    lee: Membership
    ben: Membership
    sam: Membership
    kay: Membership
    dov: Membership
    rosa: Client
    theo: Client
    eve: Client

    @property
    def staff(self) -> dict[str, Membership]:
        return {name: getattr(self, name) for name in ("ada", "lee", "ben", "sam", "kay", "dov")}


def people() -> Cast:
    """Two clinics with their staff and clients, written to the database."""
    elm, oak = factories.clinic(), factories.clinic("Oak Hill Counselling")
    staff = dict(zip(ELM, factories.members(elm, *ELM.values()), strict=True))
    dov = factories.member(oak, "Dov Stern", "therapist", "admin")
    with clinic_context(elm.id):
        rosa, theo = factories.clients((staff["lee"], "Rosa Alvarez"), (staff["ben"], "Theo Brandt"))
    with clinic_context(oak.id):
        eve = factories.client(dov, "Eve Castellan")
    return Cast(elm=elm, oak=oak, rosa=rosa, theo=theo, eve=eve, dov=dov, **staff)


@pytest.fixture
def cast(db: None) -> Cast:
    made = people()
    set_clinic(made.elm.id)
    return made


@pytest.fixture
def stage(transactional_db: None) -> Cast:
    """Committed, so that a live server sees it; read the database inside `clinic_context(stage.elm.id)`."""
    return people()


def sign_in(browser: Browser, member: Membership) -> Browser:
    """A session as the sign-in pages leave it: password and second factor given."""
    session = browser.session
    user = member.user
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[DEVICE_ID_SESSION_KEY] = AuthenticatorApp.objects.get(user=user).persistent_id
    session["clinic"] = str(member.clinic_id)
    session["since"] = session["seen"] = int(time.time())
    session["lock_after"] = 60 * member.clinic.lock_minutes
    session.save()
    browser.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return browser


def seen_ahead(browser: Browser) -> Browser:
    """Its presence is noted for an hour: no page writes it again, and the queries are the page's, however slow the machine is."""
    session = browser.session
    session["seen"] = int(time.time()) + 3600
    session.save()
    return browser


def browser_of(member: Membership) -> Browser:
    """A test client signed in as this member."""
    return sign_in(Browser(raise_request_exception=False), member)
