from django.db import migrations

from clinic.db.isolation import Isolate


class Migration(migrations.Migration):
    dependencies = [("clients", "0001_initial"), ("audit", "0002_isolation")]
    operations = [
        Isolate("Client"),
        Isolate("AccessGrant"),
        Isolate("ContactSafety"),
        Isolate("Place"),
        Isolate("PageInvitation"),
        Isolate("Device"),
        Isolate("Todo"),
    ]
