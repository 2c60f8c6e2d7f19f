"""Dispatch lines that were checked by whoever set their number wait for a second person, also those of before that rule."""

from typing import Any

from django.db import migrations

from clinic.db.isolation import each_clinic

TAKE_BACK = """
update emergency_resource set verified_at = null, verified_by_id = null
where kind in ('psap', 'emergency') and retired_at is null and how_verified <> ''
  and verified_by_id = coalesce(number_by_id, made_by_id)
"""


def take_back(apps: Any, editor: Any) -> None:
    for _ in each_clinic(apps, editor):
        editor.execute(TAKE_BACK)


class Migration(migrations.Migration):
    dependencies = [("emergency", "0007_second_looks"), ("accounts", "0005_licensed_in")]

    operations = [migrations.RunPython(take_back, migrations.RunPython.noop)]
