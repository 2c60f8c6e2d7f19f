"""Entries that were there before areas and words were kept get theirs, and their hours read."""

from typing import Any

from django.db import migrations

from clinic.db.isolation import each_clinic
from emergency import derived

BATCH = 1000


def make(apps: Any, editor: Any) -> None:
    alias = editor.connection.alias
    for _ in each_clinic(apps, editor):
        _of_clinic(apps.get_model("emergency", "Resource").objects.using(alias), alias)


def _of_clinic(entries: Any, alias: str) -> None:
    ids = list(entries.order_by("pk").values_list("pk", flat=True))
    for at in range(0, len(ids), BATCH):
        some = [derived.fill(entry) for entry in entries.filter(pk__in=ids[at : at + BATCH])]
        entries.bulk_update(some, ["opening", "latitude", "longitude"], batch_size=BATCH // 2)
        derived.renew(some, using=alias)


class Migration(migrations.Migration):
    dependencies = [("emergency", "0009_reach_of_a_zip"), ("accounts", "0005_licensed_in")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
