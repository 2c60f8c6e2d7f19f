"""Takes away indexes of one column that another begins with (clinic) or that nobody looks a row up by (who did it).

Databases made from now on never had them. They cost time at every write, and the one on `clinic` was worse: the check of a key
to a row of the same clinic could be planned with it while the table was small, and read all rows of the clinic ever after.
"""

from django.db import migrations

DROP = """
do $$
declare
  name regclass;
begin
  for name in
    select i.indexrelid from pg_index i
      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
     where i.indnatts = 1 and not i.indisunique and i.indpred is null
       and (
         a.attname = 'clinic_id' and exists (
           select 1 from pg_constraint c where c.conrelid = i.indrelid and c.conname = i.indrelid::regclass::text || '_in_clinic'
         )
         or exists (
           select 1 from pg_constraint c where c.conrelid = i.indrelid and c.contype = 'f'
              and c.confrelid = to_regclass('audit_actor') and a.attnum = any(c.conkey)
         )
       )
  loop
    execute 'drop index ' || name;
  end loop;
end $$
"""


class Migration(migrations.Migration):
    dependencies = [("db", "0001_grants")]
    operations = [migrations.RunSQL(DROP, migrations.RunSQL.noop)]
