"""Row-level security, keys and grants, tried as the application's own role."""

from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction

from clinic.clients.models import AccessGrant, Client, Place
from clinic.db.context import clinic_context, set_clinic
from clinic.db.models import ClinicKey, ClinicRow, Immutable, ImmutableRow
from emergency.models import Coverage, ResourceWord
from tests import factories
from tests.cast import Cast

CLINIC_MODELS = [model for model in apps.get_models() if issubclass(model, ClinicRow)]
DERIVED = (Coverage, ResourceWord)  # made anew from the entry when it changes


@pytest.mark.feature("M4")
def test_a_clinic_sees_only_its_own_clients(cast: Cast) -> None:
    assert set(Client.objects.all()) == {cast.rosa, cast.theo}
    with clinic_context(cast.oak.id):
        assert set(Client.objects.all()) == {cast.eve}


def test_without_a_clinic_there_are_no_rows_and_no_inserts(cast: Cast) -> None:
    set_clinic(None)
    assert list(Client.objects.all()) == []
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Place.objects.create(clinic=cast.elm, client_id=cast.rosa.id, made_by_id=cast.lee.id)


def test_another_clinic_cannot_be_written_to(cast: Cast) -> None:
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Place.objects.create(clinic=cast.oak, client_id=cast.eve.id, made_by_id=cast.dov.id)


def test_a_key_cannot_point_into_another_clinic(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="same_clinic"), transaction.atomic():  # noqa: PT012 - the key is checked late
        AccessGrant.objects.create(
            clinic=cast.elm, client_id=cast.eve.id, holder_id=cast.lee.id, kind="cover", made_by_id=cast.lee.id
        )
        connection.check_constraints()


def test_the_context_is_restored_on_leaving(cast: Cast) -> None:
    with clinic_context(cast.oak.id), clinic_context(cast.elm.id):
        pass
    assert Client.objects.filter(pk=cast.rosa.pk).exists()


@pytest.mark.parametrize("model", CLINIC_MODELS, ids=lambda model: model.__name__)
def test_every_clinic_table_is_isolated(model: type[ClinicRow], db: None) -> None:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("select relrowsecurity, relforcerowsecurity from pg_class where relname = %s", [table])
        assert cursor.fetchone() == (True, True)
        cursor.execute(
            "select qual, with_check from pg_policies where tablename = %s and policyname = %s", [table, f"{table}_clinic"]
        )
        using, check = cursor.fetchone()
        assert "app.clinic_id" in using
        assert "app.clinic_id" in check
        cursor.execute("select has_table_privilege(%s, 'delete'), has_table_privilege(%s, 'truncate')", [table, table])
        assert cursor.fetchone() == (model in DERIVED, False)
        cursor.execute("select has_table_privilege(%s, 'update')", [table])
        assert cursor.fetchone() == (not issubclass(model, ImmutableRow),)
        cursor.execute(
            "select count(*) from pg_constraint where conrelid = %s::regclass and conname like '%%_same_clinic'", [table]
        )
        keys = [field for field in model._meta.local_fields if isinstance(field, ClinicKey)]
        assert cursor.fetchone() == (len(keys),)


@pytest.mark.parametrize("model", CLINIC_MODELS, ids=lambda model: model.__name__)
def test_keys_between_rows_of_a_clinic_are_clinic_keys(model: type[ClinicRow]) -> None:
    for field in model._meta.local_fields:
        if field.is_relation and issubclass(field.related_model, ClinicRow):
            assert isinstance(field, ClinicKey), f"{model.__name__}.{field.name}: use ClinicKey"


def test_immutable_rows_refuse_change_in_python_and_in_the_database(cast: Cast) -> None:
    from clinic.audit.log import record

    event = record(by=cast.lee.actor, action="test")
    event.action = "other"
    with pytest.raises(Immutable):
        event.save()
    with pytest.raises(Immutable):
        event.delete()
    with pytest.raises(Immutable):
        type(event).objects.all().update(action="other")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update audit_event set action = 'other'")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("delete from audit_event")


def test_a_member_finds_their_memberships_and_nobody_elses(cast: Cast) -> None:
    from clinic.accounts.models import Membership
    from clinic.db.context import set_user

    set_clinic(None)
    set_user(cast.lee.user_id)
    assert [m.id for m in Membership.objects.all()] == [cast.lee.id]
    set_user(uuid4())
    assert not Membership.objects.exists()


def test_a_grant_opens_a_client_for_its_time_only(cast: Cast) -> None:
    assert set(Client.objects.visible_to(cast.lee.actor)) == {cast.rosa}
    assert set(Client.objects.visible_to(cast.sam.actor)) == {cast.rosa, cast.theo}
    assert not Client.objects.visible_to(cast.ada.actor).exists()
    assert set(Client.objects.in_directory_of(cast.ada.actor)) == {cast.rosa, cast.theo}
    assert not Client.objects.visible_to(cast.kay.actor).exists()
    assert factories.place(cast.rosa).lines[0] == "418 Birch St, Apt 3B"
