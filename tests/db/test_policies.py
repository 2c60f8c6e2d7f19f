"""Dropping any one policy is noticed: each clinic table is tried with its policy, and again with it harmed.

Harm is done by the superuser of the test cluster inside a transaction that is rolled back, the trying as the
application's own role.
"""

import json
import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import psycopg2
import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from clinic.accounts.models import Membership
from clinic.db.context import clinic_context
from clinic.db.models import ClinicRow
from clinic.devservers.postgres import APP, SUPERUSER
from emergency.models import (
    CheckIn,
    CheckRhythm,
    Coverage,
    Disclosure,
    PlanTrouble,
    ResourceChange,
    ResourceWord,
    SessionEntry,
    Verification,
)
from intake.models import (
    CareDecision,
    Formulation,
    IntakeInvitation,
    Observation,
    Screening,
    ScreeningRhythm,
    ScreeningWatch,
    SectionState,
)
from safetyplans.models import (
    CitedResource,
    DocumentFailure,
    DocumentRequest,
    HandOver,
    HintAnswer,
    Item,
    ItemNote,
    PlanVersion,
    Presence,
    StepWording,
    VersionOpening,
    Withdrawal,
)
from tests import cast, scene
from tests.cast import Cast

TABLES = sorted(model._meta.db_table for model in apps.get_models() if issubclass(model, ClinicRow))
OWN_MEMBERSHIPS = "accounts_membership_own"
HARMS = {
    "dropped": "drop policy {0}_clinic on {0}",
    "widened": "alter policy {0}_clinic on {0} using (true) with check (true)",
    "write check widened": "alter policy {0}_clinic on {0} with check (true)",
    "switched off": "alter table {0} disable row level security",
}


@pytest.fixture(scope="module")
def two_clinics(django_db_setup: None, django_db_blocker: Any) -> Cast:
    """Committed once, with a row of either clinic in every table; every later test makes clinics of its own."""
    with django_db_blocker.unblock():
        made = cast.people()
        filled = scene.records(made)
        for name, by in (("rosa", made.lee), ("eve", made.dov)):
            with clinic_context(by.clinic_id):
                what_the_scene_lacks(by, filled[name].objects)
        connection.close()
    return made


def what_the_scene_lacks(by: Membership, objects: dict[str, Any]) -> None:
    """Rows of the tables that no address names."""
    now, clinic = timezone.now(), {"clinic_id": by.clinic_id}
    version = PlanVersion.objects.get(plan__client=objects["client"])
    SectionState.objects.create(
        **clinic, client_id=objects["client"], section="tech", state="skipped", changed_at=now, changed_by_id=by.id
    )
    Verification.objects.create(**clinic, resource_id=objects["resource"], by_id=by.id, result="right", how="called")
    CheckRhythm.objects.create(**clinic, group="teams", days=60, changed_by_id=by.id)
    ResourceChange.objects.create(**clinic, resource_id=objects["resource"], by_id=by.id, what="edited")
    VersionOpening.objects.create(**clinic, version=version, opened_on=now.date())
    Withdrawal.objects.create(**clinic, version=version, by_id=by.id, reason="")
    DocumentFailure.objects.create(
        **clinic, version=version, style="full", paper="a4", language="en", why="-", failed_at=now, again_at=now
    )
    DocumentRequest.objects.create(**clinic, version=version, style="er", paper="a4", language="en", by_id=by.id)
    if not CitedResource.objects.exists():
        CitedResource.objects.create(**clinic, version=version, resource_id=objects["resource"])
    HandOver.objects.create(**clinic, version=version, found="yes", by_id=by.id)
    Coverage.objects.get_or_create(**clinic, resource_id=objects["resource"], area="us|az|coconino")
    ResourceWord.objects.get_or_create(**clinic, resource_id=objects["resource"], word="coconino")
    CheckIn.objects.create(**clinic, client_id=objects["client"], by_id=by.id, told="later")
    SessionEntry.objects.create(**clinic, session_id=objects["therapy_session"], by_id=by.id, what="dropped")
    Disclosure.objects.create(**clinic, client_id=objects["client"], by_id=by.id, basis="agreed")
    PlanTrouble.objects.create(**clinic, client_id=objects["client"], by_id=by.id, what="not_used")
    StepWording.objects.create(**clinic, step="triggers", language="en", title="Before", by_id=by.id)
    plan, item = version.plan_id, Item.objects.filter(plan=version.plan_id).first()
    HintAnswer.objects.create(**clinic, plan_id=plan, rule="step_empty", answer="talked", at=now, by_id=by.id)
    ItemNote.objects.create(**clinic, item=item, changed_at=now, changed_by_id=by.id)
    Presence.objects.create(**clinic, plan_id=plan, member_id=by.id, step="triggers", seen_at=now)
    own = {**clinic, "client_id": objects["client"]}
    Formulation.objects.create(**own, words={}, by_id=by.id)
    Observation.objects.create(**own, seen_on=now.date(), by_id=by.id)
    CareDecision.objects.create(**own, by_id=by.id)
    IntakeInvitation.objects.create(**own, way="shown", parts=["history"], made_by_id=by.id)
    Screening.objects.create(**own, instrument="phq9", version="1", way="session", started_by_id=by.id)
    ScreeningRhythm.objects.create(**own, instrument="phq9", every_weeks=4, set_by_id=by.id)
    ScreeningWatch.objects.create(**clinic, told_id=by.id, within_minutes=60, set_by_id=by.id)


