"""Which ladder it is, and why, as the page of a session says it (DECISIONS 27)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clinic.staff.risk import risk_of
from emergency.models import FollowUp, Incident, SessionEntry, TherapySession
from intake.models import Screening
from tests import factories
from tests.cast import Cast, browser_of
from tests.staff.session_page import see

CALM, WORRY = "It may have changed since.", "This is the ladder for worry, because of what came after:"


def logged(cast: Cast, session: TherapySession, what: str) -> None:
    SessionEntry.objects.create(clinic_id=session.clinic_id, session=session, by_id=cast.lee.pk, what=what)


def crisis(cast: Cast, session: TherapySession, *, number: int | None = None, ended: bool = False, days: int = 0) -> None:
    at = timezone.now() - timedelta(days=days)
    over = {"ended_at": at, "ended_by_id": cast.lee.pk} if ended else {}
    Incident.objects.create(
        clinic_id=session.clinic_id, client=cast.rosa, year=2026, number=number, lead_id=cast.lee.pk,
        opened_at=at, opened_by_id=cast.lee.pk, **over,
    )  # fmt: skip


def screened(cast: Cast, *, days: int = 0) -> None:
    row = Screening.objects.create(
        clinic_id=cast.rosa.clinic_id, client=cast.rosa, instrument="phq9", version="1", way="session", started_by_id=cast.lee.pk
    )
    Screening.objects.filter(pk=row.pk).update(positive_at=timezone.now() - timedelta(days=days))


After = Callable[[Cast, TherapySession], None]


@pytest.mark.feature("E8", "E10")
@pytest.mark.parametrize(
    ("after", "because"),
    [
        (lambda cast, session: None, ""),
        (lambda cast, session: logged(cast, session, "signal"), "The client gave the privacy signal"),
        (lambda cast, session: logged(cast, session, "means_changed"), "Means were written down as changed"),
        (lambda cast, session: logged(cast, session, "means_same"), ""),
        (lambda cast, session: crisis(cast, session), "A crisis view is open now."),
        (lambda cast, session: crisis(cast, session, days=9), "A crisis view is open now."),
        (lambda cast, session: crisis(cast, session, number=7, ended=True), "There was an incident"),
        (lambda cast, session: crisis(cast, session, number=7, ended=True, days=9), ""),
        (lambda cast, session: crisis(cast, session, ended=True), ""),
        (lambda cast, session: screened(cast), "positive for self-harm"),
        (lambda cast, session: screened(cast, days=9), ""),
    ],
)
def test_a_low_level_counts_until_something_speaks_for_worry(cast: Cast, after: After, because: str) -> None:
    session = factories.session(cast.lee, cast.rosa, started=True)
    factories.formulation(cast.rosa, "low")
    after(cast, session)
    logged(cast, session, "dropped")
    lee = browser_of(cast.lee)
    page = see(lee, session).partition("Crisis view")[0]
    assert (CALM in page, WORRY in page) == (not because, bool(because))
    assert ("Call the support person" in page) is bool(because)
    assert because in page
    # a missed session asks the same
    lee.post(reverse("session-missed", kwargs={"therapy_session": session.pk}))
    assert FollowUp.objects.filter(session=session).exists() is bool(because)


def test_what_was_written_down_after_it_counts_for_more_and_the_cost_is_always_the_same(cast: Cast) -> None:
    session = factories.session(cast.lee, cast.rosa, started=True)
    costs = []
    for level in ("", "low", "raised"):
        if level:
            factories.formulation(cast.rosa, level)
        with CaptureQueriesContext(connection) as queries:
            risk = risk_of(cast.rosa)
        costs.append(len(queries))
        assert risk.raised is (level != "low")
        logged(cast, session, "signal")
        assert risk_of(cast.rosa).raised
    assert costs == [4, 4, 4]
    factories.formulation(cast.rosa, "low")
    assert not risk_of(cast.rosa).raised
