"""What the models of every app stand on."""

import uuid
from collections.abc import Iterable
from typing import Any, ClassVar, NoReturn, Self, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model, covariant=True)


class ClinicKey(models.ForeignKey):  # type: ignore[type-arg]
    """A key to another row of the same clinic. `Isolate` makes the real, composite constraint (clinic_id, x_id)."""

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs.pop("db_constraint", None)
        kwargs.setdefault("related_name", "+")
        super().__init__(to, on_delete, db_constraint=False, **kwargs)


class ClinicRow(models.Model):
    """A row of one clinic: key made by the client of the database, isolated by row-level security."""

    readable: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # no index of its own: the unique key (clinic, id) of `Isolate` begins with it, and a second one misleads the planner
    clinic = models.ForeignKey("accounts.Clinic", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        abstract = True


def both_or_neither(at: str, by: str, *, name: str) -> models.CheckConstraint:
    """A constraint: when something happened and who did it are known together, or it has not happened."""
    happened = {f"{at}__isnull": False, f"{by}__isnull": False}
    return models.CheckConstraint(condition=models.Q(**{at: None, by: None}) | models.Q(**happened), name=name)


class Immutable(TypeError):
    """An immutable row was to be changed or deleted."""


class ImmutableQuerySet(models.QuerySet[M]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise Immutable(f"{self.model.__name__} rows never change.")

    def delete(self) -> NoReturn:
        raise Immutable(f"{self.model.__name__} rows are never deleted.")


class ImmutableRow(ClinicRow):
    """Written once. Python refuses a change here, a trigger and missing grants refuse it in the database."""

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(ImmutableQuerySet)()

    class Meta:
        abstract = True

    def save(self, *args: Any, force_update: bool = False, **kwargs: Any) -> None:
        if not self._state.adding or force_update:
            raise Immutable(f"{type(self).__name__} rows never change.")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Immutable(f"{type(self).__name__} rows are never deleted.")

    @classmethod
    def written(cls, rows: Iterable[Self]) -> list[Self]:
        """Insert many at once."""
        made: list[Self] = cls._default_manager.bulk_create(list(rows))  # type: ignore[assignment]
        return made
