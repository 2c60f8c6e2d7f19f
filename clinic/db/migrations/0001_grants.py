"""What the application's role may do: read and write rows of tables made from now on; never own or alter them.

The trigger function refuses every change of an immutable row but one: key rotation, done by the owner in a session
that has said so (`rotate_keys`), may replace sealed columns.
"""

from typing import Any

from django.db import migrations

from clinic.db.isolation import application_role, quoted

FUNCTION = """
create function handrail_immutable() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and current_setting('app.rotating_keys', true) = 'yes'
     and current_user = (select tableowner from pg_tables where schemaname = tg_table_schema and tablename = tg_table_name)
  then
    return new;
  end if;
  raise exception '% rows never change', tg_table_name using errcode = 'restrict_violation';
end $$
"""


def grant(apps: Any, editor: Any) -> None:
    role = quoted(application_role())
    for statement in (
        f"grant usage on schema public to {role}",
        f"alter default privileges in schema public grant select, insert, update, delete on tables to {role}",
        f"alter default privileges in schema public grant usage, select on sequences to {role}",
        f"grant select, insert, update, delete on all tables in schema public to {role}",
        f"grant usage, select on all sequences in schema public to {role}",
        "revoke insert, update, delete on django_migrations from " + role,
        FUNCTION,
    ):
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    initial = True
    run_before = [("contenttypes", "0001_initial"), ("accounts", "0001_initial"), ("sessions", "0001_initial"), ("axes", "0001_initial")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
