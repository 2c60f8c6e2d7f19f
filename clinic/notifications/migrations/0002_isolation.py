from django.db import migrations

from clinic.db.isolation import Isolate


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial"), ("audit", "0002_isolation")]
    operations = [
        Isolate("Message"),
    ]
