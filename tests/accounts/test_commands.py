"""The commands that make clinics, help locked-out admins, and change keys."""

import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client as Browser

from clinic.accounts.actions import authenticators
from clinic.accounts.models import AuthenticatorApp, Clinic, Invitation, RecoveryCodes
from clinic.audit.models import Event
from clinic.clients.models import Client
from clinic.db import rotation
from clinic.db.context import clinic_context
from clinic.db.models import ImmutableRow
from clinic.notifications.models import Message
from emergency.models import Resource
from safetyplans.models import PlanVersion
from tests import factories
from tests.accounts.test_signing_in import signed_in
from tests.cast import Cast, browser_of


def run(*arguments: str, **options: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


@pytest.mark.parametrize(("country", "number"), [("US", "988"), ("GB", "116 123")])
def test_a_clinic_with_its_first_admin_and_its_countrys_lines(db: None, country: str, number: str) -> None:
    said = run("create_clinic", "Pine Road", "--admin-email=Iris@example.org", f"--country={country}", "--time-zone=Europe/London")
    clinic = Clinic.objects.get(name="Pine Road")
    link = re.search(r"http://localhost:8000(/join/\S+)", said)
    assert link
    assert b"Join Pine Road" in Browser().get(link[1]).content
    with clinic_context(clinic.id):
        assert Resource.objects.filter(phone=number, verified_at=None).exists()
        assert not Resource.objects.exclude(country_code=country).exists()
        assert Invitation.objects.get().roles == ["admin"]
        assert Message.objects.get(kind="staff-invitation").address == "iris@example.org"
        assert Event.objects.filter(action="clinic.open").count() == 1


def test_making_a_clinic_twice_gives_a_new_link_and_nothing_else(db: None) -> None:
    first, second = (run("create_clinic", "Pine Road", "--admin-email=iris@example.org") for _ in range(2))
    assert "is there already" in second
    links = [re.search(r"(/join/\S+)", said)[1] for said in (first, second)]  # type: ignore[index]
    assert Browser().get(links[0]).status_code == 410
    assert Browser().get(links[1]).status_code == 200
    with clinic_context(Clinic.objects.get(name="Pine Road").id):
        assert Invitation.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", ["--country=ZZ", "--time-zone=Mars/Base", "--admin-email=nobody"], ids=["country", "time zone", "e-mail"]
)
def test_half_a_clinic_is_refused_in_a_sentence(db: None, wrong: str) -> None:
    with pytest.raises(CommandError, match=r"^[A-Z].*\.$|is no"):
        run("create_clinic", "Pine Road", "--admin-email=iris@example.org", wrong)
    assert not Clinic.objects.filter(name="Pine Road").exists()


def test_an_admin_who_joined_is_not_invited_again(cast: Cast) -> None:
    with pytest.raises(CommandError, match="already works"):
        run("create_clinic", cast.elm.name, f"--admin-email={cast.ada.user.email}")


def test_the_last_resort_for_a_lost_phone_is_audited(cast: Cast) -> None:
    ada = browser_of(cast.ada)
    authenticators.new_codes(user=cast.ada.user, address=None)
    run("reset_second_factor", cast.ada.user.email.upper())
    assert not AuthenticatorApp.objects.filter(user=cast.ada.user).exists()
    assert not RecoveryCodes.objects.filter(user=cast.ada.user).exists()
    assert not signed_in(ada)
    event = Event.objects.get(action="staff.clear_factor")
    assert (event.object_id, event.roles) == (cast.ada.id, ["system"])
    with pytest.raises(CommandError, match="Nobody"):
        run("reset_second_factor", "nobody@example.org")


OLD, NEW = b"k" * 32, b"n" * 32


OWNER_TOO = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def rows(stage: Cast, settings: Any) -> Iterator[Cast]:
    with clinic_context(stage.elm.id):
        factories.contact(stage.rosa)
        plan = factories.plan(stage.rosa)
        PlanVersion.objects.create(
            clinic=stage.elm, plan=plan, number=1, language="en", made_by_id=stage.lee.id, content={"steps": ["a walk"]}
        )
    yield stage
    settings.FIELD_KEYS = {"test": OLD, "new1": NEW}
    rotation.rotate(Clinic.objects.values_list("id", flat=True))  # committed rows of other tests went along


def key_ids(model: str, column: str, clinic: Clinic | None = None) -> set[bytes]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('app.clinic_id', %s, true)", [str(clinic.id) if clinic else ""])
        cursor.execute(f"select distinct substring({column} from 2 for 4) from {apps.get_model(model)._meta.db_table}")
        return {bytes(row[0]) for row in cursor.fetchall()}


@OWNER_TOO
def test_rotating_keys_reads_the_same_afterwards(rows: Cast, settings: Any) -> None:
    settings.FIELD_KEYS = {"new1": NEW, "test": OLD}
    said = run("rotate_keys")
    assert "No stored value needs test any more" in said
    for clinic, client, name in ((rows.elm, rows.rosa, "Rosa Alvarez"), (rows.oak, rows.eve, "Eve Castellan")):
        assert key_ids("clients.Client", "name", clinic) == {b"new1"}
        assert key_ids("accounts.Membership", "name", clinic) == {b"new1"}
        settings.FIELD_KEYS = {"new1": NEW}
        with clinic_context(clinic.id):
            assert Client.objects.get(pk=client.pk).name == name
            assert Event.objects.filter(action="keys.rotate").exists()
    with clinic_context(rows.elm.id):
        assert PlanVersion.objects.get().content == {"steps": ["a walk"]}, "immutable, and re-encrypted all the same"
    assert key_ids("accounts.AuthenticatorApp", "seed") == {b"new1"}
    assert AuthenticatorApp.objects.get(user=rows.lee.user).seed == factories.SEED
    run("check_keys")


@OWNER_TOO
def test_a_second_run_changes_nothing(rows: Cast, settings: Any) -> None:
    settings.FIELD_KEYS = {"new1": NEW, "test": OLD}
    run("rotate_keys")
    assert set(re.findall(r"(\d+) rows", run("rotate_keys"))) == {"0"}


def rotate_as_application(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('app.rotating_keys', 'yes', true)")
        cursor.execute(statement)


@OWNER_TOO
def test_immutable_rows_are_re_encrypted_by_the_owner_only(rows: Cast, settings: Any) -> None:
    immutable = [model for model, _ in rotation.sealed_models() if issubclass(model, ImmutableRow)]
    assert immutable, "plan versions are sealed and immutable"
    table = immutable[0]._meta.db_table
    with pytest.raises(DatabaseError, match="permission denied"):
        rotate_as_application(f"update {table} set clinic_id = clinic_id")


@OWNER_TOO
def test_a_missing_key_is_named_before_anything_starts(rows: Cast, settings: Any) -> None:
    settings.FIELD_KEYS = {"new1": NEW}
    with pytest.raises(CommandError, match="lacks the keys test"):
        run("check_keys")


def test_rotation_says_when_it_lacks_the_owner(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.delitem(settings.DATABASES, "owner")
        with pytest.raises(CommandError, match="DATABASE_OWNER_URL"):
            run("rotate_keys")
