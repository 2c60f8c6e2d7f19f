import clinic.audit.models
import clinic.db.sealed
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('audit', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=160)),
                ('kind', models.CharField(max_length=24)),
                ('address', clinic.db.sealed.SealedText(null=True, privacy='identifying')),
                ('parameters', clinic.db.sealed.SealedJSON(null=True, privacy='secret')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sending', 'Being sent'), ('sent', 'Sent'), ('unknown', 'Unclear whether it was sent'), ('dead', 'Could not be sent'), ('dropped', 'Not needed any more')], default='waiting', max_length=8)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('lease_until', models.DateTimeField(null=True)),
                ('sending_at', models.DateTimeField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('trouble', models.CharField(default='', max_length=80)),
                ('clinic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.clinic')),
                ('recipient', clinic.audit.models.By(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['clinic', 'due_at'], name='notifications_message_due'), models.Index(condition=models.Q(('state', 'sending')), fields=['clinic', 'lease_until'], name='notifications_message_leased')],
                'constraints': [models.UniqueConstraint(fields=('clinic', 'key'), name='notifications_message_once')],
            },
        ),
    ]
