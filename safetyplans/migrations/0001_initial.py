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
        ('emergency', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('language', models.CharField(default='en', max_length=8)),
                ('number', models.PositiveIntegerField(default=0)),
                ('last_number', models.PositiveIntegerField(default=0)),
                ('review_every_days', models.PositiveSmallIntegerField(default=30)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('shared_at', models.DateTimeField(null=True)),
                ('share_ended_at', models.DateTimeField(null=True)),
                ('declined_at', models.DateTimeField(null=True)),
                ('declined_reason', clinic.db.sealed.SealedText(default='', privacy='clinical')),
                ('nobody_to_call_at', models.DateTimeField(null=True)),
                ('client', clinic.db.models.ClinicKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='clients.client')),
                ('clinic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.clinic')),
                ('closed_by', clinic.audit.models.By(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
                ('declined_by', clinic.audit.models.By(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
                ('made_by', clinic.audit.models.By(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
                ('nobody_to_call_by', clinic.audit.models.By(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
                ('share_ended_by', clinic.audit.models.By(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
                ('shared_by', clinic.audit.models.By(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('client',), name='safetyplans_one_open_plan'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by', None)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='safetyplans_plan_closed_pair'), models.CheckConstraint(condition=models.Q(models.Q(('shared_at', None), ('shared_by', None)), models.Q(('shared_at__isnull', False), ('shared_by__isnull', False)), _connector='OR'), name='safetyplans_plan_shared_pair'), models.CheckConstraint(condition=models.Q(models.Q(('share_ended_at', None), ('share_ended_by', None)), models.Q(('share_ended_at__isnull', False), ('share_ended_by__isnull', False)), _connector='OR'), name='safetyplans_plan_share_ended_pair'), models.CheckConstraint(condition=models.Q(models.Q(('declined_at', None), ('declined_by', None)), models.Q(('declined_at__isnull', False), ('declined_by__isnull', False)), _connector='OR'), name='safetyplans_plan_declined_pair'), models.CheckConstraint(condition=models.Q(models.Q(('nobody_to_call_at', None), ('nobody_to_call_by', None)), models.Q(('nobody_to_call_at__isnull', False), ('nobody_to_call_by__isnull', False)), _connector='OR'), name='safetyplans_plan_nobody_to_call_pair')],
            },
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('step', models.CharField(max_length=20)),
                ('kind', models.CharField(choices=[('text', 'Own words'), ('contact', 'Person'), ('resource', 'From the directory'), ('place', 'Place')], default='text', max_length=8)),
                ('purpose', models.CharField(blank=True, choices=[('', 'Plain'), ('signal', 'Signal that someone is listening'), ('safe_word', 'Safe word')], default='', max_length=9)),
                ('text', clinic.db.sealed.SealedText(default='', privacy='clinical')),
                ('on_copy', models.BooleanField(default=True)),
                ('position', models.PositiveIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
                ('operation_id', models.UUIDField(null=True)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(null=True)),
                ('changed_by', clinic.audit.models.By(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
                ('clinic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.clinic')),
                ('contact', clinic.db.models.ClinicKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='emergency.contact')),
                ('made_by', clinic.audit.models.By(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
                ('place', clinic.db.models.ClinicKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clients.place')),
                ('removed_by', clinic.audit.models.By(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
                ('resource', clinic.db.models.ClinicKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='emergency.resource')),
                ('plan', clinic.db.models.ClinicKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='safetyplans.plan')),
            ],
            options={
                'indexes': [models.Index(fields=['clinic', 'plan', 'step', 'position'], name='safetyplans_item_order')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('removed_at', None), ('removed_by', None)), models.Q(('removed_at__isnull', False), ('removed_by__isnull', False)), _connector='OR'), name='safetyplans_item_removed_pair'), models.CheckConstraint(condition=models.Q(models.Q(('contact', None), ('kind', 'text'), ('place', None), ('resource', None)), models.Q(('contact__isnull', False), ('kind', 'contact'), ('place', None), ('resource', None)), models.Q(('contact', None), ('kind', 'resource'), ('place', None), ('resource__isnull', False)), models.Q(('contact', None), ('kind', 'place'), ('place__isnull', False), ('resource', None)), _connector='OR'), name='safetyplans_item_cites_its_kind')],
            },
        ),
        migrations.CreateModel(
            name='PlanVersion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('language', models.CharField(max_length=8)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('reason', clinic.db.sealed.SealedText(default='', privacy='clinical')),
                ('content', clinic.db.sealed.SealedJSON(privacy='clinical')),
                ('clinic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.clinic')),
                ('made_by', clinic.audit.models.By(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
                ('plan', clinic.db.models.ClinicKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='safetyplans.plan')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('plan', 'number'), name='safetyplans_version_once')],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('due_on', models.DateField()),
                ('why', models.CharField(choices=[('interval', 'The planned time has come'), ('number', 'A number in the plan changed'), ('step_down', 'Care has ended')], default='interval', max_length=9)),
                ('opened_at', models.DateTimeField(auto_now_add=True)),
                ('moved_from', models.DateField(null=True)),
                ('moved_reason', clinic.db.sealed.SealedText(default='', privacy='clinical')),
                ('done_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[('still_right', 'Still right'), ('changed', 'Changed'), ('retired', 'Retired')], default='', max_length=11)),
                ('client_present', models.BooleanField(null=True)),
                ('looked_at', clinic.db.sealed.SealedText(default='', privacy='clinical')),
                ('used', clinic.db.sealed.SealedText(default='', privacy='clinical')),
                ('changed', clinic.db.sealed.SealedText(default='', privacy='clinical')),
                ('next_due_on', models.DateField(null=True)),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('cancelled_by', clinic.audit.models.By(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
                ('clinic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.clinic')),
                ('done_by', clinic.audit.models.By(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
                ('opened_by', clinic.audit.models.By(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
                ('plan', clinic.db.models.ClinicKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='safetyplans.plan')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('cancelled_at', None), ('done_at', None)), fields=['clinic', 'due_on'], name='safetyplans_review_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('cancelled_at', None), ('done_at', None)), fields=('plan',), name='safetyplans_one_open_review'), models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('done_by', None), ('outcome', '')), models.Q(('done_at__isnull', False), ('done_by__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='safetyplans_review_done_pair'), models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at', None), ('cancelled_by', None)), models.Q(('cancelled_at__isnull', False), ('cancelled_by__isnull', False)), _connector='OR'), name='safetyplans_review_cancelled_pair')],
            },
        ),
        migrations.CreateModel(
            name='StepState',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('step', models.CharField(max_length=20)),
                ('state', models.CharField(choices=[('declined', 'The client does not want this step for now'), ('discussed', 'Talked about, nothing to add')], max_length=9)),
                ('reason', clinic.db.sealed.SealedText(default='', privacy='clinical')),
                ('changed_at', models.DateTimeField()),
                ('changed_by', clinic.audit.models.By(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
                ('clinic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.clinic')),
                ('plan', clinic.db.models.ClinicKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='step_states', to='safetyplans.plan')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('plan', 'step'), name='safetyplans_step_once')],
            },
        ),
        migrations.CreateModel(
            name='Participation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('answer', models.CharField(choices=[('took_part', 'Took part in making it'), ('received_copy', 'Received a copy'), ('not_yet', 'Not yet'), ('declined', 'Declined')], max_length=13)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', clinic.audit.models.By(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
                ('clinic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.clinic')),
                ('version', clinic.db.models.ClinicKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='safetyplans.planversion')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PlanDocument',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('style', models.CharField(choices=[('full', 'Full')], max_length=8)),
                ('paper', models.CharField(choices=[('letter', 'Letter'), ('a4', 'A4')], max_length=6)),
                ('language', models.CharField(max_length=8)),
                ('sha256', models.CharField(max_length=64)),
                ('pdf', clinic.db.sealed.SealedBytes(privacy='clinical')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('clinic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.clinic')),
                ('version', clinic.db.models.ClinicKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='safetyplans.planversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('version', 'style', 'paper', 'language'), name='safetyplans_document_once')],
            },
        ),
        migrations.CreateModel(
            name='VersionOpening',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('opened_on', models.DateField()),
                ('clinic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.clinic')),
                ('version', clinic.db.models.ClinicKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='safetyplans.planversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('version',), name='safetyplans_opened_once')],
            },
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('reason', clinic.db.sealed.SealedText(default='', privacy='clinical')),
                ('by', clinic.audit.models.By(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
                ('clinic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.clinic')),
                ('version', clinic.db.models.ClinicKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='withdrawals', to='safetyplans.planversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('version',), name='safetyplans_withdrawn_once')],
            },
        ),
    ]
