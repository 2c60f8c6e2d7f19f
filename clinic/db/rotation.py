"""Re-encryption with the first key of the ring, and the question which keys are still needed.

Done by the owner of the tables, because immutable rows allow this one change to nobody else. Rows sealed with the first
key are left alone, so a run that was stopped goes on where it was.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import connections, models, transaction

from clinic.db import keys
from clinic.db.models import ClinicRow
from clinic.db.sealed import Sealed, SealedBytes, SealedField

OWNER = "owner"
BATCH = 200
FEW = 10  # of whole files, which are held in memory together


def sealed_models() -> list[tuple[type[models.Model], list[SealedField]]]:
    """Every model with sealed fields."""
    found = [
        (model, [field for field in model._meta.local_fields if isinstance(field, SealedField)]) for model in apps.get_models()
    ]
    return [(model, fields) for model, fields in found if fields]


def rotate(clinics: Iterable[UUID]) -> dict[UUID | None, int]:
    """Re-encrypt what other keys sealed: numbers of rows by clinic (None: rows outside the clinics)."""
    done: dict[UUID | None, int] = {}
    for clinic in (None, *clinics):
        done[clinic] = sum(_rotate(model, fields, clinic) for model, fields in sealed_models() if _is_of(model, clinic))
    return done


def _is_of(model: type[models.Model], clinic: UUID | None) -> bool:
    return issubclass(model, ClinicRow) is (clinic is not None)


def _rotate(model: type[models.Model], fields: list[SealedField], clinic: UUID | None) -> int:
    total, most = 0, FEW if any(isinstance(field, SealedBytes) for field in fields) else BATCH
    while number := _rotate_batch(model, fields, clinic, most):
        total += number
    return total


def _rotate_batch(model: type[models.Model], fields: list[SealedField], clinic: UUID | None, most: int) -> int:
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        cursor.execute(
            "select set_config('app.clinic_id', %s, true), set_config('app.rotating_keys', 'yes', true)", [str(clinic or "")]
        )
        old = " or ".join(f"substring({_column(field)} from 2 for 4) <> %s" for field in fields)
        cursor.execute(
            f"select {_pk(model)} from {model._meta.db_table} where {old} limit {most}",  # noqa: S608 - names of our own tables
            [_first_key()] * len(fields),
        )
        rows = model._base_manager.using(OWNER).select_for_update().filter(pk__in=[row[0] for row in cursor.fetchall()])
        return sum(_reseal(cursor, row, fields) for row in rows)


def _reseal(cursor: Any, row: models.Model, fields: list[SealedField]) -> int:
    """Write the same content under the first key; the bytes of a field are never parsed."""
    values = {field: row.__dict__[field.attname] for field in fields}
    sealed = {field: value.data for field, value in values.items() if isinstance(value, Sealed)}
    new = [keys.seal(keys.unseal(data, field.bound_to(row)), field.bound_to(row)) for field, data in sealed.items()]
    columns = ", ".join(f"{_column(field)} = %s" for field in sealed)
    cursor.execute(f"update {row._meta.db_table} set {columns} where {_pk(type(row))} = %s", [*new, row.pk])  # noqa: S608
    return 1


def _column(field: SealedField) -> str:
    """Quoted: a column may be called "where"."""
    return f'"{field.column}"'


def _pk(model: type[models.Model]) -> str:
    return str(model._meta.pk.column) if model._meta.pk else "id"


def _first_key() -> bytes:
    return next(iter(settings.FIELD_KEYS)).encode()


def keys_in_use(clinics: Iterable[UUID]) -> set[str]:
    """The ids of every key that some stored value needs; as the application's role, clinic by clinic."""
    found: set[str] = set()
    for clinic in (None, *clinics):
        for model, fields in sealed_models():
            if _is_of(model, clinic):
                found |= _keys_of(model, fields, clinic)
    return found


def _keys_of(model: type[models.Model], fields: list[SealedField], clinic: UUID | None) -> set[str]:
    parts = " union ".join(
        f"select substring({_column(field)} from 2 for 4) from {model._meta.db_table} where {_column(field)} is not null"  # noqa: S608
        for field in fields
    )
    with transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute("select set_config('app.clinic_id', %s, true)", [str(clinic or "")])
        cursor.execute(parts)
        return {bytes(row[0]).decode("ascii", "replace") for row in cursor.fetchall()}
