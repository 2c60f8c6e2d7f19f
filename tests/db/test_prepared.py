"""Prepared statements say what their querysets say, in the clinic and at the moment in which they run."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DataError, InternalError, connection, transaction
from django.db.models import Model, QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clinic.accounts.middleware import MEMBERSHIPS
from clinic.audit.log import record
from clinic.audit.models import Event
from clinic.clients.models import AccessGrant
from clinic.clients.permissions import granted
from clinic.db.context import clinic_context, one_transaction, set_clinic, showing_user
from clinic.db.models import Immutable
from clinic.db.prepared import Given, PreparedRead
from clinic.staff.crisis import NEWEST
from safetyplans.actions.items import SAVED_WORDS
from safetyplans.models import Item
from tests import factories
from tests.cast import Cast


@pytest.fixture
def line(cast: Cast) -> Item:
    return factories.item(factories.plan(cast.rosa), "internal_coping", "Walk")


def _lines() -> QuerySet[Item]:
    lines = Item.objects.select_for_update(of=("self",)).select_related("plan__client").only("clinic", "text", "plan__client")
    return lines.filter(granted(), pk=Given("item"), plan__client=Given("client"))


HELD = PreparedRead("held", _lines)


def held(cast: Cast, line: Item) -> Item | None:
    return HELD.first(item=line.pk, client=cast.rosa.pk, holder=cast.lee.id, at=timezone.now())


def shown(row: Model, *names: str) -> list[object]:
    return [getattr(row, name) for name in names]


def test_a_row_is_as_the_queryset_gives_it(cast: Cast, line: Item) -> None:
    found, stored = held(cast, line), Item.objects.select_related("plan__client").get(pk=line.pk)
    names = [field.attname for field in Item._meta.concrete_fields]
    assert found is not None
    assert shown(found, *names) == shown(stored, *names), "what was not read with it is read when it is asked for"
    assert shown(found.plan, "pk", "client_id", "closed_at") == shown(stored.plan, "pk", "client_id", "closed_at")
    assert found.plan.client == cast.rosa


def test_it_is_planned_once_and_outlives_a_rollback(cast: Cast, line: Item) -> None:
    with pytest.raises(DataError), transaction.atomic():
        HELD.first(item="no key", client=cast.rosa.pk, holder=cast.lee.id, at=timezone.now())
    with CaptureQueriesContext(connection) as asked:
        held(cast, line)
    assert [query["sql"].split()[0] for query in asked] == ["execute"]


def test_a_new_row_is_stored_as_it_is_saved(cast: Cast, line: Item) -> None:
    facts = {"fields": ["text"], "reason": "care", "count": 3, "client_id": line.plan.client_id}
    told = record(by=cast.lee.actor, action="item.save", on=line, **facts)  # type: ignore[arg-type]
    saved = Event(**{field.attname: getattr(told, field.attname) for field in Event._meta.concrete_fields} | {"id": uuid4()})
    saved.save()
    names = [field.attname for field in Event._meta.concrete_fields if field.attname != "id"]
    assert shown(Event.objects.get(pk=told.pk), *names) == shown(Event.objects.get(pk=saved.pk), *names)
    with pytest.raises(Immutable):
        told.save()


def test_what_goes_ahead_is_done_before(cast: Cast) -> None:
    set_clinic(None)
    assert [each.pk for each in MEMBERSHIPS.all(user=cast.lee.user_id, ahead=showing_user(cast.lee.user_id))] == [cast.lee.pk]
    assert MEMBERSHIPS.all(user=cast.ben.user_id) == [], "only one's own"


def test_it_shows_the_clinic_in_which_it_runs(cast: Cast, line: Item) -> None:
    assert held(cast, line) == line
    with clinic_context(factories.clinic().id):
        assert held(cast, line) is None
    assert held(cast, line) == line


def test_it_knows_the_hour_in_which_it_runs(cast: Cast, line: Item) -> None:
    held(cast, line)
    grants = AccessGrant.objects.filter(client=cast.rosa, holder_id=cast.lee.id)
    now = timezone.now()
    grants.update(starts_at=now - timedelta(hours=1), ends_at=now - timedelta(seconds=1))
    assert held(cast, line) is None
    grants.update(ends_at=now + timedelta(hours=1))
    assert held(cast, line) == line


def saved(cast: Cast, line: Item, seen: int = 1) -> bool:
    who = {"client": cast.rosa.pk, "holder": cast.lee.id, "at": timezone.now()}
    return SAVED_WORDS.save(line, **who, seen=seen, echo=None)


def test_what_is_saved_is_sealed_to_its_row(cast: Cast, line: Item) -> None:
    line.text, line.version = "Walk Luna", 2
    assert saved(cast, line)
    again = Item.objects.get(pk=line.pk)
    assert (again.text, again.version) == ("Walk Luna", 2)
    with connection.cursor() as cursor:
        cursor.execute("select text from safetyplans_item where id = %s", [line.pk])
        assert b"Luna" not in bytes(cursor.fetchone()[0])


def test_a_row_that_is_not_there_or_not_among_those_asked_for_is_not_said_to_be_saved(cast: Cast, line: Item) -> None:
    assert not saved(cast, line, seen=2)
    line.pk = uuid4()
    assert not saved(cast, line)


def test_an_action_joins_the_open_transaction(cast: Cast) -> None:
    @one_transaction
    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute("select 1")

    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        ask()
    assert [query["sql"] for query in asked][:1] == ["select 1"]


def test_a_moment_that_would_stay_is_refused(cast: Cast) -> None:
    reads = PreparedRead("test", lambda: AccessGrant.objects.active().filter(client=Given("client")))
    with pytest.raises(ValueError, match="moment of the first time"):
        reads.first(client=cast.rosa.pk)


def test_each_connection_plans_for_itself_also_a_new_one(cast: Cast, line: Item) -> None:
    held(cast, line)
    asked = {"item": line.pk, "client": cast.rosa.pk, "holder": cast.lee.id, "at": timezone.now()}

    def elsewhere() -> list[str]:
        with transaction.atomic(), CaptureQueriesContext(connection) as seen:
            assert HELD.first(**asked) is None, "no clinic is shown there"
        connection.close()
        return [query["sql"].split()[0] for query in seen if query["sql"] != "BEGIN"]

    with ThreadPoolExecutor(1) as other:
        assert [other.submit(elsewhere).result() for _ in range(2)] == [["execute"]] * 2


def test_where_nothing_may_be_written_what_reads_still_comes(cast: Cast, line: Item) -> None:
    def elsewhere() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("set transaction read only")
                assert NEWEST(client=cast.rosa.pk) == {"check_ins": [], "log": []}
                with pytest.raises(InternalError, match="read-only"):
                    held(cast, line)
                transaction.set_rollback(True)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        other.submit(elsewhere).result()
    assert held(cast, line) == line
