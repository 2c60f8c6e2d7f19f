"""Several querysets in one statement: the same rows as one by one, isolated as always."""

from uuid import UUID

import pytest
from django.db import connection
from django.db.models import Count, Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clinic.clients.models import AccessGrant, Client
from clinic.db.context import clinic_context
from clinic.db.gather import Gathering
from emergency.models import Contact, TherapySession
from tests import factories
from tests.cast import Cast

ONE = UUID(int=1)


def test_rows_are_what_the_querysets_give_one_by_one(cast: Cast) -> None:
    first, second = factories.contact(cast.rosa), factories.contact(cast.rosa, "Beto Alvarez", has_key=True)
    now = timezone.now()
    session = TherapySession.objects.create(
        clinic=cast.elm, client=cast.rosa, therapist_id=cast.lee.id, local_date=now.date(), local_time=now.time(), time_zone="UTC",
        starts_at=now, made_by_id=cast.lee.id,
    )  # fmt: skip
    reads = Gathering(
        "three",
        lambda client: {
            "contacts": Contact.objects.kept().filter(client=client),
            "sessions": TherapySession.objects.filter(client=client),
            "clients": Client.objects.filter(pk=client),
        },
    )
    reads(client=cast.theo.pk)  # compiled for somebody else first
    with CaptureQueriesContext(connection) as queries:
        found = reads(client=cast.rosa.pk)
    assert [query["sql"].split()[0] for query in queries] == ["execute"]
    assert [each.name for each in found["contacts"]] == [first.name, second.name]
    assert [each.has_key for each in found["contacts"]] == [None, True]
    assert (found["clients"][0].phone, found["clients"][0].made_at) == (cast.rosa.phone, cast.rosa.made_at)
    again = found["sessions"][0]
    session.refresh_from_db()
    assert (again.starts_at, again.local_date, again.local_time) == (session.starts_at, session.local_date, session.local_time)


def test_another_clinic_gets_none(cast: Cast) -> None:
    reads = Gathering("test", lambda client: {"clients": Client.objects.filter(pk=client)})
    with clinic_context(cast.oak.id):
        assert reads(client=cast.rosa.pk) == {"clients": []}


def test_a_moment_that_would_stay_is_refused() -> None:
    reads = Gathering("test", lambda client: {"grants": AccessGrant.objects.active().filter(client=client)})
    with pytest.raises(ValueError, match="moment of the first time"):
        reads(client=ONE)


@pytest.mark.parametrize(
    "queryset",
    [
        lambda: Client.objects.annotate(n=Count("contacts")),
        lambda: Contact.objects.select_related("client"),
        lambda: Client.objects.only("id"),
        lambda: Client.objects.values("id"),
    ],
)
def test_only_whole_rows(queryset: object) -> None:
    reads = Gathering("test", lambda client: {"rows": queryset().filter(Q(pk=client))})  # type: ignore[operator]
    with pytest.raises(ValueError, match="whole rows"):
        reads(client=ONE)
