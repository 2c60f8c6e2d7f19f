import clinic.audit.models
import clinic.db.models
import clinic.db.sealed
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('audit', '0001_initial'),
        ('clients', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=40)),
                ('value', clinic.db.sealed.SealedJSON(null=True, privacy='clinical')),
                ('version', models.PositiveIntegerField(default=1)),
                ('operation_id', models.UUIDField(null=True)),
                ('changed_at', models.DateTimeField()),
                ('changed_by', clinic.audit.models.By(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
                ('client', clinic.db.models.ClinicKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='clients.client')),
                ('clinic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.clinic')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('client', 'key'), name='intake_answer_once')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=24)),
                ('wording', clinic.db.sealed.SealedText(default='', privacy='clinical')),
                ('wording_version', models.CharField(max_length=16)),
                ('how', models.CharField(choices=[('spoken', 'Spoken yes'), ('written', 'In writing')], max_length=8)),
                ('given_at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('client', clinic.db.models.ClinicKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='clients.client')),
                ('clinic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.clinic')),
                ('recorded_by', clinic.audit.models.By(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
                ('withdrawn_by', clinic.audit.models.By(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('client', 'kind'), name='intake_consent_current'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='intake_consent_withdrawn_pair')],
            },
        ),
        migrations.CreateModel(
            name='SectionState',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('section', models.CharField(max_length=24)),
                ('state', models.CharField(choices=[('completed', 'Completed'), ('skipped', 'Skipped for now')], max_length=9)),
                ('changed_at', models.DateTimeField()),
                ('changed_by', clinic.audit.models.By(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
                ('client', clinic.db.models.ClinicKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='section_states', to='clients.client')),
                ('clinic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.clinic')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('client', 'section'), name='intake_section_once')],
            },
        ),
    ]
