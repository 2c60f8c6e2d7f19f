"""The application must not be able to go round row-level security: it refuses to work as a role that could."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.base import BaseDatabaseWrapper

QUESTION = """
select r.rolsuper, r.rolbypassrls,
       exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
               where n.nspname = 'public' and c.relkind = 'r' and pg_has_role(r.oid, c.relowner, 'member'))
from pg_roles r where r.rolname = current_user
"""


def refuse_powerful_role(sender: object, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """On every new connection of `default`: not superuser, not BYPASSRLS, not (a member of) the tables' owner."""
    if connection.alias != "default":
        return
    with connection.cursor() as cursor:
        cursor.execute(QUESTION)
        row = cursor.fetchone()
    if row is None or any(row):
        connection.close()
        raise ImproperlyConfigured(
            "DATABASE_URL must name a role that is neither superuser, nor BYPASSRLS, nor owner of the tables "
            "(handrail_app). Row-level security would not hold. See docs/operations.md."
        )
