from django.db import migrations

from clinic.db.isolation import Isolate, MakeImmutable


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("accounts", "0002_initial")]
    operations = [
        Isolate("ActorRow"),
        Isolate("Event", immutable=True),
        MakeImmutable("SignInEvent"),
    ]
