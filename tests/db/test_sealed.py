"""The encrypted fields: what is stored, what is refused."""

import pytest
from django.core.exceptions import FieldError
from django.db import connection, transaction

from clinic.accounts.models import Membership
from clinic.clients.models import Client
from clinic.db import keys, privacy
from tests.cast import Cast


def stored(table: str, column: str, pk: object) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"select {column} from {table} where id = %s", [pk])
        return bytes(cursor.fetchone()[0])


@pytest.mark.feature("M5")
def test_the_database_holds_ciphertext_and_the_row_reads_plain(cast: Cast) -> None:
    assert b"Rosa" not in stored("clients_client", "name", cast.rosa.pk)
    assert Client.objects.get(pk=cast.rosa.pk).name == "Rosa Alvarez"
    assert Client.objects.defer("name").get(pk=cast.rosa.pk).name == "Rosa Alvarez"


@pytest.mark.parametrize("elsewhere", ["row", "column", "clinic"])
def test_ciphertext_moved_elsewhere_does_not_open(cast: Cast, elsewhere: str) -> None:
    sealed = stored("clients_client", "name", cast.rosa.pk)
    target, column = (cast.theo, "name") if elsewhere == "row" else (cast.rosa, "phone" if elsewhere == "column" else "name")
    with connection.cursor() as cursor:
        cursor.execute(f"update clients_client set {column} = %s where id = %s", [sealed, target.pk])
    row = Client.objects.get(pk=target.pk)
    if elsewhere == "clinic":
        row.clinic_id = cast.oak.id
    with pytest.raises(keys.CannotOpen):
        getattr(row, column)


def test_a_missing_key_is_said_and_never_returns_ciphertext(cast: Cast, settings: object) -> None:
    settings.FIELD_KEYS = {"othr": b"0" * 32}  # type: ignore[attr-defined]
    with pytest.raises(keys.CannotOpen, match="HANDRAIL_FIELD_KEYS"):
        _ = Client.objects.get(pk=cast.rosa.pk).name


def test_what_cannot_see_the_row_is_refused(cast: Cast) -> None:
    with pytest.raises(TypeError, match="through its row"), transaction.atomic():
        Client.objects.update(name="plain")
    cast.rosa.name = "plain"
    with pytest.raises(TypeError, match="through its row"), transaction.atomic():
        Client.objects.bulk_update([cast.rosa], ["name"])
    with pytest.raises(FieldError):
        Client.objects.filter(name="Rosa").exists()
    with pytest.raises(TypeError):
        str(Client.objects.values_list("name", flat=True)[0])


def test_every_field_of_ours_carries_a_privacy_label() -> None:
    from django.apps import apps

    unlabelled = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model.__module__.split(".")[0] in {"clinic", "emergency", "intake", "safetyplans"}
        for field in model._meta.local_fields
        if privacy.label(field) is None
    ]
    assert unlabelled == [], "name each in `readable`, or seal it"


def test_names_of_staff_are_sealed_too(cast: Cast) -> None:
    assert b"Lee" not in stored("accounts_membership", "name", cast.lee.pk)
    assert Membership.objects.get(pk=cast.lee.pk).name == "Dr. Lee"
