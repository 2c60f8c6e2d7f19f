"""Several querysets in one statement, for the page that must come at once: the crisis screen.

Each stays an ordinary queryset, with its conditions and its order; row-level security holds for each as always. PostgreSQL
gives every set as JSON, and the rows are built as `from_db` builds them, sealed fields included. For plain querysets of
whole rows: `select_related`, `annotate`, `only` and `values` raise ValueError.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from functools import cached_property
from inspect import signature
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Field, Model, QuerySet

from clinic.db.prepared import Given, Statement
from clinic.db.sealed import Sealed

READ: dict[str, Callable[[Any], Any]] = {
    "UUIDField": UUID,
    "DateTimeField": datetime.fromisoformat,
    "DateField": date.fromisoformat,
    "TimeField": time.fromisoformat,
    "BinaryField": lambda hexed: Sealed(bytes.fromhex(hexed[2:])),
}


class Gathering:
    """A fixed set of querysets, read together again and again by one prepared statement (`clinic.db.prepared`).

    `build` makes the querysets; its arguments are `Given` by name at each call. Django needs longer to word seventeen
    queries than PostgreSQL to answer them, and PostgreSQL longer to plan them.
    """

    def __init__(self, name: str, build: Callable[..., dict[str, QuerySet[Any]]]) -> None:
        self.name, self.build = name, build

    @cached_property
    def _written(self) -> tuple[Statement, dict[str, type[Model]]]:
        wanted = self.build(**{name: Given(name) for name in signature(self.build).parameters})
        parts, params = [], []
        for queryset in wanted.values():
            sql, given = _compiled(queryset)
            # PostgreSQL only knows what Django compiled; parameters stay apart
            parts.append(f"(select coalesce(json_agg(row_to_json(t)), '[]')::text from ({sql}) t)")  # noqa: S608
            params += given
        return Statement(self.name, "select " + ", ".join(parts), params), {name: each.model for name, each in wanted.items()}

    def __call__(self, **given: object) -> dict[str, list[Any]]:
        """The rows of every queryset under its name."""
        statement, models = self._written
        with connection.cursor() as cursor:
            statement.run(cursor, given)
            found = cursor.fetchone() or ()
        return {name: list(_rows(model, text)) for (name, model), text in zip(models.items(), found, strict=True)}


def _compiled(queryset: QuerySet[Any]) -> tuple[str, list[Any]]:
    query = queryset.query
    if query.select_related or query.annotations or query.values_select or query.deferred_loading[0]:
        raise ValueError(f"gather() reads whole rows only: {queryset.model.__name__}")
    sql, params = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    return sql, list(params)


def _rows(model: type[Model], text: str) -> Iterator[Model]:
    fields: list[Field[Any, Any]] = list(model._meta.concrete_fields)
    names, reads = [field.attname for field in fields], [(field.column, _reader(field)) for field in fields]
    for row in json.loads(text):
        yield model.from_db(DEFAULT_DB_ALIAS, names, [read(row[column]) for column, read in reads])


def _reader(field: "Field[Any, Any]") -> Callable[[Any], Any]:
    plain = field
    while plain.is_relation:
        plain = plain.target_field  # type: ignore[attr-defined]
    read = READ.get(plain.get_internal_type())
    return (lambda value: None if value is None else read(value)) if read else lambda value: value
