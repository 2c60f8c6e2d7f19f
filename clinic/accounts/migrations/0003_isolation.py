from django.db import migrations

from clinic.db.isolation import Isolate

# Before a clinic is known, a user may find their own memberships, and read nothing else by it (DECISIONS 2).
OWN = """
create policy accounts_membership_own on accounts_membership for select
using (user_id = (select nullif(current_setting('app.user_id', true), '')::uuid))
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_initial"), ("audit", "0002_isolation")]
    operations = [
        Isolate("Membership"),
        Isolate("Invitation"),
        migrations.RunSQL(OWN, migrations.RunSQL.noop),
    ]
