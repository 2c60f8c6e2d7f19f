"""Versions of before `CitedResource`, and people whose number changed before that was noted: so that their plans are found.

The documents are sealed, so each version that lacks its rows is opened once, clinic by clinic.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import migrations
from django.utils import timezone

from clinic.db.isolation import each_clinic


def find(apps: Any, editor: Any) -> None:
    alias = editor.connection.alias
    for _ in each_clinic(apps, editor):
        _cite(apps, alias)
        _note_new_numbers(apps, alias)


def _cite(apps: Any, alias: str) -> None:
    cited, known = apps.get_model("safetyplans", "CitedResource"), apps.get_model("emergency", "Resource")
    for version in apps.get_model("safetyplans", "PlanVersion").objects.using(alias).filter(cited=None).iterator(50):
        named = known.objects.using(alias).filter(pk__in=set(_entries(version.content))).values_list("pk", flat=True)
        rows = [cited(clinic_id=version.clinic_id, version_id=version.pk, resource_id=id) for id in named]
        cited.objects.using(alias).bulk_create(rows)


def _entries(document: dict[str, Any]) -> Iterator[UUID]:
    for step in document["steps"]:
        yield from (UUID(item["resource"]["id"]) for item in step["items"] if "resource" in item)
    yield from (UUID(number["id"]) for number in document["local"])


def _note_new_numbers(apps: Any, alias: str) -> None:
    people = apps.get_model("emergency", "Contact")
    for plan in apps.get_model("safetyplans", "Plan").objects.using(alias).filter(closed_at=None, number__gt=0):
        version = plan.versions.using(alias).get(number=plan.number)
        written = {UUID(person["id"]): person["phone"] for person in _people(version.content)}
        for person in people.objects.using(alias).filter(pk__in=written, phone_changed_at=None):
            if person.phone != written[person.pk]:
                person.phone_changed_at = timezone.now()
                person.save(update_fields=["phone_changed_at"])


def _people(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (item["contact"] for step in document["steps"] for item in step["items"] if "contact" in item)


class Migration(migrations.Migration):
    dependencies = [
        ("safetyplans", "0008_review_after_incident"),
        ("emergency", "0011_when_a_phone_changed"),
    ]

    operations = [migrations.RunPython(find, migrations.RunPython.noop)]
