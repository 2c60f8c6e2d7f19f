from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0007_todo_note"),
    ]

    operations = [
        migrations.AddField(
            model_name="client",
            name="reopened_at",
            field=models.DateTimeField(null=True),
        ),
    ]
