import clinic.audit.models
import clinic.db.models
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
            name='Client',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', clinic.db.sealed.SealedText(default='', privacy='identifying')),
                ('legal_name', clinic.db.sealed.SealedText(default='', privacy='identifying')),
                ('phone', clinic.db.sealed.SealedText(default='', privacy='identifying')),
                ('email', clinic.db.sealed.SealedText(default='', privacy='identifying')),
                ('pronouns', clinic.db.sealed.SealedText(default='', privacy='identifying')),
                ('born_on', clinic.db.sealed.SealedText(default='', privacy='identifying')),
                ('language', models.CharField(default='en', max_length=8)),
                ('phone_use', models.CharField(blank=True, choices=[('', 'Not asked'), ('private', 'No'), ('sometimes', 'Sometimes'), ('unsafe', 'Yes, and it would not be safe')], default='', max_length=9)),
                ('names_on_copies', models.BooleanField(default=False)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('clinic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.clinic')),
                ('closed_by', clinic.audit.models.By(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
                ('made_by', clinic.audit.models.By(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by', None)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='clients_client_closed_pair')],
            },
        ),
        migrations.CreateModel(
            name='AccessGrant',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('caseload', 'Caseload'), ('cover', 'Cover'), ('break_glass', 'Emergency access')], max_length=12)),
                ('starts_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ends_at', models.DateTimeField(null=True)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('clinic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.clinic')),
                ('holder', clinic.audit.models.By(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
                ('made_by', clinic.audit.models.By(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
                ('revoked_by', clinic.audit.models.By(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
                ('client', clinic.db.models.ClinicKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='clients.client')),
            ],
            options={
                'indexes': [models.Index(fields=['clinic', 'holder', 'client'], name='clients_grant_holder')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ends_at', None), ('kind', 'caseload'), ('revoked_at', None)), fields=('client',), name='clients_one_caseload'), models.CheckConstraint(condition=models.Q(('ends_at', None), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='clients_grant_order'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_by', None)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='clients_grant_revoked_pair')],
            },
        ),
        migrations.CreateModel(
            name='ContactSafety',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('channel', models.CharField(choices=[('text', 'Text message'), ('email', 'E-mail'), ('call', 'Phone call'), ('voicemail', 'Voicemail'), ('post', 'Letter')], max_length=9)),
                ('is_safe', models.BooleanField()),
                ('hours', clinic.db.sealed.SealedText(default='', privacy='identifying')),
                ('words', clinic.db.sealed.SealedText(default='', privacy='identifying')),
                ('checked_at', models.DateTimeField()),
                ('checked_by', clinic.audit.models.By(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
                ('client', clinic.db.models.ClinicKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='contact_safety', to='clients.client')),
                ('clinic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.clinic')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('client', 'channel'), name='clients_contact_safety_once')],
            },
        ),
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('remembered', models.BooleanField(default=False)),
                ('family', models.CharField(default='', max_length=24)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('client', clinic.db.models.ClinicKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='devices', to='clients.client')),
                ('clinic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.clinic')),
                ('ended_by', clinic.audit.models.By(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='clients_device_ended_pair')],
            },
        ),
        migrations.CreateModel(
            name='PageInvitation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('way', models.CharField(choices=[('email', 'Sent by e-mail'), ('shown', 'Shown on the call')], max_length=5)),
                ('code', clinic.db.sealed.SealedText(null=True, privacy='secret')),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('used_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('client', clinic.db.models.ClinicKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='page_invitations', to='clients.client')),
                ('clinic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.clinic')),
                ('made_by', clinic.audit.models.By(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', clinic.db.sealed.SealedText(default='', privacy='identifying')),
                ('street', clinic.db.sealed.SealedText(default='', privacy='identifying')),
                ('town', clinic.db.sealed.SealedText(default='', privacy='identifying')),
                ('county', clinic.db.sealed.SealedText(default='', privacy='identifying')),
                ('region', clinic.db.sealed.SealedText(default='', privacy='identifying')),
                ('postcode', clinic.db.sealed.SealedText(default='', privacy='identifying')),
                ('country_code', clinic.db.sealed.SealedText(default='', privacy='identifying')),
                ('access_notes', clinic.db.sealed.SealedText(default='', privacy='identifying')),
                ('who_is_there', clinic.db.sealed.SealedText(default='', privacy='identifying')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('retired_at', models.DateTimeField(null=True)),
                ('client', clinic.db.models.ClinicKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='places', to='clients.client')),
                ('clinic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.clinic')),
                ('made_by', clinic.audit.models.By(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
                ('retired_by', clinic.audit.models.By(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('retired_at', None), ('retired_by', None)), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False)), _connector='OR'), name='clients_place_retired_pair')],
            },
        ),
        migrations.CreateModel(
            name='Todo',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('tell_client', 'Tell the client on the call: there is something new to look at'), ('assign', 'This client has no therapist'), ('step_down', 'Care has ended: look once more at the plan together'), ('number_reported', 'The client says a number did not work')], max_length=16)),
                ('key', models.CharField(max_length=160)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('client', clinic.db.models.ClinicKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='todos', to='clients.client')),
                ('clinic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.clinic')),
                ('done_by', clinic.audit.models.By(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('clinic', 'key'), name='clients_todo_once'), models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('done_by', None)), models.Q(('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='clients_todo_done_pair')],
            },
        ),
    ]
