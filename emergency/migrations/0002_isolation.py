from django.db import migrations

from clinic.db.isolation import Isolate


class Migration(migrations.Migration):
    dependencies = [("emergency", "0001_initial"), ("clients", "0002_isolation")]
    operations = [
        Isolate("Contact"),
        Isolate("Resource"),
        Isolate("Verification", immutable=True),
        Isolate("ResourceChange", immutable=True),
        Isolate("ProblemReport"),
        Isolate("ResourceImport"),
    ]