@pytest.fixture
def cursor(two_clinics: Cast) -> Iterator[Any]:
    """In a transaction of the superuser, which nobody else sees and which is rolled back."""
    address = urlsplit(os.environ["DATABASE_URL"])
    name = connection.settings_dict["NAME"]
    opened = psycopg2.connect(host=parse_qs(address.query)["host"][0], user=SUPERUSER, dbname=name)
    with opened.cursor() as cursor:
        yield cursor
    opened.rollback()
    opened.close()


def as_application(cursor: Any, clinic: Any) -> None:
    cursor.execute(f"set local role {APP}")
    cursor.execute("select set_config('app.clinic_id', %s, true), set_config('app.user_id', '', true)", [str(clinic or "")])


def rows(cursor: Any, table: str) -> dict[str, int]:
    cursor.execute(f"select clinic_id::text, count(*) from {table} group by 1")
    return dict(cursor.fetchall())


def foreign_row(cursor: Any, table: str, clinic: Any) -> dict[str, Any]:
    """A row of this clinic as the superuser reads it, under a new key."""
    cursor.execute("reset role")
    cursor.execute(f"select to_jsonb(t) from {table} t where clinic_id = %s limit 1", [str(clinic)])
    return {**cursor.fetchone()[0], "id": str(uuid4())}


def refuses(cursor: Any, table: str, row: dict[str, Any]) -> bool:
    """Whether row-level security, and nothing else, keeps this row out."""
    cursor.execute("savepoint before_writing")
    try:
        cursor.execute(f"insert into {table} select * from jsonb_populate_record(null::{table}, %s)", [json.dumps(row)])
    except psycopg2.errors.InsufficientPrivilege as refusal:
        return "row-level security" in str(refusal)
    except psycopg2.Error:
        return False
    finally:
        cursor.execute("rollback to savepoint before_writing")
    return False


def leaks(cursor: Any, table: str, seen: Cast) -> list[str]:
    """What is wrong with the isolation of a table; nothing when it holds."""
    elm, oak = str(seen.elm.id), str(seen.oak.id)
    cursor.execute("reset role")
    real = rows(cursor, table)
    assert real.get(elm), f"the scene has no row in {table}: add one to tests/scene.py"
    row = foreign_row(cursor, table, oak)
    as_application(cursor, elm)
    found = [] if rows(cursor, table) == {elm: real[elm]} else ["other rows than the clinic's own are visible"]
    found += [] if refuses(cursor, table, row) else ["a row of another clinic can be written"]
    as_application(cursor, None)
    return found + (["rows are visible without a clinic"] if rows(cursor, table) else [])


@pytest.mark.feature("M4")
@pytest.mark.parametrize("table", TABLES)
def test_each_table_leaks_nothing_and_any_harm_to_its_policy_is_noticed(table: str, two_clinics: Cast, cursor: Any) -> None:
    assert leaks(cursor, table, two_clinics) == []
    for harm, statement in HARMS.items():
        cursor.execute("reset role")
        cursor.execute("savepoint before_harm")
        cursor.execute(statement.format(table))
        assert leaks(cursor, table, two_clinics) != [], f"{table}: nobody notices when its policy is {harm}"
        cursor.execute("rollback to savepoint before_harm")
    cursor.execute("reset role")
    assert leaks(cursor, table, two_clinics) == []


def test_the_owner_sees_no_more_than_the_application_when_forced(two_clinics: Cast, cursor: Any) -> None:
    cursor.execute("set local role handrail_owner")
    cursor.execute("select set_config('app.clinic_id', '', true), set_config('app.user_id', '', true)")
    assert [table for table in TABLES if rows(cursor, table)] == []
    cursor.execute("alter table clients_client no force row level security")
    assert rows(cursor, "clients_client") != {}


def test_a_member_finds_their_own_memberships_by_this_policy_alone(two_clinics: Cast, cursor: Any) -> None:
    as_application(cursor, None)
    cursor.execute("select set_config('app.user_id', %s, true)", [str(two_clinics.lee.user_id)])
    assert rows(cursor, "accounts_membership") == {str(two_clinics.elm.id): 1}
    cursor.execute("reset role")
    cursor.execute(f"drop policy {OWN_MEMBERSHIPS} on accounts_membership")
    cursor.execute(f"set local role {APP}")
    assert rows(cursor, "accounts_membership") == {}


def test_there_are_no_other_policies_than_these(cursor: Any) -> None:
    cursor.execute("select policyname from pg_policies order by 1")
    assert [name for (name,) in cursor.fetchall()] == sorted([*(f"{table}_clinic" for table in TABLES), OWN_MEMBERSHIPS])
