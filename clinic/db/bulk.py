"""Many rows in one statement, for lists of thousands: the ORM spends most of such an import on preparing values one by one."""

import json
from collections.abc import Sequence

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.utils import timezone

from clinic.db.sealed import SealedField


def insert_many(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one model as they are, in one statement. Not for models with sealed fields, which must be saved through the row."""
    if not rows:
        return
    fields = rows[0]._meta.concrete_fields
    if any(isinstance(field, SealedField) for field in fields):
        raise TypeError(f"{type(rows[0]).__name__} has sealed fields: save it through its row.")
    now = timezone.now()
    told = [
        {field.column: now if getattr(field, "auto_now_add", False) else getattr(row, field.attname) for field in fields}
        for row in rows
    ]
    table, columns = rows[0]._meta.db_table, ", ".join(connection.ops.quote_name(field.column or "") for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {table} ({columns}) select {columns} from jsonb_populate_recordset(null::{table}, %s::jsonb)",  # noqa: S608 - names of a model
            [json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False)],
        )
