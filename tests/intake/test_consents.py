"""Consent to teletherapy is recorded with its words, and can be taken back."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape

from clinic.audit.models import Event
from clinic.web.errors import Conflict
from intake.actions import consents
from intake.consent import POINTS, VERSION, a_year_after, wording
from intake.queries import consent
from tests.cast import Cast, browser_of


@pytest.mark.feature("A10")
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


def test_half_of_a_moment_is_asked_for_and_never_taken_for_now(cast: Cast) -> None:
    browser, address = browser_of(cast.lee), reverse("intake-consent", kwargs={"client": cast.rosa.pk})
    for half, words in (({"given_time": "14:05"}, "Enter the day too"), ({"given_on": "2026-10-02"}, "Enter the time too")):
        refused = browser.post(address, {"how": "spoken", **half})
        assert (refused.status_code, words in refused.content.decode()) == (422, True)
        assert f'value="{next(iter(half.values()))}"' in refused.content.decode()
    assert browser.post(address, {"how": "spoken", "given_on": "2026-10-02", "given_time": "14:05"}).status_code == 302
    given = consent(cast.rosa)
    assert given
    assert given.given_at.astimezone(cast.elm.zone).strftime("%Y-%m-%d %H:%M") == "2026-10-02 14:05"


@pytest.mark.parametrize(("ago", "words"), [(0, "due today"), (3, "overdue since")])
def test_today_says_whether_a_consent_is_overdue(cast: Cast, ago: int, words: str) -> None:
    then, due = timezone.now() - timedelta(days=400), cast.elm.today - timedelta(days=ago)
    consents.give(by=cast.lee.actor, client=cast.rosa, how="spoken", given_at=then, renew_on=due)
    assert words in browser_of(cast.lee).get(reverse("today")).content.decode().split("Consent to renew")[1]


@pytest.mark.parametrize("page", ["location-list", "contact-list"])
def test_the_lists_of_the_intake_lead_back_to_it(cast: Cast, page: str) -> None:
    body = browser_of(cast.lee).get(reverse(page, kwargs={"client": cast.rosa.pk})).content.decode()
    assert "To the intake" in body.split("<h1")[1]


def test_a_renewal_takes_the_place_and_withdraws_nothing(cast: Cast) -> None:
    before = consents.give(by=cast.lee.actor, client=cast.rosa, how="spoken", given_at=timezone.now() - timedelta(days=400))
    assert before.renew_on == a_year_after(before.given_at.astimezone(cast.elm.zone).date())
    browser, address = browser_of(cast.lee), reverse("intake-consent-renew", kwargs={"client": cast.rosa.pk})
    assert f'value="{a_year_after(cast.elm.today)}"' in browser.get(address).content.decode()
    assert browser.post(address, {"how": "", "renew_on": "2199-01-01"}).status_code == 422
    assert browser.post(address, {"how": "written", "renew_on": "2199-01-01"}).status_code == 302
    before.refresh_from_db()
    now = consent(cast.rosa)
    assert now is not None
    assert (now.how, str(now.renew_on)) == ("written", "2199-01-01")
    assert (before.withdrawn_at, before.renewed_at is not None, before.is_in_force) == (None, True, False)
    shown = browser.get(reverse("intake-consent", kwargs={"client": cast.rosa.pk})).content.decode()
    assert "Renewed on" in shown
    assert shown.count("In force") == 1
    assert Event.objects.filter(client_id=cast.rosa.pk, action="consent.renew").count() == 1


def test_a_renewal_needs_something_to_renew_and_a_sound_day(cast: Cast) -> None:
    renewal = {"by": cast.lee.actor, "client": cast.rosa, "how": "spoken"}
    with pytest.raises(Conflict, match="no consent to renew"):
        consents.renew(**renewal)
    consents.give(**renewal)
    with pytest.raises(Conflict, match="lies before"):
        consents.renew(**renewal, given_at=timezone.now() - timedelta(days=1))
    with pytest.raises(Conflict, match="must lie after"):
        consents.renew(**renewal, renew_on=cast.elm.today)
    assert consent(cast.rosa) is not None
    assert a_year_after(date(2028, 2, 29)) == date(2029, 2, 28)


def test_due_for_renewal_is_said_on_hub_record_and_today(cast: Cast) -> None:
    browser, own = browser_of(cast.lee), {"client": cast.rosa.pk}
    pages = [reverse("intake", kwargs=own), reverse("client", kwargs=own), reverse("today")]
    given = consents.give(by=cast.lee.actor, client=cast.rosa, how="spoken", given_at=timezone.now() - timedelta(days=9))
    says = lambda: ["renew" in browser.get(each).content.decode().lower() for each in pages]  # noqa: E731
    assert says() == [False, False, False]
    given.renew_on = cast.elm.today
    given.save(update_fields=["renew_on"])
    assert says() == [True, True, True]
    consents.withdraw(by=cast.lee.actor, client=cast.rosa)
    assert says() == [False, False, False]


def test_the_words_of_the_day_are_shown_word_for_word(cast: Cast) -> None:
    given = consents.give(by=cast.lee.actor, client=cast.rosa, how="spoken")
    given.wording, given.wording_version = "We meet by telephone.", "2024-01"
    given.save(update_fields=["wording", "wording_version"])
    shown = browser_of(cast.lee).get(reverse("intake-consent", kwargs={"client": cast.rosa.pk})).content.decode()
    assert "We meet by telephone." in shown
    assert "agreed to earlier words (version 2024-01)" in shown


@pytest.mark.feature("A10")
def test_the_words_hold_the_whole_checklist_and_an_older_consent_keeps_its_own(cast: Cast) -> None:
    words = " ".join(str(point) for point in POINTS)
    for part in (
        "how soon I answer",
        "signed permission",
        "license",
        "complaint",
        "cost",
        "emergency service",
        "take this consent back",
    ):
        assert part in words, part
    before = consents.give(by=cast.lee.actor, client=cast.rosa, how="spoken", given_at=timezone.now() - timedelta(days=9))
    before.wording, before.wording_version = "The words of last year.", "2026-11"
    before.save(update_fields=["wording", "wording_version"])
    browser, own = browser_of(cast.lee), {"client": cast.rosa.pk}
    for page in ("intake-consent", "intake-consent-renew"):
        shown = browser.get(reverse(page, kwargs=own)).content.decode()
        assert all(conditional_escape(point) in shown for point in POINTS)
    assert "agreed to earlier words (version 2026-11)" in browser.get(reverse("intake-consent", kwargs=own)).content.decode()
    consents.renew(by=cast.lee.actor, client=cast.rosa, how="spoken")
    before.refresh_from_db()
    now = consent(cast.rosa)
    assert now is not None
    assert (before.wording, before.wording_version) == ("The words of last year.", "2026-11")
    assert (now.wording_version, now.wording) == (VERSION, wording())
