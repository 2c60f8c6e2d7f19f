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
            name='Contact',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', clinic.db.sealed.SealedText(default='', privacy='identifying')),
                ('relation', clinic.db.sealed.SealedText(default='', privacy='identifying')),
                ('phone', clinic.db.sealed.SealedText(default='', privacy='identifying')),
                ('other_phone', clinic.db.sealed.SealedText(default='', privacy='identifying')),
                ('note', clinic.db.sealed.SealedText(default='', privacy='clinical')),
                ('permission', models.CharField(blank=True, choices=[('', 'Not asked yet'), ('any', 'Any time'), ('crisis', 'Only in a crisis'), ('never', 'Never')], default='', max_length=6)),
                ('can_text', models.BooleanField(null=True)),
                ('may_discuss', models.BooleanField(null=True)),
                ('may_leave_message', models.BooleanField(null=True)),
                ('release_signed_on', models.DateField(null=True)),
                ('do_not_contact', models.BooleanField(default=False)),
                ('do_not_contact_reason', clinic.db.sealed.SealedText(default='', privacy='clinical')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('retired_at', models.DateTimeField(null=True)),
                ('client', clinic.db.models.ClinicKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='clients.client')),
                ('clinic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.clinic')),
                ('made_by', clinic.audit.models.By(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
                ('retired_by', clinic.audit.models.By(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('retired_at', None), ('retired_by', None)), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False)), _connector='OR'), name='emergency_contact_retired_pair')],
            },
        ),
        migrations.CreateModel(
            name='Resource',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('psap', 'Direct 911 or dispatch line'), ('emergency', 'Emergency number'), ('mobile_crisis', 'Mobile crisis team'), ('crisis_line', 'Crisis line'), ('text_line', 'Text line'), ('emergency_department', 'Emergency department'), ('hospital', 'Hospital'), ('urgent_care', 'Urgent mental health care'), ('police', 'Police, non-emergency'), ('dv', 'Domestic or sexual violence line'), ('poison', 'Poison line'), ('youth', 'Line for young people'), ('veterans', 'Line for veterans'), ('lgbtq', 'Line for LGBTQ+ people'), ('substance', 'Substance use line'), ('warm_line', 'Warm line'), ('other', 'Other')], max_length=20)),
                ('name', models.CharField(max_length=160)),
                ('phone', models.CharField(blank=True, default='', max_length=40)),
                ('phone_menu', models.CharField(blank=True, default='', max_length=40)),
                ('admin_phone', models.CharField(blank=True, default='', max_length=40)),
                ('sms', models.CharField(blank=True, default='', max_length=40)),
                ('sms_keyword', models.CharField(blank=True, default='', max_length=120)),
                ('chat_url', models.URLField(blank=True, default='', max_length=300)),
                ('street', models.CharField(blank=True, default='', max_length=160)),
                ('town', models.CharField(blank=True, default='', max_length=80)),
                ('county', models.CharField(blank=True, default='', max_length=80)),
                ('region', models.CharField(blank=True, default='', max_length=40)),
                ('postcode', models.CharField(blank=True, default='', max_length=16)),
                ('country_code', models.CharField(max_length=2)),
                ('reach', models.CharField(choices=[('county', 'A county or town'), ('region', 'A state or region'), ('country', 'The whole country')], default='county', max_length=7)),
                ('hours', models.CharField(blank=True, default='', max_length=120)),
                ('languages', models.CharField(blank=True, default='', max_length=160)),
                ('note', models.CharField(blank=True, default='', max_length=400)),
                ('source', models.CharField(blank=True, default='', max_length=80)),
                ('source_id', models.CharField(blank=True, default='', max_length=60)),
                ('source_url', models.CharField(blank=True, default='', max_length=300)),
                ('origin', models.CharField(choices=[('clinic', 'Added by the clinic'), ('starter', 'Came with Handrail'), ('import', 'From an imported file')], default='clinic', max_length=7)),
                ('version', models.PositiveIntegerField(default=1)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('adopted_at', models.DateTimeField(null=True)),
                ('verified_at', models.DateTimeField(null=True)),
                ('how_verified', models.CharField(blank=True, default='', max_length=14)),
                ('failed_at', models.DateTimeField(null=True)),
                ('reported_at', models.DateTimeField(null=True)),
                ('next_check_on', models.DateField(null=True)),
                ('retired_at', models.DateTimeField(null=True)),
                ('clinic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.clinic')),
                ('made_by', clinic.audit.models.By(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
                ('replaced_by', clinic.db.models.ClinicKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='emergency.resource')),
                ('retired_by', clinic.audit.models.By(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
                ('verified_by', clinic.audit.models.By(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('retired_at', None)), fields=['clinic', 'country_code', 'region', 'county'], name='emergency_resource_area'), models.Index(condition=models.Q(('retired_at', None)), fields=['clinic', 'name'], name='emergency_resource_name'), models.Index(condition=models.Q(('retired_at', None)), fields=['clinic', 'next_check_on'], name='emergency_resource_checks')],
                'constraints': [models.UniqueConstraint(condition=models.Q(models.Q(('source_id', ''), _negated=True), ('retired_at', None)), fields=('clinic', 'source', 'source_id'), name='emergency_resource_source_once'), models.CheckConstraint(condition=models.Q(models.Q(('verified_at', None), ('verified_by', None)), models.Q(('verified_at__isnull', False), ('verified_by__isnull', False)), _connector='OR'), name='emergency_resource_verified_pair'), models.CheckConstraint(condition=models.Q(models.Q(('retired_at', None), ('retired_by', None)), models.Q(('retired_at__isnull', False), ('retired_by__isnull', False)), _connector='OR'), name='emergency_resource_retired_pair')],
            },
        ),
        migrations.CreateModel(
            name='ResourceImport',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('file_name', models.CharField(max_length=120)),
                ('content', models.BinaryField(null=True)),
                ('headers', models.JSONField(default=list)),
                ('columns', models.JSONField(default=dict)),
                ('options', models.JSONField(default=dict)),
                ('result', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('uploaded', 'Columns to be matched'), ('matched', 'To be confirmed'), ('done', 'Done'), ('cancelled', 'Cancelled')], default='uploaded', max_length=9)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('clinic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.clinic')),
                ('made_by', clinic.audit.models.By(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
                ('settled_by', clinic.audit.models.By(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProblemReport',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('from_client', models.BooleanField(default=False)),
                ('problem', models.CharField(choices=[('no_answer', 'No answer'), ('not_in_service', 'Not in service'), ('wrong_place', 'Reached somebody else'), ('other', 'Something else')], max_length=14)),
                ('note', models.CharField(blank=True, default='', max_length=400)),
                ('settled_at', models.DateTimeField(null=True)),
                ('by', clinic.audit.models.By(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
                ('clinic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.clinic')),
                ('settled_by', clinic.audit.models.By(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
                ('resource', clinic.db.models.ClinicKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='problems', to='emergency.resource')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('settled_by', None)), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='emergency_problem_settled_pair')],
            },
        ),
        migrations.CreateModel(
            name='ResourceChange',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('what', models.CharField(max_length=12)),
                ('changes', models.JSONField(default=dict)),
                ('by', clinic.audit.models.By(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
                ('clinic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.clinic')),
                ('resource', clinic.db.models.ClinicKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='emergency.resource')),
            ],
            options={
                'indexes': [models.Index(fields=['clinic', 'resource', '-at'], name='emergency_change_recent')],
            },
        ),
        migrations.CreateModel(
            name='Verification',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('result', models.CharField(choices=[('right', 'Answered, all right'), ('changed', 'Answered, something changed'), ('no_answer', 'No answer'), ('wrong', 'The number is wrong')], max_length=9)),
                ('how', models.CharField(choices=[('called', 'Called it'), ('official_page', 'Official page'), ('second_source', 'A second source')], max_length=14)),
                ('spoke_to', models.CharField(blank=True, default='', max_length=80)),
                ('note', models.CharField(blank=True, default='', max_length=400)),
                ('next_check_on', models.DateField(null=True)),
                ('by', clinic.audit.models.By(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.actorrow')),
                ('clinic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.clinic')),
                ('resource', clinic.db.models.ClinicKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='verifications', to='emergency.resource')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
