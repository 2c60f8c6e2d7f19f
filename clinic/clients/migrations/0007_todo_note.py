import clinic.db.sealed
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0006_place_time_zone"),
    ]

    operations = [
        migrations.AddField(
            model_name="todo",
            name="note",
            field=clinic.db.sealed.SealedText(null=True, privacy="clinical"),
        ),
    ]
