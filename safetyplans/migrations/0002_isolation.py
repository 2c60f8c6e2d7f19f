from django.db import migrations

from clinic.db.isolation import Isolate


class Migration(migrations.Migration):
    dependencies = [("safetyplans", "0001_initial"), ("emergency", "0002_isolation")]
    operations = [
        Isolate("Plan"),
        Isolate("StepState"),
        Isolate("Item"),
        Isolate("PlanVersion", immutable=True),
        Isolate("Withdrawal", immutable=True),
        Isolate("Participation", immutable=True),
        Isolate("VersionOpening", immutable=True),
        Isolate("PlanDocument", immutable=True),
        Isolate("Review"),
    ]
