"""Consent to teletherapy is recorded with its words, and can be taken back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from clinic.web.errors import Conflict
from intake.actions import consents
from intake.consent import POINTS
from intake.queries import consent
from tests.cast import Cast, browser_of


@pytest.mark.feature("A10", partly="no renewal by date yet")
def test_a_spoken_yes_keeps_the_words_of_that_day(cast: Cast) -> None:
    consents.give(by=cast.lee.actor, client=cast.rosa, how="spoken")
    given = consent(cast.rosa)
    assert given is not None
    assert str(POINTS[0]) in given.wording
    with connection.cursor() as cursor:
        cursor.execute("select wording from intake_consent")
        assert b"Sessions" not in bytes(cursor.fetchone()[0])


def test_a_second_consent_needs_the_first_to_be_withdrawn(cast: Cast) -> None:
    consents.give(by=cast.lee.actor, client=cast.rosa, how="spoken")
    with pytest.raises(Conflict, match="recorded already"):
        consents.give(by=cast.lee.actor, client=cast.rosa, how="written")
    consents.withdraw(by=cast.lee.actor, client=cast.rosa)
    assert consent(cast.rosa) is None
    consents.give(by=cast.lee.actor, client=cast.rosa, how="written")


def test_a_consent_cannot_lie_in_the_future(cast: Cast) -> None:
    with pytest.raises(Conflict, match="future"):
        consents.give(by=cast.lee.actor, client=cast.rosa, how="spoken", given_at=timezone.now() + timedelta(hours=1))


def test_the_page_has_no_answer_chosen_and_says_what_lacks(cast: Cast) -> None:
    browser, address = browser_of(cast.lee), reverse("intake-consent", kwargs={"client": cast.rosa.pk})
    assert "checked" not in browser.get(address).content.decode()
    refused = browser.post(address, {"how": ""})
    assert refused.status_code == 422
    assert "Choose how the client agreed" in refused.content.decode()
    assert browser.post(address, {"how": "spoken"}).status_code == 302
    assert "Spoken yes" in browser.get(address).content.decode()
