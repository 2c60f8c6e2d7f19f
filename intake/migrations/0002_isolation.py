from django.db import migrations

from clinic.db.isolation import Isolate


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial"), ("clients", "0002_isolation")]
    operations = [
        Isolate("Answer"),
        Isolate("SectionState"),
        Isolate("Consent"),
    ]
