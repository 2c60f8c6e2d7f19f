from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0010_kept_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="device",
            name="code_waits_until",
            field=models.DateTimeField(null=True),
        ),
    ]
