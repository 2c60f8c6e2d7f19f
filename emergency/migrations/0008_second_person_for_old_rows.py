"""Dispatch lines that were checked by whoever set their number wait for a second person, also those of before that rule."""

from typing import Any

from django.db import migrations

TAKE_BACK = """
update emergency_resource set verified_at = null, verified_by_id = null
where kind in ('psap', 'emergency') and retired_at is null and how_verified <> ''
  and verified_by_id = coalesce(number_by_id, made_by_id)
"""


def take_back(apps: Any, editor: Any) -> None:
    """Clinic by clinic: under row-level security nothing is seen without one."""
    clinics = apps.get_model("accounts", "Clinic").objects.using(editor.connection.alias).values_list("pk", flat=True)
    with editor.connection.cursor() as cursor:
        for clinic_id in list(clinics):
            cursor.execute("select set_config('app.clinic_id', %s, true)", [str(clinic_id)])
            cursor.execute(TAKE_BACK)
        cursor.execute("select set_config('app.clinic_id', '', true)")


class Migration(migrations.Migration):
    dependencies = [("emergency", "0007_second_looks"), ("accounts", "0005_licensed_in")]

    operations = [migrations.RunPython(take_back, migrations.RunPython.noop)]
